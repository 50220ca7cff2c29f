"""Random histories of a task, legal and illegal, against a small model of decisions.md.

The model knows states, times and cents; it was written from the decisions, not from the code.
`HX_EXAMPLES` raises the number of histories. Source: LIF, ESC, DIS, D, A, X rows of failures.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import floor
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people import event
from stage import FEE, Stage, contested

EXAMPLES = int(os.environ.get("HX_EXAMPLES", "120"))
FREE, CANCEL_CAP, FEE_BPS = timedelta(minutes=5), 2000, 1500
DAY = timedelta(days=1)
ENDED = ("COMPLETED", "CANCELLED")


@dataclass
class Claim:
    """A chargeback as Stripe told of it."""

    cents: int
    known: bool = False
    withdrawn: bool = False
    reinstated: bool = False
    outcome: str = ""
    holds: bool = False
    debt: int = 0
    worker: int = 0


@dataclass
class Model:
    """What decisions.md says of one task."""

    price: int
    requires_proof: bool
    deadline: datetime
    state: str = "OPEN"
    funded: bool = False
    void: bool = False
    worker: str = ""
    had: dict[str, str] = field(default_factory=dict)
    accepted_at: datetime = datetime.min
    started_at: datetime | None = None
    requested: bool = False
    proofs: list[str] = field(default_factory=list)
    rejected_at: datetime | None = None
    dispute: str = ""
    decision: tuple[str, int | None] | None = None
    holds: dict[str, str] = field(default_factory=dict)
    stood: list[tuple[datetime, datetime]] = field(default_factory=list)
    held_at: datetime | None = None
    claims: dict[str, Claim] = field(default_factory=lambda: {"a": Claim(0), "b": Claim(0)})
    lost: int = 0
    release: int = 0
    fee_bps: int = FEE_BPS
    charged_back: int = 0
    refund: int = 0
    refund_order: str = ""  # '', 'live', 'stopped', 'sent'
    from_refund: int = 0
    written_off: int = 0
    returned: int = 0  # second payments, sent back

    FORWARD: ClassVar[dict[str, tuple[str, ...]]] = {
        "request_evidence": ("OPEN",),
        "start_review": ("OPEN", "EVIDENCE_REQUESTED"),
        "escalate": ("OPEN", "EVIDENCE_REQUESTED", "UNDER_REVIEW"),
    }
    REACHES: ClassVar[dict[str, str]] = {
        "request_evidence": "EVIDENCE_REQUESTED",
        "start_review": "UNDER_REVIEW",
        "escalate": "ESCALATED",
    }

    @property
    def ended(self) -> bool:
        """Whether the task has ended."""
        return self.state in ENDED

    @property
    def held(self) -> bool:
        """Whether a hold stands."""
        return self.held_at is not None

    @property
    def latest(self) -> str:
        """The state of the latest proof."""
        return self.proofs[-1] if self.proofs else ""

    @property
    def escrow(self) -> str:
        """The escrow's state."""
        if self.ended:
            if not self.funded or self.release == 0:
                return "REFUNDED"
            return "RELEASED" if self.release == self.price else "REFUND_PARTIAL"
        if not self.funded:
            return "PENDING"
        return "LOCKED_DISPUTE" if self.held or self.state == "DISPUTED" else "FUNDED"

    def still(self, since: datetime, now: datetime) -> timedelta:
        """How long holds stood since a moment."""
        spans = self.stood + ([(self.held_at, now)] if self.held_at else [])
        return sum((max(b - max(a, since), timedelta()) for a, b in spans), timedelta())

    # -- ends -------------------------------------------------------------------------------------

    def end(self, state: str, release: int, fee_bps: int = FEE_BPS) -> None:
        """The end of a task, and its money with it."""
        self.state = state
        if self.worker:
            self.had.setdefault(self.worker, "ended")
        if not self.funded:
            self.void = True
            return
        self.release, self.fee_bps = release, fee_bps
        self.charged_back = min(self.price - release, self.lost)
        self.refund = self.price - release - self.charged_back
        self.refund_order = "live" if self.refund else ""
        left = self.charged_back
        for claim in sorted(
            (c for c in self.claims.values() if c.outcome == "lost"), key=self.order
        ):
            given = min(claim.cents, left)
            left -= given
            claim.debt = claim.cents - given

    @property
    def debt(self) -> int:
        """What was booked as somebody's debt."""
        return sum(c.debt for c in self.claims.values())

    @property
    def owed(self) -> int:
        """What the poster owes now."""
        return self.debt - sum(c.worker for c in self.claims.values()) - self.written_off

    def order(self, claim: Claim) -> int:
        """Lost chargebacks by when they closed."""
        return self.closings.index(id(claim))

    closings: list[int] = field(default_factory=list)

    def bear(self, claim: Claim) -> None:
        """A chargeback lost after the end: from the refund that was not sent, the rest is owed."""
        if self.refund_order == "live":
            self.refund_order = "stopped"
        taken = 0
        if self.refund_order == "stopped":
            taken = min(claim.cents, self.refund - self.from_refund)
        self.from_refund += taken
        claim.debt = claim.cents - taken

    def resume(self) -> None:
        """A stopped refund goes out where no chargeback is open."""
        if self.refund_order == "stopped" and all(
            c.outcome for c in self.claims.values() if c.known
        ):
            self.refund_order = "live" if self.refund > self.from_refund else "stopped"

    def conclude(self) -> None:
        """The money of work under way was lost, and nothing holds it any more."""
        if not self.lost or self.held or self.ended or self.state == "DISPUTED":
            return
        if self.latest == "ACCEPTED":
            self.end("COMPLETED", self.price)
        elif not self.proofs and not self.requested:
            self.end("CANCELLED", 0)
        else:
            self.state, self.dispute = "DISPUTED", "OPEN"

    def lift(self, now: datetime) -> None:
        """Maybe the last hold ended."""
        if (
            self.held_at is None
            or "open" in self.holds.values()
            or any(c.holds for c in self.claims.values())
        ):
            return
        self.stood.append((self.held_at, now))
        self.deadline += now - self.held_at
        self.held_at = None
        self.conclude()

    # -- acts: True where allowed, and then done --------------------------------------------------

    def pay(self, own: bool) -> bool:
        """Paid, by the own intent or a second one."""
        if not self.funded and self.state == "OPEN" and own:
            self.funded = True
        elif not (own and self.funded):
            self.returned += self.price
        return True

    def accept(self, who: str, now: datetime) -> bool:
        """Taken by a hustler."""
        if (
            self.state != "OPEN" or self.deadline <= now or not self.funded or self.held
            or who in self.had
        ):  # fmt: skip
            return False
        self.state, self.worker, self.accepted_at = "ACCEPTED", who, now
        self.started_at, self.requested = None, False
        return True

    def start(self, who: str, now: datetime) -> bool:
        """The work is begun."""
        if self.state != "ACCEPTED" or who != self.worker:
            return False
        self.started_at = self.started_at or now
        return True

    def request(self, who: str) -> bool:
        """The worker says that it is done."""
        if self.state != "ACCEPTED" or who != self.worker or self.requires_proof:
            return False
        self.requested = True
        return True

    def submit(self, who: str) -> bool:
        """A proof is handed in."""
        if who != self.worker or len(self.proofs) >= 3:
            return False
        if self.state == "DISPUTED" and not self.proofs:
            self.proofs.append("SUBMITTED")
            return True
        if self.state != "ACCEPTED":
            return False
        self.proofs.append("SUBMITTED")
        self.state = "PROOF_SUBMITTED"
        return True

    def review(self, accepted: bool, now: datetime) -> bool:
        """The poster accepts or rejects the latest proof."""
        if not self.proofs or self.held or self.state == "DISPUTED":
            return False
        if accepted and self.latest == "ACCEPTED":
            return True
        if self.latest != "SUBMITTED":
            return False
        self.proofs[-1] = "ACCEPTED" if accepted else "REJECTED"
        if not accepted:
            self.state, self.rejected_at = "ACCEPTED", now
        return True

    def complete(self) -> bool:
        """The poster completes."""
        if self.state == "COMPLETED":
            return True
        if self.held or not (
            self.state == "PROOF_SUBMITTED"
            or (self.state == "ACCEPTED" and not self.requires_proof)
        ):
            return False
        if self.latest == "SUBMITTED":
            self.proofs[-1] = "ACCEPTED"
        self.end("COMPLETED", self.price)
        return True

    def cancel(self, now: datetime) -> bool:
        """The poster cancels; with a compensation after the free minutes."""
        if self.state == "CANCELLED":
            return True
        if self.state not in ("OPEN", "ACCEPTED") or self.held:
            return False
        since = self.started_at
        is_free = self.state == "OPEN" or self.deadline <= now
        if self.state == "ACCEPTED" and (
            self.proofs
            or self.requested
            or (since and not is_free and now < since + DAY + self.still(since, now))
        ):
            return False
        is_free = is_free or (
            not since and now <= self.accepted_at + FREE + self.still(self.accepted_at, now)
        )
        self.end("CANCELLED", 0 if is_free else min(self.price // 10, CANCEL_CAP), 0)
        return True

    def abandon(self, who: str, now: datetime) -> bool:
        """The worker gives the work back."""
        if self.had.get(who) == "gave back":
            return True
        if who != self.worker or self.state != "ACCEPTED" or self.held:
            return False
        self.had[who] = "gave back"
        if self.proofs or self.deadline <= now:
            self.end("CANCELLED", 0)
        else:
            self.state, self.worker = "OPEN", ""
        return True

    def contest(self, who: str, now: datetime) -> bool:
        """A dispute is opened."""
        if who not in ("poster", "admin", self.worker):
            return False
        if self.state == "DISPUTED":
            return True
        late = self.deadline + DAY <= now
        rejected = self.rejected_at
        in_time = who == "admin" or (
            rejected and now < rejected + 7 * DAY + self.still(rejected, now)
        )
        waits = self.state == "PROOF_SUBMITTED" and self.latest == "SUBMITTED"
        in_doubt = (self.latest == "REJECTED" and in_time) or self.requested or late
        if not waits and not (self.state == "ACCEPTED" and in_doubt):
            return False
        self.state, self.dispute = "DISPUTED", "OPEN"
        return True

    def forward(self, act: str) -> bool:
        """Staff moves the dispute on."""
        if self.dispute == self.REACHES[act]:
            return True
        if self.dispute not in self.FORWARD[act]:
            return False
        self.dispute = self.REACHES[act]
        return True

    def resolve(self, outcome: str, percent: int | None) -> bool:
        """Staff decides the dispute."""
        if (outcome == "SPLIT") != (percent is not None) or not self.dispute:
            return False
        if self.dispute == "RESOLVED":
            return self.decision == (outcome, percent)
        if self.held:
            return False
        share = {"HUSTLER_WINS": 100, "CLIENT_WINS": 0}.get(outcome, percent or 0)
        if share >= 50:
            if self.requires_proof and not self.proofs:
                return False
            if self.proofs:
                self.proofs[-1] = "ACCEPTED"
        elif self.latest == "SUBMITTED":
            self.proofs[-1] = "REJECTED"
        self.dispute, self.decision = "RESOLVED", (outcome, percent)
        self.end("COMPLETED" if share >= 50 else "CANCELLED", self.price * share // 100)
        return True

    def hold(self, kind: str, now: datetime) -> bool:
        """Staff holds the money."""
        if self.holds.get(kind) == "open":
            return True
        if self.ended or not self.funded:
            return False
        self.holds[kind] = "open"
        self.held_at = self.held_at or now
        return True

    def unhold(self, kind: str, now: datetime) -> bool:
        """Staff lifts its hold."""
        if kind not in self.holds:
            return False
        if self.holds[kind] == "open":
            self.holds[kind] = "closed"
            self.lift(now)
        return True

    def force_release(self) -> bool:
        """Staff completes what was approved."""
        if self.escrow == "RELEASED":
            return True
        if self.state != "PROOF_SUBMITTED" or self.latest != "ACCEPTED" or self.held:
            return False
        self.end("COMPLETED", self.price)
        return True

    def force_refund(self) -> bool:
        """Staff calls off what was not handed in."""
        if self.escrow == "REFUNDED":
            return True
        if self.state not in ("OPEN", "ACCEPTED") or self.held:
            return False
        self.end("CANCELLED", 0)
        return True

    def charge_worker(self, which: str, cents: int) -> bool:
        """Staff lets the worker bear a chargeback; his payable is all on its way."""
        claim = self.claims[which]
        if claim.worker or not 0 < cents <= min(claim.debt, self.owed) or not self.worker:
            return False
        claim.worker = cents
        return True

    def write_off(self, cents: int) -> bool:
        """The platform bears what the poster owes."""
        if not 0 < cents <= self.owed:
            return False
        self.written_off += cents
        return True

    def send_refund(self) -> bool:
        """The refund has left."""
        if self.refund_order != "live" or self.from_refund:
            return False
        self.refund_order = "sent"
        return True

    def claim(self, which: str, fact: str, status: str, now: datetime) -> bool:
        """A fact of a chargeback of a payment that is known."""
        claim = self.claims[which]
        claim.known = True
        if fact in ("created", "funds_withdrawn"):
            claim.withdrawn |= fact == "funds_withdrawn"
            if not claim.outcome:
                if not self.ended:
                    claim.holds, self.held_at = True, self.held_at or now
                elif self.refund_order == "live":
                    self.refund_order = "stopped"
        elif fact == "funds_reinstated":
            claim.reinstated = True
        elif not claim.outcome:
            claim.outcome = status
            self.closings.append(id(claim))
            if self.ended:
                if status == "lost":
                    self.bear(claim)
                self.resume()
                return True
            if status == "lost":
                self.lost = min(self.price, self.lost + claim.cents)
            claim.holds = False
            self.lift(now)
            self.conclude()
        return True

    # -- what the books must say ------------------------------------------------------------------

    def books(self) -> dict[str, int]:
        """Sums of the escrow's entries by kind of account, where not zero."""
        worker = self.release * (10000 - self.fee_bps) // 10000
        out = sum(c.cents + FEE for c in self.claims.values() if c.withdrawn)
        back = sum(c.cents for c in self.claims.values() if c.reinstated)
        sent = self.refund - self.from_refund if self.refund_order == "sent" else 0
        paid = self.price if self.funded else 0
        sums = {
            "stripe": out - back + sent - paid - self.returned,
            "escrow": 0 if self.ended else paid,
            "payable": worker,
            "fee": self.release - worker,
            "refund_due": self.refund - self.from_refund - sent + self.returned,
            "chargeback": back - out + self.charged_back + self.from_refund + self.debt,
            "debt": -self.debt,
        }
        return {kind: cents for kind, cents in sums.items() if cents}

    def orders(self) -> dict[str, int]:
        """What is, or was, on its way out, by kind and leg."""
        sums = {
            "transfer worker": self.books().get("payable", 0),
            "refund poster": self.refund - self.from_refund
            if self.refund_order in ("live", "sent")
            else 0,
            "refund payer": self.returned,
        }
        return {leg: cents for leg, cents in sums.items() if cents}


class Play:
    """A task in the database beside its model."""

    def __init__(self, stage: Stage, price: int, requires_proof: bool, days: int,
                 parts: dict[str, int]) -> None:  # fmt: skip
        self.stage = stage
        self.people = {name: stage.person() for name in ("poster", "worker", "other")}
        self.people["admin"] = "admin"
        self.offset = 0.0
        stage.wait(0)
        self.task = stage.post(self.people["poster"], price, requires_proof, days)
        self.escrow = stage.escrow(self.task)
        self.model = Model(
            price,
            requires_proof,
            stage.one("select deadline_at from task.task where id = %s", self.task),
        )
        for which, cents in parts.items():
            self.model.claims[which].cents = cents
        self.log: list[str] = []
        self.parked: list[tuple[str, tuple[str, str, str]]] = []
        self.told: set[tuple[str, str]] = set()

    def try_(self, label: str, answer: str, allowed: bool, crash: str = "") -> None:
        """Compare an answer with the model's."""
        self.log.append(f"{label} {crash} -> {answer}")
        refused = answer.startswith("HX") or answer in ("40P01", "40001", "HXA09", "HXA10")
        assert answer not in ("HXA09", "HXA10", "40P01", "40001", "HX007", "HX008"), self.log
        assert refused != allowed, self.log

    def do(
        self,
        label: str,
        who: str,
        statement: str,
        judge: Callable[[Model, datetime], bool],
        *arguments: object,
        crash: str = "",
    ) -> None:
        """An act of a person, or one that is undone in the end."""
        before = self.digest()
        # Opening a dispute is a member's act, also an admin's.
        run = self.stage.admin if who == "admin" and label != "contest" else self.as_member(who)
        answer = run(statement, *arguments, crash=crash)
        if answer == "undone":
            assert self.digest() == before, (self.log, label, crash)
            return
        self.try_(f"{who}: {label}", answer, judge(self.model, self.stage.now))
        if answer.startswith("HX"):
            assert self.digest() == before, (self.log, "a refusal left something")

    def submit(self, who: str, crash: str) -> None:
        """Somebody submits a proof."""
        before = self.digest()
        answer = self.stage.submit(self.people[who], self.task, crash)
        if answer != "undone":
            self.try_(f"{who}: submit", answer, self.model.submit(who))
        if answer == "undone" or answer.startswith("HX"):
            assert self.digest() == before, self.log

    def as_member(self, who: str) -> Callable[..., str]:
        """How a member acts."""

        def run(statement: str, *arguments: object, crash: str = "") -> str:
            return self.stage.act(self.people[who], statement, *arguments, crash=crash)

        return run

    def digest(self) -> str:
        """A hash of what the history wrote."""
        return self.stage.digest(self.task, self.escrow)

    def pay(self, own: bool, crash: str = "") -> None:
        """Stripe tells of the payment, or of a second one."""
        intent = f"pi_{self.escrow}" if own else f"pi_two_{self.escrow}"
        heard = self.stage.hear(event(self.escrow, intent=intent, amount=self.model.price))
        if crash:
            before = self.digest()
            assert self.stage.take(heard, crash) == "undone"
            assert self.digest() == before, self.log
        answer = self.stage.take(heard)
        self.log.append(f"pay {own} -> {answer}")
        if ("pay", intent) in self.told:
            assert answer == "same_fact", self.log
            return
        self.told.add(("pay", intent))
        was_funded = self.model.funded
        self.model.pay(own)
        if not own and not was_funded and self.model.state == "OPEN":
            # The first payment funds, whatever its intent is called.
            self.model.funded, self.model.returned = True, self.model.returned - self.model.price
        expected = "funded" if self.model.funded > was_funded else "suspended_and_refunded"
        assert answer == expected, self.log

    def claim(self, which: str, fact: str, status: str, crash: str = "") -> None:
        """Stripe tells of a chargeback of the escrow's payment."""
        cents = self.model.claims[which].cents
        intent = self.stage.text(
            "select provider_intent_id from stripe.intent where escrow_id = %s"
            " and state = 'SUCCEEDED'",
            self.escrow,
        )
        dispute = f"du_{which}_{self.escrow}"
        heard = self.stage.hear(
            contested(self.escrow, fact, status, cents, dispute=dispute, intent=intent)
        )
        if crash:
            before = self.digest()
            assert self.stage.take(heard, crash) == "undone"
            assert self.digest() == before, self.log
        self.take_claim(heard, which, fact, status)

    def take_claim(self, heard: str, which: str, fact: str, status: str) -> None:
        """Let a fact of a chargeback take its effect."""
        answer = self.stage.take(heard)
        self.log.append(f"claim {which} {fact} {status} -> {answer}")
        assert not answer.startswith("HX"), self.log
        if not self.model.funded:
            assert answer == "no_escrow", self.log
            self.parked.append((heard, (which, fact, status)))
        elif (which, fact) in self.told:
            assert answer == "same_fact", self.log
        else:
            self.told.add((which, fact))
            self.model.claim(which, fact, status, self.stage.now)

    def again(self) -> None:
        """What Stripe told too early is tried again."""
        parked, self.parked = self.parked, []
        for heard, told in parked:
            self.take_claim(heard, *told)

    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.offset += seconds
        self.stage.wait(self.offset)
        self.log.append(f"wait {seconds}")

    def check(self) -> None:
        """Database and model agree: states, parts, books, orders, XP."""
        model, text = self.model, self.stage.text
        assert text(
            "select t.state || ' ' || e.state || ' ' || coalesce(e.release_cents, 0) || ' ' ||"
            " coalesce(e.refund_cents, 0) || ' ' || e.charged_back_cents || ' ' ||"
            " (e.held_at is not null)::text || ' ' || coalesce((select d.state from"
            " dispute.dispute d where d.task_id = t.id), '') from task.task t"
            " join escrow.escrow e on e.task_id = t.id where t.id = %s",
            self.task,
        ) == (
            f"{model.state} {model.escrow} {model.release} {model.refund} {model.charged_back}"
            f" {str(model.held).lower()} {model.dispute}"
        ), self.log
        assert (
            self.sums(
                "select a.kind, sum(l.amount_cents) from ledger.entry l join ledger.account a"
                " on a.id = l.account_id where l.escrow_id = %s group by a.kind"
                " having sum(l.amount_cents) <> 0"
            )
            == model.books()
        ), self.log
        assert sum(model.books().values()) == 0, self.log
        assert (
            self.sums(
                "select kind || ' ' || leg, sum(amount_cents) from settlement.settlement"
                " where escrow_id = %s and state <> 'FAILED' group by 1"
            )
            == model.orders()
        ), self.log
        assert (
            text("select string_agg(state, ' ' order by attempt) from proof.proof"
                 " where task_id = %s", self.task) or "None"
        ) == (" ".join(model.proofs) or "None"), self.log  # fmt: skip
        xp = text(
            "select effective_xp || ' ' || base_xp || ' ' || floor(base_xp * streak_multiplier"
            " * trust_multiplier * live_multiplier) from xp.entry where escrow_id = %s",
            self.escrow,
        )
        if model.state == "COMPLETED" and model.release >= 100:
            base = floor(model.release / 100)
            assert xp == f"{base} {base} {base}", self.log
        else:
            assert xp == "", self.log

    def sums(self, query: str) -> dict[str, int]:
        """Sums of the escrow by a label."""
        rows = self.stage.db.execute(query.encode(), (self.escrow,)).fetchall()
        return {str(kind): int(str(cents)) for kind, cents in rows}


TASK, PROOF = "select state from task.{}(%s)", "select state from proof.{}(%s{})"
Judge = Callable[[Model, str, datetime], bool]
# What a person does: the statement of a task, and whether the model allows it to him.
MEMBERS: dict[str, tuple[str, Judge]] = {
    "accept": (TASK.format("accept"), lambda m, who, now: m.accept(who, now)),
    "start": (TASK.format("start"), lambda m, who, now: m.start(who, now)),
    "request": (TASK.format("request_completion"), lambda m, who, now: m.request(who)),
    "complete": (TASK.format("complete"), lambda m, who, now: m.complete()),
    "cancel": (TASK.format("cancel"), lambda m, who, now: m.cancel(now)),
    "abandon": (TASK.format("abandon"), lambda m, who, now: m.abandon(who, now)),
    "contest": (
        "select state from dispute.create(%s, 'OTHER', 'not so')",
        lambda m, who, now: m.contest(who, now),
    ),
    "accept_proof": (
        PROOF.format("accept", ""),
        lambda m, who, now: who == "poster" and m.review(True, now),
    ),
    "reject": (
        PROOF.format("reject", ", 'no'"),
        lambda m, who, now: who == "poster" and m.review(False, now),
    ),
}


def act(play: Play, step: tuple[str, ...], crash: str) -> None:
    """One step of a history."""
    name, who = step[0], step[1] if len(step) > 1 else "poster"
    if name == "pay":
        play.pay(who == "own", crash)
    elif name == "again":
        play.again()
    elif name == "wait":
        play.wait(float(who))
    elif name == "claim":
        play.claim(step[1], step[2], step[3], crash)
    elif name == "submit":
        play.submit(who, crash)
    elif name in MEMBERS:
        statement, judge = MEMBERS[name]
        proof = play.stage.text("select support.proof_of(%s)", play.task)
        subject = play.task if "proof." not in statement else None if proof == "None" else proof
        play.do(name, who, statement, lambda m, now: judge(m, who, now), subject, crash=crash)
    else:
        staff(play, step, crash)


def staff(play: Play, step: tuple[str, ...], crash: str) -> None:
    """One step of the staff."""
    name, text = step[0], play.stage.text
    dispute = text("select id from dispute.dispute where task_id = %s", play.task) or None
    if name in Model.FORWARD:
        who = "'both', " if name == "request_evidence" else ""
        play.do(name, "admin", f"select state from dispute.{name}(%s, {who}'because')",
                lambda m, n: m.forward(name), dispute, crash=crash)  # fmt: skip
    elif name == "resolve":
        percent = int(step[2]) if step[2] else None
        play.do(f"resolve {step[1:]}", "admin",
                "select state from dispute.resolve(%s, %s, 'because', %s)",
                lambda m, n: m.resolve(step[1], percent), dispute, step[1], percent,
                crash=crash)  # fmt: skip
    elif name == "hold":
        play.do(f"hold {step[1]}", "admin", "select id from escrow.hold(%s, %s, 'because')",
                lambda m, n: m.hold(step[1], n), play.escrow, step[1], crash=crash)  # fmt: skip
    elif name == "unhold":
        hold = text("select id from escrow.hold where escrow_id = %s and kind = %s"
                    " order by opened_at desc, id desc limit 1", play.escrow, step[1])  # fmt: skip
        play.do(f"unhold {step[1]}", "admin", "select id from escrow.lift_hold(%s, 'because')",
                lambda m, n: m.unhold(step[1], n), hold or None, crash=crash)  # fmt: skip
    elif name == "force_release":
        play.do(name, "admin", "select state from escrow.release(%s, 'because')",
                lambda m, n: m.force_release(), play.escrow, crash=crash)  # fmt: skip
    elif name == "force_refund":
        play.do(name, "admin", "select state from escrow.refund(%s, 'because')",
                lambda m, n: m.force_refund(), play.escrow, crash=crash)  # fmt: skip
    elif name == "charge_worker":
        claim, cents = step[1], play.model.claims[step[1]].cents // int(step[2])
        row = text("select id from stripe.chargeback where provider_dispute_id = %s",
                   f"du_{claim}_{play.escrow}")  # fmt: skip
        play.do(f"charge {claim} {cents}", "admin",
                "select account_id from admin.charge_worker(%s, %s, 'because')",
                lambda m, n: m.charge_worker(claim, cents), row or None, cents,
                crash=crash)  # fmt: skip
    elif name == "write_off":
        cents = play.model.price // int(step[1])
        poster = text("select poster_id from task.task where id = %s", play.task)
        play.do(f"write off {cents}", "admin",
                "select account_id from admin.write_off_debt(%s, %s, 'because')",
                lambda m, n: m.write_off(cents), poster, cents, crash=crash)  # fmt: skip
    else:
        assert name == "send_refund"
        order = text("select id from settlement.settlement where escrow_id = %s and kind = 'refund'"
                     " and leg = 'poster' and state = 'PENDING'", play.escrow)  # fmt: skip
        if play.model.send_refund():
            for state in ("LOCKED", "SUBMITTED", "CONFIRMED", "SETTLED"):
                play.stage.db.execute("update settlement.settlement set state = %s,"
                                      " provider_reference = 'ref_' || id where id = %s",
                                      (state, order))  # fmt: skip
            play.log.append("refund sent")


PARTIES = st.sampled_from(["worker", "other", "poster"])
HUSTLER = st.sampled_from(["worker", "worker", "other"])
STEPS = st.one_of(
    st.tuples(st.just("pay"), st.sampled_from(["own", "own", "second"])),
    st.tuples(st.just("accept"), HUSTLER),
    st.tuples(st.just("start"), HUSTLER),
    st.tuples(st.just("request"), HUSTLER),
    st.tuples(st.just("submit"), HUSTLER),
    st.tuples(st.just("submit"), HUSTLER),
    st.tuples(st.sampled_from(["accept_proof", "reject", "reject"]),
              st.sampled_from(["poster", "poster", "poster", "worker"])),
    st.sampled_from([("complete",), ("cancel",), ("cancel",), ("again",), ("send_refund",)]),
    st.tuples(st.just("abandon"), PARTIES),
    st.tuples(st.just("contest"), st.sampled_from(["worker", "poster", "other", "admin"])),
    st.sampled_from([("request_evidence",), ("start_review",), ("escalate",)]),
    st.sampled_from([("resolve", o, p) for o, p in (
        ("HUSTLER_WINS", ""), ("CLIENT_WINS", ""), ("SPLIT", "50"), ("SPLIT", "1"),
        ("SPLIT", "33"), ("SPLIT", "49"), ("SPLIT", "99"), ("HUSTLER_WINS", "10"), ("SPLIT", ""))]),
    st.tuples(st.sampled_from(["hold", "unhold"]), st.sampled_from(["FRAUD", "REVIEW"])),
    st.sampled_from([("force_release",), ("force_refund",)]),
    st.one_of(st.tuples(st.just("charge_worker"), st.sampled_from("aab"), st.sampled_from("13")),
              st.tuples(st.just("write_off"), st.sampled_from("14"))),
    st.tuples(st.just("claim"), st.sampled_from(["a", "a", "b"]),
              st.sampled_from(["created", "funds_withdrawn", "funds_reinstated"]), st.just("")),
    st.tuples(st.just("claim"), st.sampled_from(["a", "a", "b"]), st.just("closed"),
              st.sampled_from(["won", "lost"])),
    st.tuples(st.just("wait"), st.sampled_from(["30", "61", "290", "301", "4000", "80000",
                                                "90000", "200000", "700000"])),
)  # fmt: skip
# Legal beginnings, so that histories get far.
PAID: list[tuple[str, ...]] = [("pay", "own")]
TAKEN: list[tuple[str, ...]] = [*PAID, ("accept", "worker")]
WAITING: list[tuple[str, ...]] = [*TAKEN, ("submit", "worker")]
BEGINNINGS: list[list[tuple[str, ...]]] = [
    [], PAID, TAKEN, [*TAKEN, ("start", "worker")], [*TAKEN, ("request", "worker")], WAITING,
    [*WAITING, ("reject", "poster")], [*WAITING, ("accept_proof", "poster")],
    [*WAITING, ("contest", "worker")], [*WAITING, ("complete",)], [*PAID, ("cancel",)],
    [*TAKEN, ("abandon", "worker"), ("accept", "other")], [*TAKEN, ("wait", "400"), ("cancel",)],
    [*WAITING, ("contest", "poster"), ("resolve", "SPLIT", "60")],
    [*WAITING, ("claim", "a", "created", ""), ("claim", "a", "closed", "lost")],
    [*WAITING, ("complete",), ("claim", "a", "created", ""), ("claim", "a", "closed", "lost")],
]  # fmt: skip
HISTORY = st.tuples(
    st.sampled_from(BEGINNINGS),
    st.lists(st.tuples(STEPS, st.sampled_from([""] * 14 + ["rollback", "kill"])),
             min_size=1, max_size=14),
)  # fmt: skip


@pytest.fixture(scope="module")
def stage(url: str) -> Iterator[Stage]:
    """The module's stage."""
    made = Stage(url)
    yield made
    made.db.close()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="HX_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    price=st.one_of(st.integers(500, 50000), st.sampled_from([500, 999, 10000, 20001])),
    requires_proof=st.booleans(),
    days=st.sampled_from([2, 2, 12]),
    parts=st.tuples(st.integers(1, 100), st.integers(1, 100)),
    history=HISTORY,
)
def test_any_history(
    stage: Stage,
    *,
    price: int,
    requires_proof: bool,
    days: int,
    parts: tuple[int, int],
    history: tuple[list[tuple[str, ...]], list[tuple[tuple[str, ...], str]]],
) -> None:
    """LIF-12 ESC-16 DIS-04 W2 D15 D27 D28 A8 X1: any history ends as the model does."""
    beginning, steps = history
    # Most chargebacks are of the whole; some are of a part, a few of more.
    cents = {w: price * 3 // 2 if p > 90 else price if p > 50 else max(1, price * p // 100)
             for w, p in zip("ab", parts, strict=True)}  # fmt: skip
    play = Play(stage, price, requires_proof, days, cents)
    for step, crash in [*((s, "") for s in beginning), *steps]:
        act(play, step, crash)
        play.check()
    posted = stage.post(play.people["poster"], 500)
    assert (posted == "HX204") == (play.model.owed > 0), (play.log, posted)
    broken = stage.text(
        "select string_agg(invariant || ': ' || violations, ', ') from audit.prove()"
        " where violations > 0"
    )
    assert broken in ("None", ""), (play.log, broken)
