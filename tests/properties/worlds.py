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
))
CHANNELS = ("phone", "text", "email", "video", "coffee", "note", "social", "sauna")
# Around both DST changes of a year, on either half of the earth, and 29 February.
NOWS = st.integers(0, 445 * 24 * 60).map(lambda minutes: datetime(2027, 9, 1, tzinfo=UTC) + timedelta(minutes=minutes))

# A strategy is made once, here, and not again in each draw: making them took a fifth of a property's time.
spans = st.one_of(st.builds(Span, days=st.integers(1, 60)), st.builds(Span, months=st.integers(1, 13)))
channels = st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=3, unique=True).map(tuple)
any_channel = st.sampled_from(CHANNELS)
yes_or_no = st.booleans()
up_to_4 = st.integers(0, 4)
hours = st.integers(0, 23)
minutes_of_a_day = st.integers(1, 24 * 60)
weekdays = st.integers(0, 6)
days_on = st.integers(0, 60)


@st.composite
def week_hours(draw: st.DrawFn) -> WeekHours:
    days = draw(_some_weekdays)
    start = draw(_opening)
    end = draw(_closing[start])
    text = f"{start}:00-{end}:00"
    return daily(time(start), time(end), frozenset(days) if draw(yes_or_no) else EVERY_DAY, text)


_some_weekdays = st.sets(weekdays, min_size=1)
_opening = st.integers(0, 21)
_closing = [st.integers(start + 1, 23) for start in range(22)]


@st.composite
def cadences(draw: st.DrawFn) -> Cadence:
    every = draw(spans)
    return Cadence(every, Span(every.months, every.days + draw(_allowance)))


_allowance = st.integers(0, 40)


@st.composite
def attempts(draw: st.DrawFn, slug: str, before: datetime) -> Attempt:
    at = before - timedelta(days=draw(_days_since), minutes=draw(minutes_of_a_day))
    outcome = draw(_outcomes)
    asked = None
    if draw(up_to_4) == 0:
        asked = DayTime(at.date() + timedelta(days=draw(days_on)), draw(_asked_times))
    return Attempt(
        slug, at, outcome, draw(_maybe_channel), "", asked, timed=draw(up_to_4) > 0, source=draw(_sources),
    )


_days_since = st.one_of(st.integers(0, 45), st.integers(0, 500))      # mostly recent: tries that are under way
_outcomes = st.sampled_from((*[Outcome.NO_ANSWER] * 6, *Outcome))
_asked_times = st.none() | st.builds(time, hours, st.sampled_from((0, 30)))
_maybe_channel = st.none() | any_channel
_sources = st.sampled_from(("command", "hitlist"))


@st.composite
def agreed_meetings(draw: st.DrawFn, slug: str, before: datetime) -> Attempt:
    """Draw a recent talk in which the day of the next meeting was agreed."""
    at = before - timedelta(days=draw(_days_ago), minutes=draw(minutes_of_a_day))
    day = at.date() + timedelta(days=draw(_days_until))
    return Attempt(slug, at, Outcome.REACHED, "phone", "", DayTime(day), source="command")


_days_ago = st.integers(0, 20)
_days_until = st.integers(1, 120)


@st.composite
def anniversaries(draw: st.DrawFn, before: datetime) -> Anniversary:
    """Draw days, half of them in the next weeks, when a card may be due."""
    day = draw(_days_of_a_year) if draw(yes_or_no) else before.date() + timedelta(days=draw(_near_days))
    return Anniversary(draw(_feasts), day.month, day.day, draw(_years), draw(_leads))


_days_of_a_year = st.dates(date(2024, 1, 1), date(2024, 12, 31))
_near_days = st.integers(-3, 45)
_feasts = st.sampled_from(("birthday", "wedding", "project Lisbon"))
_years = st.none() | st.integers(1950, 2026)
_leads = st.none() | st.builds(Span, days=st.integers(0, 30))


@st.composite
def promises(draw: st.DrawFn, before: datetime) -> Promise:
    """Draw promises: overdue, for the next days, for a far day, without a day, and kept ones."""
    days = draw(_days_to_keep_it)
    by = None if days is None else before.date() + timedelta(days=days)
    return Promise(draw(_promised), by, done=draw(up_to_4) == 0)


_days_to_keep_it = st.none() | st.integers(-40, 60)
_promised = st.sampled_from(("send the list", "introduce Hank", "the photos", "call back"))


@st.composite
def contacts(draw: st.DrawFn, number: int, before: datetime) -> Contact:
    slug = f"p{number}"
    told = draw(st.lists(attempts(slug, before), max_size=6))
    book_ahead = draw(_maybe_spans)
    if book_ahead is not None and draw(yes_or_no):
        told.append(draw(agreed_meetings(slug, before)))
    days = draw(st.lists(anniversaries(before), max_size=2, unique_by=lambda feast: feast.name))
    promised = draw(st.lists(promises(before), max_size=3, unique_by=lambda promise: promise.what))
    return Contact(
        slug, f"Person {number}", draw(cadences()),
        via=draw(_ways), phones=("+1 303 555 01" + str(10 + number),) if draw(yes_or_no) else (),
        emails=(f"p{number}@example.com",) if draw(yes_or_no) else (),
        timezone=draw(_maybe_zone), hours=draw(_maybe_hours),
        like=draw(yes_or_no), status=draw(_statuses), pause_until=draw(_pauses),
        log=tuple(sorted(told, key=lambda a: a.at)), dates=tuple(days), book_ahead=book_ahead,
        promises=tuple(promised),
    )


_maybe_spans = st.none() | st.none() | st.none() | spans
_ways = st.just(("phone",)) | channels
_zones = st.sampled_from(ZONES)
_maybe_zone = st.none() | _zones
_maybe_hours = st.none() | week_hours()
_statuses = st.sampled_from((*[Status.ACTIVE] * 8, *Status))
_pauses = st.none() | st.none() | st.none() | st.dates(date(2027, 9, 1), date(2028, 11, 1))


@st.composite
def block_rules(draw: st.DrawFn) -> BlockRule:
    return BlockRule(
        tuple(sorted(draw(_block_days))), time(draw(hours), draw(_block_minutes)),
        timedelta(minutes=draw(_block_lengths)), Span(days=7 * draw(_weeks)),
        per_person=timedelta(minutes=draw(_minutes_a_person)),
    )


_block_days = st.sets(weekdays, min_size=1, max_size=3)
_block_minutes = st.sampled_from((0, 30, 59))
_block_lengths = st.sampled_from((15, 30, 60, 120))
_weeks = st.integers(1, 26)
_minutes_a_person = st.sampled_from((5, 8, 20))

quotas = st.builds(
    Quota, any_channel, st.integers(1, 3), st.sampled_from((Per.WORKDAY, Per.DAY, Per.WEEK, Per.MONTH)),
)
action_plans = st.lists(quotas, min_size=1, max_size=5, unique_by=lambda quota: quota.channel).map(tuple)


@st.composite
def hitlists(draw: st.DrawFn, before: datetime, most: int = 6) -> Hitlist:
    people = draw(st.integers(0, most))
    return Hitlist(
        IcsTarget(Path("followup.ics")), draw(_zones), draw(week_hours()), name="hitlist",
        blocks=draw(_blocks), retry=RetryRule(draw(_ladders), Span(days=draw(_rests))),
        action_plan=draw(_maybe_action_plan), start_small=draw(_maybe_start_small),
        contacts=tuple(draw(contacts(number, before)) for number in range(people)),
        review=draw(_maybe_review),
    )


_blocks = st.lists(block_rules(), max_size=2).map(tuple)
_ladders = st.lists(spans, max_size=4).map(tuple)
_rests = st.integers(0, 30)
_maybe_action_plan = st.just(()) | action_plans
_maybe_start_small = st.none() | st.builds(StartSmall, st.integers(1, 7), st.integers(0, 3))
_maybe_review = st.none() | st.builds(ReviewRule, weekdays, st.builds(time, hours))
