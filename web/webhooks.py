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
    body = verified(raw, request.headers.get("Stripe-Signature"), edge.settings.webhook_secrets())
    try:
        edge.database.ingest(body)
    except (Error, PoolTimeout, TooManyRequests) as error:
        if isinstance(error, Error) and error.sqlstate == "HXA01":
            raise Refusal("HXA01", error.diag.message_primary, field="event") from error
        raise Refusal("HXA10") from error
    return Response(b'{"received":true}', 200, mimetype="application/json")


def verified(raw: bytes, header: str | None, secrets: list[str]) -> str:
    """The body as text if one of the secrets signed it within five minutes; else HXA01."""
    try:
        body = raw.decode()
        for secret in secrets:
            try:
                WebhookSignature.verify_header(body, header or "", secret, TOLERANCE_SECONDS)
            except SignatureVerificationError:
                continue
            return body
    except ValueError:
        pass
    raise Refusal("HXA01", "The signature is not Stripe's.", field="Stripe-Signature")
