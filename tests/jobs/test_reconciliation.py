"""The books against Stripe's own statement, through the SDK and its double: what differs is found.

Source: STL-06 STL-07 REC-004 PAY-020 S-L2 S-L7 S-L9 S-L11 D4 D5.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from clones import Clones
from jobs.provider import Provider
from jobs.queue import make_database
from jobs.stripe import reconciled
from payments import Market, Obligation
from web.settings import load

HOUR = 3600


@pytest.fixture(scope="module")
def market(clones: Clones, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """A market whose clock goes on by hours."""
    with Market(clones.make(), tmp_path_factory.mktemp("reconciled")) as made:
        yield made


def run(market: Market, *, is_full: bool = True, later: float = HOUR) -> dict[str, Any]:
    """Let time go on and reconcile, as the job does."""
    settings = load(market.house.environment)

    async def once() -> dict[str, Any]:
        async with make_database(settings) as database:
            return await reconciled(database, Provider(settings), is_full=is_full)

    # What is new is compared and grows old; then it is looked at again.
    asyncio.run(once())
    market.go_on(later)
    return asyncio.run(once())


def findings(market: Market) -> list[tuple[str, str]]:
    """Kind and severity of what is open."""
    rows = market.stage.db.execute(
        "select kind, severity from audit.finding where closed_at is null order by kind"
    ).fetchall()
    return [(str(kind), str(severity)) for kind, severity in rows]


def finish(market: Market, made: list[Obligation]) -> None:
    """Let all of it come about."""
    market.order([one for one in made if one.kind != "charge"])
    market.until(lambda: market.is_done(made), made)


def test_a_day_agrees(market: Market) -> None:
    """STL-07 REC-004: payments, transfers, refunds, reversals: to the cent, with Stripe's fees."""
    made = market.prepared([(kind, "none") for kind in ("transfer", "refund", "reversal")] * 2)
    finish(market, made)
    told = run(market)
    assert findings(market) == []
    assert told["read_to_at"] is not None
    assert told["examined"] > 12
    cost = (
        "select sum(l.amount_cents) from ledger.entry as l"
        " join ledger.account as a on a.id = l.account_id where a.kind = 'processing_cost'"
    )
    assert market.house.sql(cost) == -320 * 6
    held = (
        "select -sum(l.amount_cents) from ledger.entry as l"
        " join ledger.account as a on a.id = l.account_id where a.kind = 'stripe'"
    )
    balance = market.double.client().v1.balance.retrieve()
    at_stripe = sum(one.amount for one in (*balance.available, *balance.pending))
    assert market.house.sql(held) == at_stripe
    market.house.prove()
