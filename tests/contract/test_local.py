"""The contract on calendars of this machine: memory, a folder, a file of ours, and a file shared with the user."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from followupd.calendars.files.folder import Vdir
from followupd.calendars.files.ics_file import IcsFile, empty_calendar
from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.event import Present
from tests.contract.contract import FOREIGN, CalendarContract, Trial
from tests.kit.people import DENVER


class TestMemory(CalendarContract):
    @pytest.fixture
    def desk(self, tmp_path: Path) -> Trial:
        shared: dict[str, MemoryCalendar] = {}

        def open_list(name: str) -> MemoryCalendar:
            opened = MemoryCalendar(name, DENVER)
            opened.share(next(iter(shared.values()), opened))
            shared[name] = opened
            return opened

        calendar = open_list("hitlist")

        class MemoryHand:
            def texts(self) -> dict[str, str]:
                return dict(calendar.texts)

            def change(self, present: Present, how: Callable[[str], str]) -> None:
                calendar.put(present.href, how(calendar.texts[present.href]))

            def remove(self, present: Present) -> None:
                del calendar.texts[present.href]

            def add_foreign(self) -> None:
                calendar.put("dentist.ics", FOREIGN)

        return Trial(open_list, calendar, MemoryHand())


class TestVdir(CalendarContract):
    @pytest.fixture
    def desk(self, tmp_path: Path) -> Trial:
        class FolderHand:
            def texts(self) -> dict[str, str]:
                return {p.name: p.read_bytes().decode() for p in tmp_path.iterdir()}

            def change(self, present: Present, how: Callable[[str], str]) -> None:
                path = tmp_path / present.href
                path.write_bytes(how(path.read_bytes().decode()).encode())

            def remove(self, present: Present) -> None:
                (tmp_path / present.href).unlink()

            def add_foreign(self) -> None:
                (tmp_path / "dentist.ics").write_bytes(FOREIGN.encode())

        return Trial(lambda name: Vdir(tmp_path, name, DENVER), Vdir(tmp_path, "hitlist", DENVER), FolderHand())


class FileHand:
    """The user's program on one .ics file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def texts(self) -> dict[str, str]:
        """The events of the file, so that the foreign ones can be compared by themselves."""
        parts = re.split("(?=BEGIN:VEVENT)", self._path.read_bytes().decode()) if self._path.exists() else []
        return {str(n): part.removesuffix("END:VCALENDAR\r\n") for n, part in enumerate(parts)}

    def change(self, present: Present, how: Callable[[str], str]) -> None:
        text = self._path.read_bytes().decode()
        assert present.raw in text
        self._path.write_bytes(text.replace(present.raw, how(present.raw)).encode())

    def remove(self, present: Present) -> None:
        self.change(present, lambda raw: "")

    def add_foreign(self) -> None:
        text = self._path.read_bytes().decode() if self._path.exists() else empty_calendar("hitlist")
        event = FOREIGN[FOREIGN.index("BEGIN:VEVENT"):FOREIGN.index("END:VCALENDAR")]
        self._path.write_bytes(text.replace("END:VCALENDAR", event + "END:VCALENDAR").encode())


class TestOwnIcsFile(CalendarContract):
    @pytest.fixture
    def desk(self, tmp_path: Path) -> Trial:
        path = tmp_path / "followup.ics"
        return Trial(lambda name: IcsFile(path, name, DENVER), IcsFile(path, "hitlist", DENVER), FileHand(path))


class TestSharedIcsFile(TestOwnIcsFile):
    """The same on a file that holds the user's own events already."""

    @pytest.fixture(autouse=True)
    def _shared(self, tmp_path: Path) -> None:
        FileHand(tmp_path / "followup.ics").add_foreign()
