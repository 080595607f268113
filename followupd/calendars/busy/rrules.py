"""Recurrence rules (RFC 5545 3.3.10) as they can be read: what is damaged in one is left out, and named.

Programs quote and escape rules, write them in small letters or with blanks, name a part twice, or add their own parts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from followupd.calendars.busy.plain_times import plain_moment

_BESIDE = re.compile(r"[\s\"'\\\x00\u200b-\u200f\ufeff]+")
_NAMES = (
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY", "BYYEARDAY",
    "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST", "RSCALE", "SKIP", "X-[A-Z-]+",
)
_NEXT_PART = re.compile(rf"[;,&]+(?=(?:{'|'.join(_NAMES)})[=:])|;+")
_WEEKDAY = re.compile("([+-]?)0*([0-9]{0,2})(MO|TU|WE|TH|FR|SA|SU)[A-Z]*")      # TUESDAY too
MOST_WEEKS = 53
_NUMBER = re.compile("([+-]?)0*([0-9]{1,4})")
# The greatest number that each part may hold, whether it may count from the end, and whether it may be 0.
_BOUNDS = {
    "BYSECOND": (59, False, True), "BYMINUTE": (59, False, True), "BYHOUR": (23, False, True),
    "BYMONTHDAY": (31, True, False), "BYYEARDAY": (366, True, False), "BYWEEKNO": (53, True, False),
    "BYMONTH": (12, False, False), "BYSETPOS": (366, True, False),
}
_LISTS = {*_BOUNDS, "BYDAY"}      # of several values: one that is written twice has both
_ONE = {
    "FREQ": re.compile("SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY"),
    "COUNT": re.compile("0*[1-9][0-9]{0,5}"), "INTERVAL": re.compile("0*[1-9][0-9]{0,5}"),
    "WKST": re.compile("MO|TU|WE|TH|FR|SA|SU"),
}
_MONTHLY_TOO = {"FREQ", "BYMONTHDAY", "BYMONTH", "BYDAY", "COUNT", "UNTIL", "WKST"}
# Calendars (RFC 7529) that differ from the Gregorian one in the numbers of their years, or not at all.
_SAME_MONTHS = {"GREGORIAN", "GREGORY", "ISO8601", "JAPANESE", "BUDDHIST", "ROC"}
_OF_A_YEAR = {"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}
EARLIEST_END = "1900"      # .NET writes year 1 for a series without an end


def lost_all(name: str) -> str:
    """Return what of an event cannot be read: all that it says under a name."""
    return f"its {name}"


def lost_part(name: str) -> str:
    """Return what of an event cannot be read: something of what it says under a name."""
    return f"a part of its {name}"


def plain_rule(text: str) -> tuple[str | None, list[str]]:
    """Return a rule of the parts that can be read, None if there is none; and what of it cannot be read."""
    parts, lost, calendar = _parts_of(text)
    if "FREQ" not in parts or not (calendar in _SAME_MONTHS or _counts_days(parts, lost)):
        return None, [*map(lost_all, lost)]
    lost = [lost_part(name) if name in parts else lost_all(name) for name in lost]
    if parts["FREQ"] == "DAILY" and "BYMONTHDAY" in parts and set(parts) <= _MONTHLY_TOO:
        parts["FREQ"] = "MONTHLY"       # the same days, found without walking through all others
    return ";".join(f"{name}={value}" for name, value in parts.items()), lost


def _parts_of(text: str) -> tuple[dict[str, str], list[str], str]:
    """Return the parts of a rule that can be read, the names of those that cannot or not wholly, and its calendar."""
    parts: dict[str, str] = {}
    lost, calendar = [], "GREGORIAN"
    for part in _NEXT_PART.split(_BESIDE.sub("", text).upper().removeprefix("RRULE:").strip(";,")):
        name, value = re.split("[=:]", f"{part}=", maxsplit=1)
        value = value.removesuffix("=")
        if name == "RSCALE":
            calendar = value
        if name not in (*_ONE, *_LISTS, "UNTIL"):
            continue      # X- parts and unknown ones say nothing about time
        readable, whole = _part(name, value)
        if not whole or (name not in _LISTS and parts.get(name, readable) != readable):
            lost.append(name)
        if readable and name in _LISTS and name in parts:
            parts[name] = f"{parts[name]},{readable}"
        elif readable:
            parts.setdefault(name, readable)
    return parts, lost, calendar


def _counts_days(parts: Mapping[str, str], lost: Collection[str]) -> bool:
    """Return whether a rule goes by days, weeks or less: these are the same in every calendar."""
    return parts["FREQ"] not in ("MONTHLY", "YEARLY") and _OF_A_YEAR.isdisjoint((*parts, *lost))


def _part(name: str, value: str) -> tuple[str, bool]:
    """Return what can be read of a part, and whether that is all of it."""
    if name in _ONE:
        value = re.sub(r"\.0+$", "", value)       # INTERVAL=1.0
        return (value, True) if _ONE[name].fullmatch(value) else ("", False)
    if name == "UNTIL":
        until = plain_moment(value) or ""
        return (until, True) if until >= EARLIEST_END else ("", False)
    elements = value.split(",")
    found = [_weekday(one) if name == "BYDAY" else _number(one, *_BOUNDS[name]) for one in elements]
    return ",".join(one for one in found if one), all(found)


def _weekday(text: str) -> str:
    match = _WEEKDAY.fullmatch(text)
    if match is None or int(match[2] or 0) > MOST_WEEKS:
        return ""
    return f"{match[1] if match[2] else ''}{match[2]}{match[3]}"


def _number(text: str, greatest: int, negative: bool, zero: bool) -> str:
    match = _NUMBER.fullmatch(text)
    if match is None or int(match[2]) > greatest or (match[1] == "-" and not negative):
        return ""
    return f"{'-' if match[1] == '-' else ''}{int(match[2])}" if zero or int(match[2]) else ""
