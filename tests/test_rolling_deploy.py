"""The schema changes under load: two servers, one of them old, and no request is lost. Issue 5."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from clones import Clones
from doubles.stripe_double import StripeDouble
from files import Files
from fleet import Fleet
from house import (
    CONNECT_SECRET,
    ROOT,
    WEBHOOK_SECRET,
    House,
    code,
    free_port,
    lift_limits,
    wait_until,
)
from migrating import parts
from scratch import cluster

NEXT = f"{parts()[-1].version + 1:04d}"
MAIN, POST = (f"db/migrations/{NEXT}_display_name{part}.sql" for part in ("", ".post"))
CLIENTS = 4
LIVES = CLIENTS  # that each phase lasts for, at least
SCHEMA, REGISTER = "db/schema/21_account.sql", "db/functions/account/register.sql"
SEEDS, RULES = "seeds/20_accounts.sql", "db/rules/20_machines.sql"
LAST = "updated_at              timestamptz not null default core.now()\n);\ncreate index user_susp"
MOVE = "    ('dispute', 'OPEN', 'UNDER_REVIEW', 'review_started'),\n"
# A column, a tightened rule, a procedure's new argument, a shape's new field in the midst of it,
# and a machine's new move.
EDITS = (
    (SCHEMA, LAST, LAST.replace("()\n", "(),\n    display_name core.full_name not null\n")),
    (SCHEMA, "{1,40}$'),\n    avatar_url", "{1,20}$'),\n    avatar_url"),
    (SEEDS, "accepted_terms_version)", "accepted_terms_version, display_name)"),
    (SEEDS, "'2026-01')", "'2026-01', 'Some Body')"),
    (REGISTER, "account.invite_code default null\n)",
     "account.invite_code default null,\n    display_name core.full_name default null\n)"),
    (REGISTER, "birth_date, accepted_terms_version)\n",
     "birth_date, accepted_terms_version, display_name)\n"),
    (REGISTER, "            accepted_terms_version)\n",
     "            accepted_terms_version, coalesce(display_name, full_name))\n"),
    ("db/functions/account/_types.sql", "full_name text, avatar_url text, default_mode",
     "full_name text, display_name text, avatar_url text, default_mode"),
    ("db/functions/account/get_profile.sql", "u.full_name,", "u.full_name, u.display_name,"),
    (RULES, MOVE, MOVE + "    ('dispute', 'UNDER_REVIEW', 'OPEN', 'review_ended'),\n"),
)  # fmt: skip
BACKFILL = """\
-- Who was there before is shown by the full name.
update account.user as u set display_name = u.full_name where u.id in (
    select p.id from account.user as p where p.display_name is null order by p.id limit 20);
"""
# Of these tasks, those that did not end whole and once.
AMISS = """
select count(*) from unnest(%s::uuid[]) as t (id) where not exists (
    select from task.task as k join escrow.escrow as e on e.task_id = k.id
     where k.id = t.id and k.state = 'COMPLETED' and e.state = 'RELEASED'
       and 1 = (select count(*) from core.event as v
                 where v.aggregate_id = e.id and v.to_state = 'RELEASED')
       and 1 = (select count(*) from ledger.journal as j
                 where j.escrow_id = e.id and j.kind = 'release')
       and 1 = (select count(*) from xp.entry as x where x.escrow_id = e.id))
"""


@dataclass
class Deploy:
    """The next release's files, and two servers over one database: the old and the new."""

    files: Files
    old: House
    new: House

    def migrate(self, dumps: Path) -> str:
        """`make migrate` of the new release; what it said."""
        ran = subprocess.run(
            [self.files.root / "scripts/migrate"],
            check=False,
            env={**os.environ, "DATABASE_URL": self.files.url, "HX_DUMPS": str(dumps)},
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout


@pytest.fixture(scope="module")
def deploy(clones: Clones, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deploy]:
    """Both servers up, the old one with workers, and the new release's migration reviewed."""
    name = str(psycopg.conninfo.conninfo_to_dict(clones.make())["dbname"])
    url = cluster("url", name)
    files = Files(tmp_path_factory.mktemp("release") / "new", url).with_services()
    for edit in EDITS:
        files.edit(*edit)
    files.run("migration", "display_name", "--draft")
    files.edit(MAIN, "display_name core.full_name not null", "display_name core.full_name")
    files.migration(f"{NEXT}_display_name.backfill", BACKFILL)
    table = '\nalter table account."user" '
    files.edit(POST, table, f"{table}alter column display_name set not null;{table}")
    lift_limits(url)
    # Stripe is down at first; for the demo its double comes up there.
    stripe = f"http://127.0.0.1:{free_port()}"
    old = House(url, tmp_path_factory.mktemp("old"), jobs=True, STRIPE_API_BASE=stripe)
    new = House(url, tmp_path_factory.mktemp("new"), root=files.root, STRIPE_API_BASE=stripe)
    yield Deploy(files, old, new)
    for house in (old, new):
        house.stop()


def offers_the_argument(house: House) -> None:
    """A server takes the new argument, as soon as it has read the catalog anew."""
    person = house.person(f"so.me.{house.port}")
    words = {"full_name": "Some Body", "birth_date": "1990-01-01", "display_name": "So Me"}
    words["accepted_terms_version"] = "2026-01"
    wait_until(lambda: code(person.post("account.register", words, "register")) == "")
    assert person.get("account.get_profile").json()["data"]["display_name"] == "So Me"


def test_no_request_is_lost(deploy: Deploy, tmp_path: Path) -> None:
    """Lives go on while a column, a rule, a signature, a shape and a machine change, on both
    servers, and while the old one ends; each ended once, and the database is as the new files say.
    """
    old, new = deploy.old, deploy.new
    fleet = Fleet(old, new)
    try:
        fleet.start(CLIENTS)
        fleet.live(LIVES)
        said = deploy.migrate(tmp_path)
        for name in (f"{NEXT}_display_name{part}.sql" for part in ("", ".backfill", ".post")):
            assert f"applied db/migrations/{name}" in said
        # The old server reads the new catalog; who calls as ever is answered as ever.
        for house in (old, new):
            offers_the_argument(house)
            before = fleet.answered[house]
            fleet.live(LIVES)
            assert fleet.answered[house] > before
        # The old one's end: no new requests come, those that came are answered.
        new.start_jobs()
        fleet.open.remove(old)
        for process in old.processes.values():
            process.send_signal(signal.SIGTERM)
        wait_until(lambda: all(p.poll() is not None for p in old.processes.values()))
        fleet.live(LIVES)
    finally:
        fleet.finish()
    assert fleet.lost == [], fleet.again
    assert new.sql(AMISS, [task for task, _ in fleet.ended]) == 0
    new.prove()
    assert new.sql("select count(*) from core.transition where event = 'review_ended'") == 1
    assert deploy.files.run("drift", "--url", deploy.files.url)


def test_demo_on_both(deploy: Deploy) -> None:
    """The demo passes on the migrated data, its requests spread over an old and a new server."""
    old, new = deploy.old, deploy.new
    old.start_web()
    old.wait_live()
    new.sql("update core.circuit set probe_at = now() where state = 'OPEN'")
    with StripeDouble(
        webhook=f"{old.base_url}/webhooks/stripe",
        secret=WEBHOOK_SECRET,
        connect_secret=CONNECT_SECRET,
        port=int(old.environment["STRIPE_API_BASE"].rpartition(":")[2]),
    ):
        played = subprocess.run(
            [sys.executable, ROOT / "scripts/demo", old.base_url, new.base_url],
            check=False,
            env=old.environment,
            capture_output=True,
            text=True,
        )
    assert played.returncode == 0, played.stdout + played.stderr
    new.prove()
