"""OpenAPI 3.1 from the contract: nothing is written by hand but the envelope. Source: GWY-045."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

import psycopg

from web.contract import Contract, Procedure, read
from web.settings import load
from web.versions import parting

# What any call may answer, whatever the procedure promises; HX503 to who is suspended.
EVERYWHERE = ("HXA01", "HXA04", "HXA09", "HXA10", "HXA17", "HX502", "HX503")
MUTATIONS = ("HXA03", "HXA05", "HXA06", "HXA07", "HXA15", "HXA16")
INTRODUCTION = """The public API of HustleXP: one stored procedure a route.

Queries are `GET /v1/<procedure>` with their arguments in the query string, mutations
`POST /v1/<procedure>` with a JSON object. Every answer is an envelope: `success` and `data`, or
`success` and `error` with a stable `code`; `meta` bears the request's id. Money is in US cents,
times are ISO 8601 in UTC. A mutation honours `Idempotency-Key`: the same key and body answer the
same again (`Idempotency-Replayed: true`) without a second effect. The version is the path's; who
asks for another by `Accept: application/vnd.hustlexp.v2+json` or `?version=2` is refused.
"""


def document(contract: Contract, base_url: str) -> dict[str, Any]:
    """The whole document."""
    paths: dict[str, Any] = {
        f"/v1/{p.name}": {"get" if p.is_query else "post": operation(contract, p)}
        for p in contract.procedures.values()
    }
    paths.update(_fixed(contract))
    return {
        "openapi": "3.1.0",
        "info": {"title": "HustleXP", "version": "1.0.0", "description": INTRODUCTION},
        "servers": [{"url": base_url}],
        "tags": [
            {"name": n}
            for n in sorted({p.name.split(".")[0] for p in contract.procedures.values()})
        ],
        "paths": paths,
        "components": {
            "schemas": {**contract.types, **_schemas(contract)},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


def operation(contract: Contract, procedure: Procedure) -> dict[str, Any]:
    """One procedure as an operation."""
    told = _told(procedure.comment)
    codes = {*EVERYWHERE, *re.findall(r"HX[0-9A-Z]{3}", told.get("errors", ""))}
    if not procedure.is_query:
        codes.update(MUTATIONS)
    is_open = "hx_anon" in procedure.roles
    if not is_open:
        codes.add("HX501")
    policies = contract.limits.get(procedure.name) or contract.limits.get(
        "query" if procedure.is_query else "mutation", []
    )
    described = [told["summary"]]
    if "returns" in told:
        described.append(f"**Answers** {told['returns']}.")
    described.append(f"**Granted to** {', '.join(f'`{role}`' for role in procedure.roles)}.")
    described += [
        f"**Limit** {p['allowed']} calls in {p['period_seconds']} s per {p['scope']}."
        for p in policies
    ]
    result: dict[str, Any] = {
        "operationId": procedure.name,
        "tags": [procedure.name.split(".")[0]],
        "summary": told["summary"].split(". ")[0].split(";")[0].rstrip("."),
        "description": "\n\n".join(described),
        "parameters": [],
        "responses": {
            "200": {
                "description": told.get("returns", "done").capitalize(),
                "headers": _headers(procedure),
                "content": {"application/json": {"schema": _success(procedure.returns)}},
            },
            **_refusals(contract, codes),
        },
        "x-roles": procedure.roles,
    }
    if not is_open:
        result["security"] = [{"bearer": []}]
    if parting(procedure.comment):
        result["deprecated"] = True
    if procedure.is_query:
        required = procedure.arguments["required"]
        result["parameters"] = [
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "schema": _without_null(schema),
                **({"description": schema["description"]} if "description" in schema else {}),
                **({"style": "form", "explode": True} if "items" in schema else {}),
            }
            for name, schema in procedure.arguments["properties"].items()
        ]
    else:
        needed = procedure.idempotency in ("required", "money", "poll")
        result["x-idempotency"] = procedure.idempotency
        result["parameters"] = [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": needed,
                "description": "New for each act; the same for its repeats. Kept "
                + ("30 days." if procedure.idempotency == "money" else "24 hours."),
                "schema": {
                    "type": "string",
                    "pattern": "^[!-~]{1,255}$",
                    "minLength": 1,
                    "maxLength": 255,
                },
            }
        ]
        result["requestBody"] = {
            "required": bool(procedure.arguments["required"]),
            "content": {"application/json": {"schema": procedure.arguments}},
        }
    return result


def _told(comment: str) -> dict[str, str]:
    """The parts of a procedure's comment: its summary and each @tag."""
    head, *tags = re.split(r"\s*\n@", comment)
    told = {"summary": " ".join(head.split()) or "No description."}
    for tag in tags:
        name, _, text = tag.partition(" ")
        if name != "param":
            told[name] = " ".join(text.split())
    return told


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A query string has no null: what is absent is null."""
    plain = {k: v for k, v in schema.items() if k != "description"}
    if isinstance(plain.get("type"), list):
        plain["type"] = next(t for t in plain["type"] if t != "null")
    if "enum" in plain:
        plain["enum"] = [value for value in plain["enum"] if value is not None]
    return plain


def _success(returns: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["success", "data", "meta"],
        "properties": {
            "success": {"const": True},
            "data": returns,
            "meta": {"$ref": "#/components/schemas/Meta"},
        },
    }


def _headers(procedure: Procedure) -> dict[str, Any]:
    names = {
        "X-Request-Id": "The request's id",
        "RateLimit": "What remains",
        "RateLimit-Policy": "The limits",
    }
    if not procedure.is_query:
        names["Idempotency-Replayed"] = "true where the answer was given before under the same key"
    return {
        name: {"description": text, "schema": {"type": "string"}} for name, text in names.items()
    }


def _refusals(contract: Contract, codes: Iterable[str]) -> dict[str, Any]:
    """Responses by HTTP status, each with the codes that it may bear."""
    by_status: dict[int, list[str]] = {}
    for code in sorted(codes):
        if code in contract.errors:
            by_status.setdefault(contract.errors[code]["http_status"], []).append(code)
    return {
        str(status): {
            "description": " ".join(f"`{c}` {contract.errors[c]['message']}" for c in found),
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}},
            "x-codes": found,
        }
        for status, found in sorted(by_status.items())
    }


def _schemas(contract: Contract) -> dict[str, Any]:
    return {
        "Meta": {
            "type": "object",
            "additionalProperties": False,
            "required": ["request_id", "timestamp", "version"],
            "properties": {
                "request_id": {"type": "string"},
                "timestamp": {"type": "string", "format": "date-time"},
                "version": {"type": "string"},
            },
        },
        "Refused": {
            "type": "object",
            "required": ["success", "error", "meta"],
            "properties": {
                "success": {"const": False},
                "error": {
                    "type": "object",
                    "required": ["code", "message"],
                    "properties": {
                        "code": {"type": "string", "enum": sorted(contract.errors)},
                        "message": {"type": "string"},
                        "field": {"type": "string", "description": "The argument at fault"},
                        "hint": {"type": "string", "description": "What would be right"},
                        "details": {},
                    },
                },
                "meta": {"$ref": "#/components/schemas/Meta"},
            },
        },
    }


WELL = {
    "200": {
        "description": "Well",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


def _webhook(contract: Contract, told: tuple[str, str, str], codes: tuple[str, ...]) -> Any:
    """A webhook: its operation, what it does, and the header that signs its body."""
    operation, summary, header = told
    return {
        "post": {
            "operationId": operation,
            "tags": ["webhooks"],
            "summary": summary,
            "parameters": [
                {"name": header, "in": "header", "required": True, "schema": {"type": "string"}}
            ],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            "responses": {**WELL, **_refusals(contract, codes)},
        }
    }


def _fixed(contract: Contract) -> dict[str, Any]:
    """The routes that are no procedures."""
    plain = WELL
    return {
        "/webhooks/stripe": _webhook(
            contract,
            ("webhooks.stripe", "Store an event that Stripe signed", "Stripe-Signature"),
            ("HXA01", "HXA04", "HXA10", "HXA15"),
        ),
        "/webhooks/verification": _webhook(
            contract,
            (
                "webhooks.verification",
                "Hear a provider's signed word about a credential",
                "Verification-Signature",
            ),
            ("HX608", "HXA01", "HXA02", "HXA04", "HXA05", "HXA10", "HXA15"),
        ),
        "/health/live": {
            "get": {
                "operationId": "health.live",
                "tags": ["health"],
                "summary": "Whether the process answers",
                "responses": plain,
            }
        },
        "/health/ready": {
            "get": {
                "operationId": "health.ready",
                "tags": ["health"],
                "summary": "Whether requests should be sent here",
                "responses": {**plain, **_refusals(contract, ("HXA04", "HXA09"))},
            }
        },
        "/version": {
            "get": {
                "operationId": "health.version",
                "tags": ["health"],
                "summary": "What runs",
                "responses": {**plain, **_refusals(contract, ("HXA09",))},
            }
        },
    }


def main() -> None:
    """Print the document of the database that the settings name, without a server."""
    settings = load()
    with psycopg.connect(settings.database("hx_web"), autocommit=True) as connection:
        contract = read(connection)
    sys.stdout.write(json.dumps(document(contract, settings.base_url), indent=2) + "\n")


if __name__ == "__main__":
    main()
