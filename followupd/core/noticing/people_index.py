"""The people of the list as a calendar or a mailbox names them: by an address, or by a full name in a title.

A name counts if all of it is there, in its order, each word whole: "Ana Lee" is not in "Diana Leeds", and "Dana
Whitfield" not in "Dana Whitfield-Jones". Case, accents and the spelling of umlauts do not matter. One word is no
full name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from followupd.core.people.likeness import words_of
from followupd.core.values.hitlist import Contact
from followupd.core.values.sightings import folded_address

# A word ends at blanks and punctuation, not at a hyphen or an apostrophe, nor at a vowel sign, which is no letter.
_WORD = re.compile(r"""[^\s!"#$%&()*+,./:;<=>?@[\]\\^_`{|}~¡¿–—…“”„«»‹›·•、。，・（）]+""")
Spelling = frozenset[str]        # a word with one and with two letters for an umlaut


READING = 3         # another number for another reading of the same events, so that what is remembered is read again


class NameFound(NamedTuple):
    """A full name in a title: the keys of those who have it, and the words of the title before and after it."""

    keys: tuple[str, ...]
    before: str
    after: str


@dataclass(slots=True)
class PeopleIndex:
    """An index of people by their addresses, numbers and full names, each made when first asked for."""

    people: Mapping[str, Contact]
    _addresses: dict[str, list[str]] = field(default_factory=dict)
    _numbers: dict[str, list[str]] = field(default_factory=dict)
    _names: dict[str, list[tuple[tuple[Spelling, ...], str]]] = field(default_factory=dict)

    def with_address(self, address: str) -> Sequence[str]:
        """Return the keys of the people with this address, which is folded (`sightings.folded_address`)."""
        if not self._addresses:
            addresses = defaultdict(list)
            for key, contact in self.people.items():
                for one in dict.fromkeys(map(folded_address, contact.emails)):
                    addresses[one].append(key)
            self._addresses = addresses or {"": []}
        return self._addresses.get(address, [])

    def with_numbers(self, numbers: Iterable[str]) -> Sequence[str]:
        """Return the keys of the people with one of these numbers, as the hit list spells them."""
        if not self._numbers:
            spelt_so = defaultdict(list)
            for key, contact in self.people.items():
                for one in contact.phones:
                    spelt_so[one].append(key)
            self._numbers = spelt_so or {"": []}
        return [*dict.fromkeys(key for one in numbers for key in self._numbers.get(one, ()))]

    def in_title(self, title: str) -> list[NameFound]:
        """Return the full names in a title, of overlapping ones the longest."""
        if not self._names:
            names = defaultdict(list)
            for key, contact in self.people.items():
                words = spelt(contact.name)
                for first in words[0] if len(words) > 1 else ():
                    names[first].append((words, key))
            self._names = names or {"": []}
        return list(self._found(title))

    def _found(self, title: str) -> Iterator[NameFound]:
        title = unicodedata.normalize("NFC", title)
        places = list(_WORD.finditer(title))
        words = [_spelling(place[0]) for place in places]
        at = 0
        while at < len(words):
            here = {(len(name), key) for first in words[at] for name, key in self._names.get(first, ())
                    if all(a & b for a, b in zip(name, words[at:], strict=False)) and len(name) <= len(words) - at}
            longest = max((length for length, _ in here), default=0)
            if longest:
                keys = tuple(sorted(key for length, key in here if length == longest))
                yield NameFound(keys, title[: places[at].start()], title[places[at + longest - 1].end() :])
            at += longest or 1


def spelt(name: str) -> tuple[Spelling, ...]:
    """Return the words of a name or a title, for comparing."""
    words = (_spelling(place[0]) for place in _WORD.finditer(unicodedata.normalize("NFC", name)))
    return tuple(word for word in words if word)


def _spelling(word: str) -> Spelling:
    if word.isascii() and word.isalnum():       # the same, in a tenth of the time
        return frozenset((word.lower(),))
    words = words_of(word)
    return frozenset(("".join(words.plain), "".join(words.spelt))) - {""}


@dataclass(frozen=True, slots=True)
class WatchedPeople:
    """The people whose meetings are looked for on calendars; `private` if those marked private count too.

    `mark` changes with everything that decides which meetings are found.
    """

    named: PeopleIndex = field(compare=False, repr=False)
    private: bool
    mark: str

    @classmethod
    def of(cls, contacts: Mapping[str, Contact], *, private: bool) -> WatchedPeople:
        """Return those of the list, by any key."""
        digest = sha256(f"{READING} {private}".encode())
        for contact in contacts.values():
            digest.update("\n".join((contact.name, *contact.emails, "")).encode("utf-8", "replace"))
        return cls(PeopleIndex(contacts), private, digest.hexdigest()[:16])
