"""What two workers, a worker and a person, a worker and Stripe may do to one movement at once: one
truth, one posting, no deadlock. P1 P7 P29 D1 W6 S-Q7 STL-01 STL-11 STL-16 ADM-09."""

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


def test_workers_share_what_is_due(url: str, owner: Connection) -> None:
    """Six workers drain forty transfers of two payees: each is sent once and posted once."""
    owner.execute("select support.payout_account('other')")
    orders = [movement(owner, worker=("worker", "other")[n % 2]) for n in range(40)]
    owner.execute("update settlement.settlement set due_at = now() where due_at = 'infinity'")

    def drain(name: str) -> str:
        with job(url) as db:
            sent = 0
            while taken := db.execute(
                "select settlement_id::text, fence from settlement.take(%s, 5)", (name,)
            ).fetchall():
                may_go = db.execute(
                    "select settlement.submit(%s::uuid[], %s::bigint[])",
                    ([row[0] for row in taken], [row[1] for row in taken]),
                ).fetchall()
                assert len(may_go) == len(taken)
                fates = [
                    {"settlement_id": o, "fence": f, "outcome": "done", "reference": f"tr_{o}"}
                    for o, f in taken
                ]
                db.execute(
                    "select count(*) from settlement.report(%s::jsonb)", (json.dumps(fates),)
                )
                sent += len(taken)
            return str(sent)

    answers = at_once([partial(drain, f"worker{n}") for n in range(6)])
    assert sum(map(int, answers)) == len(orders)
    of_them = " where settlement_id = any(%s::uuid[])"
    assert count(owner, "select count(*) from settlement.attempt" + of_them, orders) == len(orders)
    posted = "select count(*) from ledger.journal where source_id = any(%s::uuid[])"
    assert count(owner, posted, orders) == len(orders)


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


def test_hold_against_take(url: str, owner: Connection) -> None:
    """Whoever comes first: what is held is no worker's, and he who had it may not send it."""
    with job(url) as worker, session(url) as staff:
        for _ in range(ROUNDS):
            order = movement(owner)
            fence, held = at_once(
                [
                    partial(attempt, worker, TAKE, order),
                    partial(
                        attempt,
                        staff,
                        "select settlement._hold(%s, 'RISK', 'x', null, null)",
                        order,
                    ),
                ]
            )
            assert len(held) == 36
            assert attempt(worker, SUBMIT, order, fence or 1) == ""
            assert state(owner, order) == "PENDING"


def test_answer_against_webhook(url: str, owner: Connection) -> None:
    """The worker's answer, told twice, and two webhooks of it: settled and posted once."""
    with job(url) as worker, job(url) as slow, job(url) as stripe, job(url) as again:
        for n in range(ROUNDS):
            order = movement(owner)
            fence = attempt(worker, TAKE, order)
            assert attempt(worker, SUBMIT, order, fence) == order
            event = "select support.movement_event(%s, 'transfer.created', %s)"
            told = [attempt(owner, event, order, f"tr_race_{n}") for _ in range(2)]
            answers = at_once(
                [
                    partial(report, worker, order, fence, f"tr_race_{n}"),
                    partial(report, slow, order, fence, f"tr_race_{n}"),
                    partial(attempt, stripe, TOLD, told[0], False),
                    partial(attempt, again, TOLD, told[1], False),
                ]
            )
            assert answers == ["SETTLED", "SETTLED", "settled", "settled"]
            posted = "select count(*) from ledger.journal where source_id = %s"
            assert count(owner, posted, order) == 1


def test_reports_of_crossed_batches(url: str, owner: Connection) -> None:
    """Two workers report movements of the same payees in crossed orders: no deadlock."""
    with job(url) as one, job(url) as two:
        for n in range(ROUNDS):
            made = [movement(owner, worker=w) for w in ("worker", "other", "worker", "other")]
            owner.execute(
                "update settlement.settlement set due_at = now() where id = any(%s::uuid[])",
                (made,),
            )
            owner.execute("select support.send()")
            fates = [
                {"settlement_id": o, "fence": 1, "outcome": "done", "reference": f"tr_{n}_{o}"}
                for o in made
            ]
            batches = [json.dumps([fates[0], fates[3]]), json.dumps([fates[2], fates[1]])]
            text = "select string_agg(v.state, ' ') from settlement.report(%s::jsonb) as v"
            answers = at_once(
                [
                    partial(attempt, db, text, batch)
                    for db, batch in zip((one, two), batches, strict=True)
                ]
            )
            assert answers == ["SETTLED SETTLED"] * 2


@pytest.mark.parametrize("kind", ["transfer", "refund"])
def test_retries_at_once(url: str, owner: Connection, kind: str) -> None:
    """Two admins retry one that was refused: one is live, and both are told of it."""
    retry = (
        "select support.act_as_admin(format("
        "'select id from settlement.retry(%%L, ''x'')', %s::text))"
    )
    with session(url) as one, session(url) as two:
        for _ in range(ROUNDS):
            order = movement(owner, kind)
            owner.execute("select settlement._fail(%s, 'refused', true)", (order,))
            answers = at_once(
                [partial(attempt, one, retry, order), partial(attempt, two, retry, order)]
            )
            assert answers[0] == answers[1] != order
            assert state(owner, answers[0]) == "PENDING"


def test_account_opens_while_work_completes(url: str, owner: Connection) -> None:
    """Opened before, after or while the transfer is born, it is due by the clock at the latest."""
    with job(url) as stripe, session(url) as poster, job(url) as clock:
        for n in range(ROUNDS):
            name = f"new{n}"
            owner.execute("select support.payout_account(%s, false)", (name,))
            task = attempt(owner, "select support.task_in('PROOF_SUBMITTED', 'poster', %s)", name)
            told = attempt(owner, "select support.account_event(%s, true, 5)", name)
            complete = "select support.act('poster', format('select task.complete(%%L)', %s::text))"
            at_once(
                [
                    partial(attempt, poster, complete, task),
                    partial(attempt, stripe, TOLD, told, True),
                ]
            )
            attempt(clock, "select settlement.process_due()")
            due = "select due_at <= now() from settlement.settlement where id = %s"
            order = attempt(owner, "select support.settlement_of(%s)", task)
            assert attempt(owner, due, order) == "True"
