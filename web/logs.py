"""Structured logs: one line a request, JSON on stdout, no secret and no personal data.

Source: OBS-08 OBS-09 OBS-10 OBS-11 OBS-22.
"""

from __future__ import annotations

import logging
import sys
import time

import structlog
from flask import Response, g, request

SLOW_SECONDS = 1.0
log = structlog.get_logger()


def configure(level: str, form: str) -> None:
    """Set structlog up for this process; the library's loggers pass through it."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout, format="%(message)s", force=True)


def request_line(response: Response) -> Response:
    """Log the request; a failure's inside stands here and nowhere in the answer."""
    seconds = time.perf_counter() - g.began
    failure = g.get("failure")
    level = "error" if failure or response.status_code == 500 else "info"
    if level == "info" and seconds > SLOW_SECONDS:
        level = "warning"
    fields = {
        "method": request.method,
        "procedure": g.get("procedure") or request.path,
        "status": response.status_code,
        "code": g.get("code"),
        "ms": round(seconds * 1000, 1),
        "request_id": g.request_id,
        "trace_id": g.traceparent[3:35],
        "account_id": g.get("account_id"),
        "task_id": g.get("task_id"),
        "failure": failure,
    }
    getattr(log, level)("request", **{k: v for k, v in fields.items() if v is not None})
    return response
