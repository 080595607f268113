"""One event of ours that exists twice: a conflict copy in a folder, joined files, servers that take two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.caldav.listing import FULL_EVERY
from followupd.calendars.ical import cutter
from followupd.core.values.facts import Attempt, Moved
from followupd.desk.withdraw import withdraw
from followupd.passes.report import Report
from followupd.run import run_pass
from tests.kit.fake_caldav import Quirks
from tests.kit.local_http import HttpReply
from tests.kit.places import CalendarPlace, FilePlace, FolderPlace
from tests.kit.remote_places import FakePlace
from tests.kit.worlds import UserWorld


@pytest.fixture(params=["file", "folder", "fake", "fake without ETags"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UserWorld]:
    """Return a place that accepts two resources with one UID."""
    places: dict[str, Callable[[], CalendarPlace]] = {
        "file": lambda: FilePlace(tmp_path), "folder": lambda: FolderPlace(tmp_path),
    }
    place = places.get(request.param, FakePlace)()
    if isinstance(place, FakePlace):
        place.server.quirks = Quirks(clash=None, etags="none" if request.param.endswith("ETags") else "good")
    made = UserWorld(tmp_path, place)
    made.log(0)
    made.kept = place.open()   # a daemon: it fetches what is new, whatever its name
    made.run()
    yield made
    made.kept.close()
    made.history.close()
    place.close()


def doubled(world: UserWorld, uid: str, how: Callable[[str], str] = lambda text: text) -> None:
    """Return another copy of this event, as another program would make it from the same text."""
    text = how(world.place.ours()[uid][1].raw)
    if isinstance(world.place, FilePlace):
        path = world.place.path
        given = cutter.cut(text.encode())
        (block,) = given.events
        path.write_bytes(cutter.edit(cutter.cut(path.read_bytes()), {}, [given.text(block)]))
    else:
        world.place.put("a-copy.ics", text)


def copies(world: UserWorld, uid: str) -> list[str]:
    calendar = world.place.open()
    snapshot = calendar.read()   # expects nothing, so it reads everything
    calendar.close()
    return [p.event.summary for p in (*snapshot.events, *snapshot.doubles) if p.uid == uid]


def reminder(world: UserWorld) -> str:
    return next(uid for uid in world.there() if uid.startswith("retry-p0"))


def test_an_equal_copy_goes(world: UserWorld) -> None:
    """One is deleted, the other stays as it was; the user has deleted or moved nothing."""
    uid = reminder(world)
    before = world.there()
    doubled(world, uid)
    assert len(copies(world, uid)) == 2
    report = world.run()
    assert report.lines() == [f"1 further copy of events taken off {report.label}."]
    assert {u: p.event for u, p in world.there().items()} == {u: p.event for u, p in before.items()}
    assert world.hands() == []


def test_a_copy_that_the_server_keeps_is_no_copy_that_went(tmp_path: Path) -> None:
    """It is told as refused, the pass before stays as it is, and it pauses."""
    world = UserWorld(tmp_path, FakePlace())
    assert isinstance(world.place, FakePlace)
    server = world.place.server
    server.quirks = Quirks(clash=None)
    world.log(0)
    world.kept = world.place.open()
    world.run()
    doubled(world, reminder(world))
    asked: list[str] = []

    def fault(method: str, path: str, count: int) -> HttpReply | None:
        asked.extend([path] if method == "DELETE" else [])
        return HttpReply(403) if method == "DELETE" else None

    server.fault = fault
    with world.opened() as sources:
        report = run_pass(sources, world.now, write=True)
    assert report.copies == 0
    assert len(report.problems) == 1
    assert "could not be taken off: the server refuses it (403); it is a second copy of" in report.problems[0]
    assert report.succeeded
    assert [path.rpartition("/")[2] for path in asked] == ["a-copy.ics"]
    asked.clear()
    with world.opened() as sources:
        assert run_pass(sources, world.now, write=True).problems == report.problems
    assert asked == []
    world.kept.close()
    world.history.close()
    world.place.close()


def test_an_older_copy_of_ours_goes(world: UserWorld) -> None:
    """A conflict copy from before our last text has no words of the user."""
    uid = sorted(u for u in world.there() if u.startswith("block-"))[0]
    old = world.place.ours()[uid][1].raw
    world.log(1)
    world.run()
    new = world.there()[uid].event
    assert new.description not in old
    doubled(world, uid, lambda text: old)
    world.run()
    assert world.there()[uid].event == new
    assert world.hands() == []


@pytest.mark.parametrize("first", [False, True])
def test_the_copy_that_the_user_edited_stays(world: UserWorld, first: bool) -> None:
    """Two are there, and one of them is dragged and gets a note: that one counts."""
    uid = reminder(world)
    event = world.there()[uid].event
    start = event.start + timedelta(days=1)
    untouched = world.place.ours()[uid][1].raw
    moved = untouched.replace(f"DTSTART:{event.start:%Y%m%dT%H%M%SZ}", f"DTSTART:{start:%Y%m%dT%H%M%SZ}")
    moved = moved.replace(f"DTEND:{event.end:%Y%m%dT%H%M%SZ}", f"DTEND:{start + event.interval.length:%Y%m%dT%H%M%SZ}")
    moved = moved.replace("TRANSP:", "LOCATION:Kitchen\r\nTRANSP:")
    if first:
        world.place.put(world.place.ours()[uid][0], moved)
    doubled(world, uid, lambda text: untouched if first else moved)
    world.run()
    there = world.there()[uid]
    assert there.event.start == start
    assert "LOCATION:Kitchen" in there.raw
    assert [kind for kind, _ in world.hands()] == [Moved]


def test_copies_that_both_have_words_of_the_user_stay_and_are_reported(world: UserWorld) -> None:
    """Nothing is guessed: both stay, one sentence asks, and what is written goes to one of them."""
    uid = reminder(world)
    world.place.edit(uid, LOCATION="Kitchen")
    doubled(world, uid, lambda text: text.replace("LOCATION:Kitchen", "COMMENT:ask about the dog"))
    report: Report = world.run()
    (question,) = report.questions
    assert "exists twice" in question
    assert len(copies(world, uid)) == 2
    assert world.run().changes == ()


def test_a_mark_on_one_of_two_counts_once(world: UserWorld) -> None:
    uid = reminder(world)
    doubled(world, uid, lambda text: text.replace("\r\nSUMMARY:", "\r\nSUMMARY:na "))
    world.run()
    assert len([f for f in world.history.facts() if isinstance(f, Attempt) and f.event == uid]) == 1
    assert [title.startswith("✓ ") for title in copies(world, uid)] == [True]


def test_what_has_begun_stays_twice(world: UserWorld) -> None:
    """The past is left alone."""
    uid = reminder(world)
    doubled(world, uid)
    world.now = world.there_at(uid) + timedelta(minutes=1)
    world.run()
    assert len(copies(world, uid)) == 2


def test_a_copy_that_came_while_no_process_ran_is_found_in_time(tmp_path: Path) -> None:
    """A process reads what is named like ours at first; with its first whole look it reads the rest once."""
    place = FakePlace()
    place.server.quirks = Quirks(clash=None)
    world = UserWorld(tmp_path, place)
    world.log(0)
    world.run()
    uid = reminder(world)
    doubled(world, uid)
    world.kept = place.open()
    for _ in range(FULL_EVERY + 2):
        with world.opened() as sources:
            run_pass(sources, world.now, write=True)
    assert len(copies(world, uid)) == 1
    world.kept.close()
    world.history.close()
    place.close()


def test_withdrawing_takes_all_copies(world: UserWorld) -> None:
    uid = reminder(world)
    doubled(world, uid, lambda text: text.replace("SUMMARY:", "COMMENT:mine\r\nSUMMARY:"))
    with world.opened() as sources:
        withdraw(sources, world.now, write=True)
    assert copies(world, uid) == []
