"""A backend killed at any write of any step leaves nothing half done, and the step is done anew."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest

from clones import Connection, with_part
from people import Person, attempt, escrow_of, event, job, prove

MAX_WRITES = 60

# The session ends itself at its so-many-th row written. In this clone alone.
INSTALL = """
create function support.die_at_write() returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    written integer := coalesce(nullif(current_setting('test.writes', true), ''), '0')::integer + 1;
begin
    perform set_config('test.writes', written::text, false);
    if written::text = current_setting('test.die_at', true) then
        perform pg_terminate_backend(pg_backend_pid());
        perform pg_sleep(10);
    end if;
    return coalesce(new, old);
end $$;
do $$
declare
    house record;
begin
    for house in select c.oid::regclass as name from pg_class as c
        where c.relowner = 'hx_owner'::regrole and c.relkind in ('r', 'p') and not c.relispartition
    loop
        execute format('create trigger aaa_die before insert or update or delete on %s
            for each row execute function support.die_at_write()', house.name);
    end loop;
end $$;
create function support.fingerprint() returns text language plpgsql as $$
declare
    house record;
    answer text := '';
    part text;
begin
    for house in select c.oid::regclass as name from pg_class as c
        where c.relowner = 'hx_owner'::regrole and c.relkind = 'r' order by 1
    loop
        execute format('select coalesce(sum(hashtextextended(t::text, 0)), 0)::text || count(*)
            from %s as t', house.name) into part;
        answer := answer || part || ' ';
    end loop;
    return answer;
end $$;
"""


class Life:
    """A task, its people, and the sessions that act on it; every act in a session of its own."""

    def __init__(self, url: str, owner: Connection) -> None:
        self.url, self.owner = url, owner
        self.poster, self.worker = f"p{uuid4().hex[:8]}", f"w{uuid4().hex[:8]}"
        self.event_body = ""
        Person(url, self.poster).register()
        Person(url, self.worker).register()
        self.task = Person(url, self.poster).post()

    def act(self, step: str) -> tuple[Callable[[], psycopg.Connection[tuple[object, ...]]], str]:
        """Who does a step, and its statement."""
        photo = uuid4().hex
        submit = (
            f"select task.submit_proof('{self.task}', 'done', array[row('k/{photo}', 'image/png',"
            f" 9, encode(sha256('{photo}'::bytea), 'hex'))::proof.photo_input])"
        )
        proof = f"(proof.get_by_task_id('{self.task}')).id"
        create = (
            "select id from task.create('Another', 'x', 'moving', 900, now() + interval '2 days',"
            " '1201 2nd Ave', 47.6075, -122.3381)"
        )
        steps = {
            "create": (self.poster, create),
            "create_intent": (self.poster, f"select escrow.create_intent('{self.task}')"),
            "ingest": ("", f"select stripe.ingest('{self.event_body}')"),
            "process": (
                "",
                "select stripe.process(event_id) from stripe.ingest" + f"('{self.event_body}')",
            ),
            "accept": (self.worker, f"select task.accept('{self.task}')"),
            "start": (self.worker, f"select task.start('{self.task}')"),
            "submit": (self.worker, submit),
            "reject": (self.poster, f"select proof.reject({proof}, 'no')"),
            "resubmit": (self.worker, submit),
            "accept_proof": (self.poster, f"select proof.accept({proof})"),
            "complete": (self.poster, f"select task.complete('{self.task}')"),
            "cancel": (self.poster, f"select task.cancel('{self.task}')"),
        }
        name, statement = steps[step]
        return (lambda: Person(self.url, name).db if name else job(self.url)), statement

    def fingerprint(self) -> str:
        """A hash of every row of every table."""
        return attempt(self.owner, "select support.fingerprint()")


@pytest.fixture(scope="module")
def installed(url: str) -> str:
    """The module's clone, with the killer in it."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(INSTALL)
    return url


def killed(db: Connection, statement: str, die_at: int) -> bool:
    """Whether the session died of the statement at that write."""
    db.execute("select set_config('test.writes', '0', false), set_config('test.die_at', %s, false)",
               (str(die_at),))  # fmt: skip
    try:
        db.execute(statement.encode())
    except psycopg.OperationalError:
        assert db.broken
        return True
    finally:
        db.close()
    return False


def survive(life: Life, step: str) -> int:
    """Do a step, killed at each of its writes first; returns how many writes it has."""
    before = life.fingerprint()
    for die_at in range(1, MAX_WRITES):
        connect, statement = life.act(step)
        session = connect()
        before = life.fingerprint()  # becoming somebody is an event of its own
        if not killed(session, statement, die_at):
            assert life.fingerprint() != before, f"{step} wrote nothing"
            prove(life.owner)
            return die_at - 1
        assert life.fingerprint() == before, f"{step}, killed at write {die_at}, left something"
    raise AssertionError(f"{step} never ends")


def test_killed_at_every_write(installed: str, owner: Connection) -> None:
    """LIF-12: a crash between any two writes of any step of a life leaves nothing of it."""
    life = Life(installed, owner)
    escrow = escrow_of(owner, life.task)
    writes = {step: survive(life, step) for step in ("create", "create_intent")}
    life.event_body = event(escrow, intent=f"pi_{escrow}")
    for step in (
        "ingest", "process", "accept", "start", "submit", "reject", "resubmit", "accept_proof",
        "complete",
    ):  # fmt: skip
        writes[step] = survive(life, step)
    assert attempt(owner, "select state from task.task where id = %s", life.task) == "COMPLETED"
    assert writes["complete"] >= 10
    assert writes["create"] >= 4
    assert writes["process"] >= 6


def test_cancel_killed_at_every_write(installed: str, owner: Connection) -> None:
    """ESC-16: a cancellation is whole or not at all; a refund is never forgotten."""
    life = Life(installed, owner)
    escrow = escrow_of(owner, life.task)
    life.event_body = event(escrow, intent=f"pi_{escrow}")
    survive(life, "process")
    assert survive(life, "cancel") >= 6
    assert attempt(owner, "select state from escrow.escrow where id = %s", escrow) == "REFUNDED"


def test_killed_before_commit(installed: str, owner: Connection) -> None:
    """All statements done, the commit not: nothing is there, and it is done anew."""
    life = Life(installed, owner)
    escrow = escrow_of(owner, life.task)
    life.event_body = event(escrow, intent=f"pi_{escrow}")
    for step in ("process", "accept", "submit", "complete"):
        connect, statement = life.act(step)
        session = connect()
        before = life.fingerprint()
        session.autocommit = False
        session.execute(statement.encode())
        owner.execute("select pg_terminate_backend(%s, 10000)", (session.info.backend_pid,))
        with pytest.raises(psycopg.OperationalError):
            session.commit()
        assert life.fingerprint() == before
        with connect() as again:
            again.execute(statement.encode())
    prove(owner)
    assert attempt(owner, "select state from task.task where id = %s", life.task) == "COMPLETED"


def test_deferred_rules_hold_at_a_members_commit(installed: str, owner: Connection) -> None:
    """The rules of the commit run whoever commits, and refuse there: HX008, HX007, HXA13."""
    life = Life(installed, owner)
    ending = (
        "update escrow.escrow set state = 'REFUNDED', closed_at = now(), release_cents = 0,"
        " refund_cents = 0, worker_cents = 0, platform_cents = 0"
        f" where task_id = '{life.task}'"
    )
    journal = uuid4()
    entry = (
        f"insert into ledger.journal (id, kind, source_id) values ('{journal}', 'adjustment',"
        f" '{journal}'); insert into ledger.entry (journal_id, line, account_id, amount_cents,"
        f" currency) select '{journal}', 1, id, 5, 'USD' from ledger.account where kind = 'fee'"
    )
    unheld = (
        "insert into ledger.journal (id, kind, source_id, escrow_id) select"
        f" '{journal}', 'fund', id, id from escrow.escrow where task_id = '{life.task}';"
        " insert into ledger.entry (journal_id, line, account_id, amount_cents, currency,"
        f" escrow_id) select '{journal}', s.sign + 2, a.id, s.sign, 'USD', e.id from (values"
        " ('stripe', -1), ('escrow', 1)) as s (kind, sign), ledger.account a, escrow.escrow e"
        f" where a.kind = s.kind and e.task_id = '{life.task}';"
        " update escrow.escrow set state = 'FUNDED', funded_at = now(), funding_event_id = id,"
        f" funding_journal_id = '{journal}' where task_id = '{life.task}'"
    )
    for statement, code in ((ending, "HX008"), (entry, "HXA13"), (unheld, "HX007")):
        with psycopg.connect(with_part(installed)) as session:
            session.execute(statement.encode())
            session.execute("set local role hx_member")
            with pytest.raises(psycopg.Error) as refused:
                session.commit()
            assert refused.value.sqlstate == code
    prove(owner)
