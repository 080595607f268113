"""Asked: something was noticed that is not sure, and the user is asked once whether it counts.

A yes is an attempt at the noticed time, which takes the place of the noticed one; a no is a Settled. A question that
has stood for three weeks is asked no more, and counts as nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from typing import ClassVar

from followupd.core.items.kind import About, Answer, Manners, Question
from followupd.core.items.task import COMMAND, Named, Person, TaskItem, parse_ref
from followupd.core.items.try_answers import read_try
from followupd.core.people.noticed import ASKED_FOR, as_attempt, is_about_a_meeting, open_questions, same_attempt_told
from followupd.core.people.personal import one_line
from followupd.core.people.promises import Ended
from followupd.core.people.timeline import CALENDAR, Timeline, day_of
from followupd.core.people.wanted import Task, digits_of
from followupd.core.phrases.additions import EDGE, is_own
from followupd.core.phrases.english.tasks import yes_or_no
from followupd.core.phrases.marks import read_title
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import BOX, NOTICED_WORDS, OWN, Said, call_length, day_text
from followupd.core.phrases.words import quoted
from followupd.core.values.event import NO_CHANNEL
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, Settled, Told
from followupd.core.values.hitlist import Contact
from followupd.core.values.uid import Kind

QUESTIONS: Mapping[EvidenceRule, str] = {
    EvidenceRule.MET: "meet {} on {}?", EvidenceRule.SENT: "write to {} on {}?",
    EvidenceRule.REPLIED: "hear from {} on {}?", EvidenceRule.BOUNCED: "get your email to {} back on {}?",
    EvidenceRule.NOT_ANSWERED: "ring {} in vain on {}?", EvidenceRule.SPOKE: "speak with {} on {}?",
}
YES_TICK, NO = "x", "-"       # the boxes of a line


@dataclass(frozen=True, slots=True)
class ShownBy:
    """It was noticed in a source: a calendar, a folder or a call log; `what` is the title, if there is one."""

    source: str
    what: str

    def text(self, near: date) -> str:  # noqa: ARG002 - whatever the day
        """Return the clause for `why`."""
        return f"noticed in {one_line(self.source)}{f': {one_line(self.what)}' if self.what else ''}"

    def spoken(self, near: date) -> str:
        """Return the sentence on its event."""
        said = self.text(near)
        return f"{said[:1].upper()}{said[1:]}. It counts once you say so."


class AskedItem(TaskItem):
    """A question about what was noticed; who deletes its reminder is not asked again."""

    kind = Kind.ASKED
    noun = ("question", "questions")
    ticked = "it is so"
    begins: ClassVar[Mapping[str, str]] = {"en": "Did you "}
    settled = ("counted", "not counted")
    closing = "If it is so, put a word into the title: yes. If not: no."
    marks = "yes, no, later 3d"
    unsure = "if it is so, write yes; else no, or dropped"
    manners = Manners(every_word=f"{unsure}. Or {OWN} if this is just a note")

    def wanted(self, person: Person) -> Iterable[Task]:
        """Return the questions of the last three weeks, including those that are over."""
        return tuple(self._asked(person)) if person.record.noticed else ()

    def _asked(self, person: Person) -> Iterator[Task]:
        zone, told = person.hitlist.timezone, person.timeline.attempts
        unsure = {_number_of(fact): fact for fact in person.record.noticed if _is_asked_about(fact)}
        still_open = {*map(_number_of, open_questions(told, person.record, zone))} if unsure else ()
        for fact in unsure.values():
            task = _task(person.key, person.contact, fact, zone)
            if task.until is not None and task.until < person.today:
                continue
            if _number_of(fact) not in still_open:
                said = same_attempt_told(told, fact, zone)
                yield replace(task, ended=Ended(sign(said.outcome if said is not None else Said.DROPPED), fact.at))
            else:
                yield replace(task, ended=Ended(sign(Said.DROPPED)) if task.ref in person.taken_off else None)

    def find(self, named: Named, about: About, contact: Contact) -> Task | None:
        """Return the question, unless what it is about was taken back."""
        fact = _fact(named, about)
        return _task(about.key, contact, fact, about.zone) if fact is not None else None

    def done(self, task: Task, at: datetime, source: str = COMMAND, event: str | None = None) -> Settled:
        """Return that nothing counts: a yes is read with what was noticed (`read`)."""
        return Settled(task.key, at, task.what, None, False, source, event, self.kind)

    def read(self, answer: Answer, about: About) -> tuple[Told | Question, ...]:
        """Return the attempt as it was noticed, or that it does not count."""
        named, task = parse_ref(answer.ref), self.named(answer.ref, about)
        fact = _fact(named, about) if named is not None else None
        if named is None or task is None or fact is None or fact.outcome is None or answer.outcome is None:
            return ()
        says_yes = _says_yes(answer, fact)
        theirs, here = about.facts.of(about.key), (None, answer.event.uid)
        elsewhere = [one for one in (*theirs.attempts, *theirs.promises) if self._is_answer(named, one, besides=here)]
        if doubt := self._in_doubt(answer, task, elsewhere, says_yes=says_yes):
            return (Question(doubt),)
        if elsewhere:
            return ()           # it counts once
        return _counted(fact, answer, about) if says_yes else (self.done(task, fact.at, CALENDAR, answer.event.uid),)

    def _in_doubt(self, answer: Answer, task: Task, elsewhere: Sequence[Told], *, says_yes: bool) -> str:
        """Return what to ask about an answer, that of another question for example; "" if it is clear."""
        if not says_yes and answer.outcome not in (Outcome.DECLINED, Outcome.NO_ANSWER):
            said = " by ".join(filter(None, (answer.outcome and answer.outcome.words, answer.channel)))
            return f'"{said}" is not an answer to "{task.act}" ({self.marks})'
        if yes_or_no(answer.note)[0] is (Outcome.DECLINED if says_yes else Outcome.DONE):
            return f'"{answer.line or answer.note}" says both yes and no'
        contrary = any(isinstance(one, Attempt) is not says_yes for one in elsewhere)
        return f'"{task.act}" was answered before, the other way: change one of them' if contrary else ""

    def _is_answer(self, named: Named, fact: Told, *, besides: tuple[str | None, ...]) -> bool:
        """Return whether it was marked on another event, another sheet for example."""
        return isinstance(fact, Attempt | Settled) and fact.event not in besides and self.is_about(named, fact)

    def mark(self, title: str, ours: str, reading: ReadingRules) -> Mark | Unclear | None:
        """Return the mark: a yes or a no with its note, else what the words say. Other words in a title are unclear."""
        if ours not in title:
            return super().mark(title, ours, reading)
        added = title.replace(ours, " ").strip(EDGE)
        said, note = yes_or_no(added)
        if said is Outcome.DONE:
            return Mark(said, note=note)
        asked = Unclear(added, f"{quoted(added)}: {self.manners.every_word}")
        if said is Outcome.DECLINED:
            behind = read_title(f"{ours} {note}", ours, reading) if note else None
            return Mark(said) if behind is None and yes_or_no(note)[0] is not Outcome.DONE else asked
        mark = super().mark(title, ours, reading)
        in_title = ours != BOX and added and not is_own(added.rpartition(" ")[2])
        return asked if mark is None and in_title else mark

    def line(self, task: Task, timeline: Timeline, near: date) -> list[str]:  # noqa: ARG002 - nobody is to be reached
        """Return a line to be ticked, and where it was noticed."""
        return [f"{BOX}{task.act}", *(f"    {line}" for line in self.why(task, near))]

    def is_about(self, named: Named, fact: Told) -> bool:
        """Return whether a fact is the answer."""
        mine = isinstance(fact, Attempt) or (isinstance(fact, Settled) and fact.task == self.kind)
        met = fact.met if isinstance(fact, Attempt) else isinstance(fact, Settled) and is_about_a_meeting(fact)
        return mine and _number(fact.at, met=met) == named.number

    def sign_of(self, fact: Told) -> str:
        """Return that it counts, or not."""
        if isinstance(fact, Attempt):
            return sign(fact.outcome)
        return sign(Said.DROPPED) if isinstance(fact, Settled) else super().sign_of(fact)


def _counted(fact: Noticed, answer: Answer, about: About) -> tuple[Told | Question, ...]:
    """Return the attempt as it was noticed. A yes with further words is as a tick before them: they may deny it."""
    assert fact.outcome is not None
    shown = as_attempt(fact, fact.outcome)
    tick = answer.tick or (YES_TICK if answer.outcome is Outcome.DONE and answer.note else "")
    found = read_try(replace(answer, outcome=shown.outcome, channel=shown.channel, when="", tick=tick), about)
    return tuple(
        replace(one, at=fact.at, timed=True, met=shown.met, note=one.note or shown.note)
        if isinstance(one, Attempt) else one for one in found
    )


def _says_yes(answer: Answer, fact: Noticed) -> bool:
    """Return whether an answer says that it is as it was noticed: by a yes, or by the same outcome."""
    if answer.outcome is Outcome.DONE or answer.tick == NO:
        return answer.tick != NO
    return answer.outcome is fact.outcome and answer.channel in (None, NO_CHANNEL, fact.channel)


def _is_asked_about(fact: Noticed) -> bool:
    return not fact.sure and fact.outcome is not None


def _number(at: datetime, *, met: bool) -> str:
    """Return the number of a question, which goes by its instant: two sources may show one meeting.

    That of a meeting is another than that of a call or a mail at its start.
    """
    return digits_of(at.astimezone(UTC).isoformat() + " met" * met)


def _number_of(fact: Noticed) -> str:
    return _number(fact.at, met=fact.rule is EvidenceRule.MET)


def _fact(named: Named, about: About) -> Noticed | None:
    noticed = about.facts.of(about.key).noticed
    found = (fact for fact in noticed if _is_asked_about(fact) and _number_of(fact) == named.number)
    return next(found, None)


def _task(key: str, contact: Contact, fact: Noticed, zone: tzinfo) -> Task:
    on = day_of(fact.at, zone)
    day = day_text(on, on)
    said = f"{day} for {call_length(fact.seconds)}" if fact.seconds is not None else day
    return Task(
        kind=Kind.ASKED, key=key, contact=contact, meaning=f"{key}-{on:%Y%m%d}-{_number_of(fact)}",
        act=AskedItem.act(QUESTIONS[fact.rule].format(one_line(contact.name).replace("{", "").replace("}", ""), said)),
        what=f"{NOTICED_WORDS[fact.rule]} on {day}", anchor=on, by=None, until=day_of(fact.at + ASKED_FOR, zone),
        reasons=(ShownBy(fact.source, fact.what),), on_review=True,
    )
