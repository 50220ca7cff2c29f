"""Run every pgTAP file of db/tests on one connection, strictly: TST-03, M6 of failures.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from clones import Connection

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(
    path for path in (ROOT / "db/tests").glob("*/*.sql") if path.parent.name != "support"
)


@pytest.fixture(scope="module")
def tap(url: str) -> Iterator[Connection]:
    """The connection that all files share; each begins and rolls back."""
    with psycopg.connect(url, autocommit=True, options="-c search_path=tap,public") as connection:
        yield connection


def lines_of(connection: Connection, text: str) -> list[str]:
    """All result lines of a file sent as one simple query."""
    found: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute(text.encode())
        while True:
            if cursor.description:
                found += [str(row[0]) for row in cursor.fetchall() if row[0] is not None]
            if not cursor.nextset():
                return found


def judge(lines: list[str]) -> list[str]:
    """What is wrong with a TAP output; empty where all is well."""
    output = [line for block in lines for line in block.splitlines()]
    plans = [int(m[1]) for line in output if (m := re.fullmatch(r"1\.\.(\d+)", line))]
    tests = [line for line in output if re.match(r"(not )?ok \d", line)]
    faults = [line for line in output if line.startswith(("not ok", "# Looks like", "# Failed"))]
    if len(plans) != 1 or plans[0] < 1 or len(tests) != plans[0]:
        faults.append(f"planned {plans}, ran {len(tests)}")
    faults += [f"directive: {line}" for line in tests if re.search(r"#\s*(todo|skip)", line, re.I)]
    if faults:
        faults += [line for line in output if line.startswith("#")]
    return faults


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_file(tap: Connection, path: Path) -> None:
    """The file's plan is met and every assertion holds."""
    try:
        assert judge(lines_of(tap, path.read_text(encoding="utf-8"))) == []
    finally:
        tap.rollback()
        tap.execute("rollback")


def test_files_are_there() -> None:
    """An empty glob would prove nothing."""
    assert len(FILES) > 0


@pytest.mark.parametrize(
    "lines",
    [
        ["1..2", "ok 1 - a"],
        ["1..1", "not ok 1 - a"],
        ["1..1", "ok 1 - a # TODO later"],
        ["1..1", "ok 1 # SKIP no"],
        ["ok 1 - a"],
        [],
    ],
)
def test_the_judge_refuses(lines: list[str]) -> None:
    """A short plan, a failure, an excused test and no plan at all are faults."""
    assert judge(lines)


def test_the_judge_accepts() -> None:
    """A met plan has no fault."""
    assert judge(["1..2", "ok 1 - a", "ok 2 - b"]) == []
