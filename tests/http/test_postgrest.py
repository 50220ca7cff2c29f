"""What db/docs/postgrest.md says, by the statements that PostgREST sends: the settings of its
transaction, the pre-request function of that page, and the call of a function by named arguments.
SEC-03 SEC-08 SEC-09 SEC-29."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import jwt
import psycopg
import pytest
from psycopg import sql
from test_every_procedure import SCENARIOS, Json, Stage, house, stage, work

from clones import with_part
from house import ROOT, House, Person

__all__ = ["house", "stage"]  # fixtures of that module
PAGE = (ROOT / "db/docs/postgrest.md").read_text(encoding="utf-8")
SETTINGS = dict(re.findall(r'^([\w-]+) = "(.*)"$', PAGE, re.M))
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|[+-]\d\d:\d\d)")


class Rest:
    """Sends what PostgREST would for a request to /rpc."""

    def __init__(self, house: House, login: str) -> None:
        self.house = house
        self.db = psycopg.connect(with_part(house.database, user=login), autocommit=True)
        self.answered: Any = None

    def call(
        self, procedure: str, arguments: Json, claims: Mapping[str, Any], method: str = "POST"
    ) -> Any:
        """The body of an answer; an error is the server's, also that of the commit."""
        schema, name = procedure.split(".")
        known = self.house.sql(
            "select jsonb_build_object('is_list', p.proretset, 'is_composite', t.typtype = 'c',"
            " 'is_volatile', p.provolatile = 'v', 'types', (select jsonb_object_agg("
            "   p.proargnames[a.n], format_type(a.type, null)) from"
            "   unnest(p.proargtypes::oid[]) with ordinality as a (type, n)))"
            " from pg_proc as p join pg_type as t on t.oid = p.prorettype"
            " where p.oid = to_regproc(%s)",
            procedure,
        )
        assert known is not None
        role = claims.get("role", SETTINGS["db-anon-role"])
        settings = {
            "search_path": f'"{schema}", "public"',
            "role": role,
            "request.jwt.claims": json.dumps({**claims, "role": role}),
            "request.method": method,
            "request.path": f"/rpc/{name}",
            "request.headers": json.dumps({"idempotency-key": "the-same"}),
            "request.cookies": "{}",
        }
        is_read_only = method == "GET" or not known["is_volatile"]
        with self.db.transaction():
            if is_read_only:
                self.db.execute("set transaction read only")
            for setting in settings.items():
                self.db.execute("select set_config(%s, %s, true)", setting)
            before = sql.Identifier(*SETTINGS["db-pre-request"].split("."))
            self.db.execute(sql.SQL("select {}()").format(before))
            row = self.db.execute(self.query(schema, name, arguments, known, method)).fetchone()
            assert row is not None
            self.answered = row[2]
        return self.answered

    def query(
        self, schema: str, name: str, arguments: Json, known: Json, method: str
    ) -> sql.Composed:
        """The one statement: arguments out of the body's JSON, or as literals of a query string."""
        function, is_scalar = sql.Identifier(schema, name), not known["is_composite"]
        types = {n: sql.SQL(known["types"][n]) for n in arguments}
        names = [sql.Identifier(n) for n in arguments]
        body: sql.Composable = sql.SQL("")
        if method == "GET":
            given = sql.SQL(", ").join(
                sql.SQL("{} := {}::{}").format(sql.Identifier(n), literal(value), types[n])
                for n, value in arguments.items()
            )
        else:
            given = sql.SQL(", ").join(sql.SQL("{0} := pgrst_body.{0}").format(n) for n in names)
            if names:
                body = sql.SQL(
                    "(select {body}::json as json_data) pgrst_payload, lateral (select {names}"
                    " from json_to_record(pgrst_payload.json_data) as _({typed})) pgrst_body,"
                    " lateral "
                ).format(
                    body=json.dumps(arguments),
                    names=sql.SQL(", ").join(names),
                    typed=sql.SQL(", ").join(
                        sql.SQL("{} {}").format(sql.Identifier(n), types[n]) for n in arguments
                    ),
                )
        called = sql.SQL("{}({}) pgrst_call").format(function, given)
        if is_scalar:
            called = sql.SQL("(select {}({}) pgrst_scalar) pgrst_call").format(function, given)
        answer = "json_agg(_postgrest_t.pgrst_scalar)" if is_scalar else "json_agg(_postgrest_t)"
        return sql.SQL(
            "with pgrst_source as (select {columns} from {body}{called})"
            " select null::bigint as total_result_set, pg_catalog.count(_postgrest_t) as"
            " page_total, coalesce({answer}, {empty}) as body,"
            " nullif(current_setting('response.headers', true), '') as response_headers,"
            " nullif(current_setting('response.status', true), '') as response_status"
            " from (select pgrst_source.* from pgrst_source) _postgrest_t"
        ).format(
            columns=sql.SQL("pgrst_call.pgrst_scalar" if is_scalar else "pgrst_call.*"),
            body=body,
            called=called,
            answer=sql.SQL(answer + ("" if known["is_list"] else "->0")),
            empty=sql.SQL("'[]'" if known["is_list"] else "'null'"),
        )


def literal(value: Any) -> str:
    """A value as a query string has it; a list as an array literal."""
    if isinstance(value, list):
        return "{" + ",".join(map(literal, value)) + "}"
    return json.dumps(value) if isinstance(value, bool) else str(value)


def claims(person: Person) -> Json:
    """What the person's token says, as PostgREST reads it; nothing without a token."""
    header = str(person.http.headers.get("Authorization", ""))
    if not header:
        return {}
    told: Json = jwt.decode(header.removeprefix("Bearer "), options={"verify_signature": False})
    return told


def plain(value: Any) -> Any:
    """The same with times to the millisecond, and without what two calls can't have in common."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, str) and TIME.fullmatch(value):
        at = datetime.fromisoformat(value).astimezone(UTC)
        return at.replace(microsecond=at.microsecond // 1000 * 1000).isoformat()
    return value


def as_member(db: psycopg.Connection[Any], statement: str) -> None:
    """One statement in the role of a member."""
    with db.transaction():
        db.execute("set local role hx_member")
        db.execute(statement.encode())


def code(error: psycopg.Error) -> str:
    """The SQLSTATE, which PostgREST tells as `code`."""
    return str(error.sqlstate)


@pytest.fixture(scope="module")
def rest(house: House) -> Iterator[Rest]:
    """The page's own set-up, with a login of this run's own: roles belong to the cluster."""
    login = f"hx_rest_{uuid4().hex[:8]}"
    (block,) = re.findall(r"```sql\n(.*?)```", PAGE, re.S)
    house.sql(re.sub(r"\bhx_rest\b", login, block))
    made = Rest(house, login)
    yield made
    made.db.close()
    house.sql(f"drop schema rest cascade; drop owned by {login}; drop role {login}")


OF_MEMBERS = pytest.mark.parametrize(
    "procedure",
    sorted(p for p in SCENARIOS if p.partition(".")[0] in SETTINGS["db-schemas"].split(", ")),
)


@OF_MEMBERS
def test_every_procedure(stage: Stage, rest: Rest, procedure: str) -> None:
    """Of a member is called by named arguments, with and without those that have a default, and
    answers what v1 does; one of staff is refused."""
    if "hx_member" not in stage.operation(procedure)["x-roles"]:
        who, arguments = SCENARIOS[procedure](stage)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            rest.call(procedure, arguments, claims(who))
        return
    answers = stage.operation(procedure)["responses"]["200"]["content"]["application/json"]
    for is_whole in (True, False):
        who, arguments = SCENARIOS[procedure](stage)
        if not is_whole:
            arguments = {n: v for n, v in arguments.items() if n in stage.required(procedure)}
        told = rest.call(procedure, arguments, claims(who))
        meta = {"request_id": "r", "timestamp": "2026-01-02T03:04:05.678Z", "version": "1.0.0"}
        stage.validator(answers["schema"]).validate({"success": True, "data": told, "meta": meta})
        if stage.is_query(procedure):
            expected = stage.ask(who, procedure, arguments).json()["data"]
            assert plain(told) == plain(expected)
            by_get = rest.call(procedure, arguments, claims(who), "GET")
            assert plain(by_get) == plain(expected)


@pytest.mark.parametrize("procedure", ["task.create", "task.accept", "account.update_profile"])
def test_no_mutation_by_get(stage: Stage, rest: Rest, procedure: str) -> None:
    """The transaction of a GET is read-only."""
    who, arguments = SCENARIOS[procedure](stage)
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        rest.call(procedure, arguments, claims(who), "GET")


def test_nothing_else_is_exposed(house: House, rest: Rest) -> None:
    """In the schemas of the page a member may call public procedures and touch nothing."""
    schemas = SETTINGS["db-schemas"].split(", ")
    theirs = (
        "select array_agg(p.pronamespace::regnamespace || '.' || p.proname order by 1) from pg_proc"
        " as p where p.pronamespace::regnamespace::text = any (%s)"
        " and has_function_privilege('hx_member', p.oid, 'execute')"
    )
    public = (
        "select array_agg(p.name order by p.name) from core._public_procedures as p"
        " where 'hx_member' = any (p.roles)"
    )
    assert sorted(house.sql(theirs, schemas)) == house.sql(public), "rest._enter is none of them"
    assert schemas == sorted({name.partition(".")[0] for name in house.sql(public)})
    for schema in schemas:
        for relation in house.sql(
            "select array_agg(c.oid::regclass::text) from pg_class as c"
            " where c.relnamespace = %s::regnamespace and c.relkind in ('r', 'p', 'v', 'S')",
            schema,
        ) or ():  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                as_member(rest.db, f"select 1 from {relation}")


def test_who_calls(house: House, stage: Stage, rest: Rest) -> None:
    """The token's subject; nobody, other roles, other sessions and the suspended are refused."""
    mine = rest.call("account.get_profile", {}, claims(stage.worker))
    assert mine["email"] == "worker@example.test"
    unverified = claims(house.person(uuid4().hex)) | {"email_verified": "true"}
    new = {"full_name": "Nora New", "birth_date": "1990-01-01", "accepted_terms_version": "1"}
    assert rest.call("account.register", new, unverified)["email"] is None
    for nobody in ({}, {"sub": None}, {"email": "worker@example.test", "email_verified": True}):
        with pytest.raises(psycopg.Error) as refused:
            rest.call("xp.level_of", {"total_xp": 100}, nobody)
        assert code(refused.value) == "HX501"
    for role in ("hx_admin", "hx_owner", "hx_web", "hx_anon", "postgres"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            rest.call("account.get_profile", {}, claims(stage.staff) | {"role": role})
    with psycopg.connect(with_part(house.database, user="hx_dba"), autocommit=True) as other:
        told = json.dumps(claims(stage.worker))
        other.execute("select set_config('request.jwt.claims', %s, false)", (told,))
        with pytest.raises(psycopg.Error) as forged:
            as_member(other, "select rest._enter()")
    assert code(forged.value) == "HX501"
    gone = house.registered(uuid4().hex)
    who = gone.get("account.get_profile").json()["data"]["id"]
    house.sql("update account.user set state = 'SUSPENDED' where id = %s", who)
    with pytest.raises(psycopg.Error) as suspended:
        rest.call("account.get_profile", {}, claims(gone))
    assert code(suspended.value) == "HX503"
    # A transaction leaves no caller to the next one on the connection.
    assert rest.db.execute("select current_setting('hx.context', true)").fetchone() == ("",)


def test_refusals(stage: Stage, rest: Rest) -> None:
    """A procedure's own have our code and hint; a constraint's have PostgreSQL's, with values."""
    poster = claims(stage.poster)
    with pytest.raises(psycopg.Error) as unknown:
        rest.call("task.get_by_id", {"task_id": str(uuid4())}, poster)
    assert code(unknown.value) == "HXA02"
    with pytest.raises(psycopg.errors.CheckViolation):
        rest.call("task.create", work(price_cents=1), poster)
    used = SCENARIOS["proof.submit"](stage)[1]
    rest.call("proof.submit", used, claims(stage.worker))
    again = SCENARIOS["proof.submit"](stage)[1]
    again["photos"][0]["storage_key"] = used["photos"][0]["storage_key"]
    with pytest.raises(psycopg.errors.UniqueViolation) as violated:
        rest.call("proof.submit", again, claims(stage.worker))
    assert used["photos"][0]["storage_key"] in str(violated.value.diag.message_detail)


def test_neither_keys_nor_limits(house: House, stage: Stage, rest: Rest) -> None:
    """The same key twice posts twice, and no limit counts."""
    house.sql(
        "insert into core.rate_limit (operation, scope, allowed, period)"
        " values ('task.create', 'account', 1, interval '1 hour')"
    )
    try:
        made = [rest.call("task.create", work(), claims(stage.poster))["id"] for _ in range(3)]
    finally:
        house.sql("delete from core.rate_limit where operation = 'task.create'")
    assert len(set(made)) == 3
    kept = "select count(*) from core.idempotency_record where key = 'the-same'"
    assert house.sql(kept) == 0


def test_the_commit_checks(house: House, stage: Stage, rest: Rest) -> None:
    """A rule that spans rows refuses at the end of the transaction, whatever was answered."""
    escrow = stage.escrow(stage.funded())
    house.sql(
        "set role hx_owner; create function escrow.seize(escrow_id uuid) returns text"
        " language plpgsql security definer set search_path = '' as $$ begin"
        " insert into escrow.hold (escrow_id, kind, reason, opened_by)"
        " values (escrow_id, 'FRAUD', 'x', core._caller()); return 'seized'; end $$;"
        " grant execute on function escrow.seize to hx_member"
    )
    try:
        with pytest.raises(psycopg.Error) as refused:
            rest.call("escrow.seize", {"escrow_id": escrow}, claims(stage.poster))
    finally:
        house.sql("drop function escrow.seize")
    assert (rest.answered, code(refused.value)[:2]) == ("seized", "HX")
    assert house.sql("select count(*) from escrow.hold where escrow_id = %s", escrow) == 0


def test_the_books_stand(house: House, rest: Rest) -> None:
    """After all of it every invariant holds, and the README leads to the page."""
    assert rest.db.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    house.prove()
    assert "](db/docs/postgrest.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
