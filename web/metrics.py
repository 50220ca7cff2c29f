"""What is measured, and `/metrics` for Prometheus: requests by this process's siblings too, and the
database's own figures as `metrics.read()` tells them.

Labels are procedures of the catalog, statuses and registered codes: few values, nobody's id.
Whoever asks is inside: he bears HX_METRICS_TOKEN, or, where none is set and nothing is real, calls
from this machine. Source: OBS-13 OBS-18 OBS-19 OBS-21 OBS-23 OBS-031 OBS-032 OBS-045 OBS-088.
"""

from __future__ import annotations

import hmac
import os
import time
from ipaddress import ip_address

import psycopg
from flask import Blueprint, Response, current_app, request
from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from psycopg_pool import PoolTimeout, TooManyRequests

from web.edge import Edge, Trace, trace
from web.errors import Refusal

metrics = Blueprint("metrics", __name__)
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)
POOLS_EVERY_SECONDS = 1.0

REQUESTS = Counter("api_requests", "Requests by procedure and status", ("route", "status"))
ERRORS = Counter("api_errors", "Refused requests by registered code", ("code",))
DURATION = Histogram(
    "api_request_duration_seconds", "Duration of requests by procedure", ("route",), buckets=SECONDS
)
CONNECTIONS = Gauge(
    "web_pool_connections",
    "Connections of the web's pools, by pool and whether they are free",
    ("pool", "state"),
    multiprocess_mode="livesum",
)
WAITING = Gauge(
    "web_pool_waiting",
    "Requests that wait for a connection, by pool",
    ("pool",),
    multiprocess_mode="livesum",
)


class Meter:
    """Counts the requests of one process."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self._pools_at = float("-inf")

    def finish(self, response: Response) -> Response:
        """Count an answered request."""
        self.count(trace(), response.status_code)
        return response

    def count(self, known: Trace, status: int) -> None:
        """Count one call, of which a batch has many."""
        route = self._route(known)
        REQUESTS.labels(route, str(status)).inc()
        DURATION.labels(route).observe(time.perf_counter() - known.began)
        if known.code is not None:
            ERRORS.labels(known.code).inc()
        now = time.monotonic()
        if now > self._pools_at + POOLS_EVERY_SECONDS:
            self._pools_at = now
            self.pools()

    def pools(self) -> None:
        """Tell how this process's pools stand."""
        database = self.edge.database
        for name, pool in (("query", database.queries), ("mutation", database.mutations)):
            told = pool.get_stats()
            free = told.get("pool_available", 0)
            CONNECTIONS.labels(name, "free").set(free)
            CONNECTIONS.labels(name, "busy").set(told.get("pool_size", 0) - free)
            WAITING.labels(name).set(told.get("requests_waiting", 0))

    def _route(self, known: Trace) -> str:
        """A procedure of the catalog, or the rule of another route; never what a client wrote."""
        if known.procedure is not None and self.edge.keeper.knows(known.procedure):
            return known.procedure
        return request.url_rule.rule if request.url_rule is not None else "none"


class Figures:
    """The figures of the database at one scrape, as a collector."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge

    def collect(self) -> list[GaugeMetricFamily]:
        """One family a name; without an answer only that there is none."""
        up = GaugeMetricFamily("hx_database_up", "Whether the database answered this scrape")
        try:
            rows = self.edge.database.figures()
        except (PoolTimeout, TooManyRequests, psycopg.Error):
            up.add_metric([], 0)
            return [up]
        up.add_metric([], 1)
        families: dict[str, GaugeMetricFamily] = {}
        for row in rows:
            labels = [name for name in (row["label"], row["label_2"]) if name is not None]
            family = families.setdefault(
                row["name"], GaugeMetricFamily(row["name"], row["help"], labels=labels)
            )
            values = (row["label_value"], row["label_2_value"])
            family.add_metric([v for v in values if v is not None], float(row["value"]))
        return [up, *families.values()]


@metrics.get("/metrics")
def scrape() -> Response:
    """The figures of all processes and of the database; HXA02 for whoever is not inside."""
    edge: Edge = current_app.extensions["hustlexp"]
    if edge.keeper.errors():
        edge.limit("health", None)
    if not is_inside(edge):
        raise Refusal("HXA02", "There is nothing here.")
    current_app.extensions["meter"].pools()
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # gunicorn's processes; a test's has its own only
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        for own in (REQUESTS, ERRORS, DURATION, CONNECTIONS, WAITING):
            registry.register(own)
    registry.register(Figures(edge))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def is_inside(edge: Edge) -> bool:
    """Whether who asks bears the token; without one, whether he calls from this machine."""
    token = edge.settings.hx_metrics_token
    if token is not None:
        told = request.headers.get("Authorization", "")
        return hmac.compare_digest(told.encode(), f"Bearer {token.get_secret_value()}".encode())
    # Behind a proxy of this machine everybody would seem to be inside: never in production.
    address = trace().client_address
    return (
        not edge.settings.is_production
        and address is not None
        and ip_address(address).is_loopback
        and not {"Forwarded", "X-Forwarded-For"} & {name for name, _ in request.headers}
    )
