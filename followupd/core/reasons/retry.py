"""Reasons for the day and channel of the next try: the ladder, what was asked for, what is closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from followupd.core.phrases.vocabulary import (
    a_span,
    absent_word,
    calendar_day,
    clock_text,
    day_text,
    month_text,
    ordinal,
)
from followupd.core.reasons.reason import OnlyInWhy
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import INVITING_CHANNELS
from followupd.core.values.time import PART_OF_HOUR, DayPart, Span, count

_PARTS = {
    DayPart.MORNING: "a morning", DayPart.MIDDAY: "midday", DayPart.AFTERNOON: "an afternoon",
    DayPart.EVENING: "an evening",
}  # fmt: skip
_OFFERING = "You have not got to it yet; how about {}?"
# One try by a channel, and several.
_TRIES = {
    "phone": ("call", "calls"), "text": ("text", "texts"), "email": ("email", "emails"),
    "video": ("video call", "video calls"), "coffee": ("coffee", "coffees"), "note": ("note", "notes"),
    "social": ("message", "messages"),
}
_ONE = {**{channel: f"a {one}" for channel, (one, _) in _TRIES.items()}, "email": "an email"}


_SPOKEN = frozenset({Outcome.REACHED, Outcome.DONE})
_FAILED = {
    Outcome.NO_ANSWER: "No answer on {}", Outcome.LEFT_MESSAGE: "You left a message on {}",
    Outcome.SENT: "You wrote on {} and no reply came", Outcome.BUSY: "They were busy on {}",
}
# The last way to reach somebody, and the last of several, that is closed.
_FOUND_OUT = {
    Outcome.WRONG_NUMBER: (
        "The number you had turned out to be wrong on {}.",
        "The numbers you had turned out to be wrong, the last one on {}.",
    ),
    Outcome.BOUNCED: ("Your email bounced on {}.", "Your emails bounced, the last one on {}."),
}


def is_invitation(outcome: Outcome, channel: str | None) -> bool:
    """Return whether a try was an invitation: `sent` by coffee was asked, not written."""
    return outcome is Outcome.SENT and channel in INVITING_CHANNELS


@dataclass(frozen=True, slots=True)
class RetryWait:
    """The ladder's wait after try number `tried`, which was by `channel`."""

    tried: int
    outcome: Outcome
    on: date
    wait: Span
    channel: str | None

    def text(self, near: date) -> str:
        what = "asked" if is_invitation(self.outcome, self.channel) else self.outcome.words
        return f"{what} on {day_text(self.on, near)} ({ordinal(self.tried)} try), so again in {a_span(self.wait)}"

    def spoken(self, near: date) -> str:
        text = _FAILED.get(self.outcome, f"{self.outcome.words.capitalize()} on {{}}")
        if is_invitation(self.outcome, self.channel):
            text = "You asked on {} and no reply came"
        return f"{text.format(calendar_day(self.on, near))}: time to try again."


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The contact asked for this day, or one after it if it is `vague`; the user chose it if it is `planned`.

    `moved` if the user has put it elsewhere since.
    """

    day: date
    time: time | None
    said: date
    outcome: Outcome
    vague: bool = False
    part: str = ""
    planned: bool = False
    moved: bool = False

    def moved_to(self, start: datetime) -> AskedFor:
        """Return the reason of an event that the user put at `start`, by their clock."""
        there = start.date() == self.day and not self.vague and self.time in (None, start.time())
        return self if there else replace(self, moved=True)

    def text(self, near: date) -> str:
        at = f" {clock_text(self.time)}" if self.time else " or soon after" if self.vague else f" {self.part}".rstrip()
        day, last = f"{day_text(self.day, near)}{at}", f"({self.outcome.words}, {day_text(self.said, near)})"
        said = f"you wanted to {self._act} {day} {last}" if self.planned else f"asked for {day} when last tried {last}"
        return f"{said}, moved by you" if self.moved else said

    def spoken(self, near: date) -> str:
        at = f", {clock_text(self.time)}" if self.time else f", {self.part}" if self.part else ""
        day = f"{calendar_day(self.day, near)}{at}"
        if self.moved:
            return f"You moved it here; {'you wanted' if self.planned else 'they asked for'} {day}."
        if self.planned:
            return f"You wanted to {self._act} {self._when(near)}{at}."
        if self.vague:
            return f"As asked: from {day} on."
        return f"As asked: {day}." if near == self.day else f"It was meant for {day}."      # dragged, or it passed

    @property
    def _act(self) -> str:
        return "be in touch again" if self.outcome in _SPOKEN else "try again"

    def _when(self, near: date) -> str:
        """Return `on 4 January`, or of a vague day `from 7 December on`, `in January`."""
        if not self.vague:
            return f"on {calendar_day(self.day, near)}"
        return f"in {month_text(self.day, near)}" if self.day.day == 1 else f"from {calendar_day(self.day, near)} on"


@dataclass(frozen=True, slots=True)
class AwayUntil:
    """They are away, or busy, until this day, as was heard at the last try; nobody asked for it. `who` is a pronoun."""

    day: date
    said: date
    outcome: Outcome
    who: str

    def text(self, near: date) -> str:
        until = f"{absent_word(self.outcome)} until {day_text(self.day, near)}"
        return f"{until} ({self.outcome.words}, {day_text(self.said, near)})"

    def spoken(self, near: date) -> str:
        day, they = calendar_day(self.day, near), self.who == "They"
        if self.outcome is Outcome.BUSY:
            return f"{self.who} {'were' if they else 'was'} busy until {day}."
        verb = ("are" if they else "is") if near <= self.day else ("were to be" if they else "was to be")
        return f"{self.who} {verb} back on {day}."


@dataclass(frozen=True, slots=True)
class CallBackSoon:
    """They asked for a call without naming a day: after the ladder's first wait."""

    said: date
    wait: Span

    def text(self, near: date) -> str:
        return f"asked on {day_text(self.said, near)} to be called back, so again in {a_span(self.wait)}"

    def spoken(self, near: date) -> str:
        return f"They asked on {calendar_day(self.said, near)} to be called back."


@dataclass(frozen=True, slots=True)
class KeptApart(OnlyInWhy):
    """Two tries never come closer than `min_gap` (P7)."""

    gap: Span
    until: date

    def text(self, near: date) -> str:
        return f"not before {day_text(self.until, near)}, {self.gap} after the last try"


@dataclass(frozen=True, slots=True)
class PassedUnanswered:
    """A reminder passed and nothing was logged. Names the last such one, so it is true until another passes.

    `stood` is when it began, by the user's clock. `asked_on` is the day of the last one with words of the user that are
    asked about: whether they tried is open then.
    """

    stood: datetime
    asked_on: date | None = None

    def text(self, near: date) -> str:
        if self.asked_on is not None:
            asked = f"what you wrote on the reminder of {day_text(self.asked_on, near)} is not understood yet"
            return asked if self.asked_on == self.stood.date() else f"{asked}; {self._passed(near)}"
        return self._passed(near)

    def _passed(self, near: date) -> str:
        return f"the reminder of {day_text(self.stood.date(), near)} passed without an answer"

    def spoken(self, near: date) -> str:
        if self.asked_on is not None:
            return f"Your words on the reminder of {calendar_day(self.asked_on, near)} are not understood yet."
        return "You have not got to it yet."

    def offering(self, start: datetime) -> str:
        """Return the sentence for a reminder at `start` by the same clock; it offers only another part of the day."""
        part = PART_OF_HOUR[start.hour]
        plain = self.asked_on is not None or part is PART_OF_HOUR[self.stood.hour]
        return self.spoken(start.date()) if plain else _OFFERING.format(_PARTS[part])


@dataclass(frozen=True, slots=True)
class NextChannel:
    """It is the turn of the contact's next channel, after so many failures by the one before."""

    failures: int
    before: str
    channel: str

    def text(self, near: date) -> str:
        return f"by {self.channel} now, after {count(self.failures, 'try', 'tries')} by {self.before}"

    def spoken(self, near: date) -> str:
        one, many = _TRIES.get(self.before, (f"try by {self.before}", f"tries by {self.before}"))
        if self.before in INVITING_CHANNELS:
            one, many = "invitation", "invitations"
        text = f"One {one}" if self.failures == 1 else f"{self.failures} {many}"
        return f"{text} reached nobody, so {_ONE.get(self.channel, f'by {self.channel}')} this time."


@dataclass(frozen=True, slots=True)
class ChannelClosed:
    """A number or an address no longer leads to the contact."""

    channel: str
    outcome: Outcome
    on: date
    address: str = ""     # which of their numbers or addresses, if the hit list has any

    def text(self, near: date) -> str:
        what = " ".join((self.address or self.channel).split())
        return f"{what} no longer reaches them ({self.outcome.words}, {day_text(self.on, near)})"

    def spoken(self, near: date) -> str:
        return "" if self.address else f"By {' '.join(self.channel.split())} you no longer reach them."

    def found_out(self, near: date, several: int = 1) -> str:
        """Return the sentence on a search for new details, for the last of `several` that ended alike."""
        text = _FOUND_OUT.get(self.outcome, _FOUND_OUT[Outcome.WRONG_NUMBER])[several > 1]
        return text.format(calendar_day(self.on, near))


@dataclass(frozen=True, slots=True)
class PlannedWay:
    """Another of the contact's channels, because the month's action plan has room there.

    The plan has `planned` tries by the channel `of`. With `full`, `of` is their preferred channel, whose tries are
    all taken.
    """

    channel: str
    of: str
    planned: int
    full: bool

    def text(self, near: date) -> str:
        one, many = _TRIES.get(self.of, (f"try by {self.of}", f"tries by {self.of}"))
        some = f"the one {one}" if self.planned == 1 else f"the {self.planned} {many}"
        if self.full:
            are = "is" if self.planned == 1 else "are"
            return f"by {self.channel} this time: {some} of the month's plan {are} taken"
        return f"by {self.channel} this time: it is {'' if self.planned == 1 else 'one of '}{some} of the month's plan"

    def spoken(self, near: date) -> str:
        text = self.text(near)
        return f"{text[:1].upper()}{text[1:]}."


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A reminder of the task passed without an answer."""

    def text(self, near: date) -> str:
        return "still open"

    def spoken(self, near: date) -> str:
        return "It is still open."
