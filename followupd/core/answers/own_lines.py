"""The lines of a sheet that the user added, or changed from ours: of whom they are, and what they say.

Takes one line at a time; answers and asks on its sheet. A line that says what happened and does not say clearly of whom
is asked about (P11, P13); one that says nothing of the kind is the user's own.
"""

from __future__ import annotations

from followupd.core.answers.one_sheet import OneSheet
from followupd.core.answers.ownership import reworded, whose_resting_line
from followupd.core.answers.several_named import LineReader, read_several, without_others
from followupd.core.answers.sheet_questions import (
    BESIDE,
    NEAR_NAME,
    NOBODY,
    NOBODY_APART,
    SEVERAL,
    Nameless,
    asked_of_all,
    may_be,
    nameless_questions,
    unknown_tick,
)
from followupd.core.items.kinds import TASK_KINDS, is_task_line, kind_of
from followupd.core.people.wanted import MARK, is_task, person_of
from followupd.core.phrases.additions import EDGE, exact_mark, first_mark, is_own
from followupd.core.phrases.marks import stranger_at_start
from followupd.core.phrases.said import Mark, Unclear, outcome_in
from followupd.core.phrases.sheet_lines import Tick, box_lines, is_drawn, sign_of
from followupd.core.phrases.vocabulary import BOX, SHORTHAND, TICK_WORDS
from followupd.core.phrases.words import quoted
from followupd.core.values.facts import Outcome
from followupd.core.values.uid import Kind

TYPED_TICKS = ("x", "v")      # letters that are ticks without a box
BESIDE_OTHERS = (" with", " for", " about", " of", " from")      # before a name: "lunch with Dov", "flowers for Dov"


class OwnLines:
    """The lines of the user's own on one sheet."""

    def __init__(self, sheet: OneSheet) -> None:
        self._sheet = sheet
        self.notes: set[str] = set()                      # refs of lines that say `own`
        self.shortened: set[str] = set()                  # refs of lines that are still there in fewer words
        self._nameless: list[Nameless] = []               # outcomes on lines without a name
        self._of_all: list[str] = []                      # questions about lines that are of everybody

    def read_named(self, line: Tick) -> None:
        """Read a line of the user's own that begins with a name and then words apart from it: "Sam: left a message"."""
        sheet = self._sheet
        if self._read_several(line.text):
            return
        ref, words = sheet.whose.named_at_start(line.text) or ("", "")
        said = words.strip(EDGE)
        if line.boxed and ref and not said:
            self.shortened.add(ref)        # "[ ] Call Sam" is still our line
        elif said and is_own(said):
            self.notes.add(ref)
        elif is_own(line.text.rpartition(" ")[2]):
            return
        elif said and words.startswith(tuple(EDGE)) and sheet.done_to(line.text) is None:
            mark = sheet.mark(ref, said)
            only_a_day = line.boxed and isinstance(mark, Mark)
            if isinstance(mark, Unclear) or outcome_in(mark) is not None or only_a_day:
                sheet.read_words(sheet.line_for(ref), f": {said}")
        elif sheet.whose.mentioned(line.text) is not None:
            self._read_mention(line.text)
        elif self._ask_of_whom(line.text) or self._read_spelt(line.text):
            return
        elif not sheet.whose.names_anybody(line.text):
            self._note_nameless(line)

    def _read_several(self, text: str) -> bool:
        """Read what a line says of several people, or ask; return whether it says what happened."""
        sheet = self._sheet
        found = read_several(text, sheet.whose, LineReader(sheet.mark, sheet.is_sure, sheet.is_outcome))
        for alone in found.each:
            self._read_mention(alone)
        sheet.questions += [(sheet.line, "", SEVERAL.format(quoted(text)))] if found.asked else []
        return found.asked or bool(found.each)

    def _read_spelt(self, text: str) -> bool:
        """Read a name in any capitals and a mark, "sam:na", and return whether a line is one.

        It is asked about if nothing is between name and mark, or if that person is not on the sheet or on the list.
        """
        sheet = self._sheet
        ref, apart, said = sheet.whose.spelt_at_start(text) or ("", "", "")
        if said and sheet.recording.about(ref).contact is not None and sheet.is_outcome(ref, said):
            if apart not in ("", ".") and (text[:1].isupper() or sheet.is_here(ref)):
                sheet.read_words(sheet.line_for(ref), f": {said}")
            else:
                outcome = outcome_in(exact_mark(said, sheet.rules(ref)))
                sheet.ask(Unclear(text, "", (outcome,) if outcome is not None else ()).question, ref)
            return True
        name, behind = stranger_at_start(text) or ("", "")
        stranger = bool(name) and sheet.is_outcome("", behind) and exact_mark(name, sheet.rules("")) is None
        stranger = stranger and not (ref and behind == said)      # who left the list is known
        if stranger:
            sheet.ask(NOBODY_APART.format(quoted(text), sheet.whose.near_name(name) or "the whole name"), "")
        return stranger

    def _read_mention(self, text: str) -> None:
        """Read a line of the user's own that names one person: "na Sam", "spoke to Sam".

        A name and a mark alone count, and a whole sentence about somebody on the sheet. Others that say what happened
        are asked about, since "Sam sent" and "Sam left a message" are things that Sam did.
        """
        sheet = self._sheet
        ref, before, behind = sheet.whose.mentioned(text) or ("", "", "")
        if not ref:
            return
        sign, _ = sign_of(f"{before} {behind}", ()) or ("", "")
        if is_drawn(sign) and sign not in TICK_WORDS:
            sheet.ask(unknown_tick(sign, ref, sheet.channel_of(ref)), ref)
            return
        if (bare := self._only_a_mark(ref, before, behind)):
            sheet.read_words(sheet.line_for(ref), f": {bare}")
            return
        match sheet.mark(ref, text):
            case Unclear() as unclear:
                sheet.ask(unclear.question, ref)
            case Mark(outcome=Outcome()) if sheet.is_sure(ref, text):
                sheet.read_words(sheet.line_for(ref), f": {text}")
            case Mark(outcome=Outcome() as outcome):
                sheet.ask(Unclear(text, "", (outcome,)).question, ref)
            case None:
                self._ask_beside_others(text, ref, before, behind)

    def _ask_beside_others(self, text: str, ref: str, before: str, behind: str) -> None:
        """Ask about a line that says what happened with others who are not on the list too: "spoke to Tom and Maya"."""
        alone = without_others(before)
        if alone == before:
            return
        bare = self._only_a_mark(ref, alone, behind)
        mark = self._sheet.mark(ref, bare or f"{alone} {self._sheet.whose.names[ref]} {behind}")
        outcome = outcome_in(mark)
        nearest = mark.nearest if isinstance(mark, Unclear) else (outcome,) if outcome is not None else ()
        if nearest:
            self._sheet.ask(Unclear(text, "", nearest).question, ref)

    def _only_a_mark(self, ref: str, before: str, behind: str) -> str:
        """Return the mark beside a name if nothing else is on its line; else ""."""
        bare = f"{before} {behind}".strip(EDGE)
        sign, _ = sign_of(f"{before} {behind}", ()) or ("", "")
        first = not behind.strip(EDGE) and exact_mark(before, self._sheet.rules(ref)) is not None
        is_mark = sign or first or bare.casefold() in (*TYPED_TICKS, *SHORTHAND, "ok", "done")
        return TICK_WORDS.get(sign, bare) if is_mark else ""

    def _ask_of_whom(self, text: str) -> bool:
        """Ask about a line that says what happened if it has a part of a name that may be several people."""
        sheet = self._sheet
        keys, before, behind = sheet.whose.perhaps(text) or ((), "", "")
        if not keys:
            return False
        mark = sheet.mark(keys[0], f"{before} {sheet.whose.names[keys[0]]} {behind}")
        said = self._only_a_mark(keys[0], before, behind) or sheet.is_outcome(keys[0], behind.strip(EDGE))
        if said or isinstance(mark, Unclear) or outcome_in(mark) is not None:
            sheet.ask(may_be(text, [sheet.whose.names[key] for key in keys]), "")
            return True
        return False

    def _note_nameless(self, line: Tick) -> None:
        """Keep an outcome on a separate line, such as one below a line of ours, to be asked about.

        With a first name in small letters, "na sam", it is asked about at once.
        """
        sheet = self._sheet
        text = line.text
        ref, capital, bare = sheet.whose.in_capitals(text, sheet.ours.people) or ("", "", "")
        bare = TICK_WORDS.get((sign_of(bare, ()) or ("", ""))[0], bare)
        outcome = outcome_in(exact_mark(bare, sheet.rules(ref)) or sheet.mark(ref, capital)) if ref else None
        if outcome is not None:
            sheet.ask(Unclear(text, "", (outcome,)).question, ref)
            return
        text = text.strip(EDGE + ">")
        labelled = ":" in text and first_mark(text, sheet.rules("").words) is None       # "Monday: na"
        mark = kind_of("").mark(f"{BOX}{text}", BOX, sheet.rules("")) if not labelled else None
        if question := asked_of_all(text):
            self._of_all.append(question)
        elif outcome_in(mark) is not None or (isinstance(mark, Unclear) and mark.nearest and line.below is not None):
            above = sheet.our_line(Tick(line.below, "", "")) if line.below is not None else None
            self._nameless.append(Nameless(text, outcome_in(mark), above[0].ref if above is not None else ""))

    def ask_about_nameless(self) -> None:
        """Ask about an outcome without a name, unless whose line is above, or else somebody here, has the same."""
        sheet = self._sheet
        tried = [(ref, sheet.recording.about(ref).facts.of(person_of(ref)).attempts) for _, ref in sheet.answers]
        reported = {(ref, one.outcome) for ref, attempts in tried for one in attempts if one.event == sheet.shown.uid}
        reported |= {(ref, Outcome.REACHED) for ref, outcome in reported if outcome is Outcome.DONE}
        for question in self._of_all if not {ref for _, ref in sheet.answers}.issuperset(sheet.ours.people) else ():
            sheet.recording.ask(sheet.shown.uid, question)
        for question, ref, instead in nameless_questions(self._nameless, reported):
            sheet.recording.ask(sheet.shown.uid, question, line=ref, about=ref, instead=instead)

    def whose_tick(self, tick: Tick) -> tuple[str, str] | None:
        """Return who a line is about that the user added, or changed from one of ours."""
        sheet = self._sheet
        if not sheet.is_block:
            return whose_resting_line(tick.text, sheet.whose.names)
        if (ours := self._task_in_other_words(tick)) is not None:
            return ours
        named = sheet.whose.named_in(tick.text) or sheet.whose.short_name(tick.text)
        if self._is_task_of_theirs(tick, named[0] if named is not None else "") or sheet.whose.is_note(tick.text):
            return None
        both = sheet.whose.named_each(tick.text)
        if len({ref for ref, _ in both}) > 1 and not both[0][1]:
            sheet.ask(SEVERAL.format(quoted(tick.text)), "")
            return None
        if named is None and (perhaps := sheet.whose.perhaps(tick.text)) is not None:
            sheet.ask(may_be(tick.text, [sheet.whose.names[key] for key in perhaps[0]]), "")
        elif named is None:
            near = sheet.whose.near_name(tick.text)
            sheet.ask((NEAR_NAME if near else NOBODY).format(quoted(tick.text), near), "")
        elif self._is_beside(tick.text):
            sheet.ask(BESIDE.format(quoted(tick.text), sheet.whose.names.get(named[0], named[0])), named[0])
            return None
        return named

    def _task_in_other_words(self, tick: Tick) -> tuple[str, str] | None:
        """Return the task of this sheet whose line the user changed, as its kind reads it, and the words instead."""
        sheet = self._sheet
        for ref, ours in zip(sheet.ours.people, box_lines(sheet.ours.description), strict=False):
            if is_task(ref):
                about = sheet.recording.about(ref)
                instead = TASK_KINDS[Kind(ref.partition(MARK)[0])].varied(
                    tick.text, ours, about.at(sheet.shown.event), about
                )
                if instead is not None:
                    return ref, instead
        return None

    def _is_task_of_theirs(self, tick: Tick, key: str) -> bool:
        """Return whether a line is that of a task, or perhaps one that is still open: then the user is asked."""
        sheet = self._sheet
        task = reworded(tick.text, key, sheet.whose.names.get(key, ""), sheet.shown.event, sheet.ours, sheet.note)
        if task is not None and task.open:
            sheet.ask(f'"{tick.text}" may be "{task.line}": tick that line, or use other words', task.ref)
        return task is not None or is_task_line(tick.text)

    def _is_beside(self, text: str) -> bool:
        """Return whether a line may be about something else that has to do with somebody: "lunch with Dov"."""
        _, before, _ = self._sheet.whose.mentioned(text) or ("", "", "")
        return f" {before}".casefold().endswith(BESIDE_OTHERS) and self._sheet.done_to(text) is None
