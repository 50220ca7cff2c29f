"""Databases of a test's own: clones of the one that `HX_TEST_URL` names, so that runs side by side
don't disturb each other. SED-04 DBM-24 TST-02 TST-52.
"""

from __future__ import annotations

from uuid import uuid4

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[object, ...]]
TRIES = 20  # PostgreSQL itself waits five seconds in each


def with_part(url: str, **parts: str) -> str:
    """The URL as a connection string with other parts (dbname, user)."""
    return psycopg.conninfo.make_conninfo(url, **parts)


class Clones:
    """Copies of a database that nobody is connected to, a few tenths of a second each."""

    def __init__(self, template: str) -> None:
        self.template = template
        self.made: list[str] = []

    def make(self) -> str:
        """Make one; returns its connection string."""
        name = f"hustlexp_clone_{uuid4().hex[:12]}"
        source = str(psycopg.conninfo.conninfo_to_dict(self.template)["dbname"])
        with psycopg.connect(self.template, dbname="postgres", autocommit=True) as server:
            copy = sql.SQL("create database {} template {}").format(
                sql.Identifier(name), sql.Identifier(source)
            )
            for left in reversed(range(TRIES)):
                try:
                    server.execute(copy)
                    break
                except psycopg.errors.ObjectInUse:  # a test beside this one reads the template
                    if not left:
                        raise
            server.execute(
                sql.SQL("alter database {} set timezone = 'UTC'").format(sql.Identifier(name))
            )
            # A template's grants on the database itself are not copied.
            server.execute(
                sql.SQL("revoke temporary on database {} from public").format(sql.Identifier(name))
            )
            server.execute(
                sql.SQL("grant temporary on database {} to hx_owner").format(sql.Identifier(name))
            )
        self.made.append(name)
        return with_part(self.template, dbname=name)

    def drop_all(self) -> None:
        """Drop all that were made."""
        with psycopg.connect(self.template, dbname="postgres", autocommit=True) as server:
            for name in self.made:
                server.execute(
                    sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
                )
