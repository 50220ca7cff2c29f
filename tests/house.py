"""A house of a test's own: web and workers as real processes over a clone of the database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import requests

from clones import with_part
from web.identity import local_token

ROOT = Path(__file__).resolve().parent.parent
KEY = "test-signing-key-of-a-local-issuer-0123456789"
SESSION_KEY = "test-session-key-of-the-console-0123456789"
WEBHOOK_SECRET = "whsec_local_test_0123456789abcdef"
CONNECT_SECRET = "whsec_local_test_connect_0123456789"
VERIFICATION_SECRET = "whsec_local_test_verification_01234"
STRIPE_KEY = "sk_test_local_0123456789"
NOBODY = "http://127.0.0.1:9"  # refuses every connection: Stripe is down unless a test has a double
PATIENCE = 30
WORKERS = [sys.executable, "-m", "jobs"]


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until something holds; fail when it never does."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def environment(url: str, port: int, root: Path = ROOT, **more: str) -> dict[str, str]:
    """The settings of a house; nothing of the developer's own environment but the path."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(root),
        "DATABASE_URL": url,
        "HX_PORT": str(port),
        "HX_WEB_WORKERS": "2",
        "HX_LOCAL_SIGNING_KEY": KEY,
        "HX_SESSION_KEY": SESSION_KEY,
        "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "STRIPE_CONNECT_WEBHOOK_SECRET": CONNECT_SECRET,
        "VERIFICATION_WEBHOOK_SECRET": VERIFICATION_SECRET,
        "STRIPE_SECRET_KEY": STRIPE_KEY,
        "STRIPE_API_BASE": NOBODY,
        **more,
    }


def lift_limits(url: str) -> None:
    """Raise every limit out of a test's way, before a house over that database is started."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("update core.rate_limit set allowed = 1000000, updated_at = now()")
        db.execute("update city.rule set disputes_a_day = 1000000, updated_at = now()")


class House:
    """Web and, where wanted, workers; `url` is the database's connection string. They run what
    stands in a folder: this one, or a copy.
    """

    def __init__(
        self, url: str, log: Path, *, jobs: bool = False, root: Path = ROOT, **more: str
    ) -> None:
        self.database = url
        self.root = root
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.environment = environment(url, self.port, root, **more)
        self.log = log
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.start_web()
        if jobs:
            self.start_jobs()
        self.wait_live()

    def start(self, name: str, command: list[str]) -> None:
        """Start a process of the house in a session of its own."""
        with (self.log / f"{name}.log").open("ab") as out:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=self.root,
                env=self.environment,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def start_web(self) -> None:
        """Start the web server as `scripts/serve` does."""
        gunicorn = str(Path(sys.executable).parent / "gunicorn")
        self.start("web", [gunicorn, "-c", "python:web.gunicorn_conf"])

    def start_jobs(self) -> None:
        """Start the workers with the relay."""
        self.start("jobs", WORKERS)

    def wait_live(self) -> None:
        """Until the web process serves its contract."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.base_url}/version", timeout=2).status_code == 200:
                    return
            except requests.RequestException:
                assert self.processes["web"].poll() is None, self.tail("web")
            time.sleep(0.05)
        raise AssertionError(self.tail("web"))

    def tail(self, name: str) -> str:
        """The end of a process's log."""
        return (self.log / f"{name}.log").read_text(encoding="utf-8")[-4000:]

    def kill(self, name: str, how: int = signal.SIGKILL) -> None:
        """Signal a whole process group."""
        os.killpg(self.processes[name].pid, how)

    def stop(self) -> None:
        """End everything at once."""
        for name, process in self.processes.items():
            if process.poll() is None:
                self.kill(name)
                process.wait(10)

    def person(self, name: str | None) -> Person:
        """Somebody with a token (None: nobody), registered or not."""
        return Person(self, name)

    def registered(self, name: str) -> Person:
        """Somebody with an account, onboarded."""
        person = Person(self, name)
        answer = person.post(
            "account.register",
            {
                "full_name": "Test Person",
                "birth_date": "1990-01-01",
                "accepted_terms_version": "2026-01",
            },
        )
        assert answer.status_code == 200, answer.text
        self.onboard(name)
        return person

    def onboard(self, name: str) -> None:
        """Let somebody say that he both posts and works."""
        self.sql("select support.onboard(%s)", f"{name}@example.test")

    def token(self, name: str) -> str:
        """A token of the local issuer for name@example.test."""
        return local_token(KEY, f"test:{name}", f"{name}@example.test")

    def sql(self, statement: str, *arguments: object) -> Any:
        """One statement as superuser; its first column of its first row."""
        with psycopg.connect(self.database, autocommit=True) as db:
            cursor = db.execute(statement.encode(), arguments or None)
            row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    def as_job(self, statement: str, *arguments: object) -> Any:
        """One statement as the workers' role."""
        with psycopg.connect(with_part(self.database, user="hx_job"), autocommit=True) as db:
            row = db.execute(statement.encode(), arguments or None).fetchone()
        return row[0] if row else None

    def prove(self) -> None:
        """Every invariant holds over the data as it stands."""
        with psycopg.connect(self.database, autocommit=True) as db:
            verdicts = db.execute("select invariant, violations from audit.prove()").fetchall()
        assert len(verdicts) > 10
        assert [row for row in verdicts if row[1]] == []


class Person:
    """Somebody who calls over HTTP."""

    def __init__(self, house: House, name: str | None) -> None:
        self.house = house
        self.http = requests.Session()
        if name is not None:
            self.http.headers["Authorization"] = f"Bearer {house.token(name)}"

    def get(self, procedure: str, **arguments: Any) -> requests.Response:
        """Ask a query."""
        return self.http.get(
            f"{self.house.base_url}/v1/{procedure}", params=arguments, timeout=PATIENCE
        )

    def post(
        self, procedure: str, arguments: Any = None, key: str | None = None, **headers: str
    ) -> requests.Response:
        """Call a mutation under a key, a new one where none is given; "" sends no key."""
        if key != "":
            headers["Idempotency-Key"] = key or uuid4().hex
        return self.http.post(
            f"{self.house.base_url}/v1/{procedure}",
            json=arguments if arguments is not None else {},
            headers=headers,
            timeout=PATIENCE,
        )


def code(answer: requests.Response) -> str:
    """The HX code of an answer; empty where it was a success."""
    envelope = answer.json()
    assert envelope["success"] is (answer.status_code == 200)
    assert set(envelope["meta"]) == {"request_id", "timestamp", "version"}
    return "" if envelope["success"] else str(envelope["error"]["code"])
