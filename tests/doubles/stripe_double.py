"""Stripe's double as a process: started, ordered, killed and started again by tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests
import stripe

HERE = Path(__file__).resolve().parents[2]
KEY = "sk_test_double"
SECRET = "whsec_local_double"
CONNECT_SECRET = "whsec_local_double_connect"
PATIENCE_SECONDS = 30


class StripeDouble:
    """The process and its door; `with StripeDouble(webhook=…, file=…) as stripe:`."""

    def __init__(
        self,
        *,
        webhook: str = "",
        secret: str = SECRET,
        connect_secret: str = CONNECT_SECRET,
        file: Path | None = None,
        port: int = 0,
    ) -> None:
        self.webhook, self.secret, self.connect_secret = webhook, secret, connect_secret
        self.file, self.port = file, port
        self._process: subprocess.Popen[str] | None = None
        self._session = requests.Session()

    def start(self) -> Self:
        """Start it, at the port it had before if it was killed."""
        command = [sys.executable, "-m", "tests.doubles.stripe_server", "--port", str(self.port)]
        command += ["--webhook", self.webhook, "--secret", self.secret]
        command += ["--connect-secret", self.connect_secret]
        command += ["--file", str(self.file)] if self.file else []
        self._process = subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        told = self._process.stdout.readline()
        assert "listens at" in told, "the double did not start"
        self.port = int(told.rpartition(":")[2])
        return self

    @property
    def url(self) -> str:
        """Its address: what alone differs from production."""
        return f"http://127.0.0.1:{self.port}"

    def client(self, **options: Any) -> stripe.StripeClient:
        """The real SDK, pointed at it."""
        return stripe.StripeClient(KEY, base_addresses={"api": self.url}, **options)

    def order(self, path: str, /, **told: Any) -> Any:
        """POST to `/_double/path`; answers what it tells."""
        answer = self._session.post(
            f"{self.url}/_double/{path}", json=told, timeout=PATIENCE_SECONDS
        )
        assert answer.ok, answer.text
        return answer.json()

    def look(self, path: str) -> Any:
        """GET `/_double/path`."""
        answer = self._session.get(f"{self.url}/_double/{path}", timeout=PATIENCE_SECONDS)
        assert answer.ok, answer.text
        return answer.json()

    def fault(self, kind: str, /, **told: Any) -> Any:
        """Order what shall go wrong."""
        return self.order("faults", kind=kind, **told)

    def clear(self) -> None:
        """Nothing shall go wrong any more."""
        self._session.delete(f"{self.url}/_double/faults", timeout=PATIENCE_SECONDS)

    def drain(self, seconds: float = 10) -> None:
        """Wait until every webhook that is to be delivered has been."""
        assert self.order("webhooks/drain", seconds=seconds)["idle"]

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._ended()

    def stop(self) -> None:
        """End it in peace."""
        if self._process is not None:
            self._process.terminate()
            self._ended()

    def _ended(self) -> None:
        assert self._process is not None
        self._process.wait(PATIENCE_SECONDS)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None
        self._session.close()

    def __enter__(self) -> Self:
        """Start it."""
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.stop()
