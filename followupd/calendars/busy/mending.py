"""Lines of a busy event as they can be read: what is damaged is mended or left out, and the event stays busy.

Takes the lines that matter of the VEVENTs with one UID; returns them in the plain forms of RFC 5545, and the names of
those that could not be read. When in doubt more time is busy, never less.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from followupd.calendars.busy.times import duration, ordinal_of
from followupd.calendars.ical.lines import ContentLine
from followupd.calendars.ical.moments import WHOLE_DAY

A_DAY = "P1D"
AN_HOUR = "PT1H"      # how long an event with a damaged end is taken to be
Properties = list[ContentLine]
_MOMENT = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:T([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?(?:\.[0-9]+)?(Z?))?"
)
_NUMBERS = re.compile(r"[+-]?[0-9]{1,6}(?:,[+-]?[0-9]{1,6})*")
_DAYS = re.compile(r"(?:[+-]?[0-9]{0,2}(?:MO|TU|WE|TH|FR|SA|SU))(?:,(?:[+-]?[0-9]{0,2}(?:MO|TU|WE|TH|FR|SA|SU)))*")
_COUNT = re.compile(r"0*[1-9][0-9]{0,5}")
# The parts of a rule and what each may hold (RFC 5545 3.3.10). Others, X- parts among them, say nothing about time.
_PARTS = {
    "FREQ": re.compile("SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY"),
    "UNTIL": re.compile("[0-9]{8}(?:T[0-9]{6}Z?)?"), "COUNT": _COUNT, "INTERVAL": _COUNT,
    "BYMONTH": re.compile("(?:0?[1-9]|1[0-2])(?:,(?:0?[1-9]|1[0-2]))*"), "BYDAY": _DAYS, "WKST": re.compile("[A-Z]{2}"),
    **dict.fromkeys(("BYSECOND", "BYMINUTE", "BYHOUR", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"), _NUMBERS),
}  # fmt: skip
_MONTHLY_TOO = {"FREQ", "BYMONTHDAY", "BYMONTH", "BYDAY", "COUNT", "UNTIL", "WKST"}


def mended(events: Sequence[Sequence[ContentLine]]) -> tuple[list[Properties], tuple[str, ...]]:
    """Return the lines of each event, and the names of what was damaged, in order."""
    damaged: list[str] = []
    found = [_event(lines, damaged) for lines in events]
    series = next((lines for lines in found if not _has(lines, "RECURRENCE-ID")), None)
    if series is not None:
        found = [[_override(line, _first(series, "DTSTART")) for line in lines] for lines in found]
    return found, tuple(dict.fromkeys(damaged))


def _event(lines: Sequence[ContentLine], damaged: list[str]) -> Properties:
    kept: Properties = []
    for line in lines:
        if line.name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
            made = _moment(line)
        elif line.name in ("EXDATE", "RDATE"):
            made, whole = _moments(line)
            damaged += [] if whole else [line.name]
        elif line.name in ("RRULE", "EXRULE"):
            made, lost = _rule(line)
            damaged += lost if made is not None else []
        elif line.name == "DURATION":
            plain = line.value.strip().upper()
            made = replace(line, value=plain) if duration(plain) is not None else None
        elif line.name == "SEQUENCE":
            made = line if line.value.strip().isdigit() else None
        else:
            made = line
        if made is not None:
            kept.append(made)
        elif line.name == "DTSTART":
            kept.append(line)           # what is wrong with it is told as such
        elif line.name not in damaged:
            damaged.append(line.name)
    return _with_end(kept, {line.name for line in lines} - {line.name for line in kept}, damaged)


def _with_end(lines: Properties, gone: set[str], damaged: list[str]) -> Properties:
    """Return the event with an end that fits its start; `gone` are the names of what could not be read."""
    start = _first(lines, "DTSTART")
    if start is None:
        return lines
    if _says_whole_day(lines) and _takes_no_time(lines, start):
        return [*_without_end(lines), ContentLine("", "DURATION", {}, A_DAY)]
    if not _is_timed(start):
        return lines if _is_longer_than_a_day(lines, start) else _without_end(lines)     # one day (RFC 5545 3.6.1)
    return _with_timed_end(lines, start, gone, damaged)


def _says_whole_day(lines: Properties) -> bool:
    """Return whether a program says in a property of its own that a timed event is a whole day."""
    said = (line.value.strip().upper() for line in lines if line.name in WHOLE_DAY)
    return any(value in ("TRUE", "1", "YES") for value in said)


def _takes_no_time(lines: Properties, start: ContentLine) -> bool:
    end, lasts = _first(lines, "DTEND"), _first(lines, "DURATION")
    if end is not None:
        return end.value == start.value
    return lasts is None or not duration(lasts.value)


def _is_longer_than_a_day(lines: Properties, start: ContentLine) -> bool:
    end, lasts = _first(lines, "DTEND"), _first(lines, "DURATION")
    if end is not None:
        return not _is_timed(end) and end.value > start.value
    return lasts is not None and bool(duration(lasts.value))


def _with_timed_end(lines: Properties, start: ContentLine, gone: set[str], damaged: list[str]) -> Properties:
    """Return a timed event with its end by the clock of the start if it names none; an hour if it is damaged."""
    end = _first(lines, "DTEND")
    if end is None:
        has_none = not gone & {"DTEND", "DURATION"}      # it takes no time
        return lines if has_none or _has(lines, "DURATION") else _an_hour(lines)
    if _is_timed(end):
        if not end.params.get("TZID") and not end.value.endswith("Z"):
            end = replace(end, params={**end.params, **_zone(start)}, value=end.value + "Z" * start.value.endswith("Z"))
        same_clock = _zone(end) == _zone(start) and end.value.endswith("Z") == start.value.endswith("Z")
        if not same_clock or end.value >= start.value:
            return [end if line.name == "DTEND" else line for line in lines]
    damaged += ["DTEND"] if "DTEND" not in damaged else []
    return _an_hour(lines)


def _an_hour(lines: Properties) -> Properties:
    return [*_without_end(lines), ContentLine("", "DURATION", {}, AN_HOUR)]


def _without_end(lines: Properties) -> Properties:
    return [line for line in lines if line.name not in ("DTEND", "DURATION")]


def _moment(line: ContentLine) -> ContentLine | None:
    """Return a date or a time in its plain form; None if it is neither. A Z says UTC, whatever TZID is there."""
    value, params = _plain_moment(line.value), {key: one for key, one in line.params.items() if key != "VALUE"}
    if value is None and "TZID" in params:      # TZID=tzone://Microsoft/Utc:20261124T170000, without its quotes
        rest, _, last = line.value.rpartition(":")
        value, params["TZID"] = _plain_moment(last), f"{params['TZID']}:{rest}"
    if value is None:
        return None
    if "T" not in value:
        params["VALUE"] = "DATE"
    if value.endswith("Z"):
        params.pop("TZID", None)
    return replace(line, params=params, value=value)


def _plain_moment(text: str) -> str | None:
    """Return `20261201` or `20261201T100000` or that with a Z; None for anything that is no such moment."""
    match = _MOMENT.fullmatch(re.sub(r"\s", "", text).upper())
    if match is None or ordinal_of(f"{match[1]}{match[2]}{match[3]}") is None:
        return None
    day = date(int(match[1]), int(match[2]), int(match[3]))
    if match[4] is None:
        return _digits(day)
    hour, minute, second = int(match[4]), int(match[5]), min(int(match[6] or 0), 59)      # a leap second is dropped
    if (hour, minute, second) == (24, 0, 0) and day < date.max:
        day, hour = day + timedelta(days=1), 0
    if hour > 23 or minute > 59:
        return None
    return f"{_digits(day)}T{hour:02}{minute:02}{second:02}{match[7]}"


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _moments(line: ContentLine) -> tuple[ContentLine | None, bool]:
    """Return the dates of a list that can be read, and whether that is all of them; periods stay as they are."""
    parts = [part.strip() for part in line.value.split(",")]
    found = [(part if "/" in part else _plain_moment(part)) for part in parts]
    kept = [one for one in found if one]
    params = {key: one for key, one in line.params.items() if key != "VALUE" or any("/" in one for one in kept)}
    if kept and all("T" not in one for one in kept):
        params["VALUE"] = "DATE"
    if kept and all(one.endswith("Z") for one in kept):
        params.pop("TZID", None)
    return (replace(line, params=params, value=",".join(kept)) if kept else None), len(kept) == len(parts)


def _rule(line: ContentLine) -> tuple[ContentLine | None, list[str]]:
    """Return a rule of the parts that can be read, None if there is none; and the names of the damaged parts."""
    parts: dict[str, str] = {}
    lost, calendar = [], "GREGORIAN"
    for part in re.sub(r"\s", "", line.value).upper().strip(";").split(";"):
        name, _, value = part.partition("=")
        if name == "RSCALE":
            calendar = value
        elif name in _PARTS and _PARTS[name].fullmatch(value):
            parts[name] = value
        elif name in _PARTS:
            lost.append(name)
    if "FREQ" not in parts or calendar != "GREGORIAN":
        return None, lost
    if parts["FREQ"] == "DAILY" and "BYMONTHDAY" in parts and set(parts) <= _MONTHLY_TOO:
        parts["FREQ"] = "MONTHLY"       # the same days, found without walking through all others
    return replace(line, value=";".join(f"{name}={value}" for name, value in parts.items())), lost


def _override(line: ContentLine, start: ContentLine | None) -> ContentLine:
    """Return the RECURRENCE-ID of a timed series with its time, if only the day was written."""
    if line.name != "RECURRENCE-ID" or start is None or _is_timed(line) or not _is_timed(start):
        return line
    params = {key: one for key, one in line.params.items() if key != "VALUE"}
    return replace(line, params={**params, **_zone(start)}, value=line.value + start.value[8:])


def _first(lines: Sequence[ContentLine], name: str) -> ContentLine | None:
    return next((line for line in lines if line.name == name), None)


def _has(lines: Sequence[ContentLine], name: str) -> bool:
    return _first(lines, name) is not None


def _is_timed(line: ContentLine) -> bool:
    return "T" in line.value


def _zone(line: ContentLine) -> dict[str, str]:
    return {"TZID": line.params["TZID"]} if line.params.get("TZID") else {}
