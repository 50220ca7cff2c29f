"""Two databases compared: what `pg_dump -s` says of each object, the law's rows, and migra.

`pg_dump` is the judge, for it knows what migra does not (owners, comments, grants of functions,
disabled triggers, domains); its output is cut into objects, so that a difference bears a name.
Nothing is written to either database.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import warnings
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import create_engine

with warnings.catch_warnings():  # sqlbag asks for the deprecated pkg_resources
    warnings.simplefilter("ignore")
    from migra import Migration
    from schemainspect import get_inspector
    from schemainspect.pg.obj import PROPS

ROOT = Path(__file__).resolve().parent.parent
PG_DUMP = "/usr/lib/postgresql/15/bin/pg_dump"
TESTS = ("tap", "support")
TEST_EXTENSIONS = ("pgtap", "plpgsql_check")
READ_ONLY = "-c default_transaction_read_only=on -c statement_timeout=60s"
HEADER = re.compile(
    r"^-- Name: (?P<name>.+?); Type: (?P<type>[A-Z ]+); Schema: (?P<schema>\S+?);"
    r" Owner: (?P<owner>[^;\n]*)(?:; Tablespace: \S*)?$",
    re.M,
)
MONTH = re.compile(r"\bevent_(\d{4}_\d{2})(?=\b|_)")
# Where the order of lines says nothing: columns added later stand last, grants come as given.
UNORDERED = ("TABLE", "ACL", "DEFAULT ACL")
# What has an owner of its own; triggers, indexes, comments go with their table's.
OWNED = ("SCHEMA", "TABLE", "VIEW", "SEQUENCE", "FUNCTION", "PROCEDURE", "TYPE", "DOMAIN")
LIBPQ = {
    "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "user": "PGUSER",
    "password": "PGPASSWORD", "dbname": "PGDATABASE", "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT", "channel_binding": "PGCHANNELBINDING",
}  # fmt: skip

Objects = dict[str, list[str]]


def libpq(url: str) -> dict[str, str]:
    """The environment by which libpq's programs reach a database; no password in an argument."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    named = {LIBPQ[key]: str(value) for key, value in parts.items() if key in LIBPQ}
    return {**os.environ, **named, "PGOPTIONS": READ_ONLY}


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """A read-only connection that writes names in full."""
    return psycopg.connect(url, autocommit=True, options=f"{READ_ONLY} -c search_path=")


def objects(url: str) -> Objects:
    """Every object by kind and name, with the lines that make it."""
    options = [word for schema in TESTS for word in ("--exclude-schema", schema)]
    dump = subprocess.run(
        [PG_DUMP, "-s", *options], env=libpq(url), check=True, capture_output=True, text=True
    ).stdout
    found: Objects = {}
    heads = list(HEADER.finditer(dump))
    ends = [head.start() for head in heads[1:]] + [len(dump)]
    extensions_owner = next(
        (h["owner"] for h in heads if h["type"] == "SCHEMA" and h["name"] == "ext"), ""
    )
    for head, end in zip(heads, ends, strict=True):
        kind, name, schema = head["type"], head["name"], head["schema"]
        if name.removeprefix("EXTENSION ") in TEST_EXTENSIONS:
            continue
        text = re.sub(r"(?m)^\\(un)?restrict .*$|^SET .*$|^--.*$", "", dump[head.end() : end])
        lines = [line.rstrip().rstrip(",") for line in text.splitlines() if line.strip()]
        # The superuser's name is each server's own.
        owner = "(superuser)" if head["owner"] == extensions_owner else head["owner"]
        lines = [
            line.replace(f" TO {extensions_owner};", " TO (superuser);")
            if line.startswith("ALTER ")
            else line
            for line in lines
        ]
        key = f"{kind} {name}" if schema == "-" else f"{kind} {schema}.{name}"
        if kind in UNORDERED:
            lines.sort()
        if kind in OWNED:
            lines.append(f"owner: {owner}")
        found.setdefault(key, []).extend(lines)
    return {**found, **facts(url), **law(url)}


FACTS = {
    "DATABASE": "select 'grant ' || g.privilege_type || ' to ' || coalesce(r.rolname, 'public')"
    " from pg_database as d cross join aclexplode(d.datacl) as g"
    " left join pg_roles as r on r.oid = g.grantee"
    " where d.datname = current_database() and g.grantee <> d.datdba",
    "ROLES": "select concat_ws(' ', r.rolname, case when r.rolsuper then 'superuser' end,"
    " case when r.rolinherit then 'inherit' end, case when r.rolcanlogin then 'login' end,"
    " case when r.rolcreaterole then 'createrole' end, case when r.rolcreatedb then 'createdb' end,"
    " case when r.rolbypassrls then 'bypassrls' end, case when r.rolreplication then 'replication'"
    " end, s.setconfig) from pg_roles as r"
    " left join pg_db_role_setting as s on s.setrole = r.oid and s.setdatabase = 0"
    " where r.rolname ~ '^hx_'",
    "MEMBERSHIPS": "select g.rolname || ' to ' || r.rolname || case when m.admin_option"
    " then ' with admin option' else '' end from pg_auth_members as m"
    " join pg_roles as g on g.oid = m.roleid join pg_roles as r on r.oid = m.member"
    " where g.rolname ~ '^hx_' and r.rolname ~ '^hx_'",
}


def facts(url: str) -> Objects:
    """What `pg_dump` leaves out: grants on the database, the house's roles and who has them."""
    with connect(url) as db:
        return {
            kind: sorted(str(row[0]) for row in db.execute(query.encode()).fetchall())
            for kind, query in FACTS.items()
        }


def law(url: str) -> Objects:
    """The rows of law: a move that a hand added is as grave as a dropped trigger."""
    said = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "db/rules").glob("*.sql"))
    tables = sorted(set(re.findall(r"insert into (\w+\.\w+)", said)) - {"ledger.account"})
    found: Objects = {}
    with connect(url) as db:
        for table in tables:
            there = db.execute("select to_regclass(%s) is not null", (table,)).fetchone()
            if there and there[0]:
                rows = db.execute(f"select to_jsonb(t)::text from {table} as t".encode())
                found[f"ROWS {table}"] = sorted(str(row[0]) for row in rows.fetchall())
    return found


def months(found: Objects) -> tuple[Objects, dict[str, Objects]]:
    """The partitions of core.event, of which each database has its own months, apart."""
    apart: dict[str, Objects] = {}
    rest: Objects = {}
    for key, lines in found.items():
        match = MONTH.search(key)
        if not match:
            rest[key] = lines
            continue
        month = match[1]
        text = "\n".join(lines).replace(month, "MONTH").replace(month.replace("_", "-"), "MONTH")
        text = re.sub(r"FOR VALUES FROM \(.*?\) TO \(.*?\)", "FOR VALUES (MONTH)", text)
        apart.setdefault(month, {})[key.replace(month, "MONTH")] = text.split("\n")
    return rest, apart


def told(desired: Objects, actual: Objects, month: str = "") -> list[str]:
    """The differences of two sets of objects, each by name."""
    found = []
    for key in sorted({*desired, *actual}):
        name = key.replace("MONTH", month)
        if key not in actual:
            found.append(f"missing: {name}")
        elif key not in desired:
            found.append(f"extra: {name}")
        elif desired[key] != actual[key]:
            lines = difflib.unified_diff(desired[key], actual[key], n=0, lineterm="")
            changed = [f"    {x}" for x in lines if not x.startswith(("---", "+++", "@@"))]
            more = [f"    … {len(changed) - 12} more lines"] if len(changed) > 12 else []
            found.append("\n".join([f"differs: {name}", *changed[:12], *more]))
    return found


def differences(desired_url: str, actual_url: str) -> list[str]:
    """What of the actual database is not as in the desired one; empty where they agree."""
    desired, desired_months = months(objects(desired_url))
    actual, actual_months = months(objects(actual_url))
    found = told(desired, actual)
    pattern = next(iter(desired_months.values()), {})
    for month, partition in sorted(actual_months.items()):
        found += told(pattern, partition, month)
    if pattern and not actual_months:
        found.append("missing: every month's partition of core.event")
    return found + [
        f"migra: {' '.join(s.split())[:300]}" for s in proposed(actual_url, desired_url)
    ]


INHERITED = (
    "select format('%I.%I.%I', k.connamespace::regnamespace::text, r.relname, k.conname)"
    " from pg_constraint as k join pg_class as r on r.oid = k.conrelid where k.conparentid <> 0"
    " union all select format('%I.%I', c.relnamespace::regnamespace::text, c.relname)"
    " from pg_inherits as i join pg_class as c on c.oid = i.inhrelid where c.relkind in ('i', 'I')"
    " union all select format('%I.%I.%I', r.relnamespace::regnamespace::text, r.relname, t.tgname)"
    " from pg_trigger as t join pg_class as r on r.oid = t.tgrelid where t.tgparentid <> 0"
)


def inspected(url: str) -> Any:
    """What migra sees of the house alone; partitions' own months and what they inherit left out."""
    with connect(url) as db:
        house = {
            str(row[0])
            for row in db.execute(
                "select nspname from pg_namespace where nspowner = 'hx_owner'::regrole"
            )
        }
        inherited = {str(row[0]) for row in db.execute(INHERITED)}
    engine = create_engine("postgresql+psycopg://", creator=lambda: connect(url))
    with engine.connect() as connection:
        seen = get_inspector(connection)
    engine.dispose()
    for kind in PROPS.split():
        items = getattr(seen, kind)
        for key in list(items):
            name = str(key).replace('"', "")
            ours = getattr(items[key], "schema", None) in house and kind != "extensions"
            if not ours or MONTH.search(name) or name in inherited:
                del items[key]
    return seen


def proposed(from_url: str, to_url: str) -> list[str]:
    """Statements by which migra would turn one database into another, without its noise."""
    migration = Migration(inspected(from_url), inspected(to_url), ignore_extension_versions=True)
    migration.set_safety(False)
    migration.add_all_changes(privileges=True)
    return [str(statement).strip() for statement in migration.statements]
