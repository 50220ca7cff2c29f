"""A house with Stripe's double: what it owes, what goes wrong in between, and how it all ended."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from clones import Connection
from doubles.stripe_double import StripeDouble
from house import CONNECT_SECRET, ROOT, WEBHOOK_SECRET, House, lift_limits, wait_until
from stage import Stage

Fault = dict[str, Any]
PRICE = 10_000
BACK = 3_000  # of a transfer, where it is taken back in part
PATIENCE = 90

# What an obligation came to in the books, the same however it came about.
BOOKS = """
select concat_ws(' | ', t.state, e.state,
    (select string_agg(b.kind || ' ' || b.cents, ', ' order by b.kind)
       from (select a.kind, sum(l.amount_cents) as cents from ledger.entry as l
               join ledger.account as a on a.id = l.account_id where l.escrow_id = e.id
              group by a.kind having sum(l.amount_cents) <> 0) as b))
  from task.task as t join escrow.escrow as e on e.task_id = t.id where e.id = %s
"""
# Seconds until the next order is due by the clock of the house; null where none waits.
NEXT = """
select extract(epoch from min(d.due_at)
        - (now() + coalesce((select s.value::interval from core.setting as s
                              where s.name = 'test_clock_offset'), '0')))
  from (select due_at from settlement.settlement where finished_at is null and exhausted_at is null
        union all select case when due_at is null and last_error is not null
                              then updated_at + interval '61 seconds' else due_at end
          from stripe.intent where state in ('PREPARING', 'READY')
        union all select due_at from stripe.connected_account
        union all select due_at from stripe.evidence
        union all select due_at from stripe.event where state = 'RECEIVED') as d (due_at)
 where d.due_at < 'infinity'
"""
# What staff has to try again: what FAILED or came back, or used up its attempts.
FOR_STAFF = """
select s.id from settlement.settlement as s
 where s.escrow_id = any (%s::uuid[])
   and not exists (select from settlement.settlement as l
                    where l.state <> 'FAILED' and l.leg = s.leg
                      and (l.kind, l.source_id) in ((s.kind, s.source_id),
                          ((select o.kind from settlement.settlement as o
                             where o.id = s.replaces_id), s.id))
                      and (l.id <> s.id))
   and (s.exhausted_at is not null or (s.state = 'FAILED'
            and not settlement._awaits_account(s.last_error))
        or (s.kind = 'reversal' and s.state = 'SETTLED' and not exists (
            select from admin.action as a where a.id = s.source_id)))
"""
# Every point between an order and its report, as a lock that a test may hold.
GATES = """
create function support.gate() returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform pg_advisory_xact_lock_shared(7, hashtext(tg_argv[0]));
    return new;
end $$;
create trigger aaa_order before insert on settlement.settlement
    for each row execute function support.gate('order');
create trigger aaa_order before insert on stripe.intent
    for each row execute function support.gate('order');
create trigger aaa_take before update on settlement.settlement for each row
    when (old.state = 'PENDING' and new.state = 'LOCKED' and new.lease_owner is not null)
    execute function support.gate('take');
create trigger aaa_take before update on stripe.intent for each row
    when (new.fence > old.fence) execute function support.gate('take');
create trigger aaa_submit before update on settlement.settlement for each row
    when (old.state = 'LOCKED' and new.state = 'SUBMITTED' and old.lease_owner is not null)
    execute function support.gate('submit');
create trigger aaa_report before update on settlement.attempt for each row
    when (old.outcome is null and new.outcome is not null)
    execute function support.gate('report');
create trigger aaa_report before update on stripe.intent for each row
    when (old.lease_owner is not null and new.lease_owner is null)
    execute function support.gate('report');
create trigger aaa_told before update on stripe.event for each row
    when (old.finished_at is null and new.finished_at is not null)
    execute function support.gate('told');
"""
WAITING = (
    "select count(*) from pg_locks where locktype = 'advisory' and classid = 7 and not granted"
    " and database = (select oid from pg_database where datname = current_database())"
)


@dataclass
class Obligation:
    """A charge to be made, or a transfer, a refund or a reversal; with what goes wrong."""

    kind: str
    fault: str
    poster: str
    worker: str
    task: str
    escrow: str
    intent: str = ""
    transfer: str = ""
    settlement: str = ""
    orders: list[Fault] = field(default_factory=list)

    @property
    def call(self) -> Fault:
        """Which calls of Stripe's API are about it."""
        match self.kind:
            case "charge":
                return {
                    "path": "/v1/payment_intents",
                    "match": {"metadata.escrow_id": self.escrow},
                }
            case "transfer":
                return {"path": "/v1/transfers", "match": {"transfer_group": self.escrow}}
            case "refund":
                return {"path": "/v1/refunds", "match": {"payment_intent": self.intent}}
        return {"path": f"/v1/transfers/{self.transfer}/reversals"}

    @property
    def told(self) -> list[Fault]:
        """Which events of Stripe tell of it."""
        match self.kind:
            case "charge":
                return [{"event": "payment_intent.", "match": {"metadata.escrow_id": self.escrow}}]
            case "transfer":
                return [{"event": "transfer.", "match": {"transfer_group": self.escrow}}]
            case "refund":
                return [
                    {"event": "refund.", "match": {"payment_intent": self.intent}},
                    {"event": "charge.", "match": {"payment_intent": self.intent}},
                ]
        return [{"event": "transfer.", "match": {"id": self.transfer}}]


class Gate:
    """Holds whoever comes to a point, until it is closed again."""

    def __init__(self, url: str, point: str) -> None:
        self.db: Connection = psycopg.connect(url, autocommit=True)
        self.db.execute("select pg_advisory_lock(7, hashtext(%s))", (point,))

    def held(self) -> list[int]:
        """The process ids of those who wait, once somebody does."""
        wait_until(lambda: self._count() > 0, PATIENCE)
        rows = self.db.execute(WAITING.replace("count(*)", "pid").encode()).fetchall()
        return [int(str(row[0])) for row in rows]

    def _count(self) -> int:
        row = self.db.execute(WAITING.encode()).fetchone()
        return int(str(row[0])) if row else 0

    def open(self) -> None:
        """Let them go on; the server may be gone meanwhile."""
        self.db.close()


class Market:
    """Web, workers, database and Stripe's double, with a clock that all of them follow."""

    def __init__(self, url: str, log: Path, *, gates: bool = False, **more: str) -> None:
        self.url = url
        lift_limits(url)
        with psycopg.connect(url, autocommit=True) as db:
            db.execute(
                "update city.rule set new_poster_cancellations = 1000000, updated_at = now();"
                "update core.setting set value = '2 seconds' where name = 'settlement_lease';"
                # Hours pass here in seconds: what is on its way is nothing to freeze money for.
                "update core.setting set value = '1000 days' where name = 'reconciliation_grace';"
                "insert into core.circuit (party, pause) values ('stripe', '1 second')"
            )
            if gates:
                db.execute(GATES.encode())
        self.double = StripeDouble(
            secret=WEBHOOK_SECRET, connect_secret=CONNECT_SECRET, file=log / "stripe.db"
        ).start()
        given = {"HX_JOB_POLL_SECONDS": "0.1", "HX_WEB_WORKERS": "1", **more}
        given["STRIPE_API_BASE"] = self.double.url
        self.house = House(url, log, jobs=True, root=ROOT, **given)
        self.double.webhook = f"{self.house.base_url}/webhooks/stripe"
        self.listen()
        self.stage = Stage(url)
        self.seconds = 0.0
        self._polled = 0.0
        self._confirmed: set[str] = set()

    def __enter__(self) -> Self:
        """It runs already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all of it."""
        self.house.stop()
        self.double.stop()
        self.stage.db.close()

    def listen(self) -> None:
        """Have Stripe's webhooks come to the house."""
        self.double.order(
            "config",
            webhook=self.double.webhook,
            secret=WEBHOOK_SECRET,
            connect_secret=CONNECT_SECRET,
        )

    # What is owed

    def onboarded(self) -> str:
        """A worker with a payout account; his short name."""
        name = self.stage.person()
        self.stage.act(name, "select account.set_up_payouts()")
        known = (
            "select c.provider_account_id from stripe.connected_account as c"
            " join account.user as u on u.id = c.account_id where u.email = %s"
        )
        wait_until(lambda: self.house.sql(known, f"{name}@example.test") is not None, PATIENCE)
        self.double.order(f"accounts/{self.house.sql(known, f'{name}@example.test')}/onboard")
        is_open = known.replace("c.provider_account_id", "c.transfers_enabled")
        wait_until(lambda: bool(self.house.sql(is_open, f"{name}@example.test")), PATIENCE)
        return name

    def prepared(self, wanted: Iterable[tuple[str, str]]) -> list[Obligation]:
        """Work brought so far that one act orders each (kind, fault)."""
        poster, worker = self.stage.person(), self.onboarded()
        made = []
        for kind, fault in wanted:
            task = self.stage.post(poster, PRICE, days=20)
            made.append(Obligation(kind, fault, poster, worker, task, self.stage.escrow(task)))
        self.fund([one for one in made if one.kind != "charge"])
        paying = [one for one in made if one.kind in ("transfer", "reversal")]
        for one in paying:
            accepted = self.stage.act(worker, "select state from task.accept(%s)", one.task)
            assert accepted == "ACCEPTED"
            assert self.stage.submit(worker, one.task) == "SUBMITTED"
        paid = [one for one in made if one.kind == "reversal"]
        for one in paid:
            self.stage.act(poster, "select task.complete(%s)", one.task)
        wait_until(lambda: {one.escrow for one in paid} <= self.settled("transfer"), PATIENCE)
        for one in paid:
            one.settlement, one.transfer = self.row(
                "select id, provider_reference from settlement.settlement"
                " where escrow_id = %s and kind = 'transfer'",
                one.escrow,
            )
        return made

    def fund(self, made: list[Obligation]) -> None:
        """Pay for work as its poster does."""
        for one in made:
            self.stage.act(one.poster, "select escrow.create_intent(%s)", one.task)
        wait_until(lambda: self.confirmed(made), PATIENCE)
        wait_until(lambda: {one.escrow for one in made} <= self.funded(), PATIENCE)

    def confirmed(self, made: list[Obligation]) -> bool:
        """Confirm each payment that is READY, as the app does; whether all are."""
        rows = self.stage.db.execute(
            "select escrow_id::text, provider_intent_id from stripe.intent"
            " where provider_intent_id is not null and state <> 'CANCELLED'"
            " and escrow_id = any (%s::uuid[])",
            ([one.escrow for one in made if not one.intent],),
        ).fetchall()
        known = {str(escrow): str(intent) for escrow, intent in rows}
        for one in made:
            one.intent = one.intent or known.get(one.escrow, "")
            if one.intent and one.intent not in self._confirmed:
                self.double.order(f"payment_intents/{one.intent}/confirm")
                self._confirmed.add(one.intent)
        return all(one.intent for one in made)

    def funded(self) -> set[str]:
        """The escrows that are paid."""
        rows = self.stage.db.execute(
            "select id::text from escrow.escrow where state = 'FUNDED'"
        ).fetchall()
        return {str(row[0]) for row in rows}

    def settled(self, kind: str) -> set[str]:
        """The escrows of which such a settlement is SETTLED, and was not taken back since."""
        rows = self.stage.db.execute(
            "select s.escrow_id::text from settlement.settlement as s where s.kind = %s"
            " and s.state = 'SETTLED' and (s.kind = 'reversal' or not exists ("
            " select from settlement.settlement as r where r.replaces_id = s.id"
            " and r.kind = 'reversal'))",
            (kind,),
        ).fetchall()
        return {str(row[0]) for row in rows}

    def undone(self, made: list[Obligation]) -> list[Obligation]:
        """What did not come about yet."""
        done = {kind: self.settled(kind) for kind in ("transfer", "refund", "reversal")}
        done["charge"] = self.funded()
        # The late word may still come before the answer's report: then what was sent is FAILED.
        rows = self.stage.db.execute(
            "select escrow_id::text from settlement.settlement where state = 'FAILED'"
        ).fetchall()
        failed = {str(row[0]) for row in rows}
        return [
            one
            for one in made
            if one.escrow not in done[one.kind]
            or (one.fault == "late_failure" and one.escrow not in done["reversal"] | failed)
        ]

    def row(self, query: str, *arguments: object) -> tuple[str, str]:
        """The two texts that a query answers."""
        row = self.stage.db.execute(query.encode(), arguments).fetchone()
        assert row is not None
        return str(row[0]), str(row[1])

    def statement(self, one: Obligation) -> tuple[str, str, list[object]]:
        """Who orders it, by which statement."""
        match one.kind:
            case "charge":
                return one.poster, "select escrow.create_intent(%s)", [one.task]
            case "transfer":
                return one.poster, "select task.complete(%s)", [one.task]
            case "refund":
                return one.poster, "select task.cancel(%s)", [one.task]
        return "admin", "select settlement.reverse(%s, %s, 'taken back')", [one.settlement, BACK]

    def order(self, made: list[Obligation]) -> None:
        """Order all of it in one transaction, so that one batch takes it."""
        with self.stage.db.transaction():
            for one in made:
                name, statement, arguments = self.statement(one)
                self.stage.db.execute("select support.be(%s)", (name,))
                self.stage.db.execute(statement.encode(), arguments)

    # Time, staff and the app

    def until(self, done: Callable[[], bool], made: list[Obligation]) -> None:
        """Let time go on, with staff and the app at their posts, until it is done.

        Nobody waits for the clock: when nothing is due, it goes on to what is due next.
        """
        ends = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < ends, self.left(made)
            self.tick(made)
            time.sleep(0.1)

    def tick(self, made: list[Obligation]) -> None:
        """What happens by itself, by staff and by the app; then time goes on if nothing is due."""
        alive = "|".join(str(one.pid) for one in self.house.processes.values())
        self.lapse(f"!~ '-({alive})$'")
        self.confirmed([one for one in made if one.kind == "charge"])
        for one in made:
            if one.kind == "charge" and not one.intent:
                self.stage.act(one.poster, "select escrow.create_intent(%s)", one.task)
        escrows = [one.escrow for one in made if one.kind in ("transfer", "refund", "reversal")]
        failed = self.stage.db.execute(FOR_STAFF.encode(), (escrows,)).fetchall()
        for (settlement,) in failed:
            self.stage.admin("select settlement.retry(%s, 'once more')", settlement)
        # As if the pause of the circuit had passed.
        self.stage.db.execute(
            "update core.circuit set probe_at = clock_timestamp() where probe_at is not null"
        )
        if time.monotonic() > self._polled + 1:
            self._polled = time.monotonic()
            self.house.as_job("select core.sweep()")
            self.house.as_job(
                "select core.defer('stripe:poll', 'stripe_poll',"
                " jsonb_build_object('timestamp', 1), 'poll')"
            )
        row = self.stage.db.execute(NEXT.encode()).fetchone()
        ahead = row[0] if row else None
        if ahead is not None and float(str(ahead)) > 0:
            self.go_on(float(str(ahead)) + 1)

    def lapse(self, whose: str) -> None:
        """As if the minute had passed for which workers that are gone took payments."""
        self.stage.db.execute(
            "update stripe.intent set lease_ends_at = clock_timestamp()"
            f" where lease_ends_at > clock_timestamp() and lease_owner {whose}".encode()
        )

    def go_on(self, seconds: float) -> None:
        """Move the clocks of the house and of Stripe."""
        self.seconds += seconds
        self.stage.wait(self.seconds)
        self.double.order("clock", advance=int(seconds) + 1)

    def is_done(self, made: list[Obligation]) -> bool:
        """Whether everything came about, and nothing is under way any more."""
        if self.undone(made):
            return False
        row = self.stage.db.execute(
            "select (select count(*) from settlement.settlement where finished_at is null)"
            " + (select count(*) from stripe.intent where due_at is not null)"
            " + (select count(*) from stripe.event where finished_at is null)"
        ).fetchone()
        return row == (0,) and bool(self.double.order("webhooks/drain", seconds=1)["idle"])

    def left(self, made: list[Obligation]) -> str:
        """What did not come about, for who reads of it."""
        rows = self.stage.db.execute(
            "select kind, state, attempts, last_error, due_at::text, exhausted_at, escrow_id"
            " from settlement.settlement where finished_at is null"
            " union all select 'intent', state, attempts, last_error, due_at::text, null, escrow_id"
            " from stripe.intent where state in ('PREPARING', 'READY') and due_at is not null"
            " union all select type, state, attempts, last_error, due_at::text, null, null"
            " from stripe.event where finished_at is null"
        ).fetchall()
        undone = [(one.kind, one.fault, one.escrow) for one in self.undone(made)]
        return f"it never came about: {undone}; under way: {rows}; {self.house.tail('jobs')}"

    # How it ended

    def ending(self, one: Obligation) -> str:
        """An obligation's end in the books."""
        return str(self.house.sql(BOOKS, one.escrow))

    def at_stripe(self, made: list[Obligation]) -> dict[str, tuple[int, int, int]]:
        """What stands at Stripe for each obligation, by its escrow: how many were made, how many
        of them came back, and the cents that remain.
        """
        intents = {one["id"]: one for one in self.double.look("objects/payment_intent")}
        paid: dict[str, list[int]] = {}
        for charge in self.double.look("objects/charge"):
            if charge["paid"] and charge["payment_intent"]:
                escrow = intents[charge["payment_intent"]]["metadata"].get("escrow_id", "")
                paid.setdefault(escrow, []).append(charge["amount"])
        sent: dict[str, list[int]] = {}
        for transfer in self.double.look("objects/transfer"):
            sent.setdefault(transfer["transfer_group"], []).append(transfer["amount"])
        group = {one["id"]: one["transfer_group"] for one in self.double.look("objects/transfer")}
        taken: dict[str, list[int]] = {}
        for back in self.double.look("objects/transfer_reversal"):
            taken.setdefault(group[back["transfer"]], []).append(back["amount"])
        refunded: dict[str, list[int]] = {}
        failed: dict[str, list[int]] = {}
        for refund in self.double.look("objects/refund"):
            escrow = intents[refund["payment_intent"]]["metadata"].get("escrow_id", "")
            refunded.setdefault(escrow, []).append(refund["amount"])
            if refund["status"] == "failed":
                failed.setdefault(escrow, []).append(refund["amount"])
        of_kind = {
            "charge": (paid, {}),
            "transfer": (sent, taken),
            "refund": (refunded, failed),
            "reversal": (sent, taken),
        }
        answer = {}
        for one in made:
            there, back_again = (side.get(one.escrow, []) for side in of_kind[one.kind])
            answer[one.escrow] = (
                len(there),
                len(back_again),
                sum(there) - sum(back_again),
            )
        return answer

    # What is killed

    def kill(self, victim: str, backends: list[int]) -> None:
        """kill -9 of one of the four; of PostgreSQL a session is killed, and with it go all."""
        if victim == "postgres":
            self.stage.db.close()
            with psycopg.connect(self.url) as victims, psycopg.connect(self.url) as witness:
                os.kill(backends[0] if backends else victims.info.backend_pid, signal.SIGKILL)
                wait_until(lambda: not lives(witness))
        elif victim == "double":
            self.double.kill()
        elif victim != "nobody":
            self.house.kill({"worker": "jobs"}.get(victim, victim))
            self.house.processes[{"worker": "jobs"}.get(victim, victim)].wait(10)

    def revive(self, victim: str) -> None:
        """Start again what was killed."""
        if victim == "postgres":
            wait_until(lambda: accepts(self.url), PATIENCE)
            self.stage = Stage(self.url)
            self.lapse("is not null")
        elif victim == "double":
            self.double.start()
        elif victim == "web":
            self.house.start_web()
            self.house.wait_live()
        elif victim == "worker":
            self.house.start_jobs()


def lives(db: Connection) -> bool:
    """Whether a session is there."""
    try:
        db.execute("select 1")
    except psycopg.OperationalError:
        return False
    return True


def accepts(url: str) -> bool:
    """Whether the server takes connections."""
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True
