"""Reports while it is open whether a renamed person is the same: each goes to whom the answer names.

The answer is an `id`, or the former name again; nothing of any history is lost.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Listed, Outcome
from tests.kit.renaming import LIST, Renaming


@pytest.mark.parametrize("stored", [False, True], ids=["by a pass", "by a command first"])
def test_what_was_reported_before_the_answer_goes_along(tmp_path: Path, stored: bool) -> None:
    """To somebody who was taken for another meanwhile; and it counts once."""
    desk = Renaming(tmp_path)
    desk.save("Ann Fox", "Robin Hale", "Sam Okafor")
    desk.sync()
    with desk.home.opened() as sources:
        told = Attempt("robin-hale", desk.now, Outcome.REACHED, "phone", "moved to Lyon")
        sources.history.append([told], desk.now)
    desk.sync()
    desk.save("Ann Fox", "{name: Robin Hale, id: dana-whitfield}", "Sam Okafor")
    if stored:
        with desk.home.opened() as sources:
            listed = Listed("dana-whitfield", desk.now, "dana-whitfield", "Robin Hale")
            sources.history.append([listed], desk.now)
    desk.sync()
    assert desk.told() == [("dana-whitfield", Outcome.NO_ANSWER), ("dana-whitfield", Outcome.REACHED)]
    desk.sync()
    assert len(desk.home.facts()) == len(set(desk.home.facts()))


@pytest.mark.parametrize(("back", "renamed"), [
    pytest.param([LIST], True, id="at once"),
    pytest.param([["Ann Fox", "Sam Okafor"], LIST], True, id="deleted first"),
    pytest.param([["Ann Fox", "Sam Okafor", "Dana Whitfield"]], True, id="elsewhere"),
    pytest.param([["Ann Fox", "Dana Okafor", "Sam Okafor", "Dana Whitfield"]], False, id="somebody else"),
])
def test_whoever_has_the_former_name_again_has_what_was_reported_meanwhile(
    tmp_path: Path, back: list[list[str]], *, renamed: bool
) -> None:
    """The name is changed, which is asked about, and changed back: that is the answer, and it is said."""
    desk = Renaming(tmp_path)
    desk.save("Ann Fox", "Dana Okafor", "Sam Okafor")
    assert len(desk.sync().questions) == 1
    with desk.home.opened() as sources:
        sources.history.append([Attempt("dana-okafor", desk.now, Outcome.REACHED, "phone")], desk.now)
    desk.sync()
    for entries in back:
        desk.save(*entries)
        report = desk.sync()
    assert report.renamed == (("Dana Okafor is now Dana Whitfield: the history goes along.",) if renamed else ())
    assert report.questions == ()
    theirs = "dana-whitfield" if renamed else "dana-okafor"
    assert desk.told() == [("dana-whitfield", Outcome.NO_ANSWER), (theirs, Outcome.REACHED)]
    assert [one for one in desk.home.events() if one.uid.startswith("retry-dana-whitfield")] == [] or not renamed


@pytest.mark.parametrize("answer", [LIST, ["Ann Fox", "{name: Dana Okafor, id: dana-whitfield}", "Sam Okafor"]])
def test_an_event_of_the_other_name_is_still_theirs(tmp_path: Path, answer: list[str]) -> None:
    """It keeps its ✓ after the answer; a second word and `undo` are about who they are, also days later."""
    desk = Renaming(tmp_path)
    desk.save("Ann Fox", "Dana Okafor", "Sam Okafor")
    desk.sync()
    (shown,) = [one for one in desk.home.events() if one.uid.startswith("due-dana-okafor-")]
    desk.now = max(desk.now, shown.event.end)
    desk.retitle("Call Dana Okafor", "Call Dana Okafor left a message")
    desk.sync()
    desk.save(*answer)
    desk.now += timedelta(days=2)
    desk.sync()
    desk.now += timedelta(days=2)
    missed = [Outcome.NO_ANSWER]
    for shows, word, told in (("left message", "na", missed * 2), ("no answer", "undo", missed)):
        desk.retitle(f"✓ Call Dana Okafor: {shows}", f"✓ Call Dana Okafor: {shows} {word}")
        assert not any("dana-okafor" in line or "the block" in line for line in desk.sync().lines())
        assert desk.told() == [("dana-whitfield", outcome) for outcome in told]


@pytest.mark.parametrize(("hours", "known"), [(3, True), (30, False)])
def test_a_name_may_be_deleted_first_and_typed_a_little_later(tmp_path: Path, hours: int, known: bool) -> None:
    """Each saved, with passes between; after a day nobody is looked for any more."""
    desk = Renaming(tmp_path)
    uid, _ = desk.reminder()
    desk.save("Ann Fox", "Sam Okafor")
    desk.sync()
    desk.now += timedelta(hours=hours)
    desk.sync()
    desk.save("Ann Fox", "Dana Whitfield-Lee", "Sam Okafor")
    assert bool(desk.sync().renamed) == known
    assert (desk.keys()["Dana Whitfield-Lee"] == "dana-whitfield") == known
    if known:
        assert desk.reminder()[1] == "Call Dana Whitfield-Lee"
        assert desk.reminder()[0].startswith(uid.removesuffix("@followupd").removesuffix("-hitlist"))


def test_a_wrong_recognition_is_parted_by_an_id(tmp_path: Path) -> None:
    """As the line says that told of it; whoever had the name before has the history again when they are back."""
    desk = Renaming(tmp_path)
    desk.save("Ann Fox", "Dana Whitfield-Lee", "Sam Okafor")
    assert "such as `id: dana-whitfield-lee-2`" in desk.sync().renamed[0]
    desk.save("Ann Fox", "{name: Dana Whitfield-Lee, id: dana-whitfield-lee-2}", "Dana Whitfield", "Sam Okafor")
    desk.sync()
    assert desk.keys()["Dana Whitfield"] == "dana-whitfield"
    assert desk.keys()["Dana Whitfield-Lee"] == "dana-whitfield-lee-2"
    assert desk.reminder()[1] == "Call Dana Whitfield"


@pytest.mark.parametrize("stored", [False, True], ids=["by a pass", "by a command first"])
@pytest.mark.parametrize("old", [[], ["Dana Whitfield"]], ids=["gone", "back"])
def test_reports_about_who_was_taken_for_another_are_theirs(tmp_path: Path, old: list[str], *, stored: bool) -> None:
    """From the renaming on, once; what was told before it stays with whose name it was."""
    desk = Renaming(tmp_path)
    desk.save("Ann Fox", "Dana Whitfield-Lee", "Sam Okafor")
    desk.sync()
    with desk.home.opened() as sources:
        sources.history.append([Attempt("dana-whitfield", desk.now, Outcome.REACHED, "phone")], desk.now)
    desk.sync()
    desk.save("Ann Fox", "{name: Dana Whitfield-Lee, id: dana-whitfield-lee-2}", *old, "Sam Okafor")
    if stored:
        with desk.home.opened() as sources:
            key = "dana-whitfield-lee-2"
            sources.history.append([Listed(key, desk.now, key, "Dana Whitfield-Lee")], desk.now)
    for _ in range(2):
        desk.sync()
        assert desk.told() == [
            ("dana-whitfield", Outcome.NO_ANSWER), ("dana-whitfield-lee-2", Outcome.REACHED),
        ]
    with desk.home.opened() as sources:
        sources.history.append([Attempt("dana-whitfield", desk.now, Outcome.REACHED, "phone")], desk.now)
    desk.sync()
    assert desk.told()[-1] == ("dana-whitfield", Outcome.REACHED)


def test_an_id_that_is_added_parts_nobody_from_their_history(tmp_path: Path) -> None:
    desk = Renaming(tmp_path)
    uid, title = desk.reminder()
    desk.save("Ann Fox", "Sam Okafor", "{name: Dana Whitfield, id: dw}")
    report = desk.sync()
    assert (report.questions, report.renamed) == ((), ())
    assert desk.reminder() == (uid, title)
