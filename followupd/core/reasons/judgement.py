"""What starting small, learning, the action plan, `min_gap` and days off decided: reasons like those of reasons.py,
which joins them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followupd.core.values.day_words import day_text
from followupd.core.values.time import Span

# What one try by a channel is called, and several.
_TRIES = {
    "phone": ("call", "calls"), "text": ("text", "texts"), "email": ("mail", "mails"),
    "video": ("video call", "video calls"), "coffee": ("coffee", "coffees"), "note": ("note", "notes"),
    "social": ("message", "messages"),
}


@dataclass(frozen=True, slots=True)
class KeptApart:
    """`min_gap`: two tries never come closer (P7)."""

    gap: Span
    until: date

    def text(self, near: date) -> str:
        return f"not before {day_text(self.until, near)}, {self.gap} after the last try"


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
class Pace:
    """Start small: how many `people` it is for now; and, after a whole month, how many it was for `before`, of how
    many the time `came` in that month, and how many of those were `tried`. `away` says that the user was not there for
    most of it, so that nothing is judged."""

    people: int
    before: int | None = None
    came: int = 0
    tried: int = 0
    away: bool = False

    @property
    def told(self) -> str:
        """The last month and what follows from it; empty in the first one."""
        if self.before is None:
            return ""
        month = (
            "you were away for most of last month" if self.away
            else f"{self.tried} of the {self.came} people whose time came last month were tried" if self.came > 1
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
class OnDayOff:
    """The contact asked for a day that is one of the user's days off: what they asked for goes first (P7)."""

    name: str

    def text(self, near: date) -> str:  # noqa: ARG002
        return f"on your day off ({self.name}), because that day was asked for"
