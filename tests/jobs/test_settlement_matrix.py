"""kill -9 of each part at every point between order and report, in every fault mode of Stripe.

Whatever happened: one charge, one transfer, one refund, one reversal an obligation, the books as
they are undisturbed, nothing in doubt. `HX_WHOLE=1` runs every point with every victim, every kind
with every fault; else every fault meets every point with transfers, and every victim is killed.

Source: STL-01 STL-16 STR-03 STR-10 STR-16 QUE-14 IDM-12 TST-28 P8 P9 D1 S-P4 S-P5 S-Q2 S-Q10 W6.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
import requests

from cluster import Server
from house import wait_until
from payments import PATIENCE, Fault, Gate, Market, Obligation

WHOLE = bool(os.environ.get("HX_WHOLE"))
KINDS = ("transfer", "refund", "reversal", "charge")
CALLS: dict[str, Fault] = {
    "timeout_after_success": {},
    "timeout_before": {},
    "reset_connection": {},
    "error_500_before": {},
    "error_500_after": {},
    "slow": {"seconds": 0.3},
    "rate_limited": {},
    "refuse": {"code": "balance_insufficient", "message": "Insufficient funds."},
    "before_response": {"method": "POST"},
}
TOLD: dict[str, Fault] = {
    "duplicate": {"times": 2},
    "reorder": {},
    "delay": {"seconds": 0.5},
    "drop": {},
}
FAULTS = (*CALLS, *TOLD, "late_failure")
HELD = ("call", "done")  # points inside the call, of which so many are made at once
AT_ONCE = 8
POINTS = ("order", "take", "submit", *HELD, "report", "told")
VICTIMS = ("worker", "web", "postgres", "double")
Cell = tuple[str, str]
# Of each point with some victims, and which part of the transfers where calls are held.
SAMPLE = (
    ("order", "web", 0),
    ("take", "postgres", 0),
    ("submit", "double", 0),
    ("call", "worker", 0),
    ("call", "double", 1),
    ("done", "worker", 0),
    ("done", "postgres", 1),
    ("report", "worker", 0),
    ("told", "web", 0),
)


def cells() -> list[Cell]:
    """Every kind with every fault that it can meet."""
    return [
        (kind, fault)
        for fault, kind in product(FAULTS, KINDS)
        if fault != "late_failure" or kind in ("transfer", "refund")
    ]


def some(cells_wanted: list[Cell], size: int) -> list[list[Cell]]:
    """Parts of so many."""
    return [cells_wanted[at : at + size] for at in range(0, len(cells_wanted), size)]


def whole() -> list[Any]:
    """Every point with every victim and every cell; in parts where calls are held: few are."""
    made = []
    for point, victim in product(POINTS, VICTIMS):
        paid = [cell for cell in cells() if cell[0] != "charge"]
        charges = [cell for cell in cells() if cell[0] == "charge"]
        chosen = [*some(paid, AT_ONCE), *some(charges, AT_ONCE)] if point in HELD else [cells()]
        for number, part in enumerate(chosen):
            made.append(pytest.param(point, victim, part, id=f"{point}-{victim}-{number}"))
    return made


def sample() -> list[Any]:
    """Every fault at every point with transfers, the other kinds in turn."""
    transfers = [cell for cell in cells() if cell[0] == "transfer"]
    others = [cell for cell in cells() if cell[0] in ("refund", "reversal")]
    charges = [cell for cell in cells() if cell[0] == "charge"]
    made = []
    for number, (point, victim, part) in enumerate(SAMPLE):
        chosen = some(transfers, AT_ONCE)[part] if point in HELD else transfers
        besides = AT_ONCE - len(chosen) if point in HELD else 4
        more = [others[(number * 5 + step) % len(others)] for step in range(besides)]
        more += [charges[(number * 3 + step) % len(charges)] for step in range(2)]
        made.append(pytest.param(point, victim, [*chosen, *more], id=f"{point}-{victim}"))
    return made


@pytest.fixture(scope="module")
def market(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """A market over a server of the module's own, which is killed as well."""
    with Market(server.do("url"), tmp_path_factory.mktemp("market"), gates=True) as made:
        yield made


@pytest.fixture(scope="module")
def undisturbed(market: Market) -> dict[str, tuple[str, tuple[int, int, int]]]:
    """Each kind's end where nothing goes wrong: in the books, and at Stripe."""
    made = market.prepared([(kind, "none") for kind in KINDS])
    market.order(made)
    market.until(lambda: market.is_done(made), made)
    told = market.at_stripe(made)
    answer = {one.kind: (market.ending(one), told[one.escrow]) for one in made}
    assert answer["transfer"][1] == (1, 0, 8500)
    assert answer["reversal"][1] == (1, 1, 5500)
    assert answer["refund"][1] == answer["charge"][1] == (1, 0, 10000)
    return answer


def wrong(one: Obligation) -> list[Fault]:
    """What goes wrong about an obligation, as orders to the double."""
    if one.fault in CALLS:
        return [{**one.call, **CALLS[one.fault], "kind": one.fault}]
    if one.fault in TOLD:
        return [{**told, **TOLD[one.fault], "kind": one.fault, "count": 0} for told in one.told]
    if one.fault == "late_failure":
        match = one.call["match"]
        return [{"kind": one.fault, "of": one.kind, "match": match, "status": "pending",
                 "seconds": 0.2}]  # fmt: skip
    return []


class Acts:
    """The acts that order: in one transaction, or over HTTP under keys, to be repeated."""

    def __init__(self, market: Market, made: list[Obligation], *, over_http: bool) -> None:
        self.market = market
        self.later = [one for one in made if over_http and one.kind == "reversal"]
        self.keyed = [(one, uuid4().hex) for one in made if over_http and one.kind != "reversal"]
        if not over_http:
            market.order(made)
            return
        for one, key in self.keyed:
            threading.Thread(target=self.post, args=(one, key), daemon=True).start()

    def post(self, one: Obligation, key: str) -> int:
        """Act over HTTP; the status, 0 where nobody answered."""
        procedure = {
            "charge": "escrow.create_intent",
            "transfer": "task.complete",
            "refund": "task.cancel",
        }[one.kind]
        person = self.market.house.person(one.poster)
        try:
            return person.post(procedure, {"task_id": one.task}, key).status_code
        except requests.RequestException:
            return 0

    def again(self) -> None:
        """Repeat what had no answer, under its key; then what goes by no HTTP."""
        for one, key in self.keyed:
            wait_until(partial(self.is_done, one, key), PATIENCE)
        self.market.order(self.later)

    def is_done(self, one: Obligation, key: str) -> bool:
        """Whether an act has its answer now."""
        return self.post(one, key) == 200


def expected_calls(made: list[Obligation]) -> int:
    """How many calls are made at once, of settlements and of payments."""
    charges = sum(one.kind == "charge" for one in made)
    return min(AT_ONCE, charges) + min(AT_ONCE, len(made) - charges)


def held_calls(market: Market, held: list[Fault]) -> int:
    """How many calls stand still at Stripe."""
    ids = {fault["id"] for fault in held}
    return sum(told["hits"] for told in market.double.look("faults") if told["id"] in ids)


@pytest.mark.parametrize(("point", "victim", "wanted"), whole() if WHOLE else sample())
def test_killed(
    market: Market,
    undisturbed: dict[str, tuple[str, tuple[int, int, int]]],
    point: str,
    victim: str,
    wanted: list[Cell],
) -> None:
    """Killed at a point, each order with a fault of its own: the end is as if nothing had been."""
    made = market.prepared(wanted)
    held: list[Fault] = []
    backends: list[int] = []
    if point in HELD:
        # The calls stand still at Stripe, not done or done; what goes wrong comes after them.
        how: Fault = (
            {"kind": "slow", "seconds": 60}
            if point == "call"
            else {"kind": "timeout_after_success", "hang": True}
        )
        held = [market.double.order("faults", **one.call, **how, method="POST") for one in made]
    faults = [
        {**fault, "nth": 2 if point in HELD and fault["kind"] in CALLS else 1}
        for one in made
        for fault in wrong(one)
    ]
    known = {market.double.order("faults", **fault)["id"]: fault for fault in faults}

    gate = None if point in HELD else Gate(market.url, point)
    acts = Acts(market, made, over_http=point == "order")
    if gate:
        backends = gate.held()
    else:
        wait_until(lambda: held_calls(market, held) == expected_calls(made), PATIENCE)
    left = [
        known[told["id"]]
        for told in market.double.look("faults")
        if told["id"] in known and (told["count"] == 0 or not told["hits"])
    ]
    market.kill(victim, backends)
    if gate:
        gate.open()
    market.revive(victim)
    if victim == "double":  # which forgot what was ordered
        market.listen()
        for fault in left:
            market.double.order("faults", **{**fault, "nth": 1})
    else:
        market.double.order("release")
    acts.again()
    market.until(lambda: market.is_done(made), made)
    # What was to go wrong went wrong; but no second call is made where a webhook told enough.
    for told in market.double.look("faults"):
        assert told["hits"] or told["kind"] in TOLD or point in HELD or victim == "double", told
    market.double.clear()

    stands = market.at_stripe(made)
    for one in made:
        books, (times, back, net) = undisturbed[one.kind]
        late = int(one.fault == "late_failure")
        assert market.ending(one) == books, one
        assert stands[one.escrow] == (times + late, back + late, net), one
    assert market.house.as_job("select count(*) from settlement.in_doubt()") == 0
    open_letters = market.house.sql("select count(*) from core.dead_letter where closed_at is null")
    assert open_letters == 0
    market.house.prove()
