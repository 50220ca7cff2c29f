"""Plain Flask calling one function on the same server: what our web layer is compared with.

`gunicorn -c python:web.gunicorn_conf tests.bench.plain:app` over the benchmark's database; no
identity, no catalog, no limits, no keys.
"""

from __future__ import annotations

import os
from typing import Any

import psycopg
from flask import Flask, Response, request
from psycopg_pool import ConnectionPool

app = Flask(__name__)
_pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
    os.environ["BENCH_URL"], min_size=8, max_size=8, kwargs={"autocommit": True}, open=True
)


def _call(statement: str, *arguments: object) -> Response:
    with _pool.connection() as connection:
        row = connection.execute(statement.encode(), arguments).fetchone()
    assert row is not None
    return Response(row[0], mimetype="application/json")


@app.get("/query/<int:person>")
def query(person: int) -> Response:
    """The profile of a person."""
    return _call("select bench.get_profile(%s)", person)


@app.post("/mutation/<int:person>")
def mutation(person: int) -> Response:
    """A task posted by a person."""
    return _call("select bench.create_task(%s, %s::jsonb)", person, request.get_data(as_text=True))
