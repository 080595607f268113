"""The occurrences of a recurring event, by the libraries icalendar and recurring-ical-events.

Takes the lines that matter of all VEVENTs with one UID, returns their stretches of time in a window. Refuses a series
that would take too long to compute or that the libraries cannot read (`BadSeries`). Never passes a description, an
alarm or an attachment on: the libraries parse a text that is written here from a few lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
_DAY_OF_UNTIL = re.compile(r"UNTIL=([0-9]{8})(?![0-9T])", re.IGNORECASE)
_SURE = {"WKST", "INTERVAL", "COUNT", "UNTIL", "FREQ", "BYDAY", "BYMONTH"}
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
        occurrences = _library(_text(events, setting), first - MARGIN, last + MARGIN)
    except BadSeries:
        raise
    except Exception as error:   # the libraries may raise anything for malformed input
        raise BadSeries(f"it cannot be read ({type(error).__name__})") from error
    free = {index for index, lines in enumerate(events) if not takes_time(lines)}
    titles = [title_of(lines) for lines in events]
    begin, end = seconds(first), seconds(last)
    taken: list[Taken] = []
    for start, stop, index in occurrences:
        if index in free:
            continue
        a, b = seconds(_instant(start, setting.home)), seconds(_instant(stop, setting.home))
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
    _no_more_than(max(days, 0) / (_STEP_DAYS[often] * int(interval)), rule)
    # A rule without occurrences is walked to the year 9999, so only parts that must match some day are allowed.
    doubtful = set(parts) - _SURE - (_CLOCKS if often in ("DAILY", "WEEKLY") else set())
    if doubtful:
        raise BadSeries(f"its rule joins FREQ={often} with {', '.join(sorted(doubtful))}")


def _no_more_than(steps: float, rule: str) -> None:
    if steps > MOST_STEPS:
        raise BadSeries(f"it recurs too often to be worked out ({rule[:60]})")


def _text(events: Sequence[Sequence[ContentLine]], setting: Setting) -> str:
    """Return a small VCALENDAR of these lines, with unique names for its zones."""
    vtimezones: dict[str, str] = {}
    body: list[str] = []
    for index, lines in enumerate(events):
        start = next(line for line in lines if line.name == "DTSTART")
        body += ["BEGIN:VEVENT", f"X-INDEX:{index}", "UID:x"]
        for line in lines:
            if line.name not in _NOT_FOR_LIBRARY and not line.name.startswith("X-"):
                body.append(_for_library(line, start, setting, vtimezones))
        body.append("END:VEVENT")
    default = [f"X-WR-TIMEZONE:{setting.default_zone}"] if setting.default_zone else []
    zones = [text.strip() for text in vtimezones.values() if text]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *default, *zones, *body, "END:VCALENDAR", ""])


def _for_library(line: ContentLine, start: ContentLine, setting: Setting, vtimezones: dict[str, str]) -> str:
    """Write one line with the parameters that count. Adds the zone that it needs to `vtimezones`."""
    value, name, kind = line.value.strip(), line.params.get("TZID", ""), line.params.get("VALUE", "")
    params = "".join(f";{key}={line.params[key]}" for key in ("VALUE", "RANGE") if line.params.get(key, "").isalpha())
    if line.name in ("RRULE", "EXRULE"):
        value = _whole_days(value, start, setting)
    if name and kind.upper() != "DATE":
        known = setting.zones.for_library(name)
        if known is not None:
            vtimezones[known[0]] = known[1]
            params += f";TZID={known[0]}"
        elif not setting.guess:
            raise UnknownZone(f"its time zone {name[:60]} is not known")
    return f"{line.name}{params}:{value}"


def _whole_days(rule: str, start: ContentLine, setting: Setting) -> str:
    """Return an UNTIL that is only a day, for a start with a time, as the end of that day.

    RFC 5545 3.3.10 forbids it, but programs write it and mean the day to be included.
    """
    until, begins = _DAY_OF_UNTIL.search(rule), start.value.strip().upper()
    day = ordinal_of(until[1]) if until is not None else None
    if until is None or day is None or "T" not in begins:
        return rule
    zone = UTC if begins.endswith("Z") else setting.zones(start.params.get("TZID", ""))
    if zone is None:
        end = f"{until[1]}T235959"      # a floating time, like its start
    else:
        end = at_wall_clock(date.fromordinal(day), time(23, 59, 59), zone).strftime("%Y%m%dT%H%M%SZ")
    return rule[: until.start(1)] + end + rule[until.end(1) :]


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
