"""A doorbell that rings for passes given by the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.kit.bells import SOON, FakeWork, Running


@pytest.fixture
def work(tmp_path: Path) -> FakeWork:
    hitlist, calendar = tmp_path / "hitlist.yaml", tmp_path / "followup.ics"
    hitlist.write_text("contacts: []\n")
    calendar.write_text("BEGIN:VCALENDAR\n")
    return FakeWork(hitlist, calendar)


@pytest.fixture
def make(work: FakeWork) -> Iterator[Callable[..., Running]]:
    made: list[Running] = []

    def build(look: float = 30.0, settle: float = 0.05) -> Running:
        made.append(Running(work, look, settle))
        return made[-1]

    yield build
    for one in made:
        one.bell.stop()
        if one.thread.ident is not None:
            one.thread.join(SOON)
            assert not one.thread.is_alive()
