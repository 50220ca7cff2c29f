"""What a call to Stripe came to: certain, or not. STL-16 P9 STR-16."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
import stripe

from doubles.stripe_double import StripeDouble
from house import environment
from jobs.provider import Provider, Row, fate_of
from web.settings import load


@pytest.fixture
def double() -> Iterator[StripeDouble]:
    """Stripe's double, which tells nobody."""
    with StripeDouble() as made:
        yield made


@pytest.fixture
def provider(double: StripeDouble) -> Provider:
    """The worker's way to it."""
    database = "postgresql://hx@127.0.0.1/hustlexp"
    return Provider(load(environment(database, 8700, STRIPE_API_BASE=double.url)))


def transfer(intent: str) -> Row:
    """A transfer to be sent, of a payment whose charge was not told."""
    return {
        "settlement_id": uuid4(),
        "kind": "transfer",
        "provider_key": f"settlement-{uuid4()}",
        "amount_cents": 500,
        "currency": "USD",
        "destination": "acct_1",
        "intent_id": intent,
        "charge_id": None,
        "transfer_group": "group",
    }


def test_payment_without_a_charge(double: StripeDouble, provider: Provider) -> None:
    """Nothing is sent of it, and that is no refusal by Stripe: its fate is unknown."""
    made = provider.intent(
        {
            **dict.fromkeys(("purpose", "escrow_id", "task_id", "payer_id")),
            "action": "create",
            "amount_cents": 1000,
            "currency": "USD",
            "intent_id": uuid4(),
            "provider_key": f"intent-{uuid4()}",
        }
    )
    with pytest.raises(LookupError) as raised:
        provider.send(transfer(made["provider_intent_id"]))
    fate = fate_of(raised.value)
    assert (fate["outcome"], fate["is_outage"]) == ("unknown", False)
    assert double.look("requests")[-1]["method"] == "GET"


@pytest.mark.parametrize(
    ("kind", "outcome", "is_outage"),
    [
        ("error_500_before", "unknown", True),
        ("rate_limited", "unknown", True),
        ("reset_connection", "unknown", True),
        ("refuse", "refused", False),
    ],
)
def test_fates(
    double: StripeDouble, provider: Provider, kind: str, outcome: str, is_outage: bool
) -> None:
    """An outage says nothing of what was done; a refusal by Stripe's rules is certain."""
    refusal = {"code": "balance_insufficient", "message": "No."} if kind == "refuse" else {}
    double.fault(kind, method="POST", path="/v1/transfers", **refusal)
    with pytest.raises(stripe.StripeError) as raised:
        provider.send({**transfer("pi_1"), "charge_id": "ch_1"})
    fate = fate_of(raised.value)
    assert (fate["outcome"], fate.get("is_outage", False)) == (outcome, is_outage)
