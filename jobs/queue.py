"""What every task of the queue stands on: its attempts, its connections, its failures.

A failed job's error is kept in `core.failure`, which the queue itself does not do. Source: QUE-01
QUE-06 QUE-11 QUE-15 QUE-18.
"""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable
from typing import Any, cast

import procrastinate
import structlog
from procrastinate import JobContext
from procrastinate.worker import Worker
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from jobs.provider import Provider
from web.settings import Settings

log = structlog.get_logger()
Database = AsyncConnectionPool[AsyncConnection[Any]]
# Five attempts: after 2, 4, 8 and 16 seconds. What must not be lost is an order row, not a job.
# What comes by itself within the minute has one attempt: beside a twin that waits the queue takes
# no other.
RETRY = procrastinate.RetryStrategy(max_attempts=5, exponential_wait=2)


def make_database(settings: Settings) -> Database:
    """Connections of `hx_job` for the procedures that jobs call; open it in a running loop."""
    return AsyncConnectionPool(
        settings.database("hx_job"),
        min_size=1,
        max_size=4,
        timeout=10,
        kwargs={"autocommit": True, "options": "-c timezone=UTC -c statement_timeout=60s"},
        open=False,
    )


def database_of(context: JobContext) -> Database:
    """The worker's connections."""
    return cast("Database", context.additional_context["database"])


def provider_of(context: JobContext) -> Provider:
    """Stripe, as the worker reaches it."""
    return cast("Provider", context.additional_context["provider"])


def cache_url_of(context: JobContext) -> str | None:
    """Redis's address, where it is configured."""
    return cast("str | None", context.additional_context["cache_url"])


async def rows(database: Database, statement: str, *arguments: object) -> list[dict[str, Any]]:
    """Call one procedure; the rows that it answers."""
    async with database.connection() as connection:
        cursor = connection.cursor(row_factory=dict_row)
        return await (await cursor.execute(statement.encode(), arguments)).fetchall()


async def call(database: Database, statement: str, *arguments: object) -> int:
    """Call one procedure; the number that it answers, 0 for none."""
    async with database.connection() as connection:
        row = await (await connection.execute(statement.encode(), arguments)).fetchone()
    return int(row[0] or 0) if row else 0


async def keep_failures(
    call_next: Callable[[], Awaitable[Any]], context: JobContext, _worker: Worker
) -> object:
    """Worker middleware: log each job, and keep the error of one that fails."""
    job = context.job
    try:
        result = await call_next()
    except Exception as error:
        log.error("job failed", task=job.task_name, job_id=job.id, error=type(error).__name__)
        await call(
            database_of(context),
            "select core.record_failure(%s, %s, %s, %s, %s)",
            job.task_name,
            str(job.id),
            getattr(error, "sqlstate", None) or type(error).__name__,
            str(error),
            traceback.format_exc(),
        )
        raise
    log.debug("job done", task=job.task_name, job_id=job.id, result=result)
    return result
