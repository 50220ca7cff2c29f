"""What stands at the border of every request: address, identity, limits in memory, headers."""

from __future__ import annotations

import re
import secrets
import time
from ipaddress import ip_address, ip_network

from flask import Response, g, request
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from web.contract import Keeper
from web.database import Database
from web.errors import Refusal
from web.identity import Identities
from web.settings import Networks, Settings

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
# The API answers JSON alone: nothing in it may be run, framed or kept.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def client_address(remote: str | None, forwarded: str | None, trusted: Networks) -> str | None:
    """The client's address: X-Forwarded-For is read from the right, past trusted proxies only.

    What an untrusted peer writes there has no effect. Source: S10.
    """
    try:
        address = ip_address(remote or "")
    except ValueError:
        return None
    for told in reversed((forwarded or "").split(",")):
        if not any(address in network for network in trusted):
            break
        try:
            address = ip_address(told.strip())
        except ValueError:
            break
    return str(address)


def read_body() -> bytes:
    """The request's body; HXA15 past the limit, also where its length was not told ahead."""
    raw = request.get_data(cache=False)
    if request.content_length is None and len(raw) >= (request.max_content_length or 0):
        raise Refusal("HXA15")
    return raw


class Edge:
    """One web process's parts, shared by its requests."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings)
        self.keeper = Keeper(self.database.conninfo)
        self.identities = Identities(settings)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def begin(self) -> None:
        """Give the request its id, trace and address; a forged id is replaced (S24)."""
        g.began = time.perf_counter()
        told = request.headers.get("X-Request-Id", "")
        g.request_id = told if REQUEST_ID.fullmatch(told) else f"req-{secrets.token_hex(12)}"
        trace = request.headers.get("traceparent", "")
        g.traceparent = (
            trace
            if TRACEPARENT.fullmatch(trace)
            else f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
        )
        g.client_address = client_address(
            request.remote_addr,
            request.headers.get("X-Forwarded-For"),
            self.settings.hx_trusted_proxies,
        )
        g.limits = []

    def identify(self) -> str | None:
        """The verified identity as JSON; who offers bad tokens too often is limited."""
        try:
            return self.identities.of(request.headers.get("Authorization"))
        except Refusal as refusal:
            if refusal.code == "HX502":
                self.limit("failed_identity", None)
            raise

    def limit(self, operation: str, identity: str | None) -> None:
        """Count the request in memory against each policy of an operation; HXA04 over it."""
        for scope, item in self.keeper.contract.limits.get(operation, {}).items():
            subject = identity if scope == "account" else None
            key = subject or _network(g.client_address)
            allowed = self._limiter.hit(item, scope, key)
            window = self._limiter.get_window_stats(item, scope, key)
            reset = max(1, round(window.reset_time - time.time()))
            policy = {
                "operation": operation,
                "scope": scope,
                "allowed": item.amount,
                "period_seconds": item.get_expiry(),
            }
            g.limits.append((policy, window.remaining, reset))
            if not allowed:
                raise Refusal(
                    "HXA04",
                    details={"retry_after": reset},
                    headers={"Retry-After": str(reset)},
                )

    def finish(self, response: Response) -> Response:
        """Put the headers of every answer on it."""
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if self.settings.is_production:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        response.headers["X-Request-Id"] = g.request_id
        response.headers["traceparent"] = g.traceparent
        if g.limits:
            # draft-ietf-httpapi-ratelimit-headers: quota and window, what remains and until when.
            response.headers["RateLimit-Policy"] = ", ".join(
                f'"{p["operation"]};{p["scope"]}";q={p["allowed"]};w={p["period_seconds"]}'
                for p, _, _ in g.limits
            )
            response.headers["RateLimit"] = ", ".join(
                f'"{p["operation"]};{p["scope"]}";r={max(0, remaining)};t={reset}'
                for p, remaining, reset in g.limits
            )
        return response


def _network(address: str | None) -> str:
    """One household is one address: an IPv6 network of 64 bits, an IPv4 address."""
    if address is None:
        return "nobody"
    if ":" in address:
        return str(ip_network(f"{address}/64", strict=False))
    return address
