"""Messages to systemd, on real sockets."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from followupd.daemon.systemd import Notify


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(5)
        yield listener


def test_each_word_arrives(listening: socket.socket) -> None:
    """As sd_notify(3) spells it."""
    notify = Notify(listening.getsockname(), "30000000", str(os.getpid()))
    assert notify.watchdog == 30.0
    notify.ready("12 people")
    notify.status("ok")
    notify.alive()
    notify.stopping()
    heard = [listening.recv(200) for _ in range(4)]
    assert heard == [b"READY=1\nSTATUS=12 people", b"STATUS=ok", b"WATCHDOG=1", b"STOPPING=1"]
    notify.reloading()
    first, second = listening.recv(200).split(b"\n")
    assert first == b"RELOADING=1"
    assert int(second.removeprefix(b"MONOTONIC_USEC=")) > 0


def test_an_abstract_socket() -> None:
    """A name that begins with @ is outside the file system."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        name = f"followupd-test-{os.getpid()}"
        listener.bind("\0" + name)
        listener.settimeout(5)
        Notify("@" + name).status("ok")
        assert listener.recv(100) == b"STATUS=ok"


@pytest.mark.parametrize(("usec", "pid"), [(None, None), ("0", None), ("soon", None), ("1000", "1")])
def test_no_watchdog_unless_it_is_meant_for_us(listening: socket.socket, usec: str | None, pid: str | None) -> None:
    """Nothing is sent if systemd does not expect it, or expects it from another process."""
    notify = Notify(listening.getsockname(), usec, pid)
    assert notify.watchdog is None
    notify.alive()
    notify.status("last")
    assert listening.recv(100) == b"STATUS=last"


@pytest.mark.parametrize("name", [None, "", "/nowhere/notify"])
def test_nobody_listening_is_not_an_error(name: str | None) -> None:
    """A service must not die because of it."""
    notify = Notify(name, "1000000")
    notify.ready("ok")
    notify.alive()
    assert notify.watchdog == (1.0 if name else None)


def test_the_environment_is_read(listening: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    """systemd's three variables."""
    monkeypatch.setenv("NOTIFY_SOCKET", listening.getsockname())
    monkeypatch.setenv("WATCHDOG_USEC", "5000000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    assert Notify.from_environment().watchdog == 5.0
