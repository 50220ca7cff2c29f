"""What scripts/demo plays with: people over HTTP, sessions of psql, Stripe's double, one clock.

Each person has a bearer token. Cards are confirmed and onboardings completed at Stripe's double, as
the mobile app and the person would; what follows comes by its webhooks and by our workers. The test
clock is moved, and the clocks are called as the schedule calls them every minute.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import digits
from typing import Any
from uuid import uuid4

import requests

from tests.doubles.stripe_double import StripeDouble
from web.identity import local_token
from web.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 40
CLOCKS = ("task", "dispute", "settlement", "account", "verification")
# What is under way, and in how many seconds the next of what waits for its time is due.
UNDER_WAY = """
select count(*) filter (where w.due_at <= core.now() + w.soon),
       ceil(extract(epoch from min(w.due_at) filter (where w.due_at > core.now() + w.soon)
                    - core.now()))
  from (select s.due_at, interval '0' as soon from settlement.settlement as s
         where s.finished_at is null and s.exhausted_at is null and s.due_at < 'infinity'
         union all
        select v.due_at, interval '0' from stripe.event as v where v.finished_at is null
         union all
        select i.due_at, interval '1 minute' from stripe.intent as i
         where i.due_at <= core.now() + interval '1 minute'
         union all
        select c.due_at, interval '1 minute' from stripe.connected_account as c
         where c.due_at <= core.now() + interval '1 minute'
         union all
        select e.due_at, interval '1 minute' from stripe.evidence as e
         where e.due_at <= core.now() + interval '1 minute') as w"""


class Checks:
    """What was checked, and what was off; quiet ones are told only when they are."""

    def __init__(self) -> None:
        self.off: list[str] = []
        self.held = 0
        self.is_quiet = False

    def expect(self, what: str, found: object, wanted: object) -> None:
        """Print a check and remember it if it is off; of an answer its state is meant."""
        found = found["state"] if isinstance(found, dict) and "state" in found else found
        good = found == wanted
        if good:
            self.held += 1
        else:
            self.off.append(what)
        if not (good and self.is_quiet):
            told = "" if good else f", not {wanted}"
            print(f"    {'✓' if good else '✗'} {what}: {found}{told}", flush=True)


checks = Checks()
expect = checks.expect


class Psql:
    """A living psql session of one role, and of one person if a name is given."""

    def __init__(self, role: str, email: str | None = None) -> None:
        url = subprocess.run(
            [ROOT / "scripts/cluster", "url", "", role], check=True, capture_output=True, text=True
        ).stdout.strip()
        self.process = subprocess.Popen(
            ["psql", url, "-XAtq", "-v", "VERBOSITY=verbose", "-v", "SHOW_CONTEXT=never"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if email:
            self.run(f"select core.become('{email}', 'demo')")
            self.run("set role hx_member")

    def run(self, statement: str) -> list[str]:
        """Send one statement; returns its lines, unaligned, errors with their SQLSTATE."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{statement};\n\\echo ---\n")
        self.process.stdin.flush()
        lines: list[str] = []
        for line in self.process.stdout:
            if line == "---\n":
                return lines
            lines.append(line.rstrip("\n"))
        sys.exit(f"psql ended during: {statement}")

    def ask(self, statement: str) -> str:
        """Send one statement that must succeed; returns its first line."""
        lines = self.run(statement)
        if not lines or lines[0].startswith(("ERROR", "FATAL")):
            sys.exit(f"{statement}\n" + "\n".join(lines))
        return lines[0]

    def refused(self, statement: str) -> str:
        """Send one statement that must fail; returns its SQLSTATE."""
        lines = self.run(statement)
        parts = lines[0].split(":") if lines else []
        return parts[1].strip() if parts and parts[0] == "ERROR" else "not refused"


class Person:
    """Somebody with a bearer token and an HTTP connection."""

    name = id = stripe_account = ""

    def __init__(self, settings: Settings, email: str | None, subject: str = "") -> None:
        # Where several servers are named, each request goes to any of them.
        self.servers = sys.argv[1:] or [settings.base_url]
        self.http = requests.Session()
        if email and settings.hx_local_signing_key:
            key = settings.hx_local_signing_key.get_secret_value()
            token = local_token(key, subject or f"local:{email}", email)
            self.http.headers["Authorization"] = f"Bearer {token}"

    def get(self, procedure: str, **arguments: Any) -> Any:
        """Ask a query; its data, or the code that refused it."""
        return self.told(self.call("GET", procedure, params=arguments))

    def post(self, procedure: str, key: str | None = None, **arguments: Any) -> Any:
        """Call a mutation under a key, new where none is given; its data, or the code."""
        return self.told(self.send(procedure, key or uuid4().hex, arguments))

    def send(self, procedure: str, key: str, arguments: dict[str, Any]) -> requests.Response:
        """Call a mutation; the whole response."""
        return self.call("POST", procedure, json=arguments, headers={"Idempotency-Key": key})

    def call(self, method: str, procedure: str, **how: Any) -> requests.Response:
        """One call; an overloaded house is asked again, as it says, and one that hung up too."""
        for _ in range(60):
            try:
                url = f"{random.choice(self.servers)}/v1/{procedure}"
                answer = self.http.request(method, url, timeout=10, **how)
            except requests.ConnectionError:  # whoever was idle for long finds the line closed
                continue
            if answer.status_code != 503 or self.told(answer) != "HXA09":
                return answer
            time.sleep(float(answer.headers.get("Retry-After", 1)) * random.uniform(0.3, 1))
        sys.exit(f"{procedure} is not answered; see {Day.logs()}")

    @staticmethod
    def told(answer: requests.Response) -> Any:
        """The envelope's data, or its error's code."""
        envelope = answer.json()
        return envelope["data"] if envelope["success"] else envelope["error"]["code"]


@dataclass
class Task:
    """A task of the day: who posted it for how much, and its payment intent at Stripe."""

    id: str
    escrow: str
    poster: Person
    price: int
    intent: str = ""


def stripe_of(settings: Settings) -> StripeDouble:
    """The door to Stripe's double, which `make up` has started."""
    base = settings.stripe_api_base
    if not base:
        sys.exit("The demo needs Stripe's double: leave STRIPE_SECRET_KEY out, and make up again.")
    return StripeDouble(port=int(base.rpartition(":")[2]))


def request_of(poster: Person, price: int, deadline: datetime, **more: Any) -> Any:
    """Post work; the answer, or the code that refused it."""
    wanted: dict[str, Any] = {
        "title": "Move a couch",
        "description": "From the second floor to a van",
        "category": "moving",
        "price_cents": price,
        "deadline_at": deadline.isoformat(),
        "address": "1201 2nd Ave",
        "latitude": 47.6075,
        "longitude": -122.3381,
    }
    return poster.post("task.create", **(wanted | more))


class Day:
    """A marketplace day: its people, its clock, its Stripe, and how each task must end."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.stripe = stripe_of(settings)
        self.tag = uuid4().hex[:12]
        self.owner = Psql("")
        self.workers = Psql("hx_job")
        self.moved = timedelta()
        self.people: dict[str, Person] = {}
        self.admin = Person(settings, "admin@example.org", "seed:admin")

    # People

    def join(self, name: str) -> Person:
        """Somebody who registers, and says that he both posts and works, without the questions."""
        person = self.register(name)
        self.welcome(person)
        return person

    def welcome(self, *people: Person) -> None:
        """They are onboarded, as those who both post and work."""
        for person in people:
            self.owner.ask(
                f"select support.onboard('{person.name.lower()}.{self.tag}@example.org')"
            )

    def register(self, name: str) -> Person:
        """Somebody who registers, and has not said yet what he wants here."""
        person = Person(self.settings, f"{name.lower()}.{self.tag}@example.org")
        person.name = name
        self.people[name] = person
        person.id = person.post(
            "account.register",
            full_name=f"{name.rstrip(digits)} Demo",
            birth_date="1990-04-01",
            accepted_terms_version="2026-01",
        )["id"]
        return person

    def word(self, credential: str, reason: str, expires_at: datetime) -> None:
        """A provider tells by its signed webhook that a credential is in order."""
        body = json.dumps(
            {
                "id": f"evt_{uuid4().hex}",
                "provider": "registry",
                "credential_id": credential,
                "submission": 1,
                "verdict": "VERIFIED",
                "reason": reason,
                "expires_at": expires_at.isoformat(),
            }
        )
        secret = self.settings.verification_webhook_secret
        assert secret is not None
        told = f"{int(time.time())}.{body}"
        signature = hmac.new(secret.get_secret_value().encode(), told.encode(), hashlib.sha256)
        answer = requests.post(
            f"{self.settings.base_url}/webhooks/verification",
            data=body,
            headers={
                "Content-Type": "application/json",
                "Verification-Signature": f"t={told.partition('.')[0]},v1={signature.hexdigest()}",
            },
            timeout=10,
        )
        expect("the provider's word is heard", answer.status_code, 200)

    def open_link(self, person: Person) -> str:
        """The link into a person's onboarding, asked for under one key until it is there."""
        key = uuid4().hex
        with self.same_time():

            def link() -> Any:
                return person.post("account.set_up_payouts", key)["link_url"]

            url = str(self.wait("the link into the onboarding", link, every=0.3))
        found = re.search(r"acct_\w+", url)
        person.stripe_account = found[0] if found else ""
        return url

    def onboard(self, *people: Person) -> None:
        """They open their links and answer all that Stripe asks for."""
        for person in people:
            link = self.open_link(person)
            with self.same_time():
                requests.get(link, allow_redirects=False, timeout=10)
        for person in people:

            def is_complete(person: Person = person) -> bool:
                return bool(person.get("account.get_payout_account")["status"] == "COMPLETE")

            self.wait(f"{person.name}'s account", is_complete, every=0.2, moves=True)

    # Time

    def later(self, moved: timedelta) -> None:
        """Move the test clock and let the clocks act, as the schedule does every minute."""
        if moved > timedelta(minutes=20):
            self.settle()  # a day is long for a letter to Stripe
        self.moved += moved
        self.owner.ask(f"select support.set_clock('{self.moved.total_seconds()} seconds')")
        for clock in CLOCKS:
            while int(self.workers.ask(f"select {clock}.process_due()")):
                pass

    def reset_clock(self) -> None:
        """It is now again."""
        self.moved = timedelta()
        self.owner.ask("select support.set_clock('0')")

    def noon(self) -> None:
        """The next noon, far from midnight: days in a row are counted by the city's."""
        self.later(
            timedelta(
                seconds=float(
                    self.owner.ask(
                        "select extract(epoch from (date_trunc('day', l.at) + case when l.at::time"
                        " < '12:00' then interval '12 hours' else interval '36 hours' end) - l.at)"
                        " from (select core.now() at time zone 'America/Los_Angeles' as at) as l"
                    )
                )
            )
        )

    @contextmanager
    def same_time(self) -> Iterator[None]:
        """Stripe's clock shows our time meanwhile: its links last minutes, its payouts days."""
        ahead = int(self.moved.total_seconds())
        self.stripe.order("clock", advance=ahead)
        try:
            yield
        finally:
            self.stripe.order("clock", advance=-ahead)

    def wait(
        self, what: str, found: Callable[[], Any], every: float = 0.05, *, moves: bool = False
    ) -> Any:
        """Wait until something is there; what was lost is asked for, as each minute does."""
        began = nudged = time.monotonic()
        while not (thing := found()):
            now = time.monotonic()
            if now - began > PATIENCE_SECONDS:
                sys.exit(f"{what}: waited {PATIENCE_SECONDS} seconds in vain; see {self.logs()}")
            if now - nudged > 0.5:
                nudged = now
                long = moves and now - began > 2
                self.later(timedelta(minutes=11) if long else timedelta(seconds=2))
                self.minute()
            time.sleep(every)
        return thing

    def wait_for(self, row: str) -> None:
        """Wait until the database has a row: `table where condition`."""
        self.wait(row, lambda: self.owner.ask(f"select exists (select from {row})") == "t")

    def minute(self) -> None:
        """What the schedule does each minute, now: orders are swept up, Stripe's events listed."""
        self.stripe.order("webhooks/flush")
        self.workers.ask("select core.sweep()")
        self.workers.ask(
            "select core.defer('stripe:poll', 'stripe_poll', '{\"timestamp\": 0}', 'poll')"
        )

    def settle(self) -> None:
        """Until nothing is under way: what is in doubt is looked up when its time has come."""

        def is_quiet() -> bool:
            busy, _, ahead = self.owner.ask(UNDER_WAY).partition("|")
            if busy == "0" and ahead:
                self.moved += timedelta(seconds=int(ahead))
                self.owner.ask(f"select support.set_clock('{self.moved.total_seconds()} seconds')")
                self.workers.ask("select core.sweep()")
            return busy == "0" and not ahead

        self.stripe.order("webhooks/flush")
        self.stripe.drain()
        self.wait("everything to settle", is_quiet)

    @staticmethod
    def logs() -> str:
        """Where the services write."""
        home = subprocess.run(
            [ROOT / "scripts/cluster", "home"], check=True, capture_output=True, text=True
        ).stdout.strip()
        return f"{home}/*.log"

    # Work

    def works(self, *wanted: tuple[Person, int, dict[str, Any]], card: str = "ok") -> list[Task]:
        """Post work, pay for it as the app does, and wait until all of it is funded."""
        tasks = []
        for poster, price, changes in wanted:
            due = datetime.now(UTC) + self.moved + changes.pop("due", timedelta(days=2))
            made = request_of(poster, price, due, **changes)
            tasks.append(Task(made["id"], made["escrow_id"], poster, price))
        keys = [uuid4().hex for _ in tasks]
        for task, key in zip(tasks, keys, strict=True):
            task.poster.post("escrow.create_intent", key, task_id=task.id)
        for task, key in zip(tasks, keys, strict=True):

            def secret(task: Task = task, key: str = key) -> Any:
                answer = task.poster.post("escrow.create_intent", key, task_id=task.id)
                return answer["client_secret"]

            task.intent = str(self.wait("a payment intent", secret, every=0.15))
            task.intent = task.intent.partition("_secret_")[0]
        for task in tasks:
            self.stripe.order(f"payment_intents/{task.intent}/confirm", card=card)
        if card == "ok":
            for task in tasks:
                self.wait_for(f"escrow.escrow where id = '{task.escrow}' and funded_at is not null")
        return tasks

    def work(self, poster: Person, price: int, **changes: Any) -> Task:
        """One such."""
        return self.works((poster, price, changes))[0]

    def taken(self, poster: Person, worker: Person, price: int, **changes: Any) -> Task:
        """Funded work that a worker has taken."""
        return self.take(worker, self.work(poster, price, **changes))

    def take(self, worker: Person, task: Task) -> Task:
        """A worker takes it."""
        expect(f"{worker.name} takes it", worker.post("task.accept", task_id=task.id), "ACCEPTED")
        return task

    def prove(self, worker: Person, task: Task, description: str = "Done") -> str:
        """Submit a proof with a photo of its own; its id."""
        key = uuid4().hex
        proof = worker.post(
            "task.submit_proof",
            task_id=task.id,
            description=description,
            photos=[
                {
                    "storage_key": f"demo/{key}.jpg",
                    "content_type": "image/jpeg",
                    "size_bytes": 48213,
                    "sha256": hashlib.sha256(key.encode()).hexdigest(),
                }
            ],
        )
        return str(proof["proof_id"])

    def proved(self, poster: Person, worker: Person, price: int) -> Task:
        """Work whose proof waits."""
        task = self.taken(poster, worker, price)
        self.prove(worker, task)
        return task

    def ended(self, label: str, task: Task, wanted: str) -> None:
        """How a task must have ended: states, then worker, fee, refund, charged back in cents."""
        held = task.poster.get("escrow.get_by_task_id", task_id=task.id)
        state = task.poster.get("task.get_by_id", task_id=task.id)["state"]
        parts = ("worker_cents", "platform_cents", "refund_cents", "charged_back_cents")
        expect(label, " ".join([state, held["state"], *(str(held[p]) for p in parts)]), wanted)

    # Chargebacks

    def contest(self, task: Task) -> str:
        """The cardholder's bank takes the payment back; the dispute's id, once we have heard."""
        contested = self.stripe.order("disputes", payment_intent=task.intent)["id"]
        self.wait_for_chargeback(contested, "opened_at is not null and withdrawn_cents is not null")
        return str(contested)

    def decide(self, contested: str, status: str) -> None:
        """The bank decides: won or lost."""
        self.stripe.order(f"disputes/{contested}/close", status=status)
        moved = " and reinstated_cents is not null" if status == "won" else ""
        self.wait_for_chargeback(contested, f"outcome = '{status}'{moved}")

    def wait_for_chargeback(self, contested: str, condition: str) -> None:
        """Until the database knows it so."""
        self.wait_for(
            f"stripe.chargeback where provider_dispute_id = '{contested}' and {condition}"
        )
