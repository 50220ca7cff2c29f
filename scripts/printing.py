"""What the pages of `db/docs/` are made of: rows of the catalog, and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import psycopg

MARK = "<!-- Printed by `make docs` from the catalog: change the database, then print again. -->"

Row = dict[str, Any]
Connection = psycopg.Connection[Row]

# What is ours, of a fresh database: not the printed routes and not what a package or a test brings.
HOUSE = "{0}::regrole = 'hx_owner'::regrole and {1}::regnamespace::text not in ('route', 'support')"

FIELDS = (
    "select t.oid::regtype::text as of_type, coalesce(obj_description(t.oid, 'pg_type'), '')"
    " as comment, a.attname as name, format_type(a.atttypid, null) as type,"
    " core._field_schema(a.attname, a.atttypid, t.typnamespace::regnamespace::text,"
    "   obj_description(t.oid, 'pg_type')) as schema"
    " from pg_type as t join pg_class as c on c.oid = t.typrelid and c.relkind = 'c'"
    " join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
    f" where {HOUSE.format('t.typowner', 't.typnamespace')} order by a.attnum"
)


def rows(db: Connection, query: str, *arguments: object) -> list[Row]:
    """Rows as dictionaries."""
    return db.execute(query.encode(), arguments or None).fetchall()


def plain(text: object) -> str:
    """Words in one line, safe in a cell of Markdown."""
    words = " ".join(str(text or "").split())
    return words.replace("<", "&lt;").replace("*", "\\*").replace("|", "\\|")


def code(text: object) -> str:
    """The same as code."""
    return f"`{' '.join(str(text).split())}`".replace("|", "\\|")


def table(heads: Iterable[str], lines: Iterable[Iterable[str]]) -> list[str]:
    """A table of Markdown, between blank lines."""
    names = list(heads)
    body = ["".join(f"| {cell} " if cell else "| " for cell in line) + "|" for line in lines]
    return ["", f"| {' | '.join(names)} |", "|---" * len(names) + "|", *body, ""]


def page(title: str, about: str, lines: Iterable[str]) -> str:
    """A whole file; never two blank lines, one newline at its end."""
    text = "\n".join([MARK, "", f"# {title}", "", about, "", *lines])
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


def codes(text: str) -> str:
    """Each code of a text linked to its row."""
    return re.sub(r"\b(HX[0-9A-Z]{3})\b", lambda m: f"[{m[1]}](errors.md#{m[1].lower()})", text)


def anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def composites(db: Connection) -> dict[str, list[Row]]:
    """The composite types of the house, each with its fields in their order."""
    types: dict[str, list[Row]] = {}
    for field in rows(db, FIELDS):
        types.setdefault(field["of_type"], []).append(field)
    return types


def reachable(names: Iterable[str], types: dict[str, list[Row]]) -> list[str]:
    """The composites among these types, and those within them."""
    found: set[str] = set()
    waiting = [name.removesuffix("[]") for name in names]
    while waiting:
        name = waiting.pop()
        if name in types and name not in found:
            found.add(name)
            waiting += [str(field["type"]).removesuffix("[]") for field in types[name]]
    return sorted(found)
