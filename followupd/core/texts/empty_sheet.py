"""The text of a sheet without people: that everyone is up to date, or who is due and why they are not here.

Takes who is absent; returns lines. Decides nothing about who is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from followupd.core.people.personal import one_line
from followupd.core.schedule.absent import Absent

MOST_NAMES = 3
UP_TO_DATE = "Everyone is up to date. Well done: call someone who makes you laugh."
NOBODY_HERE = "Nobody to call in this hour so far. Who is due:"


def nobody_here(absent: Sequence[Absent], near: date) -> list[str]:
    """Return the lines: one for each reason, with its people, ordered by the most urgent person of each."""
    if not absent:
        return [UP_TO_DATE]
    names: dict[str, list[str]] = {}
    for one in absent:
        names.setdefault(one.because.text(near), []).append(one_line(one.contact.name))
    return [NOBODY_HERE, *(f"{_named(people)}: {because}." for because, people in names.items())]


def _named(people: Sequence[str]) -> str:
    """Return `Ana`, `Ana and Ben`, `Ana, Ben, Cy and 9 more`."""
    shown = list(people[:MOST_NAMES])
    if len(people) > MOST_NAMES:
        return f"{', '.join(shown)} and {len(people) - MOST_NAMES} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
