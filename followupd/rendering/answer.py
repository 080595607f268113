"""What comes next for one person, in a sentence: the answer of `log`, and the last column of `list`.

Takes a Standing; gives text. Every word about why comes from the plan's reasons.
"""

from __future__ import annotations

from datetime import date, datetime

from followupd.core.people.next_step import State
from followupd.core.people.timeline import day_of, is_contact
from followupd.core.phrases.vocabulary import a_span, day_text, moment_text, ordinal
from followupd.core.reasons import AskedFor, CallBackSoon, Reason, RetryWait
from followupd.core.schedule.status import Standing
from followupd.core.values.facts import Attempt
from followupd.core.values.hitlist import Hitlist


def told(standing: Standing, attempt: Attempt) -> str:
    """`No answer, 1st try` or `Reached`: what was logged, as it counts."""
    words = attempt.outcome.words.capitalize()
    for number, known in enumerate(standing.timeline.series, 1):
        if known.at == attempt.at and known.outcome is attempt.outcome:
            return f"{words}, {ordinal(number)} try"
    return words


def coming(standing: Standing, hitlist: Hitlist, now: datetime) -> str:
    """`Next: Fri 27 Nov 12:30, in a week, at another time of day`, or why there is nothing next."""
    near, wish, item = day_of(now, hitlist.timezone), standing.wish, standing.item
    match standing.state:
        case State.STOPPED | State.PAUSED | State.WAITING:
            text = standing.reasons[-1].text(near)
            return text[:1].upper() + text[1:]
        case State.RESTING:
            return f"Rests until {_day(standing, near)}, then comes back"
        case State.SCHEDULED:
            last = standing.timeline.last
            again = last is not None and is_contact(last) and standing.timeline.appointed is None
            span = ""
            if again and last is not None and wish and wish.anchor == wish.due:
                every, today = a_span(standing.contact.cadence.every), day_of(last.at, hitlist.timezone) == near
                span = f", in {every}" if today else f", {every} after the last contact"
            return f"Due{' again' if again else ''} {_day(standing, near)}{span}"
        case State.OPEN if item is not None and item.on_sheet:
            if item.interval.start <= now:
                return "Still on the sheet of the block that is going on"
            return f"Next: on the sheet of {moment_text(item.interval.start, hitlist.timezone, near)}"
        case State.OPEN if item is not None and wish is not None:
            why = [short(reason, near) for reason in wish.reasons]
            return ", ".join([f"Next: {moment_text(item.interval.start, hitlist.timezone, near)}", *why])
        case _:
            return "Next: with the first block that has room"


def short(reason: Reason, near: date) -> str:
    """A reason in fewer words, on the day of the try that it tells of."""
    match reason:
        case RetryWait(on=on, wait=wait) | CallBackSoon(said=on, wait=wait) if on == near:
            return f"in {a_span(wait)}"
        case AskedFor():
            return "as asked for"
        case _:
            return reason.text(near)


def brief(standing: Standing, hitlist: Hitlist, now: datetime) -> str:
    """When, in as few words as a table has room for."""
    near, item = day_of(now, hitlist.timezone), standing.item
    if item is not None:
        return moment_text(item.interval.start, hitlist.timezone, near) + (" (sheet)" if item.on_sheet else "")
    if standing.state in (State.SCHEDULED, State.RESTING, State.PAUSED) and standing.wish is not None:
        return f"from {_day(standing, near)}"
    return "first free block" if standing.state is State.IN_QUEUE else "-"


def _day(standing: Standing, near: date) -> str:
    return day_text(standing.wish.anchor, near) if standing.wish else "later"
