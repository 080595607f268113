"""The request to a busy calendar and the memory of it, as values and as texts for the history.

The times of an event are remembered under a hash of the lines that they depend on, so they are computed again only when
it changed. Loads no library: `next` reads the times from here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Any, Protocol

from followupd.core.noticing.people_index import WatchedPeople
from followupd.core.values.sightings import MeetingOwner, MeetingSeen
from followupd.core.values.targets import CalendarTarget, FeedTarget, IcsTarget

ENGINE = "5"    # incremented when the same text is read in another way
MOST_TIMES = 200_000     # of one calendar
MOST_MEETINGS = 5_000
WINDOW_STEP = 28  # days by which the window moves on

CROWD = "crowd"     # the unit that holds the times of all, if they are too many
STEP = 300          # seconds: a busy stretch of it begins and ends at a whole one

Taken = tuple[int, int, str]     # first and last instant in seconds since 1970, and the title


@dataclass(frozen=True, slots=True)
class Unit:
    """All VEVENTs with one UID.

    `mark` is their hash, "" if they must be read again. With a `problem`, `times` are the ones known before. `meetings`
    are those with people of the list, and `seen` the hash of what they depend on beside `mark`, "" without `watched`.
    """

    uid: str
    mark: str
    times: tuple[Taken, ...] = ()
    problem: str = ""
    seen: str = ""
    meetings: tuple[MeetingSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A file or a resource. `mark` differs when it has changed; `units` are the events in it that matter."""

    mark: str
    units: tuple[Unit, ...] = ()
    events: int = 0     # how many it holds, including those that do not matter


@dataclass(frozen=True, slots=True)
class Coverage:
    """The extent and state of a calendar's last read.

    `first` and `last` are the days (ordinals) whose times are known, `context` is what they depend on besides the text,
    and equal `marks` mean that nothing has changed. `meetings` are those with people of the list, if these are watched.
    """

    context: str
    first: int
    last: int
    marks: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    events: int = 0
    meetings: tuple[MeetingSeen, ...] = ()

    def to_text(self) -> str:
        """Return it as the history keeps it."""
        return json.dumps([
            self.context, self.first, self.last, dict(self.marks), list(self.problems), self.events,
            *([_meetings_to_json(self.meetings)] if self.meetings else []),
        ])

    @classmethod
    def from_text(cls, text: str) -> Coverage:
        """Read what `to_text` wrote. Raises ValueError, TypeError or KeyError for any other text."""
        context, first, last, marks, problems, events, *rest = json.loads(text)
        return cls(context, first, last, dict(marks), tuple(problems), events, *map(_meetings_from_json, rest))


@dataclass(frozen=True, slots=True)
class BusyQuery:
    """A request for the times of a busy calendar.

    It is for the days `first` to `last` (ordinals) and a user in the zone `home`. `own_addresses` are the user's, in
    lower case; events of the hit list `list_name` are never busy. `watched` are the people whose meetings are found;
    without `times` these alone are read. `written` is the state of the calendar that we write to as it was just read
    (`Calendar.state`), which shows without a request that it is unchanged.
    """

    first: int
    last: int
    home: tzinfo
    own_addresses: frozenset[str]
    list_name: str
    watched: WatchedPeople | None = None
    times: bool = True
    written: str = ""

    def over(self, about: Coverage | None) -> BusyQuery:
        """Ask for the known days if they are enough, else for some weeks more than needed.

        So the window moves in steps and not every day.
        """
        if self.met_by(about) and about is not None:
            return replace(self, first=about.first, last=about.last)
        first, last = (day - day % WINDOW_STEP for day in (self.first, self.last))
        return replace(self, first=first, last=last + 2 * WINDOW_STEP)

    def met_by(self, about: Coverage | None) -> bool:
        """Return whether what is known was read in the same context and covers the days asked for."""
        if about is None or about.context != self.context:
            return False
        return about.first <= self.first and self.last <= about.last

    @property
    def context(self) -> str:
        """Return everything but the text and the days on which the times and the meetings depend."""
        return self.times_context + (f"|meetings {self.watched.mark}" if self.watched is not None else "")

    @property
    def times_context(self) -> str:
        """Return everything but the text and the days on which the times depend."""
        alone = () if self.times else ("no times",)
        return "|".join((ENGINE, str(self.home), self.list_name, *sorted(self.own_addresses), *alone))


@dataclass(frozen=True, slots=True)
class Memory:
    """A calendar as it was last read without an error. `parts` are loaded only if it has changed."""

    about: Coverage
    times: tuple[Taken, ...]
    parts: Callable[[], Mapping[str, Part]]


class Reader(Protocol):
    """A busy calendar. `label` is its name for people, `where` identifies it; neither holds a secret."""

    @property
    def label(self) -> str:
        """Its name, for people."""

    @property
    def where(self) -> str:
        """Its path, or its host and name, for error messages."""

    @property
    def far(self) -> bool:
        """Return whether it is read over the network, which may be slow."""

    def look(self, memory: Memory | None, need: BusyQuery) -> Memory | None:
        """Return what it holds now, or None if what is remembered is current and covers the request.

        Raises CalendarUnreachable; what is remembered then stays in use.
        """

    def close(self) -> None:
        """Close its connections; they are opened again when needed."""


def crowded(units: Sequence[Unit], most: int, text: str) -> list[Unit]:
    """Return the units; if they have more than `most` times, these as one unit, without titles, in steps of 5 minutes.

    The others then keep only their hashes, each with `text`, the hash of the whole: for the same text they are done.
    """
    times = [time for unit in units for time in unit.times]
    if len(times) <= most:
        return list(units)
    stretches: list[tuple[int, int]] = []
    for start, end in sorted((start - start % STEP, end + -end % STEP) for start, end, _ in times):
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(end, stretches[-1][1])
        else:
            stretches.append((start, end))
    marks = ((unit, unit.mark if unit.mark.startswith(text) else f"{text} {unit.mark}") for unit in units)
    done = [replace(unit, mark=mark if unit.mark else "", times=()) for unit, mark in marks if unit.uid != CROWD]
    said = f"it has more than {most:,} times in the coming months; they are read without their titles"
    return [*done, Unit(CROWD, text, tuple((start, end, "busy") for start, end in stretches), said)]


def memory_of(context: str, first: int, last: int, marks: Mapping[str, str], parts: Mapping[str, Part]) -> Memory:
    """Put parts together; each problem is reported once, and at most ten."""
    units = crowded([unit for part in parts.values() for unit in part.units], MOST_TIMES, "")
    problems = list(dict.fromkeys(unit.problem for unit in units if unit.problem))
    if len(problems) > 10:
        problems = [*problems[:9], f"{len(problems) - 9} more events cannot be worked out"]
    times = tuple(sorted({time for unit in units for time in unit.times}))
    meetings = sorted({one for unit in units for one in unit.meetings}, key=lambda one: (one.start, one.evidence))
    about = Coverage(
        context, first, last, marks, tuple(problems), sum(part.events for part in parts.values()),
        tuple(meetings[:MOST_MEETINGS]),
    )
    return Memory(about, times, lambda: parts)


def times_to_text(times: tuple[Taken, ...]) -> str:
    """Return times as the history keeps them."""
    return json.dumps(times, ensure_ascii=False, separators=(",", ":"))


def times_from_text(text: str) -> tuple[Taken, ...]:
    """Read what `times_to_text` wrote."""
    return tuple((start, end, title) for start, end, title in json.loads(text))


def parts_to_text(parts: Mapping[str, Part]) -> str:
    """Return parts as the history keeps them."""
    return json.dumps(
        {name: [part.mark, part.events, [_unit_to_json(unit) for unit in part.units]] for name, part in parts.items()},
        ensure_ascii=False, separators=(",", ":"),
    )


def parts_from_text(text: str) -> dict[str, Part]:
    """Read what `parts_to_text` wrote."""
    return {
        name: Part(mark, tuple(_unit_from_json(*unit) for unit in units), events)
        for name, (mark, events, units) in json.loads(text).items()
    }


def _unit_to_json(unit: Unit) -> list[Any]:
    met = [unit.seen, _meetings_to_json(unit.meetings)] if unit.seen or unit.meetings else []
    return [unit.uid, unit.mark, unit.times, unit.problem, *met]


def _unit_from_json(uid: str, mark: str, times: Any, problem: str, seen: str = "", meetings: Any = ()) -> Unit:
    taken = tuple((start, end, title) for start, end, title in times)
    return Unit(uid, mark, taken, problem, seen, _meetings_from_json(meetings))


def _meetings_to_json(meetings: Iterable[MeetingSeen]) -> list[Any]:
    """Return meetings as the history keeps them, without the calendar that they are on."""
    return [
        [one.evidence, int(one.start.timestamp()), int(one.end.timestamp()), one.title, one.addresses, one.declined,
         one.count, one.recurring, one.private, one.all_day, one.free, one.cancelled, one.declined_by_user,
         one.whose, one.tentative]
        for one in meetings
    ]


def _meetings_from_json(meetings: Any) -> tuple[MeetingSeen, ...]:
    return tuple(
        replace(MeetingSeen(evidence, datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC), title, "",
                            tuple(addresses), tuple(declined), *rest), whose=MeetingOwner(whose), tentative=tentative)
        for evidence, start, end, title, addresses, declined, *rest, whose, tentative in meetings
    )


def busy_key(target: CalendarTarget) -> str:
    """Return what identifies this calendar in the database; a folder and a file of one name differ."""
    if isinstance(target, FeedTarget):
        return target.key
    return f"{'folder' if isinstance(target, IcsTarget) and target.is_folder else 'calendar'} {target.key}"
