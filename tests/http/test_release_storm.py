"""A hundred completions of one task at once, over HTTP: one release, one transfer. P1 ESC-24."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
import requests

from clones import Connection
from house import House, code, lift_limits
from people import attempt

AT_ONCE = 100
BUSY = ("HXA03", "HXA09")  # somebody else is at it; the server is full


@pytest.fixture(scope="module")
def house(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Web alone: nothing else moves the task."""
    lift_limits(url)
    made = House(url, tmp_path_factory.mktemp("house"))
    yield made
    made.stop()


@pytest.mark.parametrize("keys", [1, AT_ONCE])
def test_one_release(house: House, owner: Connection, keys: int) -> None:
    """Under one key or under a hundred: whoever is answered is answered the same."""
    poster, worker = uuid4().hex, uuid4().hex
    made = "select support.task_in('PROOF_SUBMITTED', %s, %s)"
    task = attempt(owner, made, poster, worker)
    escrow = attempt(owner, "select support.escrow_of(%s)", task)
    known = [uuid4().hex for _ in range(keys)]
    together = Barrier(AT_ONCE)

    def complete(number: int) -> requests.Response:
        person = house.person(poster)
        together.wait()
        while True:
            answer = person.post("task.complete", {"task_id": task}, known[number % keys])
            if answer.status_code == 200 or code(answer) not in (*BUSY, "HXA06"):
                return answer

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(complete, range(AT_ONCE)))
    assert Counter(answer.status_code for answer in answers) == {200: AT_ONCE}
    assert {answer.json()["data"]["escrow_state"] for answer in answers} == {"RELEASED"}
    for what, query in {
        "release": "select count(*) from ledger.journal where kind = 'release' and escrow_id = %s",
        "transfer": "select count(*) from settlement.settlement where escrow_id = %s",
        "XP": "select count(*) from xp.entry where escrow_id = %s",
    }.items():
        assert house.sql(query, escrow) == 1, what
    assert house.sql("select count(*) from core.failure") == 0
    deadlocks = "select deadlocks from pg_stat_database where datname = current_database()"
    assert house.sql(deadlocks) == 0
    house.prove()
