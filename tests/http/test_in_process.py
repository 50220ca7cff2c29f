"""What is seen only from inside the web process: one statement a request, no route without limit.
DBM-27 DBM-036 GWY-016 S-A11."""

from __future__ import annotations

from collections.abc import Iterator
from threading import get_ident
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask.testing import FlaskClient

from house import KEY, environment
from http_work import work
from web.app import create_app
from web.identity import local_token
from web.settings import load


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[FlaskClient]:
    """The application in this process."""
    app = create_app(load(environment(url, 1)))
    yield app.test_client()
    app.extensions["hustlexp"].keeper.stop()
    app.extensions["hustlexp"].database.close()


def test_one_statement_a_request(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mutation, a query of one and of twenty, a refusal, a call of tRPC and each of a batch."""
    sent: list[object] = []
    execute = psycopg.Cursor.execute
    here = get_ident()

    def counted(self: Any, query: Any, *given: Any, **more: Any) -> Any:
        if get_ident() == here:
            sent.append(query)
        return execute(self, query, *given, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    token = local_token(KEY, "test:ann", "ann@example.test")

    def statements(method: str, path: str, body: object = None) -> int:
        sent.clear()
        keys = ",".join(uuid4().hex for _ in path.split(","))
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": keys}
        answer = client.open(path, method=method, json=body, headers=headers)
        assert answer.status_code in (200, 404), answer.text
        return len(sent)

    person = {"full_name": "Ann", "birth_date": "1990-01-01", "accepted_terms_version": "1"}
    assert statements("POST", "/v1/account.register", person) == 1
    for _ in range(21):
        assert statements("POST", "/v1/task.create", work()) == 1
    for path in (
        "/v1/account.get_profile",
        "/v1/task.list?page_size=1",
        "/v1/task.list",
        f"/v1/task.get_by_id?task_id={uuid4()}",
        "/trpc/task.list",
    ):
        assert statements("GET", path) == 1, path
    assert statements("GET", "/trpc/task.list,user.getXP,user.getProfile?batch=1") == 3


# Each route that the application declares, with a request that it answers.
ROUTES = {
    "/v1/<procedure>": ("GET", "/v1/account.get_profile"),
    "/trpc/<path:names>": ("GET", "/trpc/user.getProfile"),
    "/webhooks/stripe": ("POST", "/webhooks/stripe"),
    "/webhooks/verification": ("POST", "/webhooks/verification"),
    "/health": ("GET", "/health"),
    "/healthz": ("GET", "/healthz"),
    "/health/live": ("GET", "/health/live"),
    "/health/ready": ("GET", "/health/ready"),
    "/version": ("GET", "/version"),
    "/metrics": ("GET", "/metrics"),
    "/openapi.json": ("GET", "/openapi.json"),
    "/docs": ("GET", "/docs"),
    "/docs/start.js": ("GET", "/docs/start.js"),
    "/docs/viewer/<name>": ("GET", "/docs/viewer/swagger-ui.css"),
    "/console/sign-in": ("GET", "/console/sign-in"),
    "/console/sign-out": ("POST", "/console/sign-out"),
    "/console/assets/<mark>/<name>": ("GET", "/console/assets/0/console.css"),
    "/console/": ("GET", "/console/"),
    "/console/<name>": ("GET", "/console/money"),
    "/console/<name>/<uuid:subject>": ("GET", f"/console/tasks/{uuid4()}"),
    "/console/panel/<name>/<wanted>": ("GET", "/console/panel/money/ledger.trial_balance"),
    "/console/act/<name>": ("POST", "/console/act/admin.freeze"),
    "/console/act/<name>/rehearse": ("POST", "/console/act/admin.freeze/rehearse"),
    "/console/act/<name>/change": ("POST", "/console/act/admin.freeze/change"),
}


def test_no_route_is_unlimited(client: FlaskClient) -> None:
    """Every answer says which limit it counts against; a new route has to say so too."""
    declared = {rule.rule for rule in client.application.url_map.iter_rules()}
    assert declared == set(ROUTES)
    headers = {"Authorization": f"Bearer {local_token(KEY, 'test:bea', 'bea@example.test')}"}
    for method, path in ROUTES.values():
        answer = client.open(path, method=method, headers=headers)
        assert answer.headers["RateLimit-Policy"].endswith(";w=60"), path
        assert ";r=" in answer.headers["RateLimit"], path
