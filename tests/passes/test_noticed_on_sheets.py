"""A past sheet whose line was used up by a lunch that was noticed: there it is taken back, and nobody was tried."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, Retracted
from followupd.core.values.record import Facts
from tests.kit.places import FilePlace
from tests.passes.test_at_meetings import AtMeetings
from tests.passes.test_lunch import AT_REMINDER, FRIDAY
from tests.passes.test_noticed_meetings import NOW

LATER = FRIDAY + timedelta(minutes=5)
LINE = "[ ] Call Dana Whitfield"


@pytest.fixture
def home(tmp_path: Path) -> AtMeetings:
    """Dana is on the sheet of Friday, and met the user then."""
    made = AtMeetings(tmp_path)
    made.lists(before="block: {every: Friday 12:30, length: 1 hour}\n")
    made.holds()
    made.a_pass(NOW)
    made()
    made.holds(AT_REMINDER)
    made(FRIDAY)
    assert LINE in sheet(made)
    assert counting(made) == ["Lunch"]
    return made


def first(home: AtMeetings) -> Present:
    return min((one for one in home.events() if one.uid.startswith("block")), key=lambda one: one.event.start)


def sheet(home: AtMeetings) -> str:
    return first(home).event.description


def rewrite(home: AtMeetings, to: str, was: str = LINE) -> None:
    text = sheet(home)
    assert was in text
    FilePlace(home.folder).rewrite(first(home).uid, text.replace(was, to))


def counting(home: AtMeetings) -> list[str]:
    return [fact.what for fact in Facts(home.facts()).all.noticed]


def kinds(home: AtMeetings) -> list[type]:
    return [type(fact) for fact in home.facts() if isinstance(fact, Attempt | Retracted)]


@pytest.mark.parametrize("line", [
    "[-] Call Dana Whitfield", "[ ] Call Dana Whitfield na", "[ ] Call Dana Whitfield [-]", "[na] Call Dana Whitfield",
    "[ ] Call Dana Whitfield: no answer",
])
def test_it_is_taken_back_there(home: AtMeetings, line: str) -> None:
    """Once, for good; her next try is there again, and the line stays as the user wrote it."""
    rewrite(home, line)
    report = home(LATER)
    assert any(said.startswith("Taken back: met") for said in report.lines())
    assert counting(home) == []
    assert kinds(home) == [Retracted]
    assert line in sheet(home)
    assert "you reached" not in first(home).event.summary
    assert any("Dana" in one.event.description + one.event.summary for one in home.events() if one.event.start > LATER)
    home(LATER + timedelta(days=1))
    assert kinds(home) == [Retracted]


def test_a_note_beside_it_is_asked_about(home: AtMeetings) -> None:
    rewrite(home, "[-] Call Dana Whitfield: she was ill")
    home(LATER)
    assert "na takes back what was noticed" in sheet(home)
    assert counting(home) == ["Lunch"]
    assert kinds(home) == []


@pytest.mark.parametrize(("line", "outcome"), [
    ("[x] Call Dana Whitfield: the studio", Outcome.REACHED), ("[v] Call Dana Whitfield", Outcome.LEFT_MESSAGE),
])
def test_other_ticks_say_what_they_say(home: AtMeetings, line: str, outcome: Outcome) -> None:
    """They take nothing back."""
    rewrite(home, line)
    home(LATER)
    assert [fact.outcome for fact in home.facts() if isinstance(fact, Attempt)] == [outcome]
    assert counting(home) == ["Lunch"]


def test_a_try_that_was_ticked_before_it_was_noticed_stays(tmp_path: Path) -> None:
    home = AtMeetings(tmp_path)
    home.lists(before="block: {every: Friday 12:30, length: 1 hour}\n")
    home.holds()
    home.a_pass(NOW)
    home()
    rewrite(home, "[-] Call Dana Whitfield")
    home(FRIDAY)
    home.holds(AT_REMINDER)
    home(LATER)
    assert [fact.outcome for fact in home.facts() if isinstance(fact, Attempt)] == [Outcome.NO_ANSWER]
    assert counting(home) == ["Lunch"]
    assert len([fact for fact in home.facts() if isinstance(fact, Noticed)]) == 1


def below(home: AtMeetings) -> str:
    """Return the line below hers."""
    lines = sheet(home).split("\n")
    return lines[next(number for number, line in enumerate(lines) if "Call Dana Whitfield" in line) + 1]


def test_the_sheet_says_what_used_up_the_line(home: AtMeetings) -> None:
    """Below the line, where the user looks for what became of it; and once."""
    assert below(home) == "    ✓ 12:00 met, from work.ics: Lunch"
    home(LATER)
    assert sheet(home).count("✓ 12:00 met") == 1


def test_the_users_own_words_there_stay(home: AtMeetings) -> None:
    """Also when the line of ours goes again."""
    rewrite(home, f"{LINE}\n    bring the book")
    home(LATER)
    assert "bring the book" in sheet(home)
    home.holds(AT_REMINDER.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY"))
    home(LATER + timedelta(minutes=1))
    assert "bring the book" in sheet(home)
    assert "✓ 12:00" not in sheet(home)


@pytest.mark.parametrize("line", [f"{LINE} undo", "[x] Call Dana Whitfield undo", f"{LINE}: undo"])
def test_undo_behind_the_line_takes_it_back(home: AtMeetings, line: str) -> None:
    rewrite(home, line)
    home(LATER)
    assert (counting(home), kinds(home)) == ([], [Retracted])
    assert "✓ 12:00" not in sheet(home)
    assert "Question" not in sheet(home)
    home(LATER + timedelta(days=1))
    assert kinds(home) == [Retracted]


def test_undo_in_the_title_of_a_sheet_is_asked_about(home: AtMeetings) -> None:
    """It does not say whose."""
    title = first(home).event.summary
    FilePlace(home.folder).retitle(first(home).uid, f"undo {title}")
    home(LATER)
    assert "undo in the title takes nothing back" in sheet(home)
    assert counting(home) == ["Lunch"]


def test_after_a_lost_database_the_sheet_says_it_once(home: AtMeetings) -> None:
    for path in home.folder.glob("state.db*"):
        path.unlink()
    home(LATER)
    assert sheet(home).count("✓ 12:00 met") == 1
    assert counting(home) == ["Lunch"]


BEGIN = FRIDAY - timedelta(hours=1)      # of the sheet
REACHED, IN_VAIN = Outcome.REACHED, Outcome.NO_ANSWER


@pytest.mark.parametrize(("outcomes", "said"), [
    ((IN_VAIN, REACHED), "you reached one person"), ((REACHED, IN_VAIN), "you reached one person"),
    ((IN_VAIN, IN_VAIN), "you tried one person"),
])
@pytest.mark.parametrize("noticed", [True, False])
def test_the_title_counts_each_person_once_and_reached_before_tried(
    tmp_path: Path, outcomes: tuple[Outcome, ...], said: str, *, noticed: bool
) -> None:
    """Whichever came first, and wherever it was logged."""
    home = AtMeetings(tmp_path)
    home.lists(before="block: {every: Friday 12:30, length: 1 hour}\n")
    home.holds()
    home.a_pass(NOW)
    home()
    for number, outcome in enumerate(outcomes, 1):
        at = BEGIN + timedelta(minutes=10 * number)
        rule = EvidenceRule.SPOKE if outcome is REACHED else EvidenceRule.NOT_ANSWERED
        told = Attempt("dana-whitfield", at, outcome, "phone")
        fact = Noticed("dana-whitfield", at, outcome, "phone", rule, f"{number}" * 32)
        with home.opened() as sources:
            sources.history.append([fact if noticed else told], at)
    home(LATER)
    assert said in first(home).event.summary
