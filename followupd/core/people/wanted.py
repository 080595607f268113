"""One thing that is wanted on the calendar: a try to reach somebody, or a task for them. Values, made elsewhere.

Each has one place: a reminder of its own, or a line on a call sheet. A person has one try at most (P2) and one task
for each promise, card and meeting to book.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from followupd.core.reasons.base import Reason
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import Contact, is_live
from followupd.core.values.uid import Kind, Uid

if TYPE_CHECKING:
    from followupd.core.people.timeline import Timeline

TASKS = frozenset({Kind.PROMISE, Kind.DATE, Kind.BOOK})
MARK = "/"                      # in no contact's key: what an event's `people` names is a person, or a task
DATED = frozenset({Kind.RETRY, Kind.CALLBACK})      # tries with a day of their own, before any sheet


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
        """Its name in an event's `people`: the contact's key for a try."""
        return f"{self.kind}{MARK}{self.meaning}" if self.kind in TASKS else self.key

    def uid(self, list_name: str, repeat: int = 0) -> str:
        """The base UID of its reminder, and of the `repeat`th one after that passed without an answer."""
        mark = f"-r{repeat}" if repeat else ""
        return str(Uid(self.kind, self.meaning + mark, list_name))


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTry(Wanted):
    """The next try to reach a contact: the first one, a retry, a call-back; or a search for new details.

    `number` counts the tries: 1 for a first one. `channel` is None if every channel is closed. `due` and `late`
    are the days on which the cadence's `every` and `at_most` come round; `not_before` keeps `min_gap`. `at` is the
    time that the contact asked for.
    """

    timeline: Timeline
    channel: str | None
    number: int
    due: date
    late: date
    not_before: date
    at: time | None = None

    @property
    def live(self) -> bool:
        """Whether it rings: then the contact's own hours count."""
        return self.channel is not None and is_live(self.channel)

    @property
    def failed(self) -> tuple[datetime, ...]:
        """The start of each unanswered live try of this row whose time is known."""
        return tuple(
            a.at for a in self.timeline.series if a.timed and a.outcome is not Outcome.SENT and is_live(a.channel or "")
        )

    def urgency(self, day: date) -> float:
        """Days overdue over the cadence: 0 on the day due, 1 a whole cadence later."""
        return (day - self.due).days / max(self.contact.cadence.every.about_days, 1.0)


@dataclass(frozen=True, slots=True)
class Ended:
    """A task is over: since when, if that is known, and the sign of what became of it (phrases/signs.py)."""

    sign: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Wanted):
    """Something to do for a contact that does not try to reach them: a promise, a card, the next meeting to book.

    From `anchor` it may have a line on a sheet, on `by` at the latest. `latest` takes the last sheet up to `by` instead
    of the next one (a card is not posted weeks ahead). `act` is the line; `what` is what was promised, or the name of
    the date.
    """

    act: str
    what: str
    by: date | None
    latest: bool = False
    ended: Ended | None = None
