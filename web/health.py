"""Health and version: what a load balancer and an operator ask.

Source: DEP-06 DEP-07 DEP-08 DEP-035.
"""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, current_app

from web.calls import API_VERSION
from web.edge import Edge
from web.errors import Refusal

health = Blueprint("health", __name__)


def _edge() -> Edge:
    edge: Edge = current_app.extensions["hustlexp"]
    return edge


@health.get("/health/live")
def live() -> Response:
    """200 while the process answers at all."""
    edge = _edge()
    if edge.keeper.errors():
        edge.limit("health", None)
    return Response(b'{"status":"live"}', mimetype="application/json")


@health.get("/health")
@health.get("/healthz")
@health.get("/health/ready")
def ready() -> Response:
    """200 when the database answers, the contract is the database's and the relay lives."""
    edge = _edge()
    faults = edge.keeper.faults()
    if edge.keeper.errors():
        edge.limit("health", None)
    if faults:
        raise Refusal(
            "HXA09", "Not ready.", details={"faults": faults}, headers={"Retry-After": "1"}
        )
    told = {"status": "ready", **_version(edge)}
    if edge.cache is not None:  # nothing needs it: without it the service is slower, not away
        told["cache"] = "ready" if edge.cache.is_alive() else "degraded"
    return Response(orjson.dumps(told), mimetype="application/json")


@health.get("/version")
def version() -> Response:
    """What runs: API, commit, schema and contract."""
    edge = _edge()
    edge.limit("health", None)
    return Response(orjson.dumps(_version(edge)), mimetype="application/json")


def _version(edge: Edge) -> dict[str, str]:
    return {
        "version": API_VERSION,
        "commit": edge.settings.hx_commit or "unknown",
        "schema_version": edge.keeper.schema_version,
        "contract": edge.keeper.contract.version,
    }
