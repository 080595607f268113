"""Lines of a busy event as they can be read: what is damaged is mended or left out, and the event stays busy.

Takes the lines that matter of the VEVENTs with one UID; returns them in the plain forms of RFC 5545, and what of them
could not be read. When in doubt more time is busy, never less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from itertools import islice, product

from followupd.calendars.busy.plain_times import day_in, digits, midnight, plain_moment, plain_period
from followupd.calendars.busy.rrules import lost_all, lost_part, plain_rule
from followupd.calendars.busy.times import duration
from followupd.calendars.ical.content_lines import ContentLine
from followupd.calendars.ical.moments import WHOLE_DAY

A_DAY = "P1D"
AN_HOUR = "PT1H"      # how long an event with a damaged end is taken to be
MOST_READINGS = 4     # of an event that has several starts or ends
Properties = list[ContentLine]


def mended(
    events: Sequence[Sequence[ContentLine]], home: tzinfo
) -> tuple[list[list[Properties]], tuple[str, ...]]:
    """Return the readings of these events, and what was damaged, `its DTEND`, in order. Days are those of `home`.

    A reading has the lines of each event. There are several if an event has two starts or ends; all of them are busy.
    """
    damaged: list[str] = []
    kept = [_by_your_clock(_readable(lines, damaged), home) for lines in events]
    series = next((lines for lines in kept if not _has(lines, "RECURRENCE-ID")), None)
    if series is not None:
        kept = [_override(lines, series) if _has(lines, "RECURRENCE-ID") else lines for lines in kept]
    gone = [{line.name for line in event} - {line.name for line in lines}
            for event, lines in zip(events, kept, strict=True)]
    choices = [[_with_end(one, lost, damaged) for one in _choices(lines)]
               for lines, lost in zip(kept, gone, strict=True)]
    readings = [[some[min(number, len(some) - 1)] for some in choices] for number in range(max(map(len, choices)))]
    return readings, tuple(dict.fromkeys(damaged))


def _choices(lines: Properties) -> list[Properties]:
    """Return the event with each of its starts and ends, if it has several that differ."""
    starts = _different(line for line in lines if line.name == "DTSTART")
    ends = _different(line for line in lines if line.name in ("DTEND", "DURATION"))
    others = [line for line in lines if line.name not in ("DTSTART", "DTEND", "DURATION")]
    if len(starts) < 2 and len(ends) < 2:
        return [[*starts, *ends, *others]]
    pairs = product([[one] for one in starts] or [[]], [[one] for one in ends] or [[]])
    return [[*start, *end, *others] for start, end in islice(pairs, MOST_READINGS)]


def _different(lines: Iterable[ContentLine]) -> Properties:
    return [*{(line.name, line.value, line.params.get("TZID")): line for line in lines}.values()]


def _readable(lines: Sequence[ContentLine], damaged: list[str]) -> Properties:
    """Return the lines that can be read, in their plain forms."""
    kept: Properties = []
    start = next((made for line in lines if line.name == "DTSTART" and (made := _moment(line)) is not None), None)
    for line in lines:
        made, lost = _plain(line, start)
        damaged += [what for what in lost if what != lost_all("DTSTART")]
        if made is not None:
            kept.append(made)
    if start is None:
        found = _start_by_others(kept, [line.value for line in lines if line.name == "DTSTART"])
        if found is None:
            return [*kept, *(line for line in lines if line.name == "DTSTART")]     # the problem is reported
        kept.append(found)
        damaged += [] if _has(kept, "RECURRENCE-ID") else [lost_all("DTSTART")]
    return kept


def _plain(line: ContentLine, start: ContentLine | None) -> tuple[ContentLine | None, list[str]]:
    """Return a line in its plain form, None if it cannot be read; and what is damaged in it."""
    if line.name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        made = _moment(line)
    elif line.name in ("EXDATE", "RDATE"):
        made, whole = _moments(line, start)
        return made, [] if whole else [lost_all(line.name) if made is None else lost_part(line.name)]
    elif line.name in ("RRULE", "EXRULE"):
        rule, lost = plain_rule(line.value)
        return (replace(line, value=rule), lost) if rule is not None else (None, [lost_all(line.name)])
    elif line.name == "DURATION":
        plain = "".join(line.value.split()).upper()
        made = replace(line, value=plain) if duration(plain) is not None else None
    elif line.name == "SEQUENCE":
        made = line if line.value.strip().isdecimal() else None
    else:
        made = line
    return made, [] if made is not None else [lost_all(line.name)]


def _start_by_others(lines: Properties, written: Sequence[str]) -> ContentLine | None:
    """Return the best reading of a start that is damaged or missing.

    That is its day, the time that an override replaces, an hour or a day before the end, or the first RDATE.
    """
    day = next(filter(None, map(day_in, written)), None)
    if day is not None:
        return ContentLine("", "DTSTART", {"VALUE": "DATE"}, day)
    other = _first(lines, "RECURRENCE-ID")
    if other is not None:
        return replace(other, name="DTSTART")
    end, dates = _first(lines, "DTEND"), _first(lines, "RDATE")
    if end is None and dates is not None:
        value = re.split("[,/]", dates.value)[0]
        return replace(dates, name="DTSTART", value=value, params=_zone(dates) if "T" in value else {"VALUE": "DATE"})
    if end is None:
        return None
    last = datetime.fromisoformat(end.value.rstrip("Z"))
    if last.toordinal() == 1:      # nothing is before it
        return None
    before = last - (timedelta(hours=1) if _is_timed(end) else timedelta(days=1))
    return replace(end, name="DTSTART", value=digits(before.date()) + before.strftime("T%H%M%S") * _is_timed(end)
                   + "Z" * end.value.endswith("Z"))


def _by_your_clock(lines: Properties, home: tzinfo) -> Properties:
    """Return an event with midnight by the user's clock for an end that is a day, if its start is in UTC.

    Nobody's days are those of UTC, unless that is all that leaves the event any time.
    """
    start = _first(lines, "DTSTART")
    if start is None or not start.value.endswith("Z"):
        return lines
    return [_until_midnight(line, start, home) if line.name == "DTEND" else line for line in lines]


def _until_midnight(end: ContentLine, start: ContentLine, home: tzinfo) -> ContentLine:
    last = midnight(end.value, home) if not _is_timed(end) else None
    return replace(end, params={}, value=last) if last is not None and last > start.value else end


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
    """Return whether a program says in its own property that a timed event is a whole day."""
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
    length = duration(lasts.value) if lasts is not None else None
    return length is not None and length >= timedelta(days=1)


def _with_timed_end(lines: Properties, start: ContentLine, gone: set[str], damaged: list[str]) -> Properties:
    """Return a timed event with its end by the clock of the start if it names none; an hour if it is damaged."""
    end = _first(lines, "DTEND")
    if end is None:
        has_none = not gone & {"DTEND", "DURATION"}      # it takes no time
        return lines if has_none or _has(lines, "DURATION") else _an_hour(lines)
    if not _is_timed(end) and end.value > start.value[:8]:
        end = replace(end, value=f"{end.value}T000000", params=_zone(end))       # the day before it is the last one
    if _is_timed(end):
        if not end.params.get("TZID") and not end.value.endswith("Z"):
            end = replace(end, params={**end.params, **_zone(start)}, value=end.value + "Z" * start.value.endswith("Z"))
        same_clock = _zone(end) == _zone(start) and end.value.endswith("Z") == start.value.endswith("Z")
        if not same_clock or end.value >= start.value:
            return [end if line.name == "DTEND" else line for line in lines]
    damaged.append(lost_all("DTEND"))
    return _an_hour(lines)


def _an_hour(lines: Properties) -> Properties:
    return [*_without_end(lines), ContentLine("", "DURATION", {}, AN_HOUR)]


def _without_end(lines: Properties) -> Properties:
    return [line for line in lines if line.name not in ("DTEND", "DURATION")]


def _moment(line: ContentLine) -> ContentLine | None:
    """Return a date or a time in its plain form; None if it is neither. A Z says UTC, whatever TZID is there."""
    value, params = plain_moment(line.value), {key: one for key, one in line.params.items() if key != "VALUE"}
    if value is None and ":" in line.value:     # TZID=tzone://Microsoft/Utc:20261124T170000, without its quotes
        rest, _, last = line.value.rpartition(":")
        value = plain_moment(last)
        params["TZID"] = f"{params['TZID']}:{rest}" if "TZID" in params else re.sub("^.*TZID=", "", rest)
    if value is None:
        return None
    if "T" not in value:
        params["VALUE"] = "DATE"
    if value.endswith("Z"):
        params.pop("TZID", None)
    return replace(line, params=params, value=value)


def _moments(line: ContentLine, start: ContentLine | None) -> tuple[ContentLine | None, bool]:
    """Return the times of a list that can be read, and whether that is all of them."""
    parts = re.split("[,;]", line.value)
    found = [(plain_period(part) if "/" in part else plain_moment(part)) for part in parts]
    kept = [one for one in found if one]
    whole = len(kept) == len(parts) and "".join(kept).count("/") == line.value.count("/")
    if not kept:
        return None, whole
    zone = _zone(line)
    if line.name == "RDATE" and start is not None and _is_timed(start):    # a day is added at the time of the start
        zone = zone if any("T" in one for one in kept) else _zone(start)
        kept = [one if "T" in one else one + start.value[8:] for one in kept]
    value = ",".join(kept)
    params = {key: one for key, one in line.params.items() if key not in ("VALUE", "TZID")}
    params |= {} if all(one.endswith("Z") for one in kept) else zone
    params |= {"VALUE": "PERIOD"} if "/" in value else {} if "T" in value else {"VALUE": "DATE"}
    return replace(line, params=params, value=value), whole


def _override(lines: Properties, series: Properties) -> Properties:
    """Return an override of this series with what its own lines leave out: the time of day, and how long it is."""
    start = _first(series, "DTSTART")
    if start is not None and _is_timed(start):
        lines = [_at_the_time(line, start) if line.name == "RECURRENCE-ID" else line for line in lines]
    if not _has(lines, "DTEND") and not _has(lines, "DURATION"):
        length = _length(series)
        return lines if length is None else [*lines, length]
    return lines


def _at_the_time(line: ContentLine, start: ContentLine) -> ContentLine:
    """Return the RECURRENCE-ID of a timed series with its time, if only the day was written, and with its zone."""
    params = {key: one for key, one in line.params.items() if key != "VALUE"}
    if not _is_timed(line):
        return replace(line, params={**params, **_zone(start)}, value=line.value + start.value[8:])
    if "TZID" not in params and not line.value.endswith("Z"):
        return replace(line, params={**params, **_zone(start)}, value=line.value + "Z" * start.value.endswith("Z"))
    return line


def _length(lines: Properties) -> ContentLine | None:
    """Return how long an event is, as a DURATION; None if it does not say."""
    start, end, lasts = (_first(lines, name) for name in ("DTSTART", "DTEND", "DURATION"))
    if lasts is not None or start is None or end is None:
        return lasts
    try:
        first, last = (datetime.fromisoformat(line.value.rstrip("Z")) for line in (start, end))
    except ValueError:
        return None
    if _zone(start) != _zone(end) or _is_timed(start) != _is_timed(end) or last <= first:
        return ContentLine("", "DURATION", {}, AN_HOUR if _is_timed(start) else A_DAY)
    length = last - first
    return ContentLine("", "DURATION", {}, f"P{length.days}D" + f"T{length.seconds}S" * _is_timed(start))


def _first(lines: Sequence[ContentLine], name: str) -> ContentLine | None:
    return next((line for line in lines if line.name == name), None)


def _has(lines: Sequence[ContentLine], name: str) -> bool:
    return _first(lines, name) is not None


def _is_timed(line: ContentLine) -> bool:
    return "T" in line.value


def _zone(line: ContentLine) -> dict[str, str]:
    return {"TZID": line.params["TZID"]} if line.params.get("TZID") else {}
