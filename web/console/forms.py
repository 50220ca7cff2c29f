"""A form for any procedure, from the JSON Schema of its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from web.contract import Procedure

LONG = 200  # characters from which on a text gets room for lines


@dataclass(frozen=True)
class Field:
    """One argument as a form shows it."""

    name: str
    control: str  # select, many, area, number, date, flag or text
    values: tuple[str, ...]
    is_required: bool
    is_fixed: bool
    hint: str
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    length: int | None = None

    @property
    def value(self) -> str:
        """What stands in it, where that is one."""
        return self.values[0] if self.values else ""


def fields_of(known: Procedure, given: MultiDict[str, str], fixed: bool = False) -> list[Field]:
    """The fields of a procedure's form, with what is given; a given id stays, or all when fixed.

    Ids come first, then choices and numbers, and texts last.
    """
    required = known.arguments["required"]
    made = [
        _field(name, schema, tuple(given.getlist(name)), name in required, fixed)
        for name, schema in known.arguments["properties"].items()
    ]
    order = ("id", "text", "select", "many", "flag", "number", "date", "area")
    return sorted(
        made,
        key=lambda one: (
            order.index("id" if one.name.endswith("_id") else one.control),
            not one.is_required,
            one.name,
        ),
    )


def _field(
    name: str, schema: Mapping[str, Any], values: tuple[str, ...], required: bool, fixed: bool
) -> Field:
    told = schema.get("type", "string")
    types = [told] if isinstance(told, str) else list(told)
    chosen = schema.get("items", {}) if "array" in types else schema
    choices = tuple(one for one in chosen.get("enum", ()) if one is not None)
    if "array" in types:
        control = "many" if choices else "text"
    elif choices:
        control = "select"
    elif "boolean" in types:
        control, choices = "flag", ("true", "false")
    elif "integer" in types or "number" in types:
        control = "number"
    elif schema.get("format") == "date":
        control = "date"
    else:
        control = "area" if schema.get("maxLength", 0) > LONG else "text"
    return Field(
        name,
        control,
        values,
        required,
        bool(values) and (fixed or name.endswith("_id")),
        schema.get("description", ""),
        choices,
        schema.get("minimum"),
        schema.get("maximum"),
        schema.get("maxLength"),
    )
