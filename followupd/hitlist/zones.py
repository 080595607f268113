"""Time zones by name, and what to say where a name is none.

Takes text, gives a ZoneInfo. Raises ValueError with a sentence that suggests the nearest name.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from followupd.core.phrases.words import suggest

UTC = ZoneInfo("UTC")


def parse_zone(text: str) -> ZoneInfo:
    """The zone of an IANA name such as America/Denver."""
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):   # unknown, outside the folder, or a folder such as "America"
        pass
    names = sorted(available_timezones())
    city = text.strip().replace(" ", "_").lower().rpartition("/")[2]
    same_city = next((name for name in names if name.rpartition("/")[2].lower() == city), None)
    near = same_city or suggest(text, names)
    hint = f"Did you mean {near}?" if near else "Write a name such as America/Denver or Europe/Zurich."
    printable = "".join(c if c.isprintable() else "?" for c in text)[:60]
    raise ValueError(f'"{printable}" is no time zone. {hint}')


def system_zone(default_zone: Callable[[], ZoneInfo] | None) -> ZoneInfo | None:
    """The machine's zone by tzlocal (or by the given function); None where it cannot be told."""
    try:
        if default_zone is not None:
            return default_zone()
        from tzlocal import get_localzone

        with warnings.catch_warnings():
            warnings.simplefilter("error")   # "can not find any timezone configuration" is a warning there
            zone = get_localzone()
    except (LookupError, ValueError, OSError, Warning):
        return None
    return zone if isinstance(zone, ZoneInfo) else None
