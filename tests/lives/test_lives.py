"""A year of each of five lives, with a human who forgets, goes away, drags, deletes, marks, logs and edits.

The checker (checker.py) shares no code with the planner. A short run lives with a third of the people and the same
seed; `FOLLOWUPD_EXAMPLES=500` or more, as .ci/deep sets it, with all of them, and `FOLLOWUPD_SEED` is the seed. What
fails names its day, person, event and rule; `FOLLOWUPD_SEED=7 pytest tests/lives -k travel` lives it again.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.kit.branches import EXAMPLES, LONG_RUN
from tests.lives.life import Living, summed
from tests.lives.lists import LIVES, Story

SEED = int(os.environ.get("FOLLOWUPD_SEED", "1"))
DAYS = 365


@pytest.mark.parametrize("life", LIVES.values(), ids=lambda life: life.name)
def test_a_year_of_a_life(life: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """P1 to P12, each day, as the calendar shows it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    living = Living(life, tmp_path, SEED, 1.0 if EXAMPLES >= LONG_RUN else life.short)
    found = living.live(DAYS)
    assert len(living.human.diary.entries) > 30, "hardly anything happened"
    assert not found, f"{life.name}, FOLLOWUPD_SEED={SEED}:\n{summed(found)}"
