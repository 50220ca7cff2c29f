"""The verification passes on a good database and fails on each bad one. DBM-01 DBM-17
to DBM-22."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from clones import Clones

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "scripts/verify-production.sql"
DEFECTS = {
    "1.0.0": "delete from core.schema_version",
    "extensions are missing: btree_gist": "drop extension btree_gist cascade",
    "escrow_terminal_guard": "alter table escrow.escrow disable trigger escrow_terminal_guard",
    "xp_ledger_no_delete": "drop trigger xp_ledger_no_delete on xp.entry",
    "journal_zero_sum on ledger.journal": "drop trigger journal_zero_sum on ledger.journal",
    "not recorded: proof.proof": "drop trigger zz_record on proof.proof",
    "disabled: photo_joins_pending_proof": "alter table proof.photo disable trigger"
    " photo_joins_pending_proof",
    "default_partition": "insert into core.event (aggregate, aggregate_id, event, at, recorded_at)"
    " values ('test', core.new_id(), 'late', now(), now() + interval '10 years')",
    "than their owner: xp.entry": "grant select on xp.entry to hx_analyst",
    "than their owner: task.task": "alter table task.task disable row level security",
    "schema support": "create schema support",
    "temporary objects": "do $$ begin execute format('grant temporary on database %I to public',"
    " current_database()); end $$",
    "XP was awarded": "create or replace function xp.check_requires_released_escrow() returns"
    " trigger language plpgsql as $$ begin return null; end $$",
}


def verify(url: str) -> subprocess.CompletedProcess[str]:
    """Run the file in psql."""
    return subprocess.run(
        ["psql", url, "-Xq", "-f", FILE], check=False, capture_output=True, text=True
    )


def contents(url: str) -> str:
    """All of a database as a dump."""
    return subprocess.run(
        ["pg_dump", url, "--no-comments"], check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def live(clones: Clones) -> str:
    """A database as a deploy makes it, without the schemas of tests."""
    url = clones.make()
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("drop schema support, tap cascade")
    return url


def test_good(live: str) -> None:
    """A good database is verified: what is there is told, and nothing is written."""
    before = contents(live)
    ran = verify(live)
    assert (ran.returncode, ran.stderr) == (0, "")
    told = ran.stdout.splitlines()
    assert re.fullmatch(r"PostgreSQL 15\.\d+, PostGIS \S+, schema 1\.0\.0( \d{4}_\w+)*", told[0])
    counts = [int(line.split()[0]) for line in told[1:4]]
    assert all(n >= least for n, least in zip(counts, (10, 18, 10), strict=True))
    assert told[-2:] == ["XP without a released escrow is refused with HX101", "verified"]
    assert re.sub(r"^\\.*$", "", contents(live), flags=re.M) == re.sub(
        r"^\\.*$", "", before, flags=re.M
    )


def test_it_waits_for_nobody(live: str) -> None:
    """What a migration locks makes it give up soon; it never queues in front of live work."""
    with psycopg.connect(live) as db:
        db.execute("lock table xp.entry in access exclusive mode")
        began = time.monotonic()
        ran = verify(live)
    assert ran.returncode != 0
    assert "lock timeout" in ran.stderr
    assert time.monotonic() - began < 10


def test_by_make(live: str) -> None:
    """`make verify-production` takes the database by DATABASE_URL, and none by itself."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    command = ["make", "-s", "-C", str(ROOT), "verify-production"]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert ran.returncode != 0
    assert "DATABASE_URL" in ran.stderr
    environment["DATABASE_URL"] = live
    ran = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert (ran.returncode, ran.stdout.splitlines()[-1:]) == (0, ["verified"]), ran.stderr


@pytest.mark.parametrize("word", DEFECTS)
def test_bad(live: str, word: str) -> None:
    """A defect is named and fails."""
    with psycopg.connect(live, autocommit=True) as db:
        db.execute(DEFECTS[word].encode())
    ran = verify(live)
    assert ran.returncode != 0
    assert word in ran.stderr
    assert "verified" not in ran.stdout
