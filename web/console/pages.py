"""The pages: each is a list of panels, and a panel is what one procedure tells.

A page is in the menu of whoever may call a procedure of it; what the contract has not is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from web.console.asking import Json, ask, exists, may, me, procedure
from web.console.forms import Field, fields_of
from web.console.machines import Drawing, draw
from web.console.rendering import failed, show
from web.console.session import guard
from web.errors import Refusal

console = Blueprint("console", __name__, template_folder="templates")
PAGING = ("page_size", "page_cursor")


@dataclass(frozen=True)
class Panel:
    """What one procedure tells and what may be done about it.

    `view` names a template of views/; `columns` come first, `hidden` ones never. `own` is the page
    of a row's id and `subject` the argument of acts that this id is; `acts` are offered beside each
    row, `doors` above them all. `every`: seconds between two looks. What is heavy comes after the
    page and may take longer.
    """

    procedure: str
    title: str
    view: str = "table"
    columns: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    own: str = ""
    subject: str = "id"
    acts: tuple[str, ...] = ()
    doors: tuple[str, ...] = ()
    every: int = 0
    is_heavy: bool = False


@dataclass(frozen=True)
class Page:
    """A page of the menu, its key after `g`, its panels, and those of a page about one id."""

    name: str
    key: str
    panels: tuple[Panel, ...]
    argument: str = ""
    one: tuple[Panel, ...] = ()
    title: str = ""


ESCROW_ACTS = ("escrow.release", "escrow.refund", "escrow.hold")
DISPUTE_ACTS = (
    *("dispute.start_review", "dispute.request_evidence", "dispute.escalate", "dispute.resolve"),
)
SETTLEMENT_ACTS = (
    *("settlement.retry", "settlement.hold", "settlement.lift_hold", "settlement.refuse"),
    "settlement.reverse",
)
PERSON_ACTS = (
    *("admin.strike", "admin.suspend", "admin.reinstate", "admin.ban", "admin.set_staff_role"),
    *("account.confirm_identity", "admin.permit_onboarding", "admin.write_off_debt"),
)
# Acts beside the rows of a list inside an answer, by its name, and the argument that a row's id is.
INSIDE = {
    "settlements": (SETTLEMENT_ACTS, "settlement_id"),
    "holds": (("escrow.lift_hold",), "hold_id"),
    "chargebacks": (("admin.charge_worker",), "chargeback_id"),
    "dead_letters": (("admin.close_dead_letter",), "dead_letter_id"),
}
PAGES = (
    Page(
        "money",
        "m",
        (
            Panel("ledger.trial_balance", "Trial balance", every=2),
            Panel("ledger.get_flows", "Flows per hour", view="chart", every=30),
            Panel(
                "settlement.in_doubt",
                "In doubt: sent, and no answer yet",
                columns=("kind", "state", "amount_cents", "payee_id", "attempts", "last_error"),
                hidden=("id", "leg", "replaces_id"),
                acts=("settlement.retry",),
                subject="settlement_id",
                every=2,
            ),
        ),
    ),
    Page(
        "tasks",
        "t",
        (
            Panel(
                "admin.search_tasks",
                "Tasks",
                columns=(
                    "title",
                    "state",
                    "price_cents",
                    "escrow_state",
                    "poster_name",
                    "worker_name",
                ),
                hidden=("id",),
                own="tasks",
                subject="task_id",
            ),
        ),
        "task_id",
        (
            Panel(
                "admin.get_task",
                "Task",
                view="one",
                doors=ESCROW_ACTS,
            ),
            Panel("task.history", "History", view="history", hidden=("place",)),
        ),
    ),
    Page(
        "disputes",
        "d",
        (
            Panel(
                "admin.get_disputes",
                "Disputes",
                columns=("title", "state", "reason", "amount_cents", "poster_name", "worker_name"),
                hidden=("id", "task_id"),
                own="disputes",
                subject="dispute_id",
            ),
        ),
        "dispute_id",
        (Panel("dispute.get_by_id", "Dispute", view="dispute", doors=DISPUTE_ACTS),),
    ),
    Page(
        "settlements",
        "s",
        (
            Panel(
                "admin.get_settlements",
                "Settlements",
                columns=("kind", "state", "amount_cents", "payee_id", "attempts", "last_error"),
                hidden=("id", "leg", "replaces_id"),
                acts=SETTLEMENT_ACTS,
                subject="settlement_id",
            ),
            Panel(
                "admin.get_dead_letters",
                "Dead letters",
                hidden=("id",),
                acts=("admin.close_dead_letter",),
                subject="dead_letter_id",
            ),
        ),
    ),
    Page(
        "findings",
        "f",
        (
            Panel(
                "admin.get_findings",
                "Findings",
                columns=(
                    "severity",
                    "kind",
                    "statement",
                    "amount_cents",
                    "ours",
                    "theirs",
                    "remedy",
                ),
                hidden=("id", "age_seconds"),
                acts=("admin.own_finding", "admin.explain_finding", "admin.fix_finding"),
                subject="finding_id",
            ),
        ),
    ),
    Page("reports", "o", (Panel("metrics.get_daily_report", "Money of a city's day", view="one"),)),
    Page(
        "people",
        "p",
        (
            Panel(
                "admin.search_people",
                "People",
                columns=("full_name", "email", "state"),
                hidden=("id",),
                own="people",
                subject="account_id",
                acts=PERSON_ACTS,
            ),
        ),
        "account_id",
        (Panel("admin.get_person", "Person", view="one", own="people", doors=PERSON_ACTS),),
    ),
    Page(
        "events",
        "e",
        (
            Panel(
                "admin.get_events",
                "Events, newest first",
                columns=("at", "aggregate", "event", "from_state", "to_state", "aggregate_id"),
                hidden=("id", "recorded_at", "request_id", "session_user_name"),
                every=2,
            ),
        ),
    ),
    Page(
        "credentials",
        "c",
        (
            Panel(
                "verification.get_queue",
                "Credentials that wait, first handed in first",
                columns=("full_name", "kind", "trade", "location_state", "licence_number"),
                hidden=("id",),
                subject="credential_id",
                acts=("verification.review",),
                doors=("verification.revoke",),
            ),
        ),
    ),
    Page(
        "flags",
        "l",
        (
            Panel(
                "admin.get_flags",
                "Feature flags",
                columns=("name", "is_on", "city", "role", "percent"),
                subject="name",
                acts=("admin.set_flag",),
                doors=("admin.set_flag",),
            ),
            Panel(
                "admin.get_invites",
                "Invitations",
                columns=("code", "uses", "maximum_uses", "expires_at"),
                hidden=("id",),
                subject="invite_id",
                acts=("admin.revoke_invite",),
                doors=("admin.create_invite",),
            ),
        ),
    ),
    Page(
        "freezes",
        "z",
        (
            Panel(
                "admin.get_freezes",
                "Freeze switches",
                view="switches",
                subject="scope",
                acts=("admin.freeze", "admin.thaw", "admin.flush_cache"),
            ),
        ),
    ),
    Page(
        "approvals",
        "v",
        (
            Panel(
                "admin.get_approvals",
                "What waits for a second person",
                columns=("action", "amount_cents", "requested_by", "approved_by"),
                hidden=("id",),
                subject="approval_id",
                acts=("admin.approve",),
                doors=("admin.request_approval",),
            ),
        ),
    ),
    Page(
        "actions",
        "a",
        (
            Panel(
                "admin.get_actions",
                "Acts of staff, newest first",
                columns=("at", "actor_name", "role", "action", "reason", "amount_cents"),
                hidden=("id",),
            ),
        ),
    ),
    Page(
        "staff",
        "w",
        (
            Panel(
                "admin.get_staff",
                "Staff",
                columns=("full_name", "role"),
                own="people",
                subject="account_id",
                acts=("admin.set_staff_role",),
                doors=("admin.set_staff_role",),
            ),
        ),
    ),
    Page(
        "readiness",
        "r",
        (
            Panel(
                "audit.readiness",
                "Readiness",
                view="checklist",
                columns=("verdict", "item", "statement"),
                is_heavy=True,
            ),
            Panel("audit.prove", "Invariants", view="checklist", is_heavy=True),
            Panel("ledger.get_seals", "Seals of days"),
        ),
    ),
    Page("machines", "y", (Panel("admin.get_machines", "State machines", view="machines"),)),
)
BY_NAME = {page.name: page for page in PAGES}


@dataclass
class Shown:
    """A panel as it is rendered: what was told, or the refusal."""

    panel: Panel
    rows: list[Json] = field(default_factory=list)
    told: Any = None
    columns: list[str] = field(default_factory=list)
    filters: list[Field] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    doors: list[str] = field(default_factory=list)
    next_cursor: str | None = None
    again: str = ""
    refusal: Refusal | None = None
    drawings: list[Drawing] = field(default_factory=list)
    known: Json = field(default_factory=dict)
    given: Json = field(default_factory=dict)
    is_later: bool = False
    is_open: bool = True  # nothing that it needs is still to be told


def menu() -> list[Page]:
    """The pages of which whoever is signed in may see something."""
    return [page for page in PAGES if any(may(panel.procedure) for panel in page.panels)]


@console.context_processor
def _frame() -> dict[str, Any]:
    return {"menu": menu, "me": me, "may": may, "inside": INSIDE, "act_address": act_address}


@console.get("/")
def start() -> Answer:
    """The first page that the role may see."""
    first = next(iter(menu()), PAGES[0])
    return redirect(url_for("console.listing", name=first.name), 303)


@console.get("/<name>")
def listing(name: str) -> Answer:
    """A page of the menu."""
    page = _page(name)
    return _render(page, page.panels, {})


@console.get("/<name>/<uuid:subject>")
def detail(name: str, subject: UUID) -> Answer:
    """The page about one id."""
    page = _page(name)
    if not page.one:
        raise _nothing()
    return _render(page, page.one, {page.argument: str(subject)}, str(subject))


@console.get("/panel/<name>/<wanted>")
def panel(name: str, wanted: str) -> Answer:
    """One panel of a page anew, for the live ones."""
    page = _page(name)
    found = next((one for one in page.panels if one.procedure == wanted), None)
    if found is None:
        raise _nothing()
    shown = look(page, found, {}, request.args)
    return Response(show("panel.html", page=page, shown=shown))


def _nothing() -> Refusal:
    return Refusal("HXA02", "There is nothing at that address.")


def _page(name: str) -> Page:
    page = BY_NAME.get(name)
    if page is None:
        raise _nothing()
    me()
    return page


def _render(page: Page, panels: tuple[Panel, ...], known: Json, subject: str = "") -> Answer:
    """The panels that the role may see; the first one's refusal where nothing else is there."""
    there = [one for one in panels if exists(one.procedure)]
    if not there:
        raise _nothing()
    seen = [one for one in there if may(one.procedure)] or there[:1]
    asked = request.args.get("panel")
    shown = [
        Shown(one, again=_again(page, one), is_later=True)
        if one.is_heavy and one.procedure != asked
        else look(page, one, known, request.args if asked == one.procedure else MultiDict())
        for one in seen
    ]
    if subject:
        shown = [one for one in shown if one.refusal is None or one is shown[0]]
    body = show("page.html", page=page, panels=shown, subject=subject)
    first = shown[0].refusal
    if first is not None and (subject or all(one.refusal for one in shown)):
        return failed(first, None if subject or len(shown) == 1 else body)
    return Response(body)


def _again(page: Page, panel: Panel, **told: Any) -> str:
    return url_for("console.panel", name=page.name, wanted=panel.procedure, **told)


def look(page: Page, panel: Panel, known: Json, given: MultiDict[str, str]) -> Shown:
    """Ask a panel's procedure; the arguments that it has of those known and given."""
    asked = procedure(panel.procedure)
    properties = asked.arguments["properties"]
    shown = Shown(panel, known=known)
    shown.doors = [name for name in panel.doors if may(name)]
    shown.acts = [name for name in panel.acts if may(name)]
    wanted = MultiDict(
        [(name, value) for name, value in given.items(multi=True) if value and name in properties]
    )
    told: Json = wanted.to_dict(flat=False)
    shown.again = _again(page, panel, **told)
    shown.given = {name: value for name, value in told.items() if name not in PAGING}
    shown.filters = [one for one in fields_of(asked, wanted) if one.name not in (*PAGING, *known)]
    wanted.update({name: value for name, value in known.items() if name in properties})
    shown.is_open = all(name in wanted for name in asked.arguments["required"])
    if not shown.is_open:
        return shown
    try:
        shown.told = ask(asked.name, wanted, panel.is_heavy)
    except Refusal as refusal:
        if refusal.code in ("HX501", "HX502"):
            raise
        shown.refusal = refusal
        return shown
    shown.rows, shown.next_cursor = rows_of(shown.told)
    shown.columns = list(columns_of(panel, shown.rows))
    if panel.view in ("history", "machines"):
        shown.drawings = list(drawings(shown, ask("admin.get_machines")))
    return shown


def rows_of(told: Any) -> tuple[list[Json], str | None]:
    """The rows of an answer and where the next begin: a list, a page of items, or one row."""
    if isinstance(told, dict) and isinstance(told.get("items"), list):
        return list(told["items"]), told.get("next_cursor")
    if isinstance(told, list):
        return [one if isinstance(one, dict) else {"value": one} for one in told], None
    return ([told] if isinstance(told, dict) else []), None


def columns_of(panel: Panel, rows: list[Json]) -> Iterator[str]:
    """A panel's own columns first, then all others as they were told, but what says nothing."""
    there = dict.fromkeys(
        name for row in rows for name, value in row.items() if value not in (None, [], "")
    )
    yield from (name for name in panel.columns if name in there)
    for name in there:
        # The currency stands beside each amount, a name in place of its id.
        is_named = name.endswith("_id") and name.removesuffix("_id") + "_name" in there
        if name not in (*panel.columns, *panel.hidden, "currency") and not is_named:
            yield name


def act_address(act: str, row: Json, subject: str, known: Json) -> str:
    """Where an act's form is, with the ids that the row and the page tell."""
    names = procedure(act).arguments["properties"]
    # What belongs to a row stands in it, whole: the escrow of a task.
    parts = {f"{name}_id": part.get("id") for name, part in row.items() if isinstance(part, dict)}
    for name, part in row.items():
        if isinstance(part, list) and len(part) == 1 and isinstance(part[0], dict):
            parts[f"{name.removesuffix('s')}_id"] = part[0].get("id")
    told = {**parts, **known, **row, **({subject: row["id"]} if row.get("id") else {})}
    ids: Json = {
        name: told[name]
        for name in names
        if told.get(name) and (name.endswith("_id") or name == subject)
    }
    # Apart from the address's own arguments: an act may have one of the same name.
    return f"{url_for('console_acts.form', name=act)}?{urlencode(ids)}"


def drawings(shown: Shown, machines: list[Json]) -> Iterator[Drawing]:
    """The machines of those to whom something happened, with the way that each went."""
    if shown.panel.view == "machines":
        yield from (draw(machine, []) for machine in machines)
        return
    for name in dict.fromkeys(row["subject"] for row in shown.rows):
        machine = next((one for one in machines if one["machine"] == name), None)
        if machine is not None:
            yield draw(machine, [row for row in shown.rows if row["subject"] == name])


guard(console)
