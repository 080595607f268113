"""A file of ours that cannot be read is not a deletion, whatever a sync program has called it, and is not doubled."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Skipped
from followupd.core.values.uid import Kind
from followupd.passes.report import Report
from followupd.run import run_pass
from tests.kit.every_kind import EACH, EveryKind
from tests.kit.places import FOREIGN, FilePlace, FolderPlace

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
    "one bit of its UID's name": lambda text: text.replace(b"\nUID:", b"\nUIX:"),
    "one bit of its UID": lambda text: text.replace(b"-hitlist@followupd", b"-hitlist@foldowupd"),
    "one bit of its kind": lambda text: text.replace(b"\nUID:", b"\nUID:x"),
    "no value of its UID": lambda text: re.sub(rb"\nUID:[^\r\n]*", b"\nUID:", text),
    "its alarm's UID alone": lambda text: re.sub(rb"\nUID:[^\r\n]*", b"\nUID: ", text).replace(
        b"BEGIN:VALARM", b"BEGIN:VALARM\r\nUID:8A4C-4A53"
    ),
    "all but the calendar": lambda text: text[: text.index(b"BEGIN:VEVENT")] + b"END:VCALENDAR\r\n",
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
    ("a hidden name", "empty"), ("a temporary name", "before its UID"), ("renamed", "one bit of its UID"),
    ("renamed", "one bit of its UID's name"), ("a temporary name", "one bit of its UID"),
    ("renamed", "no value of its UID"), ("renamed", "its alarm's UID alone"), ("renamed", "all but the calendar"),
    ("a temporary name", "no value of its UID"), ("a hidden name", "all but the calendar"),
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


LINK, FOLDER = "is a link to a file that does not exist", "is a folder, not a file"
PIPE = "is a pipe or a device, not a file"
IN_ITS_PLACE: dict[str, Callable[[Path], object]] = {
    LINK: lambda path: path.symlink_to("/nowhere/at all"), PIPE: os.mkfifo, FOLDER: Path.mkdir,
    "no longer holds an event of followupd": lambda path: path.write_text(FOREIGN.format(uid="x@example.org")),
}


@pytest.mark.parametrize("what", IN_ITS_PLACE)
@pytest.mark.parametrize("kind", [Kind.RETRY, Kind.BLOCK])
def test_something_else_in_the_place_of_its_file(world: EveryKind, what: str, kind: Kind) -> None:
    """A link into an unmounted disk, a folder or a pipe under its own name: nobody deleted the event."""
    uid = world.uid_of(kind)
    path = file_of(world, uid)
    whole = path.read_bytes()
    path.unlink()
    IN_ITS_PLACE[what](path)
    for _ in range(2):
        report = a_pass(world)
        (said,) = report.problems
        assert what in said
        assert report.changes == ()
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.write_bytes(whole)
    assert (a_pass(world).problems, a_pass(world).changes, world.hands()) == ((), (), [])


@pytest.mark.parametrize("what", [LINK, PIPE, FOLDER])
def test_something_else_under_another_name(world: EveryKind, what: str) -> None:
    """It may be what is missing, until it is gone; one that nothing of ours is missing for hides nothing."""
    uid = world.uid_of(Kind.RETRY)
    path = file_of(world, uid)
    other = path.with_name("q.ics")
    IN_ITS_PLACE[what](other)
    assert a_pass(world).problems == ()
    path.unlink()
    (said,) = a_pass(world).problems
    assert said.startswith("q.ics cannot be read and may be what is missing: Call Rita Lee.")
    assert world.hands() == []
    other.rmdir() if other.is_dir() else other.unlink()
    a_pass(world)
    assert world.hands() == [(Skipped, uid)]


def test_a_file_that_was_moved_into_a_folder_beside_it(world: EveryKind) -> None:
    """It is named with its folder and not taken for a deletion; in a hidden folder, as of a trash bin, it is one."""
    uid = world.uid_of(Kind.RETRY)
    path = file_of(world, uid)
    for folder, gone in (("Old/2026", []), (".stversions", [(Skipped, uid)])):
        moved = path.parent / folder / path.name
        moved.parent.mkdir(parents=True)
        path.rename(moved)
        said = a_pass(world).problems
        assert [one.split(" holds")[0] for one in said] == ([] if gone else [f"{folder}/{path.name}"])
        assert world.hands() == gone
        moved.rename(path)
        moved.parent.rmdir()


def test_a_copy_that_a_program_made_hides_nothing(world: EveryKind) -> None:
    """It has our signs, and a sound UID of its own."""
    uid = world.uid_of(Kind.RETRY)
    path = file_of(world, uid)
    path.with_name("copy.ics").write_bytes(path.read_bytes().replace(uid.encode(), b"6f1d7f6e-8a4c-4a53-b8c5-0dd0e3a1"))
    path.unlink()
    assert a_pass(world).problems == ()
    assert world.hands() == [(Skipped, uid)]


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
    assert len(there) == 13


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


@pytest.mark.parametrize("left", [
    "", "UIX:{}\r\n", "UID:x{}\r\n", "UID:{}x\r\n", "UID:\r\n", "UID: \r\n", "UID;X=Y:\r\n",
])
def test_an_event_of_a_file_that_lost_its_uid(tmp_path: Path, left: str) -> None:
    """In one .ics file the others are whole; nobody is skipped, and it is the same event once it has its UID again."""
    world = EveryKind(tmp_path, FilePlace(tmp_path))
    world.run()
    file = tmp_path / "followup.ics"
    whole, uid = file.read_bytes(), world.uid_of(Kind.RETRY)
    file.write_bytes(whole.replace(f"UID:{uid}\r\n".encode(), left.format(uid).encode()))
    report = a_pass(world)
    assert (len(report.problems), report.changes, world.hands()) == (1, (), [])
    file.write_bytes(whole)
    world.run()
    world.history.close()


def test_one_of_two_in_a_joined_file_lost_its_uid(world: EveryKind) -> None:
    """The other is read from the same file."""
    lost, kept = file_of(world, world.uid_of(Kind.RETRY)), file_of(world, world.uid_of(Kind.MEETING))
    text = lost.read_bytes()
    begin, end = text.index(b"BEGIN:VEVENT"), text.index(b"END:VCALENDAR")
    kept.write_bytes(kept.read_bytes().replace(b"END:VCALENDAR", re.sub(
        rb"\nUID:[^\r\n]*", b"\nUID:", text[begin:end]
    ) + b"END:VCALENDAR"))
    lost.unlink()
    report = a_pass(world)
    assert (len(report.problems), report.changes, world.hands()) == (1, (), [])
