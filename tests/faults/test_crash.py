"""kill -9 at any step of a pass: the next one heals it, without doubles and with nothing lost (P3, P4, P5)."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Callable
from typing import Protocol

import pytest

from followupd.core.values.event import Present
from tests.faults.killing import ERRORS, FOREIGN, SCENARIOS, FilePlace, FolderPlace, Killing, Place, World, can_trace

KILLS = int(os.environ.get("FOLLOWUPD_KILLS", "0")) or int(os.environ.get("FOLLOWUPD_EXAMPLES", "100")) * 36 // 100
KINDS = ("file", "folder", "caldav")

pytestmark = pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")


class Server(Protocol):
    username: str
    password: str

    def new_calendar(self, name: str | None = None) -> str: ...

    def request(self, method: str, url: str, body: str = "", **headers: str) -> tuple[int, str]: ...


class ServerPlace:
    """A collection on a real CalDAV server with an event of the user's own in it."""

    def __init__(self, server: Server) -> None:
        self._server, self._url = server, server.new_calendar()
        self._hrefs: set[str] = set()
        assert server.request("PUT", f"{self._url}dentist.ics", FOREIGN)[0] == 201
        self._foreign = server.request("GET", f"{self._url}dentist.ics")[1]

    @property
    def named(self) -> str:
        return f'{{url: "{self._url}", username: {self._server.username}, password: {self._server.password}}}'

    def texts(self) -> dict[str, str]:
        """As stored; the server's own form of the user's event counts as its bytes."""
        _, listing = self._server.request("PROPFIND", self._url, Depth="1")
        names = sorted({part.split("<")[0].rpartition("/")[2] for part in listing.split("href>") if ".ics<" in part})
        found = {name: self._server.request("GET", f"{self._url}{name}")[1] for name in names}
        assert found["dentist.ics"] == self._foreign
        return {**found, "dentist.ics": FOREIGN}

    def change(self, present: Present, how: Callable[[str], str]) -> None:
        url = "/".join(self._url.split("/")[:3]) + present.href
        assert self._server.request("PUT", url, how(self._server.request("GET", url)[1]))[0] in (200, 201, 204)

    def remove(self, present: Present) -> None:
        url = "/".join(self._url.split("/")[:3]) + present.href
        assert self._server.request("DELETE", url)[0] in (200, 204)


@pytest.fixture(params=KINDS, scope="module")
def killings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Killing]:
    """Every scenario on this kind of calendar, each learned."""
    numbers, tmp = itertools.count(), tmp_path_factory.mktemp("killings")
    server: Server | None = request.getfixturevalue("radicale") if request.param == "caldav" else None

    def fresh() -> World:
        folder = tmp / str(next(numbers))
        folder.mkdir()
        place: Place
        if server is not None:
            place = ServerPlace(server)
        elif request.param == "file":
            place = FilePlace(folder / "followup.ics")
        else:
            place = FolderPlace(folder / "follow")
        return World(folder, place)

    found = {name: Killing(scenario, fresh) for name, scenario in SCENARIOS.items()}
    for killing in found.values():
        killing.learn()
    return found


def test_a_pass_that_is_killed_anywhere_is_healed(killings: dict[str, Killing]) -> None:
    """No half file, nothing acknowledged lost, nothing doubled, the end is that of an undisturbed run."""
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
    """A full or broken disk, a mount that turned read-only, a lost connection: our own error or none, and no harm."""
    wanted = max(len(SCENARIOS), -(-KILLS // len(KINDS)) // 2)
    points = [(name, step) for name, killing in killings.items() for step in killing.steps if step[0] in ERRORS]
    random.Random(KILLS + 1).shuffle(points)
    explained = sum(killings[name].fail(step) for name, step in itertools.islice(itertools.cycle(points), wanted))
    print(f"{wanted} failing calls, {explained} of them explained and the others overcome")
    assert explained > 0
