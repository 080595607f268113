"""Our events as values: wanted by the plan, present on a calendar, or as last written; and the changes to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from followupd.core.values.time import Interval

# An event outside these bounds is a mistake. Within them every time zone has a time.
FIRST_YEAR, LAST_YEAR, LONGEST_EVENT = 1900, 2999, timedelta(days=400)


NO_CHANNEL = "-"      # a try without a usable channel: its details have to be found first


def is_beyond_bounds(start: datetime, end: datetime) -> bool:
    """Return whether an event from start to end can only be a mistake."""
    return start.year < FIRST_YEAR or end.year > LAST_YEAR or end - start > LONGEST_EVENT


@dataclass(frozen=True, slots=True)
class Stance:
    """The reason why a block is where it is.

    `home` is where its rule puts it, `because` what made it leave, `overlap` how much of it something else overlaps,
    `moves` how often we have moved it.
    """

    home: datetime
    because: str = ""
    overlap: timedelta = timedelta(0)
    moves: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """The content of one of our events. `start` and `end` are in UTC.

    `busy` is TRANSP:OPAQUE; `alarm` is how long before the start it rings. `people` are the keys of the contacts whose
    open item this is: one for a reminder, the lines of the call sheet for a block. `channels` are those of the tries as
    they were written, parallel to `people`, "" for a task that is no call; a reminder keeps it when answered. `sought`
    is the day from which a reminder's place was looked for, `stance` why a block is where it is; like `alarm` and
    `people` they are remembered and not read back. `answer` is the sign of the answer that we gave on it
    (phrases/signs.py), "" while there is none; it is read back from a property of the event. `topic` is what follows
    the act in a title of ours, which leaves it out while the event is answered; it is remembered. `titles` are our
    earlier titles of a busy event: a copy of it in another calendar may still have one of them. `planned` is where we
    had put it before the user named another day, in its title or as a whole day; None if we put it where it is.
    `undone` are the keys of answers that were taken back and that the event no longer shows: what is said there after
    that counts again.
    `open_text` is the text that a reminder had before it was answered, remembered; "" while it is open. `own` are
    words around its title that the user settled as a note. `unclaimed` are lines of its text that have the form of
    ours although neither the history nor the event said that they are: they stay there and are not read. `asked` is
    when the questions that it shows were first asked, remembered. `silent` if it waits at a meeting, where its alarm
    does not ring; it is read back from a property of the event.
    """

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str = ""
    busy: bool = False
    alarm: timedelta | None = None
    people: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    sought: date | None = None
    stance: Stance | None = None
    answer: str = ""
    topic: str = ""
    titles: tuple[str, ...] = ()
    planned: datetime | None = None
    undone: tuple[str, ...] = ()
    open_text: str = ""
    own: str = ""
    unclaimed: tuple[str, ...] = ()
    asked: datetime | None = None
    silent: bool = False

    def channel_at(self, place: int) -> str | None:
        """Return the channel of the line with this number, or of a reminder (0); None if it is not known."""
        return (self.channels[place] or None) if place < len(self.channels) else None

    @property
    def interval(self) -> Interval:
        """The stretch of time that it takes."""
        return Interval(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Present:
    """One of our events as a calendar holds it now.

    `event.alarm` and `event.people` are not read back (None, empty). `href` is the calendar's own name for the
    resource, `version` its ETag or, for files, a hash of its text; None if the server gave none. `planned` is where we
    last put it and `note` the ownership note (ownership.py), both None or empty if the X-properties are lost. `raw` is
    the resource's text, which an update patches so that the user's additions survive (P6).
    """

    event: Event
    href: str
    version: str | None
    raw: str
    planned: datetime | None = None
    status: str = ""
    note: str = ""
    day: date | None = None

    @property
    def cancelled(self) -> bool:
        """Return whether a client has cancelled it instead of deleting it."""
        return self.status == "CANCELLED"

    @property
    def completed(self) -> bool:
        """Return whether a client has ticked it off.

        COMPLETED is for tasks (RFC 5545 3.8.1.11), but some clients set it on events.
        """
        return self.status == "COMPLETED"

    @property
    def uid(self) -> str:
        """The UID of its event."""
        return self.event.uid


@dataclass(frozen=True, slots=True)
class Written:
    """Our last write under a UID, from the state database.

    `intent` is what we were about to write when a commit was cut off (None: nothing pending). `deleted` is a tombstone:
    we or the user took the event off, and its UID is never used again; as long as `version` is set, nobody has seen
    that the event is gone. `note` is the ownership note that our last writing left on the event. `batch` is the number
    of the commit in which we last wrote it or took it off; 0 if that is not known. `because` has the keys of the
    reports when we last made it, moved it or took it off; `before` is the event as it was until then, if there was one.
    """

    uid: str
    event: Event | None
    href: str = ""
    version: str | None = None
    intent: Event | None = None
    deleted: bool = False
    note: str = ""
    batch: int = 0
    before: Event | None = None
    because: frozenset[str] = frozenset()

    @property
    def gone(self) -> bool:
        """Return whether we or the user took it off, and it is known to be gone."""
        return self.deleted and self.version is None


@dataclass(frozen=True, slots=True)
class Create:
    """A new event to be written."""

    after: Event


@dataclass(frozen=True, slots=True)
class Update:
    """An event to replace. `after` is the new content, with what the user added; `ours` is our part of it (P6)."""

    before: Present
    after: Event
    ours: Event


@dataclass(frozen=True, slots=True)
class Delete:
    """An event of ours to be taken off."""

    before: Present


Change = Create | Update | Delete


def event_of(change: Change) -> Event:
    """Return the event as a change writes it, or takes it off."""
    return change.before.event if isinstance(change, Delete) else change.after


def uid_of(change: Change) -> str:
    """Return the UID of the event that a change is about."""
    return change.after.uid if isinstance(change, Create) else change.before.uid


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was made and confirmed. `present` is what is there now; None after a deletion."""

    change: Change
    present: Present | None


@dataclass(frozen=True, slots=True)
class Clash:
    """A create found that its UID or name exists already. `present` is what is there, if it is ours and readable."""

    change: Create
    present: Present | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A change that was not made; the next pass decides again."""

    change: Change
    error: Exception


Result = Done | Clash | Failed
