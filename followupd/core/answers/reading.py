"""The user's answers on our events as facts: marks in titles, ticks, a status; after a loss, our own signs.

Takes events as they are and as we last wrote them. Finds what was added and which item it is about; its meaning is up
to the kind of item. An answer is recorded once, however often it is read. Never guesses: what is not understood is
returned as unclear, and the event stays as the user left it (P11, P13).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from followupd.core.answers.corrections import (
    answer_name,
    answers_among,
    behind_answer,
    undo_among_words,
    undo_at_an_end,
    undo_written,
    with_former_note,
)
from followupd.core.answers.noticed_titles import NoticedTitles
from followupd.core.answers.ownership import added_words, our_part, title_read_against
from followupd.core.answers.recorder import Answers
from followupd.core.answers.sheet_questions import unknown_sign
from followupd.core.answers.sheets import SheetReader
from followupd.core.answers.shown import has_dash
from followupd.core.answers.whose import Surroundings
from followupd.core.items.kind import Answer, ItemKind, Question
from followupd.core.items.kinds import KINDS, kind_of
from followupd.core.people.wanted import person_of
from followupd.core.phrases.additions import EDGE, exact_mark
from followupd.core.phrases.marks import without_own, words_around
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.sheet_lines import sign_of, signs_as_words
from followupd.core.phrases.signs import OPEN, booked_for, said_by, without_answer
from followupd.core.phrases.turned import only_doubts
from followupd.core.phrases.vocabulary import BOX, POSTPONING, TICK_WORDS, Said, unasked
from followupd.core.phrases.words import quoted
from followupd.core.values.event import Event, Present, Written
from followupd.core.values.facts import Attempt, Outcome, Told
from followupd.core.values.uid import WITH_LINES, Kind, Uid, parse_uid

UNDO_ALONE = "undo alone takes an answer back. Write it without other words, or own if this is just a note"
NOTHING_ADOPTED: Mapping[str, bool] = {}
# The meaning of our own sign after a loss; an outcome means itself.
MEANING_OF_SIGN = {Said.KEPT: Outcome.DONE, Said.DROPPED: Outcome.DECLINED, Said.BOOKED: Outcome.SENT}


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
        if parsed.kind in WITH_LINES:
            reader.read_lines(shown, row, parsed.kind, known=uid not in adopted)
        else:
            reader.read_title(shown, row, parsed)
        reader.take_back(shown, row, parsed.kind, known=uid not in adopted)
    return reader.answers()


class _Reader(NoticedTitles):
    """One reading of the texts that may be answers."""

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
        shows = self.shows(row.event)
        if shows is not None and has_dash(shown.event.summary, row.event):
            self._undo(shown, row.event, ref)
            return
        if ref is not None and self.read_denial(shown, row.event, ref, shows):
            return
        channel = self._whose.channel_as_written(ref, row.event.channel_at(0))
        mark = self._mark(shown, row.event, kind, self._whose.rules(kind, ref, self._now, channel))
        mark = self._beside_what_stands(shown, row.event, mark)
        if isinstance(mark, Unclear):
            self.ask(uid, mark.question)
        elif mark is not None and mark.outcome is None and mark.later is not None:
            self._put_off(shown, row.event, mark, mark.later)
        elif ref is not None and mark is not None:
            answer = Answer.of_mark(mark, shown, ref, channel, in_title=True)
            if shows is None or not self.read_beside(answer, mark, row.event, shows):
                self.ask_kind(answer, kind)
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

        acts, reported = self._acts_left(written), self._reported(written)

        def read(said: str) -> Mark | Unclear | None:
            words, sign = signs_as_words(said, ours, acts)
            mark, undo = kind.mark(words, ours, rules), undo_among_words(said, written)
            if sign and (mark is None or (isinstance(mark, Mark) and mark.outcome is said_by(written.answer)[0])):
                return Unclear(sign, unknown_sign(sign, written))
            if mark is None and undo is None and reported:
                mark = with_former_note(kind.mark(*behind_answer(words, ours, written), rules), reported)
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
        """Return a wish after an answer as part of that answer: "✓ Call Dana: left message, back on Monday".

        Words that doubt the answer, or the one instead of it, are unclear: "maybe not", "no answer I think".
        """
        reported = [fact for fact in self._reported(written) if isinstance(fact, Attempt)]
        _, _, words = unasked(shown.event.summary).partition(unasked(title_read_against(shown, written)))
        if reported and written.answer not in OPEN and only_doubts(mark.note if isinstance(mark, Mark) else words):
            meant = mark.outcome if isinstance(mark, Mark) else Outcome.NO_ANSWER
            return Unclear(words.strip(EDGE), nearest=(meant,) if meant is not None else ())
        wish = isinstance(mark, Mark) and mark.outcome is Outcome.CALL_BACK and mark.asked is not None
        if not wish or not reported or reported[-1].outcome is Outcome.CALL_BACK or written.answer in OPEN:
            return mark
        assert isinstance(mark, Mark)
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
                answer = Answer.of_mark(mark, shown, ref, channel, in_title=True)
                if not self._was_taken_back(answer, kind):
                    self.ask_kind(answer, kind, is_mark=False)
            elif mark is not None and text.casefold().startswith(POSTPONING):
                self.ask(shown.uid, f"{quoted(text)} in the text is a day: put it into the title, or drag the event")

    def _spelt_out(self, shown: Present, ours: Event, ref: str) -> Iterator[str]:
        """Yield the lines of a reminder's text, a tick of the user's, [x] or [-] say, as the word that it means."""
        acts = self._acts(ours, ref)
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

    def _acts(self, ours: Event, ref: str | None) -> tuple[str, ...]:
        """Return what may be left of our title beside a tick: without its topic, or the name alone."""
        title = without_answer(unasked(ours.summary), ours.answer)
        return title, title.removesuffix(f": {ours.topic}"), self._whose.names.get(person_of(ref or ""), title)

    def _acts_left(self, ours: Event) -> tuple[str, ...]:
        """Return the same of an event on which nothing was done yet."""
        return self._acts(ours, self._whose.item_of(ours.uid)) if ours.answer in OPEN else ()

    def _reported(self, ours: Event) -> list[Told]:
        """Return what was reported on an event, or else what evidence shows there."""
        return answers_among(self._facts.on(ours.uid)) or [*self.attempt_shown(ours)]

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
            self._removed[shown.uid] = reader.ask_about_lost(reported)
        if ours or self._adopted.get(shown.uid):       # also after a lost database
            reader.ask_about_title(reported)
