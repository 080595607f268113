"""The number of steps that a rule takes: one that would take too long is refused, or begun nearer to the window.

dateutil walks every step of a rule from its start, and one that never matches to the year 9999.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from followupd.calendars.busy.times import days_long, ordinal_of
from followupd.calendars.ical.content_lines import ContentLine

MOST_STEPS = 40_000           # that a rule may take from its start to the window's end: daily for a century
MARGIN = timedelta(days=2)    # around the window: floating times are compared without a zone
_STEP_DAYS = {"DAILY": 1.0, "WEEKLY": 7.0, "HOURLY": 1 / 24, "MINUTELY": 1 / 1440, "SECONDLY": 1 / 86400}
_PARTS = re.compile(r"([A-Z-]+)=([^;]*)")
_SURE = {"WKST", "INTERVAL", "COUNT", "UNTIL", "FREQ", "BYDAY", "BYMONTH"}
_STEADY = {"FREQ", "INTERVAL", "COUNT", "WKST"}      # with these alone each step is an occurrence
_CLOCKS = ("BYHOUR", "BYMINUTE", "BYSECOND")


class BadSeries(ValueError):
    """The series cannot be computed. The message says why, without the name of the event."""


class TooOften(BadSeries):
    """The series takes too many steps up to the end of the window; a shorter window may work."""


def check_rule(rule: str, days: int) -> None:
    """Refuse a rule that takes dateutil too long: it walks every step from the start to the end of the window."""
    parts = dict(_PARTS.findall(rule))
    often, interval = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    if not re.fullmatch(r"0*[1-9][0-9]{0,5}", interval):
        raise BadSeries("its rule has no INTERVAL that is a number")
    if any(month and not re.fullmatch(r"0?[1-9]|1[0-2]", month) for month in parts.get("BYMONTH", "").split(",")):
        raise BadSeries("its rule names a month that does not exist")
    if often not in ("YEARLY", "MONTHLY", *_STEP_DAYS):
        raise BadSeries("its rule has no FREQ that is known")
    if _steps(parts, days) > MOST_STEPS:
        raise TooOften(f"it recurs too often to be worked out ({rule[:60]})")


def _steps(parts: Mapping[str, str], days: int) -> float:
    """Return how many steps a rule takes in so many days. One of months or years takes at most some thousand."""
    clocks = 1     # times on each day
    for part in _CLOCKS:
        clocks *= parts.get(part, "").count(",") + 1
    at_clocks = clocks * max(days, 366) if clocks > 1 else 0
    often = parts.get("FREQ", "")
    if often not in _STEP_DAYS:
        return at_clocks
    steps = max(days, 0) / (_STEP_DAYS[often] * int(parts.get("INTERVAL", "1")))
    if "COUNT" in parts and set(parts) <= _STEADY:
        steps = min(steps, int(parts["COUNT"]))
    return max(steps, at_clocks)


def steady_step(rule: str) -> tuple[int, float]:
    """Return how many seconds a rule of hours, minutes or seconds goes on by, and its COUNT; 0 if it leaves any out."""
    parts = dict(_PARTS.findall(rule))
    if not set(parts) <= _STEADY | {"UNTIL"} or parts.get("FREQ") not in ("HOURLY", "MINUTELY", "SECONDLY"):
        return 0, math.inf
    step = round(_STEP_DAYS[parts["FREQ"]] * 86400) * int(parts.get("INTERVAL", "1"))
    return step, float(parts.get("COUNT", "inf"))


def begun_later(lines: Sequence[ContentLine], first: datetime, last: datetime) -> Sequence[ContentLine]:
    """Return a series that would take too many steps with a start nearer to the window, in step with its own.

    It is put off by whole days: a day of the same kind, at the same time. The rule must not count its occurrences.
    """
    rules = [line for line in lines if line.name in ("RRULE", "EXRULE")]
    fields = {line.name: line for line in lines}
    start = ordinal_of(fields["DTSTART"].value) if "DTSTART" in fields else None
    if len(rules) != 1 or start is None:
        return lines
    parts = dict(_PARTS.findall(rules[0].value.upper()))
    seconds_a_step = round(_STEP_DAYS.get(parts.get("FREQ", ""), 0) * 86400) * int(parts.get("INTERVAL", "1"))
    if "COUNT" in parts or not seconds_a_step or _steps(parts, last.toordinal() - start) <= MOST_STEPS:
        return lines
    step = math.lcm(86400, seconds_a_step) // 86400
    length = days_long(fields["DURATION"].value) if "DURATION" in fields else 1
    if "DTEND" in fields:
        length = (ordinal_of(fields["DTEND"].value) or start) - start + 1
    later = (first.toordinal() - MARGIN.days - (length or 1) - 1 - start) // step * step
    if later <= 0:
        return lines
    return [_put_off(line, later) if line.name in ("DTSTART", "DTEND") else line for line in lines]


def _put_off(line: ContentLine, days: int) -> ContentLine:
    day = date.fromordinal((ordinal_of(line.value) or 1) + days)
    return replace(line, value=day.isoformat().replace("-", "") + line.value[8:])


def _doubtful(parts: Mapping[str, str]) -> set[str]:
    """Return the parts with which a rule may never match: it would be walked to the year 9999."""
    often = parts.get("FREQ", "")
    return set(parts) - _SURE - set(_CLOCKS if often in ("DAILY", "WEEKLY") else ()) if often in _STEP_DAYS else set()


def uncounted(lines: Sequence[ContentLine]) -> tuple[Sequence[ContentLine], int | None]:
    """Return an event without the COUNT of a rule that may never match, and that COUNT; None if it has no such rule.

    dateutil would walk to the year 9999 for the last one. Without it the rule gets an end, and we count.
    """
    rules = [line for line in lines if line.name == "RRULE"]
    parts = dict(_PARTS.findall(rules[0].value)) if len(rules) == 1 else {}
    if "COUNT" not in parts or not _doubtful(parts) or any(line.name in ("RDATE", "EXRULE") for line in lines):
        return lines, None
    count = int(parts.pop("COUNT"))
    rule = replace(rules[0], value=";".join(f"{name}={value}" for name, value in parts.items()))
    return [rule if line is rules[0] else line for line in lines], count


def bounded(rule: ContentLine, start: ContentLine, last: datetime) -> ContentLine:
    """Return a rule that may never match with an end; the last day that is asked for, if it has none before."""
    parts = dict(_PARTS.findall(rule.value))
    if not _doubtful(parts) or parts.get("UNTIL", "9") < f"{last:%Y%m%d}":
        return rule
    floating = not start.value.endswith("Z") and not start.params.get("TZID")
    parts["UNTIL"] = f"{last:%Y%m%d}" if "T" not in start.value else f"{last:%Y%m%dT%H%M%S}{'' if floating else 'Z'}"
    return replace(rule, value=";".join(f"{name}={value}" for name, value in parts.items()))
