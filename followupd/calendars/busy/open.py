"""From the targets under `busy:` to readers, and to the keys under which they are remembered.

Loads a kind of reader only when one is opened: `next` needs only the keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from followupd.calendars.busy.memory import Reader
from followupd.core.values.targets import CaldavTarget, CalendarTarget, FeedTarget, IcsTarget


def busy_key(target: CalendarTarget) -> str:
    """Return what identifies this calendar in the database; a folder and a file of one name differ."""
    if isinstance(target, FeedTarget):
        return target.key
    return f"{'folder' if isinstance(target, IcsTarget) and target.is_folder else 'calendar'} {target.key}"


def open_busy(targets: Sequence[CalendarTarget]) -> dict[str, Reader]:
    """Open a reader for each target, by its key, without reading. Calendars of one account share its connections."""
    accounts: dict[CaldavTarget, object] = {}
    return {busy_key(target): _opened(target, number, accounts) for number, target in enumerate(targets)}


def _opened(target: CalendarTarget, number: int, accounts: dict[CaldavTarget, object]) -> Reader:
    if isinstance(target, IcsTarget):
        from followupd.calendars.busy.files import BusyFile, BusyFolder  # iCalendar text, as for our own calendar

        return BusyFolder(target.path) if target.is_folder else BusyFile(target.path)
    if isinstance(target, FeedTarget):
        from followupd.calendars.busy.feed import BusyFeed  # loads niquests

        return BusyFeed(target, number)
    assert isinstance(target, CaldavTarget), target
    from followupd.calendars.busy.account import BusyCollection  # both load caldav
    from followupd.calendars.caldav.account import Account

    whole = replace(target, name=None)
    account = accounts.setdefault(whole, Account(whole))
    assert isinstance(account, Account)
    return BusyCollection(account, target)
