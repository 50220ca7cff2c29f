"""Text that people write is text: markup stored in every field runs nowhere and breaks nothing.
A name is none of them: the database takes no markup in one. SEC-08 S8."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from test_every_procedure import Stage

from desk import Desk
from furniture import Furniture, furnish

# Kept short enough for every field; each closes what it may stand in and then runs a script.
PAYLOADS = (
    "\"'><img src=x onerror=window.pwned=1>",
    "</textarea></title><script>window.pwned=1</script>",
    "{{7*7}}${7*7}<svg onload=window.pwned=1>",
    "<a href=javascript:window.pwned=1 hx-get=/console/ hx-trigger=load>a</a>",
)


@pytest.fixture(scope="module")
def furniture(stage: Stage) -> Furniture:
    """Every text of the house ends in a payload, in turn."""
    turn = iter(range(10_000))
    return furnish(stage, lambda text: f"{text[:20]} {PAYLOADS[next(turn) % len(PAYLOADS)]}")


def test_stored_markup_is_inert(
    as_staff: Callable[..., Desk], stage: Stage, furniture: Furniture
) -> None:
    """On every page, in every answer and rehearsal, it stands as it was written."""
    desk = as_staff("founder")
    desk.go("")
    paths = [
        *desk.menu(),
        *(f"tasks/{task}" for task in furniture.tasks.values()),
        f"disputes/{furniture.dispute}",
        *(f"people/{account}" for account in furniture.accounts.values()),
    ]
    seen = ""
    for path in paths:
        assert desk.go(path) == 200, path
        desk.page.wait_for_timeout(50)
        assert desk.page.evaluate("window.pwned") is None, path
        assert desk.page.locator("main img, main script, a[href^=javascript]").count() == 0, path
        seen += desk.page.inner_text("main")
    for payload in PAYLOADS:
        assert payload in seen, payload
    # Also what comes back from a form: its fields, its rehearsal, its answer.
    for payload in PAYLOADS:
        desk.go(f"act/dispute.resolve?dispute_id={stage.disputed()}")
        desk.rehearse(outcome="CLIENT_WINS", notes=payload)
        assert payload in desk.page.inner_text(".given")
        desk.page.click("text=Change")
        desk.page.wait_for_selector("textarea")
        assert desk.page.input_value("[name=notes]") == payload
        desk.rehearse()
        desk.do()
        assert payload in desk.page.inner_text(".act-body")
        assert desk.page.evaluate("window.pwned") is None
    # And what stands in an address.
    for payload in PAYLOADS:
        desk.page.goto(f"{desk.house.base_url}/console/act/admin.freeze?scope={payload}")
        assert desk.page.input_value("[name=scope]") == payload
        desk.page.goto(f"{desk.house.base_url}/console/money?panel={payload}&then={payload}")
        assert desk.page.evaluate("window.pwned") is None
