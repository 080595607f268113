"""What happened: facts, appended to the history and never changed.

A fact is told by a command, by a `log:` line of the hit list, or by what the user did on the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Outcome(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    SENT = "sent"
    BUSY = "busy"
    CALL_BACK = "call_back"
    BOUNCED = "bounced"
    WRONG_NUMBER = "wrong_number"
    DECLINED = "declined"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


CLOSING = frozenset({Outcome.BOUNCED, Outcome.WRONG_NUMBER})


@dataclass(frozen=True, slots=True)
class DayTime:
    """A day, and a wall-clock time of the user's zone where one was said."""

    day: date
    time: time | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to reach a contact. `contact` is the contact's key.

    `timed` is False where only the day is known; `at` is then the first instant of that day in the user's zone.
    `asked` is the day that the contact asked for, or that the user chose, for the next try.
    `source` is the input that told it: command, hitlist, calendar or import. `event` is the UID of the event on which
    the user marked it, where they did.
    """

    contact: str
    at: datetime
    outcome: Outcome
    channel: str | None = None
    note: str = ""
    asked: DayTime | None = None
    timed: bool = True
    source: str = "command"
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A contact stands on the hit list under this slug with these details: first seen, renamed, or details changed."""

    contact: str
    at: datetime
    slug: str
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """A channel no longer leads to the contact at this address (a bounced mail, a wrong number)."""

    contact: str
    at: datetime
    channel: str
    address: str
    outcome: Outcome
    attempt_at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """The user dragged one of our events; [start, end) is where it stands now. `contact` is None for a block."""

    contact: str | None
    at: datetime
    uid: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """The user deleted one of our events: this try, or this week's block, is not wanted.

    `start` is when the event stood; `contact` is None for a block.
    """

    contact: str | None
    at: datetime
    uid: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """The user took a skip of a block back: it is wanted again. `uid` is that of the Skipped fact."""

    contact: str | None
    at: datetime
    uid: str


@dataclass(frozen=True, slots=True)
class Promised:
    """The user promised a contact something; `by` is the day that they named. Said again, `by` is the newer one."""

    contact: str
    at: datetime
    what: str
    by: date | None = None
    source: str = "command"


@dataclass(frozen=True, slots=True)
class Settled:
    """A promise was kept, or dropped (`kept` is False). `by` is the day that stood there; `event` is where it was
    marked, where it was."""

    contact: str
    at: datetime
    what: str
    by: date | None = None
    kept: bool = True
    source: str = "command"
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """The next meeting with a contact stands in the user's diary, on `day`. `event` is where it was marked."""

    contact: str
    at: datetime
    day: date
    source: str = "command"
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Swept:
    """What the user decided on a review about somebody who rests: back on `day`, or None to let them rest."""

    contact: str
    at: datetime
    day: date | None
    source: str = "calendar"
    event: str | None = None


Fact = Attempt | Listed | Closed | Moved | Skipped | Restored | Promised | Settled | Booked | Swept
