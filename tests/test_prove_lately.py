"""The proof of every minute: over what moved since the last, no further than all see. STL-08."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from clones import Connection, with_part
from people import attempt, seen_by_all


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
    seen_by_all(owner)
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
    seen_by_all(owner)
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
    seen_by_all(owner)
    _, violations, broken = lately(worker, most)
    assert invariant in broken and violations > 0
    told = owner.execute(
        "select count(*) from audit.finding where kind = 'invariant_broken'"
        " and details ->> 'invariant' = %s",
        (invariant,),
    ).fetchone()
    assert told == (1,)


@pytest.fixture
def looked_up(owner: Connection) -> None:
    """So many rows, by the server's estimate, that what moved is looked up one by one."""
    owner.execute("update pg_class set reltuples = 1e9 where oid = 'ledger.entry'::regclass")


@pytest.mark.usefixtures("looked_up")
def test_a_worker_has_nothing_run_by_the_owner(owner: Connection, worker: Connection) -> None:
    """A statement that the session prepared under the look-up's name is not the look-up. S2 S14."""
    views = owner.execute(
        "select c.oid from pg_class as c where c.relnamespace = 'audit'::regnamespace"
        " and c.relname like '\\_proves\\_%%' and c.relkind = 'v'"
    ).fetchall()
    worker.execute("deallocate all")
    for (view,) in views:
        worker.execute(
            f"prepare core_count_of_{view} (uuid) as with taken as (update core.setting"
            " set value = '99' where name = 'two_person_cents' returning value)"
            " select count(*) from taken".encode()
        )
    owner.execute("select support.task_in('OPEN')")
    seen_by_all(owner)
    subjects, violations, broken = lately(worker)
    assert subjects > 5 and violations == 0 and broken == []
    value = "select value from core.setting where name = 'two_person_cents'"
    assert attempt(owner, value) != "99"
    worker.execute("deallocate all")


@pytest.mark.usefixtures("looked_up")
def test_a_replaced_view_is_noticed(owner: Connection, worker: Connection) -> None:
    """A session that keeps a plan of a view counts by the view that a deploy made of it."""
    owner.execute("select support.task_in('OPEN')")
    seen_by_all(owner)
    assert lately(worker)[1] == 0
    whole = attempt(owner, "select pg_get_viewdef('audit._proves_amounts_are_prices'::regclass)")
    whole = whole.rstrip().rstrip(";")
    row = attempt(
        owner,
        "select string_agg(case when a.attnum = 1 then 't.id' else format('null::%%s',"
        " format_type(a.atttypid, a.atttypmod)) end, ', ' order by a.attnum) from pg_attribute as a"
        " where a.attrelid = 'audit._proves_amounts_are_prices'::regclass and a.attnum > 0",
    )
    view = "create or replace view audit._proves_amounts_are_prices as "
    owner.execute(f"{view}{whole} union all select {row} from task.task as t".encode())
    try:
        owner.execute("select support.task_in('OPEN')")
        seen_by_all(owner)
        assert "amounts_are_prices" in lately(worker)[2]
    finally:
        owner.execute(f"{view}{whole}".encode())


@pytest.mark.usefixtures("looked_up")
@pytest.mark.parametrize(
    ("invariant", "plant"),
    [
        (
            "acts_are_recorded",
            "update escrow.hold set opened_by = (select poster_id from task.task where id = {task})"
            " where escrow_id = {escrow} and kind = 'REVIEW'",
        ),
        (
            "chargebacks_have_evidence",
            "delete from stripe.evidence where chargeback_id in"
            " (select id from stripe.chargeback where escrow_id = {escrow})",
        ),
    ],
)
def test_what_hangs_on_what_moved_is_looked_at(
    owner: Connection, worker: Connection, invariant: str, plant: str
) -> None:
    """Holds and chargebacks have no events of their own; their escrow's are theirs."""
    task = attempt(owner, "select support.task_in('PROOF_SUBMITTED', 'p', 'w')")
    escrow = attempt(owner, "select support.escrow_of(%s)", task)
    hold = f"select escrow.hold(''{escrow}'', ''REVIEW'', ''odd'')"
    owner.execute(f"select support.act_as_admin('{hold}')".encode())
    owner.execute("select support.charge_back(%s, '{created}')", (task,))
    with owner.transaction():
        owner.execute("set local session_replication_role = replica")
        owner.execute(plant.format(task=f"'{task}'", escrow=f"'{escrow}'").encode())
    seen_by_all(owner)
    assert invariant in lately(worker)[2]
