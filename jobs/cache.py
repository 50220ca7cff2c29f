"""The cache's half of the relay: what events made stale is dropped from Redis, where there is one.

It keeps no place in the database. Whoever begins, or comes back after a failure, empties the cache:
what happened meanwhile is not known. Source: CAC-05 CAC-06 CAC-07 ELI-10 QUE-08.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import psycopg
import redis
import redis.asyncio
import structlog
from procrastinate import Blueprint, JobContext
from psycopg.rows import dict_row
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff

from jobs.queue import RETRY, cache_url_of

log = structlog.get_logger()
tasks = Blueprint()
EVERY_SECONDS = 0.1
REST_SECONDS = 1.0
SCANNED = 500
STALE = "select s.horizon, s.keys from cache.stale_keys(%s) as s"


def connect(url: str) -> redis.asyncio.Redis:
    """Redis, as workers reach it; a lost connection is tried again, each time later."""
    return redis.asyncio.Redis.from_url(
        url,
        max_connections=10,
        socket_timeout=2,
        socket_connect_timeout=2,
        retry=Retry(ExponentialBackoff(cap=1, base=0.05), 3),
    )


async def forget(conninfo: str, url: str, stop: asyncio.Event) -> None:
    """Drop what events make stale until told to stop; outlives Redis and the database."""
    while not stop.is_set():
        try:
            async with (
                connect(url) as cache,
                await psycopg.AsyncConnection.connect(
                    conninfo, autocommit=True, connect_timeout=3, row_factory=dict_row
                ) as connection,
            ):
                since: str | None = None
                while not stop.is_set():
                    told = await (await connection.execute(STALE, (since,))).fetchone()
                    assert told is not None
                    if since is None:
                        await cache.flushdb()
                    else:
                        await drop(cache, told["keys"])
                    since = told["horizon"]
                    await _pause(stop, EVERY_SECONDS)
        except (psycopg.Error, redis.RedisError, OSError) as error:
            log.warning("cache not kept current", error=type(error).__name__)
            await _pause(stop, REST_SECONDS)


async def drop(cache: redis.asyncio.Redis, keys: Iterable[str]) -> None:
    """Unlink keys; one that ends in * stands for all that begin so, found by SCAN."""
    for key in keys:
        if key.endswith("*"):
            found = [name async for name in cache.scan_iter(match=key, count=SCANNED)]
            for start in range(0, len(found), SCANNED):
                await cache.unlink(*found[start : start + SCANNED])
        else:
            await cache.unlink(key)


@tasks.task(name="flush", queue="core", queueing_lock="flush", retry=RETRY, pass_context=True)
async def flush(context: JobContext) -> None:
    """Empty the cache's own database of Redis; without one there is nothing to do."""
    url = cache_url_of(context)
    if url is not None:
        async with connect(url) as cache:
            await cache.flushdb()
            log.info("cache emptied")


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
