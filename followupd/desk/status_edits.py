"""Pause, resume, stop and rename as changes of the hit list.

Takes an open desk and who is meant; gives an Edit. There may be several ways to write the same, depending on what is in
the file already: the shortest that says what is meant is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from followupd.core.values.hitlist import Contact, Status
from followupd.desk.desk import Desk
from followupd.desk.editing import Edit, change_of, set_key
from followupd.desk.who import Match
from followupd.errors import UnsafeChange
from followupd.hitlist.edits.changes import Bare, RemoveKey, SetKey
from followupd.passes.outlook import outlook_from

Steps = list[SetKey | RemoveKey]
_NO_STATUS, _NO_END = RemoveKey(0, "status"), RemoveKey(0, "pause_until")


def paused(desk: Desk, match: Match, until: date | None) -> Edit:
    """Return the edit for a pause until a day, or until it is taken back. Raises what `change_of` raises."""
    status = set_key("status", "paused")
    end = [_NO_END] if until is None else [set_key("pause_until", Bare(until.isoformat()))]
    ways: list[Steps] = [[status], [status, *end]] if until is None else [[*end], [status, *end]]

    def is_paused(contact: Contact) -> bool:
        return contact.status is Status.PAUSED and contact.pause_until == until

    return _shortest(desk, match, ways, is_paused)


def resumed(desk: Desk, match: Match) -> Edit:
    """Return the edit that ends a pause or a stop. Raises what `change_of` raises."""
    active = set_key("status", "active")
    ways: list[Steps] = [[], [_NO_STATUS, _NO_END], [_NO_STATUS], [_NO_END], [active, _NO_END], [active]]
    return _shortest(desk, match, ways, lambda contact: contact.status is Status.ACTIVE)


def stopped(desk: Desk, match: Match) -> Edit:
    """Return the edit that stops somebody. Raises what `change_of` raises."""
    stop = set_key("status", "stop")
    return _shortest(desk, match, [[stop, _NO_END], [stop]], lambda contact: contact.status is Status.STOP)


def renamed(desk: Desk, match: Match, name: str) -> Edit:
    """Return the edit that gives somebody another name, and an `id` if their history would not go along without it.

    Raises what `change_of` raises.
    """
    change = set_key("name", name)
    edit = change_of(desk, match, [change])
    if _keeps_history(desk, match, edit):
        return edit
    return change_of(desk, match, [change, set_key("id", match.contact.slug)])


def _shortest(desk: Desk, match: Match, ways: Sequence[Steps], holds: Callable[[Contact], bool]) -> Edit:
    """Return the first way that can be written and means what is wanted; the last one anyway."""
    for changes in ways[:-1]:
        try:
            edit = change_of(desk, match, changes)
        except UnsafeChange:
            continue
        if edit.proposal.contact is not None and holds(edit.proposal.contact):
            return edit
    return change_of(desk, match, ways[-1])


def _keeps_history(desk: Desk, match: Match, edit: Edit) -> bool:
    """Return whether somebody is still known for certain as who they are, or has no history to lose."""
    changed = edit.proposal.contact
    if changed is None or changed.slug == match.contact.slug:
        return True
    if all(getattr(fact, "contact", None) != match.key for fact in desk.history.facts()):
        return True
    people = outlook_from(edit.proposal.hitlist, desk.history, desk.now).people
    in_doubt = any(one.alike for one in people.renamed if one.key == match.key)
    return people.key_of_slug.get(changed.slug) == match.key and not in_doubt
