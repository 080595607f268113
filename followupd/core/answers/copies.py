"""Copies of one event: which one counts, and which may go.

A server may accept two resources with one UID (sabre, DAViCal: docs/servers.md 7), a folder may hold the conflict copy
of a sync program, a file may have been joined with its backup. Takes all events; returns one for each UID, and the
copies that hold nothing else. Never deletes a copy with words of the user that the other one lacks, or one that has
begun: both stay, and the user is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from followupd.core.answers.ownership import our_part, writing_number
from followupd.core.values.event import Event, Present, Written

Additions = Callable[[Present], Counter[str]]   # the lines of a text that are not ours


@dataclass(frozen=True, slots=True)
class Sorted:
    """`events` has one for each UID; `spare` are copies that may go; `unlike` are UIDs whose copies differ."""

    events: tuple[Present, ...]
    spare: tuple[Present, ...] = ()
    unlike: tuple[str, ...] = ()


def sort_out(
    events: tuple[Present, ...], doubles: Iterable[Present], written: Mapping[str, Written], additions: Additions,
    now: datetime,
) -> Sorted:
    """Choose between copies. `events` has one for each UID, `doubles` the others; `written` goes by UID."""
    copies: dict[str, list[Present]] = defaultdict(list)
    for present in doubles:
        copies[present.uid].append(present)
    if not copies:
        return Sorted(events)
    kept: list[Present] = []
    spare: list[Present] = []
    unlike: list[str] = []
    for present in events:
        if present.uid not in copies:
            kept.append(present)
            continue
        chosen, others = _choose([present, *copies[present.uid]], written.get(present.uid), additions)
        kept.append(chosen)
        may_go = [other for other in others if _says_nothing_more(other, chosen, written.get(present.uid), additions)]
        spare += [other for other in may_go if other.event.start > now and chosen.event.start > now]
        if len(may_go) < len(others) and chosen.event.start > now:
            unlike.append(present.uid)
    return Sorted(tuple(kept), tuple(spare), tuple(unlike))


def _choose(
    copies: list[Present], row: Written | None, additions: Additions
) -> tuple[Present, list[Present]]:
    """Return the copy that the user has edited, else the one with our latest writing, under the name that we know."""
    def rank(shown: Present) -> tuple[bool, int, bool]:
        touched = not _as_we_left_it(shown, row) or bool(additions(shown) - _common(copies, additions))
        return touched, writing_number(shown.note), row is not None and shown.href == row.href

    chosen = max(copies, key=rank)
    return chosen, [shown for shown in copies if shown is not chosen]


def _common(copies: list[Present], additions: Additions) -> Counter[str]:
    common = additions(copies[0])
    for shown in copies[1:]:
        common &= additions(shown)
    return common


def _says_nothing_more(other: Present, chosen: Present, row: Written | None, additions: Additions) -> bool:
    if additions(other) - additions(chosen):
        return False
    return (_fields(other.event), other.status) == (_fields(chosen.event), chosen.status) or _as_we_left_it(other, row)


def _as_we_left_it(shown: Present, row: Written | None) -> bool:
    """Return whether it holds nothing but our own writing, the last or an earlier one."""
    if shown.status:
        return False
    if row is not None and row.event is not None and _fields(shown.event) == _fields(row.event):
        return True
    return bool(shown.note) and shown.planned == shown.event.start and (
        _fields(our_part(shown.event, shown.note)) == _fields(shown.event)
    )


def _fields(event: Event) -> tuple[object, ...]:
    lines = [" ".join(line.split()) for line in event.description.split("\n")]
    return event.start, event.end, event.busy, " ".join(event.summary.split()), [line for line in lines if line]
