"""The occurrences of a recurring event, by the libraries icalendar and recurring-ical-events.

Takes the lines that matter of all VEVENTs with one UID, returns their stretches of time in a window. Refuses a series
that would take too long to compute or that the libraries cannot read (`BadSeries`). Never passes a description, an
alarm or an attachment on: the libraries parse a text that is written here from a few lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any

from followupd.calendars.busy.memory import Taken
from followupd.calendars.busy.times import Zones, ordinal_of, seconds
from followupd.calendars.ical.lines import ContentLine, unescape
from followupd.core.values.time import at_wall_clock

MOST_LINES = 5_000            # exceptions and overrides of one series: ten years of a daily one
MOST_BYTES = 500_000
MOST_STEPS = 40_000           # that a rule may take from its start to the window's end: daily for a century
MOST_OCCURRENCES = 10_000     # of one series in the window
MARGIN = timedelta(days=2)    # around the window: floating times are compared without a zone
_STEP_DAYS = {"DAILY": 1.0, "WEEKLY": 7.0, "HOURLY": 1 / 24, "MINUTELY": 1 / 1440, "SECONDLY": 1 / 86400}
_PARTS = re.compile(r"([A-Z-]+)=([^;]*)")
_LOCAL_UNTIL = re.compile(r"UNTIL=([0-9]{8})(T[0-9]{6})?(?![0-9TZ])", re.IGNORECASE)
_SURE = {"WKST", "INTERVAL", "COUNT", "UNTIL", "FREQ", "BYDAY", "BYMONTH"}
_STEADY = {"FREQ", "INTERVAL", "COUNT", "WKST"}      # with these alone each step is an occurrence
_CLOCKS = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_NOT_FOR_LIBRARY = frozenset({"UID", "SUMMARY", "ATTENDEE", "STATUS", "TRANSP"})


class BadSeries(ValueError):
    """The series cannot be computed. The message says why, without the name of the event."""


class UnknownZone(BadSeries):
    """The series names an unknown zone; reading it by the user's clock is better than counting it as free."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How to read the events of one calendar.

    `default_zone` is its X-WR-TIMEZONE, or "". With `guess` an unknown zone is replaced by the user's.
    """

    zones: Zones
    default_zone: str
    home: tzinfo
    guess: bool = False


def expand(
    events: Sequence[Sequence[ContentLine]], first: datetime, last: datetime, setting: Setting,
    takes_time: Callable[[Iterable[ContentLine]], bool],
) -> list[Taken]:
    """Return the times of these VEVENTs, which share a UID, from `first` to `last` (UTC). Raises BadSeries."""
    _check(events, last)
    try:
        occurrences = _library(_text(events, setting, last + MARGIN), first - MARGIN, last + MARGIN)
    except BadSeries:
        raise
    except Exception as error:   # the libraries may raise anything for malformed input
        raise BadSeries(f"it cannot be read ({type(error).__name__})") from error
    free = {index for index, lines in enumerate(events) if not takes_time(lines)}
    gone = {(index, at) for index, lines in enumerate(events) for at in _excepted(lines, setting)}
    titles = [title_of(lines) for lines in events]
    begin, end = seconds(first), seconds(last)
    taken: list[Taken] = []
    for start, stop, index in occurrences:
        a, b = seconds(_instant(start, setting.home)), seconds(_instant(stop, setting.home))
        if index in free or (index, a) in gone:
            continue
        if b <= a and stop != start:    # it begins in the hour that a clock leaves out: it lasts as long as ever
            b = a + max(0, (stop - start) // timedelta(seconds=1)) or a + 3600
        if a < b and a < end and b > begin:
            taken.append((a, b, titles[index]))
            if len(taken) > MOST_OCCURRENCES:
                raise BadSeries(f"it happens more than {MOST_OCCURRENCES:,} times")
    return sorted(taken)


def title_of(lines: Iterable[ContentLine]) -> str:
    """Return the event's title in one line, at most 200 characters."""
    value = next((line.value for line in lines if line.name == "SUMMARY"), "")
    return " ".join(unescape(value).split())[:200]


def _check(events: Sequence[Sequence[ContentLine]], last: datetime) -> None:
    """Refuse what would take too long. The steps of a rule count from its start, since dateutil walks them all."""
    if sum(map(len, events)) > MOST_LINES:
        raise BadSeries(f"it has more than {MOST_LINES:,} exceptions")
    if sum(len(line.value) for lines in events for line in lines if line.name != "SUMMARY") > MOST_BYTES:
        raise BadSeries("it is too large")
    for lines in events:
        starts = [line for line in lines if line.name == "DTSTART"]
        if len(starts) != 1:
            raise BadSeries("it has no start" if not starts else "it has two starts")
        day = ordinal_of(starts[0].value.strip())
        if day is None:
            raise BadSeries("its start is not a date")
        rules = [line for line in lines if line.name in ("RRULE", "EXRULE")]
        if len(rules) > 10:
            raise BadSeries("it has more than 10 rules")
        for rule in rules:
            _check_rule(rule.value.upper(), last.toordinal() - day)


def _check_rule(rule: str, days: int) -> None:
    """Refuse a rule that takes dateutil too long: it walks every step from the start to the end of the window."""
    parts = dict(_PARTS.findall(rule))
    often, interval = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    if not re.fullmatch(r"0*[1-9][0-9]{0,5}", interval):
        raise BadSeries("its rule has no INTERVAL that is a number")
    if any(month and not re.fullmatch(r"0?[1-9]|1[0-2]", month) for month in parts.get("BYMONTH", "").split(",")):
        raise BadSeries("its rule names a month that does not exist")
    clocks = 1     # times on each day
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        clocks *= parts.get(part, "").count(",") + 1
    if clocks > 1:
        _no_more_than(clocks * max(days, 366), rule)
    if often in ("YEARLY", "MONTHLY"):
        return                      # at most some thousand steps to the end of the calendar
    if often not in _STEP_DAYS:
        raise BadSeries("its rule has no FREQ that is known")
    steps = max(days, 0) / (_STEP_DAYS[often] * int(interval))
    if "COUNT" in parts and set(parts) <= _STEADY:
        steps = min(steps, int(parts["COUNT"]))
    _no_more_than(steps, rule)
    doubtful = _doubtful(parts)
    if doubtful and "COUNT" in parts:
        raise BadSeries(f"its rule joins FREQ={often} with {', '.join(sorted(doubtful))} and COUNT")


def _doubtful(parts: Mapping[str, str]) -> set[str]:
    """Return the parts with which a rule may never match: it would be walked to the year 9999."""
    often = parts.get("FREQ", "")
    return set(parts) - _SURE - (_CLOCKS if often in ("DAILY", "WEEKLY") else set()) if often in _STEP_DAYS else set()


def _bounded(rule: ContentLine, start: ContentLine, last: datetime) -> ContentLine:
    """Return a rule that may never match with an end; the last day that is asked for, if it has none before."""
    parts = dict(_PARTS.findall(rule.value))
    if not _doubtful(parts) or parts.get("UNTIL", "9") < f"{last:%Y%m%d}":
        return rule
    floating = not start.value.endswith("Z") and not start.params.get("TZID")
    parts["UNTIL"] = f"{last:%Y%m%d}" if "T" not in start.value else f"{last:%Y%m%dT%H%M%S}{'' if floating else 'Z'}"
    return replace(rule, value=";".join(f"{name}={value}" for name, value in parts.items()))


def _no_more_than(steps: float, rule: str) -> None:
    if steps > MOST_STEPS:
        raise BadSeries(f"it recurs too often to be worked out ({rule[:60]})")


def _text(events: Sequence[Sequence[ContentLine]], setting: Setting, last: datetime) -> str:
    """Return a small VCALENDAR of these lines, with unique names for its zones; no rule goes on after `last`."""
    vtimezones: dict[str, str] = {}
    body: list[str] = []
    for index, lines in enumerate(events):
        start = next(line for line in lines if line.name == "DTSTART")
        body += ["BEGIN:VEVENT", f"X-INDEX:{index}", "UID:x"]
        for line in lines:
            if line.name not in _NOT_FOR_LIBRARY and not line.name.startswith("X-") and not _in_zone(line):
                wanted = _bounded(line, start, last) if line.name in ("RRULE", "EXRULE") else line
                body.append(_for_library(wanted, start, setting, vtimezones))
        body.append("END:VEVENT")
    default = [f"X-WR-TIMEZONE:{setting.default_zone}"] if setting.default_zone else []
    zones = [text.strip() for text in vtimezones.values() if text]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *default, *zones, *body, "END:VCALENDAR", ""])


def _in_zone(line: ContentLine) -> bool:
    """Return whether these are exceptions by the clock of a zone, which we take out of the occurrences ourselves.

    The library compares their UTC hours with the wall clock as well: 10:00 in Berlin would take 9:00 with it.
    """
    return line.name == "EXDATE" and "T" in line.value and bool(line.params.get("TZID"))


def _excepted(lines: Sequence[ContentLine], setting: Setting) -> Iterator[int]:
    """Yield the starts (seconds) that are left out of a series by the clock of a zone."""
    for line in filter(_in_zone, lines):
        name = line.params["TZID"]
        zone = setting.zones(name) or (setting.home if setting.guess else None)
        if zone is None:
            raise UnknownZone(f"its time zone {name[:60]} is not known")
        for one in line.value.split(","):
            day, _, clock = one.strip().partition("T")
            if clock:
                at = time(int(clock[:2]), int(clock[2:4]), int(clock[4:6]))
                yield seconds(at_wall_clock(date.fromisoformat(day), at, UTC if clock.endswith("Z") else zone))


def _for_library(line: ContentLine, start: ContentLine, setting: Setting, vtimezones: dict[str, str]) -> str:
    """Write one line with the parameters that count. Adds the zone that it needs to `vtimezones`."""
    value, name, kind = line.value.strip(), line.params.get("TZID", ""), line.params.get("VALUE", "")
    params = "".join(f";{key}={line.params[key]}" for key in ("VALUE", "RANGE") if line.params.get(key, "").isalpha())
    if line.name in ("RRULE", "EXRULE"):
        value = _until_by_the_start(value, start, setting)
    if name and kind.upper() != "DATE":
        known = setting.zones.for_library(name)
        if known is not None:
            vtimezones[known[0]] = known[1]
            params += f";TZID={known[0]}"
        elif not setting.guess:
            raise UnknownZone(f"its time zone {name[:60]} is not known")
    return f"{line.name}{params}:{value}"


def _until_by_the_start(rule: str, start: ContentLine, setting: Setting) -> str:
    """Return a rule whose UNTIL has no Z, for a start with a time, with one by the clock of the start.

    RFC 5545 3.3.10 forbids it, but programs write it; if it is only a day, they mean that day to be included.
    """
    until, begins = _LOCAL_UNTIL.search(rule), start.value.strip().upper()
    day = ordinal_of(until[1]) if until is not None else None
    if until is None or day is None or "T" not in begins:
        return rule
    clock = until[2] or "T235959"
    zone = UTC if begins.endswith("Z") else setting.zones(start.params.get("TZID", ""))
    if zone is None:
        end = f"{until[1]}{clock}"      # a floating time, like its start
    else:
        at = time(int(clock[1:3]), int(clock[3:5]), int(clock[5:]))
        end = at_wall_clock(date.fromordinal(day), at, zone).strftime("%Y%m%dT%H%M%SZ")
    return rule[: until.start(1)] + end + rule[until.end() :]


def _library(text: str, first: datetime, last: datetime) -> list[tuple[date, date, int]]:
    """Return start, end and event index of each occurrence: dates, wall-clock times or aware ones, as in the text."""
    from icalendar import Calendar  # only for rules that we leave to the library
    from recurring_ical_events import of

    calendar: Any = Calendar.from_ical(text)
    for event in calendar.walk("VEVENT"):
        if event.errors:
            raise BadSeries(f"its {event.errors[0][0]} cannot be read")
    found: list[tuple[date, date, int]] = of(calendar, components=[without_copies()]).between(first, last)
    return found


def _instant(moment: date, home: tzinfo) -> datetime:
    if not isinstance(moment, datetime):
        return at_wall_clock(moment, time(0), home)
    if moment.tzinfo is None:
        return at_wall_clock(moment.date(), moment.time(), home)
    return moment.astimezone(UTC)


@cache
def without_copies() -> Any:
    """Return an adapter for `of(..., components=[...])` that gives start, end and index without a copy of the event.

    Copying the component for each occurrence would be three quarters of the work; the library allows such adapters.
    """
    from recurring_ical_events import EventAdapter, Occurrence  # loads icalendar
    from recurring_ical_events.selection.name import ComponentsWithName

    class Bare(EventAdapter):
        def as_component(
            self, start: date | None = None, stop: date | None = None,
            keep_recurrence_attributes: bool = True,  # noqa: ARG002 - the library's signature
        ) -> Any:
            index = int(str(self._component["X-INDEX"]))
            return self.start if start is None else start, self.end if stop is None else stop, index

    class Time(Occurrence):
        def as_component(self, keep_recurrence_attributes: bool) -> Any:
            whole: Any = self._adapter   # its end is never a duration here, whatever the library declares
            return whole.as_component(self.start, self.end, keep_recurrence_attributes)

    return ComponentsWithName("VEVENT", Bare, occurrence=Time)
