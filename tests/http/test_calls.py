"""A call over HTTP: envelope, methods, bodies, keys, limits. SEC-18 SEC-19 SEC-20 GWY-024 GWY-025
VAL-007 VAL-014 IDM-02 IDM-07 RLM-09 RLM-11 S24 S-I3 S-I17."""

from __future__ import annotations

import gzip
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
import requests

from house import House, Person, code, wait_until
from http_work import work


@pytest.fixture(scope="module")
def ann(house: House) -> Person:
    """A member."""
    return house.registered("ann")


def test_envelope(ann: Person) -> None:
    """Success and refusal have one shape, with the request's id in body and header."""
    answer = ann.get("account.get_profile")
    envelope = answer.json()
    assert answer.status_code == 200
    assert envelope["success"] is True
    assert envelope["data"]["email"] == "ann@example.test"
    assert envelope["meta"]["request_id"] == answer.headers["X-Request-Id"]
    assert envelope["meta"]["version"] == "1.0.0"
    assert datetime.fromisoformat(envelope["meta"]["timestamp"]).tzinfo is not None
    refused = ann.get("task.get_by_id", task_id=str(uuid4()))
    assert refused.status_code == 404
    assert code(refused) == "HXA02"
    assert set(refused.json()) == {"success", "error", "meta"}


def test_request_id_and_trace(house: House, ann: Person) -> None:
    """A good id and trace are kept, to the event; a forged one is replaced."""
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answer = ann.post("task.create", work(), **{"X-Request-Id": "my-id.1", "traceparent": trace})
    assert answer.headers["X-Request-Id"] == "my-id.1"
    kept = house.sql(
        "select request_id || ' ' || traceparent from core.event where aggregate_id = %s"
        " and version = 1",
        answer.json()["data"]["id"],
    )
    assert kept == f"my-id.1 {trace}"
    for forged in ('{"a":1}', "x" * 65, "a b", "ä"):
        answer = ann.http.get(
            f"{ann.house.base_url}/v1/account.get_profile",
            headers={"X-Request-Id": forged.encode(), "traceparent": "00-" + "0" * 32 + "-1-01"},
            timeout=10,
        )
        assert answer.headers["X-Request-Id"].startswith("req-")
        assert "0" * 32 not in answer.headers["traceparent"]


def test_security_headers(ann: Person) -> None:
    """Every answer bears them, refusals too, and names no framework. SEC-031 SEC-033 SEC-034."""
    for answer in (ann.get("account.get_profile"), ann.get("no.thing")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "python" not in answer.headers["Server"].lower()
        assert "gunicorn" not in answer.headers["Server"].lower()
        assert "X-Powered-By" not in answer.headers


def test_cors(house: House) -> None:
    """Localhost may here, a stranger's page may not. SEC-035 GWY-031."""
    url = f"{house.base_url}/v1/account.get_profile"
    asked = {"Access-Control-Request-Method": "GET"}
    mine = requests.options(url, headers={"Origin": "http://localhost:3000", **asked}, timeout=10)
    assert mine.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"
    for origin in ("https://evil.example", "http://localhost.evil.example", "null"):
        other = requests.options(url, headers={"Origin": origin, **asked}, timeout=10)
        assert "Access-Control-Allow-Origin" not in other.headers


VENDOR = "application/vnd.hustlexp.{}+json"


@pytest.mark.parametrize(
    ("accept", "query", "status"),
    [
        ("*/*", "", 200),
        ("application/json", "", 200),
        (VENDOR.format("v1"), "", 200),
        (VENDOR.format("V1").upper(), "", 200),
        (f"{VENDOR.format('v2')}, {VENDOR.format('v1')};q=0.5", "", 200),
        ("*/*", "version=1", 200),
        (VENDOR.format("v2"), "", 406),
        (VENDOR.format("v10"), "version=1", 406),
        (VENDOR.format("v1"), "version=2", 406),
        ("*/*", "version=", 406),
        ("*/*", "version=1&version=2", 406),
        ("*/*", "version=1%00", 406),
    ],
)
def test_version(ann: Person, accept: str, query: str, status: int) -> None:
    """The path's, told again by Accept or a parameter; another is refused, and nothing is done.
    GWY-017 GWY-018."""
    headers = {"Accept": accept, "Idempotency-Key": uuid4().hex}
    for method, name, body in (
        ("GET", "account.get_profile", None),
        ("POST", "account.update_profile", {"full_name": "Vera Version"}),
    ):
        url = f"{ann.house.base_url}/v1/{name}?{query}"
        answer = ann.http.request(method, url, json=body, headers=headers, timeout=9)
        assert answer.status_code == status, answer.text
        if status == 406:
            assert code(answer) == "HXA17"
            assert answer.json()["error"]["hint"] == "1"
    renamed = ann.get("account.get_profile").json()["data"]["full_name"] == "Vera Version"
    assert renamed or status == 406
    assert (
        ann.http.get(f"{ann.house.base_url}/v2/account.get_profile", timeout=9).status_code == 404
    )


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/v1/account.get_profile", "GET"),
        ("GET", "/v1/task.create", "POST"),
        ("DELETE", "/v1/task.create", "POST"),
        ("PUT", "/v1/account.get_profile", "GET"),
    ],
)
def test_method(house: House, method: str, path: str, allowed: str) -> None:
    """Queries are asked by GET, everything else by POST. SEC-012 LIF-22."""
    answer = requests.request(method, house.base_url + path, timeout=10)
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "HXA14"
    assert answer.headers["Allow"] == allowed


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/", "/v1/task", "/v1/task.create/x", "/v2/task.create", "/.env"]
)
def test_nothing_there(house: House, path: str) -> None:
    """What is no route is not found, in the same envelope."""
    answer = requests.get(house.base_url + path, timeout=10)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "HXA02"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b'{"task_id": NaN}',
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b"[" * 100_000,
        b'{"title":"\\ud800"}',
    ],
    ids=lambda body: repr(body[:12]),
)
def test_malformed_body(ann: Person, body: bytes) -> None:
    """What is no JSON object is HXA01, whatever its depth."""
    answer = ann.http.post(
        f"{ann.house.base_url}/v1/task.accept",
        data=body,
        headers={"Content-Type": "application/json"},
        timeout=10,
    )
    assert answer.status_code == 400
    assert code(answer) == "HXA01"


def test_media_type_and_size(ann: Person) -> None:
    """Only JSON, and at most a megabyte, chunked or not. GWY-019 GWY-020."""
    url = f"{ann.house.base_url}/v1/task.create"
    answer = ann.http.post(url, data="a=b", headers={"Content-Type": "text/plain"}, timeout=10)
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "HXA16")
    assert code(answer) == "HXA16"
    large = json.dumps(work(description="x" * 1_100_000)).encode()
    answer = ann.http.post(
        url, data=large, headers={"Content-Type": "application/json"}, timeout=10
    )
    assert answer.status_code == 413
    assert code(answer) == "HXA15"
    # What is sent in chunks is refused while it is still being sent.
    try:
        answer = ann.http.post(
            url, data=iter([large]), headers={"Content-Type": "application/json"}, timeout=10
        )
        assert answer.status_code == 413
    except requests.ConnectionError:
        pass
    assert ann.get("account.get_profile").status_code == 200
    squeezed = gzip.compress(json.dumps(work()).encode())
    answer = ann.http.post(
        url,
        data=squeezed,
        headers={"Content-Type": "application/json", "Content-Encoding": "gzip"},
        timeout=10,
    )
    assert code(answer) == "HXA01"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price_cents": 499}, "price_cents"),
        ({"price_cents": 1_000_001}, "price_cents"),
        ({"price_cents": "10000"}, "price_cents"),
        ({"price_cents": 100.5}, "price_cents"),
        ({"price_cents": True}, "price_cents"),
        ({"price_cents": None}, "price_cents"),
        ({"title": ""}, "title"),
        ({"title": " \t"}, "title"),
        ({"title": "x" * 256}, "title"),
        ({"title": ["x"]}, "title"),
        ({"latitude": 91}, "latitude"),
        ({"latitude": 10}, "latitude"),
        ({"deadline_at": "tomorrow"}, "deadline_at"),
        ({"deadline_at": "2026-01-01"}, "deadline_at"),
        ({"deadline_at": "2020-01-01T00:00:00Z"}, "deadline_at"),
        ({"category": "nonsense"}, "category"),
        ({"requires_proof": None}, "requires_proof"),
        ({"requires_proof": "yes"}, "requires_proof"),
        ({"poster_id": "x"}, "poster_id"),
    ],
)
def test_invalid_argument(ann: Person, changes: dict[str, object], field: str) -> None:
    """Every argument is held to its type and bounds, and the one at fault is named. X10 P15."""
    answer = ann.post("task.create", work(**changes))
    assert answer.status_code == 400
    assert code(answer) == "HXA01"
    assert answer.json()["error"]["field"] == field


def test_every_fault_is_named(ann: Person) -> None:
    """One entry per offending field."""
    answer = ann.post("task.create", {"title": 1, "price_cents": 1, "colour": "red"})
    named = {entry["field"] for entry in answer.json()["error"]["details"]["fields"]}
    assert {"title", "price_cents", "colour", "description", "deadline_at"} <= named


def test_query_arguments(ann: Person) -> None:
    """Typed by the schema: numbers, lists, and what is none of them."""
    ann.post("task.create", work())
    page = ann.get("task.list", states=["OPEN", "ACCEPTED"], page_size=1).json()["data"]
    assert [item["state"] for item in page["items"]] == ["OPEN"]
    more = ann.get("task.list", page_size="1", page_cursor=page["next_cursor"])
    assert more.status_code == 200
    for bad, field in (
        ({"page_size": "many"}, "page_size"),
        ({"page_size": 101}, "page_size"),
        ({"page_size": 0}, "page_size"),
        ({"states": ["GONE"]}, "states.0"),
        ({"unknown": 1}, "unknown"),
        ({"page_size": [1, 2]}, "page_size"),
    ):
        answer = ann.get("task.list", **bad)
        assert code(answer) == "HXA01"
        assert answer.json()["error"]["field"] == field


def test_a_whole_number_is_an_integer(ann: Person) -> None:
    """However it is written; what no integer of the schema can be is refused, never a 500."""
    raw = json.dumps(work()).replace("10000", "1.0e4")
    answer = ann.http.post(
        f"{ann.house.base_url}/v1/task.create",
        data=raw,
        headers={"Content-Type": "application/json"},
        timeout=10,
    )
    assert answer.json()["data"]["price_cents"] == 10000
    assert ann.get("xp.base", released_cents="12345").json()["data"] == 123
    for bad in (
        "9" * 19,
        "9" * 30,
        "9" * 5000,
        "-1",
        "1_000",
        " 1",
        "+1",
        "١",
        "1.5",
        "1e3",
        "NaN",
    ):
        answer = ann.get("xp.base", released_cents=bad)
        assert code(answer) == "HXA01"
        assert answer.json()["error"]["field"] == "released_cents"


def test_options_tells_the_method(house: House) -> None:
    """What a procedure allows, before anybody signs in."""
    for path, allowed in (("account.get_profile", "GET, HEAD, OPTIONS"), ("task.create", "POST")):
        answer = requests.options(f"{house.base_url}/v1/{path}", timeout=10)
        assert answer.status_code == 204
        assert answer.headers["Allow"].startswith(allowed)
    assert requests.options(f"{house.base_url}/v1/no.thing", timeout=10).status_code == 404


def test_nul_is_invalid(ann: Person) -> None:
    """NUL can't be stored, and says so."""
    assert code(ann.post("task.create", work(title="a\x00b"))) == "HXA01"
    assert code(ann.get("task.list", category="a\x00b")) == "HXA01"


def test_same_key_hundred_times_at_once(house: House, ann: Person) -> None:
    """IDM-07 IDM-11 S-I3: it runs once; twins in flight are told so, later ones get the answer."""
    key = uuid4().hex
    before = house.sql("select count(*) from task.task")
    with ThreadPoolExecutor(50) as pool:
        sessions = [house.person("ann") for _ in range(50)]
        body = work(title=f"Once {key}")
        answers = list(
            pool.map(lambda n: sessions[n % 50].post("task.create", body, key), range(100))
        )
    assert {a.status_code for a in answers} <= {200, 409, 503}
    done = [a for a in answers if a.status_code == 200]
    assert done
    assert len({a.content for a in done}) == 1
    assert len([a for a in done if "Idempotency-Replayed" not in a.headers]) == 1
    assert {code(a) for a in answers if a.status_code == 409} <= {"HXA06"}
    assert house.sql("select count(*) from task.task") == before + 1


def test_twin_in_flight_never_waits(house: House, ann: Person) -> None:
    """While the first still runs, its twin is HXA06 at once."""
    key = uuid4().hex
    task = ann.post("task.create", work()).json()["data"]["id"]
    with psycopg.connect(house.database) as holder, ThreadPoolExecutor(1) as pool:
        holder.execute("select from task.task where id = %s for no key update", (task,))
        first = pool.submit(ann.post, "task.cancel", {"task_id": task}, key)
        wait_until(
            lambda: (
                house.sql(
                    "select count(*) from pg_locks where locktype = 'advisory'"
                    " and database = (select oid from pg_database"
                    " where datname = current_database()) and objsubid = 1"
                    " and mode = 'ExclusiveLock'"
                )
                > 0
            )
        )
        twin = house.person("ann")
        answer = twin.post("task.cancel", {"task_id": task}, key)
        assert code(answer) == "HXA06"
        assert answer.headers["Retry-After"] == "1"
        assert answer.elapsed < timedelta(seconds=1.5)
        holder.rollback()
        assert first.result(10).status_code == 200
    again = twin.post("task.cancel", {"task_id": task}, key)
    assert again.content == first.result().content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Content-Type"] == first.result().headers["Content-Type"]
    assert code(twin.post("task.cancel", {"task_id": str(uuid4())}, key)) == "HXA05"
    assert code(twin.post("task.cancel", {"task_id": task}, "")) == "HXA07"


def test_rate_limit(house: House) -> None:
    """The policy row refuses, tells when to come back, and survives the refused call. GWY-014."""
    bob = house.registered("bob")
    nothing = {"task_id": str(uuid4())}
    house.sql(
        "insert into core.rate_limit (operation, scope, allowed, period)"
        " values ('task.start', 'account', 3, interval '1 hour')"
    )
    try:
        for remaining in (2, 1, 0):
            answer = bob.post("task.start", nothing)
            assert code(answer) == "HXA02"
            assert f"r={remaining};t=" in answer.headers["RateLimit"]
        assert '"task.start;account";q=3;w=3600' in answer.headers["RateLimit-Policy"]
        answer = bob.post("task.start", nothing)
        assert answer.status_code == 429
        assert code(answer) == "HXA04"
        assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    finally:
        house.sql("delete from core.rate_limit where operation = 'task.start'")
    assert code(bob.post("task.start", nothing)) == "HXA02"


def test_query_limit_at_the_edge(house: House) -> None:
    """Queries are counted in memory by the same rows. RLM-08."""
    cat = house.registered("cat")
    version = requests.get(f"{house.base_url}/version", timeout=10).json()["contract"]
    house.sql(
        "update core.rate_limit set allowed = 2, updated_at = now() where operation = 'query'"
    )
    try:
        wait_until(
            lambda: (
                requests.get(f"{house.base_url}/version", timeout=10).json()["contract"] != version
            )
        )
        time.sleep(1.5)  # the other process reads the contract too
        answers = [cat.get("account.get_profile") for _ in range(10)]
        refused = [a for a in answers if a.status_code == 429]
        assert refused
        assert {code(a) for a in refused} == {"HXA04"}
        assert all(int(a.headers["Retry-After"]) >= 1 for a in refused)
    finally:
        house.sql(
            "update core.rate_limit set allowed = 600, updated_at = now() where operation = 'query'"
        )
