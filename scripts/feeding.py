"""What scripts/bench measures of the feed: open work and hustlers about, many of both."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import psycopg

from benching import BENCH, ROOT, Databases

LOOKS, WARM = 200, 20
HERE = "latitude => 47.50 + random() * 0.23, longitude => -122.42 + random() * 0.17"
# figure, what is asked, milliseconds that 95 of 100 may take at 100 000 (performance.md)
ROWS = (
    ("feed of 20, a hustler in the city", f"(task.get_feed({HERE})).next_cursor", 10.0),
    ("  without a location", "(task.get_feed()).next_cursor", 10.0),
    ("  by distance", f"(task.get_feed({HERE}, sort_by => 'distance')).next_cursor", 10.0),
    ("  by price", "(task.get_feed(sort_by => 'price_desc')).next_cursor", 10.0),
    ("  of one kind", f"(task.get_feed({HERE}, categories => '{{moving}}')).next_cursor", 10.0),
    ("search for a word", f"(task.search('piano', {HERE})).next_cursor", None),
    ("  badly spelt", "(task.search('grocries')).next_cursor", None),
    ("nearest 20 hustlers", "(select count(*) from geo.get_nearest(bench.somewhere()))", 5.0),
)


def prepare(databases: Databases, size: int) -> str:
    """A database with so much open work and so many hustlers; returns its URL."""
    ours = databases.make(f"hustlexp_bench_feed_{size}")
    subprocess.run(
        [sys.executable, ROOT / "scripts/apply", "--url", ours, "--fresh", "--test-support"],
        check=True,
    )
    with psycopg.connect(ours, autocommit=True) as db:
        db.execute("select set_config('bench.size', %s, false)", (str(size),))
        db.execute((BENCH / "feed.sql").read_bytes())
        db.execute("vacuum analyze")
    return ours


def look(db: psycopg.Connection, asked: str) -> list[float]:
    """Milliseconds of each look, by somebody else each time, after some that don't count."""
    spans = []
    for number in range(WARM + LOOKS):
        with db.transaction():
            db.execute(
                "select core._enter(bench.person(1 + %s * 7), null, 'bench', false)", (number,)
            )
            began = time.perf_counter()
            db.execute(f"select {asked}".encode())
            spans.append((time.perf_counter() - began) * 1000)
    return spans[WARM:]


def measure(databases: Databases, sizes: list[int]) -> list[dict[str, object]]:
    """Every row at every size, and how the median grows from each size to the next."""
    lines: list[dict[str, object]] = []
    before: dict[str, float] = {}
    for size in sizes:
        print(f"{f'{size} open tasks and hustlers':<42}{'median':>10}{'p95':>10}  ms   growth")
        with psycopg.connect(prepare(databases, size), autocommit=True) as db:
            db.execute("set plan_cache_mode = force_generic_plan")
            for figure, asked, target in ROWS:
                spans = look(db, asked)
                middle, late = statistics.median(spans), statistics.quantiles(spans, n=20)[18]
                grown = f"× {middle / before[figure]:.2f}" if figure in before else ""
                verdict = ""
                if target and size == 100_000:
                    verdict = f"≤ {target:.0f} {'met' if late <= target else 'MISSED'}"
                print(f"{'  ' + figure:<42}{middle:>10.2f}{late:>10.2f}       {grown:<8}{verdict}")
                lines.append(
                    {"figure": f"{figure.strip()}, {size}", "value": middle, "p95": late,
                     "target": target}
                )  # fmt: skip
                before[figure] = middle
    return lines
