"""Everything at once: many commands, a daemon, an editor, two daemons, a signal in the middle of a write."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from followupd.history.locks import holder
from tests.faults.conftest import ROOT, WITHOUT_A_BLOCK, Bed
from tests.faults.killing import can_trace
from tests.kit.waiting import SOON, until

PEOPLE = 10
CROWD = WITHOUT_A_BLOCK[:WITHOUT_A_BLOCK.index("contacts:")] + "start_small: off\ncontacts:\n" + "".join(
    f"  - {{name: Person Number{n}, phone: 303 555 01{n:02}}}\n" for n in range(PEOPLE)
)


class HeardDaemon:
    """`followupd run` and what it says."""

    def __init__(self, bed: Bed, *before: str) -> None:
        self.child = subprocess.Popen(
            [*before, *bed.command("run")], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.child.stdout is not None
        self._said = iter(self.child.stdout.readline, "")

    def heard(self, part: str) -> None:
        assert any(part in line for line in self._said), f"it ended before {part!r}"

    def end(self) -> int:
        self.child.send_signal(signal.SIGTERM)
        return self.child.wait(SOON)

    def close(self) -> None:
        self.child.kill()
        self.child.communicate()


@contextmanager
def daemon(bed: Bed, *before: str) -> Iterator[HeardDaemon]:
    started = HeardDaemon(bed, *before)
    try:
        yield started
    finally:
        started.close()


def save_again_and_again(bed: Bed, stopped: threading.Event) -> None:
    """An editor that saves every 100 ms: in place and in two pieces, or by moving a new file over the old one."""
    number = 0
    while not stopped.wait(0.1):
        number += 1
        text = CROWD + f"# saved {number} times\n"
        if number % 2:
            with bed.config.open("w") as file:
                file.write(text[:200])
                file.flush()
                file.write(text[200:])
        else:
            (bed.folder / "hitlist.yaml~").write_text(text)
            (bed.folder / "hitlist.yaml~").rename(bed.config)


def test_ten_logs_a_daemon_and_an_editor(bed: Bed) -> None:
    """P4 and P3: each try that was acknowledged is stored once and answered on the calendar, which ends as one pass
    would have left it; the daemon lives. A command that read half a save says so and has stored nothing.
    """
    bed.config.write_text(CROWD)
    with daemon(bed) as running:
        running.heard("Watching hitlist.yaml")
        stopped = threading.Event()
        editor = threading.Thread(target=save_again_and_again, args=(bed, stopped))
        editor.start()
        try:
            children = [
                subprocess.Popen(
                    bed.command("log", f"Number{n}", "no", "answer", now=None), cwd=ROOT, text=True,
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                ) for n in range(PEOPLE)
            ]
            said = [child.communicate(timeout=60)[0] for child in children]
        finally:
            stopped.set()
            editor.join()
        bed.config.write_text(CROWD)
        assert all(child.returncode in (0, 2) for child in children), said
        wanted = sorted(f"person-number{n}" for n, child in enumerate(children) if child.returncode == 0)
        assert len(wanted) > 3, said
        assert running.child.poll() is None
        assert running.end() == 0
    facts = [json.loads(line) for line in bed.run("history", "export", now=None).stdout.splitlines()]
    assert sorted(f["contact"] for f in facts if f["kind"] == "attempt") == wanted
    assert bed.run("sync", now=None).returncode == 0
    text = bed.calendar.read_bytes().decode().replace("\r\n ", "")
    assert sorted(who for who in wanted if f"UID:retry-{who}-" in text) == wanted
    before = (bed.calendar.read_bytes(), bed.calendar.stat().st_mtime_ns)
    assert bed.run("sync", now=None).returncode == 0
    assert (bed.calendar.read_bytes(), bed.calendar.stat().st_mtime_ns) == before


def test_two_daemons_started_at_once(bed: Bed) -> None:
    """One serves, the other names it and exits with code 1."""
    with daemon(bed) as one, daemon(bed) as other:
        until(lambda: one.child.poll() is not None or other.child.poll() is not None)
        left, right = (one, other) if one.child.poll() is not None else (other, one)
        assert left.child.returncode == 1
        left.heard("already serves this hit list")
        right.heard("Watching hitlist.yaml")
        serving = holder(bed.state)
        assert serving is not None
        assert serving.pid == right.child.pid
        assert right.end() == 0


@pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")
def test_asked_to_stop_in_the_middle_of_a_write(bed: Bed) -> None:
    """The disk takes half a second for each sync: the daemon stops in time, the file is whole, the next pass heals."""
    slow = ("strace", "-D", "-f", "-qq", "-o", os.devnull, "-e", "trace=fsync", "-e",
            "inject=fsync:delay_enter=500000")
    with daemon(bed, *slow) as running:
        until(lambda: list(bed.folder.glob(".followupd-*")))     # it has begun to write
        began = time.monotonic()
        assert running.end() == 0
        assert time.monotonic() - began < 5
    assert not bed.calendar.exists() or bed.calendar.read_bytes().endswith(b"END:VCALENDAR\r\n")
    assert bed.run("sync", now=None).returncode == 0
    assert bed.events() == 4
    assert holder(bed.state) is None


def test_the_calendar_is_read_while_we_write(bed: Bed, tmp_path: Path) -> None:
    """At any instant a reader sees a whole file."""
    assert bed.run("sync").returncode == 0
    stopped, torn = threading.Event(), []

    def look() -> None:
        while not stopped.is_set():
            if not bed.calendar.read_bytes().endswith(b"END:VCALENDAR\r\n"):
                torn.append(1)

    reader = threading.Thread(target=look)
    reader.start()
    for outcome in ("busy", "reached"):
        assert bed.run("log", "Dana", outcome).returncode == 0
    stopped.set()
    reader.join()
    assert torn == []
