"""The border of the console: its cookie, its forms, its policy, its files. SEC-01 ADM-01 S8."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from itertools import pairwise

import pytest
import requests
from flask import Flask

from desk import Desk, seeded
from house import SESSION_KEY, House
from test_settings import PRODUCTION
from web.console import mount
from web.console.session import SEEDED
from web.settings import load

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def visitor(house: House) -> Iterator[requests.Session]:
    """Somebody without a browser's manners."""
    with requests.Session() as session:
        yield session


def door(house: House) -> str:
    """The address of the door."""
    return f"{house.base_url}/console/sign-in"


def enter(house: House, session: requests.Session, role: str = "admin") -> requests.Response:
    """Come in."""
    form = {"csrf_token": csrf(session.get(door(house), timeout=10)), "token": seeded(role)}
    return session.post(door(house), data=form, timeout=10, allow_redirects=False)


def csrf(page: requests.Response) -> str:
    """The token in a page's form."""
    found = TOKEN.search(page.text)
    assert found, page.text
    return found[1]


def test_the_cookie(house: House, visitor: requests.Session) -> None:
    """Scripts can't read it, other sites can't send it, no other path gets it, it ends."""
    answer = enter(house, visitor)
    assert answer.status_code == 303
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["console"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"] == "/console"
    assert cookie["expires"]
    # A forged or changed one is none.
    value = str(visitor.cookies["console"])
    for forged in (value[:-4] + "AAAA", "e30." + value.split(".", 1)[1], ""):
        answer = requests.get(
            f"{house.base_url}/console/money",
            cookies={"console": forged},
            timeout=10,
            allow_redirects=False,
        )
        assert answer.status_code == 303 and "/sign-in" in answer.headers["Location"]
    # The API knows no cookie.
    answer = visitor.get(f"{house.base_url}/v1/admin.get_freezes", cookies={"console": value})
    assert answer.status_code == 401


def test_in_production(house: House) -> None:
    """There the cookie goes over TLS alone, and nobody is offered a seeded account; without a key
    for sessions there is no console.
    """
    settings = load({**PRODUCTION, "HX_SESSION_KEY": SESSION_KEY})
    app = Flask("production")
    mount(app, settings)
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert settings.hx_local_signing_key is None
    keyless = Flask("keyless")
    mount(keyless, load(PRODUCTION))
    assert not [rule for rule in keyless.url_map.iter_rules() if "/console" in rule.rule]


def test_another_site_does_nothing(house: House, visitor: requests.Session) -> None:
    """Without the session's own token, or from another site, no form is taken."""
    enter(house, visitor)
    act = f"{house.base_url}/console/act/admin.freeze"
    form = {"scope": "FUNDING", "reason": "Forged", "key": "forged"}
    page = visitor.get(f"{act}?scope=FUNDING", timeout=10)
    frozen = "select count(*) from admin.action where reason = 'Forged'"
    with requests.Session() as another:
        foreign = csrf(another.get(door(house), timeout=10))
    attempts: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
        ({}, {}),
        ({"csrf_token": "nonsense"}, {}),
        ({"csrf_token": foreign}, {}),
        ({"csrf_token": csrf(page)}, {"Sec-Fetch-Site": "cross-site"}),
        ({"csrf_token": csrf(page)}, {"Sec-Fetch-Site": "same-site"}),
    )
    for more, headers in attempts:
        for path in (act, f"{act}/rehearse", door(house)):
            answer = visitor.post(path, data={**form, **more}, headers=headers, timeout=10)
            assert answer.status_code == 403, (more, headers, path)
    assert house.sql(frozen) == 0
    done = visitor.post(act, data={**form, "csrf_token": csrf(page)}, timeout=10)
    assert done.status_code == 200
    assert house.sql(frozen) == 1


def test_the_door_leads_inside_only(house: House, visitor: requests.Session) -> None:
    """Where one is sent after signing in is a page of the console, whatever the address says."""
    for then in ("https://example.org/", "//example.org", "/console/\\\\example.org", "/docs"):
        page = visitor.get(door(house), params={"then": then}, timeout=10)
        form = {"csrf_token": csrf(page), "token": seeded("support"), "then": then}
        answer = visitor.post(door(house), data=form, timeout=10, allow_redirects=False)
        assert answer.headers["Location"] == "/console/"


def test_the_policy(house: House, visitor: requests.Session) -> None:
    """Nothing inline, nothing from elsewhere, no frame, nothing kept; every answer counts."""
    enter(house, visitor)
    for path in (
        "sign-in",
        "money",
        "nowhere",
        "act/admin.freeze",
        "panel/money/ledger.trial_balance",
    ):
        answer = visitor.get(f"{house.base_url}/console/{path}", timeout=10)
        policy = dict(
            part.strip().split(" ", 1)
            for part in answer.headers["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["form-action"] == policy["connect-src"] == "'self'"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", answer.text), path
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", answer.text), path


def test_files(house: House, visitor: requests.Session) -> None:
    """Each file of a page is served from here, for ever, under the mark of its content."""
    page = visitor.get(door(house), timeout=10)
    paths = re.findall(r'"(/console/assets/[^"]+)"', page.text)
    assert len(set(paths)) == 6
    for path in paths:
        answer = visitor.get(house.base_url + path, timeout=10)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers


def test_seeded_staff(house: House) -> None:
    """Whom the door offers where the issuer is local, are those of the seeds."""
    seeds = dict(
        house.sql(
            "select array_agg(array[replace(s.role, 'hx_', ''), u.email]) from account.staff as s"
            " join account.user as u on u.id = s.account_id and u.provider_uid like 'seed:%%'"
            " where %s",
            True,
        )
    )
    assert seeds == SEEDED


def test_live_rests_unseen(desk: Desk) -> None:
    """Money is asked for anew while somebody looks, and not while nobody does or it is stopped."""
    desk.sign_in(seeded("support"))
    page = desk.page
    desk.go("money")
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/panel/" in request.url else None
    )
    counts = [0]
    for step in (
        None,
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true})",
        "Object.defineProperty(document, 'hidden', {value: false, configurable: true})",
        "document.querySelector('.live').click()",
    ):
        if step:
            page.evaluate(step)
        page.wait_for_timeout(2600)
        counts.append(len(asked))
    assert [after > before for before, after in pairwise(counts)] == [True, False, True, False]


def test_live_shows_what_changed(desk: Desk) -> None:
    """An amount that moves is on the page within a few seconds, without a click."""
    desk.sign_in(seeded("support"))
    desk.go("money")
    desk.house.sql(
        "insert into ledger.account (kind, currency) values ('escrow', 'EUR')"
        " on conflict do nothing"
    )
    desk.page.wait_for_selector("text=EUR", timeout=6000)
