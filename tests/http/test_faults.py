"""What breaks around the web layer: pools, processes, the server, slow clients, lost races.

HXA09 A6 IDM-15 IDM-19 GWY-034 DEP-45 SEC-19 S13 QUE-19 TST-28 DBM-030.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import requests

from cluster import Server
from house import House, code, wait_until
from http_work import work
from web.database import refusal

LIVE_SECONDS = 1.0  # bounds that a healthy answer stays far below


@contextmanager
def planted(house: House, body: str, volatility: str = "volatile") -> Iterator[str]:
    """A procedure of the public API with some body, for as long as it is wanted."""
    name = f"plant_{uuid4().hex[:8]}"
    house.sql(
        f"set role hx_owner; create function task.{name}() returns text language plpgsql"
        f" {volatility} security definer set search_path = '' as $plant$ {body} $plant$;"
        f" grant execute on function task.{name} to hx_member"
    )
    try:
        house.sql("select core.make_routes()")
        wait_until(lambda: known(house, f"task.{name}"))
        time.sleep(1.5)  # the other process looks every second too
        yield f"task.{name}"
    finally:
        house.sql(f"drop function task.{name}")
        house.sql("select core.make_routes()")


def known(house: House, procedure: str) -> bool:
    """Whether a process that was asked knows a procedure."""
    return procedure in requests.get(f"{house.base_url}/openapi.json", timeout=10).text


def test_pool_exhaustion(house: House) -> None:
    """All connections taken: refused within a second, liveness and queries unharmed."""
    ann = house.registered("ann")
    task = ann.post("task.create", work()).json()["data"]["id"]
    people = [house.person("ann") for _ in range(40)]
    with psycopg.connect(house.database) as holder, ThreadPoolExecutor(45) as pool:
        holder.execute("select from task.task where id = %s for no key update", (task,))
        calls = [pool.submit(p.post, "task.cancel", {"task_id": task}) for p in people]
        time.sleep(0.5)
        for _ in range(10):
            answer = requests.get(f"{house.base_url}/health/live", timeout=LIVE_SECONDS)
            assert answer.status_code == 200
        assert ann.get("account.get_profile").status_code == 200
        answers = [call.result(20) for call in calls]
        holder.rollback()
    overloaded = [a for a in answers if a.status_code == 503]
    assert overloaded
    assert {code(a) for a in overloaded} == {"HXA09"}
    assert all(a.headers["Retry-After"] for a in overloaded)
    # Those that had a connection gave up on the lock; nobody was left hanging.
    assert {a.status_code for a in answers} <= {200, 409, 503}
    assert ann.post("task.cancel", {"task_id": task}).status_code == 200


def test_lock_timeout_is_a_conflict(house: House) -> None:
    """Who waits three seconds for a lock is told so, and nothing happened."""
    bob = house.registered("bob")
    task = bob.post("task.create", work()).json()["data"]["id"]
    with psycopg.connect(house.database) as holder:
        holder.execute("select from task.task where id = %s for no key update", (task,))
        answer = bob.post("task.cancel", {"task_id": task})
        holder.rollback()
    assert answer.status_code == 409
    assert code(answer) == "HXA03"
    # Other conflicts last; this one says that it passes.
    assert answer.headers["Retry-After"] == "1"
    bob.post("task.cancel", {"task_id": task})
    ended = bob.post("task.complete", {"task_id": task})
    assert ended.status_code == 409 and "Retry-After" not in ended.headers


def test_code_that_is_being_changed_passes(house: House) -> None:
    """What a deploy under way explains is asked again later; the same without one is a fault."""
    person = house.registered("patient")
    with planted(house, "begin return task._not_there_yet(); end") as name:
        with psycopg.connect(house.database, autocommit=True) as loader:
            loader.execute("select pg_advisory_lock(hashtext('hx_apply'))")
            answer = person.post(name)
            assert (answer.status_code, code(answer)) == (503, "HXA09")
            assert answer.headers["Retry-After"] == "1"
        answer = person.post(name)
        assert (answer.status_code, code(answer)) == (500, "HXA10")
        assert "Retry-After" not in answer.headers
    assert refusal(psycopg.errors.UndefinedFunction()).code == "HXA09"
    assert refusal(psycopg.errors.FeatureNotSupported()).code == "HXA09"
    assert refusal(psycopg.errors.InsufficientPrivilege()).code == "HXA10"


def test_statement_timeout(house: House) -> None:
    """A query has two seconds, a mutation five."""
    person = house.registered("slow")
    with planted(house, "begin perform pg_catalog.pg_sleep(30); return 'x'; end", "stable") as name:
        answer = person.get(name)
        assert answer.status_code == 503
        assert code(answer) == "HXA09"


def test_lost_races_are_tried_again(house: House) -> None:
    """Serialization failures and deadlocks: a few attempts, then HXA09; nothing else is retried."""
    person = house.registered("racer")
    house.sql("create sequence public.tries; grant usage on sequence public.tries to hx_owner")
    body = (
        "begin if pg_catalog.nextval('public.tries') <= {} then"
        " raise exception 'lost' using errcode = '{}'; end if; return 'won'; end"
    )
    tries = "select last_value from public.tries"
    for sqlstate in ("40001", "40P01"):
        with planted(house, body.format(2, sqlstate)) as name:
            assert person.post(name).json()["data"] == "won"
            assert house.sql(tries) == 3
            house.sql("alter sequence public.tries restart")
        with planted(house, body.format(99, sqlstate)) as name:
            answer = person.post(name)
            assert answer.status_code == 503
            assert code(answer) == "HXA09"
            assert 2 <= house.sql(tries) <= 10
            house.sql("alter sequence public.tries restart")
    with planted(house, body.format(99, "22012")) as name:
        answer = person.post(name)
        assert answer.status_code == 500
        assert code(answer) == "HXA10"
        assert "lost" not in answer.text
        assert house.sql(tries) == 1
    kept = house.sql("select message from core.failure where error = '22012' limit 1")
    assert kept == "lost"
    house.sql("drop sequence public.tries")


def test_query_can_not_write(house: House) -> None:
    """A procedure that says it reads may not write, whatever it says."""
    person = house.registered("liar")
    body = (
        "begin perform set_config('transaction_read_only', 'off', true);"
        " execute 'delete from core.setting'; return 'x'; end"
    )
    with planted(house, body, "stable") as name:
        answer = person.get(name)
        assert answer.status_code == 500
        assert code(answer) == "HXA10"
    assert house.sql("select count(*) from core.setting") > 0


def test_killed_in_a_request(url: str, tmp_path: Path) -> None:
    """kill -9 of the web in mid-request: the retry with the key does it once. IDM-11."""
    house = House(url, tmp_path)
    try:
        person = house.registered("phoenix")
        key = uuid4().hex
        body = work(title=f"Killed {key}")
        house.sql(
            "create function public.slow() returns trigger language plpgsql as"
            " $$ begin perform pg_sleep(2); return new; end $$"
        )
        house.sql(
            "create trigger aaa_slow before insert on task.place for each row"
            " execute function public.slow()"
        )
        with ThreadPoolExecutor(1) as pool:
            call = pool.submit(person.post, "task.create", body, key)
            wait_until(
                lambda: (
                    house.sql(
                        "select count(*) from pg_stat_activity where datname ="
                        " current_database() and wait_event = 'PgSleep'"
                    )
                    == 1
                )
            )
            house.kill("web")
            with pytest.raises(requests.RequestException):
                call.result(10)
        wait_until(
            lambda: (
                house.sql(
                    "select count(*) from pg_stat_activity where datname ="
                    " current_database() and wait_event = 'PgSleep'"
                )
                == 0
            )
        )
        house.sql("drop trigger aaa_slow on task.place")
        house.sql("drop function public.slow()")
        again = House(url, tmp_path)
        try:
            person = again.person("phoenix")
            first = person.post("task.create", body, key)
            second = person.post("task.create", body, key)
            assert first.status_code == second.status_code == 200
            assert first.content == second.content
        finally:
            again.stop()
        made = house.sql("select count(*) from task.task where title = %s", f"Killed {key}")
        assert made == 1
        house.prove()
    finally:
        house.stop()


def test_slow_clients(house: House) -> None:
    """More clients than threads that dribble their requests don't keep others waiting."""
    person = house.registered("quick")
    token = f"Authorization: Bearer {house.token('quick')}\r\n".encode()
    parts = (
        b"X-Slow: ",
        token + b"Content-Length: 1000\r\n\r\n{",
        token + b"Transfer-Encoding: chunked\r\n\r\n5\r\n",
        token + b"Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n{",
    )
    held = []
    try:
        for number in range(300):
            client = socket.create_connection(("127.0.0.1", house.port), timeout=5)
            client.sendall(b"POST /v1/task.create HTTP/1.1\r\nHost: x\r\n")
            client.sendall(b"Content-Type: application/json\r\n" + parts[number % len(parts)])
            held.append(client)
        for _ in range(20):
            began = time.monotonic()
            assert person.get("account.get_profile").status_code == 200
            assert time.monotonic() - began < 5
            for client in held:
                try:
                    client.sendall(b" ")
                except OSError:
                    continue
    finally:
        for client in held:
            client.close()


def test_postgresql_restarted_under_load(server: Server, tmp_path: Path) -> None:
    """Stopped at once and started again: the pools recover, nothing acknowledged is lost."""
    url = server.do("url")
    house = House(url, tmp_path, jobs=True)
    try:
        house.sql("update core.rate_limit set allowed = 1000000, updated_at = now()")
        acknowledged: list[str] = []
        stop = threading.Event()

        def load(name: str) -> None:
            person = house.registered(name)
            while not stop.is_set():
                try:
                    answer = person.post("task.create", work())
                except requests.RequestException:
                    continue
                if answer.status_code == 200:
                    acknowledged.append(answer.json()["data"]["id"])
                else:
                    assert code(answer) in ("HXA09", "HXA04"), answer.text
                    time.sleep(0.05)

        with ThreadPoolExecutor(4) as pool:
            threads = [pool.submit(load, f"load{n}") for n in range(4)]
            wait_until(lambda: len(acknowledged) > 100)
            server.do("crash")
            assert requests.get(f"{house.base_url}/health/live", timeout=2).status_code == 200
            wait_until(
                lambda: requests.get(f"{house.base_url}/health/ready", timeout=5).status_code == 503
            )
            before = len(acknowledged)
            server.do("up")
            wait_until(lambda: len(acknowledged) > before + 100)
            stop.set()
            for thread in threads:
                thread.result(10)
        wait_until(
            lambda: requests.get(f"{house.base_url}/health/ready", timeout=5).status_code == 200
        )
        there = house.sql("select count(*) from task.task where id = any (%s)", acknowledged)
        assert there == len(acknowledged)
        house.prove()
    finally:
        house.stop()
