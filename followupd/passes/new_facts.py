"""The facts that are new: no pass has planned with them yet that wrote everything it had to.

A number in the history says how many there were. Takes the history and the results of a pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from followupd.core.values.event import Clash, Failed, Result
from followupd.core.values.facts import Fact
from followupd.errors import EventRefused
from followupd.history.store import History

PLANNED = "facts of the last pass"       # as meta


def new_facts(facts: Sequence[Fact], history: History) -> tuple[Fact, ...]:
    """Return the new ones among all facts, in order."""
    return tuple(facts[int(history.get_meta(PLANNED) or 0):])


def keep_number(history: History, results: Iterable[Result]) -> None:
    """Note with how many facts a pass has planned, unless the next one has to write again what it could not."""
    if not any(map(_is_tried_again, results)):
        history.set_meta(PLANNED, str(len(history.facts())))


def _is_tried_again(result: Result) -> bool:
    return isinstance(result, Clash) or (isinstance(result, Failed) and not isinstance(result.error, EventRefused))
