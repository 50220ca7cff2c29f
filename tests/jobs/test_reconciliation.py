"""The books against Stripe's own statement, through the SDK and its double: what differs is found.

Source: STL-06 STL-07 REC-004 PAY-020 S-L2 S-L7 S-L9 S-L11 D4 D5.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from clones import Clones
from house import ROOT
from jobs.provider import Provider
from jobs.queue import make_database
from jobs.stripe import reconciled
from payments import Market, Obligation
from people import seen_by_all
from web.settings import load

HOUR = 3600


@pytest.fixture(scope="module")
def market(clones: Clones, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """A market whose clock goes on by hours."""
    with Market(clones.make(), tmp_path_factory.mktemp("reconciled")) as made:
        made.stage.db.execute(
            "update core.setting set value = '15 minutes' where name = 'reconciliation_grace'"
        )
        yield made


@pytest.fixture(autouse=True)
def looked_at(market: Market) -> Iterator[None]:
    """After every test the books are proved, and staff has looked at what was found."""
    yield
    market.double.clear()
    close(market)
    market.house.prove()


def reconcile(market: Market, *, is_full: bool = True) -> dict[str, Any]:
    """Reconcile once, as the job does."""
    settings = load(market.house.environment)
    seen_by_all(market.stage.db)

    async def once() -> dict[str, Any]:
        async with make_database(settings) as database:
            return await reconciled(database, Provider(settings), is_full=is_full)

    return asyncio.run(once())


def run(market: Market) -> dict[str, Any]:
    """What is new is compared and grows old; then everything is looked at again."""
    reconcile(market, is_full=False)
    market.go_on(HOUR)
    # What is open elsewhere on the server lets it settle by the run after the next.
    for _ in range(3):
        reconcile(market, is_full=False)
    return reconcile(market)


def hush(market: Market) -> None:
    """As if Stripe's list of events were empty as well."""
    market.double.order("faults", kind="error_500_before", path="/v1/events", count=0)


def fix(market: Market, kind: str = "missing_in_ledger") -> None:
    """Staff has the oldest open finding of a kind fixed."""
    finding = market.stage.text(
        "select id from audit.finding where closed_at is null and kind = %s order by id", kind
    )
    answer = market.stage.admin("select (admin.fix_finding(%s, 'so')).state", finding)
    assert answer == "OPEN", answer


def close(market: Market) -> None:
    """Staff explains what events left to look at, and thaws what they froze."""
    for (finding,) in market.stage.db.execute(
        "select id from audit.finding where closed_at is null"
    ).fetchall():
        market.stage.admin("select admin.explain_finding(%s, 'known')", finding)
    for scope in ("TRANSFERS", "REFUNDS", "FUNDING"):
        market.stage.admin("select admin.thaw(%s, 'looked at')", scope)


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
    at_stripe = sum(one.amount for one in balance.available)
    at_stripe += sum(one.amount for one in balance.pending)
    assert market.house.sql(held) == at_stripe
    market.house.prove()


def test_what_stripe_has_and_we_do_not(market: Market) -> None:
    """S-L11 S-L9: a transfer that nobody ordered is found, gravely, and no other goes out."""
    (paid,) = market.prepared([("transfer", "none")])
    account = market.house.sql(
        "select provider_account_id from stripe.connected_account as c"
        " join account.user as u on u.id = c.account_id where u.email = %s",
        f"{paid.worker}@example.test",
    )
    charge = market.double.look("objects/payment_intent")[-1]["latest_charge"]
    api = market.double.client().v1
    stray = api.transfers.create(
        {"amount": 500, "currency": "usd", "destination": account, "source_transaction": charge}
    )
    run(market)
    assert findings(market) == [("missing_in_ledger", "P0"), ("transfer_unknown", "P1")]
    frozen = "select frozen_at is not null from core.freeze where scope = 'TRANSFERS'"
    assert market.house.sql(frozen)
    # Nothing safe can be done; staff takes it back at Stripe, and then both sides agree.
    finding = market.stage.text(
        "select id from audit.finding where closed_at is null and kind = 'missing_in_ledger'"
    )
    assert market.stage.admin("select admin.fix_finding(%s, 'why')", finding) == "HXA03"
    api.transfers.reversals.create(stray.id, {})
    run(market)
    assert "missing_in_ledger" not in dict(findings(market))
    closing = "select state || ' ' || note from audit.finding where id = %s"
    assert market.house.sql(closing, finding) == "FIXED Both sides agree again."
    close(market)
    # His own transfer waits for whoever looked at the stray one.
    market.order([paid])
    hold = market.stage.text(
        "select h.id from settlement.hold as h"
        " join settlement.settlement as s on s.id = h.settlement_id"
        " where s.escrow_id = %s and h.closed_at is null",
        paid.escrow,
    )
    lifted = market.stage.admin("select (settlement.lift_hold(%s, 'looked at it')).state", hold)
    assert lifted == "PENDING", lifted
    market.until(lambda: market.is_done([paid]), [paid])
    run(market)
    assert findings(market) == []


def test_one_settlement_sent_twice(market: Market) -> None:
    """S-P5 S-L11: a second transfer in a settlement's name is found as what it is."""
    (paid,) = market.prepared([("transfer", "none")])
    finish(market, [paid])
    settlement, reference = market.row(
        "select id, provider_reference from settlement.settlement where escrow_id = %s", paid.escrow
    )
    api = market.double.client().v1
    first = api.transfers.retrieve(reference)
    again = api.transfers.create(
        {
            "amount": 1500,
            "currency": "usd",
            "destination": str(first.destination),
            "source_transaction": str(first.source_transaction),
            "metadata": {"settlement_id": settlement},
        }
    )
    run(market)
    assert ("duplicate_at_stripe", "P0") in findings(market)
    api.transfers.reversals.create(again.id, {})
    run(market)
    assert "duplicate_at_stripe" not in dict(findings(market))


def test_what_no_event_brought(market: Market) -> None:
    """D4: a refund by hand whose events never came: Stripe is asked, and it is posted and held."""
    (paid,) = market.prepared([("transfer", "none")])
    market.double.order("faults", kind="drop", event="charge.", count=0)
    market.double.order("faults", kind="drop", event="refund.", count=0)
    hush(market)
    market.double.order("refunds", payment_intent=paid.intent, amount=700)
    run(market)
    assert findings(market) == [("missing_in_ledger", "P0")]
    fix(market)
    asked = "select count(*) from stripe.outside_refund where escrow_id = %s"
    market.until(lambda: market.house.sql(asked, paid.escrow) == 1, [])
    market.double.clear()
    run(market)
    assert "missing_in_ledger" not in dict(findings(market))


def test_a_payment_that_is_nobodys(market: Market) -> None:
    """D5: somebody charged a card in the dashboard; it goes back to the card."""
    api = market.double.client().v1
    made = api.payment_intents.create({"amount": 4_200, "currency": "usd"})
    market.double.order(f"payment_intents/{made.id}/confirm")
    run(market)
    assert ("missing_in_ledger", "P1") in findings(market)
    fix(market)
    refunded = "select state from settlement.settlement where charge = %s"
    market.until(lambda: market.house.sql(refunded, made.id) == "SETTLED", [])
    run(market)
    assert "missing_in_ledger" not in dict(findings(market))
    back = api.refunds.list({"payment_intent": made.id}).data
    assert [one.amount for one in back] == [4_200]


def test_a_settlement_in_doubt_that_stripe_made(market: Market) -> None:
    """STL-05 P9: what Stripe has and the books think unknown is settled by the statement."""
    (paid,) = market.prepared([("transfer", "none")])
    market.double.order("faults", kind="drop", event="transfer.", count=0)
    hush(market)
    path = "/v1/transfers"
    market.double.order("faults", kind="timeout_after_success", method="POST", path=path)
    market.double.order("faults", kind="error_500_before", method="GET", path=path, count=0)
    market.order([paid])
    state = "select state from settlement.settlement where escrow_id = %s"
    market.until(lambda: market.house.sql(state, paid.escrow) == "SUBMITTED", [])
    run(market)
    assert dict(findings(market))["state_differs"] == "P1"
    fix(market, "state_differs")
    assert market.house.sql(state, paid.escrow) == "SETTLED"
    market.double.clear()
    run(market)
    assert findings(market) == []


def test_on_demand(market: Market) -> None:
    """`make reconcile` tells what is open, and ends with 1 for it."""

    def asked() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, ROOT / "scripts/reconcile"],
            check=False,
            env=market.house.environment,
            capture_output=True,
            text=True,
        )

    reconcile(market)
    close(market)
    agreed = asked()
    assert (agreed.returncode, agreed.stdout.splitlines()[-1]) == (0, "0 open findings")
    market.stage.db.execute(
        "select audit._find('stale_settlement', 'P2', 'else', core.new_id(), '{}')"
    )
    market.stage.db.execute("select audit._find('told', 'P1', 'x', core.new_id(), '{}', 5, 'USD')")
    differs = asked()
    assert differs.returncode == 1
    assert "closed 1" in differs.stdout  # what nobody sees any more
    assert "P1  told  x" in differs.stdout


def test_one_run_reads_so_many_pages(market: Market) -> None:
    """STR-10: a long statement keeps nobody waiting: the next run goes on with it."""
    settings = load(market.house.environment)
    market.stage.db.execute("update stripe.statement set since_at = null")

    async def once() -> dict[str, Any]:
        async with make_database(settings) as database:
            return await reconciled(database, Provider(settings), pages=1)

    asyncio.run(once())
    open_yet = "select page_after is not null from stripe.statement"
    first = market.house.sql(open_yet)
    for _ in range(20):
        if not market.house.sql(open_yet):
            break
        asyncio.run(once())
    assert not market.house.sql(open_yet)
    assert first is not None


def test_reading_goes_on_where_it_broke_off(market: Market) -> None:
    """S-L7: a page that fails is read again by the next run, behind the last that was stored."""
    reconcile(market)
    api = market.double.client().v1
    for _ in range(130):
        made = api.payment_intents.create({"amount": 100, "currency": "usd"})
        market.double.order(f"payment_intents/{made.id}/confirm")
        api.refunds.create({"payment_intent": made.id})
    path = "/v1/balance_transactions"
    market.double.order("faults", kind="error_500_before", path=path, nth=2)
    before = market.house.sql("select count(*) from stripe.statement_line")
    assert before is not None
    reconcile(market)
    stored = market.house.sql("select count(*) from stripe.statement_line")
    assert int(str(stored)) - int(str(before)) == 100
    assert market.house.sql("select page_after is not null from stripe.statement")
    market.stage.db.execute(
        "update core.circuit set probe_at = clock_timestamp() where probe_at is not null"
    )
    reconcile(market)
    stored = market.house.sql("select count(*) from stripe.statement_line")
    assert int(str(stored)) - int(str(before)) == 260
    asked = [r for r in market.double.look("requests") if r["path"] == path]
    reconcile(market)
    more = [r for r in market.double.look("requests") if r["path"] == path]
    assert len(more) - len(asked) <= 3
