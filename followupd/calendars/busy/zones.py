"""The time zones of somebody else's calendar.

Takes the VTIMEZONEs of one VCALENDAR, gives a zone for each TZID, or a VTIMEZONE under a name of its own that a
library may be handed. The zone database goes before what stands in the file (ical/zones.py says why). A VTIMEZONE
that would take for ever to evaluate counts as unknown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from followupd.calendars.ical.zones import zone_of

_TZID = re.compile(rb"\n(TZID)(?:;[^:\n]*)?:([^\n]*)", re.IGNORECASE)
_RULE = re.compile(rb"\nRRULE[;:][^\n]*", re.IGNORECASE)
LARGEST_ZONE = 100_000       # bytes: a zone with every change since 1900 takes a third


class Zones:
    """The zones of one VCALENDAR; looked up once each."""

    def __init__(self, texts: Sequence[bytes]) -> None:
        self._texts: dict[str, bytes] = {}
        for text in texts:
            found = _TZID.search(text)
            if found is not None and _harmless(text):
                self._texts.setdefault(found[2].decode("utf-8", "replace").strip(), text)
        self._known: dict[str, tzinfo | None] = {}

    def __call__(self, name: str) -> tzinfo | None:
        """The zone of that name, None where nobody knows it."""
        if name not in self._known:
            own = self._texts.get(name)
            self._known[name] = zone_of(name, (own.decode("utf-8", "replace"),) if own is not None else ())
        return self._known[name]

    def for_library(self, name: str) -> tuple[str, bytes] | None:
        """A name under which the library finds this zone, and the VTIMEZONE that it needs for that ("" for none).

        Libraries keep VTIMEZONEs by name for the life of the process, and every Outlook calls its own
        "Customized Time Zone": so each gets the name of its text.
        """
        zone = self(name)
        if isinstance(zone, ZoneInfo):
            return zone.key, b""
        if zone is None:
            return None
        text = self._texts[name]
        unique = f"followupd-{hashlib.sha256(text).hexdigest()[:24]}"
        return unique, _TZID.sub(lambda match: b"\n" + match[1] + b":" + unique.encode(), text, count=1)


@lru_cache(maxsize=64)
def named(name: str) -> ZoneInfo | None:
    """A zone of the database, None for any other text."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _harmless(text: bytes) -> bool:
    rules = _RULE.findall(text)
    return len(text) <= LARGEST_ZONE and all(b"FREQ=YEARLY" in rule.upper() for rule in rules)
