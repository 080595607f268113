"""Why a date is what it is, as values. `why`, the event's own text and the tests read the same objects.

Every reason has `text(near)`: one clause in plain words; `near` is the day from which it is read, so that a date
close to it is written without its year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from followupd.core.reasons.blocks import BeforeItsDay, BlockIsShort, BlockMovedFrom, NotYet, Overlaps
from followupd.core.reasons.items import (
    BookAhead,
    BookedFor,
    BroughtBack,
    DayComes,
    GaveWord,
    NoSheetBefore,
    StillOpen,
)
from followupd.core.reasons.judgement import KeptApart as KeptApart
from followupd.core.reasons.judgement import LeansTo as LeansTo
from followupd.core.reasons.judgement import OnDayOff
from followupd.core.reasons.judgement import Pace as Pace
from followupd.core.reasons.judgement import PlannedWay as PlannedWay
from followupd.core.reasons.judgement import Waiting as Waiting
from followupd.core.values.day_words import clock_text as clock_text
from followupd.core.values.day_words import day_text as day_text
from followupd.core.values.day_words import following_text
from followupd.core.values.day_words import moment_text as moment_text
from followupd.core.values.day_words import ordinal as ordinal
from followupd.core.values.facts import Outcome
from followupd.core.values.time import Span


@dataclass(frozen=True, slots=True)
class NeverContacted:
    listed: date

    def text(self, near: date) -> str:
        return f"no contact so far; on the list since {day_text(self.listed, near)}"


@dataclass(frozen=True, slots=True)
class CadenceComesRound:
    """Counted from the last real contact, never from a timer (P1)."""

    last: date
    every: Span
    due: date

    def text(self, near: date) -> str:
        return (
            f"last contact {day_text(self.last, near)}, every {_without_one(self.every)}: "
            f"due {following_text(self.due, self.last, near)}"
        )


@dataclass(frozen=True, slots=True)
class ComesBackAfterRest:
    """After the last try, a no, or a skipped try: quiet until the cadence comes round (P8)."""

    rested: date
    because: str
    every: Span
    due: date

    def text(self, near: date) -> str:
        return (
            f"{self.because} {day_text(self.rested, near)}, then quiet for {self.every}: "
            f"back {following_text(self.due, self.rested, near)}"
        )


@dataclass(frozen=True, slots=True)
class RetryWait:
    """The ladder's wait after try number `tried`."""

    tried: int
    outcome: Outcome
    on: date
    wait: Span

    def text(self, near: date) -> str:
        return (
            f"{self.outcome.words} on {day_text(self.on, near)} ({ordinal(self.tried)} try), "
            f"so again in {_a(self.wait)}"
        )


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The contact asked for this day, or the user chose it."""

    day: date
    time: time | None
    said: date
    outcome: Outcome

    def text(self, near: date) -> str:
        at = f" {clock_text(self.time)}" if self.time else ""
        return (
            f"asked for {day_text(self.day, near)}{at} when last tried "
            f"({self.outcome.words}, {day_text(self.said, near)})"
        )


@dataclass(frozen=True, slots=True)
class CallBackSoon:
    """A call-back without a day: after the first wait of the ladder."""

    said: date
    wait: Span

    def text(self, near: date) -> str:
        return f"asked on {day_text(self.said, near)} to be called back, so again in {_a(self.wait)}"


@dataclass(frozen=True, slots=True)
class MovedOn:
    """The day fell outside somebody's hours, so it moved forward."""

    fell: date
    because: str

    def text(self, near: date) -> str:
        return f"moved on from {day_text(self.fell, near)} ({self.because})"


@dataclass(frozen=True, slots=True)
class OtherTime:
    """Another time of day than the failed try (P7)."""

    hours: str

    def text(self, near: date) -> str:  # noqa: ARG002 - every reason is asked alike
        return "at another time of day" + (f" (their hours {self.hours})" if self.hours else "")


@dataclass(frozen=True, slots=True)
class SameTimeOnly:
    def text(self, near: date) -> str:  # noqa: ARG002
        return "at much the same time of day, because their hours and yours leave no other"


@dataclass(frozen=True, slots=True)
class TheirHours:
    hours: str

    def text(self, near: date) -> str:  # noqa: ARG002
        return f"in their hours {self.hours}"


@dataclass(frozen=True, slots=True)
class NoHourSuitsBoth:
    """Their hours and the user's never meet."""

    used: str

    def text(self, near: date) -> str:  # noqa: ARG002
        return f"their hours and yours never meet, so {self.used}"


@dataclass(frozen=True, slots=True)
class NextChannel:
    failures: int
    before: str
    channel: str

    def text(self, near: date) -> str:  # noqa: ARG002
        return f"by {self.channel} now, after {self.failures} tries by {self.before}"


@dataclass(frozen=True, slots=True)
class ChannelClosed:
    channel: str
    outcome: Outcome
    on: date
    address: str = ""     # which of their numbers or addresses, where the hit list has any

    def text(self, near: date) -> str:
        what = " ".join((self.address or self.channel).split())
        return f"{what} no longer leads to them ({self.outcome.words}, {day_text(self.on, near)})"


@dataclass(frozen=True, slots=True)
class ChosenByHand:
    """The user dragged the event; it stays where it was put (P6)."""

    def text(self, near: date) -> str:  # noqa: ARG002
        return "at the time that you chose on the calendar"


@dataclass(frozen=True, slots=True)
class PassedUnanswered:
    """A reminder's time went by with nothing logged."""

    stood: date

    def text(self, near: date) -> str:
        return f"the reminder of {day_text(self.stood, near)} passed without an answer"


@dataclass(frozen=True, slots=True)
class NoBlockHolds:
    """No coming block lies where this person can be reached, so they get a reminder of their own."""

    def text(self, near: date) -> str:  # noqa: ARG002
        return "no coming block can hold them, so a reminder of its own"


@dataclass(frozen=True, slots=True)
class Paused:
    until: date | None

    def text(self, near: date) -> str:
        return "paused" + (f" until {day_text(self.until, near)}" if self.until else "")


@dataclass(frozen=True, slots=True)
class Stopped:
    def text(self, near: date) -> str:  # noqa: ARG002
        return "status: stop in the hit list"


Reason = (
    NeverContacted | CadenceComesRound | ComesBackAfterRest | RetryWait | AskedFor | CallBackSoon | KeptApart
    | MovedOn | OnDayOff | OtherTime | SameTimeOnly | LeansTo | TheirHours | NoHourSuitsBoth | NextChannel
    | PlannedWay | ChannelClosed | ChosenByHand | PassedUnanswered | NoBlockHolds | BeforeItsDay
    | NotYet | BlockMovedFrom | Overlaps | Waiting | Paused | Stopped | GaveWord | NoSheetBefore | StillOpen | DayComes
    | BookAhead | BookedFor | BroughtBack | BlockIsShort
)


def because(reasons: tuple[Reason, ...], near: date) -> str:
    """All reasons as one sentence without its full stop."""
    text = "; ".join(reason.text(near) for reason in reasons)
    text = text.replace("; at another time", ", at another time").replace("; in their hours", ", in their hours")
    return text[:1].upper() + text[1:]


def _a(span: Span) -> str:
    """`a week` for 1 week, `2 weeks` otherwise."""
    text = str(span)
    return "a " + text[2:] if text.startswith("1 ") and " " not in text[2:] else text


def _without_one(span: Span) -> str:
    """`week` for 1 week, as in "every week"."""
    text = str(span)
    return text[2:] if text.startswith("1 ") and " " not in text[2:] else text
