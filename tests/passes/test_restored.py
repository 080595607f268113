"""Older copies come back: of the calendar, of the database. On every kind of calendar nothing is lost or doubled."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.facts import Attempt, Outcome, Settled, Skipped
from followupd.core.values.hitlist import Promise
from followupd.errors import UnsafeChange
from followupd.passes.gather import Allow
from tests.kit.remote_places import FakePlace
from tests.kit.worlds import UserWorld
from tests.kit.worlds import world as world


def a_busy_week(world: UserWorld) -> str:
    """Live a week: tries that move reminders and sheets, a dragged block, another hour for all blocks. Return the
    block."""
    world.log(0)
    world.log(1, Outcome.LEFT_MESSAGE)
    world.run()
    dragged = sorted(uid for uid in world.there() if uid.startswith("block-"))[2]
    world.place.drag(dragged, world.there()[dragged].event.start + timedelta(days=1, hours=2), at=world.now)
    world.hitlist = replace(world.hitlist, blocks=(replace(world.hitlist.blocks[0], time=time(14)),))
    world.log(2, Outcome.REACHED)
    world.run()
    return dragged


def test_a_calendar_that_was_restored_stops_the_pass_and_is_brought_up_to_date(world: UserWorld) -> None:
    """What we had deleted is back, updates are reverted, a later drag is gone: nothing is written before the user says
    so, and then all is as it was before the accident. Mornings only: a retry that has a reminder suits no block
    that is moved to the afternoon, or it could get a line instead when its reminder is lost.
    """
    world.hitlist = replace(world.hitlist, contacts=tuple(
        replace(one, hours=one.hours or parse_hours("8:30-12:00")) for one in world.hitlist.contacts))
    backup = world.place.save()
    dragged = a_busy_week(world)
    before, hands = world.coming(), world.hands()
    world.place.restore(backup)
    texts = world.place.texts()
    with pytest.raises(UnsafeChange, match="has gone back to an older state") as stopped:
        world.run()
    assert "followupd sync --rebuild" in stopped.value.hint
    assert "--accept-deletions" in stopped.value.hint
    assert (world.place.texts(), world.hands()) == (texts, hands), "it is asked first"
    world.run(Allow(rebuild=True))
    assert world.coming() == before
    assert world.hands() == hands, "no accident is an instruction of the user's"
    assert world.there()[dragged].event.start == before[dragged][0]
    world.run()
    assert world.coming() == before


def test_what_is_missing_then_is_a_deletion_only_when_the_user_says_so(world: UserWorld) -> None:
    """The other way out: the tries whose reminders are missing count as skipped, and the rest is brought up to date."""
    backup = world.place.save()
    a_busy_week(world)
    before = set(world.there())
    world.place.restore(backup)
    missing = before - set(world.there())
    assert missing
    with pytest.raises(UnsafeChange):
        world.run()
    world.run(Allow(deletions=True))
    assert {uid for kind, uid in world.hands() if kind is Skipped} == missing
    assert {base: (start, title) for base, (start, title, _) in world.coming().items()} == world.wanted()


def without_blocks(world: UserWorld) -> None:
    """Have reminders only, without sheets."""
    world.hitlist = replace(world.hitlist, blocks=())
    world.run()


def two_more(world: UserWorld) -> set[str]:
    """Two people with their own hours are added, and get a reminder each; without blocks nothing else changes."""
    before = set(world.there())
    more = [replace(world.hitlist.contacts[4], slug=f"q{n}", name=f"Quiet {n}", phones=(f"+1 303 555 020{n}",),
                    emails=()) for n in range(2)]
    world.hitlist = replace(world.hitlist, contacts=(*world.hitlist.contacts, *more))
    world.run()
    new = set(world.there()) - before
    assert len(new) == 2
    return new


def test_a_backup_that_lacks_only_the_newest_events_is_asked_about(world: UserWorld) -> None:
    """P10: what is missing is exactly what was written since, and more than one event. Nobody is skipped."""
    without_blocks(world)
    backup = world.place.save()
    new = two_more(world)
    before = world.coming()
    world.place.restore(backup)
    assert not new & set(world.there())
    with pytest.raises(UnsafeChange, match="the 2 events of ours that were written last are missing") as stopped:
        world.run()
    assert "--rebuild" in stopped.value.hint
    assert "--accept-deletions" in stopped.value.hint
    world.run(Allow(rebuild=True))
    assert world.coming() == before
    assert world.hands() == []


def test_the_newest_events_may_be_deleted_by_hand_when_the_user_says_so(world: UserWorld) -> None:
    without_blocks(world)
    new = two_more(world)
    for uid in new:
        world.place.delete(uid)
    with pytest.raises(UnsafeChange):
        world.run()
    world.run(Allow(deletions=True))
    assert {uid for kind, uid in world.hands() if kind is Skipped} == new


@pytest.mark.parametrize("case", ["one of them", "two of the first day", "one of them and one of the first day"])
def test_ordinary_deletions_are_not_asked_about(world: UserWorld, case: str) -> None:
    """One event, or several if an equally new one is still there: that is ordinary use."""
    old = sorted(uid for uid in world.there() if uid.startswith("block-"))[-2:]
    new = sorted(two_more(world))
    gone = {"one of them": new[:1], "two of the first day": old}.get(case, [new[0], old[0]])
    for uid in gone:
        world.place.delete(uid)
    world.run()
    assert {uid for kind, uid in world.hands() if kind is Skipped} == set(gone)


def test_our_later_commits_show_that_it_is_not_a_backup(world: UserWorld) -> None:
    """A later commit that took something off, or wrote something again, is visible: then the two were deleted."""
    new = two_more(world)
    world.log(0)
    world.run()
    gone = new & set(world.there())
    assert len(gone) == 2
    for uid in gone:
        world.place.delete(uid)
    world.run()
    assert {uid for kind, uid in world.hands() if kind is Skipped} == gone


def test_a_calendar_that_came_back_nearly_empty_stops_the_pass(world: UserWorld) -> None:
    """P10: the backup is of the first day, and most of ours is gone."""
    before = world.coming()
    for uid in world.there():
        world.place.delete(uid)
    with pytest.raises(UnsafeChange, match="to come have vanished"):
        world.run()
    assert world.there() == {}
    world.run(Allow(rebuild=True))
    assert world.coming() == before
    assert world.hands() == []


def test_one_event_that_went_back_is_written_again(world: UserWorld) -> None:
    """A program that was offline sends an old copy over ours: nobody is asked, and it is not read as a drag."""
    uid = next(uid for uid in world.there() if uid.startswith("block-"))
    name, old = world.place.ours()[uid]
    world.log(0)
    world.hitlist = replace(world.hitlist, blocks=(replace(world.hitlist.blocks[0], time=time(14)),))
    world.run()
    before = world.coming()
    world.place.put(name, old.raw)
    world.run()
    assert world.coming() == before
    assert world.hands() == []


def test_an_older_copy_of_the_database_comes_back(world: UserWorld) -> None:
    """Events are adopted by UID: nothing doubles, nobody is skipped, the user's words stay.

    What we wrote after the copy was made stays until we have new words, since it knows more than the copy.
    """
    copy = world.copy()
    dragged = a_busy_week(world)
    (moved,) = [start for base, (start, *_) in world.coming().items() if base == dragged]
    world.place.rewrite(dragged, world.there()[dragged].event.description + "\nin the garden")
    world.run()
    world.lose(copy)
    world.run()
    assert [uid for kind, uid in world.hands() if kind is Skipped] == []
    assert world.there()[dragged].event.start == moved
    assert world.there()[dragged].event.description.endswith("in the garden")
    assert world.coming().keys() == world.wanted().keys()
    world.log(3, Outcome.REACHED)
    world.log(4, Outcome.REACHED)
    world.run()
    assert {base: (start, title) for base, (start, title, _) in world.coming().items()} == world.wanted()
    assert world.there()[dragged].event.description.endswith("in the garden")
    asks = ("put a word into the title", "behind a line if you like")        # a text that was written twice has two
    assert all(sum(map(text.count, asks)) <= 1 for _, _, text in world.coming().values())


def test_a_lost_database_keeps_drags_words_and_marks(world: UserWorld) -> None:
    """P6 without memory: the event itself shows which words are ours, where we put it, and what the user marked."""
    reminder = next(uid for uid in world.there() if uid.startswith("retry-p0"))
    blocks = sorted(uid for uid in world.there() if uid.startswith("block-"))
    stand = world.there()[blocks[1]].event.start + timedelta(days=2)
    world.place.drag(blocks[1], stand)
    sheet = world.there()[blocks[0]].event.description
    world.place.rewrite(blocks[0], f"{sheet}\nbring the book about Lisbon")
    world.place.add_lines(blocks[0], "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:mine", "TRIGGER:-P1D", "END:VALARM")
    world.place.retitle(blocks[2], "My own hour")
    world.run()
    world.place.retitle(reminder, world.there()[reminder].event.summary + " lm: asked for Friday")
    world.lose()
    world.run()
    (mark,) = [fact for fact in world.history.facts() if isinstance(fact, Attempt)]
    assert (mark.contact, mark.outcome, mark.note) == ("p0", Outcome.LEFT_MESSAGE, "asked for Friday")
    world.log(1, Outcome.REACHED)                                    # the sheet gets a new text
    world.hitlist = replace(world.hitlist, blocks=(replace(world.hitlist.blocks[0], length=timedelta(minutes=45)),))
    world.run()
    there = world.there()
    text = there[blocks[0]].event.description
    assert text != sheet
    assert text.count("bring the book about Lisbon") == 1
    assert "TRIGGER:-P1D" in there[blocks[0]].raw
    assert there[blocks[1]].event.start == stand
    assert there[blocks[2]].event.summary == "My own hour"
    assert there[reminder].event.summary.startswith("✓ ")
    ours = world.planned()[blocks[0]].description
    for line in text.split("\n"):
        assert not line or line in ours or "Lisbon" in line, "an old line of ours"


def test_a_deletion_counts_again_once_the_database_has_learned(world: UserWorld) -> None:
    """Even beside a past, cancelled event, which is never adopted."""
    uid = next(uid for uid in world.there() if uid.startswith("retry-p0"))
    block = sorted(uid for uid in world.there() if uid.startswith("block-"))[-1]
    world.place.edit(uid, STATUS="CANCELLED")
    world.now = world.there()[uid].event.end
    world.lose()
    world.run()
    assert uid in world.there()
    world.place.delete(block)
    world.run()
    assert (Skipped, block) in world.hands()
    assert block not in world.there()
    assert not [u for u in world.there() if u.startswith(block.partition("-hitlist")[0])]


def test_without_database_and_notes_the_users_words_stay(world: UserWorld) -> None:
    """Without notes the lines of a sheet are replaced, and all other lines count as the user's (P6)."""
    block = sorted(uid for uid in world.there() if uid.startswith("block-"))[0]
    name, there = world.place.ours()[block]
    bare = re.sub(r"X-FOLLOWUPD-[A-Z]+:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*", "", there.raw)
    assert "FOLLOWUPD" not in bare.replace("PRODID:-//followupd", "")
    world.place.put(name, bare)
    world.place.rewrite(block, there.event.description + "\nbring the book about Lisbon")
    world.lose()
    world.log(1, Outcome.REACHED)
    world.log(0)
    world.run()
    text, ours = world.there()[block].event.description, world.planned()[block].description
    assert text.startswith(f"{ours}\n\n")
    assert text.endswith("\nbring the book about Lisbon")
    assert ours != there.event.description
    lines, added = ours.split("\n"), text.removeprefix(ours).split("\n")
    assert not [line for line in added if line.startswith(("[ ]", "    ")) or (line and line in lines)]


def test_ticks_are_read_again(world: UserWorld) -> None:
    """After a lost database the sheet still shows who was reached."""
    block = sorted(uid for uid in world.there() if uid.startswith("block-"))[0]
    world.place.rewrite(block, world.there()[block].event.description.replace("[ ]", "[x]", 1))
    world.run()
    told = [(f.contact, f.outcome) for f in world.history.facts() if isinstance(f, Attempt) and f.event == block]
    assert len(told) == 1
    world.lose()
    world.run()
    assert [(f.contact, f.outcome) for f in world.history.facts() if isinstance(f, Attempt)] == told


def test_new_ticks_need_one_pass_after_a_lost_database(world: UserWorld) -> None:
    """P11: people and promises alike, although no history knows what was on the sheet; `run` demands a quiet pass."""
    one, *others = world.hitlist.contacts
    world.hitlist = replace(world.hitlist, contacts=(replace(one, promises=(Promise("send the list"),)), *others))
    world.run()
    block = next(uid for uid, there in sorted(world.there().items()) if "send the list" in there.event.description)
    boxes = [line for line in world.there()[block].event.description.split("\n") if line.startswith("[ ] ")]
    ticked = [next(line for line in boxes if ("send the list" in line) == promised) for promised in (True, False)]
    text = world.there()[block].event.description
    for line in ticked:
        text = text.replace(line, line.replace("[ ]", "[x]"))
    world.place.rewrite(block, text)
    world.lose()
    world.run()
    told = [fact for fact in world.history.facts() if isinstance(fact, Attempt | Settled) and fact.event == block]
    assert sorted(type(fact).__name__ for fact in told) == ["Attempt", "Settled"]


def test_a_server_that_does_not_delete_stops_nothing(tmp_path: Path) -> None:
    """It says 204 and shows the event again: each pass takes it off again, and everything else continues."""
    place = FakePlace()
    world = UserWorld(tmp_path, place)
    for number in range(5):
        world.log(number)
    world.run()
    old = {name: text for name, text in place.texts().items() if name.startswith("retry-")}
    assert len(old) >= 2
    for number in range(5):
        world.log(number, Outcome.REACHED)
    world.run()
    for name, text in old.items():
        place.put(name, text)
    world.run()
    assert not [uid for uid in world.there() if uid.startswith("retry-")]
    world.history.close()
    place.close()
