"""An event of ours that cannot be read: every command says so of its person, until it can be read again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.__main__ import exit_code
from tests.kit.desks import HomeFolder

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
LIST = """
calendar: cal/
timezone: America/Denver
state: state.db
block: {every: Tuesday 10:00, ahead: 6 weeks}
contacts:
  - {name: Dana, phone: +1 303 555 0142, hours: "Thu 14:00-16:00", log: [2026-11-17 no answer]}
  - {name: Ann, phone: +1 303 555 0143}
"""
SPOILT: dict[str, Callable[[str], str]] = {
    "cut off": lambda text: text[: text.index("DTEND")], "no event": lambda _: "(null)",
    "in the last year": lambda text: text.replace("DTSTART:2026", "DTSTART:9999").replace("DTEND:2026", "DTEND:9999"),
}


@pytest.fixture
def home(tmp_path: Path) -> HomeFolder:
    made = HomeFolder(tmp_path)
    (tmp_path / "cal").mkdir()
    made.write(LIST)
    made.a_pass(NOW)
    return made


def said(home: HomeFolder, capsys: pytest.CaptureFixture[str], *command: str) -> str:
    capsys.readouterr()
    now = (NOW + timedelta(minutes=2)).isoformat()
    assert exit_code(["-c", str(home.config), "--now", now, *command]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize(("item", "who", "titled", "commands"), [
    ("retry-dana", "Dana", 'Call Dana" of Thu 26 Nov 15:00', ["why", "show", "list"]),
    ("block-2026w48", "Ann", 'Call Ann" of Tue 24 Nov 10:00', ["why", "show", "list", "status"]),
])
def test_its_person_is_not_shown_as_if_all_were_well(
    home: HomeFolder, capsys: pytest.CaptureFixture[str], item: str, who: str, titled: str, commands: list[str],
    how: str,
) -> None:
    """In every answer that says when, and in the problem, which names it; no longer once it can be read."""
    (path,) = (home.folder / "cal").glob(f"{item}*.ics")
    renamed = path.with_name("abc123.ics")
    if how == "cut off":
        path = path.rename(renamed)
    whole = path.read_bytes().decode()
    path.write_bytes(SPOILT[how](whole).encode())
    (problem,) = home.a_pass(NOW + timedelta(minutes=1)).problems
    assert problem.startswith(f'"{titled}: ')
    for command in commands:
        named = [who] if command in ("why", "show") else []
        wanted = "unreadable" if command == "list" else "(cannot be read on the calendar: see followupd status)"
        assert wanted in said(home, capsys, command, *named), command
    path.write_bytes(whole.encode())
    home.a_pass(NOW + timedelta(minutes=2))
    assert "read on the calendar" not in said(home, capsys, "why", who)
