"""Task lives over HTTP against several servers at once, as patient clients live them.

A client sends each act under a key of its own, to any server that is in service. It sends it again
where the answer says that it may (503, or a Retry-After), where there was no answer, and, as Stripe
does, where an event could not be stored; everything else that is not a success is a lost request.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from typing import Any
from uuid import uuid4

import requests

from doubles import stripe_events
from house import WEBHOOK_SECRET, House, wait_until
from http_work import photo, work

TRIES = 60
PROFILE = ("id", "full_name", "default_mode", "state", "total_xp", "level", "created_at")


class Lost(AssertionError):
    """A request that was answered with what no repetition mends, or not at all in the end."""


class Fleet:
    """Servers over one database, and the clients that live on them until told to stop."""

    def __init__(self, *houses: House) -> None:
        self.open = list(houses)
        self.again: Counter[str] = Counter()
        self.answered: Counter[House] = Counter()
        self.ended: list[tuple[str, str]] = []
        self.lost: list[str] = []
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, clients: int) -> None:
        """Let so many clients live one life after the other."""
        for number in range(clients):
            thread = threading.Thread(target=self._run, args=(f"c{number}",), daemon=True)
            self._threads.append(thread)
            thread.start()

    def live(self, lives: int) -> None:
        """Wait until so many more lives have ended."""
        since = len(self.ended)
        wait_until(lambda: bool(self.lost) or len(self.ended) >= since + lives, 120)
        assert self.lost == [], self.again

    def finish(self) -> None:
        """Let every client end the life that it is in."""
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive(), "a client hangs"

    def _run(self, name: str) -> None:
        http = requests.Session()
        number = 0
        try:
            while not self._stop.is_set():
                number += 1
                self.ended.append(self.life(http, f"{name}l{number}"))
        except Exception as error:
            self.lost.append(f"{type(error).__name__}: {error}")

    def send(self, http: requests.Session, path: str, **how: Any) -> requests.Response:
        """One act, sent until it is answered for good."""
        for _ in range(TRIES):
            house = random.choice(self.open)
            answer = self._once(http, house, path, **how)
            if answer is not None and answer.status_code == 200:
                self.answered[house] += 1
                return answer
            if answer is None:
                self.again["no answer"] += 1
            elif answer.status_code == 503 or "Retry-After" in answer.headers:
                self.again[f"{answer.status_code} {answer.json()['error']['code']}"] += 1
            elif path.startswith("/webhooks/") and answer.status_code == 500:
                self.again["event not stored"] += 1
            else:
                raise Lost(f"{path}: {answer.status_code} {answer.text}")
            time.sleep(random.uniform(0.1, 0.5))
        raise Lost(f"{path}: refused {TRIES} times")

    def _once(
        self, http: requests.Session, house: House, path: str, **how: Any
    ) -> requests.Response | None:
        try:
            if "body" in how:
                return stripe_events.send(house.base_url, WEBHOOK_SECRET, how["body"])
            return http.request(url=f"{house.base_url}{path}", timeout=15, **how)
        except requests.RequestException:
            return None

    def get(self, http: requests.Session, token: str, procedure: str, **arguments: Any) -> Any:
        """Ask a query."""
        how = {"headers": {"Authorization": f"Bearer {token}"}, "params": arguments}
        return self.send(http, f"/v1/{procedure}", method="GET", **how).json()["data"]

    def post(self, http: requests.Session, token: str, procedure: str, **arguments: Any) -> Any:
        """Do an act, once, however often it is sent."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
        how = {"headers": headers, "json": arguments}
        return self.send(http, f"/v1/{procedure}", method="POST", **how).json()["data"]

    def life(self, http: requests.Session, name: str) -> tuple[str, str]:
        """A task from two registrations to its completion; task and escrow."""
        poster, worker = (self.open[0].token(f"{who}.{name}") for who in ("p", "w"))
        for token, full_name in ((poster, "Post Er"), (worker, "Work Er")):
            profile = self.post(
                http,
                token,
                "account.register",
                full_name=full_name,
                birth_date="1990-01-01",
                accepted_terms_version="2026-01",
            )
            whole(profile, full_name)
        self.open[0].onboard(f"w.{name}")
        made = self.post(http, poster, "task.create", **work())
        task, escrow = str(made["id"]), str(made["escrow_id"])
        self.post(http, poster, "escrow.create_intent", task_id=task)
        kind = "payment_intent.succeeded"
        body = stripe_events.payment(kind, escrow, f"pi_{escrow}", made["price_cents"])
        self.send(http, "/webhooks/stripe", body=body)
        deadline = time.monotonic() + 45
        while self.get(http, poster, "escrow.get_by_task_id", task_id=task)["state"] != "FUNDED":
            if time.monotonic() > deadline:
                raise Lost(f"the event of {escrow}")
            time.sleep(0.1)
        self.post(http, worker, "task.accept", task_id=task)
        self.post(http, worker, "task.start", task_id=task)
        self.post(http, worker, "task.submit_proof", task_id=task, description="Done",
                  photos=[photo()])  # fmt: skip
        done = self.post(http, poster, "task.complete", task_id=task)
        if (done["state"], done["escrow_state"]) != ("COMPLETED", "RELEASED"):
            raise Lost(f"task.complete answered {done}")
        whole(self.get(http, worker, "account.get_profile"), "Work Er")
        return task, escrow


def whole(profile: dict[str, Any], full_name: str) -> None:
    """A profile with everything in its place."""
    missing = [name for name in PROFILE if profile.get(name) is None]
    if missing or profile["full_name"] != full_name:
        raise Lost(f"a profile without {missing}: {profile}")
