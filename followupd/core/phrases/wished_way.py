"""The channel that the words about the next try name: "call again next week", "text me on Friday".

Takes the words of one clause; gives phone, text, email or WRITING, and "" if they name none or leave it open. English
is the only language so far.
"""

from __future__ import annotations

import re
from itertools import pairwise

from followupd.core.phrases.english import next_way as english
from followupd.core.phrases.sentence import Clause


def way_named(clause: Clause) -> str:
    """Return the channel for the next try on the day in a clause.

    Of several the first counts: "text her before the call".
    """
    days = (place for place, word in enumerate(clause) if word.day is not None)
    written = way_written(clause, next(days, len(clause)))
    if written:
        return written
    said = ["", *(word.said for word in clause)]
    if not english.NOT_FOR_IT.isdisjoint(said):
        return ""
    named = (
        english.NAMED[one] for before, one in pairwise(said)
        if one in english.NAMED and before not in english.OF_SOMETHING
    )
    return next(named, "")


def way_written(clause: Clause, place: int, *, asked: bool = False) -> str:
    """Return how they are to be written to if all words before the day at `place` say that, else "".

    `asked`: only if the words cannot tell of what was written, as "text Friday" may.
    """
    words = " ".join(word.said for word in clause[:place])
    found = re.fullmatch(english.ASKS_TO_WRITE, words)
    if found is None and not asked:
        found = re.fullmatch(english.MAY_HAVE_WRITTEN, words)
    return english.WRITTEN[next(filter(None, found.groups()))] if found is not None else ""
