"""One row of a table as an ImportedRow: what its columns hold, whatever the program calls them.

Takes the cells by field; gives a row, or None for one without a person in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from followupd.core.phrases.names import INVISIBLE, is_spelling
from followupd.core.stack.rows import ImportedRow, Touch, bare_digits
from followupd.core.values.cards import Birthday, Card
from followupd.core.values.sightings import folded_address
from followupd.importing.dates import birthday_of, day_of_text

Cells = Mapping[str, Sequence[str]]     # by field: what the columns of this field hold, without empty ones
LEAST_DIGITS = 3
_EMAIL = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[^\s@<>,;:\"()]+")
_WITHOUT_BLANKS = re.compile("[\u4e00-\u9fff\uac00-\ud7a3]+$")       # Chinese and Korean names: family name first
_FAMILY_FIRST = re.compile(r"(?P<family>[^\s,]+(?: [^\s,]+)?), (?P<given>[^\s,]+(?: [^\s,.]+\.?)?)")
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "mba", "phd", "md", "ii", "iii", "esq", "esq.", "ltd", "inc",
"inc.", "llc"))
_FAX = re.compile(r"fax|pager", re.IGNORECASE)
_SEPARATED = re.compile(r" ::: |;")
_STARRED = frozenset(("starred", "favorites", "favourites", "favoriten", "favoris"))
_NO_GROUP = frozenset(("mycontacts", "other contacts", "imported", "friends & family"))
MOBILE, PHONE, EMAIL = "mobile", "phone", "email"
STREET, CITY, REGION, CODE, COUNTRY = "street", "city", "region", "code", "country"


@dataclass(frozen=True, slots=True)
class Origin:
    """The file of a row and its `program`, "" if that is not known.

    `day_first` is the order of the numbers in its birthdays, if it is known.
    """

    source: str
    program: str
    day_first: bool | None = None


def imported_row(cells: Cells, origin: Origin) -> ImportedRow | None:
    """Return the row; None if it names nobody."""
    name = name_in(cells)
    if not name:
        return None
    groups = [group for text in cells.get("groups", ()) for group in groups_in(text)]
    last = _first(cells, "last_contact")
    day = day_of_text(last, origin.day_first) if last else None
    card = Card(
        uid=_first(cells, "uid").strip().rstrip("/"), names=(name,), phones=phones_in(cells), emails=emails_in(cells),
        birthday=_birthday(cells, origin.day_first), address=_address(cells), org=single_line(_first(cells, "org")),
        book=origin.source,
    )
    notes = _first(cells, "notes").strip().splitlines()
    return ImportedRow(
        card, role=single_line(_first(cells, "role")), notes="\n".join(notes),
        groups=tuple(dict.fromkeys(group for group in groups if group.casefold() not in _STARRED | _NO_GROUP)),
        starred=any(group.casefold() in _STARRED for group in groups),
        touches=() if day is None else (Touch(day, None, f"{origin.program or origin.source}: last contacted"),),
        known_since=_known_since(cells, origin.day_first),
    )


def name_in(cells: Cells) -> str:
    """Return the name of a person, made of its parts, else as it is shown; "" if that is an address or a number."""
    given, middle, family = (single_line(_first(cells, part)) for part in ("given", "middle", "family"))
    parts = (family + given,) if family and _WITHOUT_BLANKS.match(family + given) else (given, middle, family)
    made = " ".join(filter(None, parts)) or _turned(single_line(_first(cells, "name")))
    name = made or single_line(_first(cells, "nickname"))
    is_word = any(map(str.isalpha, name)) and not _EMAIL.fullmatch(name)
    return name if is_word else ""


def _turned(name: str) -> str:
    """Return `Whitfield, Dana` as Dana Whitfield; what follows the comma in "Dana Whitfield, MBA" is a title."""
    match = _FAMILY_FIRST.fullmatch(name)
    if match is None or match["given"].casefold() in _SUFFIXES:
        return name
    return f"{match['given']} {match['family']}"


def single_line(text: str) -> str:
    """Return the text on one line without what is not shown."""
    spaced = " ".join(text.translate(INVISIBLE).split())
    return "".join(filter(is_spelling, spaced)).strip()


def emails_in(cells: Cells) -> tuple[str, ...]:
    """Return the addresses, in small letters, each once."""
    texts = (part for text in cells.get(EMAIL, ()) for part in re.split(r" ::: |[;,\s]+", text))
    addresses = (folded_address(text.strip()).removeprefix("mailto:") for text in texts)
    return tuple(dict.fromkeys(address for address in addresses if _EMAIL.fullmatch(address)))


def phones_in(cells: Cells) -> tuple[str, ...]:
    """Return the numbers as written, mobile ones first, each once; no fax."""
    texts = (part for field in (MOBILE, PHONE) for text in cells.get(field, ()) for part in text.split(" ::: "))
    numbers: dict[str, str] = {}
    for text in texts:
        number = single_line(text)
        if len(bare_digits(number)) >= LEAST_DIGITS:
            numbers.setdefault(bare_digits(number), number)
    return tuple(numbers.values())


def is_fax(label: str) -> bool:
    """Return whether the label of a number says that nobody answers it."""
    return _FAX.search(label) is not None


def groups_in(text: str) -> list[str]:
    """Return the groups that a cell names, without the signs that Google puts before its own."""
    return [name for part in _SEPARATED.split(text) if (name := single_line(part.strip().lstrip("*")))]


def _first(cells: Cells, field: str) -> str:
    return next(iter(cells.get(field, ())), "")


def _birthday(cells: Cells, day_first: bool | None) -> Birthday | None:
    whole = _first(cells, "birthday")
    if whole:
        return birthday_of(whole, day_first)
    month, day, year = (_first(cells, f"birth_{part}") for part in ("month", "day", "year"))
    if month.isdecimal() and day.isdecimal():
        return birthday_of(f"{year.zfill(4)}-{month.zfill(2)}-{day.zfill(2)}", None)
    return None


def _known_since(cells: Cells, day_first: bool | None) -> date | None:
    since = _first(cells, "known_since")
    return day_of_text(since, day_first) if since else None


def _address(cells: Cells) -> str:
    """Return the postal address: as the program wrote it, else the home one of its parts, else the one at work."""
    whole = _first(cells, "address")
    if whole:
        return "\n".join(filter(None, map(single_line, whole.splitlines())))
    for place in ("home", "work", "other"):
        street, city, region, code, country = (
            single_line(_first(cells, f"{place}_{part}")) for part in (STREET, CITY, REGION, CODE, COUNTRY)
        )
        if street or city:
            lines = (street, " ".join(filter(None, (code, city))), region, country)
            return "\n".join(filter(None, lines))
    return ""
