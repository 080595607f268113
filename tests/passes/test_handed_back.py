"""Texts that a program gives back in another dress, through whole passes on a real .ics file: no news, no rewriting."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.files.ics_file import IcsFile
from followupd.core.values.facts import Attempt, Outcome
from tests.kit.desks import UserDesk
from tests.kit.places import FilePlace
from tests.kit.programs import PROGRAMS
from tests.passes.test_ways_to_tick import LINE, block, sheet

NOTE = "ski weekend <3 in January"


class Program:
    """A program, or a server, that gives back every text in its own dress, whenever we have written it."""

    def __init__(self, desk: UserDesk[IcsFile], name: str) -> None:
        self._desk, self._dress = desk, PROGRAMS[name]
        self._known: dict[str, str] = {}

    def __call__(self) -> None:
        place = FilePlace(self._desk.folder)
        for uid, there in self._desk.present().items():
            if self._known.get(uid) != there.event.description:
                self._known[uid] = self._dress(there.event.description)
                place.rewrite(uid, self._known[uid])


def told(desk: UserDesk[IcsFile]) -> list[tuple[str, Outcome, str]]:
    return [(one.contact, one.outcome, one.note) for one in desk.facts(Attempt)]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_that_dresses_every_text_is_no_news(tmp_path: Path, program: str) -> None:
    """Each time that we look: nothing is written, logged or asked (P3), also once the block is over."""
    desk = sheet(tmp_path)
    dressed = Program(desk, program)
    for step in range(3):
        dressed()
        report = desk()
        assert (report.changes, report.questions, told(desk)) == ((), (), [])
        desk.now += timedelta(hours=7) if step == 0 else timedelta()
    desk.now = block(desk).event.end
    desk.run()
    dressed()
    report = desk()
    assert (report.changes, report.questions, told(desk)) == ((), (), [])
    desk.history.close()


@pytest.mark.parametrize("over", [False, True], ids=["to come", "over"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_tick_is_read_in_every_dress(tmp_path: Path, program: str, *, over: bool) -> None:
    """With its note, once; the next two passes write nothing, though the program dresses our answer too."""
    desk = sheet(tmp_path)
    there = block(desk)
    ticked = there.event.description.replace(LINE, f"[x] Call Sam Okafor: {NOTE}")
    FilePlace(desk.folder).rewrite(there.uid, PROGRAMS[program](ticked))
    desk.now = there.event.end if over else desk.now
    assert desk().questions == ()
    dressed = Program(desk, program)
    assert told(desk) == [("sam-okafor", Outcome.REACHED, NOTE)]
    for _ in range(3):
        dressed()
        report = desk()
        assert (report.changes, report.questions) == ((), ())
    assert told(desk) == [("sam-okafor", Outcome.REACHED, NOTE)]
    desk.history.close()
