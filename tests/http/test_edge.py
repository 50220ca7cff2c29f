"""Whose address it is: X-Forwarded-For is believed from trusted proxies alone, read from the right.
S10 RLM-09 GWY-014."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
import requests

from house import House, code, wait_until
from web.edge import client_address

PROXIES = (ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48"))
HERE = (ip_network("127.0.0.0/8"),)


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        # Nothing is told, or nobody is believed.
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("203.0.113.7", "10.0.0.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "127.0.0.1"),
        # One proxy, and two.
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        # What a client wrote in front of what the proxies saw has no effect.
        ("10.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "127.0.0.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "x" * 5000 + ", 198.51.100.1", "198.51.100.1"),
        # Garbage ends the reading at the last that is known.
        ("10.0.0.1", "garbage", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, garbage", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, ", "10.0.0.1"),
        ("10.0.0.1", ",", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, unknown, 10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("10.0.0.1", "999.1.1.1", "10.0.0.1"),
        ("10.0.0.1", "0x7f.1", "10.0.0.1"),
        ("10.0.0.1", "010.0.0.1", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1/8", "10.0.0.1"),
        ("10.0.0.1", "'; drop table task.task; --", "10.0.0.1"),
        ("10.0.0.1", "１９８.51.100.1", "10.0.0.1"),
        # IPv6, in its shapes.
        ("2001:db8:1::1", "2001:db8:2::5", "2001:db8:2::5"),
        ("2001:db8:1::1", "192.0.2.66, 2001:DB8:2:0::5", "2001:db8:2::5"),
        ("2001:db8:1::1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("2001:db8:9::1", "198.51.100.1", "2001:db8:9::1"),
        ("10.0.0.1", "[2001:db8:2::5]", "2001:db8:2::5"),
        ("10.0.0.1", "[2001:db8:2::5]:443", "2001:db8:2::5"),
        ("10.0.0.1", "fe80::1%eth0", "fe80::1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        # No address at all, as on a socket of this machine.
        ("", "198.51.100.1", None),
        (None, None, None),
        ("unix:", "198.51.100.1", None),
    ],
)
def test_client_address(remote: str | None, forwarded: str | None, address: str | None) -> None:
    """The last address that no trusted proxy has, from the right."""
    assert client_address(remote, forwarded, PROXIES) == address


def test_without_proxies_nobody_is_believed() -> None:
    """As by default."""
    for forwarded in ("198.51.100.1", "10.0.0.1, 127.0.0.1", "::1"):
        assert client_address("127.0.0.1", forwarded, ()) == "127.0.0.1"


def limited(house: House) -> None:
    """Three registrations an hour and address; five bad tokens a minute and address."""
    house.sql(
        "update core.rate_limit set updated_at = now(), allowed = case operation"
        " when 'account.register' then 3 else 5 end"
        " where operation in ('account.register', 'failed_identity') and scope = 'address'"
    )


@pytest.fixture
def houses(url: str, tmp_path: Path) -> Iterator[dict[str, House]]:
    """One that trusts no proxy and one that trusts this machine, one process each."""
    made = {}
    for name, proxies in (("alone", ""), ("behind", str(HERE[0]))):
        folder = tmp_path / name
        folder.mkdir()
        made[name] = House(url, folder, HX_WEB_WORKERS="1", HX_TRUSTED_PROXIES=proxies)
        limited(made[name])
    yield made
    for house in made.values():
        house.stop()


def serve_new_limits(house: House) -> None:
    """Until the process knows the limits as they are now."""
    version = house.sql("select (h).contract_version from core.health() as h")
    wait_until(
        lambda: requests.get(f"{house.base_url}/version", timeout=10).json()["contract"] == version
    )


def register(house: House, name: str, forwarded: str) -> requests.Response:
    """A registration that tells an address."""
    return house.person(name).post(
        "account.register",
        {
            "full_name": "Test Person",
            "birth_date": "1990-01-01",
            "accepted_terms_version": "2026-01",
        },
        **{"X-Forwarded-For": forwarded},
    )


def test_the_limit_of_an_address_over_http(houses: dict[str, House]) -> None:
    """An untrusted peer can't write himself a new address; behind a proxy each has his own."""
    alone, behind = houses["alone"], houses["behind"]
    answers = [register(alone, f"a{n}", f"198.51.100.{n}") for n in range(5)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429, 429]
    assert code(answers[-1]) == "HXA04"
    assert int(answers[-1].headers["Retry-After"]) > 3000
    assert alone.sql(
        "select array_agg(distinct c.subject) from core.rate_counter as c"
        " where c.operation = 'account.register' and c.scope = 'address'"
    ) == ["127.0.0.1/32"]

    answers = [register(behind, f"b{n}", f"198.51.100.{n}") for n in range(5)]
    assert {a.status_code for a in answers} == {200}
    answers = [register(behind, f"c{n}", f"192.0.2.{n}, 203.0.113.9") for n in range(5)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429, 429]
    # A household of IPv6 is one network of 64 bits.
    answers = [register(behind, f"d{n}", f"2001:db8:5:6::{n}") for n in range(5)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429, 429]
    assert register(behind, "d9", "2001:db8:5:7::1").status_code == 200


def test_bad_tokens_are_counted_by_address(houses: dict[str, House]) -> None:
    """In memory, too, with no address of one's own choice and no subject of a bad token."""

    def guess(house: House, number: int) -> int:
        return requests.get(
            f"{house.base_url}/v1/account.get_profile",
            headers={
                "Authorization": f"Bearer guess{number}",
                "X-Forwarded-For": f"198.51.100.{number}",
            },
            timeout=10,
        ).status_code

    for house in houses.values():
        serve_new_limits(house)
    assert [guess(houses["alone"], n) for n in range(7)] == [401] * 5 + [429] * 2
    assert [guess(houses["behind"], n) for n in range(7)] == [401] * 7
    assert [guess(houses["behind"], 77) for _ in range(7)] == [401] * 5 + [429] * 2
