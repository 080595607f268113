"""A busy calendar that is read slowly counts, also if nothing but `followupd sync` ever reads it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partialmethod
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from followupd.__main__ import exit_code
from followupd.calendars.busy import refresh
from followupd.calendars.busy.refresh import BusyCalendars
from followupd.calendars.busy.remembered_times import Coverage, Memory
from tests.calendars.busy.conftest import calendar, event, need
from tests.kit.local_http import LocalServer
from tests.passes.test_busy_time import LUNCH, NOW, BusyHome, Slow

BODY = calendar(LUNCH)
FRIDAY, MONDAY = datetime(2026, 11, 27, 19, tzinfo=UTC), datetime(2026, 11, 30, 20, 30, tzinfo=UTC)
Answer = Callable[[BaseHTTPRequestHandler], None]


def late(request: BaseHTTPRequestHandler) -> None:
    """Make the whole calendar before the first byte goes out."""
    time.sleep(0.4)   # the server is meant to be slow
    request.send_response(200)
    request.end_headers()
    request.wfile.write(BODY)


def dripping(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for at in range(0, len(BODY), len(BODY) // 8):
        request.wfile.write(BODY[at : at + len(BODY) // 8])
        request.wfile.flush()
        time.sleep(0.05)   # the server is meant to be slow


def synced(home: BusyHome) -> None:
    assert exit_code(["-c", str(home.config), "sync", "--now", NOW.isoformat()]) == 0


@pytest.mark.parametrize("answer", [late, dripping])
def test_one_that_takes_longer_than_a_pass_waits_is_read_by_sync(
    tmp_path: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    """As from cron: it is read before the pass, the first time and when it has changed; `status` has no trouble."""
    class Slowly(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, format: str, *args: object) -> None: ...

    home = BusyHome(tmp_path)
    monkeypatch.setattr(BusyCalendars, "look", partialmethod(BusyCalendars.look, patience=0.05))
    with LocalServer(Slowly, "/work.ics") as server:
        home.keep_clear_of(server.url)
        synced(home)
        assert home.reminder().start == MONDAY
        moved = event("DTSTART:20261130T190000Z", "DTEND:20261130T210000Z", "SUMMARY:Lunch", uid="lunch")
        monkeypatch.setattr("tests.passes.test_slow_busy.BODY", calendar(moved))
        synced(home)
        assert home.reminder().start.date() != MONDAY.date()
    said = capsys.readouterr()
    assert "was not read" not in said.out + said.err
    assert exit_code(["-c", str(home.config), "status", "--json", "--now", NOW.isoformat()]) == 0
    assert [busy["failing"] for busy in json.loads(capsys.readouterr().out)["busy"]] in ([""], [None])


@pytest.mark.parametrize("known", [False, True])
def test_the_wait_has_an_end_and_what_is_said_is_true(known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was never read gets longer, and it is announced; another process goes on reading only as a daemon."""
    monkeypatch.setattr(refresh, "SOON", 0.01)
    monkeypatch.setattr(refresh, "LONGEST_WAIT" if known else "LONGEST_FIRST", 0.1)
    asked = need()
    memory = Memory(Coverage(asked.context, asked.first, asked.last), (), dict) if known else None
    slow = Slow(lambda _, need: None)
    announced: list[tuple[str, float]] = []
    one_off, daemon = BusyCalendars({"a": slow}), BusyCalendars({"a": slow})
    one_off.wait(lambda _: memory, asked, lambda where, seconds: announced.append((where, seconds)))
    assert announced == [("slow.example.com", 0.1)]
    error = one_off.look(lambda _: memory, asked)["a"].error
    assert (str(error), getattr(error, "hint", "")) == (
        "slow.example.com was not read within 0.1 seconds", "The next pass tries again."
    )
    for _ in range(2):
        error = daemon.look(lambda _: memory, asked, 0.01)["a"].error
        assert (str(error), getattr(error, "hint", "")) == (
            "slow.example.com was not read within 0.01 seconds",
            "`followupd run` goes on reading it, and `followupd sync` waits longer.",
        )
    assert slow.asked == 2
    slow.let.set()
    for thread in threading.enumerate():
        if thread.name == "busy slow.example.com":
            thread.join()
