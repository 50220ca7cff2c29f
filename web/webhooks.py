"""Stripe's webhook: the signature on the raw body first, then the event row, which is the order.

200 once stored, 400 for a bad signature, 500 only when it could not be stored. Source: STR-04
STR-05 STR-06 STR-17 RLM-03.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request
from psycopg import Error
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
    try:
        edge.database.ingest(raw.decode(), is_connect)
    except (Error, PoolTimeout, TooManyRequests) as error:
        if isinstance(error, Error) and error.sqlstate == "HXA01":
            raise Refusal("HXA01", error.diag.message_primary, field="event") from error
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
