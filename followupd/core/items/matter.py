"""A matter: something to do for a contact that is no try to reach them. It has a line, or a reminder, of its own.

Says what a matter is, how it is called on the calendar, and how a line of one is told from a line of a person.
A person has one open item (P2), and each matter has one place: neither piles up.
"""

from __future__ import annotations

import re
from hashlib import sha256

from followupd.core.people.wanted import MARK, TASKS
from followupd.core.values.uid import parse_item, parse_uid

STARTS = ("Promised to ", "Card for ", "Book the next meeting")
_REPEAT = r"-r\d+$"


def ref_of(uid: str, list_name: str) -> str | None:
    """The matter whose reminder has this UID; None for every other event."""
    parsed = parse_uid(uid, list_name)
    if parsed is None or parsed.kind not in TASKS or parse_item(uid) is None:
        return None
    return f"{parsed.kind}{MARK}{re.sub(_REPEAT, '', parsed.meaning)}"


def number_of(text: str) -> str:
    """Ten digits that stand for a text in a UID; never eight, which would read as a day (`core.event.parse_item`)."""
    return f"{int.from_bytes(sha256(text.encode()).digest()[:4], 'big'):010}"


def is_matter(ref: str) -> bool:
    kind, mark, _ = ref.partition(MARK)      # a person may be called Promise
    return bool(mark) and kind in TASKS


def person_of(ref: str) -> str:
    """The key of the contact whom something in an event's `people` is about: a person, a matter, or who rests."""
    meaning = ref.rpartition(MARK)[2]
    return meaning.rsplit("-", 2)[0] if is_matter(ref) else meaning


def is_matter_line(text: str) -> bool:
    """Whether a ticked line is one of a matter, and so never a try to reach whom it names."""
    return text.lstrip().startswith(STARTS)
