"""A throw-away cluster, for tests that stop or break the server itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Server:
    """A throw-away cluster."""

    def __init__(self, home: str) -> None:
        self.environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        self.environment["HX_CLUSTER"] = home

    def do(self, *arguments: str) -> str:
        """scripts/cluster on it."""
        return subprocess.run(
            [ROOT / "scripts/cluster", *arguments],
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout.strip()


@contextmanager
def throw_away() -> Iterator[Server]:
    """A running cluster with the database in it, removed at the end."""
    place = tempfile.mkdtemp(dir="/tmp", prefix="hx-crash-")
    Path(place).chmod(0o755)
    made = Server(f"{place}/pg")
    try:
        made.do("up")
        subprocess.run(
            [sys.executable, ROOT / "scripts/apply", "--url", made.do("url"), "--fresh",
             "--test-support"],
            check=True,
        )  # fmt: skip
        yield made
    finally:
        made.do("remove")
        shutil.rmtree(place, ignore_errors=True)
