"""An endpoint that hears Stripe's webhooks, as ours does; its answers are scripted."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import stripe

PATIENCE_SECONDS = 20


class Sink:
    """`heard` are the verified events in the order of their coming; `answers` what it says next."""

    def __init__(self, secret: str, connect_secret: str) -> None:
        self.heard: list[stripe.Event] = []
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.answers: deque[int] = deque()
        self.on_event: Callable[[stripe.Event], None] = lambda event: None
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signed = self.headers["Stripe-Signature"]
                secret_of = connect_secret if b'\n  "account": "acct_' in body else secret
                event = stripe.Webhook.construct_event(body, signed, secret_of)
                status = sink.answers.popleft() if sink.answers else 200
                if status == 200:
                    sink.on_event(event)
                    sink.headers.append(dict(self.headers))
                    sink.bodies.append(body)
                    sink.heard.append(event)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhooks/stripe"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def types(self) -> list[str]:
        """Types of what was heard."""
        return [event.type for event in self.heard]

    def wait_for(self, kind: str) -> stripe.Event:
        """The first event of a type, when it has come."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < ends:
            for event in list(self.heard):
                if event.type == kind:
                    return event
            time.sleep(0.005)
        raise AssertionError(f"{kind} was not heard")

    def forget(self) -> None:
        """As if nothing had been heard."""
        self.heard.clear()
        self.bodies.clear()
        self.headers.clear()
        self.answers.clear()
        self.on_event = lambda event: None

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
