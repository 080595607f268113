"""The events for what was placed: blocks with their sheets, reminders, and the review.

Takes places and who is on which sheet; returns events with base UIDs. Never decides where anything goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import partial
from itertools import chain

from followupd.core.items.fact_words import after_an_answer, what_was_reported
from followupd.core.items.kinds import REVIEW, TASK_KINDS, TRY_KINDS, manners_of
from followupd.core.items.looking_back import Everyone
from followupd.core.items.review import Weeks
from followupd.core.items.tasks import Tasks
from followupd.core.people.identity import People
from followupd.core.people.noticed import NOTICED
from followupd.core.people.personal import what_is_known_after
from followupd.core.people.timeline import day_of
from followupd.core.people.understand import Everybody
from followupd.core.phrases.signs import OPEN
from followupd.core.phrases.vocabulary import BELOW, clock_text
from followupd.core.schedule.absent import Absent, absent
from followupd.core.schedule.block import Block, Placed
from followupd.core.schedule.minutes import begun_before, week_before
from followupd.core.schedule.placing import Schedule, at_meetings
from followupd.core.schedule.review_times import ReviewTimes
from followupd.core.schedule.scene import Scene
from followupd.core.schedule.start_small import Turns
from followupd.core.schedule.status import ContactStatus
from followupd.core.texts.cards import before_meeting, block_event, meeting_event
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Booked, Noticed
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.memo import Memo
from followupd.core.values.record import Facts
from followupd.core.values.uid import Kind, parse_item


@dataclass(frozen=True, slots=True)
class Writer:
    """Everything that goes into the texts."""

    hitlist: Hitlist
    people: People
    everybody: Everybody
    turns: Turns
    facts: Facts
    now: datetime

    def events(self, scene: Scene, schedule: Schedule, tasks: Tasks, memo: Memo) -> list[Event]:
        """Return the blocks to come, and the reminders that have not begun."""
        timelines, coming = self.everybody.timelines, scene.coming
        meetings = self._meetings(coming, schedule)
        events = [
            block_event(
                block, schedule.sheets.get(block.uid), self.hitlist, tasks.head_of(block, timelines, self.hitlist),
                schedule.short.get(block.uid), self._absent(block, schedule), meetings.get(block.uid, ()),
            )
            for block in coming
        ]
        # A text depends on the settings and on the contact, who is in the try.
        settings = memo.same("settings", replace(self.hitlist, contacts=()))
        for next_try, item in schedule.tries.values():
            if not item.on_sheet and item.interval.start > self.now:
                events.append(memo.of(
                    ("text", item.uid), (next_try, item, settings),
                    partial(TRY_KINDS[next_try.kind].written, next_try, item, timelines, settings),
                ))
        events += [meeting_event(one, item, self.hitlist) for one, item in at_meetings(self.turns, scene)]
        return [*events, *tasks.reminders(timelines, self.hitlist, self.now)]

    def _meetings(self, coming: Sequence[Block], schedule: Schedule) -> Mapping[str, list[str]]:
        """Return the lines about meetings to come, by the block: the last one before each, once it has a sheet."""
        lines: dict[str, list[str]] = {}
        for key, meeting in sorted(self.turns.meetings.items(), key=lambda one: (one[1].start, one[0])):
            before = [block for block in coming if block.interval.start < meeting.start]
            last = max(before, key=lambda block: block.interval.start, default=None)
            if last is not None and last.uid in schedule.sheets:
                near = day_of(last.interval.start, self.hitlist.timezone)
                contact, timeline = self.people.by_key[key], self.everybody.timelines[key]
                lines.setdefault(last.uid, []).append(before_meeting(meeting, contact, timeline, self.hitlist, near))
        return lines

    def _absent(self, block: Block, schedule: Schedule) -> Sequence[Absent]:
        """Return who is due but absent, if nobody is on the sheet of the block."""
        if schedule.sheets.get(block.uid) != ():
            return ()
        zone = self.hitlist.timezone
        return absent(day_of(block.interval.start, zone), self.turns, schedule.tries, zone)

    def reviews(
        self, held: Placed, written: Mapping[str, Written], times: ReviewTimes, schedule: Schedule, tasks: Tasks
    ) -> list[Event]:
        """Return the review to come."""
        if self.hitlist.review is None:
            return []
        zone = self.hitlist.timezone
        begun = begun_before(written, self.hitlist.name, self.now)
        began = day_of(min(self.people.first_seen.values(), default=self.now), zone)
        changing = (*self.facts.all.promises, *self.facts.all.swept)
        timelines = self.everybody.timelines
        held_back = frozenset(self.turns.small.places.keys() - schedule.tries.keys())       # as in their status
        everyone = Everyone(
            self.hitlist, self.people, timelines, self.turns.tries, changing, held_back,
            {key: day_of(item.interval.start, zone) for key, (_, item) in schedule.tries.items()}, tasks.for_review,
        )
        weeks = Weeks(
            everyone, times, written,
            lambda day: week_before(day, held.blocks, held.dropped, begun, began, self.now, zone), self.now,
        )
        return [REVIEW.written(one, one.place, timelines, self.hitlist) for one in REVIEW.wanted(weeks)]


def in_order(*events: Iterable[Event]) -> tuple[Event, ...]:
    """Return all these events in order of time."""
    return tuple(sorted(chain.from_iterable(events), key=lambda event: (event.start, event.uid)))


@dataclass(frozen=True, slots=True)
class AnsweredTexts:
    """The texts of events that are answered, by UID: `whole` ones, and what is `below` the lines of past sheets."""

    whole: Mapping[str, str] = field(default_factory=dict)
    below: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


def texts_of_answered(
    signs: Mapping[str, str], written: Mapping[str, Written], facts: Facts, statuses: Mapping[str, ContactStatus],
    hitlist: Hitlist, since: datetime, now: datetime,
) -> AnsweredTexts:
    """Return the texts of what is answered now; what began before `since` stays as it is."""
    below = _noticed_lines(written, facts, statuses, hitlist.timezone, since, now)
    return AnsweredTexts(answered_texts(signs, written, facts, statuses, hitlist), below)


def answered_texts(
    signs: Mapping[str, str], written: Mapping[str, Written], facts: Facts, statuses: Mapping[str, ContactStatus],
    hitlist: Hitlist,
) -> Mapping[str, str]:
    """Return the texts of the reminders and meetings that are answered now, by UID.

    They say what came of it and what helps to know, from the facts alone: no reason for a try that is over.
    """
    zone, texts = hitlist.timezone, dict[str, str]()
    for uid, sign in signs.items():
        event, item = written[uid].event, parse_item(uid)
        corrected = event is not None and (event.answer != sign or bool(facts.gone_from(uid)))     # perhaps its note
        if event is not None and corrected and item is not None and sign not in OPEN:
            kind, status, near = item[0], statuses.get(item[1]), day_of(event.start, zone)
            came = after_an_answer(facts.on(uid), status if manners_of(kind).as_try else None, zone, near)
            if status is not None and any(isinstance(fact, Booked) for fact in facts.on(uid)):
                status = replace(status, timeline=replace(status.timeline, booked=()))      # its title names the day
            known = _known(status, event, kind, hitlist) if status is not None else ()
            texts[uid] = "\n\n".join(filter(None, (came, "\n".join(known))))
    return texts


def _noticed_lines(
    written: Mapping[str, Written], facts: Facts, statuses: Mapping[str, ContactStatus], zone: tzinfo,
    since: datetime, now: datetime,
) -> Mapping[str, Mapping[int, str]]:
    """Return the lines below those of past sheets, by UID and number, so that nobody's is used up in silence."""
    if not facts.all.noticed and not facts.taken_back:
        return {}
    over = (
        (uid, row.event) for uid, row in written.items()
        if uid.startswith(f"{Kind.BLOCK}-") and row.event is not None and not row.deleted
        and since < row.event.start and row.event.end <= now
    )
    return {uid: dict(_below(event, facts, statuses, zone)) for uid, event in over}


def _below(
    event: Event, facts: Facts, statuses: Mapping[str, ContactStatus], zone: tzinfo
) -> Iterator[tuple[int, str]]:
    day = day_of(event.start, zone)
    for number, ref in enumerate(event.people):
        status = statuses.get(ref)      # by ref a task has none
        counted = {one.at for one in status.timeline.attempts if one.source == NOTICED} if status is not None else ()
        that_day = [
            one for one in facts.of(ref).noticed if one.at in counted and _is_try(one) and day_of(one.at, zone) == day
        ] if counted else []
        if that_day:
            last = max(that_day, key=lambda one: one.at)
            said = what_was_reported(last, zone, day)
            yield number, f"{BELOW}{clock_text(last.at.astimezone(zone).time())} {said}"


def _is_try(fact: Noticed) -> bool:
    return fact.sure and fact.outcome is not None


def _known(status: ContactStatus, event: Event, kind: Kind, hitlist: Hitlist) -> Sequence[str]:
    task = TASK_KINDS.get(kind)
    group = task is not None and task.of_meetings and bool(status.contact.people)
    over = manners_of(kind).asks_when_over
    return what_is_known_after(status.contact, status.timeline, event, hitlist, group=group, over=over)
