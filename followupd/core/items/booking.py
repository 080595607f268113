"""The next meeting, to be booked when one is over (`book_ahead`).

Six friends have met every year for nineteen years because they book the next meeting before they part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import ClassVar

from followupd.core.items.kind import About, Answer, Manners
from followupd.core.items.task import COMMAND, DONE, Named, Person, TaskItem
from followupd.core.people.appointed import A_LITTLE_EARLY
from followupd.core.people.promises import Ended
from followupd.core.people.timeline import CALENDAR, Timeline, day_of
from followupd.core.people.wanted import Task
from followupd.core.phrases.additions import EDGE
from followupd.core.phrases.days import is_a_stretch, parse_meeting_day
from followupd.core.phrases.english.tasks import BOOKING
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.signs import booked_sign, sign
from followupd.core.phrases.vocabulary import Said, a_span, calendar_day, day_text
from followupd.core.schedule.on_calendar import Item
from followupd.core.values.event import Event
from followupd.core.values.facts import Booked, Outcome, Told
from followupd.core.values.hitlist import INVITING_CHANNELS, Contact, Hitlist
from followupd.core.values.time import MONTH_NAMES, Span
from followupd.core.values.uid import Kind

BOOK_WITHIN = timedelta(days=7)      # with the next weekly sheet; else a separate reminder
_BOOKED = r"\bbooked\b[\s:]*(?:for\s+)?(.+)"


@dataclass(frozen=True, slots=True)
class BookAhead:
    """The last contact is over, in person or not, and the next meeting is booked at once.

    `last_said`: the text has already said when that contact was.
    """

    last: date
    ahead: Span
    in_person: bool
    last_said: bool = False

    def text(self, near: date) -> str:
        """Return the clause for `why`."""
        how = "met" if self.in_person else "last contact"
        return f"{how} on {day_text(self.last, near)}, and the next meeting is to be booked {a_span(self.ahead)} ahead"

    def spoken(self, near: date) -> str:
        """Return the sentence on its event."""
        tense = "is" if self.ahead.after(self.last) >= near else "was to be"
        if self.last_said:
            return f"The next time {tense} {a_span(self.ahead)} later."
        how = "You met on" if self.in_person else "You were last in touch on"
        return f"{how} {calendar_day(self.last, near)}; the next time {tense} {a_span(self.ahead)} later."


class BookingItem(TaskItem):
    """A meeting to book: done when a day is booked, the proposed one or another. A deleted reminder drops it."""

    kind = Kind.BOOK
    manners = Manners(waits_for_meeting=True)
    noun = ("meeting to book", "meetings to book")
    of_meetings = True
    ticked = "a meeting is booked (write its day behind the line)"
    begins: ClassVar[Mapping[str, str]] = {"en": "Book the next meeting"}
    said = BOOKING
    unsure = "if it is booked, write booked and its day; else dropped"
    finished = DONE | {Outcome.REACHED}      # who was reached may have booked: without its day that is asked about
    marks = "booked 21 May, dropped, later 3d"
    closing = "When it is booked, put its day into the title: booked 21 May. Or: dropped, later 3d."

    def wanted(self, person: Person) -> Iterable[Task]:
        """Return the meeting to book after the last one; nothing before the first meeting, or without `book_ahead`."""
        contact, met = person.contact, person.timeline.last_contact
        if contact.book_ahead is None or met is None or met.outcome is not Outcome.REACHED:
            return ()
        if contact.paused_on(person.today):
            return ()
        day, booked = met.at.astimezone(person.hitlist.timezone).date(), reversed(person.timeline.booked)
        done = next((b for b in booked if b.at >= met.at or b.day > day + A_LITTLE_EARLY), None)
        in_person = bool(contact.people) or met.met or (
            met.channel in INVITING_CHANNELS and met not in person.timeline.agreements
        )
        task = _task(person.key, contact, contact.book_ahead, day, person.today, in_person=in_person)
        if done is not None:
            return (replace(task, ended=Ended(booked_sign(done.day, done.time), done.at)),)
        return (replace(task, ended=Ended(sign(Said.DROPPED)) if task.ref in person.taken_off else None),)

    def find(self, named: Named, about: About, contact: Contact) -> Task | None:
        """Return the booking that follows from a meeting on that day."""
        if contact.book_ahead is None:
            return None
        return _task(about.key, contact, contact.book_ahead, named.day, day_of(about.now, about.zone))

    def line(self, task: Task, timeline: Timeline, near: date) -> list[str]:
        """Return a line to be ticked; a day that is past on the day of its sheet is not proposed."""
        return super().line(replace(task, act=self.title(task, near)), timeline, near)

    def title(self, task: Task, near: date) -> str:
        """Return what to do as of the event's day, which may be after the proposed one."""
        return _act(task.contact, date.fromisoformat(task.what), near)

    def written(self, task: Task, place: Item, timelines: Mapping[str, Timeline], hitlist: Hitlist) -> Event:
        """Return its reminder, which says once when they last met."""
        reasons = (replace(one, last_said=True) if isinstance(one, BookAhead) else one for one in task.reasons)
        return super().written(replace(task, reasons=tuple(reasons)), place, timelines, hitlist)

    def done(self, task: Task, at: datetime, source: str = COMMAND, event: str | None = None) -> Booked:
        """Return that the meeting was booked on the proposed day."""
        return Booked(task.key, at, date.fromisoformat(task.what), source, event)

    def mark(self, title: str, ours: str, reading: ReadingRules) -> Mark | Unclear | None:
        """Return the mark; "booked 21 May" says on which day."""
        match = re.search(_BOOKED, title.replace(ours, " "), re.IGNORECASE) if title != ours else None
        if match is not None:
            try:
                return Mark(Outcome.REACHED, parse_meeting_day(match[1].strip(EDGE), reading.today))
            except ValueError:
                pass
        return super().mark(title, ours, reading)

    def fact_of(self, task: Task, answer: Answer, about: About) -> Told | None:
        """Return the booking.

        Words after the ticked line are its day; anything else is asked about. None if no day is given and the
        proposed one is past.
        """
        words, said = answer.note.strip(EDGE) or answer.when, answer.said
        if words and said is None:
            said = about.day_in(words, about.at(answer.event))
            if said is None or is_a_stretch(words, said):
                return None
        at = about.at(answer.event)
        booked = self.done(task, at, CALENDAR, answer.event.uid)
        if said is None and booked.day <= day_of(at, about.zone):
            return None
        return replace(booked, day=said.day, time=said.time) if said is not None else booked

    def varied(self, line: str, ours: str, answer_at: datetime, about: About) -> str | None:
        """Return the day at the end of the line in place of the proposed one, or whatever the user wrote there instead.

        None unless all our words up to the contact's name are still there.
        """
        words, bare = line.split(), _words(line)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(bare, _words(ours), strict=False)))
        kept, name = bare[:same], _words(about.contact.name) if about.contact is not None else []
        ends = (at + len(name) for at in range(same - len(name) + 1) if kept[at:at + len(name)] == name)
        named = next(ends, None) if name else None
        if named is None:
            return None
        days = (" ".join(words[at:]) for at in range(named, same + 1))    # the longest: "21 June" keeps our "21"
        return next((day for day in days if about.day_in(day, answer_at)), " ".join(words[same:]))

    def is_about(self, named: Named, fact: Told) -> bool:  # noqa: ARG002 - one person has one of these
        """Return whether a meeting was booked."""
        return isinstance(fact, Booked)

    def sign_of(self, fact: Told) -> str:
        """Return the day for which it was booked, or that it was dropped."""
        return booked_sign(fact.day, fact.time) if isinstance(fact, Booked) else super().sign_of(fact)


def _task(key: str, contact: Contact, ahead: Span, met: date, today: date, *, in_person: bool = True) -> Task:
    about = ahead.after(met)
    return Task(
        kind=Kind.BOOK, key=key, contact=contact, meaning=f"{key}-{met:%Y%m%d}-1",
        act=_act(contact, about, today),
        what=about.isoformat(), anchor=met, by=min(met, date.max - BOOK_WITHIN) + BOOK_WITHIN,
        reasons=(BookAhead(met, ahead, in_person),),
    )


def _act(contact: Contact, proposed: date, today: date) -> str:
    """Return what to do, with the proposed day as long as it is still ahead."""
    about = f", for about {_with_year(proposed)}" if proposed > today else ""
    return BookingItem.act(f" with {' '.join(contact.name.split())}{about}")


def _words(text: str) -> list[str]:
    return [word.strip(EDGE) for word in text.split()]


def _with_year(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
