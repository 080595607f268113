"""Time zones by name, and what to write instead of a name that is not one.

Takes text, gives a ZoneInfo. Raises ValueError with a sentence that suggests the nearest name.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from followupd.core.phrases.words import quoted, suggest

UTC = ZoneInfo("UTC")
# What people write for a place. A few of these are also zones without summer time: whoever writes
# EST means New York's clock, and would be an hour off from March to November.
_SHORT = {
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "PT": "America/Los_Angeles", "MST": "America/Denver",
    "MDT": "America/Denver", "MT": "America/Denver", "CST": "America/Chicago", "CDT": "America/Chicago",
    "CT": "America/Chicago", "EST": "America/New_York", "EDT": "America/New_York", "ET": "America/New_York",
    "BST": "Europe/London", "CEST": "Europe/Berlin", "EEST": "Europe/Athens", "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland", "JST": "Asia/Tokyo",
}  # fmt: skip
SHORTEST = 3    # letters: nobody who mistyped a name meant EST
_NO_SUMMER = {"EST": "America/Panama", "MST": "America/Phoenix"}


def parse_zone(text: str) -> ZoneInfo:
    """The zone of an IANA name such as America/Denver."""
    if text in _NO_SUMMER:
        raise ValueError(
            f'"{text}" is a clock without summer time. Write {_SHORT[text]}, or {_NO_SUMMER[text]} if you mean it.'
        )
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):   # unknown, outside the folder, or a folder such as "America"
        pass
    names = sorted(available_timezones())
    city = text.strip().replace(" ", "_").lower().rpartition("/")[2]
    same_city = next((name for name in names if name.rpartition("/")[2].lower() == city), None)
    longer = [name for name in names if len(name) > SHORTEST]
    near = _SHORT.get(text.strip().upper()) or same_city or suggest(text, longer)
    hint = f"Did you mean {near}?" if near else "Write a name such as America/Denver or Europe/Zurich."
    printable = "".join(c if c.isprintable() else "?" for c in text)[:60]
    raise ValueError(f'"{printable}" is not a time zone. {hint}')


def system_zone(default_zone: Callable[[], ZoneInfo] | None) -> ZoneInfo | None:
    """Return the machine's zone by tzlocal (or by the given function); None if it has none.

    Raises ValueError if it has one that names no place: `TZ=UTC-7` is the opposite in POSIX of what people mean by it.
    """
    try:
        if default_zone is not None:
            return default_zone()
        from tzlocal import get_localzone  # a list with `timezone:` does without it

        with warnings.catch_warnings():
            warnings.simplefilter("error")   # "can not find any timezone configuration" is a warning there
            zone = get_localzone()
    except (LookupError, ValueError, OSError):
        raise ValueError(_not_understood(os.environ.get("TZ", ""))) from None
    except Warning:
        return None
    return zone if isinstance(zone, ZoneInfo) else None


def _not_understood(written: str) -> str:
    name, near = written.strip(":"), "America/Denver"
    if re.fullmatch(r"[A-Za-z_]+/[A-Za-z_/]+", name):
        near = suggest(name, available_timezones()) or near
    said = f"TZ={quoted(written)}" if written else "what its files say"
    return f"is not given, and the system's zone is not understood ({said}). Write timezone: {near}."
