"""The commands that change the hit list: what they write, what they answer, and what they leave alone."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from followupd.calendars.files import atomic
from tests.cli.conftest import HITLIST, Shell


def lines(desk: Shell) -> list[str]:
    return desk.hitlist.read_text(encoding="utf-8").splitlines()


def changed(desk: Shell) -> tuple[list[str], list[str]]:
    """The lines that are gone from the hit list, and those that are new."""
    old, new = HITLIST.splitlines(), lines(desk)
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_add_answers_with_when_their_turn_comes(desk: Shell) -> None:
    told = desk("add", "Mia Chen", "--phone", "+1 303 555 0177", "--every", "6 weeks", "--like")
    assert (told.code, told.err) == (0, "")
    assert told.out == (
        "Mia Chen: added to hitlist.yaml. Next: on the sheet of Tue 24 Nov 10:00. Written to followup.ics.\n"
    )
    assert desk.hitlist.read_text(encoding="utf-8") == HITLIST + (
        "  - name: Mia Chen\n    every: 6 weeks\n    phone: +1 303 555 0177\n    like: yes\n"
    )
    assert "Mia" in desk.calendar.read_text(encoding="utf-8")


def test_add_is_said_with_the_words_of_check_when_it_cannot_be(desk: Shell) -> None:
    """All values that the list refuses at once, and nothing written."""
    told = desk("add", "Bo", "--every", "2 fortnights", "--category", "frends", "--date", "birthday=40 May")
    assert told.code == 2
    assert 'every: "2 fortnights" is not a duration. Write 14 days, 2w or "every 2 weeks".' in told.err
    assert "Did you mean friends?" in told.err
    assert "dates.birthday: " in told.err
    assert "Nothing was written." in told.err
    assert lines(desk) == HITLIST.splitlines()
    assert not desk.calendar.exists()


def test_a_name_that_is_there_is_not_added_again(desk: Shell) -> None:
    told = desk("add", "sam okafor")
    assert told.code == 2
    assert '"sam okafor" is on line 21 too. Give one of them an id' in told.err
    assert desk("add", "Sam Okafor", "--id", "sam-2").code == 0
    assert lines(desk)[-2:] == ["  - name: Sam Okafor", "    id: sam-2"]


def test_edit_changes_values_at_their_place(desk: Shell) -> None:
    told = desk("edit", "Dana", "--phone", "+1 303 555 0199", "--notes", "moved: Lyon #4", "--date", "wedding=3 June")
    assert told.code == 0
    assert told.out.startswith("Dana Whitfield: changed in hitlist.yaml. Next: ")
    gone, new = changed(desk)
    assert gone == [
        "    phone: +1 303 555 0142", "    notes: Loves to travel; back from Lisbon.", "    dates: {birthday: 14 May}",
    ]
    assert told.out.partition(" It was:\n")[2].splitlines() == gone
    assert new == [
        "    phone: +1 303 555 0199", "    notes: 'moved: Lyon #4'", "    dates: {birthday: 14 May, wedding: 3 June}",
    ]
    again = desk("edit", "Dana", "--phone", "+1 303 555 0199")
    assert again.out == "Dana Whitfield: hitlist.yaml says so already; nothing was written.\n"


def test_a_comment_goes_only_with_its_value_and_is_named(desk: Shell) -> None:
    """A value that stays has its comment at any place; the example of `edit --help` works with a commented number."""
    two = "    phone:\n      - +1 303 555 0142  # home\n      - +1 303 555 0143  # work\n"
    desk.rewrite("    phone: +1 303 555 0142\n", two)
    told = desk("edit", "Dana", "--phone", "+1 303 555 0143", "--phone", "+1 303 555 0144")
    assert told.code == 0
    assert ' Note: the comment "# home" went with what it was about. It was:\n' in told.out
    assert told.out.endswith("      - +1 303 555 0142  # home\n")
    assert {"      - +1 303 555 0143  # work", "      - +1 303 555 0144"} <= set(lines(desk))
    assert desk("edit", "Dana", "--phone", "+1 303 555 0199", "--notes", "moved to Lyon").code == 0
    assert "      - +1 303 555 0199" in lines(desk)
    desk.rewrite("    category: clients\n", "    category: clients  # since May\n")
    told = desk("edit", "Dana", "--category", "friends")
    assert 'Note: the comment "# since May" is still there.' in told.out
    assert desk("edit", "Dana", "--via", "email, phone").code == 0
    assert "    via: [email, phone]" in lines(desk)
    assert desk("edit", "Dana", "--via", "email, note").code == 0
    assert "    via: [email, note]" in lines(desk)


def test_notes_may_be_given_several_times(desk: Shell) -> None:
    assert desk("edit", "Sam Okafor", "--notes", "plays chess", "--notes", "two girls").code == 0
    assert "    notes: [plays chess, two girls]" in lines(desk)


def test_edit_without_a_key(desk: Shell) -> None:
    assert desk("edit", "Dana", "--without", "hours", "--without", "email").code == 0
    assert changed(desk) == (["    email: dana@example.com", "    hours: 12:00-14:00, 16:00-18:00"], [])
    assert "says so already" in desk("edit", "Dana", "--without", "email").out
    assert desk("edit", "Dana", "--without", "phone", "--phone", "1").code == 2
    assert desk("edit", "Dana").code == 2


def test_edit_of_a_name_alone_and_of_one_in_braces(desk: Shell) -> None:
    desk.rewrite("  - name: Sam Okafor\n", "  - Sam Okafor   # a friend\n")
    assert desk("edit", "Okafor", "--email", "sam@example.com").code == 0
    assert desk("edit", "Mei", "--phone", "+81 3 5555 0100", "--phone", "+81 3 5555 0101").code == 0
    said = lines(desk)
    assert {"  - name: Sam Okafor   # a friend", "    email: sam@example.com"} <= set(said)
    assert next(line for line in said if "Mei" in line) == (
        "  - {name: Mei 美玲, category: friends, phone: [+81 3 5555 0100, +81 3 5555 0101], email: mei@example.com,"
        " timezone: Asia/Tokyo}"
    )


def test_somebody_whose_number_is_on_a_card(desk: Shell) -> None:
    """The card is not in the file: an edit is about what is written there, and the rest stays linked."""
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:Ann Lee\r\nTEL:+1 303 555 0123\r\nEND:VCARD\r\n"
    (desk.folder / "ann.vcf").write_text(card)
    desk.hitlist.write_text(f"addressbook: ann.vcf\n{HITLIST}", encoding="utf-8")
    desk("sync")
    assert desk("edit", "Ann Lee", "--every", "6 weeks").code == 0
    assert "  - {name: Ann Lee, every: 6 weeks}" in lines(desk)
    assert "+1 303 555 0123" in desk("show", "Ann Lee").out


def test_a_dry_run_shows_the_diff_and_writes_nothing(desk: Shell) -> None:
    told = desk("edit", "Dana", "--phone", "+1 303 555 0199", "--dry-run")
    assert told.code == 0
    assert [line for line in told.out.splitlines() if line[:1] in "+-"] == [
        "--- hitlist.yaml", "+++ hitlist.yaml", "-    phone: +1 303 555 0142", "+    phone: +1 303 555 0199",
    ]
    assert lines(desk) == HITLIST.splitlines()
    form = desk("add", "Bo", "--dry-run", "--json").json
    assert (form["saved"], form["person"]) == (False, None)
    assert "+  - name: Bo\n" in form["diff"]
    assert not desk.calendar.exists()


def test_a_pause_with_and_without_an_end(desk: Shell) -> None:
    assert desk("pause", "Dana", "--until", "1 March").code == 0
    assert changed(desk) == ([], ["    pause_until: 2027-03-01"])
    assert "already" in desk("pause", "Dana", "--until", "2027-03-01").out
    told = desk("pause", "Dana")            # and now without an end
    assert told.out == "Dana Whitfield: paused in hitlist.yaml. followup.ics needs no change.\n"
    assert changed(desk) == ([], ["    status: paused"])
    assert desk("resume", "Dana").code == 0
    assert lines(desk) == HITLIST.splitlines()
    assert "already" in desk("resume", "Dana").out
    assert desk("pause", "Dana", "--until", "yesterday").code == 2
    assert desk("pause", "Dana", "--until", "whenever").code == 2


def test_a_pause_of_somebody_whose_status_is_written(desk: Shell) -> None:
    """`pause_until` alone would have no effect there."""
    desk.rewrite("    like: true\n    notes", "    like: true\n    status: active\n    notes")
    assert desk("pause", "Dana", "--until", "1 March").code == 0
    assert {"    status: paused", "    pause_until: 2027-03-01"} <= set(lines(desk))
    assert desk("resume", "Dana").code == 0
    assert not {"    status: active", "    pause_until: 2027-03-01"} & set(lines(desk))


def test_stop_takes_what_is_to_come_off_the_calendar(desk: Shell) -> None:
    desk("sync")
    assert "Call Dana Whitfield" in desk.calendar.read_text(encoding="utf-8")
    told = desk("stop", "Dana")
    said = "Dana Whitfield: stopped in hitlist.yaml. Written to followup.ics.\n"
    assert told.out == said
    assert "Call Dana Whitfield" not in desk.calendar.read_text(encoding="utf-8")
    assert desk("resume", "Dana").code == 0
    assert "Call Dana Whitfield" in desk.calendar.read_text(encoding="utf-8")
    assert lines(desk) == HITLIST.splitlines()
    assert desk("resume", "Gone").code == 0
    assert "  - {name: Gone Person}" in lines(desk)


def test_rename_keeps_the_history_and_writes_an_id_only_if_it_must(desk: Shell) -> None:
    desk("log", "Sam", "reached")
    desk("log", "Dana", "no answer")
    desk("sync")
    assert desk("rename", "Dana", "Dana Whitfield-Lee").code == 0       # her number says who she is
    assert desk("rename", "Okafor", "Samuel Obi: brother").code == 0
    assert changed(desk) == (
        ["  - name: Dana Whitfield", "  - name: Sam Okafor"],
        ["  - name: Dana Whitfield-Lee", "  - name: 'Samuel Obi: brother'", "    id: sam-okafor"],
    )
    for who in ("Dana", "Obi"):
        shown = desk("show", who, "--json").json
        assert len(shown["attempts"]) == (2 if who == "Dana" else 1)
    assert desk("status").code == 0
    assert "are both known as ann-lee" in desk("rename", "Anna", "Ánn Lee").err


def test_remove_says_what_goes_and_shows_the_lines(desk: Shell) -> None:
    desk("sync")
    told = desk("remove", "Dana")
    assert told.code == 0
    number = HITLIST.splitlines().index("  - name: Dana Whitfield") + 1
    assert told.out.startswith(
        "Dana Whitfield: with the reminder of Fri 20 Nov 16:30, removed from hitlist.yaml. Written to followup.ics. "
        f"This was on line {number}; paste it there to have it back:\n"
    )
    assert told.out.endswith("    log: [2026-08-20 11:00 reached]\n")
    gone = told.out.partition("back:\n")[2]
    assert desk.hitlist.read_text(encoding="utf-8") == HITLIST.replace(gone, "")
    assert gone.startswith("  - name: Dana Whitfield\n")
    assert "Dana" not in desk.calendar.read_text(encoding="utf-8")


def test_all_that_remove_takes_out_is_printed_as_it_was(desk: Shell) -> None:
    """With its comma, its comment and its tabs, which paste back; and a dry run shows the same."""
    old = "contacts: [\n  Ann Lee,\t# boss\n  {name: Bo Li,\n\t phone: +1 303 555 0100},  # next\tdoor\n  Cleo\n]\n"
    desk.hitlist.write_text(f"calendar: followup.ics\ntimezone: America/Denver\n{old}")
    assert "-  Ann Lee,\t# boss\n" in desk("remove", "Ann", "--dry-run").out
    whole = desk.hitlist.read_text()
    bo = "  {name: Bo Li,\n\t phone: +1 303 555 0100},  # next\tdoor\n"
    for who, gone in (("Ann", "  Ann Lee,\t# boss\n"), ("Bo", bo)):
        assert desk("remove", who).out.partition("back:\n")[2] == gone
        whole = whole.replace(gone, "")
        assert desk.hitlist.read_text() == whole


@pytest.mark.parametrize(("lines", "who", "told_as"), [
    ("contacts: [ {name: Ann Lee},\n  Bo ]", "Ann", "Lines 3 to 4 were"),
    ("contacts: [ Bo\n  , Ann Lee, # a\n  Cy ]", "Ann", "Lines 4 to 5 were"),
    ("contacts: [Bo, Ann Lee]", "Ann", "Line 3 was"),
    ("contacts: [\n  Bo, # b\n\n  {name: Ann Lee}\n]", "Ann", "This was on line 5; paste it there to have it back"),
])
def test_what_remove_prints_is_the_lines_as_they_were(desk: Shell, lines: str, who: str, told_as: str) -> None:
    """It speaks of pasting only if no other line changed; a comma that a neighbour had stays if it can."""
    old = f"calendar: followup.ics\ntimezone: America/Denver\n{lines}\n"
    desk.hitlist.write_text(old)
    said, _, printed = desk("remove", who).out.partition(":\n")
    assert said.endswith(told_as)
    assert "Note" not in said
    assert printed in old
    number = next(int(word.rstrip(";")) for word in told_as.split() if word.rstrip(";").isdigit())
    assert old.splitlines()[number - 1 :][: len(printed.splitlines())] == printed.splitlines()
    now = desk.hitlist.read_text().splitlines(keepends=True)
    if "paste" in told_as:
        assert "".join([*now[: number - 1], printed, *now[number - 1 :]]) == old


def test_the_last_one_removed_leaves_the_calendar_to_be_asked_about(desk: Shell) -> None:
    """An emptied list stops the pass (P10): the file is written, and the answer says so."""
    head = "calendar: followup.ics\ntimezone: America/Denver\nblock: Tuesday 10:00\n"
    desk.hitlist.write_text(f"{head}contacts:\n- Sam\n")
    desk("sync")
    told = desk("remove", "Sam")
    assert told.code == 3
    assert "The hit list is written. The calendar could not be written" in told.err
    assert lines(desk)[-1] == "contacts:"


def test_somebody_in_an_included_file_is_edited_there(desk: Shell) -> None:
    """Through a link, which stays one; the mode of its file stays too. The main file is not touched."""
    real = desk.folder / "shared" / "friends.yaml"
    real.parent.mkdir()
    real.write_bytes(b"# friends\r\n- Bo Li   # next door\r\n-   name:  Cleo\r\n    phone: +1 303 555 0100")
    real.chmod(0o640)
    (desk.folder / "friends.yaml").symlink_to(real)
    desk.hitlist.write_text(f"include: friends.yaml\n{HITLIST}", encoding="utf-8")
    assert desk("edit", "Cleo", "--phone", "+1 303 555 0111").code == 0
    assert desk("add", "Dan", "--file", "friends").out.startswith("Dan: added to friends.yaml.")
    assert real.read_bytes() == (
        b"# friends\r\n- Bo Li   # next door\r\n-   name:  Cleo\r\n    phone: +1 303 555 0111\r\n-   name: Dan"
    )
    assert (desk.folder / "friends.yaml").is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert desk.hitlist.read_text(encoding="utf-8") == f"include: friends.yaml\n{HITLIST}"
    assert "Its files: hitlist.yaml, friends.yaml." in desk("add", "Eva", "--file", "work.yaml").err


def test_what_cannot_be_edited_is_shown_as_lines_to_paste(desk: Shell) -> None:
    desk.hitlist.write_text(
        "calendar: followup.ics\ntimezone: America/Denver\ncontacts:\n- name: Dana\n  hours: &late 18:00-20:00\n"
        "- {name: Sam, hours: *late}\n"
    )
    before = desk.hitlist.read_bytes()
    told = desk("edit", "Dana", "--hours", "9:00-12:00")
    assert told.code == 3
    assert "hitlist.yaml was not changed: " in told.err
    assert "The entry begins on line 4. To do it by hand, paste this there:\n    hours: 9:00-12:00\n" in told.err
    assert desk.hitlist.read_bytes() == before


@pytest.mark.parametrize("name", ["hitlist.yaml", "friends.yaml"])
def test_a_file_with_a_second_document_is_not_edited(desk: Shell, name: str) -> None:
    """The list or an included file: the answer says where it begins and what to do."""
    desk.hitlist.write_text(f"include: friends.yaml\n{HITLIST}", encoding="utf-8")
    (desk.folder / "friends.yaml").write_text("contacts:\n- Bo Li\n")
    file = desk.folder / name
    number = len(file.read_text(encoding="utf-8").splitlines()) + 1
    before = file.read_text(encoding="utf-8") + "---\ncontacts:\n- Cleo\n"
    file.write_text(before, encoding="utf-8")
    told = desk("edit", "Dana", "--phone", "+1 303 555 0199")
    assert told.code == 2
    assert f"{name}: 1 problem" in told.err
    assert f"  {number}:1  a second document begins here, and a hit list is one. " in told.err
    assert 'Remove the "---" line, or all from it on.' in told.err
    assert file.read_text(encoding="utf-8") == before


def test_what_cannot_be_edited_is_judged_first(desk: Shell) -> None:
    """A value that the list refuses is refused with its words, and not offered to be pasted."""
    desk.rewrite("    phone: +1 303 555 0142\n", "    phone: &office +1 303 555 0142  # office\n")
    desk.rewrite("  - name: Sam Okafor\n", "  - name: Sam Okafor\n    phone: *office\n")
    before = desk.hitlist.read_bytes()
    for as_it_is, phone in ((2, "12"), (3, "+1 303 555 0199")):
        told = desk("edit", "Dana", "--phone", phone)
        assert told.code == as_it_is
        assert ('phone: "12" is not a phone number' in told.err) == (as_it_is == 2)
        assert ("paste this there" in told.err) == (as_it_is == 3)
    desk.rewrite("  - name: Dana Whitfield\n", "  - &dana\n    name: Dana Whitfield\n")
    desk.rewrite("  - name: Sam Okafor\n", "  - <<: *dana\n    name: Sam Okafor\n")
    before = desk.hitlist.read_bytes()
    assert '"Sam Okafor" is on line 11 too' in desk("rename", "Dana", "sam okafor").err
    assert desk.hitlist.read_bytes() == before


@pytest.mark.parametrize("moment", ["first read", "last look", "renaming"])
def test_a_file_that_changes_meanwhile_is_left_as_it_is(
    desk: Shell, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Before it is read to be edited, before it is written, and between the last look and the renaming."""
    other = HITLIST.replace("Dana Whitfield", "Donna Summer")
    reads, read, replace = iter(("first read", "last look")), atomic.read, atomic.replace

    def late_read(path: Path) -> atomic.FileState | None:
        if path.name == "hitlist.yaml" and next(reads, "") == moment:
            desk.hitlist.write_text(other, encoding="utf-8")
        return read(path)

    def late_replace(path: Path, data: bytes, expecting: atomic.FileState | None) -> atomic.FileState:
        if path.name == "hitlist.yaml" and moment == "renaming":
            desk.hitlist.write_text(other, encoding="utf-8")
        return replace(path, data, expecting)

    monkeypatch.setattr(atomic, "read", late_read)
    monkeypatch.setattr(atomic, "replace", late_replace)
    told = desk("edit", "Dana", "--phone", "+1 303 555 0199")
    assert told.code == 5
    assert "hitlist.yaml was changed meanwhile; nothing was written" in told.err
    assert desk.hitlist.read_text(encoding="utf-8") == other


def test_a_file_that_cannot_be_written_is_named(desk: Shell) -> None:
    desk.hitlist.chmod(0o400)
    if os.access(desk.hitlist, os.W_OK):
        pytest.skip("this user may write everything")
    told = desk("edit", "Dana", "--phone", "+1 303 555 0199")
    assert told.code == 1
    assert "hitlist.yaml could not be written" in told.err


def test_json_says_what_was_written_and_what_is_next(desk: Shell) -> None:
    form = desk("add", "Bo", "--json").json
    assert list(form) == ["file", "diff", "saved", "notes", "person", "next", "written", "error"]
    assert (form["file"], form["saved"], form["written"], form["error"]) == ("hitlist.yaml", True, True, None)
    assert form["person"]["name"] == "Bo"
    gone = json.loads(desk("remove", "Bo", "--json").out)
    assert (gone["person"], gone["next"], gone["saved"]) == (None, None, True)
