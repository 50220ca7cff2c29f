"""The dispatcher: a request becomes one procedure call, its answer an envelope.

`GET /v1/<query>?argument=…` and `POST /v1/<mutation>` with a JSON object. The answer's JSON is
passed through as PostgreSQL wrote it. Source: SEC-20 GWY-024 GWY-025 VAL-007 IDM-02.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import MultiDict

from web.cache import Cache, Copy, place_of
from web.contract import Procedure
from web.database import Reply
from web.edge import Edge, read_body, trace
from web.errors import Refusal
from web.versions import check as check_version
from web.versions import parting

API_VERSION = "1.0.0"
calls = Blueprint("calls", __name__)
WHOLE = re.compile(r"-?[0-9]{1,18}")
FRACTION = re.compile(rb"[0-9][.eE]")


@calls.route(
    "/v1/<procedure>",
    methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    provide_automatic_options=False,
)
def call(procedure: str) -> Response:
    """Call a procedure of the public API for whoever the bearer token names."""
    edge: Edge = current_app.extensions["hustlexp"]
    asked = trace()
    asked.procedure = procedure
    known = edge.keeper.contract.procedures.get(procedure)
    if request.method == "OPTIONS" and known is not None:
        allowed = "GET, HEAD, OPTIONS" if known.is_query else "POST, OPTIONS"
        return Response(status=204, headers={"Allow": allowed})
    check_version()
    identity = edge.identify()
    if known is None:
        asked.procedure = "unknown"  # what a client invents is no label
        raise Refusal("HXA02", "There is no such procedure.")
    asked.headers = parting(known.comment)
    method = "GET" if known.is_query else "POST"
    if request.method not in (method, "HEAD" if known.is_query else method):
        raise Refusal("HXA14", headers={"Allow": method})
    arguments = query_arguments(known, request.args) if known.is_query else body_arguments(known)
    return answer(perform(edge, known, arguments, identity, request.headers.get("Idempotency-Key")))


def perform(
    edge: Edge,
    known: Procedure,
    arguments: str,
    identity: str | None,
    key: str | None,
    *,
    is_patient: bool = False,
) -> Reply:
    """Run a procedure with checked arguments; its answer, or the refusal of it.

    Who is patient gives a query the time of a mutation.
    """
    asked = trace()
    if known.is_query:
        edge.limit("query", identity)
    rules = edge.keeper.contract.cached.get(known.name)
    if edge.cache is not None and rules and identity is not None:
        return told_of(recalled(edge, edge.cache, (known.name, arguments, identity), rules))
    reply = edge.database.call(
        known.is_query and not is_patient,
        known.name,
        arguments,
        identity,
        None if known.is_query else key,
        asked.request_id,
        asked.traceparent,
        asked.client_address,
    )
    return told_of(reply)


def recalled(
    edge: Edge,
    cache: Cache,
    question: tuple[str, str, str],
    rules: Sequence[Mapping[str, Any]],
) -> Reply:
    """A query's answer: the copy where the database says that it is right, else a new one."""
    asked = trace()
    procedure, arguments, identity = question
    account_id = cache.account_of(identity)
    place = place_of(rules, account_id, arguments) if account_id else None
    copy = cache.find(place) if place else None
    reply = edge.database.recall(
        procedure,
        arguments,
        identity,
        copy.stamp if copy else None,
        copy.subjects if copy else None,
        asked.request_id,
        asked.traceparent,
        asked.client_address,
    )
    if copy and reply.status == 304:
        asked.headers = {**asked.headers, "X-Cache": "hit"}
        return replace(reply, status=200, data=copy.data)
    if reply.stamp is not None and reply.account_id and reply.data is not None:
        place = place_of(rules, reply.account_id, arguments)
        if place is not None:
            cache.keep(
                identity,
                reply.account_id,
                place,
                Copy(reply.data, reply.stamp, reply.subjects or []),
            )
    return reply


def told_of(reply: Reply) -> Reply:
    """Note a reply for the request's log line; one that refuses is raised."""
    asked = trace()
    asked.account_id = reply.account_id
    if reply.limits:
        asked.limits = [(one, one["remaining"], one["reset_seconds"]) for one in reply.limits]
    asked.failure = reply.failure
    if reply.code is None:
        return reply
    raise Refusal(
        reply.code,
        reply.message,
        field=reply.field,
        hint=reply.hint,
        details=reply.details,
        headers={"Retry-After": str(wait)} if (wait := retry_after(reply)) else None,
    )


def retry_after(reply: Reply) -> int | None:
    """The seconds after which a refused call may well succeed; None where it would not."""
    told = reply.details.get("retry_after") if isinstance(reply.details, dict) else None
    return 1 if reply.code == "HXA06" else told


def answer(reply: Reply) -> Response:
    """The envelope of a reply; a replay bears the id and time of its first answer."""
    body = b'{"success":true,"data":%b,"meta":%b}' % (
        (reply.data or "null").encode(),
        meta(reply.request_id, reply.answered_at),
    )
    response = Response(body, reply.status, mimetype="application/json")
    if reply.is_replay:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def meta(request_id: str, at: datetime) -> bytes:
    """The envelope's meta as JSON."""
    stamp = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return orjson.dumps({"request_id": request_id, "timestamp": stamp, "version": API_VERSION})


def refused(refusal: Refusal) -> Response:
    """The envelope of a refusal, with the registered status and message of its code."""
    status, error, headers = told(refusal)
    body = b'{"success":false,"error":%b,"meta":%b}' % (
        orjson.dumps(error),
        meta(trace().request_id, datetime.now(UTC)),
    )
    return Response(body, status, headers, mimetype="application/json")


def told(refusal: Refusal) -> tuple[int, dict[str, Any], dict[str, str]]:
    """What a refusal says in any envelope: its status, its parts that are not null, its headers."""
    edge: Edge = current_app.extensions["hustlexp"]
    known = edge.keeper.errors().get(refusal.code, {"http_status": 503, "message": "Try again."})
    trace().code = refusal.code
    error = {
        "code": refusal.code,
        "message": refusal.message or known["message"],
        "field": refusal.field,
        "hint": refusal.hint,
        "details": refusal.details,
    }
    headers = dict(refusal.headers)
    if refusal.code == "HX501":
        headers["WWW-Authenticate"] = "Bearer"
    return (
        known["http_status"],
        {name: value for name, value in error.items() if value is not None},
        headers,
    )


def body_arguments(known: Procedure) -> str:
    """The JSON object of a mutation's body, checked against the procedure's schema."""
    raw = read_body()
    if not raw and request.mimetype in ("", "application/json"):
        raw = b"{}"
    elif request.mimetype != "application/json":
        raise Refusal("HXA16", field="Content-Type")
    try:
        arguments = orjson.loads(raw)
        text = raw.decode()
    except ValueError as error:
        raise Refusal("HXA01", "The body is not valid JSON.") from error
    if not isinstance(arguments, dict):
        raise Refusal("HXA01", "The body must be a JSON object of named arguments.")
    check(known, arguments)
    trace().task_id = arguments.get("task_id")
    return orjson.dumps(whole(arguments)).decode() if FRACTION.search(raw) else text


def query_arguments(known: Procedure, given: MultiDict[str, str]) -> str:
    """The query string's arguments by the types of the schema; a list repeats its name."""
    properties: Mapping[str, Any] = known.arguments["properties"]
    arguments: dict[str, Any] = {}
    for name, values in given.lists():
        if name == "version" and name not in properties:
            continue  # of the API
        schema = properties.get(name, {})
        if "array" in _types(schema):
            arguments[name] = [_typed(schema.get("items", {}), value) for value in values]
        elif len(values) > 1:
            raise Refusal("HXA01", "The argument is given more than once.", field=name)
        else:
            arguments[name] = _typed(schema, values[0])
    check(known, arguments)
    trace().task_id = arguments.get("task_id")
    return orjson.dumps(whole(arguments)).decode()


def whole(value: Any) -> Any:
    """The same JSON with whole numbers as integers: to a schema 1.0 is one, to PostgreSQL none."""
    if isinstance(value, dict):
        return {name: whole(part) for name, part in value.items()}
    if isinstance(value, list):
        return [whole(part) for part in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def _types(schema: Mapping[str, Any]) -> list[str]:
    told = schema.get("type", [])
    return [told] if isinstance(told, str) else list(told)


def _typed(schema: Mapping[str, Any], value: str) -> object:
    """A query string's value as the schema's type; what doesn't fit stays text and is refused."""
    types = _types(schema)
    try:
        if "integer" in types and WHOLE.fullmatch(value):
            return int(value)
        if "number" in types:
            number = orjson.loads(value)
            return number if isinstance(number, (int, float)) else value
    except ValueError:
        return value
    if "boolean" in types and value in ("true", "false"):
        return value == "true"
    return value


def check(known: Procedure, arguments: Mapping[str, Any]) -> None:
    """Refuse arguments that don't fit the schema, an entry for each field at fault."""
    if known.validator.is_valid(arguments):
        return
    try:
        entries = list(_faults(known.validator.iter_errors(arguments)))
    except ValueError as error:  # the library names no fault in what is nested 255 deep
        raise Refusal("HXA01", "The input is nested too deeply.") from error
    raise Refusal(
        "HXA01",
        entries[0]["message"],
        field=entries[0]["field"],
        details={"fields": entries},
    )


def _faults(errors: Iterable[Any]) -> Iterable[dict[str, str]]:
    for number, error in enumerate(errors):
        if number == 20:
            return
        place = [str(part) for part in error.instance_path]
        kind = error.kind
        if kind.name == "required":
            yield {"field": ".".join([*place, kind.property]), "message": "It is required."}
        elif kind.name == "additionalProperties":
            for name in kind.unexpected[:20]:
                yield {
                    "field": ".".join([*place, name[:100]]),
                    "message": "There is no such argument.",
                }
        else:
            yield {"field": ".".join(place), "message": _sentence(error.message)}


def _sentence(message: str) -> str:
    """The library's message as a sentence; the value itself is masked there."""
    return f"{message[:1].upper()}{message[1:300]}."
