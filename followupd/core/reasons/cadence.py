"""Reasons why somebody is due on a day, or not yet: the cadence, a rest, a meeting, a pause, start small."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followupd.core.phrases.vocabulary import a_span, calendar_day, day_text, every_span, following_text
from followupd.core.reasons.reason import OnlyInWhy
from followupd.core.values.time import Span

DECLINED = "declined on"       # why somebody rests who said no
FOR_GOOD = "To end it for good, write `status: stop` in the hit list."      # after a no, which only waits


@dataclass(frozen=True, slots=True)
class NeverContacted:
    """They were never reached, so they are due at once."""

    listed: date

    def text(self, near: date) -> str:
        return f"no contact so far; on the list since {day_text(self.listed, near)}"

    def spoken(self, near: date) -> str:
        return 'Your first hello. "I was thinking of you" is enough.'

    def briefly(self) -> str:
        """Return the same for the next person on a sheet."""
        return "A first hello."


@dataclass(frozen=True, slots=True)
class CadenceComesRound:
    """The cadence, counted from the last real contact, never from a timer (P1)."""

    last: date
    every: Span
    due: date

    def text(self, near: date) -> str:
        return (
            f"last contact {day_text(self.last, near)}, every {every_span(self.every)}: "
            f"due {following_text(self.due, self.last, near)}"
        )

    def spoken(self, near: date) -> str:
        return f"You keep in touch every {every_span(self.every)}."


@dataclass(frozen=True, slots=True)
class ComesBackAfterRest:
    """After the last try, a no, or a skipped try: quiet for a while, and back (P8)."""

    rested: date
    because: str
    quiet: Span
    due: date

    def text(self, near: date) -> str:
        return (
            f"{self.because} {day_text(self.rested, near)}, then quiet for {a_span(self.quiet)}: "
            f"back {following_text(self.due, self.rested, near)}"
        )

    def spoken(self, near: date) -> str:
        if self.because == DECLINED:
            return f"Quiet since {calendar_day(self.rested, near)}, after a no. {FOR_GOOD}"
        return f"Quiet since {calendar_day(self.rested, near)}: a good moment to try again."


@dataclass(frozen=True, slots=True)
class BookedFor:
    """The next meeting is booked."""

    day: date
    said: date

    def text(self, near: date) -> str:
        return f"meeting booked for {day_text(self.day, near)}"

    def spoken(self, near: date) -> str:
        return f"You were to meet on {calendar_day(self.day, near)}: how was it?" if self.day < near else (
            f"You meet on {calendar_day(self.day, near)}."
        )


@dataclass(frozen=True, slots=True)
class WeekToSay(OnlyInWhy):
    """After a meeting the user has a week to say on its event how it was; then its person is due."""

    def text(self, near: date) -> str:
        return "a week after it if you say nothing"


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """On a review the user chose a day for a person who was resting."""

    day: date
    said: date

    def text(self, near: date) -> str:
        return f"brought back by you on {day_text(self.said, near)}, for {day_text(self.day, near)}"

    def spoken(self, near: date) -> str:
        return f"You brought them back on {calendar_day(self.said, near)}."


@dataclass(frozen=True, slots=True)
class Paused:
    """`status: paused` in the hit list."""

    until: date | None

    def text(self, near: date) -> str:
        return "paused" + (f" until {day_text(self.until, near)}" if self.until else "")

    def spoken(self, near: date) -> str:
        return f"Their pause ended on {calendar_day(self.until, near)}." if self.until else ""


@dataclass(frozen=True, slots=True)
class Stopped(OnlyInWhy):
    """`status: stop` in the hit list."""

    def text(self, near: date) -> str:
        return "status: stop in the hit list"


@dataclass(frozen=True, slots=True)
class Pace:
    """Start small: this month is for so many `people`, and how the last whole month went.

    It was for `before` people, of whom `came` were due and `tried` of those were tried. `away`: the user was away for
    most of it, so it is not judged.
    """

    people: int
    before: int | None = None
    came: int = 0
    tried: int = 0
    away: bool = False

    @property
    def last_month(self) -> str:
        """The last month and what follows from it; empty in the first one."""
        if self.before is None:
            return ""
        month = (
            "you were away for most of last month" if self.away
            else f"you tried {self.tried} of the {self.came} people who were due last month" if self.came > 1
            else "nobody was due last month" if not self.came
            else f"you {'tried' if self.tried else 'did not try'} the one person who was due last month"
        )
        many = "1 person" if self.people == 1 else f"{self.people} people"
        if self.people > self.before:
            return f"{month}, so this month is for {many}"
        return f"{month}, so it {'stays at' if self.people == self.before else 'is'} {many} for now"


@dataclass(frozen=True, slots=True)
class Waiting(OnlyInWhy):
    """Start small: not yet among the people to begin with."""

    place: int
    until: date | None
    pace: Pace

    def text(self, near: date) -> str:
        until = f", until about {day_text(self.until, near)}" if self.until else ""
        judged = f": {self.pace.last_month}" if self.pace.last_month else ""
        return f"waits while you start small (number {self.place} in the queue{until}){judged}"


@dataclass(frozen=True, slots=True)
class StartsNow(OnlyInWhy):
    """Start small: they start early, because nobody else was on the sheet of the next block."""

    def text(self, near: date) -> str:
        return "new, since this hour had room"


@dataclass(frozen=True, slots=True)
class CardComes(OnlyInWhy):
    """A card for a day of theirs is due, which takes the place of a note."""

    name: str
    day: date

    def text(self, near: date) -> str:
        return f"the card for {' '.join(self.name.split())} on {day_text(self.day, near)} comes first"
