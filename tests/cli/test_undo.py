"""`followupd undo`: what was told last no longer counts, and the answer says what is next without it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Retracted
from followupd.desk.answering import answer_alone
from followupd.desk.asking import UndoArguments
from followupd.history.store import History
from tests.cli.conftest import Shell

SINCE = "Next: Fri 20 Nov 16:30, last contact Thu 20 Aug, every 3 months: due Fri 20 Nov"


def later(minute: int) -> str:
    return f"2026-11-20T14:{minute}"


def undone(desk: Shell, minute: int, *, asked_before: bool) -> str:
    """Return the answer of `undo`, after a daemon may have been asked for it."""
    now, undo = datetime(2026, 11, 20, 21, minute, tzinfo=UTC), UndoArguments((), 0)
    return answer_alone(desk.hitlist, lambda _: now, undo, as_json=False, asked_before=asked_before).text


def test_the_last_report_is_taken_back(desk: Shell, database: Path) -> None:
    """Who, what, when and by which channel; then what is next; and the calendar is as before."""
    desk("sync")
    before = [line for line in desk.calendar.read_text(encoding="utf-8").splitlines() if line.startswith("SUMMARY")]
    desk("log", "dana", "no", "answer")
    told = desk("undo", now=later(20))
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"Taken back: no answer by phone, Dana Whitfield, today 14:10. {SINCE}")
    after = [line for line in desk.calendar.read_text(encoding="utf-8").splitlines() if line.startswith("SUMMARY")]
    assert sorted(after) == sorted(before)
    assert desk("sync", now=later(21)).out == "Nothing to do.\n"
    with History.open(database, "hitlist") as history:
        kinds = [type(fact) for fact in history.facts() if isinstance(fact, Attempt | Retracted)]
    assert kinds == [Attempt, Retracted], "nothing is ever deleted"


def test_a_command_that_a_daemon_stored_takes_back_once(desk: Shell) -> None:
    """P4: a daemon that stored it may have died before it answered, and the command does it again."""
    desk("log", "sam", "na", now=later(11))
    desk("log", "dana", "na", now=later(12))
    said = [undone(desk, 20, asked_before=n > 0).partition(" Next:")[0] for n in range(2)]
    assert said == ["Taken back: no answer by phone, Dana Whitfield, today 14:12."] * 2
    assert "Sam Okafor: no answer" in desk("undo", "--list", now=later(21)).out


def test_two_commands_at_one_instant_take_back_two_things(desk: Shell) -> None:
    """As in a script with --now."""
    desk("log", "sam", "na", now=later(11))
    desk("log", "dana", "na", now=later(12))
    said = [desk("undo", now=later(20)) for _ in range(3)]
    assert [one.out.partition(" Next:")[0] for one in said[:2]] == [
        "Taken back: no answer by phone, Dana Whitfield, today 14:12.",
        "Taken back: no answer by phone, Sam Okafor, today 14:11.",
    ]
    assert (said[2].code, said[2].err.partition("\n")[0]) == (2, "followupd: there is nothing to take back")


def test_what_was_taken_back_may_be_reported_again(desk: Shell) -> None:
    """In exactly the same words: it counts, and may be taken back again."""
    for minute in (20, 30, 40):
        told = desk("log", "dana", "na", "--at", "14:05", now=later(minute))
        assert told.out.startswith("Dana Whitfield: no answer by phone (1st try), today 14:05. Next: Fri 27 Nov 12:30")
        assert desk("undo", now=later(minute + 1)).out.startswith("Taken back: no answer by phone, Dana Whitfield")
        assert "dana" not in desk("undo", "--list", now=later(minute + 2)).out.lower()


def test_one_person_or_one_number(desk: Shell) -> None:
    desk("log", "dana", "na", now=later(11))
    desk("log", "sam", "lm", now=later(12))
    desk("log", "dana", "busy", now=later(13))
    assert desk("undo", "--list", now=later(14)).out == (
        "  1  today 14:13  Dana Whitfield: busy by phone\n"
        "  2  today 14:12  Sam Okafor: left message by phone\n"
        "  3  today 14:11  Dana Whitfield: no answer by phone\n"
    )
    assert desk("undo", "dana", "--list", now=later(14)).out.count("\n") == 2
    assert desk("undo", "dana", "2", now=later(15)).out.startswith("Taken back: no answer by phone, Dana Whitfield, ")
    assert desk("undo", "2", now=later(16)).out.startswith("Taken back: left message by phone, Sam Okafor, ")
    assert desk("undo", "dana", now=later(17)).out.startswith("Taken back: busy by phone, Dana Whitfield, ")
    assert desk("undo", "--list", now=later(18)).out == "There is nothing to take back.\n"


def test_what_was_reported_in_one_breath_goes_together(desk: Shell) -> None:
    """An answer and the meeting that was agreed in it; an address that bounced, and that it is closed."""
    desk("log", "sam", "booked", "3", "Dec", "15:00", now=later(11))
    assert desk("undo", now=later(12)).out.startswith(
        "Taken back: meeting on Thu 3 Dec 15:00 and reached by phone, Sam Okafor, today 14:11."
    )
    desk("log", "dana", "bounced", now=later(13))
    assert "Closed" in desk("show", "dana", now=later(14)).out
    desk("undo", now=later(15))
    assert "Closed" not in desk("show", "dana", now=later(16)).out
    assert "Sam" not in desk("undo", "--list", now=later(17)).out


@pytest.mark.parametrize(("told", "taken_back"), [
    (["promise", "dana", "water the plants"], "Taken back: promise: water the plants, Dana Whitfield, today 14:11."),
    (["promise", "dana", "--done", "lisbon"], "Taken back: kept: send the Lisbon list, Dana Whitfield, today 14:11."),
    (["skip", "next", "week"], "Taken back: skipped the block of Tue 24 Nov 10:00, today 14:11."),
])
def test_promises_and_skips_as_well(desk: Shell, told: list[str], taken_back: str) -> None:
    desk("sync")
    before = desk("list").out, desk("promise").out, desk("status", "--json").json["next_block"]
    desk(*told, now=later(11))
    assert desk("undo", now=later(12)).out.startswith(taken_back)
    assert (desk("list").out, desk("promise").out, desk("status", "--json").json["next_block"]) == before


def test_a_line_of_the_hit_list_is_named(desk: Shell) -> None:
    """followupd never changes that file by itself, so the answer says where the line is."""
    told = desk("undo", "dana")
    assert told.code == 2
    assert "The last thing about Dana Whitfield is in hitlist.yaml, line 20" in told.err
    assert desk.hitlist.read_text(encoding="utf-8").splitlines()[19].strip() == "log: [2026-08-20 11:00 reached]"
    desk("log", "dana", "reached", "--at", "2026-08-20 11:10", now=later(11))
    told = desk("undo", now=later(12))
    assert told.out.startswith("Taken back: reached by phone, Dana Whitfield, Thu 20 Aug 11:10. ")
    assert "hitlist.yaml, line 20 says the same and still counts: delete that line too. " in told.out


@pytest.mark.parametrize(("typed", "said"), [
    (["undo"], "there is nothing to take back"),
    (["undo", "sam"], "there is nothing about Sam Okafor to take back"),
    (["undo", "3"], "there is no number 3 to take back"),
    (["undo", "an"], '"an" may be Ann Lee or Anna Leone'),
    (["undo", "zed"], 'Nobody on the hit list is called "zed"'),
])
def test_where_there_is_nothing(desk: Shell, typed: list[str], said: str) -> None:
    told = desk(*typed)
    assert (told.code, told.out) == (2, "")
    assert said in told.err


def test_it_goes_with_the_history_to_another_machine(desk: Shell, database: Path) -> None:
    """A retraction names its fact by what the fact says: it means the same one in a new database."""
    desk("log", "dana", "na")
    desk("undo", now=later(11))
    desk("log", "sam", "na", now=later(12))
    assert desk("history", "export", "all.jsonl").code == 0
    before = desk("show", "dana", now=later(13)).out, desk("show", "sam", now=later(13)).out
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
    assert desk("history", "import", "all.jsonl").code == 0
    assert (desk("show", "dana", now=later(13)).out, desk("show", "sam", now=later(13)).out) == before
    assert "No" not in desk("undo", "--list", now=later(13)).out


def test_an_undo_that_is_given_twice_at_one_instant_names_the_report_alone(desk: Shell) -> None:
    """As after an answer that did not arrive: what was taken back with it, a closed address, is not named."""
    desk("log", "mei", "bounced", now="2026-11-20T14:11")
    told = desk("undo", now="2026-11-20T14:12").out
    assert told.startswith("Taken back: bounced by email, Mei")
    assert undone(desk, 12, asked_before=True).startswith("Taken back: bounced by email, Mei")
