"""The signs that name people on a sheet: nobody else's, the same in every import, and understood when files change.

Takes the people and what was decided; gives each a mark, and says who is meant by the marks of a sheet. A mark is the
beginning of an id of their rows. If the row has changed since, such as its number, the decision that was stored with
it tells the name and the details that it had. Whoever may be one of two is not meant.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from followupd.core.people.likeness import words_of
from followupd.core.stack.alike import Cluster, is_one_name
from followupd.core.stack.decisions import kept_details, kept_name
from followupd.core.values.decisions import RowDecision

MARK = 8                # hex digits of a row that name a person on a sheet


def signed(people: Sequence[Cluster]) -> list[Cluster]:
    """Return the people with ids and marks that nobody else has."""
    times = Counter(one for person in people for one in person.ids)
    own = [
        replace(person, ids=frozenset(row.id if times[row.id] == 1 else row.id_with_name for row in person.rows))
        for person in people
    ]
    begin = Counter(part for person in own for part in {one[:MARK] for one in person.ids})
    return [
        replace(person, mark=least[:MARK] if begin[least[:MARK]] == 1 else least)
        for person in own for least in (min(person.ids),)
    ]


def who_is_meant(
    marks: Iterable[str], people: Sequence[Cluster], known: Iterable[RowDecision]
) -> dict[str, Cluster]:
    """Return the person of each mark, without marks that are nobody's, or may be those of two."""
    marks = sorted(marks)
    by_id: dict[str, list[Cluster]] = defaultdict(list)
    for person in people:
        for begins in {one[:MARK] for one in _ids(person)}:
            by_id[begins].append(person)
    found = {mark: _only(one for one in by_id[mark[:MARK]] if _has(one, mark)) for mark in marks}
    direct = {mark: one for mark, one in found.items() if one is not None}
    left = [mark for mark in marks if not any(_has(one, mark) for one in by_id[mark[:MARK]])]
    return direct | _by_decision(left, people, {one.mark for one in direct.values()}, known)


def _by_decision(
    marks: Sequence[str], people: Sequence[Cluster], taken: set[str], known: Iterable[RowDecision]
) -> dict[str, Cluster]:
    """Return who has the name and the details that were stored with a mark; nobody of whom two marks say so."""
    if not marks:
        return {}
    stored: dict[str, list[RowDecision]] = defaultdict(list)
    for one in known:
        stored[one.row[:MARK]].append(one)
    others = [person for person in people if person.mark not in taken]
    found: dict[str, Cluster] = {}
    for mark in marks:
        about = [one for one in stored[mark[:MARK]] if one.row.startswith(mark)]
        person = _as_decided(about[0], others) if len(about) == 1 else None
        if person is not None:
            found[mark] = person
    times = Counter(person.mark for person in found.values())
    return {mark: person for mark, person in found.items() if times[person.mark] == 1}


def _as_decided(decision: RowDecision, people: Iterable[Cluster]) -> Cluster | None:
    """Return the only person with the name of a decision, or with one of its details and a name that may be it."""
    words = words_of(decision.name)
    alike = []
    for person in people:
        named, detailed = kept_name(person) == decision.name, bool(kept_details(person) & decision.details)
        if named or (detailed and is_one_name(person.words, words)):
            alike.append((named and detailed, person))
    return _only(one for both, one in alike if both) or _only(one for _, one in alike)


def _has(person: Cluster, mark: str) -> bool:
    return any(one.startswith(mark) for one in _ids(person))


def _ids(person: Cluster) -> frozenset[str]:
    """Return the ids, with those that somebody else has too: such a mark is on an older sheet."""
    return person.ids | {row.id for row in person.rows}


def _only(people: Iterable[Cluster]) -> Cluster | None:
    listed = list(people)
    return listed[0] if len(listed) == 1 else None
