"""The queue for real: relay, drain, failures, a killed worker, every task once.

QUE-01 QUE-05 QUE-11 QUE-14 QUE-18 QUE-19 QUE-13 EVT-028 W6 W11 W12 W14 W24 S-Q2 S-Q3 S-Q8.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from house import House, wait_until
from http_work import work
from jobs.app import make_app
from people import event
from web.settings import load


@pytest.fixture
def quiet(url: str, tmp_path: Path) -> Iterator[House]:
    """A house whose workers are not started yet."""
    made = House(url, tmp_path)
    yield made
    made.stop()


FAILED = (
    "select count(*) from procrastinate.procrastinate_jobs where queueing_lock = %s"
    " and status = 'failed'"
)


def failed_as_often(house: House, lock: str, times: int) -> bool:
    """Whether so many jobs of a lock failed."""
    return int(house.sql(FAILED, lock)) >= times


def fund_later(house: House) -> str:
    """An unfunded task whose payment is stored but not processed; returns its escrow."""
    person = house.registered(f"p{uuid4().hex[:8]}")
    escrow = str(person.post("task.create", work()).json()["data"]["escrow_id"])
    house.as_job("select stripe.ingest(%s)", event(escrow, intent=f"pi_{escrow}"))
    return escrow


def state(house: House, escrow: str) -> str:
    """An escrow's state."""
    return str(house.sql("select state from escrow.escrow where id = %s", escrow))


def test_orders_wait_for_workers(quiet: House) -> None:
    """What was ordered while no worker ran is done when one starts: the row is the order."""
    escrow = fund_later(quiet)
    time.sleep(1)
    assert state(quiet, escrow) == "PENDING"
    quiet.start_jobs()
    wait_until(lambda: state(quiet, escrow) == "FUNDED")
    quiet.prove()


def test_sweep_without_relay(quiet: House) -> None:
    """A relay that sees nothing loses nothing: the sweep finds what is due."""
    quiet.sql("create table public.kept as select * from core.drain")
    quiet.sql("update core.drain set aggregate = 'nothing'")
    try:
        quiet.start_jobs()
        escrow = fund_later(quiet)
        wait_until(lambda: state(quiet, escrow) == "FUNDED")
    finally:
        quiet.sql(
            "update core.drain as d set aggregate = k.aggregate from public.kept as k"
            " where k.kind = d.kind"
        )
        quiet.sql("drop table public.kept")


def test_worker_killed_in_a_job(quiet: House) -> None:
    """kill -9 in the middle: nothing half done, the job is swept and the order done once."""
    escrow = fund_later(quiet)
    quiet.sql(
        "create function public.slow() returns trigger language plpgsql as"
        " $$ begin perform pg_sleep(3); return new; end $$"
    )
    quiet.sql(
        "create trigger aaa_slow before update on escrow.escrow for each row"
        " when (new.state = 'FUNDED') execute function public.slow()"
    )
    quiet.start_jobs()
    wait_until(
        lambda: (
            quiet.sql(
                "select count(*) from pg_stat_activity where datname ="
                " current_database() and wait_event = 'PgSleep'"
            )
            == 1
        )
    )
    quiet.kill("jobs")
    quiet.sql("drop trigger aaa_slow on escrow.escrow")
    quiet.sql("drop function public.slow()")
    doing = "select count(*) from procrastinate.procrastinate_jobs where status = 'doing'"
    assert quiet.sql(doing) >= 1
    # As if its heartbeat had stopped half a minute ago.
    quiet.sql(
        "update procrastinate.procrastinate_workers"
        " set last_heartbeat = now() - interval '31 seconds'"
    )
    quiet.start_jobs()
    wait_until(lambda: state(quiet, escrow) == "FUNDED")
    wait_until(
        lambda: (
            quiet.sql(
                "select count(*) from procrastinate.procrastinate_jobs as j"
                " left join procrastinate.procrastinate_workers as w on w.id = j.worker_id"
                " where j.status = 'doing' and w.id is null"
            )
            == 0
        ),
        60,
    )
    assert quiet.sql("select count(*) from ledger.journal where escrow_id = %s", escrow) == 1
    quiet.prove()


def test_failed_job_is_kept(quiet: House) -> None:
    """A job that fails is done with, its error in core.failure; the sweep brings the next."""
    quiet.sql(
        "create function public.refuse() returns trigger language plpgsql as"
        " $$ begin raise exception 'planted' using errcode = '40001'; end $$"
    )
    quiet.sql(
        "create trigger aaa_refuse before update on stripe.event for each row"
        " execute function public.refuse()"
    )
    escrow = fund_later(quiet)
    quiet.start_jobs()
    kept = "select count(*) from core.failure where source = 'job' and error = '40001'"
    try:
        wait_until(lambda: quiet.sql(kept) >= 1)
        wait_until(lambda: quiet.sql(FAILED, "stripe_event") >= 1)
        # Whether its twin waits already or not, none is left half done.
        for _ in range(3):
            more = int(quiet.sql(FAILED, "stripe_event")) + 1
            quiet.as_job("select core.sweep()")
            wait_until(partial(failed_as_often, quiet, "stripe_event", more))
        assert quiet.sql("select count(*) from core.failure where error = 'UniqueViolation'") == 0
    finally:
        quiet.sql("drop trigger aaa_refuse on stripe.event")
        quiet.sql("drop function public.refuse()")
    wait_until(lambda: state(quiet, escrow) == "FUNDED")


def test_stalled_beside_its_twin(quiet: House) -> None:
    """A job whose worker died is done with while its twin waits; alone it waits again."""
    quiet.sql("truncate procrastinate.procrastinate_jobs cascade")
    for lock in ("alone", "twin"):
        quiet.sql("select core.defer('core:sweep', 'nowhere', '{}', %s)", lock)
    quiet.sql("update procrastinate.procrastinate_jobs set status = 'doing'")
    quiet.sql("select core.defer('core:sweep', 'nowhere', '{}', 'twin')")
    quiet.sql("select core.defer('core:stalled', 'core', '{\"timestamp\": 1}', 'stalled')")
    quiet.start_jobs()
    wait_until(lambda: quiet.sql(FAILED, "twin") == 1)
    todo = (
        "select string_agg(queueing_lock, ' ' order by queueing_lock)"
        " from procrastinate.procrastinate_jobs where queue_name = 'nowhere' and status = 'todo'"
    )
    wait_until(lambda: quiet.sql(todo) == "alone twin")


def test_two_relays_one_works(quiet: House) -> None:
    """Two workers: one relay leads, orders are done once."""
    quiet.start_jobs()
    first = quiet.processes["jobs"]
    quiet.start_jobs()
    try:
        wait_until(
            lambda: (
                quiet.sql(
                    "select count(*) from pg_locks where locktype = 'advisory' and objid ="
                    " hashtext('core.relay')::bigint & 4294967295 and granted and database ="
                    " (select oid from pg_database where datname = current_database())"
                )
                == 1
            )
        )
        escrow = fund_later(quiet)
        wait_until(lambda: state(quiet, escrow) == "FUNDED")
        assert quiet.sql("select count(*) from ledger.journal where escrow_id = %s", escrow) == 1
    finally:
        first.kill()
        first.wait(10)


def test_ends_gracefully(quiet: House) -> None:
    """SIGTERM ends web and workers within the grace, with nothing left in between. DEP-09."""
    quiet.start_jobs()
    wait_until(lambda: "worker started" in quiet.tail("jobs"))
    for name in ("web", "jobs"):
        quiet.processes[name].send_signal(signal.SIGTERM)
    for name in ("web", "jobs"):
        assert quiet.processes[name].wait(30) == 0, quiet.tail(name)


def test_every_task(quiet: House) -> None:
    """One job of every task through the real queue; each has bounded attempts."""
    app, again = make_app(load(quiet.environment)), make_app(load(quiet.environment))
    ours = {name: task for name, task in app.tasks.items() if "builtin" not in name}
    assert set(ours) <= set(again.tasks)  # a second application knows them by the same names
    assert len(ours) >= 8
    # What comes again within the minute is not tried again besides: its twin may wait already.
    seldom = {
        p.task.name
        for p in app.periodic_registry.periodic_tasks.values()
        if p.cron.split()[0].isdigit()
    }
    assert seldom
    drains = {
        str(t) for t in [quiet.sql("select string_agg(task, ',') from core.drain")][0].split(",")
    }
    assert drains <= set(ours)
    clocks = {p.task.name for p in app.periodic_registry.periodic_tasks.values()}
    ordered = set(ours) - drains - clocks  # by somebody's act, once
    retried = {name for name, task in ours.items() if task.retry_strategy}
    assert retried == seldom | ordered
    before = quiet.sql("select coalesce(max(id), 0) from procrastinate.procrastinate_jobs")

    async def defer() -> None:
        async with app.open_async():
            for name, task in ours.items():
                arguments = {"timestamp": int(time.time())} if name in clocks else {}
                await task.configure(queueing_lock=f"test-{name}").defer_async(**arguments)

    asyncio.run(defer())
    quiet.start_jobs()
    unfinished = (
        "select count(*) from procrastinate.procrastinate_jobs where id > %s and queueing_lock"
        " like 'test-%%' and status <> 'succeeded'"
    )
    wait_until(lambda: quiet.sql(unfinished, before) == 0)


def test_clocks(quiet: House) -> None:
    """LIF-16 QUE-04: each minute a job of each clock does all that is due; late is as good."""
    app = make_app(load(quiet.environment))
    clocks = ["task_clock", "dispute_clock", "account_clock", "draft_clock", "settlement_clock"]
    clocks.append("verification_clock")
    crons = {p.task.queueing_lock: p.cron for p in app.periodic_registry.periodic_tasks.values()}
    assert {crons[name] for name in clocks} == {"* * * * *"}
    expired, open_task = fund_later(quiet), fund_later(quiet)
    suspended = quiet.sql(
        "update account.user set state = 'SUSPENDED', suspension_ends_at = now() + interval '1 day'"
        " where id = (select t.poster_id from task.task t join escrow.escrow e on e.task_id = t.id"
        " where e.id = %s) returning id",
        expired,
    )
    quiet.as_job("select stripe.drain()")
    # More than one batch: the job goes on until none is left.
    for _ in range(110):
        quiet.sql("select support.task('crowd')")
    quiet.sql("select support.set_clock(interval '3 days')")
    try:
        for name in clocks:
            quiet.sql(
                "select core.defer('core:' || %s, 'core',"
                " jsonb_build_object('timestamp', %s::integer))",
                name,
                int(time.time()),
            )
        quiet.start_jobs()
        wait_until(
            lambda: (
                quiet.sql("select count(*) from task.task where due_at < now() + interval '3 days'")
                == 0
            ),
            90,
        )
        wait_until(
            lambda: quiet.sql("select state from account.user where id = %s", suspended) == "ACTIVE"
        )
        assert (state(quiet, expired), state(quiet, open_task)) == ("REFUNDED", "REFUNDED")
        assert quiet.sql("select count(*) from core.clock_failure") == 0
    finally:
        quiet.sql("select support.set_clock(interval '0')")
    quiet.prove()


def test_unknown_task_is_refused(quiet: House) -> None:
    """A job forged into the queue names no task of ours: it fails, and is kept. W14."""
    quiet.sql("select core.defer('no:task', 'core')")
    quiet.start_jobs()
    wait_until(
        lambda: (
            quiet.sql(
                "select status::text from procrastinate.procrastinate_jobs"
                " where task_name = 'no:task'"
            )
            == "failed"
        )
    )
