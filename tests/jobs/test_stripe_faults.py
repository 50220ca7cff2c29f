"""What goes wrong at Stripe's double when ordered: keys, webhooks, time-outs, kill -9.

Source: STR-16 TST-28.
"""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest
import stripe

from doubles.stripe_double import SECRET
from doubles.stripe_sink import Sink
from doubles.stripe_world import World, response, until

DAY = 86_400

# --- idempotency -----------------------------------------------------------------------------


def test_same_key_same_answer(world: World) -> None:
    """The same key tells the first answer again, and nothing is done twice."""
    paid, account = world.paid(), world.account()
    first = world.transfer(paid, account, 100, "key-1")
    again = world.transfer(paid, account, 100, "key-1")
    assert again.id == first.id and again.to_dict() == first.to_dict()
    told, before = response(again), response(first)
    assert told.headers["Idempotent-Replayed"] == "true"
    assert told.headers["Idempotency-Key"] == "key-1"
    assert "Idempotent-Replayed" not in before.headers
    assert told.headers["Original-Request"] == before.request_id != told.request_id
    assert world.counts("transfers") == (1, 100)
    assert world.double.look("counts")["requests"]["POST transfers replayed"] == 1


def test_same_key_after_the_object_moved_on(world: World) -> None:
    """A replay is what was answered, not what is."""
    intent = world.v1.payment_intents.create(
        {"amount": 500, "currency": "usd"}, {"idempotency_key": "k"}
    )
    world.double.order(f"payment_intents/{intent.id}/confirm")
    again = world.v1.payment_intents.create(
        {"amount": 500, "currency": "usd"}, {"idempotency_key": "k"}
    )
    assert again.status == "requires_payment_method"
    assert world.v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_same_key_another_request(world: World) -> None:
    """Other parameters, or another endpoint: 400 idempotency_error, and nothing is done."""
    paid, account = world.paid(), world.account()
    world.transfer(paid, account, 100, "key-1")
    with pytest.raises(stripe.IdempotencyError, match="same parameters") as refused:
        world.transfer(paid, account, 101, "key-1")
    assert refused.value.http_status == 400 and refused.value.error is not None
    assert refused.value.error.type == "idempotency_error"
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        world.v1.refunds.create({"payment_intent": paid["id"]}, {"idempotency_key": "key-1"})
    assert world.counts("transfers") == (1, 100) and world.counts("refunds") == (0, 0)


def test_key_is_of_its_account(world: World) -> None:
    """The platform's keys and an account's are not the same."""
    account = world.account()
    told: Any = {"amount": 500, "currency": "usd"}
    first = world.v1.payment_intents.create(told, {"idempotency_key": "k"})
    other = world.v1.payment_intents.create(
        told, {"idempotency_key": "k", "stripe_account": account}
    )
    assert first.id != other.id


def test_concurrent_key(world: World) -> None:
    """While a call is under way its key is in use: 409, which saves nothing."""
    paid, account = world.paid(), world.account()
    world.double.fault("slow", path="/v1/transfers", seconds=600)
    made: list[stripe.Transfer] = []
    first = threading.Thread(
        target=lambda: made.append(world.transfer(paid, account, 100, "key-1")), daemon=True
    )
    first.start()
    until(lambda: world.double.look("faults")[0]["hits"])
    with pytest.raises(stripe.APIError) as refused:
        World(world.double).transfer(paid, account, 100, "key-1")
    assert refused.value.http_status == 409 and refused.value.error is not None
    assert refused.value.error.code == "idempotency_key_in_use"
    world.double.clear()
    first.join(30)
    assert world.counts("transfers") == (1, 100)
    assert world.transfer(paid, account, 100, "key-1").id == made[0].id


def test_key_is_forgotten_after_a_day(world: World) -> None:
    """Within 24 hours the answer of before, afterwards a second object: so look up first."""
    paid, account = world.paid(), world.account()
    first = world.transfer(paid, account, 100, "key-1")
    world.double.order("clock", advance=DAY - 60)
    assert world.transfer(paid, account, 100, "key-1").id == first.id
    world.double.order("clock", advance=61)
    assert world.transfer(paid, account, 100, "key-1").id != first.id
    assert world.counts("transfers") == (2, 200)


def test_refusal_is_remembered_once_executed(world: World) -> None:
    """A refusal after execution began is replayed; one of parameters, or by rate, is not."""
    account = world.account(onboarded=False)
    paid = world.paid()
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            world.transfer(paid, account, 100, "key-1")
        assert refused.value.code == "insufficient_capabilities_for_transfer"
    assert refused.value.headers is not None
    assert refused.value.headers["Idempotent-Replayed"] == "true"
    world.double.order(f"accounts/{account}/onboard")
    with pytest.raises(stripe.InvalidRequestError):
        world.transfer(paid, account, 100, "key-1")
    assert world.transfer(paid, account, 100, "key-2").amount == 100
    # Never executed: the same key may try again with what is right.
    wrong: Any = {"amount": "much", "currency": "usd"}
    with pytest.raises(stripe.InvalidRequestError):
        world.v1.payment_intents.create(wrong, {"idempotency_key": "key-3"})
    right: Any = {"amount": 500, "currency": "usd"}
    assert world.v1.payment_intents.create(right, {"idempotency_key": "key-3"}).amount == 500
    world.double.fault("rate_limited", path="/v1/payment_intents")
    with pytest.raises(stripe.RateLimitError):
        world.v1.payment_intents.create(right, {"idempotency_key": "key-4"})
    assert world.v1.payment_intents.create(right, {"idempotency_key": "key-4"}).amount == 500


# --- webhooks --------------------------------------------------------------------------------


def test_signature(world: World, sink: Sink) -> None:
    """Signed over the raw body; a changed byte or another secret is refused by the SDK."""
    world.intent()
    sink.wait_for("payment_intent.created")
    body, headers = sink.bodies[0], sink.headers[0]
    signed = headers["Stripe-Signature"]
    assert stripe.Webhook.construct_event(body, signed, SECRET).type == "payment_intent.created"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(body)["api_version"] == stripe.api_version
    for broken, secret in ((body + b" ", SECRET), (body, SECRET + "x")):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(broken, signed, secret)


def test_event_names_its_request(world: World, sink: Sink) -> None:
    """An event of a call bears its request's id and key; events are retrieved and listed."""
    made = world.v1.payment_intents.create(
        {"amount": 500, "currency": "usd"}, {"idempotency_key": "key-1"}
    )
    told = sink.wait_for("payment_intent.created")
    assert told.request is not None and told.request.idempotency_key == "key-1"
    assert told.request.id == response(made).request_id
    world.double.drain()
    kept = world.v1.events.retrieve(told.id)
    assert kept.data.object["id"] == made.id and kept.pending_webhooks == 0


def test_refused_webhook_comes_again(world: World, sink: Sink) -> None:
    """Until it is answered with 2xx: at least once."""
    sink.answers.extend([500, 302, 400])
    world.intent()
    told = sink.wait_for("payment_intent.created")
    world.double.drain()
    (delivery,) = world.double.look("webhooks")
    assert (delivery["event"], delivery["state"]) == (told.id, "delivered")
    assert (delivery["attempts"], delivery["status"]) == (4, 200)


def test_endpoint_of_connected_accounts(world: World, sink: Sink) -> None:
    """Events of connected accounts bear the account and are signed with their own secret."""
    account = world.account()
    assert sink.wait_for("account.updated").account == account
    signed = sink.headers[sink.types().index("account.updated")]["Stripe-Signature"]
    body = sink.bodies[sink.types().index("account.updated")]
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, signed, SECRET)


def test_only_registered_types_are_told(world: World, sink: Sink) -> None:
    """An endpoint hears what it was registered for; the rest is listed all the same."""
    double = world.double
    config = {"webhook": sink.url, "secret": double.secret, "connect_secret": double.connect_secret}
    double.order("config", **config, events=["payment_intent.succeeded"])
    try:
        world.paid()
        double.drain()
        assert sink.types() == ["payment_intent.succeeded"]
        assert len(world.v1.events.list().data) == 4
    finally:
        double.order("config", **config)


# --- faults of calls -------------------------------------------------------------------------


@pytest.mark.parametrize("hang", [False, True])
def test_time_out_after_success(world: World, hang: bool) -> None:
    """It was done, and nobody was told: the look-up finds it, the same key tells it."""
    paid, account = world.paid(), world.account()
    world.double.fault("timeout_after_success", method="POST", path="/v1/transfers", hang=hang)
    hasty = World(world.double, http_client=stripe.RequestsClient(timeout=1))
    with pytest.raises(stripe.APIConnectionError):
        hasty.transfer(paid, account, 100, "key-1")
    until(lambda: world.counts("transfers")[0])
    (found,) = world.v1.transfers.list({"transfer_group": "escrow-1"}).data
    assert found.metadata["settlement_id"] == "s1"
    assert world.transfer(paid, account, 100, "key-1").id == found.id
    assert world.counts("transfers") == (1, 100)


@pytest.mark.filterwarnings("ignore:Use 'content=")  # the SDK's own
def test_asynchronous_client(world: World) -> None:
    """The same by httpx, as the workers call: many at once, and a dropped answer among them."""
    paid, account = world.paid(), world.account()
    client = world.double.client(max_network_retries=0, http_client=stripe.HTTPXClient(timeout=10))
    world.double.fault("timeout_after_success", method="POST", path="/v1/transfers", nth=5)

    async def transfer(number: int) -> stripe.Transfer:
        return await client.v1.transfers.create_async(
            {
                "amount": 100,
                "currency": "usd",
                "destination": account,
                "source_transaction": paid["latest_charge"],
                "transfer_group": f"group-{number}",
            },
            {"idempotency_key": f"key-{number}"},
        )

    async def twice() -> tuple[list[Any], list[stripe.Transfer]]:
        first = await asyncio.gather(*map(transfer, range(20)), return_exceptions=True)
        return first, await asyncio.gather(*map(transfer, range(20)))

    first, again = asyncio.run(twice())
    lost = [one for one in first if isinstance(one, BaseException)]
    assert len(lost) == 1 and isinstance(lost[0], stripe.APIConnectionError)
    assert {one.id for one in first if one not in lost} < {one.id for one in again}
    assert world.counts("transfers") == (20, 2_000)


def test_time_out_before_anything(world: World) -> None:
    """Nothing was done: the look-up finds nothing, the same key does it."""
    paid, account = world.paid(), world.account()
    for kind in ("timeout_before", "reset_connection"):
        world.double.fault(kind, method="POST", path="/v1/transfers")
        with pytest.raises(stripe.APIConnectionError):
            world.transfer(paid, account, 100, "key-1")
        assert not world.v1.transfers.list({"transfer_group": "escrow-1"}).data
    world.transfer(paid, account, 100, "key-1")
    assert world.counts("transfers") == (1, 100)


def test_late_execution(world: World) -> None:
    """Whoever stopped waiting may find it done a moment later: a look-up too early lies."""
    paid, account = world.paid(), world.account()
    world.double.fault("slow", method="POST", path="/v1/transfers", seconds=600)
    hasty = World(world.double, http_client=stripe.RequestsClient(timeout=1))
    with pytest.raises(stripe.APIConnectionError):
        hasty.transfer(paid, account, 100, "key-1")
    assert not world.v1.transfers.list({"transfer_group": "escrow-1"}).data
    world.double.clear()
    until(lambda: world.counts("transfers")[0])
    assert world.transfer(paid, account, 100, "key-1").metadata["settlement_id"] == "s1"
    assert world.counts("transfers") == (1, 100)


def test_500_then_200(world: World) -> None:
    """500 without effect, then the same key does it; the SDK's own retry does too."""
    paid, account = world.paid(), world.account()
    world.double.fault("error_500_before", path="/v1/transfers")
    with pytest.raises(stripe.APIError) as refused:
        world.transfer(paid, account, 100, "key-1")
    assert refused.value.http_status == 500 and world.counts("transfers") == (0, 0)
    world.transfer(paid, account, 100, "key-1")
    world.double.fault("error_500_before", path="/v1/transfers")
    World(world.double, max_network_retries=1).transfer(paid, account, 100, "key-2")
    assert world.counts("transfers") == (2, 200)


def test_500_for_ever(world: World) -> None:
    """As documented, the same key tells the same 500; with or without an effect."""
    paid, account = world.paid(), world.account()
    world.double.fault("error_500_before", path="/v1/transfers", replays="500")
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            world.transfer(paid, account, 100, "key-1")
    assert world.counts("transfers") == (0, 0)
    world.double.fault("error_500_after", path="/v1/transfers", replays="500")
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            world.transfer(paid, account, 100, "key-2")
    assert world.counts("transfers") == (1, 100)
    (found,) = world.v1.transfers.list({"transfer_group": "escrow-1"}).data
    assert found.amount == 100


def test_500_but_done(world: World) -> None:
    """Done, answered 500, and the same key tells the result."""
    paid, account = world.paid(), world.account()
    world.double.fault("error_500_after", path="/v1/transfers")
    with pytest.raises(stripe.APIError):
        world.transfer(paid, account, 100, "key-1")
    again = world.transfer(paid, account, 100, "key-1")
    assert response(again).headers["Idempotent-Replayed"] == "true"
    assert world.counts("transfers") == (1, 100)


def test_sdk_retries_by_itself(world: World) -> None:
    """Two dropped answers in a row; the SDK's own retries bear one key and make one transfer."""
    paid, account = world.paid(), world.account()
    world.double.fault("timeout_after_success", path="/v1/transfers", count=2)
    patient = World(world.double, max_network_retries=3)
    assert patient.transfer(paid, account, 100).amount == 100
    assert world.counts("transfers") == (1, 100)
    keys = {one["key"] for one in world.double.look("requests") if one["path"] == "/v1/transfers"}
    assert len(keys) == 1


def test_rate_limit(world: World) -> None:
    """429, as RateLimitError."""
    world.double.fault("rate_limited", path="/v1/", count=0)
    for _ in range(3):
        with pytest.raises(stripe.RateLimitError) as refused:
            world.v1.balance.retrieve()
    assert refused.value.http_status == 429 and refused.value.error is not None
    assert refused.value.error.code == "rate_limit"
    world.double.clear()
    assert world.v1.balance.retrieve().object == "balance"


def test_refusal_by_order(world: World) -> None:
    """Any refusal, of the call that is meant: the second of those with this parameter."""
    paid, account = world.paid(), world.account()
    world.double.fault(
        "refuse",
        path="/v1/transfers",
        match={"metadata.settlement_id": "s1"},
        nth=2,
        status=400,
        code="account_closed",
        message="The account is closed.",
    )
    world.transfer(paid, account, 100)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        world.transfer(paid, account, 100)
    assert refused.value.code == "account_closed"
    world.transfer(paid, account, 100)
    (fault,) = world.double.look("faults")
    assert (fault["seen"], fault["hits"]) == (3, 1)
    world.double.clear()
    assert world.double.look("faults") == []


# --- faults of webhooks ----------------------------------------------------------------------


def test_webhook_before_the_response(world: World, sink: Sink) -> None:
    """The event is heard, and answered, before the call that bore it is answered."""
    paid, account = world.paid(), world.account()
    world.double.drain()
    answered: list[bool] = []
    heard: list[bool] = []
    sink.on_event = lambda event: heard.append(bool(answered))
    world.double.fault("before_response", path="/v1/transfers")
    world.transfer(paid, account)
    answered.append(True)
    assert heard == [False] and sink.types()[-1] == "transfer.created"


def test_duplicate_webhook(world: World, sink: Sink) -> None:
    """The same event id, more than once."""
    world.double.fault("duplicate", event="payment_intent.created", times=2)
    world.intent()
    world.double.drain()
    assert len(sink.heard) == 3 and len({event.id for event in sink.heard}) == 1


def test_missing_webhook(world: World, sink: Sink) -> None:
    """It never comes; the list of events has it, and by hand it is delivered after all."""
    world.double.fault("drop", event="payment_intent.succeeded")
    paid = world.paid()
    world.double.drain()
    assert "payment_intent.succeeded" not in sink.types()
    (missed,) = world.v1.events.list({"type": "payment_intent.succeeded"}).data
    assert missed.data.object["id"] == paid["id"] and missed.pending_webhooks == 1
    world.double.order("webhooks/deliver", event=missed.id)
    assert sink.types()[-1] == "payment_intent.succeeded"


def test_reordered_webhook(world: World, sink: Sink) -> None:
    """After as many others as ordered, or when flushed."""
    world.double.fault("reorder", event="payment_intent.created", behind=3)
    world.paid()
    world.double.drain()
    assert sink.types()[-1] == "payment_intent.created" and len(sink.heard) == 4
    sink.forget()
    world.double.fault("reorder", event="payment_intent.created", behind=9)
    world.intent()
    world.double.drain()
    assert not sink.heard
    world.double.order("webhooks/flush")
    sink.wait_for("payment_intent.created")


def test_delayed_webhook(world: World, sink: Sink) -> None:
    """Later than others, or when flushed."""
    world.double.fault("delay", event="payment_intent.created", seconds=600)
    world.paid()
    sink.wait_for("charge.updated")
    assert "payment_intent.created" not in sink.types()
    world.double.order("webhooks/flush")
    sink.wait_for("payment_intent.created")


def test_paused_webhooks(world: World, sink: Sink) -> None:
    """None while they are paused, all of them afterwards."""
    world.double.order("config", paused=True)
    world.paid()
    assert not sink.heard
    world.double.order("config", paused=False)
    world.double.drain()
    assert len(sink.heard) == 4


def test_late_failures(world: World, sink: Sink) -> None:
    """A refund answered as pending fails, a transfer comes back, a payout fails: each later."""
    paid, account = world.paid(), world.account()
    world.double.fault("late_failure", of="refund", status="pending", seconds=0.1)
    back = world.v1.refunds.create({"payment_intent": world.paid()["id"]})
    assert (back.status, back.pending_reason) == ("pending", "processing")
    world.double.fault("late_failure", of="transfer", seconds=0.1)
    moved = world.transfer(paid, account)
    assert not moved.reversed
    world.double.drain()
    assert world.v1.refunds.retrieve(back.id).status == "failed"
    assert world.v1.transfers.retrieve(moved.id).reversed
    world.transfer(paid, account)
    world.double.order("clock", advance=3 * DAY)
    world.double.fault("late_failure", of="payout", seconds=0.1)
    world.double.order("payouts", account=account)
    world.double.drain()
    assert {"refund.failed", "transfer.reversed", "payout.failed"} <= set(sink.types())


def test_refund_fails_at_once(world: World) -> None:
    """Or it is answered as failed: it was made, and did nothing."""
    paid = world.paid()
    world.double.fault("late_failure", of="refund", status="failed")
    assert world.v1.refunds.create({"payment_intent": paid["id"]}).status == "failed"
    assert world.v1.charges.retrieve(paid["latest_charge"]).amount_refunded == 0
    assert world.v1.refunds.create({"payment_intent": paid["id"]}).status == "succeeded"


def test_pending_refund_succeeds(world: World, sink: Sink) -> None:
    """Or it succeeds, and refund.updated tells it."""
    world.double.fault("late_failure", of="refund", status="pending", seconds=3600)
    back = world.v1.refunds.create({"payment_intent": world.paid()["id"]})
    world.double.order(f"refunds/{back.id}/succeed")
    assert world.v1.refunds.retrieve(back.id).status == "succeeded"
    assert sink.wait_for("refund.updated").data.object["status"] == "succeeded"


# --- its own life ----------------------------------------------------------------------------


def test_killed_and_started_again(world: World, sink: Sink) -> None:
    """What was answered is known after kill -9: objects, keys, balances, clock, webhooks."""
    double = world.double
    paid, account = world.paid(), world.account()
    double.order("clock", advance=3 * DAY)
    moved = world.transfer(paid, account, 100, "key-1")
    double.drain()
    sink.forget()
    sink.answers.extend([500] * 3)
    refund = world.v1.refunds.create({"payment_intent": paid["id"], "amount": 50})
    before = double.look("counts"), world.available(), world.available(account)
    double.kill()
    double.start()
    again = World(double)
    after = double.look("counts"), again.available(), again.available(account)
    assert after[1:] == before[1:]
    assert {**after[0], "requests": 0} == {**before[0], "requests": 0}
    assert again.transfer(paid, account, 100, "key-1").id == moved.id
    assert again.v1.refunds.retrieve(refund.id).to_dict() == refund.to_dict()
    assert [one.id for one in again.v1.transfers.list({"transfer_group": "escrow-1"}).data] == [
        moved.id
    ]
    sink.answers.clear()
    sink.wait_for("refund.created")
    sink.wait_for("charge.refunded")
    double.drain()


def test_killed_in_the_midst(world: World) -> None:
    """Every transfer that was answered is there afterwards, and each key has made one at most."""
    double, answered = world.double, dict[int, str]()
    paid, account = world.paid(), world.account()

    def work(first: int) -> None:
        own = World(double)
        try:
            for number in range(first, 10_000, 4):
                answered[number] = own.transfer(paid, account, 1, f"key-{number}").id
        except stripe.StripeError:
            return

    workers = [threading.Thread(target=work, args=(first,), daemon=True) for first in range(4)]
    for worker in workers:
        worker.start()
    until(lambda: len(answered) >= 40)
    double.kill()
    for worker in workers:
        worker.join(30)
    double.start()
    again = World(double)
    last = max(answered) + 8  # each worker may have had one more under way
    for number in range(last):
        made = again.transfer(paid, account, 1, f"key-{number}").id
        assert answered.get(number, made) == made
    assert again.counts("transfers") == (last, last)


def test_late_failure_outlives_a_kill(world: World, sink: Sink) -> None:
    """What was to come later comes, though the double was killed meanwhile."""
    world.double.fault("late_failure", of="refund", status="pending", seconds=1)
    back = world.v1.refunds.create({"payment_intent": world.paid()["id"]})
    world.double.kill()
    world.double.start()
    again = World(world.double)
    until(lambda: again.v1.refunds.retrieve(back.id).status == "failed")
    assert sink.wait_for("refund.failed").data.object["id"] == back.id
