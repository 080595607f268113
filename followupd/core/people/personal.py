"""Lines about a person for a call sheet or a reminder: how to reach them, and what to talk about.

Takes a contact and their timeline, and the day on which it will be read; gives lines, the newest first. Depends on
facts and on that day alone, never on now, so that a second pass writes nothing (P3).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from followupd.core.people import remembering as dates
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.wanted import Task
from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.phones import link
from followupd.core.phrases.said import Mark, ReadingRules
from followupd.core.phrases.vocabulary import calendar_day
from followupd.core.values.event import NO_CHANNEL, Event
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Contact, Hitlist, is_live
from followupd.core.values.time import A_DAY

SINCE, UNTIL = timedelta(days=5), timedelta(days=14)    # days since and until an occasion that is worth a call
EARLIER_TALKS = 3
LONG_AGO = 365               # days: after such a time an opener makes the call easier
OPENER = 'An easy start: "I was thinking of people I liked, and you were at the top of the list."'
_IN_TOUCH = {
    **dict.fromkeys(("phone", "video"), "You last spoke on {}"), "coffee": "You last met on {}",
    **dict.fromkeys(("email", "text", "social"), "They last wrote on {}"), "note": "Your last card went out on {}",
}
_NOT_A_NAME = frozenset((
    "the", "uncle", "aunt", "auntie", "cousin", "grandma", "grandpa", "granny", "oma", "opa", "tante", "onkel", "mr",
    "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "doctor", "sir", "lady", "lord", "father", "sister",
    "brother", "rabbi", "pastor", "herr", "frau", "señor", "señora", "don", "doña", "monsieur", "madame", "van", "von",
    "de", "la", "le", "el", "al", "team", "family", "casa", "club",
))
NOTE_LENGTH = 300            # characters: a sheet is read at a glance; the whole note is in `show`


def how_to_reach(contact: Contact, timeline: Timeline, channel: str | None) -> list[str]:
    """Return the ways to reach them, the channel of this try first, as addresses that a phone turns into buttons.

    A closed number or address comes last and without a button. The postal address is only shown for a note or a card.
    """
    gone = {closed.address: closed.outcome.words for closed in timeline.closed}
    way, scheme = ("Text", "sms") if channel == "text" else ("Phone", "tel")      # RFC 5724, RFC 3966
    phones = [f"{way}: {one_line(p)}  {link(p, scheme)}" for p in contact.phones if p not in gone]
    mails = [f"Mail: mailto:{one_line(mail)}" for mail in contact.emails if mail not in gone]
    open_ = mails + phones if channel == "email" else phones + mails
    if channel == "note" and contact.address:
        open_ = [f"Post: {', '.join(part.strip(' ,') for part in contact.address.splitlines())}", *open_]
    return open_ + [f"No longer: {one_line(a)} ({gone[a]})" for a in (*contact.phones, *contact.emails) if a in gone]


def called(contact: Contact) -> str:
    """Return what a title with several names calls somebody: a plain first name, else the whole name.

    `Uncle Bert`, `Dr. Wu`, `Ann & Bo` and a group are never cut.
    """
    name = one_line(contact.name)
    first, _, rest = name.partition(" ")
    plain = first.isalpha() and first[:1].isupper() and not first.isupper() and first.casefold() not in _NOT_A_NAME
    alone = plain and rest and not contact.people and not re.search(r"[&+,/()\d]|\b(?:and|und|et|y)\b", rest)
    return first if alone else name


def whose(name: str, what: str) -> str:
    """Return `Rosa's birthday`, `Chris' birthday`; `our wedding, with Rosa,` if it is the user's day too."""
    if re.match(r"(?:our|my)\b", what, re.IGNORECASE):
        return f"{what}, with {name},"
    return f"{name}'{'' if name.endswith('s') else 's'} {what}"


def last_spoken(
    timeline: Timeline, hitlist: Hitlist, near: date, *, opener: bool = True, group: bool = False
) -> list[str]:
    """Return when they were last in touch and what was said; for a try also an opener, if that was long ago.

    A `group` is met together, whatever its channel is, unless they wrote.
    """
    contact = timeline.last_contact
    if contact is None:
        return []
    day = day_of(contact.at, hitlist.timezone)
    way = "coffee" if contact.met else contact.channel or ""
    way = "coffee" if group and (not way or is_live(way)) else way
    way = "" if contact in timeline.agreements else way        # they agreed, but have not met
    said = _IN_TOUCH.get(way, "You were last in touch on {}").format(calendar_day(day, near))
    shown = contact.note and not _is_wish_of_the_past(contact, timeline, hitlist, near)
    lines = [f"{said}: {short(contact.note)}" if shown else f"{said}."]
    return [*lines, OPENER] if opener and (near - day).days >= LONG_AGO else lines


def what_is_known(
    contact: Contact, timeline: Timeline, hitlist: Hitlist, near: date, task: Task | None = None, said: str = ""
) -> list[str]:
    """Return what to know about them, without the promise or the day that the event of a `task` is about.

    And without what was `said` in the title.
    """
    lines = []
    but = task.what if task is not None else None
    fresh = fresh_reasons(contact, near, (task.what, task.until) if task is not None else None)
    if fresh := [one for one in fresh if one != said]:
        lines.append(f"Just now: {'; '.join(fresh)}")
    if timeline.booked and timeline.booked[-1].day >= near:
        lines.append(f"You meet on {calendar_day(timeline.booked[-1].day, near)}.")
    for promise in timeline.promises:
        if promise.ended is None and promise.what != but:
            by = f" by {calendar_day(promise.by, near)}" if promise.by else ""
            lines.append(f"You promised: {short(promise.what)}{by}")
    lines += [f"{_when(talk, hitlist, near)}: {short(talk.note)}" for talk in _earlier_talks(timeline, hitlist, near)]
    about = {
        "With": ", ".join(map(one_line, contact.people)), "Interests": short(", ".join(contact.interests)),
        "Facts": short("; ".join(contact.facts)), "Notes": short(contact.notes),
    }
    return [*lines, *(f"{label}: {text}" for label, text in about.items() if text)]


def what_is_known_after(
    contact: Contact, timeline: Timeline, event: Event, hitlist: Hitlist, *, group: bool = False, over: bool = False
) -> list[str]:
    """Return how to reach them and what to know once an event of theirs was answered, without what its answer says.

    `over`: the event was the meeting of that day.
    """
    near, last = day_of(event.start, hitlist.timezone), timeline.last_contact
    said_here = last is not None and last.event == event.uid
    others = replace(timeline, attempts=tuple(one for one in timeline.attempts if one.event != event.uid))
    channel = event.channel_at(0)
    return [
        *how_to_reach(contact, timeline, channel if channel != NO_CHANNEL else None),
        *([] if said_here else last_spoken(timeline, hitlist, near, opener=False, group=group)),
        *what_is_known(contact, others, hitlist, near + A_DAY if over else near),
    ]


def fresh_reasons(
    contact: Contact, near: date, but: tuple[str, date | None] | None = None, *, years: bool = True
) -> list[str]:
    """Return what to talk about on that day, the nearest first: a birthday, a holiday that they keep, a project.

    The day to remember that is named `but` and comes then is left out. Without `years` none says how old it is.
    """
    worded = dates.date_text if years else dates.day_named
    occasions = [
        (day, worded(occasion, day, near))
        for occasion in contact.dates
        for year in {(near - SINCE).year, (near + UNTIL).year}
        if near - SINCE <= (day := dates.on_year(occasion, year)) <= near + UNTIL and (occasion.name, day) != but
    ]
    occasions += [
        (day, dates.named_on(feast.name, day, near))
        for feast in contact.keeps for day in feast.days
        if near - SINCE <= day <= near + UNTIL
    ]
    return [one_line(text) for _, text in sorted(occasions, key=lambda entry: (abs(entry[0] - near), entry))]


def _earlier_talks(timeline: Timeline, hitlist: Hitlist, near: date) -> list[Attempt]:
    """Return the latest notes that tell something, the newest first, without that of the last contact."""
    noted = (one for one in reversed(timeline.attempts) if one.note and one != timeline.last_contact)
    return list(islice((one for one in noted if not _is_wish_of_the_past(one, timeline, hitlist, near)), EARLIER_TALKS))


def _is_wish_of_the_past(attempt: Attempt, timeline: Timeline, hitlist: Hitlist, near: date) -> bool:
    """Return whether a note only says when to try again ("try Thursday"), and that day is over or they spoke since."""
    spoken = timeline.last_contact is not None and attempt.at < timeline.last_contact.at
    if attempt.asked is None or (attempt.asked.day >= near and not spoken):
        return False
    read = read_addition(attempt.note, ReadingRules({}, day_of(attempt.at, hitlist.timezone)))
    return isinstance(read, Mark) and read.outcome is Outcome.CALL_BACK and not read.note


def _when(attempt: Attempt, hitlist: Hitlist, near: date) -> str:
    return f"On {calendar_day(day_of(attempt.at, hitlist.timezone), near)}"


def one_line(text: str) -> str:
    """Return the text without line breaks."""
    return " ".join(text.split())


def short(text: str) -> str:
    """Return the text in one line, cut if it is long."""
    line = one_line(text)
    return line if len(line) <= NOTE_LENGTH else line[: NOTE_LENGTH - 1].rstrip() + "…"
