"""What Stripe's double knows: objects, clock, balances and keys, in a file if one is named.

Every object that an answer told of is in the file before the answer leaves, so that a double killed
with -9 starts again as what its clients believe it to be (the file is written, not synced: it
outlives the process, not the machine).
"""

from __future__ import annotations

import heapq
import random
import sqlite3
import string
import time
from collections.abc import Iterator
from typing import Any

import orjson

Json = dict[str, Any]

DAY = 86_400
ALPHABET = string.ascii_letters + string.digits
# Fields that lists are filtered by and that never change.
INDEXED = {
    "transfer": ("transfer_group", "destination"),
    "refund": ("payment_intent", "charge"),
    "dispute": ("payment_intent", "charge"),
    "charge": ("payment_intent", "transfer_group"),
    "balance_transaction": ("source", "type"),
    "transfer_reversal": ("transfer",),
    "payout": (),
    "payment_intent": (),
    "account": (),
    "event": ("type",),
}


def copy_of(body: Json) -> Json:
    """The same, sharing nothing."""
    told: Json = orjson.loads(orjson.dumps(body))
    return told


class State:
    """Objects by kind and id in the order of their birth, each of an owner: "" or an account."""

    def __init__(self, path: str | None) -> None:
        self._random = random.Random()
        self._file = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._file.execute("pragma journal_mode = wal")
        self._file.execute("pragma synchronous = off")
        self._file.execute(
            "create table if not exists object (number integer primary key autoincrement,"
            " kind text not null, id text not null, owner text not null, body blob not null,"
            " unique (kind, id))"
        )
        self._is_kept = path is not None
        self.offset = 0
        self.forget(stored=False)
        for kind, owner, body in self._file.execute(
            "select kind, owner, body from object order by number"
        ):
            self._take(kind, orjson.loads(body), owner)
        kept = self.get("clock", "clock")
        if kept is not None:
            self.offset = int(kept["offset"])

    def forget(self, *, stored: bool = True) -> None:
        """Know nothing any more."""
        self.kinds: dict[str, dict[str, Json]] = {}
        self.owners: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.lists: dict[tuple[str, ...], list[str]] = {}
        self.balances: dict[tuple[str, str], list[int]] = {}  # available, pending
        self.sourced: dict[str, int] = {}  # what transfers took from a charge
        self.offset = 0
        self._maturing: list[tuple[int, str]] = []
        self._changed: dict[tuple[str, str], Json] = {}
        if stored:
            self._file.execute("delete from object")

    def new_id(self, prefix: str) -> str:
        """An identifier of Stripe's form."""
        return f"{prefix}_1" + "".join(self._random.choices(ALPHABET, k=23))

    def now(self) -> int:
        """The double's clock, in seconds."""
        return int(time.time() + self.offset)

    def add(self, kind: str, body: Json, owner: str = "") -> Json:
        """A new object; kept at the next commit."""
        self._take(kind, body, owner)
        self._changed[kind, body["id"]] = body
        return body

    def _take(self, kind: str, body: Json, owner: str) -> None:
        name = body["id"]
        self.kinds.setdefault(kind, {})[name] = body
        if owner:
            self.owners[name] = owner
        if kind not in INDEXED:
            return
        self.numbers[name] = len(self.numbers)
        self.lists.setdefault((kind, owner), []).append(name)
        for field in INDEXED[kind]:
            if body.get(field):
                self.lists.setdefault((kind, owner, field, body[field]), []).append(name)
        if kind == "balance_transaction":
            self._count(body, owner)
        elif kind == "transfer":
            self.source(body, body["amount"] - body["amount_reversed"])

    def _count(self, moved: Json, owner: str) -> None:
        balance = self.balances.setdefault((owner, moved["currency"]), [0, 0])
        if moved["status"] == "pending":
            heapq.heappush(self._maturing, (moved["available_on"], moved["id"]))
        balance[moved["status"] == "pending"] += moved["net"]

    def source(self, transfer: Json, amount: int) -> None:
        """A transfer takes from its charge, or gives back."""
        charge = transfer["source_transaction"]
        if charge is not None:
            self.sourced[charge] = self.sourced.get(charge, 0) + amount

    def mature(self) -> None:
        """Pending funds whose day has come are available."""
        now = self.now()
        while self._maturing and self._maturing[0][0] <= now:
            _, name = heapq.heappop(self._maturing)
            moved = self.kinds["balance_transaction"][name]
            moved["status"] = "available"
            balance = self.balances[self.owners.get(name, ""), moved["currency"]]
            balance[1] -= moved["net"]
            balance[0] += moved["net"]
            self.touch("balance_transaction", moved)

    def touch(self, kind: str, body: Json) -> None:
        """The object has changed; kept at the next commit."""
        self._changed[kind, body["id"]] = body

    def drop(self, kind: str, name: str) -> None:
        """Forget one object that no list holds."""
        self.kinds.get(kind, {}).pop(name, None)
        self._changed.pop((kind, name), None)
        if self._is_kept:
            self._file.execute("delete from object where kind = ? and id = ?", (kind, name))

    def get(self, kind: str, name: str, owner: str | None = None) -> Json | None:
        """An object by its id, of an owner if one is named."""
        body = self.kinds.get(kind, {}).get(name)
        if body is not None and owner is not None and self.owners.get(name, "") != owner:
            return None
        return body

    def find(self, name: str) -> Json | None:
        """An object of any public kind by its id."""
        for kind in INDEXED:
            body = self.kinds.get(kind, {}).get(name)
            if body is not None:
                return body
        return None

    def names(self, kind: str, owner: str, filters: dict[str, str]) -> list[str]:
        """Ids in order of birth, by the narrowest index; the rest is for the caller to filter."""
        lists = [
            self.lists.get((kind, owner, field, value), [])
            for field, value in filters.items()
            if field in INDEXED[kind]
        ]
        return min(lists, key=len) if lists else self.lists.get((kind, owner), [])

    def all(self, kind: str) -> Iterator[Json]:
        """Every object of a kind, the oldest first."""
        return iter(list(self.kinds.get(kind, {}).values()))

    def advance(self, seconds: int) -> int:
        """Move the clock on; returns the time that it shows."""
        self.offset += seconds
        self.add("clock", {"id": "clock", "offset": self.offset})
        self.mature()
        self.commit()
        return self.now()

    def commit(self) -> None:
        """Write down what has changed."""
        if self._is_kept and self._changed:
            self._file.execute("begin")
            self._file.executemany(
                "insert into object (kind, id, owner, body) values (?, ?, ?, ?)"
                " on conflict (kind, id) do update set body = excluded.body",
                [
                    (kind, name, self.owners.get(name, ""), orjson.dumps(body))
                    for (kind, name), body in self._changed.items()
                ],
            )
            self._file.execute("commit")
        self._changed.clear()
