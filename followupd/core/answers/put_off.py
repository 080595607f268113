"""The place of a reminder when another day is typed into its title, or given to `log`.

Takes the day as it was written and what else is on the calendar. A time that was named is kept, whatever is there (P6);
if only a day was named, the reminder does not go onto a block, a meeting or another reminder.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time

from followupd.core.people.reach import reach
from followupd.core.schedule.occupancy import FreePlaces, Occupancy
from followupd.core.values.facts import DayTime
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.time import Interval, at_wall_clock


def place_on(
    day: DayTime, usual: Interval, others: Iterable[Interval], contact: Contact | None, hitlist: Hitlist, now: datetime,
    hours: tuple[time, time] | None = None,
) -> Interval:
    """Return the time on a day: the one that was named, else that of the `usual` place or the nearest that is free.

    `hours` are those of a part of the day that was named; if the usual time is not in it, its first hour counts:
    "Friday afternoon" is at 13:00. The nearest place is in hours of both people, else of the user; if there is none, it
    shares its time with the `others`.
    """
    zone = hitlist.timezone
    clock = day.time or usual.start.astimezone(zone).time()
    if hours is not None and not hours[0] <= clock < hours[1]:
        clock = hours[0]
    start = at_wall_clock(day.day, clock, zone).astimezone(UTC)
    place, occupied = Interval(start, start + usual.length), Occupancy().plus(others)
    if day.time is not None or occupied.free(place):
        return place
    windows = hitlist.hours.on(day.day, zone)
    if contact is not None:
        windows = reach(hitlist, contact).usual_both(day.day) or windows
    near = [
        one for one in FreePlaces(occupied).closer(tuple(windows), place.length)
        if one.start > now and (hours is None or hours[0] <= one.start.astimezone(zone).time() < hours[1])
    ]
    return min(near, key=lambda one: (abs(one.start - place.start), one.start), default=place)
