"""The lines of our own texts by their form, for an event of which neither the history nor its note says what is ours.

Takes a text; returns its lines that have the form of one of ours on a reminder or a sheet. On a review nothing but
boxes is read. The sentences themselves are in `reasons`, `texts`, `items` and `people/personal.py`. What
tests/scenarios/test_lost.py has recorded, and all that tests/core/reasons/test_forms.py makes every reason say, is
compared with these forms. Everywhere else a line of this form is the user's, who may well type "On 23 November: no
answer".
"""

from __future__ import annotations

import re
from functools import cache

from followupd.core.phrases.vocabulary import is_question
from followupd.core.values.time import FULL_MONTH_NAMES, MONTH_NAMES

_DAY = rf"\d{{1,2}} (?:{'|'.join(FULL_MONTH_NAMES)})(?: \d{{4}})?"
_MONTH = rf"(?:{'|'.join(FULL_MONTH_NAMES)})(?: \d{{4}})?"
_SHORT_DAY = rf"\w{{3}} \d{{1,2}} (?:{'|'.join(MONTH_NAMES)})(?: \d{{4}})?"
# Each language of texts has its own.
_ENGLISH = (
    # how to reach somebody, and what is known of them
    r"(?:Phone|Text|Mail): .*(?:tel|sms|mailto):\S+", r"Post: .+", r"No longer: .+ \([^()]+\)",
    r"(?:With|Interests|Facts|Notes|Just now|You promised): .+",
    rf"(?:You last (?:spoke|met)|They last wrote|Your last card went out|You were last in touch) on {_DAY}(?:\.|: .+)",
    rf"On {_DAY}: .+", r"An easy start: .+",
    # why now
    rf".+ on {_DAY}(?: and no reply came)?: time to try again\.", rf".+ on {_DAY}, so again after .+\.",
    rf"(?:You meet|They asked|You brought them back|You booked it|Their pause ended|You promised it) on {_DAY}.*\.",
    rf"You were to meet on {_DAY}: how was it\?", r"You keep in touch every .+\.", r"(?:Your|A) first hello\..*",
    rf"You (?:met|were last in touch) on {_DAY}; the next time (?:is|was to be) .+ later\.",
    r"The next time (?:is|was to be) .+ later\.",
    rf"You moved it here; (?:you wanted|they asked for) {_DAY}.*\.",
    rf"You wanted to (?:try|be in touch) again (?:on {_DAY}|from {_DAY} on|in {_MONTH}).*\.",
    rf"(?:As asked: (?:from )?|It was meant for |You promised it for |Quiet since ){_DAY}.*\.", r"You promised it\.",
    rf"(?:He|She|They) (?:(?:was|were) busy until|(?:is|are|(?:was|were) to be) back on) {_DAY}\.",
    rf"The numbers? you had turned out to be wrong(?:, the last one)? on {_DAY}\.",
    rf"Your emails? bounced(?:, the last one)? on {_DAY}\.",
    r"(?:One|\d+) .+ reached nobody, so .+ this time\.", r"By .+ (?:this time: .+|you no longer reach them)\.",
    r"You put it off: .+\.",
    r"You have not got to it yet(?:\.|; how about .+\?)", r"It is still open\.",
    rf"Your words on the reminder of {_DAY} are not understood yet\.", r"Not before \d\d:\d\d\.",
    r"They pick up most between \d\d:\d\d and \d\d:\d\d\b.*\.", r"Your hours and theirs do not overlap, .+\.",
    r"No hours have room for it on any of these days, .+\.",
    r"It is your day off \(.+\), but .+\.", r"A little before their day, since there is room\.",
    r"If nobody answers, they have a rest until .+\.",
    rf".+ on {_DAY}: post (?:the card today.*|it by {_DAY} and it arrives in time)\.",
    rf"They (?:wrote|rang) on {_DAY}: you owe an answer\.",
    r"Noticed in .+\. (?:It counts|They count) once you say so\.",
    r"✓ \d\d:\d\d (?:met|sent|reached|bounced|no answer)\b.*, from .+",
    # how to answer
    r"When (?:you|it|once) .+ into the (?:title|hit list)\b.+", r"Only the day is known: drag it to its time\.",
    r"(?:Tick|Calls|Coffees|Mail|Messages|Notes|Others): \[x\] .+", r"Tick \[x\] when .+",
    r"New details: into the hit list\..*",
    # what came of it
    rf"Next(?:, as planned then)?: (?:on the sheet of )?{_SHORT_DAY}(?: \d\d:\d\d)?\.",
    r"To end it for good, write `status: stop` .+",
    # blocks
    r"Moved from .+ \d{1,2}:\d\d(?: \(.+\))?\.", r"It overlaps .+\.", r"About \d+ minutes\.",
    r"(?:\d+ .+, )?about \d+ minutes(?: each)?\.", r"(?:This one|These \d+) today\. The others keep\..*",
    r"No time for a call in this one\. The people keep\..*", r"Protected time to stay in touch\..*",
    rf"{_SHORT_DAY}(?: \d\d:\d\d)? you meet .+", r"You meet then, so nobody is called before; .+",
    r"If you did not meet, put that into the title: .+", r"You did not meet\.",
    r"Everyone is up to date\. .+", r"Nobody to call in this hour so far\. .+",
    r".+: (?:on the sheet of|with a reminder on|resting until|expected on|tried lately, and again from) "
    rf"{_SHORT_DAY}(?: \d\d:\d\d)?\.",
    r".+: (?:waiting while you start small|cannot be reached at this hour)\.",
)


@cache
def _ours() -> re.Pattern[str]:
    """Return the pattern of all forms, compiled only when an event is adopted (phrases/days.py)."""
    return re.compile("|".join(f"(?:{form})" for form in _ENGLISH))


def lines_like_ours(text: str) -> tuple[str, ...]:
    """Return the lines of a text that are spelt like a line of ours without a box, as they are there."""
    lines = (line for line in text.split("\n") if line.strip())
    return tuple(line for line in lines if is_question(line) or _ours().fullmatch(" ".join(line.split())))
