"""The names and details by which two people of an import are compared: what speaks for one person, and what against.

Takes two clusters of rows that certainly are one person each; decides about these two only (sameness.py decides about
all). Colleagues are the guard's reason: a shared company, switchboard or `info@` address never makes one person of two
names.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from followupd.core.people.likeness import Likeness, Words, likeness, with_and_without_country, words_of
from followupd.core.phrases.names import folded
from followupd.core.stack.rows import ImportedRow, bare_digits

LEAST_DIGITS = 6        # of a number that is somebody's own, and not an extension
# Points for what speaks for one person with one name; names alone are not enough within one file.
_SAME_NAME, _LONGER_NAME, ENOUGH = 60, 50, 60
_OTHER_FILE, _SAME_ORG, _SAME_BIRTHDAY = 15, 30, 40
_OTHER_EMAILS, _OTHER_PHONES, _OTHER_ORG = -15, -10, -15
_TITLES = frozenset(("dr", "prof", "professor", "mr", "mrs", "ms", "miss", "herr", "frau", "ing", "dipl", "mba", "phd"))
_LEGAL = frozenset((
    "inc", "ltd", "llc", "llp", "plc", "gmbh", "ag", "kg", "co", "corp", "sa", "sarl", "bv", "srl", "the",
))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rows that are certainly one person, as they are compared with others.

    `ids` are those of the rows. `mark` names the person on a sheet; both are nobody else's once `signs.py` has seen
    all people.
    """

    rows: tuple[ImportedRow, ...]
    words: Words
    emails: frozenset[str]
    numbers: frozenset[str]
    phones: tuple[str, ...]
    orgs: frozenset[str]
    birthdays: frozenset[tuple[int, int]]
    sources: frozenset[str]
    uids: frozenset[str]
    ids: frozenset[str]
    mark: str = ""

    @property
    def name(self) -> str:
        """Return the fullest name."""
        return self.rows[0].name

    @classmethod
    def of(cls, rows: Collection[ImportedRow]) -> Cluster:
        """Return the cluster of these rows, whatever their order."""
        ordered = tuple(sorted(rows, key=_order_of_rows) if len(rows) > 1 else rows)
        phones = tuple(dict.fromkeys(phone for row in ordered for phone in row.card.phones if is_own(phone)))
        return cls(
            ordered, name_words(ordered[0].name), frozenset(one for row in ordered for one in row.card.emails),
            frozenset(map(bare_digits, phones)), phones,
            frozenset(filter(None, (org_form(row.card.org) for row in ordered))),
            frozenset(day[:2] for row in ordered if (day := row.card.birthday) is not None),
            frozenset(row.source for row in ordered), frozenset(row.card.uid for row in ordered if row.card.uid),
            frozenset(row.id for row in ordered),
        )


@lru_cache(maxsize=30_000)      # each is compared with several others
def name_words(name: str) -> Words:
    """Return the words of a name without titles, unless it has no others."""
    words = words_of(name)
    kept = [number for number, word in enumerate(words.plain) if word not in _TITLES]
    if not kept:
        return words
    return Words(tuple(words.plain[n] for n in kept), tuple(words.spelt[n] for n in kept))


def org_form(org: str) -> str:
    """Return a company for comparing, without its legal form."""
    words = re.findall(r"[^\W_]+", folded(org))
    return " ".join(word for word in words if word not in _LEGAL)


def is_own(phone: str) -> bool:
    """Return whether a number may tell people apart."""
    return len(bare_digits(phone)) >= LEAST_DIGITS


def is_surely_one(one: Cluster, other: Cluster) -> bool:
    """Return whether a shared id, address or number shows that two are one person, and no name speaks against it."""
    if _born_otherwise(one, other):
        return False
    if one.uids & other.uids:
        return likeness(one.words, other.words) >= Likeness.PART
    if one.emails & other.emails:
        return is_one_name(one.words, other.words)
    return _number_shared(one, other) and _adds_words(one.words, other.words)


def is_likely_one(one: Cluster, other: Cluster) -> bool:
    """Return whether two without a shared detail have one full name, and enough speaks for one person."""
    return not _born_otherwise(one, other) and points(one, other) >= ENOUGH


def have_other_details(one: Cluster, other: Cluster) -> bool:
    """Return whether both have numbers or both have addresses, and they share neither."""
    shared = one.emails & other.emails or _number_shared(one, other)
    return not shared and bool((one.emails and other.emails) or (one.numbers and other.numbers))


def speaks_against(one: Cluster, other: Cluster) -> bool:
    """Return whether two are certainly not one person, so that nobody may be both."""
    if _born_otherwise(one, other) or not is_one_name(one.words, other.words):
        return not (one.uids & other.uids)
    linked = is_surely_one(one, other) or is_likely_one(one, other)
    return bool(one.sources & other.sources) and not linked


def points(one: Cluster, other: Cluster) -> int:
    """Return what speaks for one person; 0 unless one full name is the other, or adds words to it."""
    shared = set(one.words.as_in(other.words.plain)) & set(other.words.as_in(one.words.plain))
    if len([word for word in shared if len(word) > 1]) < 2 or not _adds_words(one.words, other.words):
        return 0
    found = _SAME_NAME if len(one.words.plain) == len(other.words.plain) else _LONGER_NAME
    found += 0 if one.sources & other.sources else _OTHER_FILE
    found += _SAME_BIRTHDAY if one.birthdays & other.birthdays else 0
    if one.orgs and other.orgs:
        found += _SAME_ORG if one.orgs & other.orgs else _OTHER_ORG
    found += _OTHER_EMAILS if one.emails and other.emails else 0
    return found + (_OTHER_PHONES if one.numbers and other.numbers else 0)


def _number_shared(one: Cluster, other: Cluster) -> bool:
    return bool(one.numbers & other.numbers) or any(
        with_and_without_country(phone, theirs) for phone in one.phones for theirs in other.phones
    )


def is_same_name(ours: Words, theirs: Words) -> bool:
    """Return whether two names have the same words, in whatever order."""
    return sorted(ours.as_in(theirs.plain)) == sorted(theirs.as_in(ours.plain))


def is_one_name(ours: Words, theirs: Words) -> bool:
    """Return whether two names may be one: one has all words of the other, or is but for a slip or a short form."""
    return likeness(ours, theirs) >= Likeness.CLEAR or _adds_words(ours, theirs)


def _adds_words(ours: Words, theirs: Words) -> bool:
    """Return whether one name has all words of the other, of which some may be initials: "D. Whitfield"."""
    mine, yours = list(ours.as_in(theirs.plain)), list(theirs.as_in(ours.plain))
    few, many = sorted((mine, yours), key=len)
    left = list(many)
    for word in sorted(few, key=len, reverse=True):
        found = next((one for one in left if one == word), None) or next(
            (one for one in left if 1 in (len(word), len(one)) and one[0] == word[0]), None
        )
        if found is None:
            return False
        left.remove(found)
    return any(len(word) > 1 for word in set(mine) & set(yours))


def _born_otherwise(one: Cluster, other: Cluster) -> bool:
    """Return whether both have a birthday, and not the same."""
    return bool(one.birthdays) and bool(other.birthdays) and not one.birthdays & other.birthdays


def _order_of_rows(row: ImportedRow) -> tuple[object, ...]:
    """Return an order that no two different rows share: one file may have two with one UID."""
    return *_fullest_first(row.name), row.source, row.id, repr(row)


def _fullest_first(name: str) -> tuple[object, ...]:
    """Return the order of names: most words first, none with a comma before one without, the longest, the alphabet."""
    return -len(name_words(name).plain), "," in name, -len(name), name
