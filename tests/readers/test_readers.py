"""Other programs read our file: ical.js (Thunderbird, Nextcloud) and libical (Evolution, GNOME, KDE)."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from followupd.calendars.files.ics_file import IcsFile
from followupd.calendars.ical import content_lines
from followupd.core.values.event import Create, Done, Event, Update
from followupd.core.values.time import at_wall_clock

STAMP = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
AWKWARD = [
    "Ring 👩🏽\u200d🚀 Zoë & 松本, then; \"this\" \\ and \\n C:\\News",
    "שלום Dana عَرَبِيّ", "é" * 200 + "🎉" * 50 + "," * 80, "one\ntwo\n\n  three", "BEGIN:VEVENT", "a" * 74 + "\u0301b",
]

ICAL_JS = """
const {pathToFileURL} = require('url');
const file = require.resolve(process.env.FOLLOWUPD_ICALJS || 'ical.js');
import(pathToFileURL(file)).then((module) => {
  const ICAL = module.default;
  const root = new ICAL.Component(ICAL.parse(require('fs').readFileSync(process.argv[1], 'utf8')));
  const seen = root.getAllSubcomponents('vevent').map((vevent) => {
    const event = new ICAL.Event(vevent);
    return [event.uid, event.startDate.toUnixTime(), event.endDate.toUnixTime(),
            event.summary || '', event.description || ''];
  });
  process.stdout.write(JSON.stringify(seen));
});
"""


@dataclass(frozen=True, order=True)
class Seen:
    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str


def absent(reader: str) -> None:
    """Skip the test of a reader that is not installed, unless it must be (in CI)."""
    if os.environ.get("FOLLOWUPD_REQUIRE_READERS") == "1":
        pytest.fail(f"{reader} is not installed, and FOLLOWUPD_REQUIRE_READERS is set")
    pytest.skip(f"{reader} is not installed")


def read_with_ical_js(path: Path) -> list[Seen]:
    node = shutil.which("node")
    if node is None:
        absent("node")
    found = subprocess.run(
        ["node", "-e", "require.resolve(process.env.FOLLOWUPD_ICALJS || 'ical.js')"], capture_output=True, check=False
    )
    if found.returncode != 0:
        absent("ical.js (npm; found by NODE_PATH, or by its path in FOLLOWUPD_ICALJS)")
    said = subprocess.run(["node", "-e", ICAL_JS, str(path)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return [Seen(uid, datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC), summary, description)
            for uid, start, end, summary, description in json.loads(said.stdout)]


class IcalTime(ctypes.Structure):
    """struct icaltimetype of libical 3 (icaltime.h)."""

    _fields_ = [(name, ctypes.c_int) for name in
                ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")]
    _fields_ += [("zone", ctypes.c_void_p)]


def read_with_libical(path: Path) -> list[Seen]:
    try:
        library = ctypes.CDLL("libical.so.3")
    except OSError:
        absent("libical.so.3 (Debian: libical3)")
    pointer, text = ctypes.c_void_p, ctypes.c_char_p

    def function(name: str, result: object, *arguments: object) -> Callable[..., object]:
        found = getattr(library, name)
        found.restype, found.argtypes = result, arguments
        return found   # type: ignore[no-any-return]

    kind = function("icalcomponent_string_to_kind", ctypes.c_int, text)(b"VEVENT")
    utc = function("icaltimezone_get_utc_timezone", pointer)()
    seconds = function("icaltime_as_timet_with_zone", ctypes.c_long, IcalTime, pointer)
    first = function("icalcomponent_get_first_component", pointer, pointer, ctypes.c_int)
    following = function("icalcomponent_get_next_component", pointer, pointer, ctypes.c_int)
    strings = [function(f"icalcomponent_get_{name}", text, pointer) for name in ("uid", "summary", "description")]
    times = [function(f"icalcomponent_get_{name}", IcalTime, pointer) for name in ("dtstart", "dtend")]
    root = function("icalparser_parse_string", pointer, text)(path.read_bytes())
    assert root, "libical could not parse the file"
    assert function("icalcomponent_count_errors", ctypes.c_int, pointer)(root) == 0
    seen = []
    event = first(root, kind)
    while event:
        uid, summary, description = (bytes(get(event) or b"").decode() for get in strings)   # type: ignore[call-overload]
        start, end = (datetime.fromtimestamp(int(seconds(get(event), utc)), UTC) for get in times)   # type: ignore[call-overload]
        seen.append(Seen(uid, start, end, summary, description))
        event = following(root, kind)
    function("icalcomponent_free", None, pointer)(root)
    return seen


def a_year_of_blocks(zone: ZoneInfo) -> list[Event]:
    """Return blocks every Tuesday at 10:00, over both clock changes, some with awkward texts, and one in each fold."""
    events = []
    for week in range(52):
        start = at_wall_clock(date(2026, 1, 6) + timedelta(weeks=week), time(10), zone)
        text = AWKWARD[week] if week < len(AWKWARD) else f"Outreach, week {week}"
        events.append(Event(f"block-2026-w{week:02}-hitlist@followupd", start, start + timedelta(hours=1), text,
                            f"{text}\n[ ] Dana; tel:+13035550142", busy=True, alarm=timedelta(minutes=10)))
    for name, start in (("fold1", datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
                        ("fold2", datetime(2026, 10, 25, 1, 30, tzinfo=UTC))):
        events.append(Event(f"due-{name}-hitlist@followupd", start, start + timedelta(minutes=15), "Call"))
    return events


def as_others_read(text: str) -> str:
    """Return the text as others read it: with an invisible character in a literal backslash and N (`escape`)."""
    return content_lines.clean(text).replace("\\N", "\\\u2060N")


@pytest.mark.parametrize("reader", [read_with_ical_js, read_with_libical])
@pytest.mark.parametrize("zone", ["America/Denver", "Europe/Berlin"])
def test_a_year_over_both_clock_changes_is_read_as_it_was_written(
    tmp_path: Path, reader: Callable[[Path], list[Seen]], zone: str
) -> None:
    """Number, UIDs, instants and texts are equal, for new events and changed ones."""
    path = tmp_path / "year.ics"
    calendar = IcsFile(path, "hitlist", ZoneInfo(zone))
    events = a_year_of_blocks(ZoneInfo(zone))
    done = [r for r in calendar.apply([Create(event) for event in events], STAMP) if isinstance(r, Done)]
    changes = [Update(r.present, r.present.event, ours=r.present.event) for r in done[::2] if r.present is not None]
    calendar.apply(changes, STAMP + timedelta(days=1))
    wanted = [Seen(e.uid, e.start, e.end, as_others_read(e.summary), as_others_read(e.description)) for e in events]
    assert sorted(reader(path)) == sorted(wanted)
