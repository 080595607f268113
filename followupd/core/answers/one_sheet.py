"""One call sheet or review while its lines are read: what it was, whose a line is, how words on it are read.

Takes an event as it is and as we last wrote it, and gathers what its lines answer and what is asked about them; who
reads the lines decides which words to read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from followupd.core.answers.ownership import NoteLine, channel_of_line, former_acts, read_note, ticked_line
from followupd.core.answers.sheet_questions import unknown_tick
from followupd.core.answers.together import Recording
from followupd.core.answers.whose import Whose
from followupd.core.items.kind import Answer
from followupd.core.items.kinds import kind_of
from followupd.core.people.wanted import is_task
from followupd.core.phrases.additions import EDGE, exact_mark, is_own
from followupd.core.phrases.said import Mark, ReadingRules, Unclear, outcome_in
from followupd.core.phrases.sheet_lines import Tick, box_lines, read_lines
from followupd.core.phrases.vocabulary import BOX
from followupd.core.phrases.words import quoted
from followupd.core.values.event import Event, Present
from followupd.core.values.facts import Attempt, Outcome, Told
from followupd.core.values.uid import Kind


class OneSheet:
    """One sheet. `ours` is the event `shown` as we last wrote it; `reported` are the earlier reports on it."""

    def __init__(self, shown: Present, ours: Event, kind: Kind, whose: Whose, recording: Recording) -> None:
        self.shown, self.ours, self.whose, self.recording = shown, ours, whose, recording
        self.is_block, self.note = kind is Kind.BLOCK, read_note(shown.note)
        self.former = former_acts(shown.event.description, self.note)
        unclaimed = (line for line in ours.unclaimed if not line.startswith(BOX))
        known = "\n".join([ours.description, *(BOX + act for act in self.former), *unclaimed])
        self.lines: Sequence[Tick] = read_lines(shown.event.description, known)
        self.line = 0                                     # the number of the line that is read
        self.given: list[tuple[int, Answer]] = []         # by line, what it says of whom
        self.answers: set[tuple[int, str]] = set()        # by line, whose item was answered
        self.questions: list[tuple[int, str, str]] = []   # by line, whose item is asked about, and the question
        self.reported: Collection[Told] = ()

    def our_line(self, line: Tick) -> tuple[NoteLine, str] | None:
        """Return the line of ours that a line is, of this sheet or of one before, and the words after it."""
        number = len(box_lines(self.ours.description))
        if line.place is not None and line.place >= number:
            return [*self.former.values()][line.place - number], line.text
        return ticked_line(line, self.ours, self.note)

    def is_reported_on(self, ref: str) -> bool:
        """Return whether a line says what was done: every one on a sheet, on a review that of a question."""
        return self.is_block or is_task(ref)

    def mark(self, ref: str, text: str, moment: datetime | None = None) -> Mark | Unclear | None:
        """Return what a text says about somebody on the list, if need be as of a moment."""
        listed = self.recording.about(ref).contact is not None
        return kind_of(ref).mark(f"{BOX}{text}", BOX, self.rules(ref, moment)) if listed else None

    def is_sure(self, ref: str, text: str) -> bool:
        """Return whether a sentence counts: of somebody on the sheet, with no note but behind what was done to them."""
        mark = self.mark(ref, text)
        noted = isinstance(mark, Mark) and bool(mark.note) and self.done_to(text) is not mark.outcome
        return isinstance(mark, Mark) and self.is_here(ref) and not noted

    def is_outcome(self, ref: str, text: str) -> bool:
        """Return whether a text is exactly a mark with an outcome."""
        return outcome_in(exact_mark(text, self.rules(ref))) is not None

    def done_to(self, text: str) -> Outcome | None:
        """Return what was done if a line begins with that and then whom it was done to: "spoke to Sam, she moved"."""
        ref, before, _ = self.whose.mentioned(text) or ("", "", "")
        return outcome_in(self.mark(ref, f"{before} {self.whose.names.get(ref, ref)}")) if before else None

    def is_here(self, ref: str) -> bool:
        """Return whether somebody is on the sheet, or was until it was reported."""
        return ref in self.ours.people or any(fact.contact == ref for fact in self.reported)

    def tried_since(self, key: str) -> bool:
        """Return whether somebody was tried since the block began."""
        attempts = self.recording.about(key).facts.of(key).attempts
        return any(one.at >= self.ours.start for one in attempts)

    def channel_of(self, ref: str) -> str | None:
        """Return the channel of somebody's line for one that is not ours: as we wrote it, or as it was reported."""
        reported = [one.channel for one in self.reported if isinstance(one, Attempt) and one.contact == ref]
        return channel_of_line(ref, self.ours, self.note) or (reported[-1] if reported else None)

    def rules(self, ref: str, moment: datetime | None = None) -> ReadingRules:
        """Return the rules for reading words about an item of this sheet, as of its time or a moment."""
        at = moment or self.recording.about(ref).at(self.shown.event)
        return self.whose.rules(kind_of(ref), ref, at, channel_of_line(ref, self.ours, self.note))

    def line_for(self, ref: str) -> NoteLine:
        """Return a line for words about somebody that are on none of ours."""
        return NoteLine("", ref, self.channel_of(ref) or "")

    def read_words(self, line: NoteLine, behind: str, box: str = "") -> None:
        """Read words after a line of ours, and those in its `box`, like a title: an outcome, a note.

        Without an outcome words after it are the user's own, since a sheet is a place for notes; those in the box are
        asked about.
        """
        ref, text = self.whose.item_and_words(line.ref, behind)
        text = box + (f":{text[1:]}" if box and text.startswith(",") else text)
        reading = self.rules(ref)
        mark = kind_of(ref).mark(f"{BOX}{text}", BOX, reading)
        said_twice = box.startswith("-") or box.endswith("-")       # "-x": both spoke and no answer
        if box and (said_twice or exact_mark(box, reading) is None or not isinstance(mark, Mark)):
            self.ask(unknown_tick(box, ref, line.channel or self.channel_of(ref)), ref)
        elif isinstance(mark, Unclear):
            self.ask(mark.question, ref)
        elif isinstance(mark, Mark) and mark.outcome is None and kind_of(ref).manners.own_line:
            self.recording.put_off(self.shown, ref, lambda moment: self.mark(ref, text, moment))
        elif isinstance(mark, Mark) and mark.outcome is None:
            said = text.strip(EDGE)
            self.ask(f'"{said}" behind a line of the call sheet is only a day: tick it, or booked {said}', ref)
        elif isinstance(mark, Mark):
            channel = self.whose.channel_as_written(ref, line.channel if ref == line.ref else None)
            self.answer(Answer.of_mark(mark, self.shown, ref, channel, line=text.strip(EDGE)))
        elif (wanted := kind_of(ref).manners.every_word) and not is_own(text.rpartition(" ")[2]):
            self.ask(f"{quoted(text.strip(EDGE))}: {wanted}", ref)

    def undo(self, ref: str) -> bool:
        """Take back what was noticed and used up somebody's line; return whether something was."""
        return self.is_block and self.recording.undo_line(ref, self.ours)

    def answer(self, answer: Answer) -> None:
        """Keep an answer of the line that is read."""
        self.given.append((self.line, answer))

    def ask(self, question: str, ref: str) -> None:
        """Keep a question about the line that is read, and whose item it is about, or ""."""
        self.questions.append((self.line, ref, question))
