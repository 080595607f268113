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
_PART_OF = r"(?:the )?(?:end|middle|beginning|start|close) of|(?:late|mid|early)(?: in)?"
_PERIOD = (
    rf"(?:(?:until|till|til)\s+)?(?:after|(?:(?:after|at|in|around|by|towards) )?(?:{_PART_OF}))[ -]"
    r"(?:(?:the|his|her|their|my|our) )?(?:(?:school|summer|winter|easter) )?"
    rf"(?:{FEASTS}|{TIMES_OFF}|spring|autumn|fall|winter|season|holiday|hols|vacation|exam|half[- ]term)[\s.!)]*$"
)
TRY_THEN = f"{_BEGINS}{_TRY}{_PERIOD}"
THEN = f"{_BEGINS}(?:{_TRY})?{_PERIOD}"

# Parts of a period -> the day on which to try: in a week (0 is Monday), or a day of a month, of a quarter's or a year's
# month with this number (0 is the first).
_PARTS = {
    "early|beginning|start|first week|first half|1st week": (0, 0, 0, 1),
    "second week|2nd week": (0, 0, 0, 8),
    "mid|middle|third week|3rd week": (2, 1, 5, 15),
    "second half|2nd half": (2, 1, 6, 16),
    "late|fourth week|4th week": (3, 2, 10, 20),
    "end|last week": (4, 2, 11, 25),
}
PARTS = {word: days for words, days in _PARTS.items() for word in words.split("|")}
AT_THE_END = frozenset({"late", "end", "last week"})       # nothing of the period is to come after them
PART_OF_PERIOD = "|".join(part.replace(" ", "[ -]") for part in PARTS)
NOT_ALONE = "(?<!start)(?<!beginning)(?<!middle)"          # "she will start next week" names the week
