"""Reasons of blocks: why one is where it is, what it cannot hold, and why a line is on its sheet or is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from followupd.core.phrases.vocabulary import clock_text, day_text
from followupd.core.reasons.reason import OnlyInWhy
from followupd.core.values.time import FULL_DAY_NAMES


@dataclass(frozen=True, slots=True)
class BlockMovedFrom:
    """Something overlapped the block, so it was moved within its week. `because` is empty after a lost database."""

    day: date
    time: time
    because: str

    def text(self, near: date) -> str:
        because = f" ({self.because})" if self.because else ""
        return f"moved from {day_text(self.day, near)} {clock_text(self.time)}{because}"

    def spoken(self, near: date) -> str:
        text = self.text(near)
        return f"{text[:1].upper()}{text[1:]}."


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Something overlaps the block, and it stays: `protect: warn`, no free place, or the user put it there."""

    what: str

    def text(self, near: date) -> str:
        return f"overlaps: {self.what}"

    def spoken(self, near: date) -> str:
        return f"It overlaps {self.what}."


@dataclass(frozen=True, slots=True)
class BlockIsShort:
    """More people are due than fit into the minutes of a block: `due` people, of whom `fit` are on its sheet."""

    due: int
    fit: int
    minutes: int

    def text(self, near: date) -> str:
        wait, people = self.due - self.fit, "person is" if self.due == 1 else "people are"
        return (
            f"{self.due} {people} due, {self.fit} {'fits' if self.fit == 1 else 'fit'}: "
            f"{wait} {'waits' if wait == 1 else 'wait'} for the next block "
            f"({self.minutes} {'minute' if self.minutes == 1 else 'minutes'} short)"
        )

    def spoken(self, near: date) -> str:
        if not self.fit:
            return "No time for a call in this one. The people keep."
        return f"{'This one' if self.fit == 1 else f'These {self.fit}'} today. The others keep."


@dataclass(frozen=True, slots=True)
class GivesWay(OnlyInWhy):
    """Their lines passed unused, so others have a turn on the sheet of a block. `start` is by the user's clock."""

    start: datetime

    def text(self, near: date) -> str:
        where = f"{day_text(self.start.date(), near)} {clock_text(self.start.time())}"
        return f"others, who waited for a line, have their turn on the sheet of {where}"


@dataclass(frozen=True, slots=True)
class BackLate(OnlyInWhy):
    """They are late when their rest ends, so they do not wait for a block that is more than a few days away."""

    def text(self, near: date) -> str:
        return "late already, so this does not wait for a block"


@dataclass(frozen=True, slots=True)
class BeforeItsDay:
    """The sheet had room, and somebody to be reached by a day is tried a little before it."""

    def text(self, near: date) -> str:
        return "a little before that, since this block has room"

    def spoken(self, near: date) -> str:
        return "A little before their day, since there is room."


@dataclass(frozen=True, slots=True)
class NearestSheet(OnlyInWhy):
    """A block is near enough to the day of this retry, so it has a line there instead of a separate reminder."""

    def text(self, near: date) -> str:
        return "here, since this block is near that day"


@dataclass(frozen=True, slots=True)
class NotYet:
    """The person on this line can only be called from this time on, by the user's clock (P7)."""

    at: time

    def text(self, near: date) -> str:
        return f"not before {clock_text(self.at)}"

    def spoken(self, near: date) -> str:
        return f"Not before {clock_text(self.at)}."


@dataclass(frozen=True, slots=True)
class NoBlockHolds(OnlyInWhy):
    """No coming block is at a time when this person can be reached, so they get a separate reminder."""

    def text(self, near: date) -> str:
        return "does not fit a block in the next weeks"


@dataclass(frozen=True, slots=True)
class BlocksAtSameTime(OnlyInWhy):
    """The blocks that suit this person are at the time of day of the last try, so they get a separate reminder (P7)."""

    def text(self, near: date) -> str:
        return "your blocks are at the time of day of the last try"


@dataclass(frozen=True, slots=True)
class HoldsNobody(OnlyInWhy):
    """The blocks of a rule on these weekdays (0 is Monday) can hold nobody on the list.

    `short`: people may be reached then, but each takes longer than the block.
    """

    weekdays: tuple[int, ...]
    start: time
    length: timedelta
    short: bool = False

    def text(self, near: date) -> str:
        end = datetime.combine(near, self.start) + self.length
        days = " and ".join(FULL_DAY_NAMES[day] for day in self.weekdays)
        when = f"{days} {clock_text(self.start)}-{clock_text(end)}"
        if self.short:
            return f"can hold nobody on {when}: everybody's channel takes longer than the block"
        return (
            f"can hold nobody on {when}: people for whom you give no hours are called from 8:00 to 21:00 of their "
            "clock, the others in their hours"
        )


@dataclass(frozen=True, slots=True)
class NoSheetBefore(OnlyInWhy):
    """No call sheet comes in time for a task, so it gets a separate reminder."""

    def text(self, near: date) -> str:
        return "no call sheet comes in time"
