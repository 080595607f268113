"""Clocks and calendars at their edges: set back and forth, changed rules, gaps, folds, leap days, the last year."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.uid import parse_uid
from followupd.errors import UnsafeChange
from followupd.passes.current_list import HitlistError
from followupd.passes.gather import Allow
from followupd.passes.sources import open_sources
from followupd.run import run_pass
from tests.faults import killing
from tests.faults.conftest import HIT_LIST, NOW, ROOT, WITHOUT_A_BLOCK, Bed
from tests.faults.killing import Victim
from tests.kit.places import FilePlace


def starts(bed: Bed) -> list[str]:
    return sorted(re.findall(r"\nDTSTART:(\w+)\r", bed.calendar.read_bytes().decode()))


def blocks(bed: Bed) -> list[str]:
    text = bed.calendar.read_bytes().decode()
    return sorted(re.findall(r"\nUID:block-[^\r]+\r\n(?:[^B].*\r\n)*?DTSTART:(\w+)\r", text))


def moved_rules(folder: Path, denver_is: str) -> str:
    """Make a time zone database in which Denver has another zone's rules, as after a new law."""
    (folder / "America").mkdir(parents=True)
    source = files("tzdata") / "zoneinfo" / "Etc" / denver_is
    (folder / "America/Denver").write_bytes(source.read_bytes())
    return str(folder)


@pytest.mark.parametrize("days", [(0, -1, 0), (0, 1, 0), (0, -1, 1, -1, 0, 1), (0, 3, -3, 10, 0)])
def test_the_clock_is_set_back_and_forth(tmp_path: Path, days: tuple[int, ...]) -> None:
    """No pass fails, none writes twice, nobody has two coming items, and no fact is invented."""
    victim = Victim(tmp_path, FilePlace(tmp_path))
    victim.a_pass(NOW)
    victim.logged(NOW)
    for day in days:
        now = NOW + timedelta(days=day)
        assert victim.a_pass(now).failed == ()
        assert victim.a_pass(now).changes == ()
        coming = [parse_uid(p.uid, "hitlist") for p in victim.events() if p.event.start > now]
        bases = [uid.base for uid in coming if uid]
        assert len(set(bases)) == len(bases)
        assert sum("retry-" in base for base in bases) <= 1
    assert {type(fact).__name__ for fact in victim.facts()} == {"Listed", "Attempt"}


@pytest.mark.parametrize("wrong", [datetime(1970, 1, 1, tzinfo=UTC), NOW - timedelta(days=100)])
def test_a_clock_far_back_writes_nothing(tmp_path: Path, wrong: datetime) -> None:
    """P10: a small machine without its own clock starts in 1970, until it gets the time from the network: nothing is
    deleted, and an unread mark is not logged in that year. Once the clock is right, passes continue; if the earlier
    passes were wrong instead, `sync --rebuild` says so, once."""
    victim = Victim(tmp_path, FilePlace(tmp_path))
    victim.relist(killing.WITHOUT_A_BLOCK)
    victim.a_pass(NOW)
    victim.logged(NOW)
    first = next(present for present in victim.events() if present.uid.startswith("retry-"))
    victim.place.change(first.uid, lambda text: text.replace("SUMMARY:", "SUMMARY:ok ", 1))
    before, facts = victim.place.stored(), victim.facts()
    for _ in range(2):
        with pytest.raises(UnsafeChange, match=r"the clock says .*, but the last good pass was on 20 Nov 2026"):
            victim.a_pass(wrong)
        assert (victim.place.stored(), victim.facts()) == (before, facts)
    assert victim.a_pass(NOW).failed == ()
    told = {fact.outcome: fact.at for fact in victim.facts() if isinstance(fact, Attempt)}
    assert told == {Outcome.NO_ANSWER: NOW, Outcome.REACHED: NOW}
    if wrong.year > 2000:
        with victim.opened() as sources:
            assert run_pass(sources, wrong, write=True, allow=Allow(rebuild=True)).failed == ()
        assert victim.a_pass(wrong).changes == ()


def test_a_machine_that_starts_in_1970_writes_nothing(tmp_path: Path) -> None:
    """Even on its very first day, when no earlier pass shows that the clock is wrong."""
    victim = Victim(tmp_path, FilePlace(tmp_path))
    before = victim.place.stored()
    with pytest.raises(UnsafeChange, match="the clock says 31 Dec 1969; nothing was written"):
        victim.a_pass(datetime(1970, 1, 1, tzinfo=UTC))
    assert (victim.place.stored(), victim.facts()) == (before, ())


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not here")
def test_a_machine_whose_clock_is_wrong(bed: Bed) -> None:
    """The real clock this time: a day ahead, then a day back; nothing is doubled and nothing fails."""
    for moment in ("2026-11-20 21:10:00", "2026-11-21 21:10:00", "2026-11-19 21:10:00", "2026-11-20 21:20:00"):
        done = subprocess.run(
            ["faketime", "-f", moment, *bed.command("sync", now=None)], cwd=ROOT, capture_output=True, text=True,
            check=False, env={**os.environ, "TZ": "UTC"},
        )
        assert done.returncode == 0, done.stderr
        assert len(set(starts(bed))) == len(starts(bed)) == 4


def test_a_zone_gets_other_rules(bed: Bed) -> None:
    """Denver keeps summer time for good: the blocks stay at 10:00 by the wall clock, and that is not read as a drag."""
    assert bed.run("sync").returncode == 0
    assert {start[8:] for start in starts(bed)} == {"T170000Z"}
    new_law = moved_rules(bed.folder / "zones", "GMT+6")
    assert bed.run("sync", PYTHONTZPATH=new_law).returncode == 0
    assert {start[8:] for start in starts(bed)} == {"T160000Z"}
    before = bed.calendar.read_bytes()
    assert bed.run("sync", PYTHONTZPATH=new_law).returncode == 0
    assert bed.calendar.read_bytes() == before
    assert bed.run("sync").returncode == 0
    assert {start[8:] for start in starts(bed)} == {"T170000Z"}
    assert '"kind":"moved"' not in bed.run("history", "export").stdout


@pytest.mark.parametrize(
    ("zone", "block", "now", "expected"),
    [
        ("America/Denver", "Sunday 2:30", datetime(2027, 3, 8, 18, tzinfo=UTC), "20270314T093000Z"),
        ("America/Denver", "Sunday 1:30", datetime(2027, 11, 1, 18, tzinfo=UTC), "20271107T073000Z"),
        ("Europe/Berlin", "Sunday 2:30", datetime(2027, 3, 22, 18, tzinfo=UTC), "20270328T013000Z"),
        ("Europe/Berlin", "Sunday 2:30", datetime(2027, 10, 25, 18, tzinfo=UTC), "20271031T003000Z"),
        ("Australia/Lord_Howe", "Sunday 2:15", datetime(2027, 9, 27, 18, tzinfo=UTC), "20271002T154500Z"),
        ("Africa/Cairo", "Friday 0:00", datetime(2027, 4, 26, 18, tzinfo=UTC), "20270429T220000Z"),
    ],
)
def test_a_block_in_a_gap_or_a_fold(bed: Bed, zone: str, block: str, now: datetime, expected: str) -> None:
    """There is still one block each week, an hour long, and the second pass writes nothing."""
    bed.config.write_text(HIT_LIST.replace("America/Denver", zone).replace("Tuesday 10:00", block))
    assert bed.run("sync", now=now).returncode == 0
    assert blocks(bed)[0] == expected
    assert len(blocks(bed)) == 4
    before = bed.calendar.read_bytes()
    assert bed.run("sync", now=now + timedelta(minutes=1)).returncode == 0
    assert bed.calendar.read_bytes() == before


USUAL = "2026-11-20T18:00:00+00:00"
EDGES = {
    "the leap day": ("2028-02-29T18:00:00+00:00", "dates: {birthday: 29 February}, pause_until: 2028-02-29"),
    "a year after the leap day": ("2029-02-28T18:00:00+00:00", "dates: {x: 29 Feb}, log: [2028-02-29 no answer]"),
    "a year from the leap day": ("2028-02-29T18:00:00+00:00", "every: 1 year, log: [2028-02-29 reached]"),
    "paused for ever": (USUAL, "pause_until: 2200-12-31"),
    "promised for the end": (USUAL, "promises: [{what: x, by: 2200-12-31}]"),
    "a very old log": (USUAL, "log: [1900-01-01 no answer, 1900-01-02 reached]"),
    "a log of the future": (USUAL, "log: [2200-12-31 no answer]"),
    "asked for the last day": (USUAL, '"log": ["2026-11-18 left message, asked for 2200-12-31"]'),
    "a very long cadence": (USUAL, "every: 99 years, at_most: 100 years, log: [2026-11-01 reached]"),
    "the last day that can be written": ("2200-12-31T18:00:00+00:00", "log: [2200-12-30 no answer]"),
}
REFUSED = (
    "pause_until: 9999-12-31", "promises: [{what: x, by: 9999-12-31}]", "log: [0001-01-01 reached]",
    "log: [9999-12-31 no answer]", '"log": ["2026-11-18 left message, asked for 9999-12-31"]', "every: 900 years",
    "pause_until: 2027-02-29", "log: [2026-02-30 reached]",
)


@pytest.mark.parametrize("extra", REFUSED)
def test_days_that_do_not_exist(bed: Bed, extra: str) -> None:
    """A problem at its line; 9999 is a slip, and 2027 has no leap day."""
    bed.config.write_text(HIT_LIST.replace("phone: +1 303 555 0142", f"phone: +1 303 555 0142, {extra}"))
    with pytest.raises(HitlistError) as refused:
        open_sources(bed.config)
    assert refused.value.problems[0].line == 7


@pytest.mark.parametrize("name", EDGES)
def test_the_edges_of_the_calendar(bed: Bed, name: str) -> None:
    """There is a plan as for any other day, twice."""
    now, extra = EDGES[name]
    bed.config.write_text(HIT_LIST.replace("phone: +1 303 555 0142", f"phone: +1 303 555 0142, {extra}"))
    sources = open_sources(bed.config)
    try:
        for _ in range(2):
            assert run_pass(sources, datetime.fromisoformat(now), write=True).failed == ()
    finally:
        sources.close()


@pytest.mark.parametrize("now", ["9999-12-31T18:00:00+00:00", "0001-01-01T18:00:00+00:00"])
def test_a_pretended_now_at_the_edge(bed: Bed, now: str) -> None:
    """The command line answers with a plan or an error, never with a bug."""
    done = subprocess.run(
        [*bed.command("plan", now=None), "--now", now], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "XDG_STATE_HOME": str(bed.folder)},
    )
    assert done.returncode in (0, 2), done.stderr


@pytest.mark.parametrize(
    ("start", "end"), [
        ("99991231T230000Z", "99991231T235959Z"), (None, "99991231T235959Z"), ("00010101T000000Z", None),
        ("99991231T170000Z", None),
    ]
)
def test_an_event_dragged_out_of_all_time(bed: Bed, start: str | None, end: str | None) -> None:
    """A slip: reported, left where it is, and neither read as a deletion nor written a second time."""
    bed.config.write_text(WITHOUT_A_BLOCK)
    assert bed.run("log", "Dana", "no", "answer").returncode == 0
    text = bed.calendar.read_bytes().decode()
    found = re.search(r"UID:retry-dana.*?DTSTART:(\w+)\r\nDTEND:(\w+)\r", text, re.DOTALL)
    assert found is not None
    was = f"DTSTART:{found[1]}\r\nDTEND:{found[2]}"
    there = f"DTSTART:{start or found[1]}\r\nDTEND:{end or found[2]}"
    bed.calendar.write_bytes(text.replace(was, there).encode())
    events = bed.events()
    for _ in range(2):
        done = bed.run("sync")
        assert "which can only be a slip; it was left as it is." in done.stdout + done.stderr
        assert "bug" not in done.stderr
        assert there in bed.calendar.read_bytes().decode()
        assert bed.events() == events
