"""From the targets under `busy:` to readers, by the keys under which they are remembered.

Loads the libraries of feeds and accounts only when one is opened.
"""

from __future__ import annotations

from collections.abc import Sequence

from followupd.calendars.busy.files import BusyFile, BusyFolder
from followupd.calendars.busy.remembered_times import Reader, busy_key
from followupd.core.values.targets import CaldavTarget, CalendarTarget, FeedTarget, IcsTarget


def open_busy(targets: Sequence[CalendarTarget]) -> dict[str, Reader]:
    """Open a reader for each target, by its key, without reading. Calendars of one account share its connections."""
    accounts: dict[CaldavTarget, object] = {}
    return {busy_key(target): _opened(target, number, accounts) for number, target in enumerate(targets)}


def _opened(target: CalendarTarget, number: int, accounts: dict[CaldavTarget, object]) -> Reader:
    if isinstance(target, IcsTarget):
        return BusyFolder(target.path) if target.is_folder else BusyFile(target.path)
    if isinstance(target, FeedTarget):
        from followupd.calendars.busy.feed import BusyFeed  # loads niquests

        return BusyFeed(target, number)
    assert isinstance(target, CaldavTarget), target
    from followupd.calendars.busy.account import open_collection  # loads caldav

    return open_collection(target, accounts)
