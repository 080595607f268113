"""Whether two names may be those of one person, and how surely.

Takes names as they are on the hit list. Knows nothing else about anybody: where they are on the list is identity.py's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum

FIRST_SLIP = 5         # letters: in shorter names one letter makes another person ("Jan", "Jon")
_AND = frozenset({"and", "und", "et", "y", "e", "&", "+", "with"})      # a group has joined or lost somebody


class Likeness(IntEnum):
    """How alike two names are.

    CLEAR: one adds words to the other, or puts a slip right. SAME: but for case, accents and the order of words.
    """

    NONE = 0
    SOME = 1
    CLEAR = 2
    SAME = 3


def likeness(ours: Sequence[str], theirs: Sequence[str]) -> Likeness:
    """Return how alike two names are, by their `words_of`."""
    if sorted(ours) == sorted(theirs):
        return Likeness.SAME if ours else Likeness.NONE
    shared = set(ours) & set(theirs)
    grouped = bool(_AND & (set(ours) ^ set(theirs)))
    if not grouped and len(shared) == min(len(set(ours)), len(set(theirs))):
        return Likeness.CLEAR
    if not grouped and len(ours) == len(theirs):
        apart = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
        if len(apart) == 1 and (_slip(*apart[0]) or (shared and _begins(*apart[0]))):
            return Likeness.CLEAR
    begun = any(_begins(a, b) for a in ours for b in theirs if a not in _AND)
    return Likeness.SOME if begun else Likeness.NONE


def words_of(name: str) -> list[str]:
    """Return the words of a name, whatever their case, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("'", "").replace("’", ""))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+|[&+]", plain)


def _begins(one: str, other: str) -> bool:
    """Return whether a word is the beginning of the other: "W" of "Whitfield", "Rob" of "Robert"."""
    return one.startswith(other) or other.startswith(one)


def _slip(one: str, other: str) -> bool:
    """Return whether two longer words differ by a slip: two letters swapped, or one too few or too many, or another.

    The first and the last letter are the same: "Maria" and "Marie" are two people.
    """
    if min(len(one), len(other)) < FIRST_SLIP or abs(len(one) - len(other)) > 1:
        return False
    if one[0] != other[0] or one[-1] != other[-1]:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
