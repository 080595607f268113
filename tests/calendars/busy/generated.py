"""Calendars out of a seed: events and series in every form that RFC 5545 allows and programs write."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

ZONES = {
    "America/Denver": ("-0700", "-0600", "19700308T020000", "BYMONTH=3;BYDAY=2SU",
                       "19701101T020000", "BYMONTH=11;BYDAY=1SU"),
    "Europe/Berlin": ("+0100", "+0200", "19700329T020000", "BYMONTH=3;BYDAY=-1SU",
                      "19701025T030000", "BYMONTH=10;BYDAY=-1SU"),
    "Asia/Tokyo": ("+0900", "+0900", "", "", "19700101T000000", ""),
}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST, LAST = date(2026, 11, 1), date(2027, 3, 31)


def vtimezone(name: str) -> list[str]:
    """Return the lines of a VTIMEZONE, as programs add them."""
    standard, summer, begins, rule, ends, back = ZONES[name]
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", f"DTSTART:{ends}", f"TZOFFSETFROM:{summer}",
             f"TZOFFSETTO:{standard}", *([f"RRULE:FREQ=YEARLY;{back}"] if back else []), "END:STANDARD"]
    if begins:
        lines += ["BEGIN:DAYLIGHT", f"DTSTART:{begins}", f"TZOFFSETFROM:{standard}", f"TZOFFSETTO:{summer}",
                  f"RRULE:FREQ=YEARLY;{rule}", "END:DAYLIGHT"]
    return [*lines, "END:VTIMEZONE"]


@dataclass(frozen=True)
class GeneratedCalendar:
    """A calendar as lines without folds: one event, or a series with overrides."""

    lines: tuple[str, ...]
    rule: str = ""

    @property
    def text(self) -> str:
        return "\r\n".join(self.lines) + "\r\n"


class Maker:
    """Makes calendars out of one source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def one(self) -> GeneratedCalendar:
        """Return a calendar: an event in any form that RFC 5545 allows and that three readers agree about."""
        kind = self.chance.choice(("date", "floating", "utc", "zone", "zone"))
        zone = self.chance.choice(tuple(ZONES)) if kind == "zone" else ""
        rule = self._rule(kind) if self.chance.random() < 0.75 else ""
        begin = date(2024, 1, 1) + timedelta(days=self.chance.randrange(1200))
        start = datetime.combine(begin, time(self.chance.randrange(6, 22), 15 * self.chance.randrange(4)))
        if not rule:
            start = datetime.combine(date(2026, 9, 1) + timedelta(days=self.chance.randrange(180)), start.time())
        else:
            first = next(iter(rrulestr(re.sub(";?(?:UNTIL|COUNT)=[^;]*", "", rule), dtstart=start)), None)
            start = first or start
        whole = kind == "date"
        start = datetime.combine(start.date(), time()) if whole else start
        body = [self._property("DTSTART", start, kind, zone), self._length(start, kind, zone, long=not rule)]
        if rule:
            rule = self._ended(rule, start, kind, zone)
            body.append(f"RRULE:{rule}")
            body += self._exceptions(rule, start, kind, zone)
        events = [["BEGIN:VEVENT", "UID:x@example.org", "DTSTAMP:20260101T000000Z", "SUMMARY:One", *body, "END:VEVENT"]]
        if rule and self.chance.random() < 0.3:
            events += self._overrides(rule, start, kind, zone, body)
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *(vtimezone(zone) if zone else []),
                 *(line for event in events for line in event), "END:VCALENDAR"]
        return GeneratedCalendar(tuple(lines), rule)

    def _rule(self, kind: str) -> str:
        often = self.chance.choice(("DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"))
        parts = [f"FREQ={often}"]
        if self.chance.random() < 0.5:
            parts.append(f"INTERVAL={self.chance.randint(1, 4 if often != 'YEARLY' else 2)}")
        some_days = ",".join(self.chance.sample(DAYS, self.chance.randint(1, 3)))
        day = self.chance.choice(DAYS)
        some = {
            "DAILY": [[], [f"BYDAY={some_days}"], [f"BYMONTH={self._months()}"]],
            "WEEKLY": [[], [f"BYDAY={some_days}"], [f"BYDAY={some_days}", "WKST=SU"], [f"BYDAY={some_days}", "WKST=MO"],
                       [f"BYMONTH={self._months()}", f"BYDAY={some_days}"]],
            "MONTHLY": [[], [f"BYMONTHDAY={self.chance.choice((1, 15, 28, 31, -1, -2))}"],
                        [f"BYDAY={self.chance.choice((1, 2, 3, 4, -1))}{day}"],
                        [f"BYDAY={some_days}", f"BYSETPOS={self.chance.choice((1, 2, -1))}"],
                        [f"BYMONTHDAY={','.join(map(str, sorted(self.chance.sample(range(1, 29), 3))))}"]],
            "YEARLY": [[], [f"BYMONTH={self._months()}"],
                       [f"BYMONTH={self._months()}", f"BYDAY={self.chance.choice((1, 2, -1))}{day}"],
                       [f"BYMONTH={self._months()}", f"BYMONTHDAY={self.chance.randint(1, 28)}"]],
        }[often]
        parts += self.chance.choice(some)
        if kind != "date" and often == "DAILY" and self.chance.random() < 0.2:
            parts.append(f"BYHOUR={','.join(map(str, sorted(self.chance.sample(range(8, 19), 2))))}")
        return ";".join(parts)

    def _months(self) -> str:
        return ",".join(map(str, sorted(self.chance.sample((1, 2, 3, 11, 12), 2))))

    def _ended(self, rule: str, start: datetime, kind: str, zone: str) -> str:
        way = self.chance.random()
        if way < 0.25:
            return f"{rule};COUNT={self.chance.randint(1, 400)}"
        if way < 0.6:
            until = datetime.combine(date(2026, 11, 10) + timedelta(days=self.chance.randrange(160)), start.time())
            if kind == "date":
                return f"{rule};UNTIL={until:%Y%m%d}"
            if kind == "zone":
                return f"{rule};UNTIL={until.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC):%Y%m%dT%H%M%SZ}"
            return f"{rule};UNTIL={until:%Y%m%dT%H%M%S}{'Z' if kind == 'utc' else ''}"
        return rule

    def _property(self, name: str, moment: datetime, kind: str, zone: str) -> str:
        if kind == "date":
            return f"{name};VALUE=DATE:{moment:%Y%m%d}"
        written = f"{moment:%Y%m%dT%H%M%S}{'Z' if kind == 'utc' else ''}"
        return f"{name};TZID={zone}:{written}" if zone else f"{name}:{written}"

    def _length(self, start: datetime, kind: str, zone: str, *, long: bool) -> str:
        days = self.chance.choice((1, 2, 3, 70) if long else (1, 2, 3))
        if kind == "date":
            end = self._property("DTEND", start + timedelta(days=days), kind, zone)
            return self.chance.choice((f"DURATION:P{days}D", end))
        minutes = self.chance.choice((15, 45, 60, 90, 8 * 60, 26 * 60 if days < 4 else days * 1440))
        hours, rest = divmod(minutes, 60)
        lasts = f"DURATION:PT{f'{hours}H' if hours else ''}{f'{rest}M' if rest else ''}"
        return self.chance.choice((lasts, self._property("DTEND", start + timedelta(minutes=minutes), kind, zone)))

    def _dates(self, rule: str, start: datetime) -> list[datetime]:
        """Return some occurrences in the window, by the wall clock."""
        bare = re.sub(";?UNTIL=[^;]*", "", rule)
        until = re.search("UNTIL=([0-9]{8})", rule)
        last = date.fromisoformat(until[1]) - timedelta(days=1) if until else LAST
        found = []
        for one in rrulestr(bare, dtstart=start):
            if one.date() > min(last, LAST):
                break
            if one.date() >= FIRST:
                found.append(one)
        return self.chance.sample(found, min(len(found), 3))

    def _exceptions(self, rule: str, start: datetime, kind: str, zone: str) -> list[str]:
        lines = []
        if self.chance.random() < 0.4 and (some := self._dates(rule, start)):
            if self.chance.random() < 0.5:
                lines += [self._property("EXDATE", one, kind, zone) for one in some]
            else:
                head, _, _ = self._property("EXDATE", some[0], kind, zone).rpartition(":")
                values = (self._property("X", one, kind, zone).rpartition(":")[2] for one in some)
                lines.append(f"{head}:{','.join(values)}")
        if self.chance.random() < 0.2:
            extra = start.replace(year=2026, month=12, day=self.chance.randint(1, 28)) + timedelta(minutes=7)
            extra = datetime.combine(extra.date(), time()) if kind == "date" else extra
            lines.append(self._property("RDATE", extra, kind, zone))
        return lines

    def _overrides(self, rule: str, start: datetime, kind: str, zone: str, body: Sequence[str]) -> list[list[str]]:
        gone = [line for line in body if line.startswith("EXDATE")]
        made = []
        for one in self._dates(rule, start)[:2]:
            if any(self._property("X", one, kind, zone).rpartition(":")[2] in line for line in gone):
                continue
            moved = one + (timedelta(days=2) if kind == "date" else timedelta(hours=3))
            free = self.chance.choice(([], [], ["STATUS:CANCELLED"], ["TRANSP:TRANSPARENT"]))
            end = moved + (timedelta(days=1) if kind == "date" else timedelta(minutes=30))
            made.append([
                "BEGIN:VEVENT", "UID:x@example.org", "DTSTAMP:20260101T000000Z", "SUMMARY:Moved",
                self._property("RECURRENCE-ID", one, kind, zone), self._property("DTSTART", moved, kind, zone),
                self._property("DTEND", end, kind, zone), *free, "END:VEVENT",
            ])
        return made
