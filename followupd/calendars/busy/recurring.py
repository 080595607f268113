"""The libraries icalendar and recurring-ical-events, which expand the rules that are left to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from icalendar import Calendar
from recurring_ical_events import EventAdapter, Occurrence, of
from recurring_ical_events.selection.name import ComponentsWithName


class UnreadableEvent(ValueError):
    """A property of an event cannot be read. The message names it."""


def occurrences_of(text: str, first: datetime, last: datetime) -> list[tuple[date, date, int]]:
    """Return start, end and event index of each occurrence: dates, wall-clock times or aware ones, as in the text.

    Raises UnreadableEvent, and for malformed input whatever the libraries raise.
    """
    calendar: Any = Calendar.from_ical(text)
    for event in calendar.walk("VEVENT"):
        if event.errors:
            raise UnreadableEvent(f"its {event.errors[0][0]} cannot be read")
    found: list[tuple[date, date, int]] = of(calendar, components=[_WITHOUT_COPIES]).between(first, last)
    return found


class _Bare(EventAdapter):
    def as_component(
        self, start: date | None = None, stop: date | None = None,
        keep_recurrence_attributes: bool = True,  # noqa: ARG002 - the library's signature
    ) -> Any:
        index = int(str(self._component["X-INDEX"]))
        return self.start if start is None else start, self.end if stop is None else stop, index


class _Time(Occurrence):
    def as_component(self, keep_recurrence_attributes: bool) -> Any:
        whole: Any = self._adapter   # its end is never a duration here, whatever the library declares
        return whole.as_component(self.start, self.end, keep_recurrence_attributes)


# Gives start, end and index of an occurrence. To copy the component for each would be three quarters of the work.
_WITHOUT_COPIES = ComponentsWithName("VEVENT", _Bare, occurrence=_Time)
