"""The relay: the one process that reads core.event and has the drains started. Source: EVT-028.

Several may run: an advisory lock lets one of them work, another takes over when it is gone.
"""

from __future__ import annotations

import asyncio

import psycopg
import structlog

log = structlog.get_logger()
EVERY_SECONDS = 0.1
LOCK = "select pg_try_advisory_lock(hashtext('core.relay'))"


async def relay(conninfo: str, stop: asyncio.Event) -> None:
    """Call core.relay() every tenth of a second until told to stop; outlives the database."""
    while not stop.is_set():
        try:
            async with await psycopg.AsyncConnection.connect(
                conninfo, autocommit=True, connect_timeout=3
            ) as connection:
                leads = False
                while not stop.is_set():
                    if not leads:
                        row = await (await connection.execute(LOCK)).fetchone()
                        leads = bool(row and row[0])
                    if leads:
                        await connection.execute("select core.relay()")
                    await _pause(stop, EVERY_SECONDS if leads else 1.0)
        except psycopg.Error as error:
            log.warning("relay interrupted", error=type(error).__name__, sqlstate=error.sqlstate)
            await _pause(stop, 1.0)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
