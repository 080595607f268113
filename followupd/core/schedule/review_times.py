"""The time of the review in each week, beside the blocks and everything else with a fixed place.

Takes the rule, the user's drags and days off, and what is there; returns stretches of time. Knows nothing about the
text of a review. Reminders keep clear of it (keep.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from followupd.core.people.timeline import day_of
from followupd.core.schedule.slots import EVEN_DAYS
from followupd.core.schedule.weeks import A_WEEK
from followupd.core.values.facts import Moved
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import Interval, at_wall_clock
from followupd.core.values.uid import Kind, Uid, parse_uid

LENGTH = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class ReviewTimes:
    """The reviews of all weeks. `moves` and `skipped` go by base UID, `off` are the user's days off.

    A review gives way to what is `around` it: blocks, agreed meetings, and items that were dragged or asked for to the
    minute.
    """

    hitlist: Hitlist
    moves: Mapping[str, Moved]
    skipped: Collection[str]
    off: Collection[date]
    around: Sequence[Interval]

    def uid(self, monday: date) -> str:
        """Return the base UID of the review in the week that begins on this day."""
        year, week, _ = monday.isocalendar()
        return str(Uid(Kind.REVIEW, f"{year}w{week:02}", self.hitlist.name))

    def of(self, monday: date) -> Interval | None:
        """Return when that week's review is; None if there is none, because the user deleted it or is away all week.

        On a day off it moves to the user's next workday of the week, else to one before.
        """
        uid, rule, zone = self.uid(monday), self.hitlist.review, self.hitlist.timezone
        if rule is None or uid in self.skipped:
            return None
        if uid in self.moves:
            return Interval(self.moves[uid].start, self.moves[uid].end)
        days = sorted(range(7), key=lambda n: (n < rule.day, abs(n - rule.day)))
        working = (monday + timedelta(days=n) for n in days if n == rule.day or n in self.hitlist.hours.days)
        own = next((day for day in working if day not in self.off), None)
        return self._first_free(at_wall_clock(own, rule.time, zone).astimezone(UTC)) if own is not None else None

    def elsewhere(self) -> list[date]:
        """Return the first days of the weeks whose review the user dragged into another week."""
        zone, name = self.hitlist.timezone, self.hitlist.name
        dragged = ((_monday(uid, name), move.start) for uid, move in self.moves.items())
        return [
            monday for monday, start in dragged
            if monday is not None and not monday <= day_of(start, zone) < monday + A_WEEK
        ]

    def coming(self, now: datetime) -> list[Interval]:
        """Return the reviews of the weeks in which reminders may be placed, and those that were dragged elsewhere."""
        if self.hitlist.review is None:
            return []
        today = day_of(now, self.hitlist.timezone)
        monday = today - timedelta(days=today.weekday())
        weeks = [monday + n * A_WEEK for n in range(EVEN_DAYS // 7 + 2) if monday < date.max - (n + 1) * A_WEEK]
        found = (self.of(week) for week in sorted({*weeks, *self.elsewhere()}))
        return [stretch for stretch in found if stretch is not None and stretch.end > now]

    def _first_free(self, start: datetime) -> Interval:
        """Return the first free place of the day from `start` on; without one, the place at `start`."""
        wanted = hour = Interval(start, start + LENGTH)
        for there in sorted(self.around):
            if there.overlaps(hour):
                hour = Interval(there.end, there.end + LENGTH)
        zone = self.hitlist.timezone
        return hour if day_of(hour.end, zone) == day_of(start, zone) else wanted


def _monday(uid: str, list_name: str) -> date | None:
    """Return the first day of the week in a review's UID; None for every other event."""
    parsed = parse_uid(uid, list_name)
    if parsed is None or parsed.kind is not Kind.REVIEW:
        return None
    year, _, week = parsed.meaning.partition("w")
    try:
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None
