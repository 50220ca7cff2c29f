"""A copy of the files that a test may edit, with the scripts that turn them into a database."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
BIN = Path("/usr/lib/postgresql/15/bin")


class Files:
    """A copy of the files that may be edited, and the database that they make."""

    def __init__(self, root: Path, url: str) -> None:
        self.root, self.url = root, url
        for part in ("db", "seeds"):
            shutil.copytree(ROOT / part, root / part)
        (root / "scripts").mkdir()
        for path in (ROOT / "scripts").iterdir():
            if path.is_file():
                shutil.copy(path, root / "scripts" / path.name)
        # One cluster serves all copies.
        cluster = f'#!/bin/sh\nexec "{ROOT}/scripts/cluster" "$@"\n'
        (root / "scripts/cluster").write_text(cluster, encoding="utf-8")

    def with_services(self) -> Files:
        """The same with web, workers and what all of it runs on, so that it can be served."""
        for part in ("web", "jobs"):
            shutil.copytree(ROOT / part, self.root / part, ignore=lambda *_: ["node_modules"])
        (self.root / ".venv").symlink_to(sys.prefix)
        return self

    def apply(self, *options: str, good: bool = True, environment: str = "local") -> str:
        """Run the loader; returns what it said."""
        ran = subprocess.run(
            [sys.executable, self.root / "scripts/apply", "--url", self.url, *options],
            check=False,
            env={**os.environ, "HX_ENV": environment},
            capture_output=True,
            text=True,
        )
        assert (ran.returncode == 0) == good, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    def begin(self, *options: str) -> subprocess.Popen[str]:
        """Start the loader beside what the test does."""
        return subprocess.Popen(
            [sys.executable, self.root / "scripts/apply", "--url", self.url, *options],
            env={**os.environ, "HX_ENV": "local"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, script: str, *arguments: str, good: bool = True) -> str:
        """Run another of the scripts; returns what it said."""
        ran = subprocess.run(
            [sys.executable, self.root / "scripts" / script, *arguments],
            check=False,
            capture_output=True,
            text=True,
        )
        assert (ran.returncode == 0) == good, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    def migration(self, name: str, text: str) -> None:
        """Write a file of db/migrations."""
        (self.root / f"db/migrations/{name}.sql").write_text(text, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace text in a file."""
        file = self.root / path
        before = file.read_text(encoding="utf-8")
        assert old in before
        file.write_text(before.replace(old, new), encoding="utf-8")

    def shape(self) -> list[str]:
        """The whole database as sorted lines: schema, grants, comments and law."""
        options = ["-d", self.url, "--exclude-schema=tap", "--exclude-schema=support"]
        law = [f"--table=core.{t}" for t in ("error", "constraint_error", "state", "transition")]
        dumps = [
            subprocess.run(
                [BIN / "pg_dump", *options, *more], check=True, capture_output=True, text=True
            ).stdout
            for more in (["-s"], ["-a", *law])
        ]
        lines = "".join(dumps).splitlines()
        return sorted(line for line in lines if not re.match(r"\\(un)?restrict", line))

    @property
    def name(self) -> str:
        """The database's name."""
        return str(psycopg.conninfo.conninfo_to_dict(self.url)["dbname"])

    def ask(self, query: str) -> str:
        """The first column of the first row as text."""
        with psycopg.connect(self.url, autocommit=True) as db:
            row = db.execute(query.encode()).fetchone()
        return str(row[0]) if row else ""
