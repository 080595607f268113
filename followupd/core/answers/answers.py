"""What the user answered on our events: marks in titles, ticks on call sheets, a status, and our own ✓ of old.

Takes events as they are and as we last wrote them; returns facts, each told once however often it is read. Never
guesses: what is no mark is returned as unclear, and the event stays as the user left it (DESIGN.md 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from followupd.core.items.matter import is_matter_line
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import TASKS, is_task
from followupd.core.phrases.log import asked_in
from followupd.core.phrases.marks import EDGE, Mark, Unclear, longer_name, named_in, read_ticks, read_title
from followupd.core.phrases.signs import meaning
from followupd.core.phrases.vocabulary import SHORT_MARKS
from followupd.core.values.event import Present, Written
from followupd.core.values.facts import Attempt, DayTime, Fact, Listed, Moved, Outcome
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import at_wall_clock
from followupd.core.values.uid import Kind, parse_uid


@dataclass(frozen=True, slots=True)
class Answers:
    """`facts` to append. `marked` are UIDs whose title holds a mark that was understood, so that ours may replace it.
    `unclear` says, by UID, what was not understood, and `about` which matter's line on a sheet it was about: when that
    line leaves the sheet, the question goes with it."""

    facts: tuple[Fact, ...]
    marked: frozenset[str]
    unclear: Mapping[str, str]
    about: Mapping[str, str] = field(default_factory=dict)


def joined(one: Answers, other: Answers) -> Answers:
    return Answers(
        one.facts + other.facts, one.marked | other.marked, {**one.unclear, **other.unclear},
        {**one.about, **other.about},
    )


def read_answers(
    present: Mapping[str, Present], written: Mapping[str, Written], names: Mapping[str, Sequence[str]],
    known: Iterable[Fact], hitlist: Hitlist, now: datetime,
) -> Answers:
    """`written` goes by UID, after absorbing; `names` are each contact's name and slug by key; `known` all facts."""
    told = _Told(known)
    facts: list[Fact] = []
    marked: set[str] = set()
    unclear: dict[str, str] = {}
    for uid, there in present.items():
        parsed, row = parse_uid(uid, hitlist.name), written.get(uid)
        if parsed is None or row is None or row.event is None or there.cancelled:
            continue
        if parsed.kind is Kind.BLOCK:
            facts += _ticked(there, row, names, told, hitlist.timezone, now, unclear)
            continue
        if parsed.kind in TASKS or parsed.kind is Kind.REVIEW:
            continue                                 # read by modules of their own
        key = row.event.people[0] if row.event.people else None
        key = key or told.contact_of.get(uid)
        mark = _mark(there, row, hitlist, now)
        if isinstance(mark, Unclear):
            unclear[uid] = f'"{mark.text}" in the title is no mark that followupd knows ({SHORT_MARKS})'
        elif mark is not None and mark.later is not None:
            marked.add(uid)
            moved = put_off(there, mark.later, key, hitlist.timezone, now)
            if told.moved.get(uid) != (moved.start, moved.end):
                facts.append(moved)
        elif mark is not None and mark.outcome is not None and key is not None:
            marked.add(uid)
            if told.first_time(uid, key, mark.outcome):
                asked = _asked(mark.note, there, hitlist.timezone)
                facts.append(_attempt(there, key, mark.outcome, mark.note, asked, now))
    return Answers(tuple(facts), frozenset(marked), unclear)


def taken_up_again(
    present: Mapping[str, Present], answers: Mapping[str, str], keys: Mapping[str, str | None], known: Iterable[Fact]
) -> list[Fact]:
    """After a lost database: the attempts that our ✓ still shows. `answers` are the signs and `keys` the people of the
    adopted UIDs."""
    told = _Told(known)
    facts: list[Fact] = []
    for uid, key in keys.items():
        there = present[uid]
        outcome, _ = meaning(answers[uid])
        if key is not None and isinstance(outcome, Outcome) and told.first_time(uid, key, outcome):
            facts.append(Attempt(key, there.event.start, outcome, source="calendar", event=uid))
    return facts


class _Told:
    """What the history already knows of answers on events, so that each is told once."""

    def __init__(self, known: Iterable[Fact]) -> None:
        self.attempts: set[tuple[str, str, Outcome]] = set()
        self.moved: dict[str, tuple[datetime, datetime]] = {}
        self.contact_of: dict[str, str] = {}
        self._listed: list[Listed] = []
        self._called: dict[str, list[str]] | None = None
        for fact in known:
            if isinstance(fact, Attempt) and fact.event is not None:
                self.attempts.add((fact.event, fact.contact, fact.outcome))
                self.contact_of[fact.event] = fact.contact
            elif isinstance(fact, Moved):
                self.moved[fact.uid] = (fact.start, fact.end)
            elif isinstance(fact, Listed):
                self._listed.append(fact)

    def called(self, names: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
        """`names` and those of old: a line on a sheet outlives a new name, and who left the list. "Call Ann Lee" is
        still no call to Ann. A name that somebody bears today is theirs alone."""
        if self._called is None:
            self._called = {key: list(spelt) for key, spelt in names.items()}
            today = {name.casefold() for spelt in names.values() for name in spelt}
            for fact in self._listed:
                if fact.name.casefold() not in today:
                    self._called.setdefault(fact.contact, []).append(fact.name)
        return self._called

    def first_time(self, uid: str, key: str, outcome: Outcome) -> bool:
        new = (uid, key, outcome) not in self.attempts
        self.attempts.add((uid, key, outcome))
        return new


def _mark(there: Present, row: Written, hitlist: Hitlist, now: datetime) -> Mark | Unclear | None:
    assert row.event is not None
    words = dict(hitlist.marks)
    mark = read_title(there.event.summary, row.event.summary, words, day_of(now, hitlist.timezone))
    if mark is None and there.completed and not row.event.answer:
        return Mark(Outcome.REACHED)                 # a client set the status: it counts like the mark
    return mark


def _ticked(
    there: Present, row: Written, names: Mapping[str, Sequence[str]], told: _Told, zone: tzinfo, now: datetime,
    unclear: dict[str, str],
) -> list[Fact]:
    assert row.event is not None
    people = row.event.people
    facts: list[Fact] = []
    for tick in read_ticks(there.event.description, row.event.description):
        if tick.person is not None and tick.person < len(people):
            key = people[tick.person]
            if is_task(key):
                continue
            name = names[key][0] if key in names else ""
            key, note = longer_name(tick.text, name, told.called(names)) or (key, tick.text)
        else:
            # A line of the user's own, or one of ours whose person left the sheet when the tick was taken up.
            if is_matter_line(tick.text):
                continue
            who = named_in(tick.text, told.called(names))
            if who is None:
                unclear[there.uid] = f'"{tick.text}" on the call sheet names nobody on the hit list'
                continue
            key, note = who
        note = note.strip(EDGE)
        if told.first_time(there.uid, key, tick.outcome):
            facts.append(_attempt(there, key, tick.outcome, note, _asked(note, there, zone), now))
    return facts


def _attempt(
    there: Present, key: str, outcome: Outcome, note: str, asked: DayTime | None, now: datetime
) -> Attempt:
    """Told of the event's own time, or of now where that is still to come."""
    return Attempt(key, min(there.event.start, now), outcome, None, note, asked, True, "calendar", there.uid)


def _asked(note: str, there: Present, zone: tzinfo) -> DayTime | None:
    try:
        return asked_in(note, day_of(there.event.start, zone)) if note else None
    except ValueError:          # "asked for 31 Feb" stays a note
        return None


def put_off(there: Present, later: DayTime, key: str | None, zone: tzinfo, now: datetime) -> Moved:
    """Another day, chosen by hand: the same as a drag, at the event's own time where none is said."""
    clock = later.time or there.event.start.astimezone(zone).time()
    start = at_wall_clock(later.day, clock, zone).astimezone(UTC)
    return Moved(key, now, there.uid, start, start + there.event.interval.length)
