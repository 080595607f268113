"""One entry of `contacts:` as a Contact, with all its problems.

Takes a located node, the categories and the user's zone; gives a Contact, or None where nothing usable stands.
Never reads a file and never judges whether a log line lies in the future: no clock is read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from followupd.core.phrases.days import parse_date
from followupd.core.phrases.log import parse_booked_line, parse_log_line
from followupd.core.phrases.weeks import parse_hours
from followupd.core.phrases.words import suggest
from followupd.core.values.facts import Attempt, Booked
from followupd.core.values.hitlist import Contact, Feast, Status
from followupd.hitlist.cadence import SAYS_NOTHING, Rule, cadence_of, read_rule_keys
from followupd.hitlist.fields import Scope, shown
from followupd.hitlist.located import Mapping, Node, Scalar, Sequence
from followupd.hitlist.slug import slug
from followupd.hitlist.zones import parse_zone

CONTACT_KEYS = (
    "name", "id", "category", "every", "at_most", "via", "phone", "email", "timezone", "hours", "like", "notes",
    "interests", "facts", "people", "dates", "keeps", "promises", "book_ahead", "status", "pause_until", "log",
)  # fmt: skip
_DETAIL_KEYS = frozenset({
    "timezone", "hours", "like", "notes", "people", "dates", "promises", "log", "interests", "facts", "keeps",
    "book_ahead",
})
_REMEMBERED = frozenset({"dates", "promises", "book_ahead"})   # read by a module that most contacts do not need
LONGEST_NAME = 200
_SHAPE = "- name: Dana Whitfield"
_STATUS_WORDS = {
    "active": Status.ACTIVE, "paused": Status.PAUSED, "pause": Status.PAUSED, "stop": Status.STOP,
    "stopped": Status.STOP,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """What contacts inherit from: the categories, the default, and the zone that their log lines are read in."""

    categories: dict[str, Rule]
    default: Rule
    zone: ZoneInfo


def read_contact(scope: Scope, node: Node, path: str, rules: Rules) -> Contact | None:
    """The contact, from a mapping or from a name alone."""
    if isinstance(node, Scalar):
        name = scope.value(node, path, parse_name)
        return _contact(scope, {}, path, name, rules) if name else None
    found = scope.mapping(node, path, CONTACT_KEYS, _SHAPE)
    if found is None:
        return None
    if "name" not in found:
        scope.problem(node, path, "has no name. Write name: Dana Whitfield.")
    name = scope.value(found["name"], f"{path}.name", parse_name) if "name" in found else None
    contact = _contact(scope, found, path, name or "?", rules)
    return contact if name else None


def parse_name(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME:
        raise ValueError(f"is longer than {LONGEST_NAME} characters. Write the name alone, and the rest under notes.")
    if not name.isprintable():
        raise ValueError("holds a character that cannot be shown. Write the name anew.")
    return name


def _contact(scope: Scope, found: dict[str, Node], path: str, name: str, rules: Rules) -> Contact:
    own = read_rule_keys(scope, found, path)
    category = scope.text(found["category"], f"{path}.category") if "category" in found else None
    levels = (own, _category_rule(scope, found, f"{path}.category", category, rules), rules.default)
    try:
        cadence = cadence_of(levels)
    except ValueError as problem:
        if "at_most" in found:   # else the category is at fault, and says so itself
            scope.problem(found["at_most"], f"{path}.at_most", str(problem))
        cadence = cadence_of((SAYS_NOTHING,))
    phones = scope.values(found["phone"], f"{path}.phone", parse_phone) if "phone" in found else ()
    emails = scope.values(found["email"], f"{path}.email", parse_email) if "email" in found else ()
    known = (("phone",) if phones else ()) + (("email",) if emails else ())
    via = next((level.via for level in levels if level.via), known or ("phone",))
    identity = scope.value(found["id"], f"{path}.id", parse_name) if "id" in found else None
    made = slug(identity or name)
    details = _details(scope, found, path, made, via, rules)
    return Contact(made, name, cadence, via, category, phones, emails, **details)   # type: ignore[arg-type]


def _category_rule(scope: Scope, found: dict[str, Node], path: str, category: str | None, rules: Rules) -> Rule:
    if category is None:
        return SAYS_NOTHING
    if category not in rules.categories:
        near = suggest(category, rules.categories)
        hint = f"Did you mean {near}?" if near else f"Add it under categories: {shown(category)}: {{every: 3 months}}."
        scope.problem(found["category"], path, f'"{shown(category)}" is no category of this list. {hint}')
        return SAYS_NOTHING
    return rules.categories[category]


def _details(
    scope: Scope, found: dict[str, Node], path: str, made: str, via: tuple[str, ...], rules: Rules
) -> dict[str, object]:
    """What most contacts do not have, by the names of Contact's fields. `made` is the contact's slug."""
    changes: dict[str, object] = {}
    for key, node in found.items():
        if key not in _DETAIL_KEYS:
            continue
        if key in _REMEMBERED:
            from followupd.hitlist import days_to_remember as remembered
        at = f"{path}.{key}"
        if key == "timezone":
            changes[key] = scope.value(node, at, parse_zone)
        elif key == "hours":
            text = scope.joined(node, at)
            changes[key] = scope.value(Scalar(text, False, node.line, node.column), at, parse_hours) if text else None
        elif key == "like":
            changes[key] = scope.yes_no(node, at) or False
        elif key == "notes":
            changes[key] = _notes(scope, node, at)
        elif key == "people":
            changes[key] = scope.words(node, at, str)
        elif key == "dates":
            changes[key] = remembered.read_dates(scope, node, at)
        elif key in ("interests", "facts"):
            changes[key] = scope.words(node, at, str) if key == "interests" else scope.values(node, at, str)
        elif key == "keeps":
            from followupd.hitlist.feasts import parse_feast

            changes[key] = tuple(Feast(name) for name in scope.words(node, at, parse_feast))
        elif key == "book_ahead":
            changes[key] = scope.value(node, at, remembered.parse_book_ahead)
        elif key == "promises":
            changes[key] = remembered.read_promises(scope, node, at)
        elif key == "log":
            changes[key], changes["booked"] = _log(scope, node, at, made, via, rules.zone)
    return changes | _status(scope, found, path)


def _status(scope: Scope, found: dict[str, Node], path: str) -> dict[str, object]:
    """`pause_until` alone pauses."""
    status: Status | None = None
    until: date | None = None
    if "status" in found:
        status = scope.value(found["status"], f"{path}.status", parse_status)
    if "pause_until" in found:
        until = scope.value(found["pause_until"], f"{path}.pause_until", parse_date)
        if status not in (None, Status.PAUSED):
            scope.note(found["pause_until"], f"{path}.pause_until", f"has no effect while status is {status}.")
    if status is None:
        status = Status.PAUSED if until else Status.ACTIVE
    return {} if status is Status.ACTIVE and until is None else {"status": status, "pause_until": until}


def parse_status(text: str) -> Status:
    if status := _STATUS_WORDS.get(text.lower()):
        return status
    near = suggest(text, _STATUS_WORDS)
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
    address = text.removeprefix("mailto:")
    if "<" in address and (match := re.fullmatch(_NAMED_EMAIL, address)):
        raise ValueError(f"must be the address alone. Write {shown(match[1])}.")
    if not re.fullmatch(_EMAIL, address) or len(address) > 254 or not address.isprintable():
        raise ValueError(f'"{shown(text)}" is no e-mail address. Write dana@example.com.')
    return address


def _notes(scope: Scope, node: Node, path: str) -> str:
    """Nothing, a text, or several that become lines."""
    if isinstance(node, Scalar):
        return "" if not node.text.strip() or node.is_empty else scope.text(node, path) or ""
    return "\n".join(scope.values(node, path, str))


def _log(
    scope: Scope, node: Node, path: str, made: str, via: tuple[str, ...], zone: ZoneInfo
) -> tuple[tuple[Attempt, ...], tuple[Booked, ...]]:
    """The lines as attempts of this contact, and the meetings that they say were booked.

    A line whose note holds ": " is a mapping to YAML, and a line to us.
    """
    if isinstance(node, Scalar) and node.is_empty:
        return (), ()
    if isinstance(node, Mapping):
        scope.problem(node, path, 'must be a list of lines. Write "- 2026-11-18 no answer".')
        return (), ()
    found: list[Attempt] = []
    booked: list[Booked] = []
    for item, at in scope.each(node, path):
        told = scope.value(
            _as_line(item), at, lambda text: parse_booked_line(text, zone) or parse_log_line(text, zone, via)
        )
        if isinstance(told, Booked):
            booked.append(replace(told, contact=made))
        elif told is not None:
            found.append(replace(told, contact=made))
    return tuple(found), tuple(booked)


def _as_line(item: Node) -> Node:
    if isinstance(item, Mapping) and len(item.values) == 1:
        (text, (key, value)), = item.entries.items()
        if isinstance(value, Scalar):
            return Scalar(f"{text}: {value.text}", True, key.line, key.column)
    if isinstance(item, Sequence) and not item.items:
        return Scalar("", True, item.line, item.column)
    return item
