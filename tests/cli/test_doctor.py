"""`followupd doctor` from outside: what is shown, its exit code, and that it always cleans up."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followupd.history.locks import DaemonLock
from tests.cli.conftest import CommandAnswer, Shell
from tests.kit.local_http import Asked, HttpReply
from tests.kit.servers import CalendarServer, Scripted

SECRET = "c0rrect-h0rse"


def marks(told: CommandAnswer) -> dict[str, str]:
    return {m[2].strip(): m[1].strip() for m in re.finditer(r"^(ok| !|!!|--)  (.{16})\S", told.out, re.MULTILINE)}


def checks(told: CommandAnswer) -> dict[str, str]:
    return {check["check"]: check["state"] for check in told.json["checks"]}


def test_a_new_set_up_works(desk: Shell, state_folder: Path) -> None:
    """Only the daemon does not run yet, which is not a problem; and the doctor has made no file."""
    desk.rewrite("    dates: {birthday: 14 May}\n", "")     # no effect yet, which is noted
    desk.rewrite("    promises: [{what: send the Lisbon list, by: 2026-11-28}]\n", "")
    told = desk("doctor")
    assert (told.code, told.err) == (0, "")
    assert marks(told)["daemon"] == "!"
    assert set(marks(told).values()) <= {"ok", "!", "--"}
    assert told.out.isascii()
    assert "hitlist.yaml: 7 people" in told.out
    assert list(desk.folder.iterdir()) == [desk.hitlist]
    assert not state_folder.exists()


def test_the_list_is_short_and_ends_with_a_summary(desk: Shell, database: Path) -> None:
    """A running daemon is found by its lock."""
    desk("sync")
    lock = DaemonLock(database)
    lock.acquire(datetime(2026, 11, 20, 20, tzinfo=UTC))
    try:
        told = desk("doctor")
    finally:
        lock.release()
    assert f"running (pid {os.getpid()}, since Fri 20 Nov 13:00)" in told.out
    assert marks(told)["last pass"] == "ok"
    assert told.out.rstrip().splitlines()[-1].startswith(("It works.", "Everything is fine."))
    assert len(told.out.splitlines()) < 20


def test_a_broken_hit_list_is_the_first_thing_to_fix(desk: Shell) -> None:
    """Exit code 2; every other check says why it was skipped."""
    desk.rewrite("every: 6 weeks", "every: often")
    told = desk("doctor")
    assert told.code == 2
    assert marks(told)["hit list"] == "!!"
    assert set(marks(told).values()) == {"!!", "--"}
    assert "followupd check" in told.out
    form = desk("doctor", "--json")
    assert (form.code, form.json["ok"], checks(form)["calendar"]) == (2, False, "skipped")


def test_a_hit_list_that_is_a_folder_is_reported(desk: Shell) -> None:
    desk.hitlist.unlink()
    desk.hitlist.mkdir()
    told = desk("doctor")
    assert (told.code, marks(told)["hit list"]) == (2, "!!")


def test_a_missing_hit_list_is_reported_as_everywhere(desk: Shell) -> None:
    desk.hitlist.unlink()
    told = desk("doctor")
    assert (told.code, told.out) == (2, "")
    assert "followupd init" in told.err


def test_a_broken_calendar_file_and_a_damaged_history(desk: Shell, database: Path) -> None:
    """The calendar's exit code wins over the history's; both are reported, and the file keeps its bytes."""
    desk("sync")
    desk.calendar.write_text("BEGIN:VCALENDAR\n")
    told = desk("doctor")
    assert (told.code, marks(told)["calendar"]) == (4, "!!")
    for path in database.parent.glob("*.db*"):
        path.unlink()
    database.write_bytes(b"?" * 5000)
    told = desk("doctor")
    assert (told.code, marks(told)["history"], marks(told)["calendar"]) == (4, "!!", "!!")
    assert "2 problems to solve" in told.out
    assert desk.calendar.read_text() == "BEGIN:VCALENDAR\n"
    desk.calendar.unlink()
    assert desk("doctor").code == 1


@pytest.fixture
def online(desk: Shell, radicale: CalendarServer, scripted: Scripted) -> Iterator[Online]:
    online = Online(desk, radicale, scripted)
    yield online
    online.release.set()


class Online:
    """A desk whose calendar is on a Radicale behind a relay; `hold` keeps an answer back."""

    def __init__(self, desk: Shell, remote: CalendarServer, relay: Scripted) -> None:
        self.desk, self.remote, self.relay = desk, remote, relay
        self.direct = remote.new_calendar("Outreach")
        self.url = relay.in_front_of(self.direct)
        self.reached, self.release = threading.Event(), threading.Event()
        self.connect(self.url)

    def connect(self, url: str, password: str = "correct horse", more: str = "") -> None:
        self.desk.hitlist.write_text(
            f"calendar: {{url: '{url}', username: dana, password_command: [echo, {password}]{more}}}\n"
            "timezone: America/Denver\ncontacts: [{name: Dana}]\n"
        )

    def hold(self, method: str, number: int) -> None:
        """Let the server do what is asked, but hold back its answer to the `number`th such request."""
        seen: list[str] = []

        def script(asked: Asked) -> HttpReply:
            reply = self.relay.pass_on(asked)
            if "probe-" in asked.path and asked.method == method and not self.release.is_set():
                seen.append(method)
                if len(seen) == number:
                    self.reached.set()
                    self.release.wait(30)
            return reply

        self.relay.script = script

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "followupd", "doctor"], cwd=self.desk.folder, env=self.desk.env(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )

    def names(self) -> list[str]:
        return re.findall(r"(probe-[0-9a-f]+-hitlist)\.ics", self.remote.request("PROPFIND", self.direct, Depth="1")[1])


def test_a_calendar_on_a_server_is_fine(online: Online) -> None:
    """As a separate process, in real time and with every warning an error; the form has the same checks."""
    told = online.desk.process("doctor")
    assert (told.code, told.err) == (0, "")
    found = marks(told)
    assert {name for name, mark in found.items() if mark != "ok"} == {"daemon"}
    assert {"login", "clock", "kept", "probe", "conditions"} <= set(found)
    form = online.desk.process("doctor", "--json")
    assert form.json["ok"]
    assert set(checks(form)) == set(found)
    assert online.names() == []


def test_a_pretended_time_is_not_compared(online: Online) -> None:
    assert checks(online.desk("doctor", "--json"))["clock"] == "skipped"


def test_no_secret_is_in_any_output(online: Online) -> None:
    """With a wrong password, an address with a query, and every log at DEBUG."""
    online.connect(f"{online.url}?key={SECRET}", SECRET)
    for more in ((), ("--json",)):
        told = online.desk.process("doctor", *more)
        assert told.code == 4
        assert "refused" in told.out
        assert SECRET not in told.out + told.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_doctor_that_is_stopped_takes_its_probe_away(online: Online, number: signal.Signals) -> None:
    """Ctrl-C while it waits for an answer: the event is on the server just then, and is gone at the end."""
    online.hold("PUT", 1)
    with online.start() as running:
        assert online.reached.wait(30)
        assert len(online.names()) == 1
        running.send_signal(number)
        out, err = running.communicate(timeout=30)
    assert online.names() == []
    assert running.returncode == 130
    assert "Traceback" not in out + err


def test_a_probe_that_a_killed_doctor_left_is_removed_by_the_next(online: Online) -> None:
    """kill -9 leaves it; the next run cleans up silently."""
    online.hold("GET", 2)
    with online.start() as running:
        assert online.reached.wait(30)
        running.kill()
        running.communicate()
    assert len(online.names()) == 1
    online.release.set()
    told = online.desk.process("doctor")
    assert (told.code, marks(told)["left over"], online.names()) == (0, "ok", [])


def test_a_pass_ignores_a_probe(online: Online) -> None:
    """A sync while a probe exists neither counts nor changes it, nor reads it as an accident (P10)."""
    desk = online.desk
    assert desk("sync").code == 0
    online.hold("PUT", 1)
    with online.start() as running:
        assert online.reached.wait(30)
        (name,) = online.names()
        assert desk("sync").out == "Nothing to do.\n"
        assert online.names() == [name]
        online.release.set()
        running.communicate(timeout=30)
    assert (running.returncode, online.names()) == (0, [])
    assert desk("sync").out == "Nothing to do.\n"


def test_everyday_commands_do_not_load_the_doctor(desk: Shell) -> None:
    """It costs nothing to those who do not need it."""
    code = "import sys; import followupd.cli.next; print([m for m in sys.modules if m.startswith('followupd.doctor')])"
    done = subprocess.run([sys.executable, "-c", code], env=desk.env(), capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
