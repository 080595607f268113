"""The daemon's waits before it tries again."""

from __future__ import annotations

from random import Random

import pytest

from followupd.daemon.troubles import Troubles, pause_after
from tests.kit.bells import Went


@pytest.mark.parametrize(("failures", "asked", "shortest"), [
    (1, None, 5), (2, None, 15), (3, None, 60), (4, None, 300), (5, None, 900), (50, None, 900),
    (1, 120, 120), (5, 120, 900), (1, 86_400, 3600), (1, -5, 5),
])
def test_pauses_grow_and_honour_retry_after(failures: int, asked: float | None, shortest: float) -> None:
    """5 s, 15 s, 1 min, 5 min, then 15 min; Retry-After up to an hour; at most a tenth more at random."""
    for seed in range(20):
        assert shortest <= pause_after(failures, asked, Random(seed)) <= shortest * 1.1


def test_a_question_is_said_once_while_it_is_open() -> None:
    """It is asked in every pass, since it is in `status`; said again, it is another one."""
    said: list[str] = []
    troubles = Troubles(said.append, Random(1))
    for asked in (("Who is Robin?",), ("Who is Robin?",), (), ("Who is Robin?",)):
        troubles.well(Went(questions=asked))
    assert said == ["Who is Robin?", "Who is Robin?"]
