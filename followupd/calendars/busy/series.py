"""The occurrences of a recurring event, by the libraries icalendar and recurring-ical-events.

Takes the lines that matter of all VEVENTs with one UID, returns their stretches of time in a window. Refuses a series
that would take too long to compute or that the libraries cannot read (`BadSeries`). Never passes a description, an
alarm or an attachment on: the libraries parse a text that is written here from a few lines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from followupd.calendars.busy.following import Following, following, last_before
from followupd.calendars.busy.remembered_times import Taken
from followupd.calendars.busy.steps import MARGIN, BadSeries, begun_later, bounded, check_rule, uncounted
from followupd.calendars.busy.times import LocalTimes, Zones, ordinal_of, seconds
from followupd.calendars.ical.content_lines import ContentLine, unescape
from followupd.calendars.ical.zones import named
from followupd.core.values.time import at_wall_clock

MOST_LINES = 5_000            # exceptions and overrides of one series: ten years of a daily one
MOST_BYTES = 500_000
MOST_OCCURRENCES = 10_000     # of one series in the window, those that touch as one
_LOCAL_UNTIL = re.compile(r"UNTIL=([0-9]{8})(T[0-9]{6})?(?![0-9TZ])", re.IGNORECASE)
_NOT_FOR_LIBRARY = frozenset({"UID", "SUMMARY", "ATTENDEE", "STATUS", "TRANSP", "RECURRENCE-ID"})


class UnknownZone(BadSeries):
    """The series names an unknown zone; reading it by the user's clock is better than counting it as free."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The settings with which the events of one calendar are read.

    `default_zone` is its X-WR-TIMEZONE, or "". With `guess` an unknown zone is replaced by the user's.
    """

    zones: Zones
    default_zone: str
    home: tzinfo
    guess: bool = False


def expand(
    events: Sequence[Sequence[ContentLine]], first: datetime, last: datetime, setting: Setting,
    takes_time: Callable[[Iterable[ContentLine]], bool],
) -> tuple[list[Taken], int | None]:
    """Return the times of these VEVENTs, which share a UID, from `first` to `last` (UTC). Raises BadSeries.

    Of more than MOST_OCCURRENCES the first are returned, with the instant (seconds) from which none counts.
    """
    events, found = occurrences(events, first, last, setting)
    free = {index for index, lines in enumerate(events) if not takes_time(lines)}
    taken = sorted(
        (start, end, title_of(events[index])) for start, end, index, _ in found
        if index not in free and start < end and start < seconds(last) and end > seconds(first)
    )
    taken = taken if len(taken) <= MOST_OCCURRENCES else _joined(taken)
    return taken[:MOST_OCCURRENCES], taken[MOST_OCCURRENCES][0] if len(taken) > MOST_OCCURRENCES else None


class Occurrence(NamedTuple):
    """An occurrence of the VEVENT number `event`, in seconds; the rule of its series puts it at `named`."""

    start: int
    end: int
    event: int
    named: int


def occurrences(
    events: Sequence[Sequence[ContentLine]], first: datetime, last: datetime, setting: Setting
) -> tuple[Sequence[Sequence[ContentLine]], list[Occurrence]]:
    """Return these VEVENTs, which share a UID, as they were read, and all occurrences around `first` to `last` (UTC).

    Raises BadSeries.
    """
    from followupd.calendars.busy.recurring import UnreadableEvent, occurrences_of  # loads icalendar

    ranges = _ranges(events, setting)
    margin = _margin(ranges)
    events, left = readable(events, first, last, setting)
    try:
        text = _text(events, setting, last + margin)
        since_start = datetime.combine(_first_start([events[n] for n in left]), time(0), UTC) if left else first
        found = occurrences_of(text, min(first, since_start) - margin, last + margin)
        stretches = sorted((*_stretch(start, stop, setting.home), index) for start, stop, index in found)
    except BadSeries:
        raise
    except UnreadableEvent as error:
        raise BadSeries(str(error)) from None
    except Exception as error:   # the libraries may raise anything for malformed input
        raise BadSeries(f"it cannot be read ({type(error).__name__})") from error
    gone, outdated = _left_out(events, setting)
    ends = {index: _counted_end(lines, setting) for index, lines in enumerate(events)}
    kept: list[Occurrence] = []
    for a, b, index in stretches:
        if index in left:
            left[index] -= 1
        if left.get(index, 0) < 0 or index in outdated or (index, a) in gone or a > ends[index]:
            continue
        replaced, named = _replaces(events[index]), a
        if replaced is not None:
            named = _at(replaced.value, replaced.params.get("TZID", ""), setting)
        since = last_before(ranges, a) if replaced is None else None
        if since is not None:
            if since.ends:
                continue
            (a, b), index = since.moved(a, b), since.index
        kept.append(Occurrence(a, b, index, named))
    return events, kept


def readable(
    events: Sequence[Sequence[ContentLine]], first: datetime, last: datetime, setting: Setting
) -> tuple[list[Sequence[ContentLine]], dict[int, int]]:
    """Return these events as the library can read them in time, and the COUNT of those whose rule has it no more.

    Raises BadSeries, TooOften if a nearer `last` may help.
    """
    plain, begins = [uncounted(lines) for lines in events], first - _margin(_ranges(events, setting))
    begun = [lines if most else begun_later(lines, begins, last) for lines, most in plain]
    _check(begun, last)
    return begun, {index: most for index, (_, most) in enumerate(plain) if most is not None}


def _margin(ranges: Iterable[Following]) -> timedelta:
    return MARGIN + max((abs(one.shift) for one in ranges), default=timedelta(0))


def _joined(times: Iterable[Taken]) -> list[Taken]:
    """Return times, in order, of which those that touch under one title are one."""
    joined: list[Taken] = []
    for start, end, title in times:
        if joined and joined[-1][1] >= start and joined[-1][2] == title:
            joined[-1] = joined[-1][0], max(end, joined[-1][1]), title
        else:
            joined.append((start, end, title))
    return joined


def _first_start(events: Sequence[Sequence[ContentLine]]) -> date:
    days = (ordinal_of(line.value) or 1 for lines in events for line in lines if line.name == "DTSTART")
    return date.fromordinal(max(min(days), MARGIN.days + 2))


def _stretch(start: date, stop: date, home: tzinfo) -> tuple[int, int]:
    """Return an occurrence in seconds."""
    a, b = seconds(_instant(start, home)), seconds(_instant(stop, home))
    if b <= a and stop != start:    # it begins in the hour that a clock leaves out: it lasts as long as ever
        b = a + max(0, (stop - start) // timedelta(seconds=1)) or a + 3600
    return a, b


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
            raise BadSeries("it has no start")
        day = ordinal_of(starts[0].value.strip())
        if day is None:
            raise BadSeries("its start is not a date")
        rules = [line for line in lines if line.name in ("RRULE", "EXRULE")]
        if len(rules) > 10:
            raise BadSeries("it has more than 10 rules")
        for rule in rules:
            check_rule(rule.value.upper(), last.toordinal() - day)


def _text(events: Sequence[Sequence[ContentLine]], setting: Setting, last: datetime) -> str:
    """Return a small VCALENDAR of these lines, with unique names for its zones; no rule goes on after `last`.

    The library does not learn which are overrides: it would take an occurrence at another hour with them.
    """
    vtimezones: dict[str, str] = {}
    body: list[str] = []
    for index, lines in enumerate(events):
        start = next(line for line in lines if line.name == "DTSTART")
        body += ["BEGIN:VEVENT", f"X-INDEX:{index}", f"UID:{index}"]
        for line in lines:
            if line.name not in _NOT_FOR_LIBRARY and not line.name.startswith("X-") and not _in_zone(line):
                wanted = bounded(line, start, last) if line.name in ("RRULE", "EXRULE") else line
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
        for one in line.value.split(","):
            if "T" in one:
                yield _at(one.strip(), line.params["TZID"], setting)


def _counted_end(lines: Sequence[ContentLine], setting: Setting) -> float:
    """Return when (seconds) a series ends that has both COUNT and UNTIL; no library would take both."""
    fields = {line.name: line for line in lines}
    rule = fields.get("RRULE")
    if rule is None or "RDATE" in fields or not _counts_to_an_end(rule):
        return math.inf
    return until_of(rule, fields["DTSTART"], setting)


def until_of(rule: ContentLine, start: ContentLine, setting: Setting) -> float:
    """Return the instant (seconds) of a rule's UNTIL."""
    until = re.search("UNTIL=([0-9TZ]+)", _until_by_the_start(rule.value, start, setting))
    return _at(until[1], "", setting) if until is not None else math.inf


def _counts_to_an_end(line: ContentLine) -> bool:
    return "COUNT=" in line.value and "UNTIL=" in line.value


def _replaces(lines: Sequence[ContentLine]) -> ContentLine | None:
    return next((line for line in lines if line.name == "RECURRENCE-ID"), None)


def _ranges(events: Sequence[Sequence[ContentLine]], setting: Setting) -> list[Following]:
    """Return the overrides that go for what follows as well, in order of time; of two for one moment the newer."""
    clock = LocalTimes(setting.zones, named(setting.default_zone) or setting.home, setting.home)
    overrides: dict[int, tuple[int, Following]] = {}
    for index, lines in enumerate(events):
        line = _replaces(lines)
        if line is not None and line.params.get("RANGE", "").upper() == "THISANDFUTURE":
            at = _at(line.value, line.params.get("TZID", ""), setting)
            made = following(index, lines, at, clock)
            if at not in overrides or _version(lines) >= overrides[at][0]:
                overrides[at] = _version(lines), made
    return [overrides[at][1] for at in sorted(overrides)]


def _version(lines: Sequence[ContentLine]) -> int:
    return next((int(line.value) for line in lines if line.name == "SEQUENCE"), 0)


def _left_out(events: Sequence[Sequence[ContentLine]], setting: Setting) -> tuple[set[tuple[int, int]], set[int]]:
    """Return the occurrences that are left out, as index and start (seconds), and the outdated overrides."""
    gone = {(index, at) for index, lines in enumerate(events) for at in _excepted(lines, setting)}
    series = [index for index, lines in enumerate(events) if not _replaces(lines)]
    deleted = {at for index in series for at in _exceptions(events[index], setting)}
    replaced, outdated = _overrides(events, setting, deleted)
    return gone | {(index, at) for index in series for at in replaced}, outdated


def _exceptions(lines: Sequence[ContentLine], setting: Setting) -> Iterator[int]:
    """Yield the starts (seconds) that any EXDATE of a series leaves out; a day means the time of its start."""
    start = next(line for line in lines if line.name == "DTSTART")
    for line in lines:
        if line.name == "EXDATE":
            for one in line.value.split(","):
                moment = one if "T" in one else one + start.value[8:]
                zoned = line.params.get("TZID") or ("" if moment.endswith("Z") else start.params.get("TZID", ""))
                yield _at(moment, zoned, setting)


def _overrides(
    events: Sequence[Sequence[ContentLine]], setting: Setting, deleted: Collection[int]
) -> tuple[set[int], set[int]]:
    """Return the starts (seconds) that are replaced, and the indices of overrides that do not count.

    These are the ones that a later version replaces, or whose occurrence was deleted after it was moved.

    Left to the library, an override at 10:00 in Berlin would take the occurrence at 9:00 with it, as exceptions would.
    """
    newest: dict[int, tuple[int, int]] = {}
    outdated: set[int] = set()
    for index, lines in enumerate(events):
        if (line := _replaces(lines)) is None:
            continue
        at = _at(line.value, line.params.get("TZID", ""), setting)
        if at in deleted:
            outdated.add(index)
        version = _version(lines)
        if at in newest:
            outdated.add(min(newest[at], (version, index))[1])
        newest[at] = max(newest.get(at, (-1, -1)), (version, index))
    return set(newest), outdated


def _at(moment: str, name: str, setting: Setting) -> int:
    """Return the instant (seconds) of a moment by the clock of a zone, else of the calendar, else the user's own.

    Raises UnknownZone.
    """
    default = named(setting.default_zone) if "T" in moment else None
    zone = setting.zones(name) if name else default or setting.home
    zone = zone or (setting.home if setting.guess else None)
    if zone is None:
        raise UnknownZone(f"its time zone {name[:60]} is not known")
    day, _, clock = moment.partition("T")
    at = time(int(clock[:2]), int(clock[2:4]), int(clock[4:6])) if clock else time(0)
    return seconds(at_wall_clock(date.fromisoformat(day), at, UTC if clock.endswith("Z") else zone))


def _for_library(line: ContentLine, start: ContentLine, setting: Setting, vtimezones: dict[str, str]) -> str:
    """Write one line with the parameters that count. Adds the zone that it needs to `vtimezones`."""
    value, name, kind = line.value.strip(), line.params.get("TZID", ""), line.params.get("VALUE", "")
    params = "".join(f";{key}={line.params[key]}" for key in ("VALUE",) if line.params.get(key, "").isalpha())
    if line.name in ("RRULE", "EXRULE"):
        value = re.sub(";?UNTIL=[^;]*", "", value) if _counts_to_an_end(line) else value
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


def _instant(moment: date, home: tzinfo) -> datetime:
    if not isinstance(moment, datetime):
        return at_wall_clock(moment, time(0), home)
    if moment.tzinfo is None:
        return at_wall_clock(moment.date(), moment.time(), home)
    return moment.astimezone(UTC)
