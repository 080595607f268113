"""Doubts about the day of the next try: one that has just been, or a time that is no day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from followupd.core.phrases.said import Unclear
from followupd.core.phrases.vocabulary import OWN
from followupd.core.phrases.words import MONTH, quoted
from followupd.core.values.facts import DayTime

_ALMOST_A_YEAR = timedelta(days=323)       # the last such day was within six weeks
_YEARLY = rf"\b(?:{MONTH}|new year|christmas|xmas)"
_A_YEAR = r"\d{4}|next|(?<!new )year"


def has_been(day: DayTime, said: str, today: date) -> Unclear | None:
    """Return the doubt about a day of each year that has just been: "after New Year" on 11 January."""
    text = said.casefold()
    if day.day - today > _ALMOST_A_YEAR and re.search(_YEARLY, text) and not re.search(_A_YEAR, text):
        return Unclear(said, f"{quoted(said)} has been. Write later {day.day}, or {OWN} if this is just a note")
    return None
