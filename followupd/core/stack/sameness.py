"""The people in all files of an import, so that everybody is shown once.

Takes the rows; gives people. The result does not depend on the order of files or rows, and a row that occurs twice
counts once. Rows that share an id, an address or a number are joined first; then those with one full name, if enough
speaks for it. Whoever might be two different people is joined with neither, unless exactly their name is that of one:
they are shown side by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from followupd.core.stack.alike import Cluster, is_likely_one, is_same_name, is_surely_one, speaks_against
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


def on_the_list(people: Sequence[Cluster], contacts: Iterable[Contact]) -> set[str]:
    """Return the marks of those who are on the hit list: by the same name, or as two rows are one person."""
    known = [Cluster.of([_as_row(contact)]) for contact in contacts]
    names = {tuple(sorted(one.words.plain)) for one in known}
    found = {one.mark for one in people if tuple(sorted(one.words.plain)) in names}
    both = [*people, *known]
    for one, other in {*_sharing_details(both), *_sharing_names(both)}:
        between = one < len(people) <= other
        if between and (is_surely_one(both[one], both[other]) or is_likely_one(both[one], both[other])):
            found.add(both[one].mark)
    return found


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


def _pairs(groups: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    for group in groups:
        if len(group) <= MOST_SHARING:
            for place, one in enumerate(group):
                for other in group[place + 1 :]:
                    yield (one, other) if one < other else (other, one)
