"""Stripe's side: what it told us takes its effect. Source: STR-10 QUE-04 IDM-12."""

from __future__ import annotations

from procrastinate import Blueprint, JobContext

from jobs.queue import RETRY, call, database_of

tasks = Blueprint()


@tasks.task(name="drain_events", queue="stripe", retry=RETRY, pass_context=True)
async def drain_events(context: JobContext) -> int:
    """Process due events until none is left; returns how many were taken."""
    total = 0
    while taken := await call(database_of(context), "select stripe.drain()"):
        total += taken
    return total
