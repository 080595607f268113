"""The UID of one of our events, which is its mark: `<kind>-<meaning>-<list>@followupd`.

After a deletion `.<generation>` follows the meaning. The list name has no hyphen (`LIST_NAME`), so the last hyphen
always ends the meaning and two lists never mix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

DOMAIN = "@followupd"
LIST_NAME = re.compile(r"[a-z0-9]{1,32}")
UIDS_REMEMBERED = 20_000  # parsed UIDs: every pass parses the same ones, which took a tenth of a simulated year


class Kind(StrEnum):
    """The subject of an event of ours."""

    BLOCK = "block"
    RETRY = "retry"          # the next try after a failed one
    CALLBACK = "callback"    # the contact asked for this day
    REPLY = "reply"          # they rang or wrote, and no answer has followed
    DUE = "due"              # the cadence came round and no block can hold the person
    DETAILS = "details"      # every channel is closed: find new details
    PROMISE = "promise"      # something the user said they would do
    DATE = "date"            # a card to post, in time for somebody's day
    BOOK = "book"            # the next meeting to be booked
    MEETING = "meeting"      # a meeting that was booked
    ASKED = "asked"          # something noticed, if it is not sure
    REVIEW = "review"        # a look back at the week


# A person has at most one of these (P2).
TRIES = frozenset({Kind.REPLY, Kind.RETRY, Kind.CALLBACK, Kind.DUE, Kind.DETAILS})
WITH_LINES = (Kind.BLOCK, Kind.REVIEW)                                    # their lines are ticked, each by itself
DATED = frozenset({Kind.CALLBACK, Kind.RETRY})                            # tries on their own day, before any sheet
THEY_WAIT = frozenset({Kind.CALLBACK, Kind.REPLY})                        # they asked for it, or came to the user
TASKS = frozenset(Kind) - TRIES - {Kind.BLOCK, Kind.REVIEW}               # any number: something to do for a contact


@dataclass(frozen=True, slots=True)
class Uid:
    """The parts of a UID. `meaning` says what the event is about; its form is the kind's own."""

    kind: Kind
    meaning: str
    list: str
    generation: int = 1

    def __str__(self) -> str:
        mark = f".{self.generation}" if self.generation > 1 else ""
        return f"{self.kind}-{self.meaning}{mark}-{self.list}{DOMAIN}"

    @property
    def base(self) -> str:
        """The UID without its generation: what the event means."""
        return str(Uid(self.kind, self.meaning, self.list))

    @property
    def file_name(self) -> str:
        """The resource name for this UID, of `[a-z0-9-]` and without suffix (docs/servers.md 6)."""
        return re.sub(r"[^a-z0-9-]", "-", str(self).removesuffix(DOMAIN))


# Texts: `re` compiles each when it is first used, and keeps it.
_UID = (
    rf"(?P<kind>{'|'.join(Kind)})-(?P<meaning>[a-z0-9-]+?)(?:\.(?P<generation>[1-9]\d{{0,5}}))?"
    rf"-(?P<list>{LIST_NAME.pattern}){DOMAIN}"
)


@lru_cache(maxsize=UIDS_REMEMBERED)
def parse_uid(text: str, list_name: str) -> Uid | None:
    """Return the UID's parts if it is one of this list's, else None: then the event is not ours (P5)."""
    match = re.fullmatch(_UID, text)
    if match is None or match["list"] != list_name:
        return None
    return Uid(Kind(match["kind"]), match["meaning"], match["list"], int(match["generation"] or 1))


def kind_in(uid: str) -> Kind | None:
    """Return the kind of an event of ours, of whatever list; None if it is not ours."""
    match = re.fullmatch(_UID, uid)
    return Kind(match["kind"]) if match is not None else None


def is_damaged(text: str) -> bool:
    """Return whether a text has the beginning or the end of our UIDs and is not one, of whatever list."""
    alike = text.endswith(DOMAIN) or text.startswith(tuple(f"{kind}-" for kind in Kind))
    return alike and re.fullmatch(_UID, text) is None


def base_uid(uid: str, list_name: str) -> str:
    """Return the UID without its generation."""
    parsed = parse_uid(uid, list_name)
    return parsed.base if parsed else uid


# The meaning of a contact's item (tries.py, placing.py): key, since which day, number of the try, weekly repeat.
_ITEM = r"(?P<key>.+)-(?P<since>\d{8})(?:-\d+)?(?:-r\d+)?"


@lru_cache(maxsize=UIDS_REMEMBERED)
def parse_item(uid: str) -> tuple[Kind, str, date] | None:
    """Return kind, contact key and day of a contact's item, read from its UID; None if it is not one, or not ours."""
    match = re.fullmatch(_UID, uid)
    item = re.fullmatch(_ITEM, match["meaning"]) if match and match["kind"] != Kind.BLOCK else None
    if match is None or item is None:
        return None
    try:
        return Kind(match["kind"]), item["key"], date.fromisoformat(item["since"])
    except ValueError:
        return None


def digits_of(text: str) -> str:
    """Return ten digits for a text in a UID; never eight, which would read as a day (`uid.parse_item`)."""
    return f"{int.from_bytes(sha256(text.encode()).digest()[:4], 'big'):010}"
