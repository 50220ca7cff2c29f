"""Random calendars of completed work against a small model: days in a row, and XP, exactly.

XPB-04 XPB-15 XPB-17 X16: in the city's zone, over both changes of the clocks.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import floor
from zoneinfo import ZoneInfo

import psycopg
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clones import Connection

ZONE = ZoneInfo("America/Los_Angeles")
# Where the calendars begin: an ordinary day, and the days before the clocks change.
STARTS = [datetime(2027, 3, 12, 8), datetime(2027, 6, 1, 8), datetime(2027, 11, 5, 8)]
PRICES = [500, 1234, 9999, 12500]


class Model:
    """What decisions.md says of a streak, and of XP at tier 1."""

    def __init__(self) -> None:
        self.days, self.longest, self.total = 0, 0, 0
        self.last: date | None = None

    def counts(self, today: date) -> int:
        """Days that still count: more than one missed day breaks the row."""
        if self.last is None or today > self.last + timedelta(days=2):
            return 0
        return self.days

    def complete(self, today: date, cents: int) -> int:
        """A completion; the XP that it gives, by the days before today."""
        before = self.counts(today) - (1 if self.last == today else 0)
        gained = floor((cents // 100) * min(100 + 5 * before, 200) / 100)
        if self.last != today:
            self.days = self.counts(today) + 1
            self.longest = max(self.longest, self.days)
            self.last = today
        self.total += gained
        return gained


@settings(max_examples=25, deadline=None, derandomize=True, database=None,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(
    start=st.sampled_from(STARTS),
    steps=st.lists(
        st.tuples(st.integers(0, 75), st.integers(0, 59), st.sampled_from(PRICES)),
        min_size=1,
        max_size=14,
    ),
)
def test_calendars(owner: Connection, start: datetime, steps: list[tuple[int, int, int]]) -> None:
    """Hours and minutes between completions, as they come; each award and the streak are exact."""
    model = Model()
    moment = start.replace(tzinfo=ZONE).astimezone(UTC)
    with psycopg.connect(owner.info.dsn) as db:
        for number, (hours, minutes, cents) in enumerate(steps):
            moment += timedelta(hours=hours, minutes=minutes)
            db.execute("select support.set_clock(%s - now())", (moment,))
            db.execute(
                "select support.task_in('COMPLETED', %s, 'runner', %s)", (f"p{number % 3}", cents)
            )
            today = moment.astimezone(ZONE).date()
            expected = model.complete(today, cents)
            found = db.execute(
                "select x.effective_xp, x.day, p.streak_days, p.longest_streak, p.total_xp,"
                " p.streak_last_day from xp.entry as x join xp.progress as p using (account_id)"
                " order by x.id desc limit 1"
            ).fetchone()
            assert found == (
                expected, today, model.days, model.longest, model.total, model.last
            )  # fmt: skip
        broken = db.execute("select support.broken()").fetchone()
        assert broken == ("",)
        db.rollback()


# A day and a minute; the whole last day of grace; more than 24 hours of the day that has 25.
@example(start=STARTS[1], worked=4, idle=60, paused=1441)
@example(start=STARTS[1], worked=4, idle=40 * 60 + 1, paused=1439)
@example(start=STARTS[2], worked=2, idle=16 * 60 + 1, paused=1490)
@settings(max_examples=10, deadline=None, derandomize=True, database=None,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(
    start=st.sampled_from(STARTS),
    worked=st.integers(1, 4),
    idle=st.integers(0, 64 * 60),
    paused=st.builds(lambda days, more: days * 1440 + more, st.integers(0, 14), st.integers(0, 90)),
)
def test_short_pauses_cost_nothing(
    owner: Connection, start: datetime, worked: int, idle: int, paused: int
) -> None:
    """Up to 14 whole days: what counted as it began counts as it ends, and a new day is a step."""
    streak = "select support.act('runner', 'select streak_days from account.get_xp()')::integer"

    def counts(db: Connection) -> int:
        (found,) = db.execute(streak.encode()).fetchone() or (None,)
        assert isinstance(found, int)
        return found

    def to(db: Connection, moment: datetime) -> date:
        db.execute("select support.set_clock(%s - now())", (moment,))
        return moment.astimezone(ZONE).date()

    with psycopg.connect(owner.info.dsn) as db:
        for day in range(worked):
            last = (start + timedelta(days=day)).replace(tzinfo=ZONE).astimezone(UTC)
            to(db, last)
            db.execute("select support.task_in('COMPLETED', 'p', 'runner')")
        began = last + timedelta(minutes=idle)
        before = to(db, began)
        counted = counts(db)
        db.execute("select support.act('runner', 'select state from account.pause()')")
        today = to(db, began + timedelta(minutes=paused))
        db.execute("select support.act('runner', 'select state from account.resume()')")
        assert counts(db) == counted
        is_new_day = today > before or before > last.astimezone(ZONE).date()
        db.execute("select support.task_in('COMPLETED', 'p', 'runner')")
        assert counts(db) == counted + (1 if is_new_day else 0)
        multiplied = db.execute(
            "select streak_days from xp.entry order by id desc limit 1"
        ).fetchone()
        assert multiplied == (counted - (0 if is_new_day else 1),)
        assert db.execute("select support.broken()").fetchone() == ("",)
        db.rollback()
