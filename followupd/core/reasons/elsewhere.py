"""Reasons why somebody who is due is not on a sheet, as words that follow the names of the people concerned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from followupd.core.phrases.vocabulary import day_text, moment_text


@dataclass(frozen=True, slots=True)
class OnAnotherSheet:
    """They are on the sheet of another block, which begins at `start`."""

    start: datetime
    zone: tzinfo

    def text(self, near: date) -> str:
        return f"on the sheet of {day_text(self.start.astimezone(self.zone).date(), near)}"


@dataclass(frozen=True, slots=True)
class HasReminder:
    """They have a separate reminder, which begins at `start`."""

    start: datetime
    zone: tzinfo

    def text(self, near: date) -> str:
        return f"with a reminder on {moment_text(self.start, self.zone, near)}"


@dataclass(frozen=True, slots=True)
class NotBegunYet:
    """They wait while the user starts small."""

    def text(self, near: date) -> str:
        return "waiting while you start small"


@dataclass(frozen=True, slots=True)
class AtRest:
    """They rest and come back on that day, after a row of tries, a no or a skip."""

    until: date

    def text(self, near: date) -> str:
        return f"resting until {day_text(self.until, near)}"


@dataclass(frozen=True, slots=True)
class ExpectedOn:
    """They meet the user on that day, or the user named it."""

    day: date

    def text(self, near: date) -> str:
        return f"expected on {day_text(self.day, near)}"


@dataclass(frozen=True, slots=True)
class TriedLately:
    """The next try is not before that day."""

    day: date

    def text(self, near: date) -> str:
        return f"tried lately, and again from {day_text(self.day, near)}"


@dataclass(frozen=True, slots=True)
class AfterCard:
    """The card for a day of theirs comes first."""

    day: date

    def text(self, near: date) -> str:
        return f"after the card for {day_text(self.day, near)}"


@dataclass(frozen=True, slots=True)
class NotInThisHour:
    """Their hours, or the time of day of the last try, do not allow it."""

    def text(self, near: date) -> str:
        return "cannot be reached at this hour"


NotHere = OnAnotherSheet | HasReminder | NotBegunYet | AfterCard | AtRest | ExpectedOn | TriedLately | NotInThisHour
