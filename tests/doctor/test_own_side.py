"""This machine: permissions, the history, the daemon and the last pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.hitlist import Hitlist
from followupd.core.values.targets import CaldavTarget, IcsTarget
from followupd.core.values.time import WeekHours
from followupd.doctor import own_side
from followupd.doctor.checks import BAD_HITLIST, OTHERWISE, UNREACHABLE, Check, Verdict, exit_code, ok, problem, warning
from followupd.history.locks import DaemonLock
from followupd.history.store import History
from tests.doctor.conftest import NOW, by_name
from tests.kit.people import DENVER


@pytest.fixture
def hitlist(tmp_path: Path) -> Hitlist:
    return Hitlist(IcsTarget(tmp_path / "x.ics"), DENVER, WeekHours(()), state=tmp_path / "state.db")


def look(hitlist: Hitlist) -> dict[str, Check]:
    return by_name(own_side.history(Path("hitlist.yaml"), hitlist, NOW))


def a_pass(hitlist: Hitlist, *, ago: timedelta, ok: bool | None, message: str = "") -> None:
    assert hitlist.state is not None
    with History.open(hitlist.state, hitlist.name) as history:
        number = history.begin_pass(NOW - ago, "timer")
        if ok is not None:
            history.end_pass(number, NOW - ago, ok, 0, 0, 0, message)


def test_a_new_set_up_has_no_history_and_none_is_made(hitlist: Hitlist, tmp_path: Path) -> None:
    """The doctor leaves no file behind if there was none."""
    found = look(hitlist)
    assert (found["history"].state, found["daemon"].state) == (Verdict.OK, Verdict.WARNING)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("ago", "good", "message", "running", "state", "words"), [
    (timedelta(minutes=10), True, "", False, Verdict.OK, "(timer): good"),
    (timedelta(days=3), True, "", False, Verdict.OK, "good"),
    (timedelta(hours=5), True, "", True, Verdict.WARNING, "has made none since"),
    (timedelta(hours=1), True, "", True, Verdict.OK, "good"),
    (timedelta(hours=1), False, "dav.example.com could not be reached", True, Verdict.PROBLEM, "could not be reached"),
    (timedelta(minutes=1), None, "", False, Verdict.WARNING, "cut off"),
])
def test_the_last_pass_is_judged(
    hitlist: Hitlist, ago: timedelta, good: bool | None, message: str, running: bool, state: Verdict, words: str
) -> None:
    """By how it ended, and by its age if a daemon should have made another."""
    a_pass(hitlist, ago=ago, ok=good, message=message)
    assert hitlist.state is not None
    lock = DaemonLock(hitlist.state)
    if running:
        lock.acquire(NOW - timedelta(days=1))
    try:
        found = look(hitlist)
    finally:
        lock.release()
    assert (found["last pass"].state, words in found["last pass"].sentence) == (state, True)
    assert found["daemon"].state is (Verdict.OK if running else Verdict.WARNING)
    assert ("pid" in found["daemon"].sentence) == running
    assert found["history"].state is Verdict.OK


def test_a_damaged_history_is_reported_and_the_rest_goes_on(hitlist: Hitlist) -> None:
    """Even if only a page in the middle is damaged, which opening does not notice."""
    assert hitlist.state is not None
    hitlist.state.write_bytes(b"no database at all" * 100)
    found = look(hitlist)
    assert "damaged" in found["history"].sentence
    assert found["last pass"].state is Verdict.SKIPPED
    assert found["daemon"].state is Verdict.WARNING
    assert exit_code(found.values()) == OTHERWISE


def test_a_damaged_index_is_found(hitlist: Hitlist) -> None:
    """Reading the facts succeeds; SQLite's own check of the file does not."""
    import sqlite3

    a_pass(hitlist, ago=timedelta(hours=1), ok=True)
    assert hitlist.state is not None
    with sqlite3.connect(hitlist.state) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("PRAGMA journal_mode = DELETE")
        index = "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'facts'"
        page = db.execute(index).fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    data = bytearray(hitlist.state.read_bytes())
    data[(page - 1) * size + 3: (page - 1) * size + 5] = b"\xff\xff"   # the number of cells on the page
    hitlist.state.write_bytes(data)
    found = look(hitlist)
    assert (found["history"].state, "damaged" in found["history"].sentence) == (Verdict.PROBLEM, True)


def test_a_history_of_another_list_is_reported(hitlist: Hitlist) -> None:
    """Two lists that share a `state:` are a mistake in the hit list."""
    a_pass(hitlist, ago=timedelta(hours=1), ok=True)
    found = look(replace(hitlist, name="other"))
    assert found["history"].state is Verdict.PROBLEM
    assert exit_code(found.values()) == BAD_HITLIST


@pytest.mark.parametrize(("mode", "password", "state", "advice"), [
    (0o644, None, Verdict.OK, ""),
    (0o664, None, Verdict.OK, ""),      # on many systems everybody has their own group
    (0o666, None, Verdict.WARNING, "chmod o-w"),
    (0o644, "s3cret", Verdict.WARNING, "chmod 600"),
    (0o600, "s3cret", Verdict.OK, ""),
])
def test_who_may_write_the_hit_list(
    tmp_path: Path, mode: int, password: str | None, state: Verdict, advice: str
) -> None:
    """It names commands that are run, and may hold a password."""
    file = tmp_path / "hitlist.yaml"
    file.touch()
    file.chmod(mode)
    check = own_side.permissions([tmp_path / "gone.yaml", file], [CaldavTarget("https://x/", password=password)])
    assert (check.state, advice in check.advice) == (state, True)
    assert "s3cret" not in repr(check)


@pytest.mark.parametrize(("free", "state"), [(10**9, None), (10**7, Verdict.WARNING), (10**5, Verdict.PROBLEM)])
def test_a_full_disk_is_reported_in_advance(tmp_path: Path, free: int, state: Verdict | None) -> None:
    found = list(own_side.room("disk", tmp_path, lambda folder: free))
    assert [check.state for check in found] == ([state] if state else [])
    assert own_side.free_bytes(tmp_path) > 0


def test_the_time_zone_is_reported_with_its_clock() -> None:
    assert own_side.time_zone(DENVER, NOW).sentence == "America/Denver, where it is Fri 20 Nov 14:10"


@pytest.mark.parametrize(("checks", "code"), [
    ([], 0),
    ([ok("a", "b"), warning("a", "b", "c")], 0),
    ([problem("a", "b", "c")], OTHERWISE),
    ([problem("a", "b", "c"), problem("a", "b", "c", UNREACHABLE)], UNREACHABLE),
    ([problem("a", "b", "c", UNREACHABLE), problem("a", "b", "c", BAD_HITLIST)], BAD_HITLIST),
])
def test_the_exit_code_fits_the_worst(checks: list[Check], code: int) -> None:
    assert exit_code(checks) == code
