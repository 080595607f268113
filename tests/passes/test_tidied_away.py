"""A reminder that is over and deleted: it passed, like one that stays, whether a pass had looked before or not (P6)."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Skipped
from tests.kit.desks import UserDesk
from tests.kit.one_reminder import due

FEW = timedelta(minutes=20)


@pytest.mark.parametrize("looked", [False, True])
def test_who_was_deleted_after_their_time_comes_again_after_a_week_and_then_after_two(
    desk: UserDesk[MemoryCalendar], *, looked: bool
) -> None:
    """They came again on the same day, half an hour later, once for each deletion."""
    starts = list[datetime]()
    for _ in range(3):
        was = due(desk)
        starts.append(was.event.start)
        desk.now = was.event.end + FEW
        if looked:
            desk.run()
        desk.calendar.delete(was.uid)
        desk.run()
        desk.quiet()
    days = [(b - a).days for a, b in pairwise(starts)]
    assert days[0] >= 6
    assert days[1] >= 13
    assert desk.facts(Skipped) == []
