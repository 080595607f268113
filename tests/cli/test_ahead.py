"""`simulate` and `forecast`: what they print, what they assume, and that they write nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Desk


def test_a_seed_gives_the_same_year_again(desk: Desk) -> None:
    """Word for word; another seed tells another year."""
    first, second, other = (desk("simulate", "--days", "120", "--seed", seed) for seed in ("1", "1", "2"))
    assert first.code == 0
    assert first.out == second.out
    assert first.out.splitlines()[3:] != other.out.splitlines()[3:]


def test_nothing_is_written(desk: Desk, database: Path) -> None:
    """Neither on the calendar nor into the history."""
    desk("sync")
    before = desk.calendar.read_bytes()
    told = desk("history", "export").out
    assert desk("simulate", "--days", "60").code == 0
    assert desk.calendar.read_bytes() == before
    assert desk("history", "export").out == told


def test_it_starts_from_what_happened(desk: Desk) -> None:
    """Who was reached yesterday needs nobody's time this month."""
    plan = ("simulate", "--days", "14", "--answer", "1", "--keep", "1", "--json")
    keys = {person["key"] for person in desk(*plan).json["people"] if person["tries"]}
    assert "sam-okafor" in keys
    assert desk("log", "sam", "reached", now="2026-11-19T11:00").code == 0
    keys = {person["key"] for person in desk(*plan).json["people"] if person["tries"]}
    assert "sam-okafor" not in keys


def test_what_is_assumed_is_said(desk: Desk) -> None:
    told = desk("simulate", "--days", "3", "--answer", "0.4", "--answer", "call=0.3", "--keep", "0.5")
    assert "Assumed: people answer 40% of tries, phone 30%; you do 50% of blocks and reminders." in told.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("often", '--answer "often" is no share'), ("1.5", "not between 0 and 1"), ("nan", "not between 0 and 1"),
        ("phone=", "is no share"), ("emial=0.4", "Did you mean email?"),
    ],
)
def test_a_wrong_share_is_refused(desk: Desk, text: str, told: str) -> None:
    answer = desk("simulate", "--answer", text)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert "--answer" in answer.err.splitlines()[1]
