"""A person of the list for other programs: their details as texts, for a vCard or a row of a table.

Takes what is known of a contact; gives texts. What another program has no place for is said in words: what a human
should read belongs to the notes, and how followupd treats somebody is `treatment`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, tzinfo

from followupd.core.people.timeline import day_of
from followupd.core.schedule.status import ContactStatus
from followupd.core.values.facts import Attempt
from followupd.core.values.hitlist import Anniversary, Contact, Status

BIRTHDAYS = ("birthday", "bday", "geburtstag")


def birthday_in(contact: Contact) -> Anniversary | None:
    """Return the birthday among their dates."""
    return next((one for one in contact.dates if one.name.casefold() in BIRTHDAYS), None)


def notes_of(contact: Contact) -> str:
    """Return the notes, and what else somebody should read before a call, a line each."""
    return "\n".join((*contact.notes.splitlines(), *_more(contact)))


def _more(contact: Contact) -> Iterator[str]:
    labels = ("With", contact.people), ("Interests", contact.interests), ("Facts", contact.facts)
    yield from (f"{label}: {', '.join(texts)}" for label, texts in labels if texts)
    if contact.keeps:
        yield f"Keeps: {', '.join(feast.name for feast in contact.keeps)}"
    for promise in contact.promises:
        by = f" by {promise.by}" if promise.by else ""
        yield f"{'Kept' if promise.done else 'Promised'}: {promise.what}{by}"


def treatment(contact: Contact) -> Iterator[tuple[str, str]]:
    """Yield how followupd treats somebody, by the key of the hit list, with what comes from their category."""
    yield "every", str(contact.cadence.every)
    yield "at_most", str(contact.cadence.at_most)
    yield "via", ", ".join(contact.via)
    if contact.hours is not None:
        yield "hours", contact.hours.text
    if contact.like:
        yield "like", "yes"
    if contact.book_ahead is not None:
        yield "book_ahead", str(contact.book_ahead)
    if contact.status is not Status.ACTIVE:
        yield "status", contact.status.value
    if contact.pause_until is not None:
        yield "pause_until", contact.pause_until.isoformat()


def last_contact(status: ContactStatus, zone: tzinfo) -> date | None:
    """Return the day on which they were last reached, None if never."""
    last = status.timeline.last_contact
    return None if last is None else day_of(last.at, zone)


def log_lines(status: ContactStatus, zone: tzinfo) -> Iterator[str]:
    """Yield every try as a line under `log:` says it, oldest first."""
    for attempt in status.timeline.attempts:
        yield _log_line(attempt, zone)


def _log_line(attempt: Attempt, zone: tzinfo) -> str:
    at = attempt.at.astimezone(zone)
    when = at.strftime("%Y-%m-%d %H:%M") if attempt.timed else day_of(attempt.at, zone).isoformat()
    said = " ".join(filter(None, (when, attempt.channel, attempt.outcome.value.replace("_", " "))))
    note = " ".join(attempt.note.split())
    return f"{said} ({note})" if note else said
