"""A person as somebody types them on one line: `Mia Chen, +49 30 123456, every 6 weeks`.

Takes the line; gives the keys of an entry of `contacts:`. Each part behind the name is understood as a whole, by the
parser of its key, or it is an error that says what to write: nothing is guessed, and nothing is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from followupd.core.phrases.days import looks_like_a_day
from followupd.core.phrases.names import composed
from followupd.core.phrases.phones import parse_number
from followupd.core.phrases.times import parse_span
from followupd.core.phrases.words import quoted
from followupd.hitlist.contacts import parse_day_of_year, parse_email, parse_name
from followupd.hitlist.edits.changes import Bare, Keys, Value
from followupd.hitlist.slug import slug

LEAST_DIGITS = 6        # of a number that nothing says to be one
MANY = {"phone", "email"}
_LIKED = frozenset({"like", "liked", "i like", "like her", "like him", "like them", "i like her", "i like him", "♥"})


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """The keys of somebody in the order of the hit list; the first is their name."""

    pairs: tuple[tuple[str, Value], ...]

    @property
    def name(self) -> str:
        """Their name."""
        return str(self.pairs[0][1])

    @property
    def slug(self) -> str:
        """The name by which the list knows them."""
        return slug(self.name)

    def value(self, key: str) -> Value | None:
        """Return the value of a key; None if it was not said."""
        return dict(self.pairs).get(key)


def parse_person(text: str, categories: Collection[str]) -> TypedPerson:
    """Read somebody from a line. `categories` are those of the list. Raises ValueError with a sentence."""
    line = re.sub(r"^\s*[-*•]\s+", "", composed(text).translate({ord("<"): ",", ord(">"): None}))
    first, *rest = (part.strip() for part in re.split(r"[,;\t]", line))
    name = _name(first)
    found: dict[str, list[str]] = {}
    for part in filter(None, rest):
        key, value = _understood(part, categories)
        if key in found and key not in MANY:
            raise ValueError(f"{quoted(part)}: that was said already ({quoted(found[key][0])}). Say it once.")
        found.setdefault(key, []).append(value)
    return TypedPerson((("name", name), *((key, _value(key, found[key])) for key in _KEYS if key in found)))


def _name(text: str) -> str:
    try:
        name = parse_name(text)
    except ValueError as problem:
        raise ValueError(f"{quoted(text)} {problem}") from None
    if "@" in name:
        raise ValueError(f"{quoted(text)} looks like an address. Put the name before it: Mia Chen, mia@example.com.")
    if (digits := re.search(r"[+(]?\d(?:[ ()/.-]*\d){5,}", name)) is not None:
        before = name[: digits.start()].strip()
        raise ValueError(f"{quoted(text)} holds a number. Write {before or 'Mia Chen'}, {digits[0]}.")
    return name


def _email(text: str, _: Collection[str]) -> str | None:
    return parse_email(text) if "@" in text else None


def _every(text: str, _: Collection[str]) -> str | None:
    try:
        parse_span(text)
    except ValueError:
        if re.match(r"(?i)(?:every|each|once|twice)\b|bi(?:week|month|annual)ly", text):
            raise
        return None
    return re.sub(r"(?i)^(?:every|each) (?=\d)", "", text)


def _phone(text: str, _: Collection[str]) -> str | None:
    digits = sum(character.isdecimal() for character in text)
    of_time = looks_like_a_day(text) or re.search(r"\d:\d|\d{4}-\d\d-\d\d", text)      # hours 12:00-14:00
    return None if digits < LEAST_DIGITS or of_time else parse_number(text)


def _category(text: str, categories: Collection[str]) -> str | None:
    """Return the category that is meant, also by its singular."""
    plain = text.casefold()
    return next((one for one in categories if plain in (one.casefold(), one.casefold().removesuffix("s"))), None)


def _like(text: str, _: Collection[str]) -> str | None:
    return "yes" if text.casefold() in _LIKED else None


def _birthday(text: str, _: Collection[str]) -> str | None:
    match = re.fullmatch(r"(?i)(?:birthday|born)(?:(?: is)? on)?:? +(.+)", text)
    if match is not None:
        parse_day_of_year(match[1])
    return match[1] if match is not None else None


# The parts that are understood, in the order of the hit list, and in the order in which they are tried.
_KEYS: dict[str, Callable[[str, Collection[str]], str | None]] = {
    "category": _category, "every": _every, "phone": _phone, "email": _email, "like": _like, "dates": _birthday,
}
_TRIED = ("email", "every", "category", "like", "dates", "phone")


def _understood(part: str, categories: Collection[str]) -> tuple[str, str]:
    for key in _TRIED:
        if (value := _KEYS[key](part, categories)) is not None:
            return key, value
    known = f"one of {', '.join(categories)}, " if categories else ""
    raise ValueError(
        f"{quoted(part)} was not understood. Behind a name may be: a number, an e-mail address, every 6 weeks, "
        f"{known}birthday 14 May, like. One person on a line."
    )


def _value(key: str, said: list[str]) -> Value:
    if key == "like":
        return Bare("yes")
    if key == "dates":
        return Keys((("birthday", said[0]),))
    return said[0] if len(said) == 1 else tuple(said)
