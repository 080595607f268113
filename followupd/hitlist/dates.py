"""A contact's `dates:`, `promises:` and `book_ahead:`: what one remembers for somebody else.

Takes texts and what was found; gives values of the core. Reads no clock: the plan decides which day comes next.
"""

from __future__ import annotations

import re

from followupd.core.phrases.days import looks_like_a_day, parse_anniversary, parse_date
from followupd.core.phrases.times import parse_span
from followupd.core.values.hitlist import Anniversary, Promise
from followupd.core.values.time import Span
from followupd.hitlist.located import Node
from followupd.hitlist.scope import Scope, shown
from followupd.hitlist.sections import Found
from followupd.hitlist.shapes import Entry

USUAL_LEAD = Span(days=7)          # a card is written on one day, and takes a few more in the post
LONGEST_LEAD = 92
LONGEST_AHEAD = 1100
# What one sends a card for. Any other date (a project, a first meeting) is something to talk about.
_FOR_A_CARD = re.compile(r"(?:.*\b)?(?:birthday|b-?day|name ?day|wedding(?: day| anniversary)?|anniversary|jubilee)")

DateFields = dict[str, object]      # of an Anniversary: its day, and its lead if it was given


def parse_day_of_year(text: str) -> DateFields:
    """ "14 May", with or without its year."""
    day = parse_anniversary("", text)
    return {"month": day.month, "day": day.day, "year": day.year}


def date_of(found: Found) -> DateFields | None:
    """`{on: 14 May, lead: 10 days}`; None where the day is missing or was not read."""
    day: DateFields | None = found.values.pop("on", None)
    return None if day is None else day | found.values


def named_dates(scope: Scope, _node: Node, _path: str, entries: list[Entry]) -> tuple[Anniversary, ...]:
    """The dates by their names, a week's lead for those that have a card."""
    dates = []
    for entry in entries:
        if not entry.name.strip():
            scope.problem(entry.at, entry.path, "has a day without a name. Write birthday: 14 May.")
        elif entry.value is not None:
            usual = USUAL_LEAD if _FOR_A_CARD.fullmatch(entry.name.casefold()) else None
            dates.append(Anniversary(shown(entry.name), **({"lead": usual} | entry.value)))
    return tuple(dates)


def parse_lead(text: str) -> Span:
    """How long before the day a card is posted: "10 days", "2 weeks"."""
    lead = parse_span(text)
    if lead.about_days > LONGEST_LEAD:
        raise ValueError(f'"{shown(text)}" is more than 3 months before the day. Write 10 days.')
    return lead


def parse_book_ahead(text: str) -> Span:
    """How far ahead the next meeting is booked; at most three years."""
    ahead = parse_span(text)
    if ahead.about_days > LONGEST_AHEAD:
        raise ValueError(f'"{shown(text)}" is more than 3 years ahead. Write 6 months.')
    return ahead


_BY = re.compile(r"(?s)(?P<what>.*\S),? by (?P<day>\S.{1,29})")


def parse_promise(text: str) -> Promise:
    """ "send the Lisbon list by 2026-11-28"; where no day stands behind "by", the whole text is what was promised.

    A day that nobody can be held to ("by 5 Dec", "by Friday", "by 29 Feb 2027") is an error: a file is read for years,
    and a promise whose day is dropped in silence is broken.
    """
    match = _BY.fullmatch(text)
    if match is None or not looks_like_a_day(match["day"]):
        return Promise(text)
    return Promise(match["what"].rstrip(","), parse_date(match["day"]))


def promise_of(found: Found) -> Promise | None:
    """A promise from its keys; None where it does not say what."""
    return Promise(**found.values) if "what" in found.values else None
