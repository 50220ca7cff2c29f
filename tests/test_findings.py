"""Differences between the books and Stripe's statement, planted one kind after another: each is
found as what it is, not before it is old enough, is fixed or explained, and does not come back.

Source: STL-06 STL-07 REC-001 REC-002 REC-003 REC-004 REC-005 S-L2 S-L9 S-L11 D4 D5.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from clones import Clones
from people import attempt, job, seen_by_all
from stage import Stage

Json = dict[str, Any]
PRICE, FEE = 10_000, 320


class Books:
    """A database in which work was done and paid, and Stripe's statement of it as we hand it in."""

    def __init__(self, url: str) -> None:
        self.stage = Stage(url)
        self.job = job(url)
        self.seconds = 0.0
        self.is_held = False  # by a transaction of the test's own
        self.lines: list[Json] = []
        self.sql("select support.payout_account('worker')")
        self.work = self.sql("select support.task_in('COMPLETED')")
        self.escrow = self.stage.escrow(self.work)
        self.sql("select support.send()")
        self.transfer = self.sql("select support.settlement_of(%s)", self.work)
        self.sql("select support.report(%s, 'done', 'tr_1')", self.transfer)
        self.line("charge", charge(f"pi_{self.escrow}"), PRICE, FEE)
        self.line("transfer", transfer("tr_1", self.transfer), -8500)

    def sql(self, statement: str, *arguments: object) -> str:
        """The first column of the first row as text, by the superuser."""
        return self.stage.text(statement, *arguments)

    def line(self, kind: str, source: Json | str | None, amount: int, fee: int = 0) -> Json:
        """A balance transaction that Stripe lists from now on."""
        told = {
            "id": f"txn_{uuid4().hex}",
            "object": "balance_transaction",
            "type": kind,
            "source": source,
            "amount": amount,
            "fee": fee,
            "net": amount - fee,
            "currency": "usd",
            "created": int(self.stage.one("select now()").timestamp()),
            "available_on": int(self.stage.one("select now()").timestamp()),
        }
        self.lines.append(told)
        return told

    def read(self) -> int:
        """Hand in all of Stripe's statement; how many lines were new."""
        fence = attempt(self.job, "select fence from stripe.take_statement('reader')")
        page = json.dumps({"data": self.lines[::-1], "has_more": False})
        new = attempt(self.job, "select stripe.report_statement(%s, %s::jsonb)", fence, page)
        return int(new)

    def balance(self, cents: int) -> None:
        """Stripe says what it holds."""
        told = {"available": [{"amount": cents, "currency": "usd"}], "pending": []}
        self.job.execute("select stripe.report_balance(%s::jsonb)", (json.dumps(told),))

    def reconcile(self, *, is_full: bool = False) -> str:
        """Compare; what was found and closed."""
        if not self.is_held:
            seen_by_all(self.stage.db)
        return attempt(
            self.job,
            "select concat_ws(' ', found, closed) from stripe.reconcile(%s)",
            is_full,
        )

    def later(self, *, is_full: bool = False, seconds: float = 3600) -> list[tuple[str, str]]:
        """What is found once it all is an hour old."""
        self.read()
        self.reconcile()
        self.seconds += seconds
        self.stage.wait(self.seconds)
        self.read()
        # What is open elsewhere on the server lets it settle by the run after the next.
        for _ in range(3):
            self.reconcile(is_full=is_full)
        return self.found()

    def found(self) -> list[tuple[str, str]]:
        """Kind and severity of what is open."""
        rows = self.stage.db.execute(
            "select kind, severity from audit.finding where closed_at is null order by kind"
        ).fetchall()
        return [(str(kind), str(severity)) for kind, severity in rows]

    def finding(self, kind: str) -> str:
        """The newest finding of a kind."""
        return self.sql("select id from audit.finding where kind = %s order by id desc", kind)

    def admin(self, procedure: str, kind: str) -> str:
        """An act of the admin on the newest finding of a kind; its state after it."""
        statement = f"select (admin.{procedure}(%s, 'so it is')).state"
        return self.stage.admin(statement, self.finding(kind))

    def tampered(self, statement: str) -> None:
        """What a superuser does behind the back of every trigger."""
        with self.stage.db.transaction():
            self.stage.db.execute("set local session_replication_role = replica")
            self.stage.db.execute(statement.encode())

    def frozen(self) -> str:
        """What is frozen."""
        return self.sql(
            "select string_agg(scope, ' ' order by scope) from core.freeze"
            " where frozen_at is not null"
        )

    def asked(self, **object: Any) -> None:
        """Stripe answers the inquiry that waits, and its events take effect."""
        row = self.job.execute("select * from stripe.take_inquiries('asker')").fetchone()
        assert row is not None
        told = {"inquiry_id": str(row[0]), "fence": row[1], "outcome": "done"}
        told["answer"] = json.dumps({"id": row[3], "object": row[2], "livemode": False, **object})
        self.job.execute("select stripe.report_inquiries(%s::jsonb)", (json.dumps([told]),))
        while int(attempt(self.job, "select stripe.drain()")):
            pass


def charge(intent: str) -> Json:
    """The charge of a payment."""
    return {"id": f"ch_{intent}", "object": "charge", "payment_intent": intent}


def transfer(name: str, settlement: str | None = None) -> Json:
    """A transfer, of ours if it names a settlement."""
    metadata = {"settlement_id": settlement} if settlement else {}
    return {"id": name, "object": "transfer", "metadata": metadata}


def refund(name: str, intent: str, settlement: str | None = None) -> Json:
    """A refund, of ours if it names a settlement."""
    metadata = {"settlement_id": settlement} if settlement else {}
    return {
        "id": name,
        "object": "refund",
        "payment_intent": intent,
        "charge": f"ch_{intent}",
        "metadata": metadata,
    }


@pytest.fixture
def books(clones: Clones) -> Iterator[Books]:
    """Books that agree."""
    made = Books(clones.make())
    yield made
    made.job.close()
    made.stage.db.close()


def test_both_sides_agree(books: Books) -> None:
    """REC-001 REC-004: nothing is found, the fee is posted, the report tells every check."""
    books.balance(PRICE - FEE - 8500)
    assert books.later(is_full=True) == []
    cost = (
        "select sum(l.amount_cents) from ledger.entry as l"
        " join ledger.account as a on a.id = l.account_id where a.kind = 'processing_cost'"
    )
    assert books.sql(cost) == str(-FEE)
    checks = books.sql(
        "select concat_ws(' ', count(*), sum(c.differences)) from audit.get_reconciliation() as r"
        " cross join lateral unnest(r.checks) as c"
    )
    assert checks == "18 0"
    books.read()
    assert books.sql("select count(*) from stripe.statement_line") == "2"
    assert books.sql("select count(*) from audit.prove() where violations > 0") == "0"


def test_nothing_is_found_in_flight(books: Books) -> None:
    """What is younger than the grace, or not read about yet, is no finding."""
    books.line("transfer", transfer("tr_stray"), -500)
    assert books.later(seconds=14 * 60) == []
    assert books.later(seconds=120) == [("missing_in_ledger", "P0")]


def test_posted_and_not_read_yet(books: Books) -> None:
    """What was posted after the last reading is not missing at Stripe."""
    assert books.later() == []
    books.sql("select support.task_in('OPEN', poster => 'another')")
    books.reconcile()
    books.stage.wait(7200)
    books.reconcile()
    assert books.found() == []


def test_missing_in_the_ledger(books: Books) -> None:
    """S-L11 S-L9: a transfer that nobody ordered is grave; its reversal closes it."""
    stray = books.line("transfer", transfer("tr_stray"), -500)
    assert books.later() == [("missing_in_ledger", "P0")]
    assert books.frozen() == "TRANSFERS"
    assert books.admin("fix_finding", "missing_in_ledger") == "HXA03"
    back = {"id": "trr_1", "object": "transfer_reversal", "transfer": "tr_stray", "metadata": {}}
    books.line("transfer_refund", back, 500)
    assert books.later() == []
    told = "select concat_ws(' ', state, note, closed_by is null, amount_cents) from audit.finding"
    assert books.sql(told) == "FIXED Both sides agree again. t -500"
    assert books.frozen() == "TRANSFERS"  # a person thaws
    assert stray["id"]


def test_missing_at_stripe(books: Books) -> None:
    """S-L2 STL-07: the ledger knows of a payment that Stripe does not list; then it does."""
    work = books.sql("select support.task_in('OPEN', poster => 'another')")
    assert books.later() == [("missing_at_stripe", "P1")]
    assert books.admin("fix_finding", "missing_at_stripe") == "HXA03"
    books.line("charge", charge(f"pi_{books.stage.escrow(work)}"), PRICE, FEE)
    assert books.later() == []


def test_amount_differs(books: Books) -> None:
    """S-L2 P13: Stripe moved more than was ordered: grave, and of both sides' amounts."""
    books.lines[1].update(amount=-8600, net=-8600)
    assert books.later() == [("amount_differs", "P0")]
    sides = (
        "select concat_ws(' ', (i.ours).amount_cents, (i.theirs).amount_cents, i.amount_cents,"
        " (i.ours).state, (i.theirs).reference) from admin.get_findings() as p"
        " cross join lateral unnest(p.items) as i"
    )
    assert books.sql(sides) == "-8500 -8600 -100 SETTLED tr_1"


def test_currency_differs(books: Books) -> None:
    """S-I11: the same object in another currency is one finding, not two."""
    books.lines[0].update(currency="eur", fee=0, net=PRICE)
    assert books.later() == [("currency_differs", "P1")]
    assert books.admin("explain_finding", "currency_differs") == "EXPLAINED"
    assert books.later() == []


def test_duplicate_at_stripe(books: Books) -> None:
    """S-P5: a second transfer in the name of a settlement that is settled."""
    books.line("transfer", transfer("tr_2", books.transfer), -8500)
    assert books.later() == [("duplicate_at_stripe", "P0")]
    assert books.frozen() == "TRANSFERS"


def test_state_differs(books: Books) -> None:
    """P9: what Stripe made, and the books hold in doubt, is settled by the statement."""
    work = books.sql("select support.task_in('COMPLETED', poster => 'another')")
    books.line("charge", charge(f"pi_{books.stage.escrow(work)}"), PRICE, FEE)
    books.sql("select support.send()")
    settlement = books.sql("select support.settlement_of(%s)", work)
    books.line("transfer", transfer("tr_2", settlement), -8500)
    assert books.later() == [("stale_settlement", "P1"), ("state_differs", "P1")]
    assert books.admin("fix_finding", "state_differs") == "OPEN"
    state = "select state || ' ' || provider_reference from settlement.settlement where id = %s"
    assert books.sql(state, settlement) == "SETTLED tr_2"
    assert books.later() == []


def test_stale_settlement(books: Books) -> None:
    """S-L9 STL-06: what does not go on is found, and goes on."""
    work = books.sql("select support.task_in('COMPLETED', poster => 'another')")
    books.line("charge", charge(f"pi_{books.stage.escrow(work)}"), PRICE, FEE)
    settlement = books.sql("select support.settlement_of(%s)", work)
    assert books.later() == []
    assert books.later(seconds=24 * 3600) == [("stale_settlement", "P2")]
    books.stage.admin("select settlement.hold(%s, 'odd')", settlement)
    assert books.admin("fix_finding", "stale_settlement") == "HXA03"
    assert books.later(seconds=26 * 3600) == [("stale_settlement", "P2")]
    books.stage.db.execute("select support.admin('second')")
    hold = books.sql("select id from settlement.hold where settlement_id = %s", settlement)
    lift = "select settlement.lift_hold(%s, 'well')"
    assert books.stage.act("second", lift, hold, role="hx_admin").startswith("(")
    assert books.admin("fix_finding", "stale_settlement") == "OPEN"
    books.sql("select support.send()")
    books.sql("select support.report(%s, 'done', 'tr_2')", settlement)
    books.line("transfer", transfer("tr_2", settlement), -8500)
    assert books.later() == []


def test_fee_not_posted(books: Books) -> None:
    """A fee that no journal tells of is found, and posted."""
    books.read()
    books.tampered(
        "insert into stripe.statement_line (provider_transaction_id, kind, movement, object_id,"
        " source_id, amount_cents, fee_cents, net_cents, currency, moved_at, available_at)"
        " values ('txn_fee', 'stripe_fee', 'cost', 'txn_fee', null, -200, 0, -200, 'USD', now(),"
        " now())"
    )
    assert books.later() == [("fee_not_posted", "P2")]
    assert books.admin("fix_finding", "fee_not_posted") == "OPEN"
    assert books.later() == []
    cost = (
        "select sum(l.amount_cents) from ledger.entry as l"
        " join ledger.account as a on a.id = l.account_id where a.kind = 'processing_cost'"
    )
    assert books.sql(cost) == str(-FEE - 200)


def test_total_differs(books: Books) -> None:
    """S-L2: what Stripe holds is not the sum of what it lists."""
    held = PRICE - FEE - 8500
    books.balance(held + 7)
    aged(books)
    assert books.later(is_full=True) == [("total_differs", "P1")]
    assert books.admin("fix_finding", "total_differs") == "OPEN"
    assert books.sql("select since_at is null from stripe.statement") == "True"
    books.balance(held)
    books.read()
    books.reconcile(is_full=True)
    assert books.found() == []


def aged(books: Books) -> None:
    """As if the lines were read a while ago: they are seconds older than Stripe's balance."""
    for line in books.lines:
        line["created"] -= 60


def test_balance_while_money_moves(books: Books) -> None:
    """Lines of the same moment may be in the balance or not: each sum may be it."""
    aged(books)
    books.line("charge", charge(f"pi_{books.escrow}"), 0)
    held = PRICE - FEE - 8500
    books.balance(held)
    books.read()
    books.reconcile(is_full=True)
    assert books.found() == []
    assert books.sql("select balanced_at is not null from stripe.statement") == "True"
    books.balance(held + 1)
    books.read()
    books.reconcile(is_full=True)
    assert books.found() == []  # not to be compared at this moment


def test_release_postings_differ(books: Books) -> None:
    """S-K10: an end whose journal is not what it gave to each."""
    wrong = "update ledger.entry set amount_cents = amount_cents {} where line = 2 and journal_id ="
    wrong += " (select closing_journal_id from escrow.escrow where state = 'RELEASED')"
    books.tampered(wrong.format("+ 1"))
    assert ("release_postings_differ", "P1") in books.later(is_full=True)
    assert ("invariant_broken", "P1") in books.found()
    assert books.admin("fix_finding", "release_postings_differ") == "HXA03"
    books.tampered(wrong.format("- 1"))
    assert books.later(is_full=True) == []


def test_a_refund_by_another_hand(books: Books) -> None:
    """D4: nobody told of it; Stripe is asked, exactly that amount is posted and held."""
    work = books.sql("select support.task_in('ACCEPTED', poster => 'another')")
    intent = f"pi_{books.stage.escrow(work)}"
    books.line("charge", charge(intent), PRICE, FEE)
    books.line("refund", refund("re_1", intent), -700)
    assert books.later() == [("missing_in_ledger", "P0")]
    assert books.frozen() == "REFUNDS"
    assert books.admin("fix_finding", "missing_in_ledger") == "OPEN"
    books.asked(payment_intent=intent, amount_refunded=700, currency="usd")
    assert books.later() == [("refunded_outside", "P1")]
    held = "select concat_ws(' ', state, outside_cents) from escrow.escrow where task_id = %s"
    assert books.sql(held, work) == "LOCKED_DISPUTE 700"


def test_a_payment_whose_event_was_lost(books: Books) -> None:
    """ESC-15: Stripe is asked for the payment, and the escrow is funded by its answer."""
    work = books.sql("select support.task_in('UNFUNDED', poster => 'another')")
    escrow = books.stage.escrow(work)
    books.line("charge", charge(f"pi_{escrow}"), PRICE, FEE)
    assert books.later() == [("missing_in_ledger", "P1")]
    assert books.admin("fix_finding", "missing_in_ledger") == "OPEN"
    metadata = {"purpose": "escrow", "escrow_id": escrow}
    books.asked(status="succeeded", amount_received=PRICE, currency="usd", metadata=metadata)
    assert books.sql("select state from escrow.escrow where id = %s", escrow) == "FUNDED"
    assert books.later() == []


def test_a_payment_that_is_nobodys(books: Books) -> None:
    """D5 E14: into suspense, and back to its card, though nobody is its payer."""
    books.line("charge", charge("pi_orphan"), 4200, 152)
    assert books.later() == [("missing_in_ledger", "P1")]
    assert books.frozen() == "None"
    assert books.admin("fix_finding", "missing_in_ledger") == "OPEN"
    books.asked(status="succeeded", amount_received=4200, currency="usd", metadata={})
    order = "select concat_ws(' ', kind, leg, state, amount_cents) from settlement.settlement"
    order += " where charge = 'pi_orphan'"
    assert books.sql(order) == "refund payer PENDING 4200"
    books.sql("select support.send()")
    settlement = books.sql("select id from settlement.settlement where charge = 'pi_orphan'")
    books.sql("select support.report(%s, 'done', 're_9')", settlement)
    books.line("refund", refund("re_9", "pi_orphan", settlement), -4200)
    assert books.later() == [("suspended_and_refunded", "P1")]


def test_a_chargeback_whose_event_was_lost(books: Books) -> None:
    """D23: Stripe took the money and a fee; of the dispute asked for, every fact takes effect."""
    claim = {"id": "du_1", "object": "dispute", "payment_intent": f"pi_{books.escrow}"}
    books.line("adjustment", claim, -PRICE, 1500)
    assert books.later() == [("missing_in_ledger", "P1")]
    assert books.admin("fix_finding", "missing_in_ledger") == "OPEN"
    books.asked(
        payment_intent=f"pi_{books.escrow}",
        amount=PRICE,
        currency="usd",
        status="lost",
        balance_transactions=[{"net": -PRICE - 1500}],
    )
    assert books.later() == []
    fate = "select concat_ws(' ', outcome, withdrawn_cents, debt_cents) from stripe.chargeback"
    assert books.sql(fate) == f"lost {PRICE + 1500} {PRICE}"


def test_a_chargeback_of_whose_end_nobody_told(books: Books) -> None:
    """D27: open for longer than banks take; Stripe is asked how it ended."""
    books.sql("select support.charge_back(%s, '{created,funds_withdrawn}')", books.work)
    claim = {"id": f"du_{books.escrow}", "object": "dispute"}
    books.line("adjustment", claim, -PRICE, 1500)
    assert books.later(seconds=119 * 86400) == []
    assert books.later(seconds=2 * 86400) == [("stale_chargeback", "P2")]
    assert books.admin("fix_finding", "stale_chargeback") == "OPEN"
    books.asked(
        payment_intent=f"pi_{books.escrow}",
        amount=PRICE,
        currency="usd",
        status="won",
        balance_transactions=[{"net": -PRICE - 1500}, {"net": PRICE}],
    )
    books.line("adjustment", claim, PRICE)
    assert books.later() == []


def test_payouts_are_no_difference(books: Books) -> None:
    """STR-12: what Stripe pays to our own bank is recorded, and left out of the comparison."""
    books.line("payout", {"id": "po_1", "object": "payout"}, -500)
    books.balance(PRICE - FEE - 8500 - 500)
    aged(books)
    assert books.later(is_full=True) == []


def test_explained_and_found_again(books: Books) -> None:
    """S-L9: an explanation holds while the difference is the same; by another amount it is new."""
    books.line("other_adjustment", None, -500)
    assert books.later() == [("missing_in_ledger", "P2")]
    mine = "select (admin.own_finding(%s, 'mine')).owner_id is not null"
    assert books.stage.admin(mine, books.finding("missing_in_ledger")) == "True"
    assert books.admin("explain_finding", "missing_in_ledger") == "EXPLAINED"
    assert books.later() == []
    assert books.later(is_full=True) == []
    assert books.admin("explain_finding", "missing_in_ledger") == "HXA03"
    acts = "select string_agg(action, ' ' order by id) from admin.action"
    assert books.sql(acts) == "admin.own_finding admin.explain_finding"
    by_hand = "update audit.finding set state = 'OPEN', closed_at = null where state = 'EXPLAINED'"
    with pytest.raises(psycopg.Error):
        books.sql(by_hand)


def test_a_finding_is_explained_by_an_act(books: Books) -> None:
    """DIS-09: whoever is named has an act on record, in the same transaction."""
    books.line("other_adjustment", None, -500)
    books.later()
    with pytest.raises(psycopg.Error) as refused:
        books.sql(
            "update audit.finding set state = 'EXPLAINED', closed_at = core.now(), note = 'x',"
            " closed_by = (select id from account.user limit 1)"
        )
    assert refused.value.sqlstate == "HX505"


def test_everything_anew_is_the_same(books: Books) -> None:
    """STL-06: what was summed step by step is what a full run sums; what was lost is made good."""
    books.later()
    sums = (
        "select string_agg(c::text, '|' order by movement, object_id) from (select movement,"
        " object_id, currency, ours_cents, theirs_cents, entries, lines from stripe.comparison) c"
    )
    before = books.sql(sums)
    books.tampered("update stripe.comparison set ours_cents = ours_cents + 1 where lines = 1")
    broken = "select count(*) from audit.prove() where violations > 0"
    assert books.sql(broken) == "1"
    books.reconcile(is_full=True)
    assert books.sql(sums) == before
    assert books.sql(broken) == "0"


def test_a_page_of_an_old_fence(books: Books) -> None:
    """S-Q7: a page of a worker whose lease was over is not stored and moves nothing on."""
    fence = attempt(books.job, "select fence from stripe.take_statement('slow')")
    assert attempt(books.job, "select fence from stripe.take_statement('other')") == ""
    books.stage.db.execute("update stripe.statement set lease_ends_at = clock_timestamp()")
    assert books.read() == 2
    page = json.dumps({"data": books.lines, "has_more": False})
    late = attempt(books.job, "select stripe.report_statement(%s, %s::jsonb)", fence, page)
    assert late == "0"
    assert books.read() == 0


def test_an_older_transaction_is_open(books: Books) -> None:
    """EVT-028: what is hidden behind a transaction that stays open is missing on neither side."""
    work = books.sql("select support.task_in('UNFUNDED', poster => 'another')")
    escrow = books.stage.escrow(work)
    books.line("charge", charge(f"pi_{escrow}"), PRICE, FEE)
    books.read()
    books.reconcile()
    with psycopg.connect(books.stage.url) as older:
        older.execute("select pg_current_xact_id()")
        books.sql("select support.deliver(support.payment_event(%s))", escrow)
        hidden = "select count(*) from stripe.comparison where ours_cents <> theirs_cents"
        books.is_held = True
        assert books.later() == []
        assert books.later() == []
        assert books.sql(hidden) != "0"
        books.is_held = False
        older.rollback()
    assert books.later() == []
    assert books.sql(hidden) == "0"


def test_a_refund_that_failed_and_nobody_told(books: Books) -> None:
    """P23: Stripe is asked for the refund, which says not of which mode it is; it is owed again."""
    settlement = books.sql(
        "select s.id from (select support.task_in('CANCELLED', poster => 'another') as id) as t"
        " cross join lateral (select support.settlement_of(t.id, 'refund') as id) as s"
    )
    intent = books.sql("select charge from settlement.settlement where id = %s", settlement)
    books.line("charge", charge(intent), PRICE, FEE)
    books.sql("select support.send()")
    books.sql("select support.report(%s, 'done', 're_1')", settlement)
    books.line("refund", refund("re_1", intent, settlement), -PRICE)
    books.line("refund_failure", refund("re_1", intent, settlement), PRICE)
    assert books.later() == [("amount_differs", "P1")]
    assert books.admin("fix_finding", "amount_differs") == "OPEN"
    books.stage.db.execute("update core.setting set value = 'true' where name = 'stripe_livemode'")
    row = books.job.execute("select * from stripe.take_inquiries('asker')").fetchone()
    assert row is not None
    failed = {"id": "re_1", "object": "refund", "status": "failed"}
    metadata = {"settlement_id": settlement}
    answer = {**failed, "amount": PRICE, "currency": "usd", "metadata": metadata}
    told = {"inquiry_id": str(row[0]), "fence": row[1], "outcome": "done"}
    told["answer"] = json.dumps(answer)
    books.job.execute("select stripe.report_inquiries(%s::jsonb)", (json.dumps([told]),))
    while int(attempt(books.job, "select stripe.drain()")):
        pass
    assert books.later() == [("refund_reversed", "P1")]
