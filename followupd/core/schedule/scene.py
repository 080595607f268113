"""The scene that the stages of placing share, and what a reminder needs of its place.

Takes the calendar, the blocks, hours and busy time. Gives nothing a place, and no stage changes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from followupd.core.people.learning import Learned
from followupd.core.people.reach import Reach
from followupd.core.people.understand import Everybody
from followupd.core.people.wanted import NextTry, Task, Wanted
from followupd.core.schedule.block import Block
from followupd.core.schedule.fitting import Fitting, RememberedFitting
from followupd.core.schedule.need import Need
from followupd.core.schedule.occupancy import Occupancy
from followupd.core.schedule.on_calendar import NO_OTHERS, OnCalendar, OtherItems
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import later
from followupd.core.values.uid import Kind

OWN_REMINDER_AHEAD = timedelta(days=28)   # days ahead: a cadence further away needs no event yet
BY_YOURSELF = "note"                      # the channel of a task: only the user's own hours count


@dataclass(frozen=True, slots=True)
class Opening:
    """A reminder that needs a place, under `uid`, on `day` or after it; from today on if `day_over`.

    `waits_from` is the day from which it may wait in view while all days are full; None if it may not. `passed` are the
    starts of the reminders before it that passed, oldest first.
    """

    wanted: Wanted
    uid: str
    day: date
    day_over: bool = False
    waits_from: date | None = None
    passed: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that the stages of placing read; none of them changes it.

    `hours` go by contact key; `coming` are the blocks after now, in order of time; `occupied` is the user's busy time,
    all blocks, the reviews, and what was answered before its time. People whose day is after the `horizon` get neither
    a reminder nor a line on a sheet yet.
    """

    hitlist: Hitlist
    calendar: OnCalendar
    hours: Mapping[str, Reach]
    coming: Sequence[Block]
    fitting: Fitting
    occupied: Occupancy
    learned: Learned
    horizon: date

    @classmethod
    def of(
        cls, hitlist: Hitlist, hours: Mapping[str, Reach], calendar: OnCalendar, everybody: Everybody,
        blocks: Sequence[Block], busy: Occupancy,
    ) -> Scene:
        """Return the scene.

        `busy` is what is occupied besides `blocks`, which are all blocks that are held, including past ones.
        """
        coming = tuple(block for block in blocks if block.interval.start > calendar.now)
        fitting = RememberedFitting(hitlist, hours, coming, calendar.sheets)
        contacts = {key: one.contact for key, one in everybody.tries.items()}
        learned = Learned.of(contacts, everybody.timelines, hitlist.timezone)
        occupied = busy.plus(block.interval for block in blocks)
        horizon = max(later(calendar.today, OWN_REMINDER_AHEAD.days), fitting.horizon)
        return cls(hitlist, calendar, hours, coming, fitting, occupied, learned, horizon)

    def need(
        self, wanted: Wanted, day: date, passed: tuple[datetime, ...] = (), others: OtherItems = NO_OTHERS
    ) -> Need:
        """Return what a reminder for it needs of its place, from a day on, after those that `passed`.

        `others` are the other items of its person.
        """
        hours, retry, taken = self.hours[wanted.key], self.hitlist.retry, others.days
        if not isinstance(wanted, NextTry):
            call_on = wanted.call_on if isinstance(wanted, Task) else None
            return Need(hours, day, BY_YOURSELF, retry.length, passed=passed, taken=taken, call_on=call_on)
        if wanted.kind is Kind.CALLBACK:                   # they said when, which counts more than what was learned
            at, lean, spread = wanted.at if day == wanted.anchor else None, None, ""
        else:
            at, lean = None, self.learned.lean(wanted.key) if wanted.live else None
            spread, passed = wanted.key, passed or wanted.sent
        channel, length, asked = wanted.channel or "email", retry.length_for(wanted.channel), wanted.asked_for(day)
        last = wanted.tried_last if asked else None          # "later today" is after it was said
        part = wanted.part if asked else ""
        return Need(
            hours, day, channel, length, wanted.failed, asked, at, lean, passed, spread, taken, after=last, part=part,
        )
