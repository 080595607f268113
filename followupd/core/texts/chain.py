"""The whole chain of reasons for one contact, from the last contact to the date: every rule that took part, in order.

Takes a ContactStatus of a plan; returns links. Those that are in the event's own text are the same values
(`status.reasons`) in the same order. What comes before them (the cadence, each try) and after (the place on a sheet,
the queue) is read from the same timeline and the same plan. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Protocol

from followupd.core.people.timeline import day_of, is_contact
from followupd.core.people.wanted import NextTry, turn
from followupd.core.phrases.vocabulary import NOTICED_WORDS, clock_text, day_text, moment_text, ordinal, shown_more
from followupd.core.reasons import (
    AskedFor,
    AwayUntil,
    CadenceComesRound,
    CallBackSoon,
    ChannelClosed,
    LeansTo,
    MovedOn,
    NeverContacted,
    NoHourSuitsBoth,
    OtherTime,
    PassedUnanswered,
    Reason,
    RetryWait,
    SameTimeOnly,
    TheirHours,
    is_invitation,
)
from followupd.core.schedule.status import ContactStatus, State
from followupd.core.values.facts import CLOSING, Attempt, Outcome
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import count

TRIES_SHOWN = 10  # tries: a chain is read at a glance, and `show --all` has every one


@dataclass(frozen=True, slots=True)
class Tried:
    """One try of the row that led here. `number` is None if it does not count as one (a wrong number)."""

    number: int | None
    on: date
    at: time | None
    outcome: Outcome
    channel: str | None

    def text(self, near: date) -> str:
        """Return it as a part of a sentence."""
        what = "tried" if self.number is None else f"{ordinal(self.number)} try"
        clock = f" {clock_text(self.at)}" if self.at else ""
        said = f"{self.outcome.words} by {' '.join(self.channel.split())}" if self.channel else self.outcome.words
        if is_invitation(self.outcome, self.channel):
            said = "asked"
        return f"{what} on {day_text(self.on, near)}{clock}: {said}"


@dataclass(frozen=True, slots=True)
class DayOver:
    """The day that the reasons name was over, so the search for a place began on a later one.

    `again`: it is the day of a reminder that passed, after which the next one waits.
    """

    day: date
    sought: date
    again: bool = False

    def text(self, near: date) -> str:
        """Return it as a part of a sentence."""
        since = day_text(self.sought, near)
        if self.again:
            return f"so again after {count((self.sought - self.day).days, 'day')}, from {since} on"
        return f"{day_text(self.day, near)} is over, so from {since} on"


@dataclass(frozen=True, slots=True)
class OnSheet:
    """A line on a call sheet: number `place` of `of`, or 0 of 0 in a block that has begun."""

    start: datetime
    zone: tzinfo
    place: int
    of: int

    def text(self, near: date) -> str:
        """Return it as a part of a sentence."""
        where = f"on the sheet of {moment_text(self.start, self.zone, near)}"
        return f"{where}, number {self.place} of {self.of}" if self.place else f"{where}, which is going on"


@dataclass(frozen=True, slots=True)
class WaitsForRoom:
    """Due, but no coming sheet has room: number `place` of the `of` people who wait for it."""

    place: int
    of: int

    def text(self, near: date) -> str:  # noqa: ARG002 - every reason is asked alike
        """Return it as a part of a sentence."""
        return f"waits for a block with room, number {self.place} of {self.of}"


@dataclass(frozen=True, slots=True)
class WasNoticed:
    """An attempt that evidence shows: the name of the source, and a meeting's title or a call's length."""

    said: str
    at: datetime
    zone: tzinfo
    source: str
    what: str

    def text(self, near: date) -> str:
        """Return it as a part of a sentence."""
        return f"{self.said} on {moment_text(self.at, self.zone, near)}, from {self.source}" + (
            f": {self.what}" if self.what else ""
        )


Link = WasNoticed | Reason | Tried | DayOver | OnSheet | WaitsForRoom


class PlannedPeople(Protocol):
    """The part of a plan that a chain reads."""

    @property
    def statuses(self) -> Mapping[str, ContactStatus]:
        """Everybody's status, in list order."""

    @property
    def sheets(self) -> Mapping[str, Sequence[NextTry]]:
        """The people of each sheet, by the base UID of its block."""

    @property
    def gave_way(self) -> Mapping[str, Sequence[Reason]]:
        """On which sheets somebody lets others have a turn, by key."""


def chain(status: ContactStatus, plan: PlannedPeople, hitlist: Hitlist, now: datetime) -> tuple[Link, ...]:
    """Return all links, in the order in which their rules took part; the dates of one lead to the next."""
    reasons = status.reasons
    if status.state is State.STOPPED or (status.next_try is None and status.item is None):
        return reasons
    start = _cadence(status, hitlist)
    rest = list[Link](reasons[1:] if reasons[:1] == (start,) else reasons)
    over = _day_over(status)
    if over is not None:
        at = next((number for number, reason in enumerate(rest) if _is_about_the_place(reason)), len(rest))
        rest.insert(at, over)
    tries = dict.fromkeys(_tries(status, hitlist.timezone))      # two equal links are shown once
    return (start, *_noticed(status, hitlist.timezone), *tries, *rest, *_place(status, plan, hitlist, now))


def _cadence(status: ContactStatus, hitlist: Hitlist) -> Reason:
    """Return what the cadence counts from, whatever has been tried since (P1)."""
    timeline, every = status.timeline, status.contact.cadence.every
    if timeline.last_contact is None:
        return NeverContacted(day_of(timeline.first_seen, hitlist.timezone))
    day = day_of(timeline.last_contact.at, hitlist.timezone)
    return CadenceComesRound(day, every, every.after(day))


def _noticed(status: ContactStatus, zone: tzinfo) -> Iterator[WasNoticed]:
    """Yield what evidence shows: the last contact, and each try since."""
    timeline = status.timeline
    since = timeline.last_contact.at if timeline.last_contact is not None else timeline.first_seen
    for fact in timeline.noticed[-TRIES_SHOWN:]:
        if fact.at >= since:
            yield WasNoticed(NOTICED_WORDS[fact.rule], fact.at, zone, fact.source, shown_more(fact))


def _tries(status: ContactStatus, zone: tzinfo) -> Iterator[Tried]:
    """Yield the tries of the current or used-up row, without the last one if a reason already names it."""
    timeline = status.timeline
    first = timeline.series[0].at if timeline.series else timeline.last.at if timeline.last else None
    row = [a for a in timeline.attempts if first is not None and a.at >= first and not is_contact(a)]
    numbers = {attempt: number for number, attempt in enumerate(timeline.series, 1)}
    for attempt in row[-TRIES_SHOWN:]:
        if not (attempt == timeline.last and _is_named(attempt, status.reasons)):
            local = attempt.at.astimezone(zone)
            clock = local.time().replace(second=0, microsecond=0) if attempt.timed else None
            yield Tried(numbers.get(attempt), local.date(), clock, attempt.outcome, attempt.channel)


def _is_named(last: Attempt, reasons: tuple[Reason, ...]) -> bool:
    kinds = (ChannelClosed,) if last.outcome in CLOSING else (RetryWait, AskedFor, AwayUntil, CallBackSoon)
    return any(isinstance(reason, kinds) for reason in reasons)


def _is_about_the_place(link: Link) -> bool:
    """Return whether a reason is about the hour or day that was found, rather than what was searched (slots.py)."""
    if isinstance(link, NoHourSuitsBoth):
        return link.channel is None
    return isinstance(link, MovedOn | OtherTime | SameTimeOnly | LeansTo | TheirHours)


def _day_over(status: ContactStatus) -> DayOver | None:
    """Return why a reminder's place was sought from a later day than the reasons say: that one passed."""
    item, next_try = status.item, status.next_try
    if item is None or next_try is None or item.on_sheet or item.sought is None:
        return None
    passed = [reason.stood.date() for reason in status.reasons if isinstance(reason, PassedUnanswered)]
    if next_try.taken is not None and not passed:       # a reminder that stays, and was sought before they came
        return None
    day = max(passed, default=next_try.anchor)
    return DayOver(day, item.sought, bool(passed)) if item.sought != day else None


def _place(status: ContactStatus, plan: PlannedPeople, hitlist: Hitlist, now: datetime) -> Iterator[Link]:
    item, next_try = status.item, status.next_try
    yield from plan.gave_way.get(status.key, ())
    if item is None or next_try is None:
        if status.state is State.IN_QUEUE:
            yield _queue(status, plan, now, hitlist)
        return
    if item.on_sheet:
        keys = [line.key for line in plan.sheets.get(item.uid, ())]
        place = keys.index(status.key) + 1 if status.key in keys else 0
        yield OnSheet(item.interval.start, hitlist.timezone, place, len(keys) if place else 0)


def _queue(status: ContactStatus, plan: PlannedPeople, now: datetime, hitlist: Hitlist) -> WaitsForRoom:
    """Return the place in the order in which sheets are filled."""
    today = day_of(now, hitlist.timezone)
    waiting = [
        (turn(other.next_try, today, number), key)
        for number, (key, other) in enumerate(plan.statuses.items())
        if other.state is State.IN_QUEUE and other.next_try is not None
    ]
    keys = [entry[-1] for entry in sorted(waiting)]
    return WaitsForRoom(keys.index(status.key) + 1, len(keys))
