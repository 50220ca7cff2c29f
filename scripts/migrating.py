"""The numbered migrations of `db/migrations`: read, checked against `core.migration`, applied.

`NNNN_name.sql` is applied before the code, in one transaction. `NNNN_name.backfill.sql` is one
statement that is repeated, each time in a transaction of its own, until it changes no row; an
interrupted one goes on where it was. `NNNN_name.post.sql` follows it, in one transaction. Both come
after the code, or before the next migration: they need no function but the early ones.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import psycopg

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = ROOT / "db/migrations"
FILE = re.compile(r"(\d{4})_([a-z][a-z0-9_]*)(?:\.(backfill|post))?\.sql")
PARTS = ("main", "backfill", "post")

Connection = psycopg.Connection[tuple[object, ...]]
# Somebody holds a lock that is needed: nothing was done, and it is tried again.
BUSY = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)


class Part(NamedTuple):
    """One file of a migration."""

    version: int
    place: int
    name: str
    path: Path

    @property
    def part(self) -> str:
        """Which of PARTS it is."""
        return PARTS[self.place]

    @property
    def checksum(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    @property
    def text(self) -> str:
        """Its SQL."""
        return self.path.read_text(encoding="utf-8")

    def __str__(self) -> str:
        """The file as it is named to people."""
        return str(self.path.relative_to(ROOT))


def parts() -> list[Part]:
    """All files in order; numbers have no gap and no twin."""
    found: list[Part] = []
    for path in sorted(MIGRATIONS.glob("*")):
        match = FILE.fullmatch(path.name)
        if not match:
            sys.exit(f"{path.relative_to(ROOT)}: not named as NNNN_name[.backfill|.post].sql")
        number, name, part = match.groups()
        found.append(Part(int(number), PARTS.index(part or "main"), name, path))
    found.sort()
    names: dict[int, str] = {}
    for part_of in found:
        if names.setdefault(part_of.version, part_of.name) != part_of.name:
            sys.exit(f"{part_of}: its number is taken by {names[part_of.version]}; renumber one")
    mains = [p.version for p in found if p.place == 0]
    if mains != list(range(1, len(names) + 1)):
        sys.exit(f"db/migrations: numbers run from 0001 without a gap, but here {mains}")
    return found


def pending(db: Connection) -> list[Part]:
    """Files that this database has not had; what it had must be there as it was."""
    have = db.execute("select to_regclass('core.migration') is not null").fetchone()
    if not have or not have[0]:
        sys.exit("This database is older than the first migration: make reset")
    files = {(p.version, p.part): p for p in parts()}
    known = {
        (int(str(version)), str(part)): (str(name), str(checksum))
        for version, part, name, checksum in db.execute(
            "select version, part, name, checksum from core.migration order by version"
        )
    }
    for key, (name, checksum) in known.items():
        word = f"migration {key[0]:04d}_{name} ({key[1]})"
        if key not in files:
            sys.exit(f"{word} was applied here, but its file is missing")
        if files[key].name != name or files[key].checksum != checksum:
            sys.exit(f"{files[key]} was changed after it was applied here as {word}")
    left = [p for key, p in files.items() if key not in known]
    newest = max((version for version, _ in known), default=0)
    for part in left:
        if part.version < newest:
            sys.exit(f"{part} was never applied here, but a later one was: renumber it")
    return left


def record(db: Connection, part: Part, seconds: float = 0) -> None:
    """Keep that a file was applied, how it read and how long it took."""
    db.execute(
        "insert into core.migration (version, part, name, checksum, duration_ms)"
        " values (%s, %s, %s, %s, %s)",
        (part.version, part.part, part.name, part.checksum, round(seconds * 1000)),
    )


def run(db: Connection, part: Part) -> int:
    """Run one file; returns how many rows it changed. An error names file and line."""
    try:
        return db.execute(part.text.encode()).rowcount
    except BUSY:
        raise
    except psycopg.Error as error:
        where = error.diag.statement_position
        line = part.text[: int(where)].count("\n") + 1 if where else "?"
        sys.exit(f"{part}:{line}: {error}")


Patience = Callable[[str, Callable[[], int]], int]


def apply(
    db: Connection,
    part: Part,
    patiently: Patience,
    begin: Callable[[], None],
    finish: Callable[[], None],
) -> None:
    """Apply one file and record it; `begin` and `finish` are the first and last of its transaction,
    with what a migration needs and owes.
    """
    begun = monotonic()
    if part.part == "backfill":
        done = 0
        while changed := patiently(str(part), lambda: batch(db, part)):
            done += changed
            print(f"{part}: {done} rows", flush=True)
        with db.transaction():
            record(db, part, monotonic() - begun)
    else:

        def once() -> int:
            with db.transaction():
                begin()
                run(db, part)
                finish()
                record(db, part, monotonic() - begun)
            return 0

        patiently(str(part), once)
    print(f"applied {part}", flush=True)


def batch(db: Connection, part: Part) -> int:
    """One batch of a back-fill, committed."""
    with db.transaction():
        return run(db, part)
