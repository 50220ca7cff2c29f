"""Stripe's webhook: signatures, duplicates, storms, and the way to the funded escrow.

STR-04 STR-05 STR-06 STR-10 STR-17 STR-18 W3 W4 IDM-10 EVT-028 S-Q3.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from house import CONNECT_SECRET, WEBHOOK_SECRET, House, Person, wait_until
from http_work import work
from people import event


def signed(body: str, secret: str = WEBHOOK_SECRET, at: int | None = None) -> str:
    """Stripe's signature header of a body."""
    at = int(time.time()) if at is None else at
    digest = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def send(house: House, body: str, header: str | None) -> requests.Response:
    """Deliver a body under a signature header."""
    headers = {"Content-Type": "application/json"}
    if header is not None:
        headers["Stripe-Signature"] = header
    return requests.post(
        f"{house.base_url}/webhooks/stripe", data=body.encode(), headers=headers, timeout=30
    )


def posted(person: Person) -> tuple[str, str]:
    """A task and its escrow."""
    made = person.post("task.create", work()).json()["data"]
    return made["id"], made["escrow_id"]


@pytest.fixture(scope="module")
def ann(house: House) -> Person:
    """A poster."""
    return house.registered("ann")


def test_signed_event_funds(house: House, ann: Person) -> None:
    """Stored at once, drained at once, by the relay: the escrow is funded."""
    task, escrow = posted(ann)
    body = event(escrow, intent=f"pi_{escrow}")
    answer = send(house, body, signed(body))
    assert answer.status_code == 200
    wait_until(
        lambda: ann.get("escrow.get_by_task_id", task_id=task).json()["data"]["state"] == "FUNDED"
    )
    again = send(house, body, signed(body))
    assert again.status_code == 200
    stored = house.sql("select count(*) from stripe.event where object_id = %s", f"pi_{escrow}")
    assert stored == 1
    house.prove()


def test_bad_signature_stores_nothing(house: House) -> None:
    """Missing, wrong, truncated, upper-case, old, of another secret: 400, nothing stored."""
    body = event(str(uuid4()), intent="pi_bad")
    good = signed(body)
    before = house.sql("select count(*) from stripe.event")
    headers = [
        None,
        "",
        "t=1",
        good[:-1],
        good.upper(),
        good.replace("v1=", "v0="),
        signed(body, "whsec_local_another_0123456789"),
        signed(body, at=int(time.time()) - 301),
        signed(body + " "),
        f"t={int(time.time())},v1={'0' * 64}",
    ]
    for header in headers:
        answer = send(house, body, header)
        assert answer.status_code == 400, header
        assert answer.json()["error"]["code"] == "HXA01"
        assert answer.json()["error"]["field"] == "Stripe-Signature"
    assert house.sql("select count(*) from stripe.event") == before


def test_each_secret_signs_its_own(house: House) -> None:
    """W4: the secret of one for an event of the other is refused, and nothing is stored."""
    told = json.loads(event(str(uuid4()), intent=f"pi_{uuid4().hex}"))
    platform, connect = json.dumps(told), json.dumps({**told, "account": "acct_1"})
    stored = "select count(*) from stripe.event where provider_event_id = %s"
    for body, secret in ((connect, WEBHOOK_SECRET), (platform, CONNECT_SECRET)):
        answer = send(house, body, signed(body, secret))
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "HXA01"
        assert house.sql(stored, told["id"]) == 0
    assert send(house, connect, signed(connect, CONNECT_SECRET)).status_code == 200
    assert house.sql(stored, told["id"]) == 1


@pytest.mark.parametrize("body", ["", "{", "[]", '{"id": "evt"}', '{"id": 1, "type": 2}'])
def test_signed_nonsense_is_invalid(house: House, body: str) -> None:
    """What is signed but no event is refused and not stored."""
    before = house.sql("select count(*) from stripe.event")
    answer = send(house, body, signed(body))
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "HXA01"
    assert house.sql("select count(*) from stripe.event") == before


def test_unknown_type_and_escrow(house: House) -> None:
    """Stored and answered 200: what it means is not the sender's concern."""
    other = json.dumps(
        {
            "id": f"evt_{uuid4().hex}",
            "type": "customer.created",
            "data": {"object": {"id": "cus_1"}},
        }
    )
    stray = event(str(uuid4()), intent="pi_stray")
    for body in (other, stray):
        assert send(house, body, signed(body)).status_code == 200
    wait_until(
        lambda: house.sql("select state from stripe.event where object_id = 'pi_stray'") == "PARKED"
    )
    wait_until(
        lambda: house.sql("select state from stripe.event where object_id = 'cus_1'") == "IGNORED"
    )


def test_two_secrets_during_rotation(url: str, tmp_path: Path) -> None:
    """The previous secret is accepted as long as it is set."""
    previous = "whsec_local_previous_0123456789"
    house = House(url, tmp_path, STRIPE_WEBHOOK_SECRET_PREVIOUS=previous)
    try:
        body = event(str(uuid4()), intent="pi_rotated")
        assert send(house, body, signed(body)).status_code == 200
        assert send(house, body, signed(body, previous)).status_code == 200
        assert send(house, body, signed(body, "whsec_local_older_0123456789")).status_code == 400
    finally:
        house.stop()


def test_storm(house: House, ann: Person) -> None:
    """A shuffled storm with duplicates: every fact once, nothing lost. TST-36 TST-41."""
    house.sql("update core.rate_limit set allowed = 100000 where operation = 'mutation'")
    tasks = [posted(ann) for _ in range(20)]
    bodies = [event(escrow, intent=f"pi_{escrow}") for _, escrow in tasks]
    storm = bodies * 5 + [event(escrow, intent=f"pi_{escrow}") for _, escrow in tasks]
    random.Random(7).shuffle(storm)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda body: send(house, body, signed(body)), storm))
    assert {answer.status_code for answer in answers} == {200}
    wait_until(
        lambda: (
            house.sql(
                "select count(*) from stripe.event where finished_at is null and state = 'RECEIVED'"
            )
            == 0
        )
    )
    funded = house.sql(
        "select count(*) from escrow.escrow where state = 'FUNDED' and task_id = any (%s)",
        [task for task, _ in tasks],
    )
    assert funded == len(tasks)
    posted_once = house.sql(
        "select count(*) from ledger.journal where kind = 'fund' and escrow_id = any (%s)",
        [escrow for _, escrow in tasks],
    )
    assert posted_once == len(tasks)
    house.prove()


def test_not_stored_is_500(house: House) -> None:
    """500 only when it could not be stored: Stripe sends it again."""
    body = event(str(uuid4()), intent="pi_unstored")
    house.sql("alter table stripe.event add constraint planted check (object_id <> 'pi_unstored')")
    try:
        answer = send(house, body, signed(body))
        assert answer.status_code == 500
        assert answer.json()["error"]["code"] == "HXA10"
        assert "planted" not in answer.text
    finally:
        house.sql("alter table stripe.event drop constraint planted")
    assert send(house, body, signed(body)).status_code == 200
