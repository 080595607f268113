"""The answer of `followupd noticed --try`: what would be noticed of the last year, if everything were allowed.

Takes a hit list and now. Opens no history and writes nothing: not the state, not the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from followupd.core.noticing.notice import NoticeContext, notice
from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.values.facts import Noticed
from followupd.core.values.hitlist import Hitlist, Mode
from followupd.core.values.record import NO_FACTS
from followupd.core.values.time import count
from followupd.desk.asking import Reply
from followupd.desk.noticed import ASKED, noticed_form
from followupd.passes.address_books import cards_now
from followupd.passes.past_evidence import past_evidence, past_meetings
from followupd.rendering.fact_line import what
from followupd.rendering.json_form import instant, printed
from followupd.rendering.text import line, lines, name

A_YEAR = timedelta(days=366)
HEAD = "What would be noticed of the last year, if `noticed:` said yes to all. Nothing was stored, nothing written."


def trial_answer(hitlist: Hitlist, now: datetime, *, as_json: bool) -> Reply:
    """Read each calendar, mailbox and call log of the last year, and show what it would mean, by person."""
    every = replace(hitlist.noticed, meetings=Mode.YES, mail=Mode.YES, calls=Mode.YES)
    cards = cards_now(replace(hitlist, noticed=every), None, now)
    hitlist = cards.hitlist
    seen = [*past_meetings(hitlist, A_YEAR, now), *past_evidence(hitlist, A_YEAR, now)]
    problems = tuple(text for book in cards.books for text in book.problems)
    problems += tuple(text for source in seen for text in source.problems)
    by_key = {contact.slug: contact for contact in hitlist.contacts}
    around = NoticeContext(by_key, {}, hitlist, now, A_YEAR)
    found = notice((one for source in seen for one in source.sightings), NO_FACTS, around)[::-1]
    if as_json:
        forms = [noticed_form(one, by_key[one.contact].name) | {"asked": not one.sure} for one in found]
        return Reply(printed({"now": instant(now), "noticed": forms, "problems": list(problems)}))
    read = f"Read: {', '.join(line(source.label) for source in seen)}."
    return Reply(lines(HEAD, read, *(line(text, 400) for text in problems), *_people(hitlist, found, now)))


def _people(hitlist: Hitlist, found: tuple[Noticed, ...], now: datetime) -> Iterator[str]:
    zone, near = hitlist.timezone, day_of(now, hitlist.timezone)
    if not found:
        yield ""
        yield "Nothing would be noticed."
    for contact in hitlist.contacts:
        theirs = [one for one in found if one.contact == contact.slug]
        if theirs:
            yield ""
            yield f"{name(contact.name)}: {count(len(theirs), 'time')}"
        for one in theirs:
            asked = "" if one.sure else f" ({ASKED})"
            yield f"  {moment_text(one.at, zone, near)}  {what(one, zone, near)}{asked}"
