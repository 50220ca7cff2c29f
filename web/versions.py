"""Which version of the API is asked for, and what is said of a procedure that will go.

The path is the version (`/v1`). A client may ask for it besides, by `Accept:
application/vnd.hustlexp.v1+json` or `?version=1`, and is refused where that is another. A
procedure's comment says `@deprecated 2027-01-31`, `@sunset 2027-07-31` and `@successor task.list`:
its answers bear the headers of RFC 9745, 8594 and 8288. Source: GWY-017 GWY-018.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from flask import request
from werkzeug.http import http_date

from web.errors import Refusal

VERSION = "1"
ASKED = re.compile(r"application/vnd\.hustlexp\.v([^+;,\s]*)\+json", re.IGNORECASE)
DAY = r"\s(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
DEPRECATED, SUNSET = re.compile(rf"@deprecated{DAY}"), re.compile(rf"@sunset{DAY}")
SUCCESSOR = re.compile(r"@successor\s([a-z_]+\.[a-z_]+)")


def check() -> None:
    """Refuse the request that asks for other versions than the one of its path."""
    accepted = ASKED.findall(request.headers.get("Accept", ""))
    asked = request.args.getlist("version")
    if (accepted and VERSION not in accepted) or any(one != VERSION for one in asked):
        raise Refusal("HXA17", hint=VERSION)


@cache
def parting(comment: str) -> Mapping[str, str]:
    """The headers that a procedure's comment asks for; none of one that stays."""
    headers = {}
    if found := DEPRECATED.search(comment):
        headers["Deprecation"] = f"@{int(_midnight(found[1]).timestamp())}"
    if found := SUNSET.search(comment):
        headers["Sunset"] = http_date(_midnight(found[1]))
    if headers and (found := SUCCESSOR.search(comment)):
        headers["Link"] = f'</v1/{found[1]}>; rel="successor-version"'
    return headers


def _midnight(day: str) -> datetime:
    return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC)
