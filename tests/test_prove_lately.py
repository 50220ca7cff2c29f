"""The proof of every minute: over what moved since the last, no further than all see. STL-08."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from clones import Connection, with_part
from people import attempt


@pytest.fixture
def worker(url: str) -> Iterator[Connection]:
    """A session of the workers."""
    with psycopg.connect(with_part(url, user="hx_job"), autocommit=True) as db:
        db.execute("select audit.prove_lately()")
        yield db


def lately(worker: Connection, most: int = 2000) -> tuple[int, int, list[str]]:
    """Prove what moved: how many things, how many violations, of which invariants."""
    row = worker.execute(
        "select subjects, violations, broken from audit.prove_lately(%s)", (most,)
    ).fetchone()
    assert row is not None
    return row  # type: ignore[return-value]


def test_what_moved_is_looked_at_once(owner: Connection, worker: Connection) -> None:
    """A life is proved in the minute in which it was lived, and then no more."""
    owner.execute("select support.task_in('COMPLETED')")
    subjects, violations, broken = lately(worker)
    assert subjects > 5 and violations == 0 and broken == []
    assert lately(worker) == (0, 0, [])


def test_what_is_under_way_waits(url: str, owner: Connection, worker: Connection) -> None:
    """What commits late is looked at then: the horizon stays before it."""
    with psycopg.connect(url) as late:
        late.execute("select support.task_in('OPEN', 'late')")
        owner.execute("select support.task_in('OPEN', 'early')")
        assert lately(worker)[0] == 0
        late.commit()
    subjects, violations, _ = lately(worker)
    assert subjects > 5 and violations == 0


@pytest.mark.parametrize(
    ("invariant", "plant"),
    [
        (
            "endings_together",
            "update task.task set state = 'CANCELLED', completed_at = null, cancelled_at = now()"
            " where id = {task}",
        ),
        (
            "escrows_agree_with_ledger",
            "delete from ledger.entry where escrow_id = {escrow} and line = 2",
        ),
        (
            "journals_balance",
            "update ledger.entry set amount_cents = amount_cents + 1 where escrow_id = {escrow}"
            " and line = 1",
        ),
        ("events_tell_the_states", "update task.task set version = version + 1 where id = {task}"),
        (
            "moves_are_legal",
            "update core.event set from_state = 'COMPLETED' where aggregate_id = {task}"
            " and version = 2",
        ),
        (
            "balances_follow_entries",
            "update ledger.account set balance_cents = balance_cents + 1"
            " where balance_cents is not null",
        ),
        ("points_are_earned", "delete from trust.point where task_id = {task}"),
    ],
)
@pytest.mark.parametrize("most", [2000, 1])
def test_what_is_broken_is_found(
    owner: Connection, worker: Connection, invariant: str, plant: str, most: int
) -> None:
    """Whatever is wrong about what moved is counted, one by one or over all, and is a finding."""
    task = attempt(owner, "select support.task_in('COMPLETED', 'p', 'w')")
    escrow = attempt(owner, "select support.escrow_of(%s)", task)
    with owner.transaction():
        owner.execute("reset role")
        owner.execute("set local session_replication_role = replica")
        owner.execute(plant.format(task=f"'{task}'", escrow=f"'{escrow}'").encode())
    _, violations, broken = lately(worker, most)
    assert invariant in broken and violations > 0
    told = owner.execute(
        "select count(*) from audit.finding where kind = 'invariant_broken'"
        " and details ->> 'invariant' = %s",
        (invariant,),
    ).fetchone()
    assert told == (1,)
