"""Clocks on real connections: several at once, against people, after a crash, three days late.

LIF-16 ESC-21 QUE-19 A8 P24 M10 of failures.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import psycopg
import pytest

from clones import Connection
from people import Person, at_once, attempt, count, fund, job, prove

ROUNDS = 12
TASKS = "select task.process_due()"
DISPUTES = "select dispute.process_due()"
ACCOUNTS = "select account.process_due()"
ACCEPT = "select state from task.accept(%s)"
LATE = "select support.set_clock(interval '5 days')"
FAILED = "select count(*) from core.clock_failure"


@pytest.fixture(autouse=True)
def proved(owner: Connection) -> Iterator[None]:
    """Each test begins at the real time; after it nothing failed and the books are proved."""
    owner.execute("select support.set_clock(interval '0')")
    owner.execute("update city.rule set new_poster_cancellations = 1000000")
    yield
    assert count(owner, FAILED) == 0
    prove(owner)


@pytest.fixture
def people(url: str, owner: Connection) -> Iterator[dict[str, Person]]:
    """A poster and a hustler, at the real time."""
    made = {name: Person(url, name).register() for name in ("poster", "worker")}
    for person in made.values():
        person.db.execute("reset role")
        person.db.execute("select core.become(%s, 'test')", (f"{person.name}@example.test",))
        person.db.execute("set role hx_member")
    yield made
    for person in made.values():
        person.db.close()


@pytest.fixture
def clocks(url: str) -> Iterator[list[Connection]]:
    """Sessions of four workers."""
    made = [job(url) for _ in range(4)]
    yield made
    for one in made:
        one.close()


def late(owner: Connection, people: dict[str, Person]) -> None:
    """It is five days later, for everybody."""
    owner.execute(LATE.encode())
    for person in people.values():
        person.db.execute("reset role")
        person.db.execute("select core.become(%s, 'test')", (f"{person.name}@example.test",))
        person.db.execute("set role hx_member")


def funded(owner: Connection, clock: Connection, people: dict[str, Person]) -> str:
    """A funded task of the poster."""
    task = people["poster"].post()
    fund(owner, clock, task)
    return task


def submitted(owner: Connection, clock: Connection, people: dict[str, Person]) -> str:
    """A task with a proof that waits."""
    task = funded(owner, clock, people)
    assert people["worker"].call(ACCEPT, task) == "ACCEPTED"
    assert people["worker"].submit(task) == "SUBMITTED"
    return task


def states(owner: Connection, task: str) -> str:
    """States of a task and its escrow."""
    return attempt(
        owner,
        "select t.state || ' ' || e.state from task.task t join escrow.escrow e"
        " on e.task_id = t.id where t.id = %s",
        task,
    )


def all_due(clock: Connection, statement: str, batch: int = 7) -> str:
    """Call a clock until it answers 0; how many rows it took, or the code that refused it."""
    total = 0
    while (taken := attempt(clock, statement.replace("()", f"({batch})"))) != "0":
        if not taken.isdecimal():
            return taken
        total += int(taken)
    return str(total)


def test_four_clocks_of_tasks(
    owner: Connection, people: dict[str, Person], clocks: list[Connection]
) -> None:
    """M10 P24: sixty due tasks of the same few people, four clocks at once: one effect each."""
    owner.execute(
        "select support.task_in(s.state, 'poster' || n % 3, 'worker' || n % 4)"
        " from generate_series(1, 20) as n cross join (values ('OPEN'), ('PROOF_SUBMITTED'),"
        " ('ACCEPTED')) as s (state)"
    )
    owner.execute(LATE.encode())
    answers = at_once([partial(all_due, clock, TASKS) for clock in clocks])
    assert all(answer.isdecimal() for answer in answers), answers
    assert all_due(clocks[0], TASKS) == "0"
    # Each once, and the overdue once more: warned, then disputed.
    assert sum(map(int, answers)) == 80
    told = owner.execute(
        "select t.state, e.state, (select count(*) from ledger.journal j where j.escrow_id = e.id"
        " and j.kind <> 'fund'), (select count(*) from settlement.settlement s where s.escrow_id ="
        " e.id), (select count(*) from xp.entry x where x.escrow_id = e.id), count(*)"
        " from task.task t join escrow.escrow e on e.task_id = t.id"
        " join account.user u on u.id = t.poster_id where u.email ~ '^poster[0-9]'"
        " group by 1, 2, 3, 4, 5 order by 1"
    ).fetchall()
    assert told == [
        ("COMPLETED", "RELEASED", 1, 1, 1, 20),
        ("DISPUTED", "LOCKED_DISPUTE", 0, 0, 0, 20),
        ("EXPIRED", "REFUNDED", 1, 1, 0, 20),
    ]
    assert count(owner, "select count(*) from core.event where event = 'overdue_warned'") == 20


def test_four_clocks_of_disputes_and_accounts(
    owner: Connection, people: dict[str, Person], clocks: list[Connection]
) -> None:
    """M10: each dispute is escalated once, each suspension ended once."""
    owner.execute(
        "do $$ begin for n in 1 .. 20 loop perform support.act('contester' || n, format("
        "'select dispute.create(%L, ''OTHER'', ''No'')', support.task_in('REJECTED', 'crowd',"
        " 'contester' || n))); end loop; end $$"
    )
    owner.execute(
        "update account.user set state = 'SUSPENDED', suspension_ends_at = core.now()"
        " where email ~ '^contester'"
    )
    owner.execute(LATE.encode())
    for statement, moves in (
        (DISPUTES, "select count(*) from core.event where event = 'escalated'"),
        (ACCOUNTS, "select count(*) from core.event where event = 'reinstated'"),
    ):
        before = count(owner, moves)
        answers = at_once([partial(all_due, clock, statement) for clock in clocks])
        assert all(answer.isdecimal() for answer in answers), answers
        assert count(owner, moves) - before >= 20
        assert attempt(clocks[0], statement) == "0"
    twice = (
        "select count(*) from (select from core.event where event in ('escalated', 'reinstated')"
        " group by aggregate_id having count(*) > 1) as twice"
    )
    assert count(owner, twice) == 0


def test_clock_against_complete(
    owner: Connection, people: dict[str, Person], clocks: list[Connection]
) -> None:
    """A8: both want the same end: paid and awarded once."""
    for _ in range(ROUNDS):
        owner.execute("select support.set_clock(interval '0')")
        task = submitted(owner, clocks[0], people)
        late(owner, people)
        taken, done = at_once(
            [
                partial(all_due, clocks[0], TASKS),
                partial(people["poster"].call, "select state from task.complete(%s)", task),
            ]
        )
        assert done == "COMPLETED"
        assert taken in {"0", "1"}
        assert states(owner, task) == "COMPLETED RELEASED"
        assert count(owner, "select count(*) from xp.entry where task_id = %s", task) == 1
        as_now(owner, people)


def test_clock_against_reject(
    owner: Connection, people: dict[str, Person], clocks: list[Connection]
) -> None:
    """A8 P24: the proof is rejected and nothing paid, or accepted by the clock and paid."""
    for _ in range(ROUNDS):
        task = submitted(owner, clocks[0], people)
        proof = attempt(owner, "select id from proof.proof where task_id = %s", task)
        late(owner, people)
        taken, rejected = at_once(
            [
                partial(attempt, clocks[0], TASKS),
                partial(people["poster"].call, "select state from proof.reject(%s, 'no')", proof),
            ]
        )
        assert (taken, rejected) in {("0", "REJECTED"), ("1", "HXA03")}
        # A rejection past the deadline leaves the worker another day.
        assert states(owner, task) == ("ACCEPTED FUNDED" if taken == "0" else "COMPLETED RELEASED")
        as_now(owner, people)
        finish(owner, clocks[0], people, task)


def test_clock_against_cancel(
    owner: Connection, people: dict[str, Person], clocks: list[Connection]
) -> None:
    """A8: cancelled or expired, refunded once either way."""
    for _ in range(ROUNDS):
        task = funded(owner, clocks[0], people)
        late(owner, people)
        taken, cancelled = at_once(
            [
                partial(attempt, clocks[0], TASKS),
                partial(people["poster"].call, "select state from task.cancel(%s)", task),
            ]
        )
        assert (taken, cancelled) in {("0", "CANCELLED"), ("1", "HXA03")}
        assert states(owner, task) == f"{'CANCELLED' if taken == '0' else 'EXPIRED'} REFUNDED"
        refunds = (
            "select count(*) from settlement.settlement s join escrow.escrow e"
            " on e.id = s.escrow_id where e.task_id = %s"
        )
        assert count(owner, refunds, task) == 1
        as_now(owner, people)


def test_clock_against_accept(
    owner: Connection, people: dict[str, Person], clocks: list[Connection]
) -> None:
    """A8: past the deadline nobody takes it, whoever is first."""
    for _ in range(ROUNDS):
        task = funded(owner, clocks[0], people)
        late(owner, people)
        taken, accepted = at_once(
            [partial(all_due, clocks[0], TASKS), partial(people["worker"].call, ACCEPT, task)]
        )
        # The clock passes by what somebody has locked, and finds it the next time.
        assert (taken, accepted) in {("0", "HXA03"), ("1", "HXA03")}
        all_due(clocks[0], TASKS)
        assert states(owner, task) == "EXPIRED REFUNDED"
        as_now(owner, people)


def test_clock_against_dispute(
    owner: Connection, people: dict[str, Person], clocks: list[Connection]
) -> None:
    """P24: disputed, and the proof waits; or completed, and nothing is disputed."""
    for _ in range(3):
        task = submitted(owner, clocks[0], people)
        late(owner, people)
        taken, disputed = at_once(
            [
                partial(attempt, clocks[0], TASKS),
                partial(
                    people["poster"].call,
                    "select state from dispute.create(%s, 'OTHER', 'no')",
                    task,
                ),
            ]
        )
        assert (taken, disputed) in {("0", "OPEN"), ("1", "HXA03")}
        assert attempt(clocks[0], TASKS) == "0"
        proof = attempt(owner, "select state from proof.proof where task_id = %s", task)
        assert (states(owner, task), proof) == (
            ("DISPUTED LOCKED_DISPUTE", "SUBMITTED")
            if taken == "0"
            else ("COMPLETED RELEASED", "ACCEPTED")
        )
        as_now(owner, people)


def test_clock_against_hold(
    owner: Connection, people: dict[str, Person], clocks: list[Connection], url: str
) -> None:
    """P24: held first, it stands still; completed first, there is nothing left to hold."""
    staff = Person(url, "staff").register()
    owner.execute(
        "insert into account.staff (account_id, role) select id, 'hx_admin' from account.user"
        " where email = 'staff@example.test'"
    )
    staff.db.execute("reset role")
    staff.db.execute("select core.become('staff@example.test', 'test')")
    for _ in range(ROUNDS):
        task = submitted(owner, clocks[0], people)
        escrow = attempt(owner, "select id from escrow.escrow where task_id = %s", task)
        late(owner, people)
        _, held = at_once(
            [
                partial(all_due, clocks[0], TASKS),
                partial(
                    attempt,
                    staff.db,
                    "select escrow_state from escrow.hold(%s, 'REVIEW', 'odd')",
                    escrow,
                ),
            ]
        )
        assert held in {"LOCKED_DISPUTE", "HX002"}
        assert all_due(clocks[0], TASKS) == "0"
        assert states(owner, task) == (
            "PROOF_SUBMITTED LOCKED_DISPUTE" if held != "HX002" else "COMPLETED RELEASED"
        )
        as_now(owner, people)
    staff.db.close()


def test_crash_in_a_batch(
    owner: Connection, people: dict[str, Person], url: str, clocks: list[Connection]
) -> None:
    """QUE-19: a worker that dies before its commit did nothing; the next one does all of it."""
    tasks = [submitted(owner, clocks[0], people) for _ in range(3)]
    late(owner, people)
    dying = psycopg.connect(psycopg.conninfo.make_conninfo(url, user="hx_job"))
    row = dying.execute(TASKS.encode()).fetchone()
    assert row is not None
    assert row[0] == 3
    # What it has locked is passed by meanwhile.
    assert attempt(clocks[0], TASKS) == "0"
    owner.execute("select pg_terminate_backend(%s)", (dying.info.backend_pid,))
    dying.close()
    assert sum(int(all_due(clock, TASKS)) for clock in clocks) == 3
    assert {states(owner, task) for task in tasks} == {"COMPLETED RELEASED"}


def as_now(owner: Connection, people: dict[str, Person]) -> None:
    """It is the real time again, for everybody."""
    owner.execute("select support.set_clock(interval '0')")
    for person in people.values():
        person.db.execute("reset role")
        person.db.execute("select core.become(%s, 'test')", (f"{person.name}@example.test",))
        person.db.execute("set role hx_member")


def finish(owner: Connection, clock: Connection, people: dict[str, Person], task: str) -> None:
    """Bring rejected work to its end, so that later rounds count their own tasks alone."""
    if states(owner, task) == "ACCEPTED FUNDED":
        assert people["worker"].submit(task) == "SUBMITTED"
        assert people["poster"].call("select state from task.complete(%s)", task) == "COMPLETED"
