"""An event of ours that a program made a whole day: that day, at the hour at which it was; no alarm at midnight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Moved
from followupd.core.values.uid import Kind
from tests.kit.every_kind import EACH, EveryKind, begun
from tests.kit.people import DENVER
from tests.kit.places import FilePlace
from tests.kit.remote_places import place_of

A_DAY = timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[EveryKind]:
    yield from begun(tmp_path, FilePlace(tmp_path))


Spelling = Callable[[date, date], tuple[str, ...]]
SPELLINGS: dict[str, Spelling] = {
    "dates": lambda one, end: (f"DTSTART;VALUE=DATE:{one:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"),
    "a date": lambda one, _: (f"DTSTART;VALUE=DATE:{one:%Y%m%d}",),
    "several days": lambda one, end: (f"DTSTART;VALUE=DATE:{one:%Y%m%d}", f"DTEND;VALUE=DATE:{end + A_DAY:%Y%m%d}"),
    "Outlook": lambda one, end: (
        f"DTSTART;TZID=America/Denver:{one:%Y%m%d}T000000", f"DTEND;TZID=America/Denver:{end:%Y%m%d}T000000",
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
    ),
    "midnights in UTC": lambda one, end: (f"DTSTART:{one:%Y%m%d}T070000Z", f"DTEND:{end:%Y%m%d}T070000Z"),
    "no zone": lambda one, end: (f"DTSTART:{one:%Y%m%d}T000000", f"DTEND:{end:%Y%m%d}T000000"),
}


def make_whole(world: EveryKind, uid: str, day: date, spelling: str = "dates") -> None:
    world.place.make_whole(uid, *SPELLINGS[spelling](day, day + A_DAY))


def on(day: date, moment: datetime) -> datetime:
    """The instant on that day at the hour of a moment."""
    local = moment.astimezone(DENVER)
    return local.replace(year=day.year, month=day.month, day=day.day)


@pytest.mark.parametrize("days", [0, 1])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_it_means_that_day_at_its_hour(world: EveryKind, spelling: str, days: int) -> None:
    """Each kind, on its own day or the next: with its own length, busy if it was, and a timed event again."""
    before, places = world.there(), {}
    for kind in EACH:
        uid = world.uid_of(kind)
        event = before[uid].event
        day = event.start.astimezone(DENVER).date() + days * A_DAY
        make_whole(world, uid, day, spelling)
        start = on(day, event.start)
        places[uid] = start, start + event.interval.length, event.busy
    lines = world.run().lines()
    assert sum("kept there." in line or "made a whole day, kept on that day" in line for line in lines) == len(EACH)
    for _ in range(2):
        there = world.there()
        assert {uid: (there[uid].event.start, there[uid].event.end, there[uid].event.busy) for uid in places} == places
        assert all("VALUE=DATE" not in there[uid].raw and "ALLDAY" not in there[uid].raw for uid in places)
        world.now += timedelta(hours=1)
        world.run()
    assert len(world.coming()) == len(before)
    assert sorted(uid for _, uid in world.hands()) == sorted(places if days else ())


def test_back_to_an_hour_again(world: EveryKind) -> None:
    """Whether a pass has run or not, an hour that the user names counts."""
    places = {}
    for kind in EACH:
        uid = world.uid_of(kind)
        event = world.there()[uid].event
        for number in range(2):
            make_whole(world, uid, event.start.astimezone(DENVER).date() + A_DAY)
            if number:
                world.run()
        places[uid] = event.start + timedelta(days=1, hours=2)
        world.place.drag(uid, places[uid], places[uid] + event.interval.length)
    world.run()
    assert {uid: world.there()[uid].event.start for uid in places} == places


def test_a_lost_database_knows_the_hour_by_the_event(world: EveryKind) -> None:
    """And that it was dragged: before the pass that would have written it again, or after it."""
    places = {}
    for kind in EACH:
        uid = world.uid_of(kind)
        event = world.there()[uid].event
        day = event.start.astimezone(DENVER).date() + A_DAY
        make_whole(world, uid, day)
        places[uid] = on(day, event.start)
    for _ in range(2):
        world.lose()
        world.run()
        there = world.there()
        assert {uid: there[uid].event.start for uid in places} == places
        assert {uid for kind, uid in world.hands() if kind is Moved} == places.keys()
        assert all(there[uid].event.interval.length <= timedelta(hours=1) for uid in places)


def test_today_once_its_hour_is_over(world: EveryKind) -> None:
    """It is still meant for today; one that was answered is not."""
    uid, promise = world.uid_of(Kind.BOOK), world.uid_of(Kind.PROMISE)
    world.now = world.there()[uid].event.end + timedelta(hours=2, minutes=7)
    world.run()
    make_whole(world, uid, date(2026, 11, 23))
    report = world.run()
    there = world.there()[uid].event
    assert (there.start, there.interval.length) == (datetime(2026, 11, 23, 12, 0, tzinfo=DENVER), timedelta(minutes=15))
    assert "You moved Bob Lee to Mon 23 Nov 12:00: kept there." in report.lines()
    world.place.retitle(promise, f"{world.there()[promise].event.summary} done")
    world.run()
    make_whole(world, promise, world.now.astimezone(DENVER).date())
    assert world.run().changes == ()


@pytest.mark.parametrize("timed", [True, False])
def test_a_day_that_is_over_counts_as_passed(world: EveryKind, timed: bool) -> None:
    """As after a drag to it: the event stays as it was left, the report says so, and the person is asked for again."""
    uid, other = world.uid_of(Kind.PROMISE), world.uid_of(Kind.BLOCK)
    left, said = {}, []
    for one in (uid, other):
        event = world.there()[one].event
        day = world.now.astimezone(DENVER).date() - 2 * A_DAY
        if timed:
            world.place.drag(one, on(day, event.start), on(day, event.start) + event.interval.length)
        else:
            make_whole(world, one, day)
        left[one] = world.there()[one].raw
    said = world.run().lines()
    for line in ("You moved Pia Lee to Fri 20 Nov 09:00", "You moved the block to Fri 20 Nov 09:00"):
        assert f"{line}: that is over, so it counts as passed." in said
    assert {one: world.there()[one].raw for one in left} == left
    assert "You moved" not in "".join(world.run().lines())
    assert any("Pia" in there.event.description for there in world.there().values() if there.event.start > world.now)


@pytest.mark.parametrize("kind", ["folder", "fake", "radicale"])
def test_on_every_kind_of_calendar(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    for world in begun(tmp_path, place_of(kind, tmp_path, request.getfixturevalue)):
        for item in (Kind.RETRY, Kind.BLOCK):
            uid = world.uid_of(item)
            event = world.there()[uid].event
            day = event.start.astimezone(DENVER).date() + A_DAY
            make_whole(world, uid, day)
            world.run()
            assert world.there()[uid].event.start == on(day, event.start)
