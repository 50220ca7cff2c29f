"""The contract follows the catalog: routes, document, docs page and types appear and go with SQL
alone; the document is valid and true. SEC-15 SEC-17 GWY-045 VAL-014 SEC-008 TST-25."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import psycopg
import pytest
import requests
from openapi_spec_validator import OpenAPIV31SpecValidator

from house import ROOT, House, Person, code, lift_limits, wait_until
from web.contract import PULSE_SECONDS

Json = dict[str, Any]
SOON = 10  # seconds within which a changed catalog is served by every process
GREET = """
create type account.greeting as (words text, moods text[], worker_id uuid, state text);
comment on type account.greeting is 'A greeting. @nullable worker_id';
create function account.greet(name core.title, times integer default 1)
    returns account.greeting
    language plpgsql stable security definer set search_path = ''
as $$
begin
    if times > 3 then
        perform core.fail('HX609', 'times', 'That is too often.');
    end if;
    return row(repeat('Hello ' || name || '. ', times), array['calm'], null, 'ACTIVE')
        ::account.greeting;
end $$;
comment on function account.greet is $$Greet somebody politely.
@param times how often
@returns the greeting
@errors HX609$$;
grant execute on function account.greet to hx_member;
"""
WAVE = """
create function account.wave(note core.note) returns void
    language plpgsql security definer set search_path = '' as $$ begin end $$;
comment on function account.wave is $$Wave.
@idempotency required
@errors none$$;
grant execute on function account.wave to hx_admin;
"""


@pytest.fixture(scope="module")
def house(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Web in two processes, and workers."""
    lift_limits(url)
    made = House(url, tmp_path_factory.mktemp("house"), jobs=True)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def ann(house: House) -> Person:
    """A member."""
    return fresh(house.registered("ann"))


def fresh(person: Person) -> Person:
    """The same on a connection of its own for each call: any of the processes may answer."""
    person.http.headers["Connection"] = "close"
    return person


def document(house: House) -> Json:
    """What /openapi.json says now."""
    return dict(requests.get(f"{house.base_url}/openapi.json", timeout=10).json())


def as_owner(house: House, statements: str) -> None:
    """SQL by whoever may change the house; nothing else is touched, nothing restarted."""
    with psycopg.connect(house.database, autocommit=True) as db:
        db.execute("set role hx_owner")
        db.execute(statements.encode())


def in_time(true: Callable[[], bool]) -> None:
    """It comes true within a few seconds, in every process: many answers in a row say so, and again
    when a process that was busy reading the contract has had its turn."""
    wait_until(lambda: all(true() for _ in range(12)), SOON)
    time.sleep(PULSE_SECONDS)
    wait_until(lambda: all(true() for _ in range(12)), SOON)


def test_a_procedure_made_in_sql_is_there(house: House, ann: Person) -> None:
    """Route, validation, authorization, schema and docs entry, without a line of Python."""
    assert "/v1/account.greet" not in document(house)["paths"]
    assert code(ann.get("account.greet", name="Bo")) == "HXA02"
    as_owner(house, GREET)
    in_time(lambda: ann.get("account.greet", name="Bo").status_code == 200)
    answer = ann.get("account.greet", name="Bo", times=2)
    assert answer.json()["data"] == {
        "words": "Hello Bo. Hello Bo. ",
        "moods": ["calm"],
        "worker_id": None,
        "state": "ACTIVE",
    }
    nobody = fresh(house.person(None))
    assert (code(nobody.get("account.greet", name="Bo")), code(ann.post("account.greet", {}))) == (
        "HX501",
        "HXA14",
    )
    for wrong, field in (({}, "name"), ({"name": "Bo", "times": "x"}, "times"), ({"n": 1}, "n")):
        refused = ann.get("account.greet", **wrong)
        assert code(refused) == "HXA01"
        fields = [one["field"] for one in refused.json()["error"]["details"]["fields"]]
        assert field in fields
    assert code(ann.get("account.greet", name="Bo", times=4)) == "HX609"
    told = document(house)
    operation = told["paths"]["/v1/account.greet"]["get"]
    assert operation["summary"] == "Greet somebody politely"
    assert operation["x-roles"] == ["hx_member"]
    assert operation["security"] == [{"bearer": []}]
    assert "HX609" in operation["responses"]["403"]["x-codes"]
    parameters = {p["name"]: p for p in operation["parameters"]}
    assert parameters["name"]["required"] and parameters["name"]["schema"]["maxLength"] == 255
    assert parameters["times"]["description"] == "how often"
    greeting = told["components"]["schemas"]["account.greeting"]
    assert greeting["properties"]["worker_id"]["type"] == ["string", "null"]
    assert "BANNED" in greeting["properties"]["state"]["enum"]
    OpenAPIV31SpecValidator(told).validate()


def test_a_grant_is_the_authorization(house: House, ann: Person) -> None:
    """Widened, moved and taken away: the very next call obeys, the document soon."""
    as_owner(house, "grant execute on function account.greet to hx_anon")
    nobody = fresh(house.person(None))
    in_time(lambda: nobody.get("account.greet", name="Bo").status_code == 200)
    in_time(lambda: "security" not in document(house)["paths"]["/v1/account.greet"]["get"])
    as_owner(
        house,
        "revoke execute on function account.greet from hx_anon, hx_member;"
        " grant execute on function account.greet to hx_support",
    )
    assert ann.get("account.greet", name="Bo").status_code in (403, 404)
    in_time(lambda: code(ann.get("account.greet", name="Bo")) == "HX503")
    in_time(lambda: code(nobody.get("account.greet", name="Bo")) == "HX501")
    as_owner(house, "revoke execute on function account.greet from hx_support")
    in_time(lambda: code(ann.get("account.greet", name="Bo")) == "HXA02")
    in_time(lambda: "/v1/account.greet" not in document(house)["paths"])
    assert house.sql("select to_regprocedure('route.\"account.greet\"(jsonb)')") is None


def test_a_changed_and_a_dropped_procedure(house: House, ann: Person) -> None:
    """Another signature is another schema; what is dropped is gone, with its types."""
    as_owner(house, WAVE)
    in_time(lambda: code(ann.post("account.wave", {"note": "x"})) == "HX503")
    operation = document(house)["paths"]["/v1/account.wave"]["post"]
    key = next(p for p in operation["parameters"] if p["name"] == "Idempotency-Key")
    assert key["required"] is True
    as_owner(
        house, "drop function account.wave; " + WAVE.replace("note core.note", "warmth integer")
    )
    in_time(
        lambda: (
            "warmth"
            in document(house)["paths"]["/v1/account.wave"]["post"]["requestBody"]["content"][
                "application/json"
            ]["schema"]["properties"]
        )
    )
    as_owner(
        house,
        "drop function account.wave; drop function account.greet; drop type account.greeting",
    )
    in_time(lambda: code(ann.post("account.wave", {"warmth": 1})) == "HXA02")
    in_time(lambda: "account.greeting" not in document(house)["components"]["schemas"])


def references(value: Any) -> Iterator[str]:
    """Every $ref of a document."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def schemas(value: Any) -> Iterator[Json]:
    """Every schema of a document's operations."""
    if isinstance(value, dict):
        if isinstance(value.get("schema"), dict):
            yield value["schema"]
        for part in value.values():
            yield from schemas(part)
    elif isinstance(value, list):
        for part in value:
            yield from schemas(part)


def test_what_will_go_says_so(house: House, ann: Person) -> None:
    """@deprecated, @sunset and @successor of a comment: headers of every answer, a mark in the
    document. GWY-017."""
    as_owner(house, GREET.replace("@errors HX609", "@errors HX609\n@deprecated 2027-01-31\n"
             "@sunset 2027-07-31\n@successor account.get_profile"))  # fmt: skip
    # Each web process reads the contract anew in its own second.
    in_time(
        lambda: all(
            "Deprecation" in house.registered("ann").get("account.greet", name="Bo").headers
            for _ in range(8)
        )
    )
    told = {
        "Deprecation": "@1801353600",
        "Sunset": "Sat, 31 Jul 2027 00:00:00 GMT",
        "Link": '</v1/account.get_profile>; rel="successor-version"',
    }
    for answer in (
        ann.get("account.greet", name="Bo"),
        ann.get("account.greet", name="Bo", times=4),
        ann.http.get(f'{house.base_url}/trpc/user.greet?input={{"name":"Bo"}}', timeout=9),
    ):
        assert {name: answer.headers.get(name) for name in told} == told
    stays = ann.get("account.get_profile")
    assert not set(told) & set(stays.headers)
    paths = document(house)["paths"]
    assert paths["/v1/account.greet"]["get"]["deprecated"] is True
    assert "deprecated" not in paths["/v1/account.get_profile"]["get"]
    as_owner(house, "comment on function account.greet is 'Greet. @deprecated soon @errors HX609'")
    in_time(lambda: "Deprecation" not in ann.get("account.greet", name="Bo").headers)
    as_owner(house, "drop function account.greet; drop type account.greeting")
    in_time(lambda: "/v1/account.greet" not in document(house)["paths"])


def test_the_document_is_valid(house: House) -> None:
    """OpenAPI 3.1, every reference resolves, every schema is one of JSON Schema 2020-12."""
    told = document(house)
    assert told["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(told).validate()
    found = set(references(told))
    assert len(found) > 5
    for reference in found:
        at: Any = told
        assert reference.startswith("#/")
        for step in reference[2:].split("/"):
            at = at[step]
    every = [*schemas(told["paths"]), *told["components"]["schemas"].values()]
    assert len(every) > 100
    for schema in every:
        jsonschema_rs.meta.validate(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
        )


def test_every_operation_says_what_it_answers(house: House) -> None:
    """200, and the refusals of every call, of every mutation, and those that are promised."""
    told = document(house)
    names = []
    for path, item in told["paths"].items():
        for method, operation in item.items():
            answers = operation["responses"]
            assert "200" in answers, path
            assert operation["summary"] and operation["tags"]
            names.append(operation["operationId"])
            if not path.startswith("/v1/"):
                continue
            assert operation["operationId"] == path.removeprefix("/v1/")
            wanted = {"400", "401", "403", "429", "500", "503"}
            wanted |= {"409", "413", "415"} if method == "post" else set()
            assert wanted <= set(answers), path
            codes = {c for a in answers.values() for c in a.get("x-codes", [])}
            comment = house.sql(
                "select p.comment from core._public_procedures as p where p.name = %s",
                operation["operationId"],
            )
            promised = re.search(r"@errors ([^@]*)", comment)
            assert promised, f"{path} does not say its errors"
            assert set(re.findall(r"HX\w{3}", promised[1])) <= codes, path
            assert ("security" in operation) is ("hx_anon" not in operation["x-roles"])
    assert len(names) == len(set(names)) > 30


def test_the_docs_are_served_from_here(house: House) -> None:
    """The page and all it names, under a policy that runs nothing else. SEC-031."""
    page = requests.get(f"{house.base_url}/docs", timeout=10)
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    policy = dict(
        part.strip().split(" ", 1)
        for part in page.headers["Content-Security-Policy"].split(";")
        if part.strip()
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert "unsafe-eval" not in str(policy)
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(named) >= 3
    for asset in named:
        assert re.fullmatch(r"/docs/[\w./-]+", asset), "a URL of another host"
        answer = requests.get(house.base_url + asset, timeout=10)
        assert answer.status_code == 200
        kind = "text/css" if asset.endswith(".css") else "text/javascript"
        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    start = requests.get(f"{house.base_url}/docs/start.js", timeout=10).text
    assert 'url: "/openapi.json"' in start
    for text in (page.text, start):
        assert "//" not in text.replace("<!doctype html>", ""), "a URL of another host"
        assert "<script>" not in text and "onload=" not in text
    for path in ("../settings.py", "..%2f..%2fsettings.py", "%2e%2e/package.json", "none.js"):
        assert requests.get(f"{house.base_url}/docs/viewer/{path}", timeout=10).status_code == 404


def compiled(folder: Path) -> list[str]:
    """The errors of `tsc --strict` over a client and the printed types beside it."""
    ended = subprocess.run(
        [
            str(ROOT / "web/node_modules/.bin/tsc"),
            *("--strict", "--noEmit", "--target", "es2022", "--module", "nodenext"),
            *("--moduleResolution", "nodenext", "--lib", "es2022,dom"),
            "client.ts",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return [line for line in ended.stdout.splitlines() if "error TS" in line]


def test_types_for_clients(house: House, tmp_path: Path) -> None:
    """`make types` prints what a client compiles against; a wrong use does not compile."""
    subprocess.run(
        [str(ROOT / "scripts/types"), str(tmp_path / "api.d.ts")],
        env={**os.environ, "DATABASE_URL": house.database},
        check=True,
        timeout=120,
        capture_output=True,
    )
    client = ROOT / "tests/http/client.ts"
    shutil.copy(client, tmp_path / "client.ts")
    assert compiled(tmp_path) == []
    source = client.read_text(encoding="utf-8")
    wrong = source.count("// @ts-expect-error")
    (tmp_path / "client.ts").write_text(source.replace("// @ts-expect-error", "//"), "utf-8")
    assert len(compiled(tmp_path)) == wrong > 5


CONFIGURATION = """
# Neither can be told by a schema: where a city lies and what time it is, and Stripe's signature.
[[operations]]
include-name = "POST /v1/task.create"
checks.positive_data_acceptance.enabled = false
# Nor which categories, trades and states there are, what a calibration may be answered (these are
# rows), and that a location has both of its halves.
[[operations]]
include-name = "GET /v1/task.get_feed"
checks.positive_data_acceptance.enabled = false
[[operations]]
include-name = "GET /v1/task.get_matching_score"
checks.positive_data_acceptance.enabled = false
[[operations]]
include-name = "GET /v1/task.search"
checks.positive_data_acceptance.enabled = false
[[operations]]
include-name = "GET /v1/task.suggest_price"
checks.positive_data_acceptance.enabled = false
[[operations]]
include-name = "POST /v1/task.save_search"
checks.positive_data_acceptance.enabled = false
[[operations]]
include-name = "POST /v1/verification.submit_insurance"
checks.positive_data_acceptance.enabled = false
[[operations]]
include-name = "POST /v1/verification.submit_licence"
checks.positive_data_acceptance.enabled = false
[[operations]]
include-name = "POST /v1/task.start_draft"
checks.positive_data_acceptance.enabled = false
[[operations]]
include-name = "POST /v1/onboarding.submit_calibration"
checks.positive_data_acceptance.enabled = false
[[operations]]
include-name = "POST /webhooks/verification"
checks.positive_data_acceptance.enabled = false
[[operations]]
include-name = "POST /webhooks/stripe"
checks.positive_data_acceptance.enabled = false
"""


@pytest.mark.parametrize("signed_in", [True, False], ids=["member", "nobody"])
def test_schemathesis_finds_nothing(
    house: House, ann: Person, tmp_path: Path, signed_in: bool
) -> None:
    """No 500, no undeclared answer, header or shape, wrong input refused, right input taken.

    One worker: CPython 3.11 parses wrongly in threads, which hypothesis does. The stateful phase
    wants links, which a contract of procedures has not.
    """
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION, encoding="utf-8")
    wait_until(lambda: requests.get(f"{house.base_url}/health/ready", timeout=5).ok)
    ended = subprocess.run(
        [
            str(Path(sys.executable).parent / "st"),
            *("--config-file", "schemathesis.toml", "--no-color"),
            *("run", f"{house.base_url}/openapi.json"),
            *("--max-examples", "10" if signed_in else "3", "--phases", "coverage,fuzzing"),
            *("--workers", "1", "--generation-deterministic", "--request-timeout", "20"),
            *("--continue-on-failure", "--no-shrink", "--warnings", "off"),
            # No text of PostgreSQL holds it: HXA01 whatever the schema (test_every_procedure.py).
            *("--generation-allow-x00", "false"),
            *(("-H", str(f"Authorization: {ann.http.headers['Authorization']}")) * signed_in),
        ],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-8000:] + ended.stderr[-2000:]
    summary = re.search(r"(\d+) generated", ended.stdout)
    assert summary and int(summary[1]) > 500, ended.stdout[-2000:]
    assert house.sql("select count(*) from core.failure") == 0
    house.prove()


def test_the_contract_is_read_without_a_server(house: House) -> None:
    """`python -m web.openapi` prints the same document as is served, but for the address."""
    printed = subprocess.run(
        [sys.executable, "-m", "web.openapi"],
        cwd=ROOT,
        env=house.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    wait_until(lambda: document(house) == json.loads(printed.stdout))


def test_a_pulse_costs_little(house: House) -> None:
    """The question whether the contract changed is asked every second: it must stay cheap."""
    began = time.monotonic()
    for _ in range(20):
        house.sql("select (h).contract_version from core.health() as h")
    assert time.monotonic() - began < 10
