"""Stripe's side: its events take their effect, and what the database ordered from it is done there.

Each drain takes orders under a lease, has what it will send written down, calls Stripe outside any
transaction, and reports what came of it; all that follows is the database's. Nothing is repeated
here: an order whose fate is unknown is looked up later, under the same key.

Source: STR-01 STR-03 STR-10 STR-16 STL-16 QUE-04 IDM-12.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import orjson
import stripe
import structlog
from procrastinate import Blueprint, JobContext

from jobs.provider import Fate, Provider, fate_of
from jobs.queue import Database, call, database_of, provider_of, rows

tasks = Blueprint()
log = structlog.get_logger()
Row = dict[str, Any]
AT_ONCE = 8  # calls of a lot
LOTS = 2
BATCH = 100
WORKER = f"{socket.gethostname()}-{os.getpid()}"
THREADS = ThreadPoolExecutor((LOTS + 1) * AT_ONCE, "stripe")


@tasks.task(name="drain_events", queue="stripe", pass_context=True)
async def drain_events(context: JobContext) -> int:
    """Process due events until none is left; returns how many were taken."""
    total = 0
    while taken := await call(database_of(context), "select stripe.drain()"):
        total += taken
    return total


@tasks.task(name="drain_settlements", queue="stripe_settlement", pass_context=True)
async def drain_settlements(context: JobContext) -> int:
    """Send due settlements, or look them up, until none is left; returns how many were taken.

    Where there are many, one lot is at Stripe while another is with the database.
    """
    return await _drain_settlements(context, LOTS)


async def _drain_settlements(context: JobContext, lots: int) -> int:
    database, provider = database_of(context), provider_of(context)
    total = 0
    beside: list[asyncio.Task[int]] = []
    while taken := await rows(database, "select * from settlement.take(%s, %s)", WORKER, BATCH):
        if len(taken) == BATCH and len(beside) < lots - 1:
            beside.append(asyncio.create_task(_drain_settlements(context, 1)))
        sends = [job for job in taken if job["action"] == "send"]
        may_go = {
            row["submit"]
            for row in await rows(
                database,
                "select settlement.submit(%s::uuid[], %s::bigint[])",
                [job["settlement_id"] for job in sends],
                [job["fence"] for job in sends],
            )
        }
        due = [job for job in taken if job["action"] == "look_up" or job["settlement_id"] in may_go]
        fates = await _each(due, _settle(provider), "settlement_id")
        await _report(database, "select count(*) from settlement.report(%s::jsonb)", fates)
        total += len(taken)
    return total + sum(await asyncio.gather(*beside))


@tasks.task(name="drain_intents", queue="stripe_intent", pass_context=True)
async def drain_intents(context: JobContext) -> int:
    """Make or cancel due payment intents until none is left; returns how many were taken."""
    return await _drain(
        context,
        "select * from stripe.take_intents(%s, %s)",
        provider_of(context).intent,
        "intent_id",
        "select stripe.report_intents(%s::jsonb)",
    )


@tasks.task(name="drain_accounts", queue="stripe_intent", pass_context=True)
async def drain_accounts(context: JobContext) -> int:
    """Make, link or ask for workers' accounts until none is due; returns how many were taken."""
    return await _drain(
        context,
        "select * from stripe.take_accounts(%s, %s)",
        provider_of(context).account,
        "account_id",
        "select stripe.report_accounts(%s::jsonb)",
    )


@tasks.task(name="drain_evidence", queue="stripe_intent", pass_context=True)
async def drain_evidence(context: JobContext) -> int:
    """Hand in evidence for chargebacks until none is due; returns how many were taken."""
    return await _drain(
        context,
        "select * from stripe.take_evidence(%s, %s)",
        provider_of(context).evidence,
        "evidence_id",
        "select stripe.report_evidence(%s::jsonb)",
    )


@tasks.periodic(cron="* * * * *")
@tasks.task(name="poll", queue="stripe_poll", queueing_lock="poll", pass_context=True)
async def poll(context: JobContext, timestamp: int) -> int:
    """List Stripe's events since the last time and store those that no webhook brought."""
    database, provider = database_of(context), provider_of(context)
    await call(database, "select stripe.ask_accounts()")
    begins = datetime.now(UTC)
    since = (await rows(database, "select stripe.begin_poll('events') as since"))[0]["since"]
    try:
        events = await asyncio.get_running_loop().run_in_executor(THREADS, provider.events, since)
    except stripe.StripeError as error:
        log.warning("events not listed", error=type(error).__name__)
        return 0  # the next minute's lists them as well
    # What is of no object that we know, as balance.available, is left out.
    listed = {event["id"]: event for event in events if "id" in event["data"]["object"]}
    unknown = await rows(
        database, "select * from stripe.unknown_events(%s) as u (id)", list(listed)
    )
    new = 0
    for row in unknown:
        event = listed[row["id"]]
        stored = await rows(
            database,
            "select (stripe.ingest(%s, %s)).is_new",
            orjson.dumps(event).decode(),
            "account" in event,
        )
        new += int(stored[0]["is_new"])
    await call(database, "select stripe.end_poll('events', %s)", begins)
    return new


def _settle(provider: Provider) -> Callable[[Row], Fate]:
    def settle(job: Row) -> Fate:
        if job["action"] == "send":
            return provider.send(job)
        try:
            return provider.look_up(job)
        except Exception as error:
            # That a question was refused says nothing of what it asked for.
            return {**fate_of(error), "outcome": "unknown"}

    return settle


async def _drain(
    context: JobContext,
    take: str,
    act: Callable[[Row], Fate],
    identifier: str,
    report: str,
) -> int:
    database = database_of(context)
    total = 0
    while taken := await rows(database, take, WORKER, BATCH):
        await _report(database, report, await _each(taken, act, identifier))
        total += len(taken)
    return total


async def _each(jobs: list[Row], act: Callable[[Row], Fate], identifier: str) -> list[Fate]:
    """Act on each, so many at once; whatever an act raises is its fate."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(job: Row) -> Fate:
        async with gate:
            try:
                fate = await asyncio.get_running_loop().run_in_executor(THREADS, act, job)
            except stripe.StripeError as error:
                fate = fate_of(error)
            except Exception as error:  # a fault of ours: its fate is unknown, and it is kept whole
                log.exception("stripe", order=str(job[identifier]))
                fate = fate_of(error)
        if fate.get("error"):
            log.warning("stripe", order=str(job[identifier]), **fate)
        return {**fate, identifier: str(job[identifier]), "fence": job["fence"]}

    return list(await asyncio.gather(*(one(job) for job in jobs)))


async def _report(database: Database, statement: str, fates: list[Fate]) -> None:
    if fates:
        await call(database, statement, orjson.dumps(fates).decode())
