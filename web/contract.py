"""The public API as the database has it, kept current: routes, validators, limits, errors.

A thread asks `core.health()` every second on a connection of its own; when the contract's version
differs it is read anew. Nothing here knows a procedure. Source: SEC-15.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, fields
from typing import Any

import jsonschema_rs
import psycopg
import structlog
from psycopg.rows import dict_row

from web.errors import Refusal

log = structlog.get_logger()
PULSE_SECONDS = 1.0
STALE_SECONDS = 5.0


@dataclass(frozen=True)
class Procedure:
    """A procedure of the public API with what the border needs of it."""

    name: str
    is_query: bool
    idempotency: str
    roles: list[str]
    comment: str
    arguments: dict[str, Any]
    returns: dict[str, Any]
    validator: jsonschema_rs.Validator


@dataclass(frozen=True)
class Contract:
    """One version of the whole; `wire` has the procedures by the names that tRPC clients know."""

    version: str
    procedures: dict[str, Procedure]
    wire: dict[str, Procedure]
    types: dict[str, Any]
    errors: dict[str, dict[str, Any]]
    limits: dict[str, list[dict[str, Any]]]
    cached: dict[str, list[dict[str, Any]]]


def read(connection: psycopg.Connection[Any]) -> Contract:
    """Read the contract; makes the routes that are missing."""
    with connection.cursor(row_factory=dict_row) as cursor:
        told = cursor.execute("select (c).* from core.contract() as c").fetchone()
    assert told is not None
    components = {"components": {"schemas": told["types"]}}
    known = {field.name for field in fields(Procedure)}  # a newer database may tell more
    procedures = {
        p["name"]: Procedure(
            **{name: value for name, value in p.items() if name in known},
            validator=jsonschema_rs.Draft202012Validator(
                {**p["arguments"], **components}, validate_formats=True
            ),
        )
        for p in told["procedures"]
    }
    limits: dict[str, list[dict[str, Any]]] = {}
    for policy in told["limits"]:
        limits.setdefault(policy["operation"], []).append(policy)
    wire = {name: procedures[procedure] for name, procedure in told["wire"].items()}
    cached: dict[str, list[dict[str, Any]]] = {}
    for rule in told.get("cached") or ():  # an older database tells of none
        cached.setdefault(rule["procedure"], []).append(rule)
    return Contract(
        told["version"], procedures, wire, told["types"], told["errors"], limits, cached
    )


class Keeper:
    """Holds the present contract and the pulse of the database."""

    def __init__(self, conninfo: str) -> None:
        self.conninfo = conninfo
        self.schema_version = ""
        self._contract: Contract | None = None
        self._relay_is_alive = False
        self._seen = float("-inf")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="contract", daemon=True)

    def start(self) -> None:
        """Begin; the first reading is waited for a moment, so that a started worker can serve."""
        self._thread.start()
        for _ in range(100):
            if self._contract is not None:
                return
            time.sleep(0.05)

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()

    @property
    def contract(self) -> Contract:
        """The present contract; HXA09 while the database was never reached."""
        if self._contract is None:
            raise Refusal("HXA09", "The service is starting; try again.")
        return self._contract

    def knows(self, procedure: str) -> bool:
        """Whether it is a procedure of the present contract."""
        return self._contract is not None and procedure in self._contract.procedures

    def errors(self) -> dict[str, dict[str, Any]]:
        """Registered errors by code; empty while the database was never reached."""
        return self._contract.errors if self._contract else {}

    def faults(self) -> list[str]:
        """Why this process should get no requests now; empty when it is ready."""
        faults = []
        if self._contract is None:
            faults.append("contract")
        if time.monotonic() - self._seen > STALE_SECONDS:
            faults.append("database")
        elif not self._relay_is_alive:
            faults.append("relay")
        return faults

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with psycopg.connect(
                    self.conninfo,
                    autocommit=True,
                    connect_timeout=3,
                    prepare_threshold=None,  # the shape of what it reads may change under it
                    options="-c timezone=UTC -c statement_timeout=10s",
                ) as connection:
                    while not self._stop.wait(PULSE_SECONDS if self._contract else 0):
                        self._beat(connection)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                log.warning("database away", error=type(error).__name__, sqlstate=error.sqlstate)
                self._stop.wait(PULSE_SECONDS)
            except Exception as error:  # what can't be read is not served but the one before it
                log.error("contract not read", exc_info=error)
                self._stop.wait(PULSE_SECONDS)

    def _beat(self, connection: psycopg.Connection[Any]) -> None:
        with connection.cursor(row_factory=dict_row) as cursor:
            pulse = cursor.execute("select (h).* from core.health() as h").fetchone()
        assert pulse is not None
        self.schema_version = pulse["schema_version"]
        self._relay_is_alive = pulse["relay_is_alive"]
        self._seen = time.monotonic()
        if self._contract is None or pulse["contract_version"] != self._contract.version:
            self._contract = read(connection)
            log.info("contract read", version=self._contract.version)
