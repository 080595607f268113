"""From a target in the hit list to a Calendar, and to the key of its state in the database.

Loads a kind of calendar only when one is opened: CalDAV costs a third of a second, and commands such as `next` need
only the key.
"""

from __future__ import annotations

from datetime import tzinfo
from urllib.parse import urlsplit, urlunsplit

from followupd.calendars.protocol import Calendar
from followupd.core.values.hitlist import CalendarTarget, IcsTarget


def open_calendar(target: CalendarTarget, list_name: str, zone: tzinfo) -> Calendar:
    """Open the calendar of a target; nothing is read yet. `zone` is for floating and all-day times.

    Raises UsageError if the target itself cannot be used.
    """
    if isinstance(target, IcsTarget):
        if target.is_folder:
            from followupd.calendars.files.folder import Vdir  # loads all that reads and writes iCalendar text

            return Vdir(target.path, list_name, zone)
        from followupd.calendars.files.ics_file import IcsFile  # loads the same

        return IcsFile(target.path, list_name, zone)
    from followupd.calendars.caldav.calendar import CaldavCalendar  # loads caldav and niquests

    return CaldavCalendar(target, list_name, zone)


def calendar_key(target: CalendarTarget) -> str:
    """Return what tells this calendar from every other in the state database, without a secret.

    It is an absolute path, or an address and the calendar's name; a changed password does not change it.
    """
    if isinstance(target, IcsTarget):
        return str(target.path.expanduser().absolute())
    parts = urlsplit(target.url)
    host = parts.netloc.rpartition("@")[2].lower()
    address = urlunsplit((parts.scheme.lower(), host, parts.path.rstrip("/") + "/", "", ""))
    return " ".join(part for part in (address, target.username, target.name) if part)
