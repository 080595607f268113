"""Busy calendars on this machine: what a refresh costs, and what happens to a bad file."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from followupd.calendars import folders
from followupd.calendars.busy import files
from followupd.calendars.busy.files import BusyFile, BusyFolder
from followupd.calendars.busy.remembered_times import BusyQuery, Memory, Reader
from followupd.calendars.busy.units import LARGEST_TEXT
from followupd.errors import CalendarUnreachable
from tests.calendars.busy.conftest import calendar, event, need

ONE = event("DTSTART:20261124T170000Z", "DTEND:20261124T180000Z", "SUMMARY:One", uid="1")
TWO = event("DTSTART:20261125T170000Z", "DTEND:20261125T180000Z", "SUMMARY:Two", uid="2")


def titles(memory: Memory | None) -> list[str]:
    assert memory is not None
    return [title for _, _, title in memory.times]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that were opened."""
    found: list[str] = []
    real = files._read

    def reading(path: Path) -> tuple[bytes, str]:
        found.append(path.name)
        return real(path)

    monkeypatch.setattr(files, "_read", reading)
    return found


def test_an_unchanged_file_is_not_opened(tmp_path: Path, opened: list[str]) -> None:
    """One stat; it is read again once it changed, even to the same size."""
    path = tmp_path / "work.ics"
    path.write_bytes(calendar(ONE))
    reader = BusyFile(path)
    memory = reader.look(None, need())
    assert titles(memory) == ["One"]
    assert reader.look(memory, need()) is None
    assert opened == ["work.ics"]
    path.write_bytes(calendar(ONE.replace("One", "Two")))
    assert titles(reader.look(memory, need())) == ["Two"]


def test_other_days_or_another_zone_are_read_again(tmp_path: Path) -> None:
    """What is remembered covers a few weeks more than were asked for, and no others."""
    path = tmp_path / "work.ics"
    path.write_bytes(calendar(event("DTSTART:20261124T170000Z", "DTEND:20261124T180000Z", "RRULE:FREQ=WEEKLY")))
    reader = BusyFile(path)
    memory = reader.look(None, need())
    assert memory is not None
    wanted = need()
    later = BusyQuery(wanted.first + 20, wanted.last + 20, wanted.home, wanted.own_addresses, wanted.list_name)
    assert reader.look(memory, later) is None
    much_later = BusyQuery(wanted.first + 90, wanted.last + 90, wanted.home, wanted.own_addresses, wanted.list_name)
    moved = reader.look(memory, much_later)
    assert moved is not None
    assert moved.times[-1] > memory.times[-1]
    assert reader.look(memory, need(me=("dana@example.com",))) is not None


def test_a_folder_reads_only_what_changed(tmp_path: Path, opened: list[str]) -> None:
    """A new, a changed and a deleted file; hidden ones, folders and other names are left alone."""
    for name, text in (("one.ics", ONE), ("two.ics", TWO), (".hidden.ics", ONE), ("notes.txt", ONE)):
        (tmp_path / name).write_bytes(calendar(text))
    (tmp_path / "folder.ics").mkdir()
    reader = BusyFolder(tmp_path)
    memory = reader.look(None, need())
    assert titles(memory) == ["One", "Two"]
    assert memory is not None
    assert memory.about.events == 2
    assert reader.look(memory, need()) is None
    opened.clear()
    (tmp_path / "two.ics").write_bytes(calendar(TWO.replace("Two", "Too")))
    (tmp_path / "three.ics").write_bytes(calendar(TWO.replace("Two", "Three").replace("UID:2", "UID:3")))
    (tmp_path / "one.ics").unlink()
    memory = reader.look(memory, need())
    assert titles(memory) == ["Three", "Too"]
    assert sorted(opened) == ["three.ics", "two.ics"]


def test_a_bad_file_of_a_folder_keeps_what_was_known_of_it(tmp_path: Path) -> None:
    """It is reported, the others are read, and it is read again until it is good."""
    bad = tmp_path / "one.ics"
    bad.write_bytes(calendar(ONE))
    (tmp_path / "two.ics").write_bytes(calendar(TWO))
    reader = BusyFolder(tmp_path)
    memory = reader.look(None, need())
    bad.write_bytes(calendar(ONE)[:-30])
    for _ in range(2):
        memory = reader.look(memory, need())
        assert titles(memory) == ["One", "Two"]
        assert memory is not None
        assert memory.about.problems == ("one.ics is cut off in the middle: END:VEVENT is missing",)
    bad.write_bytes(calendar(ONE.replace("One", "Mended")))
    memory = reader.look(memory, need())
    assert memory is not None
    assert (titles(memory), memory.about.problems) == (["Mended", "Two"], ())
    assert reader.look(memory, need()) is None


def web_page(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html>Log in</html>")


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST_TEXT + 1)


def fifo(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda _: None, "does not exist"),
        (web_page, "is not an iCalendar file"),
        (Path.touch, "is empty"),
        (huge, "larger than 32 MiB"),
        (fifo, "a pipe or a device"),
        (Path.mkdir, "is a directory"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, make: Callable[[Path], None], told: str) -> None:
    """At once, without waiting or reading on."""
    path = tmp_path / "work.ics"
    make(path)
    with pytest.raises(CalendarUnreachable) as error:
        BusyFile(path).look(None, need())
    assert str(path) in error.value.message
    assert told in error.value.message


@pytest.mark.parametrize("kind", [BusyFolder, BusyFile])
def test_a_missing_place_is_reported(tmp_path: Path, kind: Callable[[Path], Reader]) -> None:
    with pytest.raises(CalendarUnreachable, match="does not exist"):
        kind(tmp_path / "missing" / "x.ics").look(None, need())


def dead_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


NO_FILE = "cannot be read (No such file or directory)"
OTHERS = [(dead_link, NO_FILE), (fifo, "cannot be read (not a file but a folder, a pipe or a device)")]


@pytest.mark.parametrize(("make", "told"), OTHERS)
def test_a_folder_with_what_is_not_a_file(tmp_path: Path, make: Callable[[Path], None], told: str) -> None:
    """A link to nothing or a pipe may hide an event, so it is named; the others are read."""
    (tmp_path / "one.ics").write_bytes(calendar(ONE))
    make(tmp_path / "dead.ics")
    memory = BusyFolder(tmp_path).look(None, need())
    assert titles(memory) == ["One"]
    assert memory is not None
    assert memory.about.problems == (f"dead.ics {told}",)


@pytest.mark.parametrize(("make", "told"), [
    *OTHERS, (Path.mkdir, "cannot be read (Is a directory)"),
])
@pytest.mark.parametrize("name", ["one.ics", "work/one.ics"])
def test_something_else_in_the_place_of_a_file(
    tmp_path: Path, name: str, make: Callable[[Path], None], told: str
) -> None:
    """What was known of it stays busy, and it is named, until the file is back or nothing is there any more."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(calendar(ONE))
    (tmp_path / "two.ics").write_bytes(calendar(TWO))
    reader = BusyFolder(tmp_path)
    memory = reader.look(None, need())
    path.unlink()
    make(path)
    for _ in range(2):
        memory = reader.look(memory, need())
        assert titles(memory) == ["One", "Two"]
        assert memory is not None
        assert memory.about.problems == (f"{name} {told}",)
    path.rmdir() if path.is_dir() else path.unlink()
    memory = reader.look(memory, need())
    assert memory is not None
    assert (titles(memory), memory.about.problems) == (["Two"], ())
    assert reader.look(memory, need()) is None


def test_a_link_to_a_folder_that_is_not_there_any_more(tmp_path: Path) -> None:
    """As on a disk that is not mounted: the events of that folder stay busy."""
    folder, disk = tmp_path / "calendars", tmp_path / "disk"
    for made in (folder, disk):
        made.mkdir()
    (disk / "one.ics").write_bytes(calendar(ONE))
    (folder / "work").symlink_to(disk)
    reader = BusyFolder(folder)
    memory = reader.look(None, need())
    disk.rename(tmp_path / "away")
    memory = reader.look(memory, need())
    assert titles(memory) == ["One"]
    assert memory is not None
    assert memory.about.problems == (f"work/one.ics {NO_FILE}",)


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    """As some programs export it; one that is cut off, damaged or too large when unpacked says so."""
    path = tmp_path / "work.ics.gz"
    packed = gzip.compress(calendar(ONE))
    path.write_bytes(packed + gzip.compress(b""))
    assert titles(BusyFile(path).look(None, need())) == ["One"]
    for data, told in (
        (packed[:-20], "is cut off in the middle"), (packed[:12] + b"\xff" * 40, "cannot be unpacked"),
        (gzip.compress(bytes(LARGEST_TEXT + 1), 1), "larger than 32 MiB when it is unpacked"),
    ):
        path.write_bytes(data)
        with pytest.raises(CalendarUnreachable, match=told):
            BusyFile(path).look(None, need())


def test_a_folder_of_folders_is_read(tmp_path: Path) -> None:
    """As vdirsyncer keeps an account, and in any spelling of the ending; each only once, hidden ones not at all."""
    for name, text in {
        "B.ICS": ONE, "work/a.ics": TWO, "work/deep/c.ics.gz": ONE.replace("One", "Packed").replace("UID:1", "UID:3"),
        ".hidden/d.ics": TWO.replace("Two", "Hidden").replace("UID:2", "UID:4"),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(calendar(text)) if name.endswith(".gz") else calendar(text))
    (tmp_path / "again").symlink_to(tmp_path / "work")
    (tmp_path / "work" / "loop").symlink_to(tmp_path)
    reader = BusyFolder(tmp_path)
    memory = reader.look(None, need())
    assert titles(memory) == ["One", "Packed", "Two"]
    assert memory is not None
    assert memory.about.problems == ()
    assert reader.look(memory, need()) is None
    (tmp_path / "work" / "a.ics").unlink()
    assert titles(reader.look(memory, need())) == ["One", "Packed"]


@pytest.mark.parametrize(("names", "told"), [
    ((), ()),
    (("color", "displayname", ".lock", ".Radicale.props", ".git/config", ".DS_Store"), ()),
    ((".work.ics",), ("it holds no .ics, .ical, .ifb, .ics.gz file, so nothing in it counts as busy",)),
    ((".calendars/work.ics",), ("it holds no .ics, .ical, .ifb, .ics.gz file, so nothing in it counts as busy",)),
    (("work.txt",), ("it holds no .ics, .ical, .ifb, .ics.gz file, so nothing in it counts as busy",)),
    (("work/notes.txt",), ("it holds no .ics, .ical, .ifb, .ics.gz file, so nothing in it counts as busy",)),
])
def test_a_folder_in_which_nothing_is_read_says_so(
    tmp_path: Path, names: tuple[str, ...], told: tuple[str, ...]
) -> None:
    """Not an empty one: a calendar in which there is nothing yet."""
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    memory = BusyFolder(tmp_path).look(None, need())
    assert memory is not None
    assert memory.about.problems == told


def test_a_calendar_far_below_counts(tmp_path: Path) -> None:
    """However deep it is."""
    inner = tmp_path.joinpath(*"abcdefghijklmnopqrst")
    inner.mkdir(parents=True)
    (inner / "work.ics").write_bytes(calendar(ONE))
    assert titles(BusyFolder(tmp_path).look(None, need())) == ["One"]


def test_a_whole_disk_is_no_folder_of_calendars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_FOLDERS", 3)
    for number in range(4):
        (tmp_path / str(number)).mkdir()
    with pytest.raises(CalendarUnreachable, match="folders"):
        BusyFolder(tmp_path).look(None, need())
