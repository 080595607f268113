"""Whether an event of another calendar takes the user's time.

Takes the lines of one VEVENT, gives yes or no. What is free, cancelled or declined takes none; what does not say so
takes some (RFC 5545 3.8.2.7), all-day events too. When in doubt it is busy: a call is sooner moved for nothing than
made in the middle of a meeting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from followupd.calendars.busy.cutting import Line

# Outlook and Exchange write OPAQUE for "working elsewhere" (MS-OXCICAL), which is a place and no appointment.
_FREE = frozenset({b"FREE", b"WORKINGELSEWHERE"})


def takes_time(lines: Iterable[Line], own_addresses: Collection[str]) -> bool:
    """`own_addresses` are the user's, in small letters: an invitation that they declined takes no time."""
    for line in lines:
        match line.name:
            case "TRANSP":
                if line.value.strip().upper() == b"TRANSPARENT":
                    return False
            case "STATUS":
                if line.value.strip().upper() in (b"CANCELLED", b"CANCELED"):
                    return False
            case "X-MICROSOFT-CDO-BUSYSTATUS" | "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS":
                if line.value.strip().upper() in _FREE:
                    return False
            case "ATTENDEE" if own_addresses:
                if line.param(b"PARTSTAT").upper() == "DECLINED" and addresses(line) & set(own_addresses):
                    return False
    return True


def addresses(line: Line) -> set[str]:
    """The mail addresses of an ATTENDEE: iCloud and Exchange put a path or an X500 name first, and EMAIL beside it."""
    found = (line.value.decode("utf-8", "replace"), line.param(b"EMAIL"))
    return {address_of(text) for text in found if "@" in text}


def address_of(text: str) -> str:
    """The plain address of `mailto:Dana@Example.com`."""
    text = text.strip().casefold()
    return text.removeprefix("mailto:").strip()
