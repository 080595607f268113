"""Words behind a line of a call sheet whose box is empty: read like a title, or asked about; whole passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, Booked, Outcome, Settled
from followupd.core.values.hitlist import Promise
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.phones import block, contact, desk_of, tick

CHANNELS = {
    "phone": "Call Maya", "video": "Video call with Maya", "coffee": "Ask Maya for a coffee", "email": "Email Maya",
    "text": "Text Maya", "chess": "Contact Maya (chess)",
}


def sheet(folder: Path, channel: str = "phone", *, promised: str = "") -> UserDesk[MemoryCalendar]:
    """Maya is on Tuesday's sheet."""
    maya = replace(
        contact("Maya", "2026-07-01 reached", via=(channel,)),
        phones=("+1 303 555 0142",), emails=("maya@example.com",),
        promises=(Promise(promised, date(2026, 11, 24)),) if promised else (),
    )
    desk = desk_of(folder, (maya,))
    desk.run()
    return desk


def write(desk: UserDesk[MemoryCalendar], line: str, words: str) -> None:
    """Put words behind a line of the sheet, and leave its box empty."""
    tick(desk, line, " ", words)
    assert f"[ ] {line}{words}" in block(desk).event.description


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize(("channel", "words", "outcome", "note"), [
    ("phone", ": left a message", Outcome.LEFT_MESSAGE, ""), ("phone", " - no answer", Outcome.NO_ANSWER, ""),
    ("phone", " na: back on Monday", Outcome.NO_ANSWER, "back on Monday"), ("email", " sent", Outcome.SENT, ""),
    ("phone", ": left a message, she is away", Outcome.LEFT_MESSAGE, "she is away"),
    ("phone", ": ok", Outcome.REACHED, ""), ("email", ": done", Outcome.SENT, ""), ("coffee", " ok", Outcome.SENT, ""),
    ("phone", ": left a message with her assistant on Monday", Outcome.LEFT_MESSAGE, "with her assistant on Monday"),
    ("phone", " na try Monday again", Outcome.NO_ANSWER, "try Monday again"),
    ("text", ": answered", Outcome.REACHED, ""), ("chess", ": done", Outcome.REACHED, ""),
])
def test_an_outcome_behind_a_line_counts(
    tmp_path: Path, channel: str, words: str, outcome: Outcome, note: str, over: bool,
) -> None:
    """By the channel of the line, once, before and after the block, and even after a lost database."""
    desk = sheet(tmp_path, channel)
    write(desk, CHANNELS[channel], words)
    there = block(desk)
    if over:
        desk.now = there.event.end
    report = desk.run()
    told = [(a.contact, a.outcome, a.channel, a.note, a.event) for a in desk.facts(Attempt)]
    assert told == [("maya", outcome, channel, note, there.uid)]
    assert report.questions == ()
    desk.now += timedelta(hours=5)
    assert desk.run().questions == ()
    assert len(desk.facts(Attempt)) == 1
    desk.history.close()
    desk.history = History.open(tmp_path / "again.db", "hitlist")
    desk.run()
    assert [(a.contact, a.outcome, a.channel, a.note, a.event) for a in desk.facts(Attempt)] == told
    desk.history.close()


@pytest.mark.parametrize(("channel", "words"), [
    ("coffee", ": booked Thu 26 Nov 15:00"), ("phone", ": yes, Thu 15:00"), ("email", " agreed Thursday at 3pm"),
])
def test_the_day_of_a_meeting_needs_no_tick(tmp_path: Path, channel: str, words: str) -> None:
    """The legend offers `booked Thu 15:00` without one."""
    desk = sheet(tmp_path, channel)
    write(desk, CHANNELS[channel], words)
    desk.run()
    assert [(b.day, b.time, b.channel) for b in desk.facts(Booked)] == [(date(2026, 11, 26), time(15), channel)]
    assert [(a.outcome, a.channel) for a in desk.facts(Attempt)] == [(Outcome.REACHED, channel)]
    desk.history.close()


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("words", [
    ": reached out on Monday", ": booked 26.11. 15:00", ": booked Wed 26 Nov", " spoke to her son", ": later Friday",
    ": Friday 15:00", ": ok, but only next week", ": yes, Thu 15:00 at hers",
])
def test_what_is_not_understood_is_asked_about_on_the_sheet(tmp_path: Path, words: str, over: bool) -> None:
    """P11: until the line is ticked or clear. The second pass changes nothing (P3)."""
    desk = sheet(tmp_path)
    write(desk, "Call Maya", words)
    if over:
        desk.now = block(desk).event.end
    assert len(desk.run().questions) == 1
    assert (desk.facts(Attempt), desk.facts(Booked)) == ([], [])
    assert "Not understood" in block(desk).event.description
    again = desk.run()
    assert (len(again.questions), again.changes) == (1, ())
    text = block(desk).event.description.replace(f"[ ] Call Maya{words}", "[v] Call Maya: about Lisbon")
    desk.calendar.rewrite(block(desk).uid, text)
    assert desk.run().questions == ()
    assert [a.outcome for a in desk.facts(Attempt)] == [Outcome.LEFT_MESSAGE]
    assert "Not understood" not in block(desk).event.description
    desk.history.close()


@pytest.mark.parametrize("words", [": ask about Lisbon", " (new number)", " has a new dog, Rex", "?"])
def test_other_words_are_a_note_of_the_users_own(tmp_path: Path, words: str) -> None:
    desk = sheet(tmp_path)
    write(desk, "Call Maya", words)
    for _ in range(2):
        report = desk.run()
        assert (report.questions, desk.facts(Attempt)) == ((), [])
    assert f"[ ] Call Maya{words}" in block(desk).event.description
    desk.history.close()


@pytest.mark.parametrize("channel", CHANNELS)
def test_our_own_lines_are_not_answers(tmp_path: Path, channel: str) -> None:
    """P3: nor are lines of an earlier sheet that a program brought back."""
    desk = sheet(tmp_path, channel)
    before = block(desk).event.description
    desk.run()
    desk.log(Attempt("maya", desk.now, Outcome.NO_ANSWER, channel))
    for _ in range(9):
        desk.now += timedelta(days=1)
        desk.run()
    told = len(desk.facts(Attempt))
    for there in desk.ours("block-")[:3]:
        desk.calendar.rewrite(there.uid, before)
    report = desk.run()
    assert (report.questions, len(desk.facts(Attempt))) == ((), told)
    desk.history.close()


@pytest.mark.parametrize(("box", "behind", "outcome", "note"), [
    ("na", "", Outcome.NO_ANSWER, ""), ("ok", ": on holiday soon", Outcome.REACHED, "on holiday soon"),
    ("LM", "", Outcome.LEFT_MESSAGE, ""), ("no answer", "", Outcome.NO_ANSWER, ""),
])
def test_a_word_in_the_box_counts(tmp_path: Path, box: str, behind: str, outcome: Outcome, note: str) -> None:
    """Read like the same word in a title, once."""
    desk = sheet(tmp_path)
    tick(desk, "Call Maya", box, behind)
    assert desk.run().questions == ()
    desk.now += timedelta(days=3)
    assert desk.run().questions == ()
    assert [(a.outcome, a.channel, a.note) for a in desk.facts(Attempt)] == [(outcome, "phone", note)]
    desk.history.close()


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize(("box", "behind"), [
    ("?", ""), ("o", ""), (">", ": Friday"), ("?", ": no answer"), ("1/2", ""), ("?", ": away until Friday at least"),
    ("ok na", ""),
])
def test_a_tick_that_is_unknown_is_asked_about(tmp_path: Path, box: str, behind: str, over: bool) -> None:
    """P11: on the sheet and with the name, until it is one that is known; nothing is logged."""
    desk = sheet(tmp_path)
    tick(desk, "Call Maya", box, behind)
    if over:
        desk.now = block(desk).event.end
    (question,) = desk.run().questions
    known = "[x] spoke, [-] no answer, [v] left a message"
    assert f'Maya: "[{box}]" is not a tick that followupd knows ({known})' in question
    assert "Not understood: Maya: " in block(desk).event.description
    assert (desk.facts(Attempt), len(desk.run().questions)) == ([], 1)
    text = block(desk).event.description.replace(f"[{box}] Call Maya{behind}", "[-] Call Maya")
    desk.calendar.rewrite(block(desk).uid, text)
    assert desk.run().questions == ()
    assert [a.outcome for a in desk.facts(Attempt)] == [Outcome.NO_ANSWER]
    assert "Not understood" not in block(desk).event.description
    desk.history.close()


def test_a_promise_is_kept_by_a_word_too(tmp_path: Path) -> None:
    desk = sheet(tmp_path, promised="send the Lisbon list")
    write(desk, "Promised to Maya: send the Lisbon list", ": done")
    report = desk.run()
    assert [(s.contact, s.what) for s in desk.facts(Settled)] == [("maya", "send the Lisbon list")]
    assert (report.questions, desk.facts(Attempt)) == ((), [])
    desk.history.close()
