"""One session that acts as anybody, a transaction each: how tests play long histories quickly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

import psycopg

from clones import Connection
from people import code_of

FACTS = ("created", "funds_withdrawn", "funds_reinstated", "closed")
FEE = 1500

# Every row that a task's history writes, as text: what a refused call must leave as it was.
DIGEST = """
select md5(string_agg(line, chr(10) order by line)) from (
    select t::text as line from task.task as t where t.id = %(task)s
    union all select a::text from task.assignment as a where a.task_id = %(task)s
    union all select p::text from proof.proof as p where p.task_id = %(task)s
    union all select d::text from dispute.dispute as d where d.task_id = %(task)s
    union all select e::text from escrow.escrow as e where e.task_id = %(task)s
    union all select h::text from escrow.hold as h where h.escrow_id = %(escrow)s
    union all select c::text from stripe.chargeback as c where c.escrow_id = %(escrow)s
    union all select i::text from stripe.intent as i where i.escrow_id = %(escrow)s
    union all select s::text from settlement.settlement as s where s.escrow_id = %(escrow)s
    union all select j::text from ledger.journal as j where j.escrow_id = %(escrow)s
    union all select l::text from ledger.entry as l where l.escrow_id = %(escrow)s
    union all select x::text from xp.entry as x where x.escrow_id = %(escrow)s
    union all select c::text from admin.action as c where c.subject_id in (%(task)s, %(escrow)s)
    union all select v::text from core.event as v where v.aggregate_id in (%(task)s, %(escrow)s)
    union all select b::text from ledger.account as b where b.owner_id in (
        select unnest(escrow._parties(%(task)s)))) as f
"""

# The end of a task as one line: states, parts, sums by kind of account, what is on its way out.
ENDING = """
select concat_ws(' | ', t.state, e.state, e.release_cents, e.refund_cents, e.worker_cents,
    e.platform_cents, e.charged_back_cents, e.lost_cents, e.held_at is not null,
    (select string_agg(b.kind || ' ' || b.cents, ', ' order by b.kind)
       from (select a.kind, sum(l.amount_cents) as cents from ledger.entry as l
               join ledger.account as a on a.id = l.account_id where l.escrow_id = e.id
              group by a.kind having sum(l.amount_cents) <> 0) as b),
    (select string_agg(s.kind || ' ' || s.leg || ' ' || s.amount_cents, ', '
                order by s.kind, s.leg, s.amount_cents)
       from settlement.settlement as s where s.escrow_id = e.id and s.state <> 'FAILED'),
    (select string_agg(concat_ws(' ', c.outcome, c.from_escrow_cents, c.from_refund_cents,
                c.debt_cents), ', ' order by c.provider_dispute_id)
       from stripe.chargeback as c where c.escrow_id = e.id),
    (select d.state || ' ' || d.reason from dispute.dispute as d where d.task_id = t.id))
  from task.task as t join escrow.escrow as e on e.task_id = t.id where t.id = %s
"""


class Stage:
    """A superuser's session that plays every part, each act a transaction in the part's role."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.db: Connection = psycopg.connect(url, autocommit=True)
        self.now = datetime.min
        with self.db.transaction():
            self.db.execute("select support.admin('admin')")

    def act(
        self,
        name: str | None,
        statement: str,
        *arguments: object,
        role: str = "hx_member",
        crash: str = "",
    ) -> str:
        """Do one act; its first column as text, or the code that refused it. A `crash` undoes it:
        'rollback' at its end, 'kill' with the session.
        """
        try:
            with self.db.transaction():
                if name is None:
                    self.db.execute("select support.be_nobody(), stripe._begin()")
                else:
                    self.db.execute("select support.be(%s)", (name,))
                self.now = self.one("select core.now()")
                self.db.execute(f"set local role {role}".encode())
                row = self.db.execute(statement.encode(), arguments).fetchone()
                if crash == "kill":
                    self.db.execute("reset role")
                    self.db.execute("select pg_terminate_backend(pg_backend_pid())")
                elif crash:
                    raise psycopg.Rollback
        except psycopg.Error as error:
            if not self.db.broken:
                return code_of(self.db, error)
            if crash != "kill":
                raise
            self.db = psycopg.connect(self.url, autocommit=True)
        return "undone" if crash else str(row[0]) if row else ""

    def one(self, query: str, *arguments: object) -> datetime:
        """The moment that a query answers."""
        row = self.db.execute(query.encode(), arguments).fetchone()
        assert row and isinstance(row[0], datetime)
        return row[0]

    def text(self, query: str, *arguments: object) -> str:
        """The first column of a query's first row, as text."""
        row = self.db.execute(query.encode(), arguments).fetchone()
        return str(row[0]) if row else ""

    def admin(self, statement: str, *arguments: object, crash: str = "") -> str:
        """An act of the admin."""
        return self.act("admin", statement, *arguments, role="hx_admin", crash=crash)

    def person(self) -> str:
        """A new account; its short name."""
        name = f"p{uuid4().hex[:12]}"
        with self.db.transaction():
            self.db.execute("select support.person(%s)", (name,))
        return name

    def wait(self, seconds: float) -> None:
        """Move the clock so far from the real one, in all."""
        with self.db.transaction():
            self.db.execute("select support.set_clock(make_interval(secs => %s))", (seconds,))

    def post(
        self, poster: str, price_cents: int = 10000, requires_proof: bool = True, days: int = 2
    ) -> str:
        """Post a task of so many days; its id, or the refusal."""
        return self.act(
            poster,
            "select id from task.create(title => 'Move a couch', description => 'Down the stairs',"
            " category => 'moving', price_cents => %s,"
            " deadline_at => core.now() + make_interval(days => %s), address => '1201 2nd Ave',"
            " latitude => 47.6075, longitude => -122.3381,"
            " requires_proof => %s)",
            price_cents,
            days,
            requires_proof,
            role="hx_owner",  # core.now() is not a member's
        )

    def escrow(self, task: str) -> str:
        """The escrow of a task."""
        return self.text("select id from escrow.escrow where task_id = %s", task)

    def submit(self, worker: str, task: str, crash: str = "") -> str:
        """Submit a proof with a photo of its own; the proof's state or the refusal."""
        photo = uuid4().hex
        return self.act(
            worker,
            "select proof_state from task.submit_proof(%s, 'done', array[row(%s, 'image/jpeg', 9,"
            " encode(sha256(%s::bytea), 'hex'))::proof.photo_input])",
            task,
            f"test/{photo}.jpg",
            photo,
            crash=crash,
        )

    def hear(self, body: str) -> str:
        """Store an event of Stripe; its id here."""
        store = "select r.event_id from stripe.ingest(%s, %s) as r"
        return self.act(None, store, body, '"account":' in body.replace(" ", ""), role="hx_job")

    def take(self, event: str, crash: str = "") -> str:
        """Let a stored event take its effect; its outcome."""
        return self.act(
            None, "select outcome from stripe.process(%s)", event, role="hx_job", crash=crash
        )

    def deliver(self, body: str) -> str:
        """Store an event and let it take its effect; its outcome."""
        return self.take(self.hear(body))

    def digest(self, task: str, escrow: str) -> str:
        """A hash of all rows of a task's history."""
        row = self.db.execute(DIGEST, {"task": task, "escrow": escrow}).fetchone()
        return str(row[0]) if row else ""

    def ending(self, task: str) -> str:
        """States, parts, balances and orders of a task as one line."""
        return self.text(ENDING, task)


def contested(
    escrow: str, fact: str, status: str, cents: int, *, dispute: str = "", intent: str = ""
) -> str:
    """An event of Stripe about a chargeback of the payment `pi_<escrow>`, with Stripe's fee."""
    moves: Sequence[int] = {"funds_withdrawn": [-cents - FEE], "funds_reinstated": [cents]}.get(
        fact, []
    )
    return json.dumps(
        {
            "id": f"evt_{uuid4().hex}",
            "type": f"charge.dispute.{fact}",
            "livemode": False,
            "data": {
                "object": {
                    "id": dispute or f"du_{escrow}",
                    "object": "dispute",
                    "status": status if fact == "closed" else "needs_response",
                    "amount": cents,
                    "currency": "usd",
                    "payment_intent": intent or f"pi_{escrow}",
                    "balance_transactions": [{"net": net} for net in moves],
                }
            },
        }
    )
