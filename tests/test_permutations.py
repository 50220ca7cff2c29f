"""Every two and three acts that fit a task, begun at once by real sessions: one legal end.

`HX_ROUNDS` repeats them. Source: A8, D15, D19, P5, P7 of failures.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations

import psycopg
import pytest

from clones import Connection
from people import Person, at_once, attempt, chargeback, count, escrow_of, fund, job, prove

ROUNDS = int(os.environ.get("HX_ROUNDS", "1"))
ACCEPT = "select state from task.accept(%s)"
REVIEW = "select state from proof.{}((proof.get_by_task_id(%s)).id{})"
DISPUTE = "(select id from dispute.get_by_task_id(%s))"
RESOLVE = "select state from dispute.resolve(" + DISPUTE + ", {})"
CONTEST = "select state from dispute.create(%s, 'OTHER', 'not so')"

# Who does what: session, and statement of the task or (escrow.…) of its escrow.
ACTS = {
    "accept": ("worker", ACCEPT),
    "accept too": ("other", ACCEPT),
    "cancel": ("poster", "select state from task.cancel(%s)"),
    "abandon": ("worker", "select state from task.abandon(%s)"),
    "start": ("worker", "select state from task.start(%s)"),
    "request": ("worker", "select state from task.request_completion(%s)"),
    "accept proof": ("poster", REVIEW.format("accept", "")),
    "reject": ("poster", REVIEW.format("reject", ", 'no'")),
    "complete": ("poster", "select state from task.complete(%s)"),
    "contest": ("worker", CONTEST),
    "contest too": ("poster", CONTEST),
    "admin contests": ("admin", CONTEST),
    "escalate": ("admin", "select state from dispute.escalate(" + DISPUTE + ", 'because')"),
    "worker wins": ("admin", RESOLVE.format("'HUSTLER_WINS', 'so'")),
    "poster wins": ("admin", RESOLVE.format("'CLIENT_WINS', 'so'")),
    "split": ("admin", RESOLVE.format("'SPLIT', 'so', 40")),
    "hold": ("admin", "select escrow_state from escrow.hold(%s, 'FRAUD', 'because')"),
    "refund": ("admin", "select state from escrow.refund(%s, 'because')"),
    "release": ("admin", "select state from escrow.release(%s, 'because')"),
}
# The chargeback's events, and the clock where it is there.
STRIPES = {"charged back": ("created", ""), "lost": ("closed", "lost"), "won": ("closed", "won")}
STRIPE = tuple(STRIPES)
STAGES = {
    "open": ("accept", "accept too", "cancel", "refund", "hold", *STRIPE),
    "taken": ("abandon", "start", "submit", "cancel", "refund", "admin contests", "hold", *STRIPE),
    "requested": ("complete", "abandon", "cancel", "contest", "admin contests", "refund", *STRIPE),
    "waiting": ("accept proof", "reject", "complete", "contest", "contest too", "admin contests",
                "hold", "clock", *STRIPE),
    "rejected": ("submit", "contest", "contest too", "admin contests", "refund", "abandon",
                 "hold", *STRIPE),
    "approved": ("complete", "release", "reject", "contest", "hold", *STRIPE),
    "disputed": ("worker wins", "poster wins", "split", "escalate", "contest", "complete", "hold",
                 *STRIPE),
}  # fmt: skip
LEGAL = {
    "OPEN FUNDED", "OPEN LOCKED_DISPUTE", "ACCEPTED FUNDED", "ACCEPTED LOCKED_DISPUTE",
    "PROOF_SUBMITTED FUNDED", "PROOF_SUBMITTED LOCKED_DISPUTE", "DISPUTED LOCKED_DISPUTE",
    "COMPLETED RELEASED", "COMPLETED REFUND_PARTIAL", "CANCELLED REFUNDED",
    "CANCELLED REFUND_PARTIAL",
}  # fmt: skip
ENDED = ("COMPLETED", "CANCELLED")
# An answer that says that this act ended the task, and how.
ENDS = {
    "cancel": "CANCELLED", "complete": "COMPLETED", "refund": "REFUNDED", "release": "RELEASED",
    "worker wins": "RESOLVED", "poster wins": "RESOLVED", "split": "RESOLVED",
}  # fmt: skip
TWICE = """
select count(*) from escrow.escrow as e
 where e.task_id = %s and (
       (select count(*) from ledger.journal as j where j.escrow_id = e.id
            and j.kind in ('release', 'refund', 'partial')) <> (e.closed_at is not null)::integer
    or (select coalesce(sum(l.amount_cents), 0) from ledger.entry as l
          join ledger.account as a on a.id = l.account_id where l.escrow_id = e.id
            and a.kind = 'escrow') <> case when e.closed_at is null then e.amount_cents else 0 end
    or (select coalesce(sum(s.amount_cents), 0) from settlement.settlement as s
         where s.escrow_id = e.id and s.state <> 'FAILED')
       <> coalesce(e.worker_cents, 0) + coalesce(e.refund_cents, 0)
          - (select coalesce(sum(c.from_refund_cents), 0) from stripe.chargeback as c
              where c.escrow_id = e.id) - case when exists (select from stripe.chargeback as c
                    where c.escrow_id = e.id and c.outcome is null and e.closed_at is not null)
                 then e.refund_cents else 0 end)
"""


class Cast:
    """The sessions: one an act, so that all begin at once."""

    def __init__(self, url: str, owner: Connection) -> None:
        self.url, self.owner = url, owner
        owner.execute(
            "update city.rule set new_poster_cancellations = 1000000, disputes_a_day = 1000000"
        )
        for name in ("poster", "worker", "other"):
            Person(url, name).register()
        with owner.transaction():
            owner.execute("select support.admin('admin')")
        self.sessions: dict[str, Connection] = {}
        for act, (name, statement) in ACTS.items():
            # Opening a dispute is a member's act, also an admin's.
            self.sessions[act] = self.person(name, is_member=statement == CONTEST).db
        for name in ("poster", "worker", "admin"):
            self.sessions[name] = self.person(name).db
        self.sessions["submit"] = self.person("worker").db
        for act in (*STRIPES, "clock", "stripe"):
            self.sessions[act] = job(url)
        self.clock = attempt(
            owner,
            "select count(*) from pg_proc where pronamespace = 'task'::regnamespace"
            " and proname = 'process_due' and pronargs = pronargdefaults",
        )

    def person(self, name: str, is_member: bool = False) -> Person:
        """A session of somebody; the admin's in his role."""
        made = Person(self.url, name)
        if name == "admin" and not is_member:
            made.db.execute("set role hx_admin")
        return made

    def call(self, session: str, statement: str, *arguments: object) -> str:
        """One statement in a session."""
        return attempt(self.sessions[session], statement, *arguments)

    def submit(self, task: str) -> str:
        """The worker submits a proof."""
        submitter = Person.__new__(Person)
        submitter.db = self.sessions["submit"]
        return submitter.submit(task)

    def task_in(self, stage: str) -> str:
        """A new task in a state."""
        debt = (
            "select count(admin.write_off_debt(u.id, -a.balance_cents, 'test')) from account.user u"
            " join ledger.account a on a.owner_id = u.id and a.kind = 'debt'"
            " where u.email = 'poster@example.test' and a.balance_cents < 0"
        )
        # More than one may forgive a person alone, in all.
        limit = "update core.setting set value = '999999999' where name = 'two_person_cents'"
        self.owner.execute(limit.encode())
        with self.owner.transaction():
            self.owner.execute("select support.be('admin')")
            self.owner.execute(debt.encode())
        task = self.call(
            "poster",
            "select id from task.create('Move a couch', 'Down the stairs', 'moving', 10000,"
            " now() + interval '2 days', '1201 2nd Ave', 47.6075, -122.3381,"
            " requires_proof => %s)",
            stage != "requested",
        )
        fund(self.owner, self.sessions["stripe"], task)
        if stage != "open":
            assert self.call("worker", ACCEPT, task) == "ACCEPTED"
        if stage == "requested":
            assert self.call("request", ACTS["request"][1], task) == "ACCEPTED"
        elif stage not in ("open", "taken"):
            assert self.submit(task) == "SUBMITTED"
        if stage == "rejected":
            assert self.call("poster", ACTS["reject"][1], task) == "REJECTED"
        elif stage == "approved":
            assert self.call("poster", ACTS["accept proof"][1], task) == "ACCEPTED"
        elif stage == "disputed":
            assert self.call("worker", CONTEST, task) == "OPEN"
        return task

    def act(self, name: str, task: str) -> Callable[[], str]:
        """An act, ready to begin."""
        escrow = escrow_of(self.owner, task)
        if name == "submit":
            return partial(self.submit, task)
        if name in STRIPES:
            fact, status = STRIPES[name]
            told = attempt(
                self.sessions[name],
                "select event_id from stripe.ingest(%s)",
                chargeback(escrow, fact, status),
            )
            return partial(self.call, name, "select outcome from stripe.process(%s)", told)
        if name == "clock":
            self.owner.execute(
                "update task.task set due_at = core.now() where id = %s and due_at is not null",
                (task,),
            )
            return partial(self.call, name, "select count(task.process_due())")
        statement = ACTS[name][1]
        return partial(self.call, name, statement, escrow if "escrow." in statement else task)


@pytest.fixture(scope="module")
def cast(url: str) -> Iterator[Cast]:
    """The module's sessions; at the end no deadlock was counted."""
    with psycopg.connect(url, autocommit=True) as owner:
        made = Cast(url, owner)
        yield made
        for session in made.sessions.values():
            session.close()
        owner.execute("select pg_stat_force_next_flush()")
        assert (
            count(
                owner, "select deadlocks from pg_stat_database where datname = current_database()"
            )
            == 0
        )


@pytest.mark.parametrize("how_many", [2, 3])
@pytest.mark.parametrize("stage", STAGES)
def test_acts_at_once(cast: Cast, stage: str, how_many: int) -> None:
    """A8 D15 D19 P5 P7 D1: whatever begins at once, one legal end, no deadlock, no money twice."""
    acts = [a for a in STAGES[stage] if a != "clock" or cast.clock != "0"]
    for chosen in list(combinations(acts, how_many)) * ROUNDS:
        if {"lost", "won"} <= {*chosen}:
            continue
        task = cast.task_in(stage)
        answers = dict(zip(chosen, at_once([cast.act(name, task) for name in chosen]), strict=True))
        told = (stage, answers)
        assert not {"40P01", "40001", "HXA09", "HXA10", "HX007", "HX008"} & {*answers.values()}, (
            told
        )
        state = attempt(
            cast.owner,
            "select t.state || ' ' || e.state from task.task t join escrow.escrow e"
            " on e.task_id = t.id where t.id = %s",
            task,
        )
        assert state in LEGAL, (told, state)
        assert count(cast.owner, TWICE, task) == 0, (told, state)
        ends = {answer for name, answer in answers.items() if answer == ENDS.get(name)}
        assert len(ends) <= 1 or ends in ({"CANCELLED", "REFUNDED"}, {"COMPLETED", "RELEASED"}), (
            told
        )
        assert not ends or state.split()[0] in ENDED, (told, state)
    prove(cast.owner)


def test_who_waited_is_older_than_the_hold(cast: Cast) -> None:
    """D7 D19: who began before a hold was opened may contest beside it, or end it."""
    for act in ("contest", "lift", "won"):
        task = cast.task_in("rejected")
        escrow = escrow_of(cast.owner, task)
        session = {"contest": "contest", "lift": "admin", "won": "won"}[act]
        won = cast.act("won", task)
        with cast.sessions[session].transaction():
            attempt(cast.sessions[session], "select now()")
            hold = "select id from escrow.hold(%s, 'REVIEW', 'because')"
            held = cast.call("hold", hold, escrow)
            assert cast.act("charged back", task)() == "held"
            if act == "contest":
                assert cast.call("contest", CONTEST, task) == "OPEN"
            elif act == "won":
                assert cast.call("hold", "select id from escrow.lift_hold(%s, 'x')", held) == held
                assert won() == "won"
            else:
                assert cast.call("admin", "select id from escrow.lift_hold(%s, 'x')", held) == held
    prove(cast.owner)


def test_debts_and_payables_are_locked_in_one_order(cast: Cast) -> None:
    """D28 P1: a worker is charged while he is paid by the same poster: no deadlock."""
    poster, worker = Person(cast.url, "debtor").register(), Person(cast.url, "payee").register()
    stripe, admin = cast.sessions["stripe"], cast.sessions["admin"]

    def told(task: str, fact: str, status: str = "") -> str:
        body = chargeback(escrow_of(cast.owner, task), fact, status)
        return attempt(stripe, "select event_id from stripe.ingest(%s)", body)

    def approved(task: str, who: Person) -> str:
        fund(cast.owner, stripe, task)
        assert who.call(ACCEPT, task) == "ACCEPTED"
        assert who.submit(task) == "SUBMITTED"
        assert poster.call(ACTS["accept proof"][1], task) == "ACCEPTED"
        return task

    process = "select outcome from stripe.process(%s)"
    other = Person(cast.url, "other")
    # The debt is older than the payable: by their ids they would be locked crosswise.
    first, *tasks = [poster.post() for _ in range(21)]
    approved(first, other)
    assert attempt(stripe, process, told(first, "closed", "lost")) == "lost"
    for charged, paid in zip(tasks[::2], tasks[1::2], strict=True):
        approved(charged, worker)
        assert attempt(stripe, process, told(charged, "closed", "lost")) == "lost"
        claim = attempt(
            cast.owner,
            "select id from stripe.chargeback where escrow_id = %s",
            escrow_of(cast.owner, charged),
        )
        approved(paid, worker)
        lost = told(paid, "closed", "lost")
        charge = "select admin.charge_worker(%s, 10000, 'because')"
        answers = at_once(
            [partial(attempt, admin, charge, claim), partial(attempt, stripe, process, lost)]
        )
        assert not {"40P01", "HXA09", "HXA10"} & {*answers}, answers
        assert answers[1] == "lost"
    prove(cast.owner)
