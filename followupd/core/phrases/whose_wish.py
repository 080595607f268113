"""The person who named the day for the next try: they, or somebody for them, asked for it, or the user planned it.

Takes the outcome of a try and its note; marks the day as `planned` unless the words say that it was asked for. English
is the only language so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from followupd.core.phrases.english import words as english
from followupd.core.phrases.hints import vocabulary
from followupd.core.phrases.one_clause import ClausePart, parts_of
from followupd.core.phrases.patterns import Says
from followupd.core.phrases.sentence import Clause, clauses_of
from followupd.core.values.facts import DayTime, Outcome

_SPOKEN_TO = frozenset({Outcome.REACHED, Outcome.DONE, Outcome.BUSY, Outcome.DECLINED})     # they can have asked


def with_whose(asked: DayTime | None, outcome: Outcome, note: str, said: date) -> DayTime | None:
    """Return the day for the next try, `planned` if nothing that was said on a day says that somebody asked for it."""
    if asked is None or asked.away or asked.planned or outcome is Outcome.CALL_BACK:
        return asked
    parts = [part for clause in clauses_of(note, (), said, vocabulary()) for part in parts_of(clause)]
    return asked if _was_asked_for(parts, outcome in _SPOKEN_TO) else replace(asked, planned=True)


def of_head(head: ClausePart, asked: DayTime | None) -> DayTime | None:
    """Return the day of a try that is only planned, marked as `planned` if nobody asks for it: "try again Friday"."""
    plans = head.read is not None and head.read.says is Says.AGAIN and not _is_a_request(head.words)
    return replace(asked, planned=True) if plans and asked is not None and not asked.away else asked


def _is_a_request(words: Clause) -> bool:
    """Return whether words say that somebody asks: "she wants a call on Friday", "call me Friday"."""
    said = [word.said for word in words]
    to_me = any(one in english.RINGS_BACK and then == "me" for one, then in pairwise(said))
    return to_me or not english.REQUESTS.isdisjoint(said)


def _was_asked_for(parts: Sequence[ClausePart], spoken_to: bool) -> bool:
    """Return whether a clause with a day, or the one before a day alone, asks for the call or promises one."""
    for number, part in enumerate(parts):
        words = (*part.words, *part.aside)
        if not any(word.day is not None for word in words):
            continue
        alone = number > 0 and all(word.said in english.ONLY_A_DAY for word in part.words)
        asking = (*parts[number - 1].words, *words) if alone else words
        if _is_a_request(asking) or _is_their_wish(part) or (spoken_to and _is_back(part)):
            return True
    return False


def _is_their_wish(part: ClausePart) -> bool:
    """Return whether a clause is a wish or a promise of theirs, and not only about when they are there."""
    theirs = part.read is not None and part.read.says in (Says.WISH, Says.RINGS)
    return theirs and english.THERE.isdisjoint(word.said for word in part.words)


def _is_back(part: ClausePart) -> bool:
    return part.read is not None and part.read.says is Says.BACK
