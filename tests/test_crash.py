"""The server stopped at once under load: every acknowledged act is there afterwards."""

from __future__ import annotations

import threading
import time

import psycopg

from clones import Connection
from cluster import Server
from people import Person, attempt, deliver, escrow_of, event, job, prove

CLIENTS, ROUNDS, ACTS_A_ROUND, PATIENCE = 4, 3, 150, 30.0

# What must be there once an act was acknowledged.
THERE = {
    "posted": "select count(*) from task.task where id = %s",
    "funded": "select count(*) from escrow.escrow e join ledger.journal j"
    " on j.id = e.funding_journal_id where e.task_id = %s",
    "accepted": "select count(*) from core.event where aggregate_id = %s"
    " and to_state = 'ACCEPTED' and from_state = 'OPEN'",
    "proved": "select count(*) from proof.proof where task_id = %s",
    "completed": "select count(*) from task.task t join escrow.escrow e on e.task_id = t.id"
    " join xp.entry x on x.escrow_id = e.id join ledger.journal j on j.id = e.closing_journal_id"
    " join settlement.settlement s on s.escrow_id = e.id"
    " where t.id = %s and t.state = 'COMPLETED' and e.state = 'RELEASED'",
}


def live(url: str, name: str, log: list[tuple[str, str]]) -> None:
    """Live lives until the server is gone; log each act after it was acknowledged."""
    try:
        poster = Person(url, f"poster_{name}")
        worker = Person(url, f"worker_{name}")
        for person in (poster, worker):
            person.register()
        stripe = job(url)
        while True:
            task = poster.post()
            log.append(("posted", task))
            escrow = poster.call("select id from escrow.get_by_task_id(%s)", task)
            assert deliver(stripe, event(escrow, intent=f"pi_{escrow}")) == "funded"
            log.append(("funded", task))
            assert worker.call("select state from task.accept(%s)", task) == "ACCEPTED"
            log.append(("accepted", task))
            assert worker.submit(task) == "SUBMITTED"
            log.append(("proved", task))
            assert poster.call("select state from task.complete(%s)", task) == "COMPLETED"
            log.append(("completed", task))
    except psycopg.OperationalError:
        return


def test_acknowledged_is_durable(server: Server) -> None:
    """LIF-12 TST-28: what a client was told is there, and the books are proved."""
    logs: list[list[tuple[str, str]]] = [[] for _ in range(CLIENTS)]
    for round_number in range(ROUNDS):
        url = server.do("url")
        seen = sum(map(len, logs))
        threads = [
            threading.Thread(target=live, args=(url, f"{round_number}_{n}", log), daemon=True)
            for n, log in enumerate(logs)
        ]
        for thread in threads:
            thread.start()
        wait_for(logs, seen + ACTS_A_ROUND)
        server.do("crash")
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()
        server.do("up")
        with psycopg.connect(server.do("url"), autocommit=True) as owner:
            check(owner, logs)
            prove(owner)


def wait_for(logs: list[list[tuple[str, str]]], acts: int) -> None:
    """Wait until so many acts were acknowledged."""
    for _ in range(int(PATIENCE * 100)):
        if sum(map(len, logs)) >= acts:
            return
        time.sleep(0.01)
    raise AssertionError("no load")


def check(owner: Connection, logs: list[list[tuple[str, str]]]) -> None:
    """Everything that a client logged is in the database."""
    lost = [
        (act, task) for log in logs for act, task in log if attempt(owner, THERE[act], task) == "0"
    ]
    assert lost == []
    assert escrow_of(owner, logs[0][0][1])
