"""What each contact needs next, before it finds its place: a call-back, a retry, a cadence that comes round.

Takes one contact and their timeline; returns the NextTry, with its reasons, or None if there is none.
Knows nothing of blocks, of other people, or of now.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from enum import StrEnum

from followupd.core.people.reach import Reach
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.wanted import NextTry
from followupd.core.reasons import (
    AskedFor,
    CadenceComesRound,
    CallBackSoon,
    ChannelClosed,
    ComesBackAfterRest,
    KeptApart,
    NeverContacted,
    NextChannel,
    NoHourSuitsBoth,
    Paused,
    Reason,
    RetryWait,
)
from followupd.core.values.facts import CLOSING, Outcome
from followupd.core.values.hitlist import Contact, Hitlist, Status, is_live
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind

A_WEEK = Span(days=7)
A_DAY = timedelta(days=1)


class State(StrEnum):
    """How a contact stands. Everybody who is not stopped comes back (P8)."""

    OPEN = "open"                # has an item: a reminder, or a line on a sheet
    SCHEDULED = "scheduled"      # the cadence has not come round yet
    RESTING = "resting"          # after the last try of a ladder, a no, or a skip
    IN_QUEUE = "in queue"        # due, and waits for a block with room
    WAITING = "waiting"          # starts later (start_small)
    PAUSED = "paused"
    STOPPED = "stopped"


def make_wish(key: str, contact: Contact, timeline: Timeline, hitlist: Hitlist, hours: Reach) -> NextTry | None:
    """None where the contact is stopped, or paused without an end."""
    if contact.status is Status.STOP or (contact.status is Status.PAUSED and contact.pause_until is None):
        return None
    zone = hitlist.timezone
    due, late, why = due_days(contact, timeline, hitlist)
    last = timeline.last
    last_day = day_of(last.at, zone) if last else None
    not_before = hitlist.retry.min_gap.after(last_day) if last_day else date.min
    number = len(timeline.series) + 1 if timeline.rest is None else 1

    kind, anchor, at, reasons = _next(timeline, hitlist, due, (why,))
    meeting = timeline.appointed.meeting if timeline.appointed is not None else None
    if meeting is not None and anchor == meeting.day < date.max and kind is not Kind.CALLBACK:
        anchor += A_DAY                      # the meeting itself is on that day (P2)
    if kind is not Kind.CALLBACK and anchor < not_before:
        anchor, reasons = not_before, (*reasons, KeptApart(hitlist.retry.min_gap, not_before))
    if timeline.channel is None:
        kind, at = Kind.DETAILS, None
    if timeline.closed:
        reasons += tuple(
            ChannelClosed(closed.channel, closed.outcome, day_of(closed.attempt_at, zone), closed.address.rstrip(":"))
            for closed in timeline.closed
            if timeline.channel is None or (last is not None and closed.attempt_at == last.at)
        )
    if timeline.rotated_from and timeline.channel and kind is Kind.RETRY:
        failures = sum(a.channel == timeline.rotated_from for a in timeline.series)
        reasons += (NextChannel(failures, timeline.rotated_from, timeline.channel),)
    if contact.pause_until and contact.pause_until > anchor:
        anchor, reasons = contact.pause_until, (*reasons, Paused(contact.pause_until))
    channel, told = _channel_that_can(contact, timeline, hours, anchor, hitlist, kind)
    # An item that follows a try means that try; one that follows the cadence, or a skip, means its own day.
    follows = kind in (Kind.RETRY, Kind.CALLBACK) or (kind is Kind.DETAILS and timeline.pending is not None)
    since = last_day if follows and last_day else anchor
    mark = f"-{number}" if kind is Kind.RETRY else ""
    meaning = f"{key}-{since.isoformat().replace('-', '')}{mark}"    # strftime takes five times as long
    return NextTry(
        key=key, contact=contact, timeline=timeline, kind=kind, anchor=anchor, meaning=meaning, channel=channel,
        number=number, due=due, late=late, not_before=not_before, reasons=(*reasons, *told), at=at,
    )


def due_days(contact: Contact, timeline: Timeline, hitlist: Hitlist) -> tuple[date, date, Reason]:
    """The days on which `every` and `at_most` come round, counted from the last real contact (P1)."""
    cadence, zone = contact.cadence, hitlist.timezone
    contact_day = day_of(timeline.last_contact.at, zone) if timeline.last_contact else None
    if timeline.appointed is not None:
        due = timeline.appointed.day
        return due, max(cadence.at_most.after(contact_day or due), A_WEEK.after(due)), timeline.appointed.reason
    if timeline.rest is not None:
        since = timeline.rest.since
        due = cadence.every.after(since)
        return due, cadence.at_most.after(since), ComesBackAfterRest(since, timeline.rest.because, cadence.every, due)
    if contact_day is not None:
        due = cadence.every.after(contact_day)
        return due, cadence.at_most.after(contact_day), CadenceComesRound(contact_day, cadence.every, due)
    listed = day_of(timeline.first_seen, zone)
    return listed, cadence.at_most.after(listed), NeverContacted(listed)


def _next(
    timeline: Timeline, hitlist: Hitlist, due: date, why: tuple[Reason, ...]
) -> tuple[Kind, date, time | None, tuple[Reason, ...]]:
    """Kind, day, asked time and reasons of what comes next; the first case that holds decides."""
    meeting = timeline.appointed.meeting if timeline.appointed is not None else None
    pending, retry, zone = timeline.pending, hitlist.retry, hitlist.timezone
    if pending is not None:
        day = day_of(pending.at, zone)
        # The contact asked for a day, or the user chose one: it goes before every rule.
        if pending.asked is not None and not (meeting is not None and meeting.named == pending.asked.day):
            asked = pending.asked
            return Kind.CALLBACK, asked.day, asked.time, (AskedFor(asked.day, asked.time, day, pending.outcome),)
        # "Call me again", with no day named.
        if pending.outcome is Outcome.CALL_BACK:
            wait = retry.ladder[0] if retry.ladder else A_WEEK
            return Kind.CALLBACK, wait.after(day), None, (CallBackSoon(day, wait),)
        # The address was wrong, not the person: nobody was bothered, so only min_gap is kept.
        if pending.outcome in CLOSING and timeline.rest is None and (timeline.series or due <= day):
            until = retry.min_gap.after(day)
            return Kind.RETRY, until, None, (*why, KeptApart(retry.min_gap, until))
    # A row of tries is under way and the ladder has another wait.
    if timeline.series and timeline.rest is None:
        tried = timeline.series[-1]
        day, number = day_of(tried.at, zone), len(timeline.series)
        wait = retry.ladder[number - 1]
        return Kind.RETRY, wait.after(day), None, (RetryWait(number, tried.outcome, day, wait),)
    # Nothing is open: the cadence decides, also after the last rung.
    return Kind.DUE, due, None, why


def _channel_that_can(
    contact: Contact, timeline: Timeline, hours: Reach, day: date, hitlist: Hitlist, kind: Kind
) -> tuple[str | None, tuple[Reason, ...]]:
    """Where no hour suits both, an asynchronous channel is used if there is one (DESIGN.md 8)."""
    channel = timeline.channel
    if channel is None or not is_live(channel) or kind is Kind.CALLBACK:
        return channel, ()
    if hours.ever_meet(day, hitlist.retry.length):
        return channel, ()
    shut = {closed.channel for closed in timeline.closed}
    for other in contact.via:
        if not is_live(other) and other not in shut:
            return other, (NoHourSuitsBoth(other),)
    return channel, ()
