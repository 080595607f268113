"""`plan` shows exactly what `sync` does, and a second `sync` does nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def test_plan_writes_nothing_and_sync_does_exactly_that(desk: Shell) -> None:
    """The same changes, field by field, before and after; then nothing is left to do (P3)."""
    planned = desk("plan", "--json").json
    assert not desk.calendar.exists()
    done = desk("sync", "--json").json
    assert done["changes"] == planned["changes"]
    assert len(done["changes"]) > 26
    assert desk("sync").out == "Nothing to do.\n"
    assert desk("plan").out.startswith("Nothing to do: followup.ics is as it should be.\n")


def test_a_first_plan_reads_like_a_page(desk: Shell) -> None:
    """Sheets with names and reasons, reminders with theirs, blocks far ahead folded, and who waits."""
    told = desk("plan")
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[0] == "+ Fri 20 Nov 16:30  Call Dana Whitfield: how was Lisbon?"
    assert lines[2] == "+ Tue 24 Nov 10:00  Reach José, Mei and 2 more, and 1 promise"
    assert lines[3:6] == [
        "    1. Promised to Dana Whitfield: send the Lisbon list: Promised for Sat 28 Nov",
        "    2. Call José Álvarez: No contact so far; on the list since Fri 20 Nov",
        "    3. Email Mei 美玲: No contact so far; on the list since Fri 20 Nov",
    ]
    assert "+ 24 more blocks until Tue 18 May" in lines
    assert "1 person waits until about Sun 20 Dec, while you start small: Anna Leone" in lines
    assert any(line.endswith("To write them to followup.ics: followupd sync") for line in lines)


def test_a_long_queue_is_counted(desk: Shell) -> None:
    """Three hundred names would be a hundred lines of `status`: the first three days will do."""
    crowd = "".join(f"  - Person {number}\n" for number in range(60))
    desk.hitlist.write_text(f"calendar: f.ics\nblock: Tuesday 10:00\ncontacts:\n{crowd}", encoding="utf-8")
    for args in ("plan", "status"):
        told = [line.strip() for line in desk(args).out.splitlines() if "while you start small" in line]
        assert len(told) == 3
        assert all(line.startswith("3 people wait until about") for line in told)
        assert "44 people wait longer than that: followupd list --state waiting" in desk(args).out


def test_all_unfolds_the_blocks(desk: Shell) -> None:
    told = desk("plan", "--all").out
    assert len(re.findall(r"^\+ .*(?:Outreach block|Reach José)", told, re.MULTILINE)) == 26
    assert "more blocks" not in told


def test_an_update_shows_both_sides_and_a_deletion_its_reason(desk: Shell) -> None:
    """After a try the sheet loses a line and gets a new text; who was stopped goes at once (P8)."""
    desk.rewrite("retry: {", "retry: {min_gap: 1 week, ")              # so that Tuesday's sheet is too early
    desk("sync")
    desk("log", "sam", "na")
    desk.rewrite("- name: Sam Okafor", "- {name: Sam Okafor, status: stop}")
    desk.rewrite("{name: Mei 美玲,", "{name: Mei 美玲, status: stop,")
    told = desk("plan").out
    before, after = "Reach José, Mei and Ann, and 1 promise", "Call José, Ann and Anna, and 1 promise"
    assert f"~ Tue 24 Nov 10:00  {before} -> {after}; new text" in told
    assert re.search(r"^- Fri 27 Nov ..:..  Call Sam Okafor$", told, re.MULTILINE)
    assert "      Status: stop in the hit list" in told


def test_a_drag_is_shown_as_picked_up(desk: Shell) -> None:
    """What the user did on the calendar is named, and `plan` keeps it (P6)."""
    desk("sync")
    text = desk.calendar.read_text()
    desk.calendar.write_text(text.replace("DTSTART:20261124T170000Z", "DTSTART:20261124T190000Z")
                             .replace("DTEND:20261124T180000Z", "DTEND:20261124T200000Z"))
    assert desk("plan").out.startswith("You moved the block to Tue 24 Nov 12:00: kept there.\n")
    assert desk("sync").out.startswith("You moved the block to Tue 24 Nov 12:00: kept there.\n")
    assert "DTSTART:20261124T190000Z" in desk.calendar.read_text()


@pytest.mark.parametrize("command", ["plan", "sync"])
def test_vanished_events_stop_everything(desk: Shell, command: str) -> None:
    """P10: exit code 3, and what to type for either meaning."""
    desk("sync")
    desk.calendar.unlink()
    told = desk(command)
    assert (told.code, told.out) == (3, "")
    assert "sync --rebuild" in told.err
    assert "sync --accept-deletions" in told.err
    assert not desk.calendar.exists()


def test_rebuild_writes_them_again_and_accepting_does_not(desk: Shell) -> None:
    desk("sync")
    desk.calendar.unlink()
    assert desk("sync", "--rebuild").code == 0
    assert desk.calendar.read_text().count("BEGIN:VEVENT") == 27
    desk.calendar.unlink()
    assert desk("sync", "--accept-deletions").code == 0
    assert "block-2026w48-1" not in (desk.calendar.read_text() if desk.calendar.exists() else "")


def test_a_calendar_that_cannot_be_reached_is_exit_code_4(desk: Shell) -> None:
    desk.rewrite("calendar: followup.ics", "calendar: away/followup.ics")
    told = desk("sync")
    assert told.code == 4
    assert str(desk.folder / "away") in told.err


@pytest.mark.parametrize("place", ["before", "behind"])
def test_options_stand_before_or_behind_the_command(desk: Shell, tmp_path: Path, place: str) -> None:
    """-c, --json and --now mean the same on either side of the name."""
    elsewhere = tmp_path / "other.yaml"
    desk.hitlist.rename(elsewhere)
    options = ("-c", str(elsewhere), "--json", "--now", "2026-11-25")
    args = (*options, "plan") if place == "before" else ("plan", *options)
    told = desk.process(*args)
    assert (told.code, told.err) == (0, "")
    assert told.json["now"] == "2026-11-25T07:00:00Z"
