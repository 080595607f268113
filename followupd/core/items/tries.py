"""The base of all tries: the rules that every next try follows. What an answer on one means is in try_answers.py.

A try is an attempt to reach somebody. Each kind of try has a file beside this one, which says when it is wanted and
from which day. The first kind that wants something is the person's one open item (P2).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, time, tzinfo
from typing import ClassVar, NamedTuple

from followupd.core.items.kind import About, Answer, Manners, Question
from followupd.core.items.try_answers import read_try
from followupd.core.people.channels import open_channels
from followupd.core.people.lateness import Lateness
from followupd.core.people.reach import Reach
from followupd.core.people.remembering import ABOUT_THAT_TIME, next_day, posted_by
from followupd.core.people.timeline import Meeting, Timeline, day_of
from followupd.core.people.wanted import NextTry
from followupd.core.phrases.marks import read_title
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.signs import booked_sign, sign
from followupd.core.phrases.vocabulary import SHORT_MARKS, Said
from followupd.core.phrases.words import pronoun_in
from followupd.core.reasons import (
    AwayUntil,
    CardComes,
    ChannelClosed,
    KeptApart,
    NoHourSuitsBoth,
    Paused,
    Reason,
    is_invitation,
)
from followupd.core.schedule.on_calendar import Item
from followupd.core.texts.cards import reminder_event
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Booked, Outcome, Told
from followupd.core.values.hitlist import ONE_WAY_CHANNELS, Contact, Hitlist, keeps_hours
from followupd.core.values.time import A_DAY
from followupd.core.values.uid import Kind


class CadenceDays(NamedTuple):
    """The days by `every` and `at_most`, and why; `lateness` counts from the last real contact."""

    due: date
    late: date
    reason: Reason
    lateness: Lateness


class Case(NamedTuple):
    """One contact, and everything that their next try depends on: never other people, and of now only `today`.

    `last_day` is the day of the last attempt; `not_before` keeps `min_gap`, and nobody is tried while they are `away`.
    """

    key: str
    contact: Contact
    timeline: Timeline
    hitlist: Hitlist
    hours: Reach
    cadence: CadenceDays
    last_day: date | None
    not_before: date
    today: date
    away: AwayUntil | None = None

    @property
    def number(self) -> int:
        """The number of the next try in its row."""
        return len(self.timeline.series) + 1 if self.timeline.rest is None else 1

    @property
    def meeting(self) -> Meeting | None:
        """The meeting for which they are expected."""
        return self.timeline.appointed.meeting if self.timeline.appointed is not None else None


class Step(NamedTuple):
    """The wish of a kind: from which day, why, and at which time.

    If they `asked` for that day, `min_gap` does not count; if it is `exact`, they asked for no other day.
    """

    anchor: date
    reasons: tuple[Reason, ...]
    at: time | None = None
    asked: bool = False
    exact: bool = False
    part: str = ""


class TryItem(ABC):
    """A kind of try. Every mark on one is an attempt."""

    kind: ClassVar[Kind]
    marks: str = SHORT_MARKS
    words: Mapping[str, Outcome] = {}
    manners = Manners(as_try=True)

    @abstractmethod
    def wants(self, case: Case) -> Step | None:
        """Return from which day, and why; None if it is not this kind's turn."""

    def wanted(self, case: Case) -> tuple[NextTry, ...]:
        """Return the next try, if it is this kind's turn."""
        step = self.wants(case)
        return (self.next_try(case, step),) if step is not None else ()

    def written(
        self, one: NextTry, place: Item, timelines: Mapping[str, Timeline], hitlist: Hitlist,  # noqa: ARG002 - its own
    ) -> Event:
        """Return its reminder."""
        return reminder_event(one, place.uid, place.interval, hitlist, place.sought)

    def follows_try(self, case: Case) -> bool:  # noqa: ARG002 - for the kinds that can follow either
        """Return whether its UID means the last attempt; otherwise it means its own day."""
        return False

    def mark(self, title: str, ours: str, reading: ReadingRules) -> Mark | Unclear | None:
        """Return the mark in a title, or the day of the meeting on which they agreed."""
        return read_title(title, ours, reading)

    def read(self, answer: Answer, about: About) -> tuple[Told | Question, ...]:
        """Return what was tried."""
        return read_try(answer, about)

    def sign(self, facts: Sequence[Told]) -> str:
        """Return the sign of the last attempt, or of the meeting that was booked since."""
        for fact in reversed(facts):
            if isinstance(fact, Attempt):
                return sign(Said.INVITED if is_invitation(fact.outcome, fact.channel) else fact.outcome)
            if isinstance(fact, Booked):
                return booked_sign(fact.day, fact.time)
        return ""

    def next_try(self, case: Case, step: Step) -> NextTry:
        """Return the try, following the rules that all kinds share."""
        contact, timeline = case.contact, case.timeline
        anchor, reasons = _day_far_enough(case, step)
        paused = max(anchor, contact.pause_until or anchor)
        channel, why = self.channel(case, max(paused, case.today))
        reasons += (*_closed(case), *self.changed_channel(case, channel))
        if paused > anchor:
            anchor, reasons = paused, (*reasons, Paused(paused))
        not_before = case.not_before
        if channel in ONE_WAY_CHANNELS and (card := _card_about(case, max(anchor, case.today))) is not None:
            anchor, reasons = card.day + A_DAY, (*reasons, card)
            not_before = max(not_before, anchor)
        since = case.last_day if self.follows_try(case) and case.last_day is not None else anchor
        mark = f"-{case.number}" if self.kind is Kind.RETRY else ""
        return NextTry(
            key=case.key, contact=contact, timeline=timeline, kind=self.kind, anchor=anchor,
            meaning=f"{case.key}-{since.isoformat().replace('-', '')}{mark}",   # strftime takes five times as long
            channel=channel, number=case.number, due=case.cadence.due, late=case.cadence.late,
            not_before=not_before, lateness=case.cadence.lateness, reasons=(*reasons, *why), at=step.at,
            last=case.number > len(case.hitlist.retry.ladder), exact=step.exact, part=step.part,
        )

    def changed_channel(self, case: Case, channel: str | None) -> tuple[Reason, ...]:  # noqa: ARG002 - only a retry's
        """Return why the channel has changed to this one."""
        return ()

    def channel(self, case: Case, day: date) -> tuple[str | None, tuple[Reason, ...]]:
        """Return the channel for a reminder from `day` on, and why it is not the usual one.

        If no hour suits both, the next channel that needs no hours is used if there is one (P7).
        """
        channel = case.timeline.channel
        length = case.hitlist.retry.length_for(channel)
        if channel is None or not keeps_hours(channel) or case.hours.ever_talk(day, length):
            return channel, ()
        ways = open_channels(case.contact, case.timeline.closed)
        after = ways.index(channel) + 1 if channel in ways else 0
        other = next((one for one in (*ways[after:], *ways[:after]) if not keeps_hours(one)), None)
        return (other, (NoHourSuitsBoth(other),)) if other is not None else (channel, ())


def away_until(last: Attempt | None, zone: tzinfo) -> AwayUntil | None:
    """Return until when somebody is away, if their last attempt says so."""
    if last is None or last.asked is None or not last.asked.away:
        return None
    return AwayUntil(last.asked.day, day_of(last.at, zone), last.outcome, pronoun_in(last.note))


def _day_far_enough(case: Case, step: Step) -> tuple[date, tuple[Reason, ...]]:
    """Return the day, far enough from the last attempt and from a meeting (P2, P7), unless it was asked for."""
    anchor, reasons = step.anchor, step.reasons
    if step.asked:
        return anchor, reasons
    if case.meeting is not None and anchor == case.meeting.day < date.max:
        anchor += A_DAY                      # the meeting itself is on that day
    if case.away is not None and anchor < case.away.day == case.not_before:
        return case.not_before, (*reasons, case.away)
    if anchor < case.not_before:
        return case.not_before, (*reasons, KeptApart(case.hitlist.retry.min_gap, case.not_before))
    return anchor, reasons


def _card_about(case: Case, day: date) -> CardComes | None:
    """Return the card for a day of theirs that is due about a day: it takes the place of a note, and one is enough."""
    last = case.timeline.last_contact
    for occasion in case.contact.dates:
        if occasion.lead is not None:
            comes = next_day(occasion, day)
            soon = posted_by(occasion, comes) - ABOUT_THAT_TIME
            if day >= soon and (last is None or day_of(last.at, case.hitlist.timezone) < soon):
                return CardComes(occasion.name, comes)
    return None


def _closed(case: Case) -> tuple[Reason, ...]:
    """Return the closed channels: all of them if none is open, else the one that closed last."""
    if not case.timeline.closed:
        return ()
    last = case.timeline.last
    return tuple(
        ChannelClosed(one.channel, one.outcome, day_of(one.attempt_at, case.hitlist.timezone), one.address.rstrip(":"))
        for one in case.timeline.closed
        if case.timeline.channel is None or (last is not None and one.attempt_at == last.at)
    )
