"""What tests need to have happened at Stripe's double, done by the real SDK."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import stripe

from .stripe_double import PATIENCE_SECONDS, StripeDouble


class World:
    """A double with a client that never retries unless told to."""

    def __init__(self, double: StripeDouble, **options: Any) -> None:
        self.double = double
        self.client = double.client(**{"max_network_retries": 0, **options})
        self.v1 = self.client.v1

    def intent(self, amount: int = 10_000) -> str:
        """A payment intent that nobody has paid."""
        made = self.v1.payment_intents.create(
            {"amount": amount, "currency": "usd", "metadata": {"escrow_id": "e1"}}
        )
        return made.id

    def paid(self, amount: int = 10_000) -> dict[str, Any]:
        """A payment intent that a card has paid."""
        told = self.double.order(f"payment_intents/{self.intent(amount)}/confirm")
        return dict(told)

    def charge(self) -> str:
        """A charge of a payment."""
        return str(self.paid()["latest_charge"])

    def account(self, *, onboarded: bool = True) -> str:
        """A connected account."""
        made = self.v1.accounts.create(
            {
                "type": "express",
                "country": "US",
                "capabilities": {"transfers": {"requested": True}},
                "metadata": {"user_id": "u1"},
            }
        )
        if onboarded:
            self.double.order(f"accounts/{made.id}/onboard")
        return made.id

    def transfer(
        self, paid: dict[str, Any], account: str, amount: int = 8_500, key: str | None = None
    ) -> stripe.Transfer:
        """A worker's share, sourced by the payment."""
        return self.v1.transfers.create(
            {
                "amount": amount,
                "currency": "usd",
                "destination": account,
                "source_transaction": paid["latest_charge"],
                "transfer_group": "escrow-1",
                "metadata": {"settlement_id": "s1"},
            },
            {"idempotency_key": key} if key else {},
        )

    def available(self, account: str = "") -> int:
        """What is available to the platform or an account."""
        options: Any = {"stripe_account": account} if account else {}
        return sum(line.amount for line in self.v1.balance.retrieve({}, options).available)

    def counts(self, what: str) -> tuple[int, int]:
        """How many there are, and their cents."""
        told = self.double.look("counts")[what]
        return told["count"], told["cents"]


def response(made: stripe.StripeObject) -> stripe.StripeResponse:
    """The HTTP answer that an object came with."""
    told = made.last_response
    assert isinstance(told, stripe.StripeResponse)
    return told


def until(happened: Callable[[], Any]) -> None:
    """Wait for something that must happen."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.005)
