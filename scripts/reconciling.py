"""The rows of scripts/bench about reconciliation: Stripe's statement stored, and compared.

A hundred thousand objects at Stripe, half of them payments with a fee and half transfers, are in
the books; their lines come in pages of a hundred, as Stripe lists them. Then everything is
compared, and each round what is new alone, a thousand at a time. Nothing may differ.
"""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

import psycopg

from benching import BENCH, GENERIC, ROOT, Databases, pgbench, report

OBJECTS, MORE, PAGE = 100_000, 1000, 100
TABLE: list[tuple[str, str, str, str, float | None]] = [
    ("lines of Stripe's statement stored", "/s", "stored", "floor", None),
    ("objects reconciled, all 100 000", "/s", "all", "floor", None),
    ("objects reconciled, 1 000 new ones", "/s", "new", "floor", None),
]


def read(db: psycopg.Connection[Any], first: int, last: int) -> float:
    """Hand the statement of these objects in, page by page; seconds."""
    pages = [
        db.execute("select bench.page(%s, %s)::text", (n, n + PAGE - 1)).fetchone()
        for n in range(first, last, PAGE)
    ]
    began = time.monotonic()
    for page in pages:
        db.execute(
            "select stripe.report_statement(t.fence, %s::jsonb)"
            " from stripe.take_statement('bench') as t",
            page,
        )
    ended = time.monotonic() - began
    db.execute(
        'select stripe.report_statement(t.fence, \'{"data": [], "has_more": false}\')'
        " from stripe.take_statement('bench') as t"
    )
    return ended


def reconcile(db: psycopg.Connection[Any], *, is_full: bool) -> float:
    """Compare; seconds. Nothing differs, once no older transaction is open any more."""
    # What the setup gave to people came from nowhere.
    differs = (
        "select count(*) from stripe.comparison"
        " where ours_cents <> theirs_cents and movement <> 'other'"
    )
    took = 0.0
    for _ in range(100):
        began = time.monotonic()
        db.execute("select stripe.reconcile(%s)", (is_full,))
        took += time.monotonic() - began
        if db.execute(differs).fetchone() == (0,):
            return took
        time.sleep(0.1)
    sys.exit("bench: both sides differ")


def measure(databases: Databases, seconds: int, rounds: int) -> list[dict[str, object]]:
    """Rounds of all rows, interleaved with their floor; printed and returned."""
    floor = databases.floor()
    target = databases.make("hustlexp_bench_reconciliation")
    subprocess.run(
        [sys.executable, ROOT / "scripts/apply", "--url", target, "--fresh", "--test-support"],
        check=True,
    )
    found = []
    with psycopg.connect(target, autocommit=True) as db:
        for name in ("setup.sql", "reconciliation.sql"):
            db.execute((BENCH / name).read_bytes())
        db.execute("select core._circuit_allows('stripe', 1)")
        db.execute("select bench.moved(1, %s)", (OBJECTS,))
        db.execute("vacuum analyze")
        stored = read(db, 1, OBJECTS)
        db.execute("vacuum analyze")
        last = OBJECTS
        for _ in range(rounds):
            figures = {"floor": pgbench(floor, None, 8, seconds, GENERIC)}
            figures["all"] = last / reconcile(db, is_full=True)
            db.execute("select bench.moved(%s, %s)", (last + 1, last + MORE))
            read(db, last + 1, last + MORE)
            last += MORE
            figures["new"] = MORE / reconcile(db, is_full=False)
            figures["stored"] = OBJECTS / stored
            found.append(figures)
    return report(found, TABLE)
