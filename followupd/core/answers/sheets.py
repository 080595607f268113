"""One call sheet or review, line by line: ticks, words, lines of the user's own, lines that are gone; and its title.

Takes an event as it is and as we last wrote it; gives answers and questions to the one who records them. Never guesses:
an unclear sign is asked about, and so is what became of a line that the user took out (P11, P13).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from followupd.core.answers.corrections import line_about
from followupd.core.answers.ownership import (
    NoteLine,
    channel_of_line,
    former_acts,
    is_our_line,
    read_note,
    reworded,
    ticked_line,
    whose_resting_line,
)
from followupd.core.answers.several_named import LineReader, read_several
from followupd.core.answers.sheet_questions import (
    BESIDE,
    LOST_LINE,
    NEAR_NAME,
    NOBODY,
    NOBODY_APART,
    SEVERAL,
    UNDONE,
    Nameless,
    asked_of_all,
    nameless_questions,
    title_question,
    unknown_tick,
)
from followupd.core.answers.together import Recording, read_together
from followupd.core.answers.whose import Whose
from followupd.core.items.kind import Answer
from followupd.core.items.kinds import TASK_KINDS, is_task_line, kind_of
from followupd.core.people.wanted import MARK, is_task, person_of
from followupd.core.phrases.additions import EDGE, exact_mark, first_mark, is_own, is_undo
from followupd.core.phrases.marks import stranger_at_start
from followupd.core.phrases.said import Mark, ReadingRules, Unclear, outcome_in
from followupd.core.phrases.sheet_lines import Tick, box_lines, is_drawn, lost_lines, read_lines, sign_of
from followupd.core.phrases.vocabulary import BOX, SHORTHAND, TICK_WORDS, TICKS
from followupd.core.phrases.words import quoted
from followupd.core.values.event import Event, Present
from followupd.core.values.facts import Attempt, Outcome, Told
from followupd.core.values.uid import Kind

TYPED_TICKS = ("x", "v")      # letters that are ticks without a box
BESIDE_OTHERS = (" with", " for", " about", " of", " from")      # before a name: "lunch with Dov", "flowers for Dov"


class SheetReader:
    """One reading of one sheet. `ours` is the event `shown` as we last wrote it."""

    def __init__(self, shown: Present, ours: Event, kind: Kind, whose: Whose, recording: Recording) -> None:
        self._shown, self._ours, self._whose, self._recording = shown, ours, whose, recording
        self._is_block, self._note = kind is Kind.BLOCK, read_note(shown.note)
        self._former = former_acts(shown.event.description, self._note)
        unclaimed = (line for line in ours.unclaimed if not line.startswith(BOX))
        known = "\n".join([ours.description, *(BOX + act for act in self._former), *unclaimed])
        self._lines: Sequence[Tick] = read_lines(shown.event.description, known)
        self._line = 0                                     # the number of the line that is read
        self._answers: set[tuple[int, str]] = set()        # by line, whose item was answered
        self._given: list[tuple[int, Answer]] = []         # by line, what it says of whom
        self._contrary: set[str] = set()                   # refs whose lines contradict each other
        self._questions: list[tuple[int, str, str]] = []   # by line, whose item is asked about, and the question
        self._notes: set[str] = set()                      # refs of lines that say `own`
        self._shortened: set[str] = set()                  # refs of lines that are still there in fewer words
        self._nameless: list[Nameless] = []                # outcomes on lines without a name
        self._of_all: list[str] = []                       # questions about lines that are of everybody
        self._reported: Collection[Told] = ()

    def read(self, reported: Collection[Told]) -> None:
        """Read all lines; `reported` are the earlier reports on this event."""
        self._reported = reported
        ticked = {line.place for line in self._lines if line.tick and line.place is not None}
        for number, line in enumerate(self._lines):
            self._line = number
            self._read_line(line, ticked)
        self._answers, self._contrary = read_together(self._given, self._shown.uid, self._recording)
        for number, ref, question in self._questions:
            # An answer on another line of the same person settles it.
            if not any(answered == ref and other != number for other, answered in self._answers):
                self._recording.ask(self._shown.uid, question, line=ref)
        self._ask_about_nameless()

    def _read_line(self, line: Tick, ticked: Collection[int]) -> None:
        """Read a line: its tick, the words after it, or a line of the user's own; `ticked` are places of ours."""
        ours = self._our_line(line)
        is_unclaimed = not line.tick and f"{BOX}{line.text}" in self._ours.unclaimed
        if line.struck or is_unclaimed or (ours is None and is_our_line(line.text, self._note)):
            return
        if line.tick and (line.boxed or line.tick in TYPED_TICKS):
            self._read_tick(line, ours)
        elif self._is_block and ours is None:
            self._read_named(line)
        elif self._is_block and ours is not None and (line.tick or line.place not in ticked):
            self._read_behind(line, *ours)

    def ask_about_lost(self, reported: Collection[Told]) -> frozenset[str]:
        """Ask about lines that the user took out or struck out, unless their outcome is reported.

        Returns the refs of all that are gone, and that no other line of the user's is about.
        """
        people, acts = self._ours.people, box_lines(self._ours.description)
        asked = {ref for _, ref, _ in self._questions} | self._shortened | self._contrary
        # Our memory may have other lines: those of another followupd stay until we have new words.
        written = {line.ref for line in self._note.lines if not line.former} if self._note is not None else set()
        places = lost_lines(self._lines, self._shown.event.description, self._ours.description)
        places = {place for place, ref in enumerate(people) if place in places and ref in written}
        answered = {line_about(fact, people) for fact in reported} | self._notes | asked
        for place in sorted(places):
            ref = people[place]
            about = self._recording.about(ref)
            since = not is_task(ref) and self._tried_since(about.key)
            if about.contact is not None and ref not in answered and not since:
                name = " ".join(about.contact.name.split())
                self._recording.ask(self._shown.uid, LOST_LINE.format(quoted(acts[place]), name), about=ref)
        about_them = asked | {ref for _, ref in self._answers}
        return frozenset(ref for place, ref in enumerate(people) if place in places and ref not in about_them)

    def ask_about_title(self, reported: Collection[Told]) -> None:
        """Ask about an outcome in the title, which does not say whose it is, until one of them is `reported`."""
        asked = title_question(self._shown, self._ours, self._whose, self._rules, is_block=self._is_block)
        answered = {fact.contact for fact in reported} | {person_of(ref) for _, ref in self._answers}
        answered |= {key for key in asked.meant if self._tried_since(key)}
        if asked.question and (not asked.meant or answered.isdisjoint(asked.meant)):
            self._recording.ask(self._shown.uid, asked.question)

    # One line.

    def _our_line(self, line: Tick) -> tuple[NoteLine, str] | None:
        """Return the line of ours that a line is, of this sheet or of one before, and the words after it."""
        number = len(box_lines(self._ours.description))
        if line.place is not None and line.place >= number:
            return [*self._former.values()][line.place - number], line.text
        return ticked_line(line, self._ours, self._note)

    def _read_tick(self, tick: Tick, ours: tuple[NoteLine, str] | None) -> None:
        """Read a ticked line: `ours` is the line as we wrote it and the words after it, if it is one of ours."""
        found = self._own_line(tick) if ours is None else self._whose.item_and_words(ours[0].ref, ours[1])
        if found is None:
            return
        ref, text = found
        if is_undo(text):
            self._ask(UNDONE.format(quoted(f"[{tick.tick}] {tick.text}")), ref)
            return
        channel = ours[0].channel if ours is not None and ours[0].ref == ref else self._channel_of(ref)
        if self._is_block and tick.tick not in TICKS:
            self._read_words(NoteLine("", ref, channel or ""), text, tick.tick)
            return
        self._answer(Answer(
            self._shown, ref, TICKS[tick.tick] if self._is_block else None,
            text.strip() if is_task(ref) else text.strip(EDGE), tick=tick.tick, line=f"[{tick.tick}] {tick.text}",
            channel=self._whose.channel_as_written(ref, channel),
        ))

    def _read_behind(self, line: Tick, ours: NoteLine, behind: str) -> None:
        """Read words or a tick after a line of ours, and a word in the place of its box: a mark, or the user's own."""
        sign, _ = sign_of(behind, ()) or ("", "")
        if not line.tick and is_drawn(sign):
            self._read_tick(replace(line, tick=sign), (ours, ""))
        elif not line.tick and behind.strip(EDGE):
            self._read_words(ours, behind)
        elif line.tick and exact_mark(line.tick, self._rules(ours.ref)) is not None:
            self._read_words(ours, behind, line.tick)
        elif line.tick and is_drawn(line.tick):
            self._ask(unknown_tick(line.tick, ours.ref, ours.channel), ours.ref)
        elif behind.strip(" –—-") == "" != behind.strip():
            self._ask(Unclear("-", "", (Outcome.NO_ANSWER,)).question, ours.ref)

    def _read_named(self, line: Tick) -> None:
        """Read a line of the user's own that begins with a name and then words apart from it: "Sam: left a message"."""
        if self._read_several(line.text):
            return
        ref, words = self._whose.named_at_start(line.text) or ("", "")
        said = words.strip(EDGE)
        if line.boxed and ref and not said:
            self._shortened.add(ref)        # "[ ] Call Sam" is still our line
        elif said and is_own(said):
            self._notes.add(ref)
        elif is_own(line.text.rpartition(" ")[2]):
            return
        elif said and words.startswith(tuple(EDGE)) and self._done_to(line.text) is None:
            mark = self._mark(ref, said)
            only_a_day = line.boxed and isinstance(mark, Mark)
            if isinstance(mark, Unclear) or outcome_in(mark) is not None or only_a_day:
                self._read_words(self._line_for(ref), f": {said}")
        elif self._whose.mentioned(line.text) is not None:
            self._read_mention(line.text)
        elif not self._read_spelt(line.text) and not self._whose.names_anybody(line.text):
            self._note_nameless(line)

    def _read_several(self, text: str) -> bool:
        """Read what a line says of several people, or ask; return whether it says what happened."""
        found = read_several(text, self._whose, LineReader(self._mark, self._is_sure, self._is_outcome))
        for alone in found.each:
            self._read_mention(alone)
        self._questions += [(self._line, "", SEVERAL.format(quoted(text)))] if found.asked else []
        return found.asked or bool(found.each)

    def _is_sure(self, ref: str, text: str) -> bool:
        """Return whether a sentence counts: of somebody on the sheet, with no note but behind what was done to them."""
        mark = self._mark(ref, text)
        noted = isinstance(mark, Mark) and bool(mark.note) and self._done_to(text) is not mark.outcome
        return isinstance(mark, Mark) and self._is_here(ref) and not noted

    def _is_outcome(self, ref: str, text: str) -> bool:
        return outcome_in(exact_mark(text, self._rules(ref))) is not None

    def _read_spelt(self, text: str) -> bool:
        """Read a name in any capitals and a mark, "sam:na", and return whether a line is one.

        It is asked about if nothing is between name and mark, or if that person is not on the sheet or on the list.
        """
        ref, apart, said = self._whose.spelt_at_start(text) or ("", "", "")
        if said and self._recording.about(ref).contact is not None and self._is_outcome(ref, said):
            if apart not in ("", ".") and (text[:1].isupper() or self._is_here(ref)):
                self._read_words(self._line_for(ref), f": {said}")
            else:
                outcome = outcome_in(exact_mark(said, self._rules(ref)))
                self._ask(Unclear(text, "", (outcome,) if outcome is not None else ()).question, ref)
            return True
        name, behind = stranger_at_start(text) or ("", "")
        stranger = bool(name) and self._is_outcome("", behind) and exact_mark(name, self._rules("")) is None
        stranger = stranger and not (ref and behind == said)      # who left the list is known
        if stranger:
            self._ask(NOBODY_APART.format(quoted(text), self._whose.near_name(name) or "the whole name"), "")
        return stranger

    def _is_here(self, ref: str) -> bool:
        """Return whether somebody is on the sheet, or was until it was reported."""
        return ref in self._ours.people or any(fact.contact == ref for fact in self._reported)

    def _note_nameless(self, line: Tick) -> None:
        """Keep an outcome on a separate line, such as one below a line of ours, to be asked about.

        With a first name in small letters, "na sam", it is asked about at once.
        """
        text = line.text
        ref, capital, bare = self._whose.in_capitals(text, self._ours.people) or ("", "", "")
        bare = TICK_WORDS.get((sign_of(bare, ()) or ("", ""))[0], bare)
        outcome = outcome_in(exact_mark(bare, self._rules(ref)) or self._mark(ref, capital)) if ref else None
        if outcome is not None:
            self._ask(Unclear(text, "", (outcome,)).question, ref)
            return
        text = text.strip(EDGE + ">")
        labelled = ":" in text and first_mark(text, self._rules("").words) is None       # "Monday: na"
        mark = kind_of("").mark(f"{BOX}{text}", BOX, self._rules("")) if not labelled else None
        if question := asked_of_all(text):
            self._of_all.append(question)
        elif outcome_in(mark) is not None or (isinstance(mark, Unclear) and mark.nearest and line.below is not None):
            above = self._our_line(Tick(line.below, "", "")) if line.below is not None else None
            self._nameless.append(Nameless(text, outcome_in(mark), above[0].ref if above is not None else ""))

    def _ask_about_nameless(self) -> None:
        """Ask about an outcome without a name, unless whose line is above, or else somebody here, has the same."""
        tried = [(ref, self._recording.about(ref).facts.of(person_of(ref)).attempts) for _, ref in self._answers]
        reported = {(ref, one.outcome) for ref, attempts in tried for one in attempts if one.event == self._shown.uid}
        reported |= {(ref, Outcome.REACHED) for ref, outcome in reported if outcome is Outcome.DONE}
        for question in self._of_all if not {ref for _, ref in self._answers}.issuperset(self._ours.people) else ():
            self._recording.ask(self._shown.uid, question)
        for question, ref, instead in nameless_questions(self._nameless, reported):
            self._recording.ask(self._shown.uid, question, line=ref, about=ref, instead=instead)

    def _read_mention(self, text: str) -> None:
        """Read a line of the user's own that names one person: "na Sam", "spoke to Sam".

        A name and a mark alone count, and a whole sentence about somebody on the sheet. Others that say what happened
        are asked about, since "Sam sent" and "Sam left a message" are things that Sam did.
        """
        ref, before, behind = self._whose.mentioned(text) or ("", "", "")
        if not ref:
            return
        bare = f"{before} {behind}".strip(EDGE)
        sign, _ = sign_of(f"{before} {behind}", ()) or ("", "")
        first = not behind.strip(EDGE) and exact_mark(before, self._rules(ref)) is not None
        if is_drawn(sign) and sign not in TICK_WORDS:
            self._ask(unknown_tick(sign, ref, self._channel_of(ref)), ref)
            return
        if sign or first or bare.casefold() in (*TYPED_TICKS, *SHORTHAND, "ok", "done"):
            self._read_words(self._line_for(ref), f": {TICK_WORDS.get(sign, bare)}")
            return
        match self._mark(ref, text):
            case Unclear() as unclear:
                self._ask(unclear.question, ref)
            case Mark(outcome=Outcome()) if self._is_sure(ref, text):
                self._read_words(self._line_for(ref), f": {text}")
            case Mark(outcome=Outcome() as outcome):
                self._ask(Unclear(text, "", (outcome,)).question, ref)

    def _done_to(self, text: str) -> Outcome | None:
        """Return what was done if a line begins with that and then whom it was done to: "spoke to Sam, she moved"."""
        ref, before, _ = self._whose.mentioned(text) or ("", "", "")
        return outcome_in(self._mark(ref, f"{before} {self._whose.names.get(ref, ref)}")) if before else None

    def _mark(self, ref: str, text: str) -> Mark | Unclear | None:
        """Return what a text says about somebody on the list."""
        listed = self._recording.about(ref).contact is not None
        return kind_of(ref).mark(f"{BOX}{text}", BOX, self._rules(ref)) if listed else None

    def _line_for(self, ref: str) -> NoteLine:
        return NoteLine("", ref, self._channel_of(ref) or "")

    def _read_words(self, line: NoteLine, behind: str, box: str = "") -> None:
        """Read words after a line of ours, and those in its `box`, like a title: an outcome, a note.

        Without an outcome words after it are the user's own, since a sheet is a place for notes; those in the box are
        asked about.
        """
        ref, text = self._whose.item_and_words(line.ref, behind)
        text = box + (f":{text[1:]}" if box and text.startswith(",") else text)
        reading = self._rules(ref)
        mark = kind_of(ref).mark(f"{BOX}{text}", BOX, reading)
        said_twice = box.startswith("-") or box.endswith("-")       # "-x": both spoke and no answer
        if box and (said_twice or exact_mark(box, reading) is None or not isinstance(mark, Mark)):
            self._ask(unknown_tick(box, ref, line.channel or self._channel_of(ref)), ref)
        elif isinstance(mark, Unclear):
            self._ask(mark.question, ref)
        elif isinstance(mark, Mark) and mark.outcome is None:
            said = text.strip(EDGE)
            self._ask(f'"{said}" behind a line of the call sheet is only a day: tick it, or booked {said}', ref)
        elif isinstance(mark, Mark):
            channel = self._whose.channel_as_written(ref, line.channel if ref == line.ref else None)
            self._answer(Answer.of_mark(mark, self._shown, ref, channel, line=text.strip(EDGE)))

    # The person of a line.

    def _own_line(self, tick: Tick) -> tuple[str, str] | None:
        """Return who a line is about that the user added, or changed from one of ours."""
        if not self._is_block:
            return whose_resting_line(tick.text, self._whose.names)
        if (ours := self._task_in_other_words(tick)) is not None:
            return ours
        named = self._whose.named_in(tick.text) or self._whose.first_name(tick.text)
        if self._is_task_of_theirs(tick, named[0] if named is not None else "") or self._whose.is_note(tick.text):
            return None
        both = self._whose.named_each(tick.text)
        if len({ref for ref, _ in both}) > 1 and not both[0][1]:
            self._ask(SEVERAL.format(quoted(tick.text)), "")
            return None
        if named is None:
            near = self._whose.near_name(tick.text)
            self._ask((NEAR_NAME if near else NOBODY).format(quoted(tick.text), near), "")
        elif self._is_beside(tick.text):
            self._ask(BESIDE.format(quoted(tick.text), self._whose.names.get(named[0], named[0])), named[0])
            return None
        return named

    def _task_in_other_words(self, tick: Tick) -> tuple[str, str] | None:
        """Return the task of this sheet whose line the user changed, as its kind reads it, and the words instead."""
        for ref, ours in zip(self._ours.people, box_lines(self._ours.description), strict=False):
            if is_task(ref):
                about = self._recording.about(ref)
                instead = TASK_KINDS[Kind(ref.partition(MARK)[0])].varied(
                    tick.text, ours, about.at(self._shown.event), about
                )
                if instead is not None:
                    return ref, instead
        return None

    def _is_task_of_theirs(self, tick: Tick, key: str) -> bool:
        """Return whether a line is that of a task, or perhaps one that is still open: then the user is asked."""
        task = reworded(tick.text, key, self._whose.names.get(key, ""), self._shown.event, self._ours, self._note)
        if task is not None and task.open:
            self._ask(f'"{tick.text}" may be "{task.line}": tick that line, or use other words', task.ref)
        return task is not None or is_task_line(tick.text)

    def _is_beside(self, text: str) -> bool:
        """Return whether a line may be about something else that has to do with somebody: "lunch with Dov"."""
        _, before, _ = self._whose.mentioned(text) or ("", "", "")
        return f" {before}".casefold().endswith(BESIDE_OTHERS) and self._done_to(text) is None

    def _channel_of(self, ref: str) -> str | None:
        """Return the channel of somebody's line for one that is not ours: as we wrote it, or as it was reported."""
        reported = [one.channel for one in self._reported if isinstance(one, Attempt) and one.contact == ref]
        return channel_of_line(ref, self._ours, self._note) or (reported[-1] if reported else None)

    def _rules(self, ref: str) -> ReadingRules:
        at = self._recording.about(ref).at(self._shown.event)
        return self._whose.rules(kind_of(ref), ref, at, channel_of_line(ref, self._ours, self._note))

    def _tried_since(self, key: str) -> bool:
        """Return whether somebody was tried since the block began."""
        attempts = self._recording.about(key).facts.of(key).attempts
        return any(one.at >= self._ours.start for one in attempts)

    def _answer(self, answer: Answer) -> None:
        self._given.append((self._line, answer))

    def _ask(self, question: str, ref: str) -> None:
        self._questions.append((self._line, ref, question))
