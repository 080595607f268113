"""Whole texts about a promise, a card, a meeting or a question, and about nothing else, with their meaning.

A text without an outcome may say that it is done, or not, and is asked about.
"""

from __future__ import annotations

import re

from followupd.core.values.facts import Outcome

WholeTexts = tuple[tuple[str, Outcome | None], ...]
_THEM = "(?:her|him|them)"
_OFF = "(?: (?:today|yesterday|earlier|this morning|this afternoon|now|off))?"
_GONE = (
    rf"(?:it(?:['’]s| is| has)? )?(?:now )?(?:gone )?(?:in the (?:post|mail)|by post|on (?:its|the) way){_OFF}"
    rf"|(?:i )?(?:gave|handed) (?:it )?(?:over|to {_THEM}){_OFF}|delivered{_OFF}"
)
CARD: WholeTexts = (
    (rf"{_GONE}|(?:i )?(?:sent|posted|mailed) (?:it|one|the card|by post){_OFF}", Outcome.SENT),
    (
        r"no (?:more )?cards?(?: needed| wanted| for \w+)?(?: (?:this|next) (?:year|time))?|not this year",
        Outcome.DECLINED,
    ),
    (r"(?:i )?(?:wrote|written|bought|signed|made|ordered|addressed)(?: (?:it|one|a card|the card))?", None),
    (r"(?:card |it(?:['’]s| is) )?ready|signed by .*|(?:not|un)[ -]?(?:yet )?(?:posted|sent|written)(?: yet)?", None),
)
# After the tick of a call for a day of theirs: it names the call again, and the tick says how it went.
RANG = rf"^\s*(?:i )?(?:rang|called|phoned)(?: {_THEM})?(?:$|\s*[,;.:–—]\s*|\s+-\s+)"
PROMISE: WholeTexts = (
    (
        rf"{_GONE}|(?:i )?(?:emailed|mailed|texted|forwarded|shared|posted) (?:it|that)(?: to {_THEM})?{_OFF}"
        r"|(?:she|he|they) (?:has|have|got) it(?: now)?",
        Outcome.DONE,
    ),
    (
        r"(?:no longer|not)(?: needed| wanted)(?: any ?more)?|cancell?ed|forget it"
        r"|(?:she|he|they) (?:does|do)(?:n['’]?t| not) (?:need|want) (?:it|that)(?: any ?more)?",
        Outcome.DECLINED,
    ),
    (r"(?:working|am|i['’]m) on it|in progress|started|begun|(?:not|un)[ -]?(?:yet )?(?:done|sent)(?: yet)?", None),
)
HOW_IT_WAS = (
    r"(?:(?:it|that) )?(?:was |went )?(?:very |really |so )?"
    r"(?:good|fine|nice|lovely|great|fun|wonderful|well|brilliant|pleasant|enjoyable)"
    rf"(?: (?:time|talk|chat|one|afternoon|evening|lunch|coffee)| to see {_THEM})?"
    r"|had a (?:good|nice|great|lovely) time"
)
_DO = "(?:i|we|she|he|they)"
_CALLED_OFF = (
    rf"(?:{_DO} )?(?:had to |have to |has to )?(?:cancel|cancell?ed|call(?:ed)? (?:it )?off)"
    r"|(?:it )?(?:fell through|did(?:n['’]?t| not) happen)"
)
MEETING: WholeTexts = (
    (HOW_IT_WAS, Outcome.DONE),
    (_CALLED_OFF, Outcome.DECLINED),
    (r"(?:she|he|they) (?:did(?:n['’]?t| not) (?:come|show)|never came)|stood me up", None),
)
BOOKING: WholeTexts = (
    (r"no (?:more|further) meetings?|not this time", Outcome.DECLINED),
    (r"(?:(?:i|we|she|he|they) )?(?:had to |have to |has to )?(?:cancel|cancell?ed)", None),
)
# Answers to a question about what was noticed.
ASKED: WholeTexts = (
    (
        rf"y|yes|yep|yup|yeah|yes,? {_DO} did|{_DO} did|(?:that['’]s )?(?:correct|right|true)|it is so"
        r"|(?:yes,? )?(?:count it|it counts|it happened)|yes,? please",
        Outcome.DONE,
    ),
    (
        rf"n|no|nope|nah|(?:no,? )?{_DO}? ?did(?:n['’]?t| not)(?: (?:happen|meet|speak|talk))?"
        r"|(?:no,? )?it (?:did(?:n['’]?t| not)|never) happen(?:ed)?|never happened|not true|false"
        r"|(?:it )?(?:does(?:n['’]?t| not)|do(?:n['’]?t| not)) count(?: it)?|not counted",
        Outcome.DECLINED,
    ),
)
# Of a meeting in another calendar: there was none, or they were not there.
_NOT_MET = (
    rf"{_CALLED_OFF}|(?:it )?(?:was|is|got) (?:cancell?ed|called off)|(?:cancell?ed|called off) by \w+"
    r"|(?:\w+ )?(?:did(?:n['’]?t| not)|could(?:n['’]?t| not)) (?:come|show|show up|turn up|make it|meet)"
    r"|(?:\w+ )?never (?:came|met|showed up|turned up)|(?:nobody|no ?one) (?:came|showed up|turned up)"
    r"|no[ -]show|not met|(?:\w+ )?stood me up"
)
_BEHIND = r"\s*[,;:.!]\s+|\s+[-–—]\s+|[.!]+$"      # before a note


def yes_or_no(text: str) -> tuple[Outcome | None, str]:
    """Return what a text says to a question, DONE or DECLINED, and the note behind it; None if neither is first."""
    whole = _says(text)
    first, note = (*re.split(_BEHIND, text, maxsplit=1), "")[:2]
    said = whole or _says(first)
    return said, "" if whole or _says(note) is said else note if said else ""


def not_met(text: str) -> tuple[bool, str]:
    """Return whether a text says that a meeting did not take place, and the note behind that."""
    first, note = (*re.split(_BEHIND, text, maxsplit=1), "")[:2]

    def says_so(part: str) -> bool:
        off = re.fullmatch(_NOT_MET, part.strip(" .!"), re.IGNORECASE) is not None
        return off or _says(part) is Outcome.DECLINED

    if says_so(text) or (says_so(first) and says_so(note)):
        return True, ""
    return says_so(first), note


def _says(text: str) -> Outcome | None:
    return next((said for pattern, said in ASKED if re.fullmatch(pattern, text.strip(" .!"), re.IGNORECASE)), None)
