"""Cards on the calendar: what a person does with them on their phone; through whole passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.texts.legends import legend_of
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Anniversary
from followupd.core.values.record import Facts
from followupd.core.values.time import Span
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.people import at
from tests.kit.phones import block, contact, desk_of, tick


def card_world(tmp_path: Path, **values: Any) -> UserDesk[MemoryCalendar]:
    """Eve was reached a week ago; her birthday is on 4 December, so the card goes onto Tuesday's sheet."""
    eve = replace(contact("Eve Lind", "2026-11-15 reached"), dates=(
        Anniversary("birthday", 12, 4, 1986, Span(days=7)),), **values)
    made = desk_of(tmp_path, (eve,))
    made.run()
    return made


CARD = "Card for Eve Lind: birthday on 4 Dec (turns 40)"


def test_a_ticked_card_was_sent_and_is_contact(tmp_path: Path) -> None:
    """`[x]` on the card's line is logged once, as a note that was sent, which is contact (P1); nothing is logged as
    reached."""
    desk = card_world(tmp_path)
    tick(desk, CARD, "x")
    desk.run()
    desk.now += timedelta(days=4)
    desk.run()
    (sent,) = desk.facts(Attempt)
    assert (sent.contact, sent.outcome, sent.channel, sent.note) == ("eve-lind", Outcome.SENT, "note", "birthday card")
    assert f"[ ] {CARD}" not in block(desk).event.description
    desk.history.close()


def test_a_card_without_a_block_is_marked_in_its_title(tmp_path: Path) -> None:
    desk = card_world(tmp_path)
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    there = desk.one("date-")
    assert there.event.summary == CARD
    desk.calendar.retitle(there.uid, f"{CARD} sent")
    desk.run()
    assert [a.outcome for a in desk.facts(Attempt)] == [Outcome.SENT]
    assert desk.one("date-").event.summary == f"✓ {CARD}: sent"
    desk.history.close()


@pytest.mark.parametrize(("words", "sent"), [
    *((one, True) for one in ("sent", "posted", "done", "ok", "sent it on Monday", "posted, and called her too")),
    *((one, False) for one in (
        "spoke", "spoke, card follows", "answered", "he called", "met", "sent back", "texted her", "emailed her",
        "sent her a text", "mailed back", "yes",
    )),
])
def test_only_a_card_that_was_posted_is_contact(tmp_path: Path, words: str, sent: bool) -> None:
    """P1, P13: that they spoke, or that something was sent in another way, is asked about."""
    desk = card_world(tmp_path)
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    there = desk.one("date-")
    desk.calendar.retitle(there.uid, f"{CARD} {words}")
    questions = desk.run().questions
    assert bool(questions) is not sent, questions
    assert [a.outcome for a in desk.facts(Attempt) if isinstance(a, Attempt)] == ([Outcome.SENT] if sent else [])
    desk.history.close()


@pytest.mark.parametrize(("words", "outcome", "channel", "note"), [
    ("spoke, all well", Outcome.REACHED, "phone", "all well"), ("ok", Outcome.REACHED, "phone", "birthday call"),
    ("na", Outcome.NO_ANSWER, "phone", "birthday call"), ("lm", Outcome.LEFT_MESSAGE, "phone", "birthday call"),
    ("sent", Outcome.SENT, "note", "birthday card"),
])
def test_on_the_day_itself_it_is_a_call(
    tmp_path: Path, words: str, outcome: Outcome, channel: str, note: str,
) -> None:
    """P12: it says whom to ring, and is answered like a call; afterwards the card is over. Undone, it is open again."""
    today = (Anniversary("birthday", 11, 23, 1986, Span(days=7)),)
    eve = replace(contact("Eve Lind", "2026-11-15 reached"), dates=today)
    desk = desk_of(tmp_path, (eve,))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.now = at("2026-11-23 07:00")
    desk.run()
    (there,) = desk.ours("date-")
    assert there.event.summary == "Ring Eve Lind: birthday today"
    assert there.event.description.endswith(legend_of("phone").marks)
    desk.now = there.event.end
    desk.calendar.retitle(there.uid, f"{there.event.summary}: {words}")
    assert not desk.run().questions
    (attempt,) = desk.facts(Attempt)
    assert (attempt.outcome, attempt.channel, attempt.note) == (outcome, channel, note)
    assert desk.calendar.event(there.uid).event.summary == f"✓ Ring Eve Lind: birthday today: {outcome.words}"
    assert desk.run().questions == ()
    assert [one.uid for one in desk.ours("date-")] == [there.uid]
    desk.calendar.retitle(there.uid, f"{desk.calendar.event(there.uid).event.summary} undo")
    desk.run()
    assert list(Facts(desk.history.facts()).all.attempts) == []
    assert desk.calendar.event(there.uid).event.summary == "Ring Eve Lind: birthday today"
    desk.history.close()


def test_a_dropped_card_is_answered_and_not_sent(tmp_path: Path) -> None:
    desk = card_world(tmp_path)
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    desk.calendar.retitle(desk.one("date-").uid, f"{CARD} dropped")
    desk.run()
    assert desk.facts(Attempt) == []
    assert desk.one("date-").event.summary == f"✓ {CARD}: dropped"
    desk.history.close()


def test_a_card_that_was_not_posted_says_so_on_the_reminder_that_passed(tmp_path: Path) -> None:
    """P12: once the next one has begun. On its birthday it is still a card that was not posted on that earlier day."""
    desk = card_world(tmp_path)
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    first = desk.one("date-")
    for title in (CARD, f"– not done: {CARD}"):
        (coming,) = [one for one in desk.ours("date-") if one.event.start > desk.now]
        desk.now = coming.event.end + timedelta(hours=1)
        desk.run()
        assert desk.calendar.event(first.uid).event.summary == title
    desk.log(Attempt("eve-lind", desk.now, Outcome.SENT, "note"))
    desk.run()
    titles = [one.event.summary for one in desk.ours("date-") if one.event.start <= desk.now]
    assert titles == [f"– not done: {CARD}", f"✓ {CARD}: sent"]
    desk.history.close()


def test_a_sent_card_is_known_after_a_lost_database(tmp_path: Path) -> None:
    """Our ✓ says that a card was sent, not that a person was reached, and there is no second card."""
    desk = card_world(tmp_path)
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    desk.calendar.retitle(desk.one("date-").uid, f"{CARD} sent")
    desk.run()
    desk.history.close()
    desk.history = History.open(tmp_path / "second.db", "hitlist")
    desk.run()
    assert [(a.outcome, a.channel) for a in desk.facts(Attempt)] == [(Outcome.SENT, "note")]
    assert len(desk.ours("date-")) == 1
    desk.history.close()
