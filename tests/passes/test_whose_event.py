"""Somebody else's event in the place of ours, or one of ours whose UID has a changed bit: neither is a deletion."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Skipped
from followupd.core.values.uid import Kind
from followupd.run import run_pass
from tests.kit.every_kind import EveryKind
from tests.kit.places import FilePlace, FolderPlace
from tests.kit.refused import RefusedDesk, name_of, opened

THEIRS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:6f1d7f6e@example.org\r\nDTSTART:20261124T170000Z\r\n"
    "DTEND:20261124T180000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
EACH = [Kind.RETRY, Kind.CALLBACK, Kind.REPLY, Kind.DUE, Kind.PROMISE, Kind.DATE, Kind.MEETING, Kind.REVIEW, Kind.BLOCK]


def damaged(uid: str) -> str:
    """Return a UID with one bit changed behind its kind, a sound one of our list."""
    kind, _, rest = uid.partition("-")
    return f"{kind}-{chr(ord(rest[0]) ^ 1)}{rest[1:]}"


def skips(desk: RefusedDesk) -> list[str]:
    return [fact.uid for fact in desk.history.facts() if isinstance(fact, Skipped)]


@pytest.mark.parametrize("again", [False, True], ids=["one process", "new processes"])
def test_an_event_of_somebody_else_at_our_address(tmp_path: Path, again: bool) -> None:
    """On a CalDAV server, as in a folder: reported, left as it is, and nobody is skipped."""
    with opened(tmp_path) as desk:
        desk()
        (one, *_) = desk.ours(Kind.RETRY)
        name = f"{name_of(one.uid)}.ics"
        ours = desk.server.texts[name]
        desk.server.put(name, THEIRS)
        for _ in range(3):
            desk.now += timedelta(minutes=1)
            if again:
                desk.calendar.close()
                desk.calendar = type(desk.calendar)(desk.calendar._target, "hitlist", desk.calendar._zone)
            report = desk()
            assert report.changes == ()
            assert len(report.problems) == 1
            assert f"{name} no longer holds an event of followupd; it was left as it is." in report.problems[0]
            assert one.event.summary in report.problems[0]
        assert skips(desk) == []
        assert desk.server.texts[name] == THEIRS
        desk.server.put(name, ours)
        assert desk().changes == ()
        desk.server.remove(name)
        desk.now += timedelta(minutes=1)
        desk()
        assert skips(desk) == [one.uid]


@pytest.mark.parametrize("kind", EACH)
@pytest.mark.parametrize("place", [FolderPlace, FilePlace])
def test_a_bit_of_whose_it_is(tmp_path: Path, place: type[FolderPlace | FilePlace], kind: Kind) -> None:
    """Its ownership note is that of the missing event: nobody is skipped, and it is not taken off."""
    world = EveryKind(tmp_path, place(tmp_path))
    world.run()
    uid = world.uid_of(kind)
    file = tmp_path / "followup.ics"
    if isinstance(world.place, FolderPlace):
        file = world.place.path / world.place.ours()[uid][0]
    whole = file.read_bytes()
    spoilt = whole.replace(f"UID:{uid}".encode(), f"UID:{damaged(uid)}".encode())
    assert spoilt != whole
    file.write_bytes(spoilt)
    for _ in range(2):
        world.now += timedelta(minutes=1)
        with world.opened() as sources:
            report = run_pass(sources, world.now, write=True)
        assert (report.changes, world.hands()) == ((), [])
        assert len(report.problems) == 1
        assert damaged(uid) in report.problems[0]
    assert file.read_bytes() == spoilt
    file.write_bytes(whole)
    world.run()
    world.history.close()


def test_a_bit_of_whose_it_is_on_a_server(tmp_path: Path) -> None:
    with opened(tmp_path) as desk:
        desk()
        (one, *_) = desk.ours(Kind.RETRY)
        name = f"{name_of(one.uid)}.ics"
        spoilt = desk.server.texts[name].replace(one.uid, damaged(one.uid))
        desk.server.put(name, spoilt)
        desk.now += timedelta(minutes=1)
        report = desk()
        assert (report.changes, skips(desk), desk.server.texts[name]) == ((), [], spoilt)
        assert len(report.problems) == 1
