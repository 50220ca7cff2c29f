"""Copies of answers in Redis: right at once without the relay, dropped by it, and never needed.

CAC-01 CAC-02 CAC-03 CAC-04 CAC-05 CAC-06 CAC-07 CAC-08 CAC-09 CAC-10 ELI-10 ADM-17 DEP-06 DEP-035
QUE-08 S1 S-I8.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import requests

from cache_server import OTHER, RedisServer, a_redis
from clones import Clones
from house import House, Person, code, lift_limits, wait_until
from http_work import work
from people import fund, job
from web.settings import load


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    """A Redis of the module's own."""
    with a_redis() as made:
        yield made


@pytest.fixture(scope="module")
def kept(
    clones: Clones, redis: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A house with a cache and without workers: nothing is dropped but by its time."""
    url = clones.make()
    lift_limits(url)
    made = House(url, tmp_path_factory.mktemp("kept"), REDIS_URL=redis.url)
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def emptied(redis: RedisServer) -> None:
    """Each test begins with an empty cache."""
    with redis.client() as client:
        client.flushall()


def is_hit(answer: requests.Response) -> bool:
    """Whether an answer was a copy."""
    assert answer.status_code == 200, answer.text
    return answer.headers.get("X-Cache") == "hit"


def funded(house: House, poster: Person) -> str:
    """Funded work of a poster."""
    task = poster.post("task.create", work()).json()["data"]
    with psycopg.connect(house.database, autocommit=True) as owner, job(house.database) as worker:
        fund(owner, worker, task["id"])
    return str(task["id"])


def test_a_copy_is_answered_and_ends_with_its_time(kept: House, redis: RedisServer) -> None:
    """The second answer is the first one's copy, under the family's key, for its time at most."""
    ann = kept.registered("ann")
    first, second = ann.get("account.get_profile"), ann.get("account.get_profile")
    assert not is_hit(first) and is_hit(second)
    assert first.json()["data"] == second.json()["data"]
    account = first.json()["data"]["id"]
    assert redis.keys() == [f"user:{account}:session"]
    with redis.client() as client:
        assert 3500 < client.ttl(f"user:{account}:session") <= 3600


@pytest.mark.parametrize(
    ("procedure", "family", "seconds"),
    [
        ("task.get_feed", "feed:{account}:normal", 60),
        ("task.get_feed?mode=urgent", "feed:{account}:urgent", 15),
        ("task.get_by_id", "task:{task}", 60),
        ("account.get_profile", "user:{account}:session", 3600),
    ],
)
def test_families(
    kept: House, redis: RedisServer, procedure: str, family: str, seconds: int
) -> None:
    """Each family has its key and its lifetime."""
    ann = kept.registered("ann")
    account = ann.get("account.get_profile").json()["data"]["id"]
    task = funded(kept, ann)
    procedure, _, mode = procedure.partition("?mode=")
    arguments = {"task_id": task} if procedure == "task.get_by_id" else {}
    arguments |= {"mode": mode} if mode else {}
    assert ann.get(procedure, **arguments).status_code == 200
    key = family.format(task=task, account=account)
    with redis.client() as client:
        assert 0 < client.ttl(key) <= seconds
        assert client.ttl(key) > seconds - 10


def test_changed_rows_are_seen_at_once(kept: House) -> None:
    """No relay runs, and yet no answer is older than the rows."""
    ann = kept.registered("ann")
    for name in ("Ann First", "Ann Second"):
        assert ann.post("account.update_profile", {"full_name": name}).status_code == 200
        answer = ann.get("account.get_profile")
        assert answer.json()["data"]["full_name"] == name
        assert is_hit(ann.get("account.get_profile"))


def test_who_may_not_see_it_any_more_does_not(kept: House) -> None:
    """Work that another took is gone at once; the place is told to none but the parties."""
    ann, bob, cec = (kept.registered(name) for name in ("ann", "bob", "cec"))
    task = funded(kept, ann)
    seen = [person.get("task.get_by_id", task_id=task) for person in (ann, bob, cec)]
    assert seen[0].json()["data"]["address"] and not seen[1].json()["data"]["address"]
    assert is_hit(bob.get("task.get_by_id", task_id=task))
    assert bob.post("task.accept", {"task_id": task}).status_code == 200
    assert code(cec.get("task.get_by_id", task_id=task)) == "HXA02"
    told = bob.get("task.get_by_id", task_id=task)
    assert not is_hit(told) and told.json()["data"]["address"]


def test_no_feed_shows_what_may_not_be_taken(kept: House) -> None:
    """Taken by another, called off, due, of a poster who paused, or after one's own suspension: the
    copy is not shown any more, and no relay runs."""
    ann, pia, bob, cec = (kept.registered(f"f{name}") for name in ("ann", "pia", "bob", "cec"))

    def seen(**filters: object) -> set[str]:
        told = cec.get("task.get_feed", page_size=50, **filters)
        assert told.status_code == 200, told.text
        return {item["id"] for item in told.json()["data"]["items"]}

    def shown(task: str) -> bool:
        """Asked twice, so that there is a copy the next time."""
        return task in seen() and task in seen(sort_by="newest")

    taken, off, paused, own = (funded(kept, person) for person in (ann, ann, pia, cec))
    assert shown(taken) and shown(off) and shown(paused) and own not in seen()
    assert is_hit(cec.get("task.get_feed", page_size=50))
    assert bob.post("task.accept", {"task_id": taken}).status_code == 200
    assert taken not in seen() and off in seen()
    assert ann.post("task.cancel", {"task_id": off, "reason": "No more"}).status_code == 200
    assert off not in seen(sort_by="newest") and off not in seen() and paused in seen()
    assert cec.get("task.get_by_id", task_id=paused).status_code == 200
    assert pia.post("account.pause", {}).status_code == 200
    assert paused not in seen()
    assert code(cec.get("task.get_by_id", task_id=paused)) == "HXA02"
    assert pia.post("account.resume", {}).status_code == 200
    assert paused in seen(sort_by="price_asc")  # new work may take the copy's time
    try:
        kept.sql("select support.set_clock('3 days')")  # past the deadlines
        assert seen() == set()
    finally:
        kept.sql("select support.set_clock('0')")


def test_what_expires_is_no_copy_any_more(kept: House) -> None:
    """A licence that time ended, before any clock came by, and one that was verified just now."""
    gil = kept.registered("gil")
    account = gil.get("account.get_profile").json()["data"]["id"]
    kept.as_job("select account.confirm_identity(%s, 'A passport')", account)

    def trades() -> list[str]:
        told = gil.get("verification.get_capability_profile").json()["data"]
        return [trade["trade"] for trade in told["trades"]]

    assert trades() == []
    licence = gil.post(
        "verification.submit_licence",
        {"trade": "electrician", "location_state": "WA", "licence_number": "EC-12345"},
    ).json()["data"]["id"]
    kept.as_job(
        "select verification.resolve('registry', 'evt_gil', %s, 1, 'VERIFIED', 'Found',"
        " now() + interval '1 hour')",
        licence,
    )
    assert trades() == ["electrician"]
    assert is_hit(gil.get("verification.get_capability_profile"))
    try:
        kept.sql("select support.set_clock('2 hours')")
        assert trades() == []
    finally:
        kept.sql("select support.set_clock('0')")


def test_who_is_cut_off_gets_no_copy(kept: House) -> None:
    """Status is read from the database on every call (S1)."""
    dan = kept.registered("dan")
    account = dan.get("account.get_profile").json()["data"]["id"]
    assert is_hit(dan.get("account.get_profile"))
    kept.sql("update account.user set state = 'SUSPENDED' where id = %s", account)
    assert code(dan.get("account.get_profile")) == "HX503"
    kept.sql("update account.user set state = 'ACTIVE' where id = %s", account)
    assert dan.get("account.get_profile").json()["data"]["state"] == "ACTIVE"


@pytest.mark.parametrize("told", [b"", b"{", b"[1]", b'{"data": "x"}', b"\xff\x00"])
def test_damaged_copies_are_passed_by(kept: House, redis: RedisServer, told: bytes) -> None:
    """What another release or nobody can read is answered anew."""
    ann = kept.registered("ann")
    right = ann.get("account.get_profile").json()["data"]
    with redis.client() as client:
        (key,) = redis.keys()
        (field,) = client.hkeys(key)
        client.hset(key, field, told)
    answer = ann.get("account.get_profile")
    assert not is_hit(answer) and answer.json()["data"] == right


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_redis_goes_in_mid_request(kept: House, redis: RedisServer, how: int) -> None:
    """Killed or hanging under load: no answer fails, none is wrong, and it is used again after."""
    people = [kept.registered(f"p{number}") for number in range(4)]
    names: list[str] = []
    wrong: list[str] = []
    stop = threading.Event()

    def ask(person: Person, name: str) -> None:
        while not stop.is_set():
            answer = person.get("account.get_profile")
            names.append(name)
            if answer.status_code != 200 or answer.json()["data"]["full_name"] != name:
                wrong.append(answer.text)

    for number, person in enumerate(people):
        person.post("account.update_profile", {"full_name": f"Person {'ABCD'[number]}"})
    threads = [
        threading.Thread(target=ask, args=(person, f"Person {'ABCD'[number]}"))
        for number, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(names) > 50)
    redis.kill(how)
    try:
        answered = len(names)
        wait_until(lambda: len(names) > answered + 200)
        health = requests.get(f"{kept.base_url}/health/live", timeout=10)
        assert health.status_code == 200
    finally:
        if how == signal.SIGKILL:
            redis.start()
        else:
            redis.kill(signal.SIGCONT)
        stop.set()
        for thread in threads:
            thread.join(30)
    assert wrong == []
    wait_until(lambda: is_hit(people[0].get("account.get_profile")), 60)


def test_health_tells_a_cache_that_is_away(url: str, tmp_path: Path) -> None:
    """Degraded, and ready all the same (C-14)."""
    with a_redis() as server:
        house = House(url, tmp_path, jobs=True, REDIS_URL=server.url)
        try:

            def told() -> tuple[int, str | None]:
                answer = requests.get(f"{house.base_url}/health/ready", timeout=10)
                return answer.status_code, answer.json().get("cache")

            wait_until(lambda: told() == (200, "ready"))
            server.kill()
            wait_until(lambda: told() == (200, "degraded"))
            assert house.registered("eve").get("account.get_profile").status_code == 200
        finally:
            house.stop()


def test_the_relay_drops_what_events_made_stale(url: str, tmp_path: Path) -> None:
    """A task's own copy and every feed after a move; all of it when the relay begins."""
    with a_redis() as server:
        house = House(url, tmp_path, REDIS_URL=server.url)
        try:
            ann = house.registered("ann")
            task, other = funded(house, ann), funded(house, ann)
            account = ann.get("account.get_profile").json()["data"]["id"]
            with server.client() as client, server.client(OTHER) as counters:
                client.set("left:over", "x")
                counters.set("limit", "1")
                house.start_jobs()
                wait_until(lambda: not client.exists("left:over"))
                for told in (task, other):
                    ann.get("task.get_by_id", task_id=told)
                feeds = [f"feed:{account}:normal", "feed:somebody:urgent"]
                for key in (*feeds, f"capability:{account}"):
                    client.set(key, "x")
                ann.post("task.cancel", {"task_id": task, "reason": "No more"})
                wait_until(lambda: server.keys() == [f"capability:{account}", f"task:{other}"])
                # The worker dies and what happens meanwhile is not heard of: it begins anew.
                house.kill("jobs")
                ann.post("task.cancel", {"task_id": other, "reason": "No more"})
                assert client.exists(f"capability:{account}")
                house.start_jobs()
                wait_until(lambda: server.keys() == [])
                # Redis hangs while something happens: what was missed is made good when it is back.
                kept_key = f"capability:{account}"
                client.set(kept_key, "x")
                server.kill(signal.SIGSTOP)
                ann.post("task.create", work())
                wait_until(lambda: "cache not kept current" in house.tail("jobs"))
                server.kill(signal.SIGCONT)
                wait_until(lambda: not client.exists(kept_key))
                assert counters.exists("limit") == 1
        finally:
            house.stop()


def test_an_admin_empties_it(url: str, tmp_path: Path) -> None:
    """By a job, on the record, and nothing but the cache's own database."""
    with a_redis() as server:
        house = House(url, tmp_path, jobs=True, REDIS_URL=server.url)
        try:
            ada = house.registered("ada")
            account = ada.get("account.get_profile").json()["data"]["id"]
            house.sql(
                "insert into account.staff (account_id, role) values (%s, 'hx_admin')", account
            )
            with server.client() as client, server.client(OTHER) as counters:
                wait_until(lambda: house.sql("select true") is True)
                client.set("some:thing", "x")
                counters.set("limit", "1")
                answer = ada.post("admin.flush_cache", {"reason": "A wrong figure was cached"})
                assert answer.status_code == 200, answer.text
                wait_until(lambda: not client.exists("some:thing"))
                assert counters.exists("limit") == 1
            recorded = "select count(*) from admin.action where action = 'admin.flush_cache'"
            assert house.sql(recorded) == 1
            assert (
                code(house.registered("bob").post("admin.flush_cache", {"reason": "x"})) == "HX503"
            )
        finally:
            house.stop()


@pytest.mark.parametrize("given", ["localhost:6379", "http://x/1", "redis://host:6379"])
def test_settings_refuse_what_is_no_address(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The cache has a database of its own, and its address says which."""
    with pytest.raises(SystemExit):
        load(
            {
                "DATABASE_URL": "dbname=x",
                "REDIS_URL": given,
                "HX_LOCAL_SIGNING_KEY": "k" * 40,
                "STRIPE_WEBHOOK_SECRET": "whsec_local_0123456789",
            }
        )
    assert "REDIS_URL" in capsys.readouterr().err
