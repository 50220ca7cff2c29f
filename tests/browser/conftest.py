"""A Chromium and a furnished house for each file of browser tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests
from playwright.sync_api import Browser, sync_playwright
from test_every_procedure import Stage

from desk import Desk, seeded
from furniture import Furniture, furnish
from house import House, lift_limits

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def house(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Web and workers; limits are another file's matter."""
    lift_limits(url)
    made = House(url, tmp_path_factory.mktemp("house"), jobs=True)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def stage(house: House) -> Stage:
    """The house with its people; staff is the seeded admin."""
    staff = house.person(None)
    staff.http.headers["Authorization"] = f"Bearer {seeded('admin')}"
    return Stage(
        house,
        requests.get(f"{house.base_url}/openapi.json", timeout=10).json(),
        house.registered("poster"),
        house.registered("worker"),
        house.registered("stranger"),
        house.person(None),
        staff,
    )


@pytest.fixture(scope="module")
def furniture(stage: Stage) -> Furniture:
    """Work in every state that the console shows, with texts as people write them."""
    return furnish(stage, lambda text: text)


@pytest.fixture
def desk(house: House, browser: Browser) -> Iterator[Desk]:
    """Somebody who is not signed in yet; at the end the browser has nothing to complain of."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    made = Desk(house, context)
    yield made
    context.close()
    assert made.complaints == []


@pytest.fixture(scope="module")
def as_staff(house: House, browser: Browser) -> Iterator[Callable[..., Desk]]:
    """Opens a desk of a seeded role; a role signs in once a file."""
    sessions: dict[str, object] = {}
    desks: list[Desk] = []

    def open_desk(role: str, **how: object) -> Desk:
        options = {"viewport": {"width": 1280, "height": 800}, **how}
        context = browser.new_context(
            **options,  # type: ignore[arg-type]
            storage_state=sessions.get(role),  # type: ignore[arg-type]
        )
        desk = Desk(house, context)
        desks.append(desk)
        if role not in sessions:
            desk.sign_in(seeded(role))
            assert "/sign-in" not in desk.page.url
            sessions[role] = context.storage_state()
        return desk

    yield open_desk
    for desk in desks:
        desk.context.close()
    assert [complaint for desk in desks for complaint in desk.complaints] == []
