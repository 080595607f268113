"""The details by which a contact is recognised: numbers, addresses, the rest of the entry, the likeness of names.

Takes entries as they are on the hit list. Where they are on the list is identity.py's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from enum import IntEnum
from typing import NamedTuple
from zlib import crc32

from followupd.core.phrases.phones import link
from followupd.core.values.facts import Listed
from followupd.core.values.hitlist import Contact
from followupd.core.values.sightings import folded_address

FIRST_SLIP = 5         # letters: in shorter names one letter makes another person ("Jan", "Jon")
SHORTEST_NEAR = 3      # letters: "Jo" and "Bo" are not even asked about
TWICE_NEAR = 7         # letters: in longer names two slips are few
_AND = frozenset({"and", "und", "et", "y", "e", "&", "+", "with"})      # a group has joined or lost somebody
_NO_NAMES = _AND | {
    "dr", "prof", "mr", "mrs", "ms", "miss", "herr", "frau",
    "van", "von", "der", "den", "de", "del", "della", "da", "di", "la", "le", "el", "al", "st",
}
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_ONE_LETTER = str.maketrans({"ø": "o", "å": "a", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


class Likeness(IntEnum):
    """The degree to which two names are alike.

    SOME: a word is the beginning of another. PART: they share a word, or each word is but for a slip one of the other.
    CLEAR: one adds words to the other, or puts a slip right. SAME: but for case, accents and the order of words.
    """

    NONE = 0
    SOME = 1
    PART = 2
    CLEAR = 3
    SAME = 4


class Words(NamedTuple):
    """The words of a name without accents, and the same words with two letters for an umlaut: "muller", "mueller"."""

    plain: tuple[str, ...]
    spelt: tuple[str, ...]

    def as_in(self, others: Collection[str]) -> tuple[str, ...]:
        """Return the words, with two letters for an umlaut wherever the other name has them."""
        return tuple(long if long in others else word for word, long in zip(self.plain, self.spelt, strict=True))


def likeness(name: Words, other: Words) -> Likeness:
    """Return how alike two names are, by their `words_of`."""
    if sorted(name.plain) == sorted(other.plain):
        return Likeness.SAME if name.plain else Likeness.NONE
    ours, theirs = name.as_in(other.plain), other.as_in(name.plain)
    if _clearly(ours, theirs):
        return Likeness.CLEAR
    if _in_part(ours, theirs):
        return Likeness.PART
    begun = any(_begins(a, b) for a in ours for b in theirs if a not in _AND)
    return Likeness.SOME if begun else Likeness.NONE


def _clearly(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Return whether one name adds words to the other, or puts a slip right."""
    shared = set(ours) & set(theirs)
    if _AND & (set(ours) ^ set(theirs)):
        return False
    if len(shared) == min(len(set(ours)), len(set(theirs))):
        return True
    if len(ours) != len(theirs):
        return False
    apart = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(apart) == 1 and (_slip(*apart[0]) or bool(shared and _begins(*apart[0])))


def _in_part(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Return whether two names share a word that names somebody, or all words of the shorter are near to some."""
    mine, yours = ([word for word in words if len(word) > 1 and word not in _NO_NAMES] for words in (ours, theirs))
    if set(mine) & set(yours):
        return True
    few, many = sorted((mine, yours), key=len)
    return bool(few) and all(any(_differ_slightly(a, b) for b in many) for a in few)


def words_of(name: str) -> Words:
    """Return the words of a name, whatever their case, accents and punctuation."""
    written = "".join(c for c in name.casefold() if c not in "'’" and unicodedata.category(c) != "Cf")
    written = unicodedata.normalize("NFC", written)
    return Words(_plain(written), _plain(written.translate(_TWO_LETTERS)))


def _plain(written: str) -> tuple[str, ...]:
    decomposed = unicodedata.normalize("NFKD", written.translate(_ONE_LETTER))
    return tuple(re.findall(r"[^\W_]+|[&+]", "".join(c for c in decomposed if not unicodedata.combining(c))))


def _begins(one: str, other: str) -> bool:
    """Return whether a word is the beginning of the other: "W" of "Whitfield", "Rob" of "Robert"."""
    return one.startswith(other) or other.startswith(one)


def _slip(word: str, other: str) -> bool:
    """Return whether two longer words differ by a slip: two letters swapped, or one too few or too many, or another.

    The first and the last letter are the same: "Maria" and "Marie" are two people.
    """
    if min(len(word), len(other)) < FIRST_SLIP or abs(len(word) - len(other)) > 1:
        return False
    if word[0] != other[0] or word[-1] != other[-1]:
        return False
    start = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    a, b = word[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _differ_slightly(word: str, other: str) -> bool:
    """Return whether two words of three letters or more differ by one letter or two swapped, long ones by twice that.

    Enough to ask, and too little to join: "Jan" and "Jon".
    """
    short = min(len(word), len(other))
    most = 0 if short < SHORTEST_NEAR else 1 if short < TWICE_NEAR else 2
    if not most or abs(len(word) - len(other)) > most or len(set(word) ^ set(other)) > 2 * most:
        return False
    return _edit_distance(word, other) <= most


def _edit_distance(word: str, other: str) -> int:
    """Return how many letters have to be changed, added, left out, or swapped with the next, to make one the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, a in enumerate(word, 1):
        last, before, row = before, row, [n]
        for m, b in enumerate(other, 1):
            least = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (a != b))
            if n > 1 < m and a == other[m - 2] and b == word[n - 2]:
                least = min(least, last[m - 2] + 1)
            row.append(least)
    return row[-1]


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
    return {number for number in numbers if len(number) >= 5} | {folded_address(mail.strip()) for mail in one.emails}


def with_and_without_country(number: str, other: str) -> bool:
    """Return whether two numbers may be one, written with its country and without: +49 30 123456 and 030 123456."""
    if _abroad(number) == _abroad(other):
        return False
    whole, home = (number, other) if _abroad(number) else (other, number)
    long, short = (re.sub(r"\D", "", phone).lstrip("0") for phone in (whole, home))
    return len(short) >= SHORTEST_HOME and long.endswith(short) and 1 <= len(long) - len(short) <= LONGEST_COUNTRY


def may_be_one_number(number: str, other: str) -> bool:
    """Return whether two numbers are one in two spellings, or may be: one may leave out the country, whichever it is.

    For where a wrong "yes" costs less than a wrong "no". A number with an area code or an extension that was missing is
    another one. Raises nothing: text without digits is one with the same text only.
    """
    (whole, home, behind), (whole2, home2, behind2) = _parts_of(number), _parts_of(other)
    if number == other or not (whole or home) or behind != behind2:
        return number == other
    if whole and whole2:
        return whole == whole2
    if home and home2:
        return bool(home & home2)
    long = whole or whole2
    return any(long.endswith(short) and 0 <= len(long) - len(short) <= LONGEST_COUNTRY for short in home or home2)


def _parts_of(number: str) -> tuple[str, frozenset[str], str]:
    """Return the digits with the country, or else what they may be without a trunk prefix; and what is dialled later.

    A zero before it, a 1 (North America) or an 8 (Russia) is dialled only at home, 00 or 011 only to go abroad.
    """
    linked = link(number, "tel")
    main = re.split("[;,]", linked)[0]
    dialled, behind = re.sub(r"[^\d+]", "", main), linked[len(main):]
    if abroad := re.match(r"\+|00(?=[1-9])|011(?=\d{10})", dialled):
        return dialled[abroad.end():], frozenset(), behind
    bare = dialled.lstrip("0")
    return "", frozenset({bare, re.sub(r"^[18](?=\d{10}$)", "", bare)} - {""}), behind


def _abroad(phone: str) -> bool:
    return phone.strip().startswith(("+", "00"))


def about(contact: Contact) -> int:
    """Return a hash of what the list says about somebody beside their name: how often, by what, and the notes."""
    every, most = contact.cadence.every, contact.cadence.at_most      # in parts: a repr takes ten times as long
    often = f"{every.months} {every.days} {most.months} {most.days}"
    return crc32(f"{often} {contact.via} {contact.category} {contact.notes}".encode("utf-8", "replace"))
