"""Everything that two sessions may try at once, tried by real sessions: one truth, no deadlock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from uuid import uuid4

import psycopg
import pytest

from clones import Connection
from people import (
    Person,
    at_once,
    attempt,
    count,
    deliver,
    escrow_of,
    event,
    fund,
    job,
    prove,
    seen_by_all,
)

ROUNDS = 15
COMPLETE = "select effective_xp from task.complete(%s)"
ACCEPT = "select state from task.accept(%s)"


@pytest.fixture(autouse=True)
def proved(owner: Connection) -> Iterator[None]:
    """After every race the books are proved."""
    yield
    prove(owner)


@pytest.fixture(scope="module")
def people(url: str) -> dict[str, Person]:
    """A poster who may cancel as he likes, and two hustlers, each with two sessions."""
    names = ("poster", "poster", "worker", "worker", "other", "other")
    keys = ("poster", "poster_too", "worker", "worker_too", "other", "other_too")
    made = {k: Person(url, n) for k, n in zip(keys, names, strict=True)}
    for name in ("poster", "worker", "other"):
        made[name].register()
    # The sessions opened before the account was there become it now.
    for person in made.values():
        person.db.execute("reset role")
        person.db.execute("select core.become(%s, 'test')", (f"{person.name}@example.test",))
        person.db.execute("set role hx_member")
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("update city.rule set new_poster_cancellations = 1000000")
    return made


def funded(owner: Connection, people: dict[str, Person]) -> str:
    """A funded task of the poster."""
    task = people["poster"].post()
    with psycopg.connect(owner.info.dsn, user="hx_job", autocommit=True) as worker:
        fund(owner, worker, task)
    return task


def submitted(owner: Connection, people: dict[str, Person]) -> str:
    """A task with a proof that waits."""
    task = funded(owner, people)
    assert people["worker"].call(ACCEPT, task) == "ACCEPTED"
    assert people["worker"].submit(task) == "SUBMITTED"
    return task


def state(owner: Connection, task: str) -> str:
    """States of a task and its escrow."""
    return attempt(
        owner,
        "select t.state || ' ' || e.state from task.task t join escrow.escrow e"
        " on e.task_id = t.id where t.id = %s",
        task,
    )


def test_hundred_accepts_have_one_winner(
    url: str, owner: Connection, people: dict[str, Person]
) -> None:
    """LIF-05 LIF-06: of a hundred hustlers one gets the task, 99 a clear refusal."""
    task = funded(owner, people)
    crowd = [Person(url, f"hustler{n}").register() for n in range(100)]
    answers = at_once([partial(person.call, ACCEPT, task) for person in crowd])
    assert sorted(answers) == ["ACCEPTED"] + ["HXA03"] * 99
    winner = crowd[answers.index("ACCEPTED")]
    assert attempt(
        owner,
        "select u.email from task.assignment a join account.user u on u.id = a.worker_id"
        " where a.task_id = %s and a.ended_at is null",
        task,
    ).startswith(winner.name)
    for person in crowd:
        person.db.close()


def test_accept_against_cancel(owner: Connection, people: dict[str, Person]) -> None:
    """LIF-06: either is first, the other is refused."""
    seen = set()
    for _ in range(ROUNDS):
        task = funded(owner, people)
        accepted, cancelled = at_once(
            [
                partial(people["worker"].call, ACCEPT, task),
                partial(people["poster"].call, "select state from task.cancel(%s)", task),
            ]
        )
        seen.add((accepted, cancelled))
        # What was taken a moment ago is cancelled for free.
        assert (accepted, cancelled) in {("ACCEPTED", "CANCELLED"), ("HXA03", "CANCELLED")}
        assert state(owner, task) == "CANCELLED REFUNDED"
    assert seen


def test_double_complete(owner: Connection, people: dict[str, Person]) -> None:
    """ESC-18 XPB-02 X2: completed twice at once it is paid and awarded once."""
    for _ in range(ROUNDS):
        task = submitted(owner, people)
        answers = at_once(
            [
                partial(people["poster"].call, COMPLETE, task),
                partial(people["poster_too"].call, COMPLETE, task),
            ]
        )
        assert answers == ["100", "100"]
        assert count(owner, "select count(*) from xp.entry where task_id = %s", task) == 1
        assert (
            count(
                owner,
                "select count(*) from ledger.journal j join escrow.escrow e on e.id = j.escrow_id"
                " where e.task_id = %s and j.kind = 'release'",
                task,
            )
            == 1
        )
        assert (
            count(
                owner,
                "select count(*) from settlement.settlement s join escrow.escrow e"
                " on e.id = s.escrow_id where e.task_id = %s",
                task,
            )
            == 1
        )


def test_hundred_completions(url: str, owner: Connection, people: dict[str, Person]) -> None:
    """P1 of failures.md: a hundred releases of one escrow are one, without deadlock."""
    task = submitted(owner, people)
    sessions = [Person(url, "poster") for _ in range(100)]
    answers = at_once([partial(s.call, COMPLETE, task) for s in sessions])
    assert set(answers) == {"100"}
    orders = (
        "select count(*) from settlement.settlement s join escrow.escrow e on e.id = s.escrow_id"
        " where e.task_id = %s"
    )
    assert count(owner, orders, task) == 1
    for session in sessions:
        session.db.close()


def test_complete_against_reject(owner: Connection, people: dict[str, Person]) -> None:
    """PRF-11: either the proof is rejected and nothing paid, or paid and nothing rejected."""
    for _ in range(ROUNDS):
        task = submitted(owner, people)
        proof = attempt(owner, "select id from proof.proof where task_id = %s", task)
        done, rejected = at_once(
            [
                partial(people["poster"].call, COMPLETE, task),
                partial(
                    people["poster_too"].call, "select state from proof.reject(%s, 'no')", proof
                ),
            ]
        )
        assert (done, rejected) in {("100", "HXA03"), ("HX301", "REJECTED")}
        assert state(owner, task) == ("COMPLETED RELEASED" if done == "100" else "ACCEPTED FUNDED")


def test_accept_proof_against_reject(owner: Connection, people: dict[str, Person]) -> None:
    """PRF-04 PRF-05: a proof has one verdict."""
    for _ in range(ROUNDS):
        task = submitted(owner, people)
        proof = attempt(owner, "select id from proof.proof where task_id = %s", task)
        answers = at_once(
            [
                partial(people["poster"].call, "select state from proof.accept(%s)", proof),
                partial(
                    people["poster_too"].call, "select state from proof.reject(%s, 'no')", proof
                ),
            ]
        )
        assert tuple(answers) in {("ACCEPTED", "HXA03"), ("HXA03", "REJECTED")}


def test_two_proofs_at_once(owner: Connection, people: dict[str, Person]) -> None:
    """PRF-03: one proof waits at a time."""
    for _ in range(ROUNDS):
        task = funded(owner, people)
        people["worker"].call(ACCEPT, task)
        answers = at_once(
            [partial(people["worker"].submit, task), partial(people["worker_too"].submit, task)]
        )
        assert sorted(answers) == ["HXA03", "SUBMITTED"]


def test_one_photo_for_two_tasks_at_once(owner: Connection, people: dict[str, Person]) -> None:
    """PRF-15: a picture proves one task, also when both proofs come together."""
    for _ in range(ROUNDS):
        tasks = [funded(owner, people), funded(owner, people)]
        people["worker"].call(ACCEPT, tasks[0])
        people["other"].call(ACCEPT, tasks[1])
        picture = uuid4().hex
        submit = (
            "select proof_state from task.submit_proof(%s, 'done', array[row(%s, 'image/png', 9,"
            f" encode(sha256('{picture}'::bytea), 'hex'))::proof.photo_input])"
        )
        answers = at_once(
            [
                partial(people["worker"].call, submit, tasks[0], f"a/{uuid4()}"),
                partial(people["other"].call, submit, tasks[1], f"b/{uuid4()}"),
            ]
        )
        assert sorted(answers) == ["HXA01", "SUBMITTED"]


def test_one_event_fifty_times(url: str, owner: Connection, people: dict[str, Person]) -> None:
    """ESC-15 ESC-17 STL-04: delivered and processed 50 times at once it funds once."""
    task = people["poster"].post()
    escrow = escrow_of(owner, task)
    body = event(escrow, intent="pi_fifty")
    workers = [job(url) for _ in range(50)]
    answers = at_once([partial(deliver, worker, body) for worker in workers])
    assert set(answers) == {"funded"}
    assert count(owner, "select count(*) from stripe.event where body like %s", f"%{escrow}%") == 1
    assert count(owner, "select count(*) from ledger.journal where escrow_id = %s", escrow) == 1
    for worker in workers:
        worker.close()


def test_one_fact_under_many_ids(url: str, owner: Connection, people: dict[str, Person]) -> None:
    """S-P13: ten event ids of one payment have one effect."""
    workers = [job(url) for _ in range(10)]
    for _ in range(3):
        escrow = escrow_of(owner, people["poster"].post())
        answers = at_once(
            [partial(deliver, w, event(escrow, intent=f"pi_{escrow}")) for w in workers]
        )
        assert sorted(answers) == ["funded"] + ["same_fact"] * 9
        assert count(owner, "select count(*) from ledger.journal where escrow_id = %s", escrow) == 1
    for worker in workers:
        worker.close()


def test_two_payments_for_one_escrow(
    url: str, owner: Connection, people: dict[str, Person]
) -> None:
    """ESC-17: of two intents one funds, the other goes back whole."""
    workers = [job(url) for _ in range(4)]
    for _ in range(5):
        escrow = escrow_of(owner, people["poster"].post())
        answers = at_once(
            [partial(deliver, w, event(escrow, intent=f"pi_{uuid4()}")) for w in workers]
        )
        assert sorted(answers) == ["funded"] + ["suspended_and_refunded"] * 3
        assert (
            count(
                owner,
                "select sum(amount_cents) from settlement.settlement where escrow_id = %s",
                escrow,
            )
            == 30000
        )
    for worker in workers:
        worker.close()


def test_one_payment_for_two_escrows(
    url: str, owner: Connection, people: dict[str, Person]
) -> None:
    """E2 of failures.md: one payment intent funds one of two escrows, whoever is first."""
    workers = [job(url), job(url)]
    for _ in range(ROUNDS):
        escrows = [escrow_of(owner, people["poster"].post()) for _ in range(2)]
        intent = f"pi_{uuid4()}"
        answers = at_once(
            [
                partial(deliver, w, event(e, intent=intent))
                for w, e in zip(workers, escrows, strict=True)
            ]
        )
        assert sorted(answers) == ["funded", "same_fact"]
        journals = "select count(*) from ledger.journal where escrow_id = any (%s)"
        assert count(owner, journals, escrows) == 1
    for worker in workers:
        worker.close()


def test_payment_against_cancel(url: str, owner: Connection, people: dict[str, Person]) -> None:
    """ESC-16: paid and cancelled at once, the money is refunded either way."""
    worker = job(url)
    for _ in range(ROUNDS):
        task = people["poster"].post()
        escrow = escrow_of(owner, task)
        paid, cancelled = at_once(
            [
                partial(deliver, worker, event(escrow, intent=f"pi_{escrow}")),
                partial(people["poster"].call, "select state from task.cancel(%s)", task),
            ]
        )
        assert paid in {"funded", "suspended_and_refunded"}
        assert cancelled == "CANCELLED"
        assert state(owner, task) == "CANCELLED REFUNDED"
        assert (
            count(
                owner,
                "select sum(amount_cents) from settlement.settlement where escrow_id = %s"
                " and kind = 'refund'",
                escrow,
            )
            == 10000
        )
    worker.close()


def test_payment_against_its_own_cancellation(
    url: str, owner: Connection, people: dict[str, Person]
) -> None:
    """ESC-20: succeeded and canceled of one intent: funded, or void and refunded."""
    workers = [job(url), job(url)]
    for _ in range(ROUNDS):
        task = people["poster"].post()
        people["poster"].call("select escrow.create_intent(%s)", task)
        escrow = escrow_of(owner, task)
        owner.execute(
            "update stripe.intent set state = 'READY', provider_intent_id = %s"
            " where escrow_id = %s",
            (f"pi_{escrow}", escrow),
        )
        bodies = [event(escrow, intent=f"pi_{escrow}", kind=k) for k in ("succeeded", "canceled")]
        answers = at_once([partial(deliver, w, b) for w, b in zip(workers, bodies, strict=True)])
        assert tuple(answers) in {
            ("funded", "recorded"),
            ("suspended_and_refunded", "voided"),
        }
        expected = "OPEN FUNDED" if answers[0] == "funded" else "CANCELLED REFUNDED"
        assert state(owner, task) == expected
    for worker in workers:
        worker.close()


def test_registered_twenty_times(url: str, owner: Connection) -> None:
    """S-Q11: twenty registrations of one identity are one account."""
    register = "select id from account.register('New Comer', '1990-01-01', '2026-01')"
    for turn in range(5):
        sessions = [Person(url, f"newcomer{turn}") for _ in range(20)]
        answers = at_once([partial(s.call, register) for s in sessions])
        assert len(set(answers)) == 1
        made = "select count(*) from account.user where email = %s"
        assert count(owner, made, f"newcomer{turn}@example.test") == 1
        for session in sessions:
            session.db.close()


def test_intent_ordered_twenty_times(
    url: str, owner: Connection, people: dict[str, Person]
) -> None:
    """ESC-02 ESC-17: twenty orders of one payment are one intent."""
    task = people["poster"].post()
    sessions = [Person(url, "poster") for _ in range(20)]
    order = "select intent_id from escrow.create_intent(%s)"
    answers = at_once([partial(s.call, order, task) for s in sessions])
    assert len(set(answers)) == 1
    for session in sessions:
        session.db.close()


def test_two_awards_to_one_worker(owner: Connection, url: str, people: dict[str, Person]) -> None:
    """XPB-05 X2 X16: two posters complete two tasks of one worker at once: both count, one day."""
    second = {**people, "poster": Person(url, "second").register()}
    for _ in range(ROUNDS):
        tasks = [submitted(owner, people), submitted(owner, second)]
        total = (
            "select total_xp from xp.progress p join account.user u on u.id = p.account_id"
            " where u.email = 'worker@example.test'"
        )
        before = count(owner, total)
        answers = at_once(
            [
                partial(people["poster"].call, COMPLETE, tasks[0]),
                partial(second["poster"].call, COMPLETE, tasks[1]),
            ]
        )
        assert answers == ["100", "100"]
        assert count(owner, total) == before + 200
        assert count(owner, total.replace("total_xp", "streak_days")) == 1


def test_ban_against_accept(url: str, owner: Connection, people: dict[str, Person]) -> None:
    """S1: a ban and an acceptance stand in one order; after the ban nothing is accepted."""
    for turn in range(ROUNDS):
        task = funded(owner, people)
        person = Person(url, f"banned{turn}").register()
        ban = f"update account.user set state = 'BANNED' where email = '{person.name}@example.test'"
        with psycopg.connect(url, autocommit=True) as admin:
            accepted, _ = at_once(
                [
                    partial(person.call, ACCEPT, task),
                    partial(attempt, admin, ban + " returning state"),
                ]
            )
        assert accepted in {"ACCEPTED", "HX503"}
        versions = attempt(
            owner,
            "select string_agg(v.aggregate, ' ' order by v.recorded_at) from core.event v"
            " where v.to_state in ('ACCEPTED', 'BANNED') and (v.aggregate_id = %s or"
            " v.aggregate_id = (select id from account.user where email = %s))",
            task,
            f"{person.name}@example.test",
        )
        assert versions == ("task account" if accepted == "ACCEPTED" else "account")
        person.db.close()


def test_pause_against_accept(owner: Connection, people: dict[str, Person]) -> None:
    """Nobody is paused with work that he took, whichever is first; the other is refused."""
    for _ in range(ROUNDS):
        task = funded(owner, people)
        accepted, paused = at_once(
            [
                partial(people["other"].call, ACCEPT, task),
                partial(people["other_too"].call, "select state from account.pause()"),
            ]
        )
        assert (accepted, paused) in {("ACCEPTED", "HXA03"), ("HX602", "PAUSED")}
        people["other"].call("select state from account.resume()")
        if accepted == "ACCEPTED":
            people["other"].call("select state from task.abandon(%s)", task)


def test_transfers_in_both_directions(
    url: str, owner: Connection, people: dict[str, Person]
) -> None:
    """LED-008: opposite transfers between two people never deadlock, and no cent is lost."""
    ids = [
        attempt(owner, "select id from account.user where email = %s", f"{name}@example.test")
        for name in ("worker", "other")
    ]
    post = (
        "select ledger._post('adjustment', gen_random_uuid(), null, 'USD', array["
        "row('payable', %s::uuid, -1)::ledger.leg, row('payable', %s::uuid, 1)::ledger.leg])"
    )
    for person in ids:
        owner.execute(
            "select ledger._post('adjustment', gen_random_uuid(), null, 'USD', array["
            "row('stripe', null, -5000)::ledger.leg, row('payable', %s::uuid, 5000)::ledger.leg])",
            (person,),
        )
    total = "select sum(balance_cents) from ledger.account where kind = 'payable'"
    before = count(owner, total)
    sessions = [psycopg.connect(url, autocommit=True) for _ in range(8)]

    def pay(session: Connection, pair: list[str]) -> str:
        answers = {len(attempt(session, post, *pair)) for _ in range(100)}
        return "paid" if answers == {36} else "refused"

    pairs = [ids, ids[::-1]] * 4
    answers = at_once([partial(pay, s, p) for s, p in zip(sessions, pairs, strict=True)])
    assert set(answers) == {"paid"}
    assert count(owner, total) == before
    for session in sessions:
        session.close()


def test_profile_changed_at_once(url: str, owner: Connection, people: dict[str, Person]) -> None:
    """Two changes of one profile, and an acceptance beside them, wait and do not deadlock."""
    rename = "select default_mode from account.update_profile(default_mode => 'worker')"
    sessions = [Person(url, "worker") for _ in range(4)]
    for _ in range(ROUNDS):
        task = funded(owner, people)
        answers = at_once(
            [partial(s.call, rename) for s in sessions]
            + [partial(people["worker_too"].call, ACCEPT, task)]
        )
        assert answers == ["worker"] * 4 + ["ACCEPTED"]
    for session in sessions:
        session.db.close()


def test_new_poster_cancels_at_once(url: str, owner: Connection, people: dict[str, Person]) -> None:
    """Eight cancellations at once are three, as one after the other."""
    allowed = count(owner, "select new_poster_cancellations from city.rule")
    owner.execute("update city.rule set new_poster_cancellations = 3")
    for turn in range(5):
        poster = Person(url, f"fickle{turn}").register()
        tasks = [funded(owner, {**people, "poster": poster}) for _ in range(8)]
        sessions = [Person(url, poster.name) for _ in tasks]
        answers = at_once(
            [
                partial(s.call, "select state from task.cancel(%s)", task)
                for s, task in zip(sessions, tasks, strict=True)
            ]
        )
        assert sorted(answers) == ["CANCELLED"] * 3 + ["HXA03"] * 5
        for session in (poster, *sessions):
            session.db.close()
    owner.execute("update city.rule set new_poster_cancellations = %s", (allowed,))


def test_storage_keys_crosswise(url: str, owner: Connection, people: dict[str, Person]) -> None:
    """PRF-19: two proofs that name the same storage keys in opposite order don't deadlock."""
    submit = "select proof_state from task.submit_proof(%s, 'done', array[{}])"

    def photos(keys: list[str]) -> str:
        return ", ".join(
            f"row('{key}', 'image/jpeg', 9, '{uuid4().hex * 2}')::proof.photo_input" for key in keys
        )

    third = {**people, "worker": Person(url, "third").register()}
    for _ in range(ROUNDS):
        tag = uuid4().hex
        tasks = [funded(owner, people) for _ in range(3)]
        keys = [f"{tag}/{name}" for name in ("a", "m1", "m2", "b")]
        workers = [people["worker"], people["other"], third["worker"]]
        for worker, task in zip(workers, tasks, strict=True):
            assert worker.call(ACCEPT, task) == "ACCEPTED"
        orders = [[keys[0], keys[1], keys[3]], [keys[3], keys[2], keys[0]], keys[1:3]]
        # The third holds both up while they take their first keys.
        third["worker"].db.execute("begin")
        held = third["worker"].call(submit.format(photos(orders[2])), tasks[2])
        assert held == "SUBMITTED"
        waiting = (
            "select count(*) from pg_locks join pg_stat_activity using (pid)"
            " where not granted and datname = current_database()"
        )

        def let_go() -> str:
            while count(owner, waiting) < 2:  # noqa: B023
                pass
            third["worker"].db.execute("rollback")
            return "let go"

        answers = at_once(
            [
                partial(workers[0].call, submit.format(photos(orders[0])), tasks[0]),
                partial(workers[1].call, submit.format(photos(orders[1])), tasks[1]),
                let_go,
            ]
        )
        assert sorted(answers[:2]) == ["HXA01", "SUBMITTED"]


def test_first_accounts_are_made_in_one_order(
    url: str, owner: Connection, people: dict[str, Person]
) -> None:
    """LED-008: two postings that make the same first accounts crosswise never deadlock."""
    post = (
        "select 'posted' from ledger._post('adjustment', gen_random_uuid(), null, 'USD', array["
        "row('payable', %s::uuid, 10)::ledger.leg, row('payable', %s::uuid, 10)::ledger.leg,"
        " row('payable', %s::uuid, 10)::ledger.leg, row('stripe', null, -30)::ledger.leg])"
    )
    sessions = [psycopg.connect(url, autocommit=True) for _ in range(2)]
    for turn in range(3):
        first, held, last = (
            attempt(
                Person(url, f"fresh{turn}{n}").register().db,
                "select id from account.get_profile()",
            )
            for n in range(3)
        )
        with psycopg.connect(url) as between:
            # Both wait here, each with what it has made, until this one gives up.
            between.execute("select ledger._account_id('payable', %s, 'USD')", (held,))
            waits = [
                partial(attempt, sessions[0], post, first, held, last),
                partial(attempt, sessions[1], post, last, held, first),
                partial(give_up_when_both_wait, owner, between),
            ]
            assert at_once(waits)[:2] == ["posted", "posted"]
    for session in sessions:
        session.close()


def give_up_when_both_wait(owner: Connection, between: Connection) -> str:
    """Roll a session back as soon as two others wait for a lock."""
    waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
    for _ in range(200):
        if count(owner, waiting + " and datname = current_database()") == 2:
            break
        time.sleep(0.01)
    between.rollback()
    return "rolled back"


def test_snapshots_beside_postings(url: str, owner: Connection, people: dict[str, Person]) -> None:
    """LED-006: snapshots taken while money moves sum what is there, and every balance follows."""
    post = (
        "select ledger._post('adjustment', gen_random_uuid(), null, 'USD', array["
        "row('stripe', null, -1)::ledger.leg, row('fee', null, 1)::ledger.leg])"
    )
    sessions = [psycopg.connect(url, autocommit=True) for _ in range(5)]

    def pay(session: Connection) -> str:
        return str({len(attempt(session, post)) for _ in range(100)})

    def snap(session: Connection) -> str:
        return str({attempt(session, "select ledger.take_snapshots() > 0") for _ in range(20)})

    answers = at_once([partial(snap, sessions[0]), *(partial(pay, s) for s in sessions[1:])])
    assert answers[1:] == ["{36}"] * 4
    assert set(answers[0]) <= set("{'True', 'False'}")
    attempt(sessions[1], post)
    seen_by_all(owner)  # what tests beside this one had open kept the snapshots behind it
    attempt(sessions[0], "select ledger.take_snapshots()")
    wrong = (
        "select count(*) from ledger.account as a where ledger.balance(a.id) <> (select"
        " coalesce(sum(e.amount_cents), 0) from ledger.entry as e where e.account_id = a.id)"
    )
    assert count(owner, "select count(distinct horizon) from ledger.snapshot") > 1
    assert count(owner, wrong) == 0
    for session in sessions:
        session.close()


def test_two_zones_on_one_ground_at_once(url: str, owner: Connection) -> None:
    """CIT-02: two sessions draw zones over each other; one is kept, the other refused."""
    owner.execute(
        "insert into city.city (code, name, state_code, time_zone, boundary) values ('raced',"
        " 'Raced', 'ZZ', 'America/Los_Angeles', ext.st_makeenvelope(0, 0, 9, 9, 4326))"
    )
    add = (
        "insert into city.zone (city_id, code, name, boundary) select id, %s, 'Raced',"
        " ext.st_multi(ext.st_makeenvelope(%s, 0, %s, 1, 4326)) from city.city"
        " where code = 'raced' returning 'DRAWN'"
    )
    sessions = [psycopg.connect(url, autocommit=True) for _ in range(2)]
    for n in range(ROUNDS):
        left, right = sessions
        answers = at_once(
            [
                partial(attempt, left, add, f"left_{chr(97 + n)}", 0, 2),
                partial(attempt, right, add, f"right_{chr(97 + n)}", 1, 3),
            ]
        )
        assert sorted(answers) == ["DRAWN", "HXA01"]
        owner.execute("delete from city.zone where name = 'Raced'")
    owner.execute("delete from city.city where code = 'raced'")
    for session in sessions:
        session.close()
