"""Traffic at the daemon's counter: a question or something else, an answer or nothing."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.daemon.counter import Counter
from followupd.desk import asking
from followupd.desk.asking import COMMANDS, Reply, Request, ask, program
from tests.daemon.test_asked import meeting_place, question, words
from tests.kit.waiting import SOON

LOG = b'"log", {"who": "a", "outcome": ["b"], "via": null, "at": null, "note": "", "next": null}]\n'
HOSTILE = [
    b"", b"\n", b"{}\n", b"null\n", b"GET / HTTP/1.1\r\n", b"\xff\xfe\n", b"[" * 60_000 + b"\n", b"x" * 200_000,
    b'[[], "", 0, false, ' + LOG.replace(b'["b"]', b"[]"), b'[[], "", 0, false, ' + LOG.replace(b'["b"]', b'["b", 1]'),
    b'[[], "", 0, false, ' + LOG.replace(b'"a"', b"null"), b'[[], "", 0, false, ' + LOG.replace(b'""', b"null"),
    b'[[], "", 0, false, ' + LOG.replace(b'"who"', b'"whom"'), b'[[], "", 0, false, ' + LOG.replace(b"{", b'{"x": 1, '),
    b'[[], 1, 0, false, ' + LOG, b'[[], "", 1e999, false, ' + LOG, b'[[], "", -1, false, ' + LOG,
    b'[[], "", ' + b"9" * 4000 + b", false, " + LOG, b'[[], "", 0, 0, ' + LOG,
    b'["abc", "", 0, false, "log", "abcdef"]\n', b'[[], "", 0, false, {}]\n', b'[[], "", 0, false, "plan", {}]\n',
    b'[[], "", 0, false, "next", {"minutes": true, "via": null}]\n', b'[[], "", 0, false, "why", {}]\n',
    b"half a",
]


GOOD_DAY = Reply("Good day.\n\u202e\udcff", "an error", "and what to do", 4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=2), inner, max_size=3), max_leaves=12,
)


@given(st.one_of(st.binary(), JSON.map(lambda v: json.dumps(v).encode()),
                 st.tuples(st.just(program()), JSON, JSON, JSON, st.sampled_from(list(COMMANDS)), JSON)
                 .map(lambda v: json.dumps(v).encode())))
def test_whatever_is_read_is_a_question_or_none(line: bytes) -> None:
    """Reading raises nothing but ValueError, and a question that was read can be written again unchanged."""
    try:
        read = Request.read(line)
    except ValueError:
        return
    assert Request.read(read.line()) == read
    assert read.at.tzinfo is not None


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, list[Request]]]:
    """A counter on a short path; it keeps every proper question and answers with a greeting."""
    heard: list[Request] = []

    def answer(asked: Request, begun: Callable[[], None]) -> Reply:
        heard.append(asked)
        begun()
        return GOOD_DAY

    config = tmp_path / "hitlist.yaml"
    config.write_text("contacts: [Dana]\n")
    counter = Counter(meeting_place(config), answer)
    yield config, heard
    counter.close()
    assert not meeting_place(config).exists()


def test_a_question_arrives_as_it_was_asked(served: tuple[Path, list[Request]]) -> None:
    """Whatever characters it has, lone surrogates included."""
    config, heard = served
    at = datetime(2026, 11, 20, 21, 10, 1, 234567, tzinfo=UTC)
    typed = words("Mei 美玲", "no", "answer", via="", note='\udcff"\n\x00', later="Friday")
    assert ask(config, at, typed, as_json=True) == GOOD_DAY
    assert heard == [question(config, at, typed, as_json=True)]
    assert heard[0].at == at


@pytest.mark.parametrize("sent", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_sent_harms_or_blocks(served: tuple[Path, list[Request]], sent: bytes) -> None:
    """The connection ends in time, it does not count as a question, and the next question is answered."""
    config, heard = served
    sent = sent.replace(b"[[],", b"[" + json.dumps(program()).encode() + b",")
    began = time.monotonic()
    with socket.socket(socket.AF_UNIX) as there:
        there.settimeout(SOON)
        there.connect(str(meeting_place(config)))
        try:
            there.sendall(sent)
            assert there.recv(1) == b""
        except (BrokenPipeError, ConnectionResetError):
            pass                         # the counter hung up while it was still sending
    assert time.monotonic() - began < 2
    assert heard == []
    assert ask(config, datetime.now(UTC), words("dana", "na"), as_json=False) is not None


def test_many_silent_clients_block_nobody_for_long(served: tuple[Path, list[Request]]) -> None:
    """Ten silent clients are dropped in turn; meanwhile commands do their own work, and then are served again."""
    config, _ = served
    silent = [socket.socket(socket.AF_UNIX) for _ in range(10)]
    try:
        for there in silent:
            there.connect(str(meeting_place(config)))
        began = time.monotonic()
        while ask(config, datetime.now(UTC), words("dana", "na"), as_json=False) is None:
            assert time.monotonic() - began < 10 * asking.ANSWER_BEGINS + 3
    finally:
        for there in silent:
            there.close()


def test_another_user_is_not_answered_or_asked(
    served: tuple[Path, list[Request]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The daemon does not answer another user, and the command does not ask another user's daemon."""
    config, heard = served
    monkeypatch.setattr("followupd.daemon.counter.other_user", lambda _: os.geteuid() + 1)
    assert ask(config, datetime.now(UTC), words("dana", "na"), as_json=False) is None
    monkeypatch.undo()
    monkeypatch.setenv("XDG_STATE_HOME", str(meeting_place(config).parents[1]))
    monkeypatch.setattr(asking, "other_user", lambda _: os.geteuid() + 1)
    assert ask(config, datetime.now(UTC), words("dana", "na"), as_json=False) is None
    assert heard == []


@pytest.mark.parametrize("field", ["program", "version"])
def test_another_program_is_not_answered(
    served: tuple[Path, list[Request]], monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    """Another version may read the words differently, another environment may mean another zone or state."""
    config, heard = served
    other = [*program()[:-1], "elsewhere"] if field == "program" else ["0.0.9", *program()[1:]]
    monkeypatch.setattr(asking, "program", lambda: other)
    assert ask(config, datetime.now(UTC), words("dana", "na"), as_json=False) is None
    assert heard == []


@pytest.mark.parametrize("answer", [
    b"", b"+", b"-", b"+\n", b"+{}\n", b'+"half', b"+" + b"[" * 9000 + b"\n", b"+\xff\n", b'+["a", "", ""]\n',
    b'+["a", "", "", "0"]\n',
])
def test_a_broken_answer_does_not_count(tmp_path: Path, answer: bytes) -> None:
    """From a daemon that dies, or something that is not a daemon: that is soon noticed, and the command does its own
    work."""
    config = tmp_path / "hitlist.yaml"
    place = meeting_place(config)
    place.parent.mkdir(exist_ok=True, parents=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place))
        listening.listen()

        def reply() -> None:
            there, _ = listening.accept()
            with there:
                there.recv(9000)
                there.sendall(answer)

        thread = threading.Thread(target=reply)
        thread.start()
        assert ask(config, datetime.now(UTC), words("dana", "na"), as_json=False) is None
        thread.join()
    place.unlink()


def test_a_daemon_that_sleeps_is_not_waited_for(tmp_path: Path) -> None:
    """Stopped, or swapped out: the system accepts the connection, and no answer comes."""
    config = tmp_path / "hitlist.yaml"
    place = meeting_place(config)
    place.parent.mkdir(exist_ok=True, parents=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place))
        listening.listen()
        began = time.monotonic()
        assert ask(config, datetime.now(UTC), words("dana", "na"), as_json=False) is None
        assert time.monotonic() - began < asking.ANSWER_BEGINS + 0.5
    place.unlink()
    place.write_text("no socket at all")
    assert ask(config, datetime.now(UTC), words("dana", "na"), as_json=False) is None
    place.unlink()


def test_a_fault_in_an_answer_is_logged_and_ends_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def broken(asked: Request, begun: Callable[[], None]) -> Reply | None:
        begun()
        raise ZeroDivisionError

    config = tmp_path / "hitlist.yaml"
    counter = Counter(meeting_place(config), broken)
    try:
        for _ in range(2):
            assert ask(config, datetime.now(UTC), words("dana", "na"), as_json=False) is None
    finally:
        counter.close()
    assert caplog.text.count("a question could not be answered") == 2


def test_a_command_that_hung_up_is_no_fault(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It waits a moment only, and a busy machine may be slower."""
    def late(asked: Request, begun: Callable[[], None]) -> Reply | None:
        raise BrokenPipeError

    config = tmp_path / "hitlist.yaml"
    counter = Counter(meeting_place(config), late)
    try:
        assert ask(config, datetime.now(UTC), words("dana", "na"), as_json=False) is None
    finally:
        counter.close()
    assert caplog.text == ""


def test_without_room_for_a_socket_there_is_none(tmp_path: Path) -> None:
    """A path of more than 107 bytes has no room in an address; the daemon then serves without a counter."""
    with pytest.raises(OSError, match="too long"):
        Counter(tmp_path / ("a" * 120) / "x.sock", lambda asked, begun: None)
