"""The rows of scripts/bench about capability profiles: derived anew, one a transaction.

Ten thousand people, then a hundred thousand: a look-up costs what it did, so the figure may not
fall. The proof that each profile is what its inputs give is timed over all of them as one set.
"""

from __future__ import annotations

import subprocess
import sys
import time

import psycopg

from benching import BENCH, GENERIC, ROOT, Databases, pgbench, report

SIZES = (10_000, 100_000)
ENOUGH = 500
PROVES = "select count(*) from audit._proves_profiles_are_derived"
TABLE: list[tuple[str, str, str, str, float | None]] = [
    ("profiles derived, 10 000 people", "/s", "few", "floor", None),
    ("the same, 100 000 people", "/s", "many", "few", 0.5),
    ("profiles proved, 10 000 people", "/s", "few proved", "floor", None),
    ("the same, 100 000 people", "/s", "many proved", "few proved", 0.5),
]


def proved(target: str, people: int) -> float:
    """Profiles proved a second; none is off."""
    with psycopg.connect(target, autocommit=True) as db:
        began = time.monotonic()
        broken = db.execute(PROVES.encode()).fetchone()
    if broken != (0,):
        sys.exit(f"bench: {broken} profiles are not what their inputs give")
    return people / (time.monotonic() - began)


def measure(databases: Databases, seconds: int, rounds: int) -> list[dict[str, object]]:
    """Rounds of all rows, interleaved with their floor; printed and returned."""
    floor = databases.floor()
    targets = {}
    for name, people in zip(("few", "many"), SIZES, strict=True):
        targets[name] = databases.make(f"hustlexp_bench_{name}")
        subprocess.run(
            [sys.executable, ROOT / "scripts/apply", "--url", targets[name], "--fresh"], check=True
        )
        with psycopg.connect(targets[name], autocommit=True) as db:
            db.execute("select set_config('bench.size', %s, false)", (str(people),))
            db.execute((BENCH / "derived.sql").read_bytes())
            db.execute("vacuum analyze")
    found = []
    for _ in range(rounds):
        figures = {"floor": pgbench(floor, None, 8, seconds, GENERIC)}
        for (name, target), people in zip(targets.items(), SIZES, strict=True):
            script = ("recompute.sql", 8, seconds, GENERIC)
            figures[name] = pgbench(target, *script, variables={"people": people})
            figures[f"{name} proved"] = proved(target, people)
        found.append(figures)
    lines = report(found, TABLE)
    least = min(figures[name] for figures in found for name in targets)
    print(f"profiles derived, at least {least:.0f}/s  ≥ {ENOUGH} "
          f"{'met' if least >= ENOUGH else 'MISSED'}")  # fmt: skip
    return lines
