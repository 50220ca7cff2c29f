"""The two pools and the one statement of a request.

Queries run read-only with 2 s, mutations with 5 s and 3 s for a lock. A pool that is exhausted
refuses within a second: some may wait, the rest are turned away at once. By default the pools of
an instance hold twenty connections in all. Source: HXA09 A6 DBM-06 DBM-030.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg.rows import class_row, dict_row
from psycopg_pool import ConnectionPool, PoolTimeout, TooManyRequests

from web.errors import Refusal
from web.settings import Settings

WAIT_SECONDS = 0.7
# With one pool full, threads are still free to answer the rest and to say that the process lives.
WAITING = 16
RACES = 4  # attempts at a lost race: serialization failure, deadlock
LOST_RACES = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)

CALL = (
    "select r.status, r.data, (r.error).code, (r.error).message, (r.error).field, (r.error).hint,"
    " (r.error).details, r.request_id, r.answered_at, r.is_replay, r.account_id::text,"
    " to_jsonb(r.limits) as limits, r.failure"
    " from core.call(%s, %s::jsonb, %s::jsonb, %s, %s, %s, %s::inet) as r"
)
RECALL = (
    "select (r.reply).status, (r.reply).data, ((r.reply).error).code, ((r.reply).error).message,"
    " ((r.reply).error).field, ((r.reply).error).hint, ((r.reply).error).details,"
    " (r.reply).request_id, (r.reply).answered_at, (r.reply).is_replay,"
    " (r.reply).account_id::text, to_jsonb((r.reply).limits) as limits, (r.reply).failure,"
    " r.stamp, r.subjects::text[]"
    " from cache.recall(%s, %s::jsonb, %s::jsonb, %s, %s::uuid[], %s, %s, %s::inet) as r"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What core.call answered; `data` is JSON text that nothing here reads."""

    status: int
    data: str | None
    code: str | None
    message: str | None
    field: str | None
    hint: str | None
    details: Any
    request_id: str
    answered_at: Any
    is_replay: bool
    account_id: str | None
    limits: list[dict[str, Any]] | None
    failure: str | None
    stamp: str | None = None
    subjects: list[str] | None = None


class Database:
    """Pools of `hx_web`, one for queries and one for mutations."""

    def __init__(self, settings: Settings) -> None:
        conninfo = settings.database("hx_web")
        self.conninfo = conninfo
        common = "-c timezone=UTC -c jit=off"
        self.queries = _pool(
            conninfo,
            settings.hx_query_pool,
            f"{common} -c default_transaction_read_only=on -c statement_timeout=2s",
        )
        self.mutations = _pool(
            conninfo,
            settings.hx_mutation_pool,
            f"{common} -c statement_timeout=5s -c lock_timeout=3s",
        )

    def open(self) -> None:
        """Open the pools; a database that is away is waited for in the background."""
        self.queries.open()
        self.mutations.open()

    def close(self) -> None:
        """Close every connection."""
        self.queries.close()
        self.mutations.close()

    def recall(self, *arguments: object) -> Reply:
        """Run cache.recall once, as a query."""
        return self._run(True, RECALL, arguments)

    def call(self, is_query: bool, *arguments: object) -> Reply:
        """Run core.call once."""
        return self._run(is_query, CALL, arguments)

    def _run(
        self, is_query: bool, statement: LiteralString, arguments: tuple[object, ...]
    ) -> Reply:
        """One statement in one of the pools; only a lost race is tried again, a few times."""
        pool = self.queries if is_query else self.mutations
        for attempt in range(1, RACES + 1):
            try:
                with (
                    pool.connection() as connection,
                    connection.cursor(row_factory=class_row(Reply)) as cursor,
                ):
                    reply = cursor.execute(statement, arguments).fetchone()
                    assert reply is not None
                    return reply
            except LOST_RACES as error:
                if attempt == RACES:
                    raise refusal(error) from error
                time.sleep(random.uniform(0, 0.02 * 2**attempt))
            except (PoolTimeout, TooManyRequests, psycopg.Error) as error:
                raise refusal(error) from error
        raise AssertionError

    def figures(self) -> list[dict[str, Any]]:
        """What operators watch, as the data stands."""
        with (
            self.queries.connection() as connection,
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            return cursor.execute("select * from metrics.read()").fetchall()

    def ingest(self, event: str, is_connect: bool) -> None:
        """Store a verified event of Stripe; the row is the order to process it."""
        with self.mutations.connection() as connection:
            connection.execute("select stripe.ingest(%s, %s)", (event, is_connect))

    def hear(self, event: str) -> None:
        """Let a provider's verified word about a credential take effect."""
        with self.mutations.connection() as connection:
            connection.execute("select verification.ingest(%s)", (event,))


def refusal(error: Exception) -> Refusal:
    """The refusal that an error outside core.call stands for.

    Only what PostgreSQL may raise before or around the call: bad JSON, time-outs, no connection,
    a deploy.
    """
    state = getattr(error, "sqlstate", None) or ""
    if state in ("22P02", "22P05", "22021", "22003", "54001"):
        return Refusal("HXA01", "The arguments hold something that can't be stored.")
    if state == "55P03":
        return Refusal(
            "HXA03",
            "Somebody else is changing that right now; try again.",
            details={"retry_after": 1},
            headers={"Retry-After": "1"},
        )
    busy = (PoolTimeout, TooManyRequests, psycopg.OperationalError, psycopg.InterfaceError)
    # core.call itself is not as it was when this began: the code is being changed.
    is_passing = state != "42501" and state.startswith(("42", "0A000"))
    if is_passing or isinstance(error, (*busy, *LOST_RACES)):
        return Refusal("HXA09", headers={"Retry-After": "1"})
    return Refusal("HXA10")


def _pool(conninfo: str, size: int, options: str) -> ConnectionPool[psycopg.Connection[Any]]:
    return ConnectionPool(
        conninfo,
        min_size=size,
        max_size=size,
        max_waiting=WAITING,
        timeout=WAIT_SECONDS,
        reconnect_timeout=86400,
        kwargs={"autocommit": True, "prepare_threshold": 1, "options": options},
        open=False,
    )
