"""A refusal at the border: always an HX code, never the inside of an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.exceptions import HTTPException

# HTTP's own refusals as registered codes.
HTTP_CODES = {404: "HXA02", 405: "HXA14", 413: "HXA15", 415: "HXA16"}


class Refusal(Exception):
    """A call that is not made, or was refused: code, and what would be right.

    `message` replaces the registered one; `details` is JSON; `headers` go on the response.
    """

    def __init__(
        self,
        code: str,
        message: str | None = None,
        *,
        field: str | None = None,
        hint: str | None = None,
        details: Mapping[str, Any] | Sequence[Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field
        self.hint = hint
        self.details = details
        self.headers = dict(headers or {})


def of_http(error: HTTPException) -> Refusal:
    """The refusal that one of HTTP's own stands for."""
    status = error.code or 500
    code = HTTP_CODES.get(status, "HXA01" if status < 500 else "HXA10")
    allowed = getattr(error, "valid_methods", None)
    return Refusal(
        code,
        "There is nothing at that address." if code == "HXA02" else None,
        headers={"Allow": ", ".join(sorted(allowed))} if allowed else None,
    )
