"""A deletion that is taken back, from a trash bin or by undo, after passes have run: it never happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Outcome, Skipped
from followupd.core.values.record import Facts
from followupd.core.values.uid import Kind
from followupd.passes.gather import Allow
from tests.kit.every_kind import EACH, EveryKind, begun
from tests.kit.places import FilePlace
from tests.kit.remote_places import place_of
from tests.properties.dying import PowerCut

OWN = ("LOCATION:Kitchen", "COLOR:tomato", "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:mine", "TRIGGER:-P1D",
       "END:VALARM")
HOURS = timedelta(hours=3)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[EveryKind]:
    yield from begun(tmp_path, FilePlace(tmp_path))


def skips(world: EveryKind) -> list[str]:
    """The skips that count."""
    return [fact.uid for fact in Facts(world.history.facts()).all.skips if isinstance(fact, Skipped)]


def deleted(world: EveryKind, uid: str) -> tuple[str, str]:
    """Delete an event as the user does; return its resource."""
    name, there = world.place.ours()[uid]
    world.place.delete(uid)
    return name, there.raw


def all_deleted(world: EveryKind, kinds: Sequence[Kind] = EACH) -> dict[str, tuple[str, str]]:
    """Delete the next event of each kind; return their resources by UID. The user means it (P10)."""
    uids = [world.uid_of(kind) for kind in kinds]
    gone = {uid: deleted(world, uid) for uid in uids}
    world.run(Allow(deletions=True))
    assert sorted(skips(world)) == sorted(uids)
    assert not gone.keys() & world.there().keys()
    return gone


def test_it_comes_back_as_what_it_was(world: EveryKind) -> None:
    """Each kind, one after the other: the same event in the same place, and everything else as before."""
    before = world.coming()
    for kind in EACH:
        uid = world.uid_of(kind)
        name, text = deleted(world, uid)
        world.run()
        assert skips(world) == [uid]
        world.place.put(name, text)
        said, *_ = world.run().lines()
        ending = "called off" if kind is Kind.MEETING else "skipped"
        assert said.startswith("You put ")
        assert said.endswith(f" back on the calendar: no longer {ending}."), said
        assert skips(world) == []
        assert world.place.texts()[name] == text, kind
        assert world.coming() == before, kind


def test_all_at_once_and_days_later(world: EveryKind) -> None:
    """What is over by then has passed unused, and is not written again; again and again."""
    before = world.coming()
    for _ in range(2):
        for name, text in all_deleted(world).values():
            world.place.put(name, text)
        world.run()
        assert skips(world) == []
        assert world.coming() == before
    gone = all_deleted(world)
    world.now += timedelta(days=2, hours=1)              # over: the review, the meeting to book, the promise
    world.run()
    for name, text in gone.values():
        world.place.put(name, text)
    world.run()
    assert skips(world) == []
    there = world.there()
    assert {uid: there[uid].event.start for uid in gone} == {uid: before[uid][0] for uid in gone}


@pytest.mark.parametrize("how", ["dragged before", "dragged, with a pass", "put back elsewhere", "another length"])
def test_a_dragged_one_stays_where_it_was_dragged(world: EveryKind, how: str) -> None:
    """P6: also in the pass that says so."""
    number, places = len(world.coming()), {}
    for kind in EACH:
        event = world.there()[world.uid_of(kind)].event
        places[event.uid] = event.start + HOURS, event.end + HOURS + timedelta(minutes=how == "another length" and 20)
    if how.startswith("dragged"):
        for uid, place in places.items():
            world.place.drag(uid, *place)
        if "pass" in how:
            world.run()
    for name, text in all_deleted(world).values():
        world.place.put(name, text)
    if not how.startswith("dragged"):
        for uid, place in places.items():
            world.place.drag(uid, *place)
    for _ in range(2):
        world.run()
        there = world.there()
        assert {uid: (there[uid].event.start, there[uid].event.end) for uid in places} == places
        world.now += timedelta(hours=1)
    assert skips(world) == []
    assert len(world.coming()) == number


def test_what_the_user_added_comes_back_with_it(world: EveryKind) -> None:
    """Whether a pass had seen it or not: lines, a title, an alarm, and a mark, which counts."""
    for kind in EACH:
        uid = world.uid_of(kind)
        event = world.there()[uid].event
        world.place.add_lines(uid, *OWN)
        world.place.rewrite(uid, f"{event.description}\nbring the book")
        if kind is not Kind.ASKED:      # words on a question are an answer, or asked about
            world.place.retitle(uid, f"{event.summary} at {kind}'s")
    for _ in range(2):
        before, gone = world.coming(), all_deleted(world)
        for name, text in gone.values():
            world.place.put(name, text)
        world.run()
        assert world.coming() == before
        assert all(world.place.texts()[name] == text for name, text in gone.values())
    uid = world.uid_of(Kind.RETRY)
    world.place.retitle(uid, "Call Rita Lee na")
    resource = deleted(world, uid)
    world.run()
    world.place.put(*resource)
    world.run()
    assert world.there()[uid].event.summary == "✓ Call Rita Lee: no answer"
    assert skips(world) == []


@pytest.mark.parametrize("how", ["as it was", "dragged", "with words of the user"])
@pytest.mark.parametrize("outcome", [Outcome.WRONG_NUMBER, Outcome.BOUNCED])
def test_new_details_to_find_come_back_too(world: EveryKind, outcome: Outcome, how: str) -> None:
    """The reminder to find them, once every channel of somebody is closed; without a block to put it on."""
    wim = (Attempt("wim", world.now - timedelta(days=2), outcome, "phone", source="hitlist"),)
    others = world.hitlist.contacts
    found = replace(others[0], slug="wim", name="Wim Lee", hours=None, log=wim)
    world.hitlist = replace(world.hitlist, blocks=(), contacts=(*others, found))
    world.run()
    uid = world.uid_of(Kind.DETAILS)
    event = world.there()[uid].event
    if how == "dragged":
        world.place.drag(uid, event.start + HOURS, event.end + HOURS)
        world.run()
    elif how == "with words of the user":
        world.place.add_lines(uid, *OWN)
        world.place.rewrite(uid, f"{event.description}\nask Ann")
    before = world.coming()
    name, text = deleted(world, uid)
    world.run()
    assert skips(world) == [uid]
    world.place.put(name, text)
    for _ in range(2):
        world.run()
        assert (skips(world), world.coming(), world.place.texts()[name]) == ([], before, text)


@pytest.mark.parametrize("cut", ["facts", "rows", "calendar"])
def test_a_pass_that_was_cut_off_loses_neither_hand(
    world: EveryKind, cut: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P4: it dies once the facts are stored, once the rows are, or before the calendar is written."""
    before, last = world.coming(), {"facts": "adopt", "rows": "intend", "calendar": "record"}[cut]

    def dies() -> None:
        with monkeypatch.context() as patch:
            def die(*_: object) -> None:
                raise PowerCut

            patch.setattr(world.history, last, die)
            with pytest.raises(PowerCut):
                world.run(Allow(deletions=True))

    uids = [world.uid_of(kind) for kind in EACH]
    gone = {uid: deleted(world, uid) for uid in uids}
    dies()
    world.run(Allow(deletions=True))
    assert sorted(skips(world)) == sorted(uids)
    for name, text in gone.values():
        world.place.put(name, text)
    dies()
    world.run()
    assert skips(world) == []
    assert world.coming() == before


@pytest.mark.parametrize("when", ["lost", "an older copy"])
def test_a_lost_database_takes_it_as_there(world: EveryKind, when: str) -> None:
    before, copy = world.coming(), world.copy()
    gone = all_deleted(world)
    for name, text in gone.values():
        world.place.put(name, text)
    world.lose(copy if when == "an older copy" else None)
    world.run()
    assert skips(world) == []
    assert world.coming().keys() == before.keys()


def test_what_a_program_cancelled_may_be_confirmed_again(world: EveryKind) -> None:
    """Cancelled is as good as deleted, and an undo in that program puts it back."""
    before, kept = world.coming(), world.place.ours()
    uids = [world.uid_of(kind) for kind in EACH]
    for uid in uids:
        world.place.edit(uid, STATUS="CANCELLED")
    world.run(Allow(deletions=True))
    assert sorted(skips(world)) == sorted(uids)
    for uid in uids:
        world.place.put(kept[uid][0], kept[uid][1].raw)
    world.run()
    assert skips(world) == []
    assert world.coming() == before


def test_what_followupd_took_off_itself_goes_again(world: EveryKind) -> None:
    """A server that shows deleted events again takes back nothing: a block that was skipped by command."""
    uid = world.uid_of(Kind.BLOCK)
    name, there = world.place.ours()[uid]
    world.history.append([Skipped(None, world.now, uid, there.event.start)], world.now)
    world.run()
    world.place.put(name, there.raw)
    world.run()
    assert uid not in world.there()
    assert skips(world) == [uid]


@pytest.mark.parametrize("kind", ["folder", "fake", "radicale"])
def test_on_every_kind_of_calendar(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    place = place_of(kind, tmp_path, request.getfixturevalue)
    for world in begun(tmp_path, place):
        before = world.coming()
        for name, text in all_deleted(world, (Kind.RETRY, Kind.MEETING, Kind.BLOCK)).values():
            place.put(f"restored-{name}" if kind == "folder" else name, text)
        world.run()
        assert skips(world) == []
        assert world.coming() == before
