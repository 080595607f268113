"""Long work that lets somebody see how far it is: what goes through many items takes a `Through`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Through(Protocol):
    """A function that gives all items, one after the other, and may show how far that is."""

    def __call__(self, items: Sequence[T], /) -> Iterable[T]:
        """Return the items in their order."""
        ...


def unseen(items: Sequence[T], /) -> Iterable[T]:
    """Return the items: nobody watches."""
    return items
