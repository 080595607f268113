"""Words behind a ticked line: a note, a day, or a question if they say something else than the tick; whole passes.

All of a table on one sheet: somebody else for each.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from string import ascii_lowercase

import pytest

from followupd.core.values.facts import Attempt, Booked, Outcome
from tests.kit.phones import block, contact, desk_of, tick

FIRST = [f"Q{one}{two}zo" for one, two in product(ascii_lowercase[:12], ascii_lowercase[:12])]
SPOKE = (Outcome.DONE, Outcome.REACHED)
ASKED = {
    "x": """his son answered|his wife|only his wife|got his wife|spoke to his wife|spoke to his secretary|voicemail only
        |voicemail|hung up|he's out|he's out, again later|out|tried|tried, will call again|not yet|not really|no|?
        |tomorrow|he'll call back|call back|Friday 15:00|no answer|left a message|left a note for his son|declined
        |wrong number|wrong number on file, new one 555 0199|bounced|said yes Thu 15:00|undo|please undo
        |sent him a text|emailed him|texted instead|Tom|texted, no reply yet|just sent him a text, easier""",
    "-": "he called back and we spoke|spoke|reached him later|left a message|wrong number|declined|undo",
    "v": "he called back|spoke later|wrong number|declined|undo",
    "a": "no answer|his son answered|voicemail",
}
NOTES = {
    "x": """moved to Berlin|wants the offer|next week in Rome|on holiday|has a dog|his wife is ill|got a new job
        |long chat|talked about the wedding|his daughter got married|not well|busy week|left a message own
        |his wife own|sent the book|sent the plans and a quote|sent the forms|Lisbon""",
    "-": "on holiday|his son answered|nobody home|engaged|moved to Berlin|he'll call back",
    "v": "with his son|no answer|on holiday",
    "a": "moved to Berlin|spoke",
}
WISHED = {
    "x": """call again on 5 Jan|try again 5 Jan|next 5 Jan|not before 5 Jan|he's in Rome until 5 Jan
        |wants me to call 5 Jan""",
    "-": "call again on 5 Jan|back on 5 Jan",
    "v": "he's in Rome until 5 Jan",
}
MEANT = {"x": SPOKE, "a": SPOKE, "-": (Outcome.NO_ANSWER,), "v": (Outcome.LEFT_MESSAGE,)}


def rows(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(box, words.strip()) for box, all_words in table.items() for words in all_words.split("|")]


def test_each_is_a_note_a_wish_or_a_question(tmp_path: Path) -> None:
    """P11, P13: nothing that is asked about counts, and the second pass writes nothing."""
    asked, notes, wished = rows(ASKED), rows(NOTES), rows(WISHED)
    said = dict(zip(FIRST, [*asked, *notes, *wished], strict=False))
    desk = desk_of(tmp_path, tuple(contact(name, "2026-11-01 reached") for name in ("Ann", *said)))
    desk.run()
    there = block(desk)
    desk.now = there.event.end
    lines = "".join(f"\n[{box}] {name}: {words}" for name, (box, words) in said.items())
    desk.calendar.rewrite(there.uid, there.event.description + lines)
    report = desk.run()
    told = {one.contact: one for one in desk.facts(Attempt)}
    for name, (box, words) in said.items():
        questions = [one for one in report.questions if f"{name}: " in one]
        counted = told.get(name.lower())
        if (box, words) in asked:
            assert (len(questions), counted) == (1, None), (box, words)
            continue
        assert questions == [], (box, words)
        assert counted is not None, (box, words)
        assert counted.outcome in MEANT[box], (box, words)
        assert counted.note == words.removesuffix(" own"), (box, words)
        day = counted.asked.day.isoformat() if counted.asked else ""
        assert day == ("2027-01-05" if (box, words) in wished else ""), (box, words)
    again = desk.run()
    assert (again.changes, again.questions) == ((), report.questions)
    desk.history.close()


@pytest.mark.parametrize(("via", "outcome"), [("phone", Outcome.REACHED), ("email", Outcome.SENT)])
def test_a_tick_of_somebody_who_is_not_on_the_sheet_is_by_their_next_try(
    tmp_path: Path, via: str, outcome: Outcome,
) -> None:
    """The report says by which channel it counts, and a second pass reads the same."""
    desk = desk_of(tmp_path, (contact("Ann", "2026-07-01 reached"), contact("Bo", "2026-11-20 reached", via=(via,))))
    desk.run()
    there = block(desk)
    assert "Bo" not in there.event.description
    desk.now = there.event.end
    desk.calendar.rewrite(there.uid, f"{there.event.description}\n[x] Bo: moved to Berlin")
    desk.run()
    told = [(one.contact, one.outcome, one.channel, one.note) for one in desk.facts(Attempt)]
    assert told == [("bo", outcome, via, "moved to Berlin")]
    assert (desk.run().changes, len(desk.facts(Attempt))) == ((), 1)
    desk.history.close()


@pytest.mark.parametrize(("channel", "line", "words", "day"), [
    ("coffee", "Ask Ann for a coffee", "yes Thu 15:00", "2026-11-26"),
    ("coffee", "Ask Ann for a coffee", "she said yes, Thu 15:00", "2026-11-26"),
    ("coffee", "Ask Ann for a coffee", "said yes Thu 15:00", ""),
    ("coffee", "Ask Ann for a coffee", "Thu 15:00", ""), ("email", "Email Ann", "she replied", ""),
    ("email", "Email Ann", "bounced", ""),
])
def test_an_invitation_that_is_answered_is_booked_or_asked_about(
    tmp_path: Path, channel: str, line: str, words: str, day: str,
) -> None:
    desk = desk_of(tmp_path, (contact("Ann", "2026-07-01 reached", via=(channel,)),))
    desk.run()
    tick(desk, line, "x", f": {words}")
    desk.now = block(desk).event.end
    report = desk.run()
    assert [one.day.isoformat() for one in desk.facts(Booked)] == ([day] if day else [])
    assert (len(report.questions), len(desk.facts(Attempt))) == ((0, 1) if day else (1, 0))
    assert desk.run().changes == ()
    desk.history.close()


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(("first", "second"), [
    ("[x] Ann", "Ann: na"), ("[-] Ann", "Ann: spoke"), ("Ann: na", "Ann: spoke"), ("[x] Ann", "[-] Ann"),
    ("[x] Ann", "Ann: left a message"),
])
def test_two_lines_that_are_contrary_are_asked_about(tmp_path: Path, first: str, second: str, apart: bool) -> None:
    """Also if the second comes after the first was told, which stands; without either the other one counts."""
    desk = desk_of(tmp_path, (contact("Ann", "2026-07-01 reached"), contact("Bo", "2026-07-01 reached")))
    desk.run()
    there = block(desk)
    desk.now = there.event.end
    desk.calendar.rewrite(there.uid, f"{there.event.description}\n{first}")
    if apart:
        assert desk.run().questions == ()
    before = desk.tries()
    assert len(before) == apart
    desk.calendar.rewrite(there.uid, f"{block(desk).event.description}\n{second}")
    (question,) = (desk.run()).questions
    assert "Ann: " in question
    assert "contrary" in question
    assert (desk.run().changes, desk.tries()) == ((), before)
    desk.calendar.rewrite(there.uid, block(desk).event.description.replace(f"\n{first}", ""))
    assert desk.run().questions == ()
    assert desk.tries() != before
    desk.history.close()


def test_undo_behind_a_tick_that_counts_is_asked_about(tmp_path: Path) -> None:
    """What was told stands until its box is cleared."""
    desk = desk_of(tmp_path, (contact("Ann", "2026-07-01 reached"),))
    desk.run()
    tick(desk, "Call Ann", "x")
    desk.now = block(desk).event.end
    desk.run()
    there, told = block(desk), desk.tries()
    desk.calendar.rewrite(there.uid, there.event.description.replace("Call Ann", "Call Ann undo"))
    (question,) = desk.run().questions
    assert "clear its box" in question
    assert (desk.tries(), desk.run().changes) == (told, ())
    desk.calendar.rewrite(there.uid, block(desk).event.description.replace("[x] Call Ann undo", "[ ] Call Ann"))
    assert (desk.run().questions, desk.tries()) == ((), [])
    desk.history.close()
