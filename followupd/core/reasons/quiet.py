"""The base of reasons that only `why` shows: an event has no room for the arithmetic of its hour."""

from __future__ import annotations

from datetime import date


class OnlyInWhy:
    """A reason that `why` shows and the text of an event leaves out."""

    __slots__ = ()

    def spoken(self, near: date) -> str:
        """Return "": only `why` shows it."""
        return ""
