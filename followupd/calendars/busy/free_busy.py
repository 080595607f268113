"""The times of a free-busy answer (VFREEBUSY, `.ifb`), as Exchange, Zimbra and others publish it instead of events.

Takes the unfolded text of a calendar; gives its stretches of busy time. What says FREE takes no time, and a period that
cannot be read is named.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

from followupd.calendars.busy import times
from followupd.calendars.busy.mending import AN_HOUR
from followupd.calendars.busy.plain_times import plain_period
from followupd.calendars.busy.prefilter import coming_first
from followupd.calendars.busy.remembered_times import Taken, Unit
from followupd.calendars.ical.content_lines import ContentLine, parse
from followupd.core.values.time import A_DAY, count

_DAYS = re.compile(r"\s*([0-9]{8})T[0-9]{6}Z?/([0-9]{8})T", re.IGNORECASE)
_LINES = re.compile(rb"\nFREEBUSY[;:][^\n]*", re.IGNORECASE)
MOST_PERIODS = 100_000


def free_busy(data: bytes, clock: times.LocalTimes, window: tuple[int, int]) -> Unit | None:
    """Return the periods in a text that reach into the window (seconds); None if it has no such lines."""
    matched_lines = _LINES.findall(data)
    if not matched_lines:
        return None
    first, last = (datetime.fromtimestamp(at, UTC) + days for at, days in zip(window, (-A_DAY, A_DAY), strict=True))
    lines = (parse(text.decode("utf-8", "replace").strip()) for text in matched_lines)
    busy = [line for line in lines if line.params.get("FBTYPE", "").upper() != "FREE"]
    periods = [(line, one) for line in busy for one in re.split("[,;]", line.value)
               if not _lies_outside(one, f"{first:%Y%m%d}", f"{last:%Y%m%d}")]
    periods, left_out = coming_first(periods, lambda period: period[1].strip()[:8].encode(), MOST_PERIODS)
    taken: set[Taken] = set()
    lost = 0
    for line, period in periods:
        stretch = _stretch(period, line, clock)
        if stretch is None:
            lost += bool(period.strip())
        elif stretch[0] < stretch[1] and stretch[0] < window[1] and stretch[1] > window[0]:
            taken.add((*stretch, "busy"))
    said = [f"{count(lost, 'busy time')} cannot be read"] if lost else []
    if left_out is not None:
        said.append(f"it has more than {MOST_PERIODS:,} times in the coming months; none from {left_out} on counts")
    mark = hashlib.blake2b(b"".join(matched_lines), digest_size=12).hexdigest()
    return Unit("", mark, tuple(sorted(taken)), "; ".join(said))


def _lies_outside(period: str, first: str, last: str) -> bool:
    """Return whether the digits of a period with two days show that it is outside the window."""
    found = _DAYS.match(period)
    return found is not None and (found[1] > last or max(found[1], found[2]) < first)


def _stretch(period: str, line: ContentLine, clock: times.LocalTimes) -> tuple[int, int] | None:
    """Return a period of a line; an hour if its end is damaged, None if its start is."""
    start, _, end = (plain_period(period) or "").partition("/")
    zone = {"TZID": line.params["TZID"]} if line.params.get("TZID") and not start.endswith("Z") else {}
    ends = ContentLine("", "DTEND", zone, end) if end and not end.startswith("P") else ContentLine(
        "", "DURATION", {}, end or AN_HOUR)
    return times.single({"DTSTART": ContentLine("", "DTSTART", zone, start), ends.name: ends}, clock)
