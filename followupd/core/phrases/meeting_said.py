"""The meeting that words report: after `booked`, or in a clause; whether it is agreed, with whom, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from followupd.core.phrases.days import is_a_stretch, leading_day, parse_day
from followupd.core.phrases.english import words as english
from followupd.core.phrases.hints import vocabulary
from followupd.core.phrases.one_clause import ClausePart
from followupd.core.phrases.plain_days import hour_today
from followupd.core.phrases.said import NO_MEETING_DAY, Mark, Unclear
from followupd.core.phrases.sentence import NUMBER_WORD, Clause
from followupd.core.phrases.vocabulary import AGREED
from followupd.core.phrases.words import EDGE, quoted
from followupd.core.values.facts import DayTime, Outcome

_DAWN, _HALF_A_DAY = range(5, 12), 12
_BEFORE_NOON = r"(?i)\d ?a\.?m\b"
_NUMBERS = r"(?i)(?:(?:on|for|by|at) )?\d{1,4}[./:-]"       # "3.12. 15:00": meant as a day, or a time


class MoreSaidError(ValueError):
    """Words follow the day on which they meet."""


def booked(text: str, parts: Sequence[ClausePart], day: DayTime, note: str) -> Mark | Unclear:
    """Return the day on which they meet; Unclear if it may put it off, or is with somebody else."""
    said = parts[0].words                # "yes tomorrow", "so tomorrow it is"
    may_put_off = day.time is None and (said[0].said == "yes" or (said[0].day and said[-1].said == "is"))
    if is_a_stretch(text, day):
        return Unclear(text, NO_MEETING_DAY.format(quoted(text)))
    if may_put_off or _with_another([word for part in parts for word in part.words]):
        return Unclear(text)
    return Mark(Outcome.REACHED, _in_the_evening(text, parts[0], _at_its_hour(text, said, day)), note)


def _with_another(words: Clause) -> bool:
    """Return whether somebody else is named as the person being met: "zoom set up with Tom Tuesday 9am"."""
    return any(one.said == "with" and then.named and then.said not in vocabulary() for one, then in pairwise(words))


def _at_its_hour(text: str, words: Clause, day: DayTime) -> DayTime:
    """Return a day with the hour that follows it in its clause: "Friday at the cafe at 3"."""
    if day.time is not None:
        return day
    behind = next((n for n, word in enumerate(words, 1) if word.day is not None), 0)
    for at, hour in pairwise(words[behind - 1:]):
        found = hour.day
        if hour.said == NUMBER_WORD and at.said in english.BEFORE_AN_HOUR:
            found, _ = hour_today(text[hour.start:], day.day) or (None, 0)
        if found is not None and found.time is not None:
            return replace(day, time=found.time)
    return day


def _in_the_evening(text: str, part: ClausePart, day: DayTime) -> DayTime:
    """Return a day at the hour that is meant: dinner at 7 is not at dawn."""
    evening = any(word.said in english.IN_THE_EVENING for word in part.words)
    if not evening or day.time is None or day.time.hour not in _DAWN or re.search(_BEFORE_NOON, text):
        return day
    return replace(day, time=day.time.replace(hour=day.time.hour + _HALF_A_DAY))


def is_short(clause: Clause) -> bool:
    """Return whether a meeting is said and nothing else, or at what time: "lunch on Wednesday", "coffee at 3"."""
    timed = any(word.day is not None and word.day.time is not None for word in clause)
    return timed or all(word.said in english.OF_A_MEETING or word.day is not None for word in clause)


def agreed_in(text: str, today: date) -> DayTime | None:
    """Return the day of `booked Thu 15:00`, `agreed Thu` or `yes, Thu 15:00`; None for any other text.

    Raises ValueError if a day follows and then more words, or what follows looks like a day and cannot be read: nothing
    that was written is passed over (P11).
    """
    match = re.fullmatch(rf"(?i)(?:{'|'.join(AGREED)})\b[\s,:;.–—-]*(?P<day>.+)", text.strip(EDGE))
    if match is None:
        return None
    found = leading_day(match["day"], today)
    if found is None:
        if re.match(_NUMBERS, match["day"]):
            parse_day(match["day"], today)
        return None
    said, rest = found
    if is_a_stretch(match["day"], said):
        raise ValueError(NO_MEETING_DAY.format(quoted(text)))
    if rest.strip(EDGE):
        raise MoreSaidError(f"{quoted(text)} says more than a day and a time. Write booked Thu 15:00.")
    return said
