"""Stripe's events about a task's payment, signed and sent as Stripe would. Used where no key is."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any
from uuid import uuid4

import requests

FEE_CENTS = 1500  # what Stripe takes for a chargeback


def signature(secret: str, body: str, at: int) -> str:
    """Stripe's signature header of a body."""
    digest = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def event(kind: str, thing: dict[str, Any]) -> str:
    """An event of a type about a thing, as its webhook body."""
    return json.dumps(
        {
            "id": f"evt_{uuid4().hex}",
            "object": "event",
            "type": kind,
            "livemode": False,
            "created": int(time.time()),
            "data": {"object": thing},
        }
    )


def payment(kind: str, escrow: str, intent: str, amount: int, currency: str = "usd") -> str:
    """payment_intent.succeeded or .canceled of an escrow's intent; amount in minor units."""
    return event(
        kind,
        {
            "id": intent,
            "object": "payment_intent",
            "status": kind.rpartition(".")[2],
            "amount": amount,
            "amount_received": amount,
            "currency": currency,
            "metadata": {"purpose": "escrow", "escrow_id": escrow},
        },
    )


def chargeback(
    kind: str, intent: str, amount: int, status: str = "needs_response", currency: str = "usd"
) -> str:
    """charge.dispute.created, .funds_withdrawn, .funds_reinstated or .closed (status won, lost)."""
    moved = []
    if kind.endswith(("funds_withdrawn", "funds_reinstated")):
        moved.append({"amount": -amount, "fee": FEE_CENTS, "net": -amount - FEE_CENTS})
    if kind.endswith("funds_reinstated"):
        moved.append({"amount": amount, "fee": 0, "net": amount})
    return event(
        kind,
        {
            "id": f"du_{intent}",
            "object": "dispute",
            "status": status,
            "amount": amount,
            "currency": currency,
            "payment_intent": intent,
            "balance_transactions": moved,
        },
    )


def send(base_url: str, secret: str, body: str) -> requests.Response:
    """Post a body to the webhook, signed now."""
    return requests.post(
        f"{base_url}/webhooks/stripe",
        data=body,
        headers={
            "Content-Type": "application/json",
            "Stripe-Signature": signature(secret, body, int(time.time())),
        },
        timeout=10,
    )
