"""kill -9 at any step of a pass: the next one heals it, without doubles and with nothing lost (P3, P4, P5)."""

from __future__ import annotations

import itertools
import os
import random

import pytest

from tests.faults.killing import ERRORS, SCENARIOS, Killing, Victim, can_trace
from tests.kit.places import CalendarPlace, FilePlace, FolderPlace
from tests.kit.remote_places import DirectPlace
from tests.kit.servers import CalendarServer

KILLS = int(os.environ.get("FOLLOWUPD_KILLS", "0")) or int(os.environ.get("FOLLOWUPD_EXAMPLES", "100")) * 36 // 100
KINDS = ("file", "folder", "caldav")

pytestmark = pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")


@pytest.fixture(params=KINDS, scope="module")
def killings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Killing]:
    """Every scenario on this kind of calendar, each learned."""
    numbers, tmp = itertools.count(), tmp_path_factory.mktemp("killings")
    server: CalendarServer | None = request.getfixturevalue("radicale") if request.param == "caldav" else None

    def fresh() -> Victim:
        folder = tmp / str(next(numbers))
        folder.mkdir()
        place: CalendarPlace
        if server is not None:
            place = DirectPlace(server)
        elif request.param == "file":
            place = FilePlace(folder)
        else:
            place = FolderPlace(folder)
        return Victim(folder, place)

    found = {name: Killing(scenario, fresh) for name, scenario in SCENARIOS.items()}
    for killing in found.values():
        killing.learn()
    return found


def test_a_pass_that_is_killed_anywhere_is_healed(killings: dict[str, Killing]) -> None:
    """No half file, nothing acknowledged lost, nothing doubled, and the same end as an undisturbed run."""
    wanted = max(len(SCENARIOS), -(-KILLS // len(KINDS)))
    points = [(name, step) for name, killing in killings.items() for step in killing.steps]
    assert len(points) > 100
    random.Random(KILLS).shuffle(points)
    for name, step in itertools.islice(itertools.cycle(points), wanted):
        killings[name].kill(step)
    total = sum(killing.killed for killing in killings.values())
    steps = ", ".join(f"{name}: {killing.killed} of {len(killing.steps)} steps" for name, killing in killings.items())
    print(f"{total} kills ({steps})")
    assert total >= wanted * 0.9   # a server's answer may come in fewer pieces: such a run ends before its last step


def test_a_call_that_fails_is_explained_or_overcome(killings: dict[str, Killing]) -> None:
    """A full or broken disk, a mount that became read-only, a lost connection: an error of ours or none, and no
    harm."""
    wanted = max(len(SCENARIOS), -(-KILLS // len(KINDS)) // 2)
    points = [(name, step) for name, killing in killings.items() for step in killing.steps if step[0] in ERRORS]
    random.Random(KILLS + 1).shuffle(points)
    explained = sum(killings[name].fail(step) for name, step in itertools.islice(itertools.cycle(points), wanted))
    print(f"{wanted} failing calls, {explained} of them explained and the others overcome")
    assert explained > 0
