"""What sessions may try at once about money that leaves: one truth, once, no deadlock.

Source: STL-01 STL-16 ADM-09 P1 P5 P7 P16 P29 P31 D1 D20 D28 W10 S-P3 S-P13 S-Q7 S-Q10 W6 W19.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import psycopg
import pytest

from clones import Connection
from people import at_once, event, prove
from stage import FEE, Stage, contested

ROUNDS = 12
PRICE = 10_000
LOST = ("40P01", "40001")
COMPLETE = "select state from task.complete(%s)"
CANCEL = "select state from task.cancel(%s)"
ACCEPT = "select state from task.accept(%s)"


@pytest.fixture(scope="module")
def stages(url: str) -> Iterator[list[Stage]]:
    """Sessions, each of which plays whatever part it is given."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(
            "update city.rule set new_poster_cancellations = 1000000, disputes_a_day = 10000"
        )
        db.execute("update core.setting set value = '1 hour' where name = 'settlement_lease'")
    made = [Stage(url) for _ in range(8)]
    for name in ("worker", "other"):
        with made[0].db.transaction():
            made[0].db.execute("select support.person(%s)", (name,))
    for name in ("worker", "other"):
        with made[0].db.transaction():
            made[0].db.execute("select support.payout_account(%s)", (name,))
    with made[0].db.transaction():
        made[0].db.execute("select support.admin('colleague')")
    yield made
    for stage in made:
        stage.db.close()


@pytest.fixture(autouse=True)
def proved(owner: Connection) -> Iterator[None]:
    """After every race the books are proved."""
    yield
    prove(owner)


class Work(NamedTuple):
    """A paid task, its escrow, and its poster, who has no other."""

    poster: str
    task: str
    escrow: str


def funded(stage: Stage) -> Work:
    """Paid work of somebody new."""
    poster = stage.person()
    task = stage.post(poster, PRICE)
    escrow = stage.escrow(task)
    assert stage.deliver(event(escrow, intent=f"pi_{escrow}")) == "funded"
    return Work(poster, task, escrow)


def submitted(stage: Stage, worker: str = "worker") -> Work:
    """Paid work with a proof that waits."""
    work = funded(stage)
    assert stage.act(worker, ACCEPT, work.task) == "ACCEPTED"
    assert stage.submit(worker, work.task) == "SUBMITTED"
    return work


def released(stage: Stage, worker: str = "worker") -> tuple[str, str]:
    """The escrow of a completed task, and its transfer."""
    work = submitted(stage, worker)
    assert stage.act(work.poster, COMPLETE, work.task) == "COMPLETED"
    return work.escrow, of(stage, work.escrow)


def of(stage: Stage, escrow: str, kind: str = "transfer") -> str:
    """The newest settlement of an escrow, of a kind; empty if none."""
    return stage.text(
        "select id from settlement.settlement where escrow_id = %s and kind = %s"
        " order by id desc limit 1",
        escrow,
        kind,
    )


def state(stage: Stage, settlement: str) -> str:
    """A settlement's state."""
    return stage.text("select state from settlement.settlement where id = %s", settlement)


def job(stage: Stage, statement: str, *arguments: object) -> str:
    """An act of a worker."""
    return stage.act(None, statement, *arguments, role="hx_job")


def sent(stage: Stage, settlement: str) -> None:
    """Take and submit one settlement, whatever else is due."""
    while state(stage, settlement) == "PENDING":
        job(stage, "select count(*) from settlement.take('one', 200)")
    rows = stage.db.execute(
        "select id, fence from settlement.settlement where state = 'LOCKED'"
    ).fetchall()
    job(
        stage,
        "select count(*) from settlement.submit(%s::uuid[], %s::bigint[])",
        [str(row[0]) for row in rows],
        [row[1] for row in rows],
    )
    assert state(stage, settlement) == "SUBMITTED"


def fate(stage: Stage, settlement: str, outcome: str = "done", fence: int | None = None) -> str:
    """What a worker reports of a settlement, as JSON."""
    known = stage.text("select fence from settlement.settlement where id = %s", settlement)
    return json.dumps(
        [
            {
                "settlement_id": settlement,
                "fence": int(known) if fence is None else fence,
                "outcome": outcome,
                "reference": f"tr_{settlement}" if outcome == "done" else None,
                "error": None if outcome == "done" else "balance_insufficient",
            }
        ]
    )


REPORT = "select string_agg(v.state || ' ' || v.is_stale, ',') from settlement.report(%s) as v"


def finish(stage: Stage) -> None:
    """Let all that is due be sent and done; all of it ends."""
    while True:
        job(stage, "select count(*) from settlement.take('one', 200)")
        rows = stage.db.execute(
            "select id, fence, state from settlement.settlement"
            " where state in ('LOCKED', 'SUBMITTED')"
        ).fetchall()
        if not rows:
            return
        job(
            stage,
            "select count(*) from settlement.submit(%s::uuid[], %s::bigint[])",
            [str(row[0]) for row in rows],
            [row[1] for row in rows],
        )
        for row in rows:
            job(stage, REPORT, fate(stage, str(row[0])))


def lift(stage: Stage, settlement: str) -> None:
    """A colleague lifts what keeps a settlement back."""
    holds = stage.db.execute(
        "select id from settlement.hold where settlement_id = %s and closed_at is null",
        (settlement,),
    ).fetchall()
    for (hold,) in holds:
        lifted = "select state from settlement.lift_hold(%s, 'Seen')"
        assert stage.act("colleague", lifted, hold, role="hx_admin") in (
            "PENDING",
            "FAILED",  # stopped meanwhile
        )


def created(stage: Stage, settlement: str) -> str:
    """Stripe's word that a transfer was made."""
    return stage.text(
        "select support.movement_event(%s, 'transfer.created', %s)",
        settlement,
        f"tr_{settlement}",
    )


def test_refund_against_accept_against_chargeback(stages: list[Stage]) -> None:
    """P7 D28: never an accepted task with a refunded escrow, never held and moved."""
    seen = set()
    for _ in range(ROUNDS):
        poster, task, escrow = funded(stages[0])
        withdrawn = stages[0].hear(contested(escrow, "funds_withdrawn", "", PRICE))
        answers = at_once(
            [
                partial(stages[0].act, poster, CANCEL, task),
                partial(stages[1].act, "worker", ACCEPT, task),
                partial(stages[2].take, withdrawn),
            ]
        )
        assert not set(answers) & set(LOST)
        ending = stages[0].ending(task)
        seen.add(ending.split(" | ")[0])
        if answers[0] == "CANCELLED":
            assert ending.startswith("CANCELLED | REFUNDED")
        else:
            # What is held neither moves nor is taken.
            assert answers[0] == "HX202"
            assert "| LOCKED_DISPUTE |" in ending
            assert ending.startswith("ACCEPTED" if answers[1] == "ACCEPTED" else "OPEN")
            assert of(stages[0], escrow, "refund") == ""
    assert seen
    finish(stages[0])


def test_release_against_dispute_against_chargeback(stages: list[Stage]) -> None:
    """P5: exactly one wins; never locked and paid."""
    for _ in range(ROUNDS):
        poster, task, escrow = submitted(stages[0])
        withdrawn = stages[0].hear(contested(escrow, "funds_withdrawn", "", PRICE))
        opened = "select state from dispute.open(%s, 'Not done', 'The couch is still here')"
        answers = at_once(
            [
                partial(stages[0].act, poster, COMPLETE, task),
                partial(stages[1].act, "worker", opened, task),
                partial(stages[2].take, withdrawn),
                partial(stages[3].admin, "select state from escrow.release(%s, 'by hand')", escrow),
            ]
        )
        assert not set(answers) & set(LOST)
        ending = stages[0].ending(task)
        paid = of(stages[0], escrow) != ""
        assert paid == ("| RELEASED |" in ending)
        assert ("COMPLETED" in answers or "RELEASED" in answers) == paid, answers
        if not paid:
            assert "| LOCKED_DISPUTE |" in ending
    finish(stages[0])


def test_everything_on_one_charge(stages: list[Stage]) -> None:
    """D28: refund, dispute and chargeback of one charge: never more leaves than it and the fee."""
    for _ in range(ROUNDS):
        poster, task, escrow = funded(stages[0])
        assert stages[0].act(poster, CANCEL, task) == "CANCELLED"
        refund = of(stages[0], escrow, "refund")
        told = [
            contested(escrow, "funds_withdrawn", "", PRICE),
            contested(escrow, "created", "", PRICE),
            stages[0].text("select support.refunded_event(%s, %s)", escrow, 4000),
        ]
        events = [stages[0].hear(body) for body in told]
        answers = at_once(
            [partial(stage.take, one) for stage, one in zip(stages, events, strict=False)]
            + [partial(job, stages[3], "select count(*) from settlement.take('w', 200)")]
            + [partial(stages[4].admin, "select state from settlement.hold(%s, 'look')", refund)]
        )
        assert not set(answers) & set(LOST), answers
        lift(stages[0], refund)
        finish(stages[0])
        assert stages[0].deliver(contested(escrow, "closed", "lost", PRICE))
        finish(stages[0])
        # Out of stripe: what came in, and at most the fee and what the poster owes besides.
        out = int(
            stages[0].text(
                "select coalesce(sum(l.amount_cents), 0) from ledger.entry as l"
                " join ledger.account as a on a.id = l.account_id"
                " where l.escrow_id = %s and a.kind = 'stripe'",
                escrow,
            )
        )
        owed = -int(
            stages[0].text(
                "select coalesce(sum(l.amount_cents), 0) from ledger.entry as l"
                " join ledger.account as a on a.id = l.account_id"
                " where l.escrow_id = %s and a.kind = 'debt'",
                escrow,
            )
        )
        assert out - owed <= FEE, stages[0].ending(task)


def test_two_workers_take(stages: list[Stage]) -> None:
    """W6 S-Q10: of each settlement one worker gets hold, whoever asks at once."""
    finish(stages[0])
    for _ in range(3):
        orders = {released(stages[0], name)[1] for name in ("worker", "other") for _ in range(6)}
        taken = "select string_agg(j.settlement_id::text, ' ') from settlement.take(%s, 5) as j"
        answers = at_once(
            [partial(job, stage, taken, f"w{n}") for n, stage in enumerate(stages[:4])]
        )
        found = [order for answer in answers for order in answer.split() if answer != "None"]
        assert len(found) == len(set(found))
        assert set(found) <= orders
        assert len(found) >= 5  # whoever skips what another holds takes of the rest
        finish(stages[0])


def test_wrong_fence(stages: list[Stage]) -> None:
    """S-Q7 W19: a slow worker whose order another took over changes nothing when it is back."""
    for turn in range(ROUNDS):
        _, order = released(stages[0])
        sent(stages[0], order)
        slow = fate(stages[0], order, "refused" if turn % 2 else "done")
        stages[0].db.execute(
            "update settlement.settlement set lease_ends_at = clock_timestamp() where id = %s",
            (order,),
        )
        job(stages[0], "select count(*) from settlement.take('another', 200)")
        quick = fate(stages[0], order)
        answers = at_once(
            [partial(job, stages[0], REPORT, slow), partial(job, stages[1], REPORT, quick)]
        )
        assert answers[1] == "SETTLED false"
        # Late it learns what stands; what it knew itself is no news.
        assert answers[0] in {"SUBMITTED true", "SETTLED true", "SETTLED false"}
        assert state(stages[0], order) == "SETTLED"
        journals = "select count(*) from ledger.journal where kind = 'transfer' and source_id = %s"
        assert stages[0].text(journals, order) == "1"


def test_hold_against_take(stages: list[Stage]) -> None:
    """STL-11: a hold comes before the sending, and it is not sent, or after it and is refused."""
    seen = set()
    for _ in range(ROUNDS):
        _, order = released(stages[0])
        hold = "select state from settlement.hold(%s, 'Let me look')"

        def send(stage: Stage, order: str) -> str:
            with stage.db.transaction():
                stage.db.execute("select support.be_nobody(), stripe._begin()")
                fences = stage.db.execute(
                    "select settlement_id, fence from settlement.take('w', 200)"
                ).fetchall()
            return job(
                stage,
                "select count(*) from settlement.submit(%s::uuid[], %s::bigint[])",
                [str(row[0]) for row in fences],
                [row[1] for row in fences],
            )

        held, _ = at_once([partial(stages[0].admin, hold, order), partial(send, stages[1], order)])
        now = state(stages[0], order)
        seen.add(now)
        assert (held, now) in {("PENDING", "PENDING"), ("HXA03", "SUBMITTED")}
        lift(stages[0], order)
        finish(stages[0])
        assert state(stages[0], order) == "SETTLED"
    assert seen


def test_freeze_against_release_and_submit(stages: list[Stage]) -> None:
    """P29 ADM-09: 20 freezes and thaws under load: from the freeze's commit on nothing is sent."""
    over = threading.Event()
    answers: list[str] = []

    def release(stage: Stage) -> str:
        while not over.is_set():
            poster, task, _ = submitted(stage)
            answers.append(stage.act(poster, COMPLETE, task))
        return "done"

    def send(stage: Stage) -> str:
        while not over.is_set():
            with stage.db.transaction():
                stage.db.execute("select support.be_nobody(), stripe._begin()")
                rows = stage.db.execute(
                    "select settlement_id, fence from settlement.take('w', 20)"
                    " where action = 'send'"
                ).fetchall()
            ids, fences = [str(row[0]) for row in rows], [row[1] for row in rows]
            with stage.db.transaction():
                stage.db.execute("select support.be_nobody(), stripe._begin()")
                going = stage.db.execute(
                    "select submit from settlement.submit(%s::uuid[], %s::bigint[])", (ids, fences)
                ).fetchall()
            for (order,) in going:
                answers.append(job(stage, REPORT, fate(stage, str(order))).split()[0])
        return "done"

    sends = "select count(*) from settlement.attempt where action = 'send'"

    def freeze(stage: Stage) -> str:
        moved = 0
        try:
            for _ in range(20):
                told = stage.admin(
                    "select frozen_at is not null from admin.freeze('TRANSFERS', 'x')"
                )
                answers.append({"True": "frozen"}.get(told, told))
                before = int(stage.text(sends))
                stage.db.execute("select pg_sleep(0.05)")
                assert int(stage.text(sends)) == before
                told = stage.admin("select frozen_at is null from admin.thaw('TRANSFERS', 'x')")
                answers.append({"True": "thawed"}.get(told, told))
                stage.db.execute("select pg_sleep(0.05)")
                moved += int(stage.text(sends)) - before
        finally:
            over.set()
        return str(moved)

    played = at_once(
        [
            partial(freeze, stages[0]),
            partial(release, stages[1]),
            partial(release, stages[2]),
            partial(send, stages[3]),
            partial(send, stages[4]),
        ]
    )
    assert played[1:] == ["done"] * 4
    assert int(played[0]) > 0
    assert set(answers) == {"COMPLETED", "SETTLED", "frozen", "thawed"}
    assert answers.count("frozen") == answers.count("thawed") == 20
    finish(stages[0])
    waiting = "select count(*) from settlement.settlement where finished_at is null"
    assert stages[0].text(waiting) == "0"


def test_account_opens_while_a_transfer_is_born(stages: list[Stage]) -> None:
    """P16: whatever came first, nothing waits for an account that is open."""
    for turn in range(ROUNDS):
        name = f"fresh{turn}"
        with stages[0].db.transaction():
            stages[0].db.execute("select support.payout_account(%s, false)", (name,))
        tasks = [submitted(stages[0], name) for _ in range(3)]
        told = stages[0].hear(stages[0].text("select support.account_event(%s, true, 5)", name))
        answers = at_once(
            [partial(stages[1].take, told)]
            + [
                partial(stage.act, poster, COMPLETE, task)
                for stage, (poster, task, _) in zip(stages[2:], tasks, strict=False)
            ]
        )
        assert answers[1:] == ["COMPLETED"] * 3
        job(stages[0], "select settlement.process_due()")
        stuck = (
            "select count(*) from settlement.settlement"
            " where due_at = 'infinity' and kind = 'transfer' and finished_at is null"
        )
        assert stages[0].text(stuck) == "0"
        finish(stages[0])


def test_webhook_against_report(stages: list[Stage]) -> None:
    """S-P13: the webhook and the answer tell of one transfer at once: it is settled once."""
    for _ in range(ROUNDS):
        escrow, order = released(stages[0])
        sent(stages[0], order)
        told = [stages[0].hear(created(stages[0], order)) for _ in range(2)]
        answers = at_once(
            [
                partial(stages[0].take, told[0]),
                partial(job, stages[1], REPORT, fate(stages[0], order)),
                partial(stages[2].take, told[1]),
            ]
        )
        assert answers[1] == "SETTLED false"
        assert not set(answers) & set(LOST)
        posted = "select count(*) from ledger.journal where escrow_id = %s and kind = 'transfer'"
        assert stages[0].text(posted, escrow) == "1"


def test_reports_in_opposite_order(stages: list[Stage]) -> None:
    """Two reports of the same payees, ordered each the other way round, do not deadlock."""
    for _ in range(ROUNDS):
        pairs = []
        for names in (("worker", "other"), ("other", "worker")):
            orders = [released(stages[0], name)[1] for name in names]
            pairs.append(orders)
        for order in (*pairs[0], *pairs[1]):
            sent(stages[0], order)
        fates = [
            json.dumps([json.loads(fate(stages[0], order))[0] for order in orders])
            for orders in pairs
        ]
        answers = at_once(
            [partial(job, stage, REPORT, one) for stage, one in zip(stages, fates, strict=False)]
        )
        assert answers == ["SETTLED false,SETTLED false"] * 2


def test_retry_five_at_once(stages: list[Stage]) -> None:
    """S-P3: five retries of one that FAILED are one replacement."""
    for _ in range(ROUNDS):
        escrow, order = released(stages[0])
        sent(stages[0], order)
        assert job(stages[0], REPORT, fate(stages[0], order, "refused")) == "FAILED false"
        answers = at_once(
            [
                partial(stage.admin, "select id from settlement.retry(%s, 'again')", order)
                for stage in stages[:5]
            ]
        )
        assert len(set(answers)) == 1
        live = (
            "select string_agg(id::text, ' ') from settlement.settlement"
            " where escrow_id = %s and state <> 'FAILED'"
        )
        assert stages[0].text(live, escrow) == answers[0]
        finish(stages[0])
        assert state(stages[0], answers[0]) == "SETTLED"


def test_reversed_twice_at_once(stages: list[Stage]) -> None:
    """Two reversals of one transfer at once are one; never more comes back than went."""
    for _ in range(ROUNDS):
        escrow, order = released(stages[0])
        finish(stages[0])
        answers = at_once(
            [
                partial(
                    stage.admin, "select id from settlement.reverse(%s, 6000, 'Not done')", order
                )
                for stage in stages[:3]
            ]
        )
        assert len(set(answers)) == 1
        backs = (
            "select count(*) from settlement.settlement where escrow_id = %s and kind = 'reversal'"
        )
        assert stages[0].text(backs, escrow) == "1"
        finish(stages[0])
        again = stages[0].admin("select id from settlement.reverse(%s, 6000, 'More')", order)
        assert again == "HXA18"


def test_refund_of_a_cancelled_task_once(stages: list[Stage]) -> None:
    """D1: five cancellations and an admin's refund at once are one refund."""
    for _ in range(ROUNDS):
        poster, task, escrow = funded(stages[0])
        answers = at_once(
            [partial(stage.act, poster, CANCEL, task) for stage in stages[:5]]
            + [partial(stages[5].admin, "select state from escrow.refund(%s, 'by hand')", escrow)]
        )
        assert not set(answers) & set(LOST), answers
        refunds = "select count(*) from settlement.settlement where escrow_id = %s"
        assert stages[0].text(refunds, escrow) == "1"
    finish(stages[0])
