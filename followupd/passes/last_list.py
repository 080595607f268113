"""Who was on the hit list in the last pass, in its order: kept beside the facts, to recognise whoever is renamed.

Takes an open history; gives entries. Without it (a new or an imported history) nobody is recognised by place once.
"""

from __future__ import annotations

import json

from followupd.core.people.identity import ListedBefore, People, entries
from followupd.history.store import History

_KEY = "people"


def last_list(history: History) -> tuple[ListedBefore, ...]:
    """Return the list of the last pass; empty if none was kept, or if it cannot be read."""
    kept = history.get_meta(_KEY)
    try:
        return tuple(ListedBefore(str(key), str(name), int(about)) for key, name, about in json.loads(kept or "[]"))
    except (ValueError, TypeError):
        return ()


def keep_list(history: History, people: People) -> None:
    """Keep the list of this pass, when it is over: after one that was cut off the next one says the same again."""
    history.set_meta(_KEY, json.dumps(entries(people), ensure_ascii=False, separators=(",", ":")))
