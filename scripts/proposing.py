"""From what migra proposes to a file that a person can review.

Domains and comments, which migra does not see, are added; what drops anything is named; what fails
or blocks where there are rows bears a warning.
"""

from __future__ import annotations

import re
import sys

from comparing import connect

NAME = r'"?(\w+)"?\."?(\w+)"?'
DROPS = (
    ("column", re.compile(rf'^alter table {NAME} drop column "?(\w+)"?', re.I)),
    ("constraint", re.compile(rf'^alter table {NAME} drop constraint "?(\w+)"?', re.I)),
    ("constraint", re.compile(rf'^alter domain {NAME} drop constraint "?(\w+)"?', re.I)),
)
QUOTED = re.compile(r'"([a-z_][a-z0-9_]*)"')
CREATED = re.compile(r"^create table (\w+\.\w+)")
INDEX = re.compile(r"^create (?:unique )?index \w+ on (?:only )?(\w+\.\w+)")
VALIDATE = re.compile(r"^alter table (\w+\.\w+) validate constraint")
DROP = re.compile(rf"^drop (\w+)(?: if exists)? {NAME}", re.I)
DOMAINS = """
select n.nspname || '.' || t.typname, format_type(t.typbasetype, t.typtypmod), t.typnotnull::text,
       coalesce(t.typdefault, ''),
       coalesce((select json_object_agg(k.conname, pg_get_constraintdef(k.oid))
                   from pg_constraint as k where k.contypid = t.oid), '{}'::json)
  from pg_type as t join pg_namespace as n on n.oid = t.typnamespace
 where t.typtype = 'd' and t.typowner = 'hx_owner'::regrole order by 1
"""
Domain = tuple[str, str, str, dict[str, str]]


def domains(url: str) -> dict[str, Domain]:
    """Domains of the house: type, whether not null, default, checks by name."""
    with connect(url) as db:
        rows = db.execute(DOMAINS.encode()).fetchall()
    found: dict[str, Domain] = {}
    for name, kind, required, default, checks in rows:
        assert isinstance(checks, dict)
        found[str(name)] = (str(kind), str(required), str(default), checks)
    return found


def domain_changes(old: dict[str, Domain], new: dict[str, Domain]) -> tuple[list[str], list[str]]:
    """Statements for domains: those before the tables, those after."""
    first, last = [], [f"drop domain {name};" for name in old if name not in new]
    for name, (kind, required, default, checks) in new.items():
        if name not in old:
            words = [f"create domain {name} as {kind}"]
            words += [f"default {default}"] if default else []
            words += ["not null"] if required == "true" else []
            words += [f"constraint {check} {rule}" for check, rule in checks.items()]
            first.append("\n    ".join(words) + ";")
            continue
        was_kind, was_required, was_default, was_checks = old[name]
        if kind != was_kind:
            first.append(f"-- REVIEW: domain {name} changes from {was_kind} to {kind}: by hand")
        if default != was_default:
            what = f"set default {default}" if default else "drop default"
            first.append(f"alter domain {name} {what};")
        if required != was_required:
            first.append(f"alter domain {name} {'set' if required == 'true' else 'drop'} not null;")
        for check, rule in was_checks.items():
            if checks.get(check) != rule:
                first.append(f"alter domain {name} drop constraint {check};")
        for check, rule in checks.items():
            if was_checks.get(check) != rule:
                first.append(f"alter domain {name} add constraint {check} {rule};")
    return first, last


def comment_changes(old: dict[str, list[str]], new: dict[str, list[str]], sql: str) -> list[str]:
    """Statements for comments; what is dropped takes its own along."""
    found = []
    for key, lines in new.items():
        if key.startswith("COMMENT ") and old.get(key) != lines:
            text = "\n".join(lines)
            found.append(re.sub(r"^COMMENT ON (.+?) IS ", lambda m: lower(m[1]), text, count=1))
    for key, lines in old.items():
        if key.startswith("COMMENT ") and key not in new:
            subject = re.sub(r"(?s)^COMMENT ON (.+?) IS .*", r"\1", lines[0])
            gone = f"drop {subject.lower()}" in sql or re.search(
                rf"drop column {subject.rpartition('.')[2]}\b|drop table {subject.split()[-1]}\b",
                sql,
            )
            if not gone:
                found.append(f"{lower(subject)}null;")
    return found


def lower(subject: str) -> str:
    """The head of a comment's statement with its keywords in lower case."""
    kind, _, name = subject.partition(" ")
    return f"comment on {kind.lower()} {name} is "


def plain(statement: str, keywords: set[str]) -> str:
    """A statement without the quotes that its names don't need, keywords in lower case."""

    def bare(match: re.Match[str]) -> str:
        return match[0] if match[1] in keywords else match[1]

    pieces = statement.split("'")
    pieces[::2] = [
        re.sub(r"\b[A-Z]{2,}\b", lambda m: m[0].lower(), re.sub(QUOTED, bare, piece))
        for piece in pieces[::2]
    ]
    return "'".join(pieces)


def dropped(statements: list[str]) -> list[str]:
    """What the statements would drop for good, by kind and name."""
    whole = "\n".join(statements).lower().replace('"', "")
    found = []
    for statement in statements:
        for kind, pattern in DROPS:
            if match := pattern.match(statement):
                schema, table, name = match.groups()
                remade = re.search(rf"\b{schema}\.{table}\b.* add constraint {name}\b", whole)
                if kind == "column" or not remade:
                    found.append(f"{kind} {schema}.{table}.{name}")
        if match := DROP.match(statement):
            kind, schema, name = match.groups()
            made = rf"create (unique )?index {name}\b|add constraint {name}\b"
            again = kind.lower() == "index" and re.search(made, whole) is not None
            # The index of a constraint goes with it.
            own = any(f.startswith("constraint ") and f.endswith(f".{name}") for f in found)
            if not again and not own:
                found.append(f"{kind.lower()} {schema}.{name}")
    tables = {word.removeprefix("table ") for word in found if word.startswith("table ")}
    return [w for w in found if w.split()[1].rpartition(".")[0] not in tables]


def reviewed(statements: list[str]) -> list[str]:
    """The statements with a warning above what fails or blocks where there are rows."""
    found = []
    for statement in statements:
        said = statement.lower()
        if re.search(r"add column .* not null", said) and " default " not in said:
            found.append(
                "-- REVIEW: fails where rows exist: add it nullable, fill it in .backfill.sql, and"
                "\n-- set it not null in .post.sql"
            )
        if re.search(r"alter column .* set not null", said):
            found.append(
                "-- REVIEW: fails where rows have none; scans the table under an exclusive lock:"
                "\n-- fill it in .backfill.sql, and move this to .post.sql"
            )
        index = INDEX.match(said.replace('"', ""))
        if index and index[1] not in created(statements):
            found.append("-- REVIEW: nobody writes the table while this is built")
        if re.search(r"^alter domain .* add constraint", said):
            found.append("-- REVIEW: fails where rows break it; nobody writes them meanwhile")
        if re.search(r"add column \w+ \w+\.", said):
            found.append("-- REVIEW: a domain that checks something rewrites the table")
        if re.search(r"alter column .* set data type", said):
            found.append("-- REVIEW: rewrites the table under an exclusive lock")
        found.append(statement)
    return found


def created(statements: list[str]) -> set[str]:
    """The tables that the statements make: nobody uses them yet."""
    found = (CREATED.match(statement.lower().replace('"', "")) for statement in statements)
    return {match[1] for match in found if match}


def apart(statements: list[str]) -> tuple[list[str], list[str]]:
    """Statements for the migration itself, and those that look at every row of a table in use.

    A rule holds for new rows from the first on (`not valid`); that old rows keep it is looked up
    after that, in a transaction of its own, beside readers and writers.
    """
    new = created(statements)
    late = [
        statement
        for statement in statements
        if (match := VALIDATE.match(statement.lower().replace('"', ""))) and match[1] not in new
    ]
    return [statement for statement in statements if statement not in late], late


def renaming(words: str) -> list[str]:
    """`core.x.y z` as the statement that renames a column, `core.x z` a table."""
    found = []
    for word in filter(None, (w.strip() for w in words.split(","))):
        match = re.fullmatch(r"(\w+\.\w+)(?:\.(\w+))? (\w+)", word)
        if not match:
            sys.exit(f"{word}: a rename is told as schema.table.column new_name")
        table, column, name = match.groups()
        what = f"rename column {column} to {name}" if column else f"rename to {name}"
        found.append(f"alter table {table} {what};")
    return found
