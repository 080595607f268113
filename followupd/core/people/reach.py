"""When both people may be reached: the user's hours, the contact's hours in their own zone, and the user's days off.

Takes hours and zones of the hit list; gives stretches of the user's days. Knows nothing of busy time, and never
says which of the stretches is better.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.time import MINUTES_OF_DAY, Interval, WeekHours, at_minute, daily, intersect

NEAR = timedelta(hours=24)
LAST_DAY = date.max.toordinal() - 2      # keeps a day and its neighbours inside the calendar's range


Days = dict[date, tuple[Interval, ...]]     # stretches of the user's days


@dataclass(slots=True)
class Reach:
    """Both people's hours for one contact. Contacts with equal hours share one.

    `text` are the contact's hours as the user wrote them, empty for the usual ones; `off` the user's days off, by name;
    `name` tells most of them apart. These never change. `my_days` and `both_days` fill up with the days that were asked
    for, the user's own and those of both: a plan asks for each of them again and again.
    """

    mine: WeekHours
    my_zone: tzinfo
    theirs: WeekHours
    their_zone: tzinfo
    text: str
    name: str
    off: Mapping[date, str] = field(default_factory=dict)
    my_days: Days = field(default_factory=dict, compare=False, repr=False)
    both_days: Days = field(default_factory=dict, compare=False, repr=False)

    def __hash__(self) -> int:
        """Return the hash of the name: that of all hours would cost as much as working out a day."""
        return hash(self.name)

    def both(self, day: date) -> tuple[Interval, ...]:
        """Return the stretches of the user's day in which both may be reached; none on a day off."""
        return () if day in self.off else self.usual_both(day)

    def usual_both(self, day: date) -> tuple[Interval, ...]:
        """Return the same as if it were not a day off."""
        both = self.both_days.get(day)
        if both is None:
            mine = self.my_usual_day(day)
            theirs = tuple(self.theirs.intervals(mine[0].start, mine[-1].end, self.their_zone)) if mine else ()
            both = self.both_days[day] = intersect(mine, theirs)
        return both

    def their_day(self, day: date) -> tuple[Interval, ...]:
        """Return the contact's hours within the user's day, whatever the user's own hours are; none on a day off."""
        return () if day in self.off else self.their_usual_day(day)

    def their_usual_day(self, day: date) -> tuple[Interval, ...]:
        """Return the same as if it were not a day off."""
        start, end = at_minute(day, 0, self.my_zone), at_minute(day, MINUTES_OF_DAY, self.my_zone)
        return tuple(self.theirs.intervals(start, end, self.their_zone))

    def my_day(self, day: date) -> tuple[Interval, ...]:
        """Return the user's hours; none on a day off."""
        return () if day in self.off else self.my_usual_day(day)

    def my_usual_day(self, day: date) -> tuple[Interval, ...]:
        """Return the same as if it were not a day off."""
        mine = self.my_days.get(day)
        if mine is None:
            mine = self.my_days[day] = self.mine.on(day, self.my_zone)
        return mine

    def days_from(self, day: date, most: int) -> Iterator[date]:
        """Return the next days that are not off, `day` included. One by one: mostly the first will do."""
        first, end = day.toordinal(), LAST_DAY + 1
        if not self.off:    # most of a year, and of what a plan of ten thousand people asks a hundred thousand times
            return map(date.fromordinal, range(first, min(first + most, end)))
        days = map(date.fromordinal, range(first, min(first + most + len(self.off), end)))
        return itertools.islice((this for this in days if this not in self.off), most)

    def far_from_mine(self, stretch: Interval) -> timedelta:
        """How long before or after the nearest of the user's own hours a stretch lies; zero inside them."""
        around = self.mine.intervals(stretch.start - NEAR, stretch.end + NEAR, self.my_zone)
        gaps = (max(mine.start - stretch.end, stretch.start - mine.end, timedelta(0)) for mine in around)
        return min(gaps, default=NEAR)

    def hours_at(self, instant: datetime) -> str:
        """The stretch of their hours around an instant by their clock, `12:00-14:00`; empty for the usual hours."""
        if not self.text:
            return ""
        local = instant.astimezone(self.their_zone)
        minute = local.hour * 60 + local.minute
        for r in self.theirs.ranges:
            if r.day == local.weekday() and r.start <= minute < r.end:
                there = "" if self.their_zone == self.my_zone else " their time"
                return f"{r.start // 60:02}:{r.start % 60:02}-{r.end // 60:02}:{r.end % 60:02}{there}"
        return self.text

    def holds(self, stretch: Interval, length: timedelta) -> bool:
        """Whether a live talk of this length fits their hours somewhere inside the stretch."""
        found = self.theirs.intervals(stretch.start, stretch.end, self.their_zone)
        return any(part.length >= length for part in found)

    def ever_meet(self, day: date, length: timedelta) -> bool:
        """Whether the two weeks from `day` hold an hour that suits both, days off or not."""
        days = range(14) if day <= date.max - timedelta(days=14) else ()
        return any(stretch.length >= length for n in days for stretch in self.usual_both(day + timedelta(days=n)))


def reach(hitlist: Hitlist, contact: Contact, off: Mapping[date, str] | None = None) -> Reach:
    """Return the hours of one contact (see `reaches_of`)."""
    return reaches_of(hitlist, {contact.slug: contact}, off or {})[contact.slug]


def reaches_of(hitlist: Hitlist, contacts: Mapping[str, Contact], off: Mapping[date, str]) -> dict[str, Reach]:
    """Return the hours of everybody, equal ones as one value.

    What `hours` says, else 9:00-18:00 on the user's own days, in the zone of the contact (DESIGN.md 8).
    """
    usual = daily(time(9), time(18), hitlist.hours.days)
    shared: dict[Reach, Reach] = {}
    my_days: Days = {}
    found = {}
    for key, contact in contacts.items():
        zone, text = contact.timezone or hitlist.timezone, contact.hours.text if contact.hours else ""
        made = Reach(
            hitlist.hours, hitlist.timezone, contact.hours or usual, zone, text, f"{text} {zone}", off, my_days
        )
        found[key] = shared.setdefault(made, made)
    return found
