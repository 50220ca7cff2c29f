"""How things look: templates, and a form for every kind of value by the name of its column."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, current_app, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from web.calls import told
from web.console.asking import may
from web.console.assets import asset
from web.edge import Edge, trace
from web.errors import Refusal

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
MONEY, TIME, STATE = "money", "time", "state"
# Columns that hold ids of what has a page.
PAGE_OF = {
    **dict.fromkeys(("task_id", "task"), "tasks"),
    **dict.fromkeys(("dispute_id", "dispute"), "disputes"),
    **dict.fromkeys(("poster", "worker", "person"), "people"),
    **dict.fromkeys(
        (
            *("account_id", "poster_id", "worker_id", "payee_id", "owner_id", "actor_id"),
            *("opened_by", "resolved_by", "frozen_by", "closed_by", "submitter_id", "account"),
            *("granted_by", "requested_by", "approved_by", "person_id"),
        ),
        "people",
    ),
}
# What has no page of its own is found by the task that it belongs to.
FOUND = {"escrow_id", "escrow", "settlement_id", "settlement", "email"}
# An id stands beside its name.
NAMED = re.compile(r"(.+)_name$")
STATES = ("state", "verdict", "outcome", "status", "severity", "fate")


def show(template: str, **known: Any) -> str:
    """Render a template of the console."""
    return render_template(f"console/{template}", **known)


def failed(refusal: Refusal, page: str | None = None) -> Response:
    """The page of a refusal with the status of its code."""
    status, error, headers = told(refusal)
    body = page or show("refused.html", error=error, request_id=trace().request_id)
    return Response(body, status, {**headers, "Content-Type": "text/html; charset=utf-8"})


def use_filters(app: Flask) -> None:
    """Give the templates what they need."""
    for form in (money, moment, label, refused, words):
        app.jinja_env.filters[form.__name__] = form
    app.jinja_env.tests["callable_by_me"] = may
    app.jinja_env.globals.update(
        asset=asset,
        kind_of=kind_of,
        page_of=page_of,
        page_named=lambda name: PAGE_OF.get(name.removesuffix("s"), ""),
        csrf=generate_csrf,
        is_production=lambda: _edge().settings.is_production,
        is_fragment=lambda: "HX-Request" in request.headers,
    )


def _edge() -> Edge:
    edge: Edge = current_app.extensions["hustlexp"]
    return edge


def label(name: str) -> str:
    """A column's or procedure's name as a reader has it."""
    short = re.sub(r"^full_|_(cents|at|id|bps)$|(?<=r)_name$", "", name).replace("_", " ")
    return short[:1].upper() + short[1:]


def words(name: str) -> str:
    """What a procedure does, in its own words: the last part of its name."""
    return name.rpartition(".")[2].replace("_", " ").capitalize()


def money(cents: object, currency: str | None = None) -> Markup:
    """Minor units as an amount; only the point and the signs are put."""
    digits = str(cents)
    sign, digits = ("−", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, part = digits.zfill(3)[:-2], digits.zfill(3)[-2:]
    groups = re.sub(r"(?<=\d)(?=(\d{3})+$)", " ", whole)
    unit = f' <span class="unit">{escape(currency)}</span>' if currency else ""
    return Markup(f"{sign}{escape(groups)}.{escape(part)}{unit}")


def moment(told: str) -> Markup:
    """A time: in UTC as it comes, in the reader's own zone once the script has seen it."""
    try:
        at = datetime.fromisoformat(told).astimezone(UTC)
    except ValueError:
        return escape(told)
    shown = at.strftime("%Y-%m-%d %H:%M:%S")
    return Markup(f'<time datetime="{escape(told)}" title="{escape(told)}">{shown} Z</time>')


def refused(refusal: Refusal) -> dict[str, Any]:
    """What a refusal says."""
    return told(refusal)[1]


def kind_of(column: str, value: Any) -> str:  # noqa: PLR0911
    """How a value is shown, by its column's name and its shape."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, dict):
        return "person" if "full_name" in value and "id" in value else "fields"
    if isinstance(value, list):
        return "rows" if value and isinstance(value[0], dict) else "list"
    if column.endswith("_cents") or column == "cents":
        return MONEY
    if isinstance(value, str):
        if MOMENT.match(value):
            return TIME
        if UUID.fullmatch(value):
            return "id"
        if column in STATES or column.endswith("_state"):
            return STATE
        return "text" if len(value) > 40 else "word"
    return "number"


def page_of(column: str, value: str, row: dict[str, Any], own: str = "") -> str | None:
    """The address of the page about an id; None where it has none."""
    if (named := NAMED.fullmatch(column)) and f"{named[1]}_id" in row:
        return page_of(f"{named[1]}_id", row[f"{named[1]}_id"], row)
    page = own if column == "id" else PAGE_OF.get(column)
    kind = column
    if column.endswith("_id") and page is None and column not in FOUND:
        # An id whose kind stands beside it: aggregate and aggregate_id, subject and subject_id.
        kind = str(row.get(column.removesuffix("_id"), ""))
        page = PAGE_OF.get(kind)
    if page and value:
        return url_for("console.detail", name=page, subject=value)
    if kind in FOUND and value:
        return url_for("console.listing", name="tasks", panel="admin.search_tasks", search=value)
    return None
