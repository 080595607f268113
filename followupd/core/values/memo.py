"""What one plan has worked out and the next one may use again: one table, with what each value was made of.

A value is used only while what it was made of is equal, so that with and without a memo a plan is the same
(tests/properties/test_memo.py). What a plan does not ask for is forgotten by the one after it. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Memo:
    """The table, handed from plan to plan of one hit list. Only one plan at a time may use it."""

    def __init__(self) -> None:
        self._found: dict[Hashable, tuple[Any, Any]] = {}       # by name: what it was made of, and the value
        self._before: dict[Hashable, tuple[Any, Any]] = {}      # those of the plan before

    def begin(self) -> None:
        """Begin a plan: what the last one did not ask for is forgotten."""
        self._before, self._found = self._found, {}

    def of(
        self, name: Hashable, made_of: object, work: Callable[[], T], still: Callable[[T], bool] | None = None
    ) -> T:
        """Return the value of this name, worked out unless it is known from equal parts; `still` may refuse that."""
        known = self._found.get(name) or self._before.get(name)
        if known is None or known[0] != made_of or (still is not None and not still(known[1])):
            known = made_of, work()
        self._found[name] = known
        value: T = known[1]
        return value

    def same(self, name: Hashable, value: T) -> T:
        """Return the value that an earlier plan had under this name, if it is equal: then what is made of it is found
        without comparing it part by part."""
        return self.of(name, value, lambda: value)

    def note(self, name: Hashable, value: T) -> T:
        """Note a value under this name for the next plan, and return it."""
        self._found[name] = None, value
        return value

    def last(self, name: Hashable) -> Any:
        """Return what was last noted or worked out under this name; None if nothing was."""
        known = self._found.get(name) or self._before.get(name)
        return None if known is None else known[1]
