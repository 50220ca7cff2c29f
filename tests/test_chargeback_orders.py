"""A chargeback's four facts in every order, doubled, and before the payment: one final state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations

import pytest

from people import event
from stage import FACTS, Stage, contested

ORDERS = list(permutations(FACTS))
CLIENT_WINS = "select state from dispute.resolve(%s, 'CLIENT_WINS', 'never came')"
HUSTLER_WINS = "select state from dispute.resolve(%s, 'HUSTLER_WINS', 'well done')"


@pytest.fixture(scope="module")
def stage(url: str) -> Iterator[Stage]:
    """The module's stage; its books are proved at the end."""
    made = Stage(url)
    yield made
    assert made.text("select count(*) from audit.prove() where violations > 0") == "0"
    assert made.text("select count(*) from ledger.journal where kind = 'chargeback'") != "0"


class Scene:
    """A task with its people, brought into a state."""

    def __init__(self, stage: Stage, phase: str) -> None:
        self.stage, self.poster, self.worker = stage, stage.person(), stage.person()
        self.task = stage.post(self.poster)
        self.escrow = stage.escrow(self.task)
        if phase != "unpaid":
            self.pay()
        if phase in ("waiting", "accepted", "released", "split"):
            assert stage.act(self.worker, "select state from task.accept(%s)", self.task)
            assert stage.submit(self.worker, self.task) == "SUBMITTED"
        if phase == "accepted":
            proof = "select state from proof.accept((proof.get_by_task_id(%s)).id)"
            assert stage.act(self.poster, proof, self.task) == "ACCEPTED"
        elif phase == "released":
            complete = "select state from task.complete(%s)"
            assert stage.act(self.poster, complete, self.task) == "COMPLETED"
        elif phase == "split":
            contest = "select state from dispute.create(%s, 'OTHER', 'half of it')"
            assert stage.act(self.worker, contest, self.task) == "OPEN"
            half = "select state from dispute.resolve(%s, 'SPLIT', 'half of it', 60)"
            assert self.resolve(half) == "RESOLVED"
        elif phase == "refunded":
            cancel = "select state from task.cancel(%s)"
            assert stage.act(self.poster, cancel, self.task) == "CANCELLED"

    def pay(self) -> None:
        """Stripe tells of the payment."""
        assert self.stage.deliver(event(self.escrow, intent=f"pi_{self.escrow}")) == "funded"

    def resolve(self, statement: str) -> str:
        """Decide the task's dispute."""
        dispute = self.stage.text("select id from dispute.dispute where task_id = %s", self.task)
        return self.stage.admin(statement, dispute)

    def tell(self, fact: str, status: str, cents: int = 10000, dispute: str = "") -> str:
        """Stripe tells a fact of the chargeback; what came of it."""
        return self.stage.deliver(contested(self.escrow, fact, status, cents, dispute=dispute))


def same_end(scenes: Iterator[Scene], finish: Callable[[Scene], object] | None = None) -> str:
    """Bring each scene to its end; the one ending that all have."""
    endings = set()
    for scene in scenes:
        if finish:
            finish(scene)
        endings.add(scene.stage.ending(scene.task))
    assert len(endings) == 1, "\n".join(sorted(endings))
    return endings.pop()


def told(stage: Stage, phase: str, status: str, cents: int = 10000, doubled: bool = False
         ) -> Iterator[Scene]:  # fmt: skip
    """A scene of the phase for every order, told; doubled: each fact twice, then all again."""
    for order in ORDERS:
        scene = Scene(stage, phase)
        for fact in order * 2 if doubled else order:
            for _ in range(1 + doubled):
                scene.tell(fact, status, cents)
        yield scene


# Where a chargeback of all the money, lost, leads from each phase; states and parts.
LOST = {
    "open": "CANCELLED | REFUNDED | 0 | 0 | 0 | 0 | 10000 |",
    "waiting": "DISPUTED | LOCKED_DISPUTE |",
    "accepted": "COMPLETED | RELEASED | 10000 | 0 | 8500 | 1500 | 0 |",
    "released": "COMPLETED | RELEASED | 10000 | 0 | 8500 | 1500 | 0 |",
    "split": "COMPLETED | REFUND_PARTIAL | 6000 | 4000 | 5100 | 900 | 0 |",
    "refunded": "CANCELLED | REFUNDED | 0 | 10000 | 0 | 0 | 0 |",
}
WON = LOST | {
    "open": "OPEN | FUNDED |",
    "waiting": "PROOF_SUBMITTED | FUNDED |",
    "accepted": "PROOF_SUBMITTED | FUNDED |",
}


@pytest.mark.parametrize("status", ["won", "lost"])
@pytest.mark.parametrize("phase", LOST)
def test_every_order(stage: Stage, phase: str, status: str) -> None:
    """W2 D27 D28: all 24 orders of the four facts end the same, states and balances."""
    ending = same_end(told(stage, phase, status))
    assert ending.startswith((LOST if status == "lost" else WON)[phase])


@pytest.mark.parametrize("status", ["won", "lost"])
@pytest.mark.parametrize("phase", ["waiting", "refunded"])
def test_every_order_doubled(stage: Stage, phase: str, status: str) -> None:
    """W2 D27: told twice each, and all of it again, it is the same as told once."""
    assert same_end(told(stage, phase, status, doubled=True)) == same_end(
        iter([next(told(stage, phase, status))])
    )


@pytest.mark.parametrize("phase", ["open", "waiting", "split", "refunded"])
def test_every_order_of_a_part(stage: Stage, phase: str) -> None:
    """W2: of a part of the money, lost, every order ends the same."""
    same_end(told(stage, phase, "lost", 4500))


@pytest.mark.parametrize("outcome", [CLIENT_WINS, HUSTLER_WINS])
def test_every_order_then_decided(stage: Stage, outcome: str) -> None:
    """W2 D28: what the resolver decides after a lost chargeback is the same after every order."""
    ending = same_end(
        told(stage, "waiting", "lost"), lambda s: s.resolve(outcome) == "RESOLVED" or s
    )
    if outcome == CLIENT_WINS:
        assert "| chargeback 8500, stripe -8500 |" in ending
    else:
        assert "chargeback 8500, debt -10000, fee 1500, payable 8500, stripe -8500" in ending


@pytest.mark.parametrize("status", ["won", "lost"])
def test_told_before_the_payment(stage: Stage, status: str) -> None:
    """W2: facts that come before payment_intent.succeeded wait for it, and end the same."""

    def early(early: int) -> Iterator[Scene]:
        for order in ORDERS:
            scene = Scene(stage, "unpaid")
            for fact in order[:early]:
                assert scene.tell(fact, status) == "no_escrow"
            scene.pay()
            for fact in order[early:]:
                scene.tell(fact, status)
            stage.wait(400)
            stage.act(None, "select stripe.drain(1000)", role="hx_job")
            stage.wait(0)
            yield scene

    expected = same_end(iter([next(told(stage, "open", status))]))
    for how_many in (1, 2, 4):
        assert same_end(early(how_many)) == expected


def test_inquiry_that_became_a_chargeback(stage: Stage) -> None:
    """STR-10: no `created` follows an inquiry; the withdrawal says that it is one, and holds."""
    scene = Scene(stage, "waiting")
    inquiry = contested(scene.escrow, "created", "", 10000).replace(
        "needs_resp", "warning_needs_resp"
    )
    assert stage.deliver(inquiry) == "inquiry"
    assert stage.ending(scene.task).startswith("PROOF_SUBMITTED | FUNDED")
    assert scene.tell("funds_withdrawn", "") == "withdrawn"
    assert stage.ending(scene.task).startswith("PROOF_SUBMITTED | LOCKED_DISPUTE")
    assert stage.act(scene.poster, "select task.complete(%s)", scene.task) == "HX202"
    assert scene.tell("closed", "won") == "won"
    assert stage.act(scene.poster, "select state from task.complete(%s)", scene.task) == "COMPLETED"


def test_two_chargebacks_in_every_order(stage: Stage) -> None:
    """W2 D25 D28: two chargebacks on one charge, one lost and one won, however they interleave."""

    def scenes(phase: str) -> Iterator[Scene]:
        facts = ("created 1", "created 2", "closed 1", "closed 2")
        for order in permutations(facts):
            scene = Scene(stage, phase)
            for fact, dispute in map(str.split, order):
                status = {"1": "lost", "2": "won"}[dispute]
                scene.tell(fact, status, 6000, f"du_{dispute}_{scene.escrow}")
            yield scene

    for phase in ("open", "waiting", "released", "refunded"):
        same_end(scenes(phase))
