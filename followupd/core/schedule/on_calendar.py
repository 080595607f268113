"""Our events on the calendar when a plan is made, and what the user did to them.

Takes what was last written, by the history, and facts. Reads no calendar, and decides nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from followupd.core.people.timeline import day_of
from followupd.core.people.understand import Everybody
from followupd.core.people.wanted import NextTry, ReminderName, Wanted, person_of, reminder_of
from followupd.core.schedule.block import Block
from followupd.core.schedule.going_back import going_back
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Moved, Restored, Skipped
from followupd.core.values.record import Facts
from followupd.core.values.time import Interval, at_wall_clock
from followupd.core.values.uid import TASKS, TRIES, Kind, base_uid, parse_uid

_REPEAT = r"-r(\d+)$"


@dataclass(frozen=True, slots=True)
class Item:
    """One place on the calendar: a reminder, or a line on a block's sheet. `uid` is the base UID.

    `sought` is the day from which the place was searched; None if it was chosen by hand. `refused`: the server refuses
    this event, so the calendar does not show it; `unreadable`: a pass could not read it. Only an outlook knows these
    (passes/outlook.py).
    """

    uid: str
    interval: Interval
    on_sheet: bool = False
    sought: date | None = None
    refused: bool = False
    unreadable: bool = False


Occasion = tuple[date, str]     # a day, and the base UID of the reminder or the block; NO_SHEET if none is shared
NO_SHEET = ""


@dataclass(frozen=True, slots=True)
class OtherItems:
    """The other items of one person, by day and event: none of these days gets a second event about them.

    Lines on one sheet are one visit: a promise to somebody and the call to them go together. A card and the call do
    not, since the card is contact itself: they are on different days.
    """

    occasions: frozenset[Occasion] = frozenset()

    @property
    def days(self) -> frozenset[date]:
        """The days on which they get no further reminder."""
        return frozenset(day for day, _ in self.occasions)

    def bar(self, day: date, block: Block) -> bool:
        """Return whether one of them is on that day, but not on the sheet of that block."""
        return any(there == day and uid != block.uid for there, uid in self.occasions)

    def has_card(self, day: date) -> bool:
        """Return whether one of them is a card on that day, or the call for it: then no second call that day."""
        return (day, NO_SHEET) in self.occasions


NO_OTHERS = OtherItems()
Others = Mapping[str, OtherItems]       # by contact key for a try, by `Wanted.ref` for a task


@dataclass(frozen=True, slots=True)
class OnCalendar:
    """Our `events`, the user's `moves`, and the `skipped` reminders of tasks with when they would have begun.

    All go by base UID. `repeats` are the known numbers of the reminders of each wanted thing, by the UID of the first
    one. `sheets` has the starts of the sheets on which somebody had a line, in order, and `running` the block in
    progress on which they have one, both keyed by `Wanted.ref`. `moved` are the events of `Standing`.
    """

    list_name: str
    zone: tzinfo
    now: datetime
    today: date
    events: Mapping[str, Event]
    moves: Mapping[str, Moved]
    skipped: Mapping[str, datetime] = field(default_factory=dict)
    repeats: Mapping[str, Sequence[int]] = field(default_factory=dict)
    sheets: Mapping[str, Sequence[datetime]] = field(default_factory=dict)
    running: Mapping[str, Block] = field(default_factory=dict)
    moved: Mapping[str, Event] = field(default_factory=dict)

    def by_hand(self, wanted: Wanted, uid: str) -> Interval | None:
        """Return the place to which the user dragged a reminder, unless they have tried the contact since."""
        move = self.moves.get(uid)
        if move is None or uid in self.skipped or (wanted.tried_last is not None and wanted.tried_last > move.at):
            return None
        return Interval(move.start, move.end)

    def passed(self, wanted: Wanted, uid: str) -> date | None:
        """Return the day of a reminder that passed without an answer or was taken off; None if it has not."""
        start = self.passed_at(wanted, uid)
        return day_of(start, self.zone) if start is not None else None

    def passed_at(self, wanted: Wanted, uid: str) -> datetime | None:
        """Return when a reminder began that passed without an answer or was taken off; None if it has not."""
        if uid in self.skipped:
            return self.skipped[uid]
        place = self.by_hand(wanted, uid) or (self.events[uid].interval if uid in self.events else None)
        return place.start if place is not None and place.end <= self.now else None

    def last_passed(self, wanted: Wanted) -> datetime | None:
        """Return when the last of its reminders that passed without an answer began, by the user's clock, or None."""
        starts = [self.passed_at(wanted, wanted.uid(self.list_name, number)) for number in self.numbers(wanted)]
        last = max(filter(None, starts), default=None)
        return last.astimezone(self.zone) if last is not None else None

    def last_unanswered(self, wanted: Wanted) -> datetime | None:
        """Return the same without those that waited at a meeting, where nobody was to be tried, unless they ask."""
        uids = (wanted.uid(self.list_name, number) for number in self.numbers(wanted))
        tries = [uid for uid in uids if uid not in self.events or not self.events[uid].silent or self.events[uid].asked]
        last = max(filter(None, (self.passed_at(wanted, uid) for uid in tries)), default=None)
        return last.astimezone(self.zone) if last is not None else None

    def asked_on(self, wanted: Wanted) -> date | None:
        """Return the day of the last of its reminders that has begun and shows a question; None if none does.

        What the user wrote there may be a try.
        """
        events = (self.events.get(wanted.uid(self.list_name, number)) for number in self.numbers(wanted))
        asked = [event.start for event in events if event is not None and event.asked and event.start <= self.now]
        return day_of(max(asked), self.zone) if asked else None

    def dragged(self, wanted: Wanted, first: int = 0) -> tuple[str, Interval] | None:
        """Return UID and place of the reminder that the user dragged into the future, from the `first`th on."""
        for number in self.numbers(wanted):
            uid = wanted.uid(self.list_name, number)
            place = self.by_hand(wanted, uid) if number >= first else None
            if place is not None and place.end > self.now:
                return uid, place
        return None

    def last_sheet(self, wanted: Wanted) -> datetime | None:
        """Return when the last sheet with its line began; None if none has."""
        return next(reversed(self.sheets.get(wanted.ref, ())), None)

    def unused_sheet(self, wanted: Wanted) -> datetime | None:
        """Return when the last sheet with its line began, if nobody has tried them since; a day alone counts as since.

        A try that was told during the block or after it is answered by its line, and the next one never had a line.
        """
        sheet = self.last_sheet(wanted)
        last = wanted.timeline.last if isinstance(wanted, NextTry) else None
        if sheet is None or last is None:
            return sheet
        since = last.at >= sheet or (not last.timed and day_of(last.at, self.zone) == day_of(sheet, self.zone))
        return None if since else sheet

    def announced(self, wanted: Wanted) -> bool:
        """Return whether a separate reminder is still to come, which has to pass first."""
        uids = (wanted.uid(self.list_name, number) for number in self.numbers(wanted))
        return any(
            uid in self.events and uid not in self.skipped and self.events[uid].end > self.now for uid in uids
        )

    def begun_today(self, *kinds: Kind) -> list[tuple[str, Event]]:
        """Return the events of these kinds that have begun today, with their base UIDs."""
        midnight = at_wall_clock(self.today, time(), self.zone)
        return [
            (uid, event) for uid, event in self.events.items()
            if midnight <= event.start <= self.now and uid.startswith(kinds) and uid not in self.skipped
        ]

    def begun_by_person(self) -> dict[str, list[tuple[str, Occasion]]]:
        """Return what has begun today about each person, by key: the refs and their occasions."""
        begun: dict[str, list[tuple[str, Occasion]]] = defaultdict(list)
        for uid, event in self.begun_today(*TRIES, *TASKS, Kind.BLOCK):
            for ref in event.people:
                begun[person_of(ref)].append((ref, (self.today, uid)))
        return begun

    def chosen(self, uid: str) -> bool:
        """Return whether the contact asked for a reminder's time or the user dragged it: that day may hold another."""
        return uid in self.moves or (uid.startswith(Kind.CALLBACK) and 0 in self.repeats.get(uid, ()))

    def open_line(self, wanted: Wanted) -> Block | None:
        """Return the block in progress with a line for it, unless they were tried since it began (P2)."""
        block = self.running.get(wanted.ref)
        tried_since = block is not None and wanted.tried_last is not None and wanted.tried_last >= block.interval.start
        return None if tried_since else block

    def has_line(self, wanted: Wanted, block: Block) -> bool:
        """Return whether it has a line on the sheet of a block."""
        return block.uid in self.events and wanted.ref in self.events[block.uid].people

    def numbers(self, wanted: Wanted) -> Sequence[int]:
        """Return the numbers of its known reminders, passed or to come; the first one has 0."""
        return self.repeats.get(wanted.uid(self.list_name), ())


def on_calendar(
    standing: Standing, moves: Mapping[str, Moved], skips: Iterable[Skipped | Restored],
    blocks: Iterable[Block], list_name: str, zone: tzinfo, now: datetime,
) -> OnCalendar:
    """Return what is there. `moves` go by base UID, `blocks` are all that are held."""
    events = standing.events
    return OnCalendar(
        list_name, zone, now, day_of(now, zone), events, moves, _skipped(skips, list_name),
        _repeats({*events, *moves}, list_name), _begun_sheets(events, now), _running(events, blocks, now),
        standing.moved,
    )


def _skipped(skips: Iterable[Skipped | Restored], list_name: str) -> dict[str, datetime]:
    """Return the reminders of tasks that the user took off, by base UID, with when they began."""
    return {
        parsed.base: skip.start
        for skip in skips
        if isinstance(skip, Skipped) and (parsed := parse_uid(skip.uid, list_name)) and parsed.kind in TASKS
    }


def _repeats(uids: Iterable[str], list_name: str) -> dict[str, list[int]]:
    """Return the numbers of the known reminders of each item, by the UID of its first one."""
    repeats: dict[str, list[int]] = defaultdict(list)
    for uid in uids:
        parsed = parse_uid(uid, list_name)
        if parsed is not None and parsed.kind is not Kind.BLOCK:
            repeat = re.search(_REPEAT, parsed.meaning)
            first = replace(parsed, meaning=re.sub(_REPEAT, "", parsed.meaning))
            repeats[first.base].append(int(repeat[1]) if repeat else 0)
    return {uid: sorted(numbers) for uid, numbers in repeats.items()}


def _begun_sheets(events: Mapping[str, Event], now: datetime) -> dict[str, list[datetime]]:
    """Return when the blocks with a line for each item began, by ref, the last one last."""
    begun = [event for uid, event in events.items() if uid.startswith(Kind.BLOCK) and event.start <= now]
    begun.sort(key=lambda event: event.start)
    starts: dict[str, list[datetime]] = defaultdict(list)
    for event in begun:
        for ref in event.people:
            starts[ref].append(event.start)
    return starts


def _running(events: Mapping[str, Event], blocks: Iterable[Block], now: datetime) -> dict[str, Block]:
    """Return the block that is going on with a line for each item, by ref."""
    there = [block for block in blocks if block.interval.contains(now) and block.uid in events]
    return {ref: block for block in there for ref in events[block.uid].people}


def moves_by_base(facts: Facts, list_name: str) -> dict[str, Moved]:
    """Return where the user moved events to, by base UID."""
    return {base_uid(uid, list_name): move for uid, move in facts.moves.items()}


def _was_tidied_away(row: Written, event: Event, facts: Facts, now: datetime) -> bool:
    """Return whether the user deleted an event when it was over: it passed, whether a pass had looked before or not."""
    by_hand = row.gone and row.batch == 0 and event.end <= now
    return by_hand and not any(isinstance(fact, Skipped) for fact in facts.on(row.uid))


class Standing(NamedTuple):
    """The events that we last wrote, by base UID.

    What goes back is here as it was (going_back.py); `moved` are those of these events that are on the calendar, where
    they are now.
    """

    events: Mapping[str, Event]
    moved: Mapping[str, Event]


def _starts_taken_back(written: Iterable[str], list_name: str, facts: Facts) -> Mapping[str, set[datetime]]:
    """Return the starts to which events were moved by what no longer counts, by base UID."""
    starts: dict[str, set[datetime]] = defaultdict(set)
    for uid in written:
        starts[base_uid(uid, list_name)].update(one.start for one in facts.gone_from(uid) if isinstance(one, Moved))
    return starts


def events_standing(written: Mapping[str, Written], list_name: str, facts: Facts, now: datetime) -> Standing:
    """Return the event under each base UID: of several generations, the highest; one that passed counts if deleted.

    An event to come that is only where it is because of a day that was taken back does not count: it is placed again,
    as if the day had never been named, and the one before it counts.
    """
    taken_back = _starts_taken_back(written, list_name, facts) if facts.taken_back else {}
    latest: dict[str, tuple[int, Event]] = {}
    for uid, row in written.items():
        parsed, event = parse_uid(uid, list_name), row.event
        if parsed is None or event is None or (row.deleted and not _was_tidied_away(row, event, facts, now)):
            continue
        if event.end > now and event.start in taken_back.get(parsed.base, ()):
            continue
        if latest.get(parsed.base, (0,))[0] < parsed.generation:
            latest[parsed.base] = (parsed.generation, event)
    standing = {base: event for base, (_, event) in latest.items()}
    back = going_back(written, standing, list_name, facts, now) if facts.taken_back else {}
    moved = {base: standing[base] for base in back if base in standing}
    events = {base: event for base, event in {**standing, **back}.items() if event is not None}
    return Standing(events, moved)


def in_open_reminders(everybody: Everybody, standing: Standing, list_name: str) -> Everybody:
    """Return everybody, each answer with the reminder that was to come when they rang or wrote, if there was one (P2).

    It stays the same event, with the user's lines, alarms and drags (P6).
    """
    replies = {key: one for key, one in everybody.tries.items() if one.instead_of}
    if not replies:
        return everybody
    starts: dict[ReminderName, datetime] = {}
    for uid, event in standing.events.items():
        name = reminder_of(uid, list_name)
        if name is not None:
            starts[name] = max(event.start, starts.get(name, event.start))
    return replace(everybody, tries={**everybody.tries, **{key: _taking(one, starts) for key, one in replies.items()}})


def _taking(reply: NextTry, starts: Mapping[ReminderName, datetime]) -> NextTry:
    """Return it under the UID of the reminder that was to come then, which may have passed since."""
    came = reply.timeline.owed[-1].at
    taken = next((name for name in reply.instead_of if name in starts and starts[name] > came), None)
    return replace(reply, taken=taken)
