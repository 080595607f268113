"""What the user answered about matters: marks on their reminders, ticks on their lines of a call sheet.

Takes events as they are and as we last wrote them; returns facts, each told once however often it is read. What is
no answer to a promise ("no answer", say) is returned as unclear and never guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from followupd.core.answers.answers import Answers, put_off
from followupd.core.items.dates import card
from followupd.core.items.done import Done, done_by
from followupd.core.items.promises import promise_matter
from followupd.core.items.rendezvous import booking, proposal
from followupd.core.people.identity import People
from followupd.core.people.promises import alike, promises_of
from followupd.core.people.timeline import CALENDAR, day_of
from followupd.core.people.wanted import MARK, Task, is_task, ref_of
from followupd.core.phrases.days import parse_day
from followupd.core.phrases.marks import EDGE, Mark, Unclear, read_ticks, read_title
from followupd.core.phrases.signs import meaning
from followupd.core.phrases.vocabulary import Said
from followupd.core.values.event import Present, Written
from followupd.core.values.facts import Attempt, Booked, Fact, Moved, Outcome, Promised, Settled, Skipped
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.uid import Kind, parse_uid

# The words of a try mean something else here; these are understood beside them.
WORDS = {
    "kept": Outcome.REACHED, "dropped": Outcome.DECLINED, "drop": Outcome.DECLINED, "no longer": Outcome.DECLINED,
    "posted": Outcome.SENT,
}
DONE = frozenset({Outcome.REACHED, Outcome.SENT})
# What the sign of our answer stands for, after a lost database.
_SHOWN = {
    Said.KEPT: Outcome.REACHED, Said.DROPPED: Outcome.DECLINED, Outcome.SENT: Outcome.SENT, Said.BOOKED: Outcome.SENT,
}  # fmt: skip
_BOOKED = r"\bbooked\b[\s:]*(?:for\s+)?(.+)"
NO_ANSWERS = Answers((), frozenset(), {})


@dataclass(frozen=True, slots=True)
class _Answer:
    """One thing that the user wrote: on `event`, about the matter `ref`."""

    event: Present
    ref: str
    outcome: Outcome
    note: str
    marked: bool
    day: date | None = None


def read_matter_answers(
    present: Mapping[str, Present], written: Mapping[str, Written], people: People, known: Sequence[Fact],
    hitlist: Hitlist, now: datetime, adopted: Iterable[str] = (),
) -> Answers:
    """`written` goes by UID, after absorbing; `adopted` are UIDs that nothing was known of before."""
    facts: list[Fact] = []
    marked: set[str] = set()
    unclear: dict[str, str] = {}
    about: dict[str, str] = {}
    given: list[_Answer] = []
    matters, words = _Known(people, known, hitlist), WORDS | dict(hitlist.marks)
    for uid, there in present.items():
        row = written.get(uid)
        if row is None or row.event is None or there.cancelled:
            continue
        ref = ref_of(uid, hitlist.name)
        if ref is None:
            parsed = parse_uid(uid, hitlist.name)
            given += _ticked(there, row, matters) if parsed is not None and parsed.kind is Kind.BLOCK else ()
            continue
        booked = _booked(there, row, hitlist, now) if ref.startswith(Kind.BOOK) else None
        if booked is not None:
            given.append(_Answer(there, ref, Outcome.REACHED, "", marked=True, day=booked))
            continue
        mark = read_title(there.event.summary, row.event.summary, words, day_of(now, hitlist.timezone))
        if mark is None and there.completed and not row.event.answer:
            mark = Mark(Outcome.REACHED)
        if isinstance(mark, Unclear):
            unclear[uid] = f'"{mark.text}" in the title is no mark that followupd knows (done, dropped, later 3d)'
        elif mark is not None and mark.later is not None:
            marked.add(uid)
            matter = matters.get(ref)
            moved = put_off(there, mark.later, matter.key if matter else None, hitlist.timezone, now)
            if matters.moved.get(uid) != (moved.start, moved.end):
                facts.append(moved)
        elif mark is not None and mark.outcome is not None:
            given.append(_Answer(there, ref, mark.outcome, mark.note, marked=True))
    for uid in adopted:
        ref, row = ref_of(uid, hitlist.name), written[uid]
        said, detail = meaning(row.event.answer if row.event is not None else "")
        if ref and said in _SHOWN:
            given.append(_Answer(present[uid], ref, _SHOWN[said], "", marked=False, day=_day(detail)))
    for answer in given:
        matter, uid = matters.get(answer.ref), answer.event.uid
        if matter is None:
            continue
        fact = _fact(answer, matter, hitlist, now)
        if fact is None:
            unclear[uid] = f'"{answer.outcome.words}" is no answer to "{matter.act}" (done, dropped, later 3d)'
            if ref_of(uid, hitlist.name) is None:
                about[uid] = answer.ref
            continue
        if answer.marked:
            marked.add(uid)
        if matters.first_time(fact):
            facts.append(fact)
    return Answers(tuple(facts), frozenset(marked), unclear, about) if facts or marked or unclear else NO_ANSWERS


def _ticked(there: Present, row: Written, matters: _Known) -> Iterator[_Answer]:
    """The ticked lines of matters on a call sheet; those of people are read elsewhere."""
    assert row.event is not None
    people = row.event.people
    if not any(map(is_task, people)):
        return
    for tick in read_ticks(there.event.description, row.event.description):
        if tick.person is None:
            # No line of ours as it stood: the user has put the day of the meeting in the place of the proposed one.
            for ref in people:
                matter = matters.get(ref) if ref.startswith(Kind.BOOK + MARK) else None
                stem = proposal(matter.act) if matter is not None else None
                if stem is not None and tick.text.startswith(stem):
                    yield _Answer(there, ref, tick.outcome, tick.text.removeprefix(stem).strip(), marked=False)
        elif tick.person < len(people) and is_task(people[tick.person]):
            yield _Answer(there, people[tick.person], tick.outcome, tick.text.strip(), marked=False)


def _fact(answer: _Answer, matter: Task, hitlist: Hitlist, now: datetime) -> Done | Skipped | None:
    """What an answer leaves behind; None where it means nothing on this kind of matter."""
    event, uid = answer.event.event, answer.event.uid
    at = min(event.start, now)
    if answer.outcome in DONE:
        day = answer.day
        if matter.kind is Kind.BOOK and day is None and answer.note.strip(EDGE):
            # Words behind the ticked line are the day, or nothing that can be guessed. Read from the sheet's own day:
            # the line stays there, and next year "28 May" would be another day, and another answer.
            day = _day(answer.note.strip(EDGE), day_of(at, hitlist.timezone))
            if day is None:
                return None
        return done_by(matter, at, CALENDAR, uid, day)
    if answer.outcome is not Outcome.DECLINED:
        return None
    if matter.kind is Kind.PROMISE:
        return Settled(matter.key, at, matter.what, matter.by, False, CALENDAR, uid)
    return Skipped(matter.key, now, uid, event.start) if answer.marked else None


def _booked(there: Present, row: Written, hitlist: Hitlist, now: datetime) -> date | None:
    """The day of the meeting, where the title of a reminder to book one names it: "booked 21 May"."""
    assert row.event is not None
    if there.event.summary == row.event.summary:
        return None
    match = re.search(_BOOKED, there.event.summary.replace(row.event.summary, " "), re.IGNORECASE)
    return _day(match[1].strip(EDGE), day_of(now, hitlist.timezone)) if match else None


def _day(text: str, today: date = date.min) -> date | None:
    try:
        return parse_day(text, today).day
    except ValueError:
        return None


class _Known:
    """The matters that an event may name, looked up when they are, and what the history already knows of answers."""

    def __init__(self, people: People, known: Sequence[Fact], hitlist: Hitlist) -> None:
        self._people, self._hitlist = people, hitlist
        self._promises: dict[str, list[Promised | Settled]] = defaultdict(list)
        self._matters: dict[str, dict[str, Task]] = {}
        self._told: set[tuple[object, ...]] = set()
        self.moved: dict[str, tuple[datetime, datetime]] = {}
        for fact in known:
            if isinstance(fact, Promised | Settled):
                self._promises[fact.contact].append(fact)
            if isinstance(fact, Settled | Booked | Skipped) or (isinstance(fact, Attempt) and fact.event is not None):
                self._told.add(_name(fact))
            elif isinstance(fact, Moved):
                self.moved[fact.uid] = (fact.start, fact.end)

    def get(self, ref: str) -> Task | None:
        """The matter, where its person is on the list. A promise whose day was changed meanwhile is still the same."""
        kind, _, meaning = ref.partition(MARK)
        key, since, number = meaning.rsplit("-", 2)
        contact = self._people.by_key.get(key)
        if contact is None:
            return None
        day = date.fromisoformat(since)
        if kind == Kind.DATE:
            cards = (card(key, contact, one, day) for one in contact.dates)
            return next((one for one in cards if one.meaning == meaning), None)
        if kind == Kind.BOOK:
            return booking(key, contact, contact.book_ahead, day) if contact.book_ahead is not None else None
        if key not in self._matters:
            promises = promises_of(contact, self._promises.get(key, ()))
            made = [promise_matter(key, contact, given, self._hitlist.timezone) for given in promises]
            self._matters[key] = {matter.meaning.rsplit("-", 1)[1]: matter for matter in made}
        return self._matters[key].get(number)

    def first_time(self, fact: Done | Skipped) -> bool:
        told = _name(fact)
        new = told not in self._told
        self._told.add(told)
        return new


def _name(fact: Done | Skipped) -> tuple[object, ...]:
    """What makes two answers the same one, however often the event is read."""
    match fact:
        case Settled():
            return fact.event, alike(fact.what), fact.kept
        case Booked():
            return fact.event, fact.contact, fact.day
        case Skipped():
            return fact.uid, "skipped"
        case Attempt():
            return fact.event, fact.contact, fact.outcome, fact.note
