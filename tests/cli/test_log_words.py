"""`log` in plain words: what, when and by what they say, the day that is asked for, and what is not clear."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, DayTime, Outcome
from followupd.history.store import History
from tests.cli.conftest import Shell

IN_A_WEEK = "Fri 27 Nov 12:30, in a week, at another time of day (their hours 12:00-14:00)"

def attempts(database: Path) -> list[Attempt]:
    with History.open(database, "hitlist") as history:
        return [fact for fact in history.facts() if isinstance(fact, Attempt)]


@pytest.mark.parametrize(("typed", "outcome", "note", "asked"), [
    (["Dana", "left a message, she's in Lisbon until Friday"],
     Outcome.LEFT_MESSAGE, "she's in Lisbon until Friday", DayTime(date(2026, 11, 27), away=True)),
    (["Dana", "Whitfield", "didn't", "pick", "up"], Outcome.NO_ANSWER, "", None),
    (["dana", "spoke,", "moved", "to", "Berlin"], Outcome.REACHED, "moved to Berlin", None),
    (["Dana", "spoke to Dana, agreed to send the deck"], Outcome.REACHED, "agreed to send the deck", None),
    (["Dana", "asked me to call on Monday", "-m", "on a boat"],
     Outcome.CALL_BACK, "on a boat", DayTime(date(2026, 11, 23))),
])
def test_plain_words_need_no_option(
    desk: Shell, database: Path, typed: list[str], outcome: Outcome, note: str, asked: DayTime | None,
) -> None:
    told = desk("log", *typed)
    assert (told.code, told.err) == (0, "")
    assert [(one.outcome, one.note, one.asked) for one in attempts(database)] == [(outcome, note, asked)]


@pytest.mark.parametrize(("typed", "said"), [
    (["dana", "reached", "yesterday"], "Dana Whitfield: reached by phone, Thu 19 Nov."),
    (["Dana", "spoke on Monday"], "Dana Whitfield: reached by phone, Mon 16 Nov."),
    (["dana", "na", "this", "morning"], "Dana Whitfield: no answer by phone (1st try), today 09:00."),
    (["Dana", "left a message last night"], "Dana Whitfield: left message by phone (1st try), Thu 19 Nov 21:00."),
    (["dana", "called,", "no", "answer"], "Dana Whitfield: no answer by phone (1st try), today 14:10."),
    (["Dana", "emailed her yesterday"], "Dana Whitfield: sent by email (1st try), Thu 19 Nov."),
    (["Dana", "asked", "--via", "coffee"], "Dana Whitfield: asked for a coffee (1st try), today 14:10."),
])
def test_when_it_was_and_by_what_may_stand_in_the_words(desk: Shell, typed: list[str], said: str) -> None:
    """As `--at` and `--via` say it."""
    assert desk("log", *typed).out.startswith(said)


@pytest.mark.parametrize(("words", "said"), [
    ("spoke, moved to Berlin", "today 14:10. Note: moved to Berlin. "), ("spoke", "today 14:10. Due again "),
    ("spoke, " + "she moved " * 10, f"today 14:10. Note: {'she moved ' * 5}she moved…. Due "),
])
def test_the_note_that_was_kept_is_said(desk: Shell, words: str, said: str) -> None:
    assert said in desk("log", "dana", words).out


@pytest.mark.parametrize("words", [
    "spoke, call again on 5 Jan", "spoke; next 3 March", "spoke, birthday is 3 March", "reached, flight at 10:30",
    "spoke, she moved yesterday", "reached, surgery was this morning", "spoke, party on Wednesday",
    "spoke, call again Thursday 15:00", "reached, back on Friday", "spoke, next Monday", "reached, next in 2 weeks",
])
def test_a_day_in_the_note_is_not_when_it_was(desk: Shell, database: Path, words: str) -> None:
    """And no word of it is lost: it is in the note, or the day that they asked for."""
    assert desk("log", "dana", words).out.startswith("Dana Whitfield: reached by phone, today 14:10")
    (told,) = attempts(database)
    assert told.asked is not None or words.endswith(told.note)


@pytest.mark.parametrize(("option", "value"), [("--at", "yesterday 10:00"), ("--next", "Friday")])
def test_a_meeting_takes_no_other_day(desk: Shell, database: Path, option: str, value: str) -> None:
    told = desk("log", "sam", "booked", "Thursday 15:00", option, value)
    assert (told.code, option in told.err, attempts(database)) == (2, True, [])


def test_a_meeting_takes_its_channel_and_a_note(desk: Shell, database: Path) -> None:
    told = desk("log", "sam", "booked", "Thursday 15:00", "--via", "video", "-m", "hers")
    assert "booked for Thu 26 Nov 15:00" in told.out
    assert [(one.channel, one.note) for one in attempts(database)] == [("video", "hers")]


def test_a_channel_that_somebody_does_not_have_is_refused(desk: Shell, database: Path) -> None:
    told = desk("log", "sam", "texted her")
    assert "text is not one of their channels" in told.err
    assert attempts(database) == []


def test_plain_words_that_are_not_clear_are_asked_about(desk: Shell, database: Path) -> None:
    """Nothing is stored, and the answer names the nearest readings (P13)."""
    told = desk("log", "Dana", "spoke to her husband")
    assert told.code == 2
    assert "Did you mean: reached? Write reached. No answer? Write na." in told.err
    assert attempts(database) == []


def test_a_mark_behind_words_that_are_not_clear_settles_them(desk: Shell, database: Path) -> None:
    told = desk("log", "Dana", "got her machine - lm")
    assert told.out.startswith("Dana Whitfield: left message by phone (1st try), today 14:10.")
    assert "marks:" not in told.out       # nothing had been asked about
    assert [(one.outcome, one.note) for one in attempts(database)] == [(Outcome.LEFT_MESSAGE, "got her machine")]


def test_a_meeting_in_plain_words_is_booked(desk: Shell) -> None:
    told = desk("log", "Sam", "lunch agreed for Thursday 12:30")
    assert told.out.startswith("Sam Okafor: booked for Thu 26 Nov 12:30")
