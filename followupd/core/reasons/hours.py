"""Reasons for an item's hour: both people's hours, days off, habits that were learned, or a drag by the user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followupd.core.phrases.vocabulary import day_text
from followupd.core.reasons.reason import OnlyInWhy


@dataclass(frozen=True, slots=True)
class MovedOn(OnlyInWhy):
    """The day fell outside somebody's hours, so it moved forward."""

    fell: date
    because: str

    def text(self, near: date) -> str:
        return f"moved on from {day_text(self.fell, near)} ({self.because})"


@dataclass(frozen=True, slots=True)
class OnDayOff:
    """The day that the contact asked for, or that the user chose, is a day off: it goes before that (P7)."""

    name: str

    def text(self, near: date) -> str:
        return f"on your day off ({self.name}), because that day was named"

    def spoken(self, near: date) -> str:
        return f"It is your day off ({self.name}), but this is the day that was named."


@dataclass(frozen=True, slots=True)
class OtherTime(OnlyInWhy):
    """Another time of day than the failed try (P7)."""

    hours: str

    def text(self, near: date) -> str:
        return "at another time of day" + (f" (their hours {self.hours})" if self.hours else "")


@dataclass(frozen=True, slots=True)
class SameTimeOnly(OnlyInWhy):
    """No other time of day is in the hours of both."""

    def text(self, near: date) -> str:
        return "at about the same time of day: no other time suits you both"


@dataclass(frozen=True, slots=True)
class TheirHours(OnlyInWhy):
    """A time in the contact's hours."""

    hours: str

    def text(self, near: date) -> str:
        return f"in their hours {self.hours}"


@dataclass(frozen=True, slots=True)
class NoHourSuitsBoth:
    """Their hours and the user's do not overlap: by a `channel` that needs no hours, else the nearest time in `hours`.

    `hourless` says that no hours have room for it on any day in reach, `night` that it is night for the user.
    """

    channel: str | None = None
    hourless: bool = False
    hours: str = ""
    night: bool = False

    def text(self, near: date) -> str:
        return self._text() + (f" ({self.hours})" if self.hours else "") + ", which is in your night" * self.night

    def spoken(self, near: date) -> str:
        text = self._text()
        return f"{text[:1].upper()}{text[1:]}."

    def _text(self) -> str:
        if self.hourless and not self.channel:
            return "no hours have room for it on any of these days, so this is the nearest time by day"
        how = f"so by {self.channel}" if self.channel else "and this is the nearest time in theirs"
        return f"your hours and theirs do not overlap, {how}"


@dataclass(frozen=True, slots=True)
class LeansTo:
    """Learned: the hours [start, end) of their clock in which they, or people of their category, answer most.

    `answered` and `tries` count only their own tries; `theirs` says that their clock is not the user's.
    """

    start: int
    end: int
    category: str = ""
    answered: int = 0
    tries: int = 0
    theirs: bool = False

    def text(self, near: date) -> str:
        if self.category:
            return f"leans to {self._hours}, when people in {' '.join(self.category.split())} answer most"
        return f"leans to {self._hours}, when they answered {self.answered} of {self.tries} tries"

    def spoken(self, near: date) -> str:
        return "" if self.category else f"They pick up most between {self._hours.replace('-', ' and ')}."

    @property
    def _hours(self) -> str:
        return f"{self.start:02}:00-{self.end:02}:00{' their time' if self.theirs else ''}"


@dataclass(frozen=True, slots=True)
class ChosenByHand:
    """The user dragged the event, or named its day; it stays where it was put (P6). `note` has their further words."""

    note: str = ""

    def text(self, near: date) -> str:
        return "at the time that you chose" + (f" ({self.note})" if self.note else "")

    def spoken(self, near: date) -> str:
        return f"You put it off: {self.note.rstrip('.')}." if self.note else ""
