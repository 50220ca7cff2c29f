"""The same procedures for tRPC's clients: the protocol byte by byte, and a task's life by the real
@trpc/client 10 and 11. LIF-22 SEC-20 IDM-02 RLM-11 C-24."""

from __future__ import annotations

import json
import os
import re
import socket
import struct
import subprocess
import tomllib
from datetime import datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import requests

from doubles.stripe_events import payment, send
from house import KEY, ROOT, WEBHOOK_SECRET, House, Person, wait_until
from http_work import photo, work
from web.identity import local_token
from web.trpc import CODES

Json = dict[str, Any]
NOBODY = str(uuid4())


@pytest.fixture(scope="module")
def ann(house: House) -> Person:
    """A member."""
    return house.registered("ann")


def ask(person: Person, path: str, told: object = None, **parameters: str) -> requests.Response:
    """A query as a client asks it."""
    if told is not None:
        parameters["input"] = told if isinstance(told, str) else json.dumps(told)
    url = f"{person.house.base_url}/trpc/{path}"
    return person.http.get(url, params=parameters, timeout=30)


def tell(
    person: Person, path: str, told: Any = None, key: str | None = None, query: str = ""
) -> requests.Response:
    """A mutation as a client sends it, under a key of its own unless it is given."""
    headers = {"Idempotency-Key": uuid4().hex if key is None else key}
    url = f"{person.house.base_url}/trpc/{path}{query}"
    if isinstance(told, bytes):
        headers["Content-Type"] = "application/json"
        return person.http.post(url, data=told, headers=headers, timeout=30)
    return person.http.post(url, json=told, headers=headers, timeout=30)


def data(answer: requests.Response) -> Any:
    """What a success holds."""
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"result"}
    return answer.json()["result"].get("data")


def error(answer: requests.Response) -> Json:
    """What a refusal holds, whose shape and status agree."""
    told = shape(answer.json())
    assert told["httpStatus"] == answer.status_code
    return told


def shape(told: Json) -> Json:
    """The data of one error, whose numeric code and status are those of its name."""
    assert set(told) == {"error"}
    assert set(told["error"]) == {"message", "code", "data"}
    found = told["error"]["data"]
    assert CODES[found["httpStatus"]] == (found["code"], told["error"]["code"])
    assert told["error"]["message"]
    return dict(found)


def test_the_envelope_is_another_the_answer_the_same(ann: Person) -> None:
    """Data byte by byte as in v1, headers too."""
    first, other = ask(ann, "user.getProfile"), ann.get("account.get_profile")
    assert data(first) == other.json()["data"]
    assert json.dumps(data(first)) in first.text.replace('":', '": ').replace(",", ", ")
    for name in ("Content-Type", "Cache-Control", "RateLimit-Policy", "X-Content-Type-Options"):
        assert first.headers[name] == other.headers[name]
    assert first.headers["X-Request-Id"] and first.headers["traceparent"]
    assert ask(ann, "user.getProfile", {}).json() == first.json()
    assert ask(ann, "user.getProfile", "null").json() == first.json()
    assert ann.http.head(f"{ann.house.base_url}/trpc/user.getProfile", timeout=9).ok
    created = data(first)["created_at"]
    assert created.endswith("Z") and len(created) == len("2026-01-02T03:04:05.678Z")
    assert datetime.fromisoformat(created).tzinfo


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("user.getXP", True),
        ("user.getXp", False),
        ("account.getXP", False),
        ("account.get_xp", False),
        ("task.get_by_id", False),
        ("task", False),
        ("task.getById/x", False),
        ("core.call", False),
        ("user.getProfile,user.getProfile", False),
    ],
)
def test_only_the_wire_name(ann: Person, path: str, known: bool) -> None:
    """A procedure has one name here: that of its comment, or the derived one. C-24."""
    answer = ask(ann, path)
    assert answer.status_code == (200 if known else 404)
    if not known:
        assert (error(answer)["hxCode"], error(answer)["path"]) == ("HXA02", path)


@pytest.mark.parametrize("spell", ["snake", "camel"])
def test_names_in_snake_and_camel_case(ann: Person, spell: str) -> None:
    """At the top and inside composites; what is wrong is named as the client wrote it."""

    def spelt(value: Any) -> Any:
        if isinstance(value, list):
            return [spelt(part) for part in value]
        if not isinstance(value, dict) or spell == "snake":
            return value
        named = {}
        for name, part in value.items():
            head, *rest = name.split("_")
            named[head + "".join(word.capitalize() for word in rest)] = spelt(part)
        return named

    made = data(tell(ann, "task.create", spelt(work())))
    assert made["price_cents"] == 10000
    proof = {"task_id": made["id"], "description": "x", "photos": [photo() | {"size_bytes": -1}]}
    refused = error(tell(ann, "task.submitProof", spelt(proof)))
    assert refused["field"] == ("photos.0.size_bytes" if spell == "snake" else "photos.0.sizeBytes")
    for wrong in ({"price_cents": 1}, {"latitude": 10}, {"requires_proof": None}, {"paid_to": 1}):
        refused = error(tell(ann, "task.create", spelt(work(**wrong))))
        assert (refused["hxCode"], refused["field"]) == ("HXA01", next(iter(spelt(wrong))))
    many = error(tell(ann, "task.create", spelt({"price_cents": 1, "paid_to": 1})))
    fields = {one["field"] for one in many["details"]["fields"]}
    assert fields >= {*spelt({"price_cents": 1, "paid_to": 1}), "title", "deadline_at"}


def test_an_argument_told_twice(ann: Person) -> None:
    """In both spellings is one too many."""
    for both in ("task_id", "taskId"), ("taskId", "task_id"):
        refused = error(ask(ann, "task.getById", dict.fromkeys(both, NOBODY)))
        assert (refused["hxCode"], refused["field"]) == ("HXA01", "taskId")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"7",
        b'"text"',
        b"\xff",
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b'{"taskId": NaN}',
        b'{"taskId":"\\ud800"}',
        b'{"photos":' + b"[" * 1000 + b"]" * 1000 + b"}",
    ],
    ids=lambda body: repr(body[:12]),
)
def test_malformed_input(ann: Person, body: bytes) -> None:
    """Is BAD_REQUEST, in a body, a query string and a batch; never a 500."""
    assert error(tell(ann, "task.submitProof", body))["code"] == "BAD_REQUEST"
    assert error(tell(ann, "task.submitProof", body))["hxCode"] == "HXA01"
    batched = tell(ann, "task.accept,task.accept", body, key="a,b", query="?batch=1")
    told = batched.json() if isinstance(batched.json(), list) else [batched.json()]
    assert {shape(one)["hxCode"] for one in told} == {"HXA01"}
    if len(body) < 3000:
        text = body.decode(errors="replace")
        assert error(ask(ann, "task.getById", text))["code"] == "BAD_REQUEST"


def test_shapes_of_refusals(house: House, ann: Person) -> None:
    """tRPC's name and number by HTTP status; our code, field and hint beside them."""
    nobody, posted = house.person(None), data(tell(ann, "task.create", work()))
    found = {
        "own": error(tell(ann, "task.accept", {"taskId": posted["id"]})),
        "unknown": error(ask(ann, "task.getById", {"taskId": NOBODY})),
        "nobody": error(ask(nobody, "user.getProfile")),
        "mutation": error(ask(ann, "task.create", work())),
        "query": error(tell(ann, "user.getProfile")),
        "keyless": error(tell(ann, "task.cancel", {"taskId": NOBODY}, key="")),
        "staff": error(tell(ann, "dispute.resolve", {})),
    }
    assert found["unknown"] == {
        "code": "NOT_FOUND",
        "httpStatus": 404,
        "hxCode": "HXA02",
        "path": "task.getById",
        "requestId": found["unknown"]["requestId"],
        **{k: v for k, v in found["unknown"].items() if k in ("field", "hint")},
    }
    assert {name: (one["code"], one["hxCode"]) for name, one in found.items()} == {
        "own": ("FORBIDDEN", found["own"]["hxCode"]),
        "unknown": ("NOT_FOUND", "HXA02"),
        "nobody": ("UNAUTHORIZED", "HX501"),
        "mutation": ("METHOD_NOT_SUPPORTED", "HXA14"),
        "query": ("METHOD_NOT_SUPPORTED", "HXA14"),
        "keyless": ("BAD_REQUEST", "HXA07"),
        "staff": ("BAD_REQUEST", "HXA01"),
    }
    assert ask(nobody, "user.getProfile").headers["WWW-Authenticate"] == "Bearer"
    assert ask(ann, "task.create").headers["Allow"] == "POST"
    url = f"{house.base_url}/trpc/task.create"
    assert error(ann.http.put(url, json={}, timeout=9))["code"] == "METHOD_NOT_SUPPORTED"
    plain = {"Content-Type": "text/plain"}
    refused = error(ann.http.post(url, data="a=b", headers=plain, timeout=9))
    assert (refused["code"], refused["hxCode"]) == ("UNSUPPORTED_MEDIA_TYPE", "HXA16")
    large = error(tell(ann, "task.create", work(description="x" * 1_100_000)))
    assert (large["code"], large["hxCode"]) == ("PAYLOAD_TOO_LARGE", "HXA15")
    forged = requests.get(
        f"{house.base_url}/trpc/user.getProfile,user.getXP?batch=1",
        headers={"Authorization": "Bearer x.y.z"},
        timeout=9,
    )
    assert (error(forged)["code"], error(forged)["hxCode"]) == ("UNAUTHORIZED", "HX502")
    statuses = json.loads(house.sql("select json_agg(distinct http_status)::text from core.error"))
    assert set(statuses) <= set(CODES)


def test_cors(house: House) -> None:
    """as for v1, with the headers of streaming clients."""
    url = f"{house.base_url}/trpc/user.getProfile"
    asked = {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization,content-type,trpc-accept,trpc-batch-mode",
    }
    mine = requests.options(url, headers={"Origin": "http://localhost:3000", **asked}, timeout=9)
    assert mine.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"
    assert {"trpc-accept", "trpc-batch-mode"} <= {
        name.strip().lower() for name in mine.headers["Access-Control-Allow-Headers"].split(",")
    }
    other = requests.options(url, headers={"Origin": "https://evil.example", **asked}, timeout=9)
    assert "Access-Control-Allow-Origin" not in other.headers


def test_a_batch(house: House, ann: Person) -> None:
    """In order, each its own; 200 or the common status, 207 where they differ."""
    one = ask(ann, "user.getProfile", batch="1")
    assert one.status_code == 200
    assert one.json() == [ask(ann, "user.getProfile").json()]
    both = ask(ann, "user.getProfile,task.list", {"1": {"pageSize": 1}}, batch="1")
    assert both.status_code == 200
    assert [set(part) for part in both.json()] == [{"result"}] * 2
    assert len(both.json()[1]["result"]["data"]["items"]) == 1
    three = {"0": {"taskId": NOBODY}, "1": {"taskId": "x"}}
    mixed = ask(ann, "task.getById,task.getById,user.getXP,no.thing", three, batch="1")
    assert mixed.status_code == 207
    assert "result" in mixed.json()[2]
    refusals = [shape(mixed.json()[place]) for place in (0, 1, 3)]
    assert [r["httpStatus"] for r in refusals] == [404, 400, 404]
    assert [r["path"] for r in refusals] == ["task.getById", "task.getById", "no.thing"]
    same = ask(ann, "task.getById,no.thing", {"0": {"taskId": NOBODY}}, batch="1")
    assert same.status_code == 404
    assert [shape(part)["httpStatus"] for part in same.json()] == [404, 404]
    wrong = ask(ann, "task.create,user.getXP", batch="1")
    assert [part.get("error", {}).get("code") for part in wrong.json()] == [-32005, None]
    ten = ask(ann, ",".join(["user.getXP"] * 10), batch="1")
    assert (ten.status_code, len(ten.json())) == (200, 10)
    before = house.sql("select count(*) from task.task")
    eleven = tell(
        ann, ",".join(["task.create"] * 11), {str(n): work() for n in range(11)}, query="?batch=1"
    )
    assert (error(eleven)["code"], error(eleven)["field"]) == ("BAD_REQUEST", "batch")
    assert house.sql("select count(*) from task.task") == before
    for wrong_input in ("[]", "7", '"x"', "{"):
        refused = error(ask(ann, "user.getXP,user.getXP", wrong_input, batch="1"))
        assert (refused["code"], refused["field"]) == ("BAD_REQUEST", "input")


def test_keys_of_a_batch(house: House, ann: Person) -> None:
    """One a call: each stands and is replayed by itself, in any later batch or alone."""
    before = house.sql("select count(*) from task.task")
    first, second = work(title="First"), work(title="Second")
    pair, batch = {"0": first, "1": second}, "?batch=1"
    keys = [uuid4().hex, uuid4().hex]
    path = "task.create,task.create"
    made = tell(ann, path, pair, key=f"{keys[0]}, {keys[1]}", query=batch)
    assert made.status_code == 200
    assert "Idempotency-Replayed" not in made.headers
    turned = tell(ann, path, {"0": second, "1": first}, key=f"{keys[1]},{keys[0]}", query=batch)
    assert turned.json() == made.json()[::-1]
    assert turned.headers["Idempotency-Replayed"] == "true, true"
    alone = tell(ann, "task.create", second, key=keys[1])
    assert alone.json() == made.json()[1]
    assert alone.headers["Idempotency-Replayed"] == "true"
    as_v1 = ann.post("task.create", first, keys[0])
    assert as_v1.json()["data"] == made.json()[0]["result"]["data"]
    twice = tell(ann, path, {"0": first, "1": first}, key=f"{keys[0]},{keys[0]}", query=batch)
    assert twice.json()[0] == twice.json()[1] == made.json()[0]
    assert house.sql("select count(*) from task.task") == before + 2
    other = tell(ann, path, pair, key=f"{keys[1]},{keys[0]}", query=batch)
    assert {shape(part)["hxCode"] for part in other.json()} == {"HXA05"}
    for wrong in (keys[0], f"{keys[0]},{keys[1]},x"):
        refused = error(tell(ann, path, pair, key=wrong, query=batch))
        assert (refused["hxCode"], refused["field"]) == ("HXA01", "Idempotency-Key")
    task = made.json()[0]["result"]["data"]["id"]
    cancelled = tell(
        ann,
        "task.cancel,task.cancel",
        {"0": {"taskId": task}, "1": {"taskId": task}},
        key=f",{uuid4().hex}",
        query=batch,
    )
    assert cancelled.status_code == 207
    assert shape(cancelled.json()[0])["hxCode"] == "HXA07"
    assert cancelled.json()[1]["result"]["data"]["state"] == "CANCELLED"
    assert ask(ann, "user.getXP,user.getXP", batch="1").status_code == 200


def test_a_refused_call_undoes_no_other(house: House, ann: Person) -> None:
    """Each call of a batch is a transaction of its own, with the request's id on its events."""
    told: Json = {"0": work(), "1": work(priceCents=1), "2": work()}
    keys = ",".join(uuid4().hex for _ in told)
    answer = tell(ann, "task.create,task.create,task.create", told, key=keys, query="?batch=1")
    assert answer.status_code == 207
    made = [part["result"]["data"]["id"] for part in answer.json() if "result" in part]
    assert len(made) == 2
    kept = house.sql(
        "select string_agg(request_id || ' ' || transaction_id::text, ' ') from core.event"
        " where aggregate_id = any (%s::uuid[]) and version = 1",
        made,
    ).split()
    assert {kept[0], kept[2]} == {answer.headers["X-Request-Id"]}
    assert kept[1] != kept[3]


STREAMS = {"10": {"trpc-batch-mode": "stream"}, "11": {"trpc-accept": "application/jsonl"}}


def told_in_lines(version: str, lines: list[bytes]) -> list[Json]:
    """What the lines of a stream say of each call, in the order in which they came."""
    if version == "10":
        assert lines[-1] == b"}"
        return list(json.loads(b"\n".join(lines)).values())
    head, *rest = (json.loads(line) for line in lines)
    assert head == {str(place): [[0], [None, 0, place]] for place in range(len(rest))}
    assert [line[:2] for line in rest] == [[place, 0] for place in range(len(rest))]
    return [line[2][0][0] for line in rest]


@pytest.mark.parametrize("version", STREAMS)
def test_a_stream(house: House, ann: Person, version: str) -> None:
    """The same as lines: 200 whatever becomes of the calls, a refusal of all as the client reads
    it. One call alone has its headers; RLM-11."""
    cat = house.registered(f"stream-{version}")
    cat.http.headers.update(STREAMS[version])
    three = ask(cat, "user.getXP,task.getById,user.getXP", {"1": {"taskId": NOBODY}}, batch="1")
    assert (three.status_code, three.headers["Content-Type"]) == (200, "application/json")
    assert three.headers["X-Accel-Buffering"] == "no" and three.headers["Cache-Control"]
    assert "RateLimit" not in three.headers and "Content-Length" not in three.headers
    told = told_in_lines(version, three.content.splitlines())
    assert told[0] == told[2] == ask(ann, "user.getXP").json()
    assert (shape(told[1])["hxCode"], shape(told[1])["path"]) == ("HXA02", "task.getById")
    alone = ask(cat, "user.getXP", batch="1")
    assert told_in_lines(version, alone.content.splitlines()) == [told[0]]
    assert '"query;account";r=596;' in alone.headers["RateLimit"]
    before = house.sql("select count(*) from task.task")
    key, path = uuid4().hex, ",".join(["task.create"] * 11)
    many = {str(place): work() for place in range(11)}
    eleven = tell(cat, path, many, key=",".join([key] * 11), query="?batch=1")
    assert eleven.status_code == 400
    refused = list(eleven.json().values()) if version == "10" else [eleven.json()]
    assert len(refused) == (11 if version == "10" else 1)
    assert {shape(one)["field"] for one in refused} == {"batch"}
    assert house.sql("select count(*) from task.task") == before
    wrong = ask(cat, "," * 5000, "{", batch="1")
    assert (wrong.status_code, len(wrong.content) < 50_000) == (400, True)


@pytest.mark.parametrize("version", STREAMS)
def test_a_client_that_leaves_in_mid_stream(house: House, ann: Person, version: str) -> None:
    """Has what was told until then; the call that runs ends whole, no further one begins, and the
    same keys bring the rest. Each line leaves as its call ends. LIF-22 IDM-02."""
    held = data(tell(ann, "task.create", work()))["id"]
    told: list[Json] = [work(), {"taskId": held}, work()]
    keys, request_id = [uuid4().hex for _ in told], uuid4().hex
    path = "/trpc/task.create,task.cancel,task.create?batch=1"
    body = json.dumps({str(place): one for place, one in enumerate(told)}).encode()
    headers = {
        "Host": "house",
        "Authorization": f"Bearer {house.token('ann')}",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Idempotency-Key": ",".join(keys),
        "X-Request-Id": request_id,
        **STREAMS[version],
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with (
        psycopg.connect(house.database) as holder,
        socket.create_connection(("127.0.0.1", house.port), 30) as client,
    ):
        holder.execute("select from task.task where id = %s for update", (held,))
        client.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        received = b""
        while b'"OPEN"' not in received:  # the first is told while the second waits
            more = client.recv(65536)
            assert more, received
            received += more
        assert b"CANCELLED" not in received
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wait_until(lambda: '"status": 499' in line_of(house, request_id))
    assert house.sql("select state from task.task where id = %s", held) == "CANCELLED"
    kept = "select count(*) from core.idempotency_record where key = any (%s)"
    assert house.sql(kept, keys) == 2
    del headers["Host"], headers["X-Request-Id"]
    again = requests.post(house.base_url + path, data=body, headers=headers, timeout=30)
    results = told_in_lines(version, again.content.splitlines())
    assert [one["result"]["data"]["state"] for one in results] == ["OPEN", "CANCELLED", "OPEN"]
    assert results[0]["result"]["data"]["id"].encode() in received
    assert house.sql(kept, keys) == 3


def line_of(house: House, request_id: str) -> str:
    """The log's line of a whole request."""
    lines = [line for line in house.tail("web").splitlines() if request_id in line]
    return next((line for line in lines if '"batch"' in line), "")


def test_limits_count_every_call(house: House) -> None:
    """A batch of n counts n times, and bears the last state of each policy."""
    bob = house.registered("bob")
    nothing = {str(n): {"taskId": NOBODY} for n in range(4)}
    house.sql(
        "insert into core.rate_limit (operation, scope, allowed, period)"
        " values ('task.start', 'account', 6, interval '1 hour')"
    )
    try:
        path, keys = ",".join(["task.start"] * 4), ",".join("abcd")
        first = tell(bob, path, nothing, key=keys, query="?batch=1")
        assert first.status_code == 404
        assert first.headers["RateLimit"].startswith('"task.start;account";r=2;t=')
        assert first.headers["RateLimit-Policy"] == '"task.start;account";q=6;w=3600'
        second = tell(bob, path, nothing, key=keys, query="?batch=1")
        assert second.status_code == 207
        found = [shape(part) for part in second.json()]
        assert [one["httpStatus"] for one in found] == [404, 404, 429, 429]
        assert (found[3]["code"], found[3]["hxCode"]) == ("TOO_MANY_REQUESTS", "HXA04")
        assert 3500 < int(second.headers["Retry-After"]) <= 3600
        assert '"task.start;account";r=0' in second.headers["RateLimit"]
        bob.http.headers.update(STREAMS["11"])
        third = tell(bob, path, nothing, key=keys, query="?batch=1")
        lines = told_in_lines("11", third.content.splitlines())
        assert {shape(one)["httpStatus"] for one in lines} == {429}
        assert 3500 < shape(lines[0])["details"]["retry_after"] <= 3600
    finally:
        house.sql("delete from core.rate_limit where operation = 'task.start'")


def test_query_limits_count_every_call(house: House) -> None:
    """The count in memory too."""
    cat = house.registered("cat")
    answer = ask(cat, ",".join(["user.getXP"] * 5), batch="1")
    remaining = answer.headers["RateLimit"]
    assert '"query;account";r=595;' in remaining
    assert remaining.count("query;account") == 1


def test_void(house: House, ann: Person) -> None:
    """No input in, no data out: a client's undefined, not null."""
    with_nothing = (
        "create function account.wave() returns void language plpgsql security definer"
        " set search_path = '' as $$ begin end $$;"
        "comment on function account.wave is $$Wave. @wire people.greet.waveAtAll"
        "\n@returns nothing @errors none$$;"
        "grant execute on function account.wave to hx_member"
    )
    house.sql("set role hx_owner; " + with_nothing)
    try:
        path = "people.greet.waveAtAll"
        wait_until(lambda: all(tell(ann, path).ok for _ in range(12)))
        nothings: list[Any] = [None, {}, b"", b"null"]
        for nothing in nothings:
            answer = tell(ann, path, nothing)
            assert (answer.status_code, answer.content) == (200, b'{"result":{}}')
        batched = tell(ann, f"{path},{path}", key="v1,v2", query="?batch=1")
        assert batched.content == b'[{"result":{}},{"result":{}}]'
        assert tell(ann, "user.wave").status_code == 404
        house.sql("comment on function account.wave is 'Wave. @wire user.getXP'")
        wait_until(lambda: "one wire name of two procedures: user.getXP" in house.tail("web"))
        assert ask(ann, "user.getXP").ok, "what was read before is served on"
        assert requests.get(f"{house.base_url}/health/ready", timeout=9).ok
    finally:
        house.sql("drop function account.wave")


def test_log_lines(house: House, ann: Person) -> None:
    """One a call of a batch, by the procedure's own name, and one of the request."""
    request_id = uuid4().hex
    ann.http.get(
        f"{house.base_url}/trpc/user.getXP,task.getById?batch=1",
        headers={"X-Request-Id": request_id},
        timeout=9,
    )
    lines = [line for line in house.tail("web").splitlines() if request_id in line]
    assert len(lines) == 3
    assert "account.get_xp" in lines[0] and "task.get_by_id" in lines[1] and "batch" in lines[2]
    assert "HXA01" in lines[1] and "HXA01" not in lines[0]


def test_the_examples_of_the_page(ann: Person) -> None:
    """wire.md shows requests: each is answered as it stands there, but for ids and times."""
    text = (ROOT / "db/docs/wire.md").read_text(encoding="utf-8")
    examples = re.findall(r"```http\nGET (\S+)\n\n(\d+)\n(.*)\n```", text)
    assert len(examples) == 5

    def plain(told: str) -> Any:
        told = re.sub(r'"req(uest_id|uestId)":"[^"]+"', r'"req\1":""', told)
        return json.loads(re.sub(r'"timestamp":"[^"]+"', '"timestamp":""', told))

    for address, status, body in examples:
        answer = ann.http.get(ann.house.base_url + address, timeout=9)
        assert (answer.status_code, plain(answer.text)) == (int(status), plain(body)), address


def test_what_is_not_there_yet(ann: Person) -> None:
    """Names of the older system that wire.md calls absent are NOT_FOUND, the others answer."""
    older = tomllib.loads((ROOT / "scripts/older_wire.toml").read_text(encoding="utf-8"))
    absent = [f"{router}.{name}" for router, names in older["absent"].items() for name in names]
    for start in range(0, len(absent), 10):
        told = ask(ann, ",".join(absent[start : start + 10]), batch="1")
        assert {shape(one)["hxCode"] for one in told.json()} == {"HXA02"}
    for name in older.keys() - {"absent", "instead", "errors"}:
        kind = ask if older[name]["kind"] == "query" else tell
        refused = error(kind(ann, name, {"surprise": 1}))
        assert (refused["hxCode"], refused["path"]) == ("HXA01", name)


@pytest.fixture(scope="module")
def clients() -> None:
    """The clients are installed: scripts/install does it, or this."""
    folder = ROOT / "tests/trpc"
    if not (folder / "v11/node_modules/@trpc/client").is_dir():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=folder, check=True, timeout=300)


def lived(house: House, version: str, kind: str) -> tuple[Json, dict[str, list[list[Any]]]]:
    """What the steps of life.mjs told, and the requests of each; its escrow is paid meanwhile."""
    names = {name: f"{name}-{version}-{kind}" for name in ("ann", "bob")}
    tokens = {
        name: local_token(KEY, f"test:{who}", f"{who}@example.test") for name, who in names.items()
    }
    process = subprocess.Popen(
        ["node", "life.mjs", version, kind, f"{house.base_url}/trpc"],
        cwd=ROOT / "tests/trpc",
        env={"PATH": os.environ["PATH"], "TOKENS": json.dumps(tokens)},
        stdout=subprocess.PIPE,
        text=True,
    )
    told: Json = {}
    asked: dict[str, list[list[Any]]] = {}
    try:
        assert process.stdout is not None
        for line in process.stdout:
            step = json.loads(line)
            told[step["step"]], asked[step["step"]] = step["told"], step["requests"]
            if step["step"] == "intent":
                escrow = told["create"]["made"]["escrow_id"]
                body = payment("payment_intent.succeeded", escrow, f"pi_{escrow}", 10000)
                assert send(house.base_url, WEBHOOK_SECRET, body).status_code == 200
        assert process.wait(30) == 0
    finally:
        process.kill()
    return told, asked


@pytest.mark.usefixtures("clients")
@pytest.mark.parametrize("kind", ["single", "batch", "stream"])
@pytest.mark.parametrize("version", ["10", "11"])
def test_a_life_by_the_real_client(house: House, version: str, kind: str) -> None:
    """Posted, paid, taken, proved, rejected, proved again, completed; refused as promised."""
    told, asked = lived(house, version, kind)
    email = f"ann-{version}-{kind}@example.test"
    assert told["profile"]["email"] == email
    assert (told["onboarded"]["role"], told["onboarded"]["phase"]) == ("hustler", "COMPLETED")
    assert told["create"]["made"] == told["create"]["again"]
    assert told["intent"]["amount_cents"] == 10000
    found = [(one["data"]["code"], one["data"]["hxCode"]) for one in told["refusals"]]
    assert found == [
        ("FORBIDDEN", found[0][1]),
        ("UNAUTHORIZED", "HX501"),
        ("BAD_REQUEST", "HXA07"),
        ("BAD_REQUEST", "HXA01"),
        ("BAD_REQUEST", "HXA01"),
        ("NOT_FOUND", "HXA02"),
        ("NOT_FOUND", "HXA02"),
        ("METHOD_NOT_SUPPORTED", "HXA14"),
    ]
    assert {one["name"] for one in told["refusals"]} == {"TRPCClientError"}
    for one in told["refusals"]:
        assert CODES[one["data"]["httpStatus"]] == (one["data"]["code"], one["code"])
    assert [one["data"].get("field") for one in told["refusals"][3:5]] == ["priceCents", "paidTo"]
    assert told["accept"]["state"] == "ACCEPTED"
    assert told["submit"]["proof_state"] == "SUBMITTED"
    assert told["reject"]["state"] == "REJECTED"
    assert told["resubmit"]["proof_state"] == "SUBMITTED"
    assert (told["complete"]["state"], told["complete"]["escrow_state"]) == (
        "COMPLETED",
        "RELEASED",
    )
    end = told["end"]
    assert end["task"]["description"].endswith('ä, 家, "&?=,"')
    assert (end["task"]["state"], end["escrow"]["state"]) == ("COMPLETED", "RELEASED")
    assert (end["xp"]["total_xp"], end["page"]["items"][0]["state"]) == (100, "COMPLETED")
    assert len(asked["end"]) == (5 if kind == "single" else 1)
    assert {"result": len(asked["eleven"])} == {"result": 11 if kind == "single" else 1}
    if kind == "single":
        assert all("answered" in one for one in told["eleven"])
    else:
        assert {one["data"]["field"] for one in told["eleven"]} == {"batch"}
    assert "answered" in told["two"][0] and told["two"][1]["data"]["field"] == "title"
    if kind != "single":
        for step in ("two", "middle"):
            assert [one[2] for one in asked[step]] == [200 if kind == "stream" else 207]
    first, second, third = told["middle"]
    assert first["answered"]["total_xp"] == 100 and len(third["answered"]["items"]) == 1
    assert (second["code"], second["data"]["hxCode"]) == (-32004, "HXA02")
    assert "fulfilled" in told["left"]
    made = {one["answered"]["id"] for one in told["back"]}
    assert len(made) == 5
    posted = "select count(*) from task.task as t join account.user as u on u.id = t.poster_id"
    assert house.sql(f"{posted} where u.email = %s", email) == 5 + 2
    house.prove()
