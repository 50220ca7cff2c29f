"""What scripts/bench measures of the console: its pages beside a hundred thousand tasks."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time

import psycopg
import requests

from benching import BENCH, GENERIC, KEY, PORTS, ROOT, Databases, gunicorn, pgbench, serving
from web.identity import local_token

TASKS, LIVES, CLIENTS = 100_000, 2_000, 8
LOOKS, FEW = 60, 5
SESSION_KEY = "bench-session-key-0123456789abcdef0123456789"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PAGE = re.compile(r'<a href="(/console/[a-z]+)" data-key')


def prepare(databases: Databases) -> str:
    """A database with so many tasks, some of which had their whole life; returns its URL."""
    ours = databases.make("hustlexp_bench_console")
    subprocess.run(
        [sys.executable, ROOT / "scripts/apply", "--url", ours, "--fresh", "--test-support"],
        check=True,
    )
    with psycopg.connect(ours, autocommit=True) as db:
        db.execute((BENCH / "setup.sql").read_bytes())
        db.execute("update city.rule set new_poster_cap_cents = 1000000")
        db.execute("update core.rate_limit set allowed = 1000000")
        db.execute("vacuum analyze")
    pgbench(ours, "life.sql", CLIENTS, 0, GENERIC, times=LIVES // CLIENTS)
    pgbench(ours, "posted.sql", CLIENTS, 0, GENERIC, times=(TASKS - LIVES) // CLIENTS)
    with psycopg.connect(ours, autocommit=True) as db:
        db.execute("vacuum analyze")
    return ours


def measure(databases: Databases) -> list[dict[str, object]]:
    """Every page of the menu, and the pages about a task and a person, one reader at a time."""
    target = prepare(databases)
    with psycopg.connect(target) as db:
        ended = "select t.id, t.worker_id from task.task as t where t.state = 'COMPLETED' limit 1"
        task, worker = db.execute(ended).fetchone() or ("", "")
    base = f"http://127.0.0.1:{PORTS['ours']}"
    lines: list[dict[str, object]] = []
    print(f"{'console, ' + str(TASKS) + ' tasks':<42}{'median':>10}{'p95':>10}  ms")
    with (
        serving(
            "ours", gunicorn(), "/health/live", DATABASE_URL=target, HX_SESSION_KEY=SESSION_KEY
        ),
        requests.Session() as reader,
    ):
        door = f"{base}/console/sign-in"
        form = TOKEN.search(reader.get(door, timeout=10).text)
        token = local_token(KEY, "seed:admin", "admin@example.org")
        told = {"token": token, "csrf_token": form[1] if form else ""}
        menu = PAGE.findall(reader.post(door, data=told, timeout=10).text)
        heavy = [f"/console/panel/readiness/audit.{name}" for name in ("readiness", "prove")]
        for path in (*menu, *heavy, f"/console/tasks/{task}", f"/console/people/{worker}"):
            spans = []
            for _ in range(LOOKS if path not in heavy else FEW):
                began = time.perf_counter()
                answer = reader.get(base + path, timeout=30)
                spans.append((time.perf_counter() - began) * 1000)
                if answer.status_code != 200:
                    sys.exit(f"{path}: {answer.status_code}")
            name = path.removeprefix("/console/").partition("/0")[0]
            middle, late = statistics.median(spans), statistics.quantiles(spans, n=20)[18]
            print(f"{'  ' + name:<42}{middle:>10.1f}{late:>10.1f}")
            lines.append({"figure": f"console {name}", "value": middle, "p95": late})
    return lines
