"""The Flask application: `gunicorn web.app:create_app()`.

Three hooks: the request begins with an identity to be found and ends in one log line, and whatever
is raised becomes a registered code. Source: SEC-14.
"""

from __future__ import annotations

import atexit
import re

import structlog
from flask import Flask, Response
from flask_cors import CORS
from werkzeug.exceptions import HTTPException

from web import logs
from web.calls import calls, refused
from web.console import mount
from web.docs import docs
from web.edge import Edge
from web.errors import Refusal, of_http
from web.health import health
from web.metrics import Meter, metrics
from web.settings import BODY_LIMIT, Settings, load
from web.trpc import trpc
from web.webhooks import webhooks

LOCAL_ORIGIN = re.compile(r"https?://(localhost|127\.0\.0\.1)(:\d+)?$")
log = structlog.get_logger()


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application with its pools and the contract's keeper."""
    settings = settings or load()
    logs.configure(settings.hx_log_level, settings.hx_log_format)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.url_map.strict_slashes = True
    edge = Edge(settings)
    app.extensions["hustlexp"] = edge
    for blueprint in (calls, trpc, webhooks, health, docs, metrics):
        app.register_blueprint(blueprint)
    mount(app, settings)
    origins: list[str | re.Pattern[str]] = list(settings.hx_allowed_origins)
    if not settings.is_production:
        origins.append(LOCAL_ORIGIN)
    CORS(
        app,
        origins=origins,
        allow_headers=[
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "X-Request-Id",
            "traceparent",
            "trpc-accept",
            "trpc-batch-mode",
        ],
        expose_headers=[
            "X-Request-Id",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "Idempotency-Replayed",
            "Deprecation",
            "Sunset",
            "Link",
        ],
        max_age=600,
    )
    app.before_request(edge.begin)
    app.after_request(edge.finish)
    meter = app.extensions["meter"] = Meter(edge)
    app.after_request(meter.finish)
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
    edge.database.open()
    edge.keeper.start()
    atexit.register(edge.database.close)
    atexit.register(edge.keeper.stop)
    if edge.cache is not None:
        atexit.register(edge.cache.close)
    return app


def _http(error: HTTPException) -> Response:
    return refused(of_http(error))


def _unexpected(error: Exception) -> Response:
    log.error("unexpected", exc_info=error)
    return refused(Refusal("HXA10"))
