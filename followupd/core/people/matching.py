"""Matches between people who appeared on the list and people who left it, if no number or address decides.

Takes the list of the last pass and the one of today; says who is the same, and who may be. Joins only two whose names
are clearly alike and who are at the same place, between the same neighbours, with nobody else who could be meant on
either side. One wrong match gives somebody the history of another, so all others are asked about (P13): who shares a
word of the name with nobody else beside them, wherever they are, a number written another way, or a place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from followupd.core.people.likeness import (
    Likeness,
    ListedBefore,
    about,
    details_of,
    likeness,
    with_and_without_country,
    words_of,
)
from followupd.core.values.facts import Listed
from followupd.core.values.hitlist import Contact

MOST_PAIRS = 250_000       # names to compare: thousands who were replaced at once are another list
_NEW = "new "                # before the slug of somebody without a key: the key of another one may be spelt like it
SIDE_BY_SIDE = 2           # people replaced next to each other: each may be the one in their place
Gap = tuple[str | None, str | None]      # the neighbours, by key, who were on the list before and are still on it


class Found(NamedTuple):
    """The people who are the `same` as somebody who left, and who `maybe` are: keys by slug, blanks between several."""

    same: Mapping[str, str]
    maybe: Mapping[str, str]


NOBODY = Found({}, {})


class Lists(NamedTuple):
    """The list of today with the `keys` known so far, by slug, and that of the last pass, `before`.

    `vanished` are entries of `before` who are no longer on the list, `new` the contacts who were not on it; `latest`
    are the facts by key. `lately` are the keys whose last renaming, not long ago, was known by likeness alone.
    """

    contacts: Sequence[Contact]
    keys: Mapping[str, str]
    before: Sequence[ListedBefore]
    vanished: Sequence[ListedBefore]
    new: Sequence[Contact]
    latest: Mapping[str, Listed]
    lately: Collection[str]


class _Pair(NamedTuple):
    """Somebody who left and somebody new: how alike their names are, and their place, None if it is not the same."""

    left: ListedBefore
    came: Contact
    alike: Likeness
    place: Gap | None


def match(lists: Lists) -> Found:
    """Return who is the same as somebody who left, and who may be."""
    if len(lists.vanished) * len(lists.new) > MOST_PAIRS:
        return NOBODY
    pairs = list(_pairs(lists))
    same = {pair.came.slug: pair.left.key for pair in _same_people(pairs, lists)}
    parted = {pair.came.slug for pair in _unrivalled(pairs, Likeness.SAME) if _has_own_id(pair, lists)}
    rest = [p for p in pairs if p.left.key not in same.values() and p.came.slug not in {*same, *parted}]
    maybe: dict[str, list[str]] = {}
    for pair in _possibly_same(rest, lists):
        maybe.setdefault(pair.came.slug, []).append(pair.left.key)
    return Found(same, {slug: " ".join(keys) for slug, keys in maybe.items()})


def _pairs(lists: Lists) -> Iterator[_Pair]:
    stayed = {entry.key for entry in lists.before} & set(lists.keys.values())
    was = _gaps((entry.key for entry in lists.before), stayed)
    today = _gaps((lists.keys.get(contact.slug, _NEW + contact.slug) for contact in lists.contacts), stayed)
    names = [(contact, words_of(contact.name)) for contact in lists.new]
    for entry in lists.vanished:
        words = words_of(entry.name)
        for contact, theirs in names:
            place = was[entry.key]
            same_place = place if place == today[_NEW + contact.slug] else None
            yield _Pair(entry, contact, likeness(words, theirs), same_place)


def _gaps(keys: Iterable[str], stayed: Collection[str]) -> dict[str, Gap]:
    """Return for each key of a list the nearest before it and after it of those who stayed."""
    order, before, behind = list(keys), dict[str, str | None](), dict[str, str | None]()
    for found, way in ((before, order), (behind, order[::-1])):
        nearest = None
        for key in way:
            found[key] = nearest
            nearest = key if key in stayed else nearest
    return {key: (before[key], behind[key]) for key in order}


def _same_people(pairs: Sequence[_Pair], lists: Lists) -> Iterator[_Pair]:
    """Yield those who are the same: of one name under another `id`, or clearly alike at the same place."""
    for pair in _unrivalled(pairs, Likeness.SAME):
        if not _has_own_id(pair, lists) and _agree(pair, lists):
            yield pair
    for pair in _unrivalled(pairs, Likeness.CLEAR):
        if pair.alike is Likeness.CLEAR and pair.place is not None and _agree(pair, lists):
            yield pair


def _unrivalled(pairs: Sequence[_Pair], least: Likeness) -> list[_Pair]:
    """Return the pairs that are alike enough, and neither side of which has another such pair."""
    alike = [pair for pair in pairs if pair.alike >= least]
    left, came = Counter(pair.left.key for pair in alike), Counter(pair.came.slug for pair in alike)
    return [pair for pair in alike if left[pair.left.key] == came[pair.came.slug] == 1]


def _has_own_id(pair: _Pair, lists: Lists) -> bool:
    """Return whether the user added an `id` to undo a match by similar name."""
    return pair.left.name == pair.came.name and pair.left.key in lists.lately


def _agree(pair: _Pair, lists: Lists) -> bool:
    """Return whether no number and no address speaks against it."""
    before, now = details_of(lists.latest[pair.left.key]), details_of(pair.came)
    return not (before and now) or bool(before & now)


def _possibly_same(pairs: Sequence[_Pair], lists: Lists) -> Iterator[_Pair]:
    """Yield those who may be the same: by a similar name, a shared number, or the same place on the list."""
    left: dict[Gap, dict[str, None]] = defaultdict(dict)        # in the order of the lists
    came: dict[Gap, dict[str, None]] = defaultdict(dict)
    for pair in pairs:
        if pair.place is not None:
            left[pair.place][pair.left.key] = came[pair.place][pair.came.slug] = None

    def in_place(pair: _Pair) -> bool:
        """Return whether somebody is where the other was, and a little alike or with the same notes."""
        if pair.place is None:
            return False
        before, now = list(left[pair.place]), list(came[pair.place])
        few = len(before) == len(now) <= SIDE_BY_SIDE
        instead = few and before.index(pair.left.key) == now.index(pair.came.slug)
        return pair.alike >= Likeness.SOME or (instead and pair.left.about == about(pair.came))

    alone = set(map(_keys_of, _unrivalled(pairs, Likeness.PART)))
    for pair in pairs:
        alike = pair.alike >= Likeness.CLEAR or _keys_of(pair) in alone
        if alike or in_place(pair) or _one_number(pair, lists):
            yield pair


def _keys_of(pair: _Pair) -> tuple[str, str]:
    return pair.left.key, pair.came.slug


def _one_number(pair: _Pair, lists: Lists) -> bool:
    """Return whether they share a number or an address, or a number with and without its country: enough to ask."""
    last = lists.latest[pair.left.key]
    return bool(details_of(last) & details_of(pair.came)) or any(
        with_and_without_country(a, b) for a in last.phones for b in pair.came.phones
    )
