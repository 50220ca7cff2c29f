"""What stands at the border of every request: address, identity, limits in memory, headers."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import structlog
from flask import Response, g, request

from web.cache import Cache
from web.contract import Keeper
from web.database import Database
from web.errors import Refusal
from web.identity import Identities
from web.settings import Networks, Settings

log = structlog.get_logger()
SLOW_SECONDS = 1.0
REMEMBERED_WINDOWS = 100_000
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
WITH_PORT = re.compile(r"\[([^]]+)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}")
# The API answers JSON alone: nothing in it may be run, framed or kept.
HEADERS = [
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Frame-Options", "DENY"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
]


def client_address(remote: str | None, forwarded: str | None, trusted: Networks) -> str | None:
    """The client's address: X-Forwarded-For is read from the right, past trusted proxies only.

    What an untrusted peer writes there has no effect. Source: S10.
    """
    address = _address(remote or "")
    if address is None:
        return None
    for told in reversed((forwarded or "").split(",")):
        if not any(address in network for network in trusted):
            break
        before = _address(told.strip())
        if before is None:
            break
        address = before
    return str(address)


def _address(told: str) -> IPv4Address | IPv6Address | None:
    """An address as peers and proxies write it: with a port, a zone, IPv4 inside IPv6."""
    parts = WITH_PORT.fullmatch(told)
    try:
        address = ip_address((parts[1] or parts[2] if parts else told).partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def read_body() -> bytes:
    """The request's body; HXA15 past the limit, also where its length was not told ahead."""
    raw = request.get_data(cache=False)
    if request.content_length is None and len(raw) >= (request.max_content_length or 0):
        raise Refusal("HXA15")
    return raw


class Windows:
    """Fixed windows in the memory of this process, begun by their first call.

    The library that does this starts a thread for every window, a tenth of a request's cost.
    """

    def __init__(self) -> None:
        self._windows: dict[tuple[str, str, str], tuple[float, int]] = {}
        self._lock = threading.Lock()

    def hit(self, key: tuple[str, str, str], period_seconds: int) -> tuple[int, int]:
        """Count a call; how many there were in this window, and the seconds that it still lasts."""
        now = time.monotonic()
        with self._lock:
            ends_at, used = self._windows.get(key, (0.0, 0))
            if ends_at <= now:
                if len(self._windows) >= REMEMBERED_WINDOWS:
                    self._windows = {k: w for k, w in self._windows.items() if w[0] > now}
                ends_at, used = now + period_seconds, 0
            self._windows[key] = (ends_at, used + 1)
        return used + 1, max(1, round(ends_at - now))


@dataclass(slots=True)
class Trace:
    """What is known of the request while it runs: for its answer's headers and its log line."""

    began: float
    request_id: str
    traceparent: str
    client_address: str | None
    procedure: str | None = None
    account_id: str | None = None
    task_id: object = None
    code: str | None = None
    failure: str | None = None
    limits: list[tuple[dict[str, Any], int, int]] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)
    is_streamed: bool = False  # its line is written when the stream ends


def trace() -> Trace:
    """The present request's trace."""
    found: Trace = g.trace
    return found


class Edge:
    """One web process's parts, shared by its requests."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings)
        self.keeper = Keeper(self.database.conninfo)
        self.identities = Identities(settings)
        self._windows = Windows()
        self.cache = Cache(settings.redis_url.get_secret_value()) if settings.redis_url else None

    def begin(self) -> None:
        """Give the request its id, trace and address; a forged id is replaced (S24)."""
        given = request.environ
        told = given.get("HTTP_X_REQUEST_ID", "")
        parent = given.get("HTTP_TRACEPARENT", "")
        chance = secrets.token_hex(36)
        g.trace = Trace(
            time.perf_counter(),
            told if REQUEST_ID.fullmatch(told) else f"req-{chance[48:]}",
            parent if TRACEPARENT.fullmatch(parent) else f"00-{chance[:32]}-{chance[32:48]}-01",
            client_address(
                request.remote_addr,
                given.get("HTTP_X_FORWARDED_FOR"),
                self.settings.hx_trusted_proxies,
            ),
        )

    def identify(self) -> str | None:
        """The verified identity of the request's token as JSON."""
        return self.verify(request.environ.get("HTTP_AUTHORIZATION"))

    def verify(self, header: str | None) -> str | None:
        """The verified identity as JSON; who offers bad tokens too often is limited."""
        try:
            return self.identities.of(header)
        except Refusal as refusal:
            if refusal.code == "HX502":
                self.limit("failed_identity", None)
            raise

    def limit(self, operation: str, identity: str | None) -> None:
        """Count the request in memory against each policy of an operation; HXA04 over it."""
        known = trace()
        for policy in self.keeper.contract.limits.get(operation, ()):
            subject = identity if policy["scope"] == "account" else None
            key = (operation, policy["scope"], subject or _network(known.client_address))
            used, reset = self._windows.hit(key, policy["period_seconds"])
            known.limits.append((policy, policy["allowed"] - used, reset))
            if used > policy["allowed"]:
                raise Refusal(
                    "HXA04",
                    details={"retry_after": reset},
                    headers={"Retry-After": str(reset)},
                )

    def finish(self, response: Response) -> Response:
        """Put the headers of every answer on it."""
        known = trace()
        headers = response.headers
        if "Content-Security-Policy" in headers or "Cache-Control" in headers:
            for name, value in HEADERS:
                headers.setdefault(name, value)
        else:
            headers.extend(HEADERS)
        if self.settings.is_production:
            headers.add("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        headers.add("X-Request-Id", known.request_id)
        headers.add("traceparent", known.traceparent)
        headers.update(known.headers)
        if known.limits:
            # draft-ietf-httpapi-ratelimit-headers: quota and window, what remains and until when.
            policies, states = [], []
            for policy, remaining, reset in known.limits:
                name = f'"{policy["operation"]};{policy["scope"]}"'
                policies.append(f"{name};q={policy['allowed']};w={policy['period_seconds']}")
                states.append(f"{name};r={max(0, remaining)};t={reset}")
            headers.add("RateLimit-Policy", ", ".join(policies))
            headers.add("RateLimit", ", ".join(states))
        if not known.is_streamed:
            request_line(known, response.status_code)
        return response


def request_line(known: Trace, status: int) -> None:
    """Log the request in one line; a failure's inside stands here and nowhere in the answer."""
    seconds = time.perf_counter() - known.began
    fields: dict[str, object] = {
        "method": request.method,
        "procedure": known.procedure or request.path,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "request_id": known.request_id,
        "trace_id": known.traceparent[3:35],
    }
    for name in ("code", "account_id", "task_id", "failure"):
        value = getattr(known, name)
        if value is not None:
            fields[name] = value
    if known.failure or status == 500:
        log.error("request", **fields)
    elif seconds > SLOW_SECONDS:
        log.warning("request", **fields)
    else:
        log.info("request", **fields)


def _network(address: str | None) -> str:
    """One household is one address: an IPv6 network of 64 bits, an IPv4 address."""
    if address is None:
        return "nobody"
    if ":" in address:
        return str(ip_network(f"{address}/64", strict=False))
    return address
