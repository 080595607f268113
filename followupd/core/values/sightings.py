"""Sightings: what a calendar, a mailbox or a call log shows about people of the list, before any rule judges it.

Only those are given in which somebody of the list takes part; all instants are UTC. Mail addresses are folded: the same
whether a domain is spelt in its letters or in ASCII (RFC 5890).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from followupd.core.values.time import A_DAY

LOOK_BACK = 14 * A_DAY      # a call log or a mailbox may be that late; older evidence shows nothing new
_CODED = "xn--"


class MeetingOwner(StrEnum):
    """The answers to whose meeting an event is: a calendar that the user reads may be somebody else's."""

    YOURS = "yours"
    PERHAPS = "perhaps"     # none of the user's addresses is in it, and nobody says that it is another's
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class MeetingSeen:
    """One occurrence of an event on a calendar of the user.

    `addresses` are those of people of the list who take part and did not decline, in small letters, `declined` those of
    people who did. `count` is how many people take part, the user included; 0 if the event names none. `source` is the
    label of the calendar. `whose` says whether the user takes part at all, `tentative` that they have not accepted, or
    that the event itself is not certain.
    """

    evidence: str
    start: datetime
    end: datetime
    title: str
    source: str
    addresses: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    count: int = 0
    recurring: bool = False
    private: bool = False
    all_day: bool = False
    free: bool = False
    cancelled: bool = False
    declined_by_user: bool = False
    whose: MeetingOwner = MeetingOwner.YOURS
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class MailSeen:
    """One mail from or to somebody of the list, whose `address` is in small letters.

    `count` is the number of recipients, To and Cc. `in_reply` if it names a mail of the user that it
    answers. `failed` if it is a delivery failure that names `address`. `source` is the label of the folder; `subject`
    is only known with `subjects: yes`. `to_others` if the user's addresses are known and it is to none of them: to a
    group, or to an alias of theirs.
    """

    evidence: str
    at: datetime
    source: str
    address: str
    from_user: bool
    count: int
    in_reply: bool = False
    machine: bool = False
    failed: bool = False
    subject: str = ""
    to_others: bool = False


@dataclass(frozen=True, slots=True)
class CallSeen:
    """One call from or to a number of the list.

    `numbers` are those of the hit list, as it writes them, that are this one: several, if it is spelt in several ways.
    `missed` if it came in and the user did not answer; `seconds` is None if the log does not say how long it was.
    """

    evidence: str
    at: datetime
    source: str
    numbers: tuple[str, ...]
    incoming: bool
    missed: bool = False
    seconds: int | None = None


Sighting = MeetingSeen | MailSeen | CallSeen


def evidence_of(*parts: str) -> str:
    """Return 32 hex digits for what makes an evidence the same in every source and database: a UID, a Message-ID."""
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def folded_address(address: str) -> str:
    """Return an address in small letters, with `müller.example` for a domain `xn--mller-kva.example`."""
    small = address.lower()
    if small.isascii() and _CODED not in small:
        return small
    local, at, domain = unicodedata.normalize("NFC", small).rpartition("@")
    return f"{local}{at}{'.'.join(map(_letters, domain.split('.')))}"


def in_ascii(address: str) -> str:
    """Return a folded address with its domain in ASCII, as it is sent; what is before the @ stays."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{'.'.join(map(_code, domain.split('.')))}"


def _letters(label: str) -> str:
    if not label.startswith(_CODED):
        return label
    try:
        return unicodedata.normalize("NFC", label[len(_CODED) :].encode().decode("punycode").lower())
    except ValueError:      # not a code
        return label


def _code(label: str) -> str:
    return label if label.isascii() else _CODED + label.encode("punycode").decode()
