"""The next step for one person, in a sentence: the answer of `log`, and the last column of `list`; and their card.

Takes a ContactStatus; gives text. Every word about reasons comes from the plan.
"""

from __future__ import annotations

from datetime import date, datetime

from followupd.core.people.timeline import Meeting, day_of, is_contact
from followupd.core.phrases.vocabulary import a_span, absent_word, clock_text, day_text, moment_text
from followupd.core.reasons import AskedFor, AwayUntil, CallBackSoon, Reason, RetryWait
from followupd.core.schedule.on_calendar import Item
from followupd.core.schedule.status import ContactStatus, State
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.rendering.json_form import Json
from followupd.rendering.text import begun


def coming(status: ContactStatus, hitlist: Hitlist, now: datetime) -> str:
    """Return `Next: Fri 27 Nov 12:30, in a week`, or why there is nothing next, as a sentence without its full stop."""
    text = next_words(status, hitlist, now)
    going_on = status.item is not None and _is_going_on(status.item, now)
    if status.state in _NOT_NEXT or going_on or meeting_ahead(status, hitlist, now) is not None:
        return text
    return f"Next: {text}"


def next_words(status: ContactStatus, hitlist: Hitlist, now: datetime) -> str:
    """Return what `coming` says, without a label."""
    near, meeting = day_of(now, hitlist.timezone), meeting_ahead(status, hitlist, now)
    if meeting is not None:
        return f"Meeting on {_meeting_text(meeting, near)}"
    if status.meeting is not None:
        return f"You meet on {status.meeting.when(hitlist.timezone, near)}"
    match status.state:
        case State.STOPPED | State.PAUSED | State.WAITING:
            text = status.reasons[-1].text(near)
            return begun(text)
        case State.RESTING:
            return f"Rests until {_day(status, near)}, then comes back"
        case State.SCHEDULED:
            return _due(status, hitlist, near)
        case State.OPEN if status.item is not None:
            return _place_of_item(status, status.item, hitlist, now)
        case _:
            return "with the first block that has room"


def meeting_ahead(status: ContactStatus, hitlist: Hitlist, now: datetime) -> Meeting | None:
    """Return the booked meeting that comes next for somebody, up to the end of its day; None if a try comes first."""
    meeting = status.timeline.appointed.meeting if status.timeline.appointed is not None else None
    if meeting is None or meeting.day < day_of(now, hitlist.timezone) or status.state in _OUT:
        return None
    item = status.item
    return meeting if item is None or day_of(item.interval.start, hitlist.timezone) > meeting.day else None


def _meeting_text(meeting: Meeting, near: date) -> str:
    day = day_text(meeting.day, near)
    return f"{day} {clock_text(meeting.time)}" if meeting.time is not None else day


_OUT = {State.STOPPED, State.PAUSED, State.WAITING}
_NOT_NEXT = {State.STOPPED, State.PAUSED, State.WAITING, State.RESTING, State.SCHEDULED}


REFUSED = " (not on the calendar: the server refuses it)"
UNREADABLE = " (cannot be read on the calendar: see followupd status)"


def unshown(item: Item) -> str:
    """Return what to say after the time of an item that the calendar does not show, or not readably; "" if it does."""
    if item.refused:
        return REFUSED
    return UNREADABLE if item.unreadable else ""


def _is_going_on(item: Item, now: datetime) -> bool:
    return item.on_sheet and item.interval.start <= now


def _place_of_item(status: ContactStatus, item: Item, hitlist: Hitlist, now: datetime) -> str:
    """Return where somebody's item is: on a sheet, or at its own time with the reasons."""
    near = day_of(now, hitlist.timezone)
    moment = moment_text(item.interval.start, hitlist.timezone, near) + unshown(item)
    if _is_going_on(item, now):
        return "Still on the sheet of the block that is going on"
    if item.on_sheet:
        return f"on the sheet of {moment}"
    why = status.next_try.reasons if status.next_try is not None else ()
    return ", ".join([moment, *(short(reason, near) for reason in why)])


def _due(status: ContactStatus, hitlist: Hitlist, near: date) -> str:
    """Return when somebody is due: since the last contact, unless something else says so."""
    last, next_try = status.timeline.last, status.next_try
    if last is None or not is_contact(last) or status.timeline.appointed is not None:
        return f"Due {_day(status, near)}"
    if next_try is None or next_try.anchor != next_try.due:
        return f"Due again {_day(status, near)}"
    every = a_span(status.contact.cadence.every)
    span = f"in {every}" if day_of(last.at, hitlist.timezone) == near else f"{every} after the last contact"
    return f"Due again {_day(status, near)}, {span}"


def short(reason: Reason, near: date) -> str:
    """Return a reason in fewer words, on the day of the try that it is about."""
    match reason:
        case RetryWait(on=on, wait=wait) | CallBackSoon(said=on, wait=wait) if on == near:
            return f"in {a_span(wait)}"
        case AskedFor(moved=True):
            return "moved by you"
        case AskedFor(planned=True):
            return "as you planned"
        case AskedFor():
            return "as asked for"
        case AwayUntil(day=day, outcome=outcome):
            return f"since they are {absent_word(outcome)} until {day_text(day, near)}"
        case _:
            return reason.text(near)


def brief(status: ContactStatus, hitlist: Hitlist, now: datetime) -> str:
    """Return when, in as few words as a table has room for."""
    near, item = day_of(now, hitlist.timezone), status.item
    meeting = meeting_ahead(status, hitlist, now)
    if meeting is not None:
        return f"meeting {_meeting_text(meeting, near)}"
    if status.meeting is not None:
        return f"meeting {status.meeting.when(hitlist.timezone, near)}"
    if item is not None:
        each = (("sheet", item.on_sheet), ("refused", item.refused), ("unreadable", item.unreadable))
        about = [word for word, holds in each if holds]
        return moment_text(item.interval.start, hitlist.timezone, near) + (f" ({', '.join(about)})" if about else "")
    if status.state in (State.SCHEDULED, State.RESTING, State.PAUSED) and status.next_try is not None:
        return f"from {_day(status, near)}"
    return "first free block" if status.state is State.IN_QUEUE else "-"


def _day(status: ContactStatus, near: date) -> str:
    return day_text(status.next_try.anchor, near) if status.next_try else "later"


def from_card(contact: Contact) -> str:
    """Return `Dana Whitfield in contacts/: phone, birthday`; "" without a card."""
    taken = contact.taken
    if taken is None:
        return ""
    keys = ", ".join(taken.keys) or "nothing that the hit list does not say itself"
    return f"{taken.name} in {taken.book}: {keys}"


def card_form(contact: Contact) -> Json | None:
    """Return the card's name, its address book, and the keys of the hit list that it gave."""
    taken = contact.taken
    return None if taken is None else {"name": taken.name, "book": taken.book, "keys": list(taken.keys)}
