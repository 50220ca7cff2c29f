"""What happens by the clock. The database decides what is due; these only ask it.

Source: QUE-04 QUE-07 QUE-14 IDM-16 LIF-16 REC-006.
"""

from __future__ import annotations

import structlog
from procrastinate import Blueprint, JobContext
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from jobs.queue import RETRY, call, database_of, rows

log = structlog.get_logger()
tasks = Blueprint()
STALLED_SECONDS = 30
KEPT_HOURS = 7 * 24


@tasks.periodic(cron="* * * * * */10")
@tasks.task(name="sweep", queue="core", queueing_lock="sweep", pass_context=True)
async def sweep(context: JobContext, timestamp: int) -> int:
    """Defer a drain of every kind of order, whatever the relay saw."""
    return await call(database_of(context), "select core.sweep()")


@tasks.periodic(cron="* * * * * */15")
@tasks.task(name="stalled", queue="core", queueing_lock="stalled", pass_context=True)
async def stalled(context: JobContext, timestamp: int) -> int:
    """Put jobs of workers that died back into the queue; returns how many."""
    manager = context.app.job_manager
    found = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS))
    for job in found:
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            # Its twin waits already and does all that is due.
            await manager.finish_job(job, Status.FAILED, delete_job=False)
    return len(found)


@tasks.periodic(cron="* * * * *")
@tasks.task(name="task_clock", queue="core", queueing_lock="task_clock", pass_context=True)
async def task_clock(context: JobContext, timestamp: int) -> int:
    """Do what the clock of tasks has due; returns how many rows were taken."""
    return await _until_none_is_due(context, "select task.process_due()")


@tasks.periodic(cron="* * * * *")
@tasks.task(name="dispute_clock", queue="core", queueing_lock="dispute_clock", pass_context=True)
async def dispute_clock(context: JobContext, timestamp: int) -> int:
    """Do what the clock of disputes has due; returns how many rows were taken."""
    return await _until_none_is_due(context, "select dispute.process_due()")


@tasks.periodic(cron="* * * * *")
@tasks.task(
    name="settlement_clock", queue="core", queueing_lock="settlement_clock", pass_context=True
)
async def settlement_clock(context: JobContext, timestamp: int) -> int:
    """Wake transfers whose payee can be paid now, and let losses be borne; returns how many."""
    return await call(database_of(context), "select settlement.process_due()")


@tasks.periodic(cron="* * * * *")
@tasks.task(name="account_clock", queue="core", queueing_lock="account_clock", pass_context=True)
async def account_clock(context: JobContext, timestamp: int) -> int:
    """End suspensions whose time has passed; returns how many rows were taken."""
    return await _until_none_is_due(context, "select account.process_due()")


@tasks.periodic(cron="* * * * *")
@tasks.task(
    name="verification_clock", queue="core", queueing_lock="verification_clock", pass_context=True
)
async def verification_clock(context: JobContext, timestamp: int) -> int:
    """Expire credentials whose time has passed, order reminders; returns how many were taken."""
    return await _until_none_is_due(context, "select verification.process_due()")


@tasks.periodic(cron="* * * * *")
@tasks.task(name="draft_clock", queue="core", queueing_lock="draft_clock", pass_context=True)
async def draft_clock(context: JobContext, timestamp: int) -> int:
    """Abandon drafts that nobody edited in time; returns how many rows were taken."""
    return await _until_none_is_due(context, "select task.process_due_drafts()")


@tasks.periodic(cron="* * * * *")
@tasks.task(name="prove_lately", queue="core", queueing_lock="prove_lately", pass_context=True)
async def prove_lately(context: JobContext, timestamp: int) -> int:
    """Prove every invariant over what moved lately; returns how many rows break one."""
    return await call(database_of(context), "select violations from audit.prove_lately()")


@tasks.periodic(cron="41 * * * *")
@tasks.task(
    name="standing_clock",
    queue="core",
    queueing_lock="standing_clock",
    retry=RETRY,
    pass_context=True,
)
async def standing_clock(context: JobContext, timestamp: int) -> int:
    """Review the standing of those whose day has passed; returns how many were taken."""
    return await _until_none_is_due(context, "select trust_review.process_due()")


@tasks.periodic(cron="17 10 * * 1")
@tasks.task(
    name="percentiles", queue="core", queueing_lock="percentiles", retry=RETRY, pass_context=True
)
async def percentiles(context: JobContext, timestamp: int) -> int:
    """Compute where everybody stands, once a week; returns how many figures."""
    return await call(database_of(context), "select trust_review.compute_percentiles()")


@tasks.periodic(cron="7 * * * *")
@tasks.task(name="purge", queue="core", queueing_lock="purge", retry=RETRY, pass_context=True)
async def purge(context: JobContext, timestamp: int) -> int:
    """Remove expired answers and ended windows, in batches."""
    return await _until_none_is_due(context, "select core.purge()")


@tasks.periodic(cron="13 * * * *")
@tasks.task(name="upkeep", queue="core", queueing_lock="upkeep", retry=RETRY, pass_context=True)
async def upkeep(context: JobContext, timestamp: int) -> None:
    """Make the partitions of events ahead, snapshot system accounts, forget old finished jobs."""
    await call(database_of(context), "select core.make_partitions()")
    await call(database_of(context), "select ledger.take_snapshots()")
    # Failed jobs stay until a person looked at them (W20).
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)


@tasks.periodic(cron="29 * * * *")
@tasks.task(name="reports", queue="core", queueing_lock="reports", retry=RETRY, pass_context=True)
async def reports(context: JobContext, timestamp: int) -> int:
    """Keep the daily reports of days that are over; returns how many."""
    return await call(database_of(context), "select metrics.take_daily_reports()")


@tasks.periodic(cron="11 9 * * *")
@tasks.task(
    name="category_prices",
    queue="core",
    queueing_lock="category_prices",
    retry=RETRY,
    pass_context=True,
)
async def category_prices(context: JobContext, timestamp: int) -> int:
    """Compute what kinds of work cost, once a day; returns how many kinds."""
    return await call(database_of(context), "select task.refresh_category_prices()")


@tasks.periodic(cron="19 * * * *")
@tasks.task(
    name="poster_quality",
    queue="core",
    queueing_lock="poster_quality",
    retry=RETRY,
    pass_context=True,
)
async def poster_quality(context: JobContext, timestamp: int) -> int:
    """Compute how good it is to work for who has work open; returns how many people."""
    return await call(database_of(context), "select task.refresh_poster_quality()")


@tasks.periodic(cron="31 * * * *")
@tasks.task(
    name="positions", queue="core", queueing_lock="positions", retry=RETRY, pass_context=True
)
async def positions(context: JobContext, timestamp: int) -> int:
    """Forget where people were a day ago; returns how many."""
    return await call(database_of(context), "select geo.forget_positions()")


@tasks.periodic(cron="*/15 * * * *")
@tasks.task(name="prove", queue="core", queueing_lock="prove", pass_context=True)
async def prove(context: JobContext, timestamp: int) -> int:
    """Prove every invariant and keep what was found for the metrics; returns the violations."""
    return await call(database_of(context), "select audit.keep_proofs()")


@tasks.periodic(cron="23 * * * *")
@tasks.task(name="seal", queue="core", queueing_lock="seal", retry=RETRY, pass_context=True)
async def seal(context: JobContext, timestamp: int) -> None:
    """Seal the ledger of the day that is over, unless it is; its hash goes into the log."""
    for made in await rows(database_of(context), "select * from ledger.seal_days()"):
        log.info("day sealed", day=str(made["day"]), number=made["number"], hash=made["hash"])


@tasks.periodic(cron="37 3 * * *")
@tasks.task(
    name="verify_seals", queue="core", queueing_lock="verify_seals", retry=RETRY, pass_context=True
)
async def verify_seals(context: JobContext, timestamp: int) -> int:
    """Hold the newest sealed days, and those whose turn it is, against the ledger."""
    return await call(database_of(context), "select audit.verify_seals()")


async def _until_none_is_due(context: JobContext, statement: str) -> int:
    total = 0
    while taken := await call(database_of(context), statement):
        total += taken
    return total
