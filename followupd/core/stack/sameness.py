"""The people in all files of an import, so that everybody is shown once.

Takes the rows; gives people. The result does not depend on the order of files or rows, and a row that occurs twice
counts once. Rows that share an id, an address or a number are joined first; then those with one full name, if enough
speaks for it. Whoever might be two different people is joined with neither, unless exactly their name is that of one:
they are shown side by side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from followupd.core.stack.alike import (
    Cluster,
    have_other_details,
    is_likely_one,
    is_same_name,
    is_surely_one,
    speaks_against,
)
from followupd.core.stack.rows import ImportedRow, bare_digits
from followupd.core.stack.signs import signed
from followupd.core.values.cards import Card
from followupd.core.values.going_through import Through, unseen
from followupd.core.values.hitlist import Contact
from followupd.core.values.sightings import folded_address

MOST_SHARING = 50       # people with one detail: it is a company's, and their names decide
_HOME = 7               # the last digits, by which a number with its country is looked up without it


def same_people(rows: Iterable[ImportedRow], through: Through = unseen) -> list[Cluster]:
    """Return the people, each with their rows, in the order of their names. It goes through two lists."""
    clusters = _exact(rows)
    clusters = _joined(clusters, _sharing_details, is_surely_one, through)
    clusters = _joined(clusters, _sharing_names, is_likely_one, through)
    return signed(sorted(clusters, key=_order))


@dataclass(frozen=True, slots=True)
class OnList:
    """The marks of those who are on the hit list, and the names on it by which others may be, by their marks."""

    surely: frozenset[str]
    perhaps: Mapping[str, str]


def on_the_list(people: Sequence[Cluster], contacts: Iterable[Contact], *, by_name: bool = False) -> OnList:
    """Return who is on the hit list: as two rows are one person, or by a full name that only one of the people has.

    A name is not enough if both have numbers or addresses, and none in common, except `by_name`.
    """
    known = [Cluster.of([_as_row(contact)]) for contact in contacts]
    both = [*people, *known]
    pairs = {
        (one, other) for one, other in {*_sharing_details(both), *_sharing_names(both), *_of_one_name(both)}
        if one < len(people) <= other
    }
    certain = {(one, other) for one, other in pairs if is_surely_one(both[one], both[other])}
    matched = {other for _, other in certain}
    namesakes = {(one, other) for one, other in pairs if is_same_name(both[one].words, both[other].words)}
    several = Counter(other for _, other in namesakes)
    certain |= {
        (one, other) for one, other in namesakes
        if several[other] == 1 and (by_name or not have_other_details(both[one], both[other]))
    }
    surely = frozenset(both[one].mark for one, _ in certain)
    likely = {(one, other) for one, other in pairs if other not in matched and is_likely_one(both[one], both[other])}
    perhaps: dict[str, str] = {}
    for one, other in sorted(namesakes | likely):
        if both[one].mark not in surely:
            perhaps.setdefault(both[one].mark, both[other].name)
    return OnList(surely, perhaps)


def _as_row(contact: Contact) -> ImportedRow:
    emails = tuple(map(folded_address, contact.emails))
    return ImportedRow(Card(uid=contact.card, names=(contact.name,), phones=contact.phones, emails=emails))


def _order(one: Cluster) -> tuple[object, ...]:
    return one.words.plain, one.rows[0].name, tuple(sorted(row.id for row in one.rows))


def _exact(rows: Iterable[ImportedRow]) -> list[Cluster]:
    """Return the rows that are equal but for the file as one cluster each."""
    found: dict[tuple[str, str], list[ImportedRow]] = defaultdict(list)
    for row in dict.fromkeys(rows):
        found[row.id, row.name].append(row)
    return sorted(map(Cluster.of, found.values()), key=_order)


def _joined(
    clusters: Sequence[Cluster],
    candidates: Callable[[Sequence[Cluster]], Iterator[tuple[int, int]]],
    is_one: Callable[[Cluster, Cluster], bool],
    through: Through,
) -> list[Cluster]:
    """Return the clusters, with those joined that are one person and between whom nobody has to choose."""
    links: dict[int, set[int]] = {number: set() for number in range(len(clusters))}
    for one, other in through([*set(candidates(clusters))]):
        if one != other and is_one(clusters[one], clusters[other]):
            links[one].add(other)
            links[other].add(one)
    chosen = {number: _chosen(number, others, clusters) for number, others in links.items()}
    kept = {number: {other for other in others if number in chosen[other]} for number, others in chosen.items()}
    groups = list(_connected(kept))
    parted = ([[one] for one in group] if _must_choose(group, clusters) else [group] for group in groups)
    whole = (part for parts in parted for part in parts)
    return [Cluster.of([row for number in part for row in clusters[number].rows]) for part in whole]


def _chosen(number: int, others: set[int], clusters: Sequence[Cluster]) -> set[int]:
    """Return the others that are one person with this one: of several people those with exactly the name, or none."""
    if not _must_choose(others, clusters):
        return others
    exact = {other for other in others if is_same_name(clusters[number].words, clusters[other].words)}
    return set() if _must_choose(exact, clusters) else exact


def _must_choose(numbers: Iterable[int], clusters: Sequence[Cluster]) -> bool:
    """Return whether two of these are certainly different people."""
    listed = sorted(numbers)
    return any(
        speaks_against(clusters[one], clusters[other])
        for place, one in enumerate(listed) for other in listed[place + 1 :]
    )


def _connected(links: Mapping[int, set[int]]) -> Iterator[list[int]]:
    """Yield each group of linked clusters."""
    seen: set[int] = set()
    for start in links:
        if start in seen:
            continue
        group, left = [], [start]
        seen.add(start)
        while left:
            number = left.pop()
            group.append(number)
            news = links[number] - seen
            seen |= news
            left.extend(sorted(news))
        yield sorted(group)


def _sharing_details(clusters: Sequence[Cluster]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that have an id, an address or a number in common, however it is written."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(clusters):
        for uid in one.uids:
            places["uid", uid].append(number)
        for email in one.emails:
            places["email", email].append(number)
        for phone in one.phones:
            places["phone", bare_digits(phone)[-_HOME:]].append(number)
    yield from _pairs(places.values())


def _sharing_names(clusters: Sequence[Cluster]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose names have two words in common."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(clusters):
        words = sorted({*one.words.plain, *one.words.spelt} - {""})
        for place, word in enumerate(words):
            for other in words[place + 1 :]:
                places[word, other].append(number)
    yield from _pairs(places.values())


def _of_one_name(clusters: Sequence[Cluster]) -> Iterator[tuple[int, int]]:
    """Yield the pairs with the same name, also of one word."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(clusters):
        for name in {tuple(sorted(one.words.plain)), tuple(sorted(one.words.spelt))}:
            places[name].append(number)
    yield from _pairs(places.values())


def _pairs(groups: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    for group in groups:
        if len(group) <= MOST_SHARING:
            for place, one in enumerate(group):
                for other in group[place + 1 :]:
                    yield (one, other) if one < other else (other, one)
