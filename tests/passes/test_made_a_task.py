"""An event of ours that a program made a task (VTODO) is not a deletion: it is reported, and comes back as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Skipped
from followupd.core.values.uid import Kind
from followupd.run import run_pass
from tests.kit.every_kind import EveryKind
from tests.kit.places import HEAD, TAIL, CalendarPlace, FilePlace, FolderPlace
from tests.kit.remote_places import FakePlace

PLACES: dict[str, Callable[[Path], CalendarPlace]] = {
    "a file": FilePlace, "a folder": FolderPlace, "a server": lambda _: FakePlace(),
}


def replace(place: CalendarPlace, name: str, before: str, after: str) -> None:
    """Replace a resource, or in a file that component alone."""
    if isinstance(place, FilePlace):
        inside = slice(len(HEAD), -len(TAIL))
        place.path.write_bytes(place.path.read_bytes().replace(before[inside].encode(), after[inside].encode()))
    else:
        place.put(name, after)


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("kind", ["VTODO", "VJOURNAL"])
def test_an_event_that_was_made_a_task(tmp_path: Path, where: str, kind: str) -> None:
    """Nobody is skipped and nothing is written beside it; once it is deleted it is a deletion."""
    place = PLACES[where](tmp_path)
    world = EveryKind(tmp_path, place)
    world.run()
    uid = world.uid_of(Kind.RETRY)
    name, there = place.ours()[uid]
    before = place.texts()[name]
    task = re.sub("(BEGIN|END):VEVENT", rf"\1:{kind}", before).replace("DTEND:", "DUE:")
    replace(place, name, before, task)
    for _ in range(2):
        world.now += timedelta(minutes=1)
        with world.opened() as sources:
            report = run_pass(sources, world.now, write=True)
        (said,) = report.problems
        assert said.startswith('"Call Rita Lee" of '), said
        assert "it is a task now" in said
        assert (report.changes, world.hands()) == ((), [])
    replace(place, name, task, before)
    world.run()
    assert world.hands() == []
    assert place.ours()[uid][1].event == there.event
    place.delete(uid)
    world.run()
    assert world.hands() == [(Skipped, uid)]
    world.history.close()
    place.close()
