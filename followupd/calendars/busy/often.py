"""Series that are too frequent to expand: only the next occurrences count.

One whose occurrences leave no gap is one busy time. Of any other, as many days are read as the limits of steps.py let.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from followupd.calendars.busy import series
from followupd.calendars.busy.remembered_times import Taken
from followupd.calendars.busy.steps import MARGIN, BadSeries, TooOften, steady_step
from followupd.calendars.busy.times import LocalTimes, ordinal_of, seconds, single
from followupd.calendars.ical.content_lines import ContentLine
from followupd.calendars.ical.zones import named


def expand_first(
    events: Sequence[Sequence[ContentLine]], first: datetime, last: datetime, setting: series.Setting,
    takes_time: Callable[[Iterable[ContentLine]], bool],
) -> tuple[list[Taken], int | None]:
    """Return the times of these VEVENTs as `series.expand` does, of one that recurs too often those that come first.

    The second value is the instant (seconds) from which none counts; None: all do. Raises BadSeries.
    """
    try:
        return series.expand(events, first, last, setting, takes_time)
    except TooOften:
        found = _without_gap(events, setting)
        if found is not None and takes_time(events[0]):
            a, b = found[0], int(min(found[1], seconds(last)))
            return ([(a, b, series.title_of(events[0]))] if a < b and b > seconds(first) else []), None
        days = _days_that_can_be_read(events, first, (last - first).days, setting)
        nearer = first + timedelta(days=days)
        starts = [line.value.strip() for lines in events for line in lines if line.name == "DTSTART"]
        if not days or nearer.toordinal() <= min(ordinal_of(start) or 1 for start in starts):
            raise
        times, until = series.expand(events, first, nearer, setting, takes_time)
        if not times:       # it begins later, or takes no time
            raise
        return times, until if until is not None else seconds(nearer)


def _days_that_can_be_read(
    events: Sequence[Sequence[ContentLine]], first: datetime, days: int, setting: series.Setting
) -> int:
    """Return how many days from `first` on take few enough steps, with the margin that is read after them."""
    least, most = 0, days       # the first can be read (if any can), the last cannot
    while most - least > 1:
        middle = (least + most) // 2
        try:
            series.readable(events, first, first + timedelta(days=middle) + MARGIN, setting)
        except BadSeries:
            most = middle
        else:
            least = middle
    return least


def _without_gap(events: Sequence[Sequence[ContentLine]], setting: series.Setting) -> tuple[int, float] | None:
    """Return start and end (seconds) of a series whose every occurrence lasts until the next; None for any other."""
    fields = {line.name: line for line in events[0]}
    alone = len(events) == 1 and sum(line.name == "RRULE" for line in events[0]) == 1
    if not alone or fields.keys() & {"RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"}:
        return None
    step, count = steady_step(fields["RRULE"].value.upper())
    stretch = single(fields, LocalTimes(setting.zones, named(setting.default_zone) or setting.home, setting.home))
    if not step or stretch is None or stretch[1] - stretch[0] < step:
        return None
    start, length = stretch[0], stretch[1] - stretch[0]
    ends = min(start + step * (count - 1), series.until_of(fields["RRULE"], fields["DTSTART"], setting))
    return start, ends + length if ends < math.inf else math.inf
