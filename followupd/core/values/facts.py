"""Facts: things that happened, appended to the history and never changed. `record` indexes them.

A fact comes from a command, from a `log:` line of the hit list, from what the user did on the calendar, or from
evidence.
CONTRIBUTING.md says where a new type of fact goes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from enum import StrEnum
from hashlib import sha256


class Outcome(StrEnum):
    """The outcome of a try to reach somebody.

    DONE is what `ok` and a tick say; it is only recorded while the channel, which decides what it means, is not known.
    """

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    SENT = "sent"
    BUSY = "busy"
    CALL_BACK = "call_back"
    BOUNCED = "bounced"
    WRONG_NUMBER = "wrong_number"
    DECLINED = "declined"
    DONE = "done"

    @property
    def words(self) -> str:
        """The outcome as it is written in a sentence."""
        return self.value.replace("_", " ")


CLOSING = frozenset({Outcome.BOUNCED, Outcome.WRONG_NUMBER})


WRITING = "writing"       # by text or by mail: "write to me in March"


@dataclass(frozen=True, slots=True)
class DayTime:
    """A day, and a wall-clock time of the user's zone or a `part` (a key of `PARTS_OF_DAY`) if one was said.

    `away` if they are only away until that day; `vague` if it is only the first day of "next week" or "in March".
    `planned` if the user chose the day for the next try and nobody asked for it. `channel` is what the words for that
    try name: phone, text, email or WRITING.
    """

    day: date
    time: time | None = None
    away: bool = False
    vague: bool = False
    part: str = ""
    planned: bool = False
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to reach a contact. `contact` is the contact's key.

    `timed` is False if only the day is known; `at` is then the first instant of that day in the user's zone. `asked` is
    the day for the next try that they asked for or the user chose, or until which they are away. `source` is the input:
    command, hitlist, calendar or import. `event` is the UID of the event on which the user marked it, if they did.
    `met` is True if the user said that word, whatever the channel: they saw each other. With no answer it says that
    they were to meet, and the other did not come. `card` is the name of the day whose card was sent, or for which they
    were rung; older facts have it in the note (`remembering.card_named`).
    `question` is the number of the question about evidence that it answers (people/noticed.py), if it does.
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
    met: bool = False
    card: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A contact is on the hit list under this slug with these details: first seen, renamed, or details changed.

    `maybe` are the keys, with blanks between, of people who left the list when this contact came and who may be the
    same person: the user is asked.
    """

    contact: str
    at: datetime
    slug: str
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    maybe: str | None = None


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
    """The user dragged one of our events to [start, end). `contact` is None for a block.

    `typed` if they said so in words instead, by a command or in its title; `note` are their further words.
    """

    contact: str | None
    at: datetime
    uid: str
    start: datetime
    end: datetime
    typed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """The user deleted one of our events: this try, or this week's block, is not wanted.

    `start` is when the event was; `contact` is None for a block.
    """

    contact: str | None
    at: datetime
    uid: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """The user undid skipping a block: it is wanted again. `uid` is that of the Skipped fact."""

    contact: str | None
    at: datetime
    uid: str


@dataclass(frozen=True, slots=True)
class Promised:
    """The user promised a contact something, `by` the day that they named. Of repeated ones the newer `by` counts."""

    contact: str
    at: datetime
    what: str
    by: date | None = None
    source: str = "command"


@dataclass(frozen=True, slots=True)
class Settled:
    """A promise was kept, or dropped (`kept` is False); or a task of another kind, which `task` names.

    `by` is the day that was named for it; `event` is the one on which it was marked, if it was. `question` is the
    number of the question about evidence that it answers, if it does.
    """

    contact: str
    at: datetime
    what: str
    by: date | None = None
    kept: bool = True
    source: str = "command"
    event: str | None = None
    task: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """The next meeting with a contact was booked: on `day`, at the user's `time` if one was said.

    `event` is where it was marked; `channel` is that of the try on which they agreed, None if it was none.
    """

    contact: str
    at: datetime
    day: date
    source: str = "command"
    event: str | None = None
    time: time | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Swept:
    """The user's decision on a review about somebody who rests: back on `day`, or None to let them rest."""

    contact: str
    at: datetime
    day: date | None
    source: str = "calendar"
    event: str | None = None


class EvidenceRule(StrEnum):
    """The rule by which something was noticed: what the evidence showed."""

    MET = "met"                      # a meeting
    SENT = "sent"                    # mails
    REPLIED = "replied"
    WROTE = "wrote"
    BOUNCED = "bounced"
    NOT_ANSWERED = "not answered"    # calls
    SPOKE = "spoke"
    RANG = "rang"


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that a calendar, a mailbox or a call log showed about a contact; it happened at `at`.

    `outcome` is that of an attempt; None if they came to the user: wrote, rang. `channel` is None for a meeting, at
    which they saw each other, whatever the channel. `evidence` is 32 hex digits, the same in every source and database.
    `sure` is False if the user is asked, and it counts only once they say so. `source` is the label of the calendar,
    the folder or the call log, `what` the title of the meeting, or the subject if subjects are allowed. `seconds` is
    how long they spoke, if the call log says so.
    """

    contact: str
    at: datetime
    outcome: Outcome | None
    channel: str | None
    rule: EvidenceRule
    evidence: str
    sure: bool = True
    source: str = ""
    what: str = ""
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Retracted:
    """The fact with this key (`key_of`) counts as if it had never been recorded, unless this is taken back as well."""

    contact: str | None
    at: datetime
    fact: str
    source: str = "command"


Told = Attempt | Listed | Closed | Moved | Skipped | Restored | Promised | Settled | Booked | Swept | Noticed
Fact = Told | Retracted


def key_of(fact: Fact) -> str:
    """Return 32 hex digits that name the content of a fact, without its source, in every database and version.

    A field at its default is left out, so that a field added later changes no key.
    """
    said = [
        f"{one.name}={_spelt(value)}" for one in fields(fact)
        if one.name != "source" and (value := getattr(fact, one.name)) != one.default
    ]
    return sha256("\n".join([type(fact).__name__, *said]).encode("utf-8", "replace")).hexdigest()[:32]


def _spelt(value: object) -> str:
    # Without `planned` and `channel`: they follow from the note, and were not recorded at first.
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, DayTime):
        return f"{value.day} {value.time}" + " away" * value.away + " vague" * value.vague + f" {value.part}".rstrip()
    return repr(value) if isinstance(value, tuple) else str(value)
