"""`followupd init`: from flags, and as a conversation on a real terminal."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.cli.conftest import NOW, Shell
from tests.cli.first_hour import EVENT, empty, init, left

__all__ = ["empty"]


def test_init_writes_a_list_that_works_and_never_overwrites(desk: Shell) -> None:
    desk.hitlist.unlink()
    told = desk.process("init", "--name", "Dana Whitfield", "--name", "#1: Sam's \"x\"", "--timezone", "Europe/Berlin")
    assert (told.code, told.err) == (0, "")
    assert told.out == (
        "Wrote hitlist.yaml with 2 people.\n"
        "Beside it is hitlist.schema.json, with which an editor completes and checks it.\n"
        "Next: followupd plan\n"
    )
    written = desk.hitlist.read_text()
    assert desk("check").code == 0
    assert {p["name"] for p in desk("list", "--json").json["people"]} == {"Dana Whitfield", "#1: Sam's \"x\""}
    assert desk("plan").code == 0
    again = desk("init", "--yes")
    assert again.code == 2
    assert "already exists and was left unchanged" in again.err
    assert desk.hitlist.read_text() == written


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--block", "Someday"], "Someday"),
        (["--hours", "late"], "late"),
        (["--timezone", "Moon/Sea"], "Moon/Sea"),
        (["--calendar", "https://dav.example.com/"], "needs a login"),
    ],
)
def test_init_with_an_answer_that_is_none_writes_nothing(desk: Shell, args: list[str], told: str) -> None:
    answer = desk("init", "--yes", "--path", "new.yaml", *args)
    assert answer.code == 2
    assert told in answer.err
    assert not Path("new.yaml").exists()
    assert not Path("hitlist.schema.json").exists()


def test_init_says_the_next_command_for_another_path(desk: Shell) -> None:
    told = desk("init", "--yes", "--path", "my people.yaml", "--block", "none")
    assert told.out.endswith("Next: followupd plan -c 'my people.yaml'\n")
    assert desk("check", "-c", "my people.yaml").code == 0


def test_four_answers_are_enough(empty: Shell) -> None:
    """Without a calendar server: the calendar, the people, the hour, and whether to write it."""
    with init(empty) as screen:
        assert "[followup.ics]" in screen.until("]: ")
        shown = screen.type("", "Name: ")
        assert "Who makes you laugh, who brings ideas, whom do you want to serve?" in shown
        assert "Five to seven are enough to begin." in shown
        screen.type("Dana Whitfield", "Name: ")
        screen.type("", "[Tuesday 10:00]: ")
        shown = screen.type("", "[yes]: ")
        assert "+ Tue 24 Nov 10:00  Call Dana Whitfield" in shown
        assert "Write hitlist.yaml" in shown
        assert left(empty) == []
        assert "Wrote hitlist.yaml with 1 person." in screen.end("\r")
    assert screen.code == 0
    assert [one["name"] for one in empty("list", "--json").json["people"]] == ["Dana Whitfield"]
    assert "+ Tue 24 Nov 10:00  Call Dana Whitfield" in empty("plan").out


def test_what_is_not_understood_is_asked_again(empty: Shell) -> None:
    """A name without a meaning behind it, somebody twice, an hour that is none, an answer that is neither y nor n."""
    with init(empty) as screen:
        screen.until("]: ")
        screen.type("", "Name: ")
        assert '"blue shoes" was not understood' in screen.type("Mia Chen, blue shoes", "Name: ")
        screen.type("Mia Chen, +49 30 1234567, every 6 weeks", "Name: ")
        assert "mia chen is on the list already as Mia Chen" in screen.type("mia chen", "Name: ")
        assert "looks like an address" in screen.type("mia@example.com", "Name: ")
        screen.type("", "[Tuesday 10:00]: ")
        assert "Someday" in screen.type("Someday", "[Tuesday 10:00]: ")
        screen.type("Friday 9:00", "[yes]: ")
        assert "Type y or n." in screen.type("perhaps", "[yes]: ")
        screen.end("y\r")
    assert screen.code == 0
    assert empty("show", "mia", "--json").json["phones"] == ["+49 30 1234567"]
    assert "every: Friday 9:00" in empty.hitlist.read_text()


def test_no_writes_nothing(empty: Shell) -> None:
    with init(empty, "--name", "Dana", "--block", "none", "--calendar", "a.ics") as screen:
        screen.until("[yes]: ")
        assert "nothing was written" in screen.end("n\r")
    assert screen.code == 130
    assert left(empty) == []


# The first question, and each answer with the question after it.
FIRST, ANSWERS = "]: ", (("", "Name: "), ("Dana", "Name: "), ("", "[Tuesday 10:00]: "), ("", "[yes]: "))


@pytest.mark.parametrize(("number", "how"), [
    (0, "\x03"), (1, "\x03"), (2, "\x03"), (3, "\x03"), (4, "\x03"), (0, "\x04"), (2, "\x04"), (4, "\x04"),
    (4, "kill"), (1, "hang up"),
])
def test_interrupted_at_any_question_it_leaves_nothing(empty: Shell, number: int, how: str) -> None:
    """Ctrl-C, Ctrl-D, SIGTERM, and a terminal that is closed."""
    with init(empty) as screen:
        screen.until(FIRST)
        for answer, question in ANSWERS[:number]:
            screen.type(answer, question)
        if how == "kill":
            screen.kill(signal.SIGTERM)
        elif how == "hang up":
            screen.kill(signal.SIGHUP)
        else:
            assert "nothing was written" in screen.interrupt(how)
            assert screen.code == 130
    assert left(empty) == []


def test_a_list_that_appears_meanwhile_is_left_alone(empty: Shell) -> None:
    with init(empty, "--name", "Dana", "--block", "none", "--calendar", "a.ics") as screen:
        screen.until("[yes]: ")
        empty.hitlist.write_text("contacts: []\n")
        assert "already exists and was left unchanged" in screen.end("y\r")
    assert screen.code == 2
    assert empty.hitlist.read_text() == "contacts: []\n"


def test_people_may_be_given_as_lines(empty: Shell) -> None:
    mia = "Mia Chen, +49 30 1234567, every 6 weeks"
    told = empty("init", "--yes", "--person", mia, "--name", "mia chen", "--name", "Sam")
    assert told.code == 0
    assert "Mia Chen is on the list already as mia chen; the second was left out" in told.err
    assert [one["name"] for one in empty("list", "--json").json["people"]] == ["mia chen", "Sam"]
    refused = empty("init", "--yes", "--path", "b.yaml", "--person", "Mia Chen, blue shoes")
    assert (refused.code, Path("b.yaml").exists()) == (2, False)
    assert '--person: "blue shoes" was not understood' in refused.err


@pytest.fixture
def with_khal(empty: Shell) -> Shell:
    """With three calendars of khal: the week is full but for Thursday from 14:00 to 15:30, and a link to read only."""
    home = empty.folder.parent / "home"
    for name, events in (
        ("home", [("mornings", "20260105", "0900", "PT5H", "MO,TU,WE,TH,FR")]),
        ("work", [("desk", "20260105", "1400", "PT3H", "MO,TU,WE,FR"), ("late", "20260108", "1530", "PT90M", "TH")]),
        ("team", []), ("outreach", []),
    ):
        folder = home / ".calendars" / name
        folder.mkdir(parents=True)
        for event in events:
            (folder / f"{event[0]}.ics").write_text(EVENT.format(*event), newline="")
    (home / ".config/khal").mkdir(parents=True)
    (home / ".config/khal/config").write_text(
        "[calendars]\n" + "".join(f"[[{name}]]\npath = ~/.calendars/{name}/\n" for name in ("home", "work", "outreach"))
        + "[[team]]\npath = ~/.calendars/team/\nreadonly = True\n"
    )
    return empty


def test_the_calendars_of_khal_are_offered_and_the_quietest_hour_proposed(with_khal: Shell) -> None:
    """By name and with their events; one that may not be written is said; the hour is free in all of the last weeks."""
    with init(with_khal, "--name", "Dana") as screen:
        shown = screen.until("[3]: ")
        assert "   1  home       khal, 1 event\r\n   2  work       khal, 2 events" in shown
        assert "   4  team       khal, 0 events, read-only" in shown
        assert "team is read-only" in screen.type("team", "[3]: ")
        assert "There is no number 7." in screen.type("7", "[3]: ")
        screen.type("", "[all]: ")
        assert '"1, x" was not understood' in screen.type("1, x", "[all]: ")
        shown = screen.type("1 2", "]: ")
        assert "Thursday 14:00 is the quietest: free in 8 of the last 8 weeks." in shown
        assert "[Thursday 14:00]" in shown
        screen.type("", "[ask]: ")
        shown = screen.type("no", "[yes]: ")
        assert "+ Thu 26 Nov 14:00  Call Dana" in shown
        screen.end("\r")
    assert screen.code == 0
    text = with_khal.hitlist.read_text()
    assert "calendar: ~/.calendars/outreach/" in text
    assert "\nnoticed: {meetings: no} " in text
    assert "busy:   # your other calendars: their meetings, and time that is kept clear of\n" in text
    assert with_khal.process("check").code == 0
    assert with_khal.process("sync", "--now", NOW).code == 0
    home = with_khal.folder.parent / "home"
    assert len(list((home / ".calendars/outreach").glob("*.ics"))) == 26


def test_the_quietest_hour_of_given_calendars_needs_nobody(with_khal: Shell) -> None:
    home = with_khal.folder.parent / "home"
    told = with_khal.process(
        "init", "--yes", "--now", NOW, "--timezone", "America/Denver", "--busy", f"{home}/.calendars/home/",
        "--busy", f"{home}/.calendars/work/",
    )
    assert told.code == 0
    assert "every: Thursday 14:00" in with_khal.hitlist.read_text()
    refused = with_khal.process("init", "--yes", "--path", "b.yaml", "--busy", "nowhere")
    assert (refused.code, Path("b.yaml").exists()) == (2, False)
    assert '"nowhere" is not an .ics file' in refused.err


def test_a_busy_calendar_that_cannot_be_read_is_said(empty: Shell) -> None:
    told = empty.process("init", "--yes", "--busy", "gone.ics")
    assert told.code == 0
    assert "gone.ics" in told.err
    assert "every: Tuesday 10:00" in empty.hitlist.read_text()
