"""A reminder that the user drags past the day that it is for stays there (P6), and says that the day has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Outcome, Promised
from followupd.core.values.hitlist import Anniversary, Contact
from followupd.core.values.record import Facts
from followupd.core.values.time import Span
from tests.kit.desks import UserDesk
from tests.kit.people import at, local
from tests.kit.phones import NOW, contact, desk_of

BIRTHDAY = Anniversary("birthday", 12, 4, 1986, Span(days=7))
EVE = replace(contact("Eve Lind", "2026-11-15 reached"), dates=(BIRTHDAY,))
CARD = "Card for Eve Lind: birthday on 4 Dec (turns 40)"
A_DAY = timedelta(days=1)


def desk_with(folder: Path, one: Contact = EVE) -> UserDesk[MemoryCalendar]:
    """Every item has a reminder: there is no block."""
    desk = desk_of(folder, (one,))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    return desk


def drag(desk: UserDesk[MemoryCalendar], uid: str, to: datetime) -> None:
    desk.calendar.drag(uid, to, to + timedelta(minutes=15))
    desk.run()


def days(desk: UserDesk[MemoryCalendar], until: str) -> Iterator[None]:
    """Run a pass each day, and a second one that writes nothing."""
    while desk.now + A_DAY <= at(until):
        desk.now += A_DAY
        assert desk.run().questions == ()
        yield


def card(desk: UserDesk[MemoryCalendar]) -> Event:
    return desk.one("date-").event


@pytest.mark.parametrize("to", ["2026-12-05 09:00", "2026-12-09 15:00", "2026-12-21 10:00"])
def test_a_card_that_was_dragged_past_the_birthday_stays_there(tmp_path: Path, to: str) -> None:
    """Before the birthday, on it and after it; once it has passed, nothing comes of it until next year."""
    desk = desk_with(tmp_path)
    drag(desk, card(desk).uid, at(to))
    for _ in days(desk, "2026-12-23"):
        there = card(desk)
        assert (there.start, there.summary) == (at(to), CARD)
    assert "Eve Lind's birthday was on 4 December: a late card, or a call, is better than none." in there.description
    assert there.description.endswith("Or: dropped, later 3d.")
    desk.now = at("2027-11-20")
    desk.run()
    assert [local(one.event.start) for one in desk.ours("date-")][1:] == ["Fri 26 Nov 09:00"]
    desk.history.close()


def test_on_the_birthday_the_call_may_be_dragged_too(tmp_path: Path) -> None:
    """To the evening it is still a call today; to the next day it is late. Back before the day, it is a card again."""
    desk = desk_with(tmp_path)
    uid, titles = card(desk).uid, []
    for to in ("2026-12-04 19:00", "2026-12-05 10:00", "2026-12-02 10:00"):
        drag(desk, uid, at(to))
        titles.append(card(desk).summary)
    assert titles == ["Ring Eve Lind: birthday today", CARD, CARD]
    desk.history.close()


def test_put_off_in_words_past_the_birthday(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    there = card(desk)
    desk.calendar.retitle(there.uid, f"{there.summary} later 9 Dec")
    desk.run()
    assert (card(desk).summary, local(card(desk).start)) == (CARD, "Wed 09 Dec 09:00")
    for _ in days(desk, "2026-12-09 08:00"):
        assert card(desk).summary == CARD
    desk.history.close()


@pytest.mark.parametrize(("words", "outcome", "channel"), [
    ("sent", Outcome.SENT, "note"), ("ok", Outcome.SENT, "note"), ("posted", Outcome.SENT, "note"),
    ("spoke", Outcome.REACHED, "phone"), ("no answer", Outcome.NO_ANSWER, "phone"),
    ("lm", Outcome.LEFT_MESSAGE, "phone"),
])
@pytest.mark.parametrize("answered_at", ["2026-12-09 16:00", "2026-12-11 10:00"])
def test_a_late_card_is_answered_by_a_card_or_a_call(
    tmp_path: Path, words: str, outcome: Outcome, channel: str, answered_at: str
) -> None:
    """P12: by which channel it was is what they say; and an undo takes it back."""
    desk = desk_with(tmp_path)
    uid = card(desk).uid
    drag(desk, uid, at("2026-12-09 15:00"))
    desk.now = at(answered_at)
    desk.run()
    desk.calendar.retitle(uid, f"{CARD} {words}")
    assert desk.run().questions == ()
    assert [(a.outcome, a.channel) for a in desk.facts(Attempt)] == [(outcome, channel)]
    assert desk.title(uid) == f"✓ {CARD}: {outcome.words}"
    assert [one.uid for one in desk.ours("date-")] == [uid]
    desk.undo()
    desk.run()
    assert Facts(desk.history.facts()).all.attempts == ()
    assert desk.title(uid) == CARD
    desk.history.close()


def test_a_late_card_that_is_dropped_or_deleted_is_over(tmp_path: Path) -> None:
    for number, how in enumerate(("dropped", "deleted")):
        folder = tmp_path / str(number)
        folder.mkdir()
        desk = desk_with(folder)
        uid = card(desk).uid
        drag(desk, uid, at("2026-12-09 15:00"))
        if how == "dropped":
            desk.calendar.retitle(uid, f"{CARD} dropped")
        else:
            desk.calendar.delete(uid)
        desk.run()
        left = [f"✓ {CARD}: dropped"] if how == "dropped" else []
        for _ in days(desk, "2026-12-12"):
            assert [one.event.summary for one in desk.ours("date-")] == left
        assert desk.facts(Attempt) == []
        desk.history.close()


def test_who_left_the_list_or_lost_the_day_has_no_late_card(tmp_path: Path) -> None:
    desk = desk_with(tmp_path)
    drag(desk, card(desk).uid, at("2026-12-09 15:00"))
    desk.now = at("2026-12-06")
    desk.run()
    desk.hitlist = replace(desk.hitlist, contacts=(replace(EVE, dates=()),))
    desk.run()
    assert desk.ours("date-") == []
    desk.history.close()


def test_a_promise_and_a_meeting_to_book_stay_past_their_day(tmp_path: Path) -> None:
    """They have no last useful day: they are open until they are done."""
    one = contact("Eve Lind", "2026-11-20 reached")
    one = replace(one, book_ahead=Span(months=6), people=("Eve", "Max"))
    desk = desk_with(tmp_path, one)
    desk.log(Promised("eve-lind", NOW, "send the plans", date(2026, 12, 3)))
    desk.run()
    for start, to in (("promise-", "2026-12-09 15:00"), ("book-", "2026-12-10 15:00")):
        drag(desk, desk.one(start).uid, at(to))
    titles = [desk.one(start).event.summary for start in ("promise-", "book-")]
    for _ in days(desk, "2026-12-09 12:00"):
        assert [local(desk.one(start).event.start) for start in ("promise-", "book-")] == [
            "Wed 09 Dec 15:00", "Thu 10 Dec 15:00",
        ]
        assert [desk.one(start).event.summary for start in ("promise-", "book-")] == titles
    desk.history.close()
