"""Words behind the tick of a failed try, read as after its word: the day for the next one."""

from __future__ import annotations

from dataclasses import replace

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.day_in_doubt import WITH_A_NEXT, has_been, no_day_for_it
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import DayTime, Outcome

_FAILED = (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY)


def next_day_said(
    outcome: Outcome, note: str, wished: DayTime | None, reading: ReadingRules
) -> DayTime | Unclear | None:
    """Return the day of the next try, `wished` or as in "no answer, in March"; None if no words name one.

    Unclear if that day has been, or may be that of either try.
    """
    if wished is not None:
        return has_been(wished, note, reading.today, outcome) or wished
    if outcome in WITH_A_NEXT and (doubt := no_day_for_it(outcome, f"{outcome.words}, {note}")) is not None:
        return doubt
    if outcome not in _FAILED:
        return None
    read = read_addition(f"{outcome.words}, {note}", replace(reading, words={}))
    if isinstance(read, Mark):
        return read.asked if read.outcome in (outcome, Outcome.CALL_BACK) else None
    return read if read is not None and read.why else None      # the doubt is about a day
