"""The status of each contact: stopped, paused, waiting, with something open, resting or still to be placed.

Takes what a person needs next and the place that it was given; returns a ContactStatus with every reason, which `why`,
`list` and `status` read. Places nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from followupd.core.noticing.meetings import ComingMeeting, YouMeet
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.wanted import NextTry
from followupd.core.reasons import Paused, Reason, Stopped, Waiting
from followupd.core.schedule.on_calendar import Item
from followupd.core.schedule.start_small import Turns
from followupd.core.values.hitlist import Contact, Hitlist, Status


class State(StrEnum):
    """The state of a contact. Everybody who is not stopped comes back (P8)."""

    OPEN = "open"                # has an item: a reminder, or a line on a sheet
    SCHEDULED = "scheduled"      # the cadence has not come round yet
    RESTING = "resting"          # after the last try of a ladder, a no, or a skip
    IN_QUEUE = "in queue"        # due, and waits for a block with room
    WAITING = "waiting"          # starts later (start_small)
    PAUSED = "paused"
    STOPPED = "stopped"



@dataclass(frozen=True, slots=True)
class ContactStatus:
    """The status of one contact and what comes next, with every reason.

    `overdue` and `late` are the days beyond `every` and `at_most` since the last real contact, through tries and rests;
    0 for people who are stopped or paused. Who starts later is not due yet, but late when they are late. `meeting` is
    one to come, for which their next try waits.
    """

    key: str
    contact: Contact
    timeline: Timeline
    state: State
    reasons: tuple[Reason, ...]
    next_try: NextTry | None = None
    item: Item | None = None
    overdue: int = 0
    late: int = 0
    meeting: ComingMeeting | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Statuses(Mapping[str, ContactStatus]):
    """Everybody's status, in list order. Each is computed when needed: a pass needs few of ten thousand."""

    contacts: Mapping[str, Contact]
    timelines: Mapping[str, Timeline]
    turns: Turns
    placed: Mapping[str, tuple[NextTry, Item]]
    now: datetime
    hitlist: Hitlist

    def __getitem__(self, key: str) -> ContactStatus:
        """Return the status of the contact with this key."""
        contact, timeline, next_try = self.contacts[key], self.timelines[key], self.turns.tries.get(key)
        reasons, small = next_try.reasons if next_try else (), self.turns.small
        today = day_of(self.now, self.hitlist.timezone)
        until = contact.pause_until if next_try is not None and next_try.anchor == contact.pause_until else None
        place, item = small.places.get(key) if small.pace is not None else None, None
        if contact.status is Status.STOP:
            state, reasons = State.STOPPED, (Stopped(),)
        elif next_try is None:
            state, reasons = State.PAUSED, (Paused(None),)
        elif key in self.placed:
            next_try, item = self.placed[key]
            state, reasons = State.OPEN, next_try.reasons
        elif place is not None and small.pace is not None:
            state, reasons = State.WAITING, (*reasons, Waiting(*place, small.pace))
        elif (meeting := self.turns.meetings.get(key)) is not None and not contact.paused_on(today):
            state, reasons = State.SCHEDULED, (*reasons, YouMeet(meeting, self.hitlist.timezone))
        else:
            state = _without_item(next_try, until, today)
        if state in (State.STOPPED, State.PAUSED) or next_try is None or contact.paused_on(today):
            return ContactStatus(key, contact, timeline, state, reasons, next_try, item)
        late = next_try.lateness.beyond(today)
        overdue = next_try.lateness.overdue(today) if state is not State.WAITING or late else 0
        met = next((reason.meeting for reason in reasons if isinstance(reason, YouMeet)), None)
        return ContactStatus(key, contact, timeline, state, reasons, next_try, item, overdue, late, met)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys in list order."""
        return iter(self.contacts)

    def __len__(self) -> int:
        """Return how many contacts there are."""
        return len(self.contacts)


def _without_item(next_try: NextTry, until: date | None, today: date) -> State:
    if until is not None and until > today:
        return State.PAUSED
    if next_try.anchor > today:
        return State.RESTING if next_try.timeline.rest else State.SCHEDULED
    return State.IN_QUEUE
