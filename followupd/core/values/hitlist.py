"""The hit list as values: what the user wants, typed and complete, without a trace of YAML.

Built by `hitlist`, read by all other rooms. docs/hit-list.md explains each key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from followupd.core.values.facts import Attempt, Booked, Outcome
from followupd.core.values.mailboxes import MailTarget
from followupd.core.values.sightings import folded_address
from followupd.core.values.targets import CalendarTarget
from followupd.core.values.time import FULL_DAY_NAMES, Span, WeekHours
from followupd.core.values.user_time import Away

LIVE_CHANNELS = frozenset({"phone", "video", "coffee"})
ASYNC_CHANNELS = frozenset({"text", "email", "note", "social"})
ANY_HOUR_CHANNELS = frozenset({"email", "note"})   # read when the contact gets to them, whatever the hour
ONE_WAY_CHANNELS = frozenset({"note"})   # sent is contact: nobody answers a handwritten card the same way
INVITING_CHANNELS = frozenset({"coffee"})   # a try is an invitation; the talk is a meeting, once it is agreed
LONGER = {"video": timedelta(minutes=30)}          # a reminder by this channel takes so long, unless `length` says more
CHANNELS = ("phone", "text", "email", "video", "coffee", "note", "social")
LAST_OF_MONTH = -1                                 # in `BlockRule.of_month`


def is_live(channel: str) -> bool:
    """Return whether both people must be there at once.

    A channel that the user named counts as live, to be on the safe side.
    """
    return channel not in ASYNC_CHANNELS


def keeps_hours(channel: str) -> bool:
    """Return whether the contact's own hours count: a text or a social message rings at night like a call (P7)."""
    return channel not in ANY_HOUR_CHANNELS


class Status(StrEnum):
    """The status of a contact: active, paused for a while, or never contacted again."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Cadence:
    """The frequency of contact: `every` is the ideal, `at_most` the worst case (a third more if not given)."""

    every: Span
    at_most: Span


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that the user said they would do for somebody, and by which day."""

    what: str
    by: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A date to remember: `name` such as birthday; `year` when it is known.

    `lead` is how long before it a card is posted; None if no card is wanted and the day is only something to mention.
    """

    name: str
    month: int
    day: int
    year: int | None = None
    lead: Span | None = None


@dataclass(frozen=True, slots=True)
class Feast:
    """A holiday that a contact keeps.

    `days` are its dates around now; empty until hitlist/feasts.py has looked them up.
    """

    name: str
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenFromCard:
    """The card of a contact: what it is called, its address book, and the `keys` of the hit list that it gave."""

    name: str
    book: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A person, or a group met together, on the hit list. `slug` is its `id`, else made from its name."""

    slug: str
    name: str
    cadence: Cadence
    via: tuple[str, ...] = ("phone",)   # channels in order of preference, never empty
    category: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: str = ""                   # postal, with its line breaks
    timezone: ZoneInfo | None = None    # None: the user's
    hours: WeekHours | None = None      # None: 9:00-18:00 on the user's own days, and the blocks
    like: bool = False
    notes: str = ""
    people: tuple[str, ...] = ()
    dates: tuple[Anniversary, ...] = ()
    promises: tuple[Promise, ...] = ()
    interests: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    keeps: tuple[Feast, ...] = ()
    book_ahead: Span | None = None      # the next meeting is booked when one is over, so far ahead
    switch_after: int | None = None     # failures by one channel before the next one; None: as in `retry`
    status: Status = Status.ACTIVE
    pause_until: date | None = None
    log: tuple[Attempt, ...] = ()       # the `log:` lines; `Attempt.contact` holds this contact's slug
    booked: tuple[Booked, ...] = ()     # the `log:` lines that say when the next meeting is
    card: str = ""                      # the UID of their card, if the hit list says it
    via_by_details: bool = False        # `via` is what there are details for, since the hit list says nothing
    taken: TakenFromCard | None = None  # their card, once it is linked

    def paused_on(self, day: date) -> bool:
        """Return whether they are paused on this day.

        A pause ends on `pause_until`, even if the line stays in the file.
        """
        return self.status is Status.PAUSED and (self.pause_until is None or day < self.pause_until)


@dataclass(frozen=True, slots=True)
class BlockRule:
    """One protected slot on each of `days` (0 is Monday) of every week, at a wall-clock time of the user's zone.

    `weeks`: only every so many weeks from that of `starting`, with none before that day. `of_month`: only the first (1)
    to fourth, or the last (-1), such weekday of a month; empty for every one. `per_person` is the time for one person,
    `per_channel` where it differs.
    """

    days: tuple[int, ...]
    time: time
    length: timedelta = timedelta(hours=1)
    ahead: Span = Span(days=26 * 7)
    protect: str = "move"               # move | warn
    per_person: timedelta = timedelta(minutes=8)
    weeks: int = 1
    of_month: tuple[int, ...] = ()
    starting: date | None = None
    per_channel: tuple[tuple[str, timedelta], ...] = ()

    @property
    def shortest(self) -> timedelta:
        """The time that the quickest channel takes."""
        return min([self.per_person, *(length for _, length in self.per_channel)])

    def minutes_for(self, channel: str | None) -> timedelta:
        """Return how long one person takes by this channel; for None (every channel is closed) the usual time."""
        return dict(self.per_channel).get(channel or "", self.per_person) if self.per_channel else self.per_person


@dataclass(frozen=True, slots=True)
class RetryRule:
    """The waits between tries, the shortest time between two tries, and how many reminders a day may have.

    After the last try a person rests for `rest`, or for their cadence if that is shorter. After `switch_after` failures
    in a row by one channel it is the next channel's turn, unless a contact has another number. `length` is how long a
    reminder is, `per_channel` if that differs.
    """

    ladder: tuple[Span, ...] = (Span(days=7), Span(days=7), Span(days=7))
    min_gap: Span = Span(days=3)
    length: timedelta = timedelta(minutes=15)
    per_day: int = 3
    rest: Span = Span(days=42)
    switch_after: int = 2
    per_channel: tuple[tuple[str, timedelta], ...] = ()

    def length_for(self, channel: str | None) -> timedelta:
        """Return how long a reminder by this channel is; None: no channel is left.

        A video call takes its half hour. A coffee does not take its hour, since its reminder is only for the
        invitation.
        """
        usual = max(self.length, LONGER.get(channel or "", self.length))
        return dict(self.per_channel).get(channel or "", usual)

    def rest_for(self, cadence: Cadence) -> Span:
        """Return how long somebody with this cadence rests after the last try."""
        return min(self.rest, cadence.every, key=lambda span: span.about_days)


class Per(StrEnum):
    """The period of a quota of the action plan."""

    WORKDAY = "workday"      # a day of the user's `hours` that is not a day off
    DAY = "day"              # also the weekend, but no day off
    WEEKDAY = "weekday"      # the one that the quota names
    WEEK = "week"            # Monday to Sunday; it belongs to the month in which it ends
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Quota:
    """`number` tries by `channel` in each period; `weekday` (0 is Monday) if it is one day of the week."""

    channel: str
    number: int
    per: Per
    weekday: int | None = None

    def __str__(self) -> str:
        """Return `1 per workday`, `1 every Friday`, `5 per month`."""
        return f"{self.number} per {self.per}" if self.weekday is None else (
            f"{self.number} every {FULL_DAY_NAMES[self.weekday]}"
        )


@dataclass(frozen=True, slots=True)
class StartSmall:
    """The number of people to begin with, and of those added each month."""

    first: int = 7
    then: int = 3


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """A weekly look back, on one `day` (0 is Monday) at a wall-clock time of the user's zone."""

    day: int
    time: time


class Mode(StrEnum):
    """The treatment of what a source shows: it counts by itself, only once the user says so, or not at all."""

    YES = "yes"
    ASK = "ask"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Noticing:
    """Permission to notice, for each kind of source; `private` if meetings that are marked private count too."""

    meetings: Mode = Mode.NO
    mail: Mode = Mode.NO
    calls: Mode = Mode.NO
    private: bool = False


@dataclass(frozen=True, slots=True)
class Hitlist:
    """The YAML file(s) as one value. `name` is `list:` and part of every UID."""

    calendar: CalendarTarget
    timezone: ZoneInfo
    hours: WeekHours
    name: str = "hitlist"
    blocks: tuple[BlockRule, ...] = ()
    retry: RetryRule = RetryRule()
    start_small: StartSmall | None = StartSmall()
    contacts: tuple[Contact, ...] = ()
    busy: tuple[CalendarTarget, ...] = ()   # other calendars to keep clear of
    me: tuple[str, ...] = ()            # the user's own mail addresses, in small letters
    holidays: tuple[str, ...] = ()      # places whose public holidays are kept, such as US-CO
    away: tuple[Away, ...] = ()
    state: Path | None = None
    action_plan: tuple[Quota, ...] = ()             # one for each channel of the monthly plan
    review: ReviewRule | None = None
    marks: tuple[tuple[str, Outcome], ...] = ()     # the user's own words for marks, in small letters
    noticed: Noticing = Noticing()
    mail: tuple[MailTarget, ...] = ()   # mailboxes in which mail with people of the list is noticed
    calls: Path | None = None           # the phone's call log: a file or a folder
    address_books: tuple[CalendarTarget, ...] = ()      # where cards of these people are

    @property
    def own_addresses(self) -> tuple[str, ...]:
        """Return the user's mail addresses, folded: those of `me`, and login names that are addresses."""
        return tuple(dict.fromkeys((*self.inboxes, *_logins((self.calendar, *self.busy)))))

    @property
    def inboxes(self) -> tuple[str, ...]:
        """Return those of the user's addresses at which mail arrives: a calendar's login may be at no mailbox."""
        return tuple(dict.fromkeys((*map(folded_address, self.me), *_logins(self.mail))))


def _logins(targets: Iterable[object]) -> tuple[str, ...]:
    names = (str(getattr(target, "username", None) or "") for target in targets)
    return tuple(folded_address(name) for name in names if "@" in name)
