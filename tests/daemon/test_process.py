"""`followupd run` as a separate process: real files, real signals, a real calendar file."""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Outcome
from followupd.history.locks import PassLock, holder, ring
from followupd.history.store import History
from tests.kit.address_books import vcard
from tests.kit.hostile import SLOW, Hostile
from tests.kit.waiting import SOON, until

ROOT = Path(__file__).parents[2]
HIT_LIST = """\
calendar: followup.ics
state: state.db
timezone: America/Denver
hours: Mon-Sun 0:00-24:00
block: {every: Tuesday 10:00, ahead: 4 weeks}
contacts:
  - {name: Dana Whitfield, phone: +1 303 555 0142}
"""


class Process:
    """A running daemon and the lines that it prints."""

    def __init__(self, config: Path, **environment: str) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "followupd", "run", "-c", str(config)], cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        )
        self.lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.child.stdout is not None
        for line in self.child.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def await_line(self, part: str) -> str:
        heard: list[str] = []
        while True:
            try:
                line = self.lines.get(timeout=SOON)
            except queue.Empty:
                pytest.fail(f"no line with {part!r} in {heard}")
            assert line is not None, f"it ended before {part!r}: {heard}"
            heard.append(line)
            if part in line:
                return line

    def end(self, number: signal.Signals) -> tuple[int, float]:
        """Return the exit code, and the seconds that stopping took."""
        began = time.monotonic()
        self.child.send_signal(number)
        code = self.child.wait(SOON)
        return code, time.monotonic() - began

    def close(self) -> None:
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        self._reader.join()
        if self.child.stdout is not None:
            self.child.stdout.close()


Start = Callable[..., Process]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "hitlist.yaml"
    path.write_text(HIT_LIST)
    return path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


@pytest.fixture
def start(config: Path) -> Iterator[Start]:
    running: list[Process] = []

    def begin(**environment: str) -> Process:
        running.append(Process(config, **environment))
        running[-1].await_line("Watching hitlist.yaml. Stop with Ctrl-C.")
        return running[-1]

    yield begin
    for process in running:
        process.close()


def await_pass(database: Path, reason: str) -> None:
    """Wait until a pass for this reason has ended."""
    with History.open(database, "hitlist") as history:
        until(lambda: any(reason in latest.reason and latest.ended is not None for latest in history.passes(1)))


def test_it_says_what_it_does_and_writes_the_calendar(config: Path, tmp_path: Path) -> None:
    """The first lines, in order, and blocks in the file."""
    process = Process(config)
    try:
        assert process.await_line("followupd").endswith("followup.ics.")
        process.await_line("Wrote ")
        process.await_line("Watching hitlist.yaml. Stop with Ctrl-C.")
        assert (tmp_path / "followup.ics").read_text().count("BEGIN:VEVENT") == 4
        assert process.end(signal.SIGINT)[0] == 0
        process.await_line("Stopped.")
    finally:
        process.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once(start: Start, number: signal.Signals) -> None:
    """Exit code 0, well within a second when nothing is under way."""
    code, seconds = start().end(number)
    assert code == 0
    assert seconds < 1.5


def test_it_stops_in_the_middle_of_a_pass(start: Start, database: Path) -> None:
    """The pass gets two seconds of grace; then the process ends anyway, and the next one starts."""
    process = start()
    with PassLock(database, 10):   # our pass goes on, so that the daemon's has to wait
        ring(database)
        time.sleep(0.6)            # it waits for the lock by now; nobody can tell us
        code, seconds = process.end(signal.SIGTERM)
    assert code == 0
    assert seconds < 4
    assert holder(database) is None
    start().end(signal.SIGTERM)


def test_a_server_that_never_finishes_its_answer(config: Path, database: Path) -> None:
    """Commands are answered meanwhile, what is told is kept, and SIGTERM ends it at once."""
    with Hostile(SLOW["a byte of the body now and then"]) as server:
        config.write_text(HIT_LIST.replace("followup.ics", f"{{url: '{server.url}'}}"))
        process = Process(config)
        try:
            until(lambda: bool(server.heard))
            for words, said in (
                (["status"], f"pid {process.child.pid}"), (["log", "Dana", "no answer"], "Dana Whitfield"),
                (["why", "Dana"], "no answer"),
            ):
                command = [sys.executable, "-m", "followupd", *words, "-c", str(config)]
                done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, timeout=SOON, check=False)
                assert done.returncode == 0, done.stderr
                assert said in done.stdout.replace("No answer", "no answer")
            code, seconds = process.end(signal.SIGTERM)
            assert code == 0
            assert seconds < 4
        finally:
            process.close()
    with History.open(database, "hitlist") as history:
        assert [fact.outcome for fact in history.facts() if isinstance(fact, Attempt)] == [Outcome.NO_ANSWER]


def test_an_edit_reaches_the_calendar(start: Start, config: Path, tmp_path: Path) -> None:
    """A new person on the hit list is on the next call sheet soon after the save."""
    process = start()
    began = time.monotonic()
    config.write_text(HIT_LIST + "  - {name: Sam Okafor, phone: +1 303 555 0143}\n")
    process.await_line("Wrote ")
    assert time.monotonic() - began < 3
    assert "Sam Okafor" in (tmp_path / "followup.ics").read_text().replace("\n ", "")


def test_a_card_in_a_folder_reaches_the_calendar(config: Path, database: Path, tmp_path: Path) -> None:
    """As soon as it is new, changed or gone: the first example of docs/address-book.md, whose program is vdirsyncer."""
    calendar, folder = tmp_path / "followup.ics", tmp_path / "contacts"
    folder.mkdir()
    (folder / "other.vcf").write_text(vcard("Otto Lindqvist"))
    config.write_text(f"addressbook: contacts/\n{HIT_LIST.replace(', phone: +1 303 555 0142', '')}")
    process = Process(config)
    try:
        process.await_line("Watching hitlist.yaml. Stop with Ctrl-C.")
        for number in ("0142", "0177"):
            part = folder / "dana.tmp"
            part.write_text(vcard("Dana Whitfield", f"TEL:+1 303 555 {number}"))
            part.rename(folder / "dana.vcf")
            process.await_line("Wrote ")
            assert f"555 {number}" in calendar.read_text().replace("\n ", "")
        (folder / "dana.vcf").unlink()
        process.await_line("Wrote ")
        assert "0177" not in calendar.read_text().replace("\n ", "")
    finally:
        process.close()


def test_a_bad_edit_stops_nothing(start: Start, config: Path, database: Path, tmp_path: Path) -> None:
    """P9: reported once with its line; the calendar stays, and passes succeed once it is fixed."""
    process = start()
    calendar = (tmp_path / "followup.ics").read_bytes()
    config.write_text(HIT_LIST.replace("block:", "blok:"))
    process.await_line("blok")
    process.await_line("Carrying on with the last good hit list.")
    await_pass(database, "hit list changed")
    assert (tmp_path / "followup.ics").read_bytes() == calendar
    config.write_text(HIT_LIST)
    process.await_line("hitlist.yaml is good again: 1 person.")
    assert process.child.poll() is None


def test_a_new_fact_and_sighup_ring(start: Start, database: Path) -> None:
    """An attempt logged by another process is picked up at once; SIGHUP makes a pass."""
    process = start()
    with History.open(database, "hitlist") as history:
        now = datetime.now(UTC)
        dana = next(fact.contact for fact in history.facts())
        assert dana is not None
        history.append([Attempt(dana, now, Outcome.NO_ANSWER, "phone")], now)
    ring(database)
    process.await_line("Wrote ")
    process.child.send_signal(signal.SIGHUP)
    await_pass(database, "reload")
    assert process.child.poll() is None


def test_kill_9_leaves_nothing_behind(start: Start, tmp_path: Path) -> None:
    """P3 and P4: started again after kill -9 it serves at once and does not rewrite the calendar."""
    assert start().end(signal.SIGKILL)[0] == -signal.SIGKILL
    calendar = tmp_path / "followup.ics"
    before = (calendar.read_bytes(), calendar.stat().st_mtime_ns)
    assert start().end(signal.SIGTERM)[0] == 0
    assert (calendar.read_bytes(), calendar.stat().st_mtime_ns) == before


def test_a_second_one_is_refused(start: Start, config: Path) -> None:
    """It says which process serves this hit list already, and what to do."""
    first = start()
    second = Process(config)
    try:
        said = second.await_line(f"pid {first.child.pid}")
        assert "already serves this hit list" in said
        assert second.child.wait(SOON) == 1
        assert first.child.poll() is None
    finally:
        second.close()


def test_a_hit_list_that_is_bad_from_the_start(config: Path) -> None:
    """There is no last good list: it reports all problems, and exits with code 2."""
    config.write_text(HIT_LIST.replace("block:", "blok:"))
    process = Process(config)
    try:
        process.await_line("blok")
        assert process.child.wait(SOON) == 2
    finally:
        process.close()


def test_systemd_is_notified(start: Start, tmp_path: Path) -> None:
    """Ready after the first pass, reloading and ready again at SIGHUP, stopping at the end."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(SOON)
        process = start(NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="1000000")

        def await_word(word: bytes) -> None:
            while word not in listener.recv(500):
                pass

        await_word(b"READY=1\nSTATUS=Last pass")
        await_word(b"WATCHDOG=1")
        await_word(b"WATCHDOG=1")   # also while nothing happens
        process.child.send_signal(signal.SIGHUP)
        await_word(b"RELOADING=1")
        await_word(b"READY=1")
        process.child.send_signal(signal.SIGTERM)
        await_word(b"STOPPING=1")
        assert process.child.wait(SOON) == 0


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts wake-ups in /proc")
def test_idle_it_sleeps(start: Start, database: Path) -> None:
    """At most two wake-ups a minute, of all threads together: here none in two seconds. Its own write makes no pass."""
    process = start()
    await_pass(database, "start")

    def switches() -> int:
        tasks = Path(f"/proc/{process.child.pid}/task").iterdir()
        lines = [line for task in tasks for line in (task / "status").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))

    time.sleep(0.5)   # the pass has been recorded; the thread still goes to sleep
    before = switches()
    time.sleep(2.0)   # silence is measured, so there is no event to wait for
    assert switches() - before <= 1
    with History.open(database, "hitlist") as history:
        assert [record.reason for record in history.passes(9)] == ["start"]
