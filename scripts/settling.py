"""The rows of scripts/bench about money that leaves and what Stripe tells: drains, a storm, a rush.

Drains: taken, submitted and reported by workers in SQL with fates at once, beside the commit floor;
and by `python -m jobs` through the SDK and Stripe's double. The storm: signed events of payments,
duplicates among them, shuffled, offered at a rate to the web server while the workers drain. The
rush: two hundred clients release at once over HTTP, at a flush of one millisecond.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import psycopg
import requests
from psycopg import sql

from benching import (
    BENCH,
    GENERIC,
    KEY,
    PORTS,
    ROOT,
    SLOW_FLUSH,
    WEBHOOK_SECRET,
    Databases,
    gunicorn,
    pgbench,
    report,
    serving,
)
from tests.doubles.stripe_double import KEY as STRIPE_KEY
from tests.doubles.stripe_double import StripeDouble
from web.identity import local_token

NAME = "hustlexp_bench_settlements"
WORKERS, BATCH, PAYEES = 4, 100, 20
ALONE, TOGETHER, CLIENTS, RELEASES = 800, 240, 200, 600
OFFERED, DUPLICATES = 1000, 0.3
TABLE: list[tuple[str, str, str, str, float | None]] = [
    ("settlements drained, fates at once", "/s", "drained alone", "floor", None),
    ("settlements drained by the double", "/s", "drained", "floor", None),
    ("releases by 200 clients at once, 1 ms", "/s", "rush", "slow floor", None),
]


def count(db: psycopg.Connection[Any], statement: str) -> float:
    """The first number of the first row."""
    row = db.execute(statement.encode()).fetchone()
    return float(row[0] or 0) if row else 0


def called(double: StripeDouble, path: str, **told: object) -> dict[str, Any]:
    """A call of Stripe's API, without the SDK's cost."""
    answer = requests.post(
        f"{double.url}/v1/{path}",
        data=told,
        headers={"Authorization": f"Bearer {STRIPE_KEY}"},
        timeout=10,
    )
    answer.raise_for_status()
    return dict(answer.json())


def prepare(databases: Databases, double: StripeDouble) -> str:
    """A database whose workers Stripe's double knows; returns its URL."""
    target = databases.make(NAME)
    subprocess.run(
        [sys.executable, ROOT / "scripts/apply", "--url", target, "--fresh", "--test-support"],
        check=True,
    )
    with psycopg.connect(target, autocommit=True) as db:
        for name in ("setup.sql", "http.sql", "settlements.sql"):
            db.execute((BENCH / name).read_bytes())
        db.execute("update city.rule set new_poster_cap_cents = 1000000")
        for payee in range(PAYEES):
            wanted = {"capabilities[transfers][requested]": "true", "type": "express"}
            account = called(double, "accounts", **wanted)["id"]
            double.order(f"accounts/{account}/onboard")
            db.execute(
                "insert into stripe.connected_account (account_id, provider_account_id,"
                " details_submitted, transfers_enabled, payouts_enabled)"
                " values (bench.person(%s), %s, true, true, true)",
                (2 * payee + 2, account),
            )
        db.execute("insert into bench.charged (intent) select 'pi_w' || generate_series(1, 200)")
        pgbench(target, "released.sql", 8, 0, GENERIC, times=25)
        drained_alone(target)
        db.execute("vacuum analyze")
    return target


def drained_alone(target: str) -> float:
    """Settlements a second: take, submit and report by so many workers, each fate at once."""

    def work(number: int) -> int:
        done = 0
        with psycopg.connect(target, autocommit=True) as db:
            while jobs := db.execute(
                "select settlement_id, fence from settlement.take(%s, %s)", (f"w{number}", BATCH)
            ).fetchall():
                columns = [list(column) for column in zip(*jobs, strict=True)]
                sent = db.execute(
                    "select settlement.submit(%s::uuid[], %s::bigint[])", columns
                ).fetchall()
                fences: dict[Any, int] = dict(jobs)
                fates = [
                    {
                        "settlement_id": str(job),
                        "fence": fences[job],
                        "outcome": "done",
                        "reference": f"tr_{job}",
                    }
                    for (job,) in sent
                ]
                db.execute(
                    "select count(*) from settlement.report(%s::jsonb)", (json.dumps(fates),)
                )
                done += len(sent)
        return done

    began = time.monotonic()
    with ThreadPoolExecutor(WORKERS) as pool:
        done = sum(pool.map(work, range(WORKERS)))
    return done / (time.monotonic() - began)


def drained(target: str, double: StripeDouble) -> float:
    """Settlements a second by our jobs, from the first that is sent to the last that is settled."""
    with psycopg.connect(target, autocommit=True) as db:
        for _ in range(TOGETHER):
            paid = called(
                double,
                "payment_intents",
                amount=10000,
                currency="usd",
                payment_method="pm_card_visa",
                confirm="true",
            )
            db.execute(
                "insert into bench.charged (intent, charge) values (%s, %s)",
                (paid["id"], paid["latest_charge"]),
            )
        pgbench(target, "released.sql", 8, 0, GENERIC, times=TOGETHER // 8)
        open_orders = "from settlement.settlement where finished_at is null and due_at < 'infinity'"
        mine = [row[0] for row in db.execute(f"select id {open_orders}".encode()).fetchall()]
        with working(target, double):
            until(db, f"select count(*) = 0 {open_orders}", "the transfers")
        row = db.execute(
            "select extract(epoch from max(finished_at) - min(submitted_at))"
            " from settlement.settlement where id = any (%s) and state = 'SETTLED'",
            (mine,),
        ).fetchone()
    return len(mine) / float(row[0] if row else 1)


def working(target: str, double: StripeDouble) -> AbstractContextManager[None]:
    """The workers as they run, with Stripe's double."""
    return serving(
        "jobs",
        [sys.executable, "-m", "jobs"],
        "",
        DATABASE_URL=target,
        STRIPE_API_BASE=double.url,
        STRIPE_SECRET_KEY="sk_test_local_bench",
    )


def until(db: psycopg.Connection[Any], condition: str, what: str, seconds: float = 120) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + seconds
    while not count(db, f"select ({condition})::integer"):
        if time.monotonic() > deadline:
            sys.exit(f"bench: {what} did not end in {seconds:.0f} s")
        time.sleep(0.02)


def stormed(lines: list[dict[str, Any]], rate: int, connections: int) -> dict[str, Any]:
    """Offer requests to our web server; what tests/bench/storm.py tells."""
    with tempfile.NamedTemporaryFile("w", suffix=".lines") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
        file.flush()
        ran = subprocess.run(
            [sys.executable, "-m", "tests.bench.storm", f"http://127.0.0.1:{PORTS['ours']}",
             file.name, str(rate), str(connections)],
            cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def storm(target: str, double: StripeDouble, seconds: int) -> dict[str, float]:
    """Events of payments, duplicated and shuffled; each must fund its escrow, once."""
    facts = int(OFFERED * seconds / (1 + DUPLICATES)) // 8 * 8
    pgbench(target, "ordered.sql", 8, 0, GENERIC, times=facts // 8)
    with psycopg.connect(target, autocommit=True) as db:
        bodies = [
            row[0]
            for row in db.execute(
                "with taken as (delete from bench.waiting where kind = 'payment' returning escrow)"
                " select bench.payment(t.escrow, 'pi_' || t.escrow, null) from taken as t"
            ).fetchall()
        ]
        bodies += random.sample(bodies, int(len(bodies) * DUPLICATES))
        random.shuffle(bodies)
        now = int(time.time())
        lines = [
            {
                "path": "/webhooks/stripe",
                "headers": {
                    "Stripe-Signature": "t={},v1={}".format(
                        now,
                        hmac.new(
                            WEBHOOK_SECRET.encode(), f"{now}.{body}".encode(), hashlib.sha256
                        ).hexdigest(),
                    )
                },
                "body": body,
            }
            for body in bodies
        ]
        journals = "select count(*) from ledger.journal where kind = 'fund'"
        before = count(db, journals)
        with (
            serving("ours", gunicorn(), "/version", DATABASE_URL=target),
            working(target, double),
        ):
            told = stormed(lines, OFFERED, 64)
            answered = time.monotonic()
            waiting = "select count(*) = 0 from stripe.event where state = 'RECEIVED'"
            until(db, waiting, "the storm")
            drained_in = time.monotonic() - answered
        effects = count(db, journals) - before
    statuses = told["statuses"]
    if statuses.pop("200") != len(lines) or set(statuses) - {"500"}:
        sys.exit(f"bench: the storm was answered {told['statuses']}")
    if effects != facts:
        sys.exit(f"bench: the storm of {facts} payments had {effects} effects")
    return {
        "offered": told["offered"],
        "storm p95": told["p95"],
        "storm answered": len(lines) / told["seconds"],
        "storm drained in": drained_in,
        "facts": facts,
        "storm refused": statuses.get("500", 0),
    }


def rush(target: str) -> dict[str, float]:
    """Two hundred clients release at once, a task each time, at a flush of one millisecond."""
    pgbench(target, "done.sql", 8, 0, GENERIC, times=RELEASES // 8)
    with psycopg.connect(target, autocommit=True) as db:
        tasks = db.execute(
            "delete from bench.waiting where kind = 'release' returning poster, task"
        ).fetchall()
        lines = [
            {
                "path": "/v1/task.complete",
                "headers": {
                    "Authorization": "Bearer "
                    + local_token(KEY, f"bench:{poster}", f"{poster}@bench.test"),
                    "Idempotency-Key": uuid4().hex,
                },
                "body": json.dumps({"task_id": str(task)}),
            }
            for poster, task in tasks
        ]
        slow(db, is_slow=True)
        try:
            with serving("ours", gunicorn(), "/version", DATABASE_URL=target):
                told = stormed(lines, 0, CLIENTS)
        finally:
            slow(db, is_slow=False)
    statuses = told["statuses"]
    if statuses.pop("200") != len(lines) or set(statuses) - {"503"}:
        sys.exit(f"bench: the releases were answered {told['statuses']}")
    return {
        "rush": len(lines) / told["seconds"],
        "rush p95": told["p95"],
        "rush refused": statuses.get("503", 0),
    }


def slow(db: psycopg.Connection[Any], *, is_slow: bool) -> None:
    """Every connection from now on flushes as slowly as a cloud volume, or as it does."""
    for setting, value in (("commit_delay", "1000"), ("commit_siblings", "0")):
        end = sql.SQL("set {} = {}") if is_slow else sql.SQL("reset {}")
        parts = [sql.Identifier(setting), sql.Literal(value)][: 2 if is_slow else 1]
        db.execute(sql.SQL("alter database {} ").format(sql.Identifier(NAME)) + end.format(*parts))


def measure(databases: Databases, seconds: int, rounds: int) -> list[dict[str, object]]:
    """Rounds of all rows, interleaved with their floors; printed and returned."""
    found = []
    floor = databases.floor()
    with StripeDouble() as double:
        target = prepare(databases, double)
        for _ in range(rounds):
            with psycopg.connect(target, autocommit=True) as db:
                db.execute(
                    "insert into bench.charged (intent)"
                    f" select 'pi_' || gen_random_uuid() from generate_series(1, {ALONE})".encode()
                )
            pgbench(target, "released.sql", 8, 0, GENERIC, times=ALONE // 8)
            figures = {
                "floor": pgbench(floor, None, 8, seconds, GENERIC),
                "drained alone": drained_alone(target),
                "drained": drained(target, double),
                "slow floor": pgbench(floor, None, 16, seconds, SLOW_FLUSH),
                **rush(target),
                **storm(target, double, seconds),
            }
            found.append(figures)
    lines = report(found, TABLE)
    medians = {name: statistics.median(r[name] for r in found) for name in found[0]}
    refused = f"{medians['rush refused']:.0f} answers were: overloaded, come again"
    print(f"{'the same, p95 of a release':<42}{medians['rush p95']:>10.0f}  ms       {refused}")
    good = "met" if medians["storm p95"] <= 50 else "MISSED"
    print(
        f"{'webhook storm, offered':<42}{medians['offered']:>10.0f}  /s      "
        f" answered {medians['storm answered']:.0f}/s, p95 {medians['storm p95']:.0f} ms"
        f" ≤ 50 ms {good}"
    )
    print(
        f"{'its payments, each funded once':<42}{medians['facts']:>10.0f}          "
        f" {DUPLICATES:.0%} more duplicates, shuffled; the last {medians['storm drained in']:.1f} s"
        f" after the last answer; {medians['storm refused']:.0f} times told to come again"
    )
    lines.append({"figure": "storm and rush", "value": medians})
    return lines
