"""The day on which somebody is expected next: that of a booked meeting, or one that the user named on a review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.people.timeline import Appointed, Meeting, Timeline
from followupd.core.reasons import BookedFor, BroughtBack
from followupd.core.values.facts import Attempt, Booked, Moved, Outcome, Skipped, Swept
from followupd.core.values.hitlist import Contact
from followupd.core.values.time import Interval
from followupd.core.values.uid import Kind, parse_item

_FROM_AFAR = frozenset({"phone", "text", "email", "social", "note"})
A_LITTLE_EARLY = timedelta(days=3)   # before the booked day: meeting them then counts as that meeting


def meetings_agreed(contact: Contact, attempts: Iterable[Attempt]) -> list[Booked]:
    """Return meetings from notes: with `book_ahead`, "reached, next 12 Nov" has booked the next one."""
    if contact.book_ahead is None:
        return []
    return [
        Booked(attempt.contact, attempt.at, attempt.asked.day, attempt.source, attempt.event, attempt.asked.time)
        for attempt in attempts
        if attempt.outcome is Outcome.REACHED and attempt.asked is not None and not attempt.asked.away
    ]


def meetings_on(
    booked: Iterable[Booked], moves: Iterable[Moved], skips: Iterable[Skipped], zone: tzinfo
) -> list[Meeting]:
    """Return the meetings that are on, in the order in which they were booked.

    What the user did to them on the calendar counts: a dragged meeting has another day, a deleted one is off, unless it
    was booked again.
    """
    moved = {item[2]: move for move in moves if (item := meeting_on(move.uid))}
    skipped = {item[2]: skip.at for skip in skips if (item := meeting_on(skip.uid))}
    meetings = []
    for fact in sorted(booked, key=lambda fact: fact.at):
        move, off = moved.get(fact.day), skipped.get(fact.day)
        if off is not None and off >= fact.at:
            continue
        if move is not None and move.at >= fact.at:
            local = move.start.astimezone(zone)
            where = Interval(move.start, move.end)
            meetings.append(Meeting(fact.at, fact.day, local.date(), local.time(), where, fact.channel))
        else:
            meetings.append(Meeting(fact.at, fact.day, fact.day, fact.time, channel=fact.channel))
    return meetings


def is_the_meeting(attempt: Attempt, meeting: Meeting, zone: tzinfo) -> bool:
    """Return whether a contact was the booked meeting: it was on its day or after it, or they met a little before.

    A call or a mail before that day may have been about the meeting, but it was not the meeting.
    """
    day = attempt.at.astimezone(zone).date()
    if attempt.at <= meeting.at:
        return False
    return day >= meeting.day or (day + A_LITTLE_EARLY >= meeting.day and attempt.channel not in _FROM_AFAR)


def meeting_on(uid: str) -> tuple[Kind, str, date] | None:
    """Return kind, key and day of the meeting whose event has this UID; None if it is another event."""
    item = parse_item(uid)
    return item if item is not None and item[0] is Kind.MEETING else None


def appointed(
    timeline: Timeline, booked: Sequence[Meeting], swept: Sequence[Swept], zone: tzinfo
) -> Appointed | None:
    """Return the day on which somebody is expected next: a booked meeting, or the day that a review named.

    Later facts end it: the meeting itself, a try after the review, a skip.
    """
    appointments: list[tuple[datetime, Appointed]] = []
    met = timeline.last_contact
    if booked and (met is None or not is_the_meeting(met, booked[-1], zone)):
        said = booked[-1].at.astimezone(zone).date()
        appointments.append((booked[-1].at, Appointed(booked[-1].day, BookedFor(booked[-1].day, said), booked[-1])))
    if swept and swept[-1].day is not None and (timeline.last is None or timeline.last.at <= swept[-1].at):
        said = swept[-1].at.astimezone(zone).date()
        appointments.append((swept[-1].at, Appointed(swept[-1].day, BroughtBack(swept[-1].day, said))))
    if not appointments:
        return None
    at, latest = max(appointments, key=lambda entry: entry[0])
    rest = timeline.rest
    # Deleting a reminder for a later day, before the meeting was booked, does not touch the meeting.
    overridden = rest is not None and rest.said > at and rest.since > at.astimezone(zone).date()
    return None if overridden else latest
