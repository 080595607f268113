"""The contract on calendars of this machine: memory, a folder, a file of ours, and a file shared with the user."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.contract import FOREIGN, CalendarContract
from tests.kit.places import CalendarPlace, FilePlace, FolderPlace, MemoryPlace


class TestMemory(CalendarContract):
    @pytest.fixture
    def place(self) -> CalendarPlace:
        return MemoryPlace()


class TestVdir(CalendarContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> CalendarPlace:
        return FolderPlace(tmp_path)


class TestOwnIcsFile(CalendarContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> CalendarPlace:
        return FilePlace(tmp_path)


class TestSharedIcsFile(CalendarContract):
    """The same on a file that already has the user's own events."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> CalendarPlace:
        place = FilePlace(tmp_path)
        place.put("dentist.ics", FOREIGN)
        return place
