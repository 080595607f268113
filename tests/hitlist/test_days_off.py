"""Days off, and what they are called."""

from __future__ import annotations

import os
import re
import string
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from followupd.core.phrases.stretch import parse_away
from followupd.core.values.user_time import Away
from followupd.hitlist.days_off import days_off, parse_holidays

FIRST, LAST = date(2026, 11, 20), date(2027, 1, 5)


def test_public_holidays_are_named() -> None:
    """Those of the country and those of its part, across the year's end, and only those asked for."""
    assert days_off(("US-CO",), (), FIRST, LAST) == {
        date(2026, 11, 26): "Thanksgiving Day", date(2026, 12, 25): "Christmas Day", date(2027, 1, 1): "New Year's Day",
    }
    assert date(2026, 3, 31) in days_off(("US-CO",), (), date(2026, 1, 1), LAST)      # Colorado's own
    assert date(2026, 3, 31) not in days_off(("US",), (), date(2026, 1, 1), LAST)


def test_several_places_add_up() -> None:
    """The first one names a day that they share."""
    found = days_off(("GB-SCT", "DE-BY"), (), FIRST, LAST)
    assert found[date(2026, 11, 30)] == "Saint Andrew's Day"
    assert found[date(2027, 1, 4)].startswith("New Year")         # Scotland's second day off, on a Monday
    assert found[date(2026, 12, 26)] == "Boxing Day"


def test_days_away_count_both_ends() -> None:
    """The user's name for a day wins over that of a holiday."""
    away = (Away(date(2026, 12, 24), date(2026, 12, 26), "Lisbon"), Away(date(2026, 12, 26), date(2026, 12, 27)))
    found = days_off(("US",), away, FIRST, LAST)
    assert [found.get(date(2026, 12, day)) for day in range(23, 29)] == [
        None, "Lisbon", "Lisbon", "Lisbon", "away", None,
    ]


@given(first=st.integers(-900, 900), length=st.integers(0, 700), window=st.integers(0, 900))
def test_an_absence_is_cut_to_the_days_that_matter(first: int, length: int, window: int) -> None:
    """Exactly the days in both, however they overlap."""
    start = FIRST + timedelta(days=first)
    away = Away(start, start + timedelta(days=length))
    last = FIRST + timedelta(days=window)
    days = {FIRST + timedelta(days=n) for n in range(window + 1)}
    assert set(days_off((), (away,), FIRST, last)) == {day for day in days if away.first <= day <= away.last}


def test_names_do_not_depend_on_the_machines_language() -> None:
    """A daemon under systemd and a command in a German terminal must write the same texts (P3)."""
    told = {
        subprocess.run(
            [sys.executable, "-c",
             "from datetime import date\nfrom followupd.hitlist.days_off import days_off\n"
             "print(days_off(('DE-BY', 'BR', 'FR', 'CN'), (), date(2026, 1, 1), date(2026, 12, 31)))"],
            env=os.environ | {"LANG": language, "LANGUAGE": language, "LC_ALL": language},
            check=True, capture_output=True, text=True,
        ).stdout
        for language in ("C.UTF-8", "de_DE.UTF-8", "th")
    }
    assert len(told) == 1
    assert "Christmas Day" in told.pop()


@given(st.text(string.ascii_letters + string.digits + " -/,().:;ßéÄ", max_size=60) | st.text(max_size=30))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    """Nothing but ValueError, and one line that says what to write."""
    for parse in (parse_away, parse_holidays):
        refused = ""
        try:
            assert parse(text)
        except ValueError as problem:
            refused = str(problem)
        assert re.fullmatch(r"([^\r\n]+[.?])?", refused), parse


def test_the_library_is_loaded_by_those_who_name_holidays_alone(tmp_path: Path) -> None:
    """It costs a start a tenth of a second (`away` costs nothing)."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom followupd.hitlist.load import load\n"
        "Path(sys.argv[1]).write_text(sys.argv[2])\nassert load(Path(sys.argv[1])).hitlist\n"
        "print('holidays' in sys.modules)"
    )

    def loads(text: str) -> str:
        command = [sys.executable, "-c", script, str(tmp_path / "hitlist.yaml"), text]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    assert loads("away: 2026-12-24\ncontacts: [Dana]\n") == "False"
    assert loads("holidays: US\ncontacts: [Dana]\n") == "True"
