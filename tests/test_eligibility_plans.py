"""Eligibility is asked in the query itself, by indexes, among many people and much work.

The plans of the statements inside the procedures are read as the server logs them. Source: ELI-05
ELI-18 LIF-21.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import Diagnostic

from clones import Connection

BENCH = Path(__file__).resolve().parent / "bench"
SIZE = 3000
# Law and figures: a few rows each, whatever the size of the market.
SMALL = {"demand", "clearance", "risk", "setting", "category", "trade", "secret", "clock_failure"}
# Each has had a piece of work once.
HISTORY = """
insert into task.assignment (task_id, worker_id, accepted_at, ended_at, ending)
select bench.work(1 + n * 31 % 3000), bench.person(n), now(), now(), 'abandoned'
  from generate_series(1, 3000) as n"""


@pytest.fixture(scope="module")
def market(url: str) -> Iterator[Connection]:
    """Three thousand people, a third of them licensed, and as much open work."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("select set_config('bench.size', %s, false)", (str(SIZE),))
        for name in ("derived.sql", "feed.sql"):
            db.execute((BENCH / name).read_bytes())
        db.execute("set session_replication_role = replica")
        db.execute(HISTORY)
        db.execute("reset session_replication_role")
        db.execute("vacuum analyze")
        db.execute("load 'auto_explain'")
        for name, value in (
            ("auto_explain.log_min_duration", "0"),
            ("auto_explain.log_nested_statements", "on"),
            ("auto_explain.log_level", "notice"),
            ("plan_cache_mode", "force_generic_plan"),
        ):
            db.execute("select set_config(%s, %s, false)", (name, value))
        yield db


def plans(db: Connection, person: int, statement: str) -> list[str]:
    """What was planned for the statements inside one, as a person, all undone."""
    told: list[str] = []

    def keep(notice: Diagnostic) -> None:
        told.append(str(notice.message_primary))

    with db.transaction(force_rollback=True):
        db.execute(
            "select core._enter(bench.person(%s), '{\"subject\": \"x\"}', 'test', false)",
            (person,),
        )
        db.add_notice_handler(keep)
        try:
            db.execute(statement.encode())
        finally:
            db.remove_notice_handler(keep)
    return told


def scanned(texts: list[str]) -> set[str]:
    """Tables that are read whole, but for the small ones."""
    found = {name for text in texts for name in re.findall(r"Seq Scan on (?:\w+\.)?(\w+)", text)}
    return found - SMALL


def about(texts: list[str], word: str) -> str:
    """The plan of the statement that reads something."""
    found = [text for text in texts if word in text]
    assert found, texts
    return found[0]


def test_check_is_inlined(market: Connection) -> None:
    """Whether somebody may take a task is one plan over its own rows: nothing is a call in it."""
    texts = plans(market, 7, "select eligibility.check(bench.person(7), bench.work(11))")
    plan = about(texts, "capability_profile")
    assert "Function Scan" not in plan
    assert "task_pkey" in plan
    assert "capability_profile_pkey" in plan
    assert scanned([plan]) == set()


def test_opportunities_use_indexes(market: Connection) -> None:
    """What one verification more would open is counted by what openings demand."""
    texts = plans(market, 7, "select count(*) from verification.get_opportunities()")
    plan = about(texts, "opening")
    assert "Function Scan" not in plan
    assert "opening_demand" in plan
    assert scanned([plan]) == set()


def test_recompute_uses_indexes(market: Connection) -> None:
    """A profile is derived from its own person's rows alone."""
    texts = plans(market, 7, "select verification._recompute(bench.person(7))")
    about(texts, "credential")
    assert scanned(texts) == set()


def test_clock_uses_its_index(market: Connection) -> None:
    """The clock of credentials finds what is due without reading the others."""
    texts = plans(market, 7, "select verification.process_due()")
    assert "credential_due" in about(texts, "due_at")
    assert scanned(texts) == set()


def test_one_profile_is_proved_alone(market: Connection) -> None:
    """The proof of one person's profile reads his rows alone, as each minute asks for it."""
    statement = (
        "select core._count_of('audit._proves_profiles_are_derived',"
        " array[bench.person(7), bench.person(8)])"
    )
    texts = plans(market, 7, statement)
    about(texts, "capability_profile")
    assert scanned(texts) == set()
