"""The calendar as a remote control, on every kind of calendar: what the user does is picked up and answered.

test_answers.py has each word; here each kind of act goes all the way through the texts that a file, a folder and real
servers keep.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from followupd.core.values.facts import Attempt, Moved, Outcome, Skipped
from tests.kit.people import DENVER
from tests.kit.worlds import UserWorld
from tests.kit.worlds import world as world

OWN = ("LOCATION:Kitchen", "COLOR:tomato", "CATEGORIES:friends", "ATTACH:https://example.org/lisbon.pdf",
       "X-MY-APP;SIZE=large:black", "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:mine", "TRIGGER:-P1D", "END:VALARM")


def attempts(world: UserWorld) -> list[tuple[str, Outcome, str]]:
    """Return what was picked up from the calendar."""
    return [(f.contact, f.outcome, f.note) for f in world.history.facts() if isinstance(f, Attempt) and f.event]


def reminder(world: UserWorld) -> str:
    (uid,) = [u for u, p in world.there().items() if u.startswith("retry-p0") and not p.event.summary.startswith("✓")]
    return uid


def blocks(world: UserWorld) -> list[str]:
    return sorted(uid for uid in world.there() if uid.startswith("block-"))


def test_a_dragged_reminder_and_a_dragged_block_stay(world: UserWorld) -> None:
    """Also on another day, with another length, and even if the plan prefers another place since."""
    uid, block = reminder(world), blocks(world)[1]
    start = world.there()[uid].event.start + timedelta(days=2, hours=1)
    world.place.drag(uid, start, start + timedelta(minutes=40))
    day = world.there()[block].event.start + timedelta(days=1, hours=3)
    world.place.drag(block, day, at=world.now)
    world.run()
    world.hitlist = replace(world.hitlist, blocks=(replace(world.hitlist.blocks[0], length=timedelta(minutes=30)),))
    world.log(1)
    world.run()
    there = world.there()
    assert (there[uid].event.start, there[uid].event.end) == (start, start + timedelta(minutes=40))
    assert there[block].event.start == day
    assert {kind for kind, _ in world.hands()} == {Moved}
    assert [u for u, p in there.items() if u.startswith("block-") and p.event.start == day] == [block]


def test_a_deleted_reminder_and_a_deleted_block_are_skipped(world: UserWorld) -> None:
    """The try is not contact, and the person comes back with the cadence; the week has no block and its people go to
    the next."""
    uid, (first, second, *_) = reminder(world), blocks(world)
    names = [line for line in world.there()[first].event.description.split("\n") if line.startswith("[ ]")]
    world.place.delete(uid)
    world.place.delete(first)
    world.run()
    assert set(world.hands()) == {(Skipped, uid), (Skipped, first)}
    there = world.there()
    assert not {uid, first} & there.keys()
    assert attempts(world) == []
    assert not [u for u in there if u.startswith("retry-p0")]
    left = there[second].event.description
    assert len(names) >= 3
    assert [name for name in names if name not in left] == []
    world.now += timedelta(days=1)
    world.run()
    assert not {uid, first} & world.there().keys()


@pytest.mark.parametrize(("title", "outcome", "note"), [
    ("{} na", Outcome.NO_ANSWER, ""), ("OK: {}", Outcome.REACHED, ""),
    ("{} vm – ask, then; \\ again", Outcome.LEFT_MESSAGE, "ask, then; \\ again"),
])
def test_a_mark_in_the_title(world: UserWorld, title: str, outcome: Outcome, note: str) -> None:
    """Logged once, answered with our ✓, and the next item is written."""
    uid = reminder(world)
    ours = world.there()[uid].event.summary
    world.place.retitle(uid, title.format(ours), at=world.now)
    world.run()
    assert attempts(world) == [("p0", outcome, note)]
    assert world.there()[uid].event.summary == f"✓ {ours}: {outcome.words}"
    assert sum("p0" in event.people for event in world.planned().values()) == (0 if outcome is Outcome.REACHED else 1)
    world.now += timedelta(days=1)
    world.run()
    assert len(attempts(world)) == 1


def test_another_day_in_the_title_moves_it_and_an_unknown_word_is_asked_about(world: UserWorld) -> None:
    uid = reminder(world)
    before = world.there()[uid].event
    world.place.retitle(uid, f"{before.summary} later 3d")
    world.run()
    event = world.there()[uid].event
    assert event.summary == before.summary
    assert (event.start.astimezone(DENVER).date() - world.now.astimezone(DENVER).date()).days == 3
    world.place.retitle(uid, f"{before.summary} naa")
    report = world.run()
    event = world.there()[uid].event
    assert event.summary == f"? {before.summary} naa"
    assert event.description.count('Not understood: "naa"') == 1
    assert len(report.questions) == 1
    assert attempts(world) == []


def test_a_ticked_sheet_with_notes_and_a_line_of_the_users(world: UserWorld) -> None:
    """[x], [-] and [v], words behind a line, a new line; the user's other lines stay."""
    block = blocks(world)[0]
    text = world.there()[block].event.description
    one, two, three = [line for line in text.split("\n") if line.startswith("[ ] ")][:3]
    text = text.replace(one, one.replace("[ ]", "[x]") + ": moves to Utrecht, in May")
    text = text.replace(two, two.replace(" ", "-", 1))
    text = text.replace(three, three.replace("[ ]", "[v]")) + "\n[X] Person 0: she rang me\nbring cookies"
    world.place.rewrite(block, text)
    world.run()
    named = [line.rpartition(" ")[2] for line in (one, two, three)]
    assert sorted(attempts(world)) == sorted([
        (f"p{named[0]}", Outcome.REACHED, "moves to Utrecht, in May"), (f"p{named[1]}", Outcome.NO_ANSWER, ""),
        (f"p{named[2]}", Outcome.LEFT_MESSAGE, ""), ("p0", Outcome.REACHED, "she rang me"),
    ])
    after = world.there()[block].event.description
    assert after.count("bring cookies") == 1
    assert after.count("[x] ") == 1


@pytest.mark.parametrize(("status", "outcomes"), [("COMPLETED", [Outcome.REACHED]), ("CANCELLED", [])])
def test_a_status_that_a_client_sets(world: UserWorld, status: str, outcomes: list[Outcome]) -> None:
    """Completed counts like the mark, cancelled like a deletion."""
    uid = reminder(world)
    world.place.edit(uid, STATUS=status)
    world.run()
    assert [outcome for _, outcome, _ in attempts(world)] == outcomes
    if outcomes:
        assert world.there()[uid].event.summary.startswith("✓ ")
    else:
        assert world.hands() == [(Skipped, uid)]
        assert not [u for u in world.there() if u.startswith("retry-p0")]


def test_the_users_words_survive_every_later_update(world: UserWorld) -> None:
    """Notes, an alarm, a colour, an attachment and a title, through two new texts of ours and another hour."""
    block = blocks(world)[0]
    world.place.add_lines(block, *OWN)
    world.place.retitle(block, "Outreach in the garden, with tea")
    world.place.rewrite(block, world.there()[block].event.description + "\n\nask about the dog; and, Lisbon")
    for number in (1, 2):
        world.log(number, Outcome.REACHED)
        world.hitlist = replace(world.hitlist, blocks=(replace(world.hitlist.blocks[0], time=time(11 + number)),))
        report = world.run()
        assert report.updated >= 1
    there = world.there()[block]
    assert there.event.start.astimezone(DENVER).hour == 13
    assert there.event.summary == "Outreach in the garden, with tea"
    assert there.event.description.count("ask about the dog; and, Lisbon") == 1
    assert "Person 1" not in there.event.description
    flat = there.raw.replace("\r\n ", "")
    for line in OWN:
        twice = line in ("ACTION:DISPLAY", "BEGIN:VALARM", "END:VALARM")   # our own alarm is there too
        assert flat.count(f"\r\n{line}\r\n") == (2 if twice else 1), line
