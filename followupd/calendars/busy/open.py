"""From the targets under `busy:` to readers, and to the keys under which they are remembered.

Loads a kind of reader only when one is opened: `next` needs only the keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from urllib.parse import urlsplit

from followupd.calendars.busy.memory import Reader
from followupd.calendars.open import calendar_key
from followupd.core.values.hitlist import BusyTarget, CaldavTarget, FeedTarget, IcsTarget


def busy_key(target: BusyTarget) -> str:
    """Return what tells this calendar from all others in the database; a hash of a feed's address, which is secret."""
    if isinstance(target, FeedTarget):
        return f"feed {urlsplit(target.url).hostname} {sha256(target.url.encode()).hexdigest()[:32]}"
    return f"{'folder' if isinstance(target, IcsTarget) and target.is_folder else 'calendar'} {calendar_key(target)}"


def busy_label(target: BusyTarget) -> str:
    """Return its name for people, without a secret."""
    match target:
        case FeedTarget(url=url):
            return urlsplit(url).hostname or "a feed"
        case CaldavTarget(name=name, url=url):
            return name or urlsplit(url).hostname or "a calendar"
        case IcsTarget(path=path, is_folder=is_folder):
            return f"{path.name}/" if is_folder else path.name


def open_busy(targets: Sequence[BusyTarget]) -> dict[str, Reader]:
    """Open a reader for each, by its key; nothing is read yet. Those of one account share its connections."""
    accounts: dict[CaldavTarget, object] = {}
    return {busy_key(target): _opened(target, number, accounts) for number, target in enumerate(targets)}


def _opened(target: BusyTarget, number: int, accounts: dict[CaldavTarget, object]) -> Reader:
    if isinstance(target, IcsTarget):
        from followupd.calendars.busy.files import BusyFile, BusyFolder  # loads all that reads iCalendar text

        return BusyFolder(target.path) if target.is_folder else BusyFile(target.path)
    if isinstance(target, FeedTarget):
        from followupd.calendars.busy.feed import BusyFeed  # loads niquests

        return BusyFeed(target.url, number)
    from followupd.calendars.busy.account import BusyCollection  # both load caldav
    from followupd.calendars.caldav.account import Account

    whole = replace(target, name=None)
    account = accounts.setdefault(whole, Account(whole))
    assert isinstance(account, Account)
    return BusyCollection(account, target)
