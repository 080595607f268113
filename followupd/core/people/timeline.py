"""The timeline of one contact, folded from what happened: tries in a row, last real contact, rest, closed channels.

Takes facts and `log:` lines, which are equal inputs: an attempt in both counts once. Decides nothing about the future.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from operator import attrgetter
from typing import NamedTuple

from followupd.core.people.channels import closed_now, next_channel
from followupd.core.people.identity import People
from followupd.core.people.noticed import NOTICED, with_noticed
from followupd.core.people.promises import Given
from followupd.core.people.remembering import with_card
from followupd.core.reasons import DECLINED, Reason
from followupd.core.values.facts import CLOSING, Attempt, Closed, Fact, Noticed, Outcome, Skipped
from followupd.core.values.hitlist import INVITING_CHANNELS, ONE_WAY_CHANNELS, Contact, RetryRule, is_live
from followupd.core.values.time import Interval, Span
from followupd.core.values.uid import Kind, parse_item

CALENDAR, HITLIST = "calendar", "hitlist"
JUST_AFTER = timedelta(microseconds=1)
SAME_ATTEMPT = timedelta(hours=1)   # two inputs rarely name the same minute for one call
_BY_CHANNEL = frozenset({Outcome.REACHED, Outcome.SENT})      # what DONE may mean
UNANSWERED = frozenset({Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY, Outcome.SENT})


@dataclass(frozen=True, slots=True)
class Rest:
    """A rest of a person: `since` which day, how long, and why; `said` is when it was decided, perhaps long before."""

    since: date
    length: Span
    because: str
    said: datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that was booked and is on.

    `named` is the day for which it was booked, which is in its UID; it is on `day` now, at the user's `time` if
    that is known, or exactly `where` the user dragged it. `channel` is that of the try on which they agreed.
    """

    at: datetime
    named: date
    day: date
    time: time | None = None
    where: Interval | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Appointed:
    """A day on which somebody is expected, whatever the cadence says; `meeting` is one booked for that day, if any."""

    day: date
    reason: Reason
    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """`attempts` oldest first, each with its channel; `series` are the unanswered tries in a row that count.

    `agreements` are the contacts in which they agreed to meet, or answered an invitation, and nobody has met.
    """

    first_seen: datetime
    attempts: tuple[Attempt, ...] = ()
    last_contact: Attempt | None = None
    series: tuple[Attempt, ...] = ()
    rest: Rest | None = None
    closed: tuple[Closed, ...] = ()
    channel: str | None = None            # None: every channel is closed
    rotated_from: str | None = None
    pending: Attempt | None = None        # the last attempt, unless the user skipped the try that it led to
    promises: tuple[Given, ...] = ()      # kept ones too
    appointed: Appointed | None = None
    booked: tuple[Meeting, ...] = ()
    agreements: tuple[Attempt, ...] = ()
    noticed: tuple[Noticed, ...] = ()     # what evidence alone shows
    owed: tuple[Noticed, ...] = ()        # they rang or wrote, and no attempt has followed; oldest first

    @property
    def last(self) -> Attempt | None:
        """The last attempt."""
        return self.attempts[-1] if self.attempts else None


def day_of(instant: datetime, zone: tzinfo) -> date:
    """Return the day of an instant by the clock of the zone."""
    return instant.astimezone(zone).date()


def is_contact(attempt: Attempt) -> bool:
    """Return whether it was contact: only `reached` is, or what was sent by a one-way channel (P1)."""
    return attempt.outcome is Outcome.REACHED or (
        attempt.outcome is Outcome.SENT and attempt.channel in ONE_WAY_CHANNELS
    )


def outcome_by(outcome: Outcome, channel: str | None) -> Outcome:
    """Return what DONE means by a channel: contact by a live one, otherwise only that something was sent (P1)."""
    if outcome is not Outcome.DONE or channel is None:
        return outcome
    return Outcome.REACHED if is_live(channel) else Outcome.SENT


def meaning_on(outcome: Outcome, channel: str | None) -> Outcome:
    """Return the same for a word on an item, which names no channel: by coffee, DONE means they were asked (P1)."""
    return Outcome.SENT if outcome is Outcome.DONE and channel in INVITING_CHANNELS else outcome_by(outcome, channel)


def channel_of(outcome: Outcome, usual: str, contact: Contact) -> str:
    """Return the channel of an attempt on an item that is by `usual`.

    Only mail bounces, only a phone has a wrong number, and what was sent was written, or an invitation.
    """
    if outcome is Outcome.BOUNCED and "email" in contact.via:
        return "email"
    if outcome is Outcome.WRONG_NUMBER and "phone" in contact.via and usual != "text":
        return "phone"
    if outcome is Outcome.SENT and is_live(usual) and usual not in INVITING_CHANNELS:
        return next((channel for channel in contact.via if not is_live(channel)), usual)
    return usual


def all_attempts(people: People, facts: Iterable[Fact], zone: tzinfo, now: datetime) -> dict[str, list[Attempt]]:
    """Return the attempts by contact key, oldest first, duplicates once; contacts without attempts are omitted."""
    by_contact: dict[str, list[Attempt]] = {key: [] for key, contact in people.by_key.items() if contact.log}
    for fact in facts:
        if isinstance(fact, Attempt):
            by_contact.setdefault(fact.contact, []).append(fact)
    return {key: attempts_of(key, people.by_key.get(key), tries, zone, now) for key, tries in by_contact.items()}


def attempts_of(
    key: str, contact: Contact | None, tries: Iterable[Attempt], zone: tzinfo, now: datetime,
    noticed: Sequence[Noticed] = (),
) -> list[Attempt]:
    """Return one contact's attempts, oldest first; an attempt from two inputs counts once.

    `tries` are those that are facts, `noticed` what evidence shows; `contact` is None if they have left the list.

    A line dated after `now` (a slip of the year) has not happened: it would hide the person until then.
    """
    attempts = _with_cards([attempt for attempt in tries if attempt.at <= now], contact)
    marks = [attempt for attempt in attempts if attempt.source == CALENDAR]
    if marks:
        attempts = _union([attempt for attempt in attempts if attempt.source != CALENDAR], marks, zone)
    if contact is not None and contact.log:
        lines = [replace(line, contact=key) for line in contact.log if line.at <= now]
        attempts = _union(attempts, _with_cards(lines, contact), zone)
    if noticed:
        attempts = with_noticed(attempts, noticed, zone, now)
    attempts = _behind_those_of_their_day(attempts, zone)
    attempts.sort(key=attrgetter("at"))
    return attempts


def _with_cards(attempts: list[Attempt], contact: Contact | None) -> list[Attempt]:
    return [with_card(one, contact.dates) for one in attempts] if contact is not None and contact.dates else attempts


def _behind_those_of_their_day(attempts: list[Attempt], zone: tzinfo) -> list[Attempt]:
    """Return the attempts in the order of their reports; one without a time comes after those recorded on its day.

    A `log:` line may have been typed at any time of that day: it comes after a contact only if it is one.
    """
    if all(one.timed for one in attempts):
        return attempts
    placed: list[Attempt] = []
    for one in attempts:
        if not one.timed and one.outcome not in CLOSING:      # an address that closed is known by the time of its try
            day, yields = day_of(one.at, zone), one.source == HITLIST and not is_contact(one)
            before = [b.at for b in placed if day_of(b.at, zone) == day and not (yields and is_contact(b))]
            placed.append(replace(one, at=max(before) + JUST_AFTER) if before else one)
        else:
            placed.append(one)
    return placed


def _union(known: Sequence[Attempt], typed: Sequence[Attempt], zone: tzinfo) -> list[Attempt]:
    """Join typed lines with known attempts: a line replaces at most one of them, and the one with a time is kept."""
    merged = list(known)
    free = set(range(len(known)))
    for line in typed:
        twin = next((i for i in sorted(free) if same_attempt(merged[i], line, zone)), None)
        if twin is None:
            merged.append(line)
        else:
            free.discard(twin)
            better, other = (merged[twin], line) if merged[twin].timed or not line.timed else (line, merged[twin])
            merged[twin] = replace(
                better,
                channel=better.channel or other.channel,
                outcome=other.outcome if better.outcome is Outcome.DONE else better.outcome,
                note=better.note or other.note,
                event=better.event or other.event,
                asked=better.asked or other.asked,
                met=better.met or other.met,
                card=better.card or other.card,
            )
    return merged


def same_attempt(a: Attempt, b: Attempt, zone: tzinfo) -> bool:
    """Return whether two inputs report the same attempt."""
    outcomes = {a.outcome, b.outcome}
    alike = len(outcomes) == 1 or (Outcome.DONE in outcomes and outcomes <= {Outcome.DONE, *_BY_CHANNEL})
    if not alike or any(one and other and one != other for one, other in ((a.channel, b.channel), (a.card, b.card))):
        return False
    # A mark has the time of its event, which is not exactly that of the call: only the days can agree.
    if a.timed and b.timed and CALENDAR not in (a.source, b.source):
        return abs(a.at - b.at) <= SAME_ATTEMPT
    return day_of(a.at, zone) == day_of(b.at, zone)


class Happened(NamedTuple):
    """The history of one contact.

    `attempts` and `skips` are oldest first; `closed` may name former addresses; `expected` are days that were named for
    the next meeting, with the instant at which each was named; `agreed` are the instants at which meetings were booked,
    including those that are off. `came` are those at which they rang or wrote.
    """

    attempts: Sequence[Attempt]
    skips: Sequence[Skipped] = ()
    closed: Sequence[Closed] = ()
    expected: Sequence[tuple[datetime, date]] = ()
    agreed: Sequence[datetime] = ()
    came: Sequence[datetime] = ()


def fold(contact: Contact, first_seen: datetime, happened: Happened, retry: RetryRule, zone: tzinfo) -> Timeline:
    """Return one contact's timeline, folded from their attempts and skips in order."""
    state = _State(contact, retry, zone, happened.expected, happened.came)
    if happened.skips or happened.agreed:
        facts: list[Attempt | Skipped | datetime] = [*happened.attempts, *happened.skips, *happened.agreed]
        for fact in sorted(facts, key=lambda fact: fact if isinstance(fact, datetime) else fact.at):
            if isinstance(fact, Skipped):
                state.take_off(fact)
            elif isinstance(fact, Attempt):
                state.attempt(fact)
            else:
                state.agreed()
    else:
        first = _last_contact_among(happened.attempts)
        state.attempts += happened.attempts[:first]
        for one in happened.attempts[first:]:
            state.attempt(one)
    shut = closed_now(contact, happened.closed)
    channel, before = next_channel(contact, state.series, shut, retry)
    return Timeline(
        first_seen, tuple(state.attempts), state.last_contact, tuple(state.series), state.rest, shut, channel, before,
        state.pending,
    )


def _last_contact_among(attempts: Sequence[Attempt]) -> int:
    """Return the place of the last contact, since nothing before it counts any more.

    0 if there is none, or if the channel of an attempt, or what DONE means, follows from the attempts before it.
    """
    last = 0
    for number, one in enumerate(attempts):
        if one.channel is None or one.outcome is Outcome.DONE:
            return 0
        if is_contact(one):
            last = number
    return last


@dataclass(slots=True)
class _State:
    """The state of one contact while their facts are read one after another."""

    contact: Contact
    retry: RetryRule
    zone: tzinfo
    expected: Sequence[tuple[datetime, date]]
    came: Sequence[datetime]
    attempts: list[Attempt] = field(default_factory=list)
    series: list[Attempt] = field(default_factory=list)
    last_contact: Attempt | None = None
    rest: Rest | None = None
    pending: Attempt | None = None

    def attempt(self, attempt: Attempt) -> None:
        """Take in an attempt, which ends the row of unanswered tries or makes it longer."""
        if attempt.channel is None:
            usual, _ = next_channel(self.contact, self.series, (), self.retry)
            channel = usual or self.contact.via[0]
            attempt = replace(attempt, channel=channel, outcome=meaning_on(attempt.outcome, channel))
        if attempt.outcome is Outcome.DONE:
            attempt = replace(attempt, outcome=outcome_by(attempt.outcome, attempt.channel))
        self.attempts.append(attempt)
        if self._belongs_to_the_last_talk(attempt):
            return
        self.pending = attempt
        if is_contact(attempt):
            self.last_contact, self.series, self.rest = attempt, [], None
        elif attempt.outcome is Outcome.CALL_BACK:        # somebody answered
            self.series, self.rest = [], None
        elif attempt.outcome is Outcome.DECLINED:
            self.series = []
            self.rest = Rest(day_of(attempt.at, self.zone), self.contact.cadence.every, DECLINED, attempt.at)
        elif attempt.outcome in UNANSWERED:
            self._unanswered(attempt)

    def _belongs_to_the_last_talk(self, attempt: Attempt) -> bool:
        """Return whether evidence shows a try soon after contact: thanks, a photo, a word that was forgotten.

        If they rang or wrote in between, it is the answer to that.
        """
        if attempt.source != NOTICED or attempt.outcome not in UNANSWERED or self.series or self.last_contact is None:
            return False
        if any(self.last_contact.at < at <= attempt.at for at in self.came):
            return False
        talk, day = (day_of(one.at, self.zone) for one in (self.last_contact, attempt))
        return day < self.retry.min_gap.after(talk)

    def agreed(self) -> None:
        """Take in that a meeting was booked: somebody answered, and the row of tries is over."""
        self.series, self.rest = [], None

    def _unanswered(self, attempt: Attempt) -> None:
        most = len(self.retry.ladder)
        self.series = [attempt] if len(self.series) > most else [*self.series, attempt]    # used up: a new row
        self.rest = None
        if len(self.series) > most:
            because = f"{len(self.series)} tries without an answer up to"
            rest = self.retry.rest_for(self.contact.cadence)
            self.rest = Rest(day_of(attempt.at, self.zone), rest, because, attempt.at)

    def take_off(self, skip: Skipped) -> None:
        """Record that the user deleted an item: the person rests, unless a try had been made from it already.

        They come back when they are next due, or after a whole `every` if they are due already.
        """
        if self.pending is not None and self._was_answered(skip, self.pending):
            return
        self.series, self.pending = [], None
        # Dragged to an earlier day and then deleted: it still skips the later day for which it was.
        item = parse_item(skip.uid)
        skipped = day_of(skip.start, self.zone)
        since = max(skipped, item[2]) if item else skipped
        cadence, last = self.contact.cadence, self.last_contact
        is_due = last is None or cadence.every.after(day_of(last.at, self.zone)) <= since
        length = cadence.every if is_due else self.retry.rest_for(cadence)
        self.rest = Rest(since, length, "skipped by you on the calendar for", skip.at)

    def _was_answered(self, skip: Skipped, last: Attempt) -> bool:
        """Return whether a try was made from the item already: then the user tidied it away and skipped nothing."""
        item = parse_item(skip.uid)
        if item is None:
            return False
        kind, _, since = item
        if kind is Kind.REPLY:
            return since <= day_of(last.at, self.zone)
        if kind is not Kind.DUE:
            return since < day_of(last.at, self.zone)
        under_way = bool(self.series) and self.rest is None
        booked = any(said == last.at for said, _ in self.expected)      # the named day is that of a meeting
        promised = (last.asked is not None and not booked) or last.outcome is Outcome.CALL_BACK
        due = self._due(skip.at)
        return under_way or promised or (due is not None and since < due)

    def _due(self, at: datetime) -> date | None:
        """Return the next day of the cadence as of an instant, or an earlier day on which they were expected."""
        if self.last_contact is None or self.rest is not None:
            return None
        last = self.last_contact.at
        since = day_of(last, self.zone)          # a meeting that was agreed before the last call may still be to come
        named = [day for said, day in self.expected if said <= at and (said >= last or day > since)]
        return min([self.contact.cadence.every.after(since), *named])
