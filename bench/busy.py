"""Goal 4: busy time of 5,000 events with 200 recurring over 26 weeks, beside icalendar + recurring_ical_events.

    python -m bench.busy [EVENTS] [RECURRING] [ROUNDS]

Ours goes from the file to the times and to the texts that the history keeps, and back from those texts when one event
has changed. All imports are made before; the occurrences must be the same as the libraries', in every round. An
unchanged file costs one stat: its time is printed, too. A third of the events has attendees, three of a hundred one of
50 people of the list; finding those meetings is measured beside the same reading without them.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

from bench.make_data import NOW, STARTED, calendar
from bench.measuring import Cost, alone, beside, middle, table

RULES = (
    "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=DAILY;COUNT=400", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=YEARLY", "FREQ=WEEKLY;UNTIL=20261231T000000Z",
)
DAYS = """
import datetime as days
from datetime import UTC, datetime, timedelta
from bench.make_data import NOW
import icalendar.prop, recurring_ical_events, dateutil.rrule, zoneinfo
first, last = NOW.date(), (NOW + timedelta(weeks=26)).date()
def told(times):
    found = "\\n".join(f"{a} {b} {title}" for a, b, title in sorted(times))
    pathlib.Path(sys.argv[2]).write_text(found)
"""
LIBRARIES = DAYS + """
with measured():
    whole = icalendar.Calendar.from_ical(pathlib.Path(sys.argv[1]).read_bytes())
    begin, end = (datetime.combine(day, days.time(0), UTC) for day in (first, last + timedelta(days=1)))
    found = [(int(e["DTSTART"].dt.timestamp()), int(e["DTEND"].dt.timestamp()), str(e["SUMMARY"]))
             for e in recurring_ical_events.of(whole).between(begin, end)]
told(found)
"""
OURS = DAYS + """
import followupd.calendars.busy.recurring
from followupd.calendars.busy.files import BusyFile
from followupd.calendars.busy.remembered_times import BusyQuery, Coverage, Memory, parts_from_text, parts_to_text
from followupd.calendars.busy.remembered_times import times_from_text, times_to_text
zone = zoneinfo.ZoneInfo("America/Denver")
# exactly these days: the daemon asks for some weeks more at once, and so has to ask less often
class Exactly(BusyQuery):
    def over(self, about):
        return self
need, memory = Exactly(first.toordinal(), last.toordinal(), zone, frozenset(), "hitlist"), pathlib.Path(sys.argv[3])
reader, changed = BusyFile(pathlib.Path(sys.argv[1])), sys.argv[4]
if len(sys.argv) > 5:
    from dataclasses import replace
    from followupd.core.noticing.people_index import WatchedPeople
    from followupd.core.values.hitlist import Contact
    names = [f"Person {chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(50 + int(sys.argv[5]))]
    people = {name: Contact(name, name, None, emails=(f"p{n}@example.com",)) for n, name in enumerate(names)}
    need = replace(need, watched=WatchedPeople.of(people, private=False))
if changed != "first":
    before = memory.read_text().split("\\0")
with measured():
    known = None
    if changed != "first":
        about, times, parts = before
        known = Memory(Coverage.from_text(about), times_from_text(times), lambda: parts_from_text(parts))
    found = reader.look(known, need)
    if found is not None:
        texts = found.about.to_text(), times_to_text(found.times), parts_to_text(found.parts())
assert (found is None) is (changed == "nothing")
if found is not None:
    memory.write_text("\\0".join(texts))
    told(found.times)
"""


def invited(number: int) -> str:
    """Return the attendees of a third of the events; in three of a hundred somebody of the list is one."""
    if number % 3:
        return ""
    other = f"p{number % 50}@example.com" if number % 11 == 0 else f"q{number % 700}@example.org"
    return "".join(
        f"{line}mailto:{address}\r\n" for line, address in (
            ("ORGANIZER;CN=Me:", "me@example.org"), ("ATTENDEE;CN=Me;PARTSTAT=ACCEPTED:", "me@example.org"),
            ("ATTENDEE;CN=Somebody Else;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:", other),
        )
    )


def event(number: int, start: str, more: str, title: str) -> str:
    """Write an event as calendar programs do."""
    return (
        f"BEGIN:VEVENT\r\nUID:{number:08x}-meeting@example.org\r\nDTSTAMP:20260101T000000Z\r\n{start}"
        f"SUMMARY:{title}\r\nLOCATION:Room {number % 40}\\, second floor\r\n{more}{invited(number)}"
        f"DESCRIPTION:What to talk about in meeting {number}: the plan\\, the budget and\r\n  the next steps.\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Meeting\r\nTRIGGER:-PT10M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    )


def events(count: int, recurring: int) -> list[str]:
    """Write three years of a busy person's calendar; the series began within the last four."""
    random, found = Random(1), []
    for number in range(count):
        if number < recurring:
            at = (NOW - timedelta(days=random.randrange(1500))).replace(hour=random.randrange(8, 17))
            zone = f"TZID=America/Denver:{at:%Y%m%dT%H%M%S}"
            start = f"DTSTART;{zone}\r\nDURATION:PT30M\r\n"
            found.append(event(number, start, f"RRULE:{random.choice(RULES)}\r\n", f"Series {number}"))
        else:
            at = STARTED + timedelta(hours=number * 3)
            start = f"DTSTART:{at:%Y%m%dT%H%M%SZ}\r\nDTEND:{at + timedelta(minutes=30):%Y%m%dT%H%M%SZ}\r\n"
            found.append(event(number, start, "", f"Meeting {number}"))
    return found


def main(count: int = 5_000, recurring: int = 200, rounds: int = 3) -> None:
    """Measure each reading beside the libraries, and print."""
    parts = events(count, recurring)
    names = {
        "libraries": "icalendar + recurring_ical_events", "first": "followupd, for the first time",
        "single": "followupd, one event changed", "series": "followupd, one series changed",
        "nothing": "followupd, nothing changed", "meetings": "with meetings, for the first time",
        "meetings nothing": "with meetings, nothing changed", "meetings single": "with meetings, one event changed",
        "meetings people": "with meetings, the people changed",
    }
    costs: dict[str, list[Cost]] = {kind: [] for kind in names}
    with tempfile.TemporaryDirectory() as folder:
        path, theirs, ours, memory, met = (
            Path(folder) / name for name in ("work.ics", "theirs", "ours", "memory", "met")
        )

        def compared() -> None:
            alone(LIBRARIES, path, theirs)
            assert ours.read_text() == theirs.read_text(), "not the same occurrences"

        for number in range(rounds):
            path.write_text(calendar("".join(parts)))
            costs["libraries"].append(alone(LIBRARIES, path, theirs))
            costs["first"].append(alone(OURS, path, ours, memory, "first"))
            assert ours.read_text() == theirs.read_text(), "not the same occurrences"
            costs["nothing"].append(alone(OURS, path, ours, memory, "nothing"))
            costs["meetings"].append(alone(OURS, path, ours, met, "first", 0))
            assert ours.read_text() == theirs.read_text(), "not the same occurrences"
            costs["meetings nothing"].append(alone(OURS, path, ours, met, "nothing", 0))
            for kind, place in (("single", count - 10), ("series", recurring // 2)):
                parts[place] = parts[place].replace("SUMMARY:", f"SUMMARY:{number} ")
                path.write_text(calendar("".join(parts)))
                costs[kind].append(alone(OURS, path, ours, memory, kind))
                if kind == "single":
                    costs["meetings single"].append(alone(OURS, path, ours, met, kind, 0))
                    costs["meetings people"].append(alone(OURS, path, ours, met, kind, 1))
                compared()
    print(table({names[kind]: middle(found) for kind, found in costs.items()}))
    for kind, goal in (("first", "0.25"), ("single", "0.03"), ("series", "0.03")):
        print(f"{names[kind]}: {beside(costs[kind], costs['libraries'])[0]:.3f} of the libraries (goal: {goal})")
    for kind, plain in (("meetings", "first"), ("meetings nothing", "nothing"), ("meetings single", "single")):
        print(f"{names[kind]}: {beside(costs[kind], costs[plain])[0]:.2f} of the same without")
    print("the same occurrences in every round: yes")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
