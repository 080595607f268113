"""The facts and questions of one reading of the calendar; and what events no longer say, taken back.

Takes answers from the reader of texts (reading.py) and of sheets (sheets.py). An answer is recorded once, however often
it is read; whatever its kind of item does not understand is a question on its event (P11, P13).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from followupd.core.answers.corrections import (
    ANSWERING,
    answer_cleared,
    answer_name,
    answers_among,
    day_typed,
    half_undone,
    is_said,
    no_longer_ticked,
)
from followupd.core.answers.lessons import teaches
from followupd.core.answers.put_off import PutOff
from followupd.core.answers.shown import NA_ALONE, answered_elsewhere, noticed_before, noticed_on_line
from followupd.core.answers.taking_back import making_count, taking_back
from followupd.core.answers.whose import Surroundings, Whose
from followupd.core.items.kind import About, Answer, ItemKind, Question
from followupd.core.items.kinds import kind_of
from followupd.core.people.timeline import CALENDAR, day_of
from followupd.core.people.wanted import MARK, is_task, person_of
from followupd.core.phrases.said import Mark, Unclear
from followupd.core.phrases.signs import said_by
from followupd.core.phrases.vocabulary import Said, moment_text
from followupd.core.phrases.words import quoted
from followupd.core.values.event import Event, Present, Written
from followupd.core.values.facts import Attempt, DayTime, EvidenceRule, Fact, Moved, Outcome, Told, key_of
from followupd.core.values.time import Interval
from followupd.core.values.uid import WITH_LINES, Kind, Uid, parse_item

# Of events that say so another day may be chosen.
STILL_MOVES = (Said.LATER, Said.NOT_TRIED, Said.NOT_DONE, Said.NOT_MET, Said.ASKED)
IS_OVER = "{} is over. Write a day or a time to come, such as tomorrow or 18:30"
MOVE_THE_NEXT = "Drag the next one, or write undo, and then another answer"


def with_questions(written: Mapping[str, Written], answers: Answers, now: datetime) -> Mapping[str, Written]:
    """Return what was written as it will be asked about now: a plan knows of a question in the pass that asks it."""
    said = {uid: row.event for uid, row in written.items() if row.event is not None}
    changed = {
        uid: replace(event, asked=now if uid in answers.unclear else None)
        for uid, event in said.items() if (uid in answers.unclear) is not (event.asked is not None)
    }
    return {**written, **{uid: replace(written[uid], event=event) for uid, event in changed.items()}}


@dataclass(frozen=True, slots=True)
class Answers:
    """`facts` to append.

    `marked` are UIDs whose title has a mark that was understood, so that our title may replace it.

    `unclear` says, by UID, what was not understood: one question per line of a sheet, in an order that does not depend
    on where the lines are, which the next write may change (P3).

    `undone` are the keys of answers that were taken back and that the event of this UID no longer shows.

    `removed` are the refs of lines that the user took out of a sheet, by UID: they are not written there again.

    `own` has titles whose words are settled as a note, by UID: without the word that settled it, and those words.

    `taught` are words that were not clear, each with the outcome that the user chose for them.
    """

    facts: tuple[Fact, ...] = ()
    marked: frozenset[str] = frozenset()
    unclear: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    undone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    removed: Mapping[str, Collection[str]] = field(default_factory=dict)
    own: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    taught: tuple[tuple[str, Outcome], ...] = ()


class Recorder:
    """The results of one reading so far, and what was known before."""

    def __init__(
        self, around: Surroundings, adopted: Mapping[str, bool], shown_without: Mapping[str, Collection[str]],
        present: Mapping[str, Present],
    ) -> None:
        self._present, self._user_time = present, around.user_time
        self._people, self._facts, self._hitlist, self._now = around[:4]
        self._whose = Whose(self._people, self._facts, self._hitlist)
        self._adopted, self._shown_without = adopted, shown_without
        self._found: list[Fact] = []
        self._said: dict[str, dict[tuple[object, ...], Told]] = {}      # by UID: what the event says now
        self._withdrawn: dict[str, list[Told]] = {}      # by UID: what `undo` takes back
        self._stays: set[str] = set()      # UIDs whose titles only add to what was noticed
        self._undone: dict[str, tuple[str, ...]] = {}
        self._marked: set[str] = set()
        self._removed: dict[str, Collection[str]] = {}
        self._own: dict[str, tuple[str, str]] = {}
        self._taught: list[tuple[str, Outcome]] = []
        self._unclear: dict[str, set[Question]] = {}

    def answers(self) -> Answers:
        """Return what was recorded."""
        unclear = {
            uid: tuple(sorted(asked, key=lambda one: (one.text, one.about))) for uid, asked in self._unclear.items()
        }
        return Answers(
            tuple(self._found), frozenset(self._marked), unclear, self._undone, self._removed, self._own,
            tuple(self._taught),
        )

    # The input of a reader of lines.

    def about(self, ref: str) -> About:
        """Return what is known about the contact of an item."""
        key = person_of(ref)
        facts = self._facts.plus(self._found)
        return About(key, self._people.by_key.get(key), facts, self._hitlist, self._now)

    # Its results.

    def ask_kind(
        self, answer: Answer, kind: ItemKind[Any, Any], *, is_mark: bool = True, at: datetime | None = None
    ) -> bool:
        """Ask the kind what the answer means, record it once, and ask about what is unclear.

        `at` is when the try was made, if it is known and was not on the event.
        """
        uid, read, known = answer.shown.uid, kind.read(answer, self.about(answer.ref)), len(self._found)
        for fact in read:
            if isinstance(fact, Question):
                self.ask(uid, fact.text, line="" if answer.in_title else answer.ref)
            else:
                if answer.in_title and is_mark:
                    self._marked.add(uid)
                self._record(uid, replace(fact, at=at) if at is not None and isinstance(fact, Attempt) else fact)
        new, names = len(self._found) > known, (one.name for one in self._people.by_key.values())
        if new and answer.outcome is not None and teaches(answer, names):
            self._taught.append((answer.phrase, answer.outcome))
        return any(not isinstance(fact, Question) for fact in read)

    def put_off(self, shown: Present, ref: str, said: Callable[[datetime], Mark | Unclear | None]) -> None:
        """Record the day behind the line of a task as that of its reminder; `said` reads it as of a moment.

        A line is read in each pass: it says the same as when it was first read, and nothing more after an undo.
        """
        name, zone = self._hitlist.name, self._hitlist.timezone
        uid = str(Uid(kind_of(ref).kind, ref.partition(MARK)[2], name))
        known = (*self._facts.on(uid), *self._facts.gone_from(uid))
        before = [fact for fact in known if isinstance(fact, Moved) and fact.typed]
        mark = said(min((fact.at for fact in before), default=self._now))
        if not isinstance(mark, Mark) or mark.later is None:
            return
        contact, length = self.about(ref).contact, self._hitlist.retry.length_for(None)
        usual = Interval(shown.event.start, shown.event.start + length)
        others = (one.event.interval for one in self._present.values() if not one.cancelled)
        put_off = PutOff(usual, contact, None, self._hitlist, self._user_time, self._now, others)
        place = put_off.to(mark.later, mark.hours) if mark.wait is None else put_off.after(mark.wait)
        days = {day_of(fact.start, zone) for fact in before}
        if (mark.wait is not None and before) or day_of(place.start, zone) in days:
            return
        if place.start <= self._now:
            self.ask(shown.uid, IS_OVER.format(moment_text(place.start, zone, day_of(self._now, zone))), line=ref)
        else:
            self._found.append(Moved(person_of(ref), self._now, uid, place.start, place.end, True, mark.note))

    def deny(self, answer: Answer, ours: Event) -> bool:
        """Take back the meeting that was noticed and used up the line of a sheet, if the answer says that it was none.

        Return whether it does. Nobody was tried then, so a note would be of no try.
        """
        found = noticed_on_line(ours, self._facts, answer.ref, self._hitlist.timezone)
        if found is None or found.rule is not EvidenceRule.MET or answer.outcome is not Outcome.NO_ANSWER:
            return False
        if answer.note or answer.asked is not None:
            self.ask(answer.shown.uid, f"{quoted(answer.line)}: {NA_ALONE}", line=answer.ref)
            return True
        return self.undo_line(answer.ref, ours)

    def undo_line(self, ref: str, ours: Event) -> bool:
        """Take back what was noticed and used up the line of a sheet; return whether something was."""
        found = noticed_on_line(ours, self._facts, ref, self._hitlist.timezone)
        if found is not None and key_of(found) not in self._facts.taken_back:
            self._found += taking_back(self._facts, [found], self._now, CALENDAR)
        return found is not None

    def ask(self, uid: str, question: str, *, line: str = "", about: str = "", instead: str = "") -> None:
        """Ask on an event, with the name if it is about the `line` of somebody on a sheet.

        `about` is the item whose line has to be on the sheet for that; else the question is the one `instead`.
        """
        contact = self._people.by_key.get(person_of(line)) if line else None
        name = f"{' '.join(contact.name.split())}: " if contact is not None else ""
        there, item = about or (line if line and is_task(line) else ""), line or about or self._whose.item_of(uid) or ""
        asked = Question(name + question.removesuffix("."), there, instead, item)
        self._unclear.setdefault(uid, set()).add(asked)

    def _record(self, uid: str, fact: Told) -> None:
        """Record what an event says, once."""
        name, said = answer_name(fact), self._said.setdefault(uid, {})
        if name not in said and all(answer_name(known) != name for known in self._facts.on(uid)):
            before = [one for one in self._facts.gone_from(uid) if answer_name(one) == name]
            if not before and not self._is_found(fact):
                self._found.append(fact)
            elif key_of(before[-1]) in self._shown_without.get(uid, ()):    # said again since
                self._found += making_count(self._facts, fact, self._now)
        said.setdefault(name, fact)

    def _is_found(self, fact: Told) -> bool:
        """Return whether another event says the same of that very instant: a question that is ticked on two sheets."""
        same = (one for one in self._found if isinstance(one, ANSWERING) and one.at == fact.at)
        return any(answer_name(one) == answer_name(fact) for one in same)

    def _undo(self, shown: Present, ours: Event, ref: str | None) -> None:
        """Take back what our answer on an event says, wherever it was reported, or the day that was typed there."""
        reported = answers_among(self._facts.on(shown.uid))
        reported = reported or [*answered_elsewhere(ours, self._facts, person_of(ref or ""))]
        reported = reported or day_typed(self._facts, shown.uid, self._hitlist.name, self._now)
        gone = half_undone(self._facts, ours, self._hitlist.name) if not reported else []
        gone = gone or [*filter(None, [noticed_before(ours, self._facts, person_of(ref or ""))])]
        if not reported and not gone:
            self.ask(shown.uid, "undo takes an answer back, and there is none here")
        self._withdrawn[shown.uid] = reported
        self._found += taking_back(self._facts, reported, self._now, CALENDAR)
        self._marked |= {shown.uid} if reported or gone else set()

    def take_back(self, shown: Present, row: Written, kind: Kind, *, known: bool) -> None:
        """Take back what an event no longer says. `known`: nothing but the user has changed it since our last writing.

        A second word in a title corrects the first, and so does another note.
        """
        uid, said = shown.uid, self._said.get(shown.uid, {})
        gone = self._no_longer_said(shown, row, kind, said) if known and uid not in self._unclear else []
        self._found += taking_back(self._facts, gone, self._now, CALENDAR, whole=False)     # it may still say the rest
        self._found += (now for one in gone if (now := said.get(answer_name(one))) is not None)
        out = (*self._facts.gone_from(uid), *gone, *self._withdrawn.get(uid, ()))
        if undone := tuple(key_of(one) for one in out if answer_name(one) not in said):
            self._undone[uid] = undone

    def _no_longer_said(
        self, shown: Present, row: Written, kind: Kind, said: Mapping[tuple[object, ...], Told]
    ) -> list[Told]:
        """Return the facts that an event no longer shows: reported on it, elsewhere, or typed into it as a day."""
        uid = shown.uid
        reported, away = answers_among(self._facts.on(uid)), list[Told]()
        if not reported and row.event is not None and uid not in (*self._withdrawn, *self._stays):
            away += answered_elsewhere(row.event, self._facts, person_of(self._whose.item_of(uid) or ""))
        days = day_typed(self._facts, uid, self._hitlist.name, self._now) if not reported + away else []
        if not reported + away and not days:
            return []
        if kind in WITH_LINES:
            return list(no_longer_ticked(shown, row, reported, said))
        if any(isinstance(one, ANSWERING) for one in said.values()):
            return [one for one in reported if not is_said(one, said)] + away
        if answer_cleared(shown, row):
            self._marked.add(uid)
            return reported or away or days
        return []

    def _counts(self, ours: Event) -> bool:
        """Return whether the fact that an answered event shows still counts."""
        gone = half_undone(self._facts, ours, self._hitlist.name)
        return not gone or bool(answers_among(self._facts.on(ours.uid)))

    def _put_off(self, shown: Present, ours: Event, mark: Mark, later: DayTime) -> None:
        """Record another day, chosen by hand: the same as a drag. What was answered cannot be put off."""
        zone, item = self._hitlist.timezone, parse_item(shown.uid)
        others = (one.event.interval for uid, one in self._present.items() if uid != shown.uid and not one.cancelled)
        contact = self._people.by_key.get(self._people.today(item[1])) if item else None
        usual, channel = shown.event.interval, ours.channel_at(0)
        before = self._facts.moves.get(shown.uid)
        unwritten = before is not None and before.typed and before.start != usual.start      # its words are still there
        said_at = before.at if before is not None and unwritten and mark.wait is not None else self._now
        put_off = PutOff(usual, contact, channel, self._hitlist, self._user_time, said_at, others)
        place = put_off.to(later, mark.hours) if mark.wait is None else put_off.after(mark.wait)
        moved = Moved(item[1] if item else None, self._now, shown.uid, place.start, place.end, True, mark.note)
        said = moment_text(place.start, zone, day_of(self._now, zone))
        same = before is not None and (before.start, before.end) == (moved.start, moved.end)
        if before is not None and same and mark.note in ("", before.note):
            self._marked.add(shown.uid)
        elif (done := said_by(ours.answer)[0]) is not None and done not in STILL_MOVES and self._counts(ours):
            self.ask(shown.uid, f"{said}: this one is answered, and nothing was moved. {MOVE_THE_NEXT}")
        elif place.start <= self._now:
            self.ask(shown.uid, IS_OVER.format(said))
        else:
            self._marked.add(shown.uid)
            self._found.append(moved)
