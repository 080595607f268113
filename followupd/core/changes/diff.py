"""The changes that turn what is on the calendar into what the plan wants.

Three ways, field by field: wanted, present, last written. This separates "the plan moved" from "the user changed
it", so what the user added to an event survives (P6). Compares meaning, never text (docs/servers.md 5). Pure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from followupd.core.answers.corrections import with_topic
from followupd.core.answers.ownership import our_part
from followupd.core.answers.recorder import Answers
from followupd.core.changes.merged_text import merged_text, set_apart
from followupd.core.items.writing import AnsweredTexts
from followupd.core.phrases.html_text import plain_text
from followupd.core.phrases.sheet_lines import put_below, without_lines
from followupd.core.phrases.signs import OPEN, sign, with_answer
from followupd.core.phrases.vocabulary import ASKS, Said, asking, is_question, question_line, unasked
from followupd.core.texts.cards import not_met_text
from followupd.core.values.event import Change, Create, Delete, Event, Present, Update, Written
from followupd.core.values.uid import WITH_LINES, parse_uid


class PlannedEvents(Protocol):
    """The part of a plan that the calendar is compared with."""

    @property
    def events(self) -> Sequence[Event]:
        """The events that should be there."""

    @property
    def answered(self) -> Mapping[str, str]:
        """The signs with which events were answered, by UID."""

    @property
    def texts(self) -> AnsweredTexts:
        """The texts of the events that are answered now."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`changes` for the calendar; `settled` are events that are as wanted, to be remembered without a write."""

    changes: tuple[Change, ...]
    settled: tuple[tuple[Present, Event], ...]


def diff(
    plan: PlannedEvents, present: Mapping[str, Present], written: Mapping[str, Written], answers: Answers,
    list_name: str, now: datetime,
) -> Difference:
    """Return what has to change; `present` and `written` go by UID.

    The plan's events carry base UIDs and get their generation here. `answers` say which titles hold a mark that was
    understood, and what was not.
    """
    generations, spent = _generations(present, list_name), _spent(written, list_name)
    changes: list[Change] = []
    settled: list[tuple[Present, Event]] = []
    kept: set[str] = set()
    for wanted in plan.events:
        shown = generations.get(wanted.uid, ())
        # An event that was answered early is done, even if the next one has the same meaning.
        coming = [p for p in shown if p.event.start > now and not p.cancelled and p.uid not in plan.answered]
        if not coming:
            # A new event. A past one with the same meaning stays as it is, under its own UID.
            used = max([spent.get(wanted.uid, 0), *(_generation(p.uid, list_name) for p in shown)])
            changes.append(Create(_generated(wanted, used + 1, list_name)))
            continue
        before = coming[-1]
        kept.add(before.uid)
        row = written.get(before.uid)
        ours = replace(
            _with_question(wanted, _question(wanted, before.uid, answers), last := _last_written(row), now),
            uid=before.uid, titles=_earlier_titles(last, wanted) if wanted.busy else (),
            undone=answers.undone.get(before.uid, ()), own=answers.own.get(before.uid, ("", ""))[1],
            unclaimed=last.unclaimed if last is not None else (),
        )
        change = _change(ours, before, row, answers)
        if isinstance(change, Update):
            changes.append(change)
        elif change is not None:
            settled.append((before, change))
    for uid, before in present.items():
        if uid not in kept:
            row = written.get(uid)
            made = _unwanted(before, row, (plan.answered.get(uid), plan.texts.whole.get(uid)), answers, now)
            if uid in plan.texts.below and uid not in answers.unclear:
                made = _with_below(made, before, row, plan.texts.below[uid])
            changes += made
            undone, last = answers.undone.get(uid, ()), _last_written(row)
            if not made and last is not None and last.undone != undone:
                settled.append((before, replace(last, undone=undone)))
    return Difference(tuple(changes), tuple(settled))


def _last_written(row: Written | None) -> Event | None:
    """Return what we wrote last, unless it was taken off since."""
    return row.event if row is not None and not row.deleted else None


def _settled(shown: Present, answers: Answers) -> Present:
    """Return an event with the title that it has once its words are settled as a note."""
    if shown.uid not in answers.own:
        return shown
    title, _ = answers.own[shown.uid]
    return replace(shown, event=replace(shown.event, summary=title))


def _change(ours: Event, before: Present, row: Written | None, answers: Answers) -> Update | Event | None:
    """Compare an event with what we want and what we last wrote; return an event that only has to be remembered."""
    last, has_hour = _last_written(row), before.day is None
    if has_hour and last == ours and row is not None and row.version is not None and row.version == before.version:
        return None                                     # as we left it, even if the server has reformatted our text
    marked, removed = before.uid in answers.marked, answers.removed.get(before.uid, ())
    after = _merged(ours, _settled(before, answers), last, marked=marked, removed=removed)
    if not (has_hour and _alike(after, before.event)):
        put_off = marked and after.start != before.event.start      # a day in the title: the same as a drag
        if put_off or not has_hour:
            after = replace(after, planned=before.planned or before.event.start)
        return Update(before, after, ours)
    return ours if last != ours else None


def _unwanted(
    before: Present, row: Written | None, answered: tuple[str | None, str | None], answers: Answers, now: datetime
) -> list[Change]:
    """Return what happens to an event that the plan does not want; a past one is only answered or asked about.

    One with words that were not understood stays, and is asked about. If the user marked it, or it is over and its
    person was tried since, it gets its ✓; nothing else changes.
    """
    over, (answer, text) = before.event.start <= now, answered
    unclear = before.uid in answers.unclear and not before.cancelled
    changes: list[Change] = []
    if unclear and (answer is None or answer in OPEN or before.uid.startswith(WITH_LINES)):
        return _questions(before, row, answers, now)   # what the user wrote there is asked about first (P11)
    if answer is not None and not before.cancelled:
        marked, undone = before.uid in answers.marked, answers.undone.get(before.uid, ())
        changes += answer_event(before, row, (answer, text), now, marked=marked, undone=undone)
    elif not over:
        changes = [Delete(before)]
    return changes if changes or not over else _questions(before, row, answers, now)


def answer_event(
    shown: Present, row: Written | None, answered: tuple[str, str | None], now: datetime, *, marked: bool,
    undone: tuple[str, ...] = (),
) -> list[Update]:
    """Return the change that gives an event the sign and the text of an answer; nothing if it has the sign already."""
    answer, text = answered
    last = row.event if row is not None and row.event is not None else shown.event
    if not marked and last.answer == answer:
        return []                                       # already answered; what the user wrote there since is theirs
    kept = shown.event.summary.strip() and not marked and row is not None
    title = unasked(shown.event.summary if kept else last.summary)
    title = title.removesuffix(f": {last.topic}") if last.topic else title
    title = with_answer(title, answer, shown.event.start.date(), last.answer)
    title = title if answer else with_topic(title, last)            # an answer that was taken back
    if _plain(title) == _plain(shown.event.summary) and last.answer == answer:
        return []
    # A reminder is no longer an open item. An event that was answered early is no longer busy.
    busy = shown.event.busy and shown.event.start <= now
    after = replace(shown.event, summary=title, answer=answer, busy=busy, alarm=last.alarm)
    people = last.people if shown.uid.startswith(WITH_LINES) else ()        # its lines may still be ticked
    alarm = last.alarm if answer in OPEN else None
    ours = replace(last, summary=title, answer=answer, busy=busy, people=people, undone=undone, alarm=alarm)
    return [_with_text(_asking(Update(shown, after, ours), "", now), text, last)]


def _with_text(change: Update, text: str | None, last: Event) -> Update:
    """Return the change with the text of an answered event, or again with the one from before it was answered.

    Without a `text` it keeps the one that it has: a sheet and a review are read after their answer as before.
    """
    was_open, ours = last.answer in OPEN, change.ours
    open_text = ours.description if was_open else last.open_text
    if ours.answer in OPEN:
        text, kept = open_text or ours.description, ""
        text = not_met_text(text) if ours.answer == sign(Said.NOT_MET) else text
    else:
        text, kept = ours.description if text is None else text, "" if text is None else open_text
    shown = change.before
    note = our_part(shown.event, shown.note).description if shown.note else ""
    before, wanted, there = _plain(ours.description), _plain(text), _plain(change.after.description)
    after = replace(change.after, description=_in_place_of(before, there, wanted) or merged_text(
        before, set_apart(there, before, wanted), wanted, _plain(note)
    ))
    return Update(shown, after, replace(ours, description=text, open_text=kept))


def _with_below(made: list[Change], shown: Present, row: Written | None, below: Mapping[int, str]) -> list[Change]:
    """Return the changes to a past sheet with what was noticed below its lines, which leaves the user's alone."""
    last = row.event if row is not None else None
    if last is None or shown.cancelled or any(not isinstance(change, Update) for change in made):
        return made
    [change] = made or [Update(shown, replace(shown.event, alarm=last.alarm), last)]
    assert isinstance(change, Update)
    ours = put_below(change.ours.description, last.description, below)
    if ours == change.ours.description:
        return made
    text = put_below(_plain(change.after.description), last.description, below)
    return [Update(shown, replace(change.after, description=text), replace(change.ours, description=ours))]


def _in_place_of(before: str, shown: str, wanted: str) -> str:
    """Return the text with what we want in place of our whole text, and the user's around it as it was.

    "" if ours is not there as one piece: the user wrote into it.
    """
    above, found, below = f"\n{shown}\n".partition(f"\n{before}\n")
    return f"{above}\n{wanted}\n{below}".strip("\n") if before and found else ""


def _questions(shown: Present, row: Written | None, answers: Answers, now: datetime) -> list[Change]:
    """Ask about what the user wrote on an event that has begun, or withdraw the question (P11)."""
    last = row.event if row is not None else None
    if last is None or shown.cancelled:
        return []
    settled = replace(_settled(shown, answers).event, alarm=last.alarm)
    ours = replace(last, own=answers.own.get(shown.uid, ("", last.own))[1])
    change = _asking(Update(shown, settled, ours), _question(last, shown.uid, answers), now)
    return [change] if change.ours != last else []


def _asking(change: Update, question: str, now: datetime) -> Update:
    """Return the change with these questions above its text instead of those before; the rest of the text stays."""
    before = _questions_in(change.ours)
    if not before and not question:
        return change
    asked = _asked_since(question, change.ours, now)

    def asks(event: Event) -> Event:
        text = "\n".join(line for line in event.description.split("\n") if line.rstrip() not in before).strip("\n")
        title = asking(event.summary) if question else unasked(event.summary)
        return replace(event, summary=title, description=f"{question}\n\n{text}" if question else text)

    return Update(change.before, asks(change.after), replace(asks(change.ours), asked=asked))


def _earlier_titles(last: Event | None, wanted: Event) -> tuple[str, ...]:
    """Return what we wrote as its title so far, without the one that it gets now."""
    before = (*last.titles, last.summary) if last is not None else ()
    return tuple(title for title in dict.fromkeys(before) if title != wanted.summary)


def _questions_in(event: Event) -> list[str]:
    return [line for line in event.description.split("\n") if is_question(line)]


def _asked_since(question: str, last: Event | None, now: datetime) -> datetime | None:
    """Return when these questions were first asked: now, unless they are those that we wrote last."""
    if not question:
        return None
    return last.asked if last is not None and _questions_in(last) == question.split("\n") else now


def _with_question(wanted: Event, question: str, last: Event | None, now: datetime) -> Event:
    """Return the event with its questions where the user looks: a `?` before the title, and the first lines."""
    if not question:
        return wanted
    text, asked = f"{question}\n\n{wanted.description}", _asked_since(question, last, now)
    return replace(wanted, summary=asking(wanted.summary), description=text, asked=asked)


def _question(wanted: Event, uid: str, answers: Answers) -> str:
    """Return the questions about what the user wrote, a line each.

    None about a line that leaves the sheet: the next pass would not ask about it either (P3).
    """
    there = ("", *wanted.people)
    asked = (one.text if one.about in there else one.instead for one in answers.unclear.get(uid, ()))
    return "\n".join(map(question_line, filter(None, asked)))


def _merged(
    ours: Event, shown: Present, last: Event | None, *, marked: bool, removed: Collection[str]
) -> Event:
    """Return what we want, with what the user changed since we last wrote: a title, a busy state, added lines.

    `marked`: the change of the title was a mark and is picked up. `removed` are the refs of lines that the user took
    out of a sheet: they are not put back. A title that was emptied is. Words of another followupd, unknown to this
    history (ownership.py), give way once we have new words; until then they stay, so that the two never fight.
    """
    if last is None:
        return ours
    event, written = shown.event, our_part(shown.event, shown.note)
    own_title = event.summary.strip() and _plain(event.summary) != _plain(last.summary) and (
        ours.summary == last.summary or not shown.note or written.summary != event.summary
    )
    return replace(
        ours,
        summary=_own_title(event.summary, last.summary, ours.summary) if own_title and not marked else ours.summary,
        description=merged_text(
            _plain(last.description), _plain(event.description),
            _plain(without_lines(ours.description, {n for n, ref in enumerate(ours.people) if ref in removed})),
            _plain(written.description) if shown.note else "",
        ),
        busy=ours.busy if event.busy == last.busy else event.busy,
    )


def _own_title(shown: str, last: str, ours: str) -> str:
    """Return the user's title. What they put around our last title goes around the one that we want now (P6).

    So the next pass asks the same question about it again, instead of dropping it in a second write (P3, P11).
    """
    title = unasked(shown.replace(last, ours, 1) if last else shown)
    return asking(title) if ours.startswith(ASKS) else title


def _alike(a: Event, b: Event) -> bool:
    return (a.start, a.end, a.busy, _plain(a.summary), _plain(a.description)) == (
        b.start, b.end, b.busy, _plain(b.summary), _plain(b.description)
    ) and b.answer in ("", a.answer)  # a server may have dropped the sign; one that is out of date goes


def _plain(text: str) -> str:
    """Return the text as every server and program keeps it.

    With plain newlines, without control characters, blanks at line ends and HTML.
    """
    lines = plain_text(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(re.sub(r"[\x00-\x08\x0a-\x1f\x7f]", "", line).rstrip() for line in lines).strip("\n")


def _generations(present: Mapping[str, Present], list_name: str) -> dict[str, list[Present]]:
    generations: dict[str, list[Present]] = defaultdict(list)
    for uid in sorted(present, key=lambda u: _generation(u, list_name)):
        parsed = parse_uid(uid, list_name)
        if parsed is not None:
            generations[parsed.base].append(present[uid])
    return generations


def _generation(uid: str, list_name: str) -> int:
    parsed = parse_uid(uid, list_name)
    return parsed.generation if parsed else 0


def _spent(written: Mapping[str, Written], list_name: str) -> dict[str, int]:
    """Return the highest generation of each base UID that was taken off; it is never used again (docs/servers.md 7)."""
    highest: dict[str, int] = {}
    for uid, row in written.items():
        parsed = parse_uid(uid, list_name)
        if parsed is not None and row.deleted:
            highest[parsed.base] = max(highest.get(parsed.base, 0), parsed.generation)
    return highest


def _generated(event: Event, generation: int, list_name: str) -> Event:
    parsed = parse_uid(event.uid, list_name)
    assert parsed is not None, event.uid
    return replace(event, uid=str(replace(parsed, generation=generation)))
