"""Google's certificate endpoint for Firebase ID tokens, with keys of our own.

`GET /` answers `{kid: certificate}` with `Cache-Control: max-age`, as Google does.
"""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

PROJECT = "hustlexp-test"


class Key:
    """An RSA key with its self-signed certificate."""

    def __init__(self) -> None:
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "securetoken.test")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(self.private, hashes.SHA256())
        )
        self.certificate = made.public_bytes(serialization.Encoding.PEM).decode()


class GoogleCerts:
    """The endpoint; `fetched` counts its answers, `mode` is well, broken or silent."""

    def __init__(self, keys: dict[str, Key]) -> None:
        self.keys = keys
        self.fetched = 0
        self.mode = "well"
        self.max_age = 3600
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                double.fetched += 1
                if double.mode == "silent":
                    time.sleep(30)
                body = json.dumps({kid: k.certificate for kid, k in double.keys.items()}).encode()
                self.send_response(500 if double.mode == "broken" else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", f"public, max-age={double.max_age}")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """End it; what hangs in it is left behind."""
        self._server.shutdown()
        self._server.socket.close()


def claims(subject: str, **changes: Any) -> dict[str, Any]:
    """What Firebase says of a person who is signed in; None takes a claim away."""
    now = int(time.time())
    told = {
        "iss": f"https://securetoken.google.com/{PROJECT}",
        "aud": PROJECT,
        "auth_time": now - 10,
        "user_id": subject,
        "sub": subject,
        "iat": now - 10,
        "exp": now + 3600,
        "email": f"{subject}@example.test",
        "email_verified": True,
        "firebase": {"sign_in_provider": "password"},
        **changes,
    }
    return {name: value for name, value in told.items() if value is not None}


def id_token(key: Key, kid: str | None, told: dict[str, Any]) -> str:
    """An ID token signed with a key, under a key's name."""
    return jwt.encode(told, key.private, "RS256", headers={"kid": kid} if kid else None)
