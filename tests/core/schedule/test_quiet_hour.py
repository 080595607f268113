"""The hour that `init` proposes: the quietest of the week, by the calendars that are busy time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.phrases.weeks import parse_hours
from followupd.core.schedule.quiet_hour import LENGTH, LOOKED_BACK, QuietHour, quietest_hour
from followupd.core.values.time import NO_TIME, Interval, WeekHours, at_wall_clock

DENVER = ZoneInfo("America/Denver")
A_MINUTE = timedelta(minutes=1)
NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)      # a Friday afternoon, in Denver; summer time ended on 1 November
HOURS = parse_hours("Mon-Fri 9:00-17:00")


def proposed(busy: list[Interval], hours: WeekHours = HOURS) -> QuietHour:
    found = quietest_hour(hours, busy, NOW, DENVER)
    assert found is not None
    return found


def meetings(text: str, weeks: range = range(-LOOKED_BACK, 4)) -> list[Interval]:
    """The times of a week (`Tue 10:00-11:00`) in so many weeks, by the clock of Denver."""
    monday = date(2026, 11, 16)
    return [
        one for week in weeks for day in range(7)
        for one in parse_hours(text).on(monday + timedelta(days=7 * week + day), DENVER)
    ]


@pytest.mark.parametrize(("busy", "slot"), [
    ([], "Tuesday 10:00"),
    (meetings("Tue 10:00-11:00"), "Tuesday 9:00"),
    (meetings("Tue 9:00-17:00"), "Wednesday 10:00"),
    (meetings("Mon-Fri 9:00-16:00"), "Tuesday 16:00"),
    (meetings("Mon-Wed 9:00-17:00, Thu 9:30-16:30, Fri 9:00-15:00"), "Friday 15:00"),
    (meetings("Tue 10:00-11:00", range(1, 4)), "Tuesday 9:00"),      # of two that were free, what is to come decides
    (meetings("Mon-Fri 9:00-17:00"), "Tuesday 10:00"),               # all the same: where people usually begin
])
def test_the_quietest_hour_is_proposed(busy: list[Interval], slot: str) -> None:
    assert proposed(busy).slot == slot


def test_it_says_in_how_many_weeks_it_was_free() -> None:
    free = proposed(meetings("Mon, Wed-Fri 9:00-17:00, Tue 9:00-10:00, Tue 11:00-17:00"))
    assert (free.slot, free.free, free.weeks, free.taken) == ("Tuesday 10:00", 8, 8, NO_TIME)
    full, some = meetings("Mon-Fri 9:00-10:00, Mon-Fri 11:00-17:00"), meetings("Mon-Fri 10:00-10:20", range(-2, 0))
    twice = proposed([*full, *some])
    assert (twice.slot, twice.free, twice.taken) == ("Tuesday 10:00", 6, timedelta(minutes=40))


def test_no_hour_fits_into_hours_that_are_shorter() -> None:
    assert quietest_hour(parse_hours("Mon-Fri 12:00-12:45"), [], NOW, DENVER) is None


@given(
    st.lists(st.builds(
        lambda start, minutes: Interval(NOW + timedelta(minutes=start), NOW + timedelta(minutes=start + minutes)),
        st.integers(-60 * 24 * 60, 30 * 24 * 60), st.integers(0, 10 * 60),
    ), max_size=12),
    st.sampled_from(["Mon-Fri 9:00-17:00", "9:10-11:00", "Sat 8:00-20:00, Sun 8:15-9:15"]),
)
def test_no_other_hour_has_less_busy_time(busy: list[Interval], text: str) -> None:
    """Property: each hour of the working hours, at any half hour, had at least as much busy time in the eight weeks."""
    hours = parse_hours(text)
    taken = {minute for one in busy for minute in range(_minute(one.start), _minute(one.end))}
    best = proposed(busy, hours)
    assert best.taken == _counted(best.weekday, best.minute, taken)
    assert any(one.day == best.weekday and one.start <= best.minute <= one.end - 60 for one in hours.ranges)
    for stretch in hours.ranges:
        for minute in range(stretch.start + -stretch.start % 30, stretch.end - 59, 30):
            assert best.taken <= _counted(stretch.day, minute, taken)


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60


def _counted(weekday: int, minute: int, taken: set[int]) -> timedelta:
    """Count the busy minutes of that hour one by one, in the eight weeks before now."""
    today = NOW.astimezone(DENVER).date()
    days = [day for day in (today - timedelta(days=n) for n in range(60)) if day.weekday() == weekday]
    starts = [at_wall_clock(day, time(minute // 60, minute % 60), DENVER) for day in days]
    past = sorted(start for start in starts if start <= NOW)[-LOOKED_BACK:]
    return timedelta(minutes=sum(_minute(start) + n in taken for start in past for n in range(LENGTH // A_MINUTE)))
