"""One entry of `contacts:` as a Contact, with all its problems.

Takes what was found and what contacts inherit; gives a Contact, or None if it has no usable name. Never reads a file,
and never judges whether a log line is dated in the future: no clock is read here.
"""

from __future__ import annotations

import re
from dataclasses import replace

from followupd.core.phrases.log import parse_booked_line, parse_log_line
from followupd.core.phrases.words import suggest
from followupd.core.values.facts import Attempt, Booked
from followupd.core.values.hitlist import Contact, Status
from followupd.hitlist.located import Mapping, Node, Scalar, Sequence
from followupd.hitlist.rules import SAYS_NOTHING, Rule, Rules, cadence_of, rule_of
from followupd.hitlist.scope import each, shown
from followupd.hitlist.sections import Found
from followupd.hitlist.slug import slug

LONGEST_NAME = 200
LOG_LINE = "2026-11-18 no answer"
STATUS_WORDS = {
    "active": Status.ACTIVE, "paused": Status.PAUSED, "pause": Status.PAUSED, "stop": Status.STOP,
    "stopped": Status.STOP,
}  # fmt: skip


def parse_name(text: str) -> str:
    """A name on one line, with single spaces."""
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME:
        raise ValueError(f"is longer than {LONGEST_NAME} characters. Write the name alone, and the rest under notes.")
    if not name.isprintable():
        raise ValueError("holds a character that cannot be shown. Write the name anew.")
    return name


def parse_status(text: str) -> Status:
    """`active`, `paused` or `stop`, in any case."""
    if status := STATUS_WORDS.get(text.lower()):
        return status
    near = suggest(text, STATUS_WORDS)
    hint = f"Did you mean {near}?" if near else "Write active, paused or stop."
    raise ValueError(f'"{shown(text)}" is no status. {hint}')


def parse_phone(text: str) -> str:
    """A number as typed: it is shown and dialled, never reckoned with."""
    number = " ".join(text.split())
    if "@" in number and "." in number and not number.startswith("sip:"):
        raise ValueError(f'"{shown(number)}" looks like an e-mail address. Put it under email.')
    if sum(map(number.count, "0123456789")) < 3 or len(number) > 60 or not number.isprintable():
        raise ValueError(f'"{shown(number)}" is no phone number. Write +1 303 555 0142.')
    return number


_EMAIL = r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+"
_NAMED_EMAIL = r"[^<>]*<([^<>\s]+@[^<>\s]+)>"


def parse_email(text: str) -> str:
    """The address alone, without `mailto:`."""
    address = text.removeprefix("mailto:")
    if "<" in address and (match := re.fullmatch(_NAMED_EMAIL, address)):
        raise ValueError(f"must be the address alone. Write {shown(match[1])}.")
    if not re.fullmatch(_EMAIL, address) or len(address) > 254 or not address.isprintable():
        raise ValueError(f'"{shown(text)}" is no e-mail address. Write dana@example.com.')
    return address


def contact_of(found: Found, rules: Rules) -> Contact | None:
    """The contact of these keys; None where its name is missing or was not read."""
    values = found.values
    name, identity = values.pop("name", None), values.pop("id", None)
    own, category = rule_of(found), values.pop("category", None)
    levels = (own, _inherited(found, category, rules), rules.default)
    try:
        cadence = cadence_of(levels)
    except ValueError as problem:
        if "at_most" in found.nodes:   # else the category is at fault, and says so itself
            found.problem("at_most", str(problem))
        cadence = cadence_of((SAYS_NOTHING,))
    via = next((level.via for level in levels if level.via), _channels(found))
    if "log" in found.nodes:
        _log(found, slug(identity or name or "?"), via, rules)
    _status(found)
    return Contact(slug(identity or name), name, cadence, via, category, **values) if name else None


def _channels(found: Found) -> tuple[str, ...]:
    """Those that there are details for."""
    values = found.values
    known = (("phone",) if values.get("phones") else ()) + (("email",) if values.get("emails") else ())
    return known or ("phone",)


def _inherited(found: Found, category: str | None, rules: Rules) -> Rule:
    if category is None:
        return SAYS_NOTHING
    if category in rules.categories:
        return rules.categories[category]
    near = suggest(category, rules.categories)
    hint = f"Did you mean {near}?" if near else f"Add it under categories: {shown(category)}: {{every: 3 months}}."
    found.problem("category", f'"{shown(category)}" is no category of this list. {hint}')
    return SAYS_NOTHING


def _status(found: Found) -> None:
    """`pause_until` alone pauses."""
    status, until = found.values.get("status"), found.values.get("pause_until")
    if status is None:
        if until is not None:
            found.values["status"] = Status.PAUSED
    elif status is not Status.PAUSED and "pause_until" in found.nodes:
        found.note("pause_until", f"has no effect while status is {status}.")


def _log(found: Found, made: str, via: tuple[str, ...], rules: Rules) -> None:
    """The lines as attempts of the contact `made`, and the meetings that they say were booked.

    A line whose note holds ": " is a mapping to YAML, and a line to us.
    """
    node = found.nodes["log"]
    if isinstance(node, Scalar) and node.is_empty:
        return
    if isinstance(node, Mapping):
        found.problem("log", f'must be a list of lines. Write "- {LOG_LINE}".')
        return

    def parse(text: str) -> Attempt | Booked:
        return parse_booked_line(text, rules.zone) or parse_log_line(text, rules.zone, via)

    lines = [found.scope.value(_as_line(item), at, parse, LOG_LINE) for item, at in each(node, found.at("log"))]
    found.values["log"] = tuple(replace(line, contact=made) for line in lines if isinstance(line, Attempt))
    found.values["booked"] = tuple(replace(line, contact=made) for line in lines if isinstance(line, Booked))


def _as_line(item: Node) -> Node:
    if isinstance(item, Mapping) and len(item.values) == 1:
        (text, (key, value)), = item.entries.items()
        if isinstance(value, Scalar):
            return Scalar(f"{text}: {value.text}", True, key.line, key.column)
    if isinstance(item, Sequence) and not item.items:
        return Scalar("", True, item.line, item.column)
    return item
