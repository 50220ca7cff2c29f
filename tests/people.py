"""People, workers and Stripe as real sessions of a database: how tests act concurrently."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from uuid import uuid4

import psycopg

from clones import Connection, with_part
from house import wait_until

TIMEOUT = 60


class Person:
    """A session of `hx_dba` that has become somebody and works as `hx_member`."""

    def __init__(self, url: str, name: str) -> None:
        self.name = name
        self.url = url
        self.db: Connection = psycopg.connect(with_part(url, user="hx_dba"), autocommit=True)
        self.db.execute("select core.become(%s, 'test')", (f"{name}@example.test",))
        self.db.execute("set role hx_member")

    def register(self) -> Person:
        """Make the account if it is not there, and onboard it."""
        self.db.execute("select account.register('Test Person', '1990-01-01', '2026-01')")
        with psycopg.connect(self.url, autocommit=True) as owner:
            owner.execute("select support.onboard(%s)", (f"{self.name}@example.test",))
        return self

    def call(self, statement: str, *arguments: object) -> str:
        """Run one statement; its first column as text, or the SQLSTATE that refused it."""
        return attempt(self.db, statement, *arguments)

    def post(self, price_cents: int = 10000) -> str:
        """Post a task; returns its id."""
        return self.call(
            "select id from task.create('Move a couch', 'Down the stairs', 'moving', %s,"
            " now() + interval '2 days', '1201 2nd Ave', 47.6075, -122.3381)",
            price_cents,
        )

    def submit(self, task: str) -> str:
        """Submit a proof with a photo of its own; returns the proof's state."""
        return self.call(
            "select proof_state from task.submit_proof(%s, 'done', array[row(%s, 'image/jpeg', 9,"
            " encode(sha256(%s::bytea), 'hex'))::proof.photo_input])",
            task,
            f"test/{uuid4()}.jpg",
            uuid4().hex,
        )


def attempt(db: Connection, statement: str, *arguments: object) -> str:
    """Run one statement; its first column as text, or the code that refused it."""
    try:
        row = db.execute(statement.encode(), arguments).fetchone()
    except psycopg.Error as error:
        if error.sqlstate is None:
            raise
        return code_of(db, error)
    return str(row[0]) if row else ""


def code_of(db: Connection, error: psycopg.Error) -> str:
    """The HX code of an error by the database's own map; a deadlock stays itself."""
    if db.closed or error.sqlstate in ("40P01", "40001"):
        return str(error.sqlstate)
    # A member may not ask for it: his session takes its login's role meanwhile.
    role = db.execute("select current_setting('role')").fetchone() or ("none",)
    db.execute("set role none")
    row = db.execute(
        "select core.code_of(%s, %s)", (error.sqlstate, error.diag.constraint_name)
    ).fetchone()
    db.execute(f"set role {role[0]}".encode())
    return str(row[0]) if row else ""


def job(url: str) -> Connection:
    """A worker's session."""
    return psycopg.connect(with_part(url, user="hx_job"), autocommit=True)


def event(escrow: str, *, intent: str, amount: int = 10000, kind: str = "succeeded") -> str:
    """A new event of Stripe about a payment intent, as its webhook body."""
    told = {
        "id": f"evt_{uuid4().hex}",
        "type": f"payment_intent.{kind}",
        "livemode": False,
        "data": {
            "object": {
                "id": intent,
                "status": kind,
                "amount_received": amount,
                "currency": "usd",
                "metadata": {"purpose": "escrow", "escrow_id": escrow},
            }
        },
    }
    return json.dumps(told)


def chargeback(escrow: str, fact: str, status: str = "needs_response", amount: int = 10000) -> str:
    """An event of Stripe about a chargeback of the payment `pi_<escrow>`; fee 1500."""
    moved = {"funds_withdrawn": -amount - 1500, "funds_reinstated": amount}
    return json.dumps(
        {
            "id": f"evt_{uuid4().hex}",
            "type": f"charge.dispute.{fact}",
            "livemode": False,
            "data": {
                "object": {
                    "id": f"du_{escrow}",
                    "object": "dispute",
                    "status": status,
                    "amount": amount,
                    "currency": "usd",
                    "payment_intent": f"pi_{escrow}",
                    "balance_transactions": [{"net": moved[fact]}] if fact in moved else [],
                }
            },
        }
    )


def deliver(db: Connection, body: str) -> str:
    """Ingest and process an event in two transactions; its outcome."""
    stored = attempt(db, "select event_id from stripe.ingest(%s)", body)
    return attempt(db, "select outcome from stripe.process(%s)", stored)


def escrow_of(owner: Connection, task: str) -> str:
    """The escrow of a task."""
    return attempt(owner, "select id from escrow.escrow where task_id = %s", task)


def fund(owner: Connection, worker: Connection, task: str) -> str:
    """Pay for a task; returns the escrow's id."""
    escrow = escrow_of(owner, task)
    assert deliver(worker, event(escrow, intent=f"pi_{escrow}")) == "funded"
    return escrow


def at_once(acts: Sequence[Callable[[], str]]) -> list[str]:
    """Run all acts in threads that start together; their answers in order."""
    barrier = threading.Barrier(len(acts))
    answers = [""] * len(acts)

    def run(place: int, act: Callable[[], str]) -> None:
        barrier.wait(TIMEOUT)
        answers[place] = act()

    threads = [
        threading.Thread(target=run, args=(n, act), daemon=True) for n, act in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
        assert not thread.is_alive(), "an act hangs"
    return answers


def seen_by_all(db: Connection) -> None:
    """Wait until whoever reads along sees what was committed: transactions of other databases of
    the server, as of tests beside this one, hold the horizon back too.
    """
    row = db.execute("select pg_current_xact_id()").fetchone()
    behind = "select pg_snapshot_xmin(pg_current_snapshot()) > %s::text::xid8"
    wait_until(lambda: db.execute(behind, (row and row[0],)).fetchone() == (True,), TIMEOUT)


def prove(owner: Connection) -> None:
    """Every invariant holds over the data as it stands."""
    verdicts = owner.execute("select invariant, violations from audit.prove()").fetchall()
    assert len(verdicts) > 10
    assert [row for row in verdicts if row[1]] == []


def count(owner: Connection, query: str, *arguments: object) -> int:
    """The number that a counting query answers."""
    return int(attempt(owner, query, *arguments))
