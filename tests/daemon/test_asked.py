"""Commands with a running daemon: it answers, and nothing shows which of the two did the work."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from followupd.core.values.facts import Attempt, Fact
from followupd.daemon.work import HitlistWork
from followupd.desk import asking
from followupd.desk.answering import answer_alone
from followupd.desk.asking import (
    Arguments,
    ListArguments,
    LogArguments,
    NextArguments,
    Reply,
    Request,
    StatusArguments,
    UndoArguments,
    WhyArguments,
    program,
)
from followupd.desk.desk import Serving
from followupd.history.forms import to_micros
from followupd.history.locks import DaemonLock, PassLock, bell_path
from followupd.history.store import History
from followupd.passes.sources import open_sources
from tests.faults.killing import can_trace
from tests.kit.waiting import SOON, until, until_believed

ROOT = Path(__file__).parents[2]
SINCE = datetime(2026, 11, 20, tzinfo=UTC)
AT = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)
HIT_LIST = """\
calendar: followup.ics
state: state.db
timezone: America/Denver
block: {every: Tuesday 10:00, ahead: 4 weeks}
categories: {friends: {every: 6 weeks}}
contacts:
  - {name: Dana Whitfield, phone: +1 303 555 0142, email: dana@example.com, via: [phone, email, text]}
  - {name: Sam Okafor, email: sam@example.com}
  - {name: José Álvarez, phone: +1 303 555 0143, every: 2 weeks, category: friends}
  - {name: Walking Six, people: [Ann Lee, Bo Hale], book_ahead: 6 months}
"""


def words(
    *typed: str, via: str | None = None, at: str | None = None, note: str = "", later: str | None = None
) -> LogArguments:
    return LogArguments(typed[0], typed[1:], via, at, note, later)


def question(config: Path, at: datetime, arguments: Arguments, *, as_json: bool = False) -> Request:
    return Request(program(), str(config), to_micros(at), as_json, arguments)


def meeting_place(config: Path) -> Path:
    return Path(asking.meeting_place(config))


def attempts(folder: Path) -> list[Attempt]:
    with History.open(folder / "state.db", "hitlist") as history:
        return [fact for fact in history.facts() if isinstance(fact, Attempt)]


def ourselves() -> Serving:
    """This process, as the daemon."""
    return Serving(os.getpid(), SINCE, lambda: None)


class Side:
    """A hit list in a separate folder that this process serves, as a daemon would."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.config = folder, folder / "hitlist.yaml"
        self.config.write_text(HIT_LIST, encoding="utf-8")
        until_believed(self.config)
        self.work = HitlistWork(open_sources(self.config), ourselves)
        self._lock = DaemonLock(folder / "state.db")
        self._lock.acquire(SINCE)

    def a_pass(self, at: datetime) -> None:
        self.work.prepare()
        self.work.run(at, "test")

    def asked(self, at: datetime, arguments: Arguments, *, as_json: bool = False) -> Reply | None:
        """Return the daemon's answer."""
        return self.work.answer(question(self.config, at, arguments, as_json=as_json), lambda: None)

    def alone(self, at: datetime, arguments: Arguments, *, as_json: bool = False) -> Reply:
        """Return the answer that the command finds itself."""
        return answer_alone(self.config, lambda _: at, arguments, as_json=as_json)

    def facts(self) -> tuple[Fact, ...]:
        return self.work.sources.history.facts()

    def close(self) -> None:
        self._lock.release()
        self.work.sources.close()


@contextmanager
def side(folder: Path) -> Iterator[Side]:
    made = Side(folder)
    try:
        yield made
    finally:
        made.close()


NAMES = st.sampled_from(["Dana Whitfield", "dana", "sam", "jose", "José Álvarez", "walking six", "nobody", "a"])
OUTCOMES = st.sampled_from(["no answer", "na", "reached", "lm", "sent", "busy", "cb", "bounced", "wrong number",
                            "declined", "booked 2027-05-21", "booked", "raeched"])
LOGGED = st.builds(
    lambda who, outcome, via, at, note, later: words(who, *outcome.split(), via=via, at=at, note=note, later=later),
    NAMES, OUTCOMES, st.sampled_from([None, None, "email", "phone", "pigeon"]),
    st.sampled_from([None, None, None, "yesterday 16:00", "2 hours ago", "tomorrow"]),
    st.sampled_from(["", "back from Lisbon", "asked for Thursday", "\x1b[31mred\u202e", "é" * 300]),
    st.sampled_from([None, None, "28 Nov", "in 3 weeks", "yesterday"]),
)
ASKED = st.one_of(
    st.builds(NextArguments, st.sampled_from([None, 1, 20, 60]), st.sampled_from([None, None, "email", "call", "?"])),
    st.builds(WhyArguments, NAMES),
    st.builds(ListArguments, st.sampled_from([None, "open", "In-Queue", "x"]), st.sampled_from([None, "FRIENDS", "y"])),
    st.just(StatusArguments()),
    st.builds(
        lambda who, listed: UndoArguments(tuple(who.split()), listed), NAMES | st.just(""), st.sampled_from([0, 0, 5])
    ),
)
STEPS = st.lists(
    st.tuples(ASKED | LOGGED, st.booleans(), st.booleans(), st.integers(1, 90_000)), min_size=1, max_size=8
)

@pytest.mark.parametrize("state", [
    "state: state.db\n", "state: 'state.db'   # here\n", 'list: hitlist\nstate: "./state.db"\n',
])
def test_status_knows_the_daemon_while_the_hit_list_is_bad(tmp_path: Path, state: str) -> None:
    """Wherever its state is: "not running; start it" would start a second one."""
    side = Side(tmp_path / "one")
    side.a_pass(AT)
    side.config.write_text(HIT_LIST.replace("state: state.db\n", state) + "blok: Tuesday\n", encoding="utf-8")
    said = side.alone(AT, StatusArguments()).text
    assert f"running (pid {os.getpid()}" in said
    assert "none yet" not in said
    assert "1 problem in the hit list" in said


@given(steps=STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_ways_give_the_same_answer_and_the_same_facts(
    steps: list[tuple[Arguments, bool, bool, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Letter by letter, for each of the six commands and as JSON, over whole histories, with or without passes in
    between; errors are the same too, and then nothing is stored.
    """
    at = AT
    folder = tmp_path_factory.mktemp("sides")
    with side(folder / "one") as one, side(folder / "two") as two:
        for arguments, as_json, passes, seconds in steps:
            at += timedelta(seconds=seconds)
            alone, asked = two.alone(at, arguments, as_json=as_json), one.asked(at, arguments, as_json=as_json)
            assert asked is not None
            assert asked._replace(text=asked.text.replace("/one/", "/two/")) == alone
            stores = isinstance(arguments, LogArguments) or (type(arguments) is UndoArguments and not arguments.listed)
            if stores and not alone.code:
                assert "The running followupd (pid " in asked.text or as_json
            assert one.facts() == two.facts()
            event(f"{type(arguments).__name__}, code {alone.code}")
            if passes:
                one.a_pass(at)
                two.a_pass(at)


def test_a_try_that_both_have_stored_counts_once(tmp_path: Path) -> None:
    """P4: the daemon stored it and could not answer. The usual channel has changed, since the try was the second by
    phone; it is still the same try, and the answer is the one that the daemon would have given.
    """
    with side(tmp_path / "one") as one:
        for number in range(4):
            moment, typed = AT + timedelta(days=8 * number), words("Dana", "no", "answer")
            said = one.asked(moment, typed)
            assert said is not None
            assert one.alone(moment, typed) == said
            one.a_pass(moment + timedelta(minutes=1))
            assert one.alone(moment, typed).text.split(".")[0] == said.text.split(".")[0]
            assert len(attempts(one.folder)) == number + 1
        assert [a.channel for a in attempts(one.folder)] == ["phone", "phone", "email", "email"]


def test_another_channel_that_was_said_is_another_try(tmp_path: Path) -> None:
    with side(tmp_path / "one") as one:
        one.alone(AT, words("Dana", "no", "answer", via="phone"))
        one.alone(AT, words("Dana", "no", "answer", via="text"))
        assert [a.channel for a in attempts(tmp_path / "one")] == ["phone", "text"]


def test_it_is_left_to_the_command_when_anything_is_odd(tmp_path: Path) -> None:
    """An edit that is not read yet, a bad one, a missing file, another hit list, a pass in progress."""
    at, typed, taken = AT, words("Dana", "no", "answer"), list[int]()
    with side(tmp_path / "one") as one:
        def asked(**other: str) -> Reply | None:
            asks = question(one.config, at, typed)._replace(**other)   # type: ignore[arg-type]
            return one.work.answer(asks, lambda: taken.append(1))

        assert asked(config=str(tmp_path / "two" / "hitlist.yaml")) is None
        one.config.write_text(HIT_LIST + "  - {name: Robin Hale}\n", encoding="utf-8")
        assert asked() is None
        one.a_pass(at)
        until_believed(one.config)
        one.a_pass(at)
        one.config.write_text(HIT_LIST.replace("block:", "blok:"), encoding="utf-8")
        assert asked() is None
        one.config.unlink()
        assert asked() is None
        one.config.write_text(HIT_LIST, encoding="utf-8")
        until_believed(one.config)
        one.a_pass(at)

        passing = threading.Thread(target=one.a_pass, args=(at,))
        with PassLock(tmp_path / "one" / "state.db", 1):
            passing.start()
            until(lambda: asked() is None)     # it is on its way into the pass
            began = time.monotonic()
            assert asked() is None
            assert time.monotonic() - began < 2
        passing.join()
        taken.clear()
        assert asked() is not None
        assert taken == [1]
        one.work.drop()
        assert asked() is None


# The daemon as a process


class Daemon:
    """`followupd run` on a hit list that is old enough to be trusted."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.config = folder, folder / "hitlist.yaml"
        self.config.write_text(HIT_LIST, encoding="utf-8")
        until_believed(self.config)
        self.start()

    def start(self) -> None:
        self.child = subprocess.Popen(
            self.command("run"), cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.child.stdout is not None
        self._said = iter(self.child.stdout.readline, "")
        assert any("Watching" in line for line in self._said)

    def command(self, *typed: str) -> list[str]:
        return [sys.executable, "-m", "followupd", *typed, "-c", str(self.config)]

    def log(self, *typed: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.ask("log", *typed, **environment)

    def ask(self, *typed: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A command in a process that says on its last line of stderr whether it did the work itself."""
        script = (
            "import sys; from followupd.__main__ import exit_code; code = exit_code(sys.argv[1:]);"
            "print('alone' if 'followupd.core.plan' in sys.modules else 'asked', file=sys.stderr); sys.exit(code)"
        )
        return subprocess.run(
            [sys.executable, "-c", script, *typed, "-c", str(self.config)], cwd=ROOT, text=True, timeout=60,
            capture_output=True, env={**os.environ, **environment}, check=False,
        )

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        if self.child.poll() is None:
            self.child.send_signal(number)
        code = self.child.wait(SOON)
        assert self.child.stdout is not None
        self.child.stdout.close()
        return code


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    made = Daemon(tmp_path)
    yield made
    made.end(signal.SIGKILL)


def test_the_running_daemon_does_the_work_of_log(daemon: Daemon) -> None:
    """The same answer, the fact stored before it, the calendar written by the pass that follows; and with another
    zone in the environment, another instant or after the daemon's end the command does the work itself, unnoticed.
    """
    place = meeting_place(daemon.config)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    done = daemon.log("Dana", "no", "answer", "-m", "on a boat")
    assert (done.returncode, done.stderr) == (0, "asked\n")
    assert done.stdout.startswith("Dana Whitfield: no answer by phone (1st try), today ")
    assert done.stdout.endswith(f" The running followupd (pid {daemon.child.pid}) writes it.\n")
    assert [(a.contact, a.note) for a in attempts(daemon.folder)] == [("dana-whitfield", "on a boat")]
    assert any("Wrote " in line for line in daemon._said)
    told = daemon.log("sam", "reached", "--json")
    assert (told.stderr, json.loads(told.stdout)["logged"]["outcome"]) == ("asked\n", "reached")

    assert any(re.search("blocks? changed", line) for line in daemon._said)
    until(lambda: daemon.ask("next").stderr == "asked\n")     # the pass has ended
    commands = (["next"], ["why", "José"], ["list"], ["status", "--json"])
    asked = {command[0]: daemon.ask(*command) for command in commands}
    assert {done.stderr for done in asked.values()} == {"asked\n"}
    serving = json.loads(asked["status"].stdout)["daemon"]
    assert serving["pid"] == daemon.child.pid
    assert sorted(job["name"] for job in serving["jobs"]) == ["look at clock and files", "next pass"]
    assert "José Álvarez" in asked["list"].stdout

    bell = bell_path(daemon.folder / "state.db")
    assert not bell.exists()     # the daemon rings for itself; the file is how another process rings
    for alone in (daemon.log("sam", "na", TZ="Asia/Tokyo"), daemon.log("sam", "na", "--now", "2026-11-20T14:10")):
        assert (alone.returncode, alone.stderr) == (0, "alone\n")
        assert f"(pid {daemon.child.pid}) writes it." in alone.stdout
    assert bell.exists()
    wrong = daemon.log("dnaa", "na")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Did you mean Dana Whitfield?" in wrong.stderr
    assert wrong.stderr.endswith("asked\n")
    assert daemon.end() == 0
    assert not place.exists()
    assert daemon.log("dana", "reached").stderr == "alone\n"


def test_the_socket_of_a_killed_daemon_is_ignored(daemon: Daemon) -> None:
    """The command does not wait for it, and the next daemon takes the place."""
    daemon.end(signal.SIGKILL)
    assert meeting_place(daemon.config).exists()
    done = daemon.log("dana", "na")
    assert (done.returncode, done.stderr) == (0, "alone\n")
    daemon.start()
    assert daemon.log("dana", "na").stderr == "asked\n"


@pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")
@pytest.mark.parametrize(("call", "time_"), [("sendto", 1), ("pwrite64", 1), ("fdatasync", 1), ("sendto", 2)])
def test_killed_at_any_step_the_try_counts_once(daemon: Daemon, call: str, time_: int) -> None:
    """P4: kill -9 before it begins, during the commit, after it, and before the answer. The command still answers,
    the try is stored once, and the next daemon writes it once.
    """
    assert daemon.log("dana", "na").stderr == "asked\n"
    assert any("Wrote " in line for line in daemon._said)
    strace = subprocess.Popen(
        ["strace", "-f", "-qq", "-p", str(daemon.child.pid), "-o", os.devnull, "-e", f"trace={call}", "-e",
         f"inject={call}:signal=KILL:when={time_}"], stderr=subprocess.PIPE, text=True,
    )
    threads = Path(f"/proc/{daemon.child.pid}/task")
    until(lambda: not any("TracerPid:\t0" in (thread / "status").read_text() for thread in threads.iterdir()))
    done = daemon.log("dana", "na")
    assert daemon.child.wait(SOON) == -signal.SIGKILL
    strace.communicate(timeout=SOON)
    assert (done.returncode, done.stderr) == (0, "alone\n")
    assert done.stdout.startswith("Dana Whitfield: no answer by phone (2nd try), today ")
    assert [a.channel for a in attempts(daemon.folder)] == ["phone", "phone"]
    daemon.end()
    daemon.start()
    text = (daemon.folder / "followup.ics").read_text().replace("\n ", "")
    assert sum("Email Dana Whitfield" in event for event in text.split("BEGIN:VEVENT")) == 1
    assert len(attempts(daemon.folder)) == 2
