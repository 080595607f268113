"""Somebody without a number or an address is renamed in the hit list: through whole passes, on a real .ics file.

Their history goes along and this is said, or it is asked; nothing is joined that may be two people, and nothing of any
history is lost.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.files.ics_file import IcsFile
from followupd.core.values.facts import Attempt, Listed, Outcome
from followupd.errors import CalendarUnreachable
from followupd.hitlist.slug import slug
from tests.kit.renaming import LIST, Renaming


@pytest.mark.parametrize("name", ["Dana Whitfield-Lee", "Dana Whitfeild", "Whitfield, Dana", "Dana", "DANA WHITFIELD"])
def test_a_name_clearly_alike_at_the_same_place_is_the_same_person(tmp_path: Path, name: str) -> None:
    """It is said in one line; the reminder keeps its UID and stays one; renaming back is the same again."""
    desk = Renaming(tmp_path)
    uid, title = desk.reminder()
    assert title == "Call Dana Whitfield"
    desk.save("Ann Fox", f'"{name}"', "Sam Okafor")
    report = desk.sync()
    (said,) = report.renamed
    assert said.startswith(f"Dana Whitfield is now {name}: the history goes along.")
    assert report.questions == ()
    assert desk.reminder() == (uid, f"Call {name}")
    desk.save(*LIST)
    assert desk.sync().renamed == (f"{name} is now Dana Whitfield: the history goes along.",)
    assert desk.reminder() == (uid, title)


def test_first_names_are_completed_all_at_once(tmp_path: Path) -> None:
    """Nobody keeps their name, and each new one is alike to one old one."""
    desk = Renaming(tmp_path, ["Ann", "Dana", "Samira", "Sam"], "dana")
    desk.save("Ann Fox", "Dana Whitfield", "Samira Lund", "Sam Okafor")
    assert len(desk.sync().renamed) == 4
    assert desk.keys() == {
        "Ann": "ann", "Ann Fox": "ann", "Dana": "dana", "Dana Whitfield": "dana", "Samira": "samira",
        "Samira Lund": "samira", "Sam": "sam", "Sam Okafor": "sam",
    }


@pytest.mark.parametrize("entries", [
    ["Ann Fox", "Sam Okafor", "Dana Whitfield"],                       # moved
    ["Sam Okafor", "Dana Whitfield", "Ann Fox"],                       # two swapped
    ["Ann Fox", "Sam Okafor", "Robin Hale"],                           # gone, and an unrelated one at the end
    ["Robin Hale", "Ann Fox", "Sam Okafor"],
    ["Ann Fox", "Dana Hale", "Robin Whitfield", "Sam Okafor"],         # one becomes two
    ["Ann Fox", "Dana Lee", "Sam Okafor"],                             # one first name proves nothing
    ["Ann Fox", "Dana and Robin Whitfield", "Sam Okafor"],
    ["Ann Fox", "Dana Whitfield-Lee", "Lee Poe", "Dana Whitfield-Poe", "Sam Okafor"],      # which of the two?
    ["{name: Dana Fox, phone: +1 303 555 0100}", "Sam Okafor"],
])
def test_what_may_be_somebody_else_is_never_joined(tmp_path: Path, entries: list[str]) -> None:
    """Whoever has a new name has a new key; nobody who stays has another one, and every fact is still there."""
    desk = Renaming(tmp_path)
    before, facts = desk.keys(), desk.home.facts()
    desk.save(*entries)
    report = desk.sync()
    assert report.renamed == ()
    after = desk.keys()
    assert {name: after[name] for name in before} == before
    new = set(after) - set(before)
    assert not {after[name] for name in new} & set(before.values())
    assert desk.home.facts()[:len(facts)] == facts


def test_an_unlike_name_at_the_same_place_is_asked_about(tmp_path: Path) -> None:
    """In each pass, with the words that answer it: an id. Until then nobody has the history of another."""
    desk = Renaming(tmp_path)
    desk.save("Ann Fox", "Robin Hale", "Sam Okafor")
    (asked,) = desk.sync().questions
    assert asked == (
        "Robin Hale is new, and Dana Whitfield is not on the list any more. The same person? Give Robin Hale "
        "`id: dana-whitfield`, and the history goes along. Somebody else? Give Robin Hale an id, such as "
        "`id: robin-hale-2`."
    )
    desk.now += timedelta(days=20)
    assert desk.sync().questions == (asked,)
    desk.save("Ann Fox", "{name: Robin Hale, id: dana-whitfield}", "Sam Okafor")
    report = desk.sync()
    assert (report.questions, report.renamed) == (
        (), ("Dana Whitfield is now Robin Hale: the history goes along.",)
    )
    assert desk.keys()["Robin Hale"] == "dana-whitfield"
    assert desk.reminder()[1] == "Call Robin Hale"


@pytest.mark.parametrize(("was", "now"), [
    ("Dana Whitfield", "Dana Okafor"),
    ("Dana Whitfield", "Dana Zed"),
    ("Dana Whitfield", "Eva Whitfield"),
    ("Dnaa Whitfield", "Dana Whitfield"),
    ("Dana", "Dnaa"),
    ("Joerg Mueller", "Jörg Müller"),
    ("Jörg Müller", "Joerg Mueller-Lee"),
    ("Soeren Weiss", "Søren Weiß"),
    ("{name: Dana Whitfield, phone: +1 303 555 0102}", "{name: Robin Hale, phone: (303) 555-0102}"),
    ("{name: Dana Whitfield, phone: 030 1234567}", "{name: Robin Hale, phone: +49 30 1234567}"),
    ("{name: Dana Whitfield, phone: 0041 44 123 45 67}", "{name: Robin Hale, phone: 044 123 45 67}"),
])
def test_who_is_renamed_and_moved_is_asked_about(tmp_path: Path, was: str, now: str) -> None:
    """The list is sorted again in the same edit: nobody is joined, and the `id` brings the history back."""
    name = was.split("name: ")[-1].split(",")[0]
    key = slug(name)
    desk = Renaming(tmp_path, ["Ann Fox", was, "Sam Ryder", "Tom Lund"], key)
    desk.save("Ann Fox", "Sam Ryder", "Tom Lund", now)
    report = desk.sync()
    (asked,) = report.questions
    assert report.renamed == ()
    assert f"and {name} is not on the list any more. The same person?" in asked
    assert f"`id: {key}`, and the history goes along" in asked
    entry = now.removesuffix("}") if now.startswith("{") else f"{{name: {now}"
    desk.save("Ann Fox", "Sam Ryder", "Tom Lund", f"{entry}, id: {key}}}")
    report = desk.sync()
    assert report.questions == ()
    assert desk.keys()[entry.split("name: ")[-1].split(",")[0]] == key
    assert desk.reminder()[0]


@pytest.mark.parametrize("now", [
    "Robin Hale", "Eva Moe", "Bo", "{name: Robin Hale, phone: +1 303 555 0199}", "{name: Robin Hale, phone: 555-0102}",
    "{name: Robin Hale, phone: +44 303 555 0102}",
])
def test_somebody_deleted_and_somebody_else_added_is_not_asked_about(tmp_path: Path, now: str) -> None:
    desk = Renaming(tmp_path, ["Ann Fox", "{name: Dana Whitfield, phone: +1 303 555 0102}", "Sam Ryder", "Tom Lund"])
    desk.save("Ann Fox", "Sam Ryder", "Tom Lund", now)
    report = desk.sync()
    assert (report.questions, report.renamed) == ((), ())


WHITFIELD, OKAFOR = "+1 303 555 0102", "+1 303 555 0104"
TWO_DANAS = [
    "Ann Fox", f"{{name: Dana Whitfield, phone: {WHITFIELD}}}", f"{{name: Dana Okafor, phone: {OKAFOR}}}", "Sam Ryder",
]


@pytest.mark.parametrize("days", [0, 3])
@pytest.mark.parametrize(("answer", "key", "outcomes"), [
    ("dana-whitfield", "dana-whitfield", [Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE]),
    ("dana-okafor-before", "dana-okafor", [Outcome.REACHED, Outcome.LEFT_MESSAGE]),
    ("dana-okafor-2", "dana-okafor-2", [Outcome.LEFT_MESSAGE]),
])
def test_the_name_of_one_and_the_number_of_another_who_left_is_asked_about(
    tmp_path: Path, answer: str, key: str, outcomes: list[Outcome], days: int
) -> None:
    """One was deleted, and the other got their name: nobody takes over a history before the `id` says which."""
    desk = Renaming(tmp_path, TWO_DANAS)
    with desk.home.opened() as sources:
        sources.history.append([Attempt("dana-okafor", desk.now, Outcome.REACHED, "phone")], desk.now)
    desk.sync()
    now = f"name: Dana Okafor, phone: {WHITFIELD}"
    desk.save("Ann Fox", f"{{{now}}}", "Sam Ryder")
    (asked,) = desk.sync().questions
    assert "Give Dana Okafor `id: dana-whitfield` or `id: dana-okafor-before`" in asked
    assert "Somebody else? Give Dana Okafor an id, such as `id: dana-okafor-2`." in asked
    assert desk.keys()["Dana Okafor"] == "dana-okafor-2"
    with desk.home.opened() as sources:
        sources.history.append([Attempt("dana-okafor-2", desk.now, Outcome.LEFT_MESSAGE, "phone")], desk.now)
    for _ in range(days + 1):
        desk.now += timedelta(days=days and 1)
        assert desk.sync().questions == (asked,)
    desk.save("Ann Fox", f"{{{now}, id: {answer}}}", "Sam Ryder")
    assert desk.sync().questions == ()
    assert desk.keys()["Dana Okafor"] == key
    told = [fact.outcome for fact in desk.home.facts() if isinstance(fact, Attempt) and fact.contact == key]
    assert told == outcomes
    desk.now += timedelta(days=2)
    assert desk.sync().questions == ()


@pytest.mark.parametrize("entries", [
    [f"{{name: Dana Okafor, phone: [{OKAFOR}, {WHITFIELD}]}}"],                 # theirs is still there
    ["{name: Dana Okafor, phone: +1 303 555 0199}"],                            # nobody's
    [f"{{name: Dana Okafor, phone: {WHITFIELD}}}", f"{{name: Dana Whitfield, phone: {OKAFOR}}}"],      # swapped
    [f"{{name: Dana Okafor, phone: {WHITFIELD}}}", f"{{name: Dana Whitfield, phone: {WHITFIELD}}}"],   # shared
])
def test_another_number_alone_parts_nobody_from_their_history(tmp_path: Path, entries: list[str]) -> None:
    desk = Renaming(tmp_path, TWO_DANAS)
    desk.save("Ann Fox", *entries, "Sam Ryder")
    assert desk.sync().questions == ()
    assert desk.keys()["Dana Okafor"] == "dana-okafor"


@pytest.mark.parametrize("place", [1, 2])
@pytest.mark.parametrize(("answer", "key"), [("dana-whitfield", "dana-whitfield"), ("bob-jones-2", "bob-jones")])
def test_the_number_of_somebody_who_left_under_quite_another_name_is_asked_about(
    tmp_path: Path, answer: str, key: str, place: int
) -> None:
    """A successor has the same number. Until an `id` answers it, nobody has the history of the other."""
    desk = Renaming(tmp_path, ["Ann Fox", f"{{name: Dana Whitfield, phone: {WHITFIELD}}}", "Sam Okafor"])
    entries = ["Ann Fox", "Sam Okafor"]
    entries.insert(place, f"{{name: Bob Jones, phone: {WHITFIELD}}}")
    desk.save(*entries)
    report = desk.sync()
    assert report.renamed == ()
    (asked,) = report.questions
    assert "Bob Jones is new, and Dana Whitfield is not on the list any more. The same person?" in asked
    assert desk.keys()["Bob Jones"] == "bob-jones"
    entries[place] = f"{{name: Bob Jones, phone: {WHITFIELD}, id: {answer}}}"
    desk.save(*entries)
    assert desk.sync().questions == ()
    assert desk.keys()["Bob Jones"] == key


def test_the_number_of_somebody_who_is_still_there_is_no_renaming(tmp_path: Path) -> None:
    dana = f"{{name: Dana Whitfield, phone: {WHITFIELD}}}"
    desk = Renaming(tmp_path, ["Ann Fox", dana, "Sam Okafor"])
    desk.save("Ann Fox", f"{{name: Bob Jones, phone: {WHITFIELD}}}", dana, "Sam Okafor")
    report = desk.sync()
    assert (report.questions, report.renamed) == ((), ())
    assert desk.keys()["Bob Jones"] == "bob-jones"


def test_another_name_leaves_the_question_open(tmp_path: Path) -> None:
    """A slip put right in the new name answers nothing."""
    desk = Renaming(tmp_path)
    desk.save("Ann Fox", "Robin Hael Fox", "Sam Okafor")
    assert len(desk.sync().questions) == 1
    desk.save("Ann Fox", "Robin Hael Foxx", "Sam Okafor")
    report = desk.sync()
    assert report.renamed[0].startswith("Robin Hael Fox is now Robin Hael Foxx")
    assert report.questions[0].startswith("Robin Hael Foxx is new, and Dana Whitfield is not on the list any more.")


def test_the_answer_may_be_that_it_is_somebody_else(tmp_path: Path) -> None:
    desk = Renaming(tmp_path)
    desk.save("Ann Fox", "Robin Hale", "Sam Okafor")
    assert len(desk.sync().questions) == 1
    desk.save("Ann Fox", "{name: Robin Hale, id: robin-hale-2}", "Sam Okafor")
    report = desk.sync()
    assert (report.questions, report.renamed) == ((), ())
    assert desk.keys()["Robin Hale"] == "robin-hale"


def test_it_is_asked_for_a_month(tmp_path: Path) -> None:
    """Then it is not asked any more, and the id still works."""
    desk = Renaming(tmp_path)
    desk.save("Ann Fox", "Robin Hale", "Sam Okafor")
    assert len(desk.sync().questions) == 1
    desk.now += timedelta(days=31)
    assert desk.sync().questions == ()
    desk.save("Ann Fox", "{name: Robin Hale, id: dana-whitfield}", "Sam Okafor")
    desk.sync()
    assert desk.keys()["Robin Hale"] == "dana-whitfield"


def test_nothing_is_asked_about_somebody_of_whom_nothing_is_known(tmp_path: Path) -> None:
    desk = Renaming(tmp_path)
    desk.save("Robin Hale", "Dana Whitfield", "Sam Okafor")
    assert desk.sync().questions == ()


@pytest.mark.parametrize("where", ["read", "apply"])
def test_a_pass_that_is_cut_off_loses_neither_the_person_nor_the_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str,
) -> None:
    """Before or after the new name was recorded: the next pass recognises them, and says so."""
    desk = Renaming(tmp_path)
    uid, _ = desk.reminder()
    desk.save("Ann Fox", "Dana Whitfield-Lee", "Sam Okafor")

    def gone(*_: object, **__: object) -> None:
        raise CalendarUnreachable("the disk is gone", "Try again.")

    with monkeypatch.context() as patched:
        patched.setattr(IcsFile, where, gone)
        with pytest.raises(CalendarUnreachable):
            desk.home.a_pass(desk.now)
    assert (desk.keys().get("Dana Whitfield-Lee") is not None) == (where == "apply")
    assert desk.sync().renamed[0].startswith("Dana Whitfield is now Dana Whitfield-Lee: the history goes along.")
    assert desk.reminder() == (uid, "Call Dana Whitfield-Lee")


def test_a_new_name_is_known_before_the_first_pass(tmp_path: Path) -> None:
    """By a command that stores something first: the next pass joins the same two, and says so."""
    desk = Renaming(tmp_path)
    uid, _ = desk.reminder()
    desk.save("Ann Fox", "Dana Whitfield-Lee", "Sam Okafor")
    with desk.home.opened() as sources:
        listed = Listed("dana-whitfield", desk.now, "dana-whitfield-lee", "Dana Whitfield-Lee")
        sources.history.append([listed], desk.now)
    assert "Somebody else?" in desk.sync().renamed[0]
    assert desk.reminder() == (uid, "Call Dana Whitfield-Lee")
