"""A provider's signed word about a credential, by its webhook: once, whole, and from nobody else.

ELI-08 ELI-07 W4 S13.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import requests
from test_webhooks import signed

from house import VERIFICATION_SECRET, WEBHOOK_SECRET, House, Person, code
from people import at_once

LATER = (datetime.now(UTC) + timedelta(days=365)).isoformat()


def send(house: House, body: str, header: str | None) -> requests.Response:
    """Deliver a word under a signature header."""
    headers = {"Content-Type": "application/json"}
    if header is not None:
        headers["Verification-Signature"] = header
    return requests.post(
        f"{house.base_url}/webhooks/verification", data=body.encode(), headers=headers, timeout=30
    )


def tell(house: House, word: dict[str, Any]) -> requests.Response:
    """Deliver a word as its provider does."""
    body = json.dumps(word)
    return send(house, body, signed(body, VERIFICATION_SECRET))


@pytest.fixture
def nina(house: House) -> Person:
    """A hustler of known identity, without any credential."""
    person = house.registered(f"n{uuid4().hex[:8]}")
    account = person.get("account.get_profile").json()["data"]["id"]
    house.as_job("select account.confirm_identity(%s, 'A passport')", account)
    return person


def handed_in(person: Person) -> dict[str, Any]:
    """A licence that waits, and the word that would verify it."""
    answer = person.post(
        "verification.submit_licence",
        {"trade": "electrician", "location_state": "WA", "licence_number": "EC-12345"},
    )
    assert answer.status_code == 200, answer.text
    return {
        "id": f"evt_{uuid4().hex}",
        "provider": "registry",
        "credential_id": answer.json()["data"]["id"],
        "submission": 1,
        "verdict": "VERIFIED",
        "reason": "Found in the state's registry",
        "expires_at": LATER,
    }


def trades(person: Person) -> list[str]:
    """The trades that a person is verified for."""
    told = person.get("verification.get_capability_profile").json()["data"]
    return [trade["trade"] for trade in told["trades"]]


def test_a_signed_word_verifies_once(house: House, nina: Person) -> None:
    """The profile follows in the same commit; delivered again and at once ten times: no effect."""
    word = handed_in(nina)
    assert trades(nina) == []
    answers = at_once([lambda: str(tell(house, word).status_code) for _ in range(10)])
    assert answers == ["200"] * 10
    assert trades(nina) == ["electrician"]
    counted = "select count(*) from verification.word where provider_event_id = %s"
    assert house.sql(counted, word["id"]) == 1
    assert tell(house, word).status_code == 200
    changed = {**word, "verdict": "FAILED", "expires_at": None}
    assert code(tell(house, changed)) == "HXA05"
    assert trades(nina) == ["electrician"]
    house.prove()


def test_no_other_signature_is_believed(house: House, nina: Person) -> None:
    """Missing, of another secret, old, of another body, truncated: 400, and nothing happened."""
    word = handed_in(nina)
    body = json.dumps(word)
    good = signed(body, VERIFICATION_SECRET)
    for header in (
        None,
        "",
        signed(body, WEBHOOK_SECRET),
        signed(body, VERIFICATION_SECRET, int(time.time()) - 301),
        signed(body + " ", VERIFICATION_SECRET),
        good[:-1],
        good.upper(),
        good.replace("v1=", "v0="),
    ):
        answer = send(house, body, header)
        assert answer.status_code == 400 and code(answer) == "HXA01", header
    assert trades(nina) == []


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"credential_id": str(uuid4())}, "HXA02"),
        ({"submission": 2}, "HXA02"),
        ({"credential_id": "x"}, "HXA01"),
        ({"submission": 10**12}, "HXA01"),
        ({"submission": "1"}, "HXA01"),
        ({"verdict": "APPROVED"}, "HXA01"),
        ({"verdict": None}, "HXA01"),
        ({"reason": ""}, "HXA01"),
        ({"expires_at": None}, "HXA01"),
        ({"expires_at": "soon"}, "HXA01"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "HXA01"),
        ({"id": "\u0000"}, "HXA01"),
        ({"provider": ["registry"]}, "HXA01"),
    ],
)
def test_a_word_that_can_not_be(
    house: House, nina: Person, changes: dict[str, Any], refused: str
) -> None:
    """Each is refused by name, and the credential waits as before."""
    word = handed_in(nina)
    answer = tell(house, {**word, **changes})
    assert code(answer) == refused, answer.text
    status = nina.get("verification.get_status").json()["data"]
    assert [credential["state"] for credential in status] == ["PENDING"]
    assert tell(house, word).status_code == 200


@pytest.mark.parametrize("body", ["", "[]", "{", "null", '"x"', "[" * 5000, "\x00"])
def test_what_is_no_word(house: House, body: str) -> None:
    """Signed or not: HXA01."""
    assert code(send(house, body, signed(body, VERIFICATION_SECRET))) == "HXA01"


@pytest.fixture(scope="module")
def alone(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that knows no provider."""
    made = House(url, Path(tmp_path_factory.mktemp("alone")), VERIFICATION_WEBHOOK_SECRET="")
    yield made
    made.stop()


def test_without_a_provider_nobody_is_heard(alone: House) -> None:
    """No secret, no door."""
    assert code(send(alone, "{}", signed("{}", VERIFICATION_SECRET))) == "HXA02"


def test_only_the_webs_own_role_tells(house: House) -> None:
    """A member's session can't speak for a provider."""
    with psycopg.connect(house.database, autocommit=True) as db:
        db.execute("set role hx_member")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("select verification.ingest('{}')")
