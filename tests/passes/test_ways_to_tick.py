"""A line of a call sheet as people change it, on a real .ics file: read, asked about, or left as the user's own.

Each way is tried on a sheet to come, and every fourth on one that is over as well; whatever happens once happens only
once (P3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from followupd.calendars.files.ics_file import IcsFile
from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Outcome, Settled
from followupd.core.values.hitlist import BlockRule, Contact, Hitlist, Promise
from followupd.core.values.targets import IcsTarget
from followupd.core.values.time import Span
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.people import A_WEEK_APART, DENVER
from tests.kit.phones import NOW, contact
from tests.kit.places import FilePlace

LINE = "[ ] Call Sam Okafor"
PEOPLE = (
    replace(
        contact("Sam Okafor", "2026-07-01 reached"), phones=("+1 303 555 0142",),
        promises=(Promise("send the book", date(2026, 11, 27)),),
    ),
    replace(contact("Maya Fee", "2026-07-01 reached", via=("coffee",)), emails=("maya@example.com",)),
    replace(contact("Dov", "2026-07-02 reached", via=("email",)), emails=("dov@example.com",)),
    contact("Renée Achterberg", "2026-07-03 left message, back in autumn; has a dog & a cat"),
)


def sheet(folder: Path, people: tuple[Contact, ...] = PEOPLE) -> UserDesk[IcsFile]:
    hitlist = Hitlist(
        IcsTarget(folder / "followup.ics"), DENVER, parse_hours("Mon-Fri 8:30-17:30"),
        blocks=(BlockRule((1,), time(10), ahead=Span(days=28)),), contacts=people, retry=A_WEEK_APART,
    )
    calendar = IcsFile(folder / "followup.ics", "hitlist", DENVER)
    desk = UserDesk(folder, hitlist, History.open(folder / "state.db", "hitlist"), calendar, NOW)
    desk.run()
    return desk


def block(desk: UserDesk[IcsFile]) -> Present:
    return desk.ours("block-")[0]


def rewrite(desk: UserDesk[IcsFile], text: str) -> None:
    there = block(desk)
    assert text != there.event.description
    FilePlace(desk.folder).rewrite(there.uid, text)


def told(desk: UserDesk[IcsFile]) -> list[tuple[str, Outcome, str | None, str]]:
    return [(one.contact, one.outcome, one.channel, one.note) for one in desk.facts(Attempt)]


REACHED, NO_ANSWER, LEFT = Outcome.REACHED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE
READ: dict[str, tuple[Outcome, str]] = {
    # a box, as people and programs fill it
    "[x] Call Sam Okafor": (REACHED, ""), "[X] Call Sam Okafor": (REACHED, ""), "[ x ] Call Sam Okafor": (REACHED, ""),
    "[x ] Call Sam Okafor": (REACHED, ""), "[ x] Call Sam Okafor": (REACHED, ""), "[✓] Call Sam Okafor": (REACHED, ""),
    "[✔] Call Sam Okafor": (REACHED, ""), "[✔️] Call Sam Okafor": (REACHED, ""), "[√] Call Sam Okafor": (REACHED, ""),
    "[×] Call Sam Okafor": (REACHED, ""), "[х] Call Sam Okafor": (REACHED, ""), "[☑] Call Sam Okafor": (REACHED, ""),
    "[✅] Call Sam Okafor": (REACHED, ""), "[x]Call Sam Okafor": (REACHED, ""), "[x]  Call  Sam Okafor": (REACHED, ""),
    "[x]\u00a0Call Sam\u00a0Okafor": (REACHED, ""), "[\u00a0x\u00a0] Call Sam Okafor": (REACHED, ""),
    "\u200b[x]\u200b Call Sam Okafor": (REACHED, ""), "\t[x]\tCall Sam Okafor": (REACHED, ""),
    "［ｘ］ Call Sam Okafor": (REACHED, ""), "［x］\u3000Call Sam Okafor": (REACHED, ""),
    "【x】 Call Sam Okafor": (REACHED, ""), "(x) Call Sam Okafor": (REACHED, ""), "{x} Call Sam Okafor": (REACHED, ""),
    "\\[x\\] Call Sam Okafor": (REACHED, ""), "[x Call Sam Okafor": (REACHED, ""), "x] Call Sam Okafor": (REACHED, ""),
    "[ok] Call Sam Okafor": (REACHED, ""), "[done] Call Sam Okafor": (REACHED, ""),
    "[answered] Call Sam Okafor": (REACHED, ""), "[a] Call Sam Okafor": (REACHED, ""),
    "[na] Call Sam Okafor": (NO_ANSWER, ""), "[NA] Call Sam Okafor": (NO_ANSWER, ""),
    "[no answer] Call Sam Okafor": (NO_ANSWER, ""), "[-] Call Sam Okafor": (NO_ANSWER, ""),
    "[–] Call Sam Okafor": (NO_ANSWER, ""), "[—] Call Sam Okafor": (NO_ANSWER, ""),
    "[−] Call Sam Okafor": (NO_ANSWER, ""), "[‑] Call Sam Okafor": (NO_ANSWER, ""),
    "[--] Call Sam Okafor": (NO_ANSWER, ""), "[–-] Call Sam Okafor": (NO_ANSWER, ""),
    "\u200e[x]\u200e Call Sam Okafor": (REACHED, ""), "\u2067[-] Call Sam Okafor\u2069": (NO_ANSWER, ""),
    "(-) Call Sam Okafor": (NO_ANSWER, ""), "[lm] Call Sam Okafor": (LEFT, ""), "[v] Call Sam Okafor": (LEFT, ""),
    "(v) Call Sam Okafor": (LEFT, ""), "[left message] Call Sam Okafor": (LEFT, ""),
    # a sign in place of the box, or before it
    "☑ Call Sam Okafor": (REACHED, ""), "☑️ Call Sam Okafor": (REACHED, ""), "☒ Call Sam Okafor": (REACHED, ""),
    "✅ Call Sam Okafor": (REACHED, ""),
    "✓ Call Sam Okafor": (REACHED, ""), "✔ Call Sam Okafor": (REACHED, ""),
    "🗹 Call Sam Okafor": (REACHED, ""), "x Call Sam Okafor": (REACHED, ""), "X Call Sam Okafor": (REACHED, ""),
    "x: Call Sam Okafor": (REACHED, ""), "x [ ] Call Sam Okafor": (REACHED, ""),
    "✅ [ ] Call Sam Okafor": (REACHED, ""),
    "[x] [ ] Call Sam Okafor": (REACHED, ""), "ok Call Sam Okafor": (REACHED, ""),
    "done: Call Sam Okafor": (REACHED, ""), "DONE - Call Sam Okafor": (REACHED, ""),
    "na Call Sam Okafor": (NO_ANSWER, ""), "lm: Call Sam Okafor": (LEFT, ""), "lm [ ] Call Sam Okafor": (LEFT, ""),
    "🗸 Call Sam Okafor": (REACHED, ""), "[ ]- Call Sam Okafor": (NO_ANSWER, ""),
    # struck out by a program because it is ticked
    "~~[x] Call Sam Okafor~~": (REACHED, ""), "[x] ~~Call Sam Okafor~~": (REACHED, ""),
    "[-] " + "".join(c + "\u0336" for c in "Call Sam Okafor"): (NO_ANSWER, ""),
    # in a list
    "- [x] Call Sam Okafor": (REACHED, ""), "* [x] Call Sam Okafor": (REACHED, ""),
    "+ [x] Call Sam Okafor": (REACHED, ""),
    "• [x] Call Sam Okafor": (REACHED, ""), "– [x] Call Sam Okafor": (REACHED, ""),
    "1. [x] Call Sam Okafor": (REACHED, ""), "1) [x] Call Sam Okafor": (REACHED, ""),
    "2. ☑ Call Sam Okafor": (REACHED, ""), "> [x] Call Sam Okafor": (REACHED, ""),
    "- [ ] Call Sam Okafor: na": (NO_ANSWER, ""), ">> [x] Call Sam Okafor": (REACHED, ""),
    "● [x] Call Sam Okafor": (REACHED, ""),
    "[x] **Call Sam Okafor**": (REACHED, ""), "**[x]** Call Sam Okafor": (REACHED, ""),
    # words behind it
    "[ ] Call Sam Okafor: left message": (LEFT, ""), "[ ] Call Sam: left message": (LEFT, ""),
    "[ ] Sam: left message": (LEFT, ""), "[ ] Call Sam Okafor – na": (NO_ANSWER, ""),
    "[ ] Call Sam Okafor — left a message": (LEFT, ""), "[ ] Call Sam Okafor ✅": (REACHED, ""),
    "[ ] Call Sam Okafor x": (REACHED, ""), "[ ] Call Sam Okafor [x]": (REACHED, ""),
    "[ ] Call Sam Okafor (ok)": (REACHED, ""), "Call Sam Okafor: left a message": (LEFT, ""),
    "Call Sam Okafor na": (NO_ANSWER, ""), "Call Sam Okafor ✅": (REACHED, ""), "Call Sam: na": (NO_ANSWER, ""),
    "[x] Call Sam Okafor: moved to Berlin": (REACHED, "moved to Berlin"),
    "✅ Call Sam Okafor – moved to Berlin": (REACHED, "moved to Berlin"),
    "x Call Sam Okafor, moved to Berlin": (REACHED, "moved to Berlin"),
    "☑ Call Sam Okafor: didn’t like it": (REACHED, "didn’t like it"),
    "[ ]\u00a0Call Sam Okafor:\u00a0left\u00a0a\u00a0message": (LEFT, ""),
    "[ ] Call Sam Okafor #na": (NO_ANSWER, ""), "[ ] Call Sam Okafor {na}": (NO_ANSWER, ""),
    # names as people write them
    "[x] Sam": (REACHED, ""), "[x] Sam Okafor": (REACHED, ""), "[x] call sam okafor": (REACHED, ""),
    "[x] Call Sam": (REACHED, ""), "[x] Sam: moved to Berlin": (REACHED, "moved to Berlin"),
    "Sam: left a message": (LEFT, ""), "Sam Okafor: na": (NO_ANSWER, ""), "Sam Okafor - na": (NO_ANSWER, ""),
    "Sam na": (NO_ANSWER, ""), "na Sam": (NO_ANSWER, ""), "Sam x": (REACHED, ""), "Sam ✅": (REACHED, ""),
    "x Sam Okafor": (REACHED, ""), "done: Sam": (REACHED, ""), "- Sam: na": (NO_ANSWER, ""),
    "a) Sam: na": (NO_ANSWER, ""),
    "(x) Sam": (REACHED, ""), "spoke to Sam": (REACHED, ""), "[ ] Call Sam Okafor [-]": (NO_ANSWER, ""),
    "[ ] Call Sam Okafor ☑": (REACHED, ""),
    "sam: na": (NO_ANSWER, ""), "- sam: na": (NO_ANSWER, ""), "* SAM: na": (NO_ANSWER, ""), "2. sam - lm": (LEFT, ""),
    "Sam:na": (NO_ANSWER, ""), "Sam=na": (NO_ANSWER, ""), "sam -> lm": (LEFT, ""), "sam okafor:na": (NO_ANSWER, ""),
}
ASKED = [
    "[?] Call Sam Okafor", "[*] Call Sam Okafor", "[o] Call Sam Okafor", "[yes] Call Sam Okafor", "✗ Call Sam Okafor",
    "[\\] Call Sam Okafor", "[👍] Call Sam Okafor", "[--x] Call Sam Okafor", "[todo] Call Sam Okafor",
    "❌ Call Sam Okafor", "[✗] Call Sam Okafor", "~~[ ] Call Sam Okafor~~", "[ ] ~~Call Sam Okafor~~",
    "~~Call Sam Okafor~~",
    "".join(c + "\u0336" for c in "[ ] Call Sam Okafor"), "[ ] " + "".join(c + "\u0336" for c in "Call Sam Okafor"),
    "[ ] <s>Call Sam Okafor</s>", "<del>[ ] Call Sam Okafor</del>", "", "Call Sam Okafor", "- Call Sam Okafor",
    "[ ] Call Sam Okafor ❌", "Sam left a message", "Called Sam Okafor", "Sam ❌", "Sam Okafor: spoke to his wife",
    "[x] Call Sam Okafor: no answer", "[x] Call Sam Okafor, was busy",
    "[x] [-] Call Sam Okafor", "[ ] Call Sam Okafor: reached out on Monday", "Sam: reached out on Monday",
    "sam ok", "SAM OK", "sam left a message", "Sam spoke, moved to Berlin", "■ Call Sam Okafor",
    "[ ] Call Sam Okafor -",
    "[ ] Call Sam Okafor\n-> left a message", "[ ] Call Sam Okafor\n  left a message with his son",
    "- [ ] Call Sam Okafor\n- called, no answer",
]
# Asked about until the line itself is clear.
ASKED_FOR_ALL = [
    "Dov, Sam: na", "Sam, Dov: left a message", "Dov and Sam: na", "Sam: na; Dov: lm", "sam & dov na", "Zoe: na",
    "Zoe Park: left a message", "zoe: na", "Zoe na", "- Call Zoe: na", "Samira: na", "Sam Smith: na",
    "met Dov and Sam",
]
# Below the line of Sam, and so perhaps about him.
BELOW = ["left a message with his son", "na", "called, no answer", "spoke", "booked Thu 15:00"]
OWN = [
    "[ ] Call Sam Okafor: ask about Lisbon", "[ ] Call Sam Okafor (new number)", "- [ ] Call Sam Okafor",
    "1. [ ] Call Sam Okafor",
    "☐ Call Sam Okafor", "⬜ Call Sam Okafor", "[]Call Sam Okafor",
    "[ ] Call Sam Okafor\nSam: wants the new price list",
    "( ) Call Sam Okafor", "[ ] Call Sam", "[ ] Sam Okafor", "[ ] call sam okafor",
    "[ ] Call Sam Okafor\nx marks the spot", "[ ] Call Sam Okafor\nlunch: done",
    "[ ] Call Sam Okafor\n(a) Sam", "[ ] Call Sam Okafor\nSam wants the book",
    "[ ] Call Sam Okafor\nAgenda: call the plumber", "[ ] Call Sam Okafor\nask about Lisbon",
    "[ ] Call Sam Okafor\nspoke own", "🔲 Call Sam Okafor", "□ Call Sam Okafor",
    "○ Call Sam Okafor", "◻️ Call Sam Okafor",
    "[ ] Call Sam Okafor\nZoe: na own", "[ ] Call Sam Okafor\nhe may be busy, ask",
    "[ ] Call Sam Okafor\nDov, Sam: na own",
    "[ ] Call Sam Okafor\nMonday: na", "[ ] Call Sam Okafor\nDov, Sam: the book",
    "[ ] Call Sam Okafor\nSam's wife: na", "[ ] Call Sam Okafor\nis Sam done?",
    "[ ] Call Sam Okafor\nask Dov whether he called", "[ ] Call Sam Okafor\nDov and I: done", "[_] Call Sam Okafor",
]


def ways(lines: Iterable[str]) -> list[tuple[str, bool]]:
    """Return each line for a sheet to come, and every fourth also for one that is over, which the same code reads."""
    return [(line, over) for number, line in enumerate(lines) for over in (False, True) if not (over and number % 4)]


@pytest.mark.parametrize(("line", "over"), ways(READ))
def test_a_line_is_read(tmp_path: Path, line: str, *, over: bool) -> None:
    """Once, by the channel of the line, with the note, also on a block that is over."""
    desk = sheet(tmp_path)
    there = block(desk)
    rewrite(desk, there.event.description.replace(LINE, line))
    desk.now = there.event.end if over else desk.now
    report = desk.run()
    assert told(desk) == [("sam-okafor", READ[line][0], "phone", READ[line][1])]
    assert report.questions == ()
    assert desk.facts(Settled) == []
    desk.now += (there.event.end - there.event.start) * 3
    assert desk.run().questions == ()
    assert len(told(desk)) == 1
    desk.history.close()


@pytest.mark.parametrize(("line", "over"), ways(ASKED))
def test_a_line_is_asked_about(tmp_path: Path, line: str, *, over: bool) -> None:
    """On the sheet and in the report, with the name, until the line is clear; nothing is logged (P11, P13)."""
    desk = sheet(tmp_path)
    there = block(desk)
    rewrite(desk, there.event.description.replace(LINE, line))
    desk.now = there.event.end if over else desk.now
    (question,) = desk.run().questions
    assert "Sam" in question
    assert "Not understood: " in block(desk).event.description
    assert block(desk).event.summary.startswith("? ")
    assert told(desk) == []
    assert len(desk.run().questions) == 1
    rewrite(desk, block(desk).event.description + "\n[v] Sam Okafor: with his son")
    desk.run()
    assert told(desk) == [("sam-okafor", LEFT, "phone", "with his son")]
    desk.history.close()


@pytest.mark.parametrize(("line", "over"), ways([*ASKED_FOR_ALL, *BELOW]))
def test_a_line_about_several_or_about_nobody_is_asked_about(tmp_path: Path, line: str, *, over: bool) -> None:
    """P11, P13: nothing is logged of it, a third pass writes nothing, and `own` behind it settles it."""
    desk = sheet(tmp_path)
    there = block(desk)
    rewrite(desk, there.event.description.replace(LINE, f"{LINE}\n{line}"))
    desk.now = there.event.end if over else desk.now
    (question,) = desk.run().questions
    assert line.removeprefix("- ") in question
    assert ("Sam Okafor: " in question) is (line in BELOW)
    desk.run()
    again = desk.run()
    assert (again.questions, again.changes, told(desk)) == ((question,), (), [])
    rewrite(desk, block(desk).event.description.replace(f"\n{line}", f"\n{line} own"))
    assert (desk.run().questions, told(desk)) == ((), [])
    desk.history.close()


def test_an_outcome_below_a_line_that_says_the_same_is_its_note(tmp_path: Path) -> None:
    desk = sheet(tmp_path)
    there = block(desk)
    rewrite(desk, there.event.description.replace(LINE, "[v] Call Sam Okafor\nleft a message with his son"))
    desk.now = there.event.end
    for _ in range(2):
        assert (desk.run().questions, told(desk)) == ((), [("sam-okafor", LEFT, "phone", "")])
    desk.history.close()


@pytest.mark.parametrize("line", ["[v] Call Sam Okafor\nspoke", "[ ] Call Sam Okafor\nsent an email"])
def test_an_outcome_below_a_line_is_not_that_of_somebody_else(tmp_path: Path, line: str) -> None:
    """Asked about with the name of the line above, though others have the same outcome on this sheet."""
    desk = sheet(tmp_path)
    changed = block(desk).event.description.replace("[ ] Ask", "[a] Ask").replace("[ ] Email", "[x] Email")
    rewrite(desk, changed.replace(LINE, line))
    (question,) = desk.run().questions
    assert "Sam Okafor: " in question
    assert "behind the line" in question
    desk.history.close()


EMPTY = {"⬜": "✅", "🔲": "☑️", "☐": "☑", "□": "☑", "○": "✓", "▢": "🗸", "( )": "(x)", "- [ ]": "- [X]", "* ☐": "* ☒"}


@pytest.mark.parametrize("box", EMPTY)
def test_a_program_may_draw_all_boxes(tmp_path: Path, box: str) -> None:
    """The one that is ticked counts, and nothing is asked about the others."""
    desk = sheet(tmp_path)
    drawn = block(desk).event.description.replace("[ ]", box)
    rewrite(desk, drawn.replace(f"{box} Call Sam", f"{EMPTY[box]} Call Sam"))
    assert (desk.run().questions, told(desk)) == ((), [("sam-okafor", REACHED, "phone", "")])
    desk.history.close()


@pytest.mark.parametrize(("box", "filled", "asked"), [("□", "■", 1), ("○", "●", 1), ("►", "►", 0), ("-", "-", 0)])
def test_a_filled_box_is_asked_about_unless_all_lines_have_it(
    tmp_path: Path, box: str, filled: str, asked: int
) -> None:
    desk = sheet(tmp_path)
    drawn = block(desk).event.description.replace("[ ]", box)
    rewrite(desk, drawn.replace(f"{box} Call Sam", f"{filled} Call Sam"))
    assert (len(desk.run().questions), told(desk)) == (asked, [])
    desk.history.close()


def test_a_list_with_boxes_in_html(tmp_path: Path) -> None:
    """As editors of lists of tasks write it."""
    desk = sheet(tmp_path)
    items = "".join(
        f'<li data-checked="{str("Call Sam" in line).lower()}"><p>{line[4:]}</p></li>' if line[:1] == "["
        else f"<p>{line}</p>"
        for line in block(desk).event.description.split("\n")
    )
    rewrite(desk, f'<ul data-type="taskList">{items}</ul>')
    assert (desk.run().questions, told(desk)) == ((), [("sam-okafor", REACHED, "phone", "")])
    desk.history.close()


@pytest.mark.parametrize(("line", "over"), ways(OWN))
def test_a_line_is_left_as_it_is(tmp_path: Path, line: str, *, over: bool) -> None:
    desk = sheet(tmp_path)
    there = block(desk)
    rewrite(desk, there.event.description.replace(LINE, line))
    desk.now = there.event.end if over else desk.now
    for _ in range(2):
        assert (desk.run().questions, told(desk)) == ((), [])
    assert all(one in block(desk).event.description for one in re.split(r"\n", line))
    desk.history.close()
