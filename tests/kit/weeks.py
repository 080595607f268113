"""A week of a calendar as a person reads it: day, time, title and text of each event, in the order of time."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import icalendar


def week_of(data: bytes, first: date, zone: tzinfo) -> str:
    """List the seven days from `first` by the clock of `zone`, with the text of each event below its title."""
    calendar: Any = icalendar.Calendar.from_ical(data)
    found = []
    for event in calendar.walk("VEVENT"):
        start, end = (event[name].dt for name in ("DTSTART", "DTEND"))
        if isinstance(start, datetime) and first <= start.astimezone(zone).date() < first + timedelta(days=7):
            found.append((start.astimezone(zone), end.astimezone(zone), event))
    lines: list[str] = []
    for day in (first + timedelta(days=number) for number in range(7)):
        lines += [f"{day:%A}, {day.day} {day:%B %Y}", ""]
        here = sorted((e for e in found if e[0].date() == day), key=lambda e: (e[0], str(e[2]["UID"])))
        for start, end, event in here:
            busy = "busy" if event.get("TRANSP", "OPAQUE") == "OPAQUE" else "free"
            lines.append(f"  {start:%H:%M}-{end:%H:%M}  {event['SUMMARY']}  ({busy})")
            lines += [f"      | {line}".rstrip() for line in str(event.get("DESCRIPTION", "")).split("\n")]
            lines.append("")
    return "\n".join(lines)
