"""/metrics: all processes' requests and the database's figures, for whoever is inside; few labels.

OBS-13 OBS-18 OBS-19 OBS-21 OBS-23 OBS-24 OBS-045 OBS-088 QUE-20."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from house import House, lift_limits, wait_until

TOKEN = "a-token-of-the-scraper-0123456789"
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture(scope="module")
def house(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with a token for its scraper."""
    lift_limits(url)
    made = House(url, tmp_path_factory.mktemp("house"), jobs=True, HX_METRICS_TOKEN=TOKEN)
    yield made
    made.stop()


def scrape(house: House, token: str = TOKEN) -> Samples:
    """Every sample, by its name and labels."""
    answer = requests.get(
        f"{house.base_url}/metrics", headers={"Authorization": f"Bearer {token}"}, timeout=10
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float:
    """One sample; 0 where there is none."""
    return samples.get((name, frozenset(labels.items())), 0.0)


def test_only_from_inside(house: House) -> None:
    """Without the token there is nothing, whoever asks and whatever he says of himself."""
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": TOKEN},
        {"X-Forwarded-For": "127.0.0.1"},
    ):
        answer = requests.get(f"{house.base_url}/metrics", headers=headers, timeout=10)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "HXA02"), headers


def test_without_a_token_this_machine_alone(url: str, tmp_path: Path) -> None:
    """A local house serves its own machine, and nobody that came by a proxy."""
    made = House(url, tmp_path)
    try:
        assert requests.get(f"{made.base_url}/metrics", timeout=10).status_code == 200
        for name in ("X-Forwarded-For", "Forwarded"):
            answer = requests.get(f"{made.base_url}/metrics", headers={name: "::1"}, timeout=10)
            assert answer.status_code == 404, name
    finally:
        made.stop()


def test_all_processes_are_one(house: House) -> None:
    """Whichever process is asked tells of all; each call counts once by procedure and status."""
    person = house.registered("measured")
    before = scrape(house)
    asked = 40
    for _ in range(asked):
        assert person.get("account.get_profile").status_code == 200
    assert person.get("task.get_by_id", task_id="0" * 8).status_code == 400
    assert requests.get(f"{house.base_url}/v1/{'x' * 30}.y", timeout=10).status_code in (401, 404)
    for _ in range(6):
        after = scrape(house)

        def more(name: str, after: Samples = after, **labels: str) -> float:
            return value(after, name, **labels) - value(before, name, **labels)

        assert more("api_requests_total", route="account.get_profile", status="200") == asked
        timed = "api_request_duration_seconds_count"
        assert more(timed, route="account.get_profile") == asked
        assert more("api_requests_total", route="task.get_by_id", status="400") == 1
        assert more("api_errors_total", code="HXA01") == 1


def test_a_batch_counts_by_its_parts(house: House) -> None:
    """What tRPC asks together is counted by procedure."""
    before = value(scrape(house), "api_requests_total", route="account.get_profile", status="200")
    person = house.registered("batcher")
    answer = person.http.get(
        f"{house.base_url}/trpc/user.getProfile,user.getProfile?batch=1&input={{}}", timeout=10
    )
    assert answer.status_code == 200, answer.text
    after = value(scrape(house), "api_requests_total", route="account.get_profile", status="200")
    assert after - before == 2


def test_labels_are_few(house: House) -> None:
    """What a client invents is no label, and no label holds an id. OBS-088."""
    for n in range(30):
        requests.get(f"{house.base_url}/v1/invented.name_{n}", timeout=10)
        requests.get(f"{house.base_url}/nowhere/{n}", timeout=10)
    samples = scrape(house)
    labels = {label for _, pairs in samples for _, label in pairs}
    assert not [one for one in labels if "invented" in one or "nowhere" in one]
    assert not [one for one in labels if re.search(r"[0-9a-f]{8}-", one)]
    assert len(samples) < 5000


def test_what_the_database_tells(house: House) -> None:
    """Its figures stand beside the requests; a planted fault shows at the next scrape."""
    house.as_job("select audit.keep_proofs()")
    wait_until(lambda: value(scrape(house), "hx_workers_alive") >= 1)
    samples = scrape(house)
    assert value(samples, "hx_database_up") == 1
    for name in ("hx_orders_due", "hx_orders_oldest_due_seconds"):
        assert (name, frozenset({("kind", "settlement")})) in samples
    assert ("hx_ledger_imbalance_cents", frozenset({("currency", "USD")})) in samples
    assert value(samples, "hx_ledger_imbalance_cents", currency="USD") == 0
    assert ("hx_invariant_violations", frozenset({("invariant", "journals_balance")})) in samples
    assert value(samples, "hx_database_connections_allowed") >= 100
    with psycopg.connect(house.database, autocommit=True) as db:
        db.execute(
            "insert into core.dead_letter (kind, order_id, attempts, error)"
            " values ('intent', core.new_id(), 5, 'x')"
        )
        db.execute("select core._freeze('REFUNDS', null, 'tried')")
        db.execute("select audit._find('tried', 'P1', 'task', core.new_id(), '{}')")
    samples = scrape(house)
    assert value(samples, "hx_dead_letters_open", kind="intent") == 1
    assert value(samples, "hx_frozen", scope="REFUNDS") == 1
    assert value(samples, "hx_findings", severity="P1") == 1


def test_pools_are_told(house: House) -> None:
    """The connections of both processes, by pool."""
    time.sleep(1.1)
    for _ in range(20):
        house.registered(f"pooled{_}")
    samples = scrape(house)
    for pool in ("query", "mutation"):
        both = sum(
            value(samples, "web_pool_connections", pool=pool, state=state)
            for state in ("free", "busy")
        )
        assert both >= 4
        assert ("web_pool_waiting", frozenset({("pool", pool)})) in samples


def test_without_the_database(house: House, url: str) -> None:
    """The scrape still answers, and says so."""
    with psycopg.connect(url, dbname="postgres", autocommit=True) as server:
        name = str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])
        server.execute(f'alter database "{name}" allow_connections false'.encode())
        try:
            server.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,)
            )
            wait_until(lambda: value(scrape(house), "hx_database_up") == 0)
            assert ("hx_database_up", frozenset()) in scrape(house)
        finally:
            server.execute(f'alter database "{name}" allow_connections true'.encode())
    wait_until(lambda: value(scrape(house), "hx_database_up") == 1)
