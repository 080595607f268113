"""Decisions of the user about people of an import, so that nobody is asked about twice.

Takes what is remembered; says what was decided of a person. A decision holds for the rows that it was made of, and for
the person: by the same full name with a detail in common, or with no details at all, or if nobody else has the name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from followupd.core.people.likeness import Words
from followupd.core.stack.alike import Cluster
from followupd.core.values.decisions import Decision, RowDecision


def decided(person: Cluster, decision: Decision, at: datetime) -> list[RowDecision]:
    """Return a decision about each row of a person."""
    name, details = kept_name(person), kept_details(person)
    return [RowDecision(row, decision, name, details, at) for row in sorted(person.ids)]


class Decisions:
    """All that was decided, to be asked about a person.

    `alone` are the full names that only one person has now, as `full_names` gives them.
    """

    def __init__(self, known: Iterable[RowDecision], alone: Collection[str] = ()) -> None:
        self._alone = alone
        self._by_row: dict[str, RowDecision] = {}
        self._by_name: dict[str, list[RowDecision]] = {}
        self.add(known)

    def add(self, news: Iterable[RowDecision]) -> None:
        """Take more decisions into account, made after those that are known."""
        for one in news:
            self._by_row[one.row] = one
            self._by_name.setdefault(one.name, []).append(one)

    def is_about(self, row: str) -> bool:
        """Return whether anything is known of a row."""
        return row in self._by_row

    def by_row(self) -> Iterable[RowDecision]:
        """Return the last decision about each row."""
        return self._by_row.values()

    def forget(self, person: Cluster) -> None:
        """Forget what was decided about somebody."""
        for row in person.ids:
            self._by_row.pop(row, None)
        kept = [one for one in self._by_name.get(kept_name(person), ()) if one.row not in person.ids]
        self._by_name[kept_name(person)] = kept

    def of(self, person: Cluster) -> Decision | None:
        """Return the last decision about a person, None if there was none.

        Of somebody who is known by their name alone, it is the one that all entries with this name had.
        """
        details = kept_details(person)
        about = [self._by_row[row] for row in person.ids if row in self._by_row]
        about += [
            one for one in self._by_name.get(kept_name(person), ())
            if one.details & details or not (one.details or details)
        ]
        said = [one for one in about if one.decision is not Decision.SHOWN]
        if about:
            return max(said or about, key=lambda one: one.at).decision
        of_name = self._of_name(person) if kept_name(person) in self._alone else set()
        return next(iter(of_name)) if len(of_name) == 1 and of_name != {Decision.SHOWN} else None

    def before(self, person: Cluster) -> tuple[Decision, ...]:
        """Return what was decided about entries with the name of somebody of whom nothing is decided."""
        if self.of(person) not in (None, Decision.SHOWN):
            return ()
        return tuple(one for one in Decision if one is not Decision.SHOWN and one in self._of_name(person))

    def _of_name(self, person: Cluster) -> set[Decision]:
        """Return the last decision about each entry with the name of a person."""
        return {one.decision for one in self._by_name.get(kept_name(person), ()) if self._by_row.get(one.row) is one}


def full_names(people: Iterable[Words], on_list: Iterable[Words]) -> frozenset[str]:
    """Return the names of at least two words, as decisions keep them, that only one of the people has.

    None that several on the hit list have.
    """
    times, listed = Counter(map(_kept, people)), Counter(map(_kept, on_list))
    return frozenset(name for name in times if " " in name and times[name] == 1 and listed[name] <= 1)


def kept_name(person: Cluster) -> str:
    """Return a name as decisions keep it: its words in their order in the alphabet."""
    return _kept(person.words)


def _kept(words: Words) -> str:
    return " ".join(sorted(words.spelt))


def kept_details(person: Cluster) -> frozenset[str]:
    """Return the addresses and numbers as decisions keep them."""
    return person.emails | person.numbers
