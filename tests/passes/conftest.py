"""Desks that several tests of passes share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    """One person, who has a separate reminder, and no block."""
    made = desk_of(tmp_path, (contact("Sam", "2026-07-01 reached, his new boat"),))
    made.hitlist = replace(made.hitlist, blocks=())
    made.run()
    yield made
    made.history.close()


@pytest.fixture
def sheets(tmp_path: Path) -> Iterator[UserDesk[MemoryCalendar]]:
    """Several people on the sheet of a block."""
    made = desk_of(tmp_path)
    made.run()
    yield made
    made.history.close()
