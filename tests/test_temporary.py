"""Nobody who logs in has his own code run by a definer: a temporary type is found before any other.

An empty search_path keeps schemas out, and pg_temp in: an unqualified `jsonb` of a definer's body
is the caller's own domain where he can make one, and its check runs as the owner. Source: S2, S14.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from clones import Connection, with_part

# Every login of the house, and each role that it may take.
SESSIONS = [
    ("hx_job", "hx_job"),
    ("hx_web", "hx_web"),
    ("hx_web", "hx_member"),
    ("hx_web", "hx_founder"),
    ("hx_dba", "hx_dba"),
    ("hx_dba", "hx_member"),
    ("hx_analyst", "hx_analyst"),
]
MAKINGS = [
    "create function pg_temp.planted(jsonb) returns boolean language sql as 'select true'",
    "create domain pg_temp.jsonb as pg_catalog.jsonb",
    "create type pg_temp.uuid as enum ('planted')",
    "create temporary table planted (a integer)",
    "create temporary view planted as select 1",
]
EVENT = """{"id": "evt_temporary", "type": "x", "data": {"object": {"id": "o"}}}"""


@pytest.fixture(params=SESSIONS, ids=" as ".join)
def session(url: str, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A login's own session, in one of its roles."""
    login, role = request.param
    with psycopg.connect(with_part(url, user=login), autocommit=True) as connection:
        connection.execute(f"set role {role}".encode())
        yield connection


@pytest.mark.parametrize("making", MAKINGS)
def test_nothing_temporary_is_made(session: Connection, making: str) -> None:
    """The permission is missing, whatever the kind of object."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute(making.encode())


def test_ingest_runs_nobody_elses_code(url: str, owner: Connection) -> None:
    """The attack as a whole: the owner's power is not lent, and the event is stored."""
    attack = (
        "create function pg_temp.planted(value pg_catalog.jsonb) returns boolean language plpgsql"
        " as $$ begin if current_user = 'hx_owner' then grant hx_owner to hx_job; end if;"
        " return true; end $$",
        "create domain pg_temp.jsonb as pg_catalog.jsonb check (pg_temp.planted(value))",
    )
    with psycopg.connect(with_part(url, user="hx_job"), autocommit=True) as worker:
        for statement in attack:
            with pytest.raises(psycopg.Error):
                worker.execute(statement.encode())
        row = worker.execute("select is_new from stripe.ingest(%s)", (EVENT,)).fetchone()
    assert row == (True,)
    granted = owner.execute("select pg_has_role('hx_job', 'hx_owner', 'member')").fetchone()
    assert granted == (False,)
