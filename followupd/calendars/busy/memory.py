"""What is remembered of a busy calendar between passes, as values and as the texts that the history keeps.

An event's times are remembered under a hash of the lines that tell them, so that it is worked out again only when it
changed. Loads no library: `next` reads the times from here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Taken = tuple[int, int, str]     # first and last instant in seconds since 1970, and the title


@dataclass(frozen=True, slots=True)
class Unit:
    """All VEVENTs with one UID. `mark` is the hash; empty where it has to be looked at again.

    With a `problem`, `times` are those that were known before.
    """

    uid: str
    mark: str
    times: tuple[Taken, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One file, or one resource: what tells it from a changed one, and the events in it that matter."""

    mark: str
    units: tuple[Unit, ...] = ()
    events: int = 0     # all that stand in it


@dataclass(frozen=True, slots=True)
class About:
    """How a calendar was read: `first` and `last` are the days (ordinals) whose times are known, `context` is all
    that they depend on besides the text, `marks` what tells that nothing has changed.
    """

    context: str
    first: int
    last: int
    marks: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    events: int = 0

    def to_text(self) -> str:
        return json.dumps([
            self.context, self.first, self.last, dict(self.marks), list(self.problems), self.events,
        ])

    @classmethod
    def from_text(cls, text: str) -> About:
        """Raises ValueError, TypeError or KeyError where the text is not one of ours."""
        context, first, last, marks, problems, events = json.loads(text)
        return cls(context, first, last, dict(marks), tuple(problems), events)


@dataclass(frozen=True, slots=True)
class Memory:
    """A calendar as it was last read well. `parts` are loaded only where it has changed."""

    about: About
    times: tuple[Taken, ...]
    parts: Callable[[], Mapping[str, Part]]


def memory_of(context: str, first: int, last: int, marks: Mapping[str, str], parts: Mapping[str, Part]) -> Memory:
    """What these parts make together; a problem is told once for each event, ten at most."""
    units = [unit for part in parts.values() for unit in part.units]
    problems = list(dict.fromkeys(unit.problem for unit in units if unit.problem))
    if len(problems) > 10:
        problems = [*problems[:9], f"{len(problems) - 9} more events cannot be worked out"]
    times = tuple(sorted({time for unit in units for time in unit.times}))
    about = About(context, first, last, marks, tuple(problems), sum(part.events for part in parts.values()))
    return Memory(about, times, lambda: parts)


def times_to_text(times: tuple[Taken, ...]) -> str:
    return json.dumps(times, ensure_ascii=False, separators=(",", ":"))


def times_from_text(text: str) -> tuple[Taken, ...]:
    return tuple((start, end, title) for start, end, title in json.loads(text))


def parts_to_text(parts: Mapping[str, Part]) -> str:
    return json.dumps(
        {name: [part.mark, part.events, [[u.uid, u.mark, u.times, u.problem] for u in part.units]]
         for name, part in parts.items()},
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip


def parts_from_text(text: str) -> dict[str, Part]:
    return {
        name: Part(mark, tuple(
            Unit(uid, unit_mark, tuple((start, end, title) for start, end, title in times), problem)
            for uid, unit_mark, times, problem in units
        ), events)
        for name, (mark, events, units) in json.loads(text).items()
    }  # fmt: skip
