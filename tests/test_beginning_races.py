"""Joining, onboarding and drafts on real connections at once. ADM-08 A2 A28.

An invitation is never used once too often, a draft becomes one task, a claim is made once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from uuid import uuid4

import psycopg
import pytest

from clones import Connection
from people import Person, at_once, attempt, count, job, prove

ROUNDS = 10
JOIN = "select id from account.register('Nora New', '1990-01-01', '2026-01', %s)"
POST = "select id from task.post_draft(%s)"
COMPLETE = "select phase from onboarding.complete(true)"
CLOCK = "select task.process_due_drafts()"


@pytest.fixture(autouse=True)
def proved(owner: Connection) -> Iterator[None]:
    """It begins at the real time; after every race all is proved, and nothing failed unseen."""
    owner.execute("select support.set_clock(interval '0')")
    yield
    owner.execute("select support.set_clock(interval '0')")
    prove(owner)
    assert count(owner, "select count(*) from core.clock_failure") == 0


def ready(url: str, name: str) -> str:
    """A draft that may be posted, of somebody by name."""
    with psycopg.connect(url, autocommit=True) as db:
        row = db.execute("select support.draft_in('READY', %s)", (name,)).fetchone()
    assert row
    return str(row[0])


def test_the_last_use_of_an_invitation(url: str, owner: Connection) -> None:
    """Five join by an invitation for three: three do, the others are told that it is no use."""
    owner.execute("select support.admin()")
    for _ in range(ROUNDS):
        code = uuid4().hex[:12].upper()
        owner.execute(
            "insert into account.invite (code, maximum_uses, expires_at, made_by) select %s, 3,"
            " now() + interval '1 day', id from account.user where email = 'admin@example.test'",
            (code,),
        )
        people = [Person(url, uuid4().hex) for _ in range(5)]
        answers = at_once([partial(p.call, JOIN, code) for p in people])
        for person in people:
            person.db.close()
        assert sorted(a for a in answers if len(a) == 5) == ["HXA01", "HXA01"]
        assert count(owner, "select uses from account.invite where code = %s", code) == 3
        redeemed = (
            "select count(*) from account.invite_redemption as r join account.invite as i"
            " on i.id = r.invite_id where i.code = %s"
        )
        assert count(owner, redeemed, code) == 3


def test_the_last_place_of_the_beta(url: str, owner: Connection) -> None:
    """Two join where there is one place: one does."""
    owner.execute("update core.flag set is_on = true where name = 'beta_mode'")
    try:
        for _ in range(ROUNDS):
            owner.execute(
                "update core.setting set value = (select count(*) + 1 from account.user)"
                " where name = 'beta_accounts'"
            )
            people = [Person(url, uuid4().hex) for _ in range(3)]
            answers = at_once([partial(p.call, JOIN, None) for p in people])
            for person in people:
                person.db.close()
            assert sorted(a for a in answers if len(a) == 5) == ["HX503", "HX503"]
    finally:
        owner.execute("update core.flag set is_on = false where name = 'beta_mode'")


def test_two_post_one_draft(url: str, owner: Connection) -> None:
    """Two sessions of one person post his draft at once: one task, which both are answered."""
    for number in range(ROUNDS):
        name = f"drafter{number}"
        draft = ready(url, name)
        sessions = [Person(url, name) for _ in range(3)]
        answers = at_once([partial(s.call, POST, draft) for s in sessions])
        for session in sessions:
            session.db.close()
        assert len(set(answers)) == 1
        made = "select count(*) from task.task as t join account.user as u on u.id = t.poster_id"
        assert count(owner, f"{made} where u.email = %s", f"{name}@example.test") == 1


def test_two_start_one_draft(url: str, owner: Connection) -> None:
    """Two drafts are begun at once: there is one, and the other is told so."""
    for number in range(ROUNDS):
        sessions = [Person(url, f"starter{number}").register() for _ in range(2)]
        begin = "select state from task.start_draft(title => 'A couch')"
        answers = sorted(at_once([partial(s.call, begin) for s in sessions]))
        for session in sessions:
            session.db.close()
        assert answers == ["DRAFT", "HXA03"]


def test_expiry_against_post(url: str, owner: Connection) -> None:
    """The clock and its poster meet at a draft that is due: it is abandoned or posted, not both."""
    outcomes = set()
    for number in range(ROUNDS):
        name = f"late{number}"
        draft = ready(url, name)
        owner.execute("select support.set_clock(interval '61 minutes')")
        poster = Person(url, name)
        with job(url) as worker:
            posted, _taken = at_once(
                [partial(poster.call, POST, draft), partial(attempt, worker, CLOCK)]
            )
        state = attempt(owner, "select state from task.draft where id = %s", draft)
        assert (state, posted == "HXA03") in (("POSTED", False), ("ABANDONED", True)), posted
        outcomes.add(state)
        poster.db.close()
        owner.execute("select support.set_clock(interval '0')")
    assert outcomes <= {"POSTED", "ABANDONED"}


def test_two_complete_one_onboarding(url: str, owner: Connection) -> None:
    """Two sessions end one onboarding: what was said is declared once."""
    for number in range(ROUNDS):
        name = f"beginner{number}"
        owner.execute("select support.journey_in('TUTORIAL', %s)", (name,))
        sessions = [Person(url, name) for _ in range(2)]
        answers = at_once([partial(s.call, COMPLETE) for s in sessions])
        for session in sessions:
            session.db.close()
        assert answers == ["COMPLETED", "COMPLETED"]
        claims = "select count(*) from verification.claim as c join account.user as u"
        mail = f"{name}@example.test"
        assert count(owner, f"{claims} on u.id = c.account_id where u.email = %s", mail) == 1


def test_two_calibrate_at_once(url: str, owner: Connection) -> None:
    """Two different calibrations of one person at once: one counts, the other comes too late."""
    ask = (
        "select version from onboarding.submit_calibration(%s, 'communication', 'limited',"
        " 'fair', 'autonomous')"
    )
    for number in range(ROUNDS):
        name = f"asked{number}"
        owner.execute("select support.newcomer(%s)", (name,))
        sessions = [Person(url, name) for _ in range(2)]
        answers = at_once(
            [partial(s.call, ask, m) for s, m in zip(sessions, ("income", "both"), strict=True)]
        )
        for session in sessions:
            session.db.close()
        assert sorted(answers) == ["1.2.0", "HXA03"]
