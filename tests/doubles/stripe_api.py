"""The calls of Stripe's API that this product makes, on its double's state: checks and effects.

Each call is told its parameters as Stripe's forms nest them (everything a string), checks them,
and answers the object. A refusal before execution began (a parameter that is wrong in itself) is
not remembered under an idempotency key, one after it is, as Stripe documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from . import stripe_objects as objects
from .stripe_state import DAY, Json, State, copy_of

CURRENCIES = ("aud", "cad", "chf", "eur", "gbp", "jpy", "mxn", "nzd", "sek", "usd")
LEAST = {"usd": 50, "gbp": 30, "mxn": 1000, "sek": 300}
MOST = 99_999_999
EVENT_DAYS = 30
LIST_LIMIT = 100
NOT_CANCELLABLE = ("succeeded", "canceled")
# Test payment methods: what the card's bank says.
CARDS = {
    "pm_card_visa": "ok",
    "pm_card_mastercard": "ok",
    "pm_card_authenticationRequired": "requires_action",
    "pm_card_chargeDeclined": "declined",
    "pm_card_visa_chargeDeclined": "declined",
    "pm_card_chargeDeclinedInsufficientFunds": "insufficient_funds",
    "pm_card_chargeDeclinedExpiredCard": "expired_card",
    "pm_card_riskLevelElevated": "elevated",
}
# outcome: code, decline code, message
DECLINES = {
    "declined": ("card_declined", "generic_decline", "Your card was declined."),
    "insufficient_funds": (
        "card_declined",
        "insufficient_funds",
        "Your card has insufficient funds.",
    ),
    "expired_card": ("expired_card", "expired_card", "Your card has expired."),
}


class StripeError(Exception):
    """What Stripe answers in place of an object."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        code: str | None = None,
        param: str | None = None,
        kind: str = "invalid_request_error",
        executed: bool = True,
        more: Json | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.executed = executed
        self.error: Json = {"message": message, "type": kind, **(more or {})}
        if code is not None:
            self.error["code"] = code
            self.error["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"
        if param is not None:
            self.error["param"] = param


def invalid(message: str, param: str, code: str | None = None) -> StripeError:
    """A parameter that is wrong in itself: the call was never executed."""
    return StripeError(message, code=code, param=param, executed=False)


def missing(kind: str, name: str, param: str, status: int = 400) -> StripeError:
    """There is no such object."""
    return StripeError(
        f"No such {kind}: '{name}'", status=status, code="resource_missing", param=param
    )


def money(amount: int, currency: str) -> str:
    """An amount as Stripe's messages write it."""
    sign = {"usd": "$", "eur": "€", "gbp": "£"}.get(currency)
    return f"{sign}{amount / 100:,.2f}" if sign else f"{amount / 100:,.2f} {currency.upper()}"


@dataclass
class Context:
    """Of whom a call comes and under which account; `emitted` are the events that it bore."""

    account: str = ""
    request: str | None = None
    key: str | None = None
    base: str = ""
    late: Callable[[str], Json | None] = lambda kind: None
    emitted: list[Json] = field(default_factory=list)


# --- parameters ------------------------------------------------------------------------------


def integer(value: Any, name: str) -> int:
    """A whole number of at least one."""
    if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,18}", value):
        raise invalid(f"Invalid integer: {value}", name, "parameter_invalid_integer")
    if int(value) < 1:
        raise invalid(
            "This value must be greater than or equal to 1.", name, "parameter_invalid_integer"
        )
    return int(value)


def moment(value: Any, name: str) -> int:
    """A time in seconds."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,12}", value):
        raise invalid(f"Invalid integer: {value}", name, "parameter_invalid_integer")
    return int(value)


def text(value: Any, name: str) -> str:
    """A string that says something."""
    if not isinstance(value, str):
        raise invalid("Invalid string", name)
    if value == "":
        raise invalid(
            f"You passed an empty string for '{name}'. We assume empty values are an attempt to"
            f" unset a parameter; however '{name}' cannot be unset. You should remove '{name}' from"
            " your request or supply a non-empty value.",
            name,
            "parameter_invalid_empty",
        )
    return value


def boolean(value: Any, name: str) -> bool:
    """True or false."""
    if value not in ("true", "false"):
        raise invalid(f"Invalid boolean: {value}", name)
    return bool(value == "true")


def metadata(value: Any, name: str) -> dict[str, str]:
    """Up to fifty keys of up to forty characters; an empty value leaves its key out."""
    if value == "":
        return {}
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise invalid("Invalid object", name)
    if len(value) > 50:
        raise invalid("Metadata can only have up to 50 keys.", name)
    for key, told in value.items():
        if len(key) > 40:
            raise invalid("Metadata keys can be at most 40 characters.", f"{name}[{key}]")
        if len(told) > 500:
            raise invalid(
                "Metadata values can have up to 500 characters, but you passed in a value that is"
                f" {len(told)} characters.",
                f"{name}[{key}]",
            )
    return {key: told for key, told in value.items() if told}


def nested(value: Any, name: str) -> Any:
    """A hash or list, with true and false for what they are and whole numbers too."""
    if isinstance(value, dict):
        return {key: nested(told, f"{name}[{key}]") for key, told in value.items()}
    if isinstance(value, list):
        return [nested(told, name) for told in value]
    if value in ("true", "false"):
        return value == "true"
    return value


def hash_of(value: Any, name: str) -> Json:
    """A hash."""
    if not isinstance(value, dict):
        raise invalid("Invalid object", name)
    told: Json = nested(value, name)
    return told


def strings(value: Any, name: str) -> list[str]:
    """A list of strings."""
    if not isinstance(value, list) or not all(isinstance(told, str) for told in value):
        raise invalid("Invalid array", name)
    return list(value)


def removed(value: Any, name: str) -> Any:
    """A parameter that this version of the API refuses."""
    raise invalid(
        f"The parameter {name} is no longer supported. Use allowed_payment_method_types or dynamic"
        " payment methods.",
        name,
        "payment_method_types_no_longer_supported",
    )


def currency(value: Any, name: str) -> str:
    """A currency that Stripe knows."""
    told = text(value, name).lower()
    if told not in CURRENCIES:
        raise invalid(
            f"Invalid currency: {told}. Stripe currently supports these currencies: "
            + ", ".join(CURRENCIES),
            name,
        )
    return told


def one_of(*choices: str) -> Callable[[Any, str], str]:
    """One of these words."""

    def chosen(value: Any, name: str) -> str:
        if value not in choices:
            raise invalid(f"Invalid {name}: must be one of {', '.join(choices)}", name)
        return str(value)

    return chosen


def span(value: Any, name: str) -> Json:
    """A time, or an interval by gt, gte, lt, lte."""
    if isinstance(value, dict) and set(value) <= {"gt", "gte", "lt", "lte"}:
        return {side: moment(told, f"{name}[{side}]") for side, told in value.items()}
    told = moment(value, name)
    return {"gte": told, "lte": told}


Kind = Callable[[Any, str], Any]
Params = dict[str, Kind]
PAGE: Params = {"limit": integer, "starting_after": text, "ending_before": text}


@dataclass(frozen=True)
class Call:
    """An endpoint: its parameters, what does it, and the SDK's name of its parameters."""

    do: Callable[..., Json]
    params: Params
    required: tuple[str, ...] = ()
    documented: str = field(kw_only=True)

    def checked(self, told: Json) -> Json:
        """The parameters, each of its type."""
        for name in self.required:
            if name not in told:
                raise invalid(f"Missing required param: {name}.", name, "parameter_missing")
        checked = {}
        for name, value in told.items():
            if name == "expand":
                checked[name] = strings(value, name)
            elif name in self.params:
                checked[name] = self.params[name](value, name)
            elif name in documented(self.documented):
                raise StripeError(
                    f"Stripe knows the parameter {name} here; its double does not. Teach it.",
                    status=501,
                    kind="api_error",
                    executed=False,
                )
            else:
                raise invalid(f"Received unknown parameter: {name}", name, "parameter_unknown")
        return checked


def documented(name: str) -> Iterable[str]:
    """Parameters of a call as the SDK types them."""
    import stripe.params  # noqa: PLC0415 - half a second that a proper call never spends

    typed: Any = getattr(stripe.params, name)
    return set(typed.__annotations__) - set(stripe.RequestOptions.__annotations__)


# --- calls -----------------------------------------------------------------------------------


class Api:
    """The calls and what else happens at Stripe, each on the whole state."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.listeners = 0  # how many webhook endpoints an event waits for
        page = PAGE
        self.calls: dict[str, Call] = {
            "POST payment_intents": Call(
                self.create_payment_intent,
                {
                    "amount": integer,
                    "currency": currency,
                    "automatic_payment_methods": hash_of,
                    "allowed_payment_method_types": strings,
                    "payment_method_types": removed,
                    "payment_method": text,
                    "confirm": boolean,
                    "capture_method": one_of("automatic", "automatic_async"),
                    "description": text,
                    "metadata": metadata,
                    "receipt_email": text,
                    "statement_descriptor": text,
                    "statement_descriptor_suffix": text,
                    "transfer_group": text,
                },
                ("amount", "currency"),
                documented="PaymentIntentCreateParams",
            ),
            "GET payment_intents/*": Call(
                self.retrieve("payment_intent"), {}, documented="PaymentIntentRetrieveParams"
            ),
            "GET payment_intents": Call(
                self.list_of("payment_intent"),
                {**page, "created": span},
                documented="PaymentIntentListParams",
            ),
            "POST payment_intents/*/cancel": Call(
                self.cancel_payment_intent,
                {
                    "cancellation_reason": one_of(
                        "abandoned", "duplicate", "fraudulent", "requested_by_customer"
                    )
                },
                documented="PaymentIntentCancelParams",
            ),
            "POST payment_intents/*/confirm": Call(
                self.confirm_payment_intent,
                {"payment_method": text, "return_url": text},
                documented="PaymentIntentConfirmParams",
            ),
            "GET charges/*": Call(self.retrieve("charge"), {}, documented="ChargeRetrieveParams"),
            "GET charges": Call(
                self.list_of("charge"),
                {**page, "created": span, "payment_intent": text, "transfer_group": text},
                documented="ChargeListParams",
            ),
            "POST transfers": Call(
                self.create_transfer,
                {
                    "amount": integer,
                    "currency": currency,
                    "destination": text,
                    "description": text,
                    "metadata": metadata,
                    "source_transaction": text,
                    "transfer_group": text,
                },
                ("amount", "currency", "destination"),
                documented="TransferCreateParams",
            ),
            "GET transfers/*": Call(
                self.retrieve("transfer"), {}, documented="TransferRetrieveParams"
            ),
            "GET transfers": Call(
                self.list_of("transfer"),
                {**page, "created": span, "destination": text, "transfer_group": text},
                documented="TransferListParams",
            ),
            "POST transfers/*/reversals": Call(
                self.create_reversal,
                {"amount": integer, "description": text, "metadata": metadata},
                documented="TransferReversalCreateParams",
            ),
            "GET transfers/*/reversals": Call(
                self.list_reversals, page, documented="TransferReversalListParams"
            ),
            "GET transfers/*/reversals/*": Call(
                self.retrieve_reversal, {}, documented="TransferReversalRetrieveParams"
            ),
            "POST refunds": Call(
                self.create_refund,
                {
                    "amount": integer,
                    "charge": text,
                    "payment_intent": text,
                    "metadata": metadata,
                    "reason": one_of("duplicate", "fraudulent", "requested_by_customer"),
                },
                documented="RefundCreateParams",
            ),
            "GET refunds/*": Call(self.retrieve("refund"), {}, documented="RefundRetrieveParams"),
            "GET refunds": Call(
                self.list_of("refund"),
                {**page, "created": span, "charge": text, "payment_intent": text},
                documented="RefundListParams",
            ),
            "POST accounts": Call(
                self.create_account,
                {
                    "type": one_of("express"),
                    "controller": hash_of,
                    "country": text,
                    "default_currency": currency,
                    "email": text,
                    "capabilities": hash_of,
                    "business_type": one_of("individual", "company"),
                    "business_profile": hash_of,
                    "metadata": metadata,
                    "settings": hash_of,
                },
                documented="AccountCreateParams",
            ),
            "GET accounts/*": Call(self.retrieve_account, {}, documented="AccountRetrieveParams"),
            "GET accounts": Call(
                self.list_of("account"), {**page, "created": span}, documented="AccountListParams"
            ),
            "POST account_links": Call(
                self.create_account_link,
                {
                    "account": text,
                    "type": one_of("account_onboarding", "account_update"),
                    "refresh_url": text,
                    "return_url": text,
                    "collection_options": hash_of,
                },
                ("account", "type"),
                documented="AccountLinkCreateParams",
            ),
            "GET payouts/*": Call(self.retrieve("payout"), {}, documented="PayoutRetrieveParams"),
            "GET payouts": Call(
                self.list_of("payout"),
                {
                    **page,
                    "created": span,
                    "arrival_date": span,
                    "destination": text,
                    "status": text,
                },
                documented="PayoutListParams",
            ),
            "GET balance_transactions/*": Call(
                self.retrieve("balance_transaction"),
                {},
                documented="BalanceTransactionRetrieveParams",
            ),
            "GET balance_transactions": Call(
                self.list_of("balance_transaction"),
                {
                    **page,
                    "created": span,
                    "currency": currency,
                    "payout": text,
                    "source": text,
                    "type": text,
                },
                documented="BalanceTransactionListParams",
            ),
            "GET balance": Call(self.balance, {}, documented="BalanceRetrieveParams"),
            "GET disputes/*": Call(
                self.retrieve("dispute"), {}, documented="DisputeRetrieveParams"
            ),
            "GET disputes": Call(
                self.list_of("dispute"),
                {**page, "created": span, "charge": text, "payment_intent": text},
                documented="DisputeListParams",
            ),
            "POST disputes/*": Call(
                self.update_dispute,
                {"evidence": hash_of, "metadata": metadata, "submit": boolean},
                documented="DisputeUpdateParams",
            ),
            "POST disputes/*/close": Call(self.accept_dispute, {}, documented="DisputeCloseParams"),
            "GET events/*": Call(self.retrieve("event"), {}, documented="EventRetrieveParams"),
            "GET events": Call(
                self.list_of("event"),
                {**page, "created": span, "type": text, "types": strings},
                documented="EventListParams",
            ),
        }

    # Events

    def emit(
        self,
        context: Context,
        kind: str,
        thing: Json,
        previous: Json | None = None,
        account: str = "",
    ) -> None:
        """An event about an object as it is now."""
        state = self.state
        born = objects.event(
            state.new_id("evt"),
            state.now(),
            kind,
            copy_of(thing),
            previous=previous,
            account=account,
            request={"id": context.request, "idempotency_key": context.key},
            pending=self.listeners,
        )
        state.add("event", born, account)
        context.emitted.append(born)

    def moved(
        self, owner: str, kind: str, source: str, amount: int, currency: str, **more: Any
    ) -> str:
        """A balance transaction; answers its id."""
        state = self.state
        return str(
            state.add(
                "balance_transaction",
                objects.balance_transaction(
                    state.new_id("txn"),
                    state.now(),
                    kind,
                    source,
                    amount,
                    currency=currency,
                    **more,
                ),
                owner,
            )["id"]
        )

    # Reading

    def retrieve(self, kind: str) -> Callable[..., Json]:
        """The call that answers one object."""

        def one(context: Context, told: Json, name: str) -> Json:
            found = self.state.get(kind, name, context.account)
            if found is None:
                raise missing(kind, name, "intent" if kind == "payment_intent" else "id", 404)
            return found

        return one

    def list_of(self, kind: str) -> Callable[..., Json]:
        """The call that answers a page of objects, the newest first."""
        url = f"/v1/{kind}s"

        def page(context: Context, told: Json) -> Json:
            spans = {name: told[name] for name in ("created", "arrival_date") if name in told}
            filters = {
                name: value
                for name, value in told.items()
                if name not in {*PAGE, *spans, "types", "expand"}
            }
            if kind == "event":
                oldest = self.state.now() - EVENT_DAYS * DAY
                spans["created"] = {"gte": oldest, **spans.get("created", {})}
            types = told.get("types")

            def wanted(body: Json) -> bool:
                if types is not None and body["type"] not in types:
                    return False
                return all(body.get(name) == value for name, value in filters.items()) and all(
                    within(body[name], limits) for name, limits in spans.items()
                )

            names = self.state.names(kind, context.account, filters)
            return self.page(kind, url, names, told, wanted)

        return page

    def page(
        self, kind: str, url: str, names: list[str], told: Json, wanted: Callable[[Json], bool]
    ) -> Json:
        """A page of the names given, by limit and cursor."""
        limit = told.get("limit", 10)
        if limit > LIST_LIMIT:
            raise invalid(
                f"This value must be less than or equal to {LIST_LIMIT}.",
                "limit",
                "parameter_invalid_integer",
            )
        numbers, bodies = self.state.numbers, self.state.kinds.get(kind, {})
        backwards = "ending_before" in told
        chosen: list[Json] = []
        cursor = None
        for side in ("starting_after", "ending_before"):
            if side in told:
                if told[side] not in bodies:
                    raise missing(kind, told[side], side)
                cursor = numbers[told[side]]
        # The newest come first; before a cursor lie the newer ones, the nearest taken first.
        for name in names if backwards else reversed(names):
            if cursor is not None and (
                numbers[name] <= cursor if backwards else numbers[name] >= cursor
            ):
                continue
            if wanted(bodies[name]):
                chosen.append(bodies[name])
                if len(chosen) > limit:
                    break
        has_more = len(chosen) > limit
        chosen = chosen[:limit]
        if backwards:
            chosen.reverse()
        return objects.listing(url, chosen, has_more=has_more)

    def expanded(self, answer: Json, paths: list[str]) -> Json:
        """The answer with the objects in place of the ids that were asked for."""
        whole = copy_of(answer)
        for path in paths:
            self._expand(whole, path.split("."), path)
        return whole

    def _expand(self, body: Json, parts: list[str], path: str) -> None:
        name, rest = parts[0], parts[1:]
        if name not in body:
            raise invalid(f"This property cannot be expanded ({path}).", "expand")
        if isinstance(body[name], str):
            found = self.state.find(body[name])
            if found is None:
                raise invalid(f"This property cannot be expanded ({path}).", "expand")
            body[name] = copy_of(found)
        if rest and isinstance(body[name], list):
            for one in body[name]:
                self._expand(one, rest, path)
        elif rest and isinstance(body[name], dict):
            self._expand(body[name], rest, path)

    def balance(self, context: Context, told: Json) -> Json:
        """What the platform, or an account, has."""
        self.state.mature()
        amounts = {
            currency: both
            for (owner, currency), both in self.state.balances.items()
            if owner == context.account
        }
        return objects.balance(amounts or {"usd": [0, 0]})

    # Payment intents

    def create_payment_intent(self, context: Context, told: Json) -> Json:
        """Ask for a payment."""
        least = LEAST.get(told["currency"], 50)
        if told["amount"] < least:
            raise StripeError(
                f"Amount must be at least {money(least, told['currency'])} {told['currency']}",
                code="amount_too_small",
                param="amount",
            )
        if told["amount"] > MOST:
            raise StripeError(
                f"Amount must be no more than {money(MOST, told['currency'])}",
                code="amount_too_large",
                param="amount",
            )
        if "allowed_payment_method_types" in told and "automatic_payment_methods" in told:
            raise StripeError(
                "You may only specify one of these parameters: allowed_payment_method_types,"
                " automatic_payment_methods.",
                code="parameters_exclusive",
                executed=False,
            )
        state = self.state
        intent = objects.payment_intent(
            state.new_id("pi"), state.now(), state.new_id("s")[2:], told
        )
        state.add("payment_intent", intent)
        self.emit(context, "payment_intent.created", intent)
        if told.get("confirm"):
            return self.confirm_payment_intent(context, {}, intent["id"])
        return intent

    def confirm_payment_intent(self, context: Context, told: Json, name: str) -> Json:
        """Pay with a test payment method, as the mobile app does."""
        intent = self.retrieve("payment_intent")(context, {}, name)
        method = told.get("payment_method") or intent["payment_method"]
        if method is None:
            raise StripeError(
                "You cannot confirm this PaymentIntent because it's missing a payment method.",
                code="payment_intent_unexpected_state",
                more={"payment_intent": copy_of(intent)},
            )
        if method not in CARDS:
            raise missing("PaymentMethod", method, "payment_method")
        return self.pay(context, intent, CARDS[method])

    def pay(self, context: Context, intent: Json, card: str) -> Json:
        """The card's bank has spoken: ok, elevated, requires_action or a decline."""
        self._require_payable(intent)
        state = self.state
        intent["payment_method"] = intent["payment_method"] or state.new_id("pm")
        if intent["payment_method"].startswith("pm_card_"):
            intent["payment_method"] = state.new_id("pm")
        state.touch("payment_intent", intent)
        if card == "requires_action":
            intent["status"] = "requires_action"
            intent["next_action"] = {
                "type": "use_stripe_sdk",
                "use_stripe_sdk": {"type": "three_d_secure_redirect"},
            }
            self.emit(context, "payment_intent.requires_action", intent)
            return intent
        intent["next_action"] = None
        if card in ("ok", "elevated"):
            self._charge(context, intent, card)
            return intent
        self._decline(context, intent, card)
        return intent

    def _require_payable(self, intent: Json) -> None:
        if intent["status"] in NOT_CANCELLABLE:
            raise StripeError(
                "You cannot confirm this PaymentIntent because it has a status of"
                f" {intent['status']}.",
                code="payment_intent_unexpected_state",
                more={"payment_intent": copy_of(intent)},
            )

    def _charge(self, context: Context, intent: Json, card: str) -> None:
        state, now = self.state, self.state.now()
        paid = objects.charge(state.new_id("ch"), now, intent)
        if card == "elevated":
            paid["outcome"].update(
                risk_level="elevated", risk_score=68, type="manual_review", rule=None
            )
        state.add("charge", paid)
        intent.update(
            status="succeeded",
            amount_received=intent["amount"],
            latest_charge=paid["id"],
            last_payment_error=None,
        )
        self.emit(context, "charge.succeeded", paid)
        self.emit(context, "payment_intent.succeeded", intent)
        # Stripe captures asynchronously: the balance transaction comes a moment later.
        paid["balance_transaction"] = self.moved(
            "",
            "charge",
            paid["id"],
            paid["amount"],
            paid["currency"],
            fee=fee_of(paid["amount"]),
            available_on=now + objects.SETTLES_AFTER,
        )
        self.emit(context, "charge.updated", paid, {"balance_transaction": None})

    def _decline(self, context: Context, intent: Json, card: str) -> None:
        if card == "authentication_failed":
            code, decline = "payment_intent_authentication_failure", None
            message = (
                "We are unable to authenticate your payment method. Please choose a different"
                " payment method and try again."
            )
            tried = None
        else:
            code, decline, message = DECLINES[card]
            tried = objects.charge(
                self.state.new_id("ch"),
                self.state.now(),
                intent,
                amount_captured=0,
                captured=False,
                failure_code=code,
                failure_message=message,
                paid=False,
                status="failed",
            )
            tried["outcome"].update(
                network_status="declined_by_network",
                reason=decline,
                seller_message="The bank did not return any further details with this decline.",
                type="issuer_declined",
            )
            self.state.add("charge", tried)
            self.emit(context, "charge.failed", tried)
        error = StripeError(message, status=402, code=code, kind="card_error")
        if tried is not None:
            error.error.update(charge=tried["id"], decline_code=decline)
        intent.update(
            status="requires_payment_method",
            payment_method=None,
            last_payment_error=dict(error.error),
            latest_charge=tried["id"] if tried else intent["latest_charge"],
        )
        self.emit(context, "payment_intent.payment_failed", intent)
        error.error["payment_intent"] = copy_of(intent)
        raise error

    def cancel_payment_intent(self, context: Context, told: Json, name: str) -> Json:
        """Nobody shall pay this any more."""
        intent = self.retrieve("payment_intent")(context, {}, name)
        if intent["status"] in NOT_CANCELLABLE:
            raise StripeError(
                f"You cannot cancel this PaymentIntent because it has a status of"
                f" {intent['status']}. Only a PaymentIntent with one of the following statuses may"
                " be canceled: requires_payment_method, requires_capture, requires_confirmation,"
                " requires_action, processing.",
                code="payment_intent_unexpected_state",
                more={"payment_intent": copy_of(intent)},
            )
        intent.update(
            status="canceled",
            canceled_at=self.state.now(),
            cancellation_reason=told.get("cancellation_reason"),
            next_action=None,
        )
        self.state.touch("payment_intent", intent)
        self.emit(context, "payment_intent.canceled", intent)
        return intent

    # Transfers

    def create_transfer(self, context: Context, told: Json) -> Json:
        """Move platform funds to a connected account."""
        state = self.state
        owner = state.get("account", told["destination"])
        if owner is None:
            raise missing("destination", told["destination"], "destination")
        if owner["capabilities"].get("transfers") != "active":
            raise StripeError(
                "Your destination account needs to have at least one of the following capabilities"
                " enabled: transfers, crypto_transfers, legacy_payments",
                code="insufficient_capabilities_for_transfer",
            )
        source = self._source_of(told) if "source_transaction" in told else None
        group = told.get("transfer_group")
        if source is None:
            state.mature()
            if state.balances.get(("", told["currency"]), [0, 0])[0] < told["amount"]:
                raise StripeError(
                    "You have insufficient available funds in your Stripe account. Try adding"
                    " funds directly to your available balance by creating Charges using the"
                    " 4000000000000077 test card. See:"
                    " https://stripe.com/docs/testing#available-balance",
                    code="balance_insufficient",
                )
        else:
            group = group or source["transfer_group"] or f"group_{source['payment_intent']}"
            source["transfer_group"] = source["transfer_group"] or group
            state.touch("charge", source)
        moved = objects.transfer(state.new_id("tr"), state.now(), told, group)
        ready = None
        if source is not None:
            ready = state.kinds["balance_transaction"][source["balance_transaction"]][
                "available_on"
            ]
        moved["balance_transaction"] = self.moved(
            "", "transfer", moved["id"], -moved["amount"], moved["currency"]
        )
        payment = state.new_id("py")
        moved["destination_payment"] = payment
        transaction = self.moved(
            owner["id"],
            "payment",
            payment,
            moved["amount"],
            moved["currency"],
            category="charge",
            available_on=ready,
        )
        state.add("charge", objects.received(payment, state.now(), moved, transaction), owner["id"])
        state.add("transfer", moved)
        self.emit(context, "transfer.created", moved)
        late = context.late("transfer")
        if late is not None:
            self.later(late, "reverse_transfer", moved["id"])
        return moved

    def _source_of(self, told: Json) -> Json:
        source = self.state.get("charge", told["source_transaction"], "")
        if source is None:
            raise missing("charge", told["source_transaction"], "source_transaction")
        if source["status"] != "succeeded" or source["balance_transaction"] is None:
            raise StripeError(
                "The source_transaction must be a succeeded charge.", param="source_transaction"
            )
        if source["currency"] != told["currency"]:
            raise StripeError(
                f"The currency of source_transaction's balance transaction ({source['currency']})"
                f" must be the same as the transfer currency ({told['currency']})",
                param="source_transaction",
            )
        sourced = self.state.sourced.get(source["id"], 0)
        if sourced + told["amount"] > source["amount"]:
            told_of = (
                f" (There is already a transfer using this source, amounting to"
                f" {money(sourced, source['currency'])}.)"
                if sourced
                else ""
            )
            raise StripeError(
                "Transfers using this transaction as a source must not exceed the source amount of"
                f" {money(source['amount'], source['currency'])}.{told_of}"
            )
        return source

    def create_reversal(self, context: Context, told: Json, name: str) -> Json:
        """Take back what was transferred, or a part."""
        state = self.state
        moved = state.get("transfer", name, context.account)
        if moved is None:
            raise missing("transfer", name, "id", 404)
        left = moved["amount"] - moved["amount_reversed"]
        if left == 0:
            raise StripeError(f"Transfer {name} is already fully reversed.")
        amount = told.get("amount", left)
        if amount > left:
            raise StripeError(
                f"Reversal amount ({money(amount, moved['currency'])}) is greater than unreversed"
                f" amount on transfer ({money(left, moved['currency'])})",
                param="amount",
            )
        owner = moved["destination"]
        if sum(state.balances.get((owner, moved["currency"]), [0, 0])) < amount:
            raise StripeError(
                "The connected account does not have sufficient funds in its Stripe balance to"
                " reverse this amount.",
                code="balance_insufficient",
            )
        return self._reverse(context, moved, {**told, "amount": amount})

    def _reverse(self, context: Context, moved: Json, told: Json) -> Json:
        state, owner = self.state, moved["destination"]
        back = objects.reversal(state.new_id("trr"), state.now(), moved, told)
        back["balance_transaction"] = self.moved(
            "",
            "transfer_refund",
            back["id"],
            back["amount"],
            back["currency"],
            category="transfer_reversal",
        )
        back["destination_payment_refund"] = state.new_id("pyr")
        self.moved(
            owner,
            "payment_refund",
            back["destination_payment_refund"],
            -back["amount"],
            back["currency"],
            category="refund",
        )
        payment = state.kinds["charge"][moved["destination_payment"]]
        payment["amount_refunded"] += back["amount"]
        payment["refunded"] = payment["amount_refunded"] == payment["amount"]
        state.touch("charge", payment)
        previous = {"amount_reversed": moved["amount_reversed"], "reversed": moved["reversed"]}
        moved["amount_reversed"] += back["amount"]
        moved["reversed"] = moved["amount_reversed"] == moved["amount"]
        moved["reversals"]["data"].insert(0, copy_of(back))
        moved["reversals"]["has_more"] = len(moved["reversals"]["data"]) > 10
        del moved["reversals"]["data"][10:]
        state.touch("transfer", moved)
        state.source(moved, -back["amount"])
        state.add("transfer_reversal", back)
        self.emit(context, "transfer.reversed", moved, previous)
        return back

    def list_reversals(self, context: Context, told: Json, name: str) -> Json:
        """Reversals of a transfer."""
        if self.state.get("transfer", name, context.account) is None:
            raise missing("transfer", name, "id", 404)
        return self.page(
            "transfer_reversal",
            f"/v1/transfers/{name}/reversals",
            self.state.names("transfer_reversal", "", {"transfer": name}),
            told,
            lambda body: True,
        )

    def retrieve_reversal(self, context: Context, told: Json, name: str, back: str) -> Json:
        """One reversal of a transfer."""
        found = self.state.get("transfer_reversal", back, context.account)
        if found is None or found["transfer"] != name:
            raise missing("transfer reversal", back, "id", 404)
        return found

    # Refunds

    def create_refund(self, context: Context, told: Json) -> Json:
        """Send a charge's money back, or a part."""
        state = self.state
        paid = self._charge_of(told)
        contested = next(
            (
                claim
                for claim in map(
                    state.kinds.get("dispute", {}).__getitem__,
                    state.names("dispute", "", {"charge": paid["id"]}),
                )
                if not claim["is_charge_refundable"] and claim["status"] not in ("won", "prevented")
            ),
            None,
        )
        if contested is not None:
            raise StripeError(
                f"Charge {paid['id']} has been charged back; cannot issue a refund.",
                code="charge_disputed",
            )
        left = paid["amount"] - paid["amount_refunded"]
        if left == 0:
            raise StripeError(
                f"Charge {paid['id']} has already been refunded.", code="charge_already_refunded"
            )
        amount = told.get("amount", left)
        if amount > left:
            raise StripeError(
                f"Refund amount ({money(amount, paid['currency'])}) is greater than unrefunded"
                f" amount on charge ({money(left, paid['currency'])})",
                param="amount",
            )
        late = context.late("refund")
        back = objects.refund(state.new_id("re"), state.now(), paid, {**told, "amount": amount})
        if late is not None and late.get("status") == "pending":
            back["status"] = "pending"
            back["pending_reason"] = late.get("pending_reason", "processing")
        back["balance_transaction"] = self.moved(
            "", "refund", back["id"], -amount, back["currency"], description="REFUND FOR CHARGE"
        )
        previous = {"amount_refunded": paid["amount_refunded"], "refunded": paid["refunded"]}
        paid["amount_refunded"] += amount
        paid["refunded"] = paid["amount_refunded"] == paid["amount"]
        state.touch("charge", paid)
        state.add("refund", back)
        self.emit(context, "refund.created", back)
        self.emit(context, "charge.refunded", paid, previous)
        if paid["refunded"]:
            self._settle_inquiries(context, paid)
        if late is not None and late.get("status") == "failed":
            self.finish_refund(context, back, "failed", "declined")
        elif late is not None:
            self.later(late, "fail_refund", back["id"])
        return back

    def _charge_of(self, told: Json) -> Json:
        state = self.state
        if ("charge" in told) == ("payment_intent" in told):
            raise StripeError(
                "One of the following params should be provided for this request: payment_intent or"
                " charge."
                if "charge" not in told
                else "You may only specify one of these parameters: charge, payment_intent.",
                code="parameter_missing" if "charge" not in told else "parameters_exclusive",
                executed=False,
            )
        if "charge" in told:
            paid = state.get("charge", told["charge"], "")
            if paid is None:
                raise missing("charge", told["charge"], "charge")
            return paid
        intent = state.get("payment_intent", told["payment_intent"], "")
        if intent is None:
            raise missing("payment_intent", told["payment_intent"], "payment_intent")
        if intent["status"] != "succeeded":
            raise StripeError(
                f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
                code="payment_intent_unexpected_state",
                param="payment_intent",
                more={"payment_intent": copy_of(intent)},
            )
        return state.kinds["charge"][intent["latest_charge"]]

    def _settle_inquiries(self, context: Context, paid: Json) -> None:
        for name in self.state.names("dispute", "", {"charge": paid["id"]}):
            claim = self.state.kinds["dispute"][name]
            if claim["status"] in ("warning_needs_response", "warning_under_review"):
                self.close_dispute(context, claim, "warning_closed")

    def finish_refund(self, context: Context, back: Json, status: str, reason: str) -> Json:
        """A refund's later fate: succeeded after pending, or failed after either."""
        state = self.state
        previous: Json = {"status": back["status"]}
        back["status"] = status
        back.pop("pending_reason", None)
        if status == "failed":
            back["failure_reason"] = reason
            # Stripe takes the money back into the balance.
            back["failure_balance_transaction"] = self.moved(
                "", "refund_failure", back["id"], back["amount"], back["currency"]
            )
            paid = state.kinds["charge"][back["charge"]]
            paid["amount_refunded"] -= back["amount"]
            paid["refunded"] = False
            state.touch("charge", paid)
        state.touch("refund", back)
        if status == "failed":
            self.emit(context, "refund.failed", back)
        self.emit(context, "refund.updated", back, previous)
        self.emit(context, "charge.refund.updated", back, previous)
        return back

    # Accounts

    def create_account(self, context: Context, told: Json) -> Json:
        """An Express account, not onboarded yet."""
        if "type" not in told and "controller" not in told:
            raise StripeError(
                "Please provide a value for either `type` or `controller`.",
                code="parameter_missing",
                param="type",
                executed=False,
            )
        state = self.state
        name = state.new_id("acct")
        return state.add("account", objects.account(name, state.now(), told))

    def retrieve_account(self, context: Context, told: Json, name: str) -> Json:
        """An account of ours."""
        found = self.state.get("account", name)
        if found is None:
            raise no_access(name)
        return found

    def create_account_link(self, context: Context, told: Json) -> Json:
        """Where its owner completes it."""
        if self.state.get("account", told["account"]) is None:
            raise missing("account", told["account"], "account")
        back = told.get("return_url", "")
        return objects.account_link(
            self.state.now(), f"{context.base}/_double/onboarding/{told['account']}?return={back}"
        )

    def change_account(self, context: Context, owner: Json, told: Json) -> Json:
        """Onboard, restrict or reopen: the fields told, and the event about them."""
        previous = {}
        capabilities = {**owner["capabilities"], **told.pop("capabilities", {})}
        for name, value in {**told, "capabilities": capabilities}.items():
            if owner.get(name) != value:
                previous[name] = owner.get(name)
                owner[name] = value
        self.state.touch("account", owner)
        self.emit(context, "account.updated", owner, copy_of(previous), account=owner["id"])
        return owner

    # Payouts

    def create_payout(
        self, context: Context, owner: str, amount: int | None, money_of: str
    ) -> Json:
        """Stripe's daily payout of an account to its bank."""
        state = self.state
        state.mature()
        available = state.balances.get((owner, money_of), [0, 0])[0]
        amount = amount or available
        if amount > available or amount < 1:
            raise StripeError(
                "You have insufficient funds in your Stripe account for this transfer.",
                code="balance_insufficient",
            )
        bank = None
        body = state.get("account", owner)
        if body is not None and body["external_accounts"]["data"]:
            bank = body["external_accounts"]["data"][0]["id"]
        paid = objects.payout(state.new_id("po"), state.now(), amount, money_of, bank)
        paid["balance_transaction"] = self.moved(owner, "payout", paid["id"], -amount, money_of)
        state.add("payout", paid, owner)
        self.emit(context, "payout.created", paid, account=owner)
        late = context.late("payout")
        if late is not None:
            self.later(late, "fail_payout", paid["id"])
        return paid

    def finish_payout(self, context: Context, paid: Json, status: str, code: str) -> Json:
        """It has reached the bank, or come back from it (which may follow paid)."""
        owner = self.state.owners.get(paid["id"], "")
        previous: Json = {"status": paid["status"]}
        paid["status"] = status
        if status == "failed":
            paid["failure_code"] = code
            paid["failure_message"] = "The bank has refused the payout."
            paid["failure_balance_transaction"] = self.moved(
                owner,
                "payout_failure",
                paid["id"],
                paid["amount"],
                paid["currency"],
                category="payout_reversal",
            )
        else:
            paid["reconciliation_status"] = "completed"
        self.state.touch("payout", paid)
        self.emit(context, f"payout.{status}", paid, previous, account=owner)
        return paid

    # Disputes

    def create_dispute(self, context: Context, paid: Json, told: Json) -> Json:
        """A cardholder contests a charge; an inquiry (warning_…) takes nothing."""
        state = self.state
        status = told.get("status", "needs_response")
        claim = objects.dispute(
            state.new_id("du"),
            state.now(),
            paid,
            amount=int(told.get("amount") or paid["amount"]),
            status=status,
            reason=told.get("reason", "fraudulent"),
        )
        state.add("dispute", claim)
        if not status.startswith("warning_"):
            paid["disputed"] = True
            state.touch("charge", paid)
        withdrawn = not status.startswith("warning_") and told.get("withdraw", True)
        if withdrawn:
            self._withdraw(claim)
        self.emit(context, "charge.dispute.created", claim)
        if withdrawn:
            self.emit(context, "charge.dispute.funds_withdrawn", claim)
        return claim

    def _withdraw(self, claim: Json) -> None:
        name = self.moved(
            "",
            "adjustment",
            claim["id"],
            -claim["amount"],
            claim["currency"],
            fee=objects.DISPUTE_FEE,
            fee_description="Dispute fee",
            category="dispute",
            description=f"Chargeback withdrawal for {claim['charge']}",
        )
        claim["balance_transactions"].append(copy_of(self.state.kinds["balance_transaction"][name]))
        self.state.touch("dispute", claim)

    def withdraw_dispute(self, context: Context, claim: Json) -> Json:
        """The bank takes the money: of a chargeback, or of an inquiry that becomes one."""
        if claim["status"].startswith("warning_"):
            previous: Json = {"status": claim["status"]}
            claim["status"] = "needs_response"
            claim["is_charge_refundable"] = False
            claim["payment_method_details"]["card"]["case_type"] = "chargeback"
            paid = self.state.kinds["charge"][claim["charge"]]
            paid["disputed"] = True
            self.state.touch("charge", paid)
            self._withdraw(claim)
            self.emit(context, "charge.dispute.updated", claim, previous)
        else:
            self._withdraw(claim)
        self.emit(context, "charge.dispute.funds_withdrawn", claim)
        return claim

    def reinstate_dispute(self, context: Context, claim: Json, *, with_fee: bool = False) -> Json:
        """The bank gives the money back, Stripe its fee only if told so."""
        name = self.moved(
            "",
            "adjustment",
            claim["id"],
            claim["amount"],
            claim["currency"],
            fee=-objects.DISPUTE_FEE if with_fee else 0,
            fee_description="Dispute fee refund",
            category="dispute_reversal",
            description=f"Chargeback reversal for {claim['charge']}",
        )
        claim["balance_transactions"].append(copy_of(self.state.kinds["balance_transaction"][name]))
        self.state.touch("dispute", claim)
        self.emit(context, "charge.dispute.funds_reinstated", claim)
        return claim

    def close_dispute(
        self, context: Context, claim: Json, status: str, told: Json | None = None
    ) -> Json:
        """The bank decides: won, lost or warning_closed."""
        claim["status"] = status
        claim["evidence_details"]["past_due"] = False
        self.state.touch("dispute", claim)
        told = told or {}
        if status == "won" and claim["balance_transactions"] and told.get("reinstate", True):
            self.reinstate_dispute(context, claim, with_fee=told.get("with_fee", False))
        self.emit(context, "charge.dispute.closed", claim)
        return claim

    def update_dispute(self, context: Context, told: Json, name: str) -> Json:
        """Submit evidence; submit=false only stages it."""
        claim = self.retrieve("dispute")(context, {}, name)
        if claim["status"] not in ("needs_response", "warning_needs_response"):
            raise StripeError("This dispute is already closed or under review.")
        previous: Json = {"status": claim["status"]}
        for evidence, value in told.get("evidence", {}).items():
            if evidence not in claim["evidence"]:
                raise invalid(
                    f"Received unknown parameter: evidence[{evidence}]",
                    f"evidence[{evidence}]",
                    "parameter_unknown",
                )
            claim["evidence"][evidence] = value
        claim["metadata"].update(told.get("metadata", {}))
        if "evidence" in told:
            claim["evidence_details"]["has_evidence"] = True
            if told.get("submit", True):
                claim["evidence_details"]["submission_count"] += 1
                claim["evidence_details"]["submission_method"] = "manual"
                claim["status"] = claim["status"].replace("needs_response", "under_review")
        self.state.touch("dispute", claim)
        self.emit(context, "charge.dispute.updated", claim, previous)
        return claim

    def accept_dispute(self, context: Context, told: Json, name: str) -> Json:
        """Give up: the dispute is lost."""
        claim = self.retrieve("dispute")(context, {}, name)
        if claim["status"] not in ("needs_response", "warning_needs_response"):
            raise StripeError("This dispute is already closed.")
        return self.close_dispute(context, claim, "lost")

    # What comes later

    def later(self, late: Json, action: str, name: str) -> None:
        """Order what befalls an object after some seconds."""
        timer = self.state.new_id("timer")
        self.state.add(
            "timer",
            {"id": timer, "action": action, "object": name, "seconds": late.get("seconds", 0.2)},
        )

    def befall(self, timer: Json, context: Context) -> None:
        """What was ordered happens, unless it can't any more."""
        name = timer["object"]
        if timer["action"] == "fail_refund":
            back = self.state.kinds["refund"][name]
            if back["status"] != "failed":
                self.finish_refund(context, back, "failed", "lost_or_stolen_card")
        elif timer["action"] == "fail_payout":
            paid = self.state.kinds["payout"][name]
            if paid["status"] != "failed":
                self.finish_payout(context, paid, "failed", "account_closed")
        else:
            moved = self.state.kinds["transfer"][name]
            left = moved["amount"] - moved["amount_reversed"]
            if left:
                self._reverse(context, moved, {"amount": left})
        self.state.drop("timer", timer["id"])


def within(value: int, limits: Json) -> bool:
    """Whether a time lies in an interval."""
    return bool(
        value > limits.get("gt", -1)
        and value >= limits.get("gte", 0)
        and value < limits.get("lt", value + 1)
        and value <= limits.get("lte", value)
    )


def fee_of(amount: int) -> int:
    """2.9 % and 30 cents, rounded to the cent."""
    return (amount * 29 + 500) // 1000 + 30


def no_access(name: str) -> StripeError:
    """An account that is not ours."""
    return StripeError(
        f"The provided key 'sk_test_*********************' does not have access to account '{name}'"
        " (or that account does not exist). Application access may have been revoked.",
        status=403,
        code="account_invalid",
        executed=False,
    )
