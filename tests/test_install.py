"""The installer installs, and takes nothing away."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APT = '#!/bin/sh\n[ "$1" != download ] || : >prometheus_1.deb\n'
DEB = """#!/bin/sh
mkdir -p /tmp/$$/usr/bin && : >/tmp/$$/usr/bin/promtool
tar -c -C /tmp/$$ ./usr
rm -r /tmp/$$
"""


def stamped(file: Path, stamp: Path) -> None:
    """A list of packages, and the mark that they are installed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{}")
    stamp.parent.mkdir(parents=True)
    stamp.write_text(hashlib.sha256(b"{}").hexdigest())


def test_what_it_fetched_is_put_away_alone(tmp_path: Path) -> None:
    """Promtool is fetched into a folder that goes; the checkout's own folders stay."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/install", tmp_path / "scripts/install")
    stamped(tmp_path / "requirements.txt", tmp_path / ".venv/stamp")
    (tmp_path / ".venv/bin").mkdir()
    for folder in ("web", "tests/trpc"):
        stamped(tmp_path / folder / "package-lock.json", tmp_path / folder / "node_modules/stamp")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in (("apt-get", APT), ("dpkg-deb", DEB)):
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    path = f"{tools}:{os.environ['PATH']}"
    subprocess.run([tmp_path / "scripts/install"], env={**os.environ, "PATH": path}, check=True)
    assert (tmp_path / ".venv/bin/promtool").exists()
    assert (tmp_path / "web/package-lock.json").exists()
    assert (tmp_path / "tests/trpc/package-lock.json").exists()
