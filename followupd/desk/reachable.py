"""Who can be reached at an instant, as plain values: what `next` answers from, whether it was remembered or just made.

Takes nothing but these values and an instant; decides who is awake and in their hours now, by which channel. Made by
`look.py`, kept by `memory.py`. Imports next to nothing: this is all that a remembered answer loads.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from followupd.core.values.day_parts import DAY, another_time

SECOND = 1_000_000     # instants are whole microseconds since 1970 in UTC, as in the state database
MINUTE = 60 * SECOND


class Way(NamedTuple):
    """One channel by which a person may be reached. `address` and its `link` (tel: or mailto:) are empty where unknown.

    `hours` are the stretches (start, end) in which a live channel may be used; None means at any time. `failed` is the
    minute of their day at which the last live try failed, which another one keeps away from (P7). `minutes` is how long
    it takes.
    """

    channel: str
    act: str
    address: str
    link: str
    hours: list[tuple[int, int]] | None
    failed: int | None
    minutes: float

    def suits(self, at: int, clock: int) -> bool:
        """Whether it may be used at this instant, which is minute `clock` of their day: for a minute at least."""
        if self.hours is None:
            return True
        if not any(start <= at and at + MINUTE <= end for start, end in self.hours):
            return False
        return self.failed is None or another_time(clock, self.failed)


class Candidate(NamedTuple):
    """Somebody whose day has come. `usual` is the channel of their wish; `form` is their part of the JSON answer.

    `offsets` are (instant, seconds east of UTC) of their clock, from each instant on.
    """

    usual: str
    ways: list[Way]
    offsets: list[tuple[int, int]]
    why: str
    form: dict[str, Any]

    def clock(self, at: int) -> int:
        """The minute of the day that their clock shows."""
        offset = next(seconds for since, seconds in reversed(self.offsets) if since <= at)
        return (at // SECOND + offset) // 60 % DAY


class Reachable(NamedTuple):
    """Everything that `next` can be asked, from `since` until `until` (excluded), as long as nothing new happens.

    `people` come most worth it first. `channels` are those of the user's own, by small letters. `later` says in a
    sentence what comes when nobody can be reached; `item` is its JSON form.
    """

    since: int
    until: int
    channels: dict[str, str]
    people: list[Candidate]
    later: str
    item: dict[str, Any] | None

    def at(self, moment: int, via: str | None = None) -> list[tuple[Candidate, Way]]:
        """Who can be reached at this instant and how; with `via`, only by that channel."""
        found = []
        for person in self.people:
            clock, wanted = person.clock(moment), via or person.usual
            way = next((way for way in person.ways if way.channel == wanted), None)
            if way is not None and way.suits(moment, clock):
                found.append((person, way))
        return found

    def to_text(self) -> str:
        return json.dumps(self)      # named tuples are lists there

    @classmethod
    def from_text(cls, text: str) -> Reachable:
        """Raises ValueError or TypeError where it is no such text."""
        since, until, channels, people, later, item = json.loads(text)
        made = [
            Candidate(usual, [Way(*way) for way in ways], offsets, why, form)
            for usual, ways, offsets, why, form in people
        ]
        return cls(since, until, channels, made, later, item)


def within(found: list[tuple[Candidate, Way]], minutes: int) -> list[tuple[Candidate, Way]]:
    """Who fits into these minutes, in order, as on a call sheet: whoever takes longer than what is left is passed over.

    The first one where nobody fits: a try that runs over is better than none.
    """
    left, fitting = float(minutes), []
    for person, way in found:
        if way.minutes <= left:
            fitting.append((person, way))
            left -= way.minutes
    return fitting or found[:1]
