"""Words behind the tick of a failed try, read as after its word: the day for the next one."""

from __future__ import annotations

from dataclasses import replace

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import DayTime, Outcome

FAILED_TICKS = (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY)


def next_day_said(outcome: Outcome, note: str, reading: ReadingRules) -> DayTime | Unclear | None:
    """Return the day of the next try, as in "no answer, in March"; Unclear if the words are only a day of either try.

    None if they name no day for it.
    """
    read = read_addition(f"{outcome.words}, {note}", replace(reading, words={}))
    if isinstance(read, Mark):
        return read.asked if read.outcome in (outcome, Outcome.CALL_BACK) else None
    alone = read_addition(note, reading)
    return read if isinstance(alone, Mark) and alone.outcome is None else None
