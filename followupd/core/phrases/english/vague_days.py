"""Words for times of the year that name no day, and for a next try at one of them."""

from __future__ import annotations

# Feasts whose day moves, and times that are another for each family: alternatives of a pattern, and of a regex.
FEASTS = "easter|thanksgiving|diwali|eid|ramadan|hanukkah|passover"
TIMES_OFF = "holidays|exams|break|term|summer"

# regexes, compiled when there is something to read (phrases/days.py)
YEARLY = r"new year|christmas|xmas"
WHICH_YEAR = r"\d{4}|next|(?<!new )year"
_BEGINS = r"(?i)(?:^|[,;.:–—-]\s*)(?:(?:and|but|please|will|i['’]?ll|i will|so|then)\s+)*"
_VERB = r"(?:ask|call|ring|try|phone|text|write|speak|talk)"
_TRY = rf"{_VERB}(?: (?:her|him|them|to (?:her|him|them)))?(?: (?:back|again))?\s+"
_PERIOD = (
    r"(?:(?:until|till|til)\s+)?after (?:(?:the|his|her|their|my|our) )?(?:(?:school|summer|winter|easter) )?"
    rf"(?:{FEASTS}|{TIMES_OFF}|holiday|hols|vacation|exam|half[- ]term)[\s.!)]*$"
)
TRY_THEN = f"{_BEGINS}{_TRY}{_PERIOD}"
THEN = f"{_BEGINS}(?:{_TRY})?{_PERIOD}"
