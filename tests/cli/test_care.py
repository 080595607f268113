"""`check`, `status`, `withdraw`, `history`, `init` and `completion`: setting up, looking after it, and leaving."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followupd.history.locks import DaemonLock
from tests.cli.conftest import Shell


def test_check_of_a_good_list_says_what_it_is(desk: Shell) -> None:
    told = desk("check")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("hitlist.yaml is fine: 7 people, 1 block a week, calendar followup.ics.\n")
    assert "note" not in told.out


def test_check_names_every_problem_with_its_place(desk: Shell) -> None:
    """All at once, on stderr, with exit code 2; the same as values in JSON."""
    desk.rewrite("every: 6 weeks", "every: 2 fortnights ago")
    desk.rewrite("like: true\n    notes", "liek: true\n    notes")
    told = desk("check")
    assert (told.code, told.out.startswith("hitlist.yaml is fine")) == (2, False)
    assert "hitlist.yaml: 2 problems" in told.err
    form = desk("check", "--json")
    assert (form.code, form.json["ok"], len(form.json["problems"])) == (2, False, 2)
    assert {p["line"] for p in form.json["problems"]} == {9, 16}


def test_status_before_anything(desk: Shell) -> None:
    told = desk("status")
    assert (told.code, told.err) == (0, "")
    assert "Daemon    not running" in told.out
    assert "Last pass none yet" in told.out


def test_status_tells_the_last_pass_and_the_next_block(desk: Shell) -> None:
    desk("sync")
    out = desk("status").out
    assert "Last pass Fri 20 Nov 14:10 (sync): 27 new" in out
    assert "Block     Tue 24 Nov 10:00: José Álvarez, Mei 美玲, Sam Okafor, Ann Lee, 1 promise\n" in out
    assert "People    5 open, 1 waiting, 1 stopped" in out
    assert str(desk.hitlist) in out
    assert str(desk.calendar) in out


def test_status_and_sync_count_a_promise_that_is_alone_on_a_sheet(desk: Shell) -> None:
    """A sheet with a promise or a card and no person is not empty, neither in the commands nor in the event's title."""
    desk("sync")
    for name in ("Dana", "Sam", "José", "Mei", "Ann Lee", "Anna"):
        desk("log", name, "reached")
    desk("withdraw", "--yes")
    assert "Next block Tue 24 Nov 10:00: 1 promise.\n" in desk("sync").out
    assert "Block     Tue 24 Nov 10:00: 1 promise\n" in desk("status").out
    assert "SUMMARY:Outreach block: 1 promise" in desk.calendar.read_text(encoding="utf-8")


def test_status_keeps_the_last_success_in_view(desk: Shell) -> None:
    """P11: a pass that failed says why, and when one last succeeded."""
    desk("sync")
    desk.calendar.unlink()
    assert desk("sync", now="2026-11-21T09:00").code == 3
    out = desk("status", now="2026-11-21T09:05").out
    assert "Last pass Sat 21 Nov 09:00 (sync), failed" in out
    assert "Problem   " in out
    assert "have vanished" in out or "is gone" in out
    assert "Success   Fri 20 Nov 14:10" in out


def test_status_shows_each_question_on_its_own_line(desk: Shell) -> None:
    """P11: whole, with the name, however many there are; the JSON has them as one text."""
    desk.rewrite("block: {every: Tuesday 10:00}", "block: {every: Tuesday 10:00, per_person: 6 minutes}")
    desk("sync")
    sheet = desk.calendar.read_bytes().decode().replace("\r\n ", "")
    names = ("Sam Okafor", "José Álvarez", "Ann Lee")
    for name in names:
        assert f"[ ] Call {name}" in sheet
        sheet = sheet.replace(f"[ ] Call {name}", f"[?] Call {name}")
    desk.calendar.write_bytes(sheet.encode())
    desk("sync")
    answer = desk("status")
    question = "is not a tick that followupd knows ([x] spoke, [-] no answer, [v] left a message)."
    asked = [one for one in answer.out.split("\n") if question in one]
    assert len(asked) == len(names)
    assert [one for one in names if any(f": {one}: " in line for line in asked)] == list(names)
    assert [one[:10] for one in asked] == ["Problem   ", " " * 10, " " * 10]
    assert desk("status", "--json").json["last_pass"]["message"].count("; ") == len(names) - 1


def test_status_sees_a_running_daemon_also_when_the_list_is_broken(desk: Shell, database: Path) -> None:
    """A bad edit must not hide that the daemon carries on (P9)."""
    desk("sync")
    lock = DaemonLock(database)
    lock.acquire(datetime(2026, 11, 20, 18, 0, tzinfo=UTC))
    try:
        assert f"Daemon    running (pid {os.getpid()}, since Fri 20 Nov 11:00)" in desk("status").out
        desk.rewrite("contacts:", "contcats:")
        told = desk("status")
    finally:
        lock.release()
    assert told.code == 0
    assert f"running (pid {os.getpid()}" in told.out
    assert "hit list: followupd check" in told.out


def test_withdraw_takes_the_future_and_leaves_the_rest(desk: Shell) -> None:
    """All our coming events go; the past and every foreign event stay; `sync` writes them again."""
    foreign = (
        "BEGIN:VEVENT\nUID:mine@home\nDTSTART:20261201T100000Z\nDTEND:20261201T110000Z\nSUMMARY:Mine\nEND:VEVENT\n"
    )
    desk.calendar.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{foreign}END:VCALENDAR\n")
    desk("sync")
    later = "2026-11-24T18:00"
    told = desk("withdraw", "--yes", now=later)
    assert (told.code, told.err) == (0, "")
    assert told.out == "25 events taken off followup.ics. To write them again: followupd sync\n"
    left = desk.calendar.read_text()
    assert foreign in left
    assert left.count("@followupd") >= 1
    assert "DTSTART:20261124T170000Z" in left
    assert desk("withdraw", "--yes", now=later).out == "followupd has no coming events on followup.ics.\n"
    assert desk("sync", now=later).code == 0
    assert desk.calendar.read_text().count("BEGIN:VEVENT") > 20
    assert foreign in desk.calendar.read_text()
    assert desk("sync", now=later).out == "Nothing to do.\n"


def test_a_drag_survives_a_withdrawal(desk: Shell) -> None:
    """Dragged just before: written again where the user had put it (P6)."""
    desk("sync")
    text = desk.calendar.read_text()
    desk.calendar.write_text(text.replace("DTSTART:20261124T170000Z", "DTSTART:20261124T190000Z")
                             .replace("DTEND:20261124T180000Z", "DTEND:20261124T200000Z"))
    assert desk("withdraw", "--yes").code == 0
    assert desk("sync").code == 0
    text = desk.calendar.read_text()
    assert "DTSTART:20261124T190000Z" in text
    assert "DTSTART:20261124T170000Z" not in text


def test_withdraw_asks_first_and_never_under_a_daemon(desk: Shell, database: Path) -> None:
    desk("sync")
    before = desk.calendar.read_bytes()
    told = desk.process("withdraw", "--now", desk.now)
    assert (told.code, told.out) == (2, "")
    assert "27 events would be taken off followup.ics" in told.err
    assert "--yes" in told.err
    lock = DaemonLock(database)
    lock.acquire(datetime(2026, 11, 20, tzinfo=UTC))
    try:
        told = desk("withdraw", "--yes")
    finally:
        lock.release()
    assert told.code == 2
    assert "Stop it first" in told.err
    assert desk.calendar.read_bytes() == before


def test_history_goes_elsewhere_and_back(desk: Shell, database: Path) -> None:
    """Exported, the database lost, imported: the same history, and a second import adds nothing."""
    desk("sync")
    desk("log", "dana", "no", "answer")
    exported = desk("history", "export").out
    written = desk("history", "export", "backup.jsonl")
    assert written.out == f"{len(exported.splitlines())} facts written to backup.jsonl.\n"
    assert Path("backup.jsonl").read_text() == exported
    before = desk("show", "dana", "--json").json
    for file in database.parent.iterdir():
        file.unlink()
    assert desk("history", "import", "backup.jsonl").out.endswith(f"{len(exported.splitlines())} of them new.\n")
    assert desk("show", "dana", "--json").json == before
    again = desk.process("history", "import", "-", stdin=exported)
    assert (again.code, again.out.endswith("read, 0 of them new.\n")) == (0, True)
    assert desk("sync").code == 0
    assert desk.calendar.read_text().count("BEGIN:VEVENT") == 27


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["import", "nowhere.jsonl"], 1, "nowhere.jsonl cannot be read"),
        (["import", "hitlist.yaml"], 2, "line 1: no JSON"),
        (["export", "nowhere/file"], 1, "could not be written"),
    ],
)
def test_history_that_cannot_be_carried(desk: Shell, args: list[str], code: int, told: str) -> None:
    answer = desk("history", *args)
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_with_how_to_install_it(desk: Shell, shell: str) -> None:
    told = desk("completion", shell)
    assert told.code == 0
    assert told.out.startswith("# ")
    assert f"followupd completion {shell}" in told.out.splitlines()[0]
    assert "_FOLLOWUPD_COMPLETE" in told.out


@pytest.mark.parametrize(
    ("words", "number", "offered"),
    [
        ("followupd lo", 1, {"log"}),
        ("followupd log da", 2, {"Dana Whitfield"}),
        ("followupd why whit", 2, {"Dana Whitfield"}),
        ("followupd log Dana no", 3, {"no-answer"}),
        ("followupd log Dana left_", 3, {"left-message"}),
    ],
)
def test_tab_offers_commands_names_and_outcomes(desk: Shell, words: str, number: int, offered: set[str]) -> None:
    desk.environment |= {
        "_FOLLOWUPD_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(number),
    }
    told = desk.process()
    assert {line.partition(",")[2] for line in told.out.splitlines()} == offered


def test_tab_is_silent_where_the_list_cannot_be_read(desk: Shell) -> None:
    desk.hitlist.write_text("contacts: [")
    desk.environment |= {
        "_FOLLOWUPD_COMPLETE": "bash_complete", "COMP_WORDS": "followupd why d", "COMP_CWORD": "2",
    }
    told = desk.process()
    assert (told.out.strip(), told.err) == ("", "")


def test_errors_in_json_mode_are_still_words_on_stderr(desk: Shell) -> None:
    told = desk("why", "nobody", "--json")
    assert (told.code, told.out) == (2, "")
    with pytest.raises(json.JSONDecodeError):
        json.loads(told.err)
