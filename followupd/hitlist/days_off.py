"""The days off from `holidays:` and `away:`.

Takes texts and, later, a stretch of days; gives codes, Away values and names by day. Public holidays come from the
`holidays` library, which is loaded only if a hit list names some (importing it takes 40 ms, and as much again for each
country), and only for the years that are needed. Never guesses a code.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from followupd.core.phrases.stretch import checked, parse_away
from followupd.core.phrases.words import quoted, suggest
from followupd.core.values.user_time import Away
from followupd.hitlist.located import Node, Sequence
from followupd.hitlist.scope import Scope, shown
from followupd.hitlist.sections import SectionValues
from followupd.hitlist.shapes import Entry

MOST_PLACES = 20
AWAY = "away"
_DAYS = "2026-12-22 to 2027-01-02"
ENGLISH = ("en_US", "en_GB", "en")
MOST_SHOWN = 20
_ADVICE = "Write a country such as US, or a part of it such as US-CO."


def days_off(holidays: tuple[str, ...], away: tuple[Away, ...], first: date, last: date) -> dict[date, str]:
    """Return the name of each day off from `first` to `last`; the user's reason wins over a holiday's name."""
    found = holidays_between(holidays, first, last) if holidays else {}
    for stretch in reversed(away):      # if two overlap, the first one names the day
        found.update((day, stretch.reason or AWAY) for day in stretch.within(first, last))
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class NoDays:
    """A text under `away` without a day; in a list it may be a reason whose quotes are missing."""

    text: str
    problem: str


def parse_stretch(text: str) -> Away | NoDays:
    """One day away or several, with the reason after it."""
    try:
        return parse_away(text)
    except ValueError as problem:
        if any(character.isdigit() for character in text):
            raise
        return NoDays(text, str(problem))


def stretches(scope: Scope, node: Node, _path: str, entries: list[Entry]) -> tuple[Away, ...]:
    """Return the days away. Inside [ ] a comma ends the text: [2026-12-22 to 2027-01-02, Lisbon] are two entries."""
    for entry in entries:
        if isinstance(entry.value, NoDays):
            asked = f'Is it the reason of the days before it? Then quote both: "{_DAYS}, {shown(entry.value.text)}".'
            sentence = entry.value.problem
            scope.problem(entry.node, entry.path, f"{sentence} {asked}" if isinstance(node, Sequence) else sentence)
    return tuple(entry.value for entry in entries if isinstance(entry.value, Away))


def away_of(section: SectionValues) -> Away | None:
    """The days from their keys; None after a problem."""
    first, last = section.values.get("from"), section.values.get("to")
    if "from" not in section.nodes:
        return None
    if "to" not in section.nodes:   # one day, or a forgotten line? A wrong guess might call on the second
        day = first or date(2026, 12, 22)
        sentence = f"does not say until when. Write to: {day} for that one day, or the last day away."
        section.scope.problem(section.nodes["from"], section.path, sentence)
        return None
    if first is None or last is None or not section.is_sound("from", "to"):
        return None
    try:
        return checked(first, last, section.values.get("reason", ""), f'"{first} to {last}"')
    except ValueError as problem:
        section.scope.problem(section.nodes["to"], section.path, str(problem))
        return None


def parse_holidays(text: str) -> str:
    """Return the code as it is stored: "us-co" is US-CO. Raises ValueError with what may be meant."""
    country, _, part = text.strip().partition("-")
    known = _countries()
    code = country.strip().upper()
    if code not in known:
        raise ValueError(f"{quoted(text)} is not a country whose holidays are known here. {_country_hint(text, known)}")
    part = part.strip()
    if not part:
        return code
    names = _parts(code)
    found = {name.upper(): value for name, value in names.items()}.get(part.upper())
    if found is None:
        raise ValueError(f"{quoted(text)}: {_part_hint(code, part, names)}")
    return f"{code}-{found}"


def holidays_between(codes: Iterable[str], first: date, last: date) -> dict[date, str]:
    """Return the public holidays from `first` to `last` in all these places; the first place names a shared one."""
    names: dict[date, str] = {}
    years = tuple(range(first.year, last.year + 1))
    for code in codes:
        country, _, part = code.partition("-")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")   # years unknown to the library, renamed parts
            days = library().country_holidays(country, subdiv=part or None, years=years, language=_language(country))
        for day, name in sorted(days.items()):
            if first <= day <= last:
                names.setdefault(day, str(name).strip() or code)
    return names


def library() -> Any:
    """Return the module `holidays`, which only a list with holidays or feasts needs."""
    import holidays  # 40 ms

    return holidays


def _language(country: str) -> str | None:
    """Return English, like all texts of followupd, else the country's own language.

    Never that of the environment: a daemon and a command with different settings would keep overwriting each other.
    """
    kind = _country(country)
    spoken = tuple(kind.supported_languages or ())
    return next((name for name in ENGLISH if name in spoken), kind.default_language or (spoken[0] if spoken else None))


def _country(code: str):  # type: ignore[no-untyped-def]  # the library's classes, loaded by name
    return getattr(library(), code).get_entity()


def _countries() -> dict[str, str]:
    """Return each two-letter code with the name of its country."""
    return {codes[1]: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", codes[0]) for codes in library().registry.COUNTRIES.values()}


def _parts(country: str) -> dict[str, str]:
    """Return the parts of a country that have separate holidays: each name with its code."""
    kind = _country(country)
    return {part: part for part in kind.subdivisions} | dict(getattr(kind, "subdivisions_aliases", None) or {})


def _country_hint(text: str, known: dict[str, str]) -> str:
    word = re.split(r"[-,/]", text)[0].strip()
    aliases = {alias: codes[1] for codes in library().registry.COUNTRIES.values() for alias in codes[2:]} | {"UK": "GB"}
    if word.upper() in aliases:
        return f"Did you mean {aliases[word.upper()]}?"
    by_name = {name.replace(" ", "").casefold(): code for code, name in known.items()}
    near = suggest(word.replace(" ", ""), by_name, 0.8) if len(word) > 3 else None
    return f"Did you mean {by_name[near]}?" if near else _ADVICE


def _part_hint(country: str, part: str, names: dict[str, str]) -> str:
    if not names:
        return f"{country} has the same holidays everywhere. Write {country}."
    near = suggest(part, names)
    if near:
        return f"{country} has no part {quoted(part)}. Did you mean {country}-{names[near]}?"
    codes = list(dict.fromkeys(names.values()))
    more = ", ..." if len(codes) > MOST_SHOWN else ""
    return f"{country} has no part {quoted(part)}. There are {', '.join(codes[:MOST_SHOWN])}{more}."
