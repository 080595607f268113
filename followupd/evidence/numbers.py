"""Phone numbers in any spelling: which numbers of the hit list a number in a call log is.

Takes numbers as people and phones write them, and the user's zone, whose country completes a national number. Needs the
`phonenumbers` library for that, which is an extra; without it only numbers with the same digits are the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib import resources
from importlib.util import find_spec
from zoneinfo import ZoneInfo

LIBRARY = "phonenumbers"
INSTALL = "pip install 'followupd[calls]'"


def is_installed() -> bool:
    """Return whether numbers can be compared in any spelling."""
    return find_spec(LIBRARY) is not None


@cache
def region_of(zone: str) -> str | None:
    """Return the country of a time zone, `US`; None for one that is not that of a place."""
    try:
        table = (resources.files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8")
    except (OSError, ModuleNotFoundError):
        return None
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return next((row[0] for row in rows if len(row) > 2 and row[2] == zone), None)


class KnownNumbers:
    """The numbers of the hit list, to be found by a number in another spelling."""

    def __init__(self, numbers: Iterable[str], zone: ZoneInfo) -> None:
        self._region = region_of(zone.key) if is_installed() else None
        self._known: dict[str, list[str]] = defaultdict(list)
        for number in numbers:
            self._known[self._form(number)].append(number)
        self._found: dict[str, tuple[str, ...]] = {}

    def called(self, number: str) -> tuple[str, ...]:
        """Return the numbers of the hit list, as it writes them, that are this one; () for that of a stranger."""
        if number not in self._found:
            self._found[number] = tuple(self._known.get(self._form(number), ())) if re.search(r"\d", number) else ()
        return self._found[number]

    def _form(self, number: str) -> str:
        """Return the international form, or the digits if it is not a valid number, such as an extension."""
        if is_installed():
            import phonenumbers  # loads in 25 ms, and only where there is a call log

            try:
                parsed = phonenumbers.parse(number, self._region)
            except phonenumbers.NumberParseException:
                return _digits(number)
            if phonenumbers.is_possible_number(parsed):
                parsed.extension = None
                return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        return _digits(number)


def _digits(number: str) -> str:
    digits = re.sub(r"[^\d+]", "", number)
    return re.sub(r"^00(?=[1-9])", "+", digits)
