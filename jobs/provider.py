"""Calls to Stripe by its SDK, and what each came to. No rule, no retry, no transaction.

A fate is a dict: outcome (`done`, `refused`, `unknown`, …), `error` (Stripe's code), `is_outage`
(whether it tells of Stripe's health), and what the call brought. Amounts are minor units.

Source: STR-01 STR-02 STR-03 STR-16 STL-17.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import stripe
from stripe.params import DisputeModifyParams

from web.settings import Settings

Row = dict[str, Any]
Fate = dict[str, Any]
API_VERSION = "2026-10-28.endive"
TIMEOUT_SECONDS = 20
NOT_MADE = ("failed", "canceled")


class Provider:
    """Stripe, reached by the official SDK; only its address differs where a double stands in."""

    def __init__(self, settings: Settings) -> None:
        if settings.stripe_secret_key is None:
            raise ValueError("STRIPE_SECRET_KEY is not set")
        self.client = stripe.StripeClient(
            settings.stripe_secret_key.get_secret_value(),
            stripe_version=API_VERSION,
            base_addresses={"api": settings.stripe_api_base} if settings.stripe_api_base else {},
            max_network_retries=0,
            # Threads beside each other share its connections; they cost half of its async calls.
            http_client=stripe.HTTPXClient(timeout=TIMEOUT_SECONDS, allow_sync_methods=True),
        )
        self.api = self.client.v1

    def intent(self, job: Row) -> Fate:
        """Make a payment intent, or cancel one."""
        if job["action"] == "cancel":
            try:
                self.api.payment_intents.cancel(job["provider_intent_id"])
            except stripe.InvalidRequestError as error:
                if error.code != "payment_intent_unexpected_state":
                    raise
                found = self.api.payment_intents.retrieve(job["provider_intent_id"])
                if found.status != "canceled":
                    raise
            return {"outcome": "cancelled"}
        told = ("purpose", "escrow_id", "task_id", "payer_id", "intent_id")
        made = self.api.payment_intents.create(
            {
                "amount": job["amount_cents"],
                "currency": job["currency"].lower(),
                "automatic_payment_methods": {"enabled": True},
                "transfer_group": str(job["escrow_id"] or job["intent_id"]),
                "metadata": {name: str(job[name]) for name in told if job[name]},
            },
            {"idempotency_key": job["provider_key"]},
        )
        return {
            "outcome": "made",
            "provider_intent_id": made.id,
            "client_secret": made.client_secret,
        }

    def send(self, job: Row) -> Fate:
        """Send a settlement: a transfer, a refund or the reversal of a transfer."""
        key = stripe.RequestOptions(idempotency_key=job["provider_key"])
        metadata = {"settlement_id": str(job["settlement_id"])}
        if job["kind"] == "transfer":
            sent = self.api.transfers.create(
                {
                    "amount": job["amount_cents"],
                    "currency": job["currency"].lower(),
                    "destination": job["destination"],
                    "source_transaction": self._charge(job),
                    "transfer_group": job["transfer_group"],
                    "metadata": metadata,
                },
                key,
            )
            return {"outcome": "done", "reference": sent.id}
        if job["kind"] == "refund":
            refund = self.api.refunds.create(
                {
                    "payment_intent": job["intent_id"],
                    "amount": job["amount_cents"],
                    "metadata": metadata,
                },
                key,
            )
            return refunded(refund)
        back = self.api.transfers.reversals.create(
            job["reversed_reference"], {"amount": job["amount_cents"], "metadata": metadata}, key
        )
        return {"outcome": "done", "reference": back.id}

    def look_up(self, job: Row) -> Fate:
        """Whether Stripe has a settlement, by its transfer group, intent or transfer; no search."""
        found: stripe.ListObject[Any]
        if job["kind"] == "transfer":
            found = self.api.transfers.list({"transfer_group": job["transfer_group"], "limit": 100})
        elif job["kind"] == "refund":
            found = self.api.refunds.list({"payment_intent": job["intent_id"], "limit": 100})
        else:
            found = self.api.transfers.reversals.list(job["reversed_reference"], {"limit": 100})
        for one in found.auto_paging_iter():
            metadata = one.metadata.to_dict() if one.metadata else {}
            if metadata.get("settlement_id") == str(job["settlement_id"]):
                if isinstance(one, stripe.Refund):
                    return refunded(one)
                return {"outcome": "done", "reference": one.id}
        return {"outcome": "absent"}

    def account(self, job: Row) -> Fate:
        """Make a worker's Express account, a link into its onboarding, or ask what it may do."""
        if job["action"] == "create":
            made = self.api.accounts.create(
                {
                    "type": "express",
                    "country": "US",
                    "business_type": "individual",
                    "capabilities": {"transfers": {"requested": True}},
                    "metadata": {"account_id": str(job["account_id"])},
                    **({"email": job["email"]} if job["email"] else {}),
                },
                {"idempotency_key": job["provider_key"]},
            )
            return {"outcome": "done", "provider_account_id": made.id, "account": as_text(made)}
        if job["action"] == "link":
            link = self.api.account_links.create(
                {
                    "account": job["provider_account_id"],
                    "refresh_url": job["refresh_url"],
                    "return_url": job["return_url"],
                    "type": "account_onboarding",
                }
            )
            ends = datetime.fromtimestamp(link.expires_at, UTC).isoformat()
            return {"outcome": "done", "link_url": link.url, "link_ends_at": ends}
        found = self.api.accounts.retrieve(job["provider_account_id"])
        return {"outcome": "done", "account": as_text(found)}

    def evidence(self, job: Row) -> Fate:
        """Hand in a dispute's evidence; Stripe takes it once."""
        told: DisputeModifyParams = {"evidence": orjson.loads(job["evidence"]), "submit": True}
        self.api.disputes.update(
            job["provider_dispute_id"], told, {"idempotency_key": job["provider_key"]}
        )
        return {"outcome": "done"}

    def events(self, since: datetime) -> list[Row]:
        """Every event of the platform since then, the oldest first, as Stripe wrote it."""
        told: Row = {"created": {"gte": int(since.timestamp())}, "limit": 100}
        found: list[Row] = []
        while True:
            page = orjson.loads(self.client.raw_request("get", "/v1/events", **told).body)
            found += page["data"]
            if not page["has_more"]:
                return found[::-1]
            told["starting_after"] = found[-1]["id"]

    def balance(self) -> str:
        """What Stripe holds for the platform, as JSON."""
        return as_text(self.api.balance.retrieve())

    def statement(self, job: Row) -> str:
        """A page of balance transactions, the newest first, each with its source, as JSON."""
        told: Row = {
            "created": {"gte": job["created_from"]},
            "limit": job["page_size"],
            "expand": ["data.source"],
        }
        if job["starting_after"]:
            told["starting_after"] = job["starting_after"]
        return str(self.client.raw_request("get", "/v1/balance_transactions", **told).body)

    def inquiry(self, job: Row) -> Fate:
        """Ask for an object."""
        of_kind: dict[str, Callable[[str], stripe.StripeObject]] = {
            "payment_intent": self.api.payment_intents.retrieve,
            "charge": self.api.charges.retrieve,
            "refund": self.api.refunds.retrieve,
            "transfer": self.api.transfers.retrieve,
            "dispute": self.api.disputes.retrieve,
        }
        return {"outcome": "done", "answer": as_text(of_kind[job["object"]](job["object_id"]))}

    def _charge(self, job: Row) -> str:
        """The charge of a payment, which its event may not have told."""
        if job["charge_id"]:
            return str(job["charge_id"])
        paid = self.api.payment_intents.retrieve(job["intent_id"])
        charge = paid.latest_charge
        if charge is None:
            raise LookupError(f"{paid.id} has no charge yet")
        return charge if isinstance(charge, str) else charge.id


def refunded(refund: stripe.Refund) -> Fate:
    """A refund's fate: one that failed at once was not done; a pending one counts as done."""
    if refund.status in NOT_MADE:
        return {"outcome": "refused", "error": f"refund_{refund.status}"}
    return {"outcome": "done", "reference": refund.id}


def as_text(found: stripe.StripeObject) -> str:
    """Stripe's object as JSON."""
    return orjson.dumps(found.to_dict()).decode()


def fate_of(error: Exception) -> Fate:
    """What an error says of the call: refused for certain, or unknown; and of Stripe's health.

    A refusal by Stripe's rules is kept under the key and certain. A time-out, an outage, a limit, a
    key in use or a wrong API key says nothing about what was done.
    """
    if not isinstance(error, stripe.StripeError):
        return {"outcome": "unknown", "error": type(error).__name__, "is_outage": False}
    body = error.error.code if error.error is not None else None
    code = error.code or body or type(error).__name__
    if isinstance(error, stripe.IdempotencyError):
        return {"outcome": "unknown", "error": code, "is_outage": False}
    if isinstance(error, stripe.CardError | stripe.InvalidRequestError):
        return {"outcome": "refused", "error": code}
    return {"outcome": "unknown", "error": code, "is_outage": True}
