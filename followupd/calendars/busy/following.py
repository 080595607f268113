"""Overrides of an occurrence and all that follow it (RANGE=THISANDFUTURE, RFC 5545 3.2.13).

Takes the overrides of a series with their instants, and says where a later occurrence has gone. The library does this
too, but compares UTC hours with the wall clock: of two times a day it drops the wrong one as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from followupd.calendars.busy.times import LocalTimes, seconds, single
from followupd.calendars.ical.content_lines import ContentLine
from followupd.core.values.time import at_wall_clock

MOST_SHIFT = timedelta(days=400)     # an override that moves what follows farther does not move it


@dataclass(frozen=True, slots=True)
class Following:
    """The effect of an override on occurrences after `since` (seconds): they move by `shift` on the clock of `zone`.

    `index` is the override, `length` how long they are from then on, in seconds; None: as before. With `ends` the
    series ends there, since the override has its own rule.
    """

    since: int
    index: int
    zone: tzinfo
    shift: timedelta
    length: int | None
    ends: bool

    def moved(self, start: int, end: int) -> tuple[int, int]:
        """Return an occurrence after it as it is now."""
        wall = datetime.fromtimestamp(start, self.zone).replace(tzinfo=None) + self.shift
        now = seconds(at_wall_clock(wall.date(), wall.time(), self.zone))
        return now, now + (end - start if self.length is None else self.length)


def following(index: int, lines: Sequence[ContentLine], since: int, clock: LocalTimes) -> Following:
    """Return what an override with a RANGE does to what follows its own occurrence, which was `since` (seconds)."""
    fields = {line.name: line for line in lines}
    stretch, replaced = single(fields, clock), fields["RECURRENCE-ID"]
    name = replaced.params.get("TZID", "")
    zone = UTC if replaced.value.endswith("Z") else (clock.zone_of(name) if name else None) or clock.home
    shift = timedelta(0)
    if stretch is not None and abs(stretch[0] - since) <= MOST_SHIFT.total_seconds():
        was, now = (datetime.fromtimestamp(at, zone).replace(tzinfo=None) for at in (since, stretch[0]))
        shift = now - was
    length = None if stretch is None else stretch[1] - stretch[0]
    return Following(since, index, zone, shift, length, "RRULE" in fields)


def last_before(ranges: Sequence[Following], start: int) -> Following | None:
    """Return the one of these, in order of time, that an occurrence at `start` follows; None if there is none."""
    place = bisect_left([one.since for one in ranges], start)
    return ranges[place - 1] if place else None
