"""What scripts/bench measures with: databases of its own, pgbench, servers, and how it reports."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import requests
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "tests/bench"
GENERIC = "-c plan_cache_mode=force_generic_plan"
# A flush of one millisecond, as a cloud volume has.
SLOW_FLUSH = GENERIC + " -c commit_delay=1000 -c commit_siblings=0"


PORTS = {"ours": 29411, "plain": 29412, "postgraphile": 29413, "jobs": 29414}
# Commands without a door: nobody waits until they answer.
DOORLESS = ("jobs",)
KEY, WEBHOOK_SECRET = "bench-signing-key-0123456789abcdef0123456789", "whsec_local_bench_0123456789"


def url(name: str) -> str:
    """Connection string of a database of the cluster."""
    return subprocess.run(
        [ROOT / "scripts/cluster", "url", name], check=True, capture_output=True, text=True
    ).stdout.strip()


class Databases:
    """The bench's own databases."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def make(self, name: str, template: str = "template0") -> str:
        """Create one anew; returns its URL."""
        with psycopg.connect(url("postgres"), autocommit=True) as server:
            drop = sql.SQL("drop database if exists {} with (force)")
            server.execute(drop.format(sql.Identifier(name)))
            server.execute(
                sql.SQL("create database {} template {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        self.names.append(name)
        return url(name)

    def floor(self) -> str:
        """The database of the commit floor."""
        floor = self.make("hustlexp_bench_floor")
        subprocess.run(
            ["/usr/lib/postgresql/15/bin/pgbench", "-i", "-q", "-s", "10", floor],
            check=True,
            capture_output=True,
        )
        return floor

    def drop(self) -> None:
        """Drop them all."""
        with psycopg.connect(url("postgres"), autocommit=True) as server:
            for name in self.names:
                server.execute(
                    sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
                )


def pgbench(
    target: str,
    script: str | None,
    clients: int,
    seconds: int,
    options: str,
    *,
    times: int = 0,
    variables: dict[str, int] | None = None,
) -> float:
    """Transactions (of a script: runs) a second, for so long or, of each client, so many times."""
    what = ["-N"] if script is None else ["-f", str(BENCH / script)]
    what += [f"-D{name}={value}" for name, value in (variables or {}).items()]
    done = subprocess.run(
        ["/usr/lib/postgresql/15/bin/pgbench", "-n", "-M", "prepared", *what, "-c", str(clients),
         "-j", "2", *(["-t", str(times)] if times else ["-T", str(seconds)]), target],
        check=False,
        env={**os.environ, "PGOPTIONS": options},
        capture_output=True,
        text=True,
    )  # fmt: skip
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or not found:
        sys.exit(f"pgbench {script}: {done.stdout}{done.stderr}")
    return float(found[1])


@contextmanager
def serving(name: str, command: list[str], path: str, **settings: str) -> Iterator[None]:
    """A process of the benchmark; a server is up when `path` answers at all."""
    port = PORTS[name]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HX_PORT": str(port),
        "HX_LOG_LEVEL": "info",
        "HX_LOCAL_SIGNING_KEY": KEY,
        "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        **settings,
    }
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(0 if name in DOORLESS else 200):
                try:
                    requests.get(f"http://127.0.0.1:{port}{path}", timeout=2)
                    break
                except requests.RequestException:
                    time.sleep(0.1)
                if process.poll() is not None:
                    log.seek(0)
                    sys.exit(f"{name}: {log.read().decode()[-2000:]}")
            yield
        finally:
            process.terminate()
            process.wait(40)


def gunicorn(application: str | None = None) -> list[str]:
    """gunicorn as we run it, for our application or another."""
    command = [str(Path(sys.executable).parent / "gunicorn"), "-c", "python:web.gunicorn_conf"]
    return [*command, application] if application else command


def report(
    rounds: list[dict[str, float]],
    table: list[tuple[str, str, str, str, float | None]],
) -> list[dict[str, object]]:
    """Medians of figures and of their ratios within a round."""
    lines = []
    print(f"{'figure':<42}{'median':>10}  {'unit':<8}{'ratio':>8}  target")
    for figure, unit, top, bottom, target in table:
        value = statistics.median(r[top] for r in rounds)
        ratio = statistics.median(r[top] / r[bottom] for r in rounds)
        verdict = "" if target is None else f"≥ {target} {'met' if ratio >= target else 'MISSED'}"
        print(f"{figure:<42}{value:>10.0f}  {unit:<8}{ratio:>8.3f}  {verdict}")
        lines.append({"figure": figure, "value": value, "ratio": ratio, "target": target})
    return lines
