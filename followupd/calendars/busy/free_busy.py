"""The times of a free-busy answer (VFREEBUSY, `.ifb`), as Exchange, Zimbra and others publish it instead of events.

Takes the unfolded text of a calendar; gives its stretches of busy time. What says FREE takes no time, and a period that
cannot be read is named.
"""

from __future__ import annotations

import hashlib
import re

from followupd.calendars.busy import times
from followupd.calendars.busy.memory import Taken, Unit
from followupd.calendars.busy.mending import AN_HOUR
from followupd.calendars.busy.plain_times import plain_period
from followupd.calendars.ical.lines import ContentLine, parse

_LINES = re.compile(rb"\nFREEBUSY[;:][^\n]*", re.IGNORECASE)
MOST_PERIODS = 100_000


def free_busy(data: bytes, clock: times.LocalTimes, window: tuple[int, int]) -> Unit | None:
    """Return the periods in a text that reach into the window (seconds); None if it has no such lines."""
    found = _LINES.findall(data)
    if not found:
        return None
    taken: set[Taken] = set()
    lost = 0
    for text in found:
        line = parse(text.decode("utf-8", "replace").strip())
        if line.params.get("FBTYPE", "").upper() == "FREE":
            continue
        for period in re.split("[,;]", line.value)[:MOST_PERIODS]:
            stretch = _stretch(period, line, clock)
            if stretch is None:
                lost += bool(period.strip())
            elif stretch[0] < stretch[1] and stretch[0] < window[1] and stretch[1] > window[0]:
                taken.add((*stretch, "busy"))
    mark = hashlib.blake2b(b"".join(found), digest_size=12).hexdigest()
    return Unit("", mark, tuple(sorted(taken)), f"{lost} busy times cannot be read" if lost else "")


def _stretch(period: str, line: ContentLine, clock: times.LocalTimes) -> tuple[int, int] | None:
    """Return a period of a line; an hour if its end is damaged, None if its start is."""
    start, _, end = (plain_period(period) or "").partition("/")
    zone = {"TZID": line.params["TZID"]} if line.params.get("TZID") and not start.endswith("Z") else {}
    ends = ContentLine("", "DTEND", zone, end) if end and not end.startswith("P") else ContentLine(
        "", "DURATION", {}, end or AN_HOUR)
    return times.single({"DTSTART": ContentLine("", "DTSTART", zone, start), ends.name: ends}, clock)
