"""A file of ours that cannot be read is not a deletion, whatever a sync program has called it, and is not doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Skipped
from followupd.core.values.uid import Kind
from followupd.passes.report import Report
from followupd.run import run_pass
from tests.kit.every_kind import EveryKind
from tests.kit.places import FilePlace, FolderPlace

EACH = [Kind.RETRY, Kind.CALLBACK, Kind.DUE, Kind.PROMISE, Kind.DATE, Kind.BOOK, Kind.MEETING, Kind.REVIEW, Kind.BLOCK]
NAMES = {
    "its own": "{}.ics", "renamed": "Call somebody.ics", "a conflict": "{} (conflicted copy 2026-11-22).ics",
    "syncthing": "{}.sync-conflict-20261122-100000-ABCDEFG.ics", "a download": "{}.ics.part", "rsync": ".{}.ics.Xa1B2c",
    "a backup": "{}.ics~",
}
UNNAMED = {"a temporary name": "tmp8f3a", "a hidden name": ".~lock.ics.k3"}
SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "before its UID": lambda text: text[: text.index(b"UID:")],
    "within its UID": lambda text: text[: text.index(b"UID:") + 12],
    "behind its UID": lambda text: text[: text.index(b"DTSTART")],
    "before its end": lambda text: text[:-30],
    "zeros": lambda text: b"\0" * len(text),
    "zeros at its end": lambda text: text[:200] + b"\0" * (len(text) - 200),
}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[EveryKind]:
    made = EveryKind(tmp_path, FolderPlace(tmp_path))
    made.run()
    yield made
    made.history.close()


def tear(world: EveryKind, path: Path, name: str, spoil: Callable[[bytes], bytes]) -> Path:
    """Rename a file, and damage it."""
    target = path.with_name((NAMES | UNNAMED)[name].format(path.stem))
    data = path.read_bytes()
    path.unlink()
    target.write_bytes(spoil(data))
    return target


def file_of(world: EveryKind, uid: str) -> Path:
    assert isinstance(world.place, FolderPlace)
    return world.place.path / world.place.ours()[uid][0]


def a_pass(world: EveryKind) -> Report:
    world.now += timedelta(minutes=1)
    with world.opened() as sources:
        return run_pass(sources, world.now, write=True)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_skipped_and_nothing_doubles(world: EveryKind, name: str) -> None:
    """However it is damaged, another kind each time; it is reported, and once it is whole everything is as before."""
    before = world.place.texts()
    for number, (how, spoil) in enumerate(SPOILT.items()):
        kind = EACH[(number + list(NAMES).index(name) * len(SPOILT)) % len(EACH)]
        path = file_of(world, world.uid_of(kind))
        whole = path.read_bytes()
        torn = tear(world, path, name, spoil)
        for _ in range(2):
            report = a_pass(world)
            assert len(report.problems) == 1, (how, report.problems)
            assert report.changes == (), how
        torn.unlink()
        path.write_bytes(whole)
        assert a_pass(world).changes == ()
        assert world.hands() == [], how
    assert world.place.texts() == before


@pytest.mark.parametrize(("name", "how"), [
    ("renamed", "empty"), ("a temporary name", "empty"), ("a temporary name", "zeros"),
    ("a hidden name", "empty"), ("a temporary name", "before its UID"),
])
def test_what_cannot_be_named_hides_whatever_is_missing(world: EveryKind, name: str, how: str) -> None:
    """Nobody can tell which one it is, so nothing is taken for deleted until it is gone; and it says what to do."""
    uid, other = world.uid_of(Kind.RETRY), world.uid_of(Kind.MEETING)
    path = file_of(world, uid)
    world.place.delete(other)
    for purpose in (".nomedia", ".stignore", "color", "displayname"):
        path.with_name(purpose).touch()
    torn = tear(world, path, name, SPOILT[how])
    (said,) = a_pass(world).problems
    assert said == (
        f"{torn.name} cannot be read and may be what is missing: Coffee with Max Lee; Call Rita Lee. Nothing "
        "counts as deleted. Restore the file, or delete it."
    )
    torn.unlink()
    a_pass(world)
    assert sorted(world.hands()) == sorted([(Skipped, uid), (Skipped, other)])


@pytest.mark.parametrize(("name", "how"), [
    ("zz.ics~", "whole"), (".syncthing.zz.ics.tmp", "behind its UID"), ("zz.ics.sync-conflict-20261122", "whole"),
    ("zz.ics.part", "zeros at its end"), ("zz (conflicted copy)", "whole"), ("zz.ics.bak", "behind its UID"),
    (".zz.ics.swp", "zeros at its end"), ("zz.ICS", "whole"),
])
def test_a_file_under_a_name_that_is_not_read(world: EveryKind, name: str, how: str) -> None:
    """It holds the event, so nobody deleted that; it is not read as one, for it may be a backup. Others may go."""
    uid, other = world.uid_of(Kind.RETRY), world.uid_of(Kind.MEETING)
    path = file_of(world, uid)
    whole = path.read_bytes()
    path.with_name(name).write_bytes(whole if how == "whole" else SPOILT[how](whole))
    assert a_pass(world).problems == ()      # a backup beside it is nobody's business
    path.unlink()
    world.place.delete(other)
    for _ in range(2):
        (said,) = a_pass(world).problems
        assert said == (
            f"{name} holds what is missing and is not read under this name: Call Rita Lee. It does not count as"
            " deleted. Rename the file back, or delete it."
        )
        assert world.hands() == [(Skipped, other)]
    path.write_bytes(whole)
    assert a_pass(world).problems == ()
    path.unlink()
    path.with_name(name).unlink()
    a_pass(world)
    assert sorted(world.hands()) == sorted([(Skipped, other), (Skipped, uid)])


def test_a_damaged_file_of_somebody_else_hides_nothing(world: EveryKind) -> None:
    """If it says whose it is; one that does not does not matter while nothing of ours is missing."""
    uid = world.uid_of(Kind.RETRY)
    path = file_of(world, uid)
    path.with_name("theirs.ics").write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x@example.org\nSUMM")
    path.unlink()
    assert a_pass(world).problems == ()
    assert world.hands() == [(Skipped, uid)]
    path.with_name("empty.ics").write_bytes(b"")
    report = a_pass(world)
    assert (report.problems, report.changes) == ((), ())


def test_a_renamed_whole_file_is_the_event(world: EveryKind) -> None:
    """And a conflict copy beside a damaged one serves until that is whole again."""
    for kind in (Kind.RETRY, Kind.BLOCK):
        uid = world.uid_of(kind)
        tear(world, file_of(world, uid), "a conflict", lambda text: text)
        world.run()
    uid = world.uid_of(Kind.MEETING)
    name, there = world.place.ours()[uid]
    world.place.put(name.replace(".ics", "-2.ics"), there.raw)
    world.place.put(name, "")
    for _ in range(2):
        assert a_pass(world).changes == ()
    assert world.hands() == []


@pytest.mark.parametrize("spoil", ["empty", "within its UID", "before its end"])
def test_no_second_event_beside_one_under_its_own_name(world: EveryKind, spoil: str) -> None:
    """Also with a lost database, which knows only the names."""
    paths = [file_of(world, world.uid_of(kind)) for kind in EACH]
    for path in paths:
        tear(world, path, "its own", SPOILT[spoil])
    for lost in (False, True):
        if lost:
            world.lose()
        for _ in range(2):
            report = a_pass(world)
            assert report.changes == ()
            assert len(report.problems) == len(EACH)
    there = set(paths[0].parent.iterdir())
    assert there > set(paths)
    assert len(there) == 11


def test_a_drag_is_not_lost_with_it(world: EveryKind) -> None:
    """What was dragged before the file was damaged is where it was put once it can be read."""
    uid = world.uid_of(Kind.RETRY)
    start = world.there()[uid].event.start + timedelta(days=2)
    world.place.drag(uid, start)
    path = file_of(world, uid)
    whole = path.read_bytes()
    torn = tear(world, path, "renamed", SPOILT["zeros"])
    a_pass(world)
    torn.unlink()
    path.write_bytes(whole)
    world.run()
    assert world.there()[uid].event.start == start


def test_an_event_of_a_file_that_lost_its_uid(tmp_path: Path) -> None:
    """In one .ics file the others are whole; nobody is skipped, and it is the same event once it has its UID again."""
    world = EveryKind(tmp_path, FilePlace(tmp_path))
    world.run()
    file = tmp_path / "followup.ics"
    whole, uid = file.read_bytes(), world.uid_of(Kind.RETRY)
    file.write_bytes(whole.replace(f"UID:{uid}\r\n".encode(), b""))
    report = a_pass(world)
    assert (len(report.problems), report.changes, world.hands()) == (1, (), [])
    file.write_bytes(whole)
    world.run()
    world.history.close()
