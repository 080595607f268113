"""`busy:` as targets, and `me:`, the user's own mail addresses.

Takes located nodes and the calendar that was read before; looks at the disk only to tell a folder from a file. The
address of a published calendar is a secret and never quoted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from followupd.core.phrases.words import quoted
from followupd.core.values.hitlist import BusyTarget, CaldavTarget, CalendarTarget, FeedTarget, IcsTarget
from followupd.hitlist.calendar_schema import is_folder, read_caldav
from followupd.hitlist.fields import NO, Scope, file_path
from followupd.hitlist.located import Mapping, Node, Scalar

MOST_CALENDARS = 50
MOST_ADDRESSES = 50
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


def read_busy(scope: Scope, node: Node, calendar: CalendarTarget | None) -> tuple[BusyTarget, ...]:
    """The calendars to keep clear of, each once, in the order in which they are written."""
    if isinstance(node, Scalar) and node.text.strip().lower() in NO:
        return ()
    found: dict[BusyTarget, str] = {}
    for item, path in scope.each(node, "busy"):
        if len(found) >= MOST_CALENDARS:
            scope.problem(item, path, f"is more than {MOST_CALENDARS} calendars. Leave some out.")
            break
        target: BusyTarget | None
        if isinstance(item, Mapping):
            target = read_caldav(scope, item, path)
        else:
            target = scope.value(item, path, lambda text: parse_busy(scope, text, calendar))
        if target is not None and target in found:
            scope.note(item, path, f"is the same calendar as {found[target]}. One of them is enough.")
        elif target is not None:
            found[target] = path
    return tuple(found)


def read_me(scope: Scope, node: Node) -> tuple[str, ...]:
    """The user's own addresses, in small letters."""
    found = tuple(dict.fromkeys(scope.words(node, "me", parse_address)))
    if len(found) > MOST_ADDRESSES:
        scope.problem(node, "me", f"names more than {MOST_ADDRESSES} addresses. Leave some out.")
    return found


def parse_address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError(f"{quoted(text)} is no mail address. Write dana@example.com.")
    return text.casefold()


def parse_busy(scope: Scope, text: str, calendar: CalendarTarget | None) -> BusyTarget:
    """A file, a folder, an address, or the name of a calendar on the account of `calendar:`."""
    if match := _SCHEME.match(text):
        return _feed(match[1].lower(), text[match.end():])
    path = file_path(scope.folder, text)
    if text.endswith("/") or is_folder(path):
        return IcsTarget(path, is_folder=True)
    if path.suffix.lower() in (".ics", ".ical", ".ifb") or text.startswith(("~", "/", "./", "../")):
        return IcsTarget(path)
    if isinstance(calendar, CaldavTarget):
        return replace(calendar, name=text)
    raise ValueError(
        f"{quoted(text)} is no .ics file, no folder that is there and no address. Write {path.stem}.ics or"
        f" {path.name}/; a calendar's name alone is looked for on the account of `calendar:`, which is none here."
    )


def _feed(scheme: str, rest: str) -> FeedTarget:
    if scheme not in _SCHEMES:
        raise ValueError("is an address of another kind. Write a file, a folder, or an https:// address.")
    url = f"{_SCHEMES[scheme]}://{rest}"
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", url):
        raise ValueError("is no web address. Write https://calendar.example.com/work.ics.")
    if "@" in parts.netloc:
        raise ValueError("holds a user name or password. Write the address without it.")
    return FeedTarget(url)
