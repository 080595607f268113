"""Answers that an event no longer gives, because they were cleared, unticked or corrected on it.

Takes an event as it is and as we last wrote it, the facts that were reported on it, and what it says now; returns the
facts that it no longer says. Only what is seen counts: a line that is gone, an older copy, or an event without our
note proves nothing about the reports on it (P13).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from followupd.core.answers.ownership import former_acts, line_of, read_note
from followupd.core.items.kinds import TASK_KINDS
from followupd.core.items.task import parse_ref
from followupd.core.people.promises import alike
from followupd.core.people.remembering import card_named
from followupd.core.people.timeline import CALENDAR
from followupd.core.people.wanted import MARK, is_task, person_of
from followupd.core.phrases.additions import EDGE
from followupd.core.phrases.said import Mark, Unclear, outcome_in
from followupd.core.phrases.sheet_lines import box_lines, read_lines
from followupd.core.phrases.signs import OPEN, in_words, up_to_act, without_answer
from followupd.core.phrases.vocabulary import BESIDE_UNDO, BOX, UNDO, Said, unasked
from followupd.core.values.event import Event, Present, Written
from followupd.core.values.facts import (
    Attempt,
    Booked,
    Moved,
    Outcome,
    Settled,
    Skipped,
    Swept,
    Told,
)
from followupd.core.values.hitlist import ONE_WAY_CHANNELS
from followupd.core.values.record import Facts
from followupd.core.values.uid import Kind, base_uid, parse_item, parse_uid

_TAKE_BACK = frozenset({"take", "back"})
# Words that alone, on an answered event, may ask for it as well.
_REGRETS = frozenset({"undone", "oops", "whoops", "no", "nope", "wrong", "mistake", "mistaken", "sorry"})
_NO_ANSWER = Outcome.NO_ANSWER.words.split()       # an answer of its own
_BESIDE_REGRETS = BESIDE_UNDO | _REGRETS | {"my", "was", "were", "a", "i", "wait", "not", "true"}
_EDGE = f"{EDGE}!?…"       # of a word: "Undo!"
ANSWERING = (Attempt, Booked, Settled, Swept, Skipped)      # a mark may skip a task as well
Names = Mapping[tuple[object, ...], Told]      # what an event says now, by what makes two readings the same


def answers_among(facts: Iterable[Told]) -> list[Told]:
    """Return the answers among the facts of an event."""
    return [fact for fact in facts if isinstance(fact, ANSWERING) and getattr(fact, "source", CALENDAR) == CALENDAR]


def undo_written(title: str, ours: str) -> bool:
    """Return whether `undo` was written at an end of our title, or in place of some of its words."""
    words, known = _bare_words(title), set(_bare_words(ours))
    if not words or UNDO in known or UNDO not in (words[0], words[-1]):
        return False
    return all(word in known for word in words if word != UNDO)


def undo_among_words(title: str, ours: Event) -> str | None:
    """Return what was added to our title if it asks for `undo` among other words: "please undo, wrong person".

    On an event without an answer only if it says nothing else: there it may be a topic, "ask how to undo the merge".
    On an answered one "oops" and "my mistake" ask for it too.
    """
    known = Counter(_bare_words(ours.summary))
    added = []
    for word in _bare_words(title):
        added += [word] if not known[word] else []
        known[word] -= known[word] > 0
    words, asks = set(added), UNDO in added or _TAKE_BACK.issubset(added)
    if ours.answer in OPEN:
        return " ".join(added) if asks and words <= BESIDE_UNDO else None
    regrets = not _REGRETS.isdisjoint(words) and words <= _BESIDE_REGRETS and added != _NO_ANSWER
    return " ".join(added) if asks or regrets else None


def undo_at_an_end(added: str) -> bool:
    """Return whether added words begin or end with `undo`, or regret the answer: what else they say is not sure."""
    words = added.split()
    return UNDO in (words[0], words[-1]) or UNDO not in words


def day_typed(facts: Facts, uid: str, list_name: str, now: datetime) -> list[Told]:
    """Return the day to come that was typed into a title, of this event or of the one whose place it took."""
    item = parse_item(uid)
    moves = facts.of(item[1]).moves if item is not None else ()
    last = next((move for move in reversed(moves) if base_uid(move.uid, list_name) == base_uid(uid, list_name)), None)
    return [last] if last is not None and last.typed and last.start > now else []


def half_undone(facts: Facts, ours: Event, list_name: str) -> list[Told]:
    """Return what an interrupted pass took back but did not remove from our event yet."""
    parsed = parse_uid(ours.uid, list_name)
    earlier = [str(replace(parsed, generation=one)) for one in range(1, parsed.generation)] if parsed else []
    days = [one for uid in (*earlier, ours.uid) for one in facts.gone_from(uid) if isinstance(one, Moved)]
    if ours.answer in (*OPEN, Said.LATER):
        return [one for one in days if one.start == ours.start or ours.answer not in OPEN]
    return [*facts.gone_from(ours.uid)]


def answer_cleared(shown: Present, row: Written) -> bool:
    """Return whether the user took our answer off a title, with its ✓ or not: only the words before it are left."""
    last = row.event
    if last is None or last.answer in OPEN or (row.note and shown.note != row.note):
        return False
    bare, title = without_answer(last.summary, last.answer), shown.event.summary
    for before in OPEN:         # a program's own undo brings "– not tried" back
        title = without_answer(title, before)
    ticked = up_to_act(last.summary, bare)
    cleared = {_words(one) for begun in (bare, ticked) for one in (begun, with_topic(begun, last))}
    return _words(title) != _words(last.summary) and _words(title).rstrip(": ") in cleared


def with_topic(title: str, ours: Event) -> str:
    """Return a title with what followed the act before the event was answered."""
    return f"{title}: {ours.topic}" if ours.topic and not title.endswith(f": {ours.topic}") else title


def behind_answer(title: str, ours: str, last: Event) -> tuple[str, str]:
    """Return a title with further words around our answer, and our title, as if both had been written at once.

    So they are the note, or say that it was not so: "✓ Call Dana: reached: moved to Rome", "reached not".
    """
    bare = without_answer(ours, last.answer)
    if last.answer in OPEN or ours != unasked(last.summary) or ours not in title or _words(title) == _words(ours):
        return ours, ours
    said, evidence, _ = in_words(last.answer).partition(" (")
    apart = ":" * bool(evidence and title.partition(ours)[2].strip()[:1] not in EDGE)     # behind "met (calendar)"
    return title.replace(ours, f"{bare}: {said}{apart}", 1), bare


def with_former_note(mark: Mark | Unclear | None, reported: Iterable[Told]) -> Mark | Unclear | None:
    """Return what was read; an answer with the note and the day that were reported before, to which it only adds."""
    before = next((one for one in reported if isinstance(one, Attempt) and one.outcome is outcome_in(mark)), None)
    if before is None or not isinstance(mark, Mark):
        return mark
    note = "; ".join(filter(None, (before.note, mark.note)))
    return replace(mark, note=note, asked=mark.asked or before.asked)


def _bare_words(title: str) -> list[str]:
    return [word for one in title.split() if (word := one.strip(_EDGE).casefold())]


def _words(title: str) -> str:
    return " ".join(title.split())


def no_longer_ticked(shown: Present, row: Written, reported: Iterable[Told], said: Names) -> Iterator[Told]:
    """Yield the reports of lines that are still on a sheet and no longer make them.

    A line with another tick says something else; one whose tick means nothing now (its promise is gone) says nothing.
    """
    assert row.event is not None
    seen = _lines_seen(shown, row)
    for fact in reported:
        ref = line_about(fact, seen)
        if ref is None or is_said(fact, said):
            continue
        # Reported before the sheet began, and listed again: the line is for the next try.
        if not is_task(ref) and ref in row.event.people and fact.at < row.event.start:
            continue
        if not seen[ref] or any(isinstance(one, ANSWERING) and line_about(one, seen) == ref for one in said.values()):
            yield fact


def is_said(fact: Told, said: Names) -> bool:
    """Return whether an event still says this. Another note is another answer."""
    now = said.get(answer_name(fact))
    return now is not None and getattr(now, "note", "") == getattr(fact, "note", "")


def answer_name(fact: Told) -> tuple[object, ...]:
    """Return what is equal for two readings of the same answer on one event."""
    match fact:
        case Attempt(channel=channel) if channel in ONE_WAY_CHANNELS:
            return "attempt", fact.contact, fact.outcome, card_named(fact)      # two cards for one person on a sheet
        case Attempt(question=None):
            return "attempt", fact.contact, fact.outcome, fact.met     # the note may change
        case Attempt():         # one answer is about each mail of a conversation
            return "attempt", fact.contact, fact.outcome, fact.question, fact.at
        case Settled(question=str()):
            return "settled", fact.contact, fact.question, fact.at
        case Settled():
            return "settled", fact.contact, alike(fact.what), fact.kept, fact.task
        case Booked():
            return "booked", fact.contact, fact.day, fact.time
        case Swept():
            return "swept", fact.contact, fact.day
        case Skipped():
            return ("skipped",)
        case _:
            return (fact,)


def _lines_seen(shown: Present, row: Written) -> Mapping[str, bool]:
    """Return the items whose lines are on a sheet and not struck out, each with whether something is in its box."""
    assert row.event is not None
    note = read_note(shown.note)
    former = former_acts(shown.event.description, note)
    ours = "\n".join([row.event.description, *(f"{BOX}{act}" for act in former)])
    acts = box_lines(ours)
    refs = dict(enumerate(row.event.people))
    refs |= {len(acts) - len(former) + place: line.ref for place, line in enumerate(former.values())}
    ticked: dict[str, bool] = {}
    for line in (one for one in read_lines(shown.event.description, ours) if not one.struck):
        # The longest that it begins with: "Call Ann Lee" begins with "Call Ann" too.
        place = line.place if line.place is not None else len(acts)
        act = "".join(acts[place:place + 1])
        begun = [(len(act), refs[place])] if place in refs else []
        known = line_of(act + line.text, note) if line.boxed else None
        begun += [(len(act + line.text) - len(known[1]), known[0].ref)] if known is not None else []
        if begun:
            ref = max(begun)[1]
            ticked[ref] = ticked.get(ref, False) or bool(line.tick)
    return ticked


def line_about(fact: Told, seen: Collection[str]) -> str | None:
    """Return which of the lines a fact comes from: that of its task, else that of the person themselves."""
    theirs = [ref for ref in seen if person_of(ref) == fact.contact]
    reported = (ref for ref in theirs if is_task(ref) and _is_about(ref, fact))
    of_person = (ref for ref in theirs if not is_task(ref) and not isinstance(fact, Settled))
    return next(reported, None) or next(of_person, None)


def _is_about(ref: str, fact: Told) -> bool:
    named = parse_ref(ref)
    return named is not None and TASK_KINDS[Kind(ref.partition(MARK)[0])].is_about(named, fact)
