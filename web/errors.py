"""A refusal at the border: always an HX code, never the inside of an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


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
