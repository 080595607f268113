"""A year of each of five lives, with a human who forgets, goes away, drags, deletes, marks, logs and edits.

The checker (checker.py) shares no code with the planner. A short run lives two parts of the year with a third of the
people: from January to the end of May, and from October into the new year, with both changes of clocks, the weeks in
which everything is forgotten, and the year's end. `FOLLOWUPD_EXAMPLES=500` or more, as .ci/deep sets it, lives the
whole year with all of them, and `FOLLOWUPD_SEED` is the seed. What fails names its day, person, event and rule;
`FOLLOWUPD_SEED=7 pytest tests/lives -k travel` lives it again.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.kit.branches import EXAMPLES, LONG_RUN
from tests.lives.life import Living, summed
from tests.lives.lists import LIVES, Story

SEED = int(os.environ.get("FOLLOWUPD_SEED", "1"))
IS_LONG = EXAMPLES >= LONG_RUN
# Days counted from lists.FIRST_DAY, a Monday in January. The two parts take 0.4 of the year's CPU, since each pass
# reads all that is on the calendar.
PARTS = {"year": (0, 365)} if IS_LONG else {"spring": (0, 150), "autumn": (280, 372)}
OFTEN = 12       # days within which somebody does something


@pytest.mark.parametrize(("first", "end"), PARTS.values(), ids=PARTS)
@pytest.mark.parametrize("life", LIVES.values(), ids=lambda life: life.name)
def test_a_year_of_a_life(life: Story, first: int, end: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """P1 to P12, each day, as the calendar shows it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    living = Living(life, tmp_path, SEED, 1.0 if IS_LONG else life.short)
    found = living.live(end - first, first=first)
    assert len(living.human.diary.entries) > (end - first) / OFTEN, "hardly anything happened"
    assert not found, f"{life.name}, FOLLOWUPD_SEED={SEED}:\n{summed(found)}"
