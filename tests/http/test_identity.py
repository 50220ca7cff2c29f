"""Who is calling: Firebase ID tokens with keys of our own, the local issuer, and what a token may
not do. IDM SEC-01 SEC-02 SEC-03 SEC-06 SEC-006 S1 S2 S6 S8 S12."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
import requests

from doubles.google_certs import PROJECT, GoogleCerts, Key, claims, id_token
from house import KEY, WEBHOOK_SECRET, House, Person, code, lift_limits
from web.identity import AUDIENCE, LOCAL_ISSUER, local_token

ME = {"full_name": "Fay Fire", "birth_date": "1990-01-01", "accepted_terms_version": "2026-01"}
OURS, OTHER, STRANGE = Key(), Key(), Key()


@pytest.fixture(scope="module")
def google() -> Iterator[GoogleCerts]:
    """The certificates of two keys; the third is nobody's."""
    double = GoogleCerts({"ours": OURS, "other": OTHER})
    yield double
    double.stop()


def with_firebase(url: str, google: GoogleCerts, log: Any) -> House:
    """A house that accepts the project's tokens beside the local issuer's; one process."""
    lift_limits(url)
    return House(
        url,
        log,
        HX_WEB_WORKERS="1",
        FIREBASE_PROJECT_ID=PROJECT,
        FIREBASE_CERTS_URL=google.url,
    )


@pytest.fixture(scope="module")
def house(
    url: str, google: GoogleCerts, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Web without workers: nothing here is asynchronous."""
    made = with_firebase(url, google, tmp_path_factory.mktemp("house"))
    assert bearing(made, good()).post("account.register", ME).status_code == 200
    yield made
    made.stop()


def ask(house: House, authorization: str) -> requests.Response:
    """A query under an Authorization header."""
    return requests.get(
        f"{house.base_url}/v1/account.get_profile",
        headers={"Authorization": authorization},
        timeout=30,
    )


def bearing(house: House, token: str) -> Person:
    """Somebody with a token of any kind."""
    person = house.person(None)
    person.http.headers["Authorization"] = f"Bearer {token}"
    return person


def refused(answer: requests.Response, reason: str = "invalid") -> None:
    """401 HX502, with the reason, and nothing about why."""
    assert (answer.status_code, code(answer)) == (401, "HX502"), answer.text
    assert code(answer) == "HX502"
    error = answer.json()["error"]
    assert error["details"] == {"reason": reason}
    assert error["field"] == "Authorization"
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    for inside in ("Traceback", "firebase", "google", "kid", "RS256", PROJECT):
        assert inside not in answer.text


def part(value: object) -> str:
    """A part of a token by hand."""
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def good(**changes: Any) -> str:
    """A token as Firebase would make it, but for the changes."""
    return id_token(OURS, "ours", claims("fay", **changes))


def test_a_good_token(house: House) -> None:
    """Its subject becomes the account, its verified e-mail and phone the account's own."""
    gil = bearing(house, id_token(OURS, "ours", claims("gil", phone_number="+12065550100")))
    assert code(gil.get("account.get_profile")) == "HX504"
    made = gil.post("account.register", ME).json()["data"]
    assert (made["email"], made["phone"]) == ("gil@example.test", "+12065550100")
    assert gil.get("account.get_profile").json()["data"] == made
    # Another token of the same person, by the other key, is the same account.
    again = bearing(house, id_token(OTHER, "other", claims("gil")))
    assert again.get("account.get_profile").json()["data"]["id"] == made["id"]


def test_certificates_are_fetched_once(house: House, google: GoogleCerts) -> None:
    """For many tokens, as long as Cache-Control allows, and not for a kid that nobody knows."""
    ask(house, f"Bearer {good()}")
    before = google.fetched
    tokens = [id_token(OURS, "ours", claims(f"p{n}")) for n in range(30)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda t: ask(house, f"Bearer {t}"), tokens))
    assert {code(a) for a in answers} == {"HX504"}
    for n in range(5):
        refused(ask(house, f"Bearer {id_token(OURS, f'k{n}', claims('fay'))}"))
    assert google.fetched == before


def test_unverified_email_is_nobodys(house: House) -> None:
    """S6: with a victim's address in an unverified claim nobody becomes or learns anything."""
    victim = bearing(house, id_token(OURS, "ours", claims("victim")))
    theirs = victim.post("account.register", ME).json()["data"]
    for number, verified in enumerate((False, None, "true", 1)):
        told = claims(f"thief{number}", email="victim@example.test", email_verified=verified)
        thief = bearing(house, id_token(OURS, "ours", told))
        answer = thief.post("account.register", ME)
        assert answer.status_code == 200
        assert answer.json()["data"]["email"] is None
        assert answer.json()["data"]["id"] != theirs["id"]
        assert "victim" not in answer.text
    # Verified by the provider, but an account has it: refused, with nothing of that account.
    told = claims("twin", email="Victim@example.test")
    answer = bearing(house, id_token(OURS, "ours", told)).post("account.register", ME)
    assert code(answer) == "HXA03"
    assert theirs["id"] not in answer.text
    assert house.sql("select count(*) from account.user where email = 'victim@example.test'") == 1


def bad_tokens() -> dict[str, str]:
    """Tokens that are not good, by what is wrong with them."""
    now = int(time.time())
    header, payload, signature = good().split(".")
    rs256 = {"alg": "RS256", "kid": "ours", "typ": "JWT"}

    def by_hand(head: object, body: object) -> str:
        return f"{part(head)}.{part(body)}.{signature}"

    # PyJWT refuses to make this one: the public certificate as an HMAC secret.
    confused = f"{part({'alg': 'HS256', 'kid': 'ours', 'typ': 'JWT'})}.{payload}"
    mac = hmac.new(OURS.certificate.encode(), confused.encode(), hashlib.sha256).digest()
    mac_text = base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
    return {
        "wrong audience": good(aud="another-project"),
        "two audiences": good(aud=[PROJECT, "another-project"]),
        "no audience": good(aud=None),
        "wrong issuer": good(iss="https://securetoken.google.com/another-project"),
        "issuer of the local double": good(iss=LOCAL_ISSUER),
        "no issuer": good(iss=None),
        "alg none": f"{part({'alg': 'none', 'kid': 'ours', 'typ': 'JWT'})}.{payload}.",
        "alg none without kid": f"{part({'alg': 'none', 'typ': 'JWT'})}.{payload}.",
        "alg None": f"{part({'alg': 'None', 'kid': 'ours'})}.{payload}.",
        "HS256 by the certificate": f"{confused}.{mac_text}",
        "not yet valid": good(iat=now + 3600, exp=now + 7200),
        "no iat": good(iat=None),
        "no exp": good(exp=None),
        "no subject": good(sub=None),
        "empty subject": good(sub=""),
        "numeric subject": good(user_id=1, sub="x" * 129),
        "swapped key": id_token(OTHER, "ours", claims("fay")),
        "strange key": id_token(STRANGE, "ours", claims("fay")),
        "unknown kid": id_token(STRANGE, "strange", claims("fay")),
        "no kid": id_token(OURS, None, claims("fay")),
        "kid is a path": by_hand({**rs256, "kid": "../../etc/passwd"}, claims("fay")),
        "kid is an object": by_hand({**rs256, "kid": {"a": 1}}, claims("fay")),
        "kid is a number": by_hand({**rs256, "kid": 5}, claims("fay")),
        "alg is a list": by_hand({**rs256, "alg": ["RS256"]}, claims("fay")),
        "embedded key": by_hand({**rs256, "jwk": {"kty": "oct", "k": "AA"}}, claims("fay")),
        "tampered payload": f"{header}.{part(claims('victim'))}.{signature}",
        "tampered signature": f"{header}.{payload}.{'A' * len(signature)}",
        "truncated": good()[:-20],
        "without signature": f"{header}.{payload}.",
        "two parts": f"{header}.{payload}",
        "five parts": f"{header}.{payload}.a.b.c",
        "payload is a list": by_hand(rs256, [1, 2]),
        "payload is text": by_hand(rs256, '"text"'),
        "payload is null": by_hand(rs256, "null"),
        "payload is no JSON": by_hand(rs256, "{"),
        "payload is deep": by_hand(rs256, '{"a":' + "[" * 4000 + "]" * 1000 + "}"),
        "header is deep": by_hand("[" * 4000, claims("fay")),
        "header is a list": by_hand([], claims("fay")),
        "exp is text": by_hand(rs256, claims("fay", exp="tomorrow")),
        "exp is infinite": by_hand(rs256, '{"exp": Infinity, "iat": NaN}'),
        "no base64": "a!.b!.c!",
        "dots": "..",
        "text": "hello",
        "custom token": good(
            aud="https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1."
            "IdentityToolkit"
        ),
        "bytes": "\x80\xff.\xfe.\xfd",
        "very long": good(pad="x" * 9000),
    }


@pytest.mark.parametrize("wrong", sorted(bad_tokens()))
def test_bad_token(house: House, wrong: str) -> None:
    """401 HX502 and nothing else, whatever is wrong with it."""
    refused(ask(house, f"Bearer {bad_tokens()[wrong]}"))


def test_no_depth_of_a_token_is_unexpected(house: House) -> None:
    """Nested ever deeper, where one parser still reads it and the next no more."""
    for depth in range(700, 1010, 3):
        payload = json.dumps(claims("fay"))[:-1] + ',"a":' + "[" * depth + "]" * depth + "}"
        head = part({"alg": "RS256", "kid": "ours", "typ": "JWT"})
        refused(ask(house, f"Bearer {head}.{part(payload)}.{'A' * 342}"))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer  \t ",
        "Basic dXNlcjpwYXNzd29yZA==",
        "Token abc",
        "Bearer a b",
        "bearer",
        "null",
        "Bearer null",
        "Bearer undefined",
        "Bearer " + "x" * 9000,
    ],
    ids=lambda header: repr(header[:16]),
)
def test_bad_header(house: House, header: str) -> None:
    """What is no bearer token is refused, not taken for nobody."""
    refused(ask(house, header))


def test_expired(house: House) -> None:
    """The client is told to get a new one, also for a token that was good a moment ago."""
    now = int(time.time())
    answer = ask(house, f"Bearer {good(iat=now - 7200, exp=now - 3600)}")
    refused(answer, "expired")
    short = good(exp=now + 3)
    assert ask(house, f"Bearer {short}").status_code == 200
    time.sleep(max(0.0, now + 3.2 - time.time()))
    refused(ask(house, f"Bearer {short}"), "expired")


def test_certificates_are_away(
    url: str, google: GoogleCerts, house: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With nothing cached 503 HXA09 within seconds, and well again when they are back."""
    assert ask(house, f"Bearer {good()}").status_code == 200
    new = with_firebase(url, google, tmp_path_factory.mktemp("away"))
    try:
        for mode in ("broken", "silent"):
            google.mode = mode
            answer = ask(new, f"Bearer {good()}")
            assert (answer.status_code, code(answer)) == (503, "HXA09"), answer.text
            assert answer.headers["Retry-After"]
            assert answer.elapsed < timedelta(seconds=15)
            # Who needs no certificate is served meanwhile; so is a house that has them.
            assert new.registered("ann").get("account.get_profile").status_code == 200
            assert ask(house, f"Bearer {good(pad=mode)}").status_code == 200
        google.mode = "well"
        assert ask(new, f"Bearer {good()}").status_code == 200
    finally:
        google.mode = "well"
        new.stop()


def test_firebase_needs_no_key_of_google(house: House) -> None:
    """Tokens are verified with public certificates alone: the house holds no service account."""
    assert not [name for name in house.environment if name.startswith(("GOOGLE", "GCLOUD"))]
    assert "google.auth" not in house.tail("web")


def local(key: str = KEY, algorithm: str = "HS256", **changes: Any) -> str:
    """A token of the local issuer, but for the changes; None takes a claim away."""
    now = int(time.time())
    told: dict[str, Any] = {
        "iss": LOCAL_ISSUER,
        "aud": AUDIENCE,
        "sub": "test:lou",
        "email": "lou@example.test",
        "email_verified": True,
        "iat": now,
        "exp": now + 600,
        **changes,
    }
    return jwt.encode({n: v for n, v in told.items() if v is not None}, key, algorithm)


def test_local_issuer(house: House) -> None:
    """It works here, and is as strict."""
    assert bearing(house, local()).post("account.register", ME).status_code == 200
    now = int(time.time())
    for token in (
        local(key="another-signing-key-of-a-local-issuer-9876543210"),
        local(key=WEBHOOK_SECRET),
        local(aud="another"),
        local(aud=None),
        local(iss="another"),
        local(iat=now + 3600, exp=now + 7200),
        local(exp=None),
        local(iat=None),
        local(sub=None),
        local(key=KEY * 2, algorithm="HS512"),
        f"{part({'alg': 'none', 'typ': 'JWT'})}.{local().split('.')[1]}.",
        local()[:-3],
    ):
        refused(ask(house, f"Bearer {token}"))
    refused(ask(house, f"Bearer {local(iat=now - 90, exp=now - 30)}"), "expired")


def test_a_house_of_firebase_alone_knows_no_local_token(
    url: str, google: GoogleCerts, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Without its key the local issuer is nobody, whatever a token says."""
    lift_limits(url)
    made = House(
        url,
        tmp_path_factory.mktemp("firebase"),
        HX_LOCAL_SIGNING_KEY="",
        FIREBASE_PROJECT_ID=PROJECT,
        FIREBASE_CERTS_URL=google.url,
    )
    try:
        refused(ask(made, f"Bearer {local()}"))
        refused(ask(made, f"Bearer {local_token(KEY, 'seed:admin', 'admin@example.org')}"))
        assert ask(made, f"Bearer {good()}").status_code == 200
    finally:
        made.stop()


def test_the_suspended_are_cut_off_at_the_next_call(house: House) -> None:
    """S1 S2: with the very token that was verified and cached, for queries and mutations."""
    name = uuid4().hex
    sue = bearing(house, id_token(OURS, "ours", claims(name)))
    account = sue.post("account.register", ME).json()["data"]["id"]
    assert sue.get("account.get_profile").status_code == 200
    for state in ("SUSPENDED", "BANNED"):
        house.sql("update account.user set state = %s where id = %s", state, account)
        for answer in (
            sue.get("account.get_profile"),
            sue.get("task.list"),
            sue.get("xp.base", released_cents=100),
            sue.post("account.update_profile", {"full_name": "New Name"}),
            sue.post("account.register", ME),
        ):
            assert (answer.status_code, code(answer)) == (403, "HX503"), answer.text
        assert house.sql("select full_name from account.user where id = %s", account) == "Fay Fire"
    house.sql("update account.user set state = 'ACTIVE' where id = %s", account)
    assert sue.get("account.get_profile").status_code == 200
    house.sql("update account.user set state = 'PAUSED' where id = %s", account)
    assert sue.get("account.get_profile").status_code == 200
    assert code(sue.post("account.update_profile", {})) == "HX602"


def test_a_role_is_the_databases_alone(house: House) -> None:
    """SEC-03 S8: a token's claims of a role are air; a role taken away is gone at the next call."""
    told = claims(
        uuid4().hex,
        role="hx_admin",
        roles=["hx_admin"],
        admin=True,
        staff_role="hx_founder",
        account_id="00000000-0000-7000-8000-000000000003",
        firebase={"sign_in_attributes": {"role": "hx_admin"}},
    )
    ada = bearing(house, id_token(OURS, "ours", told))
    assert code(ada.get("ledger.trial_balance")) == "HX503"
    account = ada.post("account.register", ME).json()["data"]
    assert account["role"] is None
    assert code(ada.get("ledger.trial_balance")) == "HX503"
    house.sql(
        "insert into account.staff (account_id, role) values (%s, 'hx_support')", account["id"]
    )
    assert ada.get("ledger.trial_balance").status_code == 200
    assert code(ada.post("ledger.take_snapshots")) == "HX503"  # admins', not support's
    house.sql("update account.staff set role = 'hx_admin' where account_id = %s", account["id"])
    assert ada.post("ledger.take_snapshots").status_code == 200
    house.sql("delete from account.staff where account_id = %s", account["id"])
    assert code(ada.get("ledger.trial_balance")) == "HX503"
    assert code(ada.post("ledger.take_snapshots")) == "HX503"


def test_nothing_of_a_token_is_logged(house: House) -> None:
    """No token, no e-mail, no name: not in a line of the log. SEC-006 OBS-22."""
    bearing(house, good()).get("account.get_profile")
    log = (house.log / "web.log").read_text(encoding="utf-8")
    assert '"procedure": "account.get_profile"' in log
    for secret in ("eyJ", "example.test", "Fay Fire", KEY, WEBHOOK_SECRET, "+1206"):
        assert secret not in log
