"""The dispatcher's other envelope: tRPC over HTTP, as @trpc/client 10 and 11 speak it.

`GET /trpc/<query>?input=<json>`, `POST /trpc/<mutation>` with a JSON body; with `?batch=1` up to
ten names separated by commas, the inputs keyed by their places. Each call of a batch is a
transaction and counts of its own; an Idempotency-Key there is one a call, separated by commas.
Input keys may be in camel case; output is as in v1. For a streaming link a batch is lines, each
written as its call ends. All of it is told in db/docs/wire.md. Source: LIF-22 SEC-16 SEC-20.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
import structlog
from flask import Blueprint, Response, current_app, g, request, stream_with_context
from werkzeug.exceptions import HTTPException

from web.calls import check, perform, told, whole
from web.contract import Contract, Procedure
from web.edge import Edge, read_body, request_line, trace
from web.errors import Refusal, of_http
from web.versions import parting

log = structlog.get_logger()
trpc = Blueprint("trpc", __name__)
BATCH_LIMIT = 10
UNDERSCORE = re.compile(r"_([a-z0-9])")
# The codes of tRPC 11 by HTTP status: its name and JSON-RPC's number.
CODES = {
    400: ("BAD_REQUEST", -32600),
    401: ("UNAUTHORIZED", -32001),
    402: ("PAYMENT_REQUIRED", -32002),
    403: ("FORBIDDEN", -32003),
    404: ("NOT_FOUND", -32004),
    405: ("METHOD_NOT_SUPPORTED", -32005),
    406: ("BAD_REQUEST", -32600),
    408: ("TIMEOUT", -32008),
    409: ("CONFLICT", -32009),
    412: ("PRECONDITION_FAILED", -32012),
    413: ("PAYLOAD_TOO_LARGE", -32013),
    415: ("UNSUPPORTED_MEDIA_TYPE", -32015),
    422: ("UNPROCESSABLE_CONTENT", -32022),
    428: ("PRECONDITION_REQUIRED", -32028),
    429: ("TOO_MANY_REQUESTS", -32029),
    500: ("INTERNAL_SERVER_ERROR", -32603),
    501: ("NOT_IMPLEMENTED", -32603),
    502: ("BAD_GATEWAY", -32603),
    503: ("SERVICE_UNAVAILABLE", -32603),
    504: ("GATEWAY_TIMEOUT", -32603),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one call: its HTTP status, its part of the body, its headers."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    is_replay: bool = False


# How a streaming link reads a batch: outcomes as they come, and how many there will be.
Lines = Callable[[Iterable[Outcome], int], Iterator[bytes]]


@trpc.route("/trpc/<path:names>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def call(names: str) -> Response:
    """Call a procedure, or up to ten one after the other, for whoever the bearer token names."""
    edge: Edge = current_app.extensions["hustlexp"]
    is_batch = request.args.get("batch") == "1"
    paths = names.split(",") if is_batch else [names]
    trace().procedure = "batch" if is_batch else "unknown"
    if len(paths) > BATCH_LIMIT:
        raise Refusal("HXA01", f"A batch holds at most {BATCH_LIMIT} calls.", field="batch")
    identity = edge.identify()
    inputs = _inputs(is_batch)
    keys = _keys(len(paths))
    if not is_batch:
        return _response(_outcome(edge, names, inputs.get("0"), identity, keys[0]))
    outcomes = (
        _part(edge, path, inputs.get(str(place)), identity, keys[place])
        for place, path in enumerate(paths)
    )
    lines = _lines()
    if lines is not None and len(paths) > 1:
        return _stream(lines(outcomes, len(paths)))
    return _batch(list(outcomes), lines)


@trpc.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    """The refusal of a request as a whole; clients take it for that of each call."""
    outcome = _refused(refusal, None)
    if _lines() is _lines_10:  # which reads nothing but lines, one a call
        each = [outcome] * min(request.path.count(",") + 1, 100)
        outcome = replace(outcome, body=b"".join(_lines_10(each, len(each))))
    return _response(outcome)


@trpc.errorhandler(HTTPException)
def _http(error: HTTPException) -> Response:
    return refused(of_http(error))


@trpc.errorhandler(Exception)
def _unexpected(error: Exception) -> Response:
    log.error("unexpected", exc_info=error)
    return refused(Refusal("HXA10"))


def _inputs(is_batch: bool) -> dict[str, Any]:
    """The inputs by place, out of the query string or the body; a void one is not there."""
    raw: str | bytes
    if request.method in ("GET", "HEAD"):
        raw = request.args.get("input", "")
    else:
        raw = read_body()
        if request.mimetype != "application/json" and (raw or request.mimetype):
            raise Refusal("HXA16", field="Content-Type")
    try:
        given = orjson.loads(raw) if raw else None
    except ValueError as error:
        raise Refusal("HXA01", "The input is not valid JSON.", field="input") from error
    if not is_batch:
        return {"0": given}
    if given is not None and not isinstance(given, dict):
        raise Refusal("HXA01", "A batch's input is an object of inputs by place.", field="input")
    return given or {}


def _keys(calls: int) -> Sequence[str | None]:
    """The Idempotency-Key of each call. One for many would name another act in another batch."""
    given = request.headers.get("Idempotency-Key") or None
    if calls == 1 or given is None or request.method != "POST":
        return [given] * calls
    keys = [key.strip() or None for key in given.split(",")]
    if len(keys) != calls:
        raise Refusal(
            "HXA01",
            "A batch has one key a call, in their order, separated by commas.",
            field="Idempotency-Key",
        )
    return keys


def _part(edge: Edge, path: str, given: Any, identity: str | None, key: str | None) -> Outcome:
    """One call of a batch, with a log line of its own; its limits go to the request's."""
    asked = trace()
    g.trace = replace(asked, began=time.perf_counter(), procedure="unknown", limits=[])
    outcome = _outcome(edge, path, given, identity, key)
    request_line(g.trace, outcome.status)
    current_app.extensions["meter"].count(g.trace, outcome.status)
    last = {(one[0]["operation"], one[0]["scope"]): one for one in asked.limits + g.trace.limits}
    asked.limits = list(last.values())
    g.trace = asked
    return outcome


def _outcome(edge: Edge, path: str, given: Any, identity: str | None, key: str | None) -> Outcome:
    """Run one call; whatever refuses it is its own outcome and stops no other call."""
    written: dict[str, str] = {}
    try:
        contract = edge.keeper.contract
        known = contract.wire.get(path)
        if known is None:
            raise Refusal("HXA02", "There is no such procedure.")
        trace().procedure, trace().headers = known.name, parting(known.comment)
        method = "GET" if known.is_query else "POST"
        if request.method not in (method, "HEAD" if known.is_query else method):
            raise Refusal("HXA14", headers={"Allow": method})
        arguments = _arguments(contract, known, given, written)
        reply = perform(edge, known, arguments, identity, key)
    except Refusal as refusal:
        return _refused(refusal, path, written)
    except Exception as error:
        log.error("unexpected", exc_info=error)
        return _refused(Refusal("HXA10"), path)
    is_void = known.returns.get("type") == "null"
    body = b"" if is_void else b'"data":%b' % (reply.data or "null").encode()
    return Outcome(reply.status, b'{"result":{%b}}' % body, is_replay=reply.is_replay)


def _arguments(contract: Contract, known: Procedure, given: Any, written: dict[str, str]) -> str:
    """The input as checked arguments under the names of the contract."""
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise Refusal("HXA01", "The input must be a JSON object of named arguments.")
    arguments = _renamed(contract, known.arguments, given, written)
    check(known, arguments)
    trace().task_id = arguments.get("task_id")
    return orjson.dumps(whole(arguments)).decode()


def _renamed(
    contract: Contract, schema: Mapping[str, Any], value: Any, written: dict[str, str]
) -> Any:
    """The value with the schema's names for camel-cased ones; `written` has these by the former."""
    schema = schema.get("anyOf", [schema])[0]
    if "$ref" in schema:
        schema = contract.types[schema["$ref"].rpartition("/")[2]]
    if isinstance(value, list) and "items" in schema:
        return [_renamed(contract, schema["items"], part, written) for part in value]
    properties: Mapping[str, Any] = schema.get("properties", {})
    if not isinstance(value, dict) or not properties:
        return value
    camel = {UNDERSCORE.sub(lambda found: found[1].upper(), name): name for name in properties}
    renamed: dict[str, Any] = {}
    for given, part in value.items():
        name = camel[given] if given in camel and given not in properties else given
        if name != given:
            written[name] = given
        if name in renamed:
            raise Refusal("HXA01", "The argument is given more than once.", field=name)
        renamed[name] = _renamed(contract, properties.get(name, {}), part, written)
    return renamed


def _refused(refusal: Refusal, path: str | None, written: Mapping[str, str] = {}) -> Outcome:
    """A refusal in tRPC's shape: fields as the client wrote them, ours beside tRPC's in `data`."""
    status, error, headers = told(refusal)
    name, number = CODES.get(status) or CODES[400 if status < 500 else 500]
    message, hx_code = error.pop("message"), error.pop("code")
    for one in (error, *_fields(error)):
        if "field" in one:
            one["field"] = ".".join(written.get(part, part) for part in one["field"].split("."))
    data = {"code": name, "httpStatus": status, "hxCode": hx_code, **error}
    if path is not None:
        data["path"] = path
    data["requestId"] = trace().request_id
    shape = {"error": {"message": message, "code": number, "data": data}}
    return Outcome(status, orjson.dumps(shape), headers)


def _fields(error: Mapping[str, Any]) -> list[dict[str, Any]]:
    details = error.get("details")
    return details.get("fields", []) if isinstance(details, dict) else []


def _response(outcome: Outcome) -> Response:
    response = Response(outcome.body, outcome.status, outcome.headers, mimetype="application/json")
    if outcome.is_replay:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _batch(outcomes: Sequence[Outcome], lines: Lines | None) -> Response:
    """All outcomes in their order: their common status, or 207; of lines it is always 200."""
    statuses = {outcome.status for outcome in outcomes}
    status = statuses.pop() if len(statuses) == 1 else 207
    if lines is not None:
        body, status = b"".join(lines(outcomes, len(outcomes))), 200
    else:
        body = b"[%b]" % b",".join(outcome.body for outcome in outcomes)
    response = Response(body, status, mimetype="application/json")
    for outcome in outcomes:
        response.headers.update(outcome.headers)
    if waits := [int(o.headers["Retry-After"]) for o in outcomes if "Retry-After" in o.headers]:
        response.headers["Retry-After"] = str(max(waits))
    if any(outcome.is_replay for outcome in outcomes):
        told_each = ("true" if outcome.is_replay else "false" for outcome in outcomes)
        response.headers["Idempotency-Replayed"] = ", ".join(told_each)
    return response


def _stream(lines: Iterator[bytes]) -> Response:
    """A batch whose lines leave as its calls end; no call begins after one that can't be told.

    Its headers are gone before the first call, so none of them tells of limits and replays.
    """
    trace().is_streamed = True

    def body() -> Iterator[bytes]:
        status = 499  # as proxies log who left before the end
        try:
            yield from lines
            status = 200
        finally:
            request_line(trace(), status)

    response = Response(stream_with_context(body()), 200, mimetype="application/json")
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _lines() -> Lines | None:
    """The lines that the client's link reads; none where it reads a batch as a whole."""
    given = request.headers
    if "application/jsonl" in (given.get("trpc-accept"), given.get("accept")):
        return _lines_11
    return _lines_10 if given.get("trpc-batch-mode") == "stream" else None


def _lines_11(outcomes: Iterable[Outcome], calls: int) -> Iterator[bytes]:
    """A head that announces each call's value, then each value."""
    yield orjson.dumps({str(n): [[0], [None, 0, n]] for n in range(calls)}) + b"\n"
    for n, outcome in enumerate(outcomes):
        yield b"[%d,0,[[%b]]]\n" % (n, outcome.body)


def _lines_10(outcomes: Iterable[Outcome], _calls: int) -> Iterator[bytes]:
    """One object, each of its members on a line."""
    for n, outcome in enumerate(outcomes):
        yield b'%b"%d":%b\n' % (b"," if n else b"{", n, outcome.body)
    yield b"}"
