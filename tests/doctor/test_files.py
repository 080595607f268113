"""The doctor on files and folders: it changes nothing in them, and has a sentence for every kind of trouble."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

import pytest

from followupd.calendars.files import atomic
from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.targets import IcsTarget
from followupd.doctor import files, readers
from followupd.doctor.checks import Check, Verdict, exit_code
from tests.doctor.conftest import TOKEN, by_name, states

EVENT = ("BEGIN:VEVENT\r\nUID:block-2026w48-1-hitlist@followupd\r\nDTSTAMP:20261120T120000Z\r\n"
         "DTSTART:20261124T170000Z\r\nDTEND:20261124T180000Z\r\nSUMMARY:Outreach\r\nEND:VEVENT\r\n")
GOOD = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{EVENT}END:VCALENDAR\r\n"
NOBODY = 65534


def examine(path: Path, *, folder: bool = False) -> dict[str, Check]:
    return by_name(files.examine_files(IcsTarget(path, folder), "hitlist", UTC, TOKEN, path.parent))


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    path = tmp_path / "followup.ics"
    path.write_bytes(GOOD.encode())
    return path


def test_a_good_file_is_fine_and_untouched(calendar: Path) -> None:
    """Neither its bytes nor its times change, and nothing stays beside it."""
    before = calendar.stat()
    found = examine(calendar)
    assert set(states(found).values()) == {"ok"}
    assert "1 event of followupd" in found["calendar"].sentence
    after = calendar.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert calendar.read_bytes() == GOOD.encode()
    assert list(calendar.parent.iterdir()) == [calendar]


def test_a_good_folder_is_fine(tmp_path: Path) -> None:
    """Through a link too: it examines what would be written."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.ics").write_bytes(GOOD.encode())
    (tmp_path / "link").symlink_to(tmp_path / "real")
    found = examine(tmp_path / "link", folder=True)
    assert set(states(found).values()) == {"ok"}
    assert "1 event of followupd" in found["calendar"].sentence


def test_the_file_of_another_backend_is_not_read_as_icalendar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backend for a path (CONTRIBUTING.md) has its own format, which is not checked as iCalendar."""
    path = tmp_path / "outreach.json"
    path.write_text("{}")
    monkeypatch.setattr(files, "open_calendar", lambda *_: MemoryCalendar())
    assert set(states(examine(path)).values()) == {"ok"}


def test_what_is_not_there_yet(tmp_path: Path) -> None:
    """A file is made by the first write; a folder is not, nor is the folder of a file."""
    assert examine(tmp_path / "new.ics")["calendar"].state is Verdict.OK
    for found in (examine(tmp_path / "new/", folder=True), examine(tmp_path / "no/new.ics")):
        assert (found["calendar"].state, found["writing"].state) == (Verdict.PROBLEM, Verdict.SKIPPED)
        assert "mkdir -p" in found["calendar"].advice
        assert exit_code(found.values()) == 4


@pytest.mark.parametrize(("text", "name", "state", "words"), [
    ("", "calendar", Verdict.PROBLEM, "is empty"),
    (GOOD[:150], "calendar", Verdict.PROBLEM, "cut off"),
    ("hello", "calendar", Verdict.PROBLEM, "not an iCalendar file"),
    (GOOD.replace("DTSTART:2026", "DTSTART:2O26"), "calendar", Verdict.WARNING, "not a time"),
    (GOOD.replace(EVENT, EVENT * 2), "calendar", Verdict.WARNING, "twice"),
    (GOOD.replace("\r\n", "\n"), "other programs", Verdict.WARNING, "CRLF"),
    (GOOD.replace("Outreach", "Outreach " * 10), "other programs", Verdict.WARNING, "more than 75"),
    (GOOD.replace("DTEND:20261124T180000Z\r\n", ""), "other programs", Verdict.WARNING, "has no end"),
    (GOOD.replace("UID:block-2026w48-1-hitlist@followupd\r\n", ""), "other programs", Verdict.WARNING, "has no UID"),
    (GOOD * 2, "other programs", Verdict.WARNING, "several calendars"),
    (GOOD.replace("PRODID:x\r\n", ""), "other programs", Verdict.WARNING, "lacks PRODID"),
])
def test_what_other_programs_cannot_read(calendar: Path, text: str, name: str, state: Verdict, words: str) -> None:
    """Judged by a parser that is not ours; a broken file keeps its bytes."""
    calendar.write_bytes(text.encode())
    found = examine(calendar)
    assert (found[name].state, words in found[name].sentence) == (state, True)
    assert calendar.read_bytes() == text.encode()
    assert found["writing"].state is Verdict.OK


def test_an_event_with_a_duration_or_a_whole_day_needs_no_end() -> None:
    assert readers.faults(GOOD.replace("DTEND:20261124T180000Z", "DURATION:PT1H")) == []
    day = GOOD.replace("DTSTART:20261124T170000Z\r\nDTEND:20261124T180000Z", "DTSTART;VALUE=DATE:20261124")
    assert readers.faults(day) == []


@contextmanager
def without_rights() -> Iterator[None]:
    """Act as a user who is bound by permissions, which root is not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_without_permission_is_reported() -> None:
    """The folder decides, not the file: a write makes a new file and renames it."""
    folder = Path(tempfile.mkdtemp())   # not tmp_path, which nobody else may enter
    try:
        (folder / "followup.ics").write_bytes(GOOD.encode())
        (folder / "followup.ics").chmod(0o666)
        folder.chmod(0o555)
        with without_rights():
            found = examine(folder / "followup.ics")
        assert (found["calendar"].state, found["writing"].state) == (Verdict.OK, Verdict.PROBLEM)
        assert "no permission" in found["writing"].sentence
        assert exit_code(found.values()) == 4
        (folder / "followup.ics").chmod(0o600)
        folder.chmod(0o500)
        if os.geteuid() == 0:
            with without_rights():
                assert "no permission" in examine(folder / "followup.ics")["calendar"].sentence
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


def test_what_a_killed_doctor_or_write_left_is_swept(tmp_path: Path) -> None:
    """Probes at once; other temporary files when they are old, since a write may be in progress; nothing else."""
    old, fresh = tmp_path / ".followupd-abc.tmp", tmp_path / ".followupd-xyz.tmp"
    probe, other = tmp_path / ".followupd-probe-dead", tmp_path / ".followupd-notes"
    for path in (old, fresh, probe, other):
        path.write_text("x")
    for path in (old, other):
        os.utime(path, (0, 0))
    check = files.trial(tmp_path, TOKEN)
    assert "2 temporary files" in check.sentence
    assert sorted(tmp_path.iterdir()) == sorted([fresh, other])


def test_a_trial_that_is_interrupted_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C between two of its steps."""
    def interrupted(path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("followupd.calendars.files.atomic.read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.trial(tmp_path, TOKEN)
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed_to_the_real_file(calendar: Path, tmp_path: Path) -> None:
    """The trial and the neighbours are those of the real file."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real/.stfolder").touch()
    calendar.rename(tmp_path / "real/followup.ics")
    calendar.symlink_to(tmp_path / "real/followup.ics")
    found = examine(calendar)
    assert "Syncthing" in found["neighbours"].sentence
    assert found["calendar"].state is Verdict.OK
    assert calendar.is_symlink()


def test_a_disk_that_gives_back_something_else_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "read", lambda path: atomic.FileState(b"else", (0, 0, 0)))
    check = files.trial(tmp_path, TOKEN)
    assert (check.state, "something else" in check.sentence) == (Verdict.PROBLEM, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mark", [".~lock.followup.ics#", ".followup.ics.swp", "followup.ics.lock"])
def test_a_lock_file_of_another_program_is_reported(calendar: Path, mark: str) -> None:
    (calendar.parent / mark).write_text("")
    found = examine(calendar)["neighbours"]
    assert (found.state, mark in found.sentence) == (Verdict.WARNING, True)


def test_a_lock_on_the_file_is_reported_and_left_alone(calendar: Path) -> None:
    """Checking it does not disturb its holder."""
    with calendar.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "is locked" in examine(calendar)["neighbours"].sentence
        with calendar.open("rb") as another, pytest.raises(BlockingIOError):
            fcntl.flock(another, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with calendar.open("rb") as reader:
        fcntl.flock(reader, fcntl.LOCK_SH)
        assert examine(calendar)["neighbours"].state is Verdict.OK


@pytest.mark.parametrize("name", [
    "followup (Dana's conflicted copy 2026-11-20).ics", "followup.sync-conflict-20261120-141000-ABCDEF.ics",
])
def test_a_copy_after_a_conflict_is_reported(calendar: Path, name: str) -> None:
    """Of this calendar; those of other files do not matter."""
    (calendar.parent / "other.sync-conflict-1.ics").write_text("x")
    assert examine(calendar)["neighbours"].state is Verdict.OK
    (calendar.parent / name).write_text("x")
    found = examine(calendar)["neighbours"]
    assert (found.state, name in found.sentence) == (Verdict.WARNING, True)


@pytest.mark.parametrize(("made", "inside", "program"), [
    (".stfolder", "", "Syncthing"), ("Dropbox/x", "Dropbox/x", "Dropbox"), (".nextcloudsync.log", "a/b", "Nextcloud"),
    ("OneDrive - Firm/a", "OneDrive - Firm/a", "OneDrive"), ("Dropboxes/a", "Dropboxes/a", None),
])
def test_a_folder_that_is_kept_in_step_is_named(tmp_path: Path, made: str, inside: str, program: str | None) -> None:
    (tmp_path / made).mkdir(parents=True)
    (tmp_path / inside).mkdir(parents=True, exist_ok=True)
    assert files.synced_by(tmp_path / inside) == program


def test_a_new_file_of_the_trial_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Like every file that followupd makes."""
    seen: list[int] = []
    real = atomic.read

    def look(path: Path) -> atomic.FileState | None:
        seen.append(stat.S_IMODE(path.stat().st_mode))
        return real(path)

    monkeypatch.setattr(atomic, "read", look)
    assert files.trial(tmp_path, TOKEN).state is Verdict.OK
    assert seen == [0o600]
