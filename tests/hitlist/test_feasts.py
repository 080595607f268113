"""Holidays that people keep: which names are known, and when they are."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from followupd.core.values.hitlist import Hitlist
from followupd.hitlist.feasts import FEASTS, days_of, parse_feast, with_feasts
from followupd.hitlist.load import load
from tests.kit.people import DENVER


@pytest.mark.parametrize(("name", "days"), [
    ("Diwali", ["2025-10-20", "2026-11-08", "2027-10-29"]),
    ("Eid al-Fitr", ["2025-03-31", "2026-03-21", "2027-03-10"]),
    ("Easter", ["2025-04-20", "2026-04-05", "2027-03-28"]),
    ("Orthodox Easter", ["2025-04-20", "2026-04-12", "2027-05-02"]),
    ("Hanukkah", ["2025-12-15", "2026-12-05", "2027-12-25"]),
    ("Lunar New Year", ["2025-01-29", "2026-02-17", "2027-02-06"]),
    ("Thanksgiving", ["2025-11-27", "2026-11-26", "2027-11-25"]),
    ("Christmas", ["2025-12-25", "2026-12-25", "2027-12-25"]),
])
def test_a_holiday_has_its_first_day_each_year(name: str, days: list[str]) -> None:
    """A longer one counts with its first day; one that began the year before does not begin again on 1 January."""
    assert days_of([name], (2025, 2026, 2027))[name] == tuple(map(date.fromisoformat, days))


def test_every_name_has_a_day_in_every_year() -> None:
    """No name that is allowed is without effect, whatever the library renames."""
    found = days_of(FEASTS, tuple(range(2026, 2036)))
    assert {name: {day.year for day in days} for name, days in found.items()} == {
        name: set(range(2026, 2036)) for name in FEASTS
    }


def test_usual_spellings_are_read() -> None:
    assert [parse_feast(text) for text in ("diwali", "Deepavali", "chanukah", "EID AL FITR", "Pesach", "xmas")] == [
        "Diwali", "Diwali", "Hanukkah", "Eid al-Fitr", "Passover", "Christmas",
    ]


@pytest.mark.parametrize(("text", "hint"), [
    ("dewali", "Did you mean Diwali?"), ("Ester", "Did you mean Easter?"), ("hanuka", "Did you mean Hanukkah?"),
    ("rosh-hashana", "Did you mean Rosh Hashanah?"), ("thanksgivng", "Did you mean Thanksgiving?"),
    ("Monday", "Known are Ashura,"), ("Friday", "Known are"), ("Pride", "Known are"), ("Pongal", "Known are"),
    ("Holly", "Known are"), ("birthday", "Known are"),
])
def test_only_what_is_really_near_is_suggested(text: str, hint: str) -> None:
    """A slip of a letter or two; another word is answered with the known names."""
    with pytest.raises(ValueError, match=re.escape(hint)):
        parse_feast(text)


def loaded(tmp_path: Path, text: str) -> Hitlist:
    path = tmp_path / "hitlist.yaml"
    path.write_text(text, encoding="utf-8")
    found = load(path, lambda: DENVER).hitlist
    assert found is not None
    return found


def test_the_days_are_looked_up_around_now_and_only_where_somebody_keeps_one(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    plain = loaded(tmp_path, "contacts: [Sam]")
    assert with_feasts(plain, now) is plain
    kept = with_feasts(loaded(tmp_path, "contacts: [{name: Sam, keeps: Diwali}]"), now)
    ((feast,),) = (contact.keeps for contact in kept.contacts)
    assert feast.days == (date(2025, 10, 20), date(2026, 11, 8), date(2027, 10, 29))
