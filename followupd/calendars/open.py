"""From what the hit list says about its calendar to a Calendar, and to the key under which its state is kept.

Takes a target; loads a kind of calendar only when one is opened: CalDAV costs a third of a second, and commands such
as `next` need the key alone.
"""

from __future__ import annotations

from datetime import tzinfo
from urllib.parse import urlsplit, urlunsplit

from followupd.calendars.protocol import Calendar
from followupd.core.values.hitlist import CalendarTarget, IcsTarget


def open_calendar(target: CalendarTarget, list_name: str, zone: tzinfo) -> Calendar:
    """The calendar of a target; nothing is read yet. `zone` is for floating and all-day times.

    Raises UsageError where the target itself cannot be used.
    """
    if isinstance(target, IcsTarget):
        if target.is_folder:
            from followupd.calendars.files.folder import Vdir

            return Vdir(target.path, list_name, zone)
        from followupd.calendars.files.ics_file import IcsFile

        return IcsFile(target.path, list_name, zone)
    from followupd.calendars.caldav.calendar import CaldavCalendar

    return CaldavCalendar(target, list_name, zone)


def calendar_key(target: CalendarTarget) -> str:
    """What tells this calendar from every other in the state database, without a secret.

    An absolute path, or an address and the calendar's name; a changed password is not another calendar.
    """
    if isinstance(target, IcsTarget):
        return str(target.path.expanduser().absolute())
    parts = urlsplit(target.url)
    host = parts.netloc.rpartition("@")[2].lower()
    address = urlunsplit((parts.scheme.lower(), host, parts.path.rstrip("/") + "/", "", ""))
    return " ".join(part for part in (address, target.username, target.name) if part)
