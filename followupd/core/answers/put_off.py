"""The place of a reminder when another day is typed into its title, or given to `log`.

Takes the day as it was written and what else is on the calendar. A time that was named is kept, whatever is there (P6);
if only a day was named, the reminder does not go onto a block, a meeting or another reminder. A vague day, such as
"next week", is not kept like a date: the first day from it on counts that suits both people and is not a day off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from followupd.core.people.reach import reach
from followupd.core.schedule.need import Need
from followupd.core.schedule.occupancy import FreePlaces, Occupancy
from followupd.core.schedule.scene import BY_YOURSELF
from followupd.core.schedule.slots import find_slot
from followupd.core.values.facts import DayTime
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.time import PARTS_OF_DAY, Interval, at_wall_clock
from followupd.core.values.user_time import UserTime

_STEP, _QUARTER = timedelta(minutes=5), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class PutOff:
    """A reminder that is put off, and its surroundings: the user's time, and the `others` that are on the calendar.

    `usual` is where it is now. `contact` is None if they are no longer on the list, `channel` if it is not a try.
    """

    usual: Interval
    contact: Contact | None
    channel: str | None
    hitlist: Hitlist
    user_time: UserTime
    now: datetime
    others: Iterable[Interval] = field(default=())

    def after(self, wait: timedelta) -> Interval:
        """Return the time after a wait, rounded up to five minutes."""
        start = _step_from(self.now + wait, _STEP)
        return Interval(start, start + self.usual.length)

    def to(self, day: DayTime, hours: tuple[time, time] | None = None) -> Interval:
        """Return the time on a day: the one that was named, else the usual one or the nearest that is free.

        `hours` are those of a part of the day that was named; if the usual time is not in it, its first hour counts:
        "Friday afternoon" is at 13:00. "This afternoon" is after now, or over. The nearest place is in hours of both
        people, else of the user; if there is none, it shares its time with the others.
        """
        busy = (one.interval for one in self.user_time.busy)
        occupied, zone = Occupancy().plus((*self.others, *busy)), self.hitlist.timezone
        day = self._meant(day, occupied)
        hours = hours or PARTS_OF_DAY.get(day.part)
        clock = day.time or self.usual.start.astimezone(zone).time()
        if hours is not None and not (first := self._first_of(day.day, hours)) <= clock < hours[1]:
            clock = first
        start = at_wall_clock(day.day, clock, zone).astimezone(UTC)
        place = Interval(start, start + self.usual.length)
        if day.time is not None or occupied.free(place):
            return place
        windows = self.hitlist.hours.on(day.day, zone)
        if self.contact is not None:
            windows = reach(self.hitlist, self.contact).usual_both(day.day) or windows
        near = [
            one for one in FreePlaces(occupied).closer(tuple(windows), place.length)
            if one.start > self.now and (hours is None or hours[0] <= one.start.astimezone(zone).time() < hours[1])
        ]
        return min(near, key=lambda one: (abs(one.start - place.start), one.start), default=place)

    def _first_of(self, day: date, hours: tuple[time, time]) -> time:
        """Return the first quarter of an hour that is to come in a part of a day; its first one if it is over."""
        soon = _step_from(self.now + _STEP, _QUARTER).astimezone(self.hitlist.timezone)
        return soon.time() if soon.date() == day and hours[0] <= soon.time() < hours[1] else hours[0]

    def _meant(self, day: DayTime, occupied: Occupancy) -> DayTime:
        """Return the day that a vague one comes to, the day itself otherwise."""
        if not day.vague or self.contact is None:
            return day
        hours = reach(self.hitlist, self.contact, self.user_time.off)
        need = Need(hours, day.day, self.channel or BY_YOURSELF, self.usual.length, after=self.now)
        return replace(day, day=need.day_of(find_slot(need, FreePlaces(occupied)).interval), vague=False)


def _step_from(instant: datetime, step: timedelta) -> datetime:
    """Return the first multiple of a step from an instant on."""
    instant = instant.astimezone(UTC)
    return instant + (datetime.min.replace(tzinfo=UTC) - instant) % step
