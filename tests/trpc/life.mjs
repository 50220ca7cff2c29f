// A task's whole life by the real client: node life.mjs 10|11 single|batch|stream URL
// People's tokens stand in TOKENS ({"ann": …}); each step prints a line of JSON. Where the escrow
// waits for Stripe it prints its id and goes on when it is FUNDED.
const [version, kind, url] = process.argv.slice(2);
const trpc = await import(`./v${version}/client.mjs`);
const tokens = JSON.parse(process.env.TOKENS);
const link = {
  single: trpc.httpLink,
  batch: trpc.httpBatchLink,
  stream: trpc.httpBatchStreamLink,
}[kind];

let requests = []; // each HTTP request that a client made: method, path, status
const fetchAndTell = async (input, init) => {
  const answer = await fetch(input, init);
  const { pathname, search } = new URL(input);
  requests.push([init.method, pathname, answer.status, search.includes("batch=1")]);
  return answer;
};
const keyOf = (op) => op.context.key ?? "";
const client = (name) =>
  trpc.createTRPCClient({
    links: [
      link({
        url,
        fetch: fetchAndTell,
        maxURLLength: kind === "single" ? undefined : 4000,
        headers: ({ op, opList }) => ({
          ...(name && { authorization: `Bearer ${tokens[name]}` }),
          "idempotency-key": (opList ?? [op]).map(keyOf).join(","),
        }),
      }),
    ],
  });
const key = () => ({ context: { key: crypto.randomUUID() } });
const tell = (step, told) => {
  console.log(JSON.stringify({ step, told, requests }));
  requests = [];
};
/** What a refused call's error holds. */
const refusal = async (call) => {
  try {
    return { answered: await call };
  } catch (error) {
    return { name: error.name, message: error.message, code: error.shape?.code, data: error.data };
  }
};
const photo = () => ({
  storageKey: `trpc/${crypto.randomUUID()}.jpg`,
  contentType: "image/jpeg",
  sizeBytes: 9,
  sha256: crypto.randomUUID().replaceAll("-", "").repeat(2),
});

const [ann, bob, nobody] = [client("ann"), client("bob"), client(null)];
const person = { fullName: "Test Person", birthDate: "1990-01-01", acceptedTermsVersion: "2026-01" };
for (const one of [ann, bob]) await one.user.register.mutate(person, key());
tell("profile", await ann.user.getProfile.query());
await bob.ai.onboarding.submitCalibration.mutate({
  motivation: "income",
  frustration: "payment_fairness",
  availability: "flexible",
  price: "fair",
  control: "autonomous",
}, key());
await bob.ai.onboarding.confirmRole.mutate({ finalRole: "hustler" }, key());
await bob.onboarding.submitCapabilities.mutate({ trades: ["moving"], workState: "WA" }, key());
tell("onboarded", await bob.onboarding.complete.mutate({ skipTutorial: true }, key()));

const work = {
  title: "Move a couch",
  description: "Down the stairs, it is heavy: ä, 家, \"&?=,\"",
  category: "moving",
  priceCents: 10000,
  deadlineAt: new Date(Date.now() + 2 * 86400_000),
  address: "1201 2nd Ave",
  latitude: 47.6075,
  longitude: -122.3381,
};
const once = key();
const made = await ann.task.create.mutate(work, once);
const again = await ann.task.create.mutate(work, once);
tell("create", { made, again });
const taskId = made.id;
tell("intent", await ann.escrow.createIntent.mutate({ taskId }, key()));
const funded = async () => (await ann.escrow.getByTaskId.query({ taskId })).state === "FUNDED";
while (!(await funded())) await new Promise((resolve) => setTimeout(resolve, 50));
requests = [];

tell("refusals", await Promise.all([
  refusal(ann.task.accept.mutate({ taskId }, key())), // one's own
  refusal(nobody.task.accept.mutate({ taskId }, key())),
  refusal(ann.task.cancel.mutate({ taskId })), // no key
  refusal(ann.task.create.mutate({ ...work, priceCents: 1 }, key())),
  refusal(ann.task.create.mutate({ ...work, paidTo: "me" }, key())),
  refusal(ann.task.getById.query({ task_id: crypto.randomUUID() })),
  refusal(ann.task.getByID.query({ taskId })), // no such procedure
  refusal(ann.task.create.query({ taskId })), // a mutation
]));
tell("accept", await bob.task.accept.mutate({ taskId }, key()));
const proof = () => ({ taskId, description: "done", photos: [photo()] });
tell("submit", await bob.task.submitProof.mutate(proof(), key()));
const submitted = await ann.proof.getByTaskId.query({ taskId });
tell("reject", await ann.proof.reject.mutate(
  { proofId: submitted.id, reason: "Too dark" }, key()));
tell("resubmit", await bob.task.submitProof.mutate(proof(), key()));
tell("complete", await ann.task.complete.mutate({ task_id: taskId }, key()));
// Asked in one breath: one request of a batching link, one each of the other.
const [task, escrow, xp, tier, page] = await Promise.all([
  bob.task.getById.query({ taskId }),
  bob.escrow.getByTaskId.query({ taskId }),
  bob.user.getXP.query(),
  bob.user.getTrustTier.query(undefined),
  bob.task.list.query({ states: ["COMPLETED"], party: "worker", pageSize: 1 }),
]);
tell("end", { task, escrow, xp, tier, page });
// And eleven in one breath, which no batch holds.
tell("eleven", await Promise.all(
  Array.from({ length: 11 }, () => refusal(bob.user.getXP.query()))));
// Two posted in one breath: each has its own key, and its own end.
tell("two", await Promise.all([
  refusal(ann.task.create.mutate(work, key())),
  refusal(ann.task.create.mutate({ ...work, title: "" }, key())),
]));
// A refusal in the middle of what was asked in one breath.
tell("middle", await Promise.all([
  refusal(bob.user.getXP.query()),
  refusal(bob.task.getById.query({ taskId: crypto.randomUUID() })),
  refusal(bob.task.list.query({ pageSize: 1 })),
]));
// Who leaves as soon as something is answered comes back with the same keys.
const keys = Array.from({ length: 5 }, () => crypto.randomUUID());
const post = (one, more) => ann.task.create.mutate(work, { context: { key: one }, ...more });
const leave = new AbortController();
const left = keys.map((one) => post(one, { signal: leave.signal }));
await Promise.race(left);
leave.abort();
const settled = await Promise.allSettled(left);
tell("left", settled.map((one) => one.status));
// Each call that is still running there holds its key: ask until it has ended.
const asked = async (one) => {
  for (;;) {
    const answer = await refusal(post(one));
    if (answer.data?.hxCode !== "HXA06") return answer;
  }
};
tell("back", await Promise.all(keys.map(asked)));
