"""Drift: whatever a hand changed is found and named, and what nobody changed is not. DBM-13."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from clones import Clones
from comparing import differences

DRIFT = Path(__file__).resolve().parent.parent / "scripts/drift"
# What a hand did, and how its difference begins.
CHANGES = (
    ("drop trigger xp_ledger_no_delete on xp.entry", "missing: TRIGGER xp.entry xp_ledger"),
    ("alter table task.task disable trigger task_terms_immutable",
     "differs: TRIGGER task.task task_terms_immutable\n    +ALTER TABLE"),
    ("grant execute on function task.start to hx_anon", "differs: ACL task.FUNCTION start("),
    ("grant select on task.place to hx_analyst", "extra: ACL task.TABLE place"),
    ("grant select (address) on task.place to hx_web", "extra: ACL task.COLUMN place.address"),
    ("create or replace function xp.base(released_cents core.cents) returns bigint language sql"
     " immutable as 'select released_cents / 10'", "differs: FUNCTION xp.base(core.cents)"),
    ("comment on function task.create is 'Something else'",
     'differs: COMMENT task.FUNCTION "create"('),
    ("comment on table core.flag is null", "missing: COMMENT core.TABLE flag"),
    ("alter table core.flag add column planted text", "differs: TABLE core.flag\n"),
    ("alter table core.drain alter column queue set default 'x'", "differs: TABLE core.drain\n"),
    ("drop policy planted on badge.award", "missing: POLICY badge.award planted"),
    ("create policy wide_open on task.place for select using (true)",
     "extra: POLICY task.place wide_open"),
    ("alter table escrow.hold disable row level security", "missing: ROW SECURITY escrow.hold"),
    ("alter table task.category owner to postgres", "differs: TABLE task.category\n"),
    ("create index planted on core.flag (comment)", "extra: INDEX core.planted"),
    ("drop index task.task_city", "missing: INDEX task.task_city"),
    ("alter table core.rate_limit drop constraint {check}",
     "differs: TABLE core.rate_limit\n"),
    ("alter domain core.cents drop constraint core_cents_range", "differs: DOMAIN core.cents\n"),
    ("drop trigger append_only_truncate on {partition}", "missing: TRIGGER core.{month} app"),
    ("alter view core.schema_versions set (security_invoker = on)",
     "differs: VIEW core.schema_versions"),
    ("create function core.planted() returns integer language sql as 'select 1'",
     "extra: FUNCTION core.planted()"),
    ("create type task.planted as (a integer)", "extra: TYPE task.planted"),
    ("insert into core.transition values ('task', 'EXPIRED', 'OPEN', 'planted')",
     "differs: ROWS core.transition"),
    ("do $$ begin execute format('grant temporary on database %I to hx_web',"
     " current_database()); end $$", "differs: DATABASE\n    +grant TEMPORARY to hx_web"),
)  # fmt: skip


def test_every_kind_is_named(clones: Clones) -> None:
    """One difference a change, by name, and migra's besides; without changes there is none."""
    desired, changed = clones.make(), clones.make()
    with psycopg.connect(desired, autocommit=True) as db:
        db.execute("set role hx_owner; create policy planted on badge.award using (false)")
        row = db.execute(
            "select c.oid::regclass::text, (select k.conname from pg_constraint as k"
            " where k.conrelid = 'core.rate_limit'::regclass and k.contype = 'c' limit 1)"
            " from pg_class as c where c.relname ~ '^event_[0-9]{4}_[0-9]{2}$' order by 1 limit 1"
        ).fetchone()
    assert row
    names = {"partition": str(row[0]), "check": str(row[1])}
    names["month"] = names["partition"].removeprefix("core.")
    with psycopg.connect(changed, autocommit=True) as db:
        db.execute("set role hx_owner; create policy planted on badge.award using (false)")
        db.execute("reset role")
        before = differences(desired, changed)
        for change, _ in CHANGES:
            for name, value in names.items():
                change = change.replace("{" + name + "}", value)  # noqa: PLW2901
            owner = "" if change.startswith(("do ", "alter table task.category")) else "hx_owner"
            db.execute(f"set role {owner or 'none'}".encode())
            db.execute(change.encode())
    assert before == []
    found = differences(desired, changed)
    wanted = [told.replace("{month}", names["month"]) for _, told in CHANGES]
    for told in wanted:
        assert any(line.startswith(told) for line in found), (told, found)
    along = ("migra: ", "extra: ACL core.FUNCTION planted()", "extra: ACL task.TYPE planted")
    unexplained = [line for line in found if not line.startswith((*along, *wanted))]
    assert unexplained == []
    assert any(line.startswith("migra: ") and "planted" in line for line in found)


@pytest.mark.parametrize("place", ["local", "production"])
def test_test_schemas_in_production(clones: Clones, place: str) -> None:
    """Left out of a comparison; in production their presence is a difference that is named."""
    url = clones.make()
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("update core.setting set value = %s where name = 'environment'", (place,))
    ran = subprocess.run(
        [sys.executable, DRIFT, "--desired", clones.template, "--url", url],
        check=False,
        capture_output=True,
        text=True,
    )
    if place == "local":
        assert (ran.returncode, ran.stdout) == (0, "The database is as its files make it\n"), ran
    else:
        assert ran.returncode == 1
        for what in ("schema support", "schema tap", "extension pgtap", "extension plpgsql_check"):
            assert f"extra: {what} has no place in production" in ran.stdout
