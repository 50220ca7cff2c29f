"""Stripe's double by the real SDK: every call and every error.

Source: TST-050.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
import stripe

from doubles.stripe_double import StripeDouble
from doubles.stripe_sink import Sink
from doubles.stripe_world import World

DAY = 86_400

# --- calls -----------------------------------------------------------------------------------


def test_payment_intent_lives(world: World, sink: Sink) -> None:
    """Created, paid by the app, charged with Stripe's fee; the events tell it in snapshots."""
    made = world.v1.payment_intents.create(
        {
            "amount": 10_000,
            "currency": "usd",
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
            "metadata": {"purpose": "escrow", "escrow_id": "e1"},
            "description": "A couch",
        }
    )
    assert made.status == "requires_payment_method" and made.amount_received == 0
    assert made.client_secret is not None and made.client_secret.startswith(f"{made.id}_secret_")
    assert made.metadata["escrow_id"] == "e1"
    world.double.order(f"payment_intents/{made.id}/confirm")
    paid = world.v1.payment_intents.retrieve(made.id, {"expand": ["latest_charge"]})
    assert paid.status == "succeeded" and paid.amount_received == 10_000
    assert isinstance(paid.latest_charge, stripe.Charge)
    assert paid.latest_charge.paid and paid.latest_charge.payment_intent == made.id
    moved = world.v1.balance_transactions.retrieve(str(paid.latest_charge.balance_transaction))
    assert (moved.amount, moved.fee, moved.net) == (10_000, 320, 9_680)
    assert moved.type == "charge" and moved.status == "pending"
    world.double.drain()
    assert sorted(sink.types()) == [
        "charge.succeeded",
        "charge.updated",
        "payment_intent.created",
        "payment_intent.succeeded",
    ]
    told = sink.wait_for("payment_intent.succeeded")
    assert (
        told.data.object["amount_received"] == 10_000 and told.data.object["status"] == "succeeded"
    )
    assert sink.wait_for("payment_intent.created").data.object["status"] != "succeeded"
    # The charge settles a moment after the payment.
    assert sink.wait_for("charge.succeeded").data.object["balance_transaction"] is None
    assert sink.wait_for("charge.updated").data.object["balance_transaction"] == moved.id
    assert [one.id for one in world.v1.payment_intents.list().auto_paging_iter()] == [made.id]
    assert [one.id for one in world.v1.charges.list({"payment_intent": made.id}).data] == [
        paid.latest_charge.id
    ]


@pytest.mark.parametrize(
    ("card", "code", "decline"),
    [
        ("declined", "card_declined", "generic_decline"),
        ("insufficient_funds", "card_declined", "insufficient_funds"),
        ("expired_card", "expired_card", "expired_card"),
    ],
)
def test_card_is_declined(world: World, sink: Sink, card: str, code: str, decline: str) -> None:
    """A decline leaves the intent payable by another card."""
    intent = world.intent()
    world.double.order(f"payment_intents/{intent}/confirm", card=card)
    told = world.v1.payment_intents.retrieve(intent)
    assert told.status == "requires_payment_method" and told.last_payment_error is not None
    assert told.last_payment_error.code == code
    assert told.last_payment_error.decline_code == decline
    assert world.v1.charges.retrieve(str(told.latest_charge)).status == "failed"
    assert world.counts("charges") == (0, 0)
    world.double.drain()
    assert {"charge.failed", "payment_intent.payment_failed"} <= set(sink.types())
    world.double.order(f"payment_intents/{intent}/confirm", card="ok")
    assert world.v1.payment_intents.retrieve(intent).status == "succeeded"


def test_card_wants_authentication(world: World, sink: Sink) -> None:
    """requires_action, then refused by the cardholder, then authenticated."""
    intent = world.intent()
    world.double.order(f"payment_intents/{intent}/confirm", card="requires_action")
    assert world.v1.payment_intents.retrieve(intent).status == "requires_action"
    told = world.double.order(f"payment_intents/{intent}/confirm", card="authentication_failed")
    assert told["last_payment_error"]["code"] == "payment_intent_authentication_failure"
    world.double.order(f"payment_intents/{intent}/confirm", card="requires_action")
    assert (
        world.double.order(f"payment_intents/{intent}/confirm", card="ok")["status"] == "succeeded"
    )
    world.double.drain()
    assert sink.types().count("payment_intent.requires_action") == 2


def test_elevated_risk(world: World, sink: Sink) -> None:
    """The charge's outcome tells Radar's opinion; an issuer's warning comes as an event."""
    intent = world.intent()
    world.double.order(f"payment_intents/{intent}/confirm", card="elevated")
    world.double.order("early_fraud_warnings", payment_intent=intent)
    world.double.drain()
    assert sink.wait_for("charge.succeeded").data.object["outcome"]["risk_level"] == "elevated"
    warned = sink.wait_for("radar.early_fraud_warning.created")
    assert warned.data.object["payment_intent"] == intent


def test_confirm_by_test_payment_methods(world: World) -> None:
    """The same by the API, with Stripe's own test payment methods, as against its test mode."""
    ok = world.v1.payment_intents.confirm(world.intent(), {"payment_method": "pm_card_visa"})
    assert ok.status == "succeeded"
    asked = world.v1.payment_intents.confirm(
        world.intent(), {"payment_method": "pm_card_authenticationRequired"}
    )
    assert asked.status == "requires_action"
    cards: Any = {
        "amount": 900,
        "currency": "usd",
        "allowed_payment_method_types": ["card", "link"],
    }
    assert world.v1.payment_intents.create(cards).payment_method_types == ["card"]
    at_once = world.v1.payment_intents.create(
        {"amount": 900, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True}
    )
    assert at_once.status == "succeeded" and at_once.payment_method != "pm_card_visa"
    with pytest.raises(stripe.CardError) as refused:
        world.v1.payment_intents.confirm(
            world.intent(), {"payment_method": "pm_card_chargeDeclined"}
        )
    assert refused.value.http_status == 402 and refused.value.code == "card_declined"
    assert refused.value.error is not None
    assert refused.value.error.decline_code == "generic_decline"
    assert refused.value.error.payment_intent is not None


def test_cancel_payment_intent(world: World, sink: Sink) -> None:
    """An unpaid intent is cancelled, once."""
    intent = world.intent()
    told = world.v1.payment_intents.cancel(intent, {"cancellation_reason": "abandoned"})
    assert told.status == "canceled" and told.cancellation_reason == "abandoned"
    with pytest.raises(stripe.InvalidRequestError, match="status of canceled") as refused:
        world.v1.payment_intents.cancel(intent)
    assert refused.value.code == "payment_intent_unexpected_state"
    assert sink.wait_for("payment_intent.canceled").data.object["id"] == intent


def test_account_is_onboarded(world: World, sink: Sink) -> None:
    """An Express account without payouts, its link, its onboarding, a restriction."""
    account = world.account(onboarded=False)
    born = world.v1.accounts.retrieve(account)
    assert born.type == "express" and born.metadata is not None
    assert (born.details_submitted, born.payouts_enabled) == (False, False)
    assert born.requirements is not None and born.requirements.currently_due
    link = world.v1.account_links.create(
        {
            "account": account,
            "type": "account_onboarding",
            "refresh_url": "http://127.0.0.1/again",
            "return_url": "http://127.0.0.1/back?x=1",
        }
    )
    assert link.expires_at > link.created
    page = requests.get(link.url, allow_redirects=False, timeout=10)
    assert (page.status_code, page.headers["Location"]) == (302, "http://127.0.0.1/back?x=1")
    ready = world.v1.accounts.retrieve(account)
    assert (ready.details_submitted, ready.charges_enabled, ready.payouts_enabled) == (True,) * 3
    assert ready.capabilities is not None and ready.capabilities.transfers == "active"
    told = sink.wait_for("account.updated")
    assert told.account == account and told.data.previous_attributes is not None
    assert told.data.previous_attributes["payouts_enabled"] is False
    sink.forget()
    world.double.order(f"accounts/{account}/restrict", disabled_reason="rejected.fraud")
    closed = sink.wait_for("account.updated").data.object
    assert closed["payouts_enabled"] is False
    assert closed["requirements"]["disabled_reason"] == "rejected.fraud"
    assert closed["capabilities"]["transfers"] == "inactive"
    assert [one.id for one in world.v1.accounts.list().data] == [account]


def test_transfer_and_its_look_up(world: World, sink: Sink) -> None:
    """A transfer answers at once, is found by its group, and arrives on the account's balance."""
    paid, account = world.paid(), world.account()
    moved = world.transfer(paid, account)
    assert moved.amount == 8_500 and moved.source_transaction == paid["latest_charge"]
    found = world.v1.transfers.list({"transfer_group": "escrow-1"}).data
    assert [(one.id, one.metadata["settlement_id"]) for one in found] == [(moved.id, "s1")]
    assert not world.v1.transfers.list({"transfer_group": "another"}).data
    assert world.v1.transfers.retrieve(moved.id).id == moved.id
    received = world.v1.charges.retrieve(
        str(moved.destination_payment), {}, {"stripe_account": account}
    )
    assert received.amount == 8_500 and received.source_transfer == moved.id
    assert sink.wait_for("transfer.created").data.object["id"] == moved.id
    # It becomes available when its charge does.
    assert world.available(account) == 0
    world.double.order("clock", advance=3 * DAY)
    assert world.available(account) == 8_500
    assert world.available() == 10_000 - 320 - 8_500


def test_transfer_takes_the_group_of_its_charge(world: World) -> None:
    """Without a group of its own a sourced transfer is of its payment's."""
    paid, account = world.paid(), world.account()
    made = world.v1.transfers.create(
        {
            "amount": 1,
            "currency": "usd",
            "destination": account,
            "source_transaction": paid["latest_charge"],
        }
    )
    assert made.transfer_group == f"group_{paid['id']}"
    assert world.v1.charges.retrieve(paid["latest_charge"]).transfer_group == made.transfer_group


def test_reversals(world: World, sink: Sink) -> None:
    """In parts, until nothing is left; both balances move."""
    paid, account = world.paid(), world.account()
    moved = world.transfer(paid, account)
    part = world.v1.transfers.reversals.create(
        moved.id, {"amount": 500, "metadata": {"settlement_id": "r1"}}
    )
    assert part.transfer == moved.id and part.amount == 500
    after = world.v1.transfers.retrieve(moved.id)
    assert (after.amount_reversed, after.reversed) == (500, False)
    rest = world.v1.transfers.reversals.create(moved.id)
    assert rest.amount == 8_000 and world.v1.transfers.retrieve(moved.id).reversed
    assert [one.id for one in world.v1.transfers.reversals.list(moved.id).auto_paging_iter()] == [
        rest.id,
        part.id,
    ]
    assert world.v1.transfers.reversals.retrieve(moved.id, part.id).amount == 500
    world.double.order("clock", advance=3 * DAY)
    assert world.available(account) == 0 and world.available() == 10_000 - 320
    world.double.drain()
    assert sink.types().count("transfer.reversed") == 2
    assert world.counts("reversals") == (2, 8_500)


def test_transfer_reversed_by_hand(world: World, sink: Sink) -> None:
    """In Stripe's dashboard: nobody of ours asked for it."""
    moved = world.transfer(world.paid(), world.account())
    world.double.order(f"transfers/{moved.id}/reverse", amount=100)
    told = sink.wait_for("transfer.reversed")
    assert told.data.object["amount_reversed"] == 100
    assert told.request is not None and told.request.id is None


def test_refunds(world: World, sink: Sink) -> None:
    """By payment or charge, in parts; charge.refunded tells the sum."""
    paid = world.paid()
    part = world.v1.refunds.create(
        {"payment_intent": paid["id"], "amount": 4_000, "metadata": {"settlement_id": "f1"}}
    )
    assert part.status == "succeeded" and part.charge == paid["latest_charge"]
    rest = world.v1.refunds.create({"charge": paid["latest_charge"], "reason": "fraudulent"})
    assert rest.amount == 6_000
    assert world.v1.charges.retrieve(paid["latest_charge"]).refunded
    found = world.v1.refunds.list({"payment_intent": paid["id"]})
    assert [one.id for one in found.auto_paging_iter()] == [rest.id, part.id]
    assert world.v1.refunds.retrieve(part.id).metadata is not None
    world.double.drain()
    sums = [e.data.object["amount_refunded"] for e in sink.heard if e.type == "charge.refunded"]
    assert sorted(sums) == [4_000, 10_000]
    assert sink.types().count("refund.created") == 2
    moved = world.v1.balance_transactions.list({"type": "refund"}).data
    assert sorted(one.net for one in moved) == [-6_000, -4_000]


def test_refund_in_the_dashboard(world: World, sink: Sink) -> None:
    """Another hand refunds: no request of ours bears it."""
    paid = world.paid()
    world.double.order("refunds", payment_intent=paid["id"], amount=700)
    told = sink.wait_for("charge.refunded")
    assert told.data.object["amount_refunded"] == 700
    assert told.request is not None and told.request.idempotency_key is None


def test_refund_fails_later(world: World, sink: Sink) -> None:
    """It had succeeded; then the bank sent it back, and the balance has it again."""
    paid = world.paid()
    made = world.v1.refunds.create({"payment_intent": paid["id"]})
    world.double.order(f"refunds/{made.id}/fail", reason="expired_or_canceled_card")
    told = world.v1.refunds.retrieve(made.id)
    assert (told.status, told.failure_reason) == ("failed", "expired_or_canceled_card")
    back = world.v1.balance_transactions.retrieve(str(told.failure_balance_transaction))
    assert (back.type, back.net) == ("refund_failure", 10_000)
    assert sink.wait_for("refund.failed").data.object["id"] == made.id
    assert not world.v1.charges.retrieve(paid["latest_charge"]).refunded
    assert world.counts("refunds") == (0, 0) and world.counts("failed_refunds") == (1, 10_000)


def test_payouts(world: World, sink: Sink) -> None:
    """Stripe pays the account's bank; a payout may fail after it was paid."""
    account = world.account()
    world.transfer(world.paid(), account)
    world.double.order("clock", advance=3 * DAY)
    first = world.double.order("payouts", account=account, amount=5_000)
    assert world.available(account) == 3_500
    world.double.order(f"payouts/{first['id']}/paid")
    world.double.order(f"payouts/{first['id']}/fail", code="account_closed")
    rest = world.double.order("payouts", account=account)
    options: Any = {"stripe_account": account}
    found = world.v1.payouts.list({}, options).data
    assert [(one.id, one.status) for one in found] == [
        (rest["id"], "in_transit"),
        (first["id"], "failed"),
    ]
    assert world.v1.payouts.retrieve(first["id"], {}, options).failure_code == "account_closed"
    assert not world.v1.payouts.list().data
    failed = sink.wait_for("payout.failed")
    assert failed.account == account and failed.data.object["id"] == first["id"]
    for told in ("payout.created", "payout.paid"):  # webhooks come in no order
        sink.wait_for(told)
    assert rest["amount"] == 8_500
    kinds = [one.type for one in world.v1.balance_transactions.list({}, options).data]
    assert kinds == ["payout", "payout_failure", "payout", "payment"]


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_dispute(world: World, sink: Sink, outcome: str) -> None:
    """Withdrawn with its fee, answered with evidence, decided by the bank."""
    paid = world.paid()
    claim = world.double.order("disputes", payment_intent=paid["id"], reason="product_not_received")
    told = world.v1.disputes.retrieve(claim["id"])
    assert told.status == "needs_response" and told.payment_intent == paid["id"]
    assert [one.net for one in told.balance_transactions] == [-11_500]
    assert world.v1.charges.retrieve(paid["latest_charge"]).disputed
    answered = world.v1.disputes.update(
        claim["id"], {"evidence": {"uncategorized_text": "Proof 17, accepted."}, "submit": True}
    )
    assert answered.status == "under_review" and answered.evidence_details.submission_count == 1
    world.double.order(f"disputes/{claim['id']}/close", status=outcome)
    told = world.v1.disputes.retrieve(claim["id"])
    back = [10_000] if outcome == "won" else []
    assert [one.net for one in told.balance_transactions] == [-11_500, *back]
    world.double.drain()
    assert sorted(kind for kind in sink.types() if "dispute" in kind) == sorted(
        [
            "charge.dispute.created",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.updated",
            "charge.dispute.closed",
            *(["charge.dispute.funds_reinstated"] if back else []),
        ]
    )
    assert sink.wait_for("charge.dispute.closed").data.object["status"] == outcome
    listed = world.v1.disputes.list({"charge": paid["latest_charge"]}).data
    assert [one.id for one in listed] == [told.id]


def test_inquiry_becomes_a_chargeback(world: World, sink: Sink) -> None:
    """An inquiry takes nothing; funds_withdrawn alone tells that it grew."""
    paid = world.paid()
    claim = world.double.order(
        "disputes", payment_intent=paid["id"], status="warning_needs_response", amount=3_000
    )
    assert claim["balance_transactions"] == [] and claim["is_charge_refundable"]
    world.double.drain()
    assert "charge.dispute.funds_withdrawn" not in sink.types()
    world.double.order(f"disputes/{claim['id']}/withdraw")
    told = sink.wait_for("charge.dispute.funds_withdrawn").data.object
    assert told["status"] == "needs_response" and told["balance_transactions"][0]["net"] == -4_500
    world.double.order(f"disputes/{claim['id']}/reinstate", with_fee=True)
    told = sink.wait_for("charge.dispute.funds_reinstated").data.object
    assert told["balance_transactions"][1]["net"] == 4_500


def test_full_refund_closes_an_inquiry(world: World, sink: Sink) -> None:
    """Whom an inquiry is refunded has nothing left to ask."""
    paid = world.paid()
    world.double.order("disputes", payment_intent=paid["id"], status="warning_needs_response")
    world.v1.refunds.create({"payment_intent": paid["id"]})
    assert sink.wait_for("charge.dispute.closed").data.object["status"] == "warning_closed"


def test_accepted_dispute_is_lost(world: World) -> None:
    """Closing a dispute by the API gives up."""
    claim = world.double.order("disputes", payment_intent=world.paid()["id"], withdraw=False)
    assert world.v1.disputes.close(claim["id"]).status == "lost"
    with pytest.raises(stripe.InvalidRequestError):
        world.v1.disputes.update(claim["id"], {"evidence": {"uncategorized_text": "late"}})


def test_books_of_the_double_balance(world: World) -> None:
    """The balance is the sum of its balance transactions, the platform's and each account's."""
    paid, account = world.paid(), world.account()
    moved = world.transfer(paid, account)
    world.v1.transfers.reversals.create(moved.id, {"amount": 1_000})
    refund = world.v1.refunds.create({"payment_intent": world.paid(5_000)["id"]})
    world.double.order(f"refunds/{refund.id}/fail")
    claim = world.double.order("disputes", payment_intent=paid["id"])
    world.double.order(f"disputes/{claim['id']}/close", status="won")
    for owner in ("", account):
        options: Any = {"stripe_account": owner} if owner else {}
        balance = world.v1.balance.retrieve({}, options)
        held = balance.available[0].amount + balance.pending[0].amount
        listed = world.v1.balance_transactions.list({"limit": 2}, options).auto_paging_iter()
        assert held == sum(one.net for one in listed)


# --- lists -----------------------------------------------------------------------------------


def test_pages(world: World) -> None:
    """auto_paging_iter walks forth and back over pages of every size."""
    paid, account = world.paid(), world.account()
    made = [world.transfer(paid, account, 10).id for _ in range(7)]
    newest_first = made[::-1]
    for limit in (1, 2, 3, 7, 100):
        listed = world.v1.transfers.list({"transfer_group": "escrow-1", "limit": limit})
        assert listed.has_more is (limit < 7) and len(listed.data) == min(limit, 7)
        assert [one.id for one in listed.auto_paging_iter()] == newest_first
    back = world.v1.transfers.list({"ending_before": made[0], "limit": 2})
    assert [one.id for one in back.data] == [made[2], made[1]] and back.has_more
    assert [one.id for one in back.auto_paging_iter()] == made[1:]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        world.v1.transfers.list({"starting_after": "tr_nobody"})
    assert (refused.value.code, refused.value.param) == ("resource_missing", "starting_after")


def test_lists_by_time_and_type(world: World) -> None:
    """Events of a time and of types: what catches up on webhooks that never came."""
    world.paid()
    later = world.double.order("clock", advance=600)["now"]
    world.paid()
    types: Any = {"types": ["payment_intent.succeeded"], "created": {"gte": later}}
    assert len(world.v1.events.list(types).data) == 1
    assert len(world.v1.events.list({"type": "payment_intent.succeeded"}).data) == 2
    assert len(world.v1.charges.list({"created": {"lt": later}}).data) == 1
    world.double.order("clock", advance=31 * DAY)
    assert not world.v1.events.list().data


# --- errors ----------------------------------------------------------------------------------

Refused = Callable[[World], Any]
BAD: list[tuple[str, Refused, int, str | None, str | None]] = [
    (
        "nobody's intent",
        lambda w: w.v1.payment_intents.retrieve("pi_nobody"),
        404,
        "resource_missing",
        "intent",
    ),
    (
        "nobody's transfer",
        lambda w: w.v1.transfers.retrieve("tr_nobody"),
        404,
        "resource_missing",
        "id",
    ),
    (
        "no amount",
        lambda w: w.v1.payment_intents.create({"currency": "usd"}),  # type: ignore[typeddict-item]
        400,
        "parameter_missing",
        "amount",
    ),
    (
        "an unknown parameter",
        lambda w: w.v1.payment_intents.create(
            {"amount": 500, "currency": "usd", "colour": "red"}  # type: ignore[typeddict-unknown-key]
        ),
        400,
        "parameter_unknown",
        "colour",
    ),
    (
        "a parameter of older versions",
        lambda w: w.v1.payment_intents.create(
            {"amount": 500, "currency": "usd", "payment_method_types": ["card"]}  # type: ignore[typeddict-unknown-key]
        ),
        400,
        "payment_method_types_no_longer_supported",
        "payment_method_types",
    ),
    (
        "parameters that exclude each other",
        lambda w: w.v1.payment_intents.create(
            {
                "amount": 500,
                "currency": "usd",
                "allowed_payment_method_types": ["card"],
                "automatic_payment_methods": {"enabled": True},
            }
        ),
        400,
        "parameters_exclusive",
        None,
    ),
    (
        "no integer",
        lambda w: w.v1.payment_intents.create({"amount": "5.00", "currency": "usd"}),  # type: ignore[typeddict-item]
        400,
        "parameter_invalid_integer",
        "amount",
    ),
    (
        "nothing",
        lambda w: w.v1.payment_intents.create({"amount": 0, "currency": "usd"}),
        400,
        "parameter_invalid_integer",
        "amount",
    ),
    (
        "an empty string",
        lambda w: w.v1.refunds.create({"payment_intent": ""}),
        400,
        "parameter_invalid_empty",
        "payment_intent",
    ),
    (
        "too little",
        lambda w: w.v1.payment_intents.create({"amount": 49, "currency": "usd"}),
        400,
        "amount_too_small",
        "amount",
    ),
    (
        "too much",
        lambda w: w.v1.payment_intents.create({"amount": 100_000_000, "currency": "usd"}),
        400,
        "amount_too_large",
        "amount",
    ),
    (
        "no currency",
        lambda w: w.v1.payment_intents.create({"amount": 500, "currency": "xxx"}),
        400,
        None,
        "currency",
    ),
    (
        "a page too long",
        lambda w: w.v1.transfers.list({"limit": 101}),
        400,
        "parameter_invalid_integer",
        "limit",
    ),
    (
        "cancelling what is paid",
        lambda w: w.v1.payment_intents.cancel(w.paid()["id"]),
        400,
        "payment_intent_unexpected_state",
        None,
    ),
    (
        "refunding what is unpaid",
        lambda w: w.v1.refunds.create({"payment_intent": w.intent()}),
        400,
        "payment_intent_unexpected_state",
        "payment_intent",
    ),
    (
        "refunding nobody's",
        lambda w: w.v1.refunds.create({"payment_intent": "pi_nobody"}),
        400,
        "resource_missing",
        "payment_intent",
    ),
    ("refunding nothing", lambda w: w.v1.refunds.create({}), 400, "parameter_missing", None),
    (
        "refunding twice",
        lambda w: [w.v1.refunds.create({"charge": charge}) for charge in [w.charge()] * 2],
        400,
        "charge_already_refunded",
        None,
    ),
    (
        "refunding too much",
        lambda w: w.v1.refunds.create({"payment_intent": w.paid()["id"], "amount": 10_001}),
        400,
        None,
        "amount",
    ),
    (
        "refunding what is charged back",
        lambda w: w.v1.refunds.create(
            {
                "charge": w.double.order("disputes", payment_intent=w.paid()["id"])["charge"],
            }
        ),
        400,
        "charge_disputed",
        None,
    ),
    (
        "a transfer to nobody",
        lambda w: w.transfer(w.paid(), "acct_nobody"),
        400,
        "resource_missing",
        "destination",
    ),
    (
        "a transfer of nobody's charge",
        lambda w: w.transfer({"latest_charge": "ch_nobody"}, w.account()),
        400,
        "resource_missing",
        "source_transaction",
    ),
    (
        "a transfer to whom may not have it",
        lambda w: w.transfer(w.paid(), w.account(onboarded=False)),
        400,
        "insufficient_capabilities_for_transfer",
        None,
    ),
    (
        "a transfer of more than its source",
        lambda w: w.transfer(w.paid(), w.account(), 10_001),
        400,
        None,
        None,
    ),
    (
        "a transfer of what is not there",
        lambda w: w.v1.transfers.create(
            {"amount": 1, "currency": "usd", "destination": w.account()}
        ),
        400,
        "balance_insufficient",
        None,
    ),
    (
        "reversing too much",
        lambda w: w.v1.transfers.reversals.create(
            w.transfer(w.paid(), w.account()).id, {"amount": 8_501}
        ),
        400,
        None,
        "amount",
    ),
    (
        "a link of nobody's account",
        lambda w: w.v1.account_links.create(
            {"account": "acct_nobody", "type": "account_onboarding"}
        ),
        400,
        "resource_missing",
        "account",
    ),
    (
        "an account of no type",
        lambda w: w.v1.accounts.create({"country": "US"}),
        400,
        "parameter_missing",
        "type",
    ),
    (
        "what can't be expanded",
        lambda w: w.v1.payment_intents.retrieve(w.intent(), {"expand": ["colour"]}),
        400,
        None,
        "expand",
    ),
    (
        "metadata without measure",
        lambda w: w.v1.payment_intents.create(
            {"amount": 500, "currency": "usd", "metadata": {"a": "x" * 501}}
        ),
        400,
        None,
        "metadata[a]",
    ),
]


@pytest.mark.parametrize(
    ("refused", "status", "code", "param"), [row[1:] for row in BAD], ids=[row[0] for row in BAD]
)
def test_invalid_request(
    world: World, refused: Refused, status: int, code: str | None, param: str | None
) -> None:
    """Each refusal is the SDK's InvalidRequestError with Stripe's status, code and parameter."""
    with pytest.raises(stripe.InvalidRequestError) as error:
        refused(world)
    told = error.value
    assert (told.http_status, told.code, told.param) == (status, code, param)
    assert told.error is not None and told.error.type == "invalid_request_error"
    assert told.request_id is not None and told.request_id.startswith("req_")
    assert (told.error.doc_url is not None) == (code is not None)


def test_reversal_without_funds(world: World) -> None:
    """What the account's bank has already can't be taken back."""
    account = world.account()
    moved = world.transfer(world.paid(), account)
    world.double.order("clock", advance=3 * DAY)
    world.double.order("payouts", account=account)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        world.v1.transfers.reversals.create(moved.id)
    assert refused.value.code == "balance_insufficient"
    assert world.counts("reversals") == (0, 0)


def test_source_is_spent_once(world: World) -> None:
    """Transfers of one charge never exceed it together; what was reversed may go again."""
    paid, account = world.paid(), world.account()
    moved = world.transfer(paid, account, 9_000)
    with pytest.raises(stripe.InvalidRequestError, match=r"source amount of \$100.00") as refused:
        world.transfer(paid, account, 1_001)
    assert "already a transfer using this source, amounting to $90.00" in str(refused.value)
    world.v1.transfers.reversals.create(moved.id, {"amount": 500})
    assert world.transfer(paid, account, 1_500).amount == 1_500


@pytest.mark.parametrize("key", ["sk_live_stolen", "pk_test_public", "nothing"])
def test_wrong_key(double: StripeDouble, key: str) -> None:
    """401, as AuthenticationError."""
    client = stripe.StripeClient(key, base_addresses={"api": double.url}, max_network_retries=0)
    with pytest.raises(stripe.AuthenticationError) as refused:
        client.v1.balance.retrieve()
    assert refused.value.http_status == 401


def test_no_key_or_another_version(double: StripeDouble) -> None:
    """Without a key 401; a version that the double does not speak is refused; curl's -u is fine."""
    url = f"{double.url}/v1/balance"
    assert requests.get(url, timeout=10).status_code == 401
    assert requests.get(url, auth=("sk_test_x", ""), timeout=10).status_code == 200
    client = double.client(stripe_version="2020-08-27", max_network_retries=0)
    with pytest.raises(stripe.InvalidRequestError, match="Invalid Stripe API version"):
        client.v1.balance.retrieve()


def test_another_platforms_account(world: World) -> None:
    """403, as PermissionError, for an account that is not connected."""
    with pytest.raises(stripe.PermissionError) as refused:
        world.v1.accounts.retrieve("acct_nobody")
    assert refused.value.http_status == 403
    with pytest.raises(stripe.PermissionError) as refused:
        world.v1.payouts.list({}, {"stripe_account": "acct_nobody"})
    assert refused.value.error is not None and refused.value.error.code == "account_invalid"


def test_unknown_call(world: World) -> None:
    """A call that Stripe, or its double, does not have is no success."""
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL") as refused:
        world.client.raw_request("get", "/v1/nothing")
    assert refused.value.http_status == 404
    with pytest.raises(stripe.APIError, match="its double does not") as untaught:
        world.v1.payment_intents.create({"amount": 500, "currency": "usd", "mandate": "m"})
    assert untaught.value.http_status == 501
