"""Webhooks: the signature on the raw body first, then the database.

Of Stripe the event's row, which is the order; of a provider of verifications its word, which takes
effect at once.

200 once stored, 400 for a bad signature, 500 only when it could not be stored. Source: STR-04
STR-05 STR-06 STR-17 RLM-03 ELI-08.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, current_app, request
from psycopg import DataError, Error
from psycopg_pool import PoolTimeout, TooManyRequests
from stripe import SignatureVerificationError, WebhookSignature

from web.edge import Edge, read_body
from web.errors import Refusal

TOLERANCE_SECONDS = 300
webhooks = Blueprint("webhooks", __name__)


@webhooks.post("/webhooks/stripe")
def stripe() -> Response:
    """Store an event that Stripe signed."""
    edge: Edge = current_app.extensions["hustlexp"]
    edge.limit("webhook", None)
    raw = read_body()
    header, settings = request.headers.get("Stripe-Signature"), edge.settings
    connect = settings.stripe_connect_webhook_secret
    # Which secret signed it says whose event it may be; the database compares. W4.
    is_connect = connect is not None and is_signed(raw, header, [connect.get_secret_value()])
    if not is_connect and not is_signed(raw, header, settings.webhook_secrets()):
        raise Refusal("HXA01", "The signature is not Stripe's.", field="Stripe-Signature")
    return stored(lambda: edge.database.ingest(raw.decode(), is_connect))


@webhooks.post("/webhooks/verification")
def verification() -> Response:
    """Let a provider's signed word about a credential take effect; its repeat changes nothing.

    The body is `{"id", "provider", "credential_id", "submission", "verdict", "reason",
    "expires_at"}`, as `verification.resolve` takes them; the header `Verification-Signature` is
    `t=<seconds>,v1=<HMAC-SHA256 of "t.body", hex>`.
    """
    edge: Edge = current_app.extensions["hustlexp"]
    edge.limit("webhook", None)
    raw = read_body()
    header, secret = "Verification-Signature", edge.settings.verification_webhook_secret
    if secret is None:
        raise Refusal("HXA02", "No provider of verifications is configured.")
    if not is_signed(raw, request.headers.get(header), [secret.get_secret_value()]):
        raise Refusal("HXA01", "The signature is not the provider's.", field=header)
    return stored(lambda: edge.database.hear(raw.decode()))


def stored(store: Callable[[], None]) -> Response:
    """200 once it is stored; what the database refuses is the sender's to mend."""
    try:
        store()
    except (Error, PoolTimeout, TooManyRequests) as error:
        state = getattr(error, "sqlstate", None) or ""
        if isinstance(error, DataError) and not state:  # what no text of PostgreSQL holds
            raise Refusal("HXA01", "The event holds a NUL.", field="event") from error
        if isinstance(error, Error) and state.startswith("HX"):
            field = error.diag.column_name or "event"
            raise Refusal(state, error.diag.message_primary, field=field) from error
        raise Refusal("HXA10") from error
    return Response(b'{"received":true}', 200, mimetype="application/json")


def is_signed(raw: bytes, header: str | None, secrets: list[str]) -> bool:
    """Whether one of the secrets signed the body within five minutes."""
    for secret in secrets:
        try:
            WebhookSignature.verify_header(raw.decode(), header or "", secret, TOLERANCE_SECONDS)
        except (SignatureVerificationError, ValueError):
            continue
        return True
    return False
