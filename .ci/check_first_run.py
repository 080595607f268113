"""Check what the README's first command wrote, with the icalendar library: 26 blocks, the first call sheet, a retry."""

import sys
from pathlib import Path

import icalendar

calendar = icalendar.Calendar.from_ical(Path(sys.argv[1]).read_bytes())
events = sorted(calendar.walk("VEVENT"), key=lambda event: event["DTSTART"].dt)
blocks = [event for event in events if event["UID"].startswith("block-")]
retries = [event for event in events if event["UID"].startswith("retry-")]
assert len(blocks) == 26, f"{len(blocks)} blocks instead of 26"
assert "\n[ ] Call " in blocks[0]["DESCRIPTION"], blocks[0]["DESCRIPTION"]
assert all(event["TRANSP"] == "OPAQUE" for event in blocks)
assert len({event["UID"] for event in events}) == len(events), "a UID stands twice"
print(f"followup.ics: {len(blocks)} blocks, {len(retries)} retries; first sheet:")
print(blocks[0]["DESCRIPTION"])
