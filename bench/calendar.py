"""Goal 5: one changed event of ours in an .ics file of 10,000 events, beside icalendar's parse and write.

    python -m bench.calendar [EVENTS] [ROUNDS]

Ours reads the file, finds our event and writes the file through a temporary one; the fsync of file and folder is in
the wall time. Every other byte must be the same, and a second time nothing may be written.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.make_data import NOW, calendar, foreign_events
from bench.measuring import alone, beside, middle, table
from followupd.calendars.files.ics_file import IcsFile
from followupd.core.values.event import Create, Event
from followupd.core.values.uid import Kind, Uid

CHANGE = """
from dataclasses import replace
from zoneinfo import ZoneInfo
import icalendar.prop
from bench.make_data import NOW
from followupd.calendars.files.ics_file import IcsFile
from followupd.core.values.event import Done, Update
def change(calendar):
    present, = calendar.read().events
    after = replace(present.event, summary="Call Dana Whitfield")
    return calendar.apply([Update(present, after, after)] if after != present.event else [], NOW)
calendar = IcsFile(pathlib.Path(sys.argv[1]), "hitlist", ZoneInfo("UTC"))
with measured():
    result, = change(calendar)
assert isinstance(result, Done), result
"""
PARSE = """
import icalendar
with measured():
    found = icalendar.Calendar.from_ical(pathlib.Path(sys.argv[1]).read_bytes())
    event, = (e for e in found.walk("VEVENT") if e["UID"].endswith("@followupd"))
    event["SUMMARY"] = "Call Dana Whitfield"
    pathlib.Path(sys.argv[1]).with_suffix(".out").write_bytes(found.to_ical())
"""


def main(events: int = 10_000, rounds: int = 3) -> None:
    """Measure beside icalendar, and print."""
    uid = str(Uid(Kind.RETRY, "dana-whitfield-20261120-2", "hitlist"))
    ours_event = Event(uid, NOW, NOW + timedelta(minutes=15), "Call Dana Whitfield", "Why: no answer.")
    half = foreign_events(events // 2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work.ics"
        ours, theirs, others_kept = [], [], True
        for _ in range(rounds):
            path.write_bytes(calendar(half + foreign_events(events - events // 2)).encode())
            file = IcsFile(path, "hitlist", ZoneInfo("UTC"))
            file.apply([Create(ours_event)], NOW)
            theirs.append(alone(PARSE, path))
            before = path.read_bytes()
            ours.append(alone(CHANGE, path))
            others_kept = others_kept and _without_ours(before) == _without_ours(path.read_bytes())
            stamp = path.stat().st_mtime_ns
            assert file.apply([], NOW) == []
            assert path.stat().st_mtime_ns == stamp
    print(table({"icalendar, parse and write": middle(theirs), "followupd, one event": middle(ours)}))
    wall = statistics.median(a.wall / b.wall for a, b in zip(ours, theirs, strict=True))
    print(f"followupd : icalendar = {beside(ours, theirs)[0]:.3f} in CPU time, {wall:.3f} by the clock (goal: 0.05)")
    print(f"every other byte the same: {'yes' if others_kept else 'NO'}")


def _without_ours(data: bytes) -> tuple[bytes, bytes]:
    place = data.index(b"@followupd")
    begin, end = data.rindex(b"BEGIN:VEVENT", 0, place), data.index(b"END:VEVENT", place)
    return data[:begin], data[end:]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
