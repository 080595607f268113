"""Why a promise, a card or a meeting to book has its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followupd.core.phrases.vocabulary import a_span, calendar_day, day_text
from followupd.core.reasons.quiet import OnlyInWhy
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

    def spoken(self, near: date) -> str:
        on = f" on {calendar_day(self.made, near)}" if self.made else ""
        by = f" for {calendar_day(self.by, near)}" if self.by else ""
        return f"You promised it{on}{by}." if on or by else "You promised it."


@dataclass(frozen=True, slots=True)
class DayComes:
    """A day to remember, with the day on which a card for it is posted, and whether they have a phone."""

    name: str
    day: date
    years: int | None
    post: date
    phone: bool = True

    def text(self, near: date) -> str:
        if near > self.day:
            return f"{self.name} was on {day_text(self.day, near)}; a late card"
        when = f"{self.name} on {day_text(self.day, near)}"
        if near > self.post:
            return f"{when}; a card would come late"
        return f"{when}, so post the card by {day_text(self.post, near)}" if self.post < self.day else when

    def spoken(self, near: date) -> str:
        name = " ".join(self.name.split())
        when = f"{name[:1].upper()}{name[1:]} on {calendar_day(self.day, near)}"
        if near > self.post:
            then = ", and ring them then" if self.phone else "; it may come a little late"
            return f"{when}: post the card today{then}."
        return f"{when}: post it by {calendar_day(self.post, near)} and it arrives in time."


@dataclass(frozen=True, slots=True)
class BookAhead:
    """The last contact is over, in person or not, and the next meeting is booked at once.

    `last_said`: the text has already said when that contact was.
    """

    last: date
    ahead: Span
    in_person: bool
    last_said: bool = False

    def text(self, near: date) -> str:
        how = "met" if self.in_person else "last contact"
        return f"{how} on {day_text(self.last, near)}, and the next meeting is booked {a_span(self.ahead)} ahead"

    def spoken(self, near: date) -> str:
        if self.last_said:
            return f"The next time is {a_span(self.ahead)} later."
        how = "You met on" if self.in_person else "You were last in touch on"
        return f"{how} {calendar_day(self.last, near)}; the next time is {a_span(self.ahead)} later."


@dataclass(frozen=True, slots=True)
class NoSheetBefore(OnlyInWhy):
    """No call sheet comes in time for a task, so it gets a separate reminder."""

    def text(self, near: date) -> str:
        return "no call sheet comes in time"


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A reminder of the task passed without an answer."""

    def text(self, near: date) -> str:
        return "still open"

    def spoken(self, near: date) -> str:
        return "It is still open."
