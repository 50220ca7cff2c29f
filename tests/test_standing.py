"""Standing on real connections: two reviewers at once, three days late, and identities confirmed.

TRU-02 TRU-06 TRU-07 X12 X13 X16.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import psycopg
import pytest

from clones import Connection
from people import Person, at_once, attempt, count, fund, job, prove

REVIEW = "select trust_review.process_due()"
CONFIRM = "select account.confirm_identity(%s, %s)"
ACCEPT = "select state from task.accept(%s)"
ENTRIES = (
    "select string_agg(e.old_tier || e.reason || e.new_tier, ' ' order by e.id) from trust.entry e"
    " where e.account_id = %s"
)


@pytest.fixture(autouse=True)
def proved(owner: Connection) -> Iterator[None]:
    """Each test begins at the real time; after it nothing failed and the books are proved."""
    owner.execute("select support.set_clock(interval '0')")
    yield
    owner.execute("select support.set_clock(interval '0')")
    assert count(owner, "select count(*) from core.clock_failure") == 0
    prove(owner)


@pytest.fixture
def workers(url: str) -> Iterator[list[Connection]]:
    """Sessions of four workers."""
    made = [job(url) for _ in range(4)]
    yield made
    for one in made:
        one.close()


def account_of(owner: Connection, person: Person) -> str:
    """The id of a person's account."""
    return attempt(
        owner, "select id from account.user where email = %s", f"{person.name}@example.test"
    )


def verified(url: str, owner: Connection, worker: Connection, name: str) -> str:
    """A hustler of tier 2; his account's id."""
    hustler = Person(url, name).register()
    account = account_of(owner, hustler)
    attempt(worker, CONFIRM, account, "passport seen")
    for number in range(5):
        poster = Person(url, f"{name}_poster{number}").register()
        task = poster.post()
        fund(owner, worker, task)
        assert hustler.call(ACCEPT, task) == "ACCEPTED"
        assert hustler.submit(task) == "SUBMITTED"
        assert poster.call("select state from task.complete(%s)", task) == "COMPLETED"
        poster.db.close()
    hustler.db.close()
    assert attempt(owner, ENTRIES, account) == "1PROMOTION2"
    return account


def test_two_reviewers_at_once(url: str, owner: Connection, workers: list[Connection]) -> None:
    """Of four reviewers, days after all were due, one looks at each person, and demotes once."""
    accounts = [verified(url, owner, workers[0], f"idle{n}") for n in range(3)]
    owner.execute("select support.set_clock(interval '94 days')")
    for turn in range(3):
        taken = at_once([partial(attempt, one, REVIEW) for one in workers])
        # A reviewer who finds a row locked leaves it to its holder.
        assert sum(int(t) for t in taken) == (len(accounts) if turn == 0 else 0)
    for account in accounts:
        assert attempt(owner, ENTRIES, account) == "1PROMOTION2 2INACTIVITY1"
    due = "select count(*) from trust.standing where tier > 1 and review_due_at <= core.now()"
    assert count(owner, due) == 0


def test_review_beside_a_completion(url: str, owner: Connection, workers: list[Connection]) -> None:
    """A completion and a demotion at once stand in one order, without deadlock, one step each."""
    account = verified(url, owner, workers[0], "busy")
    poster, hustler = (Person(url, n) for n in ("busy_poster0", "busy"))
    task = poster.post()
    fund(owner, workers[0], task)
    assert hustler.call(ACCEPT, task) == "ACCEPTED"
    assert hustler.submit(task) == "SUBMITTED"
    owner.execute("select support.set_clock(interval '94 days')")
    poster.db.close()
    poster = Person(url, poster.name)
    done, *_ = at_once(
        [
            partial(poster.call, "select state from task.complete(%s)", task),
            *(partial(attempt, one, REVIEW) for one in workers[:2]),
        ]
    )
    assert done == "COMPLETED"
    # The completion promotes again whom the review demoted before it, or keeps the tier.
    assert attempt(owner, ENTRIES, account) in {
        "1PROMOTION2",
        "1PROMOTION2 2INACTIVITY1",
        "1PROMOTION2 2INACTIVITY1 1PROMOTION2",
    }
    poster.db.close()
    hustler.db.close()


def test_identity_confirmed_at_once(url: str, owner: Connection, workers: list[Connection]) -> None:
    """A provider's worker confirms an identity for a reason, once however often he is told."""
    person = Person(url, "told_twice").register()
    account = account_of(owner, person)
    person.db.close()
    assert attempt(workers[0], "select account.confirm_identity(%s, null)", account) == "HXA01"
    answers = at_once([partial(attempt, one, CONFIRM, account, "passport") for one in workers])
    assert len(set(answers)) == 1
    told = (
        "select count(*) from core.event where event = 'identity_confirmed' and aggregate_id = %s"
    )
    assert count(owner, told, account) == 1


def test_two_admins_confirm_each_other(url: str, owner: Connection) -> None:
    """Each locks both accounts in one order: both confirm, without deadlock."""
    for turn in range(10):
        pair = [Person(url, f"admin{turn}{which}").register() for which in "ab"]
        accounts = [account_of(owner, admin) for admin in pair]
        for admin, account in zip(pair, accounts, strict=True):
            owner.execute("insert into account.staff values (%s, 'hx_admin')", (account,))
            admin.db.execute("reset role")
            admin.db.execute("set role hx_admin")
        answers = at_once(
            [
                partial(admin.call, CONFIRM, other, "passport")
                for admin, other in zip(pair, accounts[::-1], strict=True)
            ]
        )
        assert "40P01" not in answers
        verified = "select count(*) from account.user where id = any (%s::uuid[])"
        assert count(owner, verified + " and identity_verified_at is not null", accounts) == 2
        for admin in pair:
            admin.db.close()


def test_nobody_else_reviews(url: str) -> None:
    """The clock of standing and the confirmation are no member's."""
    person = Person(url, "curious").register()
    for statement in (REVIEW, CONFIRM.replace("%s", "gen_random_uuid()", 1) % "'x'"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            person.db.execute(statement.encode())
    person.db.close()
