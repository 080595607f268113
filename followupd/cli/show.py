"""`followupd show`: everything that is known about one contact, on one page.

Takes the outlook and prints it; decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_who
from followupd.core.people.noticed import NOTICED
from followupd.core.people.promises import Given
from followupd.core.people.reach import reach
from followupd.core.people.timeline import day_of
from followupd.core.phrases.signs import in_words
from followupd.core.phrases.vocabulary import absent_word, day_text, every_span, moment_text
from followupd.core.reasons import because
from followupd.core.schedule.status import ContactStatus
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Anniversary, Contact
from followupd.core.values.time import MONTH_NAMES
from followupd.desk.who import find_contact
from followupd.passes.outlook import Outlook, look
from followupd.rendering.answer import card_form, coming, from_card, next_words
from followupd.rendering.json_form import Json, attempt, day, emit, instant, person, promise_form
from followupd.rendering.text import clean, labelled, line, padded, say

ATTEMPTS_SHOWN = 10
LABELS = 14    # columns


@click.command()
@click.argument("who", nargs=-1, required=True, shell_complete=complete_who)
@click.option("--all", "everything", is_flag=True, help=f"Every attempt, not the latest {ATTEMPTS_SHOWN} only.")
@with_call
def command(call: Call, who: tuple[str, ...], everything: bool) -> None:
    """Show everything that is known about WHO: channels, hours, notes, promises, every try, and what comes next.

    \b
      followupd show Dana
    """
    view = look(call.config(), call.now)
    status = view.status(find_contact(" ".join(who), view.people.by_key).key)
    if call.as_json:
        emit(_form(status, view))
        return
    contact = status.contact
    say(" ".join(clean(contact.name).split()) + (f" ({line(contact.category)})" if contact.category else ""))
    for label, text in (*_details(contact, view), *_status(status, view), *_personal(status, view)):
        say(f"  {padded(label, LABELS)}{text}")
    say(*_history(status, view, everything=everything))


def _details(contact: Contact, view: Outlook) -> Iterator[tuple[str, str]]:
    hours = reach(view.hitlist, contact)
    yield "Cadence", f"every {every_span(contact.cadence.every)}, at most {contact.cadence.at_most} apart"
    yield "Reached by", ", ".join(f"{line(channel)}{_without(contact, channel)}" for channel in contact.via)
    for phone in contact.phones:
        yield "Phone", line(phone)
    for mail in contact.emails:
        yield "E-mail", line(mail)
    if said := from_card(contact):
        yield "Card", line(said, 300)
    usual = "" if contact.hours else "9:00-18:00 on your own days, and your blocks from 8:00 to 21:00"
    yield "Hours", f"{line(hours.text) or usual}, {hours.their_zone}"
    if contact.people:
        yield "With", ", ".join(line(one) for one in contact.people)


def _without(contact: Contact, channel: str) -> str:
    """Return what is missing to reach somebody by a channel, if it needs an address or a number."""
    if channel == "email" and not contact.emails:
        return " (no address)"
    return " (no number)" if channel in ("phone", "text") and not contact.phones else ""


def _status(status: ContactStatus, view: Outlook) -> Iterator[tuple[str, str]]:
    near, timeline = day_of(view.now, view.hitlist.timezone), status.timeline
    yield "Last contact", attempt_text(timeline.last_contact, view) if timeline.last_contact else "none so far"
    if timeline.series:
        yield "Tries", f"{len(timeline.series)} in a row without an answer"
    for closed in timeline.closed:
        yield "Closed", f"{line(closed.address)} by {line(closed.channel)}: {closed.outcome.words}"
    if status.next_try is not None:
        yield "Due", day_text(status.next_try.lateness.due, near)
    yield "State", status.state.value
    yield "Next", f"{line(next_words(status, view.hitlist, view.now), 300)}."
    yield "Why", f"{line(because(status.reasons, near), 300)}."


def _personal(status: ContactStatus, view: Outlook) -> Iterator[tuple[str, str]]:
    contact = status.contact
    for given in status.timeline.promises:
        yield "Promised", _promise(given, day_of(view.now, view.hitlist.timezone))
    for one in contact.dates:
        yield line(one.name, LABELS - 2).capitalize(), _anniversary(one)
    lines = (
        ("Keeps", ", ".join(feast.name for feast in contact.keeps)),
        ("Books ahead", "" if contact.book_ahead is None else str(contact.book_ahead)),
        ("Post", line(", ".join(contact.address.splitlines()), 300)),
        ("Interests", line(", ".join(contact.interests), 300)),
    )
    yield from ((label, text) for label, text in lines if text)
    yield from labelled("Facts", [line(fact, 300) for fact in contact.facts])
    yield from labelled("Notes", [text.rstrip() for text in clean(contact.notes).splitlines()])


def _promise(given: Given, near: date) -> str:
    by = f" by {day_text(given.by, near)}" if given.by else ""
    return f"{line(given.what)}{by}{f' ({in_words(given.ended.sign)})' if given.ended else ''}"


def _anniversary(anniversary: Anniversary) -> str:
    year = f" {anniversary.year}" if anniversary.year else ""
    lead = f", a card {anniversary.lead} before" if anniversary.lead is not None else ""
    return f"{anniversary.day} {MONTH_NAMES[anniversary.month - 1]}{year}{lead}"


def _history(status: ContactStatus, view: Outlook, *, everything: bool) -> Iterator[str]:
    attempts = status.timeline.attempts[::-1]
    shown = attempts if everything else attempts[:ATTEMPTS_SHOWN]
    if shown:
        yield ""
        yield "  Attempts, the latest first" + (
            f" ({ATTEMPTS_SHOWN} of {len(attempts)}; --all shows every one)" if len(shown) < len(attempts) else ""
        )
    for number, one in zip(range(len(attempts), 0, -1), shown, strict=False):
        yield f"  {number:>4}. {attempt_text(one, view)}"


def attempt_text(attempt: Attempt, view: Outlook) -> str:
    """Return `Fri 20 Nov 14:10, left message by phone: asked for Thursday`; when they saw each other, `met`."""
    zone, near = view.hitlist.timezone, day_of(view.now, view.hitlist.timezone)
    when = moment_text(attempt.at, zone, near) if attempt.timed else day_text(day_of(attempt.at, zone), near)
    channel = f" by {line(attempt.channel)}" if attempt.channel else ""
    done = "met" if attempt.met and attempt.outcome is Outcome.REACHED else f"{attempt.outcome.words}{channel}"
    done += " (noticed)" if attempt.source == NOTICED else ""
    what = f"{absent_word(attempt.outcome)} until" if attempt.asked and attempt.asked.away else "asked for"
    what = "again on" if attempt.asked and attempt.asked.planned else what
    about = " or soon after" if attempt.asked and attempt.asked.vague and not attempt.asked.away else ""
    part = f" {attempt.asked.part}".rstrip() if attempt.asked else ""
    asked = f", {what} {day_text(attempt.asked.day, near)}{part}{about}" if attempt.asked else ""
    return f"{when}, {done}{asked}" + (f": {line(attempt.note, 500)}" if attempt.note else "")


def _form(status: ContactStatus, view: Outlook) -> Json:
    contact, hours = status.contact, reach(view.hitlist, status.contact)
    near = day_of(view.now, view.hitlist.timezone)
    return {
        **person(status, near), "now": instant(view.now), "next": coming(status, view.hitlist, view.now),
        "id": contact.slug, "status": contact.status.value, "pause_until": day(contact.pause_until),
        "every": str(contact.cadence.every), "at_most": str(contact.cadence.at_most), "via": list(contact.via),
        "phones": list(contact.phones), "emails": list(contact.emails), "card": card_form(contact),
        "address": contact.address, "timezone": str(hours.their_zone),
        "hours": hours.text or None, "like": contact.like, "notes": contact.notes, "people": list(contact.people),
        "tries": len(status.timeline.series),
        "promises": [promise_form(given, status.key, view) for given in status.timeline.promises],
        "dates": [{"name": d.name, "month": d.month, "day": d.day, "year": d.year,
                   "lead": str(d.lead) if d.lead is not None else None} for d in contact.dates],
        "interests": list(contact.interests), "facts": list(contact.facts),
        "keeps": [feast.name for feast in contact.keeps],
        "book_ahead": str(contact.book_ahead) if contact.book_ahead is not None else None,
        "booked": day(status.timeline.booked[-1].day) if status.timeline.booked else None,
        "closed": [{"channel": c.channel, "address": c.address, "outcome": c.outcome.value}
                   for c in status.timeline.closed],
        "attempts": [
            {"number": number, **(attempt(one) or {})}
            for number, one in reversed([*enumerate(status.timeline.attempts, 1)])
        ],
    }
