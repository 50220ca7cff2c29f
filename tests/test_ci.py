"""The hosted CI runs `.ci/run` and nothing else, with pinned actions. DEP-17 C-34."""

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
