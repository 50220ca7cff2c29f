"""The verification passes on a good database and fails on each bad one. DBM-18 to DBM-22."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg
import pytest

from clones import Clones

FILE = Path(__file__).resolve().parent.parent / "scripts/verify-production.sql"
DEFECTS = {
    "1.0.0": "delete from core.schema_version",
    "escrow_terminal_guard": "alter table escrow.escrow disable trigger escrow_terminal_guard",
    "xp_ledger_no_delete": "drop trigger xp_ledger_no_delete on xp.entry",
    "default_partition": "insert into core.event (aggregate, aggregate_id, event, at, recorded_at)"
    " values ('test', core.new_id(), 'late', now(), now() + interval '10 years')",
    "schema support": "create schema support",
    "temporary objects": "do $$ begin execute format('grant temporary on database %I to public',"
    " current_database()); end $$",
    "XP was awarded": "create or replace function xp.check_requires_released_escrow() returns"
    " trigger language plpgsql as $$ begin return null; end $$",
}


def verify(url: str) -> subprocess.CompletedProcess[str]:
    """Run the file in psql."""
    return subprocess.run(
        ["psql", url, "-Xq", "-v", "ON_ERROR_STOP=1", "-f", FILE],
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def live(clones: Clones) -> str:
    """A database as a deploy makes it, without the schemas of tests."""
    url = clones.make()
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("drop schema support, tap cascade")
    return url


def test_good(live: str) -> None:
    """A good database is verified, and nothing is written."""
    ran = verify(live)
    assert (ran.returncode, ran.stdout) == (0, "verified\n"), ran.stderr


@pytest.mark.parametrize("word", DEFECTS)
def test_bad(live: str, word: str) -> None:
    """A defect is named and fails."""
    with psycopg.connect(live, autocommit=True) as db:
        db.execute(DEFECTS[word].encode())
    ran = verify(live)
    assert ran.returncode != 0
    assert word in ran.stderr or word == "default_partition"
