"""Stripe's double, one process a module, as new for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from doubles.stripe_double import CONNECT_SECRET, SECRET, StripeDouble
from doubles.stripe_sink import Sink
from doubles.stripe_world import World


@pytest.fixture(scope="module")
def _sink() -> Iterator[Sink]:
    made = Sink(SECRET, CONNECT_SECRET)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def _double(_sink: Sink, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StripeDouble]:
    file = tmp_path_factory.mktemp("stripe") / "stripe.db"
    with StripeDouble(webhook=_sink.url, file=file) as double:
        yield double


@pytest.fixture
def double(_double: StripeDouble, _sink: Sink) -> StripeDouble:
    """The double, which knows nothing yet."""
    _double.order("reset")
    _sink.forget()
    return _double


@pytest.fixture
def sink(double: StripeDouble, _sink: Sink) -> Sink:
    """What hears its webhooks, and has heard none."""
    return _sink


@pytest.fixture
def world(double: StripeDouble) -> World:
    """The double with the SDK's client."""
    return World(double)
