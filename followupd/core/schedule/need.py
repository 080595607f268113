"""The needs of a reminder, and the hours in which it may be: its usual ones, or others if they have no room.

Takes hours, days and what was tried; never knows what is occupied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from followupd.core.people.reach import TWO_WEEKS, HoursOf, Reach, has_room
from followupd.core.values.hitlist import is_live, keeps_hours
from followupd.core.values.time import PARTS_OF_DAY, Interval, at_wall_clock, is_another_time

if TYPE_CHECKING:
    from followupd.core.people.learning import Lean

SHORTEST_PART = timedelta(hours=1)       # of a part of a day: less of it is not what was meant


@dataclass(frozen=True, slots=True)
class Need:
    """The needs of a reminder of `length` for its place, on `day` or soon after it.

    `failed` are the starts of the earlier live tries of this row, oldest first: a live try avoids the time of day of
    the last one, then prefers parts of the day not tried yet. `asked`: the contact asked for this very day, which stays
    even if it is outside all hours or a day off; `at` is the very minute that they asked for. `lean` is what was
    learned of their hours. `passed` are the starts of earlier reminders that the user did not get to, oldest first, or
    of what was sent last: this one comes at another hour. `spread` is the name by which places spread over the day; ""
    for the first good place. `taken` are days on which its person has another item: they are skipped, but an existing
    place may be on one. It begins `after` an instant, if given. On `call_on` a task is a call, in both people's hours.
    `part` is the part of the day that was asked for.
    """

    hours: Reach
    day: date
    channel: str
    length: timedelta
    failed: tuple[datetime, ...] = ()
    asked: bool = False
    at: time | None = None
    lean: Lean | None = None
    passed: tuple[datetime, ...] = ()
    spread: str = ""
    taken: frozenset[date] = frozenset()
    after: datetime | None = None
    call_on: date | None = None
    part: str = ""

    @property
    def live(self) -> bool:
        """Return whether it is a live channel, which avoids the time of day of the last failed try."""
        return is_live(self.channel)

    @property
    def keeps_hours(self) -> bool:
        """Return whether the contact's hours count."""
        return keeps_hours(self.channel)

    @property
    def apart(self) -> bool:
        """Return whether its usual hours have no room on the days on which it can be, so that other hours decide."""
        return not self.asked and not self._has_room(self._usual())

    @property
    def hourless(self) -> bool:
        """Return whether the contact's hours have no room either, or the user's if those alone count."""
        return self.apart and not (self.keeps_hours and self._has_room(self.hours.their_day))

    @property
    def zone(self) -> tzinfo:
        """The zone in which the time of day counts: the contact's."""
        return self.hours.their_zone

    @property
    def needs_another_time(self) -> bool:
        """Return whether another time of day than the last failed one is needed (P7)."""
        return self.live and bool(self.failed)

    def windows(self) -> Callable[[date], tuple[Interval, ...]]:
        """Return the stretches of a day that suit it."""
        if self.asked:
            return lambda day: _asked_hours(self.hours, day, self.part, both=self.keeps_hours)
        if not self.apart:
            return self._usual()
        return partial(self.hours.daytime, theirs=self.keeps_hours) if self.hourless else self.hours.their_day

    def _usual(self) -> HoursOf:
        """Return the hours in which it is if they have room: the user's, and the contact's if those count."""
        if self.keeps_hours and self.hours.only_in_blocks(self.day, self.length):
            return self.hours.in_blocks
        if self.call_on is None:
            return self.hours.both if self.keeps_hours else self.hours.my_day
        return lambda day: self.hours.both(day) if day == self.call_on else self.hours.my_day(day)

    def _has_room(self, hours: HoursOf) -> bool:
        return has_room(hours, self.days(TWO_WEEKS), self.length)

    def days(self, most: int) -> Iterator[date]:
        """Return the next days on which it may be, from its own day on."""
        if not self.taken:
            return self.hours.days_from(self.day, most)
        days = self.hours.days_from(self.day, most + len(self.taken))
        return islice((day for day in days if day not in self.taken), most)

    def suits(self, place: Interval) -> bool:
        """Return whether a place is at another time of day than the last failed try, if that is needed."""
        return not self.needs_another_time or is_another_time(place.start, self.failed[-1], self.zone)

    def is_to_come(self, place: Interval) -> bool:
        """Return whether it begins after the instant after which it has to."""
        return self.after is None or place.start > self.after

    def day_of(self, place: Interval) -> date:
        """Return the user's day of a place."""
        return place.start.astimezone(self.hours.my_zone).date()

    def fits(self, place: Interval) -> bool:
        """Return whether the place is within the hours of its day, whatever else is there."""
        if self.asked and self.day_of(place) != self.day:
            return False
        return any(s.start <= place.start and place.end <= s.end for s in self.windows()(self.day_of(place)))


def _asked_hours(hours: Reach, day: date, part: str, *, both: bool) -> tuple[Interval, ...]:
    """Return the best hours of a day that the contact asked for, even a day off: both people's, else theirs or mine.

    If they asked for a part of it, what these have of that part; the part itself if they have nothing of it (P7).
    """
    usual = hours.usual_both if both else hours.my_usual_day
    ways = (usual, hours.their_usual_day, hours.my_usual_day)
    if not part:
        return next(filter(None, (way(day) for way in ways)), ())
    first, last = (at_wall_clock(day, clock, hours.my_zone) for clock in PARTS_OF_DAY[part])
    whole = Interval(first, last)
    return next(filter(None, (_within(way(day), whole) for way in ways)), (whole,))


def _within(stretches: tuple[Interval, ...], whole: Interval) -> tuple[Interval, ...]:
    cut = ((max(one.start, whole.start), min(one.end, whole.end)) for one in stretches)
    return tuple(Interval(start, end) for start, end in cut if end - start >= SHORTEST_PART)
