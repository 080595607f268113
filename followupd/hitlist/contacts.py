"""One entry of `contacts:` as a Contact, and what its texts mean: names, numbers, log lines, dates, promises.

Takes what was found and what contacts inherit; gives a Contact, or None if it has no usable name. Never reads a file,
and reads no clock: whether a log line is dated in the future, and which day comes next, is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from followupd.core.phrases.birthdays import BIRTHDAY
from followupd.core.phrases.days import looks_like_a_day, parse_anniversary, parse_date
from followupd.core.phrases.log import parse_booked_line, parse_log_line
from followupd.core.phrases.names import INVISIBLE, composed, is_spelling, without_direction
from followupd.core.phrases.times import parse_span
from followupd.core.phrases.words import suggest
from followupd.core.values.facts import Attempt, Booked
from followupd.core.values.hitlist import Anniversary, Contact, Promise, Status
from followupd.core.values.time import Span
from followupd.hitlist.located import Mapping, Node, Scalar, Sequence
from followupd.hitlist.rules import SAYS_NOTHING, Rule, Rules, cadence_from, rule_of
from followupd.hitlist.scope import Scope, each, shown
from followupd.hitlist.sections import SectionValues
from followupd.hitlist.shapes import Entry
from followupd.hitlist.slug import slug

LONGEST_NAME = 200
USUAL_LEAD = Span(days=7)          # a card is written on one day and takes a few more in the post
LONGEST_LEAD = 92
LONGEST_BOOK_AHEAD = 1100
# Dates for which one sends a card. Any other (a project, a first meeting) is only something to talk about.
_FOR_A_CARD = re.compile(
    rf"(?:.*\b)?(?:{BIRTHDAY}|name ?day|wedding(?: day| anniversary)?|anniversary|jubilee)"
)
LOG_LINE = "2026-11-18 no answer"
STATUS_WORDS = {
    "active": Status.ACTIVE, "paused": Status.PAUSED, "pause": Status.PAUSED, "stop": Status.STOP,
    "stopped": Status.STOP,
}


def parse_name(text: str) -> str:
    """A name on one line, with single spaces, as it is spelt, without what was pasted along unseen."""
    name = " ".join(text.translate(INVISIBLE).split())
    if len(name) > LONGEST_NAME:
        raise ValueError(f"is longer than {LONGEST_NAME} characters. Write the name alone, and the rest under notes.")
    if not all(map(is_spelling, name)):
        raise ValueError("contains a character that cannot be shown. Type the name again.")
    if not without_direction(name):
        raise ValueError("has nothing that is shown. Type the name again.")
    return name


def parse_status(text: str) -> Status:
    """`active`, `paused` or `stop`, in any case."""
    if status := STATUS_WORDS.get(text.lower()):
        return status
    near = suggest(text, STATUS_WORDS)
    hint = f"Did you mean {near}?" if near else "Write active, paused or stop."
    raise ValueError(f'"{shown(text)}" is not a status. {hint}')


_EMAIL = r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+"
_NAMED_EMAIL = r"[^<>]*<([^<>\s]+@[^<>\s]+)>"


def parse_email(text: str) -> str:
    """The address alone, without `mailto:`."""
    address = text.removeprefix("mailto:")
    if "<" in address and (match := re.fullmatch(_NAMED_EMAIL, address)):
        raise ValueError(f"must be the address alone. Write {shown(match[1])}.")
    if not re.fullmatch(_EMAIL, address) or len(address) > 254 or not address.isprintable():
        raise ValueError(f'"{shown(text)}" is not an e-mail address. Write dana@example.com.')
    return address


def make_contact(section: SectionValues, rules: Rules) -> Contact | None:
    """Return the contact of these keys; None if its name is missing or was not read."""
    values = section.values
    name, identity = values.pop("name", None), values.pop("id", None)
    own, category = rule_of(section), values.pop("category", None)
    levels = (own, _inherited(section, category, rules), rules.default)
    try:
        cadence = cadence_from(levels)
    except ValueError as problem:
        if "at_most" in section.nodes:   # else the category has the problem, and reports it
            section.problem("at_most", str(problem))
        cadence = cadence_from((SAYS_NOTHING,))
    said = next((level.via for level in levels if level.via), ())
    via = said or channels_of(values.get("phones", ()), values.get("emails", ()))
    values["via_by_details"] = not said
    values["switch_after"] = next((level.switch_after for level in levels if level.switch_after), None)
    if "log" in section.nodes:
        _log(section, slug(identity or name or "?"), rules, _Whose(via, (name,) if name else ()))
    _status(section)
    return Contact(slug(identity or name), name, cadence, via, category, **values) if name else None


def channels_of(phones: tuple[str, ...], emails: tuple[str, ...]) -> tuple[str, ...]:
    """Return the channels for which there are details."""
    return ((("phone",) if phones else ()) + (("email",) if emails else ())) or ("phone",)


def _inherited(section: SectionValues, category: str | None, rules: Rules) -> Rule:
    if category is None:
        return SAYS_NOTHING
    if category in rules.categories:
        return rules.categories[category]
    near = suggest(category, rules.categories)
    hint = f"Did you mean {near}?" if near else f"Add it under categories: {shown(category)}: {{every: 3 months}}."
    section.problem("category", f'"{shown(category)}" is not a category of this list. {hint}')
    return SAYS_NOTHING


def _status(section: SectionValues) -> None:
    """Return the status; `pause_until` without `status` pauses too."""
    status, until = section.values.get("status"), section.values.get("pause_until")
    if status is None:
        if until is not None:
            section.values["status"] = Status.PAUSED
    elif status is not Status.PAUSED and "pause_until" in section.nodes:
        section.note("pause_until", f"has no effect while status is {status}.")


class _Whose(NamedTuple):
    """The context in which a contact's lines are read: the contact's channels and name."""

    via: tuple[str, ...]
    names: tuple[str, ...]


def _log(section: SectionValues, made: str, rules: Rules, whose: _Whose) -> None:
    """Return the lines as attempts of the contact `made`, and the meetings that were booked in them.

    A line with ": " in its note is a mapping to YAML, but a line to us.
    """
    node = section.nodes["log"]
    if isinstance(node, Scalar) and node.is_empty:
        section.scope.is_cut(node, section.at("log"))
        return
    if isinstance(node, Mapping):
        section.problem("log", f'must be a list of lines. Write "- {LOG_LINE}".')
        return

    def parse(text: str) -> Attempt | Booked:
        return parse_booked_line(text, rules.zone) or parse_log_line(text, rules.zone, *whose)

    items = [(typed_line(item), at) for item, at in each(node, section.at("log"))]
    lines = [section.scope.value(item, at, parse, LOG_LINE, kept=True) for item, at in items]
    section.values["log"] = tuple(replace(line, contact=made) for line in lines if isinstance(line, Attempt))
    section.values["booked"] = tuple(replace(line, contact=made) for line in lines if isinstance(line, Booked))


def typed_line(item: Node) -> Node:
    """Return an entry of `log:` as the line that the user typed."""
    if isinstance(item, Mapping) and len(item.values) == 1:
        (text, (key, value)), = item.entries.items()
        if isinstance(value, Scalar):
            return Scalar(f"{text}: {value.text}", True, key.line, key.column, value.comment)
    if isinstance(item, Sequence) and not item.items:
        return Scalar("", True, item.line, item.column)
    return item


DateFields = dict[str, object]      # of an Anniversary: its day, and its lead if it was given


def parse_day_of_year(text: str) -> DateFields:
    """Read "14 May", with or without its year."""
    day = parse_anniversary("", text)
    return {"month": day.month, "day": day.day, "year": day.year}


def date_of(section: SectionValues) -> DateFields | None:
    """Return the fields of `{on: 14 May, lead: 10 days}`; None if the day is missing or was not read."""
    day: DateFields | None = section.values.pop("on", None)
    return None if day is None else day | section.values


def named_dates(scope: Scope, _node: Node, _path: str, entries: list[Entry]) -> tuple[Anniversary, ...]:
    """Return the dates by name; those with a card get a week's lead by default."""
    dates = []
    for entry in entries:
        if not entry.name.strip():
            scope.problem(entry.at, entry.path, "has a day without a name. Write birthday: 14 May.")
        elif entry.value is not None:
            usual = USUAL_LEAD if _FOR_A_CARD.fullmatch(composed(entry.name).casefold()) else None
            dates.append(Anniversary(shown(entry.name), **({"lead": usual} | entry.value)))
    return tuple(dates)


def parse_lead(text: str) -> Span:
    """Read how long before the day a card is posted: "10 days", "2 weeks"."""
    lead = parse_span(text)
    if lead.about_days > LONGEST_LEAD:
        raise ValueError(f'"{shown(text)}" is more than 3 months before the day. Write 10 days.')
    return lead


def parse_book_ahead(text: str) -> Span:
    """Read how far ahead the next meeting is booked; at most three years."""
    ahead = parse_span(text)
    if ahead.about_days > LONGEST_BOOK_AHEAD:
        raise ValueError(f'"{shown(text)}" is more than 3 years ahead. Write 6 months.')
    return ahead


_BY = re.compile(r"(?s)(?P<what>.*\S),? by (?P<day>\S.{1,29})")


def parse_promise(text: str) -> Promise:
    """Read "send the Lisbon list by 2026-11-28"; without a day after "by", all of it is the promise.

    A day without a year, or one that does not exist ("by 5 Dec", "by Friday", "by 29 Feb 2027"), is an error: the file
    is read for years, and a promise that silently lost its day would be broken.
    """
    match = _BY.fullmatch(text)
    if match is None or not looks_like_a_day(match["day"]):
        return Promise(text)
    return Promise(match["what"].rstrip(","), parse_date(match["day"]))


def promise_of(section: SectionValues) -> Promise | None:
    """Return a promise from its keys; None if it does not say what."""
    return Promise(**section.values) if "what" in section.values else None
