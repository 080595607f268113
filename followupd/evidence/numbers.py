"""Phone numbers in any spelling: which numbers of the hit list a number in a call log is.

Takes numbers as people and phones write them, and the user's zone, whose country completes a national number; one that
is no number there is completed by the country of whoever has it. Needs the `phonenumbers`
library for that, which is an extra; without it only numbers with the same digits are the same.
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

    def __init__(self, numbers: Iterable[str], zone: ZoneInfo, homes: Iterable[tuple[str, str]] = ()) -> None:
        """Take the numbers and the user's zone; `homes` are numbers with the zone of somebody who has it."""
        self._region = region_of(zone.key) if is_installed() else None
        self._known: dict[str, list[str]] = defaultdict(list)
        for number in numbers:
            self._known[self._form(number)].append(number)
        for number, home in homes:
            if (form := self._form_abroad(number, home)) and number not in self._known[form]:
                self._known[form].append(number)
        self._found: dict[str, tuple[str, ...]] = {}

    def called(self, number: str) -> tuple[str, ...]:
        """Return the numbers of the hit list, as it writes them, that are this one; () for that of a stranger."""
        if number not in self._found:
            self._found[number] = tuple(self._known.get(self._form(number), ())) if re.search(r"\d", number) else ()
        return self._found[number]

    def _form_abroad(self, number: str, home: str) -> str:
        """Return the international form by the country of a zone; "" if the number is one in the user's country too."""
        region = region_of(home) if is_installed() else None
        if region is None or region == self._region or _valid(number, self._region):
            return ""
        return _valid(number, region)

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


def _valid(number: str, region: str | None) -> str:
    """Return the international form of a number that exists in a country; "" if it does not."""
    import phonenumbers  # as above

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return ""
    parsed.extension = None
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return e164 if phonenumbers.is_valid_number(parsed) else ""


def _digits(number: str) -> str:
    digits = re.sub(r"[^\d+]", "", number)
    return re.sub(r"^00(?=[1-9])", "+", digits)
