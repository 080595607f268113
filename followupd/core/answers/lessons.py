"""Words that the user may teach: those that an event asked about, once they are answered by a mark.

Takes an answer and the names on the hit list. Never a lesson: words with a day, a number or a name, and a sentence
about somebody, such as "she moved". They are a note, and mean something else the next time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from followupd.core.items.kind import Answer
from followupd.core.phrases.english import taught
from followupd.core.phrases.names import folded
from followupd.core.phrases.vocabulary import is_question
from followupd.core.phrases.words import DAY, MONTH, quoted

_DATED = rf"(?i)\d|\b(?:{DAY}|{MONTH}|{taught.TIMES})\b"
_A_NAME = r"\s[A-Z][a-z]"       # not at the beginning of a sentence


def teaches(answer: Answer, names: Iterable[str]) -> bool:
    """Return whether an answer settles words that its event asked about and that may be taught. `names` are whole."""
    phrase, asked = answer.phrase, filter(is_question, answer.shown.event.description.split("\n"))
    if not phrase or not any(quoted(phrase) in line for line in asked):
        return False
    words = [folded(word).partition("'")[0] for word in re.findall(r"[\w'’]+", phrase)]
    known = {folded(part) for name in names for part in name.split()}
    named = not known.isdisjoint(words) or re.search(_A_NAME, phrase) is not None
    return bool(words) and words[0] not in taught.SUBJECTS and not named and re.search(_DATED, phrase) is None
