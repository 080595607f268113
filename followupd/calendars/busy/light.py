"""The libraries' occurrences without the copies that they make of each event: start, end and which event it was.

recurring-ical-events lets its classes be extended; a copy of the component for each time would be three quarters of
the work.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from recurring_ical_events import EventAdapter, Occurrence
from recurring_ical_events.selection.name import ComponentsWithName


class _Bare(EventAdapter):
    def as_component(
        self, start: date | None = None, stop: date | None = None, keep_recurrence_attributes: bool = True,  # noqa: ARG002
    ) -> Any:
        place = int(str(self._component["X-INDEX"]))
        return self.start if start is None else start, self.end if stop is None else stop, place


class _Time(Occurrence):
    def as_component(self, keep_recurrence_attributes: bool) -> Any:
        whole: Any = self._adapter   # its end is never a length here, whatever the library declares
        return whole.as_component(self.start, self.end, keep_recurrence_attributes)


@cache
def bare_events() -> Any:
    """What `of(..., components=[...])` takes."""
    return ComponentsWithName("VEVENT", _Bare, occurrence=_Time)
