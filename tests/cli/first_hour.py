"""Somebody in their first hour: no hit list, an empty home, and `followupd init` at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.conftest import NOW, Shell
from tests.kit.terminal import Terminal, terminal

EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:{0}\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;TZID=America/Denver:{1}T{2}00\r\nDURATION:{3}\r\nRRULE:FREQ=WEEKLY;BYDAY={4}\r\nSUMMARY:{0}\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def empty(desk: Shell) -> Shell:
    """A folder without a hit list, of somebody whose home is empty."""
    desk.hitlist.unlink()
    home = desk.folder.parent / "home"
    home.mkdir()
    desk.environment |= {"HOME": str(home), "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""}
    return desk


@contextmanager
def init(desk: Shell, *args: str) -> Iterator[Terminal]:
    with terminal(desk.folder, desk.env(), "init", "--timezone", "America/Denver", *args, "--now", NOW) as running:
        yield running


def left(desk: Shell) -> list[str]:
    """All files in the folder of the list and in that of the state."""
    return sorted(str(path) for path in desk.folder.parent.rglob("*") if path.is_file())
