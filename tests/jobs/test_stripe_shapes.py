"""Stripe's double is faithful to the SDK: shapes, enums, parameters, error codes, version.

The SDK's classes are generated from Stripe's OpenAPI document: an annotation is what it documents.
Source: TST-050.
"""

from __future__ import annotations

import ast
import copy
import inspect
import json
import types
import typing
from collections.abc import Iterator
from typing import Any, ForwardRef, Literal, Union

import pytest
import stripe
import stripe.params
from stripe import ListObject, StripeObject

from doubles import stripe_api, stripe_events, stripe_objects, stripe_server
from doubles.stripe_api import Api
from doubles.stripe_double import StripeDouble
from doubles.stripe_state import State
from doubles.stripe_world import World

# Names that the SDK's modules give to classes that they import.
ALIASES = {"CardResource": "Card", "DisputeResource": "Dispute", "SourceResource": "Source"}
CLASSES: dict[str, type[StripeObject]] = {
    "payment_intent": stripe.PaymentIntent,
    "charge": stripe.Charge,
    "transfer": stripe.Transfer,
    "transfer_reversal": stripe.TransferReversal,
    "refund": stripe.Refund,
    "account": stripe.Account,
    "payout": stripe.Payout,
    "balance_transaction": stripe.BalanceTransaction,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "balance": stripe.Balance,
    "account_link": stripe.AccountLink,
    "bank_account": stripe.BankAccount,
    "radar.early_fraud_warning": stripe.radar.EarlyFraudWarning,
}
BY_NAME = {named.__name__: named for named in CLASSES.values()}
# Refusals that Stripe is seen to give and that its document of error codes does not list.
OBSERVED = {"insufficient_capabilities_for_transfer", "payment_method_types_no_longer_supported"}
REMOVED = "payment_method_types"  # by the version of 2026-09-30
PAGE = {"object", "data", "has_more", "url"}


def arguments(kind: Any) -> tuple[Any, ...]:
    """The members of a union, or the kind alone."""
    if typing.get_origin(kind) in (Union, types.UnionType):
        return tuple(part for whole in typing.get_args(kind) for part in arguments(whole))
    return (kind,)


def is_optional(kind: Any) -> bool:
    """Whether a field may be left out or null."""
    return type(None) in arguments(kind)


def faults(value: Any, kind: Any, path: str) -> Iterator[str]:
    """What of a value is not as its annotation says."""
    members = [part for part in arguments(kind) if part is not type(None)]
    if value is None:
        if not is_optional(kind):
            yield f"{path} is null"
        return
    words = [word for part in members for word in typing.get_args(part) if is_literal(part)]
    if words:
        # `Literal[…] | str` says that words may be added; none that we use has been.
        if value not in words:
            yield f"{path}: {value!r} is none of the documented words"
        return
    if isinstance(value, dict) and isinstance(value.get("object"), str):
        named = CLASSES.get(value["object"])
        if named is not None and not any(is_untyped(part) for part in members):
            if any(name_of(part) == named.__name__ for part in members):
                yield from body_faults(value, named, path)
            else:
                yield f"{path} is no {value['object']}"
            return
    found = [list(member_faults(value, part, path)) for part in members]
    yield from min(found, key=len)


def is_literal(kind: Any) -> bool:
    """Whether an annotation lists words."""
    return typing.get_origin(kind) is Literal


def is_untyped(kind: Any) -> bool:
    """Whether an annotation is of any hash: UntypedStripeObject[…]."""
    origin = typing.get_origin(kind)
    return inspect.isclass(origin) and issubclass(origin, StripeObject) and origin is not ListObject


def name_of(kind: Any) -> str:
    """The name of the class that an annotation means."""
    name = kind.__forward_arg__ if isinstance(kind, ForwardRef) else getattr(kind, "__name__", "")
    return ALIASES.get(name, name)


def member_faults(value: Any, kind: Any, path: str) -> Iterator[str]:
    """The same for one member of a union."""
    if isinstance(kind, ForwardRef):
        kind = BY_NAME.get(name_of(kind), kind)
    origin = typing.get_origin(kind)
    if origin is ListObject:
        if not isinstance(value, dict) or set(value) != PAGE or value["object"] != "list":
            yield f"{path} is no list object"
        else:
            yield from list_faults(value["data"], kind, f"{path}.data")
    elif origin is list:
        yield from list_faults(value, kind, path)
    elif inspect.isclass(kind) and issubclass(kind, StripeObject) and isinstance(value, dict):
        yield from body_faults(value, kind, path)
    elif not (is_untyped(kind) and isinstance(value, dict)) and type(value) is not kind:
        yield f"{path}: {value!r} is no {name_of(kind)}"


def list_faults(value: Any, kind: Any, path: str) -> Iterator[str]:
    """What of a list's members is not as the annotation of the list says."""
    if not isinstance(value, list):
        yield f"{path} is no list"
        return
    for place, one in enumerate(value):
        yield from faults(one, typing.get_args(kind)[0], f"{path}[{place}]")


def body_faults(body: dict[str, Any], kind: type[StripeObject], path: str) -> Iterator[str]:
    """What of an object is not as its class says: every key, every field, every value."""
    fields = {
        name: annotation
        for name, annotation in kind.__annotations__.items()
        if name not in ("OBJECT_NAME", "_inner_class_types")
    }
    for name, value in body.items():
        if name not in fields:
            yield f"{path}.{name} is not documented"
        else:
            yield from faults(value, fields[name], f"{path}.{name}")
    for name, annotation in fields.items():
        if name not in body and not is_optional(annotation):
            yield f"{path}.{name} is missing"


@pytest.fixture(scope="module")
def bodies(_double: StripeDouble) -> list[dict[str, Any]]:
    """Objects of every kind in every state that the double knows, and all their events."""
    _double.order("reset")
    world = World(_double)
    order = world.double.order
    paid, account = world.paid(), world.account()
    for card in ("elevated", "declined", "requires_action", "insufficient_funds"):
        order(f"payment_intents/{world.intent()}/confirm", card=card)
    asked = world.intent()
    order(f"payment_intents/{asked}/confirm", card="requires_action")
    order(f"payment_intents/{asked}/confirm", card="authentication_failed")
    world.v1.payment_intents.cancel(world.intent(), {"cancellation_reason": "abandoned"})
    world.v1.payment_intents.create(
        {"amount": 500, "currency": "usd", "automatic_payment_methods": {"enabled": True}}
    )
    moved = world.transfer(paid, account)
    world.v1.transfers.reversals.create(moved.id, {"amount": 100})
    world.double.fault("late_failure", of="refund", status="pending", seconds=3600)
    pending = world.v1.refunds.create({"payment_intent": paid["id"], "amount": 100})
    order(f"refunds/{pending.id}/fail")
    world.v1.refunds.create({"payment_intent": paid["id"], "reason": "requested_by_customer"})
    for status, outcome in (("needs_response", "won"), ("needs_response", "lost")):
        claim = order("disputes", payment_intent=world.paid()["id"], status=status)
        world.v1.disputes.update(claim["id"], {"evidence": {"receipt": "file_1"}})
        order(f"disputes/{claim['id']}/close", status=outcome)
    order("disputes", payment_intent=world.paid()["id"], status="warning_needs_response")
    order("early_fraud_warnings", payment_intent=paid["id"])
    order("clock", advance=3 * 86_400)
    payout = order("payouts", account=account, amount=1_000)
    order(f"payouts/{payout['id']}/paid")
    order(f"payouts/{payout['id']}/fail")
    order(f"accounts/{account}/restrict")
    world.account(onboarded=False)
    link: Any = {"account": account, "type": "account_onboarding"}
    told = [
        world.v1.balance.retrieve().to_dict(),
        world.v1.account_links.create(link).to_dict(),
        world.v1.payment_intents.retrieve(
            paid["id"], {"expand": ["latest_charge.balance_transaction"]}
        ).to_dict(),
    ]
    for kind in CLASSES:
        told += _double.look(f"objects/{kind}")
    for event in _double.look("objects/event"):
        told.append(event["data"]["object"])
    return told


@pytest.mark.parametrize("kind", sorted(CLASSES))
def test_shapes(bodies: list[dict[str, Any]], kind: str) -> None:
    """Every key is documented, every obligatory field there, every value of its type or words."""
    chosen = [body for body in bodies if body["object"] == kind]
    assert chosen
    assert not sorted(
        {fault for body in chosen for fault in body_faults(body, CLASSES[kind], kind)}
    )


def test_checker_catches(bodies: list[dict[str, Any]]) -> None:
    """The check finds a stray key, a missing field, a wrong type and an unknown word."""
    moved = next(body for body in bodies if body["object"] == "transfer")
    intent = next(body for body in bodies if body["object"] == "payment_intent")
    planted: list[tuple[dict[str, Any], str]] = [
        ({**moved, "colour": "red"}, "transfer.colour is not documented"),
        ({k: v for k, v in moved.items() if k != "reversed"}, "transfer.reversed is missing"),
        ({**moved, "amount": "100"}, "transfer.amount: '100' is no int"),
        ({**moved, "amount": None}, "transfer.amount is null"),
        ({**moved, "reversals": []}, "transfer.reversals is no list object"),
    ]
    for body, fault in planted:
        assert list(body_faults(body, stripe.Transfer, "transfer")) == [fault]
    charge = copy.deepcopy(next(body for body in bodies if body["object"] == "charge"))
    charge["payment_method_details"]["card"]["checks"]["colour"] = "red"
    del charge["payment_method_details"]["card"]["exp_month"]
    assert list(body_faults(charge, stripe.Charge, "charge")) == [
        "charge.payment_method_details.card.checks.colour is not documented",
        "charge.payment_method_details.card.exp_month is missing",
    ]
    (found,) = body_faults({**intent, "status": "paid"}, stripe.PaymentIntent, "intent")
    assert found == "intent.status: 'paid' is none of the documented words"


def test_version() -> None:
    """The double speaks the version that the pinned SDK asks for."""
    assert stripe.api_version == stripe_objects.VERSION


def test_parameters_are_documented() -> None:
    """What a call accepts is what the SDK sends, and what it demands is what Stripe demands."""
    for name, call in Api(State(None)).calls.items():
        known = set(stripe_api.documented(call.documented))
        assert set(call.params) - {REMOVED} <= known, name
        typed = getattr(stripe.params, call.documented)
        assert typed.__required_keys__ <= set(call.required), name


def error_codes(*modules: types.ModuleType) -> set[str]:
    """Every `code=` of a StripeError in the double's source, and what `invalid` is told."""
    found = set()
    for module in modules:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", "")
                told = [word.value for word in node.keywords if word.arg == "code"]
                if called == "invalid" and len(node.args) > 2:
                    told.append(node.args[2])
                for part in told:
                    found |= {
                        leaf.value
                        for leaf in ast.walk(part)
                        if isinstance(leaf, ast.Constant)
                        and isinstance(leaf.value, str)
                        and "_" in leaf.value
                        and leaf.value.islower()
                    }
    return found


def test_error_codes_are_documented() -> None:
    """Every code of a refusal is in Stripe's list of error codes, or was seen of Stripe."""
    listed = {
        word
        for part in arguments(stripe.PaymentIntent.LastPaymentError.__annotations__["code"])
        for word in typing.get_args(part)
    }
    assert "idempotency_key_in_use" in listed and not OBSERVED & listed
    used = error_codes(stripe_api, stripe_server)
    used |= {code for code, _, _ in stripe_api.DECLINES.values()}
    assert {"balance_insufficient", "charge_disputed", "idempotency_key_in_use"} <= used
    assert used - listed <= OBSERVED


def test_events_are_documented(bodies: list[dict[str, Any]]) -> None:
    """Each type of event is one that the SDK knows (the shape above), of the kind it is about."""
    about = {
        body["type"]: body["data"]["object"]["object"]
        for body in bodies
        if body["object"] == "event"
    }
    assert len(about) >= 25
    for kind, thing in about.items():
        subject = "refund" if kind == "charge.refund.updated" else thing
        if subject == "dispute":
            subject = "charge.dispute"
        elif subject == "bank_account":
            subject = "account.external_account"
        assert kind.startswith(f"{subject}.") or kind == "charge.refund.updated", kind


def test_hand_made_events() -> None:
    """What tests tell by hand is a part of what Stripe would tell."""
    made = [
        (stripe.PaymentIntent, stripe_events.payment(f"payment_intent.{word}", "e1", "pi_1", 500))
        for word in ("succeeded", "canceled")
    ] + [
        (stripe.Dispute, stripe_events.chargeback(f"charge.dispute.{word}", "pi_1", 500))
        for word in ("created", "funds_withdrawn", "funds_reinstated", "closed")
    ]
    for kind, body in made:
        event = json.loads(body)
        wrong = [
            *body_faults(event, stripe.Event, "event"),
            *body_faults(event["data"]["object"], kind, "object"),
        ]
        assert [fault for fault in wrong if not fault.endswith(" is missing")] == []
