"""The loader: twice is once, what changed is re-applied, what is gone is dropped. M2."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from clones import Clones, Connection, with_part
from comparing import differences
from files import ROOT
from files import Files as House


@pytest.fixture
def house(tmp_path: Path, clones: Clones) -> House:
    """Files as they are, and a database made of them."""
    return House(tmp_path, clones.make())


def test_twice_is_once(house: House) -> None:
    """A second apply says nothing and changes nothing; it equals a fresh build."""
    before = house.shape()
    assert house.apply() == ""
    assert house.shape() == before


def test_changed_body(house: House) -> None:
    """A changed body is applied, alone."""
    house.edit("db/functions/xp/base.sql", "released_cents / 100", "released_cents / 50")
    assert house.apply() == "applied db/functions/xp/base.sql\n"
    assert house.ask("select xp.base(100)") == "2"


def test_changed_signature_keeps_grant_and_views(house: House) -> None:
    """A new parameter list replaces the function, its grant, and the views that use it."""
    before = house.shape()
    house.edit(
        "db/functions/xp/base.sql", "(released_cents core.cents)", "(released_cents numeric)"
    )
    house.edit("db/functions/xp/base.sql", "released_cents / 100", "(released_cents / 100)::bigint")
    house.edit("db/functions/xp/level_of.sql", "total_xp", "xp_in_all")
    house.apply()
    assert house.ask("select count(*) from pg_proc where proname = 'base'") == "1"
    query = "select has_function_privilege('hx_member', 'xp.base(numeric)', 'execute')"
    assert house.ask(query) == "True"
    assert int(house.ask("select count(*) from audit.prove() where violations = 0")) > 10
    for file in ("base", "level_of"):
        shutil.copy(
            ROOT / f"db/functions/xp/{file}.sql", house.root / f"db/functions/xp/{file}.sql"
        )
    house.apply()
    assert house.shape() == before


def test_changed_return_type(house: House) -> None:
    """A new return type replaces the function."""
    path = "db/functions/ledger/take_snapshots.sql"
    house.edit(path, "returns integer", "returns bigint")
    house.apply()
    assert house.ask("select pg_typeof(ledger.take_snapshots())") == "bigint"


def test_changed_type(house: House, clones: Clones) -> None:
    """A shape gains, loses and reorders fields together with what makes it; a new one is made."""
    types = "db/functions/task/_types.sql"
    house.edit(types, "id uuid, full_name text, avatar_url text, trust_tier integer",
               "id uuid, trust_tier bigint, full_name text")  # fmt: skip
    page = "        create type task.page as"
    house.edit(types, page, "        create type task.planted as (a text);\n" + page)
    said = house.apply()
    assert "reshaped type task.person\n" in said and f"applied {types}\n" in said
    clones.made.append(f"{house.name}_files")
    rebuilt = with_part(house.url, dbname=f"{house.name}_files")
    house.apply("--fresh", "--url", rebuilt)
    assert differences(rebuilt, house.url) == []


def test_shape_that_a_default_needs_is_refused(house: House) -> None:
    """A function that column defaults call is not dropped under them."""
    before = house.shape()
    house.edit("db/functions/core/now.sql", "returns timestamptz", "returns timestamp")
    assert "depends on it" in house.apply(good=False)
    assert house.shape() == before


def test_dropped_and_undeclared(house: House) -> None:
    """What no file declares is dropped: a function, a trigger, a view; partitions keep theirs."""
    before = house.shape()
    with psycopg.connect(house.url, autocommit=True) as db:
        db.execute("set role hx_owner")
        db.execute("create function task.planted() returns void language sql as ''")
        db.execute("create view task.planted_view as select 1 as one")
        db.execute(
            "create trigger planted before update on task.task for each row"
            " execute function core._guard('task')"
        )
    assert house.apply().count("dropped") == 3
    assert house.shape() == before
    (house.root / "db/functions/task/start.sql").unlink()
    assert house.apply() == "dropped function task.start(uuid)\n"
    assert house.ask("select to_regproc('task.start') is null") == "True"


def test_stale_law_is_removed(house: House) -> None:
    """A rule that no file declares any more is gone after the next apply of its file."""
    house.edit("db/rules/20_machines.sql", "    ('task', 'OPEN', 'EXPIRED', 'expired'),\n", "")
    house.edit("db/rules/10_errors.sql", "    ('core_cents_range', 'HXA01', null),\n", "")
    house.apply()
    moves = "select count(*) from core.transition where machine = 'task' and to_state = 'EXPIRED'"
    assert house.ask(moves) == "0"
    query = "select count(*) from core.constraint_error where constraint_name = 'core_cents_range'"
    assert house.ask(query) == "0"


def test_widened_grant_is_taken_back(house: House) -> None:
    """Re-applying a file takes back grants that it does not declare."""
    house.ask("select 1")
    with psycopg.connect(house.url, autocommit=True) as db:
        db.execute("grant execute on function task.start to public, hx_anon")
    house.edit("db/functions/task/start.sql", "-- The worker begins.", "-- The worker begins now.")
    house.apply()
    for role in ("hx_anon", "hx_web"):
        query = f"select has_function_privilege('{role}', 'task.start(uuid)', 'execute')"
        assert house.ask(query) == "False"
    query = "select has_function_privilege('hx_member', 'task.start(uuid)', 'execute')"
    assert house.ask(query) == "True"


def test_changed_table_is_refused(house: House) -> None:
    """A changed file of db/schema changes nothing and says what to do."""
    before = house.shape()
    house.edit("db/schema/40_task.sql", "Work posted and done.", "Work.")
    house.edit("db/functions/xp/base.sql", "released_cents / 100", "released_cents / 50")
    assert "make migration" in house.apply(good=False)
    assert house.shape() == before


def test_broken_file_changes_nothing(house: House) -> None:
    """A file that fails is named; neither its half nor its checksum stays."""
    before = house.shape()
    house.edit("db/functions/task/on_task.sql", "before truncate on task.task", "before nonsense")
    assert "db/functions/task/on_task.sql" in house.apply(good=False)
    assert house.shape() == before


def test_busy_table_is_waited_for(house: House) -> None:
    """A writer's lock is waited for, tried again, and given up with a clear word."""
    house.edit("db/functions/task/on_task.sql", "-- The task machine", "-- The one task machine")
    with psycopg.connect(house.url) as writer:
        writer.execute("lock table task.task in row exclusive mode")
        assert "busy" in house.apply("--tries", "1", good=False)
        answer: list[str] = []
        applying = threading.Thread(target=lambda: answer.append(house.apply("--tries", "20")))
        applying.start()
        # It is seen waiting before the writer ends.
        waiting = (
            "select count(*) > 0 from pg_locks join pg_stat_activity using (pid)"
            " where not granted and datname = current_database()"
            " and relation = 'task.task'::regclass"
        )
        while house.ask(waiting) != "True":
            assert applying.is_alive()
        writer.rollback()
    applying.join(60)
    assert "applied db/functions/task/on_task.sql" in answer[0]


def called(house: House, procedure: str, **arguments: str) -> dict[str, Any]:
    """What a call of the seeded poster is answered."""
    with psycopg.connect(with_part(house.url, user="hx_web"), autocommit=True) as web:
        row = web.execute(
            "select r.status, r.data from core.call(%s, %s::jsonb,"
            """ '{"subject": "seed:poster"}', %s, 'r', null, '127.0.0.1') as r""",
            (procedure, json.dumps(arguments), uuid4().hex),
        ).fetchone()
    assert row and row[0] == 200, row
    return dict(json.loads(str(row[1])))


def test_no_call_runs_half_in_old_code(house: House) -> None:
    """What is under way ends in the code that it began in; until then its shapes stay."""
    profile = "id uuid, email text, phone text, full_name text"
    house.edit("db/functions/account/_types.sql", profile, f"planted text, {profile}")
    house.edit("db/functions/account/get_profile.sql", "select u.id,", "select 'new', u.id,")
    waits = (
        "select count(*) > 0 from pg_locks join pg_stat_activity using (pid)"
        " where not granted and datname = current_database() and locktype = '{}'"
    )
    answers: list[dict[str, Any]] = []
    said: list[str] = []
    calling = threading.Thread(
        target=lambda: answers.append(called(house, "account.update_profile", full_name="Pe Tra"))
    )
    applying = threading.Thread(target=lambda: said.append(house.apply("--tries", "60")))
    with psycopg.connect(house.url) as holder:
        holder.execute("select from account.user where provider_uid = 'seed:poster' for update")
        calling.start()
        while house.ask(waits.format("transactionid")) != "True":
            assert calling.is_alive()
        applying.start()
        while house.ask(waits.format("advisory")) != "True":
            assert applying.is_alive()
        holder.rollback()
    calling.join(60)
    applying.join(60)
    assert answers[0]["full_name"] == "Pe Tra" and answers[0]["level"] == 1
    assert "planted" not in answers[0]
    assert "reshaped type account.profile" in said[0]
    assert called(house, "account.get_profile")["planted"] == "new"


def test_sessions_forget_a_shape(house: House) -> None:
    """What a session keeps of an unchanged function knows the new shape of what it reads."""
    types, make = "db/functions/account/_types.sql", "db/functions/account/_make.sql"
    house.edit(types, "        create type account.profile",
               "        create type account.planted as (a text, b text);\n"
               "        create type account.profile")  # fmt: skip
    (house.root / make).write_text(
        "create or replace function account._make() returns account.planted"
        " language plpgsql as $$ begin return row('a'::text, 'b'::text); end $$;\n"
    )
    (house.root / "db/functions/account/_read.sql").write_text(
        "create or replace function account._read(made account.planted) returns text"
        " language plpgsql as $$ begin return (select (made).b); end $$;\n"
    )
    house.apply()
    query = "select account._read(account._make())"
    with psycopg.connect(house.url, autocommit=True) as session:
        assert {session.execute(query).fetchone() for _ in range(8)} == {("b",)}
        house.edit(types, "(a text, b text)", "(a text, c integer, b text)")
        house.edit(make, "row('a'::text, 'b'::text)", "row('a'::text, 1, 'b'::text)")
        house.apply()
        assert session.execute(query).fetchone() == ("b",)


def test_code_changes_whole(house: House) -> None:
    """A helper that asks for more changes with those who call it, a trigger's function among them,
    while a writer keeps the trigger's table.
    """
    helper, trigger = "db/functions/task/_planted.sql", "db/functions/task/on_task.sql"
    (house.root / helper).write_text(
        "create or replace function task._planted() returns text"
        " language sql as $$ select 'old' $$;\n"
    )
    with (house.root / trigger).open("a", encoding="utf-8") as file:
        file.write(
            "create or replace function task.on_planted() returns trigger language plpgsql as $$"
            " begin perform task._planted(); return null; end $$;\n"
            "create or replace trigger planted after update on task.task"
            " for each statement execute function task.on_planted();\n"
        )
    house.apply()
    (house.root / helper).write_text(
        "create or replace function task._planted(why text) returns text"
        " language sql as $$ select why $$;\n"
    )
    house.edit(trigger, "task._planted()", "task._planted('new')")
    with psycopg.connect(house.url) as writer:
        writer.execute("lock table task.task in row exclusive mode")
        assert "busy" in house.apply("--tries", "1", good=False)
        writer.execute("update task.task set updated_at = updated_at where false")
        writer.rollback()
    assert f"applied {trigger}" in house.apply()


def test_two_at_once(house: House) -> None:
    """Two applies at once: one does it, the other finds it done."""
    house.edit("db/functions/xp/base.sql", "released_cents / 100", "released_cents / 50")
    answers: list[str] = []
    threads = [threading.Thread(target=lambda: answers.append(house.apply())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == ["", "applied db/functions/xp/base.sql\n"]


def test_two_fresh_builds_at_once(house: House, clones: Clones) -> None:
    """Two databases built at once on one cluster don't collide over its roles."""
    names = [f"hustlexp_clone_{uuid4().hex[:12]}" for _ in range(2)]
    clones.made += names
    builds = [
        subprocess.Popen(
            [sys.executable, house.root / "scripts/apply", "--fresh", "--url",
             with_part(house.url, dbname=name)],
            env=os.environ,
        )
        for name in names
    ]  # fmt: skip
    assert [build.wait(120) for build in builds] == [0, 0]


def test_build_is_free_of_the_test_schemas(house: House, owner: Connection) -> None:
    """Without --test-support neither pgTAP nor the test clock is there."""
    with psycopg.connect(house.url, dbname="postgres", autocommit=True) as server:
        name = f"hustlexp_clone_{uuid4().hex[:12]}"
        server.execute(f"create database {name}".encode())
    house.url = with_part(house.url, dbname=name)
    house.apply("--fresh")
    assert house.ask("select to_regnamespace('support') is null") == "True"
    assert house.ask("select to_regnamespace('tap') is null") == "True"
    with psycopg.connect(owner.info.dsn, dbname="postgres", autocommit=True) as server:
        server.execute(f"drop database {name} with (force)".encode())


@pytest.fixture
def missing(house: House, clones: Clones) -> House:
    """Files as they are, and the name of a database that nobody has made."""
    name = f"hustlexp_clone_{uuid4().hex[:12]}"
    clones.made.append(name)
    house.url = with_part(house.url, dbname=name)
    return house


def test_missing_database_is_made_once(missing: House) -> None:
    """Two first applies at once: one makes the database, the other finds it; none drops it."""
    builds = [
        subprocess.Popen(
            [sys.executable, missing.root / "scripts/apply", "--url", missing.url],
            env=os.environ,
        )
        for _ in range(3)
    ]
    assert [build.wait(120) for build in builds] == [0, 0, 0]
    assert missing.ask("select count(*) from task.task") == "3"


def test_resets_at_once_wait_for_each_other(missing: House) -> None:
    """A reset does not drop the database that another one is building."""
    builds = [
        subprocess.Popen(
            [sys.executable, missing.root / "scripts/apply", "--fresh", "--url", missing.url],
            env=os.environ,
        )
        for _ in range(2)
    ]
    assert [build.wait(120) for build in builds] == [0, 0]


def test_up_never_drops(house: House) -> None:
    """`make up` of a database that can't be reached fails, and the data is there afterwards."""
    name = str(psycopg.conninfo.conninfo_to_dict(house.url)["dbname"])
    kept = house.ask("select count(*) from account.user")
    with psycopg.connect(house.url, dbname="postgres", autocommit=True) as server:
        server.execute(f"alter database {name} allow_connections false".encode())
        ran = subprocess.run(
            [ROOT / "scripts/up"],
            check=False,
            env={**os.environ, "HX_DATABASE": name},
            capture_output=True,
        )
        server.execute(f"alter database {name} allow_connections true".encode())
    assert ran.returncode != 0
    house.ask("select 1")
    assert house.ask("select count(*) from account.user") == kept


@pytest.mark.parametrize("by", ["environment", "setting"])
def test_production_is_never_made_anew(house: House, by: str) -> None:
    """SED-03: neither the environment nor the setting lets a reset pass."""
    if by == "setting":
        with psycopg.connect(house.url, autocommit=True) as db:
            db.execute("update core.setting set value = 'production' where name = 'environment'")
    with psycopg.connect(house.url, autocommit=True) as db:
        db.execute("insert into core.flag (name, comment) values ('kept', 'a live row')")
    said = house.apply(
        "--fresh", good=False, environment="production" if by == "environment" else "local"
    )
    assert "production" in said
    assert house.ask("select count(*) from core.flag where name = 'kept'") == "1"


@pytest.mark.parametrize("by", ["environment", "setting"])
def test_production_has_no_test_schemas(missing: House, by: str) -> None:
    """Neither the environment nor the setting lets the builders and the test clock in."""
    missing.apply()
    if by == "setting":
        with psycopg.connect(missing.url, autocommit=True) as db:
            db.execute("update core.setting set value = 'production' where name = 'environment'")
    missing.apply(
        "--test-support", good=False, environment="production" if by == "environment" else "local"
    )
    assert missing.ask("select to_regnamespace('support') is null") == "True"


def test_another_server_gets_test_schemas_only_when_asked(missing: House) -> None:
    """DATABASE_URL names somebody's server: `make up` leaves it without impersonation."""
    name = str(psycopg.conninfo.conninfo_to_dict(missing.url)["dbname"])
    url = subprocess.check_output([ROOT / "scripts/cluster", "url", name], text=True).strip()
    environment = {**os.environ, "DATABASE_URL": url, "HX_ENV": "local"}
    environment.pop("HX_DATABASE", None)
    environment.pop("HX_TEST_SUPPORT", None)
    subprocess.run([ROOT / "scripts/up"], check=True, env=environment, capture_output=True)
    assert missing.ask("select to_regnamespace('support') is null") == "True"
    environment["HX_TEST_SUPPORT"] = "1"
    subprocess.run([ROOT / "scripts/up"], check=True, env=environment, capture_output=True)
    assert missing.ask("select to_regnamespace('support') is null") == "False"


def test_test_support_is_nobodys(house: House) -> None:
    """Where it is loaded, no role of the house runs it, but for photos that nobody has used."""
    open_to = house.ask(
        "select string_agg(distinct p.proname || ' ' || r.rolname, ', ') from pg_proc as p"
        " cross join pg_roles as r where p.pronamespace = 'support'::regnamespace"
        " and r.rolname ~ '^hx_' and r.rolname not in ('hx_owner')"
        " and has_function_privilege(r.oid, p.oid, 'execute')"
    )
    assert {word.split()[0] for word in open_to.split(", ")} == {"photos"}
