"""`next`, `why`, `show` and `list`: who now, and why, from the same plan that the calendar is written from."""

from __future__ import annotations

import re

import pytest

from followupd.cli.list import STATES
from followupd.core.schedule.status import State
from followupd.rendering.text import width
from tests.cli.conftest import Shell


def described(desk: Shell) -> str:
    """Return the calendar's text, unfolded and unescaped."""
    text = desk.calendar.read_text(encoding="utf-8").replace("\r\n ", "").replace("\n ", "")
    return re.sub(r"\\([,;\\])", r"\1", text).replace("\\n", "\n")


@pytest.mark.parametrize(
    ("now", "args", "names"),
    [
        ("2026-11-23T12:30", [], ["José Álvarez", "Mei 美玲", "Dana Whitfield"]),
        ("2026-11-23T12:30", ["--minutes", "32"], ["José Álvarez", "Mei 美玲", "Dana Whitfield", "Sam Okafor"]),
        ("2026-11-23T12:30", ["--minutes", "1"], ["José Álvarez"]),
        ("2026-11-23T11:00", ["--minutes", "60"], ["José Álvarez", "Mei 美玲", "Sam Okafor", "Ann Lee"]),
        ("2026-11-23T23:00", [], ["Mei 美玲"]),
        ("2026-11-23T12:30", ["--via", "email", "--minutes", "60"], ["Mei 美玲", "Dana Whitfield"]),
        ("2026-11-23T11:00", ["--via", "coffee"], []),
    ],
)
def test_next_names_who_can_be_reached_at_this_moment(desk: Shell, now: str, args: list[str], names: list[str]) -> None:
    """A call only in their own hours, mail at any; as many as fit; the most overdue first."""
    desk("sync")
    told = desk("next", *args, "--json", now=now)
    assert [person["name"] for person in told.json["people"]] == names


@pytest.mark.parametrize(("via", "now", "there"), [
    ("text", "2026-11-22T08:30", False),          # 00:30 on Monday in Tokyo
    ("social", "2026-11-22T08:30", False),
    ("text", "2026-11-22T18:30", True),           # 10:30 on Monday
    ("social", "2026-11-22T18:30", True),
    ("email", "2026-11-22T08:30", True),          # a mail wakes nobody
])
def test_next_proposes_no_text_in_somebodys_night(desk: Shell, via: str, now: str, there: bool) -> None:
    desk.rewrite("email: mei@example.com,", f"email: mei@example.com, phone: +81 3 5550 0142, via: [{via}],")
    desk("sync")
    assert ("Mei 美玲" in desk("next", "--minutes", "600", now=now).out.split("\n\n")[0].split("Next:")[0]) is there


def test_next_counts_the_minutes_that_each_channel_takes(desk: Shell) -> None:
    """As on a call sheet: people who need more than is left are skipped, and one is named if nobody fits."""
    desk.rewrite("Tuesday 10:00}", "Tuesday 10:00, per_person: {phone: 20 minutes, email: 2 minutes, default: 5m}}")
    desk("sync")

    def names(minutes: int) -> list[str]:
        told = desk("next", "--minutes", str(minutes), "--json", now="2026-11-23T12:30").json["people"]
        return [f"{person['name']} {person['by']}" for person in told]

    jose, mei, dana = "José Álvarez phone", "Mei 美玲 email", "Dana Whitfield phone"
    assert names(1) == [jose]
    assert names(5) == names(19) == [mei]
    assert names(21) == [jose]
    assert names(22) == [jose, mei]
    assert names(41) == [jose, mei]
    assert names(42) == [jose, mei, dana]


def test_next_keeps_to_another_time_of_day(desk: Shell) -> None:
    """Tried at ten in the morning: a week later not at ten again, but in the afternoon (P7)."""
    desk("log", "sam", "na", now="2026-11-16T10:00")
    morning = desk("next", "--minutes", "60", "--json", now="2026-11-23T10:05").json["people"]
    afternoon = desk("next", "--minutes", "60", "--json", now="2026-11-23T15:00").json["people"]
    assert "Sam Okafor" not in {p["name"] for p in morning}
    assert "Sam Okafor" in {p["name"] for p in afternoon}


def test_next_after_a_try_in_the_afternoon(desk: Shell) -> None:
    """Not in the afternoon again, and not within an hour of it by the clock; in the morning of another day."""
    desk("log", "sam", "na", now="2026-11-16T16:50")
    offered = {
        clock: any(p["name"] == "Sam Okafor" for p in told.json["people"])
        for clock in ("10:05", "16:00", "17:30")
        for told in [desk("next", "--minutes", "600", "--json", now=f"2026-11-23T{clock}")]
    }
    assert offered == {"10:05": True, "16:00": False, "17:30": False}


def test_next_waits_for_the_hour_that_was_asked_for(desk: Shell) -> None:
    """Somebody who said Monday at three is not called at noon."""
    desk("log", "sam", "call", "back", "--next", "Monday 15:00")
    assert "Sam" not in desk("next", "--minutes", "60", now="2026-11-23T12:00").out
    assert "1. Call back Sam Okafor" in desk("next", now="2026-11-23T15:05").out


def test_next_gives_the_number_and_the_reason(desk: Shell) -> None:
    desk("log", "dana", "na", now="2026-11-16T17:00")
    told = desk("next", "--minutes", "60", now="2026-11-23T12:30").out
    assert "Call Dana Whitfield   +1 303 555 0142   tel:+13035550142\n" in told
    assert "\n   No answer on Mon 16 Nov (1st try), so again in" in told


def test_next_leaves_out_a_number_that_led_nowhere(desk: Shell) -> None:
    """A wrong number is not dialled again; the other one is given, as a link that a phone opens."""
    desk.rewrite("phone: +1 303 555 0142", "phone: [+1 303 555 0142, 0303/555 0199 x7]")
    desk("log", "dana", "wrong", "number", "--via", "phone", now="2026-11-16T12:30")
    dana = desk("next", "--minutes", "600", "--json", now="2026-11-23T12:30").json["people"]
    dana = next(person for person in dana if person["name"] == "Dana Whitfield")
    assert (dana["by"], dana["link"]) == ("phone", "tel:03035550199;ext=7")
    assert "tel:+13035550142" not in desk("next", "--via", "phone", "--minutes", "600", now="2026-11-23T12:30").out


def test_next_takes_other_words_for_a_channel(desk: Shell) -> None:
    desk("sync")
    plain, word = (desk("next", "--via", via, now="2026-11-23T12:30").out for via in ("phone", "call"))
    assert plain == word
    assert desk("next", "--via", "emial").code == 2


def test_the_states_are_named_in_the_help_as_they_are() -> None:
    """The command does not load them to ask a daemon."""
    assert STATES.split(", ") == list(State)


def test_next_says_what_comes_when_nobody_can_be_reached(desk: Shell) -> None:
    desk.rewrite("  - {name: Mei", "  - {status: stop, name: Mei")
    desk("sync")
    told = desk("next", now="2026-11-22T20:00")
    assert told.out == "Nobody can be reached just now.\nNext: Tue 24 Nov 10:00, José Álvarez and 3 more.\n"


def test_next_reads_no_calendar(desk: Shell) -> None:
    """An unreachable calendar is not a reason not to call somebody."""
    desk.rewrite("calendar: followup.ics", "calendar: away/followup.ics")
    assert desk("next").code == 0


# The words of an event for a reason of `why`.
SPOKEN = {
    "never_contacted": ("your first hello.", "a first hello."), "cadence_comes_round": ("you keep in touch every",),
    "retry_wait": ("on 20 november: time to try again.",), "call_back_soon": ("on 20 november to be called back.",),
}


@pytest.mark.parametrize("who", ["dana", "sam", "jose", "mei", "ann lee"])
@pytest.mark.parametrize("outcome", [None, "no answer", "call back", "left message"])
def test_why_and_the_event_give_the_same_reasons(desk: Shell, who: str, outcome: str | None) -> None:
    """Each reason that `why` gives is in the event on the calendar too, as its sentence, unless it is arithmetic."""
    desk("sync")
    if outcome is not None:
        desk("log", who, *outcome.split())
    told = desk("why", who, "--json").json
    text = described(desk).casefold()
    assert told["reasons"]
    for reason in told["reasons"]:
        assert any(words in text for words in SPOKEN.get(reason["rule"], ("",)))
        assert reason["text"].casefold() in desk("why", who).out.casefold()


def test_why_tells_the_whole_chain(desk: Shell) -> None:
    desk("log", "dana", "no", "answer")
    assert desk("why", "dana").out.splitlines() == [
        "Dana Whitfield: open",
        "  Last contact Thu 20 Aug, every 3 months: due Fri 20 Nov",
        "  No answer on Fri 20 Nov (1st try), so again in a week",
        "  At another time of day (their hours 12:00-14:00)",
        "Fri 27 Nov 12:30  Call Dana Whitfield",
        "  If nobody answers: again in 2 weeks (3rd try).",
        "  If you reach them: due again in 3 months, about Sat 27 Feb.",
        "Tue 24 Nov 10:00  on the sheet: Promised to Dana Whitfield: send the Lisbon list",
        "  Promised for Sat 28 Nov",
    ]


def test_the_chain_has_every_try_and_the_place_on_the_sheet(desk: Shell) -> None:
    """From the last contact to the date: each try with its day, what was kept apart, the channel, the sheet."""
    for day, via in (("2026-11-02T16:30", "phone"), ("2026-11-09T12:30", "phone"), ("2026-11-18T10:00", "email")):
        desk("log", "dana", "no", "answer", "--via", via, now=day)
    assert desk("why", "dana").out.splitlines()[1:8] == [
        "  Last contact Thu 20 Aug, every 3 months: due Fri 20 Nov",
        "  1st try on Mon 2 Nov 16:30: no answer by phone",
        "  2nd try on Mon 9 Nov 12:30: no answer by phone",
        "  No answer on Wed 18 Nov (3rd try), so again in a month",
        "  Here, since this block is near that day",
        "  On the sheet of Tue 15 Dec 10:00, number 1 of 1",
        "Tue 15 Dec 10:00  on the sheet: Email Dana Whitfield once more",
    ]
    desk("sync")
    out = desk("why", "sam").out
    assert "\n  On the sheet of Tue 24 Nov 10:00, number 3 of 4\nTue 24 Nov 10:00  on the sheet: Call Sam Okafor" in out
    chain = desk("why", "sam", "--json").json["chain"]
    assert [link["rule"] for link in chain] == ["never_contacted", "on_sheet"]


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("gone", ["Gone Person: stopped", "  Status: stop in the hit list"]),
        ("anna leone", ["Anna Leone: waiting", "  No contact so far; on the list since Fri 20 Nov"]),
    ],
)
def test_why_answers_for_those_without_an_event(desk: Shell, who: str, told: list[str]) -> None:
    assert desk("why", *who.split()).out.splitlines()[:2] == told


def test_a_wait_is_counted_from_its_own_day(desk: Shell) -> None:
    """"In a week" is only true on the day of the try; later the day of the try is named."""
    desk("sync")
    said = desk("log", "dana", "no answer", now="2026-11-23T12:30").out
    assert ", in a week" in said
    later = desk("show", "dana", now="2026-11-26T12:30").out
    assert ", in a week" not in later
    assert "no answer on Mon 23 Nov (1st try), so again in a week" in later


def test_why_counts_from_the_day_of_the_reminder(desk: Shell) -> None:
    """A day off moved the retry: it is tried on its new day, and what follows counts from there."""
    desk.rewrite("block:", "away: 2026-11-27 to 2026-11-30\nblock:")
    desk.rewrite("retry: {", "retry: {min_gap: 1 week, ")              # so that Tuesday's sheet is too early
    desk("log", "sam", "no", "answer")
    out = desk("why", "sam").out
    assert "Tue 1 Dec" in out
    assert "due again in 3 months, about Mon 1 Mar." in out


def test_after_the_last_try_why_says_rest(desk: Shell) -> None:
    for day in ("2026-11-02T10:00", "2026-11-09T15:00", "2026-11-16T09:00"):
        desk("log", "sam", "na", now=day)
    assert "If nobody answers: that was the last try; quiet, and back in 6 weeks." in desk("why", "sam").out
    desk("log", "sam", "na")
    assert "Rests until Fri 1 Jan" in desk("why", "sam").out


def test_show_has_everything(desk: Shell) -> None:
    """Everything that the hit list and the history have about one person, on one page."""
    desk("log", "dana", "left", "message", "-m", "asked about Lisbon", "--next", "Thursday")
    out = desk("show", "dana").out
    for part in (
        "Dana Whitfield (clients)", "every 3 months, at most 4 months apart", "phone, email", "+1 303 555 0142",
        "dana@example.com", "12:00-14:00, 16:00-18:00, America/Denver", "Last contact  Thu 20 Aug 11:00, reached",
        "1 in a row without an answer", "Loves to travel; back from Lisbon.", "Birthday      14 May",
        "send the Lisbon list by Sat 28 Nov", "Fri 20 Nov 14:10, left message by phone, again on Thu 26 Nov: asked",
        "Next          Thu 26 Nov",
    ):
        assert part in out, part


def test_show_says_every_year(desk: Shell) -> None:
    """Of one year, one month or one week the number is not said."""
    desk.rewrite("friends: {every: 6 weeks}", "friends: {every: 1 year}")
    assert "every year, at most 1 year 4 months apart" in desk("show", "josé").out


def test_show_gives_the_latest_ten_and_all_when_asked(desk: Shell) -> None:
    for day in range(1, 13):
        desk("log", "sam", "reached", "-m", f"talk {day}", now=f"2026-10-{day:02}T10:00")
    told = desk("show", "sam").out
    assert "(10 of 12; --all shows every one)" in told
    assert "talk 3\n" in told
    assert "talk 2\n" not in told
    assert "talk 1\n" in desk("show", "sam", "--all").out
    assert len(desk("show", "sam", "--json").json["attempts"]) == 12


def test_list_is_a_table_of_everybody(desk: Shell) -> None:
    """Each person once, the columns aligned in any script, stopped people at the end."""
    told = desk("list").out.splitlines()
    head, rows = told[0], told[1:8]
    assert {row.split("  ")[0] for row in rows} == {
        "Dana Whitfield", "Sam Okafor", "José Álvarez", "Mei 美玲", "Gone Person", "Ann Lee", "Anna Leone",
    }
    at = width(head[: head.index("State")])
    for row in rows:
        states = [s for s in ("open", "waiting", "stopped") if s in row]
        assert width(row[: row.index(states[0])]) == at
    assert rows[-1].startswith("Gone Person")
    assert told[-1] == "7 people."


def test_list_names_the_year_of_a_day_that_reads_like_the_last_contact(desk: Shell) -> None:
    """Last contact Fri 1 May, due Sat 1 May: one of them is in another year, and says so."""
    desk.rewrite("- name: Sam Okafor", "- name: Sam Okafor\n    every: yearly\n    log: [2026-05-01 10:00 reached]")
    (row,) = [line for line in desk("list", now="2026-12-01T10:00").out.splitlines() if line.startswith("Sam")]
    assert "Fri 1 May" in row
    assert "Sat 1 May 2027" in row


def test_list_puts_the_most_overdue_first(desk: Shell) -> None:
    desk("sync")
    told = desk("list", "--json", now="2027-06-01").json["people"]
    assert told[0]["name"] in ("José Álvarez", "Mei 美玲")   # every 6 weeks: more cadences overdue than the others


@pytest.mark.parametrize(
    ("args", "names"),
    [
        (["--state", "stopped"], {"Gone Person"}),
        (["--state", "waiting"], {"Anna Leone"}),
        (["--category", "FRIENDS"], {"José Álvarez", "Mei 美玲"}),
        (["--category", "clients", "--state", "open"], {"Dana Whitfield"}),
        (["--state", "in-queue"], set()),
    ],
)
def test_list_filters(desk: Shell, args: list[str], names: set[str]) -> None:
    assert {person["name"] for person in desk("list", *args, "--json").json["people"]} == names
    assert desk("list", *args).code == 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--state", "gone"], "Write one of: open, scheduled"),
        (["--category", "cleints"], "Did you mean clients?"),
        (["--category", "x"], "There is: clients, friends."),
    ],
)
def test_list_refuses_what_there_is_not(desk: Shell, args: list[str], told: str) -> None:
    answer = desk("list", *args)
    assert answer.code == 2
    assert told in answer.err


def test_a_note_needs_no_answer(desk: Shell) -> None:
    """P1: a card that was sent is contact, so `why` has no line for a try without an answer."""
    desk.rewrite("  - name: Sam Okafor\n", "  - {name: Sam Okafor, via: note}\n")
    out = desk("why", "sam").out
    assert "  Once it is sent: due again in 3 months, about Wed 24 Feb.\n" in out
    assert "If nobody answers" not in out
