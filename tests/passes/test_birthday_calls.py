"""On a birthday the line of a call sheet is a call, as the separate reminder is: named, answered and logged as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Anniversary, BlockRule, Contact
from followupd.core.values.record import Facts
from followupd.core.values.time import Span
from tests.kit.desks import UserDesk
from tests.kit.people import at, local
from tests.kit.phones import block, contact, desk_of, tick

HUGO = replace(
    contact("Hugo", "2026-11-15 reached"), phones=("+1 303 555 0109",),
    dates=(Anniversary("birthday", 11, 27, 1970, Span(days=7)),),
)
RING = "Ring Hugo: birthday today"
FRIDAY = BlockRule((4,), time(9, 30), ahead=Span(days=28))


def on_the_day(folder: Path, people: Sequence[Contact] = (HUGO,), rule: BlockRule = FRIDAY) -> UserDesk[MemoryCalendar]:
    """The card was not posted in time, and the next block is on the birthday, a Friday."""
    desk = desk_of(folder, tuple(people))
    desk.hitlist = replace(desk.hitlist, blocks=(rule,))
    desk.now = at("2026-11-27 07:00")
    desk.run()
    return desk


def sheet(desk: UserDesk[MemoryCalendar]) -> Event:
    return block(desk).event


def test_a_line_on_the_birthday_is_a_call(tmp_path: Path) -> None:
    """The title names whom to ring and why, and the legend has the words of a call."""
    desk = on_the_day(tmp_path)
    there = sheet(desk)
    assert there.summary == RING
    assert f"1 person, about 8 minutes.\n\n[ ] {RING}\n    Phone: +1 303 555 0109" in there.description
    assert "It is Hugo's birthday today (turns 56): a call says it best." in there.description
    assert there.description.endswith(
        "Tick: [x] spoke  [-] no answer  [v] left a message. Add a few words behind a line if you like."
    )
    desk.history.close()


@pytest.mark.parametrize(("box", "behind", "outcome", "note"), [
    ("x", " rang him, his knee is better", Outcome.REACHED, "rang him, his knee is better"),
    ("x", "", Outcome.REACHED, "birthday call"), ("-", "", Outcome.NO_ANSWER, "birthday call"),
    ("v", "", Outcome.LEFT_MESSAGE, "birthday call"), (" ", " no answer", Outcome.NO_ANSWER, "birthday call"),
    (" ", ": spoke, his knee is better", Outcome.REACHED, "his knee is better"),
    (" ", " posted", Outcome.SENT, "birthday card"),
])
def test_its_tick_logs_the_call_and_keeps_the_words(
    tmp_path: Path, box: str, behind: str, outcome: Outcome, note: str
) -> None:
    """P12; and then the birthday is over, unless it is taken back."""
    desk = on_the_day(tmp_path)
    tick(desk, RING, box, behind)
    desk.now = sheet(desk).end
    assert desk.run().questions == ()
    (attempt,) = desk.facts(Attempt)
    channel = "note" if outcome is Outcome.SENT else "phone"
    assert (attempt.outcome, attempt.channel, attempt.note) == (outcome, channel, note)
    desk.now = at("2026-11-27 12:00")
    desk.run()
    assert desk.ours("date-") == []
    text = sheet(desk).description
    desk.calendar.rewrite(block(desk).uid, text.replace(f"[{box}] {RING}{behind}", f"[ ] {RING}"))
    desk.run()
    assert Facts(desk.history.facts()).all.attempts == ()
    desk.history.close()


def test_words_against_the_tick_are_asked_about(tmp_path: Path) -> None:
    desk = on_the_day(tmp_path)
    tick(desk, RING, "x", " no answer")
    assert len(desk.run().questions) == 1
    assert desk.facts(Attempt) == []
    desk.history.close()


def test_it_comes_first_in_the_title_and_other_cards_are_counted(tmp_path: Path) -> None:
    """The other card is ticked as one; both lines are for themselves."""
    in_a_week = Anniversary("birthday", 12, 4, 1986, Span(days=7))
    eve = replace(contact("Eve Lind", "2026-11-15 reached"), dates=(in_a_week,))
    desk = on_the_day(tmp_path, (HUGO, eve, contact("Ann", "2026-07-02 reached")))
    there = sheet(desk)
    assert there.summary == f"{RING}; call Ann, and 1 card"
    assert there.description.startswith("2 people, 1 card, about 8 minutes each.\n")
    assert there.description.endswith("\nTick [x] when a card is posted.")
    tick(desk, RING, "x")
    tick(desk, "Card for Eve Lind: birthday on 4 Dec (turns 40)", "x")
    assert desk.run().questions == ()
    told = [(one.contact, one.outcome, one.channel) for one in desk.facts(Attempt)]
    assert told == [("hugo", Outcome.REACHED, "phone"), ("eve-lind", Outcome.SENT, "note")]
    desk.history.close()


def test_a_block_outside_their_hours_holds_no_call(tmp_path: Path) -> None:
    """P7: the call has a reminder in their hours that day."""
    desk = on_the_day(tmp_path, (replace(HUGO, hours=parse_hours("14:00-16:00")),))
    assert sheet(desk).summary == "Outreach block"
    there = desk.one("date-").event
    assert (there.summary, local(there.start)) == (RING, "Fri 27 Nov 14:30")
    desk.history.close()


def test_the_weekend_birthday_is_a_call_in_the_block_before_it(tmp_path: Path) -> None:
    """On Friday, if the day itself has no hour of the user's; what is logged by it is not asked for again."""
    hugo = replace(HUGO, dates=(Anniversary("birthday", 11, 29, 1970, Span(days=7)),))
    desk = on_the_day(tmp_path, (hugo,))
    ring = "Ring Hugo: birthday on Sun 29 Nov"
    assert sheet(desk).summary == ring
    assert "Hugo's birthday is on 29 November (turns 56). That day has no hour for you both: call today." in sheet(
        desk
    ).description
    tick(desk, ring, "v")
    desk.now = sheet(desk).end
    desk.run()
    for _ in range(3):
        desk.now += timedelta(days=1)
        desk.run()
        assert desk.ours("date-") == []
    assert desk.tries() == [("hugo", Outcome.LEFT_MESSAGE, "birthday call")]
    desk.history.close()
