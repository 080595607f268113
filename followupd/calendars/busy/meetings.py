"""The meetings with people of the list in the events of a calendar, which is read for its busy times anyway.

Takes the lines of the VEVENTs with one UID; gives a MeetingSeen for each occurrence in which somebody of the list takes
part or is named. Everybody else is only counted. What cannot be read, or is private, is no meeting. Decides nothing
about what counts (core/noticing/meetings.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from followupd.calendars.busy import series, times
from followupd.calendars.busy.mending import mended
from followupd.calendars.busy.prefilter import Raw
from followupd.calendars.ical.content_lines import ContentLine, unescape
from followupd.calendars.ical.moments import WHOLE_DAY
from followupd.calendars.ical.zones import named
from followupd.core.noticing.meetings import MOST_PEOPLE
from followupd.core.noticing.people_index import WatchedPeople
from followupd.core.values.sightings import MeetingOwner, MeetingSeen, evidence_of, folded_address

# The lines beside those of busy times that say who takes part, and who may know it.
WHO = re.compile(rb"\n(ORGANIZER|CLASS)[ \t]*([;:][^\n]*)", re.IGNORECASE)
MOST_INVITED = 500    # lines of one event
MOST_BYTES = 1_000    # of a line, in which somebody is looked for
_ADDRESS = re.compile(r"""[^\s:;,"'<>=]+@[^\s:;,"'<>]+""")
_PRIVATE = frozenset({"PRIVATE", "CONFIDENTIAL"})
_THINGS = frozenset({"ROOM", "RESOURCE"})
_CERTAIN = frozenset({"STATUS", "X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS"})
_NOT_THERE = frozenset({"DECLINED", "DELEGATED"})
EventLines = Sequence[ContentLine]


def may_concern(raws: Sequence[Raw], who: Sequence[Raw], watched: WatchedPeople) -> bool:
    """Return False if the bytes alone show that nobody of the list is in these events."""
    if any(sum(name.upper() == b"ATTENDEE" for name, _ in lines) > MOST_INVITED for lines in raws):
        return False
    for name, rest in (line for lines in (*raws, *who) for line in lines):
        if name.upper() in (b"ATTENDEE", b"ORGANIZER"):
            found = _ADDRESS.findall(rest[:MOST_BYTES].decode("utf-8", "replace"))
            if any(watched.named.with_address(folded_address(one)) for one in found):
                return True
        elif name.upper() == b"SUMMARY" and watched.named.in_title(_text(rest)):
            return True
    return False


def _text(rest: bytes) -> str:
    """Return the title behind the name of its line, with any parameters, which do no harm here."""
    return unescape(rest[:MOST_BYTES].decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Search:
    """The people whose meetings are looked for, the days (UTC), and the addresses of the user."""

    watched: WatchedPeople
    own: Collection[str]
    first: datetime
    last: datetime
    setting: series.Setting


def meetings_in(uid: str, events: Sequence[EventLines], who: Sequence[EventLines], search: Search) -> list[MeetingSeen]:
    """Return the meetings in these VEVENTs, of which `who` has the organiser and the class of each. Raises BadSeries.

    Events that can be read in several ways, or several that share a UID by mistake, are no meetings.
    """
    takings = [_Taking.of([*lines, *beside], search) for lines, beside in zip(events, who, strict=True)]
    if not any(taking is not None for taking in takings):
        return []
    readings, _ = mended(events, search.setting.home)
    if len(readings) != 1 or sum("RECURRENCE-ID" not in _names(lines) for lines in readings[0]) > 1:
        return []
    lines = readings[0]
    recurring = len(lines) > 1 or bool(_names(lines[0]) & {"RRULE", "RDATE", "RECURRENCE-ID"})
    found = []
    for start, end, index, place in _occurrences(lines, recurring, search):
        taking = takings[index]
        if taking is None or start >= end or start >= times.seconds(search.last) or end <= times.seconds(search.first):
            continue
        by_name = uid if uid.strip() and not uid.startswith(" ") else f"{place} {taking.title}"
        found.append(MeetingSeen(
            evidence_of(by_name, str(place) if recurring else ""), datetime.fromtimestamp(start, UTC),
            datetime.fromtimestamp(end, UTC), taking.title, "", taking.addresses, taking.declined, taking.count,
            recurring, taking.private, _is_all_day(lines[index]), not times.takes_time(lines[index], ()),
            taking.cancelled, taking.declined_by_user, taking.whose, taking.tentative,
        ))
    return found


def _occurrences(lines: Sequence[EventLines], recurring: bool, search: Search) -> list[series.Occurrence]:
    if not recurring:
        setting = search.setting
        clock = times.LocalTimes(setting.zones, named(setting.default_zone) or setting.home, setting.home)
        alone = times.single({line.name: line for line in lines[0]}, clock)
        if alone is not None:
            return [series.Occurrence(*alone, 0, alone[0])]
    return series.occurrences(lines, search.first, search.last, search.setting)[1]


@dataclass(frozen=True, slots=True)
class _Taking:
    """The people who take part in one VEVENT."""

    title: str
    addresses: tuple[str, ...]
    declined: tuple[str, ...]
    count: int
    private: bool
    cancelled: bool
    declined_by_user: bool
    whose: MeetingOwner
    tentative: bool

    @classmethod
    def of(cls, lines: EventLines, search: Search) -> _Taking | None:
        """Return it; None if nobody of the list takes part, or too many people do."""
        watched = search.watched
        private = any(line.name == "CLASS" and line.value.strip().upper() in _PRIVATE for line in lines)
        if private and not watched.private:
            return None
        there, away = _people(lines)
        organised = any(line.name == "ORGANIZER" and _address(line) for line in lines)
        own = set(search.own)
        others = (there | away) - own
        count = 1 + len(there & others) if others else 0
        if count > MOST_PEOPLE or any(_is_group(line) for line in lines):
            return None
        title = series.title_of(lines)
        listed = {address for address in others if watched.named.with_address(address)}
        if not listed and not watched.named.in_title(title):
            return None
        return cls(
            title, tuple(sorted(listed & there)), tuple(sorted(listed & away)), count, private,
            any(line.name == "STATUS" and line.value.strip().upper() in ("CANCELLED", "CANCELED") for line in lines),
            bool(away & own), _whose(others, listed, own, is_named=bool((there | away) & own), organised=organised),
            _is_tentative(lines, own),
        )


def _people(lines: EventLines) -> tuple[set[str], set[str]]:
    """Return the addresses of those who take part, or may, and of those who declined."""
    there: set[str] = set()
    away: set[str] = set()
    for line in lines:
        if line.name in ("ATTENDEE", "ORGANIZER") and (address := _address(line)):
            (away if line.params.get("PARTSTAT", "").strip().upper() in _NOT_THERE else there).add(address)
    return there - away, away


def _whose(others: set[str], listed: set[str], own: set[str], *, is_named: bool, organised: bool) -> MeetingOwner:
    """Return whose meeting it is. `others` are all who are in it but the user, `listed` those of them on the list.

    An event with others in it names its organiser, and servers put everybody who comes into it (RFC 5545, 3.8.4.1 and
    3.8.4.3): so one in which the user is not is on the calendar of somebody else. Without an organiser it was typed by
    hand, by the owner of the calendar.
    """
    if is_named or not others:
        return MeetingOwner.YOURS
    return MeetingOwner.OTHERS if organised and (own or others == listed) else MeetingOwner.PERHAPS


def _address(line: ContentLine) -> str:
    """Return who a line is about, "" if it is a room, or somebody who is only informed.

    iCloud and Exchange write a path or an X500 name as the value, with the address in an EMAIL parameter.
    """
    if line.params.get("CUTYPE", "").upper() in _THINGS or line.params.get("ROLE", "").upper() == "NON-PARTICIPANT":
        return ""
    texts = (line.params.get("EMAIL", ""), line.value)
    return next((times.address_of(text) for text in texts if "@" in text), times.address_of(line.value))


def _is_tentative(lines: EventLines, own: Collection[str]) -> bool:
    """Return whether the user was invited and has not accepted, or the event says that it is not certain.

    Without a PARTSTAT nothing is known: RFC 5545 3.2.12 calls that NEEDS-ACTION, and many programs leave it out.
    """
    if any(line.name in _CERTAIN and line.value.strip().upper() == "TENTATIVE" for line in lines):
        return True
    mine = [line for line in lines if line.name in ("ATTENDEE", "ORGANIZER") and _address(line) in own]
    return not any(line.name == "ORGANIZER" for line in mine) and any(
        line.params.get("PARTSTAT", "").strip().upper() in ("NEEDS-ACTION", "TENTATIVE") for line in mine
    )


def _is_group(line: ContentLine) -> bool:
    """Return whether a line invites a mailing list: nobody knows how many they are."""
    return line.name == "ATTENDEE" and line.params.get("CUTYPE", "").upper() == "GROUP"


def _is_all_day(lines: EventLines) -> bool:
    return any(
        (line.name == "DTSTART" and "T" not in line.value.upper())
        or (line.name in WHOLE_DAY and line.value.strip().upper() in ("TRUE", "1")) for line in lines
    )


def _names(lines: Iterable[ContentLine]) -> set[str]:
    return {line.name for line in lines}
