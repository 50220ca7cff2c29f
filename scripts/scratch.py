"""Databases that live for one comparison, on the private cluster whatever DATABASE_URL says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

ROOT = Path(__file__).resolve().parent.parent


def cluster(*arguments: str) -> str:
    """scripts/cluster on the private cluster."""
    private = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "HX_ENV")}
    answer = subprocess.check_output([ROOT / "scripts/cluster", *arguments], env=private, text=True)
    return answer.strip()


@contextmanager
def scratch(*options: str) -> Iterator[str]:
    """A database as the loader builds it with these options; dropped at the end."""
    cluster("up")
    name = f"hustlexp_scratch_{uuid4().hex[:12]}"
    url = cluster("url", name)
    loader = [sys.executable, str(ROOT / "scripts/apply"), "--fresh", "--url", url, *options]
    # The scratch is local, whatever the one is that it is compared with.
    local = {**os.environ, "HX_ENV": "local"}
    try:
        built = subprocess.run(loader, check=False, env=local, capture_output=True, text=True)
        if built.returncode:
            sys.exit(f"A scratch database could not be built:\n{built.stdout}{built.stderr}")
        yield url
    finally:
        with psycopg.connect(cluster("url", "postgres"), autocommit=True) as server:
            server.execute(f"drop database if exists {name} with (force)".encode())
