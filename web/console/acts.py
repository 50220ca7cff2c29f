"""Acts: a form, a rehearsal that is rolled back, then the deed under a key of its own.

Any procedure of the contract has a form here; whether it may be called is for the database to say.
"""

from __future__ import annotations

from uuid import uuid4

import orjson
from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from web.calls import query_arguments
from web.console.asking import Json, may, me, perform_as_text, procedure
from web.console.forms import fields_of
from web.console.pages import menu
from web.console.rendering import failed, show
from web.console.session import guard
from web.contract import Procedure
from web.errors import Refusal

counter = Blueprint("console_acts", __name__, template_folder="templates")
REHEARSAL, SECOND = "admin.dry_run", "admin.request_approval"


@counter.context_processor
def _frame() -> dict[str, object]:
    return {"menu": menu, "me": me}


@counter.get("/act/<name>")
def form(name: str) -> Answer:
    """The form of an act; what the address tells stands in it."""
    known = _known(name)
    return Response(_form(known, request.args, is_new=True))


@counter.post("/act/<name>/rehearse")
def rehearse(name: str) -> Answer:
    """What would come of it: done, looked at, and rolled back."""
    known = _known(name)
    given = _given(known)
    try:
        arguments = query_arguments(known, given)
        told = {"procedure": known.name, "arguments": orjson.loads(arguments)}
        rehearsal: Json = perform_as_text(
            procedure(REHEARSAL), orjson.dumps(told).decode(), uuid4().hex
        )
    except Refusal as refusal:
        return _stays(refusal, _form(known, given, refusal))
    if rehearsal["answer"] is not None:
        rehearsal["answer"] = orjson.loads(rehearsal["answer"])
    return Response(
        show(
            "act.html",
            act=known,
            given=given,
            rehearsal=rehearsal,
            second=_second_person(known, given, rehearsal),
            key=uuid4().hex,
            step="sure",
        )
    )


def _second_person(known: Procedure, given: MultiDict[str, str], rehearsal: Json) -> str | None:
    """Where a second person is asked for, when the act was refused for want of one."""
    if (rehearsal["error"] or {}).get("code") != "HX506" or not may(SECOND):
        return None
    subject = next((value for name, value in given.items() if name.endswith("_id")), "")
    asked: Json = {"action": known.name, "subject_id": subject}
    asked |= {name: value for name, value in given.items() if name == "amount_cents"}
    return url_for("console_acts.form", name=SECOND, **asked)


@counter.post("/act/<name>/change")
def change(name: str) -> Answer:
    """The form once more, with what stood in it."""
    known = _known(name)
    return Response(_form(known, _given(known)))


@counter.post("/act/<name>")
def do(name: str) -> Answer:
    """Do it; the same form sent again is answered what was done the first time."""
    known = _known(name)
    given, key = _given(known), request.form.get("key", "")
    try:
        answer = perform_as_text(known, query_arguments(known, given), key)
    except Refusal as refusal:
        return _stays(
            refusal,
            show("act.html", act=known, given=given, key=key, refusal=refusal, step="again"),
        )
    return Response(show("act.html", act=known, given=given, answer=answer, step="done"))


def _known(name: str) -> Procedure:
    """An act of the contract: what only reads has no form."""
    me()
    known = procedure(name)
    if known.is_query:
        raise Refusal("HXA02", "There is no such act.")
    return known


def _given(known: Procedure) -> MultiDict[str, str]:
    """The form's arguments; an empty field is none."""
    names = known.arguments["properties"]
    return MultiDict(
        [(name, value) for name, value in request.form.items(multi=True) if name in names and value]
    )


def _form(
    known: Procedure,
    given: MultiDict[str, str],
    refusal: Refusal | None = None,
    is_new: bool = False,
) -> str:
    return show(
        "act.html",
        act=known,
        given=given,
        controls=fields_of(known, given, is_new),
        refusal=refusal,
        step="form",
    )


def _stays(refusal: Refusal, body: str) -> Answer:
    """The refusal on the form where it can be put right; who is nobody goes to the door."""
    if refusal.code in ("HX501", "HX502"):
        raise refusal
    return failed(refusal, body)


guard(counter)
