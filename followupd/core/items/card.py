"""A card for a day to remember, to be posted in time.

A card is not a call: it is one-way, needs only the user's hours, and resets the cadence when it was sent (P1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from followupd.core.items.kind import About, Answer, Question
from followupd.core.items.promise import AHEAD
from followupd.core.items.task import COMMAND, Named, Person, TaskItem
from followupd.core.items.try_answers import read_try
from followupd.core.people.channels import is_shut
from followupd.core.people.personal import one_line, whose
from followupd.core.people.promises import Ended
from followupd.core.people.remembering import (
    ABOUT_THAT_TIME,
    card_named,
    card_note,
    date_text,
    last_day,
    next_day,
    posted_by,
    years_by,
    years_text,
)
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.wanted import CALL, Task, ref_of
from followupd.core.phrases.english.tasks import CARD as CARD_WORDS
from followupd.core.phrases.english.tasks import RANG as RANG_WORDS
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import NOT_POSTED, Said, calendar_day, day_text
from followupd.core.reasons import ChosenByHand
from followupd.core.schedule.on_calendar import Item
from followupd.core.texts.legends import legend_of
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Outcome, Told
from followupd.core.values.hitlist import ONE_WAY_CHANNELS, Anniversary, Contact, Hitlist
from followupd.core.values.uid import Kind, digits_of

RANG = frozenset({Outcome.REACHED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY, Outcome.CALL_BACK})
EITHER = "When it is posted, put a word into the title: sent. If you rang: spoke, or no answer. Or: dropped, later 3d."
CALL_AHEAD = 3                     # days: a weekend, or a holiday before one
FARTHEST = 160                     # days: `IN_VIEW`, two weeks of sheets, and the longest lead time
IN_VIEW = timedelta(days=28)       # a card is considered four weeks before its sheet may come


@dataclass(frozen=True, slots=True)
class DayComes:
    """A day to remember, with the day on which a card for it is posted, and whether they have a phone."""

    name: str
    day: date
    years: int | None
    post: date
    phone: bool = True

    def text(self, near: date) -> str:
        """Return the clause for `why`."""
        if near > self.day:
            return f"{self.name} was on {day_text(self.day, near)}; a late card"
        when = f"{self.name} on {day_text(self.day, near)}"
        if near > self.post:
            return f"{when}; a card would come late"
        return f"{when}, so post the card by {day_text(self.post, near)}" if self.post < self.day else when

    def spoken(self, near: date) -> str:
        """Return the sentence on its event."""
        name = " ".join(self.name.split())
        when = f"{name[:1].upper()}{name[1:]} on {calendar_day(self.day, near)}"
        if near > self.post:
            then = ", and ring them then" if self.phone else ""
            return f"{when}: post the card today{then}."
        return f"{when}: post it by {calendar_day(self.post, near)} and it arrives in time."


class CardItem(TaskItem):
    """A card is wanted once for each return of its day; a deleted reminder means no card this time.

    One that the user dragged past its day stays where they put it (P6), and says that it is late.
    """

    kind = Kind.DATE
    noun = ("card", "cards")
    ticked = "a card is posted"
    begins: ClassVar[Mapping[str, str]] = {"en": "Card for "}
    said = CARD_WORDS
    turned = NOT_POSTED                # what was sent in another way is not a card
    unsure = "if the card is posted, write sent; else dropped"
    channel = "note"
    closing = "When it is posted, put a word into the title: sent. Or: dropped, later 3d."

    def wanted(self, person: Person) -> Iterable[Task]:
        """Return the cards that are coming up."""
        return self._coming(person) if person.contact.dates else ()

    def _coming(self, person: Person) -> Iterator[Task]:
        for occasion in person.contact.dates:
            if occasion.lead is None or person.contact.paused_on(person.today):
                continue
            day = next_day(occasion, person.today)
            if (day - person.today).days <= FARTHEST:           # most dates, most of the year: skipped early
                task = _task(person.key, person.contact, occasion, day)
                if task.anchor - person.today <= IN_VIEW:
                    yield replace(task, ended=_ended(task, person), call_on=_call_on(task, person))
            if person.dragged:
                late = _task(person.key, person.contact, occasion, last_day(occasion, person.today))
                if person.dragged.get(late.ref, date.min) >= person.today:
                    yield replace(late, ended=_ended(late, person))

    def find(self, named: Named, about: About, contact: Contact) -> Task | None:
        """Return the card, if its day is still on the hit list."""
        cards = (_task(about.key, contact, one, named.day) for one in contact.dates)
        return next((task for task in cards if task.meaning == named.meaning), None)

    def done(self, task: Task, at: datetime, source: str = COMMAND, event: str | None = None) -> Attempt:
        """Return that it was sent."""
        note = card_note(task.what)
        return Attempt(task.key, at, Outcome.SENT, "note", note, source=source, event=event, card=task.what)

    def is_about(self, named: Named, fact: Told) -> bool:
        """Return whether the card for that date was sent, or the call for it was tried."""
        card = card_named(fact) if isinstance(fact, Attempt) else None
        return card is not None and digits_of(card) == named.number

    def title(self, task: Task, near: date) -> str:
        """Return what there is still time for: a card, or a call."""
        name, what = one_line(task.contact.name), one_line(task.what)
        if _is_call(task, near):
            day = _comes(task).day
            return f"Ring {name}: {what} {'today' if near == day else f'on {day_text(day, near)}'}"
        return self.act(f"{name}: {what} today") if near == task.until else task.act

    def is_call(self, task: Task, near: date) -> bool:
        """Return whether a call is better on that day."""
        return _is_call(task, near)

    def answered_by(self, task: Task, near: date) -> tuple[str | None, str]:
        """Return how to answer a card, a call, or either."""
        if _is_call(task, near):
            return CALL, legend_of(CALL).marks
        return (self.channel, EITHER) if _by_either(task, near) else super().answered_by(task, near)

    def written(self, task: Task, place: Item, timelines: Mapping[str, Timeline], hitlist: Hitlist) -> Event:
        """Return its reminder, which remembers whether it is for a call."""
        event = super().written(task, place, timelines, hitlist)
        near = day_of(place.interval.start, hitlist.timezone)
        return replace(event, channels=(CALL,)) if _is_call(task, near) else event

    def read(self, answer: Answer, about: About) -> tuple[Told | Question, ...]:
        """Return what was done about it; if it was for a call, or for either, what a try by phone would mean."""
        task = self.named(answer.ref, about)
        if task is None or answer.outcome in {None, Outcome.SENT, Outcome.DECLINED}:
            return super().read(answer, about)
        either = _by_either(task, day_of(answer.event.start, about.zone)) and answer.outcome in RANG
        if answer.channel != CALL and not either:
            return super().read(answer, about)
        words = re.sub(RANG_WORDS, "", answer.note, flags=re.IGNORECASE) if answer.tick else answer.note
        answers = read_try(replace(answer, channel=CALL, note=words), about)
        note = answer.note if words != answer.note else ""
        return tuple(_for_that_day(task, one, note) if isinstance(one, Attempt) else one for one in answers)

    def why(self, task: Task, near: date) -> list[str]:
        """Return which day it is for; on the day for it, that a call is best; later, that the day has passed."""
        comes, theirs = _comes(task), whose(one_line(task.contact.name), one_line(task.what))
        day, turns = calendar_day(comes.day, near), years_text(task.what, comes.years)
        late = f"a late card{', or a call,' if comes.phone else ''} is better than none"
        if _is_late(task, near):
            return [f"{_capital(theirs)} was on {day}: {late}."]
        if near == task.until:
            return [f"It is {theirs} today{turns}: {'a call says it best' if _is_call(task, near) else late}."]
        if _is_call(task, near):
            return [f"{_capital(theirs)} is on {day}{turns}. That day has no hour for you both: call today."]
        return super().why(task, near)

    def sign_of(self, fact: Told) -> str:
        """Return that it was sent or dropped."""
        return sign(fact.outcome) if isinstance(fact, Attempt) else super().sign_of(fact)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _for_that_day(task: Task, call: Attempt, note: str) -> Attempt:
    return replace(call, note=note or call.note or f"{task.what} call", card=task.what)


def _has_phone(contact: Contact) -> bool:
    return bool(contact.phones) or CALL in contact.via


def _is_late(task: Task, near: date) -> bool:
    """Return whether the user dragged the reminder to after its day."""
    return task.until is not None and near > task.until


def _is_call(task: Task, near: date) -> bool:
    """Return whether it is for a call on that day: placed for one, or dragged by the user to the day itself."""
    by_hand = task.call_on is not None and any(isinstance(reason, ChosenByHand) for reason in task.reasons)
    return near == task.call_on or (near == task.until and by_hand)


def _by_either(task: Task, near: date) -> bool:
    """Return whether it may be answered by a card and by a call: from the day on, if they have a phone."""
    return task.until is not None and near >= task.until and _comes(task).phone


def _call_on(task: Task, person: Person) -> date | None:
    """Return the last day, or one shortly before it, on which some hour suits both for a call; None without any.

    No call is asked for while a card would still arrive in time, or if the contact has no phone.
    """
    assert task.by is not None
    assert task.until is not None
    contact, length = person.contact, person.hitlist.retry.length_for(CALL)
    if not _has_phone(contact) or is_shut(contact, CALL, person.timeline.closed):
        return None
    for back in range(CALL_AHEAD + 1):
        day = task.until - timedelta(days=back)
        if (day > task.by or day == task.until) and any(s.length >= length for s in person.hours.both(day)):
            return day
    return None


def _comes(task: Task) -> DayComes:
    return next(reason for reason in task.reasons if isinstance(reason, DayComes))


def _task(key: str, contact: Contact, occasion: Anniversary, day: date) -> Task:
    post = posted_by(occasion, day)
    return Task(
        kind=Kind.DATE, key=key, contact=contact, meaning=f"{key}-{day:%Y%m%d}-{digits_of(occasion.name.casefold())}",
        act=CardItem.act(f"{' '.join(contact.name.split())}: {date_text(occasion, day)}"), what=occasion.name,
        anchor=AHEAD.after(post), by=post, until=day, latest=True,
        reasons=(DayComes(occasion.name, day, years_by(occasion, day), post, _has_phone(contact)),),
    )


def _ended(task: Task, person: Person) -> Ended | None:
    """Return how a card ended: sent since it came into view, or with the call for its day.

    A card that was sent counts if it is this one, or if nothing says which it is and this alone was due about then.
    """
    assert task.by is not None
    for attempt in person.timeline.attempts:
        day, named = day_of(attempt.at, person.hitlist.timezone), attempt.card or attempt.note
        this = attempt.card is not None and attempt.card.casefold() == task.what.casefold() and day >= task.anchor
        on_it = attempt.event is not None and ref_of(attempt.event, person.hitlist.name) == task.ref
        if attempt.channel == CALL and (this or on_it):
            return Ended(sign(attempt.outcome), attempt.at)
        if attempt.outcome is not Outcome.SENT or attempt.channel not in ONE_WAY_CHANNELS:
            continue
        if this or (not named and day >= task.by - ABOUT_THAT_TIME and not _another_is_due(task, day, person)):
            return Ended(sign(Outcome.SENT), attempt.at)
    return Ended(sign(Said.DROPPED)) if task.ref in person.taken_off else None


def _another_is_due(task: Task, day: date, person: Person) -> bool:
    """Return whether a card logged without a name may be for another day of theirs: it counts for neither (P13)."""
    others = (one for one in person.contact.dates if one.lead is not None and one.name != task.what)
    cards = (_task(person.key, person.contact, one, next_day(one, day)) for one in others)
    return any(card.by is not None and day >= card.by - ABOUT_THAT_TIME for card in cards)
