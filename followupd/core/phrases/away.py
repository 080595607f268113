"""Days away the way people write them: "2026-12-22 to 2027-01-02, Lisbon", "2026-12-24", "2026-08-03 for 2 weeks".

Takes text, gives an Away. Raises ValueError with one sentence that says what to write instead, and never anything
else. Every day says its year: a hit list is read for years.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from followupd.core.phrases.days import ISO_DAY, WRITTEN_DAY, parse_date
from followupd.core.phrases.times import parse_span
from followupd.core.phrases.words import plain, quoted
from followupd.core.values.user_time import Away

LONGEST = timedelta(days=2 * 366)
LONGEST_REASON = 100    # characters
_DAY = rf"(?:{ISO_DAY}|{WRITTEN_DAY})"
_TO = r"(?: ?(?:to|until|till|through|thru|bis|-|–|—|\.\.|/) ?)"
_WHOLE = rf"(?:from )?(?P<first>{_DAY})(?:{_TO}(?P<last>{_DAY})|,? for (?P<span>[a-z0-9 ]{{1,30}}))?"
_ADVICE = "Write 2026-12-22 to 2027-01-02, or one day."


def parse_away(text: str) -> Away:
    """One day, or a first and a last one that both count, with a reason behind a comma or in brackets."""
    said, reason = _without_reason(text)
    phrase = plain(said)
    match = re.fullmatch(_WHOLE, phrase)
    if match is None:
        raise ValueError(_why_not(text, phrase))
    first = parse_date(match["first"])
    if match["span"]:
        last = parse_span(match["span"]).after(first) - timedelta(days=1)
    else:
        last = parse_date(match["last"]) if match["last"] else first
    return checked(first, last, reason, quoted(text))


def checked(first: date, last: date, reason: str, shown: str) -> Away:
    """The days as one value, where they are a stretch of time that somebody can be away."""
    if last < first:
        raise ValueError(f"{shown} ends before it begins. Write {last} to {first}, or mend the year.")
    if last - first > LONGEST:
        raise ValueError(f"{shown} is more than two years. Mend the year.")
    if len(reason) > LONGEST_REASON:
        raise ValueError(f"{shown} has a reason of more than {LONGEST_REASON} characters. Shorten it.")
    return Away(first, last, reason)


def _without_reason(text: str) -> tuple[str, str]:
    """What stands in brackets at the end, or behind a comma or dash that no date goes on after."""
    text = " ".join(text.split())
    if match := re.fullmatch(r"([^()]*)\(([^()]*)\)", text):
        return match[1].rstrip(" ,"), match[2].strip()
    # "Dec 22, 2026 to Jan 2, 2027, Lisbon": the first comma behind which no year follows
    if match := re.fullmatch(r"(.*?)(?:, ?|: )(?! ?[0-9]{4}\b)(?!for )(.+)", text):
        return match[1], match[2].strip()
    return text, ""


def _why_not(text: str, phrase: str) -> str:
    days = re.split(_TO.replace("|-|", "| - |").replace("|/)", "| / )"), phrase, maxsplit=1)
    for day in days:   # the first that is no day says why, in its own words
        try:
            parse_date(day.strip().removeprefix("from "))
        except ValueError as problem:
            return f"{str(problem).rstrip('.')}, or 2026-12-22 to 2027-01-02 for several days."
    return f"{quoted(text)} are no days. {_ADVICE}"
