"""Once roles and extensions are there, no superuser is needed: as on Neon. Issue 5."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from clones import Clones, with_part
from comparing import differences
from files import Files
from migrating import parts


@pytest.fixture
def tenant(clones: Clones) -> Iterator[str]:
    """A role that owns its database and may be hx_owner and hx_job, and nothing else."""
    name = f"hustlexp_tenant_{uuid4().hex[:12]}"
    with psycopg.connect(clones.template, dbname="postgres", autocommit=True) as server:
        server.execute(f"create role {name} login in role hx_owner, hx_job".encode())
        server.execute(f"create database {name} owner {name} template template0".encode())
        url = with_part(clones.template, dbname=name)
        with psycopg.connect(url, autocommit=True) as db:
            db.execute("create schema ext")
            db.execute("create extension postgis schema ext")
            db.execute("create extension btree_gist schema ext")
            db.execute("create extension pg_trgm schema ext")
            db.execute("grant usage on schema ext to public")
        yield with_part(url, user=name)
        server.execute(f"drop database {name} with (force)".encode())
        server.execute(f"drop role {name}".encode())


def test_built_and_migrated(tenant: str, clones: Clones, tmp_path: Path) -> None:
    """Built whole, as a superuser builds it; then roles said again, a migration, code."""
    files = Files(tmp_path, tenant)
    files.apply()
    assert files.ask("select rolsuper from pg_roles where rolname = current_user") == "False"
    assert differences(clones.template, with_part(tenant, user="postgres")) == []
    files.edit("db/schema/00_roles.sql", "-- The roles", "-- All roles")
    files.edit("db/functions/xp/base.sql", "released_cents / 100", "released_cents / 50")
    version = parts()[-1].version + 1
    files.migration(f"{version:04d}_planted", "alter table core.flag add column planted text;")
    assert "applied db/functions/xp/base.sql" in files.apply()
    assert files.ask("select count(*) from core.migration where name = 'planted'") == "1"
