"""A memo from one plan to the next: one table of values, each with the parts it was made from.

A value is used only while its parts are equal, so a plan with the memo equals a plan without it
(tests/properties/test_memo.py). The next plan drops a value that this one did not ask for. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Memo:
    """The table of this plan and that of the one before, of one hit list. Only one plan at a time may use it."""

    def __init__(self) -> None:
        """Begin empty."""
        self._before: dict[Hashable, tuple[object, Any]] = {}      # what it was made of, and the value
        self._table: dict[Hashable, tuple[object, Any]] = {}

    def begin(self) -> None:
        """Begin a plan: drop the values that the last one did not ask for."""
        self._before, self._table = self._table, {}

    def of(self, name: Hashable, made_of: object, work: Callable[[], T]) -> T:
        """Return the value of this name, computed unless it is known from equal parts."""
        known = self._table.get(name) or self._before.get(name)
        if known is None or known[0] != made_of:
            known = made_of, work()
        self._table[name] = known
        value: T = known[1]
        return value

    def each(
        self, name: Hashable, made_of: Mapping[K, object], work: Callable[[K], T], still: Callable[[T], bool]
    ) -> dict[K, T]:
        """Return a value for each key, computed unless it is known from equal parts and `still` accepts it."""
        last: tuple[Mapping[K, object], Mapping[K, T]] = self.last(name) or ({}, {})
        parts, before = last
        values = {
            key: before[key] if key in before and parts[key] == one and still(before[key]) else work(key)
            for key, one in made_of.items()
        }
        return self.note(name, (made_of, values))[1]

    def same(self, name: Hashable, value: T) -> T:
        """Return the value that an earlier plan had under this name, if it is equal.

        Values made from it are then found without comparing it part by part.
        """
        return self.of(name, value, lambda: value)

    def note(self, name: Hashable, value: T) -> T:
        """Note a value under this name for the next plan, and return it."""
        self._table[name] = None, value
        return value

    def last(self, name: Hashable) -> Any:
        """Return the last value under this name; None if there is none."""
        known = self._table.get(name) or self._before.get(name)
        return None if known is None else known[1]
