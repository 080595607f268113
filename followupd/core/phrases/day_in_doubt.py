"""Doubts about the day of the next try: one that has just been, or a time that is no day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from followupd.core.phrases.english import vague_days
from followupd.core.phrases.said import Unclear
from followupd.core.phrases.vocabulary import OWN, READY_WORDS
from followupd.core.phrases.words import MONTH, quoted
from followupd.core.values.facts import DayTime, Outcome

_ALMOST_A_YEAR = timedelta(days=323)       # the last such day was within six weeks
_YEARLY = rf"\b(?:{MONTH}|{vague_days.YEARLY})"
_REACHED = (Outcome.REACHED, Outcome.DONE)
WITH_A_NEXT = (*_REACHED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY)


def has_been(day: DayTime, said: str, today: date, outcome: Outcome | None) -> Unclear | None:
    """Return the doubt about a day of each year that has just been: "after New Year" on 11 January.

    Alone it puts the event off; behind an `outcome` it is the day of the next try.
    """
    text = said.casefold()
    if day.day - today > _ALMOST_A_YEAR and re.search(_YEARLY, text) and not re.search(vague_days.WHICH_YEAR, text):
        write = f"later {day.day}" if outcome is None else f"{_word(outcome)}, call again {day.day}"
        return Unclear(said, f"{quoted(said)} has been. Write {write}, or {OWN} if this is just a note")
    return None


def no_day_for_it(outcome: Outcome, said: str) -> Unclear | None:
    """Return the doubt about when the next try is meant: "reached, call again after the holidays", "na, after Easter".

    A time alone counts only after a failed try.
    """
    if not re.search(vague_days.TRY_THEN if outcome in _REACHED else vague_days.THEN, said):
        return None
    write = f"Write {_word(outcome)}, call again and a date, or {OWN} if this is just a note"
    return Unclear(said, f"{quoted(said)} does not say on which day. {write}")


def _word(outcome: Outcome) -> str:
    return "reached" if outcome in _REACHED else READY_WORDS[outcome][1]
