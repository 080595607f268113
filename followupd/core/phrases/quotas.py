"""Quotas with which the action plan asks for a channel: "1 per workday", "one every Friday", "5 a month", "weekly".

Takes text; gives a number, a period and, for a weekday, which one. Raises ValueError with one sentence that says what
to write instead, and never anything else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from followupd.core.phrases.words import DAY, NUMBER_WORD, day_number, number_of, plain, quoted
from followupd.core.values.hitlist import Per

MOST_TRIES = 100  # of one channel in one period: more is a mistake, or beyond a person
_ALONE = {"daily": Per.DAY, "weekly": Per.WEEK, "monthly": Per.MONTH, "every workday": Per.WORKDAY}
_PERIOD = rf"(?:(?P<period>workday|weekday|working day|day|week|month)s?|(?P<day>{DAY}))"
_QUOTA = (
    rf"(?:(?P<number>[0-9]{{1,6}}|{NUMBER_WORD}|once|twice)(?: ?(?:times|x))? ?)?"
    rf"(?P<each>per|an?|each|every|on|/) ?{_PERIOD}"
)
QUOTA = rf"{'|'.join(_ALONE)}|{_QUOTA}"      # see `hitlist/json_schema.py`
_ADVICE = "Write 1 per workday, 1 every Friday, 2 per week or 5 per month."


@lru_cache(maxsize=64)
def parse_quota(text: str) -> tuple[int, Per, int | None]:
    """Return the number and the period, and which weekday it is (0 is Monday) if it is one."""
    phrase = plain(text)
    if phrase in _ALONE:
        return 1, _ALONE[phrase], None
    match = re.fullmatch(_QUOTA, phrase)
    if match is None:
        raise ValueError(_why_none(text, phrase))
    said = match["number"]
    number = 1 if said is None else {"once": 1, "twice": 2}.get(said) or number_of(said)
    if not 1 <= number <= MOST_TRIES:
        raise ValueError(f"{quoted(text)} asks for {number}, and a plan asks for 1 to {MOST_TRIES}. {_ADVICE}")
    if match["day"]:
        return number, Per.WEEKDAY, day_number(match["day"])
    period = match["period"]
    if period == "weekday":
        raise ValueError(f"{quoted(text)} may mean each day from Monday to Friday. Write {number} per workday.")
    return number, Per.WORKDAY if period == "working day" else Per(period), None


def _why_none(text: str, phrase: str) -> str:
    if re.fullmatch(r"[0-9]{1,6}", phrase):
        return f"{quoted(text)} does not say how often. Write {phrase} per month, or {phrase} per workday."
    if re.search(r"\b(?:year|quarter)", phrase):
        return f"{quoted(text)} is not part of a month, and the plan is for a month. {_ADVICE}"
    return f"{quoted(text)} is not part of a plan. {_ADVICE}"
