"""A first look at a busy calendar, which leaves out events whose digits alone show that they cannot matter.

That is nine of ten events in a calendar of several years. An event that may be in the window is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from followupd.calendars.busy import times
from followupd.calendars.busy.remembered_times import BusyQuery
from followupd.calendars.busy.rrules import EARLIEST_END

T = TypeVar("T")
Raw = list[tuple[bytes, bytes]]   # the lines of an event that matter: name and the rest
RECURS = frozenset({b"RRULE", b"RDATE", b"RECURRENCE-ID", b"EXRULE"})
_ONCE = frozenset({b"DTSTART", b"DTEND", b"DURATION", b"RRULE"})
_WHEN = re.compile(
    rb"\n(DTSTART|DTEND|DURATION|RRULE|RDATE|RECURRENCE-ID|EXRULE)[ \t]*[;:](?:[^\n]*:)?([0-9]{8})?", re.IGNORECASE
)
_LASTS = re.compile(rb"\nDURATION[ \t]*[;:](?:[^\n]*:)?([^\n:]*)")


def lies_outside(event: bytes, first: bytes, last: bytes) -> bool:
    """Return whether its digits alone show that it happens once, before the day `first` or after `last` (20261124).

    False if anything is unusual: it recurs, or is written in another way.
    """
    match _WHEN.findall(event):
        case [(b"DTSTART", start)]:
            end = start
        case [(b"DTSTART", start), (b"DTEND", end)] | [(b"DTEND", end), (b"DTSTART", start)]:
            pass
        case [(b"DTSTART", start), (b"DURATION", _)] | [(b"DURATION", _), (b"DTSTART", start)]:
            end = _last_day(event, start)
        case _:
            return False
    return bool(start and end) and (start > last or max(start, end) < first)


def day_digits(event: bytes, first: bytes) -> bytes:
    """Return the digits of the day from which an event may matter: its start, or `first` if it recurs or says none."""
    found = _WHEN.findall(event)
    days = [day for name, day in found if name.upper() == b"DTSTART" and day]
    recurring = any(name.upper() in RECURS for name, _ in found)
    return max(days[0], first) if days and not recurring else first


def coming_first(some: list[T], day: Callable[[T], bytes], most: int) -> tuple[list[T], str | None]:
    """Return those that come first if there are more than `most`, and then the first day that is left out."""
    if len(some) <= most:
        return some, None
    ordered = sorted(some, key=day)
    digits = day(ordered[most]).decode()
    return ordered[:most], f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def _last_day(event: bytes, start: bytes) -> bytes:
    """Return the digits of the last day that an event with a DURATION may reach; empty if it cannot be read."""
    lasts, day = _LASTS.search(event), times.ordinal_of(start.decode())
    days = times.days_long(lasts[1].decode("utf-8", "replace")) if lasts is not None else None
    if days is None or day is None or day + days > date.max.toordinal():
        return b""
    return date.fromordinal(day + days).isoformat().replace("-", "").encode()


def can_matter(raw: Raw, need: BusyQuery) -> bool:
    """Return False only if the text alone shows that the event is outside the window."""
    fields: dict[bytes, bytes] = {name.upper(): rest for name, rest in raw}
    day = times.ordinal_of(_date(fields.get(b"DTSTART", b"")))
    twice = {name for name, count in Counter(name.upper() for name, _ in raw).items() if count > 1} & _ONCE
    if day is None or twice or b"RDATE" in fields or b"RECURRENCE-ID" in fields:
        return True
    if day > need.last + 1:
        return False
    rule, last_start = fields.get(b"RRULE"), day
    if rule is not None:
        ends = _until(rule)
        if ends is None:
            return True
        last_start = max(day, ends)
    return _end(fields, day, last_start, need) >= need.first - 1


def _end(fields: Mapping[bytes, bytes], day: int, last_start: int, need: BusyQuery) -> int:
    """Return the last day on which the event may be, given the last day on which it starts."""
    length = 1
    if b"DTEND" in fields:
        end = times.ordinal_of(_date(fields[b"DTEND"]))
        if end is None:
            return need.first
        length = abs(end - day) + 1
    if b"DURATION" in fields:
        length = max(length, times.days_long(_date(fields[b"DURATION"])) or 1)
    return last_start + length


def recurs(raw: Raw) -> bool:
    """Return whether an event has a rule, or replaces an occurrence of another."""
    return any(name.upper() in RECURS for name, _ in raw)


def _until(rule: bytes) -> int | None:
    """Return the day of a rule's UNTIL, None if it has none or one that does not count."""
    place = rule.upper().find(b"UNTIL=")
    day = rule[place + 6 : place + 14].decode("ascii", "replace")
    return None if place < 0 or day < EARLIEST_END else times.ordinal_of(day)


def _date(rest: bytes) -> str:
    """Return the value of a date or duration, which has no colon, after any parameters."""
    return rest[rest.rfind(b":") + 1 :].decode("utf-8", "replace").strip()
