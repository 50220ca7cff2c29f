"""Every page of the console in a real browser, as every role, on a desk and on a phone, light and
dark. ADM-01 ADM-15 TST-45 S8 S14."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk import ROLES, Desk, screen, seeded
from furniture import Furniture
from house import KEY, House
from web.console.pages import PAGES
from web.identity import local_token

SCREENS = os.environ.get("HX_SCREENS")
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
# Each device and each scheme is seen; every pair of them where pictures are wanted.
EYES = [("desk", "light"), ("phone", "dark")]
EYES += [("desk", "dark"), ("phone", "light")] if SCREENS else []
Open = Callable[..., Desk]
AXE = Path(__file__).resolve().parents[2] / "web/node_modules/axe-core/axe.min.js"
JUDGE = """async () => {
  const judged = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa"]});
  return judged.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))]);
}"""


def places(furniture: Furniture) -> dict[str, str]:
    """Pages about one thing, by name."""
    return {
        "task-completed": f"tasks/{furniture.tasks['completed']}",
        "task-disputed": f"tasks/{furniture.tasks['disputed']}",
        "dispute": f"disputes/{furniture.dispute}",
        "person": f"people/{furniture.accounts['worker']}",
    }


def granted(house: House, role: str) -> list[str]:
    """Pages of which a role may call something, by the database's own word."""
    callable_by = set(
        house.sql(
            "select array_agg(p.name) from core._public_procedures as p"
            " where p.roles && array['hx_member', %s]",
            f"hx_{role}",
        )
    )
    return [page.name for page in PAGES if callable_by & {one.procedure for one in page.panels}]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_it_may(
    as_staff: Open, house: House, furniture: Furniture, role: str
) -> None:
    """The menu is the grants; each of its pages answers, and offers no act beyond the role's."""
    desk = as_staff(role)
    allowed = set(
        house.sql(
            "select array_agg(p.name) from core._public_procedures as p"
            " where p.roles && array['hx_member', %s]",
            f"hx_{role}",
        )
    )
    assert desk.go("") == 200
    assert desk.menu() == granted(house, role)
    for path in (*granted(house, role), *places(furniture).values()):
        assert desk.go(path) == 200, path
        assert desk.page.locator("main .refusal").count() == 0, path
        offered = desk.page.locator("a.act").evaluate_all("all => all.map(a => a.pathname)")
        assert {name.rpartition("/")[2] for name in offered} <= allowed, path
    assert desk.page.locator(".who .role").inner_text() == role


@pytest.mark.parametrize(("device", "scheme"), EYES)
def test_it_is_read_by_anybody(
    as_staff: Open, furniture: Furniture, device: str, scheme: str
) -> None:
    """On either device nothing is wider than the screen; axe finds no fault of WCAG 2 A and AA:
    contrast, names, labels, order. A picture of each page is kept.
    """
    axe = AXE.read_text(encoding="utf-8")
    found: dict[str, object] = {}
    how = PHONE if device == "phone" else {}
    desk = as_staff("admin", color_scheme=scheme, **how)
    desk.go("")
    pages = {name: name for name in desk.menu()} | places(furniture)
    for name, path in pages.items():
        assert desk.go(path) == 200
        desk.page.wait_for_timeout(150 if SCREENS else 0)
        screen(desk, SCREENS, f"{name}-{device}-{scheme}")
        wide, room = desk.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= room, path
        desk.page.evaluate(axe)
        if judged := desk.page.evaluate(JUDGE):
            found[path] = judged
    assert found == {}


def test_nobody_is_sent_to_the_door(desk: Desk, furniture: Furniture) -> None:
    """Without a session every page and every form is the door, which leads back."""
    for path in ("", *[page.name for page in PAGES], f"tasks/{furniture.tasks['open']}"):
        desk.go(path)
        assert "/console/sign-in?then=" in desk.page.url, path
    desk.go("freezes")
    desk.page.click("text=Support")
    desk.page.wait_for_url("**/console/freezes")


def test_a_member_stays_outside(desk: Desk) -> None:
    """A verified person who is not of staff gets no session; neither does who has no account."""
    for name in ("poster", "unknown"):
        desk.sign_in(desk.house.token(name))
        assert desk.page.locator(".refusal code").first.inner_text() == "HX503"
        assert all(cookie["name"] == "console" for cookie in desk.context.cookies())
        desk.go("money")
        assert "/console/sign-in" in desk.page.url


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        local_token(KEY, "seed:admin", "admin@example.org", seconds=-1),
        local_token(KEY.swapcase(), "seed:admin", "admin@example.org"),
    ],
    ids=["no token", "expired", "of another issuer"],
)
def test_a_bad_token_opens_nothing(desk: Desk, token: str) -> None:
    """It is refused at the door, with the reason."""
    desk.sign_in(token)
    assert desk.page.locator(".refusal code").first.inner_text() == "HX502"
    desk.go("money")
    assert "/console/sign-in" in desk.page.url


def test_the_session_ends_with_its_token(desk: Desk) -> None:
    """The cookie expires when the token does: a page that is live goes to the door by itself, one
    that is asked later is the door; both lead back.
    """
    desk.sign_in(local_token(KEY, "seed:support", "support@example.org", seconds=4))
    assert desk.page.url.endswith("/console/money")
    desk.page.wait_for_url("**/console/sign-in?then=/console/money")
    desk.go("freezes")
    assert desk.page.url.endswith("/console/sign-in?then=/console/freezes")


def test_a_role_taken_away_is_gone_at_once(desk: Desk) -> None:
    """No role is kept in the session: who is staff no more is refused by the next click. S8"""
    name = "leaver"
    desk.house.registered(name)
    account = desk.house.sql(
        "select id::text from account.user where email = %s", f"{name}@example.test"
    )
    desk.house.sql("insert into account.staff (account_id, role) values (%s, 'hx_admin')", account)
    desk.sign_in(desk.house.token(name))
    assert desk.go("freezes") == 200
    assert desk.page.locator("a.act").count() > 0
    desk.house.sql("update account.staff set role = 'hx_support' where account_id = %s", account)
    assert desk.go("freezes") == 200
    assert desk.page.locator("a.act").count() == 0
    desk.house.sql("delete from account.staff where account_id = %s", account)
    assert desk.go("freezes") == 403
    assert "HX503" in desk.page.inner_text("main")


def test_what_is_not_there(as_staff: Open) -> None:
    """Unknown pages, procedures and ids are 404 and say so; a query has no form."""
    desk = as_staff("admin")
    nothing = "00000000-0000-7000-8000-00000000ffff"
    for path in (
        *("nowhere", f"tasks/{nothing}", f"disputes/{nothing}", f"money/{nothing}"),
        *("act/admin.nowhere", "act/ledger.trial_balance", "panel/money/audit.prove", "tasks/1"),
        *("assets/0000000000000000/console.css", "assets/x/..%2f..%2fpages.py"),
    ):
        assert desk.go(path) == 404, path


def test_the_door_forgets(desk: Desk) -> None:
    """Signing out ends the session."""
    desk.sign_in(seeded("support"))
    desk.page.click("text=Sign out")
    desk.page.wait_for_url("**/console/sign-in")
    desk.go("money")
    assert "/console/sign-in" in desk.page.url


def test_lists_are_searched_and_read_on(as_staff: Open, furniture: Furniture) -> None:
    """A filter narrows its list and stands in the address, back goes back; the next page goes on
    where the last one ended.
    """
    desk = as_staff("support")
    desk.go("tasks")
    titles = desk.page.locator("#admin-search_tasks tbody tr td:first-child")
    everything = titles.count()
    desk.page.fill("[name=search]", "piano")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**search=piano**")
    assert titles.all_inner_texts() == ["Carry a piano down two floors"]
    desk.page.reload()
    assert titles.count() == 1
    desk.page.fill("[name=search]", "")
    desk.page.check("[name=states][value=DISPUTED]", force=True)
    desk.page.wait_for_url("**states=DISPUTED**")
    desk.page.wait_for_selector("tbody >> text=Paint the garden")
    assert titles.count() == 1
    desk.page.go_back()
    desk.page.wait_for_selector("tbody >> text=piano")
    desk.go("tasks?panel=admin.search_tasks&page_size=4")
    seen = titles.all_inner_texts()
    while desk.page.locator("[rel=next]").count():
        desk.page.click("[rel=next]")
        desk.page.wait_for_load_state()
        seen += titles.all_inner_texts()
    assert len(seen) == everything
    assert len(set(seen)) == everything


def test_a_whole_task_is_told(as_staff: Open, furniture: Furniture) -> None:
    """Its history in order with its money, and the machine with the way that it took."""
    desk = as_staff("support")
    desk.go(f"tasks/{furniture.tasks['completed']}")
    page = desk.page
    told = page.locator(".history .what b").all_inner_texts()
    assert told[0] == "task" and {"escrow", "proof", "settlement"} <= set(told)
    drawing = page.locator("svg[aria-label^='The machine task']")
    assert "COMPLETED" in str(drawing.locator(".node.present").text_content())
    assert drawing.locator(".node.visited").count() == 4
    assert sorted(drawing.locator(".step text").all_text_contents()) == ["1", "2", "3"]
    assert drawing.locator(".arrow:not(.taken)").count() > 5
    entries = page.locator("table", has=page.locator("text=Account kind")).first
    assert "195.00" in entries.inner_text() and "29.25" in entries.inner_text()
    page.click("text=Hana Sato")
    page.wait_for_url("**/people/*")
    page.click("a >> text=@example.test")  # and back: what somebody's tasks are
    page.wait_for_selector("#admin-search_tasks tbody >> text=Deliver 40 chairs")
    desk.go("settlements")
    page.locator("#admin-get_settlements td[data-label=Escrow] a").first.click()
    page.wait_for_url("**search=*")
    assert page.locator("#admin-search_tasks tbody tr").count() == 1


def test_evidence_side_by_side(as_staff: Open, furniture: Furniture) -> None:
    """Each side's evidence stands in its own column, beside the other's."""
    desk = as_staff("moderator")
    desk.go("disputes")
    desk.page.click("text=Paint the garden fence")
    desk.page.wait_for_url(f"**/disputes/{furniture.dispute}")
    sides = desk.page.locator(".sides > section")
    assert [sides.nth(n).locator(".evidence").count() for n in (0, 1)] == [2, 1]
    boxes = [sides.nth(n).bounding_box() for n in (0, 1)]
    assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
