"""Details: every channel to the contact is closed, so new details have to be found."""

from __future__ import annotations

from collections.abc import Sequence

from followupd.core.items.tries import Case, Step, TryItem
from followupd.core.values.uid import Kind


class DetailsItem(TryItem):
    """New details to find, instead of the next try and on its day."""

    kind = Kind.DETAILS

    def __init__(self, tries: Sequence[TryItem]) -> None:
        """Take the kinds that it replaces, in their order."""
        self._tries = tries

    def wants(self, case: Case) -> Step | None:
        """Return the day of the try that is impossible."""
        if case.timeline.channel is not None:
            return None
        step = next((step for item in self._tries if (step := item.wants(case)) is not None), None)
        return step._replace(at=None) if step is not None else None

    def follows_try(self, case: Case) -> bool:
        """Return whether its UID means an attempt that led to it; otherwise it means its own day."""
        return case.timeline.pending is not None
