"""Events of ours that could not be read in the last pass and were left alone, kept in the state for other commands.

Takes what a pass read; gives the base UIDs. Never reads a calendar.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from followupd.core.values.uid import base_uid

if TYPE_CHECKING:       # `next` loads no calendar
    from followupd.core.values.event import Written
    from followupd.history.store import History

_KEY = "unreadable"


def keep_unreadable(history: History, unreadable: Collection[str], rows: Mapping[str, Written], list_name: str) -> None:
    """Keep which events could not be read, by UID or href, of those that we wrote."""
    alone = {
        base_uid(row.uid, list_name) for row in rows.values()
        if not row.deleted and (row.uid in unreadable or row.href in unreadable)
    } if unreadable else set()
    if alone or history.get_meta(_KEY) is not None:
        history.set_meta(_KEY, json.dumps(sorted(alone), separators=(",", ":")))


def unreadable_events(history: History) -> frozenset[str]:
    """Return the base UIDs of the events that could not be read in the last pass."""
    try:
        return frozenset(map(str, json.loads(history.get_meta(_KEY) or "[]")))
    except (ValueError, TypeError):
        return frozenset()
