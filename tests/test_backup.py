"""Backups are restored: to a time between two acts, in the place of a cluster that is gone, and
without any money leaving twice although Stripe went on.

Source: DEP-36 DEP-37 DRH-003 DRH-007 DRH-008 DRH-012 DRH-030 TST-49.
"""

from __future__ import annotations

import getpass
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from cluster import Server, throw_away
from house import ROOT, House, wait_until
from payments import Market
from stage import Stage

DAY = 86_400


class Kept(Server):
    """A cluster with a folder of backups."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.environment = {**server.environment, "HX_BACKUPS": str(folder)}
        self.home = Path(self.environment["HX_CLUSTER"])

    def run(self, script: str, *arguments: str, **more: str) -> str:
        """What scripts/backup or scripts/restore tells."""
        done = subprocess.run(
            [ROOT / "scripts" / script, *arguments],
            env={**self.environment, **more},
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def ask(self, query: str) -> str:
        """One value of the database as it is now."""
        with psycopg.connect(self.do("url"), autocommit=True) as db:
            row = db.execute(query.encode()).fetchone()
        return str(row[0]) if row else ""

    def archived(self) -> None:
        """Wait until all that was written is in the archive."""
        name = self.ask("select pg_walfile_name(pg_switch_wal())")
        wait_until(lambda: self.ask("select last_archived_wal from pg_stat_archiver") >= name)

    def destroy(self) -> None:
        """The machine is gone, with all but its backups."""
        self.do("crash")
        shutil.rmtree(self.home)


@pytest.fixture
def kept() -> Iterator[Kept]:
    """A running cluster of the test's own."""
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="hx-backups-"))
    folder.chmod(0o755)
    try:
        with throw_away() as server:
            yield Kept(server, folder / "kept")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def post(stage: Stage) -> str:
    """A poster who has posted; the task."""
    return stage.post(stage.person())


def seconds(told: str, name: str) -> float:
    """A figure that a restore tells."""
    found = re.search(rf"^{name}\s+(?:at most )?([0-9.]+) s$", told, re.M)
    assert found, told
    return float(found[1])


def test_to_a_time_between_two_acts(kept: Kept) -> None:
    """What was before it is there, what came after it is not; beside the cluster that goes on."""
    stage = Stage(kept.do("url"))
    before_backup = post(stage)
    made = kept.run("backup")
    assert re.search(r"^kept +1 base backups", made, re.M)
    before = post(stage)
    time.sleep(0.05)
    between = str(stage.one("select clock_timestamp()"))
    time.sleep(0.05)
    after = post(stage)
    kept.archived()
    there = "select string_agg(id::text, ' ' order by id) from task.task where id in ('{}')"
    ids = sorted([before_backup, before, after])
    query = there.format("', '".join(ids))

    told = kept.run("restore", between)
    assert "0 violations" in told and "0 broken" in told and "as asked for" in told
    restored = Kept(kept, Path(kept.environment["HX_BACKUPS"]))
    restored.environment["HX_CLUSTER"] = f"{kept.home}-restored"
    try:
        assert restored.ask(query) == " ".join(sorted([before_backup, before]))
        frozen = "select count(*) from core.freeze where reason like 'restored to %'"
        assert (restored.ask(frozen), kept.ask(frozen)) == ("4", "0")
        assert restored.ask("select pg_is_in_recovery()") == "False"
        # Never over one that is there.
        with pytest.raises(AssertionError, match="is there already"):
            kept.run("restore")
    finally:
        restored.do("remove")

    # The last that was archived has all; what it measured is within the targets, and recorded.
    told = kept.run("restore", DRILL="1")
    assert seconds(told, "RTO") < 15 * 60 and seconds(told, "RPO") < 5 * 60
    assert not Path(f"{kept.home}-restored").exists()
    assert kept.ask(query) == " ".join(ids)
    shown = (
        "select string_agg(r.verdict, ' ') from audit.readiness() as r"
        " where r.item in ('backup_was_restored', 'backups_are_made')"
    )
    assert kept.ask(shown) == "PASS PASS"
    drills = "select count(*) from audit.restore where is_drill and violations = 0"
    assert kept.ask(drills) == "2"
    stage.db.close()


def test_a_broken_backup_is_not_restored(kept: Kept) -> None:
    """A bit that rotted in it is found before anything is made of it; too early a time as well."""
    told = kept.run("backup")
    found = re.search(r"^backup +(\S+)$", told, re.M)
    assert found
    with pytest.raises(AssertionError, match=r"no base backup in .* that ended before"):
        kept.run("restore", "2020-01-01 00:00 UTC")
    file = Path(found[1]) / "global/pg_filenode.map"
    whole = bytearray(file.read_bytes())
    whole[100] ^= 1
    file.write_bytes(whole)
    with pytest.raises(AssertionError, match="checksum mismatch"):
        kept.run("restore")
    assert not Path(f"{kept.home}-restored").exists()


def test_old_backups_go(kept: Kept) -> None:
    """Seven days are kept and the newest before them; the log from the oldest of these on."""
    base = Path(re.findall(r"^backup +(\S+)$", kept.run("backup"), re.M)[0]).parent
    (first,) = base.iterdir()
    ages = {"20200101T000000Z": "gone", "20200102T000000Z": "stays"}
    for label in ages:
        kept.do("as", "cp", "-a", str(first), str(base / label))
    kept.archived()
    time.sleep(1)
    kept.run("backup")
    labels = sorted(path.name for path in base.iterdir())
    assert labels[0] == "20200102T000000Z" and len(labels) == 3
    start = re.findall(r"\(file (\w+)\)", (first / "backup_label").read_text())[0]
    logs = sorted(path.name for path in (base.parent / "log").glob("*.gz"))
    segments = [name.removesuffix(".gz") for name in logs if name.count(".") == 1]
    assert segments[0] == start


def test_the_cluster_is_gone_and_nothing_is_paid_twice(kept: Kept, tmp_path: Path) -> None:
    """Backup, money moves, the machine is lost, restore: Stripe has done more than the books know.

    One transfer was ordered before the restored time and sent after it, one was ordered and sent
    after it, as was a refund; one had been settled before. A day later, when Stripe remembers no
    key any more, all of it goes on: each worker is paid once, and the poster refunded once.
    """
    with Market(kept.do("url"), tmp_path) as market:
        kinds = ("transfer", "transfer", "transfer", "refund")
        made = market.prepared([(kind, "") for kind in kinds])
        settled, waiting, ordered, refunded = made
        market.order([settled])
        wait_until(lambda: market.settled("transfer") == {settled.escrow})
        kept.run("backup")
        market.stage.admin("select admin.freeze('TRANSFERS', 'so that it waits')")
        market.order([waiting])
        time.sleep(0.05)
        then = str(market.stage.one("select clock_timestamp()"))
        time.sleep(0.05)
        market.stage.admin("select admin.thaw('TRANSFERS', 'and goes')")
        market.order([ordered, refunded])
        everyone = {settled.escrow, waiting.escrow, ordered.escrow}
        wait_until(lambda: market.settled("transfer") == everyone, 90)
        wait_until(lambda: market.settled("refund") == {refunded.escrow}, 90)
        kept.archived()
        market.house.stop()
        market.stage.db.close()
        kept.destroy()
        assert not kept.home.exists()

        told = kept.run("restore", then)
        assert "0 violations" in told and "1 settlements are looked up" in told
        # Stripe remembers a key for a day; the clock of the house goes on as well.
        market.double.order("clock", advance=DAY + 60)
        url = kept.do("url")
        market.url, market.stage = url, Stage(url)
        market.stage.wait(market.seconds + DAY + 60)
        house = House(url, tmp_path, jobs=True, STRIPE_API_BASE=market.double.url,
                      HX_JOB_POLL_SECONDS="0.1", HX_WEB_WORKERS="1")  # fmt: skip
        market.house = house
        # Frozen, and yet it is known what was sent.
        wait_until(lambda: market.settled("transfer") == {settled.escrow, waiting.escrow}, 90)
        house.as_job(
            "select core.defer('stripe:poll', 'stripe_poll',"
            " jsonb_build_object('timestamp', 1), 'poll')"
        )
        finding = (
            "select string_agg(kind, ' ' order by kind) from audit.finding"
            " where kind in ('transfer_unknown', 'refunded_outside')"
        )
        wait_until(lambda: house.sql(finding) == "refunded_outside transfer_unknown", 90)
        # The poster does once more what he had done; staff lets money go again.
        market.stage.act(ordered.poster, "select task.complete(%s)", ordered.task)
        market.stage.act(refunded.poster, "select task.cancel(%s)", refunded.task)
        for scope in ("FUNDING", "REFUNDS", "REVERSALS", "TRANSFERS"):
            market.stage.admin("select admin.thaw(%s, 'looked through')", scope)
        house.as_job("select core.sweep()")
        time.sleep(3)
        held = "select state || ' ' || due_at from settlement.settlement where escrow_id = %s"
        assert house.sql(held, ordered.escrow) == "PENDING infinity"
        at_stripe = market.at_stripe(made)
        assert [at_stripe[one.escrow] for one in made] == [(1, 0, 8500)] * 3 + [(1, 0, 10000)]
        assert market.stage.text("select count(*) from audit.prove() where violations > 0") == "0"
        # And the archive goes on, on a timeline of its own: what is done now can be restored too.
        kept.archived()
        log = Path(kept.environment["HX_BACKUPS"])
        assert any(path.name.startswith("00000002") for path in log.glob("*/log/*.gz"))
        assert "0 violations" in kept.run("restore", DRILL="1")


def test_an_ordinary_user_can() -> None:
    """PostgreSQL refuses root, so root steps down; whoever is not root stays who he is."""
    home = Path(tempfile.mkdtemp(dir="/tmp", prefix="hx-nobody-"))
    become: list[str] = []
    if os.getuid() == 0:
        shutil.chown(home, "nobody", "nogroup")
        become = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    name = "nobody" if become else getpass.getuser()
    copy = Path(tempfile.mkdtemp(dir="/tmp", prefix="hx-scripts-"))
    copy.chmod(0o755)
    shutil.copytree(ROOT / "scripts", copy / "scripts")
    steps = (
        "scripts/cluster up; psql=$(scripts/cluster url postgres);"
        " psql -Xq \"$psql\" -c 'create database other'; HX_DATABASE=none scripts/backup;"
        " ls -d $HX_BACKUPS/*/base/*Z; stat -c %U $HX_BACKUPS; scripts/cluster remove"
    )
    try:
        done = subprocess.run(
            [*become, "env", f"HOME={home}", f"HX_CLUSTER={home}/pg", f"HX_BACKUPS={home}/kept",
             "bash", "-euc", steps],
            cwd=copy, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert re.search(r"/base/\d{8}T\d{6}Z$", done.stdout, re.M)
        assert done.stdout.rstrip().endswith(name)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(copy, ignore_errors=True)
