"""Reading by frames of a text of which no pattern takes a clause whole: "her lad says try her Friday at six".

Takes the clauses of a text of which patterns understand nothing; returns a Mark, or None. A frame counts only if all
that is reported is the same, and nothing else in the text may turn it round: no question, no doubt, no habit, no note
to self, nobody else by name (P13). A word that is merely unknown does not. The whole text is the note, so that no word
is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

from followupd.core.phrases.another_time import HABIT, NOT_REACHED
from followupd.core.phrases.english import frames as english_frames
from followupd.core.phrases.english import words as english
from followupd.core.phrases.english.frame_classes import FRAME_CLASSES
from followupd.core.phrases.hints import begins_as_own, hints_in, may_report, vocabulary
from followupd.core.phrases.meeting_said import booked
from followupd.core.phrases.not_of_them import NO_NAME, is_of_somebody_else
from followupd.core.phrases.noted import wished
from followupd.core.phrases.one_clause import ClausePart, may_follow, parts_of
from followupd.core.phrases.patterns import Behind, Pattern, Patterns, Says
from followupd.core.phrases.said import Mark
from followupd.core.phrases.sentence import EDGE, Clause, Word
from followupd.core.values.facts import DayTime, Outcome

_Meaning = Outcome | Says
_IN_TOUCH, _CALLS_BACK = Outcome.REACHED, Outcome.CALL_BACK
_BY_SOMEBODY = frozenset({Says.SOMEBODY_ELSE, Says.ABSENT})      # together they say that nobody was reached
_WORDS_OF_NEWS = 4       # fewer do not say what they wrote: "card from her"
# Meanings of frames and patterns. Others add nothing to a frame.
_MEANS: Mapping[_Meaning, _Meaning] = {
    **{outcome: outcome for outcome in Outcome},
    **{says: says for says in (Says.BOOKED, Says.LATER, *_BY_SOMEBODY, Says.TAKEN_BACK, Says.ANOTHER, Says.CONSENT)},
    **dict.fromkeys((Says.WISH, Says.BACK, Says.RINGS, Says.AGAIN), _CALLS_BACK),
    Says.PICKED_UP: _IN_TOUCH, Says.WROTE: _IN_TOUCH, Says.PASSED_ON: Outcome.LEFT_MESSAGE,
}
# Two meanings that make one: nobody answered, and a message was left.
_BOTH: Mapping[frozenset[_Meaning], _Meaning] = {
    **{frozenset({one, Outcome.LEFT_MESSAGE}): Outcome.LEFT_MESSAGE for one in NOT_REACHED},
    **{frozenset({one, _CALLS_BACK}): _CALLS_BACK for one in NOT_REACHED},
    frozenset(_BY_SOMEBODY): Outcome.NO_ANSWER,
    frozenset({Outcome.WRONG_NUMBER, Says.TAKEN_BACK}): Outcome.WRONG_NUMBER,
    frozenset({Outcome.NO_ANSWER, Outcome.SENT}): Outcome.SENT,
    frozenset({Outcome.SENT, Outcome.BOUNCED}): Outcome.BOUNCED,
    frozenset({_IN_TOUCH, Says.BOOKED}): Says.BOOKED,
    frozenset({_IN_TOUCH, Outcome.DECLINED}): Outcome.DECLINED,
}
# Outcomes at which words beside may hint as well: "no time to talk, boarding".
_NEAR: Mapping[_Meaning, frozenset[Outcome]] = {
    Outcome.BUSY: frozenset({Outcome.BUSY, Outcome.CALL_BACK, Outcome.NO_ANSWER}),
    _CALLS_BACK: frozenset({Outcome.BUSY, Outcome.CALL_BACK, Outcome.NO_ANSWER}),
    Outcome.DECLINED: frozenset({Outcome.DECLINED, Outcome.CALL_BACK}),
    Outcome.WRONG_NUMBER: frozenset({Outcome.WRONG_NUMBER, Outcome.NO_ANSWER, Outcome.REACHED}),
}


def framed(text: str, clauses: Sequence[Clause], parts: Sequence[ClausePart], today: date) -> Mark | None:
    """Return what a text reports by frames; None if nothing, or not surely."""
    if "?" in text or re.search(HABIT, text) or _is_request(clauses[0]) or _is_doubtful(clauses):
        return None
    if any(_is_of_another(text, clause) for clause in clauses):
        return None
    if (day := _put_off(clauses, today)) is not None:
        return Mark(None, day, text.strip(EDGE))
    meaning = _agreed_on(clauses)
    return _mark(text, [word for part in parts for word in part.words], meaning, today) if meaning is not None else None


def _agreed_on(clauses: Sequence[Clause]) -> _Meaning | None:
    """Return the one thing that all clauses report, one of them by a frame; None if they report several, or none."""
    framing = [meanings_of(clause) for clause in clauses]
    reading = [_as_read(clause) for clause in clauses]
    by_frame = set().union(*framing)
    meaning = set().union(*(framed or read for framed, read in zip(framing, reading, strict=True)))
    if not by_frame or any(len(framed) > 1 for framed in framing):
        return None
    if Says.BOOKED in meaning and Says.LATER not in by_frame:
        meaning.discard(Says.LATER)             # "trial lesson fixed, Saturday 9h"
    meaning = {_BOTH[frozenset(meaning)]} if frozenset(meaning) in _BOTH else meaning
    meaning = meaning - _BY_SOMEBODY if len(meaning) > 1 else meaning
    unknown = [c for c, framed, read in zip(clauses, framing, reading, strict=True) if not framed and not read]
    (says,) = meaning if len(meaning) == 1 else (None,)
    return says if says is not None and _is_whole_story(says, clauses, unknown) else None


def _is_whole_story(meaning: _Meaning, clauses: Sequence[Clause], unknown: Sequence[Clause]) -> bool:
    """Return whether what is reported may be all: clauses of which nothing is known hint at nothing else."""
    if meaning is _IN_TOUCH and len(clauses) == 1 and len(clauses[0]) < _WORDS_OF_NEWS:
        return False
    if meaning is Outcome.NO_ANSWER and clauses[0] in unknown and _is_a_topic(clauses[0]):
        return False
    return all(_is_beside(clause, meaning) for clause in unknown)


def _is_beside(clause: Clause, meaning: _Meaning) -> bool:
    hinted = {*hints_in([clause])}
    return (meaning in hinted and meaning is not _IN_TOUCH) or hinted <= _NEAR.get(meaning, frozenset())


def _is_a_topic(clause: Clause) -> bool:
    """Return whether a clause names a thing and nobody: "job hunt", and then "no luck"."""
    somebody = english.PERSONS | english.THEY | english.MINE
    return not may_report([clause]) and not hints_in([clause]) and somebody.isdisjoint(word.said for word in clause)


def meanings_of(clause: Clause) -> set[_Meaning]:
    """Return the meanings of the frames with which a clause begins, or to which harmless words lead up."""
    words = [word.said for word in clause]
    meanings: set[_Meaning] = set()
    for at in range(len(words)):
        led = english_frames.LEADS.issuperset(words[:at])
        if not led and (at > english_frames.MOST_BEFORE or not _leads_up(clause[:at])):
            break
        frames = (frame for frame in _frames().at(words, at) if led or _may_be_within(frame, words[at]))
        meanings |= {_MEANS[frame.says] for frame in frames if _fits(frame, clause, at)}
    return meanings - _BY_SOMEBODY or meanings


def _may_be_within(frame: Pattern[_Meaning], first: str) -> bool:
    """Return whether a frame may begin in the middle of a clause, and there with this word."""
    return first not in english_frames.OF_A_SUBJECT and frame.says not in english_frames.SILENCING


def _leads_up(before: Clause) -> bool:
    """Return whether words before a frame turn nothing round: no negation, no request, nobody else by name."""
    named = any(_is_a_name(word) for word in before[1:])
    own = before[0].said in english.OWN_STARTS and before[0].said not in english_frames.NOUN_STARTS
    behind = before[1:] if before[0].said == "that" else before
    return not named and not own and english_frames.TURNING.isdisjoint(word.said for word in behind)


def _is_a_name(word: Word) -> bool:
    return word.named and word.said not in (*NO_NAME, *vocabulary())


def _fits(frame: Pattern[_Meaning], clause: Clause, at: int) -> bool:
    words = [word.said for word in clause]
    free = frame.behind is Behind.ANYTHING
    ends = (end for end in frame.ends(words, at) if end > at)
    return any((free or _is_whole(words, end)) and may_follow(frame, clause, end) for end in ends)


def _is_whole(words: Sequence[str], end: int) -> bool:
    """Return whether a frame ends at a whole phrase, not between "her" and "son"."""
    behind = words[end] if end < len(words) else ""
    if not behind or words[end - 1] not in ("her", "his", "their"):
        return True
    return behind not in english.PERSONS and (behind in english.CARRIES_ON or behind in english.WHOSE)


def _is_request(clause: Clause) -> bool:
    """Return whether a clause begins as the user's own text, and not with a thing that a frame is about."""
    return begins_as_own(clause) and not (clause[0].said in english_frames.NOUN_STARTS and meanings_of(clause))


def _is_doubtful(clauses: Sequence[Clause]) -> bool:
    """Return whether one of the words makes it doubtful: "maybe", "if", but not "prefers if I call"."""
    return any(
        then.said in english_frames.DOUBTS and one.said not in english_frames.BEFORE_IF
        for clause in clauses for one, then in pairwise((clause[-1], *clause))
    )


def _is_of_another(text: str, clause: Clause) -> bool:
    """Return whether somebody else is named in a clause, or it is about another person's talk."""
    named = any(one.said in english_frames.OF_WHOM and _is_a_name(then) for one, then in pairwise(clause))
    return named or is_of_somebody_else(text, clause, vocabulary())


def _as_read(clause: Clause) -> set[_Meaning]:
    """Return what patterns say of a clause, nothing if they only set the scene."""
    said = {part.read.says for part in parts_of(clause) if part.read is not None}
    return {_MEANS[one] for one in said if one in _MEANS}


def _put_off(clauses: Sequence[Clause], today: date) -> DayTime | None:
    """Return the day alone with which a text ends, if the writer cannot today: "not up to it tonight, Friday"."""
    *why, last = clauses
    words = {word.said for clause in why for word in clause}
    mine = not english_frames.OF_TODAY.isdisjoint(words) and english_frames.OF_OTHERS.isdisjoint(words)
    if not mine or hints_in(why) or not english.ONLY_A_DAY.issuperset(word.said for word in last):
        return None
    days = {word.day for clause in clauses for word in clause if word.day is not None and word.day.day > today}
    return days.pop() if len(days) == 1 and any(word.day in days for word in last) else None


def _mark(text: str, words: Sequence[Word], meaning: _Meaning, today: date) -> Mark | None:
    """Return the mark for a meaning, with its day; None if another day is said and none, or several, are named."""
    note, parts = text.strip(EDGE), [ClausePart(words, None)]
    day = _one_day([word.day for word in words if word.day is not None], today)
    if meaning is Says.BOOKED and day is not None and day.time is not None:
        mark = booked(text, parts, day, note)
        return mark if isinstance(mark, Mark) else None
    if meaning is Says.LATER:
        return Mark(None, day, note) if day is not None else None
    if meaning is _CALLS_BACK:
        return Mark(meaning, note=note, asked=day) if day is not None else None
    if not isinstance(meaning, Outcome):
        return None
    asked = wished(parts)
    today_again = meaning is _IN_TOUCH and asked is not None and asked.day == today      # "she rang back at 4"
    return Mark(meaning, note=note, asked=None if today_again else asked)


def _one_day(days: Sequence[DayTime], today: date) -> DayTime | None:
    """Return the one day to come that is named, with its hour though that is apart: "3 Dec, half nine"."""
    hours = {day.time for day in days if day.day == today and day.time is not None}
    dated = {day for day in days if day.day > today}
    if len(dated) > 1 or len(hours) > 1:
        return None
    if not dated:
        return next((day for day in days if day.time is not None), None)
    (day,) = dated
    return replace(day, time=hours.pop()) if hours and day.time is None else day


@cache
def _frames() -> Patterns[_Meaning]:
    return Patterns(english_frames.FRAMES, FRAME_CLASSES)
