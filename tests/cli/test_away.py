"""Somebody who is away until a day did not ask for that day: nobody calls them sooner, nor on the user's day off."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, DayTime
from followupd.history.store import History
from tests.cli.conftest import Shell

FRIDAY = "2026-12-18T10:00"


@pytest.fixture
def ski(desk: Shell) -> Shell:
    """Return the hit list with a trip over Christmas."""
    desk.rewrite("block: {every: Tuesday 10:00}", "holidays: US-CO\naway: 2026-12-24 to 2027-01-02, ski")
    return desk


@pytest.mark.parametrize(("words", "said"), [
    ("left a message, she's away until Friday", "She was to be back on 25 December."),
    ("no answer, he's on vacation until Friday", "He was to be back on 25 December."),
    ("lm, back Friday", "They were to be back on 25 December."),
    ("na until Friday", "They were to be back on 25 December."),
    ("busy until Friday", "They were busy until 25 December."),
    ("he returns on Friday", "They were to be back on 25 December."),
])
def test_who_is_away_is_tried_on_the_first_day_after_the_trip(ski: Shell, words: str, said: str) -> None:
    """And the text does not say that anybody asked for Christmas Day."""
    ski("log", "sam", words, now=FRIDAY)
    text = _event(ski, "Sam Okafor")
    assert "DTSTART:20270104T" in text
    assert said in text
    assert not any(word in text for word in ("asked", "As asked", "Call back"))
    ski("sync", now=FRIDAY)
    assert _event(ski, "Sam Okafor") == text


@pytest.mark.parametrize(("words", "state"), [("busy until Friday", "busy"), ("na until Friday", "away")])
def test_every_command_says_the_same(ski: Shell, words: str, state: str) -> None:
    """Who is busy is not away."""
    assert f"since they are {state} until Fri 25 Dec" in ski("log", "sam", words, now=FRIDAY).out
    assert f"{state.capitalize()} until Fri 25 Dec" in ski("why", "sam", now=FRIDAY).out
    assert f", {state} until Fri 25 Dec" in ski("show", "sam", now=FRIDAY).out


def test_the_text_says_that_they_are_back(ski: Shell) -> None:
    ski("log", "sam", "left a message, she's in Lisbon until Tuesday", now=FRIDAY)
    assert "She is back on 22 December." in _event(ski, "Sam Okafor")
    assert "away until Tue 22 Dec: she's in Lisbon" in ski("show", "sam", now=FRIDAY).out


@pytest.mark.parametrize("words", [
    "na, asked for Friday", "she asked me to call on Friday",
])
def test_a_day_that_is_asked_for_stays_asked_for(ski: Shell, words: str) -> None:
    ski("log", "sam", words, now=FRIDAY)
    assert "DTSTART:20261225T" in _event(ski, "Sam Okafor")


def test_no_sheet_and_no_rest_comes_before_they_are_back(desk: Shell) -> None:
    """Not the block on the day before, and after the last try not the end of the rest."""
    desk("log", "sam", "na, she's in Lisbon until Wednesday", now="2026-11-20T14:10")
    why = desk("why", "sam", now="2026-11-20T14:15").out
    assert "Tue 24 Nov" not in why
    assert "Away until Wed 25 Nov (no answer, Fri 20 Nov)" in why
    for day in ("2026-12-01T09:00", "2026-12-08T15:00"):
        desk("log", "sam", "na", now=day)
    desk("log", "sam", "na, she's on maternity leave until 1 June", now="2026-12-15T11:00")
    assert "Away until Tue 1 Jun" in desk("why", "sam", now="2026-12-15T11:05").out


def test_the_history_says_that_nobody_asked(ski: Shell, database: Path, tmp_path: Path) -> None:
    """An older history, which does not say so, is read as before."""
    logged = ski("log", "sam", "na, she's away until Friday", "--json", now=FRIDAY).json["logged"]
    assert (logged["asked"], logged["away_until"]) == (None, "2026-12-25")
    exported = ski("history", "export").out
    assert '"asked":"until 2026-12-25"' in exported
    older = tmp_path / "older.jsonl"
    older.write_text(exported.replace("until 2026-12-25", "2026-12-26"))
    assert ski("history", "import", str(older)).code == 0
    with History.open(database, "hitlist") as history:
        asked = {fact.asked for fact in history.facts() if isinstance(fact, Attempt)}
    assert asked == {DayTime(date(2026, 12, 25), away=True), DayTime(date(2026, 12, 26))}


def _event(desk: Shell, name: str) -> str:
    """Return the unfolded text of the coming event that is about somebody alone."""
    text = desk.calendar.read_bytes().decode().replace("\r\n ", "")
    events = text.split("BEGIN:VEVENT")[1:]
    (event,) = [one for one in events if name in one.split("SUMMARY:")[1].split("\r\n")[0]]
    return event.replace("\\n", "\n").replace("\\,", ",")
