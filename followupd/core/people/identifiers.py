"""Details by which a contact is recognised: numbers, mail addresses, and the entry on the list of the last pass."""

from __future__ import annotations

import re
from typing import NamedTuple
from zlib import crc32

from followupd.core.values.facts import Listed
from followupd.core.values.hitlist import Contact

SHORTEST_HOME = 7                   # digits of a number that may be one with another that names its country
LONGEST_COUNTRY = 3                 # digits of the number of a country


class ListedBefore(NamedTuple):
    """Somebody on the list of the last pass; `about` is a hash of what else the list says about them.

    `left` is when they were missed, in seconds since 1970, of somebody who left it not long before: 0 for all others.
    """

    key: str
    name: str
    about: int
    left: int = 0


def details_of(one: Contact | Listed) -> set[str]:
    """Return the numbers and addresses that identify somebody, however they are written."""
    numbers = (re.sub(r"\D", "", phone) for phone in one.phones)
    return {number for number in numbers if len(number) >= 5} | {mail.strip().lower() for mail in one.emails}


def with_and_without_country(number: str, other: str) -> bool:
    """Return whether two numbers may be one, written with its country and without: +49 30 123456 and 030 123456."""
    if _abroad(number) == _abroad(other):
        return False
    whole, home = (number, other) if _abroad(number) else (other, number)
    long, short = (re.sub(r"\D", "", phone).lstrip("0") for phone in (whole, home))
    return len(short) >= SHORTEST_HOME and long.endswith(short) and 1 <= len(long) - len(short) <= LONGEST_COUNTRY


def _abroad(phone: str) -> bool:
    return phone.strip().startswith(("+", "00"))


def about(contact: Contact) -> int:
    """Return a hash of what the list says about somebody beside their name: how often, by what, and the notes."""
    every, most = contact.cadence.every, contact.cadence.at_most      # in parts: a repr takes ten times as long
    often = f"{every.months} {every.days} {most.months} {most.days}"
    return crc32(f"{often} {contact.via} {contact.category} {contact.notes}".encode("utf-8", "replace"))
