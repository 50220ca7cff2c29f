"""`python -m jobs`: a worker of every queue, and the relay. SIGTERM ends it within 30 seconds.

Source: QUE-05 DEP-09.
"""

from __future__ import annotations

import asyncio
import signal
import sys

import procrastinate
import procrastinate.exceptions
import structlog

from jobs.app import make_app
from jobs.cache import forget
from jobs.provider import Provider
from jobs.queue import keep_failures, make_database
from jobs.relay import relay
from web import logs
from web.settings import Settings, load

log = structlog.get_logger()
GRACE_SECONDS = 25
# Workers beside each other, so that a long queue at Stripe keeps nobody waiting for his payment.
WORKERS = (("core", "stripe"), ("stripe_intent",), ("stripe_settlement",), ("stripe_poll",))


async def work(settings: Settings, stop: asyncio.Event) -> None:
    """Run the queue's workers until told to stop; a database that is away is waited for."""
    provider, app = Provider(settings), make_app(settings)
    # The first worker alone has the schedule; four would defer each of its jobs against each other.
    beside = procrastinate.App(connector=app.connector)
    beside.tasks.update(app.tasks)
    while not stop.is_set():
        try:
            database = make_database(settings)
            async with app.open_async(), database:
                workers = [
                    asyncio.create_task(
                        worked.run_worker_async(
                            queues=list(queues),
                            name=f"hustlexp-{queues[0]}",
                            concurrency=1,
                            listen_notify=False,
                            fetch_job_polling_interval=settings.hx_job_poll_seconds,
                            install_signal_handlers=False,
                            shutdown_graceful_timeout=GRACE_SECONDS,
                            additional_context={
                                "database": database,
                                "provider": provider,
                                "cache_url": cache_url(settings),
                            },
                            worker_middleware=[keep_failures],
                        )
                    )
                    for worked, queues in zip((app, beside, beside, beside), WORKERS, strict=True)
                ]
                stopping = asyncio.create_task(stop.wait())
                await asyncio.wait((*workers, stopping), return_when=asyncio.FIRST_COMPLETED)
                stopping.cancel()
                for worker in workers:
                    worker.cancel()
                # One that was told while it still began may not have heard.
                _, deaf = await asyncio.wait(workers, timeout=GRACE_SECONDS + 1)
                for worker in deaf:
                    worker.cancel()
                await asyncio.gather(*workers, return_exceptions=stop.is_set())
        except (procrastinate.exceptions.ConnectorException, OSError) as error:
            log.warning("worker interrupted", error=type(error).__name__)
            await asyncio.sleep(1)


def cache_url(settings: Settings) -> str | None:
    """Redis's address, where it is configured."""
    return settings.redis_url.get_secret_value() if settings.redis_url else None


async def main() -> None:
    """Work and relay side by side; if one breaks, the process ends and says why."""
    settings = load()
    if settings.stripe_secret_key is None:
        sys.stderr.write("STRIPE_SECRET_KEY: workers need it; nothing was started.\n")
        sys.exit(78)  # EX_CONFIG
    logs.configure(settings.hx_log_level, settings.hx_log_format)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    log.info("worker started")
    async with asyncio.TaskGroup() as group:
        group.create_task(work(settings, stop))
        group.create_task(relay(settings.database("hx_job"), stop))
        if (url := cache_url(settings)) is not None:
            group.create_task(forget(settings.database("hx_job"), url, stop))
    log.info("worker stopped")


if __name__ == "__main__":
    asyncio.run(main())
    sys.exit(0)
