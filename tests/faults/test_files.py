"""Everything that can be wrong with a file or its folder: the old file stays whole, and the error says what to do."""

from __future__ import annotations

import ctypes
import os
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from followupd.calendars.files.ics_file import IcsFile
from followupd.core.values.event import Create
from followupd.errors import CalendarUnreachable
from tests.faults.conftest import FOREIGN, HIT_LIST, NOW, ROOT, Bed
from tests.faults.killing import can_trace
from tests.kit.people import DENVER
from tests.kit.waiting import SOON, until

LIBC = ctypes.CDLL(None)
Humble = tuple[Bed, Callable[..., subprocess.CompletedProcess[str]]]


def obey_permissions() -> None:
    """Drop, from the next exec on, the two capabilities by which root may read and write everything."""
    for capability in (1, 2):   # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        LIBC.prctl(24, capability, 0, 0, 0)   # PR_CAPBSET_DROP


@pytest.fixture
def humble(bed: Bed) -> Humble:
    """Return a Bed on which the program obeys permissions."""
    bed.config.write_text(HIT_LIST.replace("followup.ics", "cal/followup.ics"))
    (bed.folder / "cal").mkdir()
    return bed, partial(bed.run, before=obey_permissions if os.geteuid() == 0 else None)


@pytest.mark.parametrize(
    ("path", "mode", "said"),
    [
        ("cal", 0o555, "no permission"),
        ("cal", 0o000, "no permission"),
        ("cal/followup.ics", 0o000, "no permission"),
        ("cal/followup.ics", 0o444, "no permission"),
    ],
)
def test_no_permission_on_the_calendar(
    humble: Humble, path: str, mode: int, said: str
) -> None:
    """Exit code 4, what to allow, no file changed, none left behind; a read-only file is not replaced either."""
    bed, run = humble
    calendar = bed.folder / "cal" / "followup.ics"
    calendar.write_bytes(FOREIGN.encode())
    (bed.folder / path).chmod(mode)
    done = run("sync")
    (bed.folder / path).chmod(0o755)
    assert (done.returncode, done.stdout) == (4, "")
    assert said in done.stderr
    assert f"Allow this user to read and write {calendar}" in done.stderr
    assert calendar.read_bytes() == FOREIGN.encode()
    assert list(calendar.parent.iterdir()) == [calendar]
    calendar.chmod(0o644)
    assert run("sync").returncode == 0


@pytest.mark.parametrize(("path", "mode"), [("state.db", 0o000), ("state.db", 0o444), (".", 0o555)])
def test_no_permission_on_the_state(humble: Humble, path: str, mode: int) -> None:
    """Exit code 1, where and what to do, and no traceback; `log` does not say that it was logged."""
    bed, run = humble
    if path != ".":
        assert run("sync").returncode == 0
    (bed.folder / path).chmod(mode)
    done = run("log", "Dana", "no", "answer")
    (bed.folder / path).chmod(0o755)
    assert (done.returncode, done.stdout) == (1, "")
    assert "state.db" in done.stderr
    assert "state:" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_folder_is_missing(bed: Bed) -> None:
    """The error has the command that makes it; we make none, since it may be a disk that is not mounted."""
    bed.config.write_text(HIT_LIST.replace("followup.ics", "usb/stick/followup.ics"))
    done = bed.run("sync")
    assert done.returncode == 4
    assert f"mkdir -p {bed.folder}/usb/stick" in done.stderr
    assert not (bed.folder / "usb").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(options, capture_output=True, check=False).returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def fill(disk: Path, leaving: int) -> Path:
    ballast = disk / "ballast"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    ballast.write_bytes(b"x" * (free - leaving))
    return ballast


def test_a_full_disk_under_the_calendar(bed: Bed, small_disk: Path) -> None:
    """The old file stays whole, a try that was logged is kept, and all is written once there is room."""
    calendar = small_disk / "followup.ics"
    bed.config.write_text(HIT_LIST.replace("followup.ics", str(calendar)))
    assert bed.run("sync").returncode == 0
    before = calendar.read_bytes()
    ballast = fill(small_disk, 0)
    done = bed.run("log", "Dana", "no", "answer")
    assert done.returncode == 4
    assert "Logged." in done.stderr
    assert "the disk is full" in done.stderr
    assert calendar.read_bytes() == before
    assert sorted(small_disk.iterdir()) == [ballast, calendar]
    ballast.unlink()
    assert bed.run("sync").returncode == 0
    assert calendar.read_bytes() != before


def test_a_full_disk_under_the_state(bed: Bed, small_disk: Path) -> None:
    """`log` says that nothing was stored and what to do; what was stored before is there."""
    bed.config.write_text(HIT_LIST.replace("state.db", str(small_disk / "state.db")))
    assert bed.run("log", "Sam", "sent").returncode == 0
    ballast = fill(small_disk, 0)
    done = bed.run("log", "Dana", "no", "answer", "-m", "x" * 9000)
    assert (done.returncode, done.stdout) == (1, "")
    assert "disk" in done.stderr
    ballast.unlink()
    assert '"outcome":"sent"' in bed.run("history", "export").stdout
    assert bed.run("log", "Dana", "no", "answer").returncode == 0


def test_links(bed: Bed) -> None:
    """A link still points to its file, which is the one that changes; a dangling one gets its file."""
    real = bed.folder / "elsewhere"
    real.mkdir()
    (real / "work.ics").write_bytes(FOREIGN.encode())
    bed.calendar.symlink_to("elsewhere/work.ics")
    assert bed.run("sync").returncode == 0
    assert bed.calendar.readlink() == Path("elsewhere/work.ics")
    assert bed.events() == 5
    (real / "work.ics").unlink()
    bed.state.unlink()
    assert bed.run("sync").returncode == 0
    assert bed.calendar.is_symlink()
    assert (real / "work.ics").read_bytes().count(b"BEGIN:VEVENT") == 4
    (real / "work.ics").unlink()
    bed.calendar.unlink()
    bed.calendar.symlink_to("followup.ics")
    done = bed.run("sync")
    assert done.returncode in (3, 4)   # a link to itself: no file, and nothing written
    assert "Traceback" not in done.stderr
    assert bed.calendar.is_symlink()


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\0" * 500, b"\x1f\x8b\x08zip", b"BEGIN:VCARD\r\nEND:VCARD\r\n", "ICS".encode("utf-16")]
)
def test_a_file_that_is_not_a_calendar(bed: Bed, content: bytes) -> None:
    """Never overwritten, since it may be anything; the error says what to do."""
    bed.calendar.write_bytes(content)
    done = bed.run("sync")
    assert done.returncode == 4
    assert "nothing was written to it" in done.stderr
    assert "move it away" in done.stderr
    assert bed.calendar.read_bytes() == content


def test_a_calendar_cut_off_at_every_byte(bed: Bed) -> None:
    """Half a download or half a save: read as unreachable, never as a calendar that lost its events; never written."""
    bed.calendar.write_bytes(FOREIGN.encode())
    assert bed.run("sync").returncode == 0
    whole = bed.calendar.read_bytes()
    calendar = IcsFile(bed.calendar, "hitlist", DENVER)
    event = calendar.read().events[0].event
    last = whole.rindex(b"END:VCALENDAR") + len(b"END:VCALENDAR")
    for length in range(last):
        bed.calendar.write_bytes(whole[:length])
        with pytest.raises(CalendarUnreachable):
            calendar.read()
        if length % 50 == 0:
            with pytest.raises(CalendarUnreachable):
                calendar.apply([Create(event)], NOW)
        assert bed.calendar.read_bytes() == whole[:length]
    for length in range(last, len(whole) + 1):   # only the last line break is missing
        bed.calendar.write_bytes(whole[:length])
        assert len(calendar.read().events) == 4


def test_a_pipe_or_a_device_is_not_a_calendar(bed: Bed) -> None:
    """Reading a pipe would wait, and /dev/zero would fill the memory."""
    os.mkfifo(bed.calendar)
    for named in ("followup.ics", "zero.ics"):
        (bed.folder / "zero.ics").unlink(missing_ok=True)
        (bed.folder / "zero.ics").symlink_to("/dev/zero")
        bed.config.write_text(HIT_LIST.replace("followup.ics", named))
        done = bed.run("sync")
        assert done.returncode == 4
        assert "it is not a file" in done.stderr


@pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")
def test_another_program_writes_at_the_same_time(bed: Bed) -> None:
    """Somebody adds an event just before we replace the file: it is kept.

    strace holds each fsync for half a second.
    """
    bed.calendar.write_bytes(FOREIGN.encode())
    assert bed.run("plan").returncode == 0   # so that everything is compiled
    slow = ["strace", "-f", "-qq", "-o", os.devnull, "-e", "trace=fsync", "-e", "inject=fsync:delay_enter=500000"]
    child = subprocess.Popen(
        [*slow, *bed.command("sync")], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    until(lambda: list(bed.folder.glob(".followupd-*")))     # it has begun to write
    other = FOREIGN.replace("dentist@", "hairdresser@").replace("Dentist", "Hairdresser")
    event = other[other.index("BEGIN:VEVENT"):other.index("END:VCALENDAR")]
    bed.calendar.write_bytes(FOREIGN.replace("END:VCALENDAR", event + "END:VCALENDAR").encode())
    said, _ = child.communicate(timeout=60)
    assert child.returncode == 0, said
    text = bed.calendar.read_bytes().decode()
    assert "SUMMARY:Hairdresser" in text
    assert "SUMMARY:Dentist" in text
    assert bed.events() == 6


def _folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


STATES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "no database": (lambda path: path.write_bytes(b"hello, world" * 100), "is damaged", "Move it aside"),
    "damaged": (
        lambda path: path.write_bytes(path.read_bytes()[:5000] + b"\xff" * 3000 + path.read_bytes()[8000:]),
        "is damaged", "Move it aside"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:5000]), "is damaged", "Move it aside"),
    "newer": (
        lambda path: _execute(path, "PRAGMA user_version = 99"), "written by a newer followupd", "Update followupd"),
    "another program's": (
        lambda path: _execute(path, "PRAGMA application_id = 7"), "a database of another program", "state:"),
    "a folder": (_folder_instead, "state.db", "state"),
}


def _execute(path: Path, sql: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute(sql)
    db.close()


@pytest.mark.parametrize("what", STATES)
def test_an_unusable_state_database(bed: Bed, what: str) -> None:
    """The error names the file and what to do; neither it nor the calendar is touched."""
    spoil, said, hint = STATES[what]
    assert bed.run("sync").returncode == 0
    _execute(bed.state, "PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in ("-wal", "-shm"):
        Path(f"{bed.state}{suffix}").unlink(missing_ok=True)
    spoil(bed.state)
    calendar = bed.calendar.read_bytes()
    before = bed.state.read_bytes() if bed.state.is_file() else b""
    done = bed.run("log", "Dana", "no", "answer")
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert hint in done.stderr
    assert "Traceback" not in done.stderr
    assert "bug" not in done.stderr
    assert bed.calendar.read_bytes() == calendar
    assert (bed.state.read_bytes() if bed.state.is_file() else b"") == before


@pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")
def test_a_file_system_without_locks(bed: Bed) -> None:
    """As on some network shares: no pass without its lock, and the error says where to put the state."""
    no_locks = ["strace", "-f", "-qq", "-o", os.devnull, "-e", "trace=flock", "-e", "inject=flock:error=ENOLCK"]
    done = subprocess.run([*no_locks, *bed.command("sync")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "No locks available" in done.stderr
    assert "state:" in done.stderr
    assert not bed.calendar.exists()


def test_the_daemon_lives_through_it(bed: Bed) -> None:
    """The calendar is cut off: reported, tried again, left alone; once it is whole the daemon continues."""
    assert bed.run("sync", now=None).returncode == 0
    good = bed.calendar.read_bytes()
    bed.calendar.write_bytes(good[:300])
    child = subprocess.Popen(
        bed.command("run"), cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert child.stdout is not None
        said = iter(child.stdout.readline, "")
        assert any("Trying again until it works." in line for line in said)
        assert any("Watching hitlist.yaml" in line for line in said)
        assert bed.calendar.read_bytes() == good[:300]
        bed.calendar.write_bytes(good)
        assert any("can be reached again" in line for line in said)
        assert child.poll() is None
        child.send_signal(signal.SIGTERM)
        assert child.wait(SOON) == 0
        assert bed.calendar.read_bytes() == good
    finally:
        child.kill()
        child.communicate()
