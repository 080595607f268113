"""A contact's `dates:`, `promises:` and `book_ahead:`, with all their problems.

Takes located nodes; gives values of the core. No clock is read here: which day comes next is the plan's affair.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from followupd.core.phrases.days import looks_like_a_day, parse_anniversary, parse_date
from followupd.core.phrases.times import parse_span
from followupd.core.values.hitlist import Anniversary, Promise
from followupd.core.values.time import Span
from followupd.hitlist.fields import NO, Scope, shown
from followupd.hitlist.located import Mapping, Node, Scalar

PROMISE_KEYS = ("what", "by", "done")
DATE_KEYS = ("on", "lead")
USUAL_LEAD = Span(days=7)          # a card is written on one day, and takes a few more in the post
LONGEST_LEAD = 92
LONGEST_AHEAD = 1100
# What one sends a card for. Any other date (a project, a first meeting) is something to talk about.
_FOR_A_CARD = r"(?:.*\b)?(?:birthday|b-?day|name ?day|wedding(?: day| anniversary)?|anniversary|jubilee)"


def read_dates(scope: Scope, node: Node, path: str) -> tuple[Anniversary, ...]:
    if not isinstance(node, Mapping):
        scope.mapping(node, path, (), "dates: {birthday: 14 May}")
        return ()
    found = []
    for name, (key, value) in node.entries.items():
        if not name.strip():
            scope.problem(key, path, "has a day without a name. Write birthday: 14 May.")
            continue
        day = _date(scope, value, f"{path}.{shown(name)}", shown(name))
        if day is not None:
            found.append(day)
    return tuple(found)


def _date(scope: Scope, node: Node, path: str, name: str) -> Anniversary | None:
    """`14 May`, or `{on: 14 May, lead: 10 days}`."""
    usual = USUAL_LEAD if re.fullmatch(_FOR_A_CARD, name.casefold()) else None
    if not isinstance(node, Mapping):
        day = scope.value(node, path, partial(parse_anniversary, name))
        return replace(day, lead=usual) if day is not None else None
    found = scope.mapping(node, path, DATE_KEYS, "{on: 14 May, lead: 10 days}") or {}
    if "on" not in found:
        scope.problem(node, path, "does not say which day. Write on: 14 May.")
        return None
    day = scope.value(found["on"], f"{path}.on", partial(parse_anniversary, name))
    lead = usual
    if "lead" in found:
        text = found["lead"]
        off = isinstance(text, Scalar) and text.text.strip().lower() in NO - {"0"}
        lead = None if off else scope.value(text, f"{path}.lead", parse_lead)
    return replace(day, lead=lead) if day is not None else None


def parse_lead(text: str) -> Span:
    """How long before the day a card is posted: "10 days", "2 weeks"."""
    lead = parse_span(text)
    if lead.about_days > LONGEST_LEAD:
        raise ValueError(f'"{shown(text)}" is more than 3 months before the day. Write 10 days.')
    return lead


def parse_book_ahead(text: str) -> Span:
    ahead = parse_span(text)
    if ahead.about_days > LONGEST_AHEAD:
        raise ValueError(f'"{shown(text)}" is more than 3 years ahead. Write 6 months.')
    return ahead


_BY = r"(?s)(?P<what>.*\S),? by (?P<day>\S.{1,29})"


def parse_promise(text: str) -> Promise:
    """ "send the Lisbon list by 2026-11-28"; where no day stands behind "by", the whole text is what was promised.

    A day that nobody can be held to ("by 5 Dec", "by Friday", "by 29 Feb 2027") is an error: a file is read for years,
    and a promise whose day is dropped in silence is broken.
    """
    match = re.fullmatch(_BY, text)
    if match is None or not looks_like_a_day(match["day"]):
        return Promise(text)
    return Promise(match["what"].rstrip(","), parse_date(match["day"]))


def read_promises(scope: Scope, node: Node, path: str) -> tuple[Promise, ...]:
    found = []
    for item, at in scope.each(node, path):
        if isinstance(item, Mapping):
            keys = scope.mapping(item, at, PROMISE_KEYS, "") or {}
            what = scope.text(keys["what"], f"{at}.what") if "what" in keys else None
            if "what" not in keys:
                scope.problem(item, at, "does not say what was promised. Write what: send the Lisbon list.")
            by = scope.value(keys["by"], f"{at}.by", parse_date) if "by" in keys else None
            done = scope.yes_no(keys["done"], f"{at}.done") if "done" in keys else False
            found.append(Promise(what or "?", by, bool(done)))
        elif promise := scope.value(item, at, parse_promise):
            found.append(promise)
    return tuple(found)
