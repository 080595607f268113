"""Random users, their people and their years, for the properties: made of the product's own values, without mocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from followupd.core.values.facts import Attempt, DayTime, Outcome
from followupd.core.values.hitlist import (
    Anniversary,
    BlockRule,
    Cadence,
    Contact,
    Hitlist,
    Per,
    Promise,
    Quota,
    RetryRule,
    ReviewRule,
    StartSmall,
    Status,
)
from followupd.core.values.targets import IcsTarget
from followupd.core.values.time import EVERY_DAY, Span, WeekHours, daily
from tests.kit.branches import EXAMPLES as EXAMPLES

ZONES = tuple(ZoneInfo(z) for z in (
    "America/Denver", "Europe/Berlin", "Asia/Tokyo", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "UTC",
    "Pacific/Auckland", "America/Santiago",
))  # fmt: skip
CHANNELS = ("phone", "text", "email", "video", "coffee", "note", "social", "sauna")
# Around both DST changes of a year, on either half of the earth, and 29 February.
NOWS = st.integers(0, 445 * 24 * 60).map(lambda minutes: datetime(2027, 9, 1, tzinfo=UTC) + timedelta(minutes=minutes))

spans = st.one_of(st.builds(Span, days=st.integers(1, 60)), st.builds(Span, months=st.integers(1, 13)))
channels = st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def week_hours(draw: st.DrawFn) -> WeekHours:
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    start = draw(st.integers(0, 21))
    end = draw(st.integers(start + 1, 23))
    given_days = draw(st.booleans())
    text = f"{start}:00-{end}:00"
    return daily(time(start), time(end), frozenset(days) if given_days else EVERY_DAY, text)


@st.composite
def cadences(draw: st.DrawFn) -> Cadence:
    every = draw(spans)
    return Cadence(every, Span(every.months, every.days + draw(st.integers(0, 40))))


@st.composite
def attempts(draw: st.DrawFn, slug: str, before: datetime) -> Attempt:
    days = draw(st.one_of(st.integers(0, 45), st.integers(0, 500)))      # mostly recent: tries that are under way
    at = before - timedelta(days=days, minutes=draw(st.integers(1, 24 * 60)))
    outcome = draw(st.sampled_from((*[Outcome.NO_ANSWER] * 6, *Outcome)))
    asked = None
    if draw(st.integers(0, 6)) == 0:
        day = at.date() + timedelta(days=draw(st.integers(0, 60)))
        asked = DayTime(day, draw(st.none() | st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))))
    return Attempt(
        slug, at, outcome, draw(st.none() | st.sampled_from(CHANNELS)), "", asked, timed=draw(st.integers(0, 3)) > 0,
        source=draw(st.sampled_from(("command", "hitlist"))),
    )


@st.composite
def agreed_meetings(draw: st.DrawFn, slug: str, before: datetime) -> Attempt:
    """Draw a recent talk in which the day of the next meeting was agreed."""
    at = before - timedelta(days=draw(st.integers(0, 20)), minutes=draw(st.integers(1, 24 * 60)))
    day = at.date() + timedelta(days=draw(st.integers(1, 120)))
    return Attempt(slug, at, Outcome.REACHED, "phone", "", DayTime(day), source="command")


@st.composite
def anniversaries(draw: st.DrawFn, before: datetime) -> Anniversary:
    """Draw days, half of them in the next weeks, when a card may be due."""
    day = draw(st.one_of(
        st.dates(date(2024, 1, 1), date(2024, 12, 31)),
        st.integers(-3, 45).map(lambda days: before.date() + timedelta(days=days)),
    ))
    return Anniversary(
        draw(st.sampled_from(("birthday", "wedding", "project Lisbon"))), day.month, day.day,
        draw(st.none() | st.integers(1950, 2026)), draw(st.none() | st.builds(Span, days=st.integers(0, 30))),
    )


@st.composite
def promises(draw: st.DrawFn, before: datetime) -> Promise:
    """Draw promises: overdue, for the next days, for a far day, without a day, and kept ones."""
    by = draw(st.none() | st.integers(-40, 60).map(lambda days: before.date() + timedelta(days=days)))
    return Promise(draw(st.sampled_from(("send the list", "introduce Hank", "the photos", "call back"))), by,
                   done=draw(st.integers(0, 4)) == 0)


@st.composite
def contacts(draw: st.DrawFn, number: int, before: datetime) -> Contact:
    slug = f"p{number}"
    told = draw(st.lists(attempts(slug, before), max_size=6))
    book_ahead = draw(st.none() | spans) if draw(st.booleans()) else None
    if book_ahead is not None and draw(st.booleans()):
        told.append(draw(agreed_meetings(slug, before)))
    return Contact(
        slug, f"Person {number}", draw(cadences()),
        via=draw(st.just(("phone",)) | channels),
        phones=("+1 303 555 01" + str(10 + number),) if draw(st.booleans()) else (),
        emails=(f"p{number}@example.com",) if draw(st.booleans()) else (),
        timezone=draw(st.none() | st.sampled_from(ZONES)), hours=draw(st.none() | week_hours()),
        like=draw(st.booleans()), status=draw(st.sampled_from((*[Status.ACTIVE] * 8, *Status))),
        pause_until=draw(st.none() | st.dates(date(2027, 9, 1), date(2028, 11, 1))) if draw(st.booleans()) else None,
        log=tuple(sorted(told, key=lambda a: a.at)),
        dates=tuple(draw(st.lists(anniversaries(before), max_size=2, unique_by=lambda d: d.name))),
        book_ahead=book_ahead,
        promises=tuple(draw(st.lists(promises(before), max_size=3, unique_by=lambda p: p.what))),
    )


@st.composite
def block_rules(draw: st.DrawFn) -> BlockRule:
    minutes = draw(st.sampled_from((15, 30, 60, 120)))
    days = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=3))))
    return BlockRule(
        days, time(draw(st.integers(0, 23)), draw(st.sampled_from((0, 30, 59)))), timedelta(minutes=minutes),
        Span(days=7 * draw(st.integers(1, 26))), per_person=timedelta(minutes=draw(st.sampled_from((5, 8, 20)))),
    )


quotas = st.builds(
    Quota, st.sampled_from(CHANNELS), st.integers(1, 3),
    st.sampled_from((Per.WORKDAY, Per.DAY, Per.WEEK, Per.MONTH)),
)
action_plans = st.lists(quotas, min_size=1, max_size=5, unique_by=lambda quota: quota.channel).map(tuple)


@st.composite
def hitlists(draw: st.DrawFn, before: datetime, most: int = 6) -> Hitlist:
    people = draw(st.integers(0, most))
    return Hitlist(
        IcsTarget(Path("followup.ics")), draw(st.sampled_from(ZONES)), draw(week_hours()), name="hitlist",
        blocks=tuple(draw(st.lists(block_rules(), max_size=2))),
        retry=RetryRule(tuple(draw(st.lists(spans, max_size=4))), Span(days=draw(st.integers(0, 30)))),
        action_plan=draw(st.just(()) | action_plans),
        start_small=draw(st.none() | st.builds(StartSmall, st.integers(1, 7), st.integers(0, 3))),
        contacts=tuple(draw(contacts(number, before)) for number in range(people)),
        review=draw(st.none() | st.builds(ReviewRule, st.integers(0, 6), st.builds(time, st.integers(0, 23)))),
    )
