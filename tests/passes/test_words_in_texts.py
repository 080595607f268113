"""Words that a person writes into the text of a reminder: read like a title, or asked about; whole passes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, Booked, Outcome, Settled
from followupd.core.values.hitlist import Promise
from followupd.core.values.record import Facts
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of

OURS = "No answer on 20 November: time to try again."
WHERE: dict[str, Callable[[str, str], str]] = {
    "above": lambda ours, words: f"{words}\n{ours}",
    "below": lambda ours, words: f"{ours}\n\n{words}\n",
    "between": lambda ours, words: ours.replace("\n", f"\n- {words}\n", 1),
    "behind our last line": lambda ours, words: f"{ours} {words}",
}
PROGRAMS: dict[str, Callable[[str], str]] = {
    "blanks": lambda text: "\n".join(f"{line}   " for line in text.split("\n")),
    "bullets": lambda text: "\n".join(f"• {line}" if line else "" for line in text.split("\n")),
    "short lines": lambda text: "\n".join(textwrap.fill(line, 30) for line in text.split("\n")),
    "one line": lambda text: " ".join(text.split()),
    "paragraphs": lambda text: "".join(f"<p>{line}</p>" for line in text.replace("&", "&amp;").split("\n")),
    "breaks": lambda text: f"<html><body>{text}</body></html>".replace("\n", "<br />"),
}


def reminder(folder: Path) -> UserDesk[MemoryCalendar]:
    """Maya was called in vain on Friday, and has a reminder to come."""
    maya = replace(contact("Maya", "2026-07-01 reached", "2026-11-20 14:10 no answer"), phones=("+1 303 555 0142",))
    desk = desk_of(folder, (maya,))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    assert OURS in desk.one("retry-").event.description
    return desk


def write(desk: UserDesk[MemoryCalendar], text: str) -> None:
    desk.calendar.rewrite(desk.one("retry-").uid, text)


def told(desk: UserDesk[MemoryCalendar]) -> list[tuple[Outcome, str | None, str]]:
    return [(fact.outcome, fact.channel, fact.note) for fact in desk.facts(Attempt)]


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize(("words", "outcome", "note"), [
    ("na", Outcome.NO_ANSWER, ""), ("left a message, she is away", Outcome.LEFT_MESSAGE, "she is away"),
    ("didn't pick up", Outcome.NO_ANSWER, ""), ("ok: two hours", Outcome.REACHED, "two hours"),
    ("erreicht", Outcome.REACHED, ""),
])
def test_an_outcome_in_a_text_counts(
    tmp_path: Path, words: str, outcome: Outcome, note: str, where: str, *, over: bool
) -> None:
    """Once, like the same words in the title, which gets its answer; the words stay where they are."""
    desk = reminder(tmp_path)
    there = desk.one("retry-")
    write(desk, WHERE[where](there.event.description, words))
    desk.now = there.event.end if over else desk.now
    assert desk.run().questions == ()
    assert told(desk) == [(outcome, "phone", note)]
    after = desk.calendar.event(there.uid).event
    assert after.summary == f"✓ Call Maya: {outcome.words}"
    assert words in after.description
    desk.now += timedelta(days=9)
    assert desk.run().questions == ()
    assert len(told(desk)) == 1
    desk.history.close()


@pytest.mark.parametrize(("line", "outcome", "note"), [
    ("[x]", Outcome.REACHED, ""), ("[-]", Outcome.NO_ANSWER, ""), ("[v]", Outcome.LEFT_MESSAGE, ""),
    ("☑", Outcome.REACHED, ""),
    ("✅", Outcome.REACHED, ""), ("- [X]", Outcome.REACHED, ""), ("[—]", Outcome.NO_ANSWER, ""),
    ("(x)", Outcome.REACHED, ""),
    ("[a]", Outcome.REACHED, ""), ("[na]", Outcome.NO_ANSWER, ""),
    ("[x] Call Maya: two hours", Outcome.REACHED, "two hours"),
    ("[-] Maya", Outcome.NO_ANSWER, ""), ("✅ Call Maya – two hours", Outcome.REACHED, "two hours"),
])
def test_a_tick_in_a_text_counts(tmp_path: Path, line: str, outcome: Outcome, note: str) -> None:
    """Bare, or before the title or the name; once, and the line stays."""
    desk = reminder(tmp_path)
    there = desk.one("retry-")
    write(desk, f"{line}\n{there.event.description}")
    assert desk.run().questions == ()
    assert told(desk) == [(outcome, "phone", note)]
    after = desk.calendar.event(there.uid).event
    assert after.summary == f"✓ Call Maya: {outcome.words}"
    assert line in after.description
    desk.now += timedelta(days=9)
    assert (desk.run().questions, len(told(desk))) == ((), 1)
    desk.history.close()


@pytest.mark.parametrize("line", ["[?]", "✗", "❌", "[yes]", "[x] [-]"])
def test_a_sign_in_a_text_that_is_unknown_is_asked_about(tmp_path: Path, line: str) -> None:
    desk = reminder(tmp_path)
    there = desk.one("retry-")
    write(desk, f"{there.event.description}\n{line}")
    (question,) = desk.run().questions
    assert "is not a tick that followupd knows ([x] spoke, [-] no answer, [v] left a message)" in question
    assert told(desk) == []
    write(desk, desk.one("retry-").event.description.replace(f"\n{line}", "\n[-]"))
    assert desk.run().questions == ()
    assert told(desk) == [(Outcome.NO_ANSWER, "phone", "")]
    desk.history.close()


def test_a_day_is_read_once(tmp_path: Path) -> None:
    """And not as another Thursday a week later, although the reminder is still to come."""
    desk = reminder(tmp_path)
    there = desk.one("retry-")
    desk.calendar.drag(there.uid, there.event.start + timedelta(days=20))
    desk.run()
    write(desk, f"booked Thu 15:00\n{there.event.description}")
    for _ in range(3):
        desk.run()
        assert [(fact.day, fact.time) for fact in desk.facts(Booked)] == [(date(2026, 11, 26), time(15))]
        desk.now += timedelta(days=5)
    desk.history.close()


@pytest.mark.parametrize("how", ["undo", "cleared", "corrected"])
def test_what_the_title_takes_back_stays_back_although_the_words_are_still_there(tmp_path: Path, how: str) -> None:
    """The title is the later word, in every pass (P3), also after the time of the reminder."""
    desk = reminder(tmp_path)
    there = desk.one("retry-")
    write(desk, f"na\n{there.event.description}")
    desk.run()
    said = {"undo": f"{there.event.summary} undo", "cleared": there.event.summary, "corrected": "✓ Call Maya: lm"}[how]
    desk.calendar.retitle(there.uid, said)
    for _ in range(3):
        desk.now += timedelta(days=4)
        desk.run()
        counts = Facts(desk.history.facts()).all.attempts
        assert [one.outcome for one in counts] == ([Outcome.LEFT_MESSAGE] if how == "corrected" else [])
    desk.history.close()


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("words", [
    "We met at the fair of Jo", "booked 26.11. 15:00", "booked Wed 26 Nov", "later 3d", "reached out on Monday",
])
def test_what_is_not_understood_is_asked_about(tmp_path: Path, words: str, *, over: bool) -> None:
    """P11: on that event, until the words are gone or clear, or the title answers."""
    for clear in ("gone", "title"):
        folder = tmp_path / clear
        folder.mkdir()
        desk = reminder(folder)
        there = desk.one("retry-")
        write(desk, f"{words}\n{there.event.description}")
        desk.now = there.event.end if over else desk.now
        (question,) = desk.run().questions
        asked = desk.calendar.event(there.uid).event
        assert words.split()[-1] in question
        assert "Not understood: " in asked.description
        assert asked.summary == f"? {there.event.summary}"
        assert (len(desk.run().questions), told(desk)) == (1, [])
        if clear == "gone":
            left = [line for line in asked.description.split("\n") if line != words]
            desk.calendar.rewrite(there.uid, "\n".join(left))
        else:
            desk.calendar.retitle(there.uid, f"{asked.summary} na")
        assert desk.run().questions == ()
        after = desk.calendar.event(there.uid).event
        assert "Not understood" not in after.description
        assert after.summary == (there.event.summary if clear == "gone" else f"✓ {there.event.summary}: no answer")
        desk.history.close()


@pytest.mark.parametrize("words", [
    "ask about Lisbon", "We met in 2019, at the fair", "ask whether she spoke to Tom", "We met in 2019 own",
    "not done with the plans yet?", "https://example.com/ok", "tel +1 303 555 0199", "[ ]", "[x] buy flowers",
    "- [ ] milk", "Friday 15:00",
    "[x] Maya's book", "☐ Call Maya",
])
def test_other_words_are_a_note_of_the_users_own(tmp_path: Path, words: str) -> None:
    desk = reminder(tmp_path)
    write(desk, f"{desk.one('retry-').event.description}\n\n{words}")
    for _ in range(2):
        assert (desk.run().questions, told(desk)) == ((), [])
    assert words in desk.one("retry-").event.description
    desk.history.close()


@pytest.mark.parametrize("program", PROGRAMS)
def test_our_own_words_are_no_answer_whatever_a_program_makes_of_them(tmp_path: Path, program: str) -> None:
    """Though they begin with one. But what the user wrote between them is, in the same dress."""
    desk = reminder(tmp_path)
    ours = desk.one("retry-").event.description
    write(desk, PROGRAMS[program](ours))
    for _ in range(2):
        assert (desk.run().questions, told(desk)) == ((), [])
    write(desk, PROGRAMS[program](f"{ours}\nlm: she's in Lisbon"))
    assert desk.run().questions == ()
    assert [(outcome, note.replace("\n", " ")) for outcome, _, note in told(desk)] == [
        (Outcome.LEFT_MESSAGE, "she's in Lisbon"),
    ]
    desk.history.close()


@pytest.mark.parametrize("program", ["paragraphs", "breaks"])
def test_html_around_our_words_goes_with_the_next_text(tmp_path: Path, program: str) -> None:
    """It is not among the words of the user, so it does not stay below our text; nothing is written because of it."""
    desk = reminder(tmp_path)
    ours = desk.one("retry-").event.description
    write(desk, PROGRAMS[program](f"{ours}\n\nask about the dog"))
    assert desk.run().changes == ()
    desk.hitlist = replace(desk.hitlist, contacts=(replace(desk.hitlist.contacts[0], notes="Has moved."),))
    desk.run()
    after = desk.one("retry-").event.description
    assert "Has moved." in after
    assert after.endswith("\n\nask about the dog")
    assert "<" not in after
    assert after.count(OURS) == 1
    desk.history.close()


@pytest.mark.parametrize("bare", [False, True])
def test_a_lost_database_asks_nothing_about_our_own_words(tmp_path: Path, *, bare: bool) -> None:
    """Neither by the note on the event nor, if a program dropped it, without."""
    desk = reminder(tmp_path)
    there = desk.one("retry-")
    if bare:
        text = desk.calendar.texts[there.href]
        desk.calendar.put(there.href, re.sub(r"X-FOLLOWUPD-[A-Z]+:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*", "", text))
    desk.history.close()
    (tmp_path / "state.db").unlink()
    desk.history = History.open(tmp_path / "state.db", "hitlist")
    for _ in range(3):
        assert (desk.run().questions, told(desk)) == ((), [])
        desk.now += timedelta(hours=9)
    desk.history.close()


def test_a_promise_is_kept_by_a_word_in_its_text(tmp_path: Path) -> None:
    """And asked about if the word does not go with one."""
    hank = replace(contact("Hank", "2026-11-20 reached"), promises=(Promise("send the list", date(2026, 11, 24)),))
    desk = desk_of(tmp_path, (hank,))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    there = desk.one("promise-")
    desk.calendar.rewrite(there.uid, f"na\n{there.event.description}")
    (question,) = desk.run().questions
    assert '"no answer" is not an answer to "Promised to Hank: send the list"' in question
    desk.calendar.rewrite(there.uid, f"done, by mail\n{there.event.description}")
    desk.run()
    desk.calendar.rewrite(there.uid, f"done\n{there.event.description}")
    assert desk.run().questions == ()
    assert [fact.what for fact in desk.facts(Settled)] == ["send the list"]
    assert desk.one("promise-").event.summary == "✓ Promised to Hank: send the list: kept"
    desk.history.close()


@pytest.mark.parametrize("where", ["above", "below"])
def test_a_copy_of_our_last_line_stays(tmp_path: Path, where: str) -> None:
    """What came of it takes the place of our own last line, and an undo brings that back: not the user's copy (P6)."""
    desk = reminder(tmp_path)
    there = desk.one("retry-")
    ours, how = there.event.description, there.event.description.rpartition("\n")[2]
    text = {"above": f"{how}\nMy own.\n\n{ours}", "below": f"{ours}\n\nMy own.\n{how}"}[where]
    write(desk, text)
    desk.now = there.event.end
    desk.run()
    desk.calendar.retitle(there.uid, f"{there.event.summary} na")
    desk.run()
    answered = desk.calendar.event(there.uid).event
    assert answered.description.count(how) == 1
    copy = answered.description.startswith if where == "above" else answered.description.endswith
    assert copy(f"{how}\nMy own." if where == "above" else f"My own.\n{how}")
    desk.calendar.retitle(there.uid, f"{answered.summary} undo")
    desk.run()
    assert desk.calendar.event(there.uid).event.description == text
    desk.history.close()


@pytest.mark.parametrize("lost", [False, True])
def test_words_behind_one_of_our_lines_stay_there(tmp_path: Path, lost: bool) -> None:
    """When our text changes the line is not written again below; also after a lost database (P3, P6)."""
    desk = reminder(tmp_path)
    before = desk.one("retry-").event.description
    line = next(one for one in before.split("\n") if one.startswith("Phone:"))
    write(desk, before.replace(line, f"{line} (ask the desk for room 12)"))
    desk.quiet()
    if lost:
        desk.history.close()
        (tmp_path / "state.db").unlink()
        desk.history = History.open(tmp_path / "state.db", "hitlist")
    maya = desk.hitlist.contacts[0]
    for notes in ("plays chess", "plays go"):
        desk.hitlist = replace(desk.hitlist, contacts=(replace(maya, notes=notes),))
        desk.run()
        text = desk.one("retry-").event.description
        assert text.count(line) == 1
        assert f"{line} (ask the desk for room 12)" in text.split("\n")
        assert notes in text
