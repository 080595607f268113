"""What reasons share that only `why` gives: an event has no room for the arithmetic of its hour."""

from __future__ import annotations

from datetime import date


class OnlyInWhy:
    """A reason that `why` tells and the text of an event leaves out."""

    __slots__ = ()

    def spoken(self, near: date) -> str:
        """Return nothing: `why` has it."""
        return ""
