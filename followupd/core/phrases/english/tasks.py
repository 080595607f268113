"""Whole texts about a promise, a card or a meeting, and about nothing else, with their meaning.

A text without an outcome may say that it is done, or not, and is asked about.
"""

from __future__ import annotations

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
MEETING: WholeTexts = (
    (HOW_IT_WAS, Outcome.DONE),
    (
        r"(?:(?:i|we|she|he|they) )?(?:had to |have to |has to )?(?:cancel|cancell?ed|call(?:ed)? (?:it )?off)"
        r"|(?:it )?(?:fell through|did(?:n['’]?t| not) happen)",
        Outcome.DECLINED,
    ),
    (r"(?:she|he|they) (?:did(?:n['’]?t| not) (?:come|show)|never came)|stood me up", None),
)
BOOKING: WholeTexts = (
    (r"no (?:more|further) meetings?|not this time", Outcome.DECLINED),
    (r"(?:(?:i|we|she|he|they) )?(?:had to |have to |has to )?(?:cancel|cancell?ed)", None),
)
# Answers to a question about what was noticed.
ASKED: WholeTexts = (
    (r"yes,? (?:i|we) did|(?:i|we) did", Outcome.DONE),
    (r"nope|(?:no|(?:no,? )?(?:i|we|it)? ?did(?:n['’]?t| not)(?: happen)?)", Outcome.DECLINED),
)
