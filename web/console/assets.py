"""The console's files: a list of them, under names that change with what is in them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, url_for

from web.edge import Edge
from web.errors import Refusal

shelf = Blueprint("console_assets", __name__)
OURS = Path(__file__).parent / "assets"
THEIRS = Path(__file__).parent.parent / "node_modules"
FILES = {
    "console.css": (OURS / "console.css", "text/css"),
    "console.js": (OURS / "console.js", "text/javascript"),
    "mark.svg": (OURS / "mark.svg", "image/svg+xml"),
    "htmx.js": (THEIRS / "htmx.org/dist/htmx.min.js", "text/javascript"),
    "uplot.js": (THEIRS / "uplot/dist/uPlot.iife.min.js", "text/javascript"),
    "uplot.css": (THEIRS / "uplot/dist/uPlot.min.css", "text/css"),
}


@cache
def _read(name: str) -> tuple[bytes, str]:
    """A file and the mark of its present content."""
    body = FILES[name][0].read_bytes()
    return body, hashlib.sha256(body).hexdigest()[:16]


def asset(name: str) -> str:
    """The address of a file as it is now."""
    return url_for("console_assets.serve", mark=_read(name)[1], name=name)


@shelf.get("/assets/<mark>/<name>")
def serve(mark: str, name: str) -> Response:
    """A file of the list; what is under its mark never changes."""
    edge: Edge = current_app.extensions["hustlexp"]
    edge.limit("health", None)
    if name not in FILES or _read(name)[1] != mark:
        raise Refusal("HXA02", "There is nothing at that address.")
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_read(name)[0], mimetype=FILES[name][1], headers=kept)
