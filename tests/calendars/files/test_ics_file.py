"""An .ics file: one write, only if something changed, and never at the cost of its other content."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.calendars.files import atomic
from followupd.calendars.files.ics_file import IcsFile, empty_calendar
from followupd.calendars.ical import vevent
from followupd.core.values.event import Change, Clash, Create, Delete, Done, Event, Failed, Present, Update
from followupd.errors import CalendarChanged, CalendarUnreachable
from tests.kit.people import DENVER

STAMP = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
START = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
BLOCK = Event("block-2026-11-24-hitlist@followupd", START, START + timedelta(hours=1), "Outreach", busy=True)
RETRY = replace(BLOCK, uid="retry-dana-2026-11-18-hitlist@followupd", summary="Call Dana")
NEW = replace(BLOCK, summary="New")
THEIRS = "BEGIN:VEVENT\r\nUID:dentist@example.org\r\nSUMMARY:caf\xe9\r\nEND:VEVENT\r\n".encode("latin-1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "follow up.ics"


@pytest.fixture
def calendar(path: Path) -> IcsFile:
    return IcsFile(path, "hitlist", DENVER)


def created(calendar: IcsFile, *events: Event) -> list[Present]:
    results = calendar.apply([Create(event) for event in events], STAMP)
    return [r.present for r in results if isinstance(r, Done) and r.present is not None]


def update(before: Present, after: Event) -> Update:
    return Update(before, after, ours=after)


def insert(path: Path, event: bytes) -> None:
    path.write_bytes(path.read_bytes().replace(b"END:VCALENDAR", event + b"END:VCALENDAR"))


def left_over(path: Path) -> list[str]:
    return [p.name for p in path.parent.iterdir() if p.name != path.name]


def test_a_missing_file_is_made_by_the_first_event_and_not_before(calendar: IcsFile, path: Path) -> None:
    """Only its owner can read it; a published copy says its name and how often to fetch it (docs/servers.md 18)."""
    assert calendar.read().exists is False
    calendar.apply([], STAMP)
    present = Present(BLOCK, BLOCK.uid, "x", "")
    (failed, deleted) = calendar.apply([update(present, NEW), Delete(present)], STAMP)
    assert isinstance(failed, Failed)
    assert isinstance(deleted, Done)
    assert not path.exists()
    created(calendar, BLOCK)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//followupd//followupd//EN\r\n")
    for line in ("X-WR-CALNAME:followupd", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"):
        assert f"\r\n{line}\r\n" in text
    assert left_over(path) == []


def test_a_failed_change_writes_nothing(calendar: IcsFile, path: Path) -> None:
    """P3: not even an identical file is written again."""
    (present,) = created(calendar, BLOCK)
    before = path.stat()
    stale = replace(present, version="stale")
    results = calendar.apply([Create(BLOCK), update(stale, NEW), Delete(stale)], STAMP)
    assert [type(r) for r in results] == [Clash, Failed, Failed]
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_others_wrote_after_our_read_survives(calendar: IcsFile, path: Path) -> None:
    """The file is read again for the write: their events stay, and ours are only changed if they are as they were."""
    block, retry = created(calendar, BLOCK, RETRY)
    insert(path, THEIRS)
    path.write_bytes(path.read_bytes().replace(b"SUMMARY:Call Dana", b"SUMMARY:ok Call Dana"))
    kept, changed = calendar.apply([update(block, NEW), Delete(retry)], STAMP)
    assert isinstance(kept, Done)
    assert isinstance(changed, Failed)
    assert isinstance(changed.error, CalendarChanged)
    assert str(path) in changed.error.message
    assert THEIRS in path.read_bytes()
    assert {p.event.summary for p in calendar.read().events} == {"New", "ok Call Dana"}


def test_a_write_at_the_moment_of_ours_is_noticed(path: Path) -> None:
    """Even between our last read and the rename: then it starts again from the new file."""
    path.write_bytes(b"one")
    state = atomic.read(path)
    path.write_bytes(b"two!")
    with pytest.raises(atomic.ChangedMeanwhile):
        atomic.replace(path, b"ours", state)
    with pytest.raises(atomic.ChangedMeanwhile):
        atomic.replace(path, b"ours", None)
    assert state is not None
    with pytest.raises(atomic.ChangedMeanwhile):
        atomic.remove(path, state)
    assert path.read_bytes() == b"two!"
    assert left_over(path) == []
    fresh = atomic.replace(path, b"ours", atomic.read(path))
    assert atomic.replace(path, b"again", fresh).data == b"again"


def test_an_apply_that_was_overtaken_starts_again(
    calendar: IcsFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program saves while we are about to: both changes are there at the end."""
    (present,) = created(calendar, BLOCK)
    really = atomic.replace
    calls: list[int] = []

    def overtaken(target: Path, data: bytes, expecting: atomic.FileState | None) -> atomic.FileState:
        calls.append(1)
        if len(calls) == 1:
            insert(path, THEIRS)
        return really(target, data, expecting)

    monkeypatch.setattr(atomic, "replace", overtaken)
    (result,) = calendar.apply([update(present, NEW)], STAMP)
    assert isinstance(result, Done)
    assert len(calls) == 2
    assert THEIRS in path.read_bytes()
    assert [p.event.summary for p in calendar.read().events] == ["New"]


def test_a_program_that_never_stops_writing_is_left_to_the_next_pass(
    calendar: IcsFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No endless loop, and none of its events is lost."""
    (present,) = created(calendar, BLOCK)
    really = atomic.replace

    def overtaken(target: Path, data: bytes, expecting: atomic.FileState | None) -> atomic.FileState:
        insert(path, THEIRS)
        return really(target, data, expecting)

    monkeypatch.setattr(atomic, "replace", overtaken)
    with pytest.raises(CalendarUnreachable, match="keeps writing"):
        calendar.apply([update(present, NEW)], STAMP)
    assert THEIRS in path.read_bytes()


def test_file_and_folder_are_on_disk_before_apply_answers(
    calendar: IcsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P4: first the new file's bytes, then the folder in which it got its name."""
    synced: list[str] = []
    really = os.fsync

    def noted(fd: int) -> None:
        synced.append("folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "file")
        really(fd)

    monkeypatch.setattr(os, "fsync", noted)
    (present,) = created(calendar, BLOCK)
    calendar.apply([update(present, NEW)], STAMP)
    assert synced == ["file", "folder"] * 2


def test_mode_link_and_owner_stay(calendar: IcsFile, path: Path, tmp_path: Path) -> None:
    """A file that a web server serves, or that a link points to, stays that way."""
    created(calendar, BLOCK)
    real = tmp_path / "real" / "shared.ics"
    real.parent.mkdir()
    path.rename(real)
    path.symlink_to(Path("real") / "shared.ics")
    real.chmod(0o664)
    owner = real.stat().st_uid, real.stat().st_gid
    created(calendar, RETRY)
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o664
    assert (real.stat().st_uid, real.stat().st_gid) == owner
    assert len(IcsFile(real, "hitlist", DENVER).read().events) == 2


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "is empty"), (b"my notes\n", "is not an iCalendar file"),
    (empty_calendar("hitlist").encode()[:-12], "is cut off in the middle"),
    (empty_calendar("hitlist").encode().replace(b"END:VCALENDAR", b"BEGIN:VEVENT\r\nEND:VCALENDAR"), "is damaged"),
])
def test_a_file_that_is_not_a_calendar_is_never_overwritten(
    calendar: IcsFile, path: Path, content: bytes, sentence: str
) -> None:
    """It is neither read as empty nor replaced: another program may be writing it."""
    path.write_bytes(content)
    for act in (calendar.read, lambda: calendar.apply([Create(BLOCK)], STAMP)):
        with pytest.raises(CalendarUnreachable, match=sentence) as caught:
            act()
        assert str(path) in caught.value.message
        assert caught.value.hint
    assert path.read_bytes() == content
    assert left_over(path) == []


def test_a_missing_folder_is_reported_with_the_command_that_makes_it(tmp_path: Path) -> None:
    """Also when reading: a disk that is not mounted must not look like an emptied calendar."""
    calendar = IcsFile(tmp_path / "away" / "f.ics", "hitlist", DENVER)
    for act in (calendar.read, lambda: calendar.apply([Create(BLOCK)], STAMP)):
        with pytest.raises(CalendarUnreachable, match=r"the folder .*away does not exist") as caught:
            act()
        assert f"mkdir -p {tmp_path / 'away'}" in caught.value.hint


def test_a_folder_in_the_place_of_the_file_is_reported(tmp_path: Path) -> None:
    """`calendar:` may name a folder by mistake."""
    with pytest.raises(CalendarUnreachable, match="it is a folder"):
        IcsFile(tmp_path, "hitlist", DENVER).read()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_leaves_the_old_file_whole(calendar: IcsFile, path: Path) -> None:
    """Nothing was written, nothing is left over, and the error says which permission to give."""
    created(calendar, BLOCK)
    before = path.read_bytes()
    path.parent.chmod(0o500)
    try:
        with pytest.raises(CalendarUnreachable, match="no permission"):
            created(calendar, RETRY)
    finally:
        path.parent.chmod(0o700)
    assert path.read_bytes() == before
    assert left_over(path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_reported() -> None:
    """The system's error becomes a sentence with the next thing to do."""
    with pytest.raises(OSError, match="No space left") as caught, open("/dev/full", "wb", buffering=0) as full:
        full.write(b"x")
    error = atomic.unreachable(Path("/home/dana/f.ics"), caught.value)
    assert error.message == "/home/dana/f.ics: could not be written: the disk is full"
    assert "as it was before" in error.hint


def test_a_failed_write_leaves_the_old_file_and_no_other(calendar: IcsFile, path: Path) -> None:
    """A limit on the size of files stops the write in the middle, as a full disk does."""
    import resource

    created(calendar, BLOCK)
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(CalendarUnreachable, match="could not be written"):
            created(calendar, RETRY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert left_over(path) == []


def test_doubles_are_distinguished_and_can_be_removed(calendar: IcsFile, path: Path) -> None:
    """Two copies of one UID, as sync programs make them: one counts, the other is a double, each with its version."""
    created(calendar, BLOCK)
    insert(path, vevent.block_of(replace(BLOCK, summary="Copy"), STAMP).encode())
    snapshot = calendar.read()
    assert [p.event.summary for p in snapshot.events] == ["Outreach"]
    assert [p.event.summary for p in snapshot.doubles] == ["Copy"]
    assert calendar.apply([Delete(snapshot.doubles[0])], STAMP) == [Done(Delete(snapshot.doubles[0]), None)]
    assert [p.event.summary for p in calendar.read().events] == ["Outreach"]
    assert calendar.read().doubles == ()


def test_equal_doubles_go_one_at_a_time(calendar: IcsFile, path: Path) -> None:
    """Deleting one of two identical copies leaves the other; updating changes one."""
    (present,) = created(calendar, BLOCK)
    insert(path, present.raw.encode())
    calendar.apply([update(present, NEW)], STAMP)
    assert sorted(p.event.summary for p in [*calendar.read().events, *calendar.read().doubles]) == ["New", "Outreach"]
    calendar.apply([Delete(present)], STAMP)
    assert [p.event.summary for p in calendar.read().events] == ["New"]


def test_an_event_that_cannot_be_understood_is_reported_and_kept(calendar: IcsFile, path: Path) -> None:
    """It neither counts as gone nor is overwritten: a create of its UID clashes."""
    created(calendar, BLOCK, RETRY)
    path.write_bytes(path.read_bytes().replace(b"DTSTART:20261124T170000Z", b"DTSTART:soon", 1))
    snapshot = calendar.read()
    assert [p.uid for p in snapshot.events] == [RETRY.uid]
    assert tuple(snapshot.unreadable) == (BLOCK.uid,)
    assert "'soon'" in snapshot.problems[0]
    assert calendar.apply([Create(BLOCK)], STAMP) == [Clash(Create(BLOCK), None)]


def test_a_series_made_of_our_event_goes_as_a_whole(calendar: IcsFile, path: Path) -> None:
    """An exception of the series is not a double, and is deleted with it."""
    (present,) = created(calendar, BLOCK)
    exception = present.raw.replace("SEQUENCE:0", "SEQUENCE:0\r\nRECURRENCE-ID:20261201T170000Z")
    insert(path, exception.encode())
    snapshot = calendar.read()
    assert len(snapshot.events) == 1
    assert snapshot.doubles == ()
    calendar.apply([Delete(present)], STAMP)
    assert b"BEGIN:VEVENT" not in path.read_bytes()


def test_the_files_own_line_breaks_are_kept(calendar: IcsFile, path: Path) -> None:
    """A file with plain newlines stays one."""
    path.write_bytes(b"\xef\xbb\xbf" + empty_calendar("hitlist").replace("\r\n", "\n").encode())
    (present,) = created(calendar, BLOCK)
    calendar.apply([update(present, NEW)], STAMP)
    assert b"\r" not in path.read_bytes()
    assert path.read_bytes().startswith(b"\xef\xbb\xbfBEGIN:VCALENDAR\n")


def test_times_of_a_zone_in_the_file_are_read(calendar: IcsFile, path: Path) -> None:
    """A program that moved our event may have put its own VTIMEZONE into the file."""
    created(calendar, BLOCK)
    zone = (b"BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0200\r\n"
            b"TZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n")
    insert(path, zone)
    path.write_bytes(path.read_bytes().replace(b"DTSTART:20261124T170000Z", b"DTSTART;TZID=Office:20261125T120000"))
    (present,) = calendar.read().events
    assert present.event.start == datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert present.planned == START


def test_many_changes_are_one_write(calendar: IcsFile, path: Path) -> None:
    """A year of blocks is created, then changed, with one rename each."""
    events = [replace(BLOCK, uid=f"block-2027-{n:03}-hitlist@followupd") for n in range(52)]
    presents = created(calendar, *events)
    assert len(presents) == 52
    first = path.stat().st_ino
    changes: list[Change] = [update(p, replace(p.event, summary="New")) for p in presents]
    with path.open("rb") as old:   # holds the old file, so that a second write could not reuse its number
        assert all(isinstance(r, Done) for r in calendar.apply(changes, STAMP))
        assert os.fstat(old.fileno()).st_ino == first
        assert os.fstat(old.fileno()).st_nlink == 0
    assert {p.event.summary for p in calendar.read().events} == {"New"}
    assert b"SEQUENCE:2" not in path.read_bytes()


def test_what_a_killed_write_left_is_swept_by_the_next_one(tmp_path: Path) -> None:
    """Only our files, only old ones, only beside the file; a recent one may belong to a write in progress."""
    (tmp_path / "real").mkdir()
    path = tmp_path / "real" / "followup.ics"
    link = tmp_path / "followup.ics"
    link.symlink_to(path)
    path.write_bytes(empty_calendar("hitlist").encode())
    left = {name: path.parent / name for name in (
        ".followupd-old.tmp", ".followupd-young.tmp", "followupd-old.tmp", ".other-old.tmp", ".followupd-folder.tmp",
    )}
    for name, there in left.items():
        there.mkdir() if "folder" in name else there.write_text("BEGIN:VCALENDAR")
        if "young" not in name:
            os.utime(there, (1_600_000_000, 1_600_000_000))
    calendar = IcsFile(link, "hitlist", UTC)
    calendar.apply([], STAMP)
    assert all(there.exists() for there in left.values()), "a pass that writes nothing looks for nothing"
    calendar.apply([Create(BLOCK)], STAMP)
    assert [name for name, there in left.items() if not there.exists()] == [".followupd-old.tmp"]
