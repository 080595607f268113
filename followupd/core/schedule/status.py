"""How each contact stands: stopped, paused, waiting, with something open, resting or still to be placed.

Takes what a person needs next and the place that it was given; returns a Standing with every reason, which `why`,
`list` and `status` read. Places nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.wanted import NextTry
from followupd.core.reasons import Paused, Reason, Stopped, Waiting
from followupd.core.schedule.on_calendar import Item
from followupd.core.schedule.start_small import Queue
from followupd.core.values.hitlist import Contact, Hitlist, Status


class State(StrEnum):
    """How a contact stands. Everybody who is not stopped comes back (P8)."""

    OPEN = "open"                # has an item: a reminder, or a line on a sheet
    SCHEDULED = "scheduled"      # the cadence has not come round yet
    RESTING = "resting"          # after the last try of a ladder, a no, or a skip
    IN_QUEUE = "in queue"        # due, and waits for a block with room
    WAITING = "waiting"          # starts later (start_small)
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one contact stands and what comes next, with every reason."""

    key: str
    contact: Contact
    timeline: Timeline
    state: State
    reasons: tuple[Reason, ...]
    wish: NextTry | None = None
    item: Item | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Standings(Mapping[str, Standing]):
    """Everybody's, in list order. Each is worked out when it is asked for: a pass asks for few of ten thousand."""

    contacts: Mapping[str, Contact]
    timelines: Mapping[str, Timeline]
    wishes: Mapping[str, NextTry]
    placed: Mapping[str, tuple[NextTry, Item]]
    small: Queue
    now: datetime
    hitlist: Hitlist
    def __getitem__(self, key: str) -> Standing:
        return _standing_of(
            key, self.contacts[key], self.timelines[key], self.wishes.get(key), self.placed.get(key), self.small,
            self.now, self.hitlist,
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self.contacts)

    def __len__(self) -> int:
        return len(self.contacts)


def _standing_of(
    key: str, contact: Contact, timeline: Timeline, wish: NextTry | None, placed: tuple[NextTry, Item] | None,
    small: Queue, now: datetime, hitlist: Hitlist,
) -> Standing:
    reasons = wish.reasons if wish else ()
    item, today = None, day_of(now, hitlist.timezone)
    until = contact.pause_until if wish is not None and wish.anchor == contact.pause_until else None
    place = small.places.get(key) if small.pace is not None else None
    if contact.status is Status.STOP:
        state, reasons = State.STOPPED, (Stopped(),)
    elif wish is None:
        state, reasons = State.PAUSED, (Paused(None),)
    # Whose pause ends when their place in the queue is free, or later, waits for the end of the pause.
    elif place is not None and small.pace is not None and not (until and place[1] and until >= max(place[1], today)):
        state, reasons = State.WAITING, (*reasons, Waiting(*place, small.pace))
    elif placed is not None:
        wish, item = placed
        state, reasons = State.OPEN, wish.reasons
    elif until is not None and until > today:
        state = State.PAUSED
    elif wish.anchor > today:
        state = State.RESTING if timeline.rest else State.SCHEDULED
    else:
        state = State.IN_QUEUE
    return Standing(key, contact, timeline, state, reasons, wish, item)
