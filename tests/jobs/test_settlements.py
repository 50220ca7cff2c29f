"""Money through the real workers and the real SDK, to Stripe's double: load, outages, lost words.

Source: STR-02 STR-03 STR-10 STR-16 STL-16 QUE-14 ESC-02 ESC-17 P1 P16 P17 W18 W19 W24 S-Q6 S-Q10.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from uuid import uuid4

import psycopg
import pytest

from clones import Clones
from house import WORKERS, Person, wait_until
from payments import PATIENCE, Market, Obligation

CLIENTS = 200
DOWN = 40
RELEASED = "select state from task.complete(%s)"


@pytest.fixture(scope="module")
def market(clones: Clones, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """A market with two worker processes, each commit of which takes a flush of 1 ms."""
    url = clones.make()
    with psycopg.connect(url, autocommit=True) as db:
        name = db.info.dbname
        db.execute(f"alter database {name} set commit_delay = 1000".encode())
        db.execute(f"alter database {name} set commit_siblings = 0".encode())
    log = tmp_path_factory.mktemp("market")
    with Market(url, log, HX_WEB_WORKERS="2", HX_WEB_THREADS="120") as made:
        made.house.start("more_jobs", WORKERS)
        yield made


@pytest.fixture(autouse=True)
def proved(market: Market) -> Iterator[None]:
    """After every test nothing is in doubt, and the books are proved."""
    yield
    market.double.clear()
    assert market.house.as_job("select count(*) from settlement.in_doubt()") == 0
    market.house.prove()


def asked(market: Market, *paths: str) -> int:
    """How often Stripe was asked, by path; the list of its events does not count."""
    return sum(
        told["path"].startswith(paths or "/v1/") and not told["path"].startswith("/v1/events")
        for told in market.double.look("requests")
    )


def finish(market: Market, made: list[Obligation]) -> None:
    """Let all of it come about."""
    market.until(lambda: market.is_done(made), made)


def test_two_hundred_release_at_once(market: Market) -> None:
    """P1 S-Q10: two hundred clients release at once; two workers make two hundred transfers."""
    made = market.prepared([("transfer", "none")] * CLIENTS)
    before = market.double.look("counts")["transfers"]["count"]

    def release(one: Obligation) -> int:
        person, key = market.house.person(one.poster), uuid4().hex
        while (
            answer := person.post("task.complete", {"task_id": one.task}, key)
        ).status_code == 503:
            time.sleep(0.05)
        return answer.status_code

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert set(pool.map(release, made)) == {200}
    finish(market, made)
    assert market.double.look("counts")["transfers"]["count"] == before + CLIENTS
    assert set(market.at_stripe(made).values()) == {(1, 0, 8500)}
    tried = "select max(attempts) from settlement.settlement where escrow_id = any (%s::uuid[])"
    assert market.house.sql(tried, [one.escrow for one in made]) == 1
    workers = "select count(distinct worker) from settlement.attempt"
    assert market.house.sql(workers) == 2


def test_stripe_is_down(market: Market) -> None:
    """Releases commit, payments are being prepared, nobody storms; then it drains step by step."""
    made = market.prepared([("transfer", "none")] * 2 * DOWN)
    first, then = made[:DOWN], made[DOWN:]
    circuit = "select state from core.circuit where party = 'stripe'"
    market.double.order("faults", kind="error_500_before", count=0)
    for one in first:
        assert market.stage.act(one.poster, RELEASED, one.task) == "COMPLETED"
    wait_until(lambda: market.house.sql(circuit) != "CLOSED", PATIENCE)
    # As if it had been down for a while: nobody tries for an hour.
    market.house.sql("update core.circuit set probe_at = clock_timestamp() + interval '1 hour'")
    in_flight = "select count(*) from settlement.settlement where lease_ends_at > clock_timestamp()"
    wait_until(lambda: market.house.sql(in_flight) == 0, PATIENCE)
    before = asked(market)
    for one in then:
        assert market.stage.act(one.poster, RELEASED, one.task) == "COMPLETED"
    poster = market.house.person(first[0].poster)
    task = market.stage.post(first[0].poster)
    for _ in range(3):
        told = poster.post("escrow.create_intent", {"task_id": task}).json()["data"]
        assert (told["state"], told["client_secret"]) == ("PREPARING", None)
        market.house.as_job("select core.sweep()")
        time.sleep(0.5)
    assert asked(market) == before
    assert market.house.sql(circuit) == "OPEN"
    # One tries, and only that one.
    market.house.sql("update core.circuit set probe_at = clock_timestamp()")
    market.house.as_job("select core.sweep()")
    wait_until(lambda: asked(market) == before + 1, PATIENCE)
    wait_until(lambda: market.house.sql(circuit) == "OPEN", PATIENCE)
    market.house.sql("update core.circuit set probe_at = clock_timestamp() + interval '1 hour'")
    market.house.as_job("select core.sweep()")
    time.sleep(0.5)
    assert asked(market) == before + 1

    market.double.clear()
    last = market.house.sql("select max(id::text) from settlement.attempt")
    market.house.sql("update core.circuit set probe_at = clock_timestamp()")
    finish(market, made)
    assert market.house.sql(circuit) == "CLOSED"
    assert set(market.at_stripe(made).values()) == {(1, 0, 8500)}
    batches = market.house.sql(
        "select array_agg(b.calls order by b.began_at) from ("
        " select a.began_at, count(*)::integer as calls from settlement.attempt as a"
        " where a.id::text > %s group by a.began_at) as b",
        last,
    )
    assert sum(batches) >= DOWN
    # One tries, of whichever kind, then twice as many each time: payments, accounts, the statement
    # and the rest may take a step between two of these.
    assert batches[0] <= DOWN / 4, batches
    most = accumulate(batches, max)  # once so many were allowed, a small batch allows no fewer
    assert all(calls <= 8 * before for before, calls in zip(most, batches[1:], strict=False)), (
        batches
    )
    assert max(batches) > 1
    market.double.order(f"payment_intents/{ready(market, poster, task)}/confirm")


def ready(market: Market, poster: Person, task: str) -> str:
    """The id at Stripe of a payment, once it is READY."""

    def secret() -> str:
        told = poster.post("escrow.create_intent", {"task_id": task}).json()["data"]
        return str(told["client_secret"] or "")

    wait_until(lambda: bool(secret()), PATIENCE)
    return secret().split("_secret")[0]


def test_no_transaction_during_calls(market: Market) -> None:
    """W24 W18: while Stripe says nothing, no transaction is open and no row is locked."""
    kinds = ("transfer", "refund", "reversal", "charge")
    made = market.prepared([(kind, "none") for kind in kinds])
    for one in made:
        market.double.order("faults", **one.call, kind="slow", seconds=60, method="POST")
    market.order(made)
    wait_until(
        lambda: sum(told["hits"] for told in market.double.look("faults")) == len(made), PATIENCE
    )
    name = market.house.sql("select current_database()")
    for _ in range(20):
        idle = market.house.sql(
            "select count(*) from pg_stat_activity where datname = %s and usename = 'hx_job'"
            " and state like 'idle in transaction%%'",
            name,
        )
        assert idle == 0
        time.sleep(0.02)
    with psycopg.connect(market.url) as other:
        for table in ("settlement.settlement", "stripe.intent", "escrow.escrow", "ledger.account"):
            other.execute(f"select from {table} for update nowait".encode())
        other.rollback()
    market.double.order("release")
    finish(market, made)


def test_call_longer_than_its_lease(market: Market) -> None:
    """W19 S-Q7: another worker takes over what is still being called; it is done once."""
    made = market.prepared([("transfer", "none"), ("refund", "none"), ("reversal", "none")])
    for one in made:
        market.double.order("faults", **one.call, kind="slow", seconds=60, method="POST")
    market.order(made)
    fences = (
        "select min(fence) from settlement.settlement"
        " where escrow_id = any (%s::uuid[]) and finished_at is null"
    )
    market.until(lambda: market.house.sql(fences, [one.escrow for one in made]) >= 2, made)
    market.double.order("release")
    finish(market, made)
    told = market.at_stripe(made)
    assert [told[one.escrow][:2] for one in made] == [(1, 0), (1, 0), (1, 1)]


def test_every_webhook_is_lost(market: Market) -> None:
    """STR-10: what no webhook tells is asked for: accounts, payments, refunds that failed late."""
    market.double.order("faults", kind="drop", count=0)
    name = market.stage.person()
    market.stage.act(name, "select account.set_up_payouts()")
    known = (
        "select c.{} from stripe.connected_account as c join account.user as u"
        " on u.id = c.account_id where u.email = %s"
    )
    mail = f"{name}@example.test"
    account = known.format("provider_account_id")
    wait_until(lambda: market.house.sql(account, mail) is not None, PATIENCE)
    market.double.order(f"accounts/{market.house.sql(account, mail)}/onboard")
    market.go_on(601)
    is_open = known.format("transfers_enabled")
    market.until(lambda: bool(market.house.sql(is_open, mail)), [])
    charge = Obligation(
        "charge", "none", name, name, task := market.stage.post(name), market.stage.escrow(task)
    )
    market.order([charge])
    finish(market, [charge])
    refund = Obligation("refund", "none", name, name, task, charge.escrow, charge.intent)
    market.order([refund])
    finish(market, [refund])
    [failing] = [
        told["id"]
        for told in market.double.look("objects/refund")
        if told["payment_intent"] == charge.intent
    ]
    market.double.order(f"refunds/{failing}/fail")
    again = "select count(*) from settlement.settlement where escrow_id = %s"
    market.until(lambda: market.house.sql(again, charge.escrow) == 3, [refund])
    finish(market, [refund])
    assert market.at_stripe([refund])[charge.escrow] == (2, 1, 10_000)
    delivered = [told["state"] for told in market.double.look("webhooks")]
    assert "dropped" in delivered


def test_account_closed_unheard(market: Market) -> None:
    """P17 P16: a transfer refused for its account's sake waits without a storm, and goes on."""
    [one] = market.prepared([("transfer", "none")])
    account = market.house.sql(
        "select c.provider_account_id from stripe.connected_account as c"
        " join account.user as u on u.id = c.account_id where u.email = %s",
        f"{one.worker}@example.test",
    )
    market.double.order("faults", kind="drop", event="account.", count=1)
    market.double.order(f"accounts/{account}/restrict")
    before = asked(market, "/v1/transfers")
    market.order([one])
    failed = "select count(*) from settlement.settlement where escrow_id = %s and state = 'FAILED'"
    wait_until(lambda: market.house.sql(failed, one.escrow) == 1, PATIENCE)
    known = (
        "select c.transfers_enabled or c.due_at <= now() from stripe.connected_account as c"
        " where c.provider_account_id = %s"
    )
    wait_until(lambda: not market.house.sql(known, account), PATIENCE)
    for _ in range(5):
        market.house.as_job("select core.sweep()")
        time.sleep(0.2)
    assert asked(market, "/v1/transfers") == before + 1
    market.double.order(f"accounts/{account}/onboard")
    finish(market, [one])
    assert market.at_stripe([one])[one.escrow] == (1, 0, 8500)
    assert asked(market, "/v1/transfers") == before + 2


def test_refused_payment_bars_no_other(market: Market) -> None:
    """S-Q6: a payment that Stripe refused to make gives way to another, a minute later."""
    name = market.stage.person()
    one = Obligation(
        "charge", "none", name, name, task := market.stage.post(name), market.stage.escrow(task)
    )
    market.double.order("faults", **one.call, kind="refuse", code="amount_too_small")
    market.order([one])
    refused = "select last_error from stripe.intent where escrow_id = %s order by id limit 1"
    wait_until(lambda: market.house.sql(refused, one.escrow) == "amount_too_small", PATIENCE)
    letters = "select count(*) from core.dead_letter where kind = 'intent' and closed_at is null"
    assert market.house.sql(letters) == 1
    intents = "select count(*) from stripe.intent where escrow_id = %s"
    market.order([one])
    assert market.house.sql(intents, one.escrow) == 1  # asked at once again, it is the same
    finish(market, [one])
    assert market.house.sql(intents, one.escrow) == 2
    assert market.house.sql(letters) == 0
    assert market.at_stripe([one])[one.escrow] == (1, 0, 10_000)


def test_payments_are_ready_soon(
    market: Market, record_property: Callable[[str, object], None]
) -> None:
    """ESC-02 ESC-17: a payment is READY by repeating under a key; cancelled, it is so at Stripe."""
    name = market.stage.person()
    poster = market.house.person(name)
    took, intents = [], []
    for _ in range(40):
        task = market.stage.post(name)
        key, began = uuid4().hex, time.monotonic()
        while True:
            told = poster.post("escrow.create_intent", {"task_id": task}, key).json()["data"]
            if told["state"] == "READY":
                break
            assert time.monotonic() < began + PATIENCE
            time.sleep(0.02)
        took.append(time.monotonic() - began)
        intents.append(told["client_secret"].split("_secret")[0])
        if len(took) % 2:
            assert poster.post("task.cancel", {"task_id": task}).status_code == 200
    record_property("ready_p95_ms", round(sorted(took)[int(0.95 * len(took))] * 1000))
    print(f"READY: p50 {sorted(took)[20] * 1000:.0f} ms, p95 {sorted(took)[38] * 1000:.0f} ms")
    market.until(lambda: market.is_done([]), [])
    stands = {told["id"]: told["status"] for told in market.double.look("objects/payment_intent")}
    assert {stands[one] for one in intents[::2]} == {"canceled"}
    assert {stands[one] for one in intents[1::2]} == {"requires_payment_method"}
    of_escrow = [
        told["metadata"]["escrow_id"] for told in market.double.look("objects/payment_intent")
    ]
    assert len(set(of_escrow)) == len(of_escrow)
