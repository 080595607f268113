"""The next try is made by the channel that the user's words name, if it leads to the person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, DayTime, Outcome, key_of
from tests.cli.conftest import Shell

HITLIST = """\
calendar: followup.ics
timezone: America/Denver
hours: Mon-Fri 8:30-17:30
contacts:
  - {name: Pia Lindqvist, via: [text, phone], phone: +1 303 555 0142}
  - {name: Bo Strand, via: [phone, email], phone: +1 303 555 0143, email: bo@example.com}
  - {name: Una Bell, via: [phone], phone: +1 303 555 0144}
  - {name: Vic Roe, via: [text], phone: +1 303 555 0145, log: [2026-11-19 wrong number]}
"""


@pytest.fixture
def people(desk: Shell) -> Shell:
    desk.hitlist.write_text(HITLIST, encoding="utf-8")
    return desk


@pytest.mark.parametrize(("typed", "title"), [
    ("Pia call again next week", "Call Pia Lindqvist"), ("Pia na, call again next week", "Call Pia Lindqvist"),
    ("Pia na, call me next week", "Call back Pia Lindqvist"), ("Pia na, try again next week", "Text Pia Lindqvist"),
    ("Pia try again on Friday", "Text Pia Lindqvist"), ("Pia na, asked for Friday", "Text Pia Lindqvist"),
    ("Bo reached, text me on Friday", "Text Bo Strand"), ("Bo na, email her next week", "Email Bo Strand"),
    ("Bo lm, write to me in March", "Email Bo Strand"), ("Pia na, write to me in March", "Text Pia Lindqvist"),
    ("Una na, email me on Friday", "Call back Una Bell"), ("Una text me on Friday", "Text Una Bell"),
])
def test_a_wish_that_names_a_channel_takes_it(people: Shell, typed: str, title: str) -> None:
    who, words = typed.split(maxsplit=1)
    assert people("log", who, words).code == 0
    titles = people.calendar.read_text(encoding="utf-8")
    assert f"SUMMARY:{title}\n" in titles.replace("\r", ""), titles
    assert people("sync").out == "Nothing to do.\n"


def test_a_number_that_is_closed_takes_no_text(people: Shell) -> None:
    people("log", "Vic", "na, text me on Friday")
    assert "Text Vic" not in people.calendar.read_text(encoding="utf-8")


def test_the_channel_is_kept_in_the_history(people: Shell, tmp_path: Path) -> None:
    """Through export and import; a channel that nobody knows is refused, with its line."""
    facts = tmp_path / "facts.jsonl"
    people("log", "Bo", "na, text me next week in the evening")
    people("log", "Una", "text me again on Friday")
    people("history", "export", str(facts))
    text = facts.read_text(encoding="utf-8")
    assert '"asked":"2026-11-27 by text"' in text, text
    facts.write_text(text.replace("T21:10", "T21:09").replace("27 by text", "26 by text"), encoding="utf-8")
    people("undo", "Una")
    assert people("history", "import", str(facts)).code == 0
    people("history", "export", str(facts))
    assert '"asked":"2026-11-26 by text"' in facts.read_text(encoding="utf-8")
    facts.write_text(text.replace("by text", "by owl"), encoding="utf-8")
    refused = people("history", "import", str(facts))
    assert refused.code != 0
    assert "by owl" in refused.err


def test_the_key_of_a_fact_is_the_same_with_the_channel() -> None:
    """So a line that is read again by this version is no second fact."""
    at, note = datetime(2026, 11, 20, 21, 10, tzinfo=UTC), "call again on Friday"
    by_phone, by_any = (
        Attempt("pia", at, Outcome.NO_ANSWER, "text", note, DayTime(date(2026, 11, 27), planned=True, channel=channel))
        for channel in ("phone", "")
    )
    assert key_of(by_phone) == key_of(by_any)
