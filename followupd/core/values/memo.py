"""A memo from one plan to the next: one table of values, each with the parts it was made from.

A value is used only while its parts are equal, so a plan with the memo equals a plan without it
(tests/properties/test_memo.py). The next plan drops a value that this one did not ask for. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

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

    def of(
        self, name: Hashable, made_of: object, work: Callable[[], T], still: Callable[[T], bool] | None = None
    ) -> T:
        """Return the value of this name, computed unless it is known from equal parts and `still` accepts it."""
        known = self._table.get(name) or self._before.get(name)
        if known is None or known[0] != made_of or (still is not None and not still(known[1])):
            known = made_of, work()
        self._table[name] = known
        value: T = known[1]
        return value

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
