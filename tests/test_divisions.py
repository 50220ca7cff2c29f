"""All amounts and all percents: the parts of a division sum to the amount.

CI takes six of the percents, `HX_WHOLE=1` all.
"""

from __future__ import annotations

import os

import pytest

from clones import Connection

PERCENTS = range(1, 100) if "HX_WHOLE" in os.environ else (1, 33, 50, 99)
LOSSES = {"none": "0", "half": "a.cents / 2", "all": "a.cents"}
FAULTS = """
select count(*) filter (where f.parts is null
        or (f.parts).release_cents + (f.parts).refund_cents + (f.parts).charged_back_cents
           + (f.parts).returned_cents <> f.cents
        or (f.parts).worker_cents + (f.parts).platform_cents <> (f.parts).release_cents
        or least((f.parts).release_cents, (f.parts).refund_cents, (f.parts).charged_back_cents,
                 (f.parts).worker_cents, (f.parts).platform_cents) < 0
        or (f.parts).charged_back_cents <> least(f.lost, f.cents - f.released)
        or (f.parts).worker_cents <> trunc(f.released::numeric * (10000 - {fee}) / 10000)
        or (f.parts).release_cents <> f.released),
       count(*)
  from (select a.cents, r.released, {lost} as lost,
               escrow._divide(a.cents, r.released, {fee}, {lost}) as parts
          from generate_series(1::bigint, 1000000) as a (cents)
          cross join lateral (select a.cents * {percent} / 100 as released) as r
        offset 0) as f
"""


def faults(owner: Connection, percent: int, fee: int, lost: str) -> None:
    """No amount of 1 to 1 000 000 is divided wrongly."""
    query = FAULTS.format(percent=percent, fee=fee, lost=lost)
    assert owner.execute(query.encode()).fetchone() == (0, 1000000)


@pytest.mark.parametrize("lost", LOSSES)
def test_every_amount_and_percent(owner: Connection, lost: str) -> None:
    """P20: full release, split and refund at the platform's fee, whatever was charged back."""
    for percent in (0, *PERCENTS, 100):
        faults(owner, percent, 1500, LOSSES[lost])


@pytest.mark.parametrize("fee", [1, 999, 3333, 5000])
def test_every_amount_at_other_fees(owner: Connection, fee: int) -> None:
    """P20: other fees divide as exactly."""
    for percent in (1, 50, 100):
        faults(owner, percent, fee, "a.cents / 3")


def test_compensation_of_every_price(owner: Connection) -> None:
    """P20 A30: a cancellation's compensation is whole, within its cap, and leaves the rest."""
    query = """
        select count(*) filter (where (f.parts).release_cents + (f.parts).refund_cents <> f.cents
                or (f.parts).worker_cents <> (f.parts).release_cents
                or (f.parts).platform_cents <> 0
                or (f.parts).release_cents not between 1 and 2000), count(*)
          from (select a.cents, escrow._divide(a.cents, least(a.cents * 1000 / 10000, 2000), 0, 0)
                       as parts
                  from generate_series(500::bigint, 1000000) as a (cents) offset 0) as f
    """
    assert owner.execute(query.encode()).fetchone() == (0, 999501)
