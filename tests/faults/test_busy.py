"""Hostile calendars under `busy:`: bounded time and memory, a sentence, and their known times stay.

Each runs in a separate process, so that its peak of memory is its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

MOST_SECONDS = 30.0    # of work; the daemon gives the rest to the next pass
MOST_MEMORY = 250      # MiB, the interpreter and both libraries included
HEAD, TAIL = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", b"END:VCALENDAR\r\n"
TEN = b"DTSTART:20261124T170000Z\r\nDTEND:20261124T180000Z\r\n"
ZONE = (
    b"BEGIN:VTIMEZONE\r\nTZID:Q\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
    b"TZOFFSETTO:+0200\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
READ = """
import json, re, sys, time
from pathlib import Path
from zoneinfo import ZoneInfo
from datetime import date
from followupd.calendars.busy.files import BusyFile
from followupd.calendars.busy.remembered_times import BusyQuery
from followupd.core.noticing.people_index import WatchedPeople
from followupd.core.values.hitlist import Contact
from followupd.errors import CalendarUnreachable
first, last = date(2026, 11, 1).toordinal(), date(2027, 6, 1).toordinal()
watched = WatchedPeople.of({"a": Contact("a", "Dana Whitfield", None, emails=("a@b.c",))}, private=True)
need = BusyQuery(first, last, ZoneInfo("America/Denver"), frozenset(), "h", watched)
told = {}
try:
    memory = BusyFile(Path(sys.argv[1])).look(None, need)
    told = {"times": len(memory.times), "problems": memory.about.problems}
except CalendarUnreachable as error:
    told = {"refused": error.message}
memory = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps(told | {"seconds": time.process_time(), "memory": memory}))
"""


def event(*lines: bytes, uid: bytes = b"a") -> bytes:
    return b"\r\n".join((b"BEGIN:VEVENT", b"UID:" + uid, *lines, b"END:VEVENT", b""))


def many(count: int, *lines: bytes) -> bytes:
    return b"".join(event(*lines, uid=b"%d" % number) for number in range(count))


DAY = b"DTSTART:20261124T170000Z", b"DURATION:PT1H"
CLOCKS = b"BYHOUR=%s;BYMINUTE=%s" % tuple(b",".join(b"%d" % n for n in range(many)) for many in (24, 60))
# Each with a part of its complaint, "" if it is read like any other.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "100 MB": (lambda: b"X" * 100_000_000, "larger than 32 MiB"),
    "a million events": (
        lambda: HEAD + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 1_000_000 + TAIL, "more than 500,000 events"),
    "a fold of 30 MB": (lambda: HEAD + event(TEN + b"SUMMARY:" + b"\r\n x" * 7_500_000) + TAIL, ""),
    "folds of nothing": (lambda: HEAD + event(TEN + b"UID" + b"\r\n " * 9_000_000) + TAIL, ""),
    "one line of 30 MB": (lambda: HEAD + event(TEN + b"DESCRIPTION:" + b"x" * 30_000_000) + TAIL, ""),
    "alarms that never end": (lambda: HEAD + event(TEN + b"BEGIN:VALARM\r\n" * 2_000_000) + TAIL, ""),
    "components in components": (lambda: HEAD + b"BEGIN:VEVENT\r\n" * 1_000_000 + TAIL, "more than 500,000 events"),
    "calendars in a row": (lambda: (HEAD + TAIL) * 250_000, ""),
    "every second": (lambda: HEAD + many(2_000, *DAY, b"RRULE:FREQ=SECONDLY;BYHOUR=17") + TAIL, "recurs too often"),
    "every minute of a year": (
        lambda: HEAD + many(500, *DAY, b"RRULE:FREQ=YEARLY;" + CLOCKS) + TAIL, "recurs too often"),
    "year 9999": (lambda: HEAD + many(3, b"DTSTART:99991231T235959Z", b"DTEND:99991231T235959Z") + event(
        b"DTSTART;VALUE=DATE:00010101", b"DTEND;VALUE=DATE:99991231", uid=b"z") + event(
        b"DTSTART;VALUE=DATE:00010101", b"RRULE:FREQ=YEARLY", uid=b"y") + TAIL, ""),
    "half a million exceptions": (
        lambda: HEAD + event(
            *DAY, b"RRULE:FREQ=DAILY", b"EXDATE:" + b",".join([b"20261124T170000Z"] * 500_000)) + TAIL, "too large"),
    "twenty thousand overrides": (
        lambda: HEAD + event(*DAY, b"RRULE:FREQ=DAILY") + b"".join(
            event(b"RECURRENCE-ID:%08dT170000Z" % n, *DAY) for n in range(20_000)) + TAIL, "exceptions"),
    "a zone that never settles": (
        lambda: HEAD + ZONE + event(b"DTSTART;TZID=Q:20261124T100000", b"DURATION:PT1H") + TAIL, "zone Q is not known"),
    "daily with her": (
        lambda: HEAD + many(60, *DAY, b"RRULE:FREQ=DAILY;BYHOUR=17", b"ATTENDEE:mailto:a@b.c") + TAIL, ""),
    "her name in a title of 4 MB": (
        lambda: HEAD + event(TEN + b"SUMMARY:" + b"Dana Whitfield " * 280_000) + TAIL, ""),
    "many invited": (
        lambda: HEAD + event(TEN + b"ATTENDEE:mailto:a@b.c\r\n" * 200_000) + TAIL, ""),
    "a thousand series": (lambda: HEAD + many(1_000, *DAY, b"RRULE:FREQ=DAILY") + TAIL, "more than 200,000 times"),
    "nothing but NUL": (lambda: b"\0" * 1_000_000, "is empty"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_calendar_costs_little_and_is_reported(tmp_path: Path, name: str) -> None:
    """No file delays a pass for long or fills the memory, and none silently counts as free."""
    made, expected = FILES[name]
    path = tmp_path / "work.ics"
    path.write_bytes(made())
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    said = told.get("refused") or " ".join(told["problems"])
    assert expected in said
    assert bool(expected) is bool(said)
    assert told["seconds"] < MOST_SECONDS
    assert told["memory"] < MOST_MEMORY
