"""Shapes of Stripe's objects as its API of version VERSION answers them."""

from __future__ import annotations

from typing import Any

from .stripe_state import DAY, Json

VERSION = "2026-10-28.endive"
SETTLES_AFTER = 2 * DAY
DISPUTE_FEE = 1500
EVIDENCE_DAYS = 9


def listing(url: str, data: list[Json], *, has_more: bool = False) -> Json:
    """A page of a list."""
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def payment_intent(name: str, now: int, secret: str, told: Json) -> Json:
    """A payment intent that waits for its card."""
    allowed = told.get("allowed_payment_method_types")
    automatic = told.get("automatic_payment_methods")
    if automatic is None and allowed is None:
        automatic = {"enabled": True}
    return {
        "id": name,
        "object": "payment_intent",
        "allowed_payment_method_types": allowed,
        "amount": told["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": automatic
        and {
            "allow_redirects": automatic.get("allow_redirects", "always"),
            "enabled": automatic["enabled"],
        },
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": told.get("capture_method", "automatic_async"),
        "client_secret": f"{name}_secret_{secret}",
        "confirmation_method": "automatic",
        "created": now,
        "currency": told["currency"],
        "customer": None,
        "customer_account": None,
        "description": told.get("description"),
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": told.get("metadata", {}),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": told.get("payment_method"),
        "payment_method_configuration_details": None,
        "payment_method_options": {
            "card": {
                "installments": None,
                "mandate_options": None,
                "network": None,
                "request_three_d_secure": "automatic",
            }
        },
        "payment_method_types": [kind for kind in allowed or ["card"] if kind == "card"],
        "processing": None,
        "receipt_email": told.get("receipt_email"),
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": told.get("statement_descriptor"),
        "statement_descriptor_suffix": told.get("statement_descriptor_suffix"),
        "status": "requires_confirmation"
        if told.get("payment_method")
        else "requires_payment_method",
        "transfer_data": None,
        "transfer_group": told.get("transfer_group"),
    }


def charge(name: str, now: int, intent: Json, **changes: Any) -> Json:
    """The charge of an intent's card, succeeded unless the changes say otherwise."""
    return {
        "id": name,
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": {
            "address": {
                "city": None,
                "country": None,
                "line1": None,
                "line2": None,
                "postal_code": None,
                "state": None,
            },
            "email": None,
            "name": None,
            "phone": None,
            "tax_id": None,
        },
        "calculated_statement_descriptor": "HUSTLEXP",
        "captured": True,
        "created": now,
        "currency": intent["currency"],
        "customer": None,
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "on_behalf_of": None,
        "outcome": {
            "advice_code": None,
            "network_advice_code": None,
            "network_decline_code": None,
            "network_status": "approved_by_network",
            "reason": None,
            "risk_level": "normal",
            "risk_score": 12,
            "seller_message": "Payment complete.",
            "type": "authorized",
        },
        "paid": True,
        "payment_intent": intent["id"],
        "payment_method": intent["payment_method"],
        "payment_method_details": {
            "card": {
                "amount_authorized": intent["amount"],
                "authorization_code": "123456",
                "brand": "visa",
                "checks": {
                    "address_line1_check": None,
                    "address_postal_code_check": None,
                    "cvc_check": "pass",
                },
                "country": "US",
                "exp_month": 12,
                "exp_year": 2034,
                "extended_authorization": {"status": "disabled"},
                "fingerprint": "Xt5EWLLDS7FJjR1c",
                "funding": "credit",
                "incremental_authorization": {"status": "unavailable"},
                "installments": None,
                "last4": "4242",
                "mandate": None,
                "multicapture": {"status": "unavailable"},
                "network": "visa",
                "network_token": {"used": False},
                "network_transaction_id": "104557651805572",
                "overcapture": {
                    "maximum_amount_capturable": intent["amount"],
                    "status": "unavailable",
                },
                "regulated_status": "unregulated",
                "three_d_secure": None,
                "wallet": None,
            },
            "type": "card",
        },
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "succeeded",
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
        **changes,
    }


def received(name: str, now: int, transfer: Json, transaction: str) -> Json:
    """The payment (py_) that a transfer is on the connected account."""
    return charge(
        name,
        now,
        {
            **dict.fromkeys(
                (
                    "description",
                    "payment_method",
                    "receipt_email",
                    "statement_descriptor",
                    "statement_descriptor_suffix",
                )
            ),
            "id": None,
            "amount": transfer["amount"],
            "currency": transfer["currency"],
            "metadata": {},
            "transfer_group": transfer["transfer_group"],
        },
        payment_intent=None,
        balance_transaction=transaction,
        calculated_statement_descriptor=None,
        outcome=None,
        payment_method_details={"stripe_account": {}, "type": "stripe_account"},
        source_transfer=transfer["id"],
        transfer_group=None,
    )


def balance_transaction(
    name: str,
    now: int,
    kind: str,
    source: str,
    amount: int,
    *,
    currency: str,
    fee: int = 0,
    fee_description: str = "Stripe processing fees",
    category: str | None = None,
    available_on: int | None = None,
    description: str | None = None,
) -> Json:
    """What moved a balance; pending until available_on if that is ahead."""
    ready = now if available_on is None else available_on
    return {
        "id": name,
        "object": "balance_transaction",
        "amount": amount,
        "available_on": ready,
        "balance_type": "payments",
        "created": now,
        "currency": currency,
        "description": description,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [
            {
                "amount": fee,
                "application": None,
                "currency": currency,
                "description": fee_description,
                "type": "stripe_fee",
            }
        ]
        if fee
        else [],
        "net": amount - fee,
        "reporting_category": category or kind,
        "source": source,
        "status": "pending" if ready > now else "available",
        "type": kind,
    }


def transfer(name: str, now: int, told: Json, group: str | None) -> Json:
    """Money on its way from the platform's balance to an account's."""
    return {
        "id": name,
        "object": "transfer",
        "amount": told["amount"],
        "amount_reversed": 0,
        "balance_transaction": None,
        "created": now,
        "currency": told["currency"],
        "description": told.get("description"),
        "destination": told["destination"],
        "destination_payment": None,
        "livemode": False,
        "metadata": told.get("metadata", {}),
        "reversals": listing(f"/v1/transfers/{name}/reversals", []),
        "reversed": False,
        "source_transaction": told.get("source_transaction"),
        "source_type": "card",
        "transfer_group": group,
    }


def reversal(name: str, now: int, moved: Json, told: Json) -> Json:
    """Money of a transfer that comes back."""
    return {
        "id": name,
        "object": "transfer_reversal",
        "amount": told["amount"],
        "balance_transaction": None,
        "created": now,
        "currency": moved["currency"],
        "destination_payment_refund": None,
        "metadata": told.get("metadata", {}),
        "source_refund": None,
        "transfer": moved["id"],
    }


def refund(name: str, now: int, paid: Json, told: Json) -> Json:
    """Money of a charge that goes back to its card."""
    return {
        "id": name,
        "object": "refund",
        "amount": told["amount"],
        "balance_transaction": None,
        "charge": paid["id"],
        "created": now,
        "currency": paid["currency"],
        "destination_details": {
            "card": {
                "reference_status": "pending",
                "reference_type": "acquirer_reference_number",
                "type": "refund",
            },
            "type": "card",
        },
        "metadata": told.get("metadata", {}),
        "payment_intent": paid["payment_intent"],
        "reason": told.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


REQUIRED_OF_A_PERSON = (
    "business_profile.url",
    "external_account",
    "individual.dob.day",
    "individual.dob.month",
    "individual.dob.year",
    "individual.first_name",
    "individual.last_name",
    "individual.ssn_last_4",
    "tos_acceptance.date",
    "tos_acceptance.ip",
)


def account(name: str, now: int, told: Json) -> Json:
    """An Express account before its onboarding."""
    requested = {
        capability: "inactive"
        for capability, wish in told.get("capabilities", {}).items()
        if wish.get("requested")
    }
    profile = told.get("business_profile", {})
    schedule = told.get("settings", {}).get("payouts", {}).get("schedule", {})
    return {
        "id": name,
        "object": "account",
        "business_profile": {
            "annual_revenue": None,
            "estimated_worker_count": None,
            "mcc": profile.get("mcc"),
            "name": profile.get("name"),
            "product_description": profile.get("product_description"),
            "support_address": None,
            "support_email": None,
            "support_phone": None,
            "support_url": None,
            "url": profile.get("url"),
        },
        "business_type": told.get("business_type"),
        "capabilities": requested,
        "charges_enabled": False,
        "controller": {
            "fees": {"payer": "application_express"},
            "is_controller": True,
            "losses": {"payments": "application"},
            "requirement_collection": "stripe",
            "stripe_dashboard": {"type": "express"},
            "type": "application",
        },
        "country": told.get("country", "US"),
        "created": now,
        "default_currency": told.get("default_currency", "usd"),
        "details_submitted": False,
        "email": told.get("email"),
        "external_accounts": listing(f"/v1/accounts/{name}/external_accounts", []),
        "future_requirements": requirements(()),
        "metadata": told.get("metadata", {}),
        "payouts_enabled": False,
        "requirements": requirements(REQUIRED_OF_A_PERSON),
        "settings": {
            "branding": {
                "icon": None,
                "logo": None,
                "primary_color": None,
                "secondary_color": None,
            },
            "card_payments": {
                "decline_on": {"avs_failure": False, "cvc_failure": False},
                "statement_descriptor_prefix": None,
                "statement_descriptor_prefix_kana": None,
                "statement_descriptor_prefix_kanji": None,
            },
            "dashboard": {"display_name": None, "timezone": "Etc/UTC"},
            "payments": {
                "statement_descriptor": None,
                "statement_descriptor_kana": None,
                "statement_descriptor_kanji": None,
            },
            "payouts": {
                "debit_negative_balances": True,
                "schedule": {
                    "delay_days": schedule.get("delay_days", 2),
                    "interval": schedule.get("interval", "daily"),
                },
                "statement_descriptor": None,
            },
        },
        "tos_acceptance": {"date": None, "ip": None, "user_agent": None},
        "type": "express",
    }


def requirements(due: tuple[str, ...], reason: str | None = None) -> Json:
    """What Stripe still wants to know; without any of it payouts are closed."""
    wanted = list(due)
    return {
        "alternatives": [],
        "current_deadline": None,
        "currently_due": wanted,
        "disabled_reason": reason or ("requirements.past_due" if wanted else None),
        "errors": [],
        "eventually_due": wanted,
        "past_due": wanted,
        "pending_verification": [],
    }


def bank_account(name: str, owner: Json) -> Json:
    """Where an account's payouts go."""
    return {
        "id": name,
        "object": "bank_account",
        "account": owner["id"],
        "account_holder_name": None,
        "account_holder_type": None,
        "account_type": None,
        "available_payout_methods": ["standard"],
        "bank_name": "STRIPE TEST BANK",
        "country": owner["country"],
        "currency": owner["default_currency"],
        "default_for_currency": True,
        "fingerprint": "pJ2ZtZ4PXGMRMPVT",
        "future_requirements": {
            "currently_due": [],
            "errors": [],
            "past_due": [],
            "pending_verification": [],
        },
        "last4": "6789",
        "metadata": {},
        "requirements": {
            "currently_due": [],
            "errors": [],
            "past_due": [],
            "pending_verification": [],
        },
        "routing_number": "110000000",
        "status": "new",
    }


def account_link(now: int, url: str) -> Json:
    """Where a person goes to be onboarded, for five minutes."""
    return {"object": "account_link", "created": now, "expires_at": now + 300, "url": url}


def payout(name: str, now: int, amount: int, currency: str, bank: str | None) -> Json:
    """Money on its way from an account's balance to its bank."""
    return {
        "id": name,
        "object": "payout",
        "amount": amount,
        "application_fee": None,
        "application_fee_amount": None,
        "arrival_date": now + DAY,
        "automatic": True,
        "balance_transaction": None,
        "created": now,
        "currency": currency,
        "description": "STRIPE PAYOUT",
        "destination": bank,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": {},
        "method": "standard",
        "original_payout": None,
        "payout_method": None,
        "reconciliation_status": "in_progress",
        "reversed_by": None,
        "source_type": "card",
        "statement_descriptor": None,
        "status": "in_transit",
        "trace_id": None,
        "type": "bank_account",
    }


def dispute(name: str, now: int, paid: Json, *, amount: int, status: str, reason: str) -> Json:
    """What a cardholder contests at the bank."""
    return {
        "id": name,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": paid["id"],
        "created": now,
        "currency": paid["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {
            **dict.fromkeys(
                (
                    "access_activity_log",
                    "billing_address",
                    "cancellation_policy",
                    "cancellation_policy_disclosure",
                    "cancellation_rebuttal",
                    "customer_communication",
                    "customer_email_address",
                    "customer_name",
                    "customer_purchase_ip",
                    "customer_signature",
                    "duplicate_charge_documentation",
                    "duplicate_charge_explanation",
                    "duplicate_charge_id",
                    "product_description",
                    "receipt",
                    "refund_policy",
                    "refund_policy_disclosure",
                    "refund_refusal_explanation",
                    "service_date",
                    "service_documentation",
                    "shipping_address",
                    "shipping_carrier",
                    "shipping_date",
                    "shipping_documentation",
                    "shipping_tracking_number",
                    "uncategorized_file",
                    "uncategorized_text",
                )
            ),
            "enhanced_evidence": {},
        },
        "evidence_details": {
            "due_by": now + EVIDENCE_DAYS * DAY,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": status.startswith("warning_"),
        "livemode": False,
        "metadata": {},
        "network_reason_code": "10.4",
        "payment_intent": paid["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": "visa",
                "case_type": "inquiry" if status.startswith("warning_") else "chargeback",
                "network": "visa",
                "network_reason_code": "10.4",
            },
            "type": "card",
        },
        "reason": reason,
        "status": status,
    }


def event(
    name: str,
    now: int,
    kind: str,
    thing: Json,
    *,
    previous: Json | None,
    account: str,
    request: Json,
    pending: int,
) -> Json:
    """What is told of an object as it was when the event was born."""
    return {
        "id": name,
        "object": "event",
        **({"account": account} if account else {}),
        "api_version": VERSION,
        "created": now,
        "data": {"object": thing}
        if previous is None
        else {"object": thing, "previous_attributes": previous},
        "livemode": False,
        "pending_webhooks": pending,
        "request": request,
        "type": kind,
    }


def balance(amounts: dict[str, list[int]]) -> Json:
    """Available and pending funds by currency."""
    lines = [
        [
            {"amount": both[index], "currency": currency, "source_types": {"card": both[index]}}
            for currency, both in sorted(amounts.items())
        ]
        for index in (0, 1)
    ]
    return {
        "object": "balance",
        "available": lines[0],
        "connect_reserved": [],
        "livemode": False,
        "pending": lines[1],
        "refund_and_dispute_prefunding": {"available": lines[0][:0], "pending": lines[1][:0]},
    }


def early_fraud_warning(name: str, now: int, paid: Json) -> Json:
    """What an issuer suspects."""
    return {
        "id": name,
        "object": "radar.early_fraud_warning",
        "actionable": True,
        "charge": paid["id"],
        "created": now,
        "fraud_type": "unauthorized_use_of_card",
        "livemode": False,
        "payment_intent": paid["payment_intent"],
    }
