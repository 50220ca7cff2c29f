"""Acts of staff that meet each other and the people whom they are about: one truth. S4 S-A2."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import psycopg
import pytest

from clones import Connection
from house import wait_until
from people import TIMEOUT, Person, at_once, attempt, count, prove

ROUNDS = 10


@pytest.fixture(autouse=True)
def proved(owner: Connection) -> Iterator[None]:
    """After every race the books are proved, and no row failed behind a sub-block."""
    yield
    prove(owner)
    assert count(owner, "select count(*) from core.failure") == 0


@pytest.fixture(autouse=True, scope="module")
def staff(url: str) -> None:
    """Three admins."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("select support.admin('admin'), support.admin('second'), support.admin('third')")


def person(url: str, name: str, role: str = "hx_member") -> Connection:
    """A session in which somebody acts, in a role."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("select support.person(%s)", (name,))
    acting = Person(url, name).db
    acting.execute(f"set role {role}".encode())
    return acting


def test_one_approval_is_used_once(url: str, owner: Connection) -> None:
    """Two admins do what a third approved: one does it, the other is told what is there."""
    owner.execute("update core.setting set value = '1' where name = 'two_person_cents'")
    with (
        person(url, "admin", "hx_admin") as one,
        person(url, "third", "hx_admin") as other,
        person(url, "second", "hx_admin") as approver,
    ):
        for _ in range(ROUNDS):
            task = attempt(owner, "select support.task_in('ACCEPTED')")
            escrow = attempt(owner, "select support.escrow_of(%s)", task)
            asked = attempt(
                one,
                "select id from admin.request_approval('escrow.refund', %s, 10000, 'a hoax')",
                escrow,
            )
            act = "select state from escrow.refund(%s, 'a hoax')"
            refused, _approved = at_once(
                [
                    partial(attempt, one, act, escrow),
                    partial(attempt, approver, "select id from admin.approve(%s, 'yes')", asked),
                ]
            )
            assert refused in ("HX506", "REFUNDED")
            assert at_once([partial(attempt, who, act, escrow) for who in (one, other)]) == [
                "REFUNDED",
                "REFUNDED",
            ]
            acts = "select count(*) from admin.action where approval_id = %s"
            assert count(owner, acts, asked) == 1


def test_ban_against_accept(url: str, owner: Connection) -> None:
    """Either the worker was first and his work is held, or he is banned and takes none."""
    with person(url, "admin", "hx_admin") as staff:
        for number in range(ROUNDS):
            name = f"taker{number}"
            task = attempt(owner, "select support.task_in('OPEN')")
            with person(url, name) as worker:
                account = attempt(owner, "select support.person(%s)", name)
                accepted, banned = at_once(
                    [
                        partial(attempt, worker, "select state from task.accept(%s)", task),
                        partial(
                            attempt,
                            staff,
                            "select held_tasks from admin.ban(%s, 'a fraud')",
                            account,
                        ),
                    ]
                )
            assert (accepted, banned) in [("ACCEPTED", "1"), ("HX503", "0")]
            held = (
                "select count(*) from escrow.hold as h"
                " join escrow.escrow as e on e.id = h.escrow_id"
                " where e.task_id = %s and h.closed_at is null"
            )
            assert count(owner, held, task) == int(banned)


def test_ban_of_both_parties(url: str, owner: Connection) -> None:
    """Two admins ban poster and worker of the same tasks at once: nothing is stuck, all is held."""
    with person(url, "admin", "hx_admin") as one, person(url, "second", "hx_admin") as other:
        for number in range(ROUNDS):
            pair = f"poster{number}", f"worker{number}"
            for _ in range(3):
                owner.execute("select support.task_in('PROOF_SUBMITTED', %s, %s)", pair)
            owner.execute("select support.task_in('OPEN', %s)", pair[:1])
            accounts = [attempt(owner, "select support.person(%s)", name) for name in pair]
            answers = at_once(
                [
                    partial(attempt, staff, "select state from admin.ban(%s, 'a ring')", account)
                    for staff, account in zip((one, other), accounts, strict=True)
                ]
            )
            assert answers == ["BANNED", "BANNED"]
            held = (
                "select count(*) from escrow.hold as h"
                " join escrow.escrow as e on e.id = h.escrow_id"
                " join task.task as t on t.id = e.task_id"
                " where t.poster_id = %s and h.kind = 'SAFETY' and h.closed_at is null"
            )
            assert count(owner, held, accounts[0]) == 3
            open_tasks = "select count(*) from task.task where poster_id = %s and state = 'OPEN'"
            assert count(owner, open_tasks, accounts[0]) == 0


def test_suspension_against_payout(url: str, owner: Connection) -> None:
    """A transfer that is taken while its payee is suspended is sent before, or waits."""
    owner.execute("select support.payout_account('payee')")
    account = attempt(owner, "select support.person('payee')")
    with (
        person(url, "admin", "hx_moderator") as staff,
        person(url, "second", "hx_admin") as admin,
        psycopg.connect(url, autocommit=True) as worker,
    ):
        for _ in range(ROUNDS):
            owner.execute("select support.task_in('COMPLETED', 'poster', 'payee')")
            suspended, _taken = at_once(
                [
                    partial(attempt, staff, "select state from admin.suspend(%s, 'x')", account),
                    partial(attempt, worker, "select count(*) from settlement.take('one')"),
                ]
            )
            assert suspended == "SUSPENDED"
            taken = attempt(worker, "select count(*) from settlement.take('two')")
            assert taken == "0"
            owner.execute(
                "update settlement.settlement set state = 'PENDING', lease_owner = null,"
                " lease_ends_at = null, due_at = 'infinity' where state = 'LOCKED'"
            )
            state = attempt(admin, "select state from admin.reinstate(%s, 'x')", account)
            assert state == "ACTIVE"
            owner.execute(
                "update settlement.settlement set due_at = 'infinity' where state = 'PENDING'"
            )


def test_debt_is_written_off_in_parts_by_none(url: str, owner: Connection) -> None:
    """Two admins each write off what one may: one is told that a second person is due."""
    owner.execute("update core.setting set value = '1000' where name = 'two_person_cents'")
    with (
        person(url, "admin", "hx_admin") as one,
        person(url, "third", "hx_admin") as other,
    ):
        for number in range(ROUNDS):
            debtor = f"debtor{number}"
            task = attempt(owner, "select support.task_in('COMPLETED', %s)", debtor)
            facts = "{created,funds_withdrawn,lost}"
            owner.execute("select support.charge_back(%s, %s)", (task, facts))
            account = attempt(owner, "select support.person(%s)", debtor)
            act = "select debt_cents from admin.write_off_debt(%s, 700, 'a kindness')"
            answers = at_once([partial(attempt, who, act, account) for who in (one, other)])
            assert sorted(answers) == ["-9300", "HX506"]


def test_closing_a_dead_letter_while_its_order_is_told_of(url: str, owner: Connection) -> None:
    """An admin tries an order again whose fate a worker just reports: neither is a deadlock."""
    with (
        person(url, "admin", "hx_admin") as staff,
        person(url, "payer") as payer,
        psycopg.connect(url) as reporter,
    ):
        task = attempt(owner, "select support.task('payer')")
        escrow = attempt(owner, "select support.escrow_of(%s)", task)
        attempt(payer, "select escrow.create_intent(%s)", task)
        intent = attempt(owner, "select id from stripe.intent where escrow_id = %s", escrow)
        assert intent
        owner.execute("update stripe.intent set due_at = null where id = %s", (intent,))
        owner.execute("select core._bury('intent', %s, 5, 'refused')", (intent,))
        letter = attempt(owner, "select id from core.dead_letter where order_id = %s", intent)
        reporter.execute("select from stripe.intent where id = %s for no key update", (intent,))
        answers: list[str] = []
        act = "select closing from admin.close_dead_letter(%s, 'Once more', true)"
        closing = threading.Thread(
            target=lambda: answers.append(attempt(staff, act, letter)), daemon=True
        )
        closing.start()
        waits = "select count(*) from pg_stat_activity where pid = %s and wait_event_type = 'Lock'"
        wait_until(lambda: count(owner, waits, staff.info.backend_pid) == 1)
        reporter.execute("select core._bury('intent', %s, 6, 'refused again')", (intent,))
        reporter.commit()
        closing.join(TIMEOUT)
        assert answers == ["Once more"]


def test_who_is_demoted_while_he_waits_acts_no_more(url: str, owner: Connection) -> None:
    """An admin's act that waits for his own demotion is refused by the rank that he has then."""
    account = attempt(owner, "select support.admin('falling')")
    victim = attempt(owner, "select support.person('victim')")
    owner.execute("select support.person('founder')")
    owner.execute(
        "insert into account.staff (account_id, role) values (support.person('founder'),"
        " 'hx_founder')"
    )
    with person(url, "falling", "hx_admin") as falling, person(url, "founder") as founder:
        founder.execute("set role hx_admin")
        founder.execute("begin")
        demotion = "select role from admin.set_staff_role(%s, 'x', 'hx_support')"
        assert attempt(founder, demotion, account) == "hx_support"
        answers: list[str] = []
        act = "select state from admin.ban(%s, 'a grudge')"
        acting = threading.Thread(
            target=lambda: answers.append(attempt(falling, act, victim)), daemon=True
        )
        acting.start()
        waits = "select count(*) from pg_stat_activity where pid = %s and wait_event_type = 'Lock'"
        wait_until(lambda: count(owner, waits, falling.info.backend_pid) == 1)
        founder.execute("commit")
        acting.join(TIMEOUT)
        assert answers == ["HX503"]
