"""The machine of converging.py on every kind of calendar: a file, a folder, a scripted server of all kinds, real ones.

    FOLLOWUPD_MACHINES=400 pytest -s tests/properties/test_convergence.py

runs that many machines on each, of up to 20 steps, and prints what they did.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from tests.kit.branches import fewer
from tests.kit.fake_caldav import Quirks
from tests.kit.places import CalendarPlace
from tests.kit.remote_places import KINDS, FakePlace, place_of
from tests.kit.servers import CalendarServer
from tests.properties.converging import Converging
from tests.properties.worlds import EXAMPLES

MACHINES = int(os.environ.get("FOLLOWUPD_MACHINES", "0"))
USUAL = {"file": EXAMPLES // 10, "folder": EXAMPLES // 10, "fake": fewer() // 4}   # a real server takes its time
STEPS = 20
quirks = st.builds(
    Quirks, etags=st.sampled_from(("good", "none", "silent", "weak", "stale", "restless")),
    tokens=st.sampled_from(("good", "none", "seconds", "deaf", "forgetful")),
    clash=st.sampled_from((412, 409, 400, 403, None)), trash=st.booleans(), lag=st.sampled_from((0, 0, 1, 3)),
    rewrites=st.booleans(), whole_404=st.booleans(), leaves_out=st.booleans(),
)


class OnFake(Converging):
    """The scripted server, of another kind each time."""

    place: FakePlace

    @initialize(kind=quirks)
    def begin(self, kind: Quirks) -> None:
        self.place.server.quirks = kind
        super().begin()

    def settle(self) -> None:
        self.place.server.catch_up()
        self.place.server.second += 2

    def tells_nothing(self) -> bool:
        return self.place.server.quirks.tokens == "forgetful"

    @rule(kind=quirks)
    def the_server_is_replaced(self, kind: Quirks) -> None:
        """An update of the server, and another process of ours."""
        self.step("replaced servers")
        self.place.server.quirks = kind
        self.start()


@pytest.mark.parametrize("kind", KINDS)
def test_it_always_converges(kind: str, request: pytest.FixtureRequest) -> None:
    """Whatever the user, the network, power cuts and backups do: nothing reported is lost, nothing doubles, no
    foreign event changes."""
    counted: Counter[str] = Counter()

    def new_place(folder: Path) -> CalendarPlace:
        counted["machines"] += 1
        if kind == "fake":
            return FakePlace(timeout=1.0)   # a hung answer costs this; a loaded machine answers within it
        server: dict[str, CalendarServer] = {}
        return place_of(kind, folder, lambda name: server.setdefault(name, request.getfixturevalue(name)))

    class Machine(OnFake if kind == "fake" else Converging):  # type: ignore[misc]
        steps = counted

    Machine.new_place = staticmethod(new_place)
    machines = MACHINES or max(2, USUAL.get(kind, EXAMPLES // 50))
    run_state_machine_as_test(Machine, settings=settings(
        max_examples=machines, stateful_step_count=STEPS, suppress_health_check=list(HealthCheck),
    ))
    made = counted.pop("machines")
    print(f"{kind}: {made} machines, {counted.total()} steps ({', '.join(f'{n} {w}' for w, n in counted.items())})")
    assert counted.total() > made
