"""The next meeting, booked when one is over (`book_ahead`), and the day on which somebody is expected for it.

Takes a contact, what happened, and what was booked; gives the matter, and the day. Six friends have met every year for
nineteen years because the next meeting is booked before the present one ends (IDEAS.md 3).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.people.timeline import Appointed, Timeline
from followupd.core.people.wanted import Ended, Task
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import Said
from followupd.core.reasons.items import BookAhead, BookedFor, BroughtBack
from followupd.core.values.facts import Booked, Outcome, Swept
from followupd.core.values.hitlist import Contact
from followupd.core.values.time import MONTH_NAMES, Span
from followupd.core.values.uid import Kind

SOON = timedelta(days=7)             # with the next weekly sheet; else a reminder of its own
_ABOUT = ", for about "
A_LITTLE_EARLY = timedelta(days=3)   # they met a few days before the day that was booked: that was the meeting


def booking_of(
    key: str, contact: Contact, timeline: Timeline, booked: Sequence[Booked], taken_off: Collection[str], zone: tzinfo,
    today: date,
) -> Task | None:
    """Book the next meeting, since the last one was; None where there was none, or nobody books ahead."""
    met = timeline.last_contact
    if contact.book_ahead is None or contact.paused_on(today):
        return None
    if met is None or met.outcome is not Outcome.REACHED:
        return None
    day = met.at.astimezone(zone).date()
    done = next((b for b in reversed(booked) if b.at >= met.at or b.day > day + A_LITTLE_EARLY), None)
    ended = Ended(sign(Said.BOOKED, done.day), done.at) if done else None
    matter = replace(booking(key, contact, contact.book_ahead, day), ended=ended)
    return replace(matter, ended=Ended(sign(Said.DROPPED))) if ended is None and matter.ref in taken_off else matter


def booking(key: str, contact: Contact, ahead: Span, met: date) -> Task:
    about = ahead.after(met)
    return Task(
        kind=Kind.BOOK, key=key, contact=contact, meaning=f"{key}-{met:%Y%m%d}-1",
        act=f"Book the next meeting with {' '.join(contact.name.split())}{_ABOUT}{_with_year(about)}",
        what=about.isoformat(), anchor=met, by=min(met, date.max - SOON) + SOON,
        reasons=(BookAhead(met, ahead, about),),
    )


def proposal(act: str) -> str:
    """The line of a booking up to the day that it proposes."""
    return act[: act.rindex(_ABOUT) + len(_ABOUT)]


def appointed(
    timeline: Timeline, booked: Sequence[Booked], swept: Sequence[Swept], zone: tzinfo
) -> Appointed | None:
    """The day on which somebody is expected next: a meeting that was booked, or the day that a review named.

    What happened since goes before it: the meeting itself, a try after the review's word, a skip.
    """
    told: list[tuple[datetime, Appointed]] = []
    met = timeline.last_contact.at.astimezone(zone).date() if timeline.last_contact else date.min
    if booked and booked[-1].day > min(met, date.max - A_LITTLE_EARLY) + A_LITTLE_EARLY:
        said = booked[-1].at.astimezone(zone).date()
        told.append((booked[-1].at, Appointed(booked[-1].day, BookedFor(booked[-1].day, said))))
    if swept and swept[-1].day is not None and (timeline.last is None or timeline.last.at <= swept[-1].at):
        said = swept[-1].at.astimezone(zone).date()
        told.append((swept[-1].at, Appointed(swept[-1].day, BroughtBack(swept[-1].day, said))))
    if not told:
        return None
    at, found = max(told, key=lambda entry: entry[0])
    later_rest = timeline.rest is not None and timeline.rest.since > at.astimezone(zone).date()
    return None if later_rest else found


def _with_year(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
