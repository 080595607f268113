"""The cards in a vCard text, of the versions 2.1, 3.0 and 4.0, as values.

Takes the lines of a file and what to call it; gives its cards, and a sentence with its place for each that is broken.
Knows what phones and servers write: numbers as addresses, birthdays without their year in all spellings, groups,
several values. Checks no number and no address: whose card is linked, the hit list's own readers check them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote

from followupd.addressbook.card_lines import FOR_IMPORT, KEPT, CardLine, CutCard, components, cut, unescaped
from followupd.addressbook.protocol import BookPart
from followupd.core.values.cards import Birthday, Card

LONGEST_NAME, LONGEST_VALUE, LONGEST_ADDRESS = 200, 254, 500
MOST_VALUES = 20              # numbers or addresses of one card
NO_YEAR = 1604                # Apple's, on a card that has none; others write 0 or 1
_NOT_CALLED = frozenset({"FAX", "PAGER", "BBS", "MODEM", "TEXTPHONE", "TLX"})
_CALLED = frozenset({"VOICE", "CELL"})
_NOT_A_PERSON = frozenset({"GROUP", "LOCATION", "APPLICATION", "DEVICE"})
_LAST = 101                   # after all preferences, which are 1 to 100
_PARTIAL_DAY = re.compile(r"--(\d\d)-?(\d\d)")
_WHOLE_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_NO_DAY = re.compile(r"\d{4}(?:-\d\d)?|--\d\d|---\d\d")       # a year, a month or a day of a month alone


@dataclass(slots=True)
class CardsRead:
    """The content of a file or resource: its cards, and a sentence for each that is broken.

    `cut_off` if it ends in the middle of a card, as one does that is being written, or holds none at all.
    """

    cards: list[Card] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    cut_off: bool = False
    holds_none: bool = False


def read_cards(lines: Iterable[bytes], book: str, file: str, *, everything: bool = False) -> CardsRead:
    """Return the cards of an address book's file, with `everything` also their notes and categories.

    A card of a group or a place is none of a person.
    """
    read = CardsRead(holds_none=True)
    for found in cut(lines, KEPT | FOR_IMPORT if everything else KEPT):
        read.holds_none = False
        if not found.whole:
            read.problems.append(f"{file}, line {found.number}: this card has no end, so it is not read.")
            read.cut_off = True
            continue
        read.problems += [f"{file}, line {number}: this {why}." for number, why in found.faults]
        card = _card(found, book, file)
        if card is not None:
            read.cards.append(card)
    if read.holds_none:
        read.cut_off = True
        read.problems.append(f"{file} holds no vCard.")
    return read


def part_with_cards(lines: Iterable[bytes], mark: str, book: str, file: str, before: BookPart | None) -> BookPart:
    """Return a file or resource as it is read. If it is cut off, cards that it had `before` count as still there.

    One that holds no card is read again each time: some servers answer so for a card (docs/servers.md 11).
    """
    read = read_cards(lines, book, file)
    cards = read.cards
    if read.cut_off and before is not None:
        there = {card.uid or card.name for card in cards}
        cards = [*cards, *(card for card in before.cards if (card.uid or card.name) not in there)]
    return BookPart("" if read.holds_none else mark, tuple(cards), tuple(read.problems))


def _card(found: CutCard, book: str, file: str) -> Card | None:
    values = _by_name(found.lines)
    kinds = (*values.get("KIND", ()), *values.get("X-ADDRESSBOOKSERVER-KIND", ()))
    if any(line.value.strip().upper() in _NOT_A_PERSON for line in kinds):
        return None
    birthday, fault = _birthday(values.get("BDAY", ()))
    return Card(
        uid=_first(values, "UID"), names=_names(values), phones=_phones(values), emails=_emails(values),
        birthday=birthday, address=_address(values), timezone=_first(values, "TZ"), org=_org(values), book=book,
        place=file if found.number == 1 else f"{file}, line {found.number}", faults=(fault,) if fault else (),
        note=_note(values), categories=_categories(values),
    )


Values = dict[str, list[CardLine]]


def _by_name(lines: Iterable[CardLine]) -> Values:
    """Return the properties that have a value, by their names, each in the order in which they are written."""
    values: Values = {}
    for line in lines:
        if line.value.strip():
            values.setdefault(line.name, []).append(line)
    return values


def _first(values: Values, name: str) -> str:
    lines = _preferred(values.get(name, ()))
    return _one_line(unescaped(lines[0].value))[:LONGEST_VALUE] if lines else ""


def _names(values: Values) -> tuple[str, ...]:
    """Return what it shows as the name, and the given and the family name, which may be another spelling."""
    shown = [unescaped(line.value) for line in _preferred(values.get("FN", ()))]
    for line in values.get("N", ()):
        family, given, *_ = [*components(line.value), ""]
        shown.append(f"{given} {family}")
    return _unique(_one_line(name)[:LONGEST_NAME] for name in shown)


def _phones(values: Values) -> tuple[str, ...]:
    """Return the numbers that one calls or writes to: no fax, no pager."""
    labels = {line.group: line.value.upper() for line in values.get("X-ABLABEL", ()) if line.group}
    lines = (
        line for line in values.get("TEL", ())
        if not (_types(line) & _NOT_CALLED and not _types(line) & _CALLED)
        and not any(word in labels.get(line.group, "") for word in ("FAX", "PAGER"))
    )
    return _unique(_number(line) for line in _preferred(lines))


def _number(line: CardLine) -> str:
    """Return a number as one writes it: `tel:+1-303-555-0142;ext=12` has an extension, and perhaps a context."""
    text = unescaped(line.value).strip()
    if not text.lower().startswith("tel:"):
        return _one_line(text)
    number, *rest = unquote(text[4:]).split(";")
    extension = next((part.partition("=")[2] for part in rest if part.lower().startswith("ext=")), "")
    return f"{number} ext. {extension}" if extension else number


def _emails(values: Values) -> tuple[str, ...]:
    found = (unescaped(line.value).strip() for line in _preferred(values.get("EMAIL", ())))
    return _unique(unquote(text[7:]) if text.lower().startswith("mailto:") else text for text in found)


def _address(values: Values) -> str:
    """Return the postal address with its line breaks, its parts in the order in which one writes them."""
    line = next(iter(_preferred(values.get("ADR", ()))), None)
    if line is None:
        return ""
    box, extended, street, town, region, code, country, *_ = [*components(line.value), *[""] * 7]
    # A region goes with its code behind the town, as in America; where there is none, a code comes first.
    place = " ".join(filter(None, (code, town))) if not region else ", ".join(
        filter(None, (town, " ".join(filter(None, (region, code)))))
    )
    lines = (part for text in (extended, street, box, place, country) for part in text.splitlines())
    return "\n".join(filter(None, map(_one_line, lines)))[:LONGEST_ADDRESS]


def _org(values: Values) -> str:
    line = next(iter(values.get("ORG", ())), None)
    return _one_line(components(line.value)[0])[:LONGEST_NAME] if line is not None else ""


def _note(values: Values) -> str:
    """Return the notes with their line breaks."""
    return "\n".join(unescaped(line.value).strip() for line in values.get("NOTE", ()))


def _categories(values: Values) -> tuple[str, ...]:
    return _unique(_one_line(part) for line in values.get("CATEGORIES", ()) for part in components(line.value, ","))


def _birthday(lines: Sequence[CardLine]) -> tuple[Birthday | None, str]:
    """Return the birthday, and what is wrong with it: "" if nothing is, or if it is no day of a year at all."""
    for line in lines:
        text = line.value.strip()
        if "TEXT" in line.params.get("VALUE", ()) or _NO_DAY.fullmatch(text):
            continue
        if match := _PARTIAL_DAY.match(text):
            year, month, day = None, int(match[1]), int(match[2])
        elif match := _WHOLE_DAY.match(text):
            year, month, day = int(match[1]), int(match[2]), int(match[3])
            without = (*line.params.get("X-APPLE-OMIT-YEAR", ()), str(NO_YEAR), "1", "0")
            year = None if str(year) in without else year
        else:
            return None, f'"{_one_line(text)[:40]}" is not a birthday that is understood'
        try:
            date(year or 2000, month, day)        # 2000 has a 29 February
        except ValueError:
            return None, f'"{_one_line(text)[:40]}" is not a day of the calendar'
        return Birthday(month, day, year), ""
    return None, ""


def _preferred(lines: Iterable[CardLine]) -> list[CardLine]:
    """Return the lines, those that are preferred first (RFC 2426 3.2.1, RFC 6350 5.3)."""
    return sorted(lines, key=_preference)


def _preference(line: CardLine) -> int:
    given = next(iter(line.params.get("PREF", ())), "")
    return int(given) if given.isdecimal() and len(given) < 4 else 1 if "PREF" in _types(line) else _LAST


def _types(line: CardLine) -> set[str]:
    return set(line.params.get("TYPE", ()))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that say something, each once, no more than a card has."""
    return tuple(dict.fromkeys(_usable(texts)))[:MOST_VALUES]


def _usable(texts: Iterable[str]) -> Iterator[str]:
    yield from (text for text in map(str.strip, texts) if text and len(text) <= LONGEST_VALUE)
