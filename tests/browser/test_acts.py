"""Every act of the console, as the browser does it: a form, a rehearsal that leaves nothing behind,
the deed once. ADM-01 ADM-02 S8 S13."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from test_every_procedure import SCENARIOS, Stage

from desk import ROLES, Desk, seeded
from furniture import Furniture
from house import House
from web.console.pages import INSIDE, PAGES

Open = Callable[..., Desk]
# Whatever a page offers, as far as the contract has it.
ACTS = sorted(
    {
        act
        for page in PAGES
        for panel in (*page.panels, *page.one)
        for act in (*panel.acts, *panel.doors)
    }.union(*(acts for acts, _ in INSIDE.values()))
    & set(SCENARIOS)
)
# What an act through the web could leave behind; workers go on meanwhile with what was there.
TRACES = """
select concat_ws(' ', (select count(*) from admin.action),
    (select count(*) from core.event as v where v.session_user_name = 'hx_web'),
    (select count(*) from core.idempotency_record as r where r.procedure = %s),
    (select md5(string_agg(f::text, '' order by f.scope)) from core.freeze as f))
"""


def address(procedure: str, arguments: dict[str, Any]) -> str:
    """Where the form of an act on something is: its ids stand in it already."""
    ids = {name: value for name, value in arguments.items() if name.endswith("_id")}
    return f"act/{procedure}?{urlencode(ids)}"


@pytest.mark.parametrize("act", ACTS)
def test_every_act(as_staff: Open, stage: Stage, act: str) -> None:
    """The rehearsal changes nothing; the deed is done once and is on record."""
    _, arguments = SCENARIOS[act](stage)
    desk = as_staff("admin")
    house = stage.house
    assert desk.go(address(act, arguments)) == 200
    before = house.sql(TRACES, act)
    desk.rehearse(**arguments)
    assert desk.page.locator(".refusal").count() == 0, desk.page.inner_text("main")
    assert desk.page.locator(".coming").count() >= 4
    assert house.sql(TRACES, act) == before
    acts = "select count(*) from admin.action where action = %s"
    known = house.sql(acts, act)
    desk.do()
    assert house.sql(acts, act) - known in (0, 1)
    assert house.sql(TRACES, act) != before


def test_from_a_page(as_staff: Open, house: House, furniture: Furniture) -> None:
    """On a page the act is a dialog over it; when it is done the page shows it."""
    desk = as_staff("admin")
    desk.go(f"disputes/{furniture.dispute}")
    page = desk.page
    page.click("a.act >> text=Escalate")
    page.wait_for_selector("dialog[open]")
    assert page.locator("dialog [name=dispute_id]").input_value() == furniture.dispute
    desk.rehearse(reason="It is about more than a fence")
    assert "ESCALATED" in page.inner_text("dialog .coming-events")
    desk.do()
    page.click("dialog >> text=Close")
    page.wait_for_selector(".fields [data-state=ESCALATED]")
    state = house.sql("select state from dispute.dispute where id = %s", furniture.dispute)
    assert state == "ESCALATED"


def test_a_refusal_is_told(as_staff: Open, stage: Stage) -> None:
    """What would be refused says so and can't be done; what is no argument stands by its field."""
    desk = as_staff("admin")
    dispute = stage.disputed()
    desk.go(f"act/dispute.resolve?dispute_id={dispute}")
    desk.rehearse(outcome="SPLIT", notes="Half and half")
    assert "worker_percent" in desk.page.inner_text(".refusal")
    assert desk.page.locator("text=Do it").count() == 0
    desk.page.click("text=Change")
    desk.page.wait_for_selector("[name=worker_percent]")
    assert desk.page.input_value("[name=notes]") == "Half and half"
    desk.rehearse(worker_percent=50)
    assert desk.page.locator("text=Do it").count() == 1
    desk.go("act/escrow.hold?escrow_id=nonsense")
    desk.rehearse(kind="FRAUD", reason="An odd card")
    assert "escrow_id" in desk.page.inner_text(".refusal")


def test_only_the_role_may(as_staff: Open, stage: Stage) -> None:
    """Whoever knows the address of a form gets the database's refusal, not the act."""
    for role in ROLES:
        desk = as_staff(role)
        desk.go("act/admin.freeze?scope=FUNDING")
        before = stage.house.sql(TRACES, "admin.freeze")
        desk.rehearse(reason="Why not")
        is_allowed = stage.house.sql(
            "select has_function_privilege(%s, 'admin.freeze(admin.freeze_scope, core.reason)',"
            " 'execute')",
            f"hx_{role}",
        )
        assert (desk.page.locator("text=Do it").count() == 1) == is_allowed
        assert ("HX503" in desk.page.inner_text("main")) != is_allowed
        assert stage.house.sql(TRACES, "admin.freeze") == before


def test_a_second_person(as_staff: Open, stage: Stage) -> None:
    """What moves more than one may move alone is refused, asked for from there, approved by a
    colleague from the list of what waits, and then done.
    """
    stage.house.sql(
        "insert into core.setting (name, value, comment) values ('two_person_cents', '5000', '')"
        " on conflict (name) do update set value = excluded.value"
    )
    escrow = stage.escrow(stage.funded())
    first, second = as_staff("admin"), as_staff("founder")
    first.go(f"act/escrow.refund?escrow_id={escrow}")
    first.rehearse(reason="A hoax")
    assert "HX506" in first.page.inner_text(".refusal")
    assert first.page.locator("text=Do it").count() == 0
    first.page.click("text=Ask for a second person")
    first.page.wait_for_selector("[name=subject_id]")
    first.rehearse(action="escrow.refund", subject_id=escrow, amount_cents=10000, reason="A hoax")
    first.do()
    second.go("approvals")
    row = second.page.locator(f"tr:has([title='{escrow}'])")
    row.locator(".choices summary").click()
    row.locator("a.act").click()
    second.page.wait_for_selector("dialog[open] [name=reason]")
    second.rehearse(reason="I have seen it too")
    second.do()
    first.go(f"act/escrow.refund?escrow_id={escrow}")
    first.rehearse(reason="A hoax")
    assert "refund" in first.page.inner_text(".coming-orders")
    first.do()
    ended = stage.house.sql("select state from escrow.escrow where id = %s", escrow)
    assert ended == "REFUNDED"
    stage.house.sql("update core.setting set value = '100000' where name = 'two_person_cents'")


def test_by_keys_alone(as_staff: Open, house: House) -> None:
    """Go to a page, find the act, rehearse and do it without a mouse; the focus follows."""
    desk = as_staff("admin")
    desk.go("money")
    keys = desk.page.keyboard
    keys.press("g")
    keys.press("z")
    desk.page.wait_for_url("**/freezes")
    desk.page.locator(".switches .act[href*=TRANSFERS]").focus()
    keys.press("Enter")
    desk.page.wait_for_selector("dialog[open]")
    desk.page.wait_for_selector("textarea:focus")
    keys.type("The keys work")
    keys.press("Tab")
    keys.press("Enter")
    desk.page.wait_for_selector(".would:focus")  # one more Enter does nothing
    keys.press("Enter")
    for _ in range(20):
        keys.press("Tab")
        if desk.page.locator(".danger:focus").count():
            break
    assert house.sql("select frozen_at from core.freeze where scope = 'TRANSFERS'") is None
    keys.press("Enter")
    desk.page.wait_for_selector("[data-done]:focus")
    assert house.sql("select reason from core.freeze where scope = 'TRANSFERS'") == "The keys work"
    keys.press("Escape")
    desk.page.wait_for_selector(".is-frozen >> text=The keys work")
    keys.press("?")
    desk.page.wait_for_selector("#keys[open]")


def test_without_scripts(as_staff: Open, house: House) -> None:
    """Forms and links alone do everything."""
    desk = as_staff("admin", java_script_enabled=False)
    desk.go("freezes")
    desk.page.locator(".act[href*=REFUNDS]").click()
    desk.rehearse(reason="No scripts here")
    desk.do()
    assert house.sql("select reason from core.freeze where scope = 'REFUNDS'") == "No scripts here"


def test_sent_twice_is_done_once(as_staff: Open, house: House) -> None:
    """The form that does it bears a key of its own: sent again it answers what was done."""
    desk = as_staff("admin", java_script_enabled=False)
    reason = uuid4().hex
    scope = house.sql("select scope from core.freeze where frozen_at is null limit 1")
    desk.go(f"act/admin.freeze?scope={scope}")
    desk.rehearse(reason=reason)
    acts = "select count(*) from admin.action where reason = %s"
    form = desk.page.locator(".act-body form")
    sent = form.evaluate("form => Object.fromEntries(new FormData(form))")
    where = form.evaluate("form => form.action")
    for _ in range(2):
        answer = desk.context.request.post(where, form=sent)
        assert answer.ok and "data-done" in answer.text()
        assert house.sql(acts, reason) == 1


def test_an_answer_that_is_lost(as_staff: Open, house: House) -> None:
    """When the answer never comes, trying again under the same key is safe and tells it."""
    desk = as_staff("admin")
    reason = uuid4().hex
    desk.go("act/admin.thaw?scope=REVERSALS")
    house.sql(
        "update core.freeze set frozen_at = now(), reason = 'x' where scope = 'REVERSALS'"
        " and frozen_at is null"
    )
    desk.rehearse(reason=reason)
    lost: list[str] = []

    def lose(route: Any) -> None:
        if not lost:
            lost.append(route.request.post_data)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/act/admin.thaw", lose)
    desk.page.click("text=Do it")
    desk.page.wait_for_selector(".danger:not([disabled])")
    assert house.sql("select count(*) from admin.action where reason = %s", reason) == 1
    desk.do()
    assert house.sql("select count(*) from admin.action where reason = %s", reason) == 1
    desk.complaints.clear()


def test_nothing_of_the_inside_is_told(desk: Desk) -> None:
    """An unexpected error is a code and the request's id: no SQL, no name of the inside. S13"""
    desk.house.sql(
        "create or replace function admin.get_freezes() returns setof admin.freeze_view"
        " language plpgsql stable security definer set search_path = '' as"
        " $$ begin raise exception 'the inside of %', current_user; end $$"
    )
    desk.sign_in(seeded("support"))
    desk.page.wait_for_timeout(1500)  # the contract is read anew
    assert desk.go("freezes") == 500
    told = desk.page.content()
    assert "HXA10" in told
    assert "the inside" not in told and "hx_owner" not in told and "Traceback" not in told
