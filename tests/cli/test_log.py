"""`log`: the attempt is stored whatever happens to the calendar, and the answer says what comes next."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from followupd.cli.log import OUTCOMES
from followupd.core.values.facts import Attempt, DayTime, Outcome
from followupd.history.locks import DaemonLock, PassLock, bell_path
from followupd.history.store import History
from tests.cli.conftest import Shell
from tests.kit.waiting import until

IN_A_WEEK = "Fri 27 Nov 12:30, in a week, at another time of day (their hours 12:00-14:00)"


def attempts(database: Path) -> list[Attempt]:
    with History.open(database, "hitlist") as history:
        return [fact for fact in history.facts() if isinstance(fact, Attempt)]


@pytest.mark.parametrize(
    ("typed", "said", "then"),
    [
        (
            ["dana", "no", "answer"], "Dana Whitfield: no answer by phone (1st try), today 14:10.",
            f"Next: {IN_A_WEEK}. Written to followup.ics.",
        ),
        (
            ["Dana Whitfield", "left-message"], "Dana Whitfield: left message by phone (1st try), today 14:10.",
            f"Next: {IN_A_WEEK}. Written to followup.ics.",
        ),
        (
            ["Dana", "Whitfield", "reached"], "Dana Whitfield: reached by phone, today 14:10.",
            "Due again Sat 20 Feb, in 3 months. Written to followup.ics.",
        ),
        (
            ["dana", "reached", "--via", "mail", "--at", "yesterday"], "Dana Whitfield: reached by email, Thu 19 Nov.",
            "Due again Fri 19 Feb",
        ),
        (
            ["dana", "na", "--at", "this morning"], "Dana Whitfield: no answer by phone (1st try), today 09:00.",
            "Next: Fri 27 Nov 13:00, in a week",
        ),
        (
            ["jose", "cb", "--next", "Thursday 14:00"], "José Álvarez: call back by phone, today 14:10.",
            "Next: Thu 26 Nov 14:00, as asked for.",
        ),
        (
            ["jose", "call", "back", "Thursday", "14:00"], "José Álvarez: call back by phone, today 14:10.",
            "Next: Thu 26 Nov 14:00, as asked for.",
        ),
        (
            ["jose", "cb Thursday 14:00"], "José Álvarez: call back by phone, today 14:10.",
            "Next: Thu 26 Nov 14:00, as asked for.",
        ),
        (
            ["jose", "lm", "-m", "asked for Thursday 14:00"],
            "José Álvarez: left message by phone (1st try), today 14:10. Note: asked for Thursday 14:00.",
            "Next: Thu 26 Nov 14:00, as asked for.",
        ),
        (
            ["jose", "lm", "--next", "March"], "José Álvarez: left message by phone (1st try), today 14:10.",
            "Next: Mon 1 Mar 09:30, as you planned, at another time of day.",
        ),
        (["jose", "cb"], "José Álvarez: call back by phone, today 14:10.", "Next: Fri 27 Nov 09:30, in a week."),
        (
            ["jose", "declined"], "José Álvarez: declined by phone, today 14:10.",
            "Rests until Fri 1 Jan, then comes back. To end it for good, write `status: stop` in the hit list.",
        ),
        (
            ["gone", "ok"], "Gone Person: reached by phone, today 14:10.",
            "Status: stop in the hit list. followup.ics needs no change.",
        ),
    ],
)
def test_the_answer_says_what_was_logged_and_what_comes_next(
    desk: Shell, typed: list[str], said: str, then: str
) -> None:
    """Who, the outcome as it counts, the channel and when it was; then the next try with its reasons."""
    desk("sync")
    told = desk("log", *typed)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"{said} {then}"), told.out
    assert told.out.count("\n") == 1


def test_the_last_rung_leads_to_rest(desk: Shell) -> None:
    """The first try and three more: then quiet for six weeks (P7, P8)."""
    for day in ("2026-11-02T10:00", "2026-11-09T15:00", "2026-11-16T09:00"):
        desk("log", "sam", "na", now=day)
    told = desk("log", "sam", "na")
    said = "Sam Okafor: no answer by phone (4th try), today 14:10. Rests until Fri 1 Jan, then comes back. "
    assert told.out.startswith(said)


def test_a_line_on_a_sheet_is_named(desk: Shell) -> None:
    """The answer names the sheet of the block that can hold them."""
    desk.rewrite("friends: {every: 6 weeks}", "friends: {every: 3 days}")
    told = desk("log", "jose", "reached")
    assert "Next: on the sheet of Tue 24 Nov 10:00." in told.out


def test_what_is_typed_is_what_is_stored(desk: Shell, database: Path) -> None:
    told = desk(
        "log", "Sam", "left", "message", "--via", "mail", "--at", "yesterday 16:00", "-m", " on a boat ",
        "--next", "28 Nov",
    )
    assert told.code == 0
    at = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    asked = DayTime(date(2026, 11, 28), planned=True)
    (stored,) = attempts(database)
    assert (stored.contact, stored.at, stored.timed) == ("sam-okafor", at, True)
    assert (stored.outcome.value, stored.channel, stored.note, stored.asked) == (
        "left_message", "email", "on a boat", asked,
    )


@pytest.mark.parametrize(
    ("outcome", "channel"),
    [("reached", "phone"), ("bounced", "email"), ("sent", "email"), ("wrong number", "phone"), ("busy", "phone")],
)
def test_without_a_channel_the_likely_one_counts(
    desk: Shell, database: Path, outcome: str, channel: str
) -> None:
    """The open try's channel; but it is mail that bounces, and nothing is sent by phone."""
    assert desk("log", "dana", outcome).code == 0
    assert attempts(database)[0].channel == channel


def test_an_invitation_is_asked_and_not_sent(desk: Shell, database: Path) -> None:
    """Whatever it was sent by; a coffee is not."""
    assert desk("log", "dana", "sent", "--via", "coffee").out.startswith(
        "Dana Whitfield: asked for a coffee (1st try), today 14:10. Next: "
    )
    assert [(one.outcome.value, one.channel) for one in attempts(database)] == [("sent", "coffee")]


def test_who_is_to_be_asked_for_a_coffee_was_asked(desk: Shell, database: Path) -> None:
    """By the channel that is due, as in the title of its reminder; of anybody else `asked` says nothing."""
    hitlist = desk.folder / "hitlist.yaml"
    hitlist.write_text(hitlist.read_text() + "  - {name: Maya Fee, via: coffee}\n")
    assert desk("log", "maya", "asked").out.startswith("Maya Fee: asked for a coffee (1st try), today 14:10. Next: ")
    assert "talked" not in desk("log", "dana", "asked").err
    assert [(one.outcome.value, one.channel) for one in attempts(database)] == [("sent", "coffee")]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["an", "reached"], '"an" may be Ann Lee or Anna Leone'),
        (["dnaa", "reached"], "Did you mean Dana Whitfield?"),
        (["dana", "rchd"], '"rchd" is not an outcome. Did you mean reached?'),
        (["dana", "reached", "--via", "emial"], '--via "emial" is not a channel. Did you mean email?'),
        (["dana", "reached", "--via", "smoke"], '--via "smoke" is not a channel of Dana Whitfield. Write '),
        (["dana", "sent", "--via", "phone"], "--via phone: nothing is sent by phone"),
        (["dana", "reached", "--at", "tomorrow"], '--at "tomorrow" has not happened yet'),
        (["dana", "reached", "--at", "next Monday"], '--at "next Monday" has not happened yet'),
        (["dana", "reached", "--at", "in 2 hours"], '--at "in 2 hours" has not happened yet'),
        (["dana", "reached", "--at", "2026-11-20 18:00"], "has not happened yet"),
        (["dana", "reached", "--at", "1850-01-01"], "the year must be 1900 to 2200"),
        (["dana", "na", "--next", "yesterday"], "--next "),
        (["dana", "na", "--next", "2026-11-01"], "has passed"),
        (["dana"], "what came of it?"),
        ([], "who was it?"),
        (["dana", "na", "--at", "21 Nov"], "has not happened yet. If it was in 2025, write 2025-11-21."),
        (["dana", "na", "--at", "this evening"], "has not happened yet"),
        (["mei", "call", "back", "Fridya"], '"call back Fridya" is not an outcome'),
        (["dana", "spoke to Tom"], '"spoke to Tom". Did you mean: reached? Write reached.'),
        (["dana", "spoke", "to", "Tom"], '"spoke to Tom". Did you mean: reached? Write reached.'),
        (["dana", "ask her about the roof"], '"ask her about the roof". What happened? Write it in a word'),
        (["dana", "bla bla"], '"bla bla". What happened? Write it in a word, such as reached or na.'),
        (["an"], '"an" may be Ann Lee or Anna Leone'),
        (["dnaa"], "Did you mean Dana Whitfield?"),
        (["dana", "na", "--minutes", "3"], "No such option"),
        (["dana", "na", "-m", "\udcff"], "The text holds bytes that are not characters"),
    ],
)
def test_words_that_mean_nothing_log_nothing(desk: Shell, database: Path, typed: list[str], told: str) -> None:
    """Exit code 2, one sentence and the next thing to do, on stderr alone; the history stays empty."""
    answer = desk("log", *typed)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("followupd: ")
    assert told in answer.err
    assert attempts(database) == []


def test_a_calendar_that_is_down_loses_nothing(desk: Shell, database: Path) -> None:
    """The attempt is stored before the calendar is touched; the next pass writes what follows from it (P4)."""
    desk.rewrite("calendar: followup.ics", "calendar: away/followup.ics")
    answer = desk("log", "dana", "no", "answer")
    assert answer.code == 4
    assert answer.out.startswith("Dana Whitfield: no answer by phone (1st try), today 14:10. Next: Fri 27 Nov 12:30")
    assert "followupd: Logged. The calendar could not be written: " in answer.err
    assert answer.err.count("The next pass tries again.") == 1
    assert [fact.contact for fact in attempts(database)] == ["dana-whitfield"]
    (desk.folder / "away").mkdir()
    assert desk("sync").code == 0
    assert "Call Dana Whitfield" in (desk.folder / "away/followup.ics").read_text()


def test_vanished_events_are_not_answered_by_a_log(desk: Shell, database: Path) -> None:
    """P10 stops the pass, but the attempt is stored."""
    desk("sync")
    desk.calendar.unlink()
    answer = desk("log", "sam", "reached")
    assert answer.code == 3
    assert "sync --rebuild" in answer.err
    assert len(attempts(database)) == 1


def test_a_running_daemon_is_rung_and_does_the_writing(desk: Shell, database: Path) -> None:
    """With a daemon there is one writer: the command stores the fact, rings, and says that the daemon writes."""
    desk("sync")
    before = desk.calendar.read_bytes()
    lock = DaemonLock(database)
    lock.acquire(datetime(2026, 11, 20, tzinfo=UTC))
    try:
        answer = desk("log", "dana", "na")
    finally:
        lock.release()
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Dana Whitfield: no answer by phone (1st try), today 14:10. Next: Fri 27 Nov 12:30")
    assert "The running followupd (pid " in answer.out
    assert desk.calendar.read_bytes() == before
    assert stat.S_ISREG(bell_path(database).stat().st_mode)
    assert len(attempts(database)) == 1


def test_killed_while_the_calendar_is_awaited_the_attempt_is_kept(desk: Shell, database: Path) -> None:
    """kill -9 between the stored fact and the calendar: the next pass writes what follows, once (P4)."""
    desk("sync")
    with PassLock(database, 1), subprocess.Popen(
        [sys.executable, "-m", "followupd", "log", "dana", "na", "--now", desk.now], cwd=desk.folder, env=desk.env(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:
        until(lambda: attempts(database))
        running.kill()
        out, _ = running.communicate(timeout=30)
    assert out == b""
    assert desk("sync").code == 0
    assert desk.calendar.read_text().count("SUMMARY:Call Dana Whitfield") == 1
    assert len(attempts(database)) == 1
    assert desk("sync").out == "Nothing to do.\n"


def test_the_help_names_every_outcome(desk: Shell) -> None:
    """They are written out there, so that the command loads nothing to pass words on."""
    assert [outcome.words for outcome in Outcome if outcome is not Outcome.DONE] == OUTCOMES.split(", ")


def test_two_logs_in_two_processes_are_both_kept(desk: Shell, database: Path) -> None:
    """Each answers, and both facts are there."""
    for outcome in ("no_answer", "reached"):
        answer = desk.process("log", "Sam", outcome, "--now", desk.now)
        assert (answer.code, answer.err) == (0, "")
    assert [fact.outcome.value for fact in attempts(database)] == ["no_answer", "reached"]


@pytest.mark.parametrize(("first", "then", "last"), [
    (["na", "--at", "yesterday 10:00"], ["reached", "--at", "yesterday"], "Due again Fri 19 Feb"),
    (["na", "--at", "yesterday 10:00"], ["lm", "--at", "yesterday"], "(2nd try)"),
    (["reached", "--at", "yesterday"], ["na", "--at", "yesterday 10:00"], "(1st try)"),
])
def test_a_try_without_a_time_comes_after_what_was_reported_of_its_day(
    desk: Shell, first: list[str], then: list[str], last: str
) -> None:
    """It never loses against an earlier one; what is told later, with a time, is the last one."""
    desk("log", "dana", *first)
    assert last in desk("log", "dana", *then, now="2026-11-20T14:20").out


def test_a_line_without_a_time_counts_as_contact_after_the_tries_of_its_day(desk: Shell) -> None:
    """In the hit list: `no answer` at ten and `reached`, whichever line comes first; a try does not end the contact."""
    for lines in ("2026-11-19 10:00 no answer, 2026-11-19 reached", "2026-11-19 10:00 reached, 2026-11-19 no answer"):
        desk.rewrite("log: [2026-08-20 11:00 reached]", f"log: [{lines}]")
        assert "Due again Fri 19 Feb" in desk("why", "dana").out or "due Fri 19 Feb" in desk("why", "dana").out
        desk.rewrite(f"log: [{lines}]", "log: [2026-08-20 11:00 reached]")


@pytest.mark.parametrize("words", [["not", "reached"], ["never reached"], ["not", "spoke"], ["not answered"]])
def test_what_only_denies_an_outcome_suggests_no_answer(desk: Shell, database: Path, words: list[str]) -> None:
    """Never `reached`, however close it is; and it may say that nobody tried, so nothing is stored."""
    told = desk("log", "dana", *words)
    assert (told.code, told.out) == (2, "")
    assert f'"{" ".join(words)}". Did you mean: no answer? Write na.' in told.err
    assert attempts(database) == []


@pytest.mark.parametrize("words", [["didn't", "reach"], ["couldn't reach her"]])
def test_a_try_in_vain_is_no_contact(desk: Shell, words: list[str]) -> None:
    """However close it is to `reached`."""
    assert desk("log", "dana", *words).out.startswith("Dana Whitfield: no answer by phone (1st try), today 14:10. ")


def test_a_name_that_may_be_two_people_is_listed(desk: Shell, database: Path) -> None:
    """A whole word of one name, and the beginning of another."""
    desk.rewrite("  - name: Sam Okafor\n", "  - name: Sam Okafor\n  - name: Samira Lund\n")
    for words in (["na"], ["spoke to the office"], ["left a message, she's in Lisbon"], ["later", "3d"]):
        told = desk("log", "sam", *words)
        assert told.code == 2
        assert '"sam" may be Sam Okafor or Samira Lund' in told.err
    assert attempts(database) == []
    assert desk("log", "sam okafor", "na").out.startswith("Sam Okafor: no answer by phone (1st try), today 14:10. ")


def test_log_alone_asks_who_and_what(desk: Shell, database: Path) -> None:
    """At a terminal; a name alone asks only what came of it."""
    for typed, answers in (([], b"sam\nno answer\n"), (["sam"], b"lm\n")):
        keyboard, terminal = pty.openpty()
        try:
            os.write(keyboard, answers)
            done = subprocess.run(
                [sys.executable, "-m", "followupd", "log", *typed], cwd=desk.folder, env=desk.env(), stdin=terminal,
                capture_output=True, text=True, timeout=30, check=True,
            )
        finally:
            os.close(keyboard)
            os.close(terminal)
        assert ("Who did you try to reach? (Dana)" in done.stdout) == (not typed)
        assert "What came of it? (no answer)" in done.stdout
    assert [one.outcome for one in attempts(database)] == [Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE]
