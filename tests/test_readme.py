"""The README's tours run as they stand, in psql and with curl, and answer what they say. LIF-17."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from doubles.stripe_double import StripeDouble
from house import CONNECT_SECRET, WEBHOOK_SECRET, House

ROOT = Path(__file__).resolve().parent.parent
PAIRS = re.compile(r"```sql\n(.*?)```\n```text\n(.*?)```", re.S)
SHELL = re.compile(r"```sh\n(.*?)```\n```text\n(.*?)```", re.S)
MARK = "=-=-="


@pytest.fixture(scope="module")
def house(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Web, workers and Stripe's double over the module's own database."""
    with StripeDouble(secret=WEBHOOK_SECRET, connect_secret=CONNECT_SECRET) as stripe:
        log = tmp_path_factory.mktemp("house")
        made = House(url, log, jobs=True, STRIPE_API_BASE=stripe.url)
        stripe.order(
            "config",
            webhook=f"{made.base_url}/webhooks/stripe",
            secret=WEBHOOK_SECRET,
            connect_secret=CONNECT_SECRET,
        )
        yield made
        made.stop()


def lines(text: str) -> list[str]:
    """Lines without trailing space and without blank ones."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def test_the_tour(house: House) -> None:
    """Each block's output is the one printed beneath it; the payment goes by `make pay`."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pairs = PAIRS.findall(text)
    assert len(pairs) >= 6
    assert len(pairs) == text.count("```sql")
    script = "\\pset footer off\n" + "".join(f"{block}\n\\echo {MARK}\n" for block, _ in pairs)
    ran = subprocess.run(
        ["psql", house.database, "-Xq", "-v", "ON_ERROR_STOP=1"],
        cwd=ROOT,
        env=house.environment,
        input=script,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    said = [line for line in ran.stdout.splitlines() if not line.startswith("CONTEXT:")]
    said = [line for line in said if not re.match(r"(SQL statement|PL/pgSQL function) ", line)]
    answers = "\n".join(said).split(MARK)[:-1]
    assert len(answers) == len(pairs), ran.stdout
    for (block, expected), answer in zip(pairs, answers, strict=True):
        assert lines(answer) == lines(expected), block
    assert ran.returncode == 0
    house.prove()


def test_the_tour_with_curl(house: House) -> None:
    """The same over HTTP, `make token` and `make pay` included."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pairs = SHELL.findall(text)
    assert len(pairs) >= 3
    assert len(pairs) == text.count("```sh")
    script = "set -eu\n" + "".join(f"{block}\necho {MARK}\n" for block, _ in pairs)
    ran = subprocess.run(
        ["bash"],
        cwd=ROOT,
        env=house.environment,
        input=script,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        timeout=120,
    )
    answers = ran.stdout.split(MARK)[:-1]
    assert len(answers) == len(pairs), ran.stdout
    for (block, expected), answer in zip(pairs, answers, strict=True):
        assert lines(answer) == lines(expected), block
    assert ran.returncode == 0
    house.prove()
