"""Generated calendars say the same to us and to two other readers, and changed ones what they said before.

`FOLLOWUPD_CALENDARS=10000 .venv/bin/pytest tests/calendars/busy/test_differential.py` reads so many of each, and
`FOLLOWUPD_SEED` chooses others. The differences from ical.js that are left are named in `EXPLAINED` and `comparable`;
from recurring-ical-events that of `library_is_wrong`.
"""

from __future__ import annotations

import os
import random
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.calendars.busy.conftest import need, read
from tests.calendars.busy.generated import FIRST, LAST, ZONES, GeneratedCalendar, Maker
from tests.calendars.busy.oracles import Stretches, by_ical_js, by_library, has_ical_js, inside
from tests.calendars.busy.otherwise import changed

MANY = int(os.environ.get("FOLLOWUPD_CALENDARS", "60"))
SEED = int(os.environ.get("FOLLOWUPD_SEED", "0"))
BATCH = 500      # texts for one process of node


def ours(data: bytes) -> Stretches:
    part = read(data, need(FIRST, LAST))
    return {(start, end) for unit in part.units for start, end, _ in unit.times if inside((start, end))}


def rolls_over(made: GeneratedCalendar) -> bool:
    """FREQ=YEARLY;BYMONTH=2,12 from the 29th on: ical.js takes 1 March for the day that February does not have.

    RFC 5545 3.3.10: a recurrence on a day that does not exist is ignored.
    """
    start = re.search(r"\nDTSTART[^\n]*:[0-9]{6}(29|30|31)", made.text.partition("BEGIN:VEVENT")[2])
    return start is not None and re.search("FREQ=YEARLY.*BYMONTH=[0-9,]+(?!.*BY)", made.rule) is not None


def library_is_wrong(made: GeneratedCalendar) -> bool:
    """BYHOUR=9,10 in Berlin, and an EXDATE or an override at ten: it drops nine o'clock too; ical.js and we do not.

    It compares a moment by its UTC hour with the wall clock as well.
    """
    return "BYHOUR" in made.rule and re.search("\n(EXDATE|RECURRENCE-ID);TZID=", made.text) is not None


def added_and_left_out(made: GeneratedCalendar) -> bool:
    """One day is an RDATE and an EXDATE: ical.js keeps it. RFC 5545 3.8.5.1: what is left out of a set is not in it."""
    added = re.findall("\nRDATE[^\n]*:([0-9T]+)", made.text)
    return any(day in line for day in added for line in re.findall("\nEXDATE[^\n]*", made.text))


def by_the_wall_clock(stretch: tuple[int, int]) -> bool:
    """Hours over a change of the clocks: ical.js adds DURATION:PT8H to the wall clock, which makes seven or nine.

    RFC 5545 3.3.6: hours are exact. The start is compared.
    """
    start, end = (datetime.fromtimestamp(one, UTC) for one in stretch)
    return any(start.astimezone(zone).utcoffset() != end.astimezone(zone).utcoffset() for zone in map(ZoneInfo, ZONES))


def comparable(made: GeneratedCalendar, one: Stretches, other: Stretches) -> tuple[Stretches, Stretches]:
    """Return both without the ends that ical.js reckons by the wall clock."""
    lasts = "DURATION:PT" in made.text
    over = {stretch[0] for stretch in one | other if lasts and by_the_wall_clock(stretch)}
    return tuple({(start, 0 if start in over else end) for start, end in some} for some in (one, other))  # type: ignore[return-value]


EXPLAINED = (rolls_over, added_and_left_out)


@pytest.fixture(scope="module")
def calendars() -> list[GeneratedCalendar]:
    maker = Maker(random.Random(SEED))
    return [maker.one() for _ in range(MANY)]


def test_they_take_the_times_that_recurring_ical_events_finds(calendars: list[GeneratedCalendar]) -> None:
    """It reads the whole text; we cut the lines that matter and leave most events to no library at all."""
    found = [ours(made.text.encode()) for made in calendars]
    assert sum(map(bool, found)) > MANY // 2
    for made, times in zip(calendars, found, strict=True):
        assert library_is_wrong(made) or times == by_library(made.text), made.text


@pytest.mark.skipif(not has_ical_js(), reason="ical.js is not installed (npm; found by NODE_PATH)")
def test_they_take_the_times_that_ical_js_finds(calendars: list[GeneratedCalendar]) -> None:
    """The reader of Thunderbird and Nextcloud, which shares no code with ours."""
    compared = 0
    for first in range(0, MANY, BATCH):
        some = calendars[first : first + BATCH]
        for made, times in zip(some, by_ical_js([one.text for one in some]), strict=True):
            if not any(explains(made) for explains in EXPLAINED):
                compared += 1
                assert isinstance(times, set), (times, made.text)
                theirs, mine = comparable(made, times, ours(made.text.encode()))
                assert theirs == mine, made.text
    assert compared > MANY * 0.9


def test_another_program_that_writes_them_changes_nothing(calendars: list[GeneratedCalendar]) -> None:
    """Folds, capitals, line ends, encodings, names of zones: the same times. A damage leaves each of them busy."""
    chance = random.Random(SEED + 1)
    for made in calendars:
        data, names, damage = changed(chance, made)
        right, found = ours(made.text.encode()), ours(data)
        if damage:
            begun = {start for start, _ in right if inside((start, start + 1))}      # its end may be lost
            assert begun <= {start for start, _ in found}, (names, damage, data)
        else:
            assert found == right, (names, data)
