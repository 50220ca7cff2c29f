"""What the house stands on: pinned, and nothing that would be a second engine or store. DBM-05
DBM-26 DEP-20."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Everything that web and jobs import besides Python's own and themselves: no ORM among it, and no
# database but PostgreSQL's own driver.
ALLOWED = {
    *("flask", "flask_cors", "flask_wtf", "markupsafe", "werkzeug", "gunicorn", "orjson"),
    *("jsonschema_rs", "pydantic"),
    *("psycopg", "psycopg_pool", "procrastinate", "prometheus_client", "structlog"),
    *("firebase_admin", "google", "jwt", "cachetools", "stripe"),
}


def imported(path: Path) -> set[str]:
    """The top-level packages that a file names, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_no_orm_and_no_other_store() -> None:
    """The engine is PostgreSQL, and it is spoken to by its driver."""
    files = [*(ROOT / "web").rglob("*.py"), *(ROOT / "jobs").glob("*.py")]
    files = [path for path in files if "node_modules" not in path.parts]
    assert len(files) > 20
    ours = set(sys.stdlib_module_names) | {"web", "jobs"}
    caches = [ROOT / "web" / "cache.py", ROOT / "jobs" / "cache.py"]
    others = {name for path in files if path not in caches for name in imported(path)} - ours
    assert others <= ALLOWED, others - ALLOWED
    # Copies of answers, which nothing needs, stand in one room of each.
    assert {name for path in caches for name in imported(path)} - ours - ALLOWED == {"redis"}
    assert "psycopg" in others


def test_every_package_is_pinned() -> None:
    """One version each, and lock files of what npm installs."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").split()
    assert len(lines) > 20
    pin = re.compile(r"[A-Za-z0-9_-]+(\[[a-z,]+\])?==[0-9][0-9A-Za-z.]*")
    assert [line for line in lines if not pin.fullmatch(line)] == []
    packages = [
        path
        for top in ("web", "tests")
        for path in (ROOT / top).glob("**/package.json")
        if "node_modules" not in path.parts
    ]
    assert len(packages) >= 4
    for package in packages:
        folder = package.parent
        locks = [folder / "package-lock.json", folder.parent / "package-lock.json"]
        assert any(lock.exists() for lock in locks), package
