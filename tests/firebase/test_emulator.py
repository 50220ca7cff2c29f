"""Signing up and in at the real Firebase Auth emulator, and calling with its tokens. SEC-01 SEC-02.

`make test-firebase` runs it; `make test` does not (pyproject.toml). The emulator's tokens are not
signed, so what a signature proves is proved by tests/http/test_identity.py.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import jwt
import pytest
import requests

from house import House, Person, code
from http_work import work

PROJECT = "demo-hustlexp"
EMULATOR = os.environ["FIREBASE_AUTH_EMULATOR_HOST"]
ME = {"full_name": "Fay Fire", "birth_date": "1990-01-01", "accepted_terms_version": "2026-01"}


@pytest.fixture(scope="module")
def house(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that knows Firebase alone."""
    made = House(
        url,
        tmp_path_factory.mktemp("house"),
        HX_LOCAL_SIGNING_KEY="",
        FIREBASE_PROJECT_ID=PROJECT,
        FIREBASE_AUTH_EMULATOR_HOST=EMULATOR,
    )
    yield made
    made.stop()


def firebase(act: str, **told: Any) -> dict[str, Any]:
    """Ask the emulator as the SDK of a phone does."""
    answer = requests.post(
        f"http://{EMULATOR}/identitytoolkit.googleapis.com/v1/accounts:{act}",
        params={"key": "any"},
        json={"returnSecureToken": True, **told},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def bearing(house: House, token: str) -> Person:
    """Somebody with the emulator's token."""
    person = house.person(None)
    person.http.headers["Authorization"] = f"Bearer {token}"
    return person


def verify_email(token: str, email: str) -> None:
    """Follow the link that the emulator would have mailed."""
    firebase("sendOobCode", requestType="VERIFY_EMAIL", idToken=token)
    codes = requests.get(f"http://{EMULATOR}/emulator/v1/projects/{PROJECT}/oobCodes", timeout=30)
    told = [one for one in codes.json()["oobCodes"] if one["email"] == email]
    firebase("update", oobCode=told[-1]["oobCode"])


def test_sign_up_register_and_call(house: House) -> None:
    """From nothing to a task of one's own; the next sign-in is the same account."""
    email, password = f"fay-{uuid4().hex}@example.test", "correct horse 1"
    fay = bearing(house, firebase("signUp", email=email, password=password)["idToken"])
    assert code(fay.get("account.get_profile")) == "HX504"
    made = fay.post("account.register", ME).json()["data"]
    assert made["email"] is None  # nobody has verified it
    task = fay.post("task.create", work())
    assert task.status_code == 200, task.text
    assert task.json()["data"]["poster_id"] == made["id"]
    time.sleep(1.1)  # another second, another token
    token = firebase("signInWithPassword", email=email, password=password)["idToken"]
    again = bearing(house, token)
    assert again.get("account.get_profile").json()["data"]["id"] == made["id"]


def test_a_verified_email_is_the_accounts(house: House) -> None:
    """Only what Firebase verified."""
    email, password = f"vera-{uuid4().hex}@example.test", "correct horse 2"
    verify_email(firebase("signUp", email=email, password=password)["idToken"], email)
    token = firebase("signInWithPassword", email=email, password=password)["idToken"]
    made = bearing(house, token).post("account.register", ME).json()["data"]
    assert made["email"] == email


def test_what_is_no_token_of_it_is_refused(house: House) -> None:
    """Another project's, an expired one and what is none; a signature proves nothing here."""
    email = f"{uuid4().hex}@example.test"
    token = firebase("signUp", email=email, password="correct horse 3")["idToken"]
    told = jwt.decode(token, options={"verify_signature": False})
    assert code(bearing(house, token).get("account.get_profile")) == "HX504"  # no account yet
    head, payload, _ = token.split(".")
    others = [
        jwt.encode({**told, **changes}, "", "none")
        for changes in ({"aud": "another"}, {"iss": "another"}, {"sub": ""}, {"exp": 1})
    ]
    for wrong in (*others, f"{head}.{payload}", f"{payload}.{head}.", "x.y."):
        answer = bearing(house, wrong).get("account.get_profile")
        assert (answer.status_code, code(answer)) == (401, "HX502"), answer.text
