"""From a target in the hit list to a Calendar.

Loads CalDAV only when such a calendar is opened: its library costs a third of a second.
"""

from __future__ import annotations

from datetime import tzinfo

from followupd.calendars.files.folder import Vdir
from followupd.calendars.files.ics_file import IcsFile
from followupd.calendars.protocol import Calendar
from followupd.core.values.targets import CaldavTarget, CalendarTarget, IcsTarget


def open_calendar(target: CalendarTarget, list_name: str, zone: tzinfo) -> Calendar:
    """Open the calendar of a target; nothing is read yet. `zone` is for floating and all-day times.

    Raises UsageError if the target itself cannot be used.
    """
    if isinstance(target, IcsTarget):
        if target.is_folder:
            return Vdir(target.path, list_name, zone)
        return IcsFile(target.path, list_name, zone)
    assert isinstance(target, CaldavTarget), target
    from followupd.calendars.caldav.calendar import CaldavCalendar  # loads caldav and niquests

    return CaldavCalendar(target, list_name, zone)
