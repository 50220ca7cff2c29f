"""A freeze and a chargeback against a worker about to send: one truth. P7 P29 STL-16 ADM-09."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial

import psycopg
import pytest

from clones import Connection
from people import at_once, attempt, count, job, prove

ROUNDS = 10
SUBMIT = "select settlement.submit(array[%s]::uuid[], array[%s]::bigint[])"
TAKE = "select j.fence from settlement.take('one') as j where j.settlement_id = %s"
TOLD = "select outcome from stripe.process((select r.event_id from stripe.ingest(%s, %s) as r))"


@pytest.fixture(autouse=True)
def proved(owner: Connection) -> Iterator[None]:
    """After every race the books are proved, and no row failed behind a sub-block."""
    yield
    prove(owner)
    assert count(owner, "select count(*) from core.failure") == 0


@pytest.fixture(autouse=True, scope="module")
def payee(url: str) -> None:
    """A worker with a payout account, and a poster who may cancel as he likes."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("update city.rule set new_poster_cancellations = 1000000")
        db.execute("select support.payout_account('worker')")


def session(url: str) -> Connection:
    """A session of the superuser, for what plays staff."""
    return psycopg.connect(url, autocommit=True)


def movement(owner: Connection, kind: str = "transfer", worker: str = "worker") -> str:
    """A movement that is due alone."""
    owner.execute("update settlement.settlement set due_at = 'infinity' where finished_at is null")
    state = "COMPLETED" if kind == "transfer" else "CANCELLED"
    task = attempt(owner, "select support.task_in(%s, 'poster', %s)", state, worker)
    return attempt(owner, "select support.settlement_of(%s, %s)", task, kind)


def state(owner: Connection, order: str) -> str:
    """The state of a movement, and its error."""
    return attempt(
        owner,
        "select concat_ws(' ', s.state, s.last_error) from settlement.settlement as s"
        " where s.id = %s",
        order,
    )


def report(db: Connection, order: str, fence: int | str, reference: str) -> str:
    """Report that a movement was made; its state then."""
    fate = {"settlement_id": order, "fence": fence, "outcome": "done", "reference": reference}
    return attempt(db, "select v.state from settlement.report(%s::jsonb) as v", json.dumps([fate]))


def finish(owner: Connection, worker: Connection, order: str) -> None:
    """A movement that is on its way arrives."""
    fence = attempt(owner, "select fence from settlement.settlement where id = %s", order)
    assert report(worker, order, fence, f"ref_{order}") == "SETTLED"


def test_freeze_against_submit(url: str, owner: Connection) -> None:
    """Either the worker was first and sends, or the freeze was and he may not."""
    with job(url) as worker, session(url) as staff:
        for _ in range(ROUNDS):
            order = movement(owner)
            fence = attempt(worker, TAKE, order)
            answered, _frozen = at_once(
                [
                    partial(attempt, worker, SUBMIT, order, fence),
                    partial(attempt, staff, "select core._freeze('TRANSFERS', null, 'a race')"),
                ]
            )
            assert (answered == order, state(owner, order)) in [
                (True, "SUBMITTED"),
                (False, "PENDING"),
            ]
            staff.execute("select core._thaw('TRANSFERS')")
            if answered == order:
                finish(owner, worker, order)


def test_freeze_wins_from_its_commit(url: str, owner: Connection) -> None:
    """A worker who comes while the freeze commits waits for it, and may not send."""
    order = movement(owner)
    answers = []
    with job(url) as worker, session(url) as staff:
        fence = attempt(worker, TAKE, order)
        with staff.transaction():
            staff.execute("select core._freeze('TRANSFERS', null, 'a race')")
            thread = threading.Thread(
                target=lambda: answers.append(attempt(worker, SUBMIT, order, fence)), daemon=True
            )
            thread.start()
            thread.join(0.5)
            assert thread.is_alive()
        thread.join(30)
        assert answers == [""] and state(owner, order) == "PENDING"
        staff.execute("select core._thaw('TRANSFERS')")


def test_chargeback_against_submit(url: str, owner: Connection) -> None:
    """Either the refund is on its way, or it is stopped and the worker may not send it."""
    with job(url) as worker, job(url) as stripe:
        for _ in range(ROUNDS):
            order = movement(owner, "refund")
            fence = attempt(worker, TAKE, order)
            told = attempt(
                owner,
                "select support.chargeback_event(escrow_id, 'created')"
                " from settlement.settlement where id = %s",
                order,
            )
            answered, outcome = at_once(
                [
                    partial(attempt, worker, SUBMIT, order, fence),
                    partial(attempt, stripe, TOLD, told, False),
                ]
            )
            assert outcome == "recorded"
            assert (answered == order, state(owner, order)) in [
                (True, "SUBMITTED"),
                (False, "FAILED stopped"),
            ]
            if answered == order:
                finish(owner, worker, order)
