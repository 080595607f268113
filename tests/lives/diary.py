"""The human's diary: what they did, to whom, on which event. The checker trusts only this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tests.lives.seen import Shown

REACHED, NO_ANSWER, LEFT_MESSAGE, SENT, CALL_BACK = "reached", "no_answer", "left_message", "sent", "call_back"


@dataclass(frozen=True)
class DiaryEntry:
    """One try, or a talk: `at` is when it happened, `told` when it was reported to followupd.

    `how` is title, tick, command or yaml; `uid` the event that was marked. `existing` are the events of this person
    that were on the calendar then: one of them may get the answer to a try that was reported in another way. `timed`
    is False if
    followupd cannot know the time of day. `reply`: the contact did it, so it is not a try of the user.
    """

    at: datetime
    told: datetime
    person: str
    outcome: str
    channel: str
    how: str
    uid: str | None = None
    existing: tuple[str, ...] = ()
    timed: bool = True
    reply: bool = False
    asked: datetime | None = None      # when they asked to be called back

    @property
    def contact(self) -> bool:
        """Return whether it was contact: a talk, or a card."""
        return self.outcome == REACHED or (self.outcome == SENT and self.channel == "note")


@dataclass(frozen=True)
class Deleted:
    """`event` as it was; `person` is None for a block."""

    at: datetime
    event: Shown
    person: str | None


@dataclass
class Diary:
    entries: list[DiaryEntry] = field(default_factory=list)
    dragged: dict[str, tuple[datetime, datetime, datetime]] = field(default_factory=dict)   # reported, start, end
    deleted: dict[str, Deleted] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)          # promises, bookings, reviews that were answered, by UID
    unclear: dict[str, tuple[datetime, str]] = field(default_factory=dict)      # words that mean nothing, by UID
    touched: dict[str, datetime] = field(default_factory=dict)      # people whose lines were edited, and when
    booked: dict[str, datetime] = field(default_factory=dict)       # when a meeting was booked, by person

    def of(self, person: str, until: datetime | None = None) -> list[DiaryEntry]:
        """Return their entries in the order in which they happened."""
        found = [e for e in self.entries if e.person == person and (until is None or e.told <= until)]
        return sorted(found, key=lambda e: e.at)

    def last_contact(self, person: str, until: datetime) -> DiaryEntry | None:
        return next((e for e in reversed(self.of(person, until)) if e.contact), None)

    def row(self, person: str, until: datetime) -> list[DiaryEntry]:
        """The tries since the last contact, since a reminder of theirs was deleted, or since they asked for a call."""
        found: list[DiaryEntry] = []
        skipped = self.skipped(person, until)
        for entry in reversed(self.of(person, until)):
            if entry.contact or entry.outcome == CALL_BACK or (skipped is not None and entry.at <= skipped):
                break
            found.insert(0, entry)
        return found

    def on(self, uid: str) -> Iterator[DiaryEntry]:
        return (e for e in self.entries if e.uid == uid)

    def skipped(self, person: str, until: datetime) -> datetime | None:
        """Return when a reminder of theirs was last deleted, which ends the row of tries, unless the user reports
        later that they had tried before."""
        tried = [e for e in self.entries if e.person == person and e.told <= until]
        return max((
            d.at for d in self.deleted.values()
            if d.person == person and d.at <= until and not any(e.at <= d.at < e.told for e in tried)
        ), default=None)
