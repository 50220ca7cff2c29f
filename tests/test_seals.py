"""Sealed days: whatever a superuser changes behind the guards is named, and a payee's proof holds.

Source: S-L6.
"""

from __future__ import annotations

import copy
import json
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clones import Connection
from house import wait_until

SCRIPT = Path(__file__).resolve().parent.parent / "scripts/verify-proof"
fault = runpy.run_path(str(SCRIPT))["fault"]
DAY = "2020-01-02"
Fault = tuple[str, str]


def seal(db: Connection, day: str) -> int:
    """Seal a day once nothing that is open anywhere is older; how many journals."""
    known = value(db, "select pg_current_xact_id()")
    behind = "select pg_snapshot_xmin(pg_current_snapshot()) <= %s::xid8"
    wait_until(lambda: not value(db, behind, str(known)))
    return int(value(db, "select journals from ledger._seal_day(%s)", day))


@pytest.fixture(scope="module")
def sealed(url: str) -> str:
    """A database with three sealed days of journals: five, then seven, then none."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("select support.payout_account('worker')")
        for day, number in (("2020-01-01", 2), (DAY, 3), ("2020-01-03", 0)):
            for n in range(number):
                db.execute(
                    "create temporary table if not exists made (id uuid);"
                    " insert into made select support.task_in('COMPLETED')"
                )
                db.execute("select support.send()")
                db.execute(
                    "select support.report(support.settlement_of((select id from made)),"
                    " 'done', %s)",
                    (f"tr_{day}_{n}",),
                )
                db.execute("drop table made")
            seal(db, day)
    return url


@pytest.fixture
def db(sealed: str) -> Iterator[Connection]:
    """A superuser with all guards off, whose changes are undone."""
    with psycopg.connect(sealed) as connection:
        connection.execute("set session_replication_role = replica")
        yield connection
        connection.rollback()


def faults(db: Connection, day: str = DAY, *kept: str) -> list[Fault]:
    """What is wrong with a day, the first first."""
    query = "select fault, what from ledger.verify_seal(%s, %s)"
    return [(str(f), str(w)) for f, w in db.execute(query, (day, *(kept or (None,)))).fetchall()]


def value(db: Connection, query: str, *arguments: object) -> Any:
    """One value."""
    row = db.execute(query.encode(), arguments).fetchone()
    return row[0] if row else None


JOURNAL = "(select journal_id from ledger.seal_leaf where seal_number = 2 and place = {})"
NEXT = JOURNAL.format(4)
ONE = JOURNAL.format(3)


def test_what_was_sealed_stands(db: Connection) -> None:
    """Nothing is wrong to begin with, nor with what came later."""
    assert [faults(db, day) for day in ("2020-01-01", DAY, "2020-01-03")] == [[], [], []]
    counts = "select array_agg(journals order by number) from ledger.seal"
    assert value(db, counts) == [6, 9, 0]


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ("update ledger.entry set amount_cents = amount_cents + 1"
         " where journal_id = {one} and line = 2",
         ("changed", "entry", "one", 2)),
        ("update ledger.entry set account_id = core.new_id() where journal_id = {one} and line = 1",
         ("changed", "entry", "one", 1)),
        ("update ledger.entry set at = at + interval '1 microsecond' where journal_id = {one}",
         ("changed", "entry", "one", 1)),
        ("delete from ledger.entry where journal_id = {one} and line = 2",
         ("missing", "entry", "one", 2)),
        ("insert into ledger.entry select journal_id, 9, account_id, 1, currency, escrow_id, at,"
         " transaction_id from ledger.entry where journal_id = {one} and line = 1",
         ("added", "entry", "one", 9)),
        ("update ledger.entry set line = 7 where journal_id = {one} and line = 1",
         ("missing", "entry", "one", 1)),
        # Two swap what they say.
        ("update ledger.entry as e set amount_cents = o.amount_cents from ledger.entry as o"
         " where o.journal_id = e.journal_id and e.journal_id = {one} and e.line + o.line = 3",
         ("changed", "entry", "one", 1)),
        ("update ledger.journal as j set recorded_at = o.recorded_at from ledger.journal as o"
         " where (j.id, o.id) in (({one}, {next}), ({next}, {one}))",
         ("changed", "journal", "one", None)),
        ("update ledger.entry set journal_id = core.new_id() where journal_id = {one}",
         ("missing", "entry", "one", 1)),
        ("update ledger.journal set kind = 'adjustment' where id = {one}",
         ("changed", "journal", "one", None)),
        ("update ledger.journal set recorded_at = recorded_at - interval '1 day' where id = {one}",
         ("changed", "journal", "one", None)),
        ("update ledger.journal set transaction_id = '9999999' where id = {one}",
         ("changed", "journal", "one", None)),
        ("delete from ledger.journal where id = {one}", ("missing", "journal", "one", None)),
        ("delete from ledger.journal where id = {one};"
         " delete from ledger.entry where journal_id = {one}",
         ("missing", "journal", "one", None)),
        ("insert into ledger.journal (id, kind, source_id, transaction_id)"
         " select '00000000-0000-7000-8000-000000000001', 'transfer', core.new_id(), transaction_id"
         " from ledger.journal where id = {one}",
         ("added", "journal", "00000000-0000-7000-8000-000000000001", None)),
        ("update ledger.seal_leaf set hash = sha256('x') where journal_id = {one}",
         ("changed", "leaf", "one", None)),
        ("update ledger.seal_leaf set marks = marks[2:] where journal_id = {one}",
         ("changed", "leaf", "one", None)),
        ("delete from ledger.seal_leaf where journal_id = {one}",
         ("missing", "leaf", "one", None)),
        ("insert into ledger.seal_leaf values (2, 9, '00000000-0000-7000-8000-000000000001',"
         " sha256('x'), '{{}}', '{{}}')",
         ("added", "leaf", "00000000-0000-7000-8000-000000000001", None)),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(
    db: Connection, change: str, first: tuple[str, str, str, int | None]
) -> None:
    """The first fault is the row that was tampered with."""
    ids = {
        name: value(db, f"select {which}::text") for name, which in (("one", ONE), ("next", NEXT))
    }
    quoted = {name: f"'{identity}'::uuid" for name, identity in ids.items()}
    db.execute(change.format(**quoted).encode())
    query = "select fault, what, journal_id::text, line from ledger.verify_seal(%s) limit 1"
    fault_, what, journal, line = first
    assert db.execute(query, (DAY,)).fetchone() == (fault_, what, ids.get(journal, journal), line)
    assert faults(db, "2020-01-01") == faults(db, "2020-01-03") == []


def test_two_that_swapped_are_both_named(db: Connection) -> None:
    """The second is named as well as the first."""
    db.execute(
        f"update ledger.journal as j set recorded_at = o.recorded_at from ledger.journal as o"
        f" where (j.id, o.id) in (({ONE}, {NEXT}), ({NEXT}, {ONE}))".encode()
    )
    named = "select array_agg(distinct f.journal_id) from ledger.verify_seal(%s) as f"
    assert value(db, named, DAY) == [value(db, f"select {ONE}"), value(db, f"select {NEXT}")]


def test_swapped_leaves_are_named(db: Connection) -> None:
    """The order of the leaves is sealed as well."""
    db.execute(
        "update ledger.seal_leaf set place = case place when 3 then 104 else 103 end"
        " where seal_number = 2 and place in (3, 4)"
    )
    db.execute("update ledger.seal_leaf set place = place - 100 where place > 100")
    assert faults(db)[0] == ("changed", "leaf")


REMAKE_LEAVES = """
delete from ledger.seal_leaf where seal_number = 2;
insert into ledger.seal_leaf
select 2, row_number() over (order by l.journal_id) - 1, l.journal_id, l.hash, l.lines, l.marks
  from ledger._leaves() as l join ledger.seal as s on s.number = 2
 where l.transaction_id >= s.from_horizon and l.transaction_id < s.horizon;
"""
REMAKE_SEAL = """
update ledger.seal as s set (journals, entries, branches)
    = (select k.journals, k.entries, k.branches from ledger._kept(2) as k) where s.number = 2;
update ledger.seal as s set root = ledger._root(ledger._branches(s.branches)) where s.number = 2;
update ledger.seal as s set hash = ledger._seal_hash(s) where s.number = 2;
"""
REMAKE_CHAIN = """
update ledger.seal as s set previous_hash = b.hash from ledger.seal as b
 where s.number = 3 and b.number = 2;
update ledger.seal as s set hash = ledger._seal_hash(s) where s.number = 3;
"""
REMAKE_EVENTS = """
update core.event as v set payload = v.payload || jsonb_build_object('hash', encode(s.hash, 'hex'))
  from ledger.seal as s where v.aggregate = 'seal' and v.aggregate_id = s.id;
"""


def test_a_whole_day_made_anew_is_named(db: Connection) -> None:
    """Each layer that is made anew is found by the next; the last by whoever kept a hash."""
    kept = value(db, "select encode(hash, 'hex') from ledger.seal where number = 3")
    clean = "select count(*) from audit._proves_seals_hold"
    db.execute(f"update ledger.entry set amount_cents = 99 where journal_id = {ONE}".encode())
    assert faults(db)[0] == ("changed", "entry") and value(db, clean) != 0
    db.execute(REMAKE_LEAVES)
    assert faults(db) == [("changed", "leaf")] and value(db, clean) != 0
    db.execute(REMAKE_SEAL)
    assert faults(db)[0] == ("changed", "seal") and value(db, clean) != 0
    db.execute(REMAKE_CHAIN)
    assert value(db, clean) == 0  # the chain is whole; the events still tell the old hashes
    assert [f for day in (DAY, "2020-01-03") for f in faults(db, day)] == [("changed", "seal")] * 2
    db.execute(REMAKE_EVENTS)
    assert faults(db) == faults(db, "2020-01-03") == []
    assert faults(db, "2020-01-03", kept) == [("changed", "seal")]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("update ledger.seal set journals = journals + 1 where number = 2", {DAY}),
        ("update ledger.seal set sealed_at = now(), hash = sha256('x') where number = 2",
         {DAY, "2020-01-03"}),
        ("update ledger.seal set horizon = '999999' where number = 1", {"2020-01-01", DAY}),
        ("delete from ledger.seal where number = 2", {"2020-01-01", DAY, "2020-01-03"}),
        ("delete from core.event where aggregate = 'seal'", {"2020-01-01", DAY, "2020-01-03"}),
    ],
)  # fmt: skip
def test_a_changed_seal_is_named(db: Connection, change: str, named: set[str]) -> None:
    """A seal that was changed or taken out is missed by itself and by those beside it."""
    db.execute(change.encode())
    days = ("2020-01-01", DAY, "2020-01-03")
    assert {day for day in days if "seal" in {what for _, what in faults(db, day)}} == named


def test_a_broken_seal_is_a_finding(db: Connection) -> None:
    """The nightly job tells a person, once."""
    db.execute(f"update ledger.entry set amount_cents = 99 where journal_id = {ONE}".encode())
    assert value(db, "select audit.verify_seals()") == 1
    assert value(db, "select audit.verify_seals()") == 1
    told = (
        "select array_agg(severity || ' ' || (details ->> 'what')) from audit.finding"
        " where kind = 'seal_broken'"
    )
    assert value(db, told) == ["P0 entry"]


def test_a_late_commit_is_in_the_next_seal(sealed: str) -> None:
    """What was written before a seal and committed after it is in the next, and only there."""
    post = (
        "select ledger._post('adjustment', core.new_id(), null, 'USD',"
        " array[row('stripe', null, -5)::ledger.leg, row('fee', null, 5)::ledger.leg])"
    )
    with psycopg.connect(sealed) as late, psycopg.connect(sealed, autocommit=True) as other:
        missed = value(late, post)
        after = value(other, post)  # begun later, committed earlier
        first = value(other, "select journals from ledger._seal_day('2020-01-04')")
        late.commit()
        second = seal(other, "2020-01-05")
        assert (first, second) == (0, 2)
        leaves = "select array_agg(seal_number) from ledger.seal_leaf where journal_id = any (%s)"
        assert value(other, leaves, [missed, after]) == [5, 5]
        assert faults(other, "2020-01-04") == faults(other, "2020-01-05") == []


@pytest.fixture(scope="module")
def proofs(sealed: str) -> list[dict[str, Any]]:
    """Each payee's proofs, as the API answers them."""
    with psycopg.connect(sealed) as db:
        db.execute("select support.be('worker')")
        query = (
            "select to_jsonb(ledger.get_inclusion_proof(s.id)) from settlement.settlement as s"
            " where s.state = 'SETTLED' order by s.id"
        )
        found = [dict(row[0]) for row in db.execute(query).fetchall()]
    assert len(found) == 5
    return found


def verified(file: Path, *kept: str) -> tuple[int, str]:
    """How the script ends, and what it says."""
    done = subprocess.run(
        [sys.executable, SCRIPT, file, *kept], check=False, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def test_every_true_proof_passes(proofs: list[dict[str, Any]], tmp_path: Path) -> None:
    """By the script, from a file as the API answers it, with the hash that was kept."""
    file = tmp_path / "proof.json"
    for proof in proofs:
        file.write_text(json.dumps({"success": True, "data": proof}))
        for kept in ([], [proof["seal"]["hash"]]):
            code, said = verified(file, *kept)
            assert code == 0 and proof["settlement_id"] in said, said
        code, said = verified(file, "0" * 64)
        assert code == 1 and "kept" in said
    file.write_text("[]")
    assert verified(file) == (1, "That is no proof (AttributeError).\n")


def test_every_flipped_bit_fails(proofs: list[dict[str, Any]]) -> None:
    """Each bit of each hash, each bit of each character of the leaf, each figure, each side."""
    flips = 0
    proof = proofs[-1]
    places: list[tuple[Any, ...]] = [("leaf",), ("settlement_id",)]
    places += [
        ("seal", name)
        for name in ("root", "previous_hash", "hash", "day", "from_horizon", "horizon")
    ]
    places += [("path", n, "hash") for n in range(len(proof["path"]))]
    for *way, last in places:
        whole = proof
        for step in way:
            whole = whole[step]
        text = whole[last]
        for n in range(len(text)):
            for bit in range(7):
                bad = copy.deepcopy(proof)
                holder = bad
                for step in way:
                    holder = holder[step]
                holder[last] = text[:n] + chr(ord(text[n]) ^ (1 << bit)) + text[n + 1 :]
                assert fault(bad), (way, last, n, bit)
                flips += 1
    for name in ("number", "journals", "entries"):
        bad = copy.deepcopy(proof)
        bad["seal"][name] += 1
        assert fault(bad)
    for n in range(len(proof["path"])):
        bad = copy.deepcopy(proof)
        bad["path"][n]["side"] = {"left": "right", "right": "left"}[bad["path"][n]["side"]]
        assert fault(bad)
        bad = copy.deepcopy(proof)
        del bad["path"][n]
        assert fault(bad)
    assert flips > 5000


def test_a_large_day(sealed: str) -> None:
    """Proofs over several branches of 256 leaves: at their edges, and in the short last one."""
    with psycopg.connect(sealed) as db:
        db.execute("set session_replication_role = replica")
        db.execute(
            "insert into ledger.journal (kind, source_id, transaction_id)"
            " select 'adjustment', core.new_id(), '2' from generate_series(1, 1300)"
        )
        db.execute("delete from ledger.seal; delete from ledger.seal_leaf")
        db.execute("select ledger._seal_day('2020-01-01')")
        assert faults(db, "2020-01-01") == []
        count = value(db, "select journals from ledger.seal")
        db.execute(
            "update settlement.settlement set journal_id = l.journal_id from ledger.seal_leaf as l"
            " where state = 'SETTLED' and l.place = (hashtext(settlement.id::text) & 3)"
        )
        db.execute("select support.be('worker')")
        one = value(db, "select id from settlement.settlement where state = 'SETTLED' limit 1")
        for place in (0, 1, 255, 256, 511, 1023, 1024, 1279, 1280, count - 2, count - 1):
            db.execute(
                "update settlement.settlement set journal_id = (select journal_id"
                " from ledger.seal_leaf where place = %s) where id = %s",
                (place, one),
            )
            proof = value(db, "select to_jsonb(ledger.get_inclusion_proof(%s))", one)
            assert fault(proof) == "The leaf tells of another movement.", place
        db.rollback()
