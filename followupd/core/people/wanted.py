"""One thing that is wanted on the calendar: a try to reach somebody, or a task for them. Values, made elsewhere.

Each has one place: a reminder, or a line on a call sheet. A person has one try at most (P2) and one task
for each promise, card and meeting to book.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TypeVar

from followupd.core.people.lateness import Lateness
from followupd.core.people.promises import Ended
from followupd.core.people.timeline import Timeline
from followupd.core.reasons import AskedFor, Reason
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import Contact, is_live, keeps_hours
from followupd.core.values.time import Interval
from followupd.core.values.uid import TASKS, THEY_WAIT, Kind, Uid, parse_item, parse_uid

MARK = "/"                      # never in a contact's key, so a name in an event's `people` is a person or a task
CALL = "phone"                  # the channel of a task on the day on which a call is better
_REPEAT = r"-r\d+$"
ReminderName = tuple[Kind, str]     # the kind, and the meaning of the first of its reminders


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`anchor` is the first day for it; `meaning` is its part of the UID; `until` the last useful day."""

    kind: Kind
    key: str
    contact: Contact
    anchor: date
    meaning: str
    reasons: tuple[Reason, ...]
    until: date | None = None

    @property
    def ref(self) -> str:
        """Its name in an event's `people`: the contact's key, since a person has one of these (P2)."""
        return self.key

    @property
    def tried_last(self) -> datetime | None:
        """When the contact was tried last, if this follows from their tries."""
        return None

    @property
    def reminder(self) -> ReminderName:
        """The kind and the meaning in the UID of its reminder."""
        return self.kind, self.meaning

    def uid(self, list_name: str, repeat: int = 0) -> str:
        """The base UID of its reminder, and of the `repeat`th one after that passed without an answer."""
        (kind, meaning), mark = self.reminder, f"-r{repeat}" if repeat else ""
        return str(Uid(kind, meaning + mark, list_name))


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTry(Wanted):
    """The next try to reach a contact: the first one, a retry, a call-back; or a search for new details.

    `number` counts the tries: 1 for a first one; after the `last` one comes a rest. `channel` is None if every channel
    is closed. `due` and `late` are the days on which the cadence's `every` and `at_most` come round; `not_before`
    keeps `min_gap`, or comes after a card. `at` is the time that the contact asked for, and `exact` says that they
    asked for the very day `anchor`. `lateness` counts from their last real contact, whatever has been tried since and
    however long they rested (P1). `part` is the part of that day for which they asked. It takes over the reminder of
    the first of `instead_of` that is open (schedule/taken_over.py): `taken` is that one.
    """

    timeline: Timeline
    channel: str | None
    number: int
    due: date
    late: date
    not_before: date
    lateness: Lateness
    at: time | None = None
    last: bool = False
    exact: bool = False
    part: str = ""
    instead_of: tuple[ReminderName, ...] = ()
    taken: ReminderName | None = None

    @property
    def reminder(self) -> ReminderName:
        """The kind and the meaning in the UID of its reminder, which may be one that it took over."""
        return self.taken or (self.kind, self.meaning)

    @property
    def tried_last(self) -> datetime | None:
        """When the contact was tried last."""
        return self.timeline.last.at if self.timeline.last is not None else None

    @property
    def live(self) -> bool:
        """Return whether both people must be there at once: then another time of day than the last one counts."""
        return self.channel is not None and is_live(self.channel)

    @property
    def keeps_hours(self) -> bool:
        """Return whether the contact's own hours count."""
        return self.channel is not None and keeps_hours(self.channel)

    @property
    def planned(self) -> bool:
        """Return whether it is on a day that the user named, for which nobody asked."""
        return any(isinstance(reason, AskedFor) and reason.planned for reason in self.reasons)

    def asked_for(self, day: date) -> bool:
        """Return whether the contact asked for that very day, or the user chose it, so that it stays (P7)."""
        return self.exact and day == self.anchor

    @property
    def failed(self) -> tuple[datetime, ...]:
        """The start of each unanswered live try of this row, if its time is known."""
        return tuple(
            a.at for a in self.timeline.series if a.timed and a.outcome is not Outcome.SENT and is_live(a.channel or "")
        )

    @property
    def sent(self) -> tuple[datetime, ...]:
        """The start of the last try of this row if something was sent then, an invitation for a coffee for example."""
        last = self.timeline.series[-1:]
        return tuple(a.at for a in last if a.timed and (a.outcome is Outcome.SENT or not is_live(a.channel or "")))

    def urgency(self, day: date) -> float:
        """Days overdue over the cadence, from the last real contact: 0 on the day due, 1 a whole cadence later."""
        return self.lateness.urgency(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Wanted):
    """Something to do for a contact that does not try to reach them: a promise, a card, the next meeting to book.

    It may have a line on a sheet from `anchor` to `by`: on the next one, or if `latest` on the last one (a card is not
    posted weeks ahead). `act` is the line; `what` is what was promised, or the name of the date. `fixed` is its place
    if that is given; then the time is busy. `call_on` is the day on which a call is better, in both people's hours.
    `on_review`: if no sheet up to `until` asks it, the weekly review does.
    """

    act: str
    what: str
    by: date | None
    latest: bool = False
    ended: Ended | None = None
    fixed: Interval | None = None
    call_on: date | None = None
    on_review: bool = False

    @property
    def ref(self) -> str:
        """Its name in an event's `people`, beside the keys of contacts."""
        return f"{self.kind}{MARK}{self.meaning}"


Turn = tuple[bool, float, bool, int]


def turn(next_try: NextTry, day: date, place: int) -> Turn:
    """Return the key that sorts tries on a day, wherever it is decided who comes first.

    By this order: they asked for it or wait for an answer, urgency, people the user likes, the `place` on the hit list.
    A retry has no precedence: with too little time, more urgent people would never have a turn (bench/follow_through).
    """
    return next_try.kind not in THEY_WAIT, -next_try.urgency(day), not next_try.contact.like, place


def reminder_of(uid: str, list_name: str) -> ReminderName | None:
    """Return what an item's reminder is called, whichever of its reminders has this UID; None for another list's."""
    parsed = parse_uid(uid, list_name)
    return (parsed.kind, re.sub(_REPEAT, "", parsed.meaning)) if parsed is not None else None


def ref_of(uid: str, list_name: str) -> str | None:
    """Return the ref of the task whose reminder has this UID; None for every other event."""
    parsed = parse_uid(uid, list_name)
    if parsed is None or parsed.kind not in TASKS or parse_item(uid) is None:
        return None
    return f"{parsed.kind}{MARK}{re.sub(_REPEAT, '', parsed.meaning)}"


def is_task(ref: str) -> bool:
    """Return whether a name in an event's `people` is that of a task; a person may be called Promise."""
    kind, mark, _ = ref.partition(MARK)
    return bool(mark) and kind in TASKS


def person_of(ref: str) -> str:
    """Return the key of the contact that a name in an event's `people` is about: a try, a task, or a rest."""
    meaning = ref.rpartition(MARK)[2]
    return meaning.rsplit("-", 2)[0] if is_task(ref) else meaning


W = TypeVar("W", bound=Wanted)


def with_reasons(wanted: W, *reasons: Reason) -> W:
    """Return it with more reasons after its own."""
    return replace(wanted, reasons=wanted.reasons + reasons) if reasons else wanted
