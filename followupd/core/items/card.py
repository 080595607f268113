"""A card for a day to remember, to be posted in time.

A card is not a call: it is one-way, needs only the user's hours, and resets the cadence when it was sent (P1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from followupd.core.items.kind import About, Answer, Question
from followupd.core.items.promise import AHEAD
from followupd.core.items.task import COMMAND, Named, Person, TaskItem
from followupd.core.items.tries import attempt_of
from followupd.core.people.personal import one_line, whose
from followupd.core.people.promises import Ended
from followupd.core.people.remembering import date_text, next_day, years_by, years_text
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.wanted import Task, digits_of, ref_of
from followupd.core.phrases.english.tasks import CARD as CARD_WORDS
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import NOT_POSTED, Said
from followupd.core.reasons import DayComes
from followupd.core.schedule.on_calendar import Item
from followupd.core.texts.legends import legend_of
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Outcome, Told
from followupd.core.values.hitlist import ONE_WAY_CHANNELS, Anniversary, Contact, Hitlist
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind

CARD = " card"                     # behind the name of the date, in the note of the attempt
ABOUT_THAT_TIME = timedelta(days=7)
CALL = "phone"                     # on the day itself, on which no card would arrive
FARTHEST = 160                     # days: `IN_VIEW`, two weeks of sheets, and the longest lead time
IN_VIEW = timedelta(days=28)       # a card is considered four weeks before its sheet may come


class CardItem(TaskItem):
    """A card is wanted once for each return of its day; a deleted reminder means no card this time."""

    kind = Kind.DATE
    noun = ("card", "cards")
    ticked = "a card is posted"
    begins: ClassVar[Mapping[str, str]] = {"en": "Card for "}
    said = CARD_WORDS
    turned = NOT_POSTED                # what was sent in another way is no card
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
            if (day - person.today).days > FARTHEST:            # most dates, most of the year: skipped early
                continue
            task = _task(person.key, person.contact, occasion, day)
            if task.anchor - person.today <= IN_VIEW:
                yield replace(task, ended=_ended(task, person))

    def find(self, named: Named, about: About, contact: Contact) -> Task | None:
        """Return the card, if its day is still on the hit list."""
        cards = (_task(about.key, contact, one, named.day) for one in contact.dates)
        return next((task for task in cards if task.meaning == named.meaning), None)

    def done(self, task: Task, at: datetime, source: str = COMMAND, event: str | None = None) -> Attempt:
        """Return that it was sent."""
        return Attempt(task.key, at, Outcome.SENT, "note", f"{task.what}{CARD}", source=source, event=event)

    def told(self, named: Named, fact: Told) -> bool:
        """Return whether the card for that date was sent."""
        if not isinstance(fact, Attempt) or fact.channel not in ONE_WAY_CHANNELS:
            return False
        return digits_of(fact.note.removesuffix(CARD).casefold()) == named.number

    def title(self, task: Task, near: date) -> str:
        """Return what there is still time for: a card, or else a call on the day itself."""
        ring = near == task.until
        return f"Ring {one_line(task.contact.name)}: {one_line(task.what)} today" if ring else task.act

    def answered_by(self, task: Task, near: date) -> tuple[str | None, str]:
        """Return how to answer a card, or the call on the day itself."""
        return (CALL, legend_of(CALL).marks) if near == task.until else super().answered_by(task, near)

    def written(self, task: Task, place: Item, timelines: Mapping[str, Timeline], hitlist: Hitlist) -> Event:
        """Return its reminder, which remembers whether it is for a call."""
        event = super().written(task, place, timelines, hitlist)
        ring = day_of(place.interval.start, hitlist.timezone) == task.until
        return replace(event, channels=(CALL,)) if ring else event

    def read(self, answer: Answer, about: About) -> tuple[Told | Question, ...]:
        """Return what was done about it; on the reminder for a call, the attempt."""
        task = self.named(answer.ref, about)
        if task is None or answer.channel != CALL or answer.outcome in {None, Outcome.SENT, Outcome.DECLINED}:
            return super().read(answer, about)
        return attempt_of(replace(answer, note=answer.note or f"{task.what} call"), about)

    def why(self, task: Task, near: date) -> list[str]:
        """Return which day it is for; on that day, that a call is best."""
        if near != task.until:
            return super().why(task, near)
        years = next(reason.years for reason in task.reasons if isinstance(reason, DayComes))
        today = f"{whose(one_line(task.contact.name))} {one_line(task.what)} today{years_text(task.what, years)}"
        return [f"It is {today}: a call says it best."]

    def sign_of(self, fact: Told) -> str:
        """Return that it was sent or dropped."""
        return sign(fact.outcome) if isinstance(fact, Attempt) else super().sign_of(fact)


def _task(key: str, contact: Contact, occasion: Anniversary, day: date) -> Task:
    lead = occasion.lead or Span()
    post = Span(-lead.months, -lead.days).after(day)
    return Task(
        kind=Kind.DATE, key=key, contact=contact, meaning=f"{key}-{day:%Y%m%d}-{digits_of(occasion.name.casefold())}",
        act=CardItem.act(f"{' '.join(contact.name.split())}: {date_text(occasion, day)}"), what=occasion.name,
        anchor=AHEAD.after(post), by=post, reasons=(DayComes(occasion.name, day, years_by(occasion, day), post),),
        until=day, latest=True,
    )


def _ended(task: Task, person: Person) -> Ended | None:
    """Return how a card ended: sent since it came into view, or with the call on the day itself.

    A logged card counts if it names this one, or names none and was sent about then.
    """
    assert task.by is not None
    for attempt in person.timeline.attempts:
        if attempt.channel == CALL and attempt.event and ref_of(attempt.event, person.hitlist.name) == task.ref:
            return Ended(sign(attempt.outcome), attempt.at)
        if attempt.outcome is not Outcome.SENT or attempt.channel not in ONE_WAY_CHANNELS:
            continue
        day, note = attempt.at.astimezone(person.hitlist.timezone).date(), attempt.note.casefold()
        first = task.anchor if task.what.casefold() in note else task.by - ABOUT_THAT_TIME
        if day >= first and (not note or task.what.casefold() in note):
            return Ended(sign(Outcome.SENT), attempt.at)
    return Ended(sign(Said.DROPPED)) if task.ref in person.taken_off else None
