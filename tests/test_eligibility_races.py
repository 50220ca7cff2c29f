"""What may be taken away while it is used: acceptance against whatever takes eligibility away.

Source: ELI-06 ELI-07 ELI-08 ELI-09.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from uuid import uuid4

import psycopg
import pytest

from clones import Connection, with_part
from people import Person, at_once, attempt, count, job, prove

ROUNDS = 10
ACCEPT = "select state from task.accept(%s)"
REVOKE = "select state from verification.revoke(%s, 'forged')"
VERIFY = "select state from verification.review(%s, 'VERIFIED', 'seen', now() + interval '1 year')"
SUBMIT = "select state from verification.submit_licence('it_networking', 'WA', 'IT-12345')"
CLOCK = "select verification.process_due()"


@pytest.fixture(autouse=True)
def proved(owner: Connection) -> Iterator[None]:
    """After every race profiles, credentials and books are proved; no clock failed."""
    yield
    prove(owner)
    assert count(owner, "select count(*) from core.clock_failure") == 0


@pytest.fixture(scope="module")
def admin(url: str) -> Connection:
    """An admin's session."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("select support.admin()")
    db = Person(url, "admin").db
    db.execute("set role hx_admin")
    return db


def licensed(url: str, owner: Connection, **more: str) -> tuple[Person, str]:
    """Somebody with a verified licence, and its id."""
    name = f"h{uuid4().hex[:10]}"
    told = {"kind": "licence", "trade": "it_networking", **more}
    given = ", ".join(f"{key} => '{value}'" for key, value in told.items())
    credential = attempt(owner, f"select support.credential(%s, {given})", name)
    return Person(url, name), credential


def work(owner: Connection, category: str = "it_networking") -> str:
    """Funded work that asks for a licence."""
    task = attempt(owner, "select support.task('poster', category => %s)", category)
    paid = "select support.deliver(support.payment_event(support.escrow_of(%s)))"
    assert attempt(owner, paid, task) == "funded"
    return task


def order(owner: Connection, *ids: str) -> str:
    """Which of the last moves of some rows came first, by their transactions' commit order."""
    query = (
        "select string_agg(v.aggregate || ' ' || v.to_state, ', ' order by v.recorded_at, v.id)"
        " from core.event v where v.aggregate_id = any (%s) and v.to_state in"
        " ('ACCEPTED', 'FAILED', 'EXPIRED', 'SUSPENDED')"
    )
    return attempt(owner, query, list(ids))


def account(owner: Connection, person: Person) -> str:
    """A person's id."""
    query = "select id from account.user where email = %s"
    return attempt(owner, query, f"{person.name}@example.test")


def test_revocation_against_accept(url: str, owner: Connection, admin: Connection) -> None:
    """Work is taken before the licence is revoked, or not at all."""
    for _ in range(ROUNDS):
        task = work(owner)
        person, credential = licensed(url, owner)
        accepted, revoked = at_once(
            [partial(person.call, ACCEPT, task), partial(attempt, admin, REVOKE, credential)]
        )
        # get_queue's item has no verdict of its own: the state is what was decided.
        assert (accepted, revoked) in {("ACCEPTED", "FAILED"), ("HX609", "FAILED")}
        wanted = (
            "task ACCEPTED, credential FAILED" if accepted == "ACCEPTED" else "credential FAILED"
        )
        assert order(owner, task, credential) == wanted
        person.db.close()


def test_expiry_against_accept(url: str, owner: Connection) -> None:
    """To the moment: who takes work took it before the licence expired, whatever the clock does."""
    taken = 0
    for turn in range(6):
        task = work(owner)
        person, credential = licensed(url, owner, lasts="1 second")
        until = "select extract(epoch from expires_at) from verification.credential where id = %s"
        expires = float(attempt(owner, until, credential))
        clock = job(url)

        def late(act: Callable[[], str], expires: float = expires, turn: int = turn) -> str:
            time.sleep(max(0.0, expires - time.time() + (turn - 3) * 0.15))
            return act()

        accepted, _ = at_once(
            [
                partial(late, partial(person.call, ACCEPT, task)),
                partial(late, partial(attempt, clock, CLOCK)),
            ]
        )
        assert accepted in {"ACCEPTED", "HX609"}
        if accepted == "ACCEPTED":
            taken += 1
            before = (
                "select t.accepted_at < k.expires_at from task.task t, verification.credential k"
            )
            assert (
                attempt(owner, f"{before} where t.id = %s and k.id = %s", task, credential)
                == "True"
            )
        while int(attempt(clock, CLOCK)):
            pass
        clock.close()
        person.db.close()
    assert 0 < taken < 6


def test_demotion_against_accept(url: str, owner: Connection) -> None:
    """A tier that falls takes its clearance with it: work is taken before, or not at all."""
    demote = "select trust._move(%s, 1, 'ADMIN_OVERRIDE')"
    for _ in range(ROUNDS):
        task = work(owner, "electrical")
        person, _ = licensed(url, owner, trade="electrician")
        owner.execute("select support.tier(%s, 2)", (person.name,))
        insured = "select support.credential(%s, 'insurance', 'electrician')"
        owner.execute(insured, (person.name,))
        with psycopg.connect(url, autocommit=True) as system:
            accepted, _ = at_once(
                [
                    partial(person.call, ACCEPT, task),
                    partial(attempt, system, demote, account(owner, person)),
                ]
            )
        assert accepted in {"ACCEPTED", "HX609"}
        again = work(owner, "electrical")
        assert person.call(ACCEPT, again) == "HX609"
        person.db.close()


def test_suspension_against_accept(url: str, owner: Connection, admin: Connection) -> None:
    """A suspension and an acceptance stand in one order."""
    suspend = "select state from admin.suspend(%s, 'a look', 3)"
    for _ in range(ROUNDS):
        task = work(owner)
        person, _ = licensed(url, owner)
        who = account(owner, person)
        accepted, suspended = at_once(
            [partial(person.call, ACCEPT, task), partial(attempt, admin, suspend, who)]
        )
        assert suspended == "SUSPENDED"
        assert accepted in {"ACCEPTED", "HX503", "HX609"}
        wanted = "task ACCEPTED, account SUSPENDED"
        assert order(owner, task, who) == (
            wanted if accepted == "ACCEPTED" else "account SUSPENDED"
        )
        person.db.close()


def test_two_inputs_at_once(url: str, owner: Connection, admin: Connection) -> None:
    """Tier, licence, wish and place change in four transactions at once: the profile shows all."""
    for turn in range(ROUNDS):
        name = f"two{turn}"
        handed = attempt(owner, "select support.submit(%s, trade => 'it_networking')", name)
        person = Person(url, name)
        who = account(owner, person)
        with (
            psycopg.connect(url, autocommit=True) as trust,
            psycopg.connect(url, autocommit=True) as place,
        ):
            at_once(
                [
                    partial(attempt, admin, VERIFY, handed),
                    partial(attempt, trust, "select trust._move(%s, 2, 'ADMIN_OVERRIDE')", who),
                    partial(
                        attempt, place, "update account.user set location_state = 'OR'"
                        " where id = %s returning id", who,
                    ),
                    partial(person.call, "select verification.set_willingness(null, true)"),
                ]
            )  # fmt: skip
        shown = (
            "select concat_ws(' ', p.location_state, p.tier, p.takes_urgent, v.trade) from"
            " verification.capability_profile p join verification.verified_trade v"
            " on v.account_id = p.account_id where p.account_id = %s"
        )
        assert attempt(owner, shown, who) == "OR 2 t it_networking"
        person.db.close()


def test_handed_in_twenty_times(url: str, owner: Connection) -> None:
    """Twenty submissions of one licence are one that waits."""
    for turn in range(3):
        name = f"many{turn}"
        owner.execute("select support.identified(%s)", (name,))
        sessions = [Person(url, name) for _ in range(20)]
        answers = at_once([partial(s.call, SUBMIT) for s in sessions])
        assert sorted(answers) == ["HXA03"] * 19 + ["PENDING"]
        for session in sessions:
            session.db.close()


def test_words_at_once(url: str, owner: Connection) -> None:
    """ELI-08: of words about one submission one is applied; a repeated event is answered alike."""
    word = (
        "select outcome from verification.resolve('checkr', %s, %s, 1, %s, 'told',"
        " now() + interval '1 year')"
    )
    for turn in range(ROUNDS):
        handed = attempt(owner, "select support.submit(%s, 'background')", f"word{turn}")
        workers = [job(url) for _ in range(8)]
        told = [(f"{turn}a", "VERIFIED")] * 4 + [(f"{turn}b", "FAILED")] * 4
        answers = at_once(
            [
                partial(attempt, db, word, event_id, handed, verdict)
                for db, (event_id, verdict) in zip(workers, told, strict=True)
            ]
        )
        assert {tuple(answers[:4]), tuple(answers[4:])} == {("applied",) * 4, ("contrary",) * 4}
        found = "select count(*) from audit.finding where subject_id = %s"
        assert count(owner, found, handed) == 1
        for db in workers:
            db.close()


def test_declared_twice(url: str, owner: Connection) -> None:
    """Two claims of one person are one."""
    declare = "select verification._declare(%s, %s, 'WA', array['moving'])"
    for turn in range(ROUNDS):
        person = Person(url, f"claim{turn}")
        person.db.execute("select account.register('Test Person', '1990-01-01', '2026-01')")
        who = account(owner, person)
        with (
            psycopg.connect(url, autocommit=True) as one,
            psycopg.connect(url, autocommit=True) as other,
        ):
            answers = at_once(
                [
                    partial(attempt, one, declare, who, "both"),
                    partial(attempt, other, declare, who, "hustler"),
                ]
            )
        assert sorted(answers) == ["", "HXA03"]
        person.db.close()


def test_everything_at_once(url: str, owner: Connection) -> None:
    """Acceptances, reviews, renewals, clocks, wishes and tiers of the same people: no deadlock."""
    names = [f"storm{n}" for n in range(4)]
    for name in names:
        owner.execute("select support.credential(%s, trade => 'it_networking',"
                      " lasts => interval '20 days')", (name,))  # fmt: skip
    tasks = [work(owner) for _ in range(24)]
    ended = time.monotonic() + 6
    answers: list[str] = []
    lock = threading.Lock()

    def again(act: Callable[[int], str]) -> str:
        turn = 0
        while time.monotonic() < ended:
            answer = act(turn)
            turn += 1
            with lock:
                answers.append(answer)
        return ""

    def staff() -> Connection:
        db = Person(url, "admin").db
        db.execute("set role hx_admin")
        return db

    people = [Person(url, name) for name in names]
    admins, clocks = [staff(), staff()], [job(url), job(url)]
    systems = [psycopg.connect(url, autocommit=True) for _ in range(3)]
    waiting = (
        "select coalesce(min(id::text), gen_random_uuid()::text) from verification.credential"
        " where state = 'PENDING'"
    )
    step = (
        "select trust._move(s.account_id, case s.tier when 1 then 2 else 1 end, 'ADMIN_OVERRIDE')"
        " from trust.standing s join account.user u on u.id = s.account_id where u.email = %s"
    )
    acts: list[Callable[[int], str]] = [
        *(lambda n, p=p: p.call(ACCEPT, tasks[n % len(tasks)]) for p in people),
        *(lambda n, p=p: p.call(SUBMIT) for p in map(partial(Person, url), names)),
        *(
            lambda n, p=p: p.call("select verification.set_willingness(null, %s)", n % 2 == 0)
            for p in map(partial(Person, url), names[:2])
        ),
        lambda n: attempt(admins[0], VERIFY, attempt(systems[0], waiting)),
        lambda n: attempt(admins[1], VERIFY, attempt(systems[1], waiting)),
        lambda n: attempt(clocks[0], CLOCK),
        lambda n: attempt(clocks[1], CLOCK),
        lambda n: attempt(systems[2], step, f"{names[n % 4]}@example.test"),
    ]
    at_once([partial(again, act) for act in acts])
    assert len(answers) > 100
    assert not {"40P01", "40001", "HXA10", "55P03"} & set(answers), set(answers)
    assert "ACCEPTED" in answers


def test_hurried_worker_meets_no_stale_profile(url: str, owner: Connection) -> None:
    """An acceptance waits for a change of the profile that is under way, and sees what it made."""
    person, credential = licensed(url, owner)
    task = work(owner)
    with psycopg.connect(with_part(url), autocommit=False) as slow:
        slow.execute("select trust._move(%s, 2, 'ADMIN_OVERRIDE')", (account(owner, person),))
        answers: list[str] = []
        thread = threading.Thread(
            target=lambda: answers.append(person.call(ACCEPT, task)), daemon=True
        )
        thread.start()
        time.sleep(0.3)
        assert answers == []
        slow.commit()
        thread.join(20)
    assert answers == ["ACCEPTED"]
    assert credential
    person.db.close()
