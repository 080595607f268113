"""The desk of `followupd log WHO later 3d`: the next try is put on another day, as by dragging its reminder.

Takes who and the day; stores where the reminder is to be, and gives the answer. A line on a sheet becomes a reminder.
"""

from __future__ import annotations

from itertools import count

from followupd.core.answers.put_off import PutOff
from followupd.core.people.reach import reach
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry
from followupd.core.phrases.said import Mark
from followupd.core.phrases.vocabulary import day_text, moment_text
from followupd.core.phrases.words import quoted
from followupd.core.schedule.need import Need
from followupd.core.schedule.occupancy import FreePlaces, Occupancy
from followupd.core.schedule.slots import find_slot
from followupd.core.values.facts import DayTime, Moved
from followupd.core.values.record import Facts
from followupd.core.values.time import Interval
from followupd.core.values.uid import THEY_WAIT, base_uid
from followupd.desk.asking import Reply
from followupd.desk.desk import Desk
from followupd.desk.recording import logged_reply, record_facts
from followupd.desk.who import Match
from followupd.errors import UsageError
from followupd.passes.user_time import known_time
from followupd.rendering.fact_line import what
from followupd.rendering.json_form import instant
from followupd.rendering.text import name


def later_answer(desk: Desk, match: Match, mark: Mark, day: DayTime, *, as_json: bool) -> Reply:
    """Store the day, and answer. Raises UsageError if nothing is to come for them, or if the day has begun."""
    status = desk.before.status(match.key)
    if status.next_try is None:
        again = f"Plan them again first: followupd resume {quoted(match.contact.name)}"
        raise UsageError(f"{name(match.contact.name)} is {status.state}", again)
    _check_no_meeting(desk, match, status.next_try)
    place = _place(desk, status.next_try, mark, day)
    if place.start <= desk.now:
        shown = moment_text(place.start, desk.hitlist.timezone, day_of(desk.now, desk.hitlist.timezone))
        raise UsageError(f"{shown} is over", "Name a day that is to come, or a time: later Friday 15:00.")
    moved = Moved(match.key, desk.now, _uid(desk, status.next_try), place.start, place.end, typed=True)
    ending = record_facts(desk, moved, reason="log")
    said = f"{name(match.contact.name)}: {what(moved, desk.hitlist.timezone, day_of(desk.now, desk.hitlist.timezone))}"
    return ending.answer(logged_reply(match, ending, said, {"moved": instant(place.start)}, as_json=as_json))


def _check_no_meeting(desk: Desk, match: Match, next_try: NextTry) -> None:
    """Raise UsageError if a meeting is to come: the next try waits for it, and they may mean either."""
    zone = desk.hitlist.timezone
    today, appointed = day_of(desk.now, zone), next_try.timeline.appointed
    meeting = appointed.meeting if appointed is not None else None
    if meeting is None or meeting.day < today or next_try.kind in THEY_WAIT:
        return
    who, first = name(match.contact.name), match.contact.name.split()[0]
    raise UsageError(
        f"{who} has a meeting on {day_text(meeting.day, today)}, and the next try waits for it",
        f"To move the meeting: followupd log {first} booked and the new day, or drag it.",
    )


def _place(desk: Desk, next_try: NextTry, mark: Mark, day: DayTime) -> Interval:
    """Return the time on that day: the one that was named, else that of the reminder, else a good one for both."""
    hitlist, item = desk.hitlist, desk.before.status(next_try.key).item
    reminder = item if item is not None and not item.on_sheet else None
    standing = reminder.interval if reminder is not None else None
    length = standing.length if standing is not None else hitlist.retry.length_for(next_try.channel)
    user_time = known_time(hitlist, desk.now, desk.history)
    ours = [event.interval for event in desk.before.plan.events if reminder is None or event.uid != reminder.uid]
    today = mark.wait is not None or bool(day.part and day.day == day_of(desk.now, hitlist.timezone))
    if standing is not None or day.time is not None or today:
        usual = standing or Interval(desk.now, desk.now + length)
        put_off = PutOff(usual, next_try.contact, next_try.channel, hitlist, user_time, desk.now, ours)
        return put_off.to(day, mark.hours) if mark.wait is None else put_off.after(mark.wait)
    busy = Occupancy().plus((*ours, *(one.interval for one in user_time.busy)))
    need = Need(
        reach(hitlist, next_try.contact, user_time.off), day.day, next_try.channel or "", length, asked=not day.vague,
        failed=next_try.failed, spread=next_try.key, after=desk.now, part=day.part,
    )
    return find_slot(need, FreePlaces(busy)).interval


def _uid(desk: Desk, next_try: NextTry) -> str:
    """Return the UID of the reminder that is there, else that of one that was never there."""
    item = desk.before.status(next_try.key).item
    if item is not None and not item.on_sheet:
        return item.uid
    name = desk.hitlist.name
    known = {base_uid(uid, name) for uid in (*desk.written(), *Facts(desk.history.facts()).moves)}
    return next(uid for number in count() if (uid := next_try.uid(name, number)) not in known)
