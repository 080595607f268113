"""The signs on our events: a ✓ on the event at which something was done; others say at most that they passed.

Takes what was last written, and the facts with their meaning; gives signs (phrases/signs.py) by UID. Reads no title and
no marks, and leaves events older than LOOK_BACK as they are, unless the user marks one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.items.kinds import KINDS, TRY_KINDS, manners_of
from followupd.core.people.identity import People
from followupd.core.people.noticed import NOTICED
from followupd.core.people.promises import Ended
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import Task, person_of, ref_of
from followupd.core.phrases.signs import OPEN, noticed_sign, sign
from followupd.core.phrases.vocabulary import Said
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Attempt, Noticed, Outcome, Skipped, key_of
from followupd.core.values.hitlist import Hitlist, Status
from followupd.core.values.record import Facts
from followupd.core.values.time import Interval
from followupd.core.values.uid import Kind, parse_item, parse_uid

LOOK_BACK = timedelta(days=62)           # how far back we still write on our own past events
SAID_AFTERWARDS = timedelta(days=1)      # an evening call is often logged the next morning, without its time
_FOLLOWS = (Kind.RETRY, Kind.CALLBACK, Kind.DETAILS)      # the day in their UID is that of the try that led to them


@dataclass(frozen=True, slots=True)
class Since:
    """Events elsewhere: attempts by contact key, and how finished tasks ended, by ref."""

    attempts: Mapping[str, Sequence[Attempt]]
    ended: Mapping[str, Ended]

    @classmethod
    def of(cls, attempts: Mapping[str, Sequence[Attempt]], tasks: Iterable[Task]) -> Since:
        """Return what happened, from all tasks, also those that are over."""
        return cls(attempts, {task.ref: task.ended for task in tasks if task.ended is not None})


@dataclass(frozen=True, slots=True)
class _OpenItem:
    """One event that has begun and had an open item: a reminder, a line on a sheet, a meeting."""

    uid: str
    event: Event


def answered(
    written: Mapping[str, Written], facts: Facts, since: Since, people: People, hitlist: Hitlist, now: datetime
) -> dict[str, str]:
    """Return the signs of the events that are answered.

    The first of these applies:

    - what was marked on the event itself; one to come of a person who is stopped or gone is deleted instead (P8);
    - what it shows already and was done elsewhere, if the user has dragged it since;
    - once it is over, what was done elsewhere on its day or the next, if it was the open item then (P2, P12);
    - once it is over, that it was put off;
    - if it waited at a meeting that did not take place, that they did not meet;
    - once something else has taken its place, that it passed; for a meeting, the question how it was. Nothing for one
      that waited at a meeting, or that was moved to what was noticed and taken back: no try was to be made then.

    What was taken back leaves no sign: "" removes it from an event that may still show it.

    A past block shows how many people were reached on its day, or else tried, by its lines or as logged elsewhere.
    """
    rows = {uid: row.event for uid, row in written.items() if row.event is not None and not row.deleted}
    begun = {uid: event for uid, event in rows.items() if now - LOOK_BACK < event.start <= now}
    kinds = _kinds(rows, hitlist.name)
    active = {uid for uid in kinds if _is_active(uid, people)}
    open_items = _open_items(begun, hitlist.name)
    reported = _with_first_reports(since, facts, people)
    dragged = dict(_dragged(rows, facts, people, now))
    shown = {(people.today(fact.contact), fact.at) for fact in dragged.values()}
    made, elsewhere = (
        [(one, item.uid) for one, item in found if (people.today(one.contact), one.at) not in shown]
        for found in _elsewhere(open_items, facts, reported, hitlist.timezone)
    )
    off = _at_what_was_taken_back(begun, facts, people)
    ways: tuple[Mapping[str, str], ...] = (
        {uid: KINDS[kind].sign(facts.on(uid)) for uid, kind in kinds.items()},
        _ended(open_items, facts, since, hitlist.timezone),
        {uid: rows[uid].answer for uid in dragged},
        {uid: _sign_of(attempt) for attempt, uid in elsewhere},
        _put_off(begun, off, facts),
        _of_passed(begun, off, active, open_items, since, hitlist.name, now),
    )
    signs = _of_blocks(begun, facts, made, hitlist.timezone, now)
    for uid in kinds:
        said = [way[uid] for way in ways if way.get(uid)]
        if said and (uid in active or rows[uid].start <= now):
            signs[uid] = said[0]
    lost = (uid for uid, event in begun.items() if uid not in signs and _may_have_lost(uid, event, facts, people))
    return signs | dict.fromkeys(lost, "")


def _sign_of(attempt: Attempt) -> str:
    if attempt.source == NOTICED:
        return noticed_sign(attempt.outcome, attempt.channel, met=attempt.met)
    return sign(attempt.outcome)


def answered_early(signs: Mapping[str, str], written: Mapping[str, Written], now: datetime) -> Iterator[Interval]:
    """Yield the places of events that are answered and not over: they remain on the calendar, so nothing goes there."""
    for uid, row in written.items():
        if signs.get(uid) and row.event is not None and row.event.end > now:
            yield row.event.interval


def _kinds(uids: Iterable[str], list_name: str) -> dict[str, Kind]:
    """Return the kind of each item of this list, by UID, without blocks."""
    parsed = ((uid, parse_uid(uid, list_name)) for uid in uids)
    return {uid: one.kind for uid, one in parsed if one is not None and one.kind in KINDS}


def _may_have_lost(uid: str, event: Event, facts: Facts, people: People) -> bool:
    """Return whether something was taken back that the event may still show, on it or of its person."""
    item = parse_item(uid)
    whose = {people.today(key) for key in ([item[1]] if item is not None else map(person_of, event.people))}
    gone = any(fact.contact not in people.one for fact in facts.gone_from(uid))
    return gone or not whose.isdisjoint(facts.taken_back.values())


def _with_first_reports(since: Since, facts: Facts, people: People) -> Since:
    """Return what happened, with reports first recorded for the wrong contact, on whose events they are.

    Such a report was retracted there and recorded for the right one.
    """
    theirs = {
        other: [one for one in since.attempts.get(key, ()) if key_of(replace(one, contact=other)) in facts.taken_back]
        for other, key in people.one.items()
    }
    return Since({**since.attempts, **theirs}, since.ended) if theirs else since


def _elsewhere(
    open_items: Mapping[str, Sequence[_OpenItem]], facts: Facts, since: Since, zone: tzinfo
) -> tuple[list[tuple[Attempt, _OpenItem]], list[tuple[Attempt, _OpenItem]]]:
    """Return the attempts that were not marked on an event, each with the item that was open then.

    Also those of them that used up their item: the first, if nothing was marked on it.
    """
    made, used = list[tuple[Attempt, _OpenItem]](), list[tuple[Attempt, _OpenItem]]()
    for whose, items in open_items.items():
        theirs = list(_made_elsewhere(whose, items, facts, since, zone))
        made += theirs
        used += _consumed(whose, items, theirs, facts)
    return made, used


def _dragged(
    rows: Mapping[str, Event], facts: Facts, people: People, now: datetime
) -> Iterator[tuple[str, Attempt | Noticed]]:
    """Yield the UIDs of reminders that the user dragged, and what was done elsewhere and they show, while it counts."""
    for uid in facts.moves.keys() & rows.keys():
        item, event = parse_item(uid), rows[uid]
        if event.answer in OPEN or event.start < now - LOOK_BACK or item is None or not manners_of(item[0]).as_try:
            continue
        from followupd.core.answers.shown import still_shown  # seldom needed

        fact = still_shown(event, facts, people.today(item[1]))
        if fact is not None and fact.at <= facts.moves[uid].at:
            yield uid, fact


def _at_what_was_taken_back(begun: Mapping[str, Event], facts: Facts, people: People) -> set[str]:
    """Return the UIDs of the events that stand where something was noticed that does not count any more."""
    gone = set(facts.taken_back.values())       # keys take time
    noticed = (fact for fact in facts.recorded if isinstance(fact, Noticed) and fact.contact in gone) if gone else ()
    places = {(people.today(fact.contact), fact.at) for fact in noticed if key_of(fact) in facts.taken_back}
    items = ((uid, event, parse_item(uid)) for uid, event in begun.items()) if places else ()
    return {uid for uid, event, item in items if item is not None and (people.today(item[1]), event.start) in places}


def _put_off(begun: Mapping[str, Event], off: Collection[str], facts: Facts) -> dict[str, str]:
    """Return the sign of events that the user dragged to a later time; a review is only held later.

    None on those `off`: they went to what was noticed, after the drag.
    """
    rows = ((uid, event) for uid, event in begun.items() if uid not in off and not uid.startswith(Kind.REVIEW))
    moves = ((uid, event, facts.moves.get(uid)) for uid, event in rows)
    return {uid: sign(Said.LATER) for uid, event, move in moves if move is not None and move.start > event.start}


def _is_active(uid: str, people: People) -> bool:
    """Return whether somebody active is expected at this event; a review has nobody and is answered afterwards."""
    item = parse_item(uid)
    contact = people.by_key.get(people.today(item[1])) if item else None
    return contact is not None and contact.status is not Status.STOP


def _open_items(begun: Mapping[str, Event], list_name: str) -> Mapping[str, Sequence[_OpenItem]]:
    """Return the events that were open for each contact and each task, by key or ref, in the order of their start."""
    open_items: dict[str, list[_OpenItem]] = defaultdict(list)
    for uid, event in begun.items():
        for whose in _refs_on(uid, event, list_name):
            open_items[whose].append(_OpenItem(uid, event))
    for items in open_items.values():
        items.sort(key=lambda one: (one.event.start, one.uid))
    return open_items


def _refs_on(uid: str, event: Event, list_name: str) -> Iterator[str]:
    """Yield the key or ref of each open item on an event."""
    parsed, item, ref = parse_uid(uid, list_name), parse_item(uid), ref_of(uid, list_name)
    if parsed is not None and parsed.kind is Kind.BLOCK:
        yield from event.people
    elif item is not None and manners_of(item[0]).as_try:
        yield item[1]
    elif ref is not None:
        yield ref


def _of_blocks(
    rows: Mapping[str, Event], facts: Facts, elsewhere: Iterable[tuple[Attempt, str]], zone: tzinfo, now: datetime
) -> dict[str, str]:
    """Return the signs of past blocks in which somebody was tried: each person counts once, reached before tried."""
    tries: dict[str, list[Attempt]] = defaultdict(list)
    for attempt, uid in elsewhere:
        if day_of(attempt.at, zone) == day_of(rows[uid].start, zone):
            tries[uid].append(attempt)
    signs = {}
    for uid, event in rows.items():
        if uid.startswith(f"{Kind.BLOCK}-") and event.end <= now:
            made = [*tries[uid], *(fact for fact in facts.on(uid) if isinstance(fact, Attempt))]
            tried = {attempt.contact for attempt in made}
            reached = {attempt.contact for attempt in made if attempt.outcome is Outcome.REACHED}
            if reached:
                signs[uid] = _number(len(reached), Said.REACHED_ONE, Said.REACHED_MANY)
            elif tried:
                signs[uid] = _number(len(tried), Said.TRIED_ONE, Said.TRIED_MANY)
    return signs


def _number(people: int, one: Said, many: Said) -> str:
    return sign(one) if people == 1 else sign(many, people)


def _ended(open_items: Mapping[str, Sequence[_OpenItem]], facts: Facts, since: Since, zone: tzinfo) -> dict[str, str]:
    """Return how tasks ended away from their events, by the UID of the one reminder that was the open item then.

    A line on a sheet, and a reminder on which something was marked, take it as well: then no reminder is answered.
    """
    signs: dict[str, str] = {}
    for whose, items in open_items.items():
        ended = since.ended.get(whose)
        marked = ended is not None and any(
            KINDS[parsed[0]].sign(facts.on(one.uid)) for one in items if (parsed := parse_item(one.uid)) is not None
        )
        # Deleting a reminder drops its task, at a time that nobody knows; no other event says that it was dropped.
        if ended is not None and not marked and (ended.at is not None or ended.sign != sign(Said.DROPPED)):
            last = _open_at(ended.at, items, zone) if ended.at is not None else items[-1]
            if last is not None:
                signs[last.uid] = ended.sign
    return signs


def _consumed(
    whose: str, items: Iterable[_OpenItem], made: Iterable[tuple[Attempt, _OpenItem]], facts: Facts
) -> Iterator[tuple[Attempt, _OpenItem]]:
    """Yield those of the attempts `made` elsewhere that consumed their item."""
    taken = {
        item.uid for item in items
        if any(isinstance(fact, Attempt) and fact.contact == whose for fact in facts.on(item.uid))
    }
    for attempt, item in made:
        if item.uid not in taken:
            taken.add(item.uid)
            yield attempt, item


def _made_elsewhere(
    whose: str, items: Sequence[_OpenItem], facts: Facts, since: Since, zone: tzinfo
) -> Iterator[tuple[Attempt, _OpenItem]]:
    """Yield the attempts that were not marked on an event, each with the item that was open then."""
    theirs = facts.of(whose)
    skipped = [skip.at for skip in theirs.skips if isinstance(skip, Skipped)]
    came = [fact.at for fact in theirs.noticed if fact.outcome is None]
    for attempt in since.attempts.get(whose, ()):
        item = _open_at(attempt.at, items, zone, came) if attempt.event is None else None
        if item is None or _long_after(attempt, item, zone):
            continue
        if not any(item.event.start < at <= attempt.at for at in skipped):
            yield attempt, item


def _open_at(
    at: datetime, items: Sequence[_OpenItem], zone: tzinfo, came: Sequence[datetime] = ()
) -> _OpenItem | None:
    """Return the item that was open at an instant: the last that had begun, or one later on that day.

    Not the one to which the very try of that instant led, nor the answer to somebody who `came` afterwards.
    """
    day = day_of(at, zone)
    begun = [item for item in items if item.event.start <= at]
    last = begun[-1] if begun else None
    if last is not None and day_of(last.event.start, zone) == day:
        return last
    after = any(at < one and day_of(one, zone) == day for one in came)
    later = (
        item for item in items[len(begun):]
        if day_of(item.event.start, zone) == day and not _follows(item, day, (*_FOLLOWS, *([Kind.REPLY] * after)))
    )
    return next(later, last)


def _long_after(attempt: Attempt, item: _OpenItem, zone: tzinfo) -> bool:
    """Return whether this was done when the day of that item was over: then it was not done on it."""
    return day_of(attempt.at, zone) > day_of(item.event.start, zone) + SAID_AFTERWARDS


def _follows(item: _OpenItem, day: date, kinds: Collection[Kind]) -> bool:
    found = parse_item(item.uid)
    return found is not None and found[0] in kinds and found[2] == day


def _of_passed(
    begun: Mapping[str, Event], off: Collection[str], active: Collection[str],
    open_items: Mapping[str, Sequence[_OpenItem]], since: Since, list_name: str, now: datetime,
) -> dict[str, str]:
    """Return the signs of events on which nothing was done; `off` are those at something that was taken back."""
    signs = {}
    for uid, event in begun.items():
        if uid in off:
            signs[uid] = sign(Said.NOT_MET) if event.silent else ""
        elif uid in active and not event.silent:
            signs[uid] = _sign_of_passed(uid, event, open_items, since, list_name, now)
    return signs


def _sign_of_passed(
    uid: str, event: Event, open_items: Mapping[str, Sequence[_OpenItem]], since: Since, list_name: str, now: datetime
) -> str:
    """Return the sign of an event on which nothing was done; "" while it may still be used.

    A reminder has passed when something else has taken its place: a later item of its person or of its task has begun,
    or its person was tried elsewhere. A meeting that is over is asked about.
    """
    kind_and_key, whose = parse_item(uid), next(_refs_on(uid, event, list_name), None)
    if kind_and_key is None or whose is None:
        return ""
    if manners_of(kind_and_key[0]).asks_when_over:
        return sign(Said.ASKED) if event.end <= now else ""
    later = open_items[whose][-1].event.start > event.start
    if kind_and_key[0] not in TRY_KINDS:
        return sign(Said.NOT_DONE) if later else ""
    tried = any(attempt.at > event.start for attempt in since.attempts.get(whose, ()))
    return sign(Said.NOT_TRIED) if later or tried else ""
