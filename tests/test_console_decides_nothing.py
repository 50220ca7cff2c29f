"""Nothing in Python decides: no state is named in web, and the console does no sums with money.
ELI-12 ADM-01."""

from __future__ import annotations

import ast
from pathlib import Path

from clones import Connection

ROOT = Path(__file__).resolve().parent.parent


def constants(path: Path) -> set[str]:
    """Texts that a file has, but for what documents it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    }


def test_no_state_is_named(owner: Connection) -> None:
    """What a state means, the database knows; pages show its name, and a style sheet its colour."""
    rows = owner.execute("select distinct state from core.state").fetchall()
    states = {str(row[0]) for row in rows}
    assert len(states) > 30
    files = sorted((ROOT / "web").glob("*.py")) + sorted((ROOT / "web/console").glob("*.py"))
    assert len(files) > 20
    assert [(path.name, named) for path in files if (named := constants(path) & states)] == []
    templates = sorted((ROOT / "web/console/templates").rglob("*.html"))
    assert len(templates) > 15
    tested = [
        (path.name, state)
        for path in templates
        for state in states
        if f'== "{state}"' in path.read_text(encoding="utf-8")
    ]
    assert tested == []


def test_no_sums(owner: Connection) -> None:
    """No file of the console adds or multiplies what is an amount."""
    sums = []
    for path in (ROOT / "web/console").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.BinOp) and "cents" in ast.unparse(node):
                sums.append((path.name, ast.unparse(node)))
    assert sums == []
