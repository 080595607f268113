"""The lines of a call sheet as a rule table: what is in the box, in its place, behind the line, and what is gone."""

from __future__ import annotations

import pytest

from followupd.core.phrases.sheet_lines import Tick, lost_lines, read_lines, read_ticks, without_lines
from followupd.core.phrases.vocabulary import PUT_OFF, TICKS

SHEET = "Call sheet\n\n[ ] Call Ann\n    tel:1\n[ ] Call Ann Lee (2nd try)\n"


@pytest.mark.parametrize(("line", "tick"), [
    ("[x] Call Ann", Tick(0, "x", "")),
    ("[X] Call Ann: hi", Tick(0, "x", ": hi")),
    ("  2. [ - ] Call Ann Lee (2nd try) hi", Tick(1, "-", " hi")),
    ("[v] Call Ann Lee", Tick(0, "v", " Lee")),        # shortened: longer_name finds out who is meant
    ("[x] Call Anna", Tick(None, "x", "Call Anna")),        # another word that begins alike
    ("[x] Aunt Carol", Tick(None, "x", "Aunt Carol")),
    ("[ ] Call Ann: left a message", Tick(0, "", ": left a message")), ("[] Call Ann na", Tick(0, "", " na")),
    ("[ ] Aunt Carol", Tick(None, "", "Aunt Carol")),
    ("[x]", None), ("[ ]", None), ("[ ] Call Ann", None), ("[?] Call Ann", Tick(0, "?", "")), ("x Call Ann", None),
    ("[✔️] Call Ann", Tick(0, "x", "")), ("［ｘ］ Call Ann", Tick(0, "x", "")), ("【—】 Call Ann", Tick(0, "-", "")),
    ("☒ Call Ann", Tick(0, "x", "")), ("- [x]\u00a0Call\u00a0Ann Lee (2nd try)", Tick(1, "x", "")),
    ("(a) Call Ann", None), ("(a) Aunt Carol", None), ("(x) Aunt Carol", None), ("2) [na] Call Ann", Tick(0, "na", "")),
    ("\\[x\\] **Call Ann**", Tick(0, "x", "")), ("[x] Call Ann's son", Tick(None, "x", "Call Ann's son")),
    ("✅ Aunt Carol", Tick(None, "x", "Aunt Carol")),
    ("[x] [v] Call Ann", Tick(0, "x and v", "")), ("[ ] [x] Call Ann", Tick(0, "x", "")),
])
def test_a_line_of_a_sheet(line: str, tick: Tick | None) -> None:
    assert read_ticks(line, SHEET) == ((tick,) if tick else ())


@pytest.mark.parametrize("tick", [*TICKS, PUT_OFF])
def test_every_tick_of_the_table_is_seen(tick: str) -> None:
    """In either case, and in every form; another letter is not a tick."""
    for box in (tick, tick.upper()):
        assert read_ticks(f"[{box}] Call Ann", SHEET) == (Tick(0, tick, ""),)
    assert read_ticks("[K] Call Ann", SHEET) == (Tick(0, "k", ""),)      # not one, but it has to be asked about
    assert read_ticks("[k] Aunt Carol", SHEET) == read_ticks("[1] Lee, 2019: a book", SHEET) == ()
    assert read_ticks("[na] Aunt Carol", SHEET) == (Tick(None, "na", "Aunt Carol"),)


@pytest.mark.parametrize(("line", "found"), [
    ("x Call Ann", Tick(0, "x", "", boxed=False)), ("ok: Call Ann – hi", Tick(0, "ok", " – hi", boxed=False)),
    ("Call Ann: na", Tick(0, "", ": na", boxed=False)), ("Ann: na", Tick(None, "", "Ann: na", boxed=False)),
    ("[x Call Ann", Tick(0, "x", "", boxed=False)), ("1. Call Ann", Tick(0, "", "", boxed=False)),
    ("Recall Ann", Tick(None, "", "Recall Ann", boxed=False)),
    ("remember what I said: Call Ann", Tick(None, "", "remember what I said: Call Ann", boxed=False)),
    ("~~[ ] Call Ann~~", Tick(0, "", "", struck=True)),
    ("C\u0336a\u0336ll Ann", Tick(0, "", "", boxed=False, struck=True)),
    ("Call sheet", None), ("    tel:1", None), ("tel:1", None), ("", None),
])
def test_a_line_without_a_box(line: str, found: Tick | None) -> None:
    assert read_lines(line, SHEET) == ((found,) if found else ())


@pytest.mark.parametrize("name", [
    "Rene\u0301e", "Ren\u00e9e", "ＡＢＣ", "山田\u3000太郎", "**Bo**", "Bo\u00a0Lee", "\\[Bo\\]", "__init__",
])
def test_our_line_is_known_whatever_is_in_the_name(name: str) -> None:
    ours = f"[ ] Call {name}\n\n[ ] Call Ann"
    assert read_ticks(ours, ours) == ()
    assert read_ticks(ours.replace("[ ]", "[x]"), ours) == (Tick(0, "x", ""), Tick(1, "x", ""))
    assert lost_lines(read_lines(ours, ours), ours, ours) == set()


def test_a_cross_beside_a_tick_is_not_known() -> None:
    assert read_ticks("☒ Call Ann\n☑ Call Ann Lee (2nd try)", SHEET) == (Tick(0, "✗", ""), Tick(1, "x", ""))


@pytest.mark.parametrize(("ours", "instead", "lost"), [
    ("", "", set()), ("[ ] Call Ann\n", "", {0}), ("[ ] Call Ann\n    tel:1\n", "", {0}),
    ("[ ] Call Ann\n", "Call Ann\n", {0}),
    ("[ ] Call Ann\n", "~~[ ] Call Ann~~\n", {0}), ("[ ] Call Ann\n", "[x] Call Ann\n", set()),
    ("[ ] Call Ann\n", "☐ Call Ann\n", set()), ("[ ] Call Ann Lee (2nd try)\n", "", {1}),
    ("[ ] ", "", set()),
    ("[ ] Call Ann\n    tel:1\n[ ] Call Ann Lee (2nd try)\n", "", set()),    # all of them: a program
    ("[ ] Call Ann Lee (2nd try)\n\nTick: [x] spoke", "", set()),                                   # cut off
])
def test_lines_that_the_user_took_out(ours: str, instead: str, lost: set[int]) -> None:
    """Not those that a program lost with the rest of the text."""
    sheet = f"{SHEET}\nTick: [x] spoke"
    changed = sheet.replace(ours, instead)
    assert lost_lines(read_lines(changed, sheet), changed, sheet) == lost


def test_our_own_question_about_a_line_is_not_that_line() -> None:
    """It quotes the line, which without its box would be one that the user took the box from."""
    asked = 'Not understood: "Call Ann" is no longer on the sheet.\n\n'
    sheet = f"{asked}1 person.\n\n[ ] Call Ann\n    tel:1\n\nTick: [x] spoke"
    shown = sheet.replace("[ ] Call Ann\n    tel:1\n\n", "")
    assert lost_lines(read_lines(shown, sheet), shown, sheet) == {0}


def test_a_text_without_some_lines() -> None:
    ours = "Two people.\n\n[ ] Call Ann\n    tel:1\n\n[ ] Call Bo\n    tel:2\n\nTick: [x] spoke"
    assert without_lines(ours, {0}) == "Two people.\n\n[ ] Call Bo\n    tel:2\n\nTick: [x] spoke"
    assert without_lines(ours, ()) == ours


def test_two_people_of_one_name() -> None:
    """Each line is that of its own person, by what is below it; without that, in their order."""
    ours = "[ ] Email Dana Lee\n    Mail: a@example.com\n\n[ ] Email Dana Lee\n    Mail: b@example.com\n\nTick: x"
    assert [line.place for line in read_lines(ours, ours)] == [0, 1]
    assert lost_lines(read_lines(ours, ours), ours, ours) == set()
    ticked = ours.replace("[ ] Email Dana Lee\n    Mail: b", "[x] Email Dana Lee\n    Mail: b")
    assert [(line.place, line.tick) for line in read_lines(ticked, ours)] == [(0, ""), (1, "x")]
    gone = "[ ] Email Dana Lee\n    Mail: b@example.com\n\nTick: x"
    assert [line.place for line in read_lines(gone, ours)] == [1]
    assert lost_lines(read_lines(gone, ours), gone, ours) == {0}
    bare = "[ ] Email Dana Lee\n[x] Email Dana Lee"
    assert [(line.place, line.tick) for line in read_lines(bare, ours)] == [(0, ""), (1, "x")]
