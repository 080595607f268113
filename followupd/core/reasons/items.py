"""Why a promise, a card or a meeting to be booked has its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followupd.core.phrases.vocabulary import day_text
from followupd.core.values.time import Span


@dataclass(frozen=True, slots=True)
class GaveWord:
    """A promise: made on a day, if that is known, and for a day, if one was named."""

    made: date | None
    by: date | None

    def text(self, near: date) -> str:
        on = f" on {day_text(self.made, near)}" if self.made else ""
        if self.by is None:
            return f"promised{on}" if on else "promised, with no day named"
        return f"promised{on}{',' if on else ''} for {day_text(self.by, near)}"


@dataclass(frozen=True, slots=True)
class DayComes:
    """A day to remember, with the day on which a card for it is posted."""

    name: str
    day: date
    years: int | None
    post: date

    def text(self, near: date) -> str:
        when = f"{self.name} on {day_text(self.day, near)}"
        if near > self.post:
            return f"{when}; the card may come a little late"
        return f"{when}, so post the card by {day_text(self.post, near)}" if self.post < self.day else when


@dataclass(frozen=True, slots=True)
class BookAhead:
    """A meeting is over, and the next one is booked at once."""

    met: date
    ahead: Span
    about: date

    def text(self, near: date) -> str:
        return f"met on {day_text(self.met, near)}, and the next meeting is booked {self.ahead} ahead"


@dataclass(frozen=True, slots=True)
class NoSheetBefore:
    """A task gets a separate reminder."""

    def text(self, near: date) -> str:
        return "no call sheet comes in time, so a reminder of its own"


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A reminder of it has passed without an answer."""

    def text(self, near: date) -> str:
        return "still open"
