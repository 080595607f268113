"""A day that the user planned for the next try is not one that was asked for: in title, text, `why` and answer."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Shell


def _event(desk: Shell, who: str) -> str:
    """Return title and text of the reminder of somebody, without line breaks of the file."""
    text = re.sub(r"\r\n ", "", desk.calendar.read_bytes().decode()).replace("\\n", "\n")
    text = re.sub(r"\\([,;])", r"\1", text)
    (event,) = (one for one in text.split("BEGIN:VEVENT") if re.search(rf"SUMMARY:[^\r]*{who}", one))
    return event


@pytest.mark.parametrize(("typed", "spoken", "why"), [
    ("no answer, will try next month", "You wanted to try again in December.", "You wanted to try again Tue 1 Dec or"),
    ("lm, try in March", "You wanted to try again in March.", "You wanted to try again Mon 1 Mar or soon after"),
    ("na, again 4 Dec", "You wanted to try again on 4 December.", "You wanted to try again Fri 4 Dec (no answer"),
    ("na, again next week", "You wanted to try again from 23 November on.", "You wanted to try again Mon 23 Nov or"),
])
def test_the_users_own_day_is_called_that(desk: Shell, typed: str, spoken: str, why: str) -> None:
    told = desk("log", "sam", typed)
    assert "as you planned" in told.out, told
    event = _event(desk, "Sam Okafor")
    assert "SUMMARY:Call Sam Okafor" in event
    assert spoken in event
    assert "asked" not in event.casefold()
    assert why in desk("why", "sam").out
    assert desk("sync").out == "Nothing to do.\n"


@pytest.mark.parametrize("typed", ["lm, asked for 4 Dec", "call back on 4 Dec", "busy, asked me to call on 4 Dec"])
def test_what_they_asked_for_is_still_called_that(desk: Shell, typed: str) -> None:
    assert "as asked for" in desk("log", "sam", typed).out
    event = _event(desk, "Sam Okafor")
    assert "SUMMARY:Call back Sam Okafor" in event
    assert "As asked: 4 December." in event


def test_a_history_written_before_this_was_recorded_is_read_and_written_again(desk: Shell) -> None:
    """Its days count as asked for, as they did; a planned one is kept through export and import."""
    facts = desk.folder / "facts.jsonl"
    desk("log", "sam", "na, again 4 Dec")
    desk("history", "export", str(facts))
    new = facts.read_text(encoding="utf-8")
    assert '"asked":"planned 2026-12-04"' in new
    old = new.replace("planned 2026", "2026").replace("2026-11-20T21:10", "2026-11-20T21:09")
    facts.write_text(old, encoding="utf-8")
    desk("undo", "sam")
    assert desk("history", "import", str(facts)).code == 0
    desk("sync")
    assert "As asked: 4 December." in _event(desk, "Sam Okafor")


@pytest.mark.parametrize(("said", "reason"), [
    ("call back on 26 Nov", "You moved it here; they asked for 26 November."),
    ("na, again 26 Nov", "You moved it here; you wanted 26 November."),
])
def test_what_the_user_moved_later_is_not_as_asked(desk: Shell, said: str, reason: str) -> None:
    desk("log", "sam", said)
    told = desk("log", "sam", "later", "30d")
    assert "moved by you" in told.out, told
    assert not any(words in told.out for words in ("as asked", "as you planned"))
    assert reason in _event(desk, "Sam Okafor")
    assert "As asked" not in _event(desk, "Sam Okafor")
    assert "moved by you" in desk("why", "sam").out
    assert desk("sync").out == "Nothing to do.\n"


def test_a_drag_within_the_day_that_was_asked_for_moves_nothing_but_the_hour(desk: Shell) -> None:
    desk("log", "sam", "call back on 26 Nov")
    desk("log", "sam", "later", "26 Nov 16:00")
    assert "As asked: 26 November." in _event(desk, "Sam Okafor")


def test_a_wish_is_done_once_they_spoke(desk: Shell) -> None:
    """And its note is in no later text, though its day is still to come; what else the note says stays."""
    desk("log", "sam", "lm", "-m", "asked for 4 Mar")
    desk("log", "sam", "lm, moves to Utrecht", now="2026-11-20T14:12")
    desk("log", "sam", "reached", now="2026-11-21T14:10")
    desk("sync", now="2027-02-22T09:00")
    text = re.sub(r"\r\n ", "", desk.calendar.read_bytes().decode())
    assert "moves to Utrecht" in text
    assert not any(words in text for words in ("asked for 4 Mar", "As asked"))
