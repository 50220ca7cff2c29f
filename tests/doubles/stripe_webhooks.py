"""How Stripe's double tells its events: signed, at least once, and out of step when ordered so."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson

from .stripe_state import Json, State

TIMEOUT_SECONDS = 10
AT_ONCE = 8
MOST_ATTEMPTS = 40
LONGEST_BACKOFF_SECONDS = 5.0
OUT_OF_STEP = ("drop", "delay", "reorder", "duplicate")
HTTP_OK = range(200, 300)


def signature(secret: str, body: bytes, at: int) -> str:
    """Stripe's signature header of a body."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


@dataclass
class Faults:
    """What was ordered to go wrong; each is taken as often as its order says."""

    orders: list[Json] = field(default_factory=list)
    _born: int = 0

    def order(self, told: Json) -> Json:
        """Order one: nth counts what matches from now on, count is for how many (0: all)."""
        self._born += 1
        fault = {"nth": 1, "count": 1, **told, "id": f"fault_{self._born}", "seen": 0, "hits": 0}
        self.orders.append(fault)
        return fault

    def take(self, kinds: tuple[str, ...], **facts: Any) -> Json | None:
        """The first order of these kinds that matches and whose turn it is."""
        taken = None
        for fault in self.orders:
            if fault["kind"] in kinds and matches(fault, facts):
                fault["seen"] += 1
                last = fault["nth"] + fault["count"] if fault["count"] else fault["seen"] + 1
                if taken is None and fault["nth"] <= fault["seen"] < last:
                    fault["hits"] += 1
                    taken = fault
        return taken


def matches(fault: Json, facts: Json) -> bool:
    """Whether an order concerns this call, event or object."""
    if fault.get("method", facts.get("method")) != facts.get("method"):
        return False
    if not facts.get("path", "").startswith(fault.get("path", "")):
        return False
    if fault.get("of", facts.get("of")) != facts.get("of"):
        return False
    wanted = fault.get("event", "*")
    if wanted != "*" and not str(facts.get("event", "")).startswith(wanted):
        return False
    return all(
        str(at(facts.get("about", {}), name)) == str(value)
        for name, value in fault.get("match", {}).items()
    )


def at(body: Json, path: str) -> Any:
    """A value by its dotted path."""
    value: Any = body
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


@dataclass(frozen=True)
class Endpoint:
    """Where events go: the platform's own, or those of connected accounts."""

    url: str
    secret: str
    is_connect: bool = False
    events: tuple[str, ...] = ("*",)

    def wants(self, event: Json) -> bool:
        """Whether the endpoint was registered for such an event."""
        return ("account" in event) == self.is_connect and (
            "*" in self.events or event["type"] in self.events
        )


class Webhooks:
    """The queue of deliveries; what is not yet delivered outlives the process."""

    def __init__(self, state: State, faults: Faults) -> None:
        self.state = state
        self.faults = faults
        self.endpoints: list[Endpoint] = []
        self.is_paused = False
        self.backoff = 0.2
        self._ready: deque[str] = deque()
        self._held: list[Json] = []
        self._running: set[asyncio.Task[None]] = set()
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def resume(self) -> None:
        """Take up what an earlier process left."""
        for delivery in self.state.all("delivery"):
            if delivery["state"] in ("due", "held"):
                delivery["state"] = "due"
                self._ready.append(delivery["id"])
        self.pump()

    def tell(self, events: list[Json]) -> list[Json]:
        """Deliveries of events, each as a fault may want it; started after the state is kept."""
        deliveries = []
        for event in events:
            for number, endpoint in enumerate(self.endpoints):
                if endpoint.wants(event):
                    deliveries += self._ordered(event, number)
        return deliveries

    def _ordered(self, event: Json, endpoint: int) -> list[Json]:
        fault = (
            self.faults.take(OUT_OF_STEP, event=event["type"], about=event["data"]["object"])
            if self.faults.orders
            else None
        )
        first = self._new(event, endpoint)
        if fault is None:
            return [first]
        if fault["kind"] == "drop":
            first["state"] = "dropped"
        elif fault["kind"] == "delay":
            first["seconds"] = fault.get("seconds", 1)
        elif fault["kind"] == "reorder":
            first["state"] = "held"
            first["behind"] = fault.get("behind", 1)
            self._held.append(first)
        else:
            return [first] + [self._new(event, endpoint) for _ in range(fault.get("times", 1))]
        return [first]

    def _new(self, event: Json, endpoint: int) -> Json:
        return self.state.add(
            "delivery",
            {
                "id": self.state.new_id("wd"),
                "event": event["id"],
                "type": event["type"],
                "endpoint": endpoint,
                "state": "due",
                "attempts": 0,
                "status": None,
            },
        )

    def start(self, deliveries: list[Json]) -> None:
        """Send what is due, each in its time."""
        for delivery in deliveries:
            if delivery["state"] != "due":
                continue
            if delivery.get("seconds"):
                self._wait(delivery, delivery["seconds"])
            else:
                self._ready.append(delivery["id"])
        self.pump()

    def _wait(self, delivery: Json, seconds: float) -> None:
        def due() -> None:
            self._waiting.pop(delivery["id"], None)
            self._ready.append(delivery["id"])
            self.pump()

        self._waiting[delivery["id"]] = asyncio.get_running_loop().call_later(seconds, due)

    def pump(self) -> None:
        """Send as many at once as Stripe might."""
        while self._ready and not self.is_paused and len(self._running) < AT_ONCE:
            delivery = self.state.get("delivery", self._ready.popleft())
            if delivery is not None and delivery["state"] == "due":
                task = asyncio.get_running_loop().create_task(self._send(delivery))
                self._running.add(task)
                task.add_done_callback(self._sent)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self.pump()

    async def _send(self, delivery: Json) -> None:
        if await self.attempt(delivery):
            for held in [one for one in self._held if one["endpoint"] == delivery["endpoint"]]:
                held["behind"] -= 1
                if held["behind"] <= 0:
                    self._release(held)
        elif delivery["attempts"] < MOST_ATTEMPTS:
            self._wait(
                delivery,
                min(self.backoff * 2 ** (delivery["attempts"] - 1), LONGEST_BACKOFF_SECONDS),
            )
        else:
            delivery["state"] = "failed"
        self.state.touch("delivery", delivery)
        self.state.commit()

    def _release(self, delivery: Json) -> None:
        self._held.remove(delivery)
        delivery["state"] = "due"
        self.state.touch("delivery", delivery)
        self._ready.append(delivery["id"])

    async def attempt(self, delivery: Json) -> bool:
        """Send once; whether it was answered with 2xx."""
        event = self.state.get("event", delivery["event"])
        if event is None or delivery["endpoint"] >= len(self.endpoints):
            return False
        delivery["attempts"] += 1
        delivery["status"] = await post(self.endpoints[delivery["endpoint"]], event)
        if delivery["status"] not in HTTP_OK:
            return False
        delivery["state"] = "delivered"
        event["pending_webhooks"] = max(0, event["pending_webhooks"] - 1)
        self.state.touch("event", event)
        self.state.touch("delivery", delivery)
        return True

    async def at_once(self, deliveries: list[Json]) -> None:
        """Send before anything else, each awaited; what fails is tried again as ever."""
        for delivery in deliveries:
            if delivery["state"] == "due" and not await self.attempt(delivery):
                self._wait(delivery, self.backoff)
        self.state.commit()

    async def again(self, event: Json) -> list[Json]:
        """Deliver an event anew, whatever was delivered; answers how that went."""
        deliveries = [
            self._new(event, number)
            for number, endpoint in enumerate(self.endpoints)
            if endpoint.wants(event)
        ]
        await self.at_once(deliveries)
        return deliveries

    def flush(self) -> None:
        """Whatever is held or delayed is due now."""
        for delivery in list(self._held):
            self._release(delivery)
        for name, handle in list(self._waiting.items()):
            handle.cancel()
            del self._waiting[name]
            self._ready.append(name)
        self.pump()

    def is_idle(self) -> bool:
        """Whether nothing is left to send."""
        return not (self._ready or self._running or self._waiting)

    async def forget(self) -> None:
        """Send nothing of what was; returns when nothing is under way."""
        while not self.is_idle():
            self._ready.clear()
            for handle in self._waiting.values():
                handle.cancel()
            self._waiting.clear()
            await asyncio.gather(*self._running)
        self._held.clear()


async def post(endpoint: Endpoint, event: Json) -> int:
    """Post a signed event; the status of the answer, 0 without one."""
    body = orjson.dumps(event, option=orjson.OPT_INDENT_2)  # as Stripe writes it
    where = urlsplit(endpoint.url)
    head = (
        f"POST {where.path or '/'} HTTP/1.1\r\nHost: {where.netloc}\r\n"
        "User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\n"
        "Accept: */*; q=0.5, application/xml\r\nCache-Control: no-cache\r\n"
        "Content-Type: application/json; charset=utf-8\r\n"
        f"Stripe-Signature: {signature(endpoint.secret, body, int(time.time()))}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    writer = None
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            reader, writer = await asyncio.open_connection(where.hostname, where.port or 80)
            writer.write(head.encode() + body)
            line = await reader.readline()
            await reader.read()
        return int(line.split()[1]) if len(line.split()) > 1 else 0
    except (OSError, TimeoutError, ValueError):
        return 0
    finally:
        if writer is not None:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
