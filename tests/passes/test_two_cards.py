"""Two cards for one person, the name of one inside that of the other: each is for itself, however it was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, Fact, Outcome
from followupd.core.values.hitlist import Anniversary
from followupd.core.values.record import Facts
from followupd.core.values.time import Span
from followupd.history.codec import export_lines, parse_lines
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.people import at
from tests.kit.phones import contact, desk_of

HERS, TOMS = "Card for Dana Whitfield: birthday on 20 Dec", "Card for Dana Whitfield: Tom's birthday on 18 Dec"
DATES = (
    Anniversary("birthday", 12, 20, None, Span(days=7)), Anniversary("Tom's birthday", 12, 18, None, Span(days=10)),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    """Both cards are on the sheet of 8 December, 10:00, as of the first."""
    dana = replace(contact("Dana Whitfield", "2026-11-15 reached"), dates=DATES)
    made = desk_of(tmp_path, (dana,))
    made.now = at("2026-12-01 12:00")
    made.run()
    yield made
    made.history.close()


def wanted(desk: UserDesk[Any]) -> list[str]:
    """Return the cards that have an unticked line or an open reminder to come."""
    coming = (one for one in desk.ours("") if one.event.start > desk.now)
    found = (line for one in coming for line in [one.event.summary, *one.event.description.split("\n")])
    lines = [line.removeprefix("[ ] ") for line in found]
    return [one for one in (HERS, TOMS) if one in lines]


def rewrite(desk: UserDesk[MemoryCalendar], old: str, new: str) -> None:
    sheet = next(one for one in desk.ours("block-") if old in one.event.description)
    desk.calendar.rewrite(sheet.uid, sheet.event.description.replace(old, new))
    desk.now += timedelta(minutes=1)
    desk.run()


def test_a_tick_on_one_line_leaves_the_other(desk: UserDesk[MemoryCalendar]) -> None:
    """And unticked it is taken back by itself (P8); exported and imported, the history says the same."""
    desk.now = at("2026-12-08 12:00")
    rewrite(desk, f"[ ] {TOMS}", f"[x] {TOMS}")
    assert [(a.card, a.note) for a in desk.facts(Attempt)] == [("Tom's birthday", "Tom's birthday card")]
    assert wanted(desk) == [HERS]
    rewrite(desk, f"[ ] {HERS}", f"[x] {HERS}")
    assert wanted(desk) == []
    rewrite(desk, f"[x] {TOMS}", f"[ ] {TOMS}")
    assert [a.card for a in Facts(desk.history.facts()).all.attempts] == ["birthday"]
    assert wanted(desk) == [TOMS]
    assert parse_lines(export_lines(desk.history.facts())) == desk.history.facts()


def test_the_mark_on_one_reminder_leaves_the_other(desk: UserDesk[MemoryCalendar], tmp_path: Path) -> None:
    """Taken back by `undo` in its title as well; after a lost database its ✓ says which card it was."""
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    toms = next(one for one in desk.ours("date-") if one.event.summary == TOMS)
    for title, left in ((f"{TOMS} sent", [HERS]), (f"✓ {TOMS}: sent undo", [HERS, TOMS]), (f"{TOMS} sent", [HERS])):
        desk.calendar.retitle(toms.uid, title)
        desk.now += timedelta(minutes=1)
        desk.run()
        assert wanted(desk) == left
    desk.history.close()
    desk.history = History.open(tmp_path / "second.db", "hitlist")
    desk.run()
    assert [a.card for a in desk.facts(Attempt)] == ["Tom's birthday"]
    assert wanted(desk) == [HERS]


@pytest.mark.parametrize(("note", "day", "left"), [
    ("Tom's birthday card", "2026-12-01 10:00", [HERS]), ("birthday card", "2026-12-01 10:00", [TOMS]),
    ("Birthday", "2026-12-01 10:00", [TOMS]), ("tom's birthday.", "2026-12-01 10:00", [HERS]),
    ("thanks for coming to Tom's birthday party", "2026-12-01 10:00", [HERS, TOMS]),
    ("birthday party", "2026-12-07 10:00", [HERS, TOMS]),
    ("", "2026-12-02 10:00", [HERS]),              # only Tom's had to be posted about then
    ("", "2026-12-07 10:00", [HERS, TOMS]),        # either of the two
])
@pytest.mark.parametrize("source", ["command", "hitlist", "calendar"])
def test_a_card_that_was_logged_in_words_is_the_one_that_they_name(
    desk: UserDesk[MemoryCalendar], note: str, day: str, left: list[str], source: str
) -> None:
    """Wholly: a word inside a note is none. So are the facts of a history from before they said which card it was."""
    desk.now = at("2026-12-07 12:00")
    told = Attempt("dana-whitfield", at(day), Outcome.SENT, "note", note, source=source)
    if source == "hitlist":
        (dana,) = desk.hitlist.contacts
        desk.hitlist = replace(desk.hitlist, contacts=(replace(dana, log=(*dana.log, told)),))
    else:
        desk.log(told)
    desk.run()
    assert wanted(desk) == left
    if source != "hitlist":
        desk.undo()
        desk.run()
        assert wanted(desk) == [HERS, TOMS]


def test_a_ticked_line_of_an_old_history_counts_once_and_can_be_unticked(desk: UserDesk[MemoryCalendar]) -> None:
    """An older followupd recorded a tick with the note alone."""
    desk.now = at("2026-12-08 12:00")
    rewrite(desk, f"[ ] {TOMS}", f"[x] {TOMS}")
    desk.undo()
    (toms,) = desk.facts(Attempt)
    old: list[Fact] = [replace(toms, card=None)]
    desk.log(*old)
    desk.run()
    assert list(Facts(desk.history.facts()).all.attempts) == old
    assert wanted(desk) == [HERS]
    rewrite(desk, f"[x] {TOMS}", f"[ ] {TOMS}")
    assert list(Facts(desk.history.facts()).all.attempts) == []
    assert wanted(desk) == [HERS, TOMS]


def test_a_card_in_the_log_is_not_the_other_one_of_that_day(desk: UserDesk[MemoryCalendar]) -> None:
    """Two inputs on one day are one try, unless they say two cards."""
    desk.now = at("2026-12-08 12:00")
    rewrite(desk, f"[ ] {TOMS}", f"[x] {TOMS}")
    desk.log(Attempt("dana-whitfield", desk.now, Outcome.SENT, "note", "birthday card"))
    desk.run()
    assert wanted(desk) == []
