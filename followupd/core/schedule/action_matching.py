"""By which way people whose time comes may serve the action plan: one coffee then serves both.

Takes wishes and the plan's room by channel; returns who goes by which channel, each one of their own. As many people as
can be are matched (augmenting paths); among those the more urgent ones are in, and each goes by the earliest of their
own channels that this leaves. The plan chooses the way, never the day: nobody comes earlier because a plan has room,
nobody waits because it has none, and who prefers to be written to is never called for its sake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from followupd.core.people.wanted import NextTry
from followupd.core.reasons import PlannedWay
from followupd.core.values.hitlist import is_live


@dataclass(slots=True)
class Room:
    """The places of each channel, and who has them. A person that cannot be placed now never can be later: all that
    they could reach is full, and stays so; such channels are `dead`."""

    left: dict[str, int]
    having: dict[str, list[str]] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)

    def take(self, key: str, ways: Mapping[str, Sequence[str]]) -> bool:
        """Place `key`, moving others to another of their `ways` where that makes room."""
        came_from: dict[str, tuple[str, str]] = {}       # channel -> who would move there, and from which channel
        reached = [channel for channel in ways[key] if channel not in self.dead]
        for channel in reached:                           # grows while it is walked: breadth first
            if self.left.get(channel, 0) > 0:
                self.left[channel] -= 1
                self._shift(key, channel, came_from)
                return True
            for other in reversed(self.having.get(channel, [])):        # the least urgent one moves first
                for way in ways[other]:
                    if way not in reached and way not in self.dead:
                        came_from[way] = (other, channel)
                        reached.append(way)
        self.dead.update(reached)
        return False

    def _shift(self, key: str, channel: str, came_from: Mapping[str, tuple[str, str]]) -> None:
        while channel in came_from:
            moved, before = came_from[channel]
            self.having[before].remove(moved)
            self.having.setdefault(channel, []).append(moved)
            channel = before
        self.having.setdefault(channel, []).append(key)


def match(people: Iterable[str], ways: Mapping[str, Sequence[str]], room: Mapping[str, int]) -> dict[str, str]:
    """The channel of each person who is matched. `people` the more urgent first, `ways` the preferred first."""
    found = Room(dict(room))
    for key in people:
        if ways.get(key):
            found.take(key, ways)
    having = {key: channel for channel, keys in found.having.items() for key in keys}
    return {key: having[key] for key in sorted(having)}


def ways_of(wish: NextTry, channels: Sequence[str], planned: Iterable[str]) -> tuple[str, ...]:
    """Those of the `channels` that lead to somebody and are in the plan. Who is written to is not called for it."""
    asked = frozenset(planned)
    return tuple(c for c in channels if c in asked and (wish.live or not is_live(c)))


def by_plan(wish: NextTry, channel: str, planned: Mapping[str, int]) -> NextTry:
    """The wish by the channel of the plan; the same one where that is theirs anyway."""
    if channel == wish.channel or wish.channel is None:
        return wish
    taken = wish.channel in planned
    told = PlannedWay(channel, wish.channel if taken else channel, planned[wish.channel if taken else channel], taken)
    return replace(wish, channel=channel, reasons=(*wish.reasons, told))
