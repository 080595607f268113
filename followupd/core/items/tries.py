"""The base of all tries: how a mark on their reminder or line is read, and the rules that every next try follows.

A try is an attempt to reach somebody. Each kind of try has a file beside this one, which says when it is wanted and
from which day. The first kind that wants something is the person's one open item (P2).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, tzinfo
from typing import ClassVar, NamedTuple

from followupd.core.items.kind import About, Answer, Manners, Question
from followupd.core.people.channels import open_channels
from followupd.core.people.lateness import Lateness
from followupd.core.people.reach import Reach
from followupd.core.people.remembering import ABOUT_THAT_TIME, next_day, posted_by
from followupd.core.people.timeline import CALENDAR, Meeting, Timeline, channel_of, day_of, meaning_on
from followupd.core.people.wanted import NextTry
from followupd.core.phrases.additions import EDGE, agreed_in, day_wished, is_doubtful, is_own, read_addition
from followupd.core.phrases.behind_ticks import next_day_said
from followupd.core.phrases.channel_said import said_in_writing
from followupd.core.phrases.days import is_surely_past, past_moment
from followupd.core.phrases.log import asked_in
from followupd.core.phrases.marks import read_title
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.signs import booked_sign, sign
from followupd.core.phrases.vocabulary import SHORT_MARKS, Said
from followupd.core.phrases.words import pronoun_in, quoted
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
from followupd.core.values.event import NO_CHANNEL, Event
from followupd.core.values.facts import CLOSING, Attempt, Booked, DayTime, Outcome, Told
from followupd.core.values.hitlist import INVITING_CHANNELS, ONE_WAY_CHANNELS, Contact, Hitlist, is_live, keeps_hours
from followupd.core.values.time import A_DAY, at_wall_clock
from followupd.core.values.uid import Kind

_IN_TOUCH = (Outcome.DONE, Outcome.REACHED)
_NOT_IN_TOUCH = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.SENT)
# Outcomes that words beside a tick may add to it.
_BESIDE: Mapping[Outcome, tuple[Outcome, ...]] = {
    **dict.fromkeys(_IN_TOUCH, _IN_TOUCH), Outcome.NO_ANSWER: _NOT_IN_TOUCH, Outcome.LEFT_MESSAGE: _NOT_IN_TOUCH,
}
_BESIDE_SENT = (Outcome.DONE, Outcome.SENT)
# Outcomes that a card cannot have. (It may come back: that closes the address.)
NOT_BY_POST = frozenset({Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY})
BY_POST = "If it is posted, write sent; if you rang instead: called, no answer"
_NO_AGREEMENT = frozenset({Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY, *CLOSING})


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


def read_try(answer: Answer, about: About) -> tuple[Told | Question, ...]:
    """Return the attempt, and the meeting on which they agreed: agreeing to one is an answer (P1).

    A day that is not understood is asked about, and the tick beside it still counts (P11). A search for details is
    never a contact.
    """
    if answer.tick:
        in_words = _in_words(answer, about)
        if isinstance(in_words, Question):
            return (in_words,)
        answer = in_words
    try:
        said = answer.said or agreed_in(answer.note, day_of(about.at(answer.event), about.zone))
    except ValueError as problem:
        question = Question(str(problem))
        return (question,) if answer.in_title else (*_tried(answer, about), question)
    return _agreed_meeting(answer, said, about) if said is not None else _tried(answer, about)


def _in_words(answer: Answer, about: About) -> Answer | Question:
    """Return a ticked try with what the words after its line say: the day for the next try, or on which they meet.

    They are read like those after a title. If they say something else than the tick, or leave in doubt who was
    reached, that is a question (P13).
    """
    names = (about.contact.name,) if about.contact is not None else ()
    inviting = answer.channel in INVITING_CHANNELS
    today = day_of(about.at(answer.event), about.zone)
    rules = ReadingRules(dict(about.hitlist.marks), today, names, inviting)
    text, _, last = answer.note.rpartition(" ")
    if is_own(last):
        return replace(answer, note=text.strip(EDGE), asked=day_wished(text, rules))
    wished = day_wished(answer.note, rules) or _day_asked_for(answer.note, answer.event, about)
    if not answer.note or answer.outcome is None or _is_agreed(answer.note, today):
        return replace(answer, asked=wished)
    named = next_day_said(answer.outcome, answer.note, wished, rules)
    if isinstance(named, Unclear):
        return Question(named.question)
    wished = named
    said = read_addition(answer.note, rules)
    match said:
        case Mark(outcome=Outcome.REACHED, later=DayTime() as day) if answer.outcome in _IN_TOUCH:
            return replace(answer, said=day)
        case Mark(outcome=Outcome.CALL_BACK):
            wished = said.asked or wished
        case Mark(outcome=Outcome() as outcome) if not _goes_with(answer, said):
            is_done = "that it is done" if answer.outcome is Outcome.DONE else answer.outcome.words
            return Question(f'"{answer.line}" says both {is_done} and {outcome.words}')
    if _in_doubt(answer, said, wished, rules):
        return Question(f'"{answer.line}" may say something else than its tick: change one of them, or own behind it')
    return replace(answer, asked=wished)


def _goes_with(answer: Answer, said: Mark) -> bool:
    """Return whether what words say goes with the tick before them.

    After a tick for a talk something may have been sent besides ("sent the book"), but no text in place of the call.
    """
    if answer.outcome is None or said.outcome in (Outcome.CALL_BACK, answer.outcome):
        return True
    written = answer.channel in INVITING_CHANNELS or (answer.channel is not None and not is_live(answer.channel))
    if written and answer.outcome is Outcome.DONE:
        return said.outcome in _BESIDE_SENT
    besides = said.outcome is Outcome.SENT and bool(said.note) and not said_in_writing(answer.note)
    return said.outcome in _BESIDE.get(answer.outcome, ()) or (besides and answer.outcome in _IN_TOUCH)


def _is_agreed(note: str, today: date) -> bool:
    """Return whether a note says that they agreed on a day, even if the day is not understood."""
    try:
        return agreed_in(note, today) is not None
    except ValueError:
        return True


def _in_doubt(answer: Answer, said: Mark | Unclear | None, wished: DayTime | None, rules: ReadingRules) -> bool:
    """Return whether words without another outcome may deny that somebody was reached, or name a day.

    After a tick for a failed try they do so if they may tell of a contact, and of nothing else.
    """
    if answer.outcome not in _IN_TOUCH:
        return isinstance(said, Unclear) and said.nearest == (Outcome.REACHED,)
    if isinstance(said, Mark):
        return wished is None and said.outcome in (None, Outcome.CALL_BACK)
    if wished is not None and said is not None and said.nearest == (Outcome.CALL_BACK,):
        return False            # "moves to Utrecht, asked for 4 Jan": the day is that of the next try
    return is_doubtful(answer.note, said, rules)


def _agreed_meeting(answer: Answer, said: DayTime, about: About) -> tuple[Told | Question, ...]:
    """Return that they answered, and the meeting. No answer and a message that was left are not agreements."""
    if answer.outcome in _NO_AGREEMENT:
        return (Question(f'"{answer.line}" says both {answer.outcome.words} and a day on which you meet'),)
    channel = answer.channel if answer.channel != NO_CHANNEL else None
    answered = replace(answer, outcome=Outcome.REACHED, channel=channel, note=answer.note if answer.said else "")
    booked = Booked(about.key, about.now, said.day, CALENDAR, answer.event.uid, said.time, channel)
    return *attempt_of(answered, about), booked


def _tried(answer: Answer, about: About) -> tuple[Told | Question, ...]:
    if answer.channel == NO_CHANNEL:
        if answer.outcome is Outcome.DONE:
            return (Question(
                '"done" does not say whether you reached them. Write new details into the hit list; for a call, write '
                "reached or na"
            ),)
        answer = replace(answer, channel=None)
    if answer.channel in ONE_WAY_CHANNELS and answer.outcome in NOT_BY_POST:
        said = quoted(answer.line) if answer.line else f'"{answer.outcome.words}"'
        return (Question(f"{said}: nobody is expected to answer a card. {BY_POST}"),)
    return attempt_of(answer, about)


def attempt_of(answer: Answer, about: About) -> tuple[Attempt, ...]:
    """Return the attempt that an answer reports, by the channel of the line as it was written (P12)."""
    outcome, channel = answer.outcome, answer.channel
    if outcome is None:
        return ()
    if channel is not None and about.contact is not None:
        channel = channel_of(outcome, channel, about.contact)
    at, timed, note = _when(answer, outcome, about)
    asked = _to_come(answer, about) or _day_asked_for(note, answer.event, about)
    return (Attempt(
        about.key, at, meaning_on(outcome, channel), channel, note, asked, timed, CALENDAR, answer.event.uid,
        answer.met,
    ),)


def _when(answer: Answer, outcome: Outcome, about: About) -> tuple[datetime, bool, str]:
    """Return when it happened, whether at a known time, and the note: "reached yesterday" says the day.

    A weekday may be one to come, unless they were in touch.
    """
    at = about.at(answer.event)
    moment = past_moment(answer.note.removeprefix("on "), about.now if answer.in_title else at, about.zone)
    if moment is None or not (outcome in _IN_TOUCH or is_surely_past(answer.note)):
        return at, True, answer.note
    same = not moment[1] and day_of(moment[0], about.zone) == day_of(at, about.zone)
    return (at, True, "") if same else (*moment, "")


def _to_come(answer: Answer, about: About) -> DayTime | None:
    """Return the day that was asked for. An hour of today that is over when it is read is meant for the next day."""
    asked = answer.asked
    if asked is None or asked.time is None or not answer.in_title:
        return asked
    over = at_wall_clock(asked.day, asked.time, about.zone) <= about.now
    return replace(asked, day=asked.day + A_DAY) if over else asked


def _day_asked_for(note: str, event: Event, about: About) -> DayTime | None:
    try:
        return asked_in(note, day_of(event.start, about.zone)) if note else None
    except ValueError:          # "asked for 31 Feb" stays a note
        return None


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
