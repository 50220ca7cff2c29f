"""Each rule of db/tests/lint is seen to fail on a database that breaks it: none is decoration."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from clones import Connection
from test_pgtap import lines_of

LINT = Path(__file__).resolve().parent.parent / "db/tests/lint"
FUNCTION = "create function task.{name}({args}) returns {returns} language {language} {flags} as"
DEFINER = "security definer set search_path = ''"


def function(
    body: str,
    *,
    name: str = "planted",
    args: str = "",
    returns: str = "void",
    language: str = "plpgsql",
    flags: str = DEFINER,
) -> str:
    """A planted function's SQL."""
    head = FUNCTION.format(name=name, args=args, returns=returns, language=language, flags=flags)
    return f"{head} $planted$ {body} $planted$;"


GRANT = "grant execute on function task.planted to hx_member;"
GOOD = "comment on function task.planted is '@returns nothing @errors none';"
NOTHING = "begin end"

# (file, rule as the test describes it, what breaks it)
PLANTS = [
    ("functions", "empty search_path", function(NOTHING, flags="security definer")),
    ("functions", "a temporary type",
     "reset role; do $$ begin execute format('grant temporary on database %I to public',"
     " current_database()); end $$"),
    ("functions", "trigger functions are definers",
     function("begin return new; end", returns="trigger", flags="set search_path = ''")),
    ("functions", "executable by public",
     function(NOTHING) + "grant execute on function task.planted to public;"),
    ("functions", "private helpers are granted",
     function(NOTHING, name="_planted") + "grant execute on function task._planted to hx_member;"),
    ("functions", "say what they do", function(NOTHING) + GRANT),
    ("functions", "public procedures are definers",
     function(NOTHING, flags="set search_path = ''") + GRANT + GOOD),
    ("functions", "return no table",
     function("begin return null; end", returns="task.task") + GRANT + GOOD),
    ("functions", "return no table",
     function("begin return null; end", returns="jsonb") + GRANT + GOOD),
    ("functions", "not volatile neither writes",
     function("begin delete from task.place; end", flags="stable " + DEFINER)),
    ("functions", "what is volatile writes",
     function("begin perform 1; end") + GRANT + GOOD),
    ("functions", "for no key update",
     function("begin perform from task.task as t for update; end")),
    ("functions", "nothing selects all",
     function("begin perform 1 from (select * from task.place) as p; end")),
    ("functions", "nothing pages by offset",
     function("begin perform 1 from task.task as t offset 20; end")),
    ("functions", "no overloads",
     function(NOTHING) + function(NOTHING, args="a integer")),
    ("functions", "named by a keyword", function(NOTHING, args='"position" integer')),
    ("functions", "bare name for its parameter",
     function("begin perform 1 from task.task as t; end", args="a integer")),
    ("functions", "no column is written bare",
     function("select t.id from task.task as t where title = t.title", args="title text",
              returns="uuid", language="sql")),
    ("functions", "no column is written bare",
     function("#variable_conflict use_variable\nbegin perform t.id from task.task as t"
              " order by t.id, title; end", args="title text")),
    ("functions", "is registered", function("begin perform core.fail('HX999'); end")),
    ("functions", "names a higher floor",
     function("begin perform escrow._fund(null); end", name="_planted")),
    ("functions", "names a higher floor",
     function("begin delete from xp.entry; return null; end", returns="trigger")),
    ("functions", "a wire name of its own",
     function("begin perform core.fail('HXA01'); end") + GRANT
     + "comment on function task.planted is '@returns nothing @errors none @wire user.getXP'"),
    ("functions", "a wire name of its own",
     function("begin perform core.fail('HXA01'); end") + GRANT
     + "comment on function task.planted is '@returns nothing @errors none @wire planted'"),
    ("tables", "a state, a role or a flag alone", "create index planted on task.task (state);"),
    ("tables", "no role but the owner", "grant select on task.task to hx_member"),
    ("tables", "nor a column", "grant select (id) on task.task to hx_member"),
    ("tables", "row-level security", "alter table task.task disable row level security"),
    ("tables", "has a primary key", "create table task.planted (a integer)"),
    ("tables", "every table has a comment", "comment on table task.task is null"),
    ("tables", "every schema has a comment", "comment on schema task is null"),
    ("tables", "has an index", "drop index task.task_category"),
    ("tables", "nothing cascades",
     "alter table task.place drop constraint place_task_fkey, add constraint place_task_fkey"
     " foreign key (task_id) references task.task (id) on delete cascade"),
    ("tables", "is validated",
     "alter table task.task add constraint planted check (price_cents > 1) not valid"),
    ("tables", "a name of its own", "alter table task.task add check (price_cents > 1)"),
    ("tables", "money is bigint", "alter table task.task add planted_cents numeric"),
    ("tables", "currency beside it", "alter table task.place add planted_cents bigint"),
    ("tables", "no float", "alter table task.task add planted double precision"),
    ("tables", "no float", "alter table task.task add planted timestamp"),
    ("tables", "a time ends in _at", "alter table task.task add planted timestamptz"),
    ("tables", "multipliers are numeric", "alter table task.task add a_multiplier integer"),
    ("tables", "state column has its machine", "alter table task.place add state text"),
    ("tables", "its generic triggers", "drop trigger zz_record on task.task"),
    ("tables", "its generic triggers",
     "create or replace trigger zz_guard before insert or update of state or delete on task.task"
     " for each row execute function core._guard('task')"),
    ("tables", "past the guard",
     "create trigger zz_later before update on task.task for each row"
     " execute function core._guard('task')"),
    ("tables", "refuses TRUNCATE", "drop trigger never_truncated on core.transition"),
    ("tables", "no trigger is disabled",
     "alter table task.task disable trigger task_terms_immutable"),
    ("tables", "bear their names",
     "alter trigger xp_ledger_no_delete on xp.entry rename to a_xp_ledger_no_delete"),
    ("machines", "born in exactly one state",
     "update core.state set is_initial = true where machine = 'task' and state = 'ACCEPTED'"),
    ("machines", "unreachable",
     "delete from core.transition where machine = 'task' and to_state = 'DISPUTED'"),
    ("machines", "dead end",
     "delete from core.transition where machine = 'task' and from_state = 'DISPUTED'"),
    ("machines", "leaves a terminal",
     "insert into core.transition values ('task', 'EXPIRED', 'OPEN', 'planted')"),
    ("machines", "can end",
     "delete from core.transition where machine = 'intent' and to_state <> 'READY'"),
    ("machines", "released and refunded",
     "delete from core.transition where machine = 'escrow' and from_state = 'LOCKED_DISPUTE'"
     " and to_state = 'RELEASED'"),
    ("machines", "a table that exists",
     "update core.machine set relation = 'task.planted' where machine = 'task'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "rule", "plant"), PLANTS, ids=[f"{n}-{p[1]}" for n, p in enumerate(PLANTS)]
)
def test_rule_catches(url: str, file: str, rule: str, plant: str) -> None:
    """With the defect planted (and rolled back), the rule's line is not ok."""
    with psycopg.connect(url, options="-c search_path=tap,public") as connection:
        connection.execute("set local role hx_owner")
        connection.execute(plant.encode())
        connection.execute("reset role")
        text = (LINT / f"{file}.sql").read_text(encoding="utf-8")
        text = text.replace("begin;", "", 1).replace("rollback;", "")
        lines = failing(connection, text)
        connection.rollback()
    assert any(rule in line for line in lines), lines


def failing(connection: Connection, text: str) -> list[str]:
    """First lines of the assertions that fail."""
    output = [line for block in lines_of(connection, text) for line in block.splitlines()]
    return [line for line in output if line.startswith("not ok")]
