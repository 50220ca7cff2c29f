"""Who is calling: a bearer token becomes a verified identity, or the call is refused.

Firebase ID tokens are verified by firebase-admin (RS256, Google's certificates cached by it); a
local issuer stands in for the seeded accounts where no Firebase project is, and production
refuses it. Roles and status never come from a token. Source: SEC-01 SEC-02 SEC-03 SEC-006.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from typing import Any

import firebase_admin
import jwt
from cachetools import TLRUCache
from firebase_admin import auth, credentials
from google.auth.credentials import AnonymousCredentials

from web.errors import Refusal
from web.settings import Settings

LOCAL_ISSUER = "hustlexp-local"
AUDIENCE = "hustlexp"
REMEMBERED = 10_000  # verified tokens kept until they expire
FETCH_SECONDS = 5  # for Google's certificates; the SDK's own time-out is two minutes


class NoCredential(credentials.Base):  # type: ignore[misc]
    """Tokens are verified with public certificates: no service account of Google is needed."""

    def get_credential(self) -> AnonymousCredentials:
        """Nobody's."""
        return AnonymousCredentials()  # type: ignore[no-untyped-call]


class Identities:
    """Verifies tokens; what was verified once is kept until it expires."""

    def __init__(self, settings: Settings) -> None:
        key = settings.hx_local_signing_key
        self._local_key = key.get_secret_value() if key else None
        self._app: firebase_admin.App | None = None
        if settings.firebase_project_id:
            self._app = firebase_admin.initialize_app(
                NoCredential(),
                {"projectId": settings.firebase_project_id, "httpTimeout": FETCH_SECONDS},
                name=f"hustlexp-{id(self)}",
            )
            if settings.firebase_certs_url:
                # A double of Google's certificate endpoint; the SDK has no public name for it.
                client = auth._get_client(self._app)
                client._token_verifier.id_token_verifier.cert_url = settings.firebase_certs_url
        self._known: TLRUCache[bytes, tuple[str, float]] = TLRUCache(
            REMEMBERED, ttu=lambda _key, value, _now: value[1], timer=time.time
        )
        self._lock = threading.Lock()

    def of(self, header: str | None) -> str | None:
        """The identity as JSON for core.call: subject, email, phone; None without a header.

        Raises HX502 for a header or token that is not good; its details tell expired from invalid.
        """
        if header is None:
            return None
        scheme, _, token = header.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token or len(token) > 8192:
            raise _refused("invalid", "The Authorization header must be: Bearer, then a token.")
        digest = hashlib.sha256(token.encode()).digest()
        with self._lock:
            known = self._known.get(digest)
        if known is not None:
            return known[0]
        claims = self._verify(token)
        identity = json.dumps(
            {
                "subject": claims["sub"],
                "email": claims["email"].lower()
                if claims.get("email_verified") is True and isinstance(claims.get("email"), str)
                else None,
                "phone": claims.get("phone_number"),
            }
        )
        with self._lock:
            self._known[digest] = (identity, float(claims["exp"]))
        return identity

    def _verify(self, token: str) -> dict[str, Any]:
        try:
            issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
        except jwt.InvalidTokenError as error:
            raise _refused("invalid") from error
        if self._local_key is not None and issuer == LOCAL_ISSUER:
            return self._verify_local(token, self._local_key)
        if self._app is None:
            raise _refused("invalid")
        try:
            claims: dict[str, Any] = auth.verify_id_token(token, app=self._app)
        except auth.ExpiredIdTokenError as error:
            raise _refused("expired", "The token has expired; get a new one.") from error
        except auth.CertificateFetchError as error:
            raise Refusal("HXA09", headers={"Retry-After": "2"}) from error
        except (auth.InvalidIdTokenError, ValueError, RecursionError) as error:
            raise _refused("invalid") from error
        # The emulator's tokens pass the SDK unverified: their expiry is checked here.
        if not isinstance(claims.get("exp"), int | float) or claims["exp"] <= time.time():
            raise _refused("expired", "The token has expired; get a new one.")
        return claims

    @staticmethod
    def _verify_local(token: str, key: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["HS256"],
                audience=AUDIENCE,
                issuer=LOCAL_ISSUER,
                options={"require": ["exp", "iat", "sub"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise _refused("expired", "The token has expired; get a new one.") from error
        except jwt.InvalidTokenError as error:
            raise _refused("invalid") from error
        return claims


def local_token(key: str, subject: str, email: str, seconds: int = 86400) -> str:
    """A token of the local issuer, for `make token` and tests."""
    now = int(time.time())
    claims = {
        "iss": LOCAL_ISSUER,
        "aud": AUDIENCE,
        "sub": subject,
        "email": email,
        "email_verified": True,
        "iat": now,
        "exp": now + seconds,
    }
    return jwt.encode(claims, key, algorithm="HS256")


def _refused(reason: str, message: str | None = None) -> Refusal:
    return Refusal(
        "HX502",
        message,
        field="Authorization",
        details={"reason": reason},
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )
