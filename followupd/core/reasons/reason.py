"""The protocol of every reason, and the base of those that only `why` shows."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Reason(Protocol):
    """The reason why something is planned, as a frozen value. A kind of item may have its own in its file."""

    def text(self, near: date) -> str:
        """Return one clause in plain words, as it is read from the day `near`."""

    def spoken(self, near: date) -> str:
        """Return the sentence on an event; "" if an event leaves it out."""


class OnlyInWhy:
    """A reason that `why` shows and an event leaves out: it has no room for the arithmetic of its hour."""

    __slots__ = ()

    def spoken(self, near: date) -> str:
        """Return "": only `why` shows it."""
        return ""
