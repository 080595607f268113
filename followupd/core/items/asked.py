"""Asked: something was noticed that is not sure, and the user is asked once whether it counts.

What belongs together is one question (people/noticed.py). A yes is an attempt at each noticed time, which takes the
place of the noticed one; a no is a Settled. A question that has stood for three weeks is asked no more, and counts as
nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import ClassVar

from followupd.core.items.kind import About, Answer, Manners, Question
from followupd.core.items.task import COMMAND, Named, Person, TaskItem, parse_ref
from followupd.core.items.try_answers import read_try
from followupd.core.people.noticed import (
    ASKED_FOR,
    CONVERSATION,
    as_attempt,
    asked_together,
    gist_of,
    is_answer,
    is_asked_about,
    not_reported,
    open_questions,
    question_named,
    question_number,
    same_attempt_told,
)
from followupd.core.people.personal import one_line
from followupd.core.people.promises import Ended
from followupd.core.people.timeline import CALENDAR, Timeline, attempts_of, day_of
from followupd.core.people.wanted import MARK, Task, person_of
from followupd.core.phrases.additions import EDGE, is_own
from followupd.core.phrases.english.tasks import yes_or_no
from followupd.core.phrases.marks import read_title
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import BOX, NOTICED_WORDS, OWN, Said, call_length, day_text, shown_more
from followupd.core.phrases.words import quoted
from followupd.core.values.event import NO_CHANNEL
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, Settled, Told
from followupd.core.values.hitlist import Contact
from followupd.core.values.uid import Kind

BEGINS = "Did you "
# For {0} their name, {1} how often, {2} when.
QUESTIONS: Mapping[EvidenceRule, str] = {
    EvidenceRule.MET: "meet {0}{1} {2}?", EvidenceRule.SENT: "write to {0}{1} {2}?",
    EvidenceRule.REPLIED: "hear from {0}{1} {2}?", EvidenceRule.BOUNCED: "get your email to {0} back {2}?",
    EvidenceRule.NOT_ANSWERED: "ring {0} in vain{1} {2}?", EvidenceRule.SPOKE: "speak with {0}{1} {2}?",
}
# By channel, if they are of several rules; {1} is their number.
SEVERAL: Mapping[str | None, str] = {
    "email": "exchange {1} emails with {0} {2}?", "phone": "have {1} calls with {0} {2}?",
}
MOST_NAMED = 4
YES_TICK, NO = "x", "-"       # the boxes of a line


@dataclass(frozen=True, slots=True)
class ShownBy:
    """It was noticed in a source: a calendar, a folder or a call log; `what` is the title, if there is one."""

    source: str
    what: str
    several: bool = False

    def text(self, near: date) -> str:  # noqa: ARG002 - whatever the day
        """Return the clause for `why`."""
        return f"noticed in {one_line(self.source)}{f': {one_line(self.what)}' if self.what else ''}"

    def spoken(self, near: date) -> str:
        """Return the sentence on its event."""
        said = self.text(near)
        return f"{said[:1].upper()}{said[1:]}. {'They count' if self.several else 'It counts'} once you say so."


class AskedItem(TaskItem):
    """A question about what was noticed; who deletes its reminder, or takes out its line, is not asked again."""

    kind = Kind.ASKED
    noun = ("question", "questions")
    ticked = "it is so"
    begins: ClassVar[Mapping[str, str]] = {"en": BEGINS}
    settled = ("counted", "not counted")
    closing = "If it is so, put a word into the title: yes. If not: no."
    marks = "yes, no, later 3d"
    unsure = "if it is so, write yes; else no, or dropped"
    manners = Manners(every_word=f"{unsure}. Or {OWN} if this is just a note", own_line=True)

    def wanted(self, person: Person) -> Iterable[Task]:
        """Return the questions of the last three weeks, including those that are over."""
        return tuple(self._asked(person)) if person.record.noticed else ()

    def _asked(self, person: Person) -> Iterator[Task]:
        zone, told = person.hitlist.timezone, person.timeline.attempts
        recent = [
            fact for fact in person.record.noticed
            if is_asked_about(fact) and day_of(fact.at + ASKED_FOR + CONVERSATION, zone) >= person.today
        ]
        if not recent:
            return
        still_open = {*open_questions(told, person.record, zone)}
        for asked in _as_they_stand(recent, still_open, person):
            task, not_said = _task(person.key, person.contact, asked, zone), still_open.intersection(asked)
            if task.until is not None and max(task.until, person.dragged.get(task.ref, date.min)) < person.today:
                continue
            if not_said:
                yield replace(task, ended=Ended(sign(Said.DROPPED)) if task.ref in person.taken_off else None)
            else:
                said = same_attempt_told(told, gist_of(asked), zone)
                yield replace(task, ended=Ended(sign(said.outcome if said is not None else Said.DROPPED), asked[-1].at))

    def find(self, named: Named, about: About, contact: Contact) -> Task | None:
        """Return the question, unless what it is about was taken back."""
        asked = question_named(named.number, about.facts.of(about.key).noticed)
        return _task(about.key, contact, asked, about.zone) if asked else None

    def done(self, task: Task, at: datetime, source: str = COMMAND, event: str | None = None) -> Settled:
        """Return that nothing counts: a yes is read with what was noticed (`read`)."""
        return Settled(task.key, at, task.what, None, False, source, event, self.kind, _number_in(task.ref))

    def read(self, answer: Answer, about: About) -> tuple[Told | Question, ...]:
        """Return each attempt as it was noticed, or that none of it counts."""
        named, task = parse_ref(answer.ref), self.named(answer.ref, about)
        asked = question_named(named.number, about.facts.of(about.key).noticed) if named is not None else ()
        if task is None or not asked or answer.outcome is None:
            return ()
        says_yes = _says_yes(answer, asked)
        elsewhere = _said_elsewhere(answer, asked, about)
        contrary = any(isinstance(one, Attempt) is not says_yes for one in elsewhere.values())
        if doubt := self._in_doubt(answer, task, asked, says_yes=says_yes, contrary=contrary):
            return (Question(doubt),)
        left = [fact for fact in _not_logged(asked, about) if fact not in elsewhere]         # each counts once
        if says_yes:
            return _counted(left, answer, about, _number_in(task.ref))
        no = self.done(task, about.now, CALENDAR, answer.event.uid)
        return tuple(replace(no, at=fact.at, what=_what(fact, about.zone)) for fact in left)

    def _in_doubt(
        self, answer: Answer, task: Task, asked: Sequence[Noticed], *, says_yes: bool, contrary: bool
    ) -> str:
        """Return what to ask about an answer, that of another question for example; "" if it is clear."""
        in_vain = answer.outcome is Outcome.NO_ANSWER and not any(one.outcome is Outcome.NO_ANSWER for one in asked)
        if not says_yes and answer.tick != NO and not in_vain and answer.outcome is not Outcome.DECLINED:
            said = " by ".join(filter(None, (answer.outcome and answer.outcome.words, answer.channel)))
            return f'"{said}" is not an answer to "{task.act}" ({self.marks})'
        if yes_or_no(answer.note)[0] is (Outcome.DECLINED if says_yes else Outcome.DONE):
            return f'"{answer.line or answer.note}" says both yes and no'
        return f'"{task.act}" was answered before, the other way: change one of them' if contrary else ""

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
        return isinstance(fact, Attempt | Settled) and fact.question == named.number

    def sign_of(self, fact: Told) -> str:
        """Return that it counts, or not."""
        if isinstance(fact, Attempt):
            return sign(fact.outcome)
        return sign(Said.DROPPED) if isinstance(fact, Settled) else super().sign_of(fact)


def _as_they_stand(
    recent: Sequence[Noticed], still_open: Collection[Noticed], person: Person
) -> Iterator[tuple[Noticed, ...]]:
    """Yield the questions: those that the user dragged, deleted or answered as they were then, and the others.

    What is new belongs to a question only as long as the user has done nothing about it.
    """
    touched = [_number_in(ref) for ref in (*person.taken_off, *person.dragged)
               if ref.startswith(f"{Kind.ASKED}{MARK}") and person_of(ref) == person.key]
    said = (*person.record.attempts, *person.record.promises)
    touched += [one.question for one in said if isinstance(one, Attempt | Settled) and one.question is not None]
    left = dict.fromkeys(recent)
    for number in dict.fromkeys(touched):
        asked = question_named(number, recent)
        if any(fact in left for fact in asked):
            yield asked
        for fact in asked:
            left.pop(fact, None)
    for is_open in (True, False):
        yield from asked_together((fact for fact in left if (fact in still_open) is is_open), person.hitlist.timezone)


def _number_in(ref: str) -> str:
    return ref.rpartition("-")[2]


def _said_elsewhere(answer: Answer, asked: Sequence[Noticed], about: About) -> dict[Noticed, Told]:
    """Return what was marked about the same on other events, another sheet for example."""
    theirs = about.facts.of(about.key)
    others = [one for one in (*theirs.attempts, *theirs.promises)
              if isinstance(one, Attempt | Settled) and one.event not in (None, answer.event.uid)]
    return {fact: one for fact in asked for one in others if is_answer(one, fact, theirs.noticed)}


def _not_logged(asked: Sequence[Noticed], about: About) -> list[Noticed]:
    """Return those that the user has not logged as well, by a command or a line of the hit list."""
    theirs = about.facts.of(about.key)
    told = [one for one in theirs.attempts if one.question is None]
    left = not_reported(attempts_of(about.key, about.contact, told, about.zone, about.now), theirs.noticed, about.zone)
    return [fact for fact in asked if fact in left]


def _counted(
    asked: Sequence[Noticed], answer: Answer, about: About, number: str
) -> tuple[Told | Question, ...]:
    """Return the attempts as they were noticed; a note is about the one that matters most, which is the last.

    A yes with further words is as a tick before them: they may deny it.
    """
    if not asked:
        return ()
    gist = gist_of(asked)
    tick = answer.tick or (YES_TICK if answer.outcome is Outcome.DONE and answer.note else "")
    found = read_try(replace(answer, outcome=gist.outcome, channel=gist.channel, when="", tick=tick), about)
    if any(isinstance(one, Question) for one in found):
        return found
    attempts = [replace(as_attempt(fact, fact.outcome), source=CALENDAR, event=answer.event.uid, question=number)
                for fact in asked if fact != gist and fact.outcome is not None]
    return *attempts, *(
        replace(one, at=gist.at, timed=True, met=gist.rule is EvidenceRule.MET, note=one.note or gist.what,
                question=number)
        if isinstance(one, Attempt) else one for one in found
    )


def _says_yes(answer: Answer, asked: Sequence[Noticed]) -> bool:
    """Return whether an answer says that it is as it was noticed: by a yes, or by the same outcome."""
    if answer.outcome is Outcome.DONE or answer.tick == NO:
        return answer.tick != NO
    return all(
        answer.outcome is fact.outcome and answer.channel in (None, NO_CHANNEL, fact.channel) for fact in asked
    )


def _task(key: str, contact: Contact, asked: Sequence[Noticed], zone: tzinfo) -> Task:
    on, last = day_of(asked[0].at, zone), day_of(asked[-1].at, zone)
    sources = ", ".join(dict.fromkeys(fact.source for fact in asked))
    return Task(
        kind=Kind.ASKED, key=key, contact=contact, meaning=f"{key}-{on:%Y%m%d}-{question_number(asked)}",
        act=f"{BEGINS}{_act(_who(contact, asked[0]), asked, zone)}",
        what=_what(gist_of(asked), zone), anchor=last, by=None,
        until=day_of(asked[-1].at + ASKED_FOR, zone), on_review=True,
        reasons=(ShownBy(sources, _shown(asked, zone), len(asked) > 1),),
    )


def _who(contact: Contact, fact: Noticed) -> str:
    """Return their name, with the address that a failure names if they have several."""
    name = one_line(contact.name).replace("{", "").replace("}", "")
    several = fact.rule is EvidenceRule.BOUNCED and len(contact.emails) > 1
    return f"{name} at {one_line(fact.what)}" if several and fact.what else name


def _act(who: str, asked: Sequence[Noticed], zone: tzinfo) -> str:
    """Return what is asked, without the first words."""
    on, last = (day_of(one.at, zone) for one in (asked[0], asked[-1]))
    when = f"on {day_text(on, on)}" if on == last else f"from {day_text(on, on)} to {day_text(last, last)}"
    gist, number = asked[0], len(asked)
    if len({fact.rule for fact in asked}) > 1:
        return SEVERAL[gist.channel].format(who, number, when)
    if number > 1:
        return QUESTIONS[gist.rule].format(who, " twice" if number == 2 else f" {number} times", when)
    length = f" for {call_length(gist.seconds)}" if gist.seconds is not None else ""
    return QUESTIONS[gist.rule].format(who, "", f"{when}{length}")


def _shown(asked: Sequence[Noticed], zone: tzinfo) -> str:
    """Return what the evidence says beside the question: titles, subjects; of several what each would count as."""
    if len(asked) == 1:
        return asked[0].what
    said = [_what(fact, zone) + (f" ({shown_more(fact)})" if shown_more(fact) else "") for fact in asked]
    more = [f"{len(said) - MOST_NAMED} more"] if len(said) > MOST_NAMED else []
    return "; ".join((*said[:MOST_NAMED], *more))


def _what(fact: Noticed, zone: tzinfo) -> str:
    on = day_of(fact.at, zone)
    return f"{NOTICED_WORDS[fact.rule]} on {day_text(on, on)}"
