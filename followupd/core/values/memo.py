"""A memo from plan to plan: one table of values, each with what it was made of.

A value is used only while what it was made of is equal, so that with and without a memo a plan is the same
(tests/properties/test_memo.py). A value that a plan does not ask for is dropped by the next one. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Memo:
    """The table of this plan and that of the one before, of one hit list. Only one plan at a time may use it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._before: dict[Hashable, tuple[object, Any]] = {}      # what it was made of, and the value
        self._table: dict[Hashable, tuple[object, Any]] = {}

    def begin(self) -> None:
        """Begin a plan: values that the last one did not ask for are dropped."""
        self._before, self._table = self._table, {}

    def of(
        self, name: Hashable, made_of: object, work: Callable[[], T], still: Callable[[T], bool] | None = None
    ) -> T:
        """Return the value of this name, worked out unless it is known from equal parts; `still` may refuse that."""
        known = self._table.get(name) or self._before.get(name)
        if known is None or known[0] != made_of or (still is not None and not still(known[1])):
            known = made_of, work()
        self._table[name] = known
        value: T = known[1]
        return value

    def same(self, name: Hashable, value: T) -> T:
        """Return the value that an earlier plan had under this name, if it is equal.

        Then what is made of it is found without comparing it part by part.
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
