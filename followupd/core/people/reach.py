"""When both people may be reached: the user's hours, the contact's hours in their own zone, and the user's days off.

The user's blocks count as hours: with a block on Wednesday 18:30 the user means to call then, so contacts without hours
may be called then, from 8:00 to 21:00 of their clock. Takes hours, blocks and zones of the hit list; gives stretches of
the user's days. Ignores busy time, and never ranks the stretches.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta, tzinfo

from followupd.core.values.hitlist import BlockRule, Contact, Hitlist
from followupd.core.values.memo import Memo
from followupd.core.values.time import (
    A_DAY,
    BETWEEN_PLACES,
    MINUTES_OF_DAY,
    NO_TIME,
    HourRange,
    Interval,
    WeekHours,
    at_minute,
    daily,
    intersect,
    joined,
    without,
)

NO_HOURS = WeekHours(())
DECENT = daily(time(8), time(21))        # when anybody may be called in a block, and the user at all, by their clock
TWO_WEEKS = 14                         # days
FARTHEST = timedelta(hours=24)         # from the user's own hours; what is farther away counts the same
LAST_DAY = date.max.toordinal() - 2      # keeps a day and its neighbours inside the calendar's range


HoursOf = Callable[[date], tuple[Interval, ...]]
HoursByDay = dict[date, tuple[Interval, ...]]     # stretches of the user's days


@dataclass(frozen=True)
class Reach:
    """Both people's hours for one contact.

    `usual`: the hit list gives no hours for the contact; `text` is what it says otherwise; `blocks` are the hours of
    the user's blocks by the user's clock; `off` names the user's days off; `name` distinguishes most values.
    """

    mine: WeekHours
    my_zone: tzinfo
    theirs: WeekHours
    their_zone: tzinfo
    text: str
    name: str
    usual: bool = False
    blocks: WeekHours = NO_HOURS
    off: Mapping[date, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Return the hash of the name: hashing all hours would take as long as computing one day."""
        return hash(self.name)

    def both(self, day: date) -> tuple[Interval, ...]:
        """Return the stretches of the user's day in which both may be reached; none on a day off."""
        return () if day in self.off else self.usual_both(day)

    def usual_both(self, day: date) -> tuple[Interval, ...]:
        """Return the same as if it were not a day off."""
        mine = self.my_usual_day(day)
        return intersect(mine, self.their_hours(mine[0].start, mine[-1].end)) if mine else ()

    def their_hours(self, start: datetime, end: datetime) -> tuple[Interval, ...]:
        """Return when the contact may be reached within [start, end): in their hours, or without any in blocks too."""
        theirs = tuple(self.theirs.intervals(start, end, self.their_zone))
        if not self.usual or not self.blocks.ranges:
            return theirs
        return joined([*theirs, *self._decent(self.blocks.intervals(start, end, self.my_zone))])

    def in_block(self, block: Interval, *, chosen: bool) -> tuple[Interval, ...]:
        """Return when the contact may be reached in a block. `chosen`: the user put it there, by rule or by hand."""
        theirs = self.their_hours(block.start, block.end)
        return joined([*theirs, *self._decent((block,))]) if self.usual and chosen else theirs

    def _decent(self, stretches: Iterable[Interval]) -> Iterator[Interval]:
        """Cut stretches to the hours of the day at which anybody may be called."""
        for stretch in stretches:
            yield from DECENT.intervals(stretch.start, stretch.end, self.their_zone)

    def their_day(self, day: date) -> tuple[Interval, ...]:
        """Return the contact's hours within the user's day, whatever the user's own hours are; none on a day off."""
        return () if day in self.off else self.their_usual_day(day)

    def daytime(self, day: date, *, theirs: bool) -> tuple[Interval, ...]:
        """Return 8:00 to 21:00 within the user's day, by the clock of the contact or else of the user."""
        if day in self.off:
            return ()
        start, end = at_minute(day, 0, self.my_zone), at_minute(day, MINUTES_OF_DAY, self.my_zone)
        return tuple(DECENT.intervals(start, end, self.their_zone if theirs else self.my_zone))

    def their_usual_day(self, day: date) -> tuple[Interval, ...]:
        """Return the same as if it were not a day off."""
        start, end = at_minute(day, 0, self.my_zone), at_minute(day, MINUTES_OF_DAY, self.my_zone)
        return self.their_hours(start, end)

    def my_day(self, day: date) -> tuple[Interval, ...]:
        """Return the user's hours; none on a day off."""
        return () if day in self.off else self.my_usual_day(day)

    def my_usual_day(self, day: date) -> tuple[Interval, ...]:
        """Return the same as if it were not a day off."""
        return self.mine.on(day, self.my_zone)

    def days_from(self, day: date, most: int) -> Iterator[date]:
        """Yield the next days that are not off, `day` included; the caller mostly needs only the first."""
        first, end = day.toordinal(), LAST_DAY + 1
        if not self.off:    # on most days, and a plan of ten thousand people asks a hundred thousand times
            return map(date.fromordinal, range(first, min(first + most, end)))
        days = map(date.fromordinal, range(first, min(first + most + len(self.off), end)))
        return itertools.islice((near for near in days if near not in self.off), most)

    def far_from_mine(self, stretch: Interval) -> timedelta:
        """Return how far a stretch is from the nearest of the user's own hours; zero inside them."""
        return self._far_from(self.mine, stretch)

    def into_my_night(self, stretch: Interval) -> timedelta:
        """Return how far a stretch is from 8:00 to 21:00 by the user's clock; zero inside of that."""
        return self._far_from(DECENT, stretch)

    def _far_from(self, hours: WeekHours, stretch: Interval) -> timedelta:
        around = hours.intervals(stretch.start - FARTHEST, stretch.end + FARTHEST, self.my_zone)
        gaps = (max(one.start - stretch.end, stretch.start - one.end, timedelta(0)) for one in around)
        return min(gaps, default=FARTHEST)

    def at_a_decent_hour(self, stretch: Interval) -> bool:
        """Return whether it is between 8:00 and 21:00 by the user's clock, so that it wakes nobody."""
        return DECENT.hold(stretch.start, stretch.end, self.my_zone)

    def hours_at(self, instant: datetime) -> str:
        """Return the stretch of their hours around an instant by their clock, `12:00-14:00`; "" for the usual hours."""
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
        """Return whether a live talk of this length fits their hours somewhere inside the stretch."""
        return any(part.length >= length for part in self.their_hours(stretch.start, stretch.end))

    def ever_meet(self, day: date, length: timedelta) -> bool:
        """Return whether some hour in the next two weeks without days off, from `day` on, suits both."""
        return has_room(self.usual_both, self.days_from(day, TWO_WEEKS), length)      # mostly on the first day

    def last_chance(self, day: date, length: timedelta) -> datetime | None:
        """Return the last place for a talk on a day, if the two weeks after it have no hour for one.

        None if they have one, or if the day has none. Places are half an hour apart, as reminders are put there.
        """
        if day >= date.max or self.ever_talk(day + A_DAY, length):
            return None
        spare = ((one.start, one.length - length) for one in (*self.both(day), *self.in_blocks(day)))
        last = (start + left // BETWEEN_PLACES * BETWEEN_PLACES for start, left in spare if left >= NO_TIME)
        return max(last, default=None)

    def in_blocks(self, day: date) -> tuple[Interval, ...]:
        """Return when the contact may be reached in the user's blocks of that day; none on a day off."""
        blocks = () if day in self.off else self.blocks.on(day, self.my_zone)
        return intersect(blocks, self.their_hours(blocks[0].start, blocks[-1].end)) if blocks else ()

    def only_in_blocks(self, day: date, length: timedelta) -> bool:
        """Return whether those two weeks have no hour that suits both but in blocks of the user."""
        if not self.blocks.ranges:
            return False
        beside = (
            part for one in self.days_from(day, TWO_WEEKS) for stretch in self.usual_both(one)
            for part in without(stretch, self.blocks.on(one, self.my_zone))
        )
        return not any(part.length >= length for part in beside) and self.ever_talk(day, length)

    def ever_talk(self, day: date, length: timedelta) -> bool:
        """Return whether some hour of those two weeks suits both if the user's blocks count as the user's hours."""
        if self.ever_meet(day, length):
            return True
        if not self.blocks.ranges:
            return False
        days = list(self.days_from(day, TWO_WEEKS))
        if not days:
            return False
        start, end = at_minute(days[0], 0, self.my_zone), at_minute(days[-1], MINUTES_OF_DAY, self.my_zone)
        blocks = self.blocks.intervals(start, end, self.my_zone)
        held = (block for block in blocks if block.start.astimezone(self.my_zone).date() not in self.off)
        return any(self.holds(block, min(length, block.length)) for block in held)


class RememberedReach(Reach):
    """The same hours, remembering the days that were asked for: a plan asks for each of them many times.

    It answers as `Reach` does, whoever asks first. People with equal hours share one.
    """

    def __init__(self, hours: Reach, my_days: HoursByDay) -> None:
        """Begin without a memory, but for the user's own days, which everybody shares."""
        super().__init__(**{one.name: getattr(hours, one.name) for one in fields(hours)})
        self._my_days = my_days
        self._both: HoursByDay = {}
        self._only_in_blocks: dict[tuple[date, timedelta], bool] = {}

    def my_usual_day(self, day: date) -> tuple[Interval, ...]:
        """Return the user's hours, day off or not."""
        mine = self._my_days.get(day)
        if mine is None:
            mine = self._my_days[day] = super().my_usual_day(day)
        return mine

    def usual_both(self, day: date) -> tuple[Interval, ...]:
        """Return when both may be reached, day off or not."""
        both = self._both.get(day)
        if both is None:
            both = self._both[day] = super().usual_both(day)
        return both

    def only_in_blocks(self, day: date, length: timedelta) -> bool:
        """Return whether nothing but a block has room for both in the next two weeks."""
        only = self._only_in_blocks.get((day, length))
        if only is None:
            only = self._only_in_blocks[day, length] = super().only_in_blocks(day, length)
        return only


def has_room(hours: HoursOf, days: Iterable[date], length: timedelta) -> bool:
    """Return whether one of these days has a stretch of this length."""
    return any(stretch.length >= length for day in days for stretch in hours(day))


def reach(hitlist: Hitlist, contact: Contact, off: Mapping[date, str] | None = None) -> Reach:
    """Return the hours of one contact (see `reaches_of`)."""
    return reaches_of(hitlist, {contact.slug: contact}, off or {})[contact.slug]


def everybodys_hours(
    hitlist: Hitlist, contacts: Mapping[str, Contact], off: Mapping[date, str], today: date, memo: Memo
) -> Mapping[str, Reach]:
    """Return the hours of everybody from the memo, for a day at most, so that past days are dropped."""
    made_of = hitlist.hours, hitlist.timezone, hitlist.blocks, off, contacts, today
    return memo.of("hours", made_of, lambda: reaches_of(hitlist, contacts, off))


def reaches_of(
    hitlist: Hitlist, contacts: Mapping[str, Contact], off: Mapping[date, str]
) -> dict[str, RememberedReach]:
    """Return the hours of each contact; contacts with equal hours share one object, which remembers its answers.

    Hours come from `hours:`, else they are 9:00-18:00 of the contact's zone on the user's days, and the user's blocks
    (docs/judgement.md).
    """
    usual, blocks = daily(time(9), time(18), hitlist.hours.days), block_hours(hitlist.blocks)
    alike: dict[tuple[str, tzinfo], list[RememberedReach]] = defaultdict(list)      # so that few are compared
    my_days: HoursByDay = {}
    reaches: dict[str, RememberedReach] = {}
    for key, contact in contacts.items():
        zone, text = contact.timezone or hitlist.timezone, contact.hours.text if contact.hours else ""
        theirs, no_hours, known = contact.hours or usual, contact.hours is None, alike[text, zone]
        same = next((one for one in known if one.theirs == theirs and one.usual is no_hours), None)
        if same is None:
            name = f"{text} {zone}"
            hours = Reach(hitlist.hours, hitlist.timezone, theirs, zone, text, name, no_hours, blocks, off)
            known.append(same := RememberedReach(hours, my_days))
        reaches[key] = same
    return reaches


def block_hours(rules: Iterable[BlockRule]) -> WeekHours:
    """Return the hours of all blocks by the user's clock, whichever weeks a rule has."""
    ranges = []
    for rule in rules:
        start = rule.time.hour * 60 + rule.time.minute
        end = start + int(rule.length.total_seconds() // 60)
        for day in rule.days:
            ranges.append(HourRange(day, start, min(end, MINUTES_OF_DAY)))
            if end > MINUTES_OF_DAY:                                 # past midnight
                ranges.append(HourRange((day + 1) % 7, 0, end - MINUTES_OF_DAY))
    return WeekHours(tuple(ranges))
