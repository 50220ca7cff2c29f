"""What all tests stand on: a real PostgreSQL with the database as its files make it.

`HX_TEST_URL` names the built database; a missing one is an error, never a skipped test. It is the
template of clones and nobody commits to it. Source: M6 of failures.md.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from clones import Clones, Connection
from cluster import Server, throw_away
from house import House


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rules and their kill tests come first: without them nothing else is worth a run."""
    items.sort(key=lambda item: item.path.name != "test_pgtap.py")


@pytest.fixture(scope="session")
def clones() -> Iterator[Clones]:
    """Makes clones of the built database, and drops them at the end."""
    maker = Clones(os.environ["HX_TEST_URL"])
    yield maker
    maker.drop_all()


@pytest.fixture(scope="module")
def url(clones: Clones) -> str:
    """A database of the module's own, to commit to."""
    return clones.make()


@pytest.fixture
def owner(url: str) -> Iterator[Connection]:
    """A superuser's autocommit connection to the module's own database."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def house(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Web and workers over the module's own database."""
    made = House(url, tmp_path_factory.mktemp("house"), jobs=True)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A running cluster of the module's own."""
    with throw_away() as made:
        yield made
