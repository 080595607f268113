"""The next meeting, to be booked when one is over (`book_ahead`).

Takes a contact, what happened, and what was booked; gives the task. Six friends have met every year for
nineteen years because the next meeting is booked before the present one ends (IDEAS.md 3).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta, tzinfo

from followupd.core.people.appointed import A_LITTLE_EARLY
from followupd.core.people.timeline import Timeline
from followupd.core.people.wanted import Ended, Task
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import Said
from followupd.core.reasons import BookAhead
from followupd.core.values.facts import Booked, Outcome
from followupd.core.values.hitlist import Contact
from followupd.core.values.time import MONTH_NAMES, Span
from followupd.core.values.uid import Kind

SOON = timedelta(days=7)             # with the next weekly sheet; else a reminder of its own
_ABOUT = ", for about "


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


def _with_year(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
