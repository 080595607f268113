"""`followupd log --fix`: a past attempt is corrected: who, when, by which channel, what came of it, what was said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.record import Facts
from followupd.history.store import History
from tests.cli.conftest import Shell

NOON = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
SHEET = "block-2026w47-1-hitlist@followupd"


def counting(database: Path) -> list[Attempt]:
    with History.open(database, "hitlist") as history:
        return list(Facts(history.facts()).all.attempts)


def test_show_numbers_the_attempts(desk: Shell) -> None:
    """From the first one, so that a number stays the same; the latest comes first."""
    desk("log", "dana", "na", now="2026-11-20T14:11")
    desk("log", "dana", "lm", "--via", "email", now="2026-11-20T14:12")
    shown = desk("show", "dana", now="2026-11-20T14:13")
    assert shown.out.endswith(
        "  Attempts, the latest first\n"
        "     3. Fri 20 Nov 14:12, left message by email\n"
        "     2. Fri 20 Nov 14:11, no answer by phone\n"
        "     1. Thu 20 Aug 11:00, reached by phone\n"
    )
    form = desk("show", "dana", "--json", now="2026-11-20T14:13").json
    assert [one["number"] for one in form["attempts"]] == [3, 2, 1]


@pytest.mark.parametrize(("typed", "said"), [
    (["--via", "email"], "Dana Whitfield: left message by email (2nd try), today 14:12"),
    (["no", "answer"], "Dana Whitfield: no answer by phone (2nd try), today 14:12"),
    (["--at", "this morning"], "Dana Whitfield: left message by phone (1st try), today 09:00"),
    (["--at", "2026-11-19"], "Dana Whitfield: left message by phone (1st try), Thu 19 Nov"),
    (["reached", "-m", "new studio", "--next", "March"], "Dana Whitfield: reached by phone, today 14:12"),
])
def test_each_part_of_an_attempt_is_corrected(desk: Shell, database: Path, typed: list[str], said: str) -> None:
    """What was not typed stays; the answer says what it says now, what it said, and what is next."""
    desk("log", "dana", "na", now="2026-11-20T14:11")
    desk("log", "dana", "lm", "-m", "on a boat", now="2026-11-20T14:12")
    for number in (["0"], ["3"]):
        told = desk("log", "dana", "--fix", *number, *typed, now="2026-11-20T14:20")
        assert told.err == ""
        assert told.out.startswith(f"{said} (not left message by phone, today 14:12). ")
        fixed = counting(database)[-1]
        assert fixed.note == ("new studio" if "-m" in typed else "on a boat")
        assert [one.outcome for one in counting(database)] == [Outcome.NO_ANSWER, fixed.outcome]
        desk("log", "dana", "--fix", "0", "lm", "--via", "phone", "--at", "14:12", "-m", "on a boat")
        desk("undo", now="2026-11-20T14:21")
        desk("log", "dana", "lm", "-m", "on a boat", now="2026-11-20T14:12")


@pytest.mark.parametrize("typed", [["no", "answer"], ["-m", "on a boat"], ["--whose", "sam"]])
def test_a_name_of_two_words_needs_no_quotes(desk: Shell, database: Path, typed: list[str]) -> None:
    """As in any other `log`."""
    desk("log", "dana", "lm", now="2026-11-20T14:12")
    told = desk("log", "Dana", "Whitfield", "--fix", "0", *typed, now="2026-11-20T14:20")
    assert (told.code, told.err) == (0, "")
    assert "(not " in told.out
    assert len(counting(database)) == 1


def test_it_was_somebody_else(desk: Shell, database: Path) -> None:
    """The wrong person is as if nothing had been told, and the right one has the try."""
    desk("sync")
    before = desk("why", "dana", now="2026-11-20T14:20").out
    desk("log", "dana", "na", now="2026-11-20T14:11")
    told = desk("log", "dana", "--fix", "0", "--whose", "sam", now="2026-11-20T14:15")
    assert told.out.startswith(
        "Sam Okafor: no answer by phone (1st try), today 14:11 (not Dana Whitfield: no answer by phone, today 14:11). "
    )
    assert desk("why", "dana", now="2026-11-20T14:20").out == before
    assert [one.contact for one in counting(database)] == ["sam-okafor"]
    assert desk("undo", "sam", now="2026-11-20T14:25").code == 0
    assert counting(database) == []


@pytest.mark.parametrize(("typed", "said"), [
    (["dana", "--fix", "1", "--via", "email"], "This attempt is in hitlist.yaml, line 20"),
    (["dana", "--fix", "4", "na"], "Dana Whitfield has no attempt 4: there are 2 attempts"),
    (["sam", "--fix", "0", "na"], "Sam Okafor has no attempt"),
    (["dana", "--fix", "0"], "nothing would change"),
    (["dana", "--fix", "0", "zzz"], '"zzz"'),
    (["dana", "--fix", "-1", "na"], "--fix"),
    (["dana", "na", "--whose", "sam"], "--whose goes with --fix"),
])
def test_what_cannot_be_corrected_changes_nothing(desk: Shell, database: Path, typed: list[str], said: str) -> None:
    desk("log", "dana", "na")
    before = counting(database)
    told = desk("log", *typed, now="2026-11-20T14:20")
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert counting(database) == before


def test_a_past_try_is_not_corrected_to_a_day_to_come(desk: Shell) -> None:
    desk("log", "dana", "no", "answer")
    told = desk("log", "dana", "--fix", "0", "reached,", "agreed", "Thu", "15:00")
    assert (told.code, "a day to come is not part of it" in told.err) == (2, True)


def test_of_two_cards_on_one_sheet_the_one_that_was_named_is_corrected(desk: Shell, database: Path) -> None:
    """Other words about a card leave it that card; the name of another day makes it that one's."""
    desk.rewrite("dates: {birthday: 14 May}", "dates: {birthday: 14 May, Tom's birthday: 12 May}")
    desk("sync")
    told = [
        Attempt("dana-whitfield", NOON, Outcome.SENT, "note", f"{day} card", source="calendar", event=SHEET, card=day)
        for day in ("birthday", "Tom's birthday")
    ]
    with History.open(database, "hitlist") as history:
        history.append(told, NOON)
    assert desk("log", "dana", "--fix", "0", "-m", "with a photo").code == 0
    assert [(one.card, one.note) for one in counting(database)] == [
        ("birthday", "birthday card"), ("Tom's birthday", "with a photo"),
    ]
    assert desk("log", "dana", "--fix", "0", "-m", "Tom's birthday").code == 0
    assert [one.card for one in counting(database)] == ["Tom's birthday"] * 2
