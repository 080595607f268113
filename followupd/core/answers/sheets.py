"""One call sheet or review, line by line: ticks on our lines, words after them, lines that are gone; and its title.

Takes an event as it is and as we last wrote it; gives answers and questions to the one who records them. Never guesses:
an unclear sign is asked about, and so is what became of a line that the user took out (P11, P13).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from followupd.core.answers.corrections import line_about
from followupd.core.answers.one_sheet import OneSheet
from followupd.core.answers.own_lines import TYPED_TICKS, OwnLines
from followupd.core.answers.ownership import NoteLine, is_our_line
from followupd.core.answers.sheet_questions import LOST_LINE, UNDONE, title_question, unknown_tick
from followupd.core.answers.together import Recording, read_together, says_something
from followupd.core.answers.whose import Whose
from followupd.core.items.kind import Answer
from followupd.core.items.kinds import kind_of
from followupd.core.people.wanted import is_task, person_of
from followupd.core.phrases.additions import EDGE, exact_mark, is_undo
from followupd.core.phrases.said import Unclear
from followupd.core.phrases.sheet_lines import Tick, box_lines, is_drawn, lost_lines, sign_of
from followupd.core.phrases.vocabulary import BOX, TICKS
from followupd.core.phrases.words import quoted
from followupd.core.values.event import Event, Present
from followupd.core.values.facts import Outcome, Told
from followupd.core.values.uid import Kind


class SheetReader:
    """One reading of one sheet. `ours` is the event `shown` as we last wrote it."""

    def __init__(self, shown: Present, ours: Event, kind: Kind, whose: Whose, recording: Recording) -> None:
        self._sheet = OneSheet(shown, ours, kind, whose, recording)
        self._own = OwnLines(self._sheet)
        self._contrary: set[str] = set()                   # refs whose lines contradict each other

    def read(self, reported: Collection[Told]) -> None:
        """Read all lines; `reported` are the earlier reports on this event."""
        sheet = self._sheet
        sheet.reported = reported
        ticked = {line.place for line in sheet.lines if line.tick and line.place is not None}
        for number, line in enumerate(sheet.lines):
            sheet.line = number
            self._read_line(line, ticked)
        alone = {one.ref for _, one in sheet.given if [other.ref for _, other in sheet.given].count(one.ref) == 1}
        denied = [(number, one) for number, one in sheet.given if one.ref in alone and self._denies(one)]
        given = [one for one in sheet.given if one not in denied]
        sheet.answers, self._contrary = read_together(given, sheet.shown.uid, sheet.recording)
        sheet.answers |= {(number, one.ref) for number, one in denied}
        for number, ref, question in sheet.questions:
            # An answer on another line of the same person settles it.
            if not any(answered == ref and other != number for other, answered in sheet.answers):
                sheet.recording.ask(sheet.shown.uid, question, line=ref)
        self._own.ask_about_nameless()

    def _denies(self, answer: Answer) -> bool:
        """Return whether an answer only says that a meeting which was noticed, and used up this line, was none."""
        return self._sheet.is_block and self._sheet.recording.deny(answer, self._sheet.ours)

    def _read_line(self, line: Tick, ticked: Collection[int]) -> None:
        """Read a line: its tick, the words after it, or a line of the user's own; `ticked` are places of ours."""
        sheet = self._sheet
        ours = sheet.our_line(line)
        is_unclaimed = not line.tick and f"{BOX}{line.text}" in sheet.ours.unclaimed
        if line.struck or is_unclaimed or (ours is None and is_our_line(line.text, sheet.note)):
            return
        if line.tick and (line.boxed or line.tick in TYPED_TICKS):
            self._read_tick(line, ours)
        elif sheet.is_block and ours is None:
            self._own.read_named(line)
        elif ours is not None and sheet.is_reported_on(ours[0].ref) and (line.tick or line.place not in ticked):
            self._read_behind(line, *ours)

    def ask_about_lost(self, reported: Collection[Told]) -> frozenset[str]:
        """Ask about lines that the user took out or struck out, unless their outcome is reported.

        Evidence of which the question is gone counts as nothing. On a review nothing else is asked about. Returns the
        refs of all that are gone, and that no other line of the user's is about.
        """
        sheet = self._sheet
        people, acts = sheet.ours.people, box_lines(sheet.ours.description)
        asked = {ref for _, ref, _ in sheet.questions} | self._own.shortened | self._contrary
        # Our memory may have other lines: those of another followupd stay until we have new words.
        written = {line.ref for line in sheet.note.lines if not line.former} if sheet.note is not None else set()
        places = lost_lines(sheet.lines, sheet.shown.event.description, sheet.ours.description)
        places = {place for place, ref in enumerate(people) if place in places and ref in written}
        places = {place for place in places if sheet.is_reported_on(people[place])}
        answered = {line_about(fact, people) for fact in reported} | self._own.notes | asked
        about_them = asked | {ref for _, ref in sheet.answers}
        for place in sorted(places):
            ref = people[place]
            if kind_of(ref).manners.own_line:
                gone = Answer(sheet.shown, ref, Outcome.DECLINED)
                if ref not in answered | about_them and says_something(gone, sheet.recording):
                    sheet.recording.ask_kind(gone, kind_of(ref))
                continue
            about = sheet.recording.about(ref)
            since = not is_task(ref) and sheet.tried_since(about.key)
            if about.contact is not None and ref not in answered and not since:
                name = " ".join(about.contact.name.split())
                sheet.recording.ask(sheet.shown.uid, LOST_LINE.format(quoted(acts[place]), name), about=ref)
        return frozenset(ref for place, ref in enumerate(people) if place in places and ref not in about_them)

    def ask_about_title(self, reported: Collection[Told]) -> None:
        """Ask about an outcome in the title, which does not say whose it is, until one of them is `reported`."""
        sheet = self._sheet
        asked = title_question(sheet.shown, sheet.ours, sheet.whose, sheet.rules, is_block=sheet.is_block)
        answered = {fact.contact for fact in reported} | {person_of(ref) for _, ref in sheet.answers}
        answered |= {key for key in asked.meant if sheet.tried_since(key)}
        if asked.question and (not asked.meant or answered.isdisjoint(asked.meant)):
            sheet.recording.ask(sheet.shown.uid, asked.question)

    def _read_tick(self, tick: Tick, ours: tuple[NoteLine, str] | None) -> None:
        """Read a ticked line: `ours` is the line as we wrote it and the words after it, if it is one of ours."""
        sheet = self._sheet
        found = self._own.whose_tick(tick) if ours is None else sheet.whose.item_and_words(ours[0].ref, ours[1])
        if found is None:
            return
        ref, text = found
        if is_undo(text) and not sheet.undo(ref):
            sheet.ask(UNDONE.format(quoted(f"[{tick.tick}] {tick.text}")), ref)
        if is_undo(text):
            return
        channel = ours[0].channel if ours is not None and ours[0].ref == ref else sheet.channel_of(ref)
        reported = sheet.is_reported_on(ref)
        if reported and tick.tick not in TICKS:
            sheet.read_words(NoteLine("", ref, channel or ""), text, tick.tick)
            return
        sheet.answer(Answer(
            sheet.shown, ref, TICKS[tick.tick] if reported else None,
            text.strip() if is_task(ref) else text.strip(EDGE), tick=tick.tick, line=f"[{tick.tick}] {tick.text}",
            channel=sheet.whose.channel_as_written(ref, channel),
        ))

    def _read_behind(self, line: Tick, ours: NoteLine, behind: str) -> None:
        """Read words or a tick after a line of ours, and a word in the place of its box: a mark, or the user's own."""
        sheet = self._sheet
        sign, _ = sign_of(behind, ()) or ("", "")
        if not line.tick and is_drawn(sign):
            self._read_tick(replace(line, tick=sign), (ours, ""))
        elif not line.tick and is_undo(behind) and sheet.undo(ours.ref):
            return
        elif not line.tick and behind.strip(EDGE):
            sheet.read_words(ours, behind)
        elif line.tick and exact_mark(line.tick, sheet.rules(ours.ref)) is not None:
            sheet.read_words(ours, behind, line.tick)
        elif line.tick and is_drawn(line.tick):
            sheet.ask(unknown_tick(line.tick, ours.ref, ours.channel), ours.ref)
        elif behind.strip(" –—-") == "" != behind.strip():
            sheet.ask(Unclear("-", "", (Outcome.NO_ANSWER,)).question, ours.ref)
