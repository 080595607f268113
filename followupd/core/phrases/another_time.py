"""Signs that a clause is about another time, or only guesses: an old story, a day that is not sure."""

from __future__ import annotations

import re

from followupd.core.phrases.days import ISO_DAY, WRITTEN_DAY
from followupd.core.phrases.english import others
from followupd.core.phrases.english import words as english
from followupd.core.phrases.one_clause import ClausePart
from followupd.core.phrases.patterns import Says
from followupd.core.phrases.words import MONTH
from followupd.core.values.facts import DayTime, Outcome

_LAST = "year|month|week|summer|winter|spring|autumn|fall|time|christmas"
_LONG_AGO = rf"(?i)\b(?:(?:19|20)\d\d|years? ago|ages ago|last (?:{_LAST}))\b"
_FEAST = "christmas|easter|diwali|eid|ramadan"
_SEASON = rf"(?i)\b(?:in|until|til|till|after|from) (?:the )?(?:new year|spring|summer|autumn|fall|winter|{_FEAST})\b"
_IN_A_SEASON = r"(?i)\s+(?:in|over|during) (?:the )?(?:spring|summer|autumn|fall|winter)\b"
# The try was an earlier one: "couldn't get her yesterday, hence the second go".
_WHY_AGAIN = r"(?i)\b(?:hence|(?:that|which)(?:['’]?s| is| was) why|so (?:trying |once )?again (?:today|now))\b"
_SAID_IN_A_MONTH = rf"(?i)\b(?:said|told me|asked) in (?:early |late |mid )?{MONTH}\b"
_TO_COME = r"(?i)(?:tomorrow|tmrw|tmr|next (?:week|month|year)|in (?:an?|\d+|two|three) (?:day|week|month)s?)\b"
_HABITS = r"\w+days|weekends|mornings|evenings|every(?! time)|always|usually|often|normally|mostly|at night"
WEEKLY = r"(?i)\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekends|every (?!time))\b"
HABIT = rf"(?i)\b(?:{_HABITS}|in {MONTH})\b"      # what is of a habit: "busy on Mondays"
NEVER = r"(?!)"
_DATED = rf"(?i){ISO_DAY}|{WRITTEN_DAY}|\b{MONTH} 20\d\d$"
_DASHED = r"(?i)\b(?:on|callback|until|till) \d{1,2}-\d{1,2}\b(?!-)"      # "on 1-12", the day first or the month
TWO_NUMBERS = r"\d{1,2}/\d{1,2}"      # the day first, or the month
_UNTIL_A_DAY = (Outcome.CALL_BACK, Outcome.BUSY)
NOT_REACHED = (Outcome.NO_ANSWER, Outcome.BUSY)
FAILED = (*NOT_REACHED, Outcome.LEFT_MESSAGE, Outcome.SENT)
IN_TOUCH = (Outcome.REACHED, Outcome.DONE, Says.PICKED_UP, Says.WROTE)


def may_be_another_time(text: str, head: ClausePart, outcome: Outcome, asked: DayTime | None) -> bool:
    """Return whether it may be an old story, means a time that is not a day, or is doubtful.

    "Busy until spring", "left a message I think".
    """
    if _is_guessed(head, outcome) or _is_to_come(text, head, outcome):
        return True
    if re.fullmatch(others.NOT_SURE.get(outcome, NEVER), text) or _is_only_named(text, head, outcome):
        return True
    if outcome in FAILED and re.search(_WHY_AGAIN, text):
        return True
    if outcome is Outcome.DONE:
        return any(word.day is not None for word in head.words)      # "ok tomorrow" may put it off
    if outcome in english.OF_NOW:
        return _is_a_story(text, head)
    if re.search(_LONG_AGO, _between_days(text, head)):
        return True
    season = re.search(_SEASON, text[head.start:head.end]) is not None
    until = len(head.head) == 1 and any(word.said == "until" for word in head.rest)
    return outcome in _UNTIL_A_DAY and asked is None and (season or until)


def _between_days(text: str, part: ClausePart) -> str:
    """Return the text of a clause without its days to come, whose year is not long ago: "call back 2 Jan 2028"."""
    dates = [text[word.start:word.end] for word in part.words if word.day is not None]
    said = text[part.start:part.end]
    for dated in (date for date in dates if re.search(_DATED, date)):
        said = said.replace(dated, " ")
    return said


def is_unsure_of_the_day(text: str, head: ClausePart, says: Outcome | Says) -> bool:
    """Return whether a date may be one of two days, or a month is when it was said: "she said in May she'd sell"."""
    if re.search(_DASHED, text[head.start:head.end]):
        return True
    numbers = any(re.fullmatch(TWO_NUMBERS, text[word.start:word.end]) for word in head.words if word.day is None)
    month = re.search(_SAID_IN_A_MONTH, text[head.start:head.end]) is not None
    return numbers or (says is Says.WISH and month and len(head.rest) > 1)


def _is_only_named(text: str, head: ClausePart, outcome: Outcome) -> bool:
    """Return whether a talk is named, and nothing says that it was: "quick chat", "long talk about the will".

    What is praised was: "good talk".
    """
    words = {word.said for word in head.head}
    if outcome is not Outcome.REACHED or not words or not words <= others.NAMES_A_TALK or "had" in words:
        return False
    to_come = re.search(others.NOT_YET, text[head.head[-1].end:head.end]) is not None
    return to_come or not (words & others.OF_PRAISE or re.search(others.THAT_IT_WAS, text))


def _is_guessed(head: ClausePart, outcome: Outcome) -> bool:
    """Return whether "I think" follows what would count as done."""
    me, thinks = ({word.said for word in head.rest[at:at + 1]} for at in (0, 1))
    return outcome in (*IN_TOUCH, Outcome.LEFT_MESSAGE, Outcome.SENT) and "i" in me and bool(thinks & english.HEDGES)


def _is_to_come(text: str, head: ClausePart, outcome: Outcome) -> bool:
    """Return whether what would count as done is only for a day to come: "sent tomorrow"."""
    behind = head.rest[:1] if outcome is Outcome.SENT else ()
    return any(word.day is not None and re.match(_TO_COME, text[word.start:]) for word in behind)


def _is_a_story(text: str, part: ClausePart) -> bool:
    """Return whether a clause is about another year or another month: "met her in 2019", "spoke to her in March"."""
    behind = text[part.head[-1].end:part.end] if part.head else ""
    if re.search(_LONG_AGO, text[part.start:part.end]) or re.match(_IN_A_SEASON, behind):
        return True
    days = [text[word.start:word.end].lower() for word in part.rest[:1] if word.day is not None]
    return any(re.search(MONTH, day) for day in days)
