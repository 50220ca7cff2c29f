"""The hosted CI runs `.ci/run` and nothing else, with pinned actions; its stages stop at the first
fault, and nothing in them is skipped. DEP-17 DEP-40 DBM-23 M6 C-34."""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKFLOW = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")


def test_it_calls_the_one_script() -> None:
    """The stages are no second time in the workflow: its last step is the script, which runs."""
    assert WORKFLOW.rstrip().endswith("- run: .ci/run")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert not re.findall(r"\b(pytest|ruff|mypy|pg_prove)\b", WORKFLOW)


def test_nothing_changes_under_it() -> None:
    """Actions are pinned by commit, the image by release; the token can only read."""
    used = re.findall(r"uses: (\S+)", WORKFLOW)
    assert used and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", name) for name in used)
    assert re.findall(r"image: (\S+)", WORKFLOW) == ["debian:12"]
    assert re.search(r"^permissions:\n  contents: read\n\n", WORKFLOW, re.M)


def test_stages_in_their_order() -> None:
    """One command, all the stages, none after one that failed; the schema before its tests."""
    assert "exec make test" in (ROOT / ".ci/run").read_text(encoding="utf-8")
    script = (ROOT / "scripts/test").read_text(encoding="utf-8")
    assert "set -euo pipefail" in script
    stages = re.findall(r"^stage '?(\w+)", script, re.M)
    assert stages == ["install", "lint", "types", "schema", "tests"]
    gate = script.index("scripts/verify-production.sql")
    assert script.index("stage schema") < gate < script.index("stage 'tests")
    assert not re.search(r"\|\| *true\b", script.split("trap drop EXIT")[1])


def test_nothing_is_skipped() -> None:
    """No test says of itself that it need not run, nor that it may fail."""
    skips = re.compile(
        r"\b(pytest\.(skip|xfail|importorskip|mark\.(skip|skipif|xfail))|unittest)\b"
    )
    files = [path for path in (ROOT / "tests").glob("**/*.py") if "node_modules" not in path.parts]
    assert len(files) > 40
    named = {path.name for path in files if skips.search(path.read_text(encoding="utf-8"))}
    assert named <= {"test_ci.py"}
