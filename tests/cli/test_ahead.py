"""`simulate` and `forecast`: what they print, what they assume, and that they write nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def test_a_seed_gives_the_same_year_again(desk: Shell) -> None:
    """Word for word; another seed gives another year."""
    first, second, other = (desk("simulate", "--days", "120", "--seed", seed) for seed in ("1", "1", "2"))
    assert first.code == 0
    assert first.out == second.out
    assert first.out.splitlines()[3:] != other.out.splitlines()[3:]


def test_nothing_is_written(desk: Shell, database: Path) -> None:
    """Neither on the calendar nor into the history."""
    desk("sync")
    before = desk.calendar.read_bytes()
    told = desk("history", "export").out
    assert desk("simulate", "--days", "60").code == 0
    assert desk.calendar.read_bytes() == before
    assert desk("history", "export").out == told


def test_it_starts_from_what_happened(desk: Shell) -> None:
    """People who were reached yesterday need no time this month."""
    plan = ("simulate", "--days", "14", "--answer", "1", "--keep", "1", "--json")
    keys = {person["key"] for person in desk(*plan).json["people"] if person["tries"]}
    assert "sam-okafor" in keys
    assert desk("log", "sam", "reached", now="2026-11-19T11:00").code == 0
    keys = {person["key"] for person in desk(*plan).json["people"] if person["tries"]}
    assert "sam-okafor" not in keys


def test_what_is_assumed_is_said(desk: Shell) -> None:
    told = desk("simulate", "--days", "3", "--answer", "0.4", "--answer", "call=0.3", "--keep", "0.5")
    assert "Assumed: people answer 40% of tries, phone 30%; you do 50% of blocks and reminders." in told.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("often", '--answer "often" is not a share'), ("1.5", "not between 0 and 1"), ("nan", "not between 0 and 1"),
        ("phone=", "is not a share"), ("emial=0.4", "Did you mean email?"),
    ],
)
def test_a_wrong_share_is_refused(desk: Shell, text: str, told: str) -> None:
    answer = desk("simulate", "--answer", text)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert "--answer" in answer.err.splitlines()[1]


LADDERS = "1 week, 1 week, 1 week; 1w 2w 1mo; 2 weeks 3d"


def test_ladders_are_compared_in_one_table(desk: Shell) -> None:
    """A row for each ladder, with the figures of a hit list that has it; the user's own is marked."""
    told = desk("simulate", "--days", "120", "--compare", LADDERS)
    rows = [re.split("  +", line) for line in told.out.splitlines()[3:7]]
    assert [row[0] for row in rows] == [
        "Ladder", "1 week, 1 week, 1 week", "1 week, 2 weeks, 1 month (yours)", "2 weeks, 3 days",
    ]
    found = desk("simulate", "--days", "120", "--compare", LADDERS, "--json").json["ladders"]
    for row, figures, ladder in zip(rows[1:], found, LADDERS.split(";"), strict=True):
        text = desk.hitlist.read_text(encoding="utf-8")
        waits = ", ".join(re.split(r", | (?=\d)", ladder.strip()))
        desk.rewrite("ladder: [1 week, 2 weeks, 1 month]", f"ladder: [{waits}]")
        alone = desk("simulate", "--days", "120", "--json").json
        desk.hitlist.write_text(text, encoding="utf-8")
        assert {key: alone[key] for key in ("within_every", "within_at_most", "tries", "contacts")} == {
            key: figures[key] for key in ("within_every", "within_at_most", "tries", "contacts")
        }
        assert row[1:4] == [
            f"{figures['within_every']:.1%}", f"{figures['within_at_most']:.1%}",
            f"{figures['tries'] / figures['contacts']:.2f}",
        ]
        assert row[4] == str(len(figures["lost"]))


@pytest.mark.parametrize(
    ("text", "told"),
    [("soon", '"soon" is not a duration'), (";", "needs 1 to 10 ladders"), ("1w;" * 11, "needs 1 to 10 ladders"),
     ("1w " * 21, "at most 20 waits")],
)
def test_a_ladder_that_means_nothing_is_refused(desk: Shell, text: str, told: str) -> None:
    answer = desk("simulate", "--compare", text)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert "--compare" in answer.err.splitlines()[1]


def crowded(desk: Shell, length: str) -> None:
    """24 people every three weeks: eight calls a week."""
    head = desk.hitlist.read_text(encoding="utf-8").split("contacts:")[0]
    head = head.replace("{every: Tuesday 10:00}", f"{{every: Tuesday 10:00, length: {length}}}")
    crowd = "".join(
        f"  - {{name: Person {n}, every: 3 weeks, at_most: 5 weeks, log: [2026-11-0{1 + n % 9} reached]}}\n"
        for n in range(24)
    )
    head = head.replace("start_small: {first: 5, then: 2 per month}", "start_small: off")
    desk.hitlist.write_text(f"{head}contacts:\n{crowd}", encoding="utf-8")


SURE = ("forecast", "--weeks", "6", "--runs", "1", "--answer", "1", "--keep", "1")


def test_too_little_time_is_reported_with_what_would_help(desk: Shell) -> None:
    """Each alternative is simulated: with more time, or fewer people, there are fewer weeks in which people wait."""
    crowded(desk, "30 minutes")
    told = desk(*SURE, "--json")
    assert told.code == 0
    form = told.json
    assert form["waiting_weeks"] > 0.1             # as many are not enough (advice.py)
    assert max(week["needed"] / week["protected"] for week in form["weeks"] if week["protected"]) > 1.5
    what = {each["what"]: each for each in form["mendings"]}
    assert any(one.startswith("a second block on ") for one in what)
    assert all(each["waiting_weeks"] <= form["waiting_weeks"] for each in form["mendings"])
    assert min(each["late_days"] for each in form["mendings"]) < form["late_days"]
    text = desk(*SURE).out
    assert "too little" in text
    assert "What helps, tried out with the same seeds:" in text
    assert "a second block on " in text


def test_as_few_people_less_as_needed(desk: Shell) -> None:
    """Without the people that the forecast names nobody waits; with all of them people do."""
    crowded(desk, "40 minutes")
    form = desk(*SURE, "--json").json
    fewer = [each for each in form["mendings"] if each["what"].endswith("fewer")]
    assert form["waiting_weeks"] > 0.1
    assert len(fewer) == 1
    number = int(fewer[0]["what"].split()[0])
    assert 1 <= number <= 12
    lines = desk.hitlist.read_text(encoding="utf-8").splitlines(keepends=True)
    desk.hitlist.write_text("".join(lines[: len(lines) - number]), encoding="utf-8")
    assert desk(*SURE, "--json").json["waiting_weeks"] <= 0.1


def test_with_enough_time_nothing_is_proposed(desk: Shell) -> None:
    """Nobody is late, so nothing is said about late people."""
    calm = (*SURE, "--weeks", "9")
    told = desk(*calm)
    assert told.code == 0
    assert "Nobody is likely to be late." in told.out
    assert "There is time for everybody, apart from those who wait while you start small." in told.out
    assert "who is late" not in told.out
    assert desk(*calm, "--json").json["mendings"] == []
    desk.rewrite("start_small: {first: 5, then: 2 per month}", "start_small: off")
    assert "There is time for everybody.\n" in desk(*calm).out


def test_people_who_wait_while_starting_small_are_not_called_unreachable(desk: Shell) -> None:
    """Somebody in the queue is late because of `start_small`: the forecast says that too."""
    desk.rewrite("start_small: {first: 5, then: 2 per month}", "start_small: {first: 1, then: 1 per month}")
    plan = ("forecast", "--weeks", "20", "--runs", "1", "--answer", "0.01", "--keep", "1")
    assert "were late before, or wait while you start small." in desk(*plan).out
    desk.rewrite("start_small: {first: 1, then: 1 per month}", "start_small: off")
    told = desk(*plan).out
    assert "were late before." in told
    assert "while you start small" not in told


@pytest.mark.parametrize(("file", "begins"), [("weeks.svg", b"<?xml"), ("weeks.png", b"\x89PNG")])
def test_the_chart_is_drawn(desk: Shell, file: str, begins: bytes) -> None:
    """As SVG with the weeks as text, and as PNG; the same forecast draws the same file again."""
    pytest.importorskip("matplotlib")
    plan = ("forecast", "--weeks", "3", "--runs", "1", "--chart", file)
    told = desk(*plan)
    assert (told.code, told.err) == (0, "")
    drawn = (desk.folder / file).read_bytes()
    assert drawn.startswith(begins)
    if file.endswith("svg"):
        assert b"minutes a week" in drawn
        assert b"23 Nov" in drawn
    desk(*plan)
    assert (desk.folder / file).read_bytes() == drawn


@pytest.mark.parametrize(
    ("file", "told"), [("weeks.pdf", "ends in neither .svg nor .png"), ("nowhere/weeks.svg", "no such folder")]
)
def test_a_chart_that_cannot_be_is_refused_at_once(desk: Shell, file: str, told: str) -> None:
    answer = desk("forecast", "--chart", file)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


def test_without_matplotlib_the_command_to_type_is_named(desk: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The daemon does not need it, so most installations do not have it."""
    monkeypatch.setattr("followupd.cli.chart.find_spec", lambda name: None)
    answer = desk("forecast", "--chart", "weeks.svg")
    assert (answer.code, answer.out) == (2, "")
    assert "pip install 'followupd[chart]'" in answer.err


def test_reminders_alone_are_not_called_time_enough(desk: Shell) -> None:
    """Without a block a day has `per_day` reminders; with more people than that, somebody waits for a day with room."""
    people = "".join(f"  - {{name: P{n}, every: 1 week, phone: +1 303 555 1{n:03}}}\n" for n in range(40))
    desk.hitlist.write_text(f"calendar: f.ics\ntimezone: America/Denver\ncontacts:\n{people}", encoding="utf-8")
    told = desk("forecast", "--weeks", "8", "--runs", "1")
    assert "There is no block: reminders come one by one" in told.out
    assert "There is time for everybody" not in told.out
