"""Stripe's double: a stateful server for exactly the calls that this product makes.

    python -m tests.doubles.stripe_server --port 12111 --file /tmp/stripe.db \\
        --webhook http://127.0.0.1:8700/webhooks/stripe --secret whsec_… [--connect-secret whsec_…]

The SDK reaches it by its base address alone:

    StripeClient("sk_test_x", base_addresses={"api": "http://127.0.0.1:12111"})

It answers any key sk_test_… or rk_test_…. What it has answered is in --file before the answer
leaves: killed with -9 and started again, it knows it still, and delivers what it had not delivered.
Faults and the log of requests are forgotten.

Behind `/_double/` (no such thing exists at Stripe) it is told what else happens in the world. All
bodies are JSON and may be left out; answers are JSON, refusals as the API's.

    POST /_double/payment_intents/:id/confirm {"card": "ok"}       as the mobile app would:
         ok · elevated (risk) · declined · insufficient_funds · expired_card · requires_action,
         after which again: ok · authentication_failed
    POST /_double/accounts/:id/onboard        {}                   completes Express onboarding
    POST /_double/accounts/:id/restrict       {"disabled_reason": "requirements.past_due"}
         payouts off, transfers inactive; any field of the account may be told instead:
         {"payouts_enabled": false, "capabilities": {"transfers": "active"}}
    POST /_double/disputes                    {"payment_intent": "pi_…", "amount": 500,
         "status": "needs_response" | "warning_needs_response", "reason": "fraudulent",
         "withdraw": true}                    with its events; withdraw: false leaves the money
    POST /_double/disputes/:id/withdraw       {}                   takes it after all; an inquiry
         (warning_needs_response) becomes a chargeback
    POST /_double/disputes/:id/reinstate      {"with_fee": false}
    POST /_double/disputes/:id/close          {"status": "won" | "lost" | "warning_closed",
         "reinstate": true, "with_fee": false}
    POST /_double/refunds                     {"payment_intent": "pi_…", "amount": 500}
         made in the dashboard
    POST /_double/refunds/:id/fail            {"reason": "lost_or_stolen_card"}
    POST /_double/refunds/:id/succeed         {}                   one that was pending
    POST /_double/transfers/:id/reverse       {"amount": 500}      by hand, in the dashboard
    POST /_double/payouts                     {"account": "acct_…", "amount": 500}
    POST /_double/payouts/:id/paid            {}
    POST /_double/payouts/:id/fail            {"code": "account_closed"}
    POST /_double/early_fraud_warnings        {"payment_intent": "pi_…"}
    POST /_double/clock                       {"advance": 86400}   its own time, in seconds

    POST   /_double/faults                    {"kind": …}          answers it with seen and hits
    GET    /_double/faults                    all orders
    DELETE /_double/faults                    none any more; calls that are slow go on
    POST   /_double/release                   {}                   so do these, and the orders stay
    GET  /_double/counts                      charges, transfers, refunds, failed_refunds,
         reversals, payouts: {"count", "cents"}; requests by kind and outcome
    GET  /_double/requests                    the last 5 000: method, path, key, outcome, status
    GET  /_double/objects/:kind               every payment_intent, transfer, event, delivery, …
    GET  /_double/webhooks                    every delivery: event, type, state, attempts, status
    POST /_double/webhooks/deliver            {"event": "evt_…"}   now, once more, dropped or not
    POST /_double/webhooks/flush              {}                   what is held or delayed is due
    POST /_double/webhooks/drain              {"seconds": 10}      waits until nothing is left
    POST /_double/config                      {"webhook", "secret", "connect_secret", "events",
         "paused": true, "backoff": 0.2}
    POST /_double/reset                       {}                   knows nothing any more

Faults of calls match by "method", "path" (a prefix) and "match" ({"metadata.settlement_id": "…"},
by parameter); "nth" (1) is the first matching call that is hit, "count" (1) how many are, 0 for all
that follow:

    {"kind": "timeout_after_success", "method": "POST", "path": "/v1/transfers"}
         does it, then drops the connection; with "hang": true it stays open and silent first, until
         it is released
    {"kind": "timeout_before"}     the same, but does nothing
    {"kind": "reset_connection"}   RST, and does nothing
    {"kind": "error_500_before"}   500, did nothing; the same key then executes, or with
         "replays": "500" is answered 500 for ever
    {"kind": "error_500_after"}    500, but did it; the same key then tells the result, or with
         "replays": "500" 500 for ever, as Stripe documents
    {"kind": "slow", "seconds": 2} its key is in use meanwhile; done at the end even if nobody waits
    {"kind": "rate_limited"}       429
    {"kind": "refuse", "status": 400, "code": "account_closed", "message": "…"}   any refusal
    {"kind": "before_response"}    the webhooks of what it did come before its answer

Faults of webhooks match by "event" (a prefix of its type) and "match" (by the object's field):

    {"kind": "duplicate", "event": "transfer.created", "times": 1}
    {"kind": "drop", "event": "payment_intent.succeeded"}
    {"kind": "delay", "event": "charge.", "seconds": 1}
    {"kind": "reorder", "event": "payment_intent.created", "behind": 1}   after that many others

Late failures: {"kind": "late_failure", "of": "refund", "seconds": 0.2, "status": "pending"}: the
next refund is answered as pending ("pending_reason": "processing"), as succeeded or as failed, and
fails later; of "transfer": is reversed; of "payout": fails.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import re
import signal
import socket
import struct
import sys
import time
import traceback
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

import orjson

from . import stripe_objects as objects
from .stripe_api import Api, Call, Context, StripeError, no_access
from .stripe_state import DAY, Json, State, copy_of
from .stripe_webhooks import OUT_OF_STEP, Endpoint, Faults, Webhooks

REASONS = {200: "OK", 302: "Found", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found"}
KEY = re.compile(r"(sk|rk)_test_\w+")
SERVER_ERROR = 500
BEFORE = ("timeout_before", "reset_connection", "error_500_before", "rate_limited", "refuse")
AFTER = ("timeout_after_success", "error_500_after", "slow")
KEY_LENGTH = 255
UNSAVED = (401, 403, 409, 429)  # refusals before anything is executed
RATE_LIMITED = StripeError(
    "Request rate limit exceeded. Learn more about rate limits here"
    " https://stripe.com/docs/rate-limits.",
    status=429,
    code="rate_limit",
)
OUTAGE = {
    "error": {
        "message": "Sorry! An error occurred on our side. Please try again.",
        "type": "api_error",
    }
}


@dataclass
class Request:
    """One call as it came."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    id: str = ""

    def told(self) -> Json:
        """The parameters, nested as their names say."""
        form = self.body.decode() if self.method == "POST" else self.query
        return nest(parse_qsl(form, keep_blank_values=True))

    def json(self) -> Json:
        """The body of an order to the double."""
        body = orjson.loads(self.body or b"{}")
        return body if isinstance(body, dict) else {}


@dataclass
class Work:
    """A call that is allowed and known: what to do, with what, under which idempotency key."""

    request: Request
    account: str
    call: Call
    names: list[str]
    told: Json
    key: str

    @property
    def scope(self) -> str:
        """A key is one account's."""
        return f"{self.account}|{self.key}"

    @property
    def print(self) -> str:
        """What must be the same when the key is."""
        return orjson.dumps(self.told, option=orjson.OPT_SORT_KEYS).decode()


@dataclass
class Answer:
    """A status and a body; or silence, by an end of the connection or without one."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    silence: str = ""  # "close", "hang", "reset"


def nest(pairs: list[tuple[str, str]]) -> Json:
    """Form fields such as a[b][0]=x as hashes and lists."""
    told: Json = {}
    for name, value in pairs:
        first, *rest = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name) or [name]
        place, key = told, first
        for part in rest:
            inner = place.get(key)
            if not isinstance(inner, dict):
                inner = place[key] = {}
            place, key = inner, part if part else str(len(inner))
        place[key] = value
    return {name: flattened(value) for name, value in told.items()}


def flattened(value: Any) -> Any:
    """A hash whose keys are 0, 1, … is a list."""
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [flattened(one) for one in value.values()]
    return {key: flattened(one) for key, one in value.items()}


class Double:
    """The server's sense: state, API, webhooks, faults."""

    def __init__(self, path: str | None, base: str) -> None:
        self.state = State(path)
        self.api = Api(self.state)
        self.faults = Faults()
        self.webhooks = Webhooks(self.state, self.faults)
        self.base = base
        self.requests: deque[Json] = deque(maxlen=5000)
        self.outcomes: Counter[str] = Counter()
        self._in_use: set[str] = set()
        self._released = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def resume(self) -> None:
        """Take up what an earlier process left to do, without what nobody asks for any more."""
        for key in self.state.all("key"):
            if key["created"] <= self.state.now() - DAY:
                self.state.drop("key", key["id"])
        for delivery in self.state.all("delivery"):
            if delivery["state"] == "delivered":
                self.state.drop("delivery", delivery["id"])
        self.webhooks.resume()
        for timer in self.state.all("timer"):
            self._start_timer(timer)

    # The API

    def handle(self, request: Request) -> Answer | Awaitable[Answer]:
        """Answer a call; by an awaitable where that takes its time."""
        if request.path.startswith("/_double/"):
            return self.managed(request)
        request.id = self.state.new_id("req")
        try:
            work = self._planned(request)
        except StripeError as error:
            return self._finished(request, refused(error, request.id), "rejected")
        if self.faults.orders:
            about = {"method": request.method, "path": request.path, "about": work.told}
            fault = self.faults.take(BEFORE + AFTER, **about)
            early = self.faults.take(("before_response",), **about)
            if fault is not None or early is not None:
                return self._faulty(work, fault or {"kind": "none"}, is_early=early is not None)
        answer, deliveries = self._executed(work)
        self.webhooks.start(deliveries)
        return answer

    def _planned(self, request: Request) -> Work:
        account = self._authorized(request)
        call, names = self._routed(request)
        told = request.told()
        key = request.headers.get("idempotency-key", "") if request.method == "POST" else ""
        if len(key) > KEY_LENGTH:
            raise StripeError(f"Idempotency keys can be at most {KEY_LENGTH} characters.")
        return Work(request, account, call, names, told, key)

    def _authorized(self, request: Request) -> str:
        kind, _, key = request.headers.get("authorization", "").partition(" ")
        if kind == "Basic":
            try:
                key = base64.b64decode(key).decode().partition(":")[0]
            except ValueError:
                key = ""
        if not key:
            raise StripeError(
                "You did not provide an API key. You need to provide your API key in the"
                " Authorization header, using Bearer auth (e.g. 'Authorization: Bearer"
                " YOUR_SECRET_KEY').",
                status=401,
            )
        if not KEY.fullmatch(key):
            raise StripeError(f"Invalid API Key provided: {key[:8]}****", status=401)
        version = request.headers.get("stripe-version", objects.VERSION)
        if version != objects.VERSION:
            raise StripeError(f"Invalid Stripe API version: {version}")
        account = request.headers.get("stripe-account", "")
        if account and self.state.get("account", account) is None:
            raise no_access(account)
        return account

    def _routed(self, request: Request) -> tuple[Call, list[str]]:
        version, _, rest = request.path.lstrip("/").partition("/")
        parts = rest.split("/")
        shape = "/".join("*" if place % 2 else part for place, part in enumerate(parts))
        names = [unquote(part) for place, part in enumerate(parts) if place % 2]
        call = self.api.calls.get(f"{request.method} {shape}")
        if call is None and len(parts) == 3:  # an action on an object, or a list below it
            shape = f"{parts[0]}/*/{parts[2]}"
            call = self.api.calls.get(f"{request.method} {shape}")
        if version != "v1" or call is None:
            raise StripeError(
                f"Unrecognized request URL ({request.method}: {request.path}). Please see"
                " https://stripe.com/docs or we can help at https://support.stripe.com/.",
                status=404,
            )
        return call, names

    def _executed(self, work: Work) -> tuple[Answer, list[Json]]:
        """Do it, once per idempotency key; the deliveries that follow are not started yet."""
        request = work.request
        context = Context(
            work.account,
            request.id,
            work.key or None,
            self.base,
            lambda kind: self._late(kind, work.told),
        )
        try:
            known = self._known(work) if work.key else None
            if known is not None:
                return self._finished(request, known, "replayed"), []
            checked = work.call.checked(work.told)
            paths = checked.pop("expand", [])
            body = work.call.do(context, checked, *work.names)
            answer = Answer(200, orjson.dumps(self.api.expanded(body, paths) if paths else body))
            outcome = "done"
        except StripeError as error:
            answer = refused(error, request.id)
            outcome = "refused" if error.executed else "rejected"
        if work.key and outcome != "rejected":
            self._remember(work, answer)
        deliveries = self.webhooks.tell(context.emitted) if context.emitted else []
        self.state.commit()
        self._start_timers()
        return self._finished(request, answer, outcome), deliveries

    def _late(self, kind: str, told: Json) -> Json | None:
        return self.faults.take(("late_failure",), of=kind, about=told)

    def _known(self, work: Work) -> Answer | None:
        """What the key was answered before, if it was."""
        if work.scope in self._in_use:
            raise StripeError(
                "There is currently another in-progress request using this Idempotent Key (that"
                " probably means you submitted twice, and the other request is still going"
                f" through): {work.key}. Please try your request again in a moment.",
                status=409,
                code="idempotency_key_in_use",
                kind="idempotency_error",
                executed=False,
            )
        known = self.state.get("key", work.scope)
        if known is None:
            return None
        if known["created"] <= self.state.now() - DAY:
            self.state.drop("key", work.scope)
            return None
        if (known["path"], known["print"]) != (work.request.path, work.print):
            how = (
                "with the same parameters they were first used with."
                if known["path"] == work.request.path
                else "for the same endpoint they were first used for"
                f" ('{work.request.path}' vs '{known['path']}')."
            )
            raise StripeError(
                f"Keys for idempotent requests can only be used {how} Try using a key other than"
                f" '{work.key}' if you meant to execute a different request.",
                kind="idempotency_error",
                executed=False,
            )
        headers = {"Idempotent-Replayed": "true", "Original-Request": known["request"]}
        return Answer(known["status"], known["body"].encode(), headers)

    def _remember(self, work: Work, answer: Answer) -> None:
        """The key is answered this from now on; a retry of a failure is no use."""
        if answer.status >= SERVER_ERROR:
            answer.headers["Stripe-Should-Retry"] = "false"
        self.state.add(
            "key",
            {
                "id": work.scope,
                "path": work.request.path,
                "print": work.print,
                "status": answer.status,
                "body": answer.body.decode(),
                "request": work.request.id,
                "created": self.state.now(),
            },
        )

    def _finished(self, request: Request, answer: Answer, outcome: str) -> Answer:
        key = request.headers.get("idempotency-key")
        answer.headers.update({"Request-Id": request.id, "Stripe-Version": objects.VERSION})
        if key and request.method == "POST":
            answer.headers["Idempotency-Key"] = key
        self.requests.append(
            {
                "id": request.id,
                "method": request.method,
                "path": request.path,
                "key": key,
                "outcome": outcome,
                "status": answer.status,
            }
        )
        self.outcomes[f"{request.method} {request.path.split('/')[2]} {outcome}"] += 1
        return answer

    async def _faulty(self, work: Work, fault: Json, *, is_early: bool) -> Answer:
        """Answer as a fault wants it."""
        kind = fault["kind"]
        if kind in BEFORE:
            answer = self._failed_before(work, fault)
            if answer.silence == "hang":
                await self._released.wait()
                return Answer(silence="close")
            return answer
        if kind == "slow":
            await self._dawdled(work, fault.get("seconds", 1))
        answer, deliveries = self._executed(work)
        if is_early:
            await self.webhooks.at_once(deliveries)
        else:
            self.webhooks.start(deliveries)
        if kind == "timeout_after_success":
            if fault.get("hang"):
                await self._released.wait()
            return Answer(silence="close")
        if kind == "error_500_after":
            answer = Answer(500, orjson.dumps(OUTAGE))
            if work.key and fault.get("replays") == "500":
                self._remember(work, answer)
                self.state.commit()
            return self._finished(work.request, answer, kind)
        return answer

    async def _dawdled(self, work: Work, seconds: float) -> None:
        """Take time, the key in use meanwhile unless another call has it."""
        is_holder = bool(work.key) and work.scope not in self._in_use
        if is_holder:
            self._in_use.add(work.scope)
        try:
            await asyncio.wait_for(self._released.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            if is_holder:
                self._in_use.discard(work.scope)

    def _failed_before(self, work: Work, fault: Json) -> Answer:
        kind = fault["kind"]
        if kind == "timeout_before":
            return Answer(silence="hang" if fault.get("hang") else "close")
        if kind == "reset_connection":
            return Answer(silence="reset")
        if kind == "error_500_before":
            answer = Answer(500, orjson.dumps(OUTAGE))
        elif kind == "rate_limited":
            answer = refused(RATE_LIMITED, work.request.id)
        else:
            answer = refused(
                StripeError(
                    fault.get("message", "Refused by order."),
                    status=fault.get("status", 400),
                    code=fault.get("code"),
                    kind=fault.get("type", "invalid_request_error"),
                ),
                work.request.id,
            )
        is_kept = (
            answer.status not in UNSAVED if kind == "refuse" else fault.get("replays") == "500"
        )
        if work.key and is_kept:
            self._remember(work, answer)
            self.state.commit()
        return self._finished(work.request, answer, kind)

    # What comes later

    def _start_timers(self) -> None:
        for timer in self.state.kinds.get("timer", {}).values():
            if not timer.get("started"):
                self._start_timer(timer)

    def _start_timer(self, timer: Json) -> None:
        timer["started"] = True

        async def befall() -> None:
            await asyncio.sleep(timer["seconds"])
            self._in_world(lambda context: self.api.befall(timer, context))

        task = asyncio.get_running_loop().create_task(befall())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _in_world(self, happens: Callable[[Context], Any]) -> Any:
        """Something happens at Stripe that no call of ours asked for."""
        context = Context(base=self.base, late=lambda kind: self._late(kind, {}))
        try:
            return happens(context)
        finally:
            deliveries = self.webhooks.tell(context.emitted)
            self.state.commit()
            self._start_timers()
            self.webhooks.start(deliveries)

    # Management

    async def managed(self, request: Request) -> Answer:
        """An order to the double itself."""
        parts = request.path.split("/")[2:]
        try:
            told = request.json()
            if request.method == "GET":
                body = self._shown(parts, request)
            elif parts[0] == "webhooks":
                body = await self._webhooks(parts[1], told)
            elif parts[0] == "reset":
                body = await self._reset()
            elif len(parts) < 3:
                body = self._ordered(request.method, parts, told)
            else:
                body = self._in_world(lambda context: self._happened(context, parts, told))
        except StripeError as error:
            return refused(error)
        except (KeyError, ValueError, TypeError) as error:
            return refused(StripeError(f"The double does not understand: {error!r}", status=404))
        return body if isinstance(body, Answer) else Answer(200, orjson.dumps(body))

    def _shown(self, parts: list[str], request: Request) -> Any:
        shown: dict[str, Callable[[], Any]] = {
            "faults": lambda: self.faults.orders,
            "counts": self._counts,
            "requests": lambda: list(self.requests),
            "webhooks": lambda: list(self.state.all("delivery")),
            "objects": lambda: list(self.state.all(parts[1])),
            "clock": lambda: {"now": self.state.now()},
            "onboarding": lambda: self._visited(parts[1], request.query),
        }
        return shown[parts[0]]()

    def _visited(self, account: str, query: str) -> Any:
        """The page that an account link leads to: completes the onboarding and goes back."""
        self._in_world(
            lambda context: self._happened(context, ["accounts", account, "onboard"], {})
        )
        back = dict(parse_qsl(query)).get("return", "")
        return Answer(302, b"", {"Location": back}) if back else {"onboarded": account}

    def _counts(self) -> Json:
        told: Json = {}
        for name, kind, counted in (
            ("charges", "charge", lambda body: body["id"][:3] == "ch_" and body["paid"]),
            ("transfers", "transfer", lambda body: True),
            ("reversals", "transfer_reversal", lambda body: True),
            ("refunds", "refund", lambda body: body["status"] != "failed"),
            ("failed_refunds", "refund", lambda body: body["status"] == "failed"),
            ("payouts", "payout", lambda body: True),
        ):
            chosen = [body["amount"] for body in self.state.all(kind) if counted(body)]
            told[name] = {"count": len(chosen), "cents": sum(chosen)}
        for kind in ("payment_intent", "account", "dispute", "event"):
            told[f"{kind}s"] = {"count": len(self.state.kinds.get(kind, {}))}
        told["requests"] = dict(self.outcomes)
        return told

    async def _webhooks(self, action: str, told: Json) -> Any:
        if action == "deliver":
            event = self.state.get("event", told["event"])
            if event is None:
                raise KeyError(told["event"])
            return await self.webhooks.again(event)
        if action == "flush":
            self.webhooks.flush()
            return {}
        if action == "drain":
            ends = time.monotonic() + told.get("seconds", 10)
            while not (self.webhooks.is_idle() and not self._tasks):
                if time.monotonic() > ends:
                    return {"idle": False}
                await asyncio.sleep(0.005)
            return {"idle": True}
        raise KeyError(action)

    async def _reset(self) -> Json:
        """Forget everything, once what is being told has been heard."""
        for task in self._tasks:
            task.cancel()
        await self.webhooks.forget()
        self.webhooks.is_paused = False
        self.faults.orders.clear()
        self.requests.clear()
        self.outcomes.clear()
        self.state.forget()
        return {}

    def _ordered(self, method: str, parts: list[str], told: Json) -> Any:
        if parts == ["release"] or (parts == ["faults"] and method == "DELETE"):
            if method == "DELETE":
                self.faults.orders.clear()
            self._released.set()  # whoever dawdles goes on now
            self._released = asyncio.Event()
            return {}
        if parts == ["faults"]:
            if told["kind"] not in KINDS:
                raise KeyError(told["kind"])
            return self.faults.order(told)
        if parts == ["clock"]:
            return {"now": self.state.advance(told["advance"])}
        if parts == ["config"]:
            return self.configure(told)
        return self._in_world(lambda context: self._made(context, parts[0], told))

    def configure(self, told: Json) -> Json:
        """Where webhooks go, and whether they do."""
        if "webhook" in told:
            self.webhooks.endpoints = []
            if told["webhook"]:
                events = tuple(told.get("events") or ("*",))
                secret = told["secret"]
                self.webhooks.endpoints = [
                    Endpoint(told["webhook"], secret, False, events),
                    Endpoint(told["webhook"], told.get("connect_secret") or secret, True, events),
                ]
            self.api.listeners = 1 if told["webhook"] else 0
        if "backoff" in told:
            self.webhooks.backoff = told["backoff"]
        if "paused" in told:
            self.webhooks.is_paused = told["paused"]
            self.webhooks.pump()
        return {"paused": self.webhooks.is_paused, "endpoints": len(self.webhooks.endpoints)}

    def _made(self, context: Context, kind: str, told: Json) -> Json:
        if kind == "disputes":
            return self.api.create_dispute(context, self._paid(told), told)
        if kind == "refunds":
            return self.api.create_refund(context, told)
        if kind == "payouts":
            return self.api.create_payout(
                context, told["account"], told.get("amount"), told.get("currency", "usd")
            )
        if kind == "early_fraud_warnings":
            paid = self._paid(told)
            warning = objects.early_fraud_warning(
                self.state.new_id("issfr"), self.state.now(), paid
            )
            self.api.emit(context, "radar.early_fraud_warning.created", warning)
            return warning
        raise KeyError(kind)

    def _paid(self, told: Json) -> Json:
        """The charge of a payment."""
        name = told.get("charge")
        if name is None:
            name = self._one("payment_intent", told["payment_intent"])["latest_charge"]
        return self._one("charge", name)

    def _one(self, kind: str, name: str) -> Json:
        found = self.state.get(kind, name)
        if found is None:
            raise KeyError(name)
        return found

    def _happened(self, context: Context, parts: list[str], told: Json) -> Json:
        kind, name, what = parts
        api = self.api
        thing = self._one(kind.removesuffix("s"), name)
        happenings: dict[str, Callable[[], Json]] = {
            "payment_intents/confirm": lambda: self._confirmed(context, thing, told),
            "accounts/onboard": lambda: self._onboarded(context, thing, told),
            "accounts/restrict": lambda: self._restricted(context, thing, told),
            "disputes/withdraw": lambda: api.withdraw_dispute(context, thing),
            "disputes/reinstate": lambda: api.reinstate_dispute(
                context, thing, with_fee=told.get("with_fee", False)
            ),
            "disputes/close": lambda: api.close_dispute(context, thing, told["status"], told),
            "refunds/fail": lambda: api.finish_refund(
                context, thing, "failed", told.get("reason", "lost_or_stolen_card")
            ),
            "refunds/succeed": lambda: api.finish_refund(context, thing, "succeeded", ""),
            "transfers/reverse": lambda: api.create_reversal(context, told, name),
            "payouts/paid": lambda: api.finish_payout(context, thing, "paid", ""),
            "payouts/fail": lambda: api.finish_payout(
                context, thing, "failed", told.get("code", "account_closed")
            ),
        }
        return happenings[f"{kind}/{what}"]()

    def _confirmed(self, context: Context, intent: Json, told: Json) -> Json:
        """As the mobile app would; a decline is what happened, not an error of the order."""
        try:
            return self.api.pay(context, intent, told.get("card", "ok"))
        except StripeError as error:
            if error.status != 402:
                raise
            return intent

    def _onboarded(self, context: Context, owner: Json, told: Json) -> Json:
        if not owner["external_accounts"]["data"]:
            bank = objects.bank_account(self.state.new_id("ba"), owner)
            owner["external_accounts"]["data"].append(bank)
            self.api.emit(context, "account.external_account.created", bank, account=owner["id"])
        now = self.state.now()
        return self.api.change_account(
            context,
            owner,
            {
                "details_submitted": True,
                "charges_enabled": True,
                "payouts_enabled": True,
                "requirements": objects.requirements(()),
                "tos_acceptance": {"date": now, "ip": "127.0.0.1", "user_agent": None},
                "capabilities": dict.fromkeys(owner["capabilities"], "active"),
                **told,
            },
        )

    def _restricted(self, context: Context, owner: Json, told: Json) -> Json:
        reason = told.pop("disabled_reason", "requirements.past_due")
        return self.api.change_account(
            context,
            owner,
            {
                "payouts_enabled": False,
                "requirements": objects.requirements(("individual.verification.document",), reason),
                "capabilities": dict.fromkeys(owner["capabilities"], "inactive"),
                **told,
            },
        )


KINDS = {*BEFORE, *AFTER, *OUT_OF_STEP, "before_response", "late_failure"}


def refused(error: StripeError, request: str = "") -> Answer:
    """The error as Stripe writes it."""
    body = copy_of(error.error)
    if request:
        body["request_log_url"] = f"https://dashboard.stripe.com/test/logs/{request}"
    return Answer(error.status, orjson.dumps({"error": body}))


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as plain as the SDK needs it."""

    def __init__(self, double: Double) -> None:
        self.double = double
        self.buffer = b""
        self.is_busy = False
        self.transport: asyncio.Transport | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """A part of a request, or more than one."""
        self.buffer += data
        while not self.is_busy:
            request = self.parsed()
            if request is None:
                return
            try:
                answer = self.double.handle(request)
            except Exception:  # a fault of the double's own must not look like silence
                traceback.print_exc()
                answer = Answer(500, orjson.dumps(OUTAGE))
            if isinstance(answer, Answer):
                self.send(answer)
            else:
                self.is_busy = True
                task = asyncio.get_running_loop().create_task(self.wait_for(answer))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)

    async def wait_for(self, answer: Awaitable[Answer]) -> None:
        """Answer later; what is done is done even if the client has gone."""
        try:
            self.send(await answer)
        except Exception:
            traceback.print_exc()
            self.send(Answer(500, orjson.dumps(OUTAGE)))
        self.is_busy = False
        self.data_received(b"")

    def parsed(self) -> Request | None:
        """The next whole request in the buffer."""
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        first, *lines = self.buffer[:end].decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length") or 0)
        if len(self.buffer) < end + 4 + length:
            return None
        body = self.buffer[end + 4 : end + 4 + length]
        self.buffer = self.buffer[end + 4 + length :]
        method, target, _ = first.split(" ", 2)
        path, _, query = target.partition("?")
        return Request(method, path, query, headers, body)

    def send(self, answer: Answer) -> None:
        """Write the answer, or be silent."""
        transport = self.transport
        if transport is None or transport.is_closing():
            return
        if answer.silence:
            if answer.silence == "reset":
                transport.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
            transport.abort()
            return
        head = [
            f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Answer')}",
            "Content-Type: application/json",
            f"Content-Length: {len(answer.body)}",
            *(f"{name}: {value}" for name, value in answer.headers.items()),
        ]
        transport.write("\r\n".join(head).encode() + b"\r\n\r\n" + answer.body)


async def serve(options: argparse.Namespace) -> None:
    """Listen until told to end."""
    double = Double(options.file, "")
    double.configure(
        {
            "webhook": options.webhook,
            "secret": options.secret,
            "connect_secret": options.connect_secret,
            "events": options.events.split(",") if options.events else None,
            "backoff": options.backoff,
        }
    )
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(double), options.host, options.port)
    port = server.sockets[0].getsockname()[1]
    double.base = f"http://{options.host}:{port}"
    double.resume()
    ended = asyncio.Event()
    for signalled in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signalled, ended.set)
    sys.stdout.write(f"Stripe's double listens at {double.base}\n")
    sys.stdout.flush()
    await ended.wait()
    server.close()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(description="A stateful double of Stripe's API")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one and prints it")
    parser.add_argument("--webhook", default="", help="where events are posted; empty: nowhere")
    parser.add_argument("--secret", default="whsec_local_double", help="signs them")
    parser.add_argument("--connect-secret", default="", help="signs those of connected accounts")
    parser.add_argument("--events", default="", help="types, comma separated; empty: all")
    parser.add_argument("--file", default=None, help="where the state is kept; without: nowhere")
    parser.add_argument("--backoff", type=float, default=0.2, help="seconds before a second try")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
