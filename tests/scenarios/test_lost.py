"""The database lost on a server that dropped our own properties: only then the form of a line says that it is ours."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from followupd.__main__ import exit_code
from followupd.core.phrases.our_lines import lines_like_ours
from followupd.core.phrases.vocabulary import BOX
from tests.scenarios.test_scenarios import FOLDERS, Scenario, place

__all__ = ["place"]
OURS = rb"(?m)^X-[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*"
# Each of them was asked about, or written by a second pass, when lines of ours counted as the user's.
TOLD_WRONGLY = (
    "a call back asked for on Thanksgiving Day", "a passed reminder goes to the next sheet",
    "the first review of a month sweeps who rests",
)
OUR_FORM = "On 23 November: no answer"


def lose_everything(scenario: Scenario, state: Path) -> None:
    shutil.rmtree(state)
    scenario.calendar.write_bytes(re.sub(OURS, b"", scenario.calendar.read_bytes()))


def text_of(scenario: Scenario) -> str:
    return re.sub(r"\r\n[ \t]", "", scenario.calendar.read_bytes().decode())


def add_line(scenario: Scenario, summary: str, line: str) -> None:
    """Type a line below the text of the event whose title begins so."""
    text = text_of(scenario)
    start = text.index(f"SUMMARY:{summary}")
    start = text.rindex("BEGIN:VEVENT", 0, start)
    event = text[start : text.index("END:VEVENT", start)]
    added = re.sub(r"(?m)^(DESCRIPTION:.*?)(\r?)$", rf"\1\\n{line}\2", event)
    assert added != event
    scenario.calendar.write_bytes(text.replace(event, added).encode())


@pytest.fixture
def dana(tmp_path: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> Scenario:
    """Dana's reminder of 24 November; on the sheet of the day before it was said that she moves to Rome."""
    golden = tmp_path / "golden"
    golden.mkdir()
    names = ("Dana Whitfield", "Sam", "Mei", "Lou")
    people = "".join(f"  - {{name: {name}, phone: +1 303 555 0142}}\n" for name in names)
    (golden / "hitlist.yaml").write_text(f"calendar: followup.ics\ntimezone: America/Denver\ncontacts:\n{people}")
    scenario = Scenario(golden, place, capsys)
    scenario.set_the_scene()
    scenario("sync", "2026-11-22T12:00")
    text = scenario.calendar.read_bytes()
    title = b"SUMMARY:Call Dana Whitfield"
    assert title in text
    scenario.calendar.write_bytes(text.replace(title, title + b": lm, moving to Rome"))
    scenario("sync", "2026-11-24T16:30")
    assert "On 23 November: moving to Rome" in text_of(scenario)
    return scenario


def test_each_line_of_the_recorded_calendars_has_the_form_of_ours() -> None:
    """A new sentence of ours gets its form as well."""
    lines: set[str] = set()
    for golden in FOLDERS:
        calendar = golden / "after.ics"
        text = re.sub(r"\r\n[ \t]", "", calendar.read_bytes().decode()) if calendar.exists() else ""
        for event in re.findall(r"(?s)BEGIN:VEVENT.*?END:VEVENT", text):
            found = re.search(r"(?m)^DESCRIPTION:(.*?)\r?$", event)
            if "@followupd" in event and "UID:review-" not in event and found is not None:
                lines.update(re.sub(r"\\([,;])", r"\1", found[1].replace("\\n", "\n")).split("\n"))
    ours = {line for line in lines if line.strip() and not line.startswith(BOX)}
    assert len(ours) > 100
    assert ours - set(lines_like_ours("\n".join(ours))) == set()


@pytest.mark.parametrize("line", [
    "no answer on 27 November", "No answer on 27 November: time to try again. lm today", "on 23 Nov: lm", "spoke",
    "Moved to Rome", "Dana: left a message", "next: call on Friday", "You have not got to it yet. na", "not yet.",
    "Dana [x] spoke", "- [x] Call Sam", "- Sam: left a message", "Tick: done",
])
def test_other_lines_are_the_users(line: str) -> None:
    assert lines_like_ours(line) == ()


@pytest.mark.parametrize("name", TOLD_WRONGLY)
def test_no_line_of_ours_is_taken_for_an_answer(
    name: str, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """None is asked about, and the second pass writes nothing (P3)."""
    scenario = Scenario(Path(__file__).parent / name, place, capsys)
    scenario.set_the_scene()
    scenario("sync", scenario.now)
    lose_everything(scenario, tmp_path / "state")
    scenario("sync", scenario.now)
    after = scenario.calendar.read_bytes()
    assert "Not understood" not in text_of(scenario)
    assert scenario("sync", scenario.now) == "Nothing to do.\n"
    assert scenario.calendar.read_bytes() == after


def test_a_note_of_ours_that_is_left_is_no_answer(dana: Scenario, tmp_path: Path) -> None:
    """It stays in the text, as the user's words that it holds, and nobody is asked on which day to call (P6)."""
    lose_everything(dana, tmp_path / "state")
    dana("sync", "2026-11-24T18:31")
    after = dana.calendar.read_bytes()
    assert "On 23 November: moving to Rome" in text_of(dana)
    for minute in (32, 34):
        assert dana("sync", f"2026-11-24T18:{minute}") == "Nothing to do.\n"
    assert dana.calendar.read_bytes() == after


@pytest.mark.parametrize("lost", ["nothing", "history", "properties", "all, but a pass ago"])
def test_a_line_of_the_users_is_read_if_anything_says_what_we_wrote(dana: Scenario, tmp_path: Path, lost: str) -> None:
    """One in our form is asked about like any other, if the history or the note on the event knows our words."""
    if lost == "all, but a pass ago":
        lose_everything(dana, tmp_path / "state")
        dana("sync", "2026-11-24T16:30")
    add_line(dana, "Call Dana Whitfield", OUR_FORM)
    if lost == "history":
        shutil.rmtree(tmp_path / "state")
    elif lost == "properties":
        dana.calendar.write_bytes(re.sub(OURS, b"", dana.calendar.read_bytes()))
    dana("sync", "2026-11-24T16:31")
    assert f'Not understood: "{OUR_FORM}".' in text_of(dana)
    after, modified = dana.calendar.read_bytes(), dana.calendar.stat().st_mtime_ns
    dana("sync", "2026-11-24T16:31")
    assert (dana.calendar.read_bytes(), dana.calendar.stat().st_mtime_ns) == (after, modified)


def test_other_words_of_the_users_are_read_in_the_same_pass(dana: Scenario, tmp_path: Path) -> None:
    """After everything was lost as well, and the second pass writes nothing (P3)."""
    add_line(dana, "Call Dana Whitfield", "spoke to her, new flat")
    lose_everything(dana, tmp_path / "state")
    dana("sync", "2026-11-24T16:31")
    assert "SUMMARY:✓ Call Dana Whitfield" in text_of(dana)
    assert dana("sync", "2026-11-24T16:31") == "Nothing to do.\n"


@pytest.mark.parametrize("words", [
    "busy until Thursday", "out of office until Thursday", "no answer, try again in December", "call back next week",
    "call back on Thursday", "he is on holiday until Thursday",
])
def test_what_was_said_of_a_day_is_no_answer(
    words: str, tmp_path: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is asked about our own sentence, and a person has one reminder (P2)."""
    (place / "hitlist.yaml").write_text(
        "calendar: followup.ics\ntimezone: America/Denver\n"
        "contacts:\n  - {name: Lee Fox, phone: +1 303 555 0142, hours: 'Wed-Fri 11:00-15:00'}\n"
    )
    scenario = Scenario(place, place, capsys)
    scenario("sync", "2026-11-18T09:00")
    assert exit_code(["log", "Lee", *words.split(), "--now", "2026-11-20T12:00"]) == 0
    lose_everything(scenario, tmp_path / "state")
    scenario("sync", "2026-11-20T14:00")
    assert "Not understood" not in text_of(scenario)
    assert len(re.findall("SUMMARY:(?:Call|Try)", text_of(scenario))) == 1
    assert scenario("sync", "2026-11-20T14:00") == "Nothing to do.\n"
