"""The people on the hit list of the last pass, in its order: kept to recognise a contact who is renamed.

Takes an open history; gives entries. Without it (a new or an imported history) nobody is recognised by place once.
"""

from __future__ import annotations

import json
from datetime import datetime

from followupd.core.people.identity import People, list_to_keep
from followupd.core.people.likeness import ListedBefore
from followupd.history.store import History

_KEY = "people"


def last_list(history: History) -> tuple[ListedBefore, ...]:
    """Return the list of the last pass; empty if none was kept, or if it cannot be read."""
    kept = history.get_meta(_KEY)
    try:
        rows = json.loads(kept or "[]")
        return tuple(ListedBefore(str(key), str(name), int(about), int(left)) for key, name, about, left in rows)
    except (ValueError, TypeError):
        return ()


def keep_list(history: History, people: People, now: datetime) -> None:
    """Keep the list of this pass, when it is over: after one that was cut off the next one says the same again."""
    kept = tuple(list_to_keep(people, last_list(history), now))
    history.set_meta(_KEY, json.dumps(kept, ensure_ascii=False, separators=(",", ":")))
