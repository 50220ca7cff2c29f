"""The page `wire.md`: what tRPC's clients meet here, and what those of the older system do.

Names, fields, codes and examples are the catalog's. What the older system had is written down in
`older_wire.toml`; every line of it is held against the catalog before anything is printed.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from printing import (
    Connection,
    Row,
    anchor,
    code,
    codes,
    composites,
    page,
    plain,
    reachable,
    rows,
    table,
)

ROOT = Path(__file__).resolve().parent.parent
OLDER = ROOT / "scripts/older_wire.toml"
SAMPLE_ID = "00000000-0000-7000-8000-000000000000"

PROCEDURES = (
    "select p.name, p.wire, p.is_query, p.idempotency, f.proretset as is_list,"
    " f.prorettype::regtype::text as returns, core._json_schema(f.prorettype) as schema,"
    " coalesce(substring(obj_description(f.pronamespace, 'pg_namespace')"
    "   from '(?:@wire|tRPC name:)\\s+([[:alnum:].]+)'),"
    "   core._camel(f.pronamespace::regnamespace::text)) || '.' || core._camel(f.proname)"
    " as derived,"
    " coalesce((select jsonb_agg(jsonb_build_object('snake', f.proargnames[u.n],"
    "     'camel', core._camel(f.proargnames[u.n]),"
    "     'is_required', u.n <= f.pronargs - f.pronargdefaults) order by u.n)"
    "   from generate_series(1, f.pronargs) as u (n)), '[]') as arguments"
    " from core._public_procedures as p join pg_proc as f on f.oid = p.procedure"
    ' order by p.wire collate "C"'
)

ENVELOPES = (
    ("", "v1", "tRPC"),
    ("address", "`/v1/<schema>.<procedure>`", "`/trpc/<router>.<procedure>`, camel case"),
    ("query", "GET, a parameter an argument, a list repeats its name", "GET, `?input=` as JSON"),
    ("mutation", "POST, a JSON object", "POST, a JSON object"),
    ("input keys", "snake case", "camel or snake case, within objects too; never both of one"),
    ("no input", "no parameter, `{}` or no body", "no `input`, `null`, `{}` or no body"),
    ("success", "`success` true, `data`, `meta`", "`result.data`"),
    ("output keys", "snake case", "snake case: the same JSON, byte for byte"),
    ("refusal", "`success` false, `error`, `meta`", "`error` with `message`, `code`, `data`"),
    ("code", "`error.code`", "`error.data.hxCode`, beside tRPC's own name and number"),
    ("field at fault", "`error.field`, as the contract has it", "`error.data.field`, as the client"
     " wrote it"),
    ("hint, details", "`error.hint`, `error.details`", "`error.data.hint`, `error.data.details`"),
    ("request id", "`meta.request_id`, X-Request-Id", "X-Request-Id, and `error.data.requestId`"),
    ("wrong method", "405, HXA14", "405, HXA14: a query is never asked by POST"),
    ("version", "the path; `Accept: application/vnd.hustlexp.v1+json` and `?version=1` may say it"
     " again, another is HXA17", "none: a name and its fields stay as they are"),
    ("a procedure that will go", "`Deprecation`, `Sunset` and `Link` (its successor)", "the same,"
     " where it is called alone"),
    ("batch", "none", "`?batch=1`"),
    ("subscription", "none", "none"),
)  # fmt: skip
VALUES = (
    ("time", '`"2026-01-02T03:04:05.678Z"`: UTC, always milliseconds; taken with any offset'),
    ("date", '`"2026-01-02"`'),
    ("money", "whole cents, in fields that end in `_cents`; a rate in basis points ends in `_bps`"),
    ("number past 2^53 − 1", "a string of digits; as input it is refused (HXA01)"),
    ("whole number", "`1.0` is taken for 1"),
    ("nothing in a field", "`null`; an answer leaves no field out (a refusal does)"),
    ("a composite that is not there", "`null`, never an object of nulls"),
    ("an empty list", "`[]`, never `null`"),
    ("an answer of nothing (void)", 'v1 `"data":null`; tRPC no `data`: `undefined` to a client'),
    ("`null` as input", "refused, unless the argument's default is null: it is no default"),
    ("an unknown key, NUL in a text", "refused (HXA01), with the field"),
)
BATCHES = """\
- `@trpc/client` 10 and 11 with `httpLink`, `httpBatchLink` and `httpBatchStreamLink` (in version 10
  `unstable_httpBatchStreamLink`), without a transformer. There are no subscriptions.
- At most {limit} calls; more are refused whole (HXA01, field `batch`) and nothing is run: set
  `maxItems: {limit}` (version 10 has no such option). Addresses end at 8190 bytes: `maxURLLength:
  8000`.
- Calls run one after the other, in order, each a transaction of its own. One that is refused undoes
  no other. Each counts against limits: a batch of n counts n times, in each procedure's own bucket.
- A batch has one `Idempotency-Key` a call, separated by commas, empty where a call has none. The
  answer says in `Idempotency-Replayed` for each whether it was answered before.
- The status is what all calls have in common, else 207. `RateLimit` and `Retry-After` tell the last
  state of each policy and the longest wait.
- A stream is lines, each written as its call ends (`trpc-accept: application/jsonl`; version 10:
  `trpc-batch-mode: stream`). Its status is 200 and its headers tell of no limit and no replay, for
  they left before the first call; a batch of one has them all. Who leaves in mid-stream has what
  was told: the call that runs ends whole, as soon as a line can't be sent no further one begins,
  and the same keys bring the rest.
- A refusal of the request as a whole (token, body, number of calls) has its HTTP status and is read
  by clients as that of each call. Version 10's stream gets it once a call, at most 100 times."""


def wire(db: Connection) -> str:
    """The whole page; an older name that is told wrongly ends the printing."""
    limit, statuses = _served()
    known = {str(row["wire"]): row for row in rows(db, PROCEDURES)}
    types = composites(db)
    older = tomllib.loads(OLDER.read_text(encoding="utf-8"))
    if faults := list(_faults(older, known, types)):
        sys.exit("scripts/older_wire.toml: " + "; ".join(faults))
    errors = rows(db, 'select * from core.error order by code collate "C"')
    lines = ["## Envelopes", *table(ENVELOPES[0], ENVELOPES[1:])]
    for example in _examples(db, known, {e["code"]: e for e in errors}, statuses):
        lines += ["```http", *example, "```", ""]
    lines += ["## Values", "", "In both alike.", *table(("what", "how it is told"), VALUES)]
    lines += ["## Batches, streams and links", "", *BATCHES.format(limit=limit).splitlines(), ""]
    lines += ["## Codes of refusals", "", "tRPC's name and number follow from the HTTP status."]
    lines += table(
        ("code", "HTTP", "tRPC", "number"),
        ((codes(e["code"]), str(e["http_status"]), code(statuses[e["http_status"]][0]),
          str(statuses[e["http_status"]][1])) for e in errors),
    )  # fmt: skip
    lines += _procedures(known, types)
    lines += _compared(older, known, {e["code"]: e for e in errors}, statuses)
    return page(
        "Wire",
        "One dispatcher, two envelopes: `/v1` and tRPC's wire protocol at `/trpc`. Limits, grants,"
        " keys, headers and the JSON within are the same; every difference in shape stands here,"
        " and [what a client of the older system meets](#the-older-system).",
        lines,
    )


def _served() -> tuple[int, Mapping[int, tuple[str, int]]]:
    """How many calls a batch may hold, and tRPC's name and number of an HTTP status."""
    sys.path.append(str(ROOT))
    from web.trpc import BATCH_LIMIT, CODES  # noqa: PLC0415

    return BATCH_LIMIT, CODES


def _examples(
    db: Connection,
    known: Mapping[str, Row],
    errors: Mapping[str, Row],
    statuses: Mapping[int, tuple[str, int]],
) -> Iterator[list[str]]:
    """Requests of a member with their answers; tests/http/test_trpc.py sends each."""
    level = rows(db, "select xp.level_of(100) as level")[0]["level"]
    meta = {"request_id": "req-1", "timestamp": "2026-01-02T03:04:05.678Z", "version": "1.0.0"}
    missing = errors["HXA02"]
    name, number = statuses[missing["http_status"]]

    def told(field: str) -> Row:
        data = {"code": name, "httpStatus": missing["http_status"], "hxCode": "HXA02",
                "field": field, "path": "task.getById", "requestId": "req-1"}  # fmt: skip
        return {"error": {"message": missing["message"], "code": number, "data": data}}

    def shown(address: str, value: object, status: int, answer: object) -> list[str]:
        asked = quote(orjson.dumps(value).decode(), safe='{}[]":,')
        return [f"GET {address}{asked if value else ''}", "", f"{status}",
                orjson.dumps(answer).decode()]  # fmt: skip

    v1, trpc = known["xp.levelOf"]["name"], known["task.getById"]["name"]
    error = {"code": "HXA02", "message": missing["message"], "field": "task_id"}
    result = {"result": {"data": level}}
    yield shown(f"/v1/{v1}?total_xp=100", None, 200,
                {"success": True, "data": level, "meta": meta})  # fmt: skip
    yield shown("/trpc/xp.levelOf?input=", {"totalXp": 100}, 200, result)
    yield shown(f"/v1/{trpc}?task_id={SAMPLE_ID}", None, missing["http_status"],
                {"success": False, "error": error, "meta": meta})  # fmt: skip
    yield shown("/trpc/task.getById?input=", {"taskId": SAMPLE_ID}, missing["http_status"],
                told("taskId"))  # fmt: skip
    yield shown("/trpc/xp.levelOf,task.getById?batch=1&input=",
                {"0": {"total_xp": 100}, "1": {"task_id": SAMPLE_ID}}, 207,
                [result, told("task_id")])  # fmt: skip


def _spelt(argument: Row) -> str:
    """An input key as clients may write it."""
    both = dict.fromkeys((argument["camel"], argument["snake"]))
    return " or ".join(map(code, both))


def _procedures(known: Mapping[str, Row], types: dict[str, list[Row]]) -> list[str]:
    """Every procedure with both addresses, its input keys and its answer; then the answers."""
    others = [code(w) for w, p in known.items() if w != p["derived"]]
    lines = ["## Procedures", "",
             "A procedure has one name at each door. tRPC's is its schema and itself in camel case"
             f" (schema `account` is the router `user`), but for {' and '.join(others) or 'none'},"
             " which its comment names (`@wire`). Optional keys are in brackets; a key marked with"
             " † is demanded (`Idempotency-Key`), elsewhere it may be sent."]  # fmt: skip
    lines += table(
        ("tRPC", "v1", "input", "answer"),
        (
            (
                f"{'query' if p['is_query'] else 'mutation'} {code(w)}"
                + (" †" if p["idempotency"] in ("required", "money") else ""),
                code(f"{'GET' if p['is_query'] else 'POST'} /v1/{p['name']}"),
                ", ".join(
                    _spelt(a) if a["is_required"] else f"[{_spelt(a)}]" for a in p["arguments"]
                ),
                _answer(p, types),
            )
            for w, p in known.items()
        ),
    )
    lines += ["## Answers", "", "Fields as both doors tell them, in snake case."]
    lines += table(
        ("type", "fields"),
        ((f'<a id="{anchor("Type " + name)}"></a>{code(name)}',
          ", ".join(f"{code(f['name'])}{_within(f, types)}" for f in types[name]))
         for name in reachable((p["returns"] for p in known.values()), types)),
    )  # fmt: skip
    return lines


def _answer(procedure: Row, types: dict[str, list[Row]]) -> str:
    """What a procedure answers with: a type of the page, or a JSON kind."""
    name, schema = str(procedure["returns"]), procedure["schema"]
    shown = f"{schema.get('type', 'any')} {schema.get('format', '')}".strip()
    if name in types:
        shown = f"[{code(name)}](#{anchor('Type ' + name)})"
    return f"list of {shown}" if procedure["is_list"] else shown


def _within(field: Row, types: dict[str, list[Row]]) -> str:
    """The type of a field where that is a composite, too."""
    name = str(field["type"]).removesuffix("[]")
    return f" ([{name}](#{anchor('Type ' + name)}))" if name in types else ""


def _field(types: dict[str, list[Row]], name: str, path: str) -> bool:
    """Whether a type has a field, `a.b` within another."""
    head, _, rest = path.partition(".")
    for field in types.get(name.removesuffix("[]"), []):
        if field["name"] == head:
            return not rest or _field(types, str(field["type"]), rest)
    return False


def _faults(
    older: Mapping[str, Any], known: Mapping[str, Row], types: dict[str, list[Row]]
) -> Iterator[str]:
    """What the comparison says that is not so."""
    for name, was in _described(older):
        if name not in known:
            yield f"{name} is not there"
            continue
        now = known[name]
        if was["kind"] != ("query" if now["is_query"] else "mutation"):
            yield f"{name} is no {was['kind']}"
        inputs = {a["snake"] for a in now["arguments"]}
        for side in ("input", "output"):
            told = was.get(side, {})
            here = [*told.get("same", []), *told.get("renamed", {}).values()]
            gone = [*told.get("gone", {}), *told.get("renamed", {})]
            for path in [*here, *gone]:
                field = path.rstrip("?")
                is_there = (
                    field in inputs
                    if side == "input"
                    else _field(types, str(now["returns"]), field)
                )
                if is_there and path in gone:
                    yield f"{name} has {side} {field}"
                elif not is_there and path in here:
                    yield f"{name} has no {side} {field}"
    for name in _absent(older):
        if name in known:
            yield f"{name} is there now: say what became of its fields"
    for name, there in older["instead"].items():
        wrong = [n for n in ([there] if isinstance(there, str) else there) if n not in known]
        if name in known or wrong:
            yield f"{name} is not done by {there}"


def _described(older: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    """The older procedures that are there, in the order of the file."""
    return ((n, told) for n, told in older.items() if n not in ("instead", "absent", "errors"))


def _absent(older: Mapping[str, Any]) -> list[str]:
    """The older procedures that are not there."""
    return [f"{router}.{name}" for router, names in older["absent"].items() for name in names]


def _compared(
    older: Mapping[str, Any],
    known: Mapping[str, Row],
    errors: Mapping[str, Row],
    statuses: Mapping[int, tuple[str, int]],
) -> list[str]:
    """What a client of the older system meets, procedure by procedure."""
    lines = ["## The older system", "",
             "What its clients knew of tRPC and what is otherwise here. Everybody calls"
             " `user.register` once (HX504 until then). Who is no party to a thing is told"
             " NOT_FOUND, as if there were none, where it said FORBIDDEN. Any call may also be"
             " refused for its key (HXA05 to HXA07), a limit (HXA04), a rest that is due (HX601) or"
             " the load (HXA09). More fields of an answer are not named below."]  # fmt: skip
    lines += table(
        ("older refusal", "here"),
        (
            (code(was), f"{' or '.join(map(code, names))}: {', '.join(map(codes, now))}")
            for was, now in older["errors"].items()
            for names in [dict.fromkeys(statuses[errors[c]["http_status"]][0] for c in now)]
        ),
    )
    alike = []
    for name, was in _described(older):
        found = list(_differences(was, known[name]))
        if not found and not was.get("notes"):
            alike.append(code(name))
            continue
        lines += [f"### Older {name}", ""]
        lines += table(("", "older", "here"), found) if found else []
        lines += [f"- {plain(note)}" for note in was.get("notes", [])] + [""]
    lines += ["### As they were", "", f"{', '.join(alike) or 'None'}.", ""]
    lines += ["### Done by another", ""]
    lines += table(
        ("older", "here"),
        (
            (code(was), " or ".join(map(code, [now] if isinstance(now, str) else now)))
            for was, now in older["instead"].items()
        ),
    )
    lines += ["### Not there yet", "", "NOT_FOUND with [HXA02](errors.md#hxa02).", ""]
    lines += [f"- {code(router)}: {', '.join(map(code, names))}"
              for router, names in older["absent"].items()]  # fmt: skip
    return lines


def _differences(was: Mapping[str, Any], now: Row) -> Iterator[tuple[str, str, str]]:
    """Rows of what is otherwise: side, older name, and what stands for it."""
    arguments = {a["snake"]: a for a in now["arguments"]}
    told = was.get("input", {})
    met: dict[str, str] = {f.rstrip("?"): f for f in told.get("same", [])}
    renamed = {here: older for older, here in told.get("renamed", {}).items()}
    for name, argument in arguments.items():
        older = renamed.get(name) or met.get(name, "")
        is_new = argument["is_required"] and (not older or older.endswith("?"))
        if is_new or name in renamed:
            shown = _spelt(argument) + (", required" if is_new else "")
            yield "input", code(older.rstrip("?")) if older else "", shown
    for older, why in told.get("gone", {}).items():
        yield "input", code(older.rstrip("?")), f"none: {plain(why)}"
    if now["idempotency"] in ("required", "money"):
        yield "header", "", "`Idempotency-Key`, new for each act (HXA07)"
    told = was.get("output", {})
    for older, here in told.get("renamed", {}).items():
        yield "output", code(older), code(here)
    for older, why in told.get("gone", {}).items():
        yield "output", code(older), f"none: {plain(why)}"
