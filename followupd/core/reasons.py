"""Why a date is what it is, as values. `why`, the event's own text and the tests read the same objects.

Every reason has `text(near)`: one clause in plain words; `near` is the day from which it is read, so that a date
close to it is written without its year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from followupd.core.block_reasons import BeforeItsDay, BlockMovedFrom, OnDayOff, Overlaps
from followupd.core.day_words import clock_text as clock_text
from followupd.core.day_words import day_text as day_text
from followupd.core.day_words import moment_text as moment_text
from followupd.core.day_words import ordinal as ordinal
from followupd.core.facts import Outcome
from followupd.core.time import Span

# What one try by a channel is called, and several.
_TRIES = {
    "phone": ("call", "calls"), "text": ("text", "texts"), "email": ("mail", "mails"),
    "video": ("video call", "video calls"), "coffee": ("coffee", "coffees"), "note": ("note", "notes"),
    "social": ("message", "messages"),
}


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
            f"due {day_text(self.due, near)}"
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
            f"back {day_text(self.due, near)}"
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
class KeptApart:
    """`min_gap`: two tries never come closer (P7)."""

    gap: Span
    until: date

    def text(self, near: date) -> str:
        return f"not before {day_text(self.until, near)}, {self.gap} after the last try"


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
class LeansTo:
    """Learned: the hours [start, end) of their clock in which they, else the people of a category, answer most.

    `answered` of `tries` are their own; `theirs` says that their clock is not the user's.
    """

    start: int
    end: int
    category: str = ""
    answered: int = 0
    tries: int = 0
    theirs: bool = False

    def text(self, near: date) -> str:  # noqa: ARG002
        hours = f"{self.start:02}:00-{self.end:02}:00{' their time' if self.theirs else ''}"
        if self.category:
            return f"leans to {hours}, when people in {' '.join(self.category.split())} answer most"
        return f"leans to {hours}, when they answered {self.answered} of {self.tries} tries"


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
class PlannedWay:
    """Another of their own channels, because the action plan of the month has room there.

    `planned` tries by `of` are in the plan: with `full`, of the channel that they like better, all of them taken.
    """

    channel: str
    of: str
    planned: int
    full: bool

    def text(self, near: date) -> str:  # noqa: ARG002
        one, many = _TRIES.get(self.of, (f"try by {self.of}", f"tries by {self.of}"))
        some = f"the one {one}" if self.planned == 1 else f"the {self.planned} {many}"
        if self.full:
            are = "is" if self.planned == 1 else "are"
            return f"by {self.channel} this time: {some} of the month's plan {are} taken"
        return f"by {self.channel} this time: {'' if self.planned == 1 else 'one of '}{some} of the month's plan"


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
class Pace:
    """Start small: how many `people` it is for now; and, after a whole month, how many it was for `before`, of how
    many the time `came` in that month, and how many of those were `tried`."""

    people: int
    before: int | None = None
    came: int = 0
    tried: int = 0

    @property
    def told(self) -> str:
        """The last month and what follows from it; empty in the first one."""
        if self.before is None:
            return ""
        month = (
            f"{self.tried} of the {self.came} people whose time came last month were tried" if self.came > 1
            else "nobody's time came last month" if not self.came
            else f"the one whose time came last month was {'tried' if self.tried else 'not tried'}"
        )
        many = "1 person" if self.people == 1 else f"{self.people} people"
        if self.people > self.before:
            return f"{month}, so this month is for {many}"
        return f"{month}, so it {'stays at' if self.people == self.before else 'is'} {many} for now"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Start small: not yet among the people to begin with."""

    place: int
    until: date | None
    pace: Pace

    def text(self, near: date) -> str:
        until = f", until about {day_text(self.until, near)}" if self.until else ""
        told = f": {self.pace.told}" if self.pace.told else ""
        return f"waits while you start small (number {self.place} in the queue{until}){told}"


@dataclass(frozen=True, slots=True)
class Paused:
    until: date | None

    def text(self, near: date) -> str:
        return "paused" + (f" until {day_text(self.until, near)}" if self.until else "")


@dataclass(frozen=True, slots=True)
class Stopped:
    def text(self, near: date) -> str:  # noqa: ARG002
        return "status: stop in the hit list"


@dataclass(frozen=True, slots=True)
class GaveWord:
    """A promise: made on a day, where that is known, and for a day, where one was named."""

    made: date | None
    by: date | None

    def text(self, near: date) -> str:
        late = self.by is not None and self.by < near
        on = f" on {day_text(self.made, near)}" if self.made else ""
        if self.by is None:
            return f"promised{on}" if on else "promised, with no day named"
        return f"promised{on}{',' if on else ''} for {day_text(self.by, near)}{', which has passed' if late else ''}"


@dataclass(frozen=True, slots=True)
class NoSheetBefore:
    """What there is to do gets a reminder of its own."""

    def text(self, near: date) -> str:  # noqa: ARG002
        return "no call sheet comes in time, so a reminder of its own"


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A reminder of it has passed without an answer."""

    def text(self, near: date) -> str:  # noqa: ARG002
        return "still open"


Reason = (
    NeverContacted | CadenceComesRound | ComesBackAfterRest | RetryWait | AskedFor | CallBackSoon | KeptApart | MovedOn
    | OnDayOff | OtherTime | SameTimeOnly | LeansTo | TheirHours | NoHourSuitsBoth | NextChannel | PlannedWay
    | ChannelClosed | ChosenByHand | PassedUnanswered | NoBlockHolds | BeforeItsDay | BlockMovedFrom | Overlaps
    | Waiting | Paused | Stopped | GaveWord | NoSheetBefore | StillOpen
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
