"""The person who named the day for the next try, and the channel: they asked for it, or the user planned it.

Takes the outcome of a try and its note; marks the day as `planned` unless the words say that it was asked for, and with
the channel that they name. English is the only language so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from followupd.core.phrases.english import next_way
from followupd.core.phrases.english import words as english
from followupd.core.phrases.hints import vocabulary
from followupd.core.phrases.one_clause import ClausePart, parts_of
from followupd.core.phrases.patterns import Says
from followupd.core.phrases.sentence import Clause, clauses_of
from followupd.core.phrases.wished_way import way_named
from followupd.core.values.facts import DayTime, Outcome

_SPOKEN_TO = frozenset({Outcome.REACHED, Outcome.DONE, Outcome.BUSY, Outcome.DECLINED})     # they can have asked


def with_whose(asked: DayTime | None, outcome: Outcome, note: str, said: date) -> DayTime | None:
    """Return the day for the next try, with the channel that was named for it.

    It is `planned` if nothing that was said on that day says that somebody asked for it.
    """
    if asked is None or asked.away:
        return asked
    parts = [part for clause in clauses_of(note, (), said, vocabulary()) for part in parts_of(clause)]
    asked = _by_its_channel(asked, outcome, parts)
    if asked.planned or outcome is Outcome.CALL_BACK:
        return asked
    return asked if _was_asked_for(parts, outcome in _SPOKEN_TO) else replace(asked, planned=True)


def of_head(head: ClausePart, asked: DayTime | None) -> DayTime | None:
    """Return the day of a try that is only planned, marked as `planned` if nobody asks for it: "try again Friday"."""
    if asked is None or asked.away:
        return asked
    plans = head.read is not None and head.read.says is Says.AGAIN and not _is_a_request(head.words)
    return _by_its_channel(replace(asked, planned=True) if plans else asked, Outcome.CALL_BACK, [head])


def _by_its_channel(asked: DayTime, outcome: Outcome, parts: Sequence[ClausePart]) -> DayTime:
    """Return the day with the channel that its clause names, or the clause before a day alone.

    Asking to be called back names the phone in itself, and what they will do themselves is not for us.
    """
    for number, part in enumerate(parts):
        words = (*part.words, *part.aside)
        theirs = part.read is not None and part.read.says is Says.RINGS
        if theirs or not any(word.day is not None and word.day.day == asked.day for word in words):
            continue
        way = way_named(words) or (way_named(parts[number - 1].words) if _is_alone(parts, number) else "")
        if way and (way != "phone" or asked.planned or outcome is not Outcome.CALL_BACK):
            return replace(asked, channel=way)
    return asked


def _is_a_request(words: Clause) -> bool:
    """Return whether words say that somebody asks: "she wants a call on Friday", "call me Friday"."""
    said = [word.said for word in words]
    to_me = any(
        (one in english.RINGS_BACK or one in next_way.WRITTEN) and then == "me"
        for one, then in pairwise([word for word in said if word != "to"])
    )
    return to_me or not english.REQUESTS.isdisjoint(said)


def _was_asked_for(parts: Sequence[ClausePart], spoken_to: bool) -> bool:
    """Return whether a clause with a day, or the one before a day alone, asks for the call or promises one."""
    for number, part in enumerate(parts):
        words = (*part.words, *part.aside)
        if not any(word.day is not None for word in words):
            continue
        asking = (*parts[number - 1].words, *words) if _is_alone(parts, number) else words
        if _is_a_request(asking) or _is_their_wish(part) or (spoken_to and _is_back(part)):
            return True
    return False


def _is_alone(parts: Sequence[ClausePart], number: int) -> bool:
    """Return whether a part is no more than a day, which belongs to the one before it."""
    return number > 0 and all(word.said in english.ONLY_A_DAY for word in parts[number].words)


def _is_their_wish(part: ClausePart) -> bool:
    """Return whether a clause is a wish or a promise of theirs, and not only about when they are there."""
    theirs = part.read is not None and part.read.says in (Says.WISH, Says.RINGS)
    return theirs and english.THERE.isdisjoint(word.said for word in part.words)


def _is_back(part: ClausePart) -> bool:
    return part.read is not None and part.read.says is Says.BACK
