// What a client of the API writes, compiled with `tsc --strict` against the printed types by
// test_contract.py. Each line under `@ts-expect-error` must not compile. GWY-045.
import type { operations } from "./api";

type Body<O> = O extends { requestBody: { content: { "application/json": infer B } } } ? B : never;
type Query<O> = O extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never;
type Answer<O> = O extends {
  responses: { 200: { content: { "application/json": { data: infer D } } } };
}
  ? D
  : never;
type Refused = operations["task.create"]["responses"]["400"]["content"]["application/json"];

async function mutate<N extends keyof operations>(
  name: N,
  body: Body<operations[N]>,
  key: string,
): Promise<Answer<operations[N]>> {
  const answer = await fetch(`/v1/${String(name)}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify(body),
  });
  if (!answer.ok) {
    const refused = (await answer.json()) as Refused;
    throw new Error(`${refused.error.code} ${refused.error.field ?? ""}`);
  }
  return ((await answer.json()) as { data: Answer<operations[N]> }).data;
}

async function query<N extends keyof operations>(
  name: N,
  told: Query<operations[N]>,
): Promise<Answer<operations[N]>> {
  const text = new URLSearchParams(told as Record<string, string>).toString();
  const answer = await fetch(`/v1/${String(name)}?${text}`);
  return ((await answer.json()) as { data: Answer<operations[N]> }).data;
}

const work = {
  title: "Move a couch",
  description: "Down the stairs",
  category: "moving",
  price_cents: 10000,
  deadline_at: "2030-01-01T00:00:00Z",
  address: "1201 2nd Ave",
  latitude: 47.6075,
  longitude: -122.3381,
};

export async function post(): Promise<number> {
  const task = await mutate("task.create", work, "a-key");
  const state: "OPEN" | "ACCEPTED" | "CANCELLED" | "COMPLETED" | "DISPUTED" | "EXPIRED" | "PROOF_SUBMITTED" =
    task.state;
  const worker: string | null = task.worker_id;
  const page = await query("task.list", { states: ["OPEN"], page_size: 20 });
  const titles: string[] = page.items.map((item) => item.title);
  return task.price_cents + titles.length + state.length + (worker ?? "").length;
}

export async function wrong(): Promise<void> {
  // @ts-expect-error a price is a number
  await mutate("task.create", { ...work, price_cents: "10000" }, "a-key");
  // @ts-expect-error an argument is missing
  await mutate("task.create", { title: "Move a couch" }, "a-key");
  // @ts-expect-error there is no such argument
  await mutate("task.cancel", { task_id: "x", colour: "red" }, "a-key");
  // @ts-expect-error there is no such procedure
  await mutate("task.destroy", {}, "a-key");
  const task = await mutate("task.create", work, "a-key");
  // @ts-expect-error there is no such field
  task.colour;
  // @ts-expect-error there is no such state
  if (task.state === "GONE") return;
  // @ts-expect-error it may be null
  task.worker_id.length;
  // @ts-expect-error there is no such state to ask for
  await query("task.list", { states: ["GONE"] });
}
