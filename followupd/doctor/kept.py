"""What a server keeps of an event as we write it: compared by meaning, never by text (CALDAV.md 5).

Takes what came back, gives one check. Parsed by the icalendar library, which is not what wrote it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from followupd.calendars.ical import vevent
from followupd.core.values.event import Event
from followupd.doctor import readers
from followupd.doctor.checks import UNREACHABLE, Check, ok, problem, warning

SUMMARY = "followupd doctor: removed in a moment \U0001f33f"
# Line breaks, what has to be escaped, accents, and an emoji where a line is folded: each has been lost by some server.
DESCRIPTION = (
    "A trial of followupd doctor; it is removed again at once.\n\n"
    "1. Zoë Müller, 美玲 and a backslash \\ in one line that is long enough to be folded \U0001f469\u200d\U0001f4bb\n"
    "[ ] second line; with a semicolon, a comma and \U0001f600\n"
    "https://example.com/?a=1&b=2 <tag> & \"quotes\""
)
ALARM = timedelta(minutes=10)


def compare(text: str, event: Event) -> Check:
    """What of `event` is missing in what the server gives back for it."""
    name = "kept"
    found = _event(text, event.uid)
    if found is None:
        return problem(name, "the server gives back something that is no event",
                       "Report it to whoever runs the server.", UNREACHABLE)
    broken = [what for what, same in (
        ("its time", (_instant(found, "DTSTART"), _instant(found, "DTEND")) == (event.start, event.end)),
        ("its title", str(found.get("SUMMARY", "")) == event.summary),
        ("its text, with line breaks and emoji", _text(found) == event.description),
    ) if not same]
    if broken:
        return problem(name, f"the server changes an event: {', '.join(broken)}",
                       "Use another calendar for followupd: each pass would write it again.", UNREACHABLE)
    lost = []
    if not _rings(found):
        lost.append("alarms (set a default reminder in your calendar program)")
    if str(found.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT":
        lost.append("whether an event is free time (reminders show as busy)")
    if str(found.get(vevent.PLANNED, "")) != vevent.token(event.start):
        lost.append(f"{vevent.PLANNED} (followupd does without)")
    if lost:
        return warning(name, f"the server does not keep {'; nor '.join(lost)}", "Nothing is lost that followupd needs.")
    return ok(name, "UID, time, text with line breaks and emoji, alarm, free or busy, our X-property")


def summary_of(text: str) -> str:
    """The titles in a text, unfolded and unescaped; "" where it is no iCalendar."""
    try:
        return " ".join(str(e.get("SUMMARY", "")) for c in readers.parse(text) for e in c.walk("VEVENT"))
    except (ValueError, IndexError, KeyError):
        return ""


def _event(text: str, uid: str) -> Any:
    try:
        events = [event for calendar in readers.parse(text) for event in calendar.walk("VEVENT")]
    except (ValueError, IndexError, KeyError):
        return None
    return next((event for event in events if str(event.get("UID", "")) == uid), None)


def _instant(event: Any, name: str) -> datetime | None:
    value = getattr(event.get(name), "dt", None)
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo is not None else None


def _text(event: Any) -> str:
    return str(event.get("DESCRIPTION", "")).replace("\r\n", "\n")


def _rings(event: Any) -> bool:
    return any(getattr(alarm.get("TRIGGER"), "dt", None) == -ALARM for alarm in event.walk("VALARM"))
