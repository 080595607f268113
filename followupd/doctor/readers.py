"""A check that other programs can show what is on the calendar, by the rules of strict readers.

Takes iCalendar text, returns sentences about what may make a reader stumble (docs/servers.md 14). Uses the icalendar
library, which did not write the text. Never changes anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from followupd.calendars.ical.content_lines import FOLD_AT
from followupd.calendars.ical.cutter import encode
from followupd.core.people.personal import one_line
from followupd.doctor.checks import Check, ok, warning

LARGEST_PARSED = 20_000_000  # characters: a file beyond this takes a minute to parse
_BARE = re.compile(r"(?<!\r)\n")


def faults(text: str) -> list[str]:
    """Return what is wrong with a resource or file; nothing if every known reader can show it."""
    try:
        calendars = parse(text)
    except (ValueError, IndexError, KeyError) as error:   # what the library raises for a text that is not iCalendar
        return [f"cannot be parsed ({str(error).splitlines()[0][:80] if str(error) else type(error).__name__})"]
    mistakes = ["holds several calendars, which khal refuses"] if len(calendars) > 1 else []
    for calendar in calendars:
        mistakes += [f"lacks {name}" for name in ("VERSION", "PRODID") if name not in calendar]
        for event in calendar.walk("VEVENT"):
            mistakes += [f"{_called(event)} {fault}" for fault in _event_faults(event)]
    return list(dict.fromkeys(mistakes))


def spelling(text: str) -> list[str]:
    """Return what is wrong with line breaks and folding (RFC 5545 3.1). Most programs read such a file anyway."""
    mistakes = []
    if _BARE.search(text):
        mistakes.append("its lines end in LF, and the standard asks for CRLF")
    if any(len(encode(line.rstrip("\r"))) > FOLD_AT for line in text.split("\n")):
        mistakes.append(f"it has lines of more than {FOLD_AT} bytes")
    return mistakes


def parse(text: str) -> Sequence[Any]:
    """Return the VCALENDARs of a text, by the icalendar library."""
    from icalendar import Calendar  # only this check and CalDAV need the library

    calendars: Sequence[Any] = Calendar.from_ical(encode(text), multiple=True)
    if not calendars:
        raise ValueError("no calendar in it")
    return calendars


def check_of(name: str, found: Sequence[str], fine: str) -> Check:
    """Return one check for all faults, which names the first three."""
    if not found:
        return ok(name, fine)
    more = f", and {len(found) - 3} more" if len(found) > 3 else ""
    return warning(name, "; ".join(found[:3]) + more, "Some may not show it: save it again with a program that does.")


def _called(event: Any) -> str:
    """Return `“Outreach block” (block-2027w04-1-hitlist@followupd)`: the title, and the UID to search for."""
    title, uid = one_line(str(event.get("SUMMARY", "")))[:60], str(event.get("UID", "")) or "an event without UID"
    return f"“{title}” ({uid[:120]})" if title else uid[:120]


def _event_faults(event: Any) -> list[str]:
    found = [f"has no {name}" for name in ("UID", "DTSTAMP", "DTSTART") if name not in event]
    if "DTEND" not in event and "DURATION" not in event and hasattr(getattr(event.get("DTSTART"), "dt", None), "hour"):
        found.append("has no end")
    return found + [f"{name} cannot be read" for name, _ in event.errors if name]
