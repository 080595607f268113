"""A matter: something to do for a contact that is no try to reach them. It has a line, or a reminder, of its own.

Says what a matter is, how it is called on the calendar, and how a line of one is told from a line of a person.
A person has one open item (P2), and each matter has one place: neither piles up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from followupd.core.reasons.base import Reason
from followupd.core.values.hitlist import Contact
from followupd.core.values.uid import Kind, parse_item, parse_uid

MATTERS = frozenset({Kind.PROMISE, Kind.DATE, Kind.BOOK})
MARK = "/"                      # in no contact's key: what an event's `people` names is a person, or a matter
STARTS = ("Promised to ", "Card for ", "Book the next meeting")
_REPEAT = r"-r\d+$"


@dataclass(frozen=True, slots=True)
class Ended:
    """A matter is over: since when, where that is known, and in which word."""

    word: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """`meaning` stands in the UID. From `start` it has a line on a sheet, on `by` at the latest; after `until` there
    is no point in it any more.

    `latest` takes the last sheet up to `by` instead of the next one (a card is not posted weeks ahead). `remind` is
    the day of a reminder of its own, where no sheet holds it. `what` is what was promised, or the date's name.
    """

    kind: Kind
    key: str
    contact: Contact
    meaning: str
    act: str
    what: str
    start: date
    by: date | None
    reasons: tuple[Reason, ...]
    until: date | None = None
    latest: bool = False
    ended: Ended | None = None

    @property
    def ref(self) -> str:
        """What stands for it in an event's `people`, beside the keys of contacts."""
        return f"{self.kind}{MARK}{self.meaning}"


def ref_of(uid: str, list_name: str) -> str | None:
    """The matter whose reminder has this UID; None for every other event."""
    parsed = parse_uid(uid, list_name)
    if parsed is None or parsed.kind not in MATTERS or parse_item(uid) is None:
        return None
    return f"{parsed.kind}{MARK}{re.sub(_REPEAT, '', parsed.meaning)}"


def number_of(text: str) -> str:
    """Ten digits that stand for a text in a UID; never eight, which would read as a day (`core.event.parse_item`)."""
    return f"{int.from_bytes(sha256(text.encode()).digest()[:4], 'big'):010}"


def is_matter(ref: str) -> bool:
    kind, mark, _ = ref.partition(MARK)      # a person may be called Promise
    return bool(mark) and kind in MATTERS


def person_of(ref: str) -> str:
    """The key of the contact whom something in an event's `people` is about: a person, a matter, or who rests."""
    meaning = ref.rpartition(MARK)[2]
    return meaning.rsplit("-", 2)[0] if is_matter(ref) else meaning


def is_matter_line(text: str) -> bool:
    """Whether a ticked line is one of a matter, and so never a try to reach whom it names."""
    return text.lstrip().startswith(STARTS)
