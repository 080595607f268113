"""Reports of the user in a few words: what, by which channel and when.

Takes facts; gives clauses. `log` and `undo` confirm with them, the daemon reports with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from followupd.core.items.kinds import manners_of, settled_word
from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import NOTICED_WORDS, clock_text, day_text, moment_text, shown_more
from followupd.core.reasons import FOR_GOOD
from followupd.core.schedule.status import ContactStatus
from followupd.core.values.facts import (
    Attempt,
    Booked,
    Moved,
    Noticed,
    Outcome,
    Promised,
    Restored,
    Settled,
    Skipped,
    Swept,
    Told,
)
from followupd.core.values.hitlist import INVITING_CHANNELS
from followupd.core.values.uid import kind_in

PLANNED_THEN = "Next, as planned then: "     # a later plan or a drag may move that, and the line stays true


def what_was_reported(fact: Told, zone: tzinfo, near: date) -> str:
    """Return what was reported, without who and when: `no answer by phone`, `meeting on Thu 3 Dec 15:00`."""
    match fact:
        case Attempt(outcome=Outcome.SENT, channel=channel) if channel in INVITING_CHANNELS:
            return f"asked for a {channel}"
        case Attempt(channel=channel):
            return fact.outcome.words + (f" by {channel}" if channel else "")
        case Booked(day=day, time=time):
            return f"meeting on {day_text(day, near)}" + (f" {clock_text(time)}" if time is not None else "")
        case Promised(what=promise):
            return f"promise: {promise}"
        case Settled(what=what):
            return f"{settled_word(fact)}: {what}"
        case Swept(day=day):
            return f"back on {day_text(day, near)}" if day is not None else "rests on"
        case Skipped(uid=uid, start=start):
            manners = manners_of(kind_in(uid))
            return f"{manners.deleted} {manners.called or 'the reminder'} of {moment_text(start, zone, near)}"
        case Moved(start=start):
            return f"later, {moment_text(start, zone, near)}"
        case Noticed():
            more = shown_more(fact)
            return f"{NOTICED_WORDS[fact.rule]}, from {fact.source}{f': {more}' if more else ''}"
        case Restored():
            return "a block is no longer skipped"
    return ""



def after_an_answer(reports: Sequence[Told], status: ContactStatus | None, zone: tzinfo, near: date) -> str:
    """Return what an answered reminder says in place of how to answer it: the note, and what comes next; "" if nothing.

    Of `near`, the day of the reminder.
    """
    tries = [fact for fact in reports if isinstance(fact, Attempt)]
    note = next((fact.note for fact in reversed(tries) if fact.note), "")
    for_good = FOR_GOOD if status is not None and tries and tries[-1].outcome is Outcome.DECLINED else ""
    booked = any(isinstance(fact, Booked) for fact in reports)       # the title says when they meet
    comes = _next(status, zone, near) if status is not None and not booked else ""
    return "\n".join(filter(None, (note, comes, for_good)))


def _next(status: ContactStatus, zone: tzinfo, near: date) -> str:
    """Return what came next when it was answered."""
    appointed = status.timeline.appointed
    if appointed is not None and (meeting := appointed.meeting) is not None and meeting.day > near:
        at = f" {clock_text(meeting.time)}" if meeting.time is not None else ""
        return f"{PLANNED_THEN}{day_text(meeting.day, near)}{at}."
    if status.item is not None:
        on_sheet = "on the sheet of " if status.item.on_sheet else ""
        return f"{PLANNED_THEN}{on_sheet}{moment_text(status.item.interval.start, zone, near)}."
    return f"{PLANNED_THEN}{day_text(status.next_try.anchor, near)}." if status.next_try is not None else ""


def when_it_was(fact: Told, zone: tzinfo, near: date) -> str:
    """Return when it was: `today 10:12`, `Fri 20 Nov 14:10`, without a time if none was said."""
    day = day_of(fact.at, zone)
    said = "today" if day == near else day_text(day, near)
    return said if isinstance(fact, Attempt) and not fact.timed else f"{said} {clock_text(fact.at.astimezone(zone))}"
