"""What is shown, beside what plain Python says of the same rows. LIF-20 LIF-21 RLM-18 S14.

Worlds are drawn at random by a seed: tasks, states, people, what they may do and look for. Pages
one after another must be the whole answer, each row once, in order.
"""

from __future__ import annotations

import json
import math
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row

from clones import Clones, Connection
from people import Person, at_once

Row = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "tests/bench/feed.sql"
ACCEPT = "select state from task.accept(%s)"
MILE = 1609.344
SPHERE = 6371008.771415
POSTERS, HUSTLERS = 5, 4
CATEGORIES = ["moving", "cleaning", "errands", "yard_work", "electrical", "plumbing", "tutoring"]
WORDS = ["couch", "piano", "lawn", "boxes", "garden", "lamp", "stairs", "windows"]
SORTS = ["relevance", "distance", "price_desc", "price_asc", "deadline", "newest"]
ROWS = """
    select t.id, t.poster_id, t.category, t.price_cents, t.location_state, t.risk_level,
           t.required_tier, t.required_trade, t.insurance_required, t.background_required,
           t.deadline_at, t.created_at, t.cell, t.title, t.description, t.state,
           e.state as escrow_state, u.state as poster_state, z.name as zone, c.name as kind,
           array(select a.worker_id from task.assignment as a where a.task_id = t.id) as workers,
           coalesce(own.median_cents, other.median_cents) as median_cents
      from task.task as t
      join escrow.escrow as e on e.task_id = t.id
      join account.user as u on u.id = t.poster_id
      join task.category as c on c.code = t.category
      left join city.zone as z on z.city_id = t.city_id and z.code = t.zone
      left join task.category_price as own on own.category = t.category
      left join task.category_price as other on other.category = 'other'"""
PROFILE = """
    select p.*, u.state, u.id,
           array(select v.trade || ':' || v.location_state from verification.verified_trade as v
                  where v.account_id = u.id and v.expires_at > now()) as trades,
           array(select k.trade from verification.claimed_trade as k
                  where k.account_id = u.id) as claimed
      from account.user as u
      left join verification.capability_profile as p on p.account_id = u.id
     where u.email = %s"""
FEED = """
    select to_jsonb(f.items), f.next_cursor from task.get_feed(mode => %(mode)s,
        latitude => %(latitude)s, longitude => %(longitude)s, radius_miles => %(radius)s,
        categories => %(categories)s, min_price_cents => %(least)s, max_price_cents => %(most)s,
        sort_by => %(sort)s, page_size => %(size)s, page_cursor => %(cursor)s) as f"""
SEARCH = """
    select to_jsonb(f.items), f.next_cursor from task.search(query => %(query)s,
        latitude => %(latitude)s, longitude => %(longitude)s, radius_miles => %(radius)s,
        categories => %(categories)s, min_price_cents => %(least)s, max_price_cents => %(most)s,
        sort_by => %(sort)s, page_size => %(size)s, page_cursor => %(cursor)s) as f"""


@dataclass
class Wish:
    """What is looked for."""

    mode: str = "normal"
    latitude: float | None = None
    longitude: float | None = None
    radius: int | None = None
    categories: list[str] | None = None
    least: int | None = None
    most: int | None = None
    sort: str = "relevance"
    query: str | None = None
    size: int = 3
    cursor: str | None = None

    def miles(self) -> float:
        """Within how far."""
        return self.radius or (10 if self.mode == "nearby" else 25)


@dataclass
class World:
    """A market drawn by a seed."""

    url: str
    seed: int
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Draw it."""
        self.dice = random.Random(self.seed)
        with psycopg.connect(self.url) as db:
            db.execute("update city.rule set new_poster_cap_cents = 1000000")
            db.execute("update city.rule set new_poster_cancellations = 1000000")
            for n in range(HUSTLERS):
                db.execute("select support.person(%s)", (f"hustler{n}",))
            for _ in range(60):
                self.draw(db)
            self.paint(db)

    def draw(self, db: Connection) -> None:
        """Post a task by its procedure, pay for most, and do something with some."""
        dice = self.dice
        poster = f"poster{dice.randrange(POSTERS)}"
        words = dice.sample(WORDS, 3)
        db.execute("select support.person(%s)", (poster,))
        made = db.execute(
            "select id, escrow_id from task.create(title => %s, description => %s, category => %s,"
            " price_cents => %s, deadline_at => core.now() + %s, address => '1 Main St',"
            " latitude => %s, longitude => %s)",
            (
                f"{words[0]} and {words[1]}",
                f"about {words[2]}",
                dice.choice(CATEGORIES),
                dice.choice([1500, 4000, 5000, 9000, 12000, 30000]),
                dice.choice([timedelta(minutes=90), timedelta(hours=5), timedelta(days=3)])
                + timedelta(seconds=dice.randrange(600)),
                47.6 + dice.random() * 0.05,
                -122.34 + dice.random() * 0.03,
            ),
        ).fetchone()
        assert made
        task, escrow = made
        if dice.random() < 0.1:
            return
        db.execute("select support.deliver(support.payment_event(%s))", (escrow,))
        fate = dice.random()
        if fate < 0.1:
            db.execute("select support.be(%s)", (poster,))
            db.execute("select task.cancel(%s)", (task,))
        elif fate < 0.3:
            worker = f"hustler{dice.randrange(HUSTLERS)}"
            db.execute("select support.be(%s)", (worker,))
            if not attempt_in(db, "select task.accept(%s)", task):
                return
            if fate < 0.25:
                db.execute("select task.abandon(%s)", (task,))
        elif fate < 0.35:
            db.execute(
                "select support.act_as_admin(%s)",
                (f"select escrow.hold('{escrow}', 'FRAUD', 'odd')",),
            )

    def paint(self, db: Connection) -> None:
        """Give people what procedures would take long to give: tiers, states, credentials."""
        dice = self.dice
        db.execute("set local session_replication_role = replica")
        for n in range(HUSTLERS):
            tier = dice.randrange(1, 5)
            insured, checked = dice.random() < 0.5, dice.random() < 0.5
            (account,) = db.execute(
                "update verification.capability_profile as p set tier = %s,"
                " location_state = %s, is_insured = %s, background_checked = %s,"
                " insurance_expires_at = case when %s then now() + %s * interval '1 day' end,"
                " background_expires_at = case when %s then now() + interval '9 days' end,"
                " clearances = array(select c.level from trust.clearance as c where c.tier = %s)"
                " from account.user as u where u.id = p.account_id and u.email = %s"
                " returning p.account_id",
                (tier, "WA" if n else "OR", insured, checked, insured, dice.choice([-1, 9]),
                 checked, tier, f"hustler{n}@example.test"),
            ).fetchone() or (None,)  # fmt: skip
            for trade in ("electrician", "plumber"):
                if dice.random() < 0.6:
                    db.execute(
                        "insert into verification.verified_trade"
                        " values (%s, %s, %s, core.new_id(), now() + %s * interval '1 day')",
                        (account, trade, dice.choice(["WA", "WA", "OR"]), dice.choice([-1, 9])),
                    )
        db.execute(
            "update account.user set state = 'PAUSED', paused_at = now()"
            " where email = 'poster0@example.test'"
        )
        # Some of it lies in another state: posted there, as far as the rows say.
        moved = db.execute("select id from task.task order by id").fetchall()
        for (task,) in dice.sample(moved, 8):
            db.execute("update task.task set location_state = 'OR' where id = %s", (task,))
            db.execute("select task._close_to_all(%s)", (task,))
            db.execute(
                "select task._open_to_all(t.id) from task.task as t join escrow.escrow as e"
                " on e.task_id = t.id where t.id = %s and e.state = 'FUNDED'",
                (task,),
            )

    def rows(self) -> list[Row]:
        """All tasks, with what decides about them."""
        with psycopg.connect(self.url, row_factory=dict_row) as db:
            return db.execute(ROWS.encode()).fetchall()

    def profile(self, name: str) -> Row:
        """What a person may do."""
        with psycopg.connect(self.url, row_factory=dict_row) as db:
            found = db.execute(PROFILE.encode(), (f"{name}@example.test",)).fetchone()
        assert found
        return found

    def wish(self) -> Wish:
        """Something to look for."""
        dice = self.dice
        located = dice.random() < 0.7
        wish = Wish(
            mode=dice.choice(["normal", "normal", "urgent"] + ["nearby"] * located),
            latitude=47.55 + dice.random() * 0.15 if located else None,
            longitude=-122.4 + dice.random() * 0.12 if located else None,
            radius=dice.choice([None, 1, 2, 4, 30]) if located else None,
            categories=dice.choice([None, None, dice.sample(CATEGORIES, 3)]),
            least=dice.choice([None, None, 4000]),
            most=dice.choice([None, None, 12000]),
            sort=dice.choice([s for s in SORTS if located or s != "distance"]),
            size=dice.randrange(1, 8),
        )
        if dice.random() < 0.4:
            wish.mode, wish.query = "normal", " ".join(dice.sample(WORDS, dice.choice([1, 1, 2])))
        return wish


def attempt_in(db: Connection, statement: str, *arguments: object) -> bool:
    """Whether a statement is done; a refusal is undone alone."""
    try:
        with db.transaction():
            db.execute(statement.encode(), arguments)
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith("HX"):
            raise
        return False
    return True


def metres(wish: Wish, row: Row) -> float:
    """How far the middle of a cell is, on the sphere."""
    there = [math.radians(float(part)) for part in row["cell"].split(",")]
    here = math.radians(wish.latitude or 0), math.radians(wish.longitude or 0)
    half = (
        math.sin((there[0] - here[0]) / 2) ** 2
        + math.cos(here[0]) * math.cos(there[0]) * math.sin((there[1] - here[1]) / 2) ** 2
    )
    return 2 * SPHERE * math.asin(math.sqrt(half))


def may(person: Row, row: Row) -> bool:
    """The six checks, and that the work is there for him at all."""
    now = datetime.now(UTC)
    if person["state"] != "ACTIVE" or person["tier"] is None:
        return False
    insured = person["is_insured"] and person["insurance_expires_at"] > now
    checked = person["background_checked"] and person["background_expires_at"] > now
    return bool(
        row["state"] == "OPEN"
        and row["escrow_state"] == "FUNDED"
        and row["poster_state"] == "ACTIVE"
        and row["poster_id"] != person["id"]
        and person["id"] not in row["workers"]
        and row["deadline_at"] > now
        and row["location_state"] == person["location_state"]
        and (
            row["required_trade"] is None
            or f"{row['required_trade']}:{row['location_state']}" in person["trades"]
        )
        and row["required_tier"] <= person["tier"]
        and row["risk_level"] in person["clearances"]
        and (insured or not row["insurance_required"])
        and (checked or not row["background_required"])
    )


def wanted(wish: Wish, row: Row) -> bool:
    """Whether it is what is looked for; words of these worlds have one form."""
    now = datetime.now(UTC)
    said = f"{row['title']} {row['description']} {row['zone']} {row['kind']}".lower().split()
    return bool(
        (wish.latitude is None or metres(wish, row) <= wish.miles() * MILE)
        and (wish.categories is None or row["category"] in wish.categories)
        and (wish.least is None or row["price_cents"] >= wish.least)
        and (wish.most is None or row["price_cents"] <= wish.most)
        and (
            wish.mode != "urgent"
            or (
                row["created_at"] > now - timedelta(minutes=30)
                and row["deadline_at"] <= now + timedelta(hours=2)
            )
        )
        and (wish.query is None or all(word in said for word in wish.query.split()))
    )


def score(person: Row, wish: Wish, row: Row) -> tuple[float, float, float | None]:
    """Match, relevance and what the words count, by the formulas as they are written down."""
    now = datetime.now(UTC)
    miles = None if wish.latitude is None else metres(wish, row) / MILE
    left = (row["deadline_at"] - now).total_seconds() / 3600
    age = (now - row["created_at"]).total_seconds() / 3600

    def line(at: float, points: list[tuple[float, float]], beyond: float) -> float:
        if at <= points[0][0]:
            return points[0][1]
        for (x0, y0), (x1, y1) in pairwise(points):
            if at <= x1:
                return y0 + (y1 - y0) * (at - x0) / (x1 - x0)
        return beyond

    near = 0.5 if miles is None else line(miles, [(1, 1), (3, 0.7), (5, 0.3), (10, 0.1)], 0)
    prefers = bool({row["category"], row["required_trade"]} & set(person["claimed"]))
    match = (
        0.30 * (person["tier"] / 4 * 0.6 + person["completion"] * 0.3 + 0.1)
        + 0.25 * near
        + 0.20 * (1 if prefers else 0.6) * 0.7
        + 0.15 * (0.6 + 0.4 * (1 if row["price_cents"] >= row["median_cents"] else 0.7))
        + 0.10 * (1 if left >= 4 else 0.7 if left >= 2 else 0.3)
    )
    if wish.query is None:
        urgency = line(left, [(2, 1), (6, 0.7), (24, 0.4)], 0.4)
        recency = line(age, [(1, 1), (6, 0.7), (24, 0.3)], 0.3)
        return match, 0.7 * match + 0.15 * recency + 0.1 * urgency + 0.05 * 0.8, None
    words = wish.query.split()
    title, description = row["title"].split(), row["description"].split()
    found = max(
        0.1,
        0.5 * all(w in title for w in words) + 0.24 * all(w in description for w in words),
    )
    return match, 0.4 * found + 0.6 * match, found


def pages(person: Person, wish: Wish) -> list[Row]:
    """All pages one after another."""
    found: list[Row] = []
    for _ in range(200):
        statement = FEED if wish.query is None else SEARCH
        row = person.db.execute(statement.encode(), wish.__dict__).fetchone()
        assert row
        items = row[0]
        assert isinstance(items, list)
        assert len(items) <= wish.size
        found += items
        wish.cursor = None if row[1] is None else str(row[1])
        if wish.cursor is None:
            return found
    raise AssertionError("the pages don't end")


def order_of(wish: Wish, rows: dict[str, Row]) -> Callable[[Row], tuple[Any, ...]]:
    """What rows are sorted by, as one may sort them by hand."""
    orders: dict[str, Callable[[Row], tuple[Any, ...]]] = {
        "relevance": lambda i: (-i["relevance"], -UUID(i["id"]).int),
        "distance": lambda i: (round(metres(wish, rows[i["id"]]), 3), i["id"]),
        "price_desc": lambda i: (-i["price_cents"], -UUID(i["id"]).int),
        "price_asc": lambda i: (i["price_cents"], i["id"]),
        "deadline": lambda i: (rows[i["id"]]["deadline_at"], i["id"]),
        "newest": lambda i: (-UUID(i["id"]).int,),
    }
    return orders[wish.sort]


@pytest.mark.parametrize("seed", range(4))
def test_pages_are_what_plain_rows_say(clones: Clones, seed: int) -> None:
    """Feed and search, every mode, order and filter, paged: all of it, once each, in order."""
    world = World(clones.make(), seed)
    rows = {str(row["id"]): row for row in world.rows()}
    shown = 0
    for number in range(HUSTLERS):
        name = f"hustler{number}"
        profile = world.profile(name)
        person = Person(world.url, name)
        profile["completion"] = completion(world.url, profile["id"])
        for _ in range(30):
            wish = world.wish()
            asked = json.dumps(wish.__dict__)
            expected = {i for i, r in rows.items() if may(profile, r) and wanted(wish, r)}
            found = pages(person, wish)
            ids = [item["id"] for item in found]
            assert len(ids) == len(set(ids)), asked
            assert set(ids) == expected, asked
            shown += len(ids)
            for item in found:
                match, relevance, words = score(profile, wish, rows[item["id"]])
                assert item["matching_score"] == pytest.approx(match, abs=2e-3), asked
                assert item["relevance"] == pytest.approx(relevance, abs=2e-3), asked
                if words is not None:
                    assert item["search_score"] == pytest.approx(words, abs=1e-4), asked
            assert found == sorted(found, key=order_of(wish, rows)), asked
    assert shown > 200
    with psycopg.connect(world.url) as db:
        left = db.execute("select * from audit._proves_openings_are_open").fetchall()
        assert left == []


def completion(url: str, account: UUID) -> float:
    """What share of his work a person brought to its end."""
    with psycopg.connect(url) as db:
        row = db.execute(
            "select coalesce(avg((a.ending = 'completed')::integer), 1) from task.assignment as a"
            " where a.worker_id = %s and a.ending in ('completed', 'abandoned', 'overdue', 'lost')",
            (account,),
        ).fetchone()
    assert row
    return float(str(row[0]))


def test_relevance_is_of_the_nearest(clones: Clones) -> None:
    """The nearest so many are ranked and no others, by distance and then by id."""
    world = World(clones.make(), 7)
    with psycopg.connect(world.url) as db:
        db.execute("update core.setting set value = '10' where name = 'feed_candidates'")
    rows = {str(row["id"]): row for row in world.rows()}
    profile, person = world.profile("hustler1"), Person(world.url, "hustler1")
    wish = Wish(latitude=47.61, longitude=-122.33)
    able = [i for i, row in rows.items() if may(profile, row)]
    assert len(able) > 10
    nearest = sorted(able, key=lambda i: (round(metres(wish, rows[i]), 3), i))[:10]
    assert {item["id"] for item in pages(person, wish)} == set(nearest)
    newest = sorted(able, reverse=True)[:10]
    assert {item["id"] for item in pages(person, Wish())} == set(newest)


def test_what_is_open_is_offered_by_the_migration(clones: Clones) -> None:
    """The back-fill offers what the reactions would have, and takes away what closed meanwhile."""
    world = World(clones.make(), 17)
    left = "select * from audit._proves_openings_are_open"
    looked = "select o.* from task.opening as o order by o.task_id"
    with psycopg.connect(world.url, autocommit=True) as db:
        before = db.execute(looked).fetchall()
        with db.transaction():
            db.execute("set local session_replication_role = replica")
            db.execute("delete from task.opening")
            db.execute("delete from task.demand")
            db.execute("delete from task.cell")
        assert len(db.execute(left).fetchall()) == len(before) > 10
        (file,) = (ROOT / "db/migrations").glob("*_openings.post.sql")
        for _ in range(2):  # what it did already it leaves as it is
            db.execute(file.read_bytes())
        assert db.execute(left).fetchall() == []
        same = "select o.task_id, o.poster_id, o.title, o.cell, o.search from task.opening as o"
        assert len(db.execute(looked).fetchall()) == len(before)
        again = db.execute(same + " order by o.task_id").fetchall()
        with db.transaction():
            db.execute(
                "select task._close_to_all(o.task_id), task._open_to_all(o.task_id)"
                " from task.opening as o"
            )
        assert db.execute(same + " order by o.task_id").fetchall() == again


CURSORS = ("", "AAAA", "bm9uZQ==", "x" * 401, "%%%", "\N{SNOWMAN}")


def test_a_cursor_is_of_its_wish(clones: Clones) -> None:
    """A cursor with other filters, of somebody else, torn or made up is refused with HXA01."""
    world = World(clones.make(), 11)
    person, other = Person(world.url, "hustler1"), Person(world.url, "hustler2")
    first = person.call("select next_cursor from task.get_feed(page_size => 1)")
    assert len(first) > 40
    again = "select count(*) from unnest((task.get_feed(page_cursor => %s{})).items)"
    assert int(person.call(again.format(""), first)) > 0
    for change in (", sort_by => 'newest'", ", min_price_cents => 1", ", categories => '{moving}'",
                   ", latitude => 47.6, longitude => -122.3", ", mode => 'urgent'"):  # fmt: skip
        assert person.call(again.format(change), first) == "HXA01"
    assert person.call("select task.search('couch', page_cursor => %s)", first) == "HXA01"
    assert other.call(again.format(""), first) == "HXA01"
    torn = [first[:n] for n in range(0, len(first), 7)] + [first[:9] + "A" + first[10:]]
    for cursor in (*torn, *CURSORS):
        assert person.call(again.format(""), cursor) == "HXA01", cursor


def broken(url: str) -> list[tuple[object, ...]]:
    """Which invariants don't hold, and how often."""
    with psycopg.connect(url) as db:
        found = db.execute("select invariant, violations from audit.prove() where violations > 0")
        return found.fetchall()


def test_pages_while_work_is_taken(clones: Clones) -> None:
    """Nobody is shown a task twice, or one that accept then refuses him for what he may not do."""
    world = World(clones.make(), 13)
    before = broken(world.url)  # by what was painted
    takers = [Person(world.url, f"hustler{n}") for n in (1, 2, 3)]
    refused: list[str] = []
    taken: list[str] = []
    done = threading.Event()

    def take(person: Person) -> None:
        while not done.is_set():
            row = person.db.execute(FEED.encode(), Wish(size=5).__dict__).fetchone()
            items = row[0] if row else None
            assert isinstance(items, list)
            if not items:
                return
            for item in items[:2]:
                # What is shown may be taken, unless somebody was faster.
                answer = person.call(ACCEPT, item["id"])
                (taken if answer == "ACCEPTED" else refused).append(answer)

    def browse(person: Person) -> str:
        for _ in range(10):
            ids = [i["id"] for i in pages(person, Wish(size=2, sort="newest"))]
            if len(ids) != len(set(ids)):
                return "twice"
        return "once"

    threads = [threading.Thread(target=take, args=(p,), daemon=True) for p in takers]
    for thread in threads:
        thread.start()
    viewers = [Person(world.url, f"hustler{n}") for n in (1, 2, 3)]
    assert at_once([partial(browse, viewer) for viewer in viewers]) == ["once"] * 3
    done.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert taken
    assert set(refused) <= {"HXA03"}
    assert broken(world.url) == before


def test_fifty_want_the_same(clones: Clones) -> None:
    """Fifty are shown one task and take it at once: one has it, and it is shown to nobody."""
    url = clones.make()
    names = [f"many{n}" for n in range(50)]
    with psycopg.connect(url) as db:
        for name in names:
            db.execute("select support.person(%s)", (name,))
        (task,) = db.execute("select support.task_in('OPEN')").fetchone() or ("",)
    people = [Person(url, name) for name in names]
    shown = "select count(*) from unnest((task.get_feed()).items)"
    assert {person.call(shown) for person in people} == {"1"}
    answers = at_once([partial(person.call, ACCEPT, task) for person in people])
    assert sorted(answers) == ["ACCEPTED"] + ["HXA03"] * 49
    assert {person.call(shown) for person in people} == {"0"}


@pytest.fixture(scope="module")
def many(clones: Clones) -> str:
    """A database with twenty thousand pieces of open work, thirty of a rare kind, and hustlers."""
    url = clones.make()
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("select set_config('bench.size', '20000', false)")
        db.execute(BENCH.read_bytes())
        with db.transaction():
            db.execute("set local session_replication_role = replica")
            db.execute(
                "update task.opening as o set category = 'organization', demand_id ="
                " task._demand_of('organization', 'WA', null, 1, 'low', false, false)"
                " where o.task_id in (select p.task_id from task.opening as p limit 30)"
            )
        db.execute("vacuum analyze")
    return url


NEAR = "latitude => 47.62, longitude => -122.33"
# What is asked, and the index that its walk must use.
PLANS = {
    f"task.get_feed({NEAR})": "cell_point opening_cell",
    f"task.get_feed({NEAR}, sort_by => 'distance')": "cell_point opening_cell",
    "task.get_feed()": "opening_newest",
    "task.get_feed(sort_by => 'newest')": "opening_newest",
    "task.get_feed(sort_by => 'price_asc', min_price_cents => 9000)": "opening_price",
    "task.get_feed(sort_by => 'price_desc')": "opening_price",
    "task.get_feed(sort_by => 'deadline')": "opening_deadline",
    "task.get_feed(mode => 'urgent')": "opening_deadline",
    "task.get_feed(categories => '{pet_care}', sort_by => 'deadline', max_price_cents => 600)":
        "opening_price",
    "task.get_feed(categories => '{organization}')": "opening_demand",
    "task.search('piano')": "opening_search",
    "task.search('grocries lake')": "opening_title",
}  # fmt: skip


def plan_of(db: Connection, call: str, told: list[str]) -> str:
    """The plan of the statement that walks the openings."""
    told.clear()
    with db.transaction():
        db.execute("select core._enter(bench.person(3), null, 'test', false)")
        db.execute(f"select {call}".encode())
    (plan,) = [text for text in told if "_candidates(wanted)" in text and "opening o" in text]
    return plan


def test_every_walk_has_its_index(many: str) -> None:
    """Orders, filters, words well or badly spelt: the planner takes the index by itself."""
    told: list[str] = []
    with psycopg.connect(many, autocommit=True) as db:
        db.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
        db.execute("load 'auto_explain'")
        for setting in ("log_min_duration = 0", "log_nested_statements = on", "log_timing = off"):
            db.execute(f"set auto_explain.{setting}".encode())
        db.execute("set client_min_messages = log")
        plans = {call: plan_of(db, call, told) for call in PLANS}
        wrong = {
            call: plans[call]
            for call, indexes in PLANS.items()
            if any(index not in plans[call] for index in indexes.split())
        }
        assert wrong == {}, list(wrong)
        assert [c for c, plan in plans.items() if "Seq Scan on opening" in plan] == []
        # Next pages go on in the index, they don't begin again.
        for sort, index in (("price_desc", "opening_price"), ("newest", "opening_newest")):
            with db.transaction():
                db.execute("select core._enter(bench.person(3), null, 'test', false)")
                (cursor,) = db.execute(
                    "select next_cursor from task.get_feed(sort_by => %s)", (sort,)
                ).fetchone() or ("",)
            plan = plan_of(
                db, f"task.get_feed(sort_by => '{sort}', page_cursor => '{cursor}')", told
            )
            assert index in plan
            assert "<" in plan.split("Index Cond")[1].split("Filter")[0]


def test_the_nearest_has_its_index(many: str) -> None:
    """Who is nearest is found along the partial index of those who are available."""
    told: list[str] = []
    with psycopg.connect(many, autocommit=True) as db:
        db.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
        db.execute("load 'auto_explain'")
        for setting in ("log_min_duration = 0", "log_nested_statements = on"):
            db.execute(f"set auto_explain.{setting}".encode())
        db.execute("set client_min_messages = log")
        found = db.execute(
            "select n.account_id, n.distance_metres from (select o.task_id from task.opening as o"
            " where o.category = 'moving' order by o.cell limit 1 offset 99) as t,"
            " geo.get_nearest(t.task_id) as n"
        ).fetchall()
        assert len(found) == 20
        assert any("position_available" in text for text in told)
        # The same as everybody's distance, looked at one by one.
        naive = db.execute(
            "select p.account_id, round(ext.st_distance(p.point, o.point, false))::bigint"
            " from (select o.point, o.poster_id from task.opening as o"
            " where o.category = 'moving' order by o.cell limit 1 offset 99) as o"
            " join geo.position as p on p.is_available and p.account_id <> o.poster_id"
            " order by p.point operator(ext.<->) o.point limit 20"
        ).fetchall()
        assert found == naive
