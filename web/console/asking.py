"""Asking: one procedure at a time, for whoever the session's token names."""

from __future__ import annotations

from typing import Any

import orjson
from flask import current_app, g, session
from werkzeug.datastructures import MultiDict

from web.calls import perform, query_arguments
from web.contract import Procedure
from web.edge import Edge
from web.errors import Refusal

Json = dict[str, Any]


def identity() -> str | None:
    """The verified identity of the session; None where nobody is signed in."""
    edge: Edge = current_app.extensions["hustlexp"]
    token = session.get("token")
    return edge.verify(f"Bearer {token}") if token else None


def procedure(name: str) -> Procedure:
    """A procedure of the contract; HXA02 where there is none of that name."""
    edge: Edge = current_app.extensions["hustlexp"]
    known = edge.keeper.contract.procedures.get(name)
    if known is None:
        raise Refusal("HXA02", "There is no such procedure.")
    return known


def exists(name: str) -> bool:
    """Whether the contract has a procedure."""
    edge: Edge = current_app.extensions["hustlexp"]
    return name in edge.keeper.contract.procedures


def ask(name: str, arguments: MultiDict[str, str] | None = None, is_patient: bool = False) -> Any:
    """What a procedure answers, as JSON read; a refusal is raised.

    The arguments are texts of a form or an address; the procedure's schema says what they are.
    """
    known = procedure(name)
    given = query_arguments(known, arguments or MultiDict())
    return perform_as_text(known, given, is_patient=is_patient)


def perform_as_text(
    known: Procedure, arguments: str, key: str | None = None, is_patient: bool = False
) -> Any:
    """The same of arguments that are JSON text already."""
    edge: Edge = current_app.extensions["hustlexp"]
    reply = perform(edge, known, arguments, identity(), key, is_patient=is_patient)
    return orjson.loads(reply.data) if reply.data else None


def me() -> Json:
    """Who is signed in, asked once a request."""
    if "me" not in g:
        g.me = ask("admin.whoami")
    known: Json = g.me
    return known


def may(name: str) -> bool:
    """Whether the contract grants a procedure to a role of whoever is signed in."""
    return exists(name) and not set(procedure(name).roles).isdisjoint(me()["roles"])
