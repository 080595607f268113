"""Two readers of calendars that share no code with ours: recurring-ical-events on the whole text, and ical.js."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from followupd.core.values.time import at_wall_clock
from tests.calendars.busy.generated import FIRST, LAST
from tests.kit.people import DENVER

Stretches = set[tuple[int, int]]
ICAL_JS = """
const {pathToFileURL} = require('url');
const file = require.resolve(process.env.FOLLOWUPD_ICALJS || 'ical.js');
import(pathToFileURL(file)).then((module) => {
  const ICAL = module.default;
  const said = (t) => t.isDate || t.zone === ICAL.Timezone.localTimezone
    ? [t.year, t.month, t.day, t.hour, t.minute, t.second] : t.toUnixTime();
  const free = (c) => ['CANCELLED'].includes(c.getFirstPropertyValue('status'))
    || c.getFirstPropertyValue('transp') === 'TRANSPARENT';
  const read = (text) => {
    ICAL.TimezoneService.reset();
    const root = new ICAL.Component(ICAL.parse(text));
    for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
    const events = root.getAllSubcomponents('vevent');
    const event = new ICAL.Event(events.find((one) => !one.hasProperty('recurrence-id')),
      {exceptions: events.filter((one) => one.hasProperty('recurrence-id'))});
    const found = [];
    if (!event.isRecurring()) return [[said(event.startDate), said(event.endDate)]];
    const steps = event.iterator();
    for (let next = steps.next(); next && next.year < 2028; next = steps.next()) {
      if (next.year < 2026) continue;
      const one = event.getOccurrenceDetails(next);
      if (!free(one.item.component)) found.push([said(one.startDate), said(one.endDate)]);
    }
    return found;
  };
  const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  process.stdout.write(JSON.stringify(texts.map((text) => {
    try { return read(text); } catch (error) { return String(error); }
  })));
});
"""


def has_ical_js() -> bool:
    """Return whether ical.js is installed; fails where it must be."""
    check = ["node", "-e", "require.resolve(process.env.FOLLOWUPD_ICALJS || 'ical.js')"]
    there = shutil.which("node") is not None and subprocess.run(check, capture_output=True, check=False).returncode == 0
    if not there and os.environ.get("FOLLOWUPD_REQUIRE_READERS") == "1":
        pytest.fail("ical.js is not installed, and FOLLOWUPD_REQUIRE_READERS is set")
    return there


def by_ical_js(texts: Sequence[str]) -> list[Stretches | str]:
    """Return the times in each text, or the error."""
    said = subprocess.run(["node", "-e", ICAL_JS], input=json.dumps(texts), capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return [
        one if isinstance(one, str) else {stretch for a, b in one if inside(stretch := (_seconds(a), _seconds(b)))}
        for one in json.loads(said.stdout)
    ]


def by_library(text: str) -> Stretches:
    """Return the times by recurring-ical-events, which reads the whole text."""
    from icalendar import Calendar
    from recurring_ical_events import of

    found: Any = of(Calendar.from_ical(text)).between(FIRST, LAST)
    busy = (e for e in found if e.get("STATUS") != "CANCELLED" and e.get("TRANSP") != "TRANSPARENT")
    return {one for e in busy if inside(one := (_instant(e.start), _instant(e.end)))}


def inside(stretch: tuple[int, int]) -> bool:
    """Return whether a stretch reaches well into the days that all readers were asked for."""
    first, last = (int(datetime.combine(day, time(), UTC).timestamp()) for day in (FIRST, LAST))
    return stretch[0] < last - 5 * 86400 and stretch[1] > first + 5 * 86400 and stretch[0] < stretch[1]


def _seconds(said: int | list[int]) -> int:
    if isinstance(said, int):
        return said
    year, month, day, hour, minute, second = said
    return _instant(datetime(year, month, day, hour, minute, second))    # noqa: DTZ001 - a wall clock


def _instant(moment: date) -> int:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    if moment.tzinfo is None:
        return int(at_wall_clock(moment.date(), moment.time(), DENVER).timestamp())
    return int(moment.timestamp())
