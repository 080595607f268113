"""Days, spans and hours: month ends, and the two hours of a year that do not exist or exist twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.time import Interval, Span, WeekHours, at_wall_clock, count, daily, intersect, without
from tests.kit.people import DENVER

LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("span", "day", "after"),
    [
        (Span(months=1), date(2027, 1, 31), date(2027, 2, 28)), (Span(months=1), date(2028, 1, 31), date(2028, 2, 29)),
        (Span(months=12), date(2028, 2, 29), date(2029, 2, 28)),
        (Span(months=1), date(2026, 11, 30), date(2026, 12, 30)),
        (Span(months=3), date(2026, 11, 30), date(2027, 2, 28)), (Span(days=7), date(2026, 12, 28), date(2027, 1, 4)),
        (Span(months=1, days=1), date(2027, 1, 31), date(2027, 3, 1)), (Span(), date(2027, 1, 31), date(2027, 1, 31)),
        (Span(months=12 * 9000), date(2026, 1, 1), date.max), (Span(days=10**10), date(2026, 1, 1), date.max),
    ],
)
def test_a_span_ends_inside_its_month(span: Span, day: date, after: date) -> None:
    assert span.after(day) == after


@pytest.mark.parametrize(
    ("span", "text"),
    [(Span(days=7), "1 week"), (Span(days=10), "10 days"), (Span(months=1), "1 month"),
     (Span(months=14), "1 year 2 months"),
     (Span(months=24), "2 years"), (Span(months=1, days=14), "1 month 2 weeks"), (Span(), "0 days"),
     (Span(days=1), "1 day")],
)
def test_a_span_is_said_in_the_largest_words(span: Span, text: str) -> None:
    assert str(span) == text


@pytest.mark.parametrize(
    ("day", "clock", "zone", "utc"),
    [
        (date(2026, 11, 24), time(10), DENVER, "2026-11-24T17:00"),
        (date(2027, 3, 14), time(2, 30), DENVER, "2027-03-14T09:30"),     # the gap: 02:30 reads as 03:30
        (date(2027, 3, 14), time(3, 30), DENVER, "2027-03-14T09:30"),
        (date(2026, 11, 1), time(1, 30), DENVER, "2026-11-01T07:30"),     # the fold: the first of two
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, "2026-10-03T15:45"),  # a gap of half an hour: 02:15 reads as 02:45
        (date(2027, 4, 4), time(1, 45), LORD_HOWE, "2027-04-03T14:45"),   # a fold of half an hour
    ],
)
def test_the_wall_clock_when_the_clocks_change(day: date, clock: time, zone: ZoneInfo, utc: str) -> None:
    """RFC 5545 3.3.5."""
    assert at_wall_clock(day, clock, zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "day", "lengths"),
    [
        ("any time", date(2026, 11, 1), [25]), ("any time", date(2027, 3, 14), [23]),
        ("any time", date(2026, 11, 2), [24]),
        ("1:00-3:00", date(2026, 11, 1), [3]), ("1:00-3:00", date(2027, 3, 14), [1]),
        ("Sun 22:00-2:00", date(2026, 11, 1), [2]), ("Sun 22:00-2:00", date(2026, 11, 2), [2]),
        ("Mon 9:00-12:00", date(2026, 11, 1), []), ("9-12, 11-13, 13-14", date(2026, 11, 2), [5]),
        ("Sun 0:00-3:00", date(2026, 11, 1), [4]),
    ],
)
def test_hours_of_a_day(hours: str, day: date, lengths: list[int]) -> None:
    """In Denver, where Sunday 1 November 2026 has 25 hours and Sunday 14 March 2027 has 23."""
    assert [stretch.length for stretch in parse_hours(hours).on(day, DENVER)] == [n * HOUR for n in lengths]


def test_hours_inside_the_gap_are_none() -> None:
    """02:00-02:30 of 14 March 2027 does not exist, and makes no stretch end before it starts."""
    assert all(s.start < s.end for s in parse_hours("2:00-2:30").on(date(2027, 3, 14), DENVER))


def test_a_talk_over_midnight_is_in_no_single_stretch() -> None:
    """Hours over midnight are two stretches; what is within one of them is held."""
    hours = parse_hours("22:00-2:00")
    start = at_wall_clock(date(2026, 11, 24), time(23, 50), DENVER)
    assert hours.hold(start, start + timedelta(minutes=10), DENVER)
    assert not hours.hold(start - 3 * HOUR, start, DENVER)


minutes = st.integers(0, 3000)


def interval(pair: tuple[int, int]) -> Interval:
    first = datetime(2026, 11, 20, tzinfo=UTC)
    return Interval(first + timedelta(minutes=pair[0]), first + timedelta(minutes=pair[0] + 1 + pair[1]))


def apart(found: list[Interval]) -> tuple[Interval, ...]:
    kept: list[Interval] = []
    for one in sorted(found):
        if not kept or kept[-1].end < one.start:
            kept.append(one)
    return tuple(kept)


stretches = st.lists(st.tuples(minutes, st.integers(0, 300)).map(interval), max_size=6)


@given(st.tuples(minutes, st.integers(0, 900)).map(interval), stretches)
def test_what_remains_and_what_was_taken_make_the_whole(stretch: Interval, found: list[Interval]) -> None:
    """Cutting out and the common part add up to the stretch, and never overlap."""
    taken = apart(found)
    free, common = without(stretch, taken), intersect((stretch,), taken)
    assert sum((i.length for i in (*free, *common)), timedelta()) == stretch.length
    assert not any(a.overlaps(b) for a in free for b in common)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.sampled_from(["America/Denver", "Australia/Lord_Howe"]))
def test_a_day_of_hours_is_found_again_by_its_interval(day: date, name: str) -> None:
    """`intervals` over a whole day gives what `on` gives."""
    zone = ZoneInfo(name)
    hours: WeekHours = daily(time(0, 15), time(23, 45))
    start, end = (at_wall_clock(d, time(0), zone) for d in (day, day + timedelta(days=1)))
    assert tuple(hours.intervals(start, end, zone)) == hours.on(day, zone)


def test_a_count_knows_the_plural() -> None:
    assert [count(n, "week") for n in (0, 1, 2)] == ["0 weeks", "1 week", "2 weeks"]
    assert [count(n, "person", "people") for n in (0, 1, 2)] == ["0 people", "1 person", "2 people"]
