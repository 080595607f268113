"""What is known of a person, as the lines of a call sheet or a reminder: how to reach them, and what to talk about.

Takes a contact and their timeline, and the day on which it will be read; gives lines, the newest first. Depends on
facts and on that day alone, never on now, so that a second pass writes nothing (P3).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from followupd.core.people import remembering as dates
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.phrases.vocabulary import day_text, moment_text
from followupd.core.values.facts import Attempt
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.time import MONTH_NAMES

SINCE, UNTIL = timedelta(days=5), timedelta(days=14)    # how near a day is to be a reason to call
EARLIER_TALKS = 3
NOTE_LENGTH = 300            # a sheet is to be read at a glance; the whole note is in `show`


def how_to_reach(contact: Contact, timeline: Timeline, channel: str | None) -> list[str]:
    """The ways to reach them, that of this try first, as addresses that a phone makes into buttons.

    A number or address that led nowhere comes last and without its button.
    """
    gone = {closed.address: closed.outcome.words for closed in timeline.closed}
    way, scheme = ("Text", "sms") if channel == "text" else ("Phone", "tel")      # RFC 5724, RFC 3966
    phones = [f"{way}: {one_line(p)}  {scheme}:{dialled(p)}" for p in contact.phones if p not in gone]
    mails = [f"Mail: mailto:{one_line(mail)}" for mail in contact.emails if mail not in gone]
    open_ = mails + phones if channel == "email" else phones + mails
    return open_ + [f"No longer: {one_line(a)} ({gone[a]})" for a in (*contact.phones, *contact.emails) if a in gone]


def what_is_known(
    contact: Contact, timeline: Timeline, hitlist: Hitlist, near: date, but: str | None = None
) -> list[str]:
    """Return what to know about them, without the promise `but`, which the event itself is about."""
    lines = []
    if fresh := fresh_reasons(contact, near):
        lines.append(f"Just now: {'; '.join(fresh)}")
    if timeline.last_contact:
        lines.append(f"Last contact: {attempt_line(timeline.last_contact, hitlist, near)}")
    if timeline.last and timeline.last != timeline.last_contact:
        lines.append(f"Last try: {attempt_line(timeline.last, hitlist, near)}")
    lines += [f"Before: {attempt_line(one, hitlist, near)}" for one in _earlier_talks(timeline)]
    if timeline.booked and timeline.booked[-1].day >= near:
        lines.append(f"Next meeting: {day_text(timeline.booked[-1].day, near)}")
    for promise in timeline.promises:
        if promise.ended is None and promise.what != but:
            by = f" by {day_text(promise.by, near)}" if promise.by else ""
            lines.append(f"You promised: {short(promise.what)}{by}")
    if contact.people:
        lines.append(f"With: {', '.join(one_line(p) for p in contact.people)}")
    if contact.interests:
        lines.append(f"Interests: {short(', '.join(contact.interests))}")
    if contact.facts:
        lines.append(f"Facts: {short('; '.join(contact.facts))}")
    if contact.notes:
        lines.append(f"Notes: {short(contact.notes)}")
    return lines


def fresh_reasons(contact: Contact, near: date) -> list[str]:
    """Return what to talk about on that day, nearest first: a birthday, a holiday that they keep, a project's day."""
    found = [
        (day, dates.date_text(one, day))
        for one in contact.dates
        for year in {(near - SINCE).year, (near + UNTIL).year}
        if near - SINCE <= (day := dates.on_year(one, year)) <= near + UNTIL
    ]
    found += [
        (day, f"{feast.name} on {day.day} {MONTH_NAMES[day.month - 1]}")
        for feast in contact.keeps for day in feast.days
        if near - SINCE <= day <= near + UNTIL
    ]
    return [one_line(text) for _, text in sorted(found, key=lambda entry: (abs(entry[0] - near), entry))]


def _earlier_talks(timeline: Timeline) -> list[Attempt]:
    """Return earlier notes, the newest first, without those of the last contact and the last try."""
    shown = (timeline.last_contact, timeline.last)
    noted = [one for one in reversed(timeline.attempts) if one.note and one not in shown]
    return noted[:EARLIER_TALKS]


def attempt_line(attempt: Attempt, hitlist: Hitlist, near: date) -> str:
    """Return when, with what outcome and how, and the note."""
    when = (
        moment_text(attempt.at, hitlist.timezone, near)
        if attempt.timed
        else day_text(day_of(attempt.at, hitlist.timezone), near)
    )
    channel = f" by {one_line(attempt.channel)}" if attempt.channel else ""
    note = f": {short(attempt.note)}" if attempt.note else ""
    return f"{when}, {attempt.outcome.words}{channel}{note}"


def one_line(text: str) -> str:
    """Return the text without line breaks."""
    return " ".join(text.split())


def short(text: str) -> str:
    """Return the text in one line, cut if it is long."""
    line = one_line(text)
    return line if len(line) <= NOTE_LENGTH else line[: NOTE_LENGTH - 1].rstrip() + "…"


def dialled(phone: str) -> str:
    """Return a number to dial (RFC 3966): an extension after a comma is dialled after a pause."""
    main, _, extension = phone.lower().partition("x")
    digits = ("+" if main.strip().startswith("+") else "") + re.sub(r"\D", "", main)
    return digits + (f";ext={re.sub(r'[^0-9]', '', extension)}" if re.search(r"\d", extension) else "")
