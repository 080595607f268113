"""The base of all tasks: how an answer about one is read, and how its line and its reminder are written.

A task is something to do for a contact that does not try to reach them. Each kind of task has a file beside this one.
Texts never depend on now (P3).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, NamedTuple

from followupd.core.items.kind import About, Answer, Manners, Question
from followupd.core.people.personal import how_to_reach, last_spoken, what_is_known
from followupd.core.people.reach import Reach
from followupd.core.people.timeline import CALENDAR, Timeline, day_of
from followupd.core.people.wanted import CALL, Task
from followupd.core.phrases.additions import EDGE
from followupd.core.phrases.english.tasks import WholeTexts
from followupd.core.phrases.marks import read_title
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import BOX, LANGUAGES, OWN, YES, Said, word_form
from followupd.core.phrases.words import quoted
from followupd.core.reasons import spoken
from followupd.core.schedule.on_calendar import Item
from followupd.core.texts.cards import REMINDER_ALARM
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Booked, Outcome, Settled, Skipped, Told
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.record import Record
from followupd.core.values.uid import Kind

COMMAND = "command"
_BEHIND = r"\s*[,;:.!]\s+|\s+[-–—]\s+|[.!]+$"      # before a note
TaskFact = Attempt | Settled | Booked
DONE = frozenset({Outcome.DONE, Outcome.SENT})      # having spoken does nothing about a promise or a card
# It came back, was the wrong one, or is done in part: before the first comma.
NOT_DONE = r"(?i)^[^,;.:–—-]*\b(?:back|returned|wrong|half|partly|nearly|almost|not)\b"
# Words of a try with another meaning on tasks, and further words.
WORDS = {
    "kept": Outcome.DONE, "dropped": Outcome.DECLINED, "drop": Outcome.DECLINED, "no longer": Outcome.DECLINED,
    "posted": Outcome.SENT,
}


class Person(NamedTuple):
    """The person for whom tasks are.

    `record` has all facts about them, so that any kind of fact can end a task; `taken_off` are the refs of tasks whose
    reminder the user deleted; `dragged` has the last day to which they dragged a reminder of a task, by its ref;
    `hours` are those of both people.
    """

    key: str
    contact: Contact
    timeline: Timeline
    record: Record
    taken_off: frozenset[str]
    dragged: Mapping[str, date]
    hours: Reach
    today: date
    hitlist: Hitlist


@dataclass(frozen=True, slots=True)
class Named:
    """A task as a ref names it: its contact, and the day and the number in its meaning."""

    meaning: str
    day: date
    number: str


class TaskItem(ABC):
    """A kind of task.

    `noun` is its name in singular and plural, `ticked` what a tick on its line means, `closing` how to answer,
    `finished` the outcomes that say it is done. If its fact is Settled, `settled` are the words for done and dropped
    wherever that is reported, and `whose` follows them in the report of a pass, with the name for {}. `begins` is the
    beginning of its line on a call sheet, by name of the language; {} if it never has a line. `channel` is how it
    is done, None if any channel will do.
    """

    kind: ClassVar[Kind]
    noun: ClassVar[tuple[str, str]]
    ticked: ClassVar[str]
    closing: ClassVar[str]
    begins: ClassVar[Mapping[str, str]]
    channel: ClassVar[str | None] = None
    of_meetings: ClassVar[bool] = False             # a group was met, and not spoken with
    marks: str = "done, dropped, later 3d"
    turned: ClassVar[str] = NOT_DONE                # beside "done" or "sent" they may say the contrary
    unsure: ClassVar[str] = "if it is done, write done; else dropped"
    words: Mapping[str, Outcome] = WORDS
    said: ClassVar[WholeTexts] = ()                    # what whole texts say about this kind only
    finished: ClassVar[frozenset[Outcome]] = DONE
    settled: ClassVar[tuple[str, str]] = ("done", "dropped")
    whose: ClassVar[str] = "for {}"
    manners = Manners()

    @abstractmethod
    def wanted(self, person: Person) -> Iterable[Task]:
        """Return the tasks of this kind for a person, including those that are over."""

    @abstractmethod
    def find(self, named: Named, about: About, contact: Contact) -> Task | None:
        """Return the task that a ref names, even if it is over; None if it no longer exists."""

    @abstractmethod
    def done(self, task: Task, at: datetime, source: str = COMMAND, event: str | None = None) -> TaskFact:
        """Return the fact that a task was done."""

    def dropped(self, task: Task, answer: Answer, about: About) -> Told | None:
        """Return the fact that a task was dropped, by its title or its sign."""
        ours = answer.in_title
        return Skipped(task.key, about.now, answer.event.uid, answer.event.start) if ours else None

    def mark(self, title: str, ours: str, reading: ReadingRules) -> Mark | Unclear | None:
        """Return the mark in a title; what may not be done after all, and a bare yes, are asked about."""
        mark, added = read_title(title, ours, reading), title.replace(ours, " ").strip(EDGE)
        if not isinstance(mark, Mark) and ours in title:
            mark = self._in_words(added, mark)
        done = isinstance(mark, Mark) and mark.outcome in self.finished and mark.later is None
        if done and (re.search(self.turned, added) or word_form(added) == YES):
            return Unclear(added, f"{quoted(added)}: {self.unsure}")
        return mark

    def _in_words(self, added: str, mark: Unclear | None) -> Mark | Unclear | None:
        """Return what words say about this kind only; what is unclear is asked about in the words of this kind.

        Words beside them are a note where one is kept, else a doubt.
        """
        text, note = (*re.split(_BEHIND, added, maxsplit=1), "")[:2]
        asked = Unclear(added, f"{quoted(added)}: {self.unsure}. Or {OWN} if this is just a note")
        said = [outcome for pattern, outcome in self.said if re.fullmatch(pattern, text, re.IGNORECASE)]
        if said and said[0] is not None and not (note and said[0] is Outcome.DECLINED):
            return Mark(said[0], note=added)
        return asked if said or (mark is not None and not mark.why) else mark

    def read(self, answer: Answer, about: About) -> tuple[Told | Question, ...]:
        """Return what was done about a task, or a Question if the mark ("no answer", say) is not an answer to it."""
        task = self.named(answer.ref, about)
        if task is None or answer.outcome is None:
            return ()
        if answer.outcome in self.finished:
            fact: Told | None = self.fact_of(task, answer, about)
        else:
            fact = self.dropped(task, answer, about) if answer.outcome is Outcome.DECLINED else None
        return (fact or Question(f'"{answer.outcome.words}" is not an answer to "{task.act}" ({self.marks})'),)

    def named(self, ref: str, about: About) -> Task | None:
        """Return the task of this kind that a ref names; None if it or its person is gone."""
        named = parse_ref(ref)
        return self.find(named, about, about.contact) if named is not None and about.contact is not None else None

    def fact_of(self, task: Task, answer: Answer, about: About) -> Told | None:
        """Return the fact that the task was done; None if the words after the line make it unclear."""
        return self.done(task, about.at(answer.event), CALENDAR, answer.event.uid)

    def is_about(self, named: Named, fact: Told) -> bool:  # noqa: ARG002 - for a kind that has lines
        """Return whether a fact says what became of the task that a ref names, if both are about one person."""
        return False

    def varied(self, line: str, ours: str, answer_at: datetime, about: About) -> str | None:  # noqa: ARG002 - for a kind whose line varies
        """Return what the user wrote in place of a part of our line; None if they did not.

        For kinds whose line proposes something. `answer_at` is the moment as of which a day is read.
        """
        return None

    def sign(self, facts: Sequence[Told]) -> str:
        """Return the sign of the last mark on its reminder."""
        return next((answer for fact in reversed(facts) if (answer := self.sign_of(fact))), "")

    def sign_of(self, fact: Told) -> str:
        """Return the sign of one fact on its reminder."""
        return sign(Said.DROPPED) if isinstance(fact, Skipped) else ""

    @classmethod
    def act(cls, words: str) -> str:
        """Return what to do, as its line begins: `Promised to ` and then the words."""
        return f"{cls.begins[LANGUAGES[0].name]}{words}"

    def line(self, task: Task, timeline: Timeline, near: date) -> list[str]:
        """Return a line to be ticked, and what belongs to it."""
        # else an edited line would be read as a try to reach the person named in it
        assert task.act.startswith(self.begins[LANGUAGES[0].name]), f"{self.kind}: begins"
        channel, act = (CALL, self.title(task, near)) if self.is_call(task, near) else (self.channel, task.act)
        how = how_to_reach(task.contact, timeline, channel)
        return [f"{BOX}{act}", *(f"    {line}" for line in (*how, *self.why(task, near)))]

    def why(self, task: Task, near: date) -> list[str]:
        """Return why it is on the calendar, to be read on its day."""
        return spoken(task.reasons, near)

    def title(self, task: Task, near: date) -> str:  # noqa: ARG002 - for a kind whose title depends on its day
        """Return the title of its reminder."""
        return task.act

    def is_call(self, task: Task, near: date) -> bool:  # noqa: ARG002 - for a kind that may be better done by a call
        """Return whether it is a call on that day, which is answered as one."""
        return False

    def answered_by(self, task: Task, near: date) -> tuple[str | None, str]:  # noqa: ARG002 - as for the title
        """Return the channel of its reminder, and how to answer it."""
        return self.channel, self.closing

    def written(self, task: Task, place: Item, timelines: Mapping[str, Timeline], hitlist: Hitlist) -> Event:
        """Return its reminder."""
        near, timeline = day_of(place.interval.start, hitlist.timezone), timelines[task.key]
        channel, closing = self.answered_by(task, near)
        lines = how_to_reach(task.contact, timeline, channel)
        group = self.of_meetings and bool(task.contact.people)
        lines += last_spoken(timeline, hitlist, near, opener=False, group=group)
        lines += [*self.why(task, near), *what_is_known(task.contact, timeline, hitlist, near, task)]
        lines += ["", closing]
        return Event(
            place.uid, place.interval.start, place.interval.end, self.title(task, near), "\n".join(lines), busy=False,
            alarm=REMINDER_ALARM, people=(task.ref,), sought=place.sought,
        )


def parse_ref(ref: str) -> Named | None:
    """Return what a ref names; None if it does not name a task."""
    meaning = ref.partition("/")[2]
    _, _, number = meaning.rpartition("-")
    since = meaning.removesuffix(f"-{number}").rpartition("-")[2]
    try:
        return Named(meaning, date.fromisoformat(since), number)
    except ValueError:
        return None
