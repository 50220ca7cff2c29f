"""Migrations: proposed, refused, applied once, in batches, as they were.
DBM-10 DBM-11 DBM-12 DBM-14 DBM-25 DBM-001 DEP-35 M2."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path

import psycopg
import pytest

from clones import Clones, with_part
from comparing import differences, proposed
from files import BIN, ROOT, Files
from migrating import parts
from proposing import apart, comment_changes, domain_changes, dropped, plain, renaming, reviewed
from scratch import cluster, scratch

NEXT = parts()[-1].version + 1
CORE = "db/schema/10_core.sql"
FLAG = """create table core.flag (
    name        text primary key,
    is_on       boolean not null default false,
    comment     text not null,
"""
# A new domain, column, table, key, index and comment; a tightened domain; a renamed column; a
# constraint trigger that watches less.
EDITS = (
    (CORE, "create table core.code (", """create domain core.colour as text default 'RED'
    constraint core_colour_known check (value in ('RED', 'BLUE'));
comment on domain core.colour is 'It''s a colour';

create table core.code ("""),
    (CORE, FLAG, FLAG.replace("comment ", "remarks ") + """\
    colour      core.colour not null default 'BLUE',
    details     jsonb not null default '{"A": 1}',
"""),
    (CORE, "'Feature flags; a flag without a row is off';", """'Flags';
create index flag_colour on core.flag (colour) where is_on;
create table core.remark (
    id    uuid constraint remark_pkey primary key default core.new_id(),
    flag  text not null
        constraint remark_flag_fkey references core.flag (name) on delete restrict
);
create index remark_flag on core.remark (flag);
comment on table core.remark is 'Remarks';
comment on column core.remark.flag is 'On which';"""),
    ("seeds/12_flags.sql", "(name, is_on, comment)", "(name, is_on, remarks)"),
    (CORE, "length(value) <= 255 and value ~ '[^[:space:]]'", "length(value) <= 200"),
    ("db/schema/90_constraint_triggers.sql", "('payment_suspended', 'suspense_returned')",
     "('payment_suspended')"),
)  # fmt: skip

BOX = "ext.st_makeenvelope(-122.4596, 47.4810, -122.2244, 47.7341, 4326)"
# Rows of the first migration, when nothing of the code is there: a city of the seed and another,
# work at the Space Needle, on Mercer Island, and in the other city.
OF_FIRST = (
    "insert into trust.tier values (1, 'one', 1)",
    "insert into trust.risk values ('low', 1, false, false, false)",
    "insert into task.category (code, name, risk_level) values ('moving', 'Moving', 'low')",
    "insert into city.city (code, name, state_code, time_zone, boundary) values"
    f" ('seattle', 'Seattle', 'WA', 'America/Los_Angeles', {BOX}),"
    " ('tacoma', 'Tacoma', 'WA', 'America/Los_Angeles',"
    "  ext.st_makeenvelope(-122.56, 47.19, -122.32, 47.32, 4326))",
    "insert into account.user (provider_uid, email, full_name, birth_date, accepted_terms_version)"
    " values ('p', 'p@example.org', 'Poster', '1990-01-01', '2026-01')",
    "create temporary table work (n int, title text, city text, latitude float8, longitude float8)",
    "insert into work values (1, 'tower', 'seattle', 47.6205, -122.3493),"
    " (2, 'island', 'seattle', 47.5707, -122.2300), (3, 'elsewhere', 'tacoma', 47.25, -122.44)",
    "insert into task.task (id, city_id, poster_id, title, description, category, price_cents,"
    " currency, cell, location_state, risk_level, required_tier, insurance_required,"
    " background_required, review_period, live_multiplier, deadline_at)"
    " select ('00000000-0000-7000-8000-00000000000' || w.n)::uuid,"
    " c.id, u.id, w.title, 'x', 'moving', 8000, 'USD', '47,-122', 'WA', 'low', 1, false, false,"
    " '48 hours', 1, now()"
    " from work as w join city.city as c on c.code = w.city cross join account.user as u",
    "insert into task.place (task_id, address, latitude, longitude)"
    " select t.id, 'x', w.latitude, w.longitude from task.task as t join work as w using (title)",
    "drop table work",
)


@pytest.fixture
def house(tmp_path: Path, clones: Clones) -> Files:
    """Files as they are, and a database made of them."""
    return Files(tmp_path, clones.make())


@pytest.fixture
def unchanged(tmp_path: Path, url: str) -> Files:
    """The same over the module's own database, for a test that leaves it as it was."""
    return Files(tmp_path, url)


@pytest.fixture(scope="module")
def desired() -> Iterator[str]:
    """A database that the files alone make."""
    with scratch() as url:
        yield url


def test_files_are_migrations_and_code(desired: str) -> None:
    """The files alone make what all migrations and the code make."""
    with scratch("--chain") as chain:
        assert differences(desired, chain) == []


def test_upgrade_from_every_migration(desired: str) -> None:
    """What stood at an earlier migration, with its rows, becomes what the files make."""
    for version in range(1, NEXT - 1):
        with scratch("--until", str(version)) as url:
            with psycopg.connect(url) as db:
                db.execute("set role hx_owner")
                for statement in OF_FIRST:
                    db.execute(statement.encode())
            loader = [sys.executable, str(ROOT / "scripts/apply"), "--url", url]
            subprocess.run(loader, check=True, capture_output=True)
            assert differences(desired, url) == [], version
            with psycopg.connect(url) as db:
                zones = db.execute("select zone from task.task order by id").fetchall()
            # Work that was there before the zones gets its own by the second migration.
            found = [("queen_anne",), (None,), ("tacoma",)] if version < 2 else [(None,)] * 3
            assert zones == found, version


def test_zones_come_to_work_under_way(house: Files) -> None:
    """CIT-02 DBM-18: guards of ended work don't stop the back-fill, and stand again after it.

    Seattle's box becomes its outline; a boundary that an operator drew stays as it is.
    """
    with psycopg.connect(house.url) as db:
        for state in ("OPEN", "ACCEPTED", "COMPLETED", "CANCELLED", "DISPUTED"):
            db.execute("select support.task_in(%s, %s, %s)", (state, state.lower(), "hustler"))
        before = db.execute(
            "select id, state, version, updated_at, zone from task.task order by id"
        ).fetchall()
        outline = db.execute("select boundary::text from city.city").fetchone()
    shape = house.shape()
    for seeded in (True, False):
        with psycopg.connect(house.url) as db:
            # As the first migration had it; what of the code stood on the zones goes along.
            for statement in (
                "alter table task.task drop column zone cascade",
                "drop trigger zones_fit on city.city",
                "drop table city.zone cascade",
                "alter table city.city drop constraint city_boundary_valid",
                "comment on table city.city is 'Cities'",
                "update city.city set boundary = "
                + (BOX if seeded else f"ext.st_buffer({BOX}, 0.001)"),
            ):
                db.execute(statement.encode())
            drawn = db.execute("select boundary::text from city.city").fetchone()
            # Later ones are there already: it alone, as the loader runs it.
            db.execute("set role hx_owner")
            db.execute((house.root / "db/migrations/0002_zones.sql").read_bytes())
        house.apply()
        assert house.shape() == shape
        with psycopg.connect(house.url) as db:
            boundary = db.execute("select boundary::text from city.city").fetchone()
            assert boundary == (outline if seeded else drawn)
            after = db.execute(
                "select id, state, version, updated_at, zone from task.task order by id"
            ).fetchall()
            if seeded:
                assert {row[4] for row in after} > {"downtown"} and after == before
            else:
                assert [row[:4] for row in after] == [row[:4] for row in before]
                assert {row[4] for row in after} == {"seattle"}
            broken = db.execute("select invariant from audit.prove() where violations > 0")
            assert broken.fetchall() == []
            with pytest.raises(psycopg.errors.DatabaseError, match="frozen"):
                db.execute("update task.task set title = 'x' where state = 'COMPLETED'")


def test_a_change_from_files_to_data(house: Files, clones: Clones) -> None:
    """Desired state, proposal, application beside data, nothing left over, twice is once."""
    for path, old, new in EDITS:
        house.edit(path, old, new)
    with psycopg.connect(house.url) as db:
        db.execute("insert into core.flag (name, comment) values ('kept', 'as it was')")
    house.run("migration", "colours", "--draft", "--rename", "core.flag.comment remarks")
    said = house.apply()
    assert f"applied db/migrations/{NEXT:04d}_colours.sql" in said
    assert "applied journal_is_of_its_event on ledger.journal" in said
    query = "select concat_ws(' ', remarks, colour, details) from core.flag where name = 'kept'"
    assert house.ask(query) == 'as it was BLUE {"A": 1}'
    clones.made.append(f"{house.name}_files")
    rebuilt = with_part(house.url, dbname=f"{house.name}_files")
    house.apply("--fresh", "--url", rebuilt)
    assert differences(rebuilt, house.url) == []
    clones.made.append(f"{house.name}_older")
    older = with_part(house.url, dbname=f"{house.name}_older")
    house.apply("--fresh", "--until", str(NEXT - 1), "--url", older)
    house.apply("--url", older)
    assert differences(rebuilt, older) == []
    before = house.shape()
    assert house.apply() == ""
    assert house.shape() == before
    query = f"select max(version) from core.schema_versions where version ~ '^{NEXT:04d}_'"
    assert house.ask(query) == f"{NEXT:04d}_colours"


def test_what_drops_is_named(clones: Clones, desired: str) -> None:
    """Every kind of destructive statement is told by name; what is only changed is not."""
    url = clones.make()
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("set role hx_owner")
        for planted in (
            "create table core.planted (id integer constraint planted_pkey primary key)",
            "alter table core.flag add column planted text",
            "alter table core.flag add constraint flag_planted check (name <> '')",
            "create index flag_planted_index on core.flag (is_on)",
            "create sequence core.planted_sequence",
            "create type core.planted_mood as enum ('good')",
            "alter table core.event drop constraint event_version_positive,"
            " add constraint event_version_positive check (version > -1)",
        ):
            db.execute(planted.encode())
    statements = [plain(s, set()) for s in proposed(url, desired)]
    assert sorted(dropped(statements)) == [
        "column core.flag.planted", "constraint core.flag.flag_planted",
        "index core.flag_planted_index", "sequence core.planted_sequence", "table core.planted",
        "type core.planted_mood",
    ]  # fmt: skip


def test_domains_and_comments() -> None:
    """What migra does not see: made, changed, tightened, gone."""
    old = {
        "core.a": ("text", "false", "", {"a_shape": "CHECK (1)"}),
        "core.b": ("text", "false", "", {}),
    }
    new = {
        "core.a": ("text", "true", "'x'", {"a_shape": "CHECK (2)"}),
        "core.c": ("text", "false", "", {}),
    }
    first, last = domain_changes(old, new)
    assert first == [
        "alter domain core.a set default 'x';", "alter domain core.a set not null;",
        "alter domain core.a drop constraint a_shape;",
        "alter domain core.a add constraint a_shape CHECK (2);", "create domain core.c as text;",
    ]  # fmt: skip
    assert last == ["drop domain core.b;"]
    assert dropped([*first, *last]) == ["domain core.b"]
    was = {
        f"COMMENT core.TABLE {table}": [f"COMMENT ON TABLE core.{table} IS 'A';"]
        for table in ("flag", "gone")
    }
    assert comment_changes(was, {}, "drop table core.gone;") == [
        "comment on table core.flag is null;"
    ]
    assert renaming("core.x.y z, core.v w") == [
        "alter table core.x rename column y to z;", "alter table core.v rename to w;"
    ]  # fmt: skip
    assert "REVIEW" in reviewed(["alter table core.x add column y text not null;"])[0]


def test_old_rows_are_looked_up_apart() -> None:
    """A new rule holds for new rows at once, for the rows of a table in use by a second file; a
    rule that is only changed drops nothing; what scans or blocks bears a warning.
    """
    table = 'alter table account."user"'
    rule = [
        f"{table} drop constraint a;", f"{table} add constraint a check ((x > 1)) not valid;",
        f"{table} validate constraint a;",
    ]  # fmt: skip
    new = ["create table core.new (x int);", "alter table core.new validate constraint b;"]
    assert dropped(rule) == []
    assert apart([*rule, *new]) == ([*rule[:2], *new], [rule[2]])
    for statement in (
        "create index user_x on account.user using btree (x);",
        "alter table core.x alter column y set not null;",
        "alter table core.x add column y core.cents;",
        "alter domain core.cents add constraint c CHECK ((VALUE > 1));",
    ):
        assert "REVIEW" in reviewed([statement])[0]
    assert len(reviewed([*new, "create index new_x on core.new using btree (x);", *rule])) == 6


def test_destructive_is_refused_until_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proposal of a drop ends with the words that allow it, and writes nothing."""
    script = str(ROOT / "scripts/migration")
    loader = SourceFileLoader("migration", script)
    command = module_from_spec(ModuleSpec("migration", loader))
    loader.exec_module(command)
    drop = ["alter table core.flag drop column is_on;"]
    monkeypatch.setattr(command, "proposal", lambda renames: [*renames, *drop])
    monkeypatch.setattr("sys.argv", [script, "no_field", "--allow", "column core.other.x"])
    with pytest.raises(SystemExit, match=r'ALLOW="column core.other.x, column core.flag.is_on"'):
        command.main()
    assert not list((ROOT / "db/migrations").glob("*_no_field.sql"))


def test_files_are_as_they_were(unchanged: Files) -> None:
    """A changed or missing file, a twin, a gap and a late-comer are named; nothing is applied."""
    first = unchanged.root / "db/migrations/0001_first.sql"
    kept = first.read_text(encoding="utf-8")
    before = unchanged.shape()
    first.write_text(kept + "\n-- later\n", encoding="utf-8")
    assert "0001_first.sql was changed after it was applied" in unchanged.apply(good=False)
    first.unlink()
    unchanged.migration("0001_other", "select 1;")
    assert "0001_other.sql was changed" in unchanged.apply(good=False)
    (unchanged.root / "db/migrations/0001_other.sql").unlink()
    first.write_text(kept, encoding="utf-8")
    unchanged.migration(f"{NEXT:04d}_a", "select 1;")
    unchanged.migration(f"{NEXT:04d}_b", "select 1;")
    assert "its number is taken" in unchanged.apply(good=False)
    (unchanged.root / f"db/migrations/{NEXT:04d}_a.sql").unlink()
    unchanged.migration(f"{NEXT + 2:04d}_c", "select 1;")
    assert "without a gap" in unchanged.apply(good=False)
    (unchanged.root / f"db/migrations/{NEXT + 2:04d}_c.sql").unlink()
    assert unchanged.shape() == before
    unchanged.apply()
    (unchanged.root / f"db/migrations/{NEXT:04d}_b.sql").unlink()
    assert (
        f"migration {NEXT:04d}_b (main) was applied here, but its file is missing"
        in unchanged.apply(good=False)
    )
    with psycopg.connect(unchanged.url) as db:
        db.execute("delete from core.migration where version = %s", (NEXT,))


def test_broken_migration_changes_nothing(unchanged: Files) -> None:
    """File and line are named; neither its half nor its record stays, nor later code."""
    before = unchanged.shape()
    unchanged.migration(
        f"{NEXT:04d}_broken", "alter table core.flag add column half text;\nselect 1/0;"
    )
    unchanged.edit("db/functions/xp/base.sql", "released_cents / 100", "released_cents / 50")
    assert f"db/migrations/{NEXT:04d}_broken.sql:" in unchanged.apply(good=False)
    assert unchanged.shape() == before


def test_busy_table_is_waited_for(house: Files) -> None:
    """A lock is waited for two seconds at a time, then given up with nothing changed."""
    house.migration(f"{NEXT:04d}_busy", "alter table core.flag add column busy text;")
    with psycopg.connect(house.url) as reader:
        reader.execute("select from core.flag")
        said = house.apply("--tries", "1", good=False)
    assert "its table is busy" in said and "apply again later" in said
    assert house.ask("select count(*) from core.migration where name = 'busy'") == "0"
    house.apply()
    assert house.ask("select count(*) from core.migration where name = 'busy'") == "1"


def test_backfill_goes_on_where_it_was(house: Files) -> None:
    """Batches are committed; an interrupted back-fill loses none; the post file comes after it."""
    name = f"{NEXT:04d}_shade"
    house.migration(name, "alter table core.error add column shade text;")
    house.apply()
    house.migration(
        f"{name}.backfill",
        "update core.error as e set shade = 'grey' where e.code in (select b.code from core.error"
        " as b where b.shade is null order by b.code limit 10);",
    )
    house.migration(f"{name}.post", "alter table core.error alter column shade set not null;")
    with psycopg.connect(house.url) as other:
        other.execute("select from core.error where code = (select max(code) from core.error)"
                      " for update")  # fmt: skip
        assert "busy" in house.apply("--tries", "1", good=False)
    assert house.ask("select count(*) > 10 from core.error where shade = 'grey'") == "True"
    assert (
        house.ask(f"select string_agg(part, ' ') from core.migration where version = {NEXT}")
        == "main"
    )
    said = house.apply()
    assert f"applied db/migrations/{name}.backfill.sql" in said
    assert house.ask("select count(*) from core.error where shade is null") == "0"
    query = f"select string_agg(part, ' ' order by part) from core.migration where version = {NEXT}"
    assert house.ask(query) == "backfill main post"
    assert house.ask("select attnotnull from pg_attribute where attrelid = 'core.error'::regclass"
                     " and attname = 'shade'") == "True"  # fmt: skip


def test_killed_in_a_backfill(house: Files) -> None:
    """kill -9 in the midst: what was committed stays, the next run does the rest; and whoever
    writes meanwhile meets one batch, not what was filled before or comes later.
    """
    name = f"{NEXT:04d}_shade"
    house.migration(name, "alter table core.error add column shade text;")
    house.apply()
    house.migration(
        f"{name}.backfill",
        "update core.error as e set shade = 'grey' where e.code in (select b.code from core.error"
        " as b where b.shade is null order by b.code limit 10);",
    )
    free = (
        "select code from core.error where code in (select code from core.error order by code"
        " limit {} offset {}) for update nowait"
    )
    with psycopg.connect(house.url) as holder:
        holder.execute(free.format(1, 24))
        running = house.begin()
        waits = (
            "select count(*) > 0 from pg_locks as l join pg_stat_activity as a using (pid)"
            " where not l.granted and l.locktype = 'transactionid'"
            " and a.datname = current_database()"
        )
        while house.ask(waits) != "True":
            assert running.poll() is None, running.communicate()
        for rows, offset in ((20, 0), (1, 30)):
            with psycopg.connect(house.url) as writer:
                assert len(writer.execute(free.format(rows, offset)).fetchall()) == rows
        running.kill()
        running.communicate()
        holder.rollback()
    assert house.ask("select count(*) from core.error where shade = 'grey'") == "20"
    recorded = (
        f"select string_agg(part, ' ' order by part) from core.migration where version = {NEXT}"
    )
    assert house.ask(recorded) == "main"
    assert f"applied db/migrations/{name}.backfill.sql" in house.apply("--tries", "30")
    assert house.ask("select count(*) from core.error where shade is null") == "0"
    assert house.ask(recorded) == "backfill main"


def test_nobody_waits_long_behind_it(house: Files) -> None:
    """A migration that waits for a long transaction lets others pass, again and again."""
    house.migration(f"{NEXT:04d}_busy", "alter table account.user add column busy text;")
    waits = (
        "select count(*) > 0 from pg_locks"
        " where not granted and relation = 'account.user'::regclass"
    )
    with psycopg.connect(house.url) as holder:
        holder.execute("select from account.user")
        running = house.begin("--tries", "60")
        for _ in range(3):
            while house.ask(waits) != "True":
                assert running.poll() is None, running.communicate()
            with psycopg.connect(house.url, options="-c lock_timeout=20s") as other:
                other.execute("select from account.user")
                other.execute("update account.user set updated_at = updated_at")
        assert running.poll() is None
        holder.rollback()
    said, _ = running.communicate(timeout=120)
    assert "its table is busy" in said and f"applied db/migrations/{NEXT:04d}_busy.sql" in said


def test_deadlock_is_tried_again(house: Files) -> None:
    """Who changes two tables may meet one who wants them crosswise: it begins again."""
    house.migration(
        f"{NEXT:04d}_crosswise",
        "lock table core.drain in access exclusive mode; do $$ begin while exists (select from"
        " pg_locks where relation = 'core.flag'::regclass and mode = 'RowExclusiveLock') and not"
        " exists (select from pg_locks where relation = 'core.drain'::regclass and not granted)"
        " loop perform pg_sleep(0.02); end loop; end $$;"
        " alter table core.flag add column crosswise text;",
    )
    holds = (
        "select count(*) > 0 from pg_locks"
        " where relation = 'core.drain'::regclass and mode = 'AccessExclusiveLock'"
    )
    with psycopg.connect(house.url, options="-c deadlock_timeout=60s") as other:
        other.execute("lock table core.flag in row exclusive mode")
        running = house.begin()
        while house.ask(holds) != "True":
            assert running.poll() is None, running.communicate()
        other.execute("lock table core.drain in row exclusive mode")
    said, _ = running.communicate(timeout=120)
    assert "busy" in said and f"applied db/migrations/{NEXT:04d}_crosswise.sql" in said


def test_rewritten_table_is_never_seen_empty(house: Files) -> None:
    """A call that began before a table was written anew sees its rows."""
    house.migration(f"{NEXT:04d}_anew", "alter table account.user add column anew core.full_name;")
    waiting = (
        "select count(*) from pg_locks where not granted and relation = 'account.user'::regclass"
    )
    answers: list[object] = []

    def call() -> None:
        with psycopg.connect(with_part(house.url, user="hx_web"), autocommit=True) as web:
            row = web.execute(
                "select status from core.call('account.get_profile', '{}',"
                """ '{"subject": "seed:poster"}', null, 'r', null, '127.0.0.1')"""
            ).fetchone()
        answers.append(row and row[0])

    calling = threading.Thread(target=call)
    with psycopg.connect(house.url) as holder:
        holder.execute("select from account.user")
        running = house.begin("--tries", "30")
        while house.ask(waiting) == "0":
            assert running.poll() is None, running.communicate()
        calling.start()
        while house.ask(waiting) != "2" and calling.is_alive():
            pass
        holder.rollback()
    calling.join(60)
    said, _ = running.communicate(timeout=120)
    assert answers == [200]
    assert "rewrites a table: it is done alone" in said
    assert f"applied db/migrations/{NEXT:04d}_anew.sql" in said


def test_trigger_is_never_missing(house: Files) -> None:
    """What a migration has to drop of the code stands again when it commits."""
    house.migration(
        f"{NEXT:04d}_under_a_view",
        "drop trigger journal_zero_sum on ledger.journal;"
        " drop view core.schema_versions; drop trigger never_truncated on core.schema_version;"
        " alter table core.schema_version alter column version type varchar;"
        " alter table core.schema_version alter column version type text;",
    )
    before = house.shape()
    house.edit("db/functions/task/start.sql", "security definer", "security nonsense")
    house.apply(good=False)  # the code fails, the migration is committed
    assert house.ask(f"select count(*) from core.migration where version = {NEXT}") == "1"
    assert house.shape() == before


def test_log_is_nobodys(unchanged: Files) -> None:
    """No role of the unchanged writes the log, and it can't be emptied."""
    with psycopg.connect(unchanged.url) as db, pytest.raises(psycopg.Error, match="TRUNCATE"):
        db.execute("truncate core.migration")


def test_pending_is_told(unchanged: Files) -> None:
    """What is missing is listed and nothing is done."""
    assert unchanged.apply("--pending") == ""
    unchanged.migration(f"{NEXT:04d}_next", "select 1;")
    assert unchanged.apply("--pending") == f"db/migrations/{NEXT:04d}_next.sql\n"
    assert unchanged.apply("--pending") == f"db/migrations/{NEXT:04d}_next.sql\n"


def test_another_server_is_dumped_first(clones: Clones, tmp_path: Path) -> None:
    """With DATABASE_URL a dump is written before a migration, even one that fails; else none."""
    name = str(psycopg.conninfo.conninfo_to_dict(clones.make())["dbname"])
    url = cluster("url", name)
    environment = {**os.environ, "DATABASE_URL": url, "HX_DUMPS": str(tmp_path)}
    environment.pop("HX_DATABASE", None)
    command = [str(ROOT / "scripts/migrate")]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    assert list(tmp_path.iterdir()) == []
    with psycopg.connect(url) as db:
        db.execute("delete from core.migration")
    ran = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert ran.returncode and "0001_first.sql" in ran.stderr
    (dump,) = tmp_path.iterdir()
    assert dump.stat().st_mode & 0o077 == 0
    listed = subprocess.check_output([BIN / "pg_restore", "--list", dump], text=True)
    assert "TABLE DATA core migration" in listed
