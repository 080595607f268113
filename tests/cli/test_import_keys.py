"""`followupd import` at a terminal: one key for each person, through a real pseudo-terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from followupd.desk.desk import at_the_desk
from followupd.desk.stack import lay_out
from followupd.desk.stack_session import Session
from tests.cli.conftest import Shell
from tests.cli.test_import import LIST, NOW
from tests.kit.exported_books import everybody
from tests.kit.terminal import Terminal
from tests.kit.terminal import terminal as at_terminal

ASKED = "u undo   q stop"
CSV = "".join(f"{one.name},{one.email}\n" for one in everybody(9))


@contextmanager
def terminal(desk: Shell, *args: str) -> Iterator[Terminal]:
    """The program at a terminal of its own."""
    with at_terminal(desk.folder, desk.env(), *args, "--now", NOW, asked=ASKED) as running:
        yield running


@pytest.fixture
def books(desk: Shell) -> Shell:
    desk.hitlist.write_text(LIST.replace("busy: [work.ics]\n", ""), encoding="utf-8")
    (desk.folder / "people.csv").write_text(f"Name,Email\n{CSV}", encoding="utf-8")
    return desk


def open_names(books: Shell) -> list[str]:
    return [one["name"] for one in books("import", "people.csv", "--json").json["people"]]


def added(books: Shell) -> list[str]:
    text = books.hitlist.read_text(encoding="utf-8")
    return [one.name for one in everybody(9) if f"name: {one.name}\n" in text]


def test_each_key_is_done_at_once_and_the_next_run_goes_on(books: Shell) -> None:
    """Yes, no, later, a category, undo; what was typed is kept if the terminal goes away in the middle."""
    names = open_names(books)
    with terminal(books, "import", "people.csv") as screen:
        assert f"1 of 9   {names[0]}" in screen.until(ASKED)
        assert f"2 of 9   {names[1]}" in screen.press("y")
        assert f"- name: {names[0]}\n" in books.hitlist.read_text(encoding="utf-8")
        assert f"3 of 9   {names[2]}" in screen.press("n")
        assert f"4 of 9   {names[3]}" in screen.press("l")
        assert f"5 of 9   {names[4]}" in screen.press("1")
        assert f"name: {names[3]}\n    category: clients" in books.hitlist.read_text(encoding="utf-8")
        assert f"Taken back: {names[3]}" in screen.press("u")
        assert names[3] not in books.hitlist.read_text(encoding="utf-8")
        assert f"5 of 9   {names[4]}" in screen.press("2")
    assert added(books) == [one.name for one in everybody(9) if one.name in (names[0], names[3])]
    assert "category: friends" in books.hitlist.read_text(encoding="utf-8").partition(names[3])[2]
    assert open_names(books) == [*names[4:], names[2]]
    with terminal(books, "import", "people.csv") as screen:
        assert f"1 of 6   {names[4]}" in screen.until(ASKED)
        assert "Added" not in screen.end("q")


def test_five_are_enough_to_begin(books: Shell) -> None:
    with terminal(books, "import", "people.csv") as screen:
        screen.until(ASKED)
        for _ in range(4):
            assert "enough" not in screen.press("y")
        assert "5 people: that is enough to begin." in screen.press("y")
        assert "enough" not in screen.press("y")
        assert "7 people: that is enough to begin." in screen.press("y")
        last = screen.end("q")
    assert "Added 7 people" in last
    assert "Written to followup.ics" in last
    assert len(added(books)) == 7


def test_a_guess_is_asked_about_and_undo_takes_both_back(books: Shell) -> None:
    (books.folder / "people.csv").write_text(
        "Name,Email,Last contact\nMia Chen,mia@example.com,2026-08-12\nBo Ito,bo@example.com,\n", encoding="utf-8")
    before = books.hitlist.read_bytes()
    with terminal(books, "import", "people.csv") as screen:
        assert "last contact perhaps 2026-08-12" in screen.until(ASKED)
        assert "2026-08-12 reached" in screen.press("y", "n no")
        assert "2 of 2" in screen.press("y")
        assert "2026-08-12 reached (people.csv: last contacted)" in books.hitlist.read_text(encoding="utf-8")
        assert "1 of 2" in screen.press("undo")
        assert books.hitlist.read_bytes() == before
        screen.press("y", "n no")
        assert "2 of 2" in screen.press("n")
        screen.end("\x04")
    text = books.hitlist.read_text(encoding="utf-8")
    assert "Mia Chen" in text
    assert "log:" not in text


def test_arrows_and_esc_are_no_answers(books: Shell) -> None:
    """An arrow begins as Esc does, and ended the import."""
    names = open_names(books)
    with terminal(books, "import", "people.csv") as screen:
        screen.until(ASKED)
        assert f"2 of 9   {names[1]}" in screen.press("\x1b[A\x1bOB\x1b[1;5C\x1b[15~n")
        screen.end("q")
    assert open_names(books) == names[1:]


def test_back_and_later_at_the_question_about_the_last_contact(books: Shell) -> None:
    (books.folder / "people.csv").write_text(
        "Name,Email,Last contact\nMia Chen,mia@example.com,2026-08-12\nBo Ito,bo@example.com,\n", encoding="utf-8")
    before = books.hitlist.read_bytes()
    with terminal(books, "import", "people.csv") as screen:
        screen.until(ASKED)
        screen.press("y", "u back")
        assert "1 of 2   Mia Chen" in screen.press("u")
        screen.press("y", "u back")
        assert "2 of 2   Bo Ito" in screen.press("l")
        screen.end("q")
    assert books.hitlist.read_bytes() == before
    assert open_names(books) == ["Bo Ito", "Mia Chen"]


def test_an_undo_that_cannot_be_written_is_said(
    books: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_the_desk(books.hitlist, lambda zone: datetime(2026, 11, 20, 14, 10, tzinfo=zone)) as desk:
        session = Session(lay_out(desk, [books.folder / "people.csv"]))
        assert "Added to" in " ".join(session.press("y"))

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("followupd.desk.stack.atomic.replace", full)
        assert "could not be written: No space left on device" in " ".join(session.press("u"))
        assert not session.over


def test_keys_typed_ahead_are_not_lost_and_ctrl_c_ends_it_well(books: Shell) -> None:
    with terminal(books, "import", "people.csv") as screen:
        screen.until(ASKED)
        screen.press("nnn", "4 of 9")
        assert "Traceback" not in screen.end("\x03")
    assert len(open_names(books)) == 6


def test_an_edit_by_hand_meanwhile_is_kept(books: Shell) -> None:
    with terminal(books, "import", "people.csv") as screen:
        screen.until(ASKED)
        assert "2 of 9" in screen.press("y")
        edited = books.hitlist.read_text(encoding="utf-8") + "\n  - By Hand\n"
        books.hitlist.write_text(edited, encoding="utf-8")
        assert "was changed meanwhile" in screen.press("u")
        assert "3 of 9" in screen.press("y")
        screen.end("q")
    assert "By Hand" in books.hitlist.read_text(encoding="utf-8")
    assert len(added(books)) == 2
