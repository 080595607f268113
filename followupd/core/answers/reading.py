"""The user's answers on our events as facts: marks in titles, ticks, a status; after a loss, our own signs.

Takes events as they are and as we last wrote them. Finds what was added and which item it is about; its meaning is up
to the kind of item. An answer is recorded once, however often it is read. Never guesses: what is not understood is
returned as unclear, and the event stays as the user left it (P11, P13).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any

from followupd.core.answers.corrections import (
    ANSWERING,
    answer_cleared,
    answer_name,
    answered_elsewhere,
    answers_among,
    behind_answer,
    day_typed,
    half_undone,
    is_said,
    no_longer_ticked,
    undo_among_words,
    undo_at_an_end,
    undo_written,
    with_former_note,
)
from followupd.core.answers.lessons import teaches
from followupd.core.answers.ownership import added_words, our_part, title_read_against
from followupd.core.answers.put_off import PutOff
from followupd.core.answers.sheet_questions import unknown_sign
from followupd.core.answers.sheets import SheetReader
from followupd.core.answers.taking_back import making_count, taking_back
from followupd.core.answers.whose import Surroundings, Whose
from followupd.core.items.kind import About, Answer, ItemKind, Question
from followupd.core.items.kinds import KINDS, kind_of
from followupd.core.people.timeline import CALENDAR, day_of
from followupd.core.people.wanted import is_task, person_of
from followupd.core.phrases.additions import EDGE, exact_mark
from followupd.core.phrases.marks import without_own, words_around
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.sheet_lines import sign_of, signs_as_words
from followupd.core.phrases.signs import OPEN, booked_for, said_by, without_answer
from followupd.core.phrases.vocabulary import BOX, POSTPONING, TICK_WORDS, Said, moment_text, unasked
from followupd.core.phrases.words import quoted
from followupd.core.values.event import Event, Present, Written
from followupd.core.values.facts import Attempt, DayTime, Fact, Moved, Outcome, Told, key_of
from followupd.core.values.uid import Kind, Uid, parse_item, parse_uid

UNDO_ALONE = "undo alone takes an answer back. Write it without other words, or own if this is just a note"
NOTHING_ADOPTED: Mapping[str, bool] = {}
# Of events that say so another day may be chosen.
STILL_MOVES = (Said.LATER, Said.NOT_TRIED, Said.NOT_DONE, Said.ASKED)
MOVE_THE_NEXT = "Drag the next one, or write undo, and then another answer"
# The meaning of our own sign after a loss; an outcome means itself.
MEANING_OF_SIGN = {Said.KEPT: Outcome.DONE, Said.DROPPED: Outcome.DECLINED, Said.BOOKED: Outcome.SENT}


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


def read_answers(
    present: Mapping[str, Present], written: Mapping[str, Written], around: Surroundings,
    adopted: Mapping[str, bool] = NOTHING_ADOPTED,
) -> Answers:
    """Return what the user answered.

    `written` goes by UID, as of after absorbing; `adopted` are the UIDs of events that are not what we last wrote: True
    if they were unknown before, False for older copies.
    """
    shown_without = {uid: row.event.undone for uid, row in written.items() if row.event and row.event.undone}
    reader = _Reader(around, adopted, shown_without, present)
    unknown = (uid for uid, is_new in adopted.items() if is_new)
    new = [(present[uid], row.event) for uid in unknown if (row := written.get(uid)) is not None and row.event]
    for shown, event in sorted(new, key=lambda one: not one[1].answer):
        reader.recover(shown, event.answer, event.channel_at(0))
    for uid, shown in present.items():
        parsed, row = parse_uid(uid, around.hitlist.name), written.get(uid)
        if parsed is None or row is None or row.event is None or shown.cancelled:
            continue
        if parsed.kind in (Kind.BLOCK, Kind.REVIEW):
            reader.read_lines(shown, row, parsed.kind, known=uid not in adopted)
        else:
            reader.read_title(shown, row, parsed)
        reader.take_back(shown, row, parsed.kind, known=uid not in adopted)
    return reader.answers()


class _Reader:
    """One reading: what it has found so far, and what was known before."""

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
        self._undone: dict[str, tuple[str, ...]] = {}
        self._marked: set[str] = set()
        self._removed: dict[str, Collection[str]] = {}
        self._own: dict[str, tuple[str, str]] = {}
        self._taught: list[tuple[str, Outcome]] = []
        self._unclear: dict[str, set[Question]] = {}

    def answers(self) -> Answers:
        unclear = {
            uid: tuple(sorted(asked, key=lambda one: (one.text, one.about))) for uid, asked in self._unclear.items()
        }
        return Answers(
            tuple(self._found), frozenset(self._marked), unclear, self._undone, self._removed, self._own,
            tuple(self._taught),
        )

    # The texts that may be answers.

    def recover(self, shown: Present, sign: str, channel: str | None) -> None:
        """Recover an answer from our sign after a lost database; an event without one may be a fact (a meeting)."""
        said, detail = said_by(sign)
        outcome = MEANING_OF_SIGN.get(said) if isinstance(said, Said) else said
        ref = self._whose.item_of(shown.uid)
        if ref is not None:
            said_day, via = booked_for(detail), self._whose.channel_as_written(ref, channel)
            answer = Answer(shown, ref, outcome, said=said_day, in_title=True, channel=via)
            self.ask_kind(answer, kind_of(ref), is_mark=False)

    def read_title(self, shown: Present, row: Written, parsed: Uid) -> None:
        """Read a mark in the title, or a status set by a client, which counts like a mark."""
        assert row.event is not None
        uid, kind = shown.uid, KINDS[parsed.kind]
        ref = self._whose.item_of(uid)
        if undo_written(unasked(shown.event.summary), unasked(row.event.summary)):
            self._undo(shown, row.event, ref)
            return
        channel = self._whose.channel_as_written(ref, row.event.channel_at(0))
        mark = self._mark(shown, row.event, kind, self._whose.rules(kind, ref, self._now, channel))
        mark = self._beside_what_stands(shown, row.event, mark)
        if isinstance(mark, Unclear):
            self.ask(uid, mark.question)
        elif mark is not None and mark.outcome is None and mark.later is not None:
            self._put_off(shown, row.event, mark.later, mark.hours)
        elif ref is not None and mark is not None:
            self.ask_kind(Answer(
                shown, ref, mark.outcome, mark.note, mark.later, in_title=True, channel=mark.channel or channel,
                met=mark.met, asked=mark.asked, phrase=mark.phrase,
            ), kind)
        elif ref is not None and shown.completed and row.event.answer in OPEN:
            self.ask_kind(Answer(shown, ref, Outcome.DONE, in_title=True, channel=channel), kind)
        if ref is not None and row.event.answer in OPEN and not isinstance(mark, Mark):
            self._read_added(shown, row.event, ref, channel)

    def _mark(
        self, shown: Present, written: Event, kind: ItemKind[Any, Any], rules: ReadingRules
    ) -> Mark | Unclear | None:
        """Return what a title says. Words that were settled as a note say nothing while they stay as they are."""
        title, ours = unasked(shown.event.summary), unasked(title_read_against(shown, written))
        if not ours:            # adopted without any memory, with an emptied title
            return None
        if written.own and written.own == words_around(title, ours):
            self._own[shown.uid] = shown.event.summary, written.own
            return None

        def read(said: str) -> Mark | Unclear | None:
            words, sign = signs_as_words(said, ours)
            mark, undo = kind.mark(words, ours, rules), undo_among_words(said, written)
            if sign and (mark is None or (isinstance(mark, Mark) and mark.outcome is said_by(written.answer)[0])):
                return Unclear(sign, unknown_sign(sign, written))
            if mark is None and undo is None and (reported := answers_among(self._facts.on(shown.uid))):
                mark = kind.mark(*behind_answer(words, ours, written), rules)
                mark = with_former_note(mark, reported) if isinstance(mark, Mark) else mark
            if undo is None or (isinstance(mark, Mark) and not undo_at_an_end(undo)):
                return mark
            return Unclear(undo, f"{quoted(undo)}: {UNDO_ALONE}")

        mark, bare = read(title), without_own(title, ours)
        if bare is not None and not isinstance(mark, Mark):
            settled = words_around(bare, ours) if isinstance(read(bare), Unclear) else ""
            if settled or bare == ours:
                self._own[shown.uid] = bare, settled
                return None
        return mark

    def _beside_what_stands(
        self, shown: Present, written: Event, mark: Mark | Unclear | None
    ) -> Mark | Unclear | None:
        """Return a wish after an answer as part of that answer: "✓ Call Dana: left message, back on Monday"."""
        reported = [fact for fact in answers_among(self._facts.on(shown.uid)) if isinstance(fact, Attempt)]
        wish = isinstance(mark, Mark) and mark.outcome is Outcome.CALL_BACK and mark.asked is not None
        if not wish or not reported or reported[-1].outcome is Outcome.CALL_BACK or written.answer in OPEN:
            return mark
        assert isinstance(mark, Mark)
        _, _, words = unasked(shown.event.summary).partition(unasked(title_read_against(shown, written)))
        note = "; ".join(filter(None, (reported[-1].note, words.strip(EDGE))))
        return replace(mark, outcome=reported[-1].outcome, note=note, met=reported[-1].met)

    def _read_added(self, shown: Present, ours: Event, ref: str, channel: str | None) -> None:
        """Read what the user wrote into the text of a reminder, like a title, until something was done on it.

        Without any words of ours, even by their form, nobody knows whose words they are.
        """
        is_known = ours.description or ours.unclaimed
        if not is_known or shown.event.description == ours.description or answers_among(self._facts.on(shown.uid)):
            return
        kind = kind_of(ref)
        reading = self._whose.rules(kind, ref, self.about(ref).at(shown.event), channel)
        # A program that was offline brings an older text of ours back, with the note on it.
        known = "\n".join([ours.description, our_part(shown.event, shown.note).description, *ours.unclaimed])
        for text in added_words("\n".join(self._spelt_out(shown, ours, ref)), known):
            mark = kind.mark(f"{BOX}{text}", BOX, reading)
            if isinstance(mark, Unclear):
                self.ask(shown.uid, mark.question)
            elif mark is not None and mark.outcome is not None:
                answer = Answer(
                    shown, ref, mark.outcome, mark.note, mark.later, in_title=True, channel=mark.channel or channel,
                    met=mark.met, asked=mark.asked, phrase=mark.phrase,
                )
                if not self._was_taken_back(answer, kind):
                    self.ask_kind(answer, kind, is_mark=False)
            elif mark is not None and text.casefold().startswith(POSTPONING):
                self.ask(shown.uid, f"{quoted(text)} in the text is a day: put it into the title, or drag the event")

    def _spelt_out(self, shown: Present, ours: Event, ref: str) -> Iterator[str]:
        """Yield the lines of a reminder's text, a tick of the user's, [x] or [-] say, as the word that it means."""
        title = without_answer(unasked(ours.summary), ours.answer)
        acts = [title, title.removesuffix(f": {ours.topic}"), self._whose.names.get(person_of(ref), title)]
        reading = self._whose.rules(kind_of(ref), ref, self._now, None)       # only a word in a box is read by it
        for line in shown.event.description.split("\n"):
            sign, behind = (sign_of(line, acts) if line not in ours.unclaimed else None) or ("", "")
            word = TICK_WORDS.get(sign, sign)
            if word and exact_mark(word, reading) is None:
                self.ask(shown.uid, unknown_sign(sign, ours))
            elif word:
                yield f"{word}: {behind.strip(EDGE)}" if behind.strip(EDGE) else word
            else:
                yield line

    def _was_taken_back(self, answer: Answer, kind: ItemKind[Any, Any]) -> bool:
        gone = {answer_name(one) for one in self._facts.gone_from(answer.shown.uid)}
        read = kind.read(answer, self.about(answer.ref)) if gone else ()
        return any(answer_name(one) in gone for one in read if not isinstance(one, Question))

    def read_lines(self, shown: Present, row: Written, kind: Kind, *, known: bool) -> None:
        """Read the lines of a call sheet or a review; `known`: only the user has changed it since our last writing."""
        assert row.event is not None
        reported = (*answers_among(self._facts.on(shown.uid)),)
        reader = SheetReader(shown, row.event, kind, self._whose, self)
        reader.read(reported)
        reported += tuple(self._said.get(shown.uid, {}).values())
        ours = known and shown.note == row.note
        if ours:
            self._removed[shown.uid] = reader.ask_about_lost(reported) if kind is Kind.BLOCK else ()
        if ours or self._adopted.get(shown.uid):       # also after a lost database
            reader.ask_about_title(reported)

    # The input of a reader of lines.

    def about(self, ref: str) -> About:
        key = person_of(ref)
        facts = self._facts.plus(self._found)
        return About(key, self._people.by_key.get(key), facts, self._hitlist, self._now)

    # Its results.

    def ask_kind(self, answer: Answer, kind: ItemKind[Any, Any], *, is_mark: bool = True) -> bool:
        """Ask the kind what the answer means, record it once, and ask about what is unclear."""
        uid, read, known = answer.shown.uid, kind.read(answer, self.about(answer.ref)), len(self._found)
        for fact in read:
            if isinstance(fact, Question):
                self.ask(uid, fact.text, line="" if answer.in_title else answer.ref)
            else:
                if answer.in_title and is_mark:
                    self._marked.add(uid)
                self._record(uid, fact)
        new, names = len(self._found) > known, (one.name for one in self._people.by_key.values())
        if new and answer.outcome is not None and teaches(answer, names):
            self._taught.append((answer.phrase, answer.outcome))
        return any(not isinstance(fact, Question) for fact in read)

    def ask(self, uid: str, question: str, *, line: str = "", about: str = "", instead: str = "") -> None:
        """Ask on an event, with the name if it is about the `line` of somebody on a sheet.

        `about` is the item whose line has to be on the sheet for that; else the question is the one `instead`.
        """
        contact = self._people.by_key.get(person_of(line)) if line else None
        name = f"{' '.join(contact.name.split())}: " if contact is not None else ""
        asked = Question(name + question.removesuffix("."), about or (line if line and is_task(line) else ""), instead)
        self._unclear.setdefault(uid, set()).add(asked)

    def _record(self, uid: str, fact: Told) -> None:
        """Record what an event says, once."""
        name, said = answer_name(fact), self._said.setdefault(uid, {})
        if name not in said and all(answer_name(known) != name for known in self._facts.on(uid)):
            before = [one for one in self._facts.gone_from(uid) if answer_name(one) == name]
            if not before:
                self._found.append(fact)
            elif self._adopted.get(uid) or key_of(before[-1]) in self._shown_without.get(uid, ()):    # said again since
                self._found += making_count(self._facts, fact, self._now)
        said.setdefault(name, fact)

    def _undo(self, shown: Present, ours: Event, ref: str | None) -> None:
        """Take back what our answer on an event says, wherever it was reported, or the day that was typed there."""
        reported = answers_among(self._facts.on(shown.uid))
        reported = reported or answered_elsewhere(ours, self._facts.of(person_of(ref or "")))
        reported = reported or day_typed(self._facts, shown.uid, self._hitlist.name, self._now)
        gone = half_undone(self._facts, ours, self._hitlist.name) if not reported else []
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
        if not reported and row.event is not None and uid not in self._withdrawn:
            away = answered_elsewhere(row.event, self._facts.of(person_of(self._whose.item_of(uid) or "")))
        days = day_typed(self._facts, uid, self._hitlist.name, self._now) if not reported + away else []
        if not reported + away and not days:
            return []
        if kind in (Kind.BLOCK, Kind.REVIEW):
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

    def _put_off(self, shown: Present, ours: Event, later: DayTime, hours: tuple[time, time] | None) -> None:
        """Record another day, chosen by hand: the same as a drag. What was answered cannot be put off."""
        zone, item = self._hitlist.timezone, parse_item(shown.uid)
        others = (one.event.interval for uid, one in self._present.items() if uid != shown.uid and not one.cancelled)
        contact = self._people.by_key.get(self._people.today(item[1])) if item else None
        usual, channel = shown.event.interval, ours.channel_at(0)
        put_off = PutOff(usual, contact, channel, self._hitlist, self._user_time, self._now, others)
        place = put_off.to(later, hours)
        moved = Moved(item[1] if item else None, self._now, shown.uid, place.start, place.end, typed=True)
        before, said = self._facts.moves.get(shown.uid), moment_text(place.start, zone, day_of(self._now, zone))
        if before is not None and (before.start, before.end) == (moved.start, moved.end):
            self._marked.add(shown.uid)
        elif (done := said_by(ours.answer)[0]) is not None and done not in STILL_MOVES and self._counts(ours):
            self.ask(shown.uid, f"{said}: this one is answered, and nothing was moved. {MOVE_THE_NEXT}")
        elif place.start <= self._now:
            self.ask(shown.uid, f"{said} is over. Write a day or a time to come, such as tomorrow or 18:30")
        else:
            self._marked.add(shown.uid)
            self._found.append(moved)
