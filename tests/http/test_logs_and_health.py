"""What operators see: log lines, health, version, a graceful end.

OBS-08 OBS-09 OBS-10 OBS-22 OBS-30 DEP-06 DEP-07 DEP-08 DEP-09 SEC-26 SEC-038 S13.
"""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from house import KEY, WEBHOOK_SECRET, House, wait_until
from http_work import work


@pytest.fixture
def alone(url: str, tmp_path: Path) -> Iterator[House]:
    """A house whose log is its own."""
    made = House(url, tmp_path, jobs=True)
    yield made
    made.stop()


def logged(house: House, request_id: str) -> dict[str, object]:
    """The one line of a request."""
    found: list[dict[str, object]] = []

    def there() -> bool:
        lines = (house.log / "web.log").read_text(encoding="utf-8").splitlines()
        found[:] = [line for line in map(json.loads, lines) if line.get("request_id") == request_id]
        return bool(found)

    wait_until(there)
    assert len(found) == 1
    return found[0]


def test_request_lines(alone: House) -> None:
    """One JSON line a request with request, account, task, trace; nothing secret or personal."""
    ann = alone.registered("ann.secret")
    answer = ann.post("task.create", work(address="Hidden Street 7"), **{"X-Request-Id": "first"})
    made = answer.json()["data"]
    ann.http.get(
        f"{alone.base_url}/v1/task.get_by_id",
        params={"task_id": made["id"]},
        headers={"X-Request-Id": "second"},
        timeout=10,
    )
    line = logged(alone, "second")
    assert line["procedure"] == "task.get_by_id"
    assert (line["status"], line["level"], line["task_id"]) == (200, "info", made["id"])
    assert line["account_id"] == made["poster_id"]
    assert len(str(line["trace_id"])) == 32
    ann.post("task.accept", {"task_id": made["id"]}, **{"X-Request-Id": "third"})
    assert logged(alone, "third")["code"] == "HX503"
    text = (alone.log / "web.log").read_text(encoding="utf-8")
    token = alone.token("ann.secret")
    for private in ("ann.secret", "Hidden Street", token[:40], KEY, WEBHOOK_SECRET, "Test Person"):
        assert private not in text


def test_failure_is_an_error_line(alone: House) -> None:
    """What nobody foresaw is logged with its inside, which the answer does not tell."""
    ann = alone.registered("bea")
    alone.sql("alter table task.place add constraint planted check (address <> 'nowhere')")
    try:
        alone.sql("insert into core.constraint_error values ('planted', 'HXA10', null)")
        answer = ann.post("task.create", work(address="nowhere"), **{"X-Request-Id": "broken"})
    finally:
        alone.sql("delete from core.constraint_error where constraint_name = 'planted'")
        alone.sql("alter table task.place drop constraint planted")
    assert answer.status_code == 500
    assert "planted" not in answer.text
    line = logged(alone, "broken")
    assert line["level"] == "error"
    assert "planted" in str(line["failure"])


def test_health(alone: House) -> None:
    """Live at once, ready with database, contract and relay, and what runs."""
    assert requests.get(f"{alone.base_url}/health/live", timeout=5).status_code == 200
    for path in ("/health", "/healthz", "/health/ready"):
        wait_until(
            lambda path=path: requests.get(alone.base_url + path, timeout=5).status_code == 200  # type: ignore[misc]
        )
    told = requests.get(f"{alone.base_url}/version", timeout=5).json()
    assert told["version"] == "1.0.0"
    assert told["schema_version"] == alone.sql("select max(version) from core.schema_version")
    assert told["contract"] == alone.sql("select (core.health()).contract_version")


def test_not_ready_without_relay(alone: House) -> None:
    """A relay that died is told within its ten seconds; the process still lives."""
    wait_until(lambda: requests.get(f"{alone.base_url}/health/ready", timeout=5).status_code == 200)
    alone.kill("jobs")

    def told() -> bool:  # each of the two processes learns it by itself
        answer = requests.get(f"{alone.base_url}/health/ready", timeout=5)
        if answer.status_code == 200:
            return False
        assert answer.status_code == 503
        # A process that stood still for five seconds misses the database first.
        return bool(answer.json()["error"]["details"]["faults"] == ["relay"])

    wait_until(told)
    assert requests.get(f"{alone.base_url}/health/live", timeout=5).status_code == 200


def test_sigterm_finishes_what_runs(alone: House) -> None:
    """A request in flight is answered, then the process ends with 0."""
    ann = alone.registered("cleo")
    alone.sql("create function public.slow() returns trigger language plpgsql as"
              " $$ begin perform pg_sleep(2); return new; end $$")  # fmt: skip
    alone.sql("create trigger aaa_slow before insert on task.place for each row"
              " execute function public.slow()")  # fmt: skip
    answers: list[requests.Response] = []
    key = uuid4().hex
    call = threading.Thread(target=lambda: answers.append(ann.post("task.create", work(), key)))
    try:
        call.start()
        wait_until(
            lambda: (
                alone.sql(
                    "select count(*) from pg_stat_activity where datname = current_database()"
                    " and wait_event = 'PgSleep'"
                )
                == 1
            )
        )
        alone.processes["web"].send_signal(signal.SIGTERM)
        call.join(30)
        assert [answer.status_code for answer in answers] == [200]
        assert alone.processes["web"].wait(30) == 0
    finally:
        alone.sql("drop trigger aaa_slow on task.place")
        alone.sql("drop function public.slow()")
