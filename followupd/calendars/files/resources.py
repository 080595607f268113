"""Our event in one resource: a file of a folder, or an object of a CalDAV collection.

Takes its text, returns our event in it, or why it could not be read. Never parses a text without a UID of ours (P5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import tzinfo
from urllib.parse import unquote

from followupd.calendars.ical import content_lines, vevent
from followupd.calendars.ical.cutter import BrokenCalendar
from followupd.core.values.event import Present
from followupd.core.values.uid import DOMAIN, Kind, is_damaged, parse_uid

_END = "END:VCALENDAR"
_UID_LINE = re.compile(r"(?im)^UID(?:;[^:\r\n]*)?:([^\r\n]*)\r?\n(?![ \t])")
_EVENT_BEGIN = re.compile(r"(?im)^BEGIN:VEVENT")
_ALARM = re.compile(r"(?ims)^BEGIN:VALARM.*?^END:VALARM")      # Apple gives alarms their own UIDs
_COMPONENT = re.compile(r"(?im)^BEGIN:V(?!CALENDAR|TIMEZONE)")
_OUR_SIGNS = (vevent.OWN_LINE, DOMAIN)
_OUR_NAME = re.compile(rf"(?:{'|'.join(Kind)})-[a-z0-9-]+-(?P<list>[a-z0-9]{{1,32}})\.ics")


@dataclass(frozen=True, slots=True)
class Content:
    """Our event in a resource, or a sentence about why it cannot be read. Both None: the resource is not ours.

    `torn`: it does not say whose it is, so it may be any of ours under another name.
    """

    present: Present | None = None
    problem: str | None = None
    uid: str = ""   # the event's, if it is known
    torn: bool = False

    @property
    def ours(self) -> bool:
        """Return whether the resource holds an event of ours, readable or not."""
        return self.present is not None or self.problem is not None


FOREIGN = Content()


def mentions(text: str, list_name: str) -> bool:
    """Return whether the text may hold an event of this list, because it contains the end of our UIDs."""
    return f"-{list_name}{DOMAIN}" in content_lines.unfold(text)


def looks_ours(name: str, list_name: str) -> bool:
    """Return whether the last part of a path is a name that we would give; only a hint, for unreadable bodies."""
    match = _OUR_NAME.fullmatch(unquote(name).rpartition("/")[2])
    return match is not None and match["list"] == list_name


def uids_in(text: str, list_name: str) -> list[str]:
    """Return the UIDs of ours in a text, which may be damaged."""
    found = re.findall(rf"[a-z0-9.-]+{re.escape(DOMAIN)}", content_lines.unfold(text))
    return [uid for uid in dict.fromkeys(found) if parse_uid(uid, list_name) is not None]


def is_torn(text: str) -> bool:
    """Return whether a text is empty or damaged before it names an event, as a power cut or a sync program leaves it.

    Its end alone shows it, so that nothing that is not ours is parsed. (A power cut may leave zeros.)
    """
    whole = text.rstrip()[-len(_END):].upper() == _END and "\0" not in text
    return not whole and not any(uid.strip() for uid in _UID_LINE.findall(text))


def lost_its_uid(text: str) -> bool:
    """Return whether an event with a sign of ours has an empty, damaged or no UID: some of its bits may have changed.

    A copy that a program made has the signs too, but a sound UID of another kind.
    """
    plain = content_lines.unfold(text)
    if not any(sign in plain for sign in _OUR_SIGNS):
        return False
    return any(map(_is_nameless, _EVENT_BEGIN.split(plain)[1:] or [plain]))


def _is_nameless(event: str) -> bool:
    if not any(sign in event for sign in _OUR_SIGNS):
        return False
    uids = [uid.strip() for uid in _UID_LINE.findall(_ALARM.sub("", event) + "\n")]
    return all(is_damaged(uid) or re.search(r"\w", uid) is None for uid in uids)


def may_be_any(text: str) -> bool:
    """Return whether a text does not say whose it is: damaged, or a calendar that holds nothing."""
    holds_nothing = text.lstrip()[:15].upper() == "BEGIN:VCALENDAR" and _COMPONENT.search(text) is None
    return is_torn(text) or holds_nothing or lost_its_uid(text)


def _unnamed(text: str, href: str, list_name: str) -> tuple[Content, ...]:
    """Return what a text without a UID of ours is; nothing if it is somebody else's."""
    if not may_be_any(text):
        return ()
    said = "the calendar gives something that is not an event; it was left as it is."
    return (Content(problem=f"{href}: {said}") if looks_ours(href, list_name) else Content(torn=True),)


def content(text: str, href: str, version: str | None, list_name: str, zone: tzinfo) -> Content:
    """Read one resource that holds one event (RFC 4791 4.1). Floating and all-day times are taken in `zone`."""
    return next(iter(contents(text, href, version, list_name, zone)), FOREIGN)


def contents(text: str, href: str, version: str | None, list_name: str, zone: tzinfo) -> tuple[Content, ...]:
    """Read a resource that may hold several events, such as a file joined from two.

    What could not be read comes first; if the user made our event a series, the series counts and not its occurrences.
    """
    if not mentions(text, list_name):
        return _unnamed(text, href, list_name)
    try:
        reading = vevent.read(text, list_name, zone)
    except BrokenCalendar as problem:
        said = f"{href} {problem}; it was left as it is."
        return tuple(Content(problem=said, uid=uid) for uid in uids_in(text, list_name)) or (Content(problem=said),)
    broken = {
        uid: Content(problem=f"{href}: {problem}; it was left as it is.", uid=uid)
        for uid, problem in reading.unreadable
    }
    by_uid = {parsed.event.uid: parsed for parsed in reversed(reading.found) if parsed.override}
    by_uid |= {parsed.event.uid: parsed for parsed in reversed(reading.found) if not parsed.override}
    read = {
        uid: Content(Present(
            parsed.event, href, version, text, parsed.planned, parsed.status, parsed.note, parsed.day
        ), uid=uid)
        for uid, parsed in by_uid.items() if uid not in broken
    }
    order = dict.fromkeys(parsed.event.uid for parsed in reading.found)
    found = (*broken.values(), *(read[uid] for uid in order if uid in read))
    if found and lost_its_uid(text):    # one of several
        found = (*found, Content(torn=True))
    return found or _unnamed(text, href, list_name)
