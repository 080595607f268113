"""A promise: something the user said they would do for a contact, by a day or without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import ClassVar

from followupd.core.items.kind import About, Answer
from followupd.core.items.task import COMMAND, Named, Person, TaskItem
from followupd.core.people.promises import Given, alike, promises_of
from followupd.core.people.timeline import CALENDAR
from followupd.core.people.wanted import Task
from followupd.core.phrases.english.tasks import PROMISE
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import Said, calendar_day, day_text
from followupd.core.values.facts import Settled, Told
from followupd.core.values.hitlist import Contact
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind, digits_of

AHEAD = Span(days=-14)          # a promise for a day in half a year does not belong on this week's sheet
WITHOUT_A_DAY = date(1970, 1, 1)
LONGEST_ACT = 90


@dataclass(frozen=True, slots=True)
class GaveWord:
    """A promise: made on a day, if that is known, and for a day, if one was named."""

    made: date | None
    by: date | None

    def text(self, near: date) -> str:
        """Return the clause for `why`."""
        on = f" on {day_text(self.made, near)}" if self.made else ""
        if self.by is None:
            return f"promised{on}" if on else "promised, with no day named"
        return f"promised{on}{',' if on else ''} for {day_text(self.by, near)}"

    def spoken(self, near: date) -> str:
        """Return the sentence on its event."""
        on = f" on {calendar_day(self.made, near)}" if self.made else ""
        by = f" for {calendar_day(self.by, near)}" if self.by else ""
        return f"You promised it{on}{by}." if on or by else "You promised it."


class PromiseItem(TaskItem):
    """A promise is kept when the user says so, never by a contact alone; a deleted reminder leaves it open."""

    kind = Kind.PROMISE
    noun = ("promise", "promises")
    ticked = "a promise is kept"
    begins: ClassVar[Mapping[str, str]] = {"en": "Promised to "}
    said = PROMISE
    settled = ("kept", "dropped")
    whose = "what you promised {}"
    closing = "When it is done, put a word into the title: done. Or: dropped, later 3d."

    def wanted(self, person: Person) -> Iterable[Task]:
        """Return all promises, including kept ones."""
        zone = person.hitlist.timezone
        return [_task(person.key, person.contact, given, zone) for given in person.timeline.promises]

    def find(self, named: Named, about: About, contact: Contact) -> Task | None:
        """Return the promise by its number, even if its day has changed since."""
        for given in promises_of(contact, about.facts.of(about.key).promises):
            if digits_of(alike(given.what)) == named.number:
                return _task(about.key, contact, given, about.zone)
        return None

    def done(self, task: Task, at: datetime, source: str = COMMAND, event: str | None = None) -> Settled:
        """Return that it was kept."""
        return Settled(task.key, at, task.what, task.by, True, source, event)

    def dropped(self, task: Task, answer: Answer, about: About) -> Settled:
        """Return that it was dropped."""
        return Settled(task.key, about.at(answer.event), task.what, task.by, False, CALENDAR, answer.event.uid)

    def is_about(self, named: Named, fact: Told) -> bool:
        """Return whether that promise was kept or dropped."""
        return isinstance(fact, Settled) and digits_of(alike(fact.what)) == named.number

    def sign_of(self, fact: Told) -> str:
        """Return whether it was kept or dropped."""
        return sign(Said.KEPT if fact.kept else Said.DROPPED) if isinstance(fact, Settled) else ""


def _task(key: str, contact: Contact, given: Given, zone: tzinfo) -> Task:
    made = given.made.astimezone(zone).date() if given.made else None
    since = given.by or made or WITHOUT_A_DAY
    start = max(AHEAD.after(given.by), made or date.min) if given.by else made or date.min
    what = " ".join(given.what.split())
    short = what if len(what) <= LONGEST_ACT else what[: LONGEST_ACT - 1].rstrip() + "…"
    return Task(
        kind=Kind.PROMISE, key=key, contact=contact,
        meaning=f"{key}-{since:%Y%m%d}-{digits_of(alike(given.what))}",
        act=PromiseItem.act(f"{' '.join(contact.name.split())}: {short}"), what=given.what, anchor=start,
        by=given.by, reasons=(GaveWord(made, given.by),), ended=given.ended,
    )
