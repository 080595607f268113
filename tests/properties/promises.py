"""Checkers of promises that are independent of the planner: they look only at attempts and events.

They derive the rules of docs/promises.md again from wall clocks and calendars, on purpose without the planner's
functions for hours, times of day and ladders. Used by the properties and by bench/follow_through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Contact, Hitlist

NOBODY = {Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY, Outcome.SENT}
ASYNCHRONOUS = {"text", "email", "note", "social"}
AT_ANY_HOUR = {"email", "note"}     # a text or a social message rings at night
AN_HOUR = 60


def pushy(  # noqa: C901 - one check for each rule of P7, in order of time
    hitlist: Hitlist, contact: Contact, told: Sequence[Attempt], answers: Collection[Attempt] = (),
    chosen: Collection[datetime] = (), breaks: Collection[datetime] = (),
) -> list[str]:
    """P7: return in words what went too far with one contact. `told` are all attempts in order of time, with channel.

    `answers` are those that the contact made (a reply to a mail); `chosen` are instants that the user chose by hand,
    `breaks` those at which they deleted an item (the row ends there). A
    try that follows a call-back, or a day that was asked for, was asked for.
    """
    found: list[str] = []
    row: list[Attempt] = []
    rested: date | None = None
    before: Attempt | None = None
    for attempt in told:
        when = f"{attempt.contact} on {attempt.at:%Y-%m-%d %H:%M}Z by {attempt.channel}"
        if before is not None and any(before.at <= cut < attempt.at for cut in breaks):
            row, rested = [], None
        asked = before is not None and (before.asked is not None or before.outcome is Outcome.CALL_BACK)
        if attempt not in answers and attempt.at not in chosen and not asked:
            live = attempt.channel not in ASYNCHRONOUS
            if attempt.channel not in AT_ANY_HOUR and not in_hours(hitlist, contact, attempt.at):
                found.append(f"outside their hours: {when}")
            if before is not None:
                gap = _day(attempt.at, hitlist.timezone) - hitlist.retry.min_gap.after(
                    _day(before.at, hitlist.timezone)
                )
                if gap < timedelta(0):
                    found.append(f"too soon after the last attempt: {when}")
            if rested is not None and _day(attempt.at, hitlist.timezone) < min(
                span.after(rested) for span in (contact.cadence.every, hitlist.retry.rest)
            ):
                found.append(f"a try in the rest after the ladder: {when}")
            tries = [a for a in row if a.channel not in ASYNCHRONOUS and a.timed]
            if live and tries and same_time(hitlist, contact, tries[-1].at, attempt.at) and another_was_possible(
                hitlist, contact, tries[-1].at, _day(attempt.at, hitlist.timezone)
            ):
                found.append(f"twice in a row at the same time of day: {when}")
        if attempt.outcome in NOBODY and not (attempt.channel == "note" and attempt.outcome is Outcome.SENT):
            if rested is not None:
                row, rested = [], None
            row.append(attempt)
            if len(row) > len(hitlist.retry.ladder):
                rested = _day(attempt.at, hitlist.timezone)
        elif attempt.outcome not in (Outcome.BOUNCED, Outcome.WRONG_NUMBER):
            row, rested = [], None
        before = attempt
    return found


def in_hours(hitlist: Hitlist, contact: Contact, at: datetime) -> bool:
    """Return whether the contact's clock shows one of their hours.

    The hours given, else 9:00-18:00 on the user's days, and 8:00-21:00 while the user has a block.
    """
    local = at.astimezone(contact.timezone or hitlist.timezone)
    minute = local.hour * 60 + local.minute
    if contact.hours is None:
        usual = local.weekday() in {r.day for r in hitlist.hours.ranges} and 9 * 60 <= minute < 18 * 60
        return usual or (8 * 60 <= minute < 21 * 60 and in_a_block(hitlist, at))
    return any(r.day == local.weekday() and r.start <= minute < r.end for r in contact.hours.ranges)


def in_a_block(hitlist: Hitlist, at: datetime) -> bool:
    """Return whether the user's clock shows the time of one of the blocks, in whichever weeks it comes."""
    local = at.astimezone(hitlist.timezone).replace(tzinfo=None)
    for rule in hitlist.blocks:
        for days_back in (0, 1):             # a block may go past midnight
            start = datetime.combine(local.date() - timedelta(days=days_back), rule.time)
            if start.weekday() in rule.days and start <= local < start + rule.length:
                return True
    return False


def same_time(hitlist: Hitlist, contact: Contact, a: datetime, b: datetime) -> bool:
    """By the contact's clock: the same part of the day (noon, 14:00 and 17:00 part it), or less than an hour apart."""
    x, y = (t.astimezone(contact.timezone or hitlist.timezone) for t in (a, b))
    parts = [sum(local.hour >= edge for edge in (12, 14, 17)) for local in (x, y)]
    apart = abs(x.hour * 60 + x.minute - y.hour * 60 - y.minute)
    return parts[0] == parts[1] or min(apart, 24 * 60 - apart) < AN_HOUR


def another_was_possible(hitlist: Hitlist, contact: Contact, failed: datetime, day: date) -> bool:
    """Return whether the week from `day` holds a quarter of an hour that suits both and is another time of day."""
    start = datetime(day.year, day.month, day.day, tzinfo=hitlist.timezone).timestamp()
    for quarter in range(7 * 24 * 4):
        at = datetime.fromtimestamp(start + quarter * 900, hitlist.timezone)
        end = at + timedelta(minutes=14)
        if (
            _in_mine(hitlist, at) and _in_mine(hitlist, end) and in_hours(hitlist, contact, at)
            and in_hours(hitlist, contact, end) and not same_time(hitlist, contact, failed, at)
        ):
            return True
    return False


def _in_mine(hitlist: Hitlist, at: datetime) -> bool:
    local = at.astimezone(hitlist.timezone)
    minute = local.hour * 60 + local.minute
    return any(r.day == local.weekday() and r.start <= minute < r.end for r in hitlist.hours.ranges)


def _day(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()


def named_twice(events: Sequence[Event]) -> list[str]:
    """P2: return who is named by two coming events. A task (`promise/...`) is not a try."""
    named = Counter(key for event in events for key in event.people if "/" not in key)
    return [key for key, times in named.items() if times > 1]


def too_early(
    hitlist: Hitlist, contact: Contact, told: Sequence[Attempt], event: Event
) -> bool:
    """P1: whether an event names somebody before their cadence comes round, counted from their last real contact.

    A sheet with room may be a little early: a fortnight, or 15 % of the cadence. What was asked for comes at any time.
    """
    real = [a for a in told if a.outcome is Outcome.REACHED or (a.outcome is Outcome.SENT and a.channel == "note")]
    if not real or told[-1] is not real[-1] or real[-1].asked is not None:
        return False
    due = contact.cadence.every.after(_day(real[-1].at, hitlist.timezone))
    early = min(14, int(contact.cadence.every.about_days * 0.15)) if "block-" in event.uid else 0
    return _day(event.start, hitlist.timezone) < due - timedelta(days=early)
