"""Plain words behind a title or a line: "left a message, she's in Lisbon until Friday" becomes a Mark.

A clause grammar that abstains (P13). A text is split into clauses; the first that says what happened must match one
pattern of english/clauses.py completely, and the rest is the note. English is the only language so far; what tells of a
habit, of long ago and of somebody else is here. Whatever is not understood is the user's own text
(a request to oneself, a topic, a question, a talk with somebody else) or, if it holds a word of outcome, unclear (P11).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from followupd.core.phrases.english import words as english
from followupd.core.phrases.patterns import DAY_WORD, UNTIL_WORD, Behind, Patterns, Says
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.sentence import EDGE, NAME_WORD, NAMES_WORD, NUMBER_WORD, Clause, Word, clauses_of
from followupd.core.phrases.words import MONTH
from followupd.core.values.facts import DayTime, Outcome

LONGEST_ASIDE = 5       # words of a clause that may stand between what was tried and what came of it
_LAST = "year|month|summer|winter|spring|autumn|fall|time|christmas"
_LONG_AGO = rf"(?i)\b(?:(?:19|20)\d\d|years? ago|ages ago|last (?:{_LAST}))\b"
_HABITS = r"\w+days|weekends|mornings|evenings|every|always|usually|often|normally|mostly|at night"
_HABIT = rf"(?i)\b(?:{_HABITS}|in {MONTH})\b"
_SEASON = r"(?i)\b(?:in|until|til|till|after|from) (?:the )?(?:new year|spring|summer|autumn|fall|winter|christmas)\b"
_DAYS = (DAY_WORD, UNTIL_WORD)
_NO_NAME = (*_DAYS, NAME_WORD, NAMES_WORD, NUMBER_WORD)
_CLOSED = (Outcome.DECLINED, Outcome.BOUNCED, Outcome.WRONG_NUMBER)
_NOT_REACHED = (Outcome.NO_ANSWER, Outcome.BUSY)
_UNTIL_A_DAY = (Outcome.CALL_BACK, Outcome.BUSY)
_FAILED = (*_NOT_REACHED, Outcome.LEFT_MESSAGE, Outcome.SENT)
_IN_TOUCH = (Outcome.REACHED, Outcome.DONE, Says.PICKED_UP)
_BESIDE = frozenset({Says.ATTEMPT, Says.SETTING, Says.NOTHING_LEFT, Says.CONFIRMED, Says.TAKEN_BACK})
_THEN_SAID = (Says.ATTEMPT, *_NOT_REACHED)
_NOT_THEN = frozenset({Says.ATTEMPT, Says.SETTING, Says.LATER, Says.MEETING})
# What a later clause makes of what came before: nobody answered, and then a message was left.
_THEN: Mapping[tuple[Outcome | Says, Outcome | Says], Outcome | Says] = {
    **{(one, Outcome.LEFT_MESSAGE): Outcome.LEFT_MESSAGE for one in _NOT_REACHED},
    **{(one, Says.PASSED_ON): Outcome.LEFT_MESSAGE for one in (*_NOT_REACHED, Says.PICKED_UP)},
    **{(one, Says.WISH): Says.WISH for one in (*_NOT_REACHED, Says.PICKED_UP)},
    (Outcome.BUSY, Says.BACK): Says.BACK,
    (Says.PICKED_UP, Outcome.BUSY): Outcome.BUSY,
    (Outcome.LEFT_MESSAGE, Says.NOTHING_LEFT): Outcome.NO_ANSWER,
    (Outcome.REACHED, Says.BOOKED): Says.BOOKED,
    **dict.fromkeys(((Says.MEETING, Says.CONFIRMED), (Says.MEETING, Says.BOOKED)), Says.BOOKED),
    (Says.AGAIN, Says.LATER): Says.LATER,
}
# What a reading means if nothing else follows.
_AT_LAST: Mapping[Outcome | Says, Outcome] = {
    Says.PICKED_UP: Outcome.REACHED, **dict.fromkeys((Says.WISH, Says.BACK, Says.AGAIN), Outcome.CALL_BACK),
    Says.CONSENT: Outcome.DONE, Says.PASSED_ON: Outcome.LEFT_MESSAGE,
}


@dataclass(frozen=True, slots=True)
class _Read:
    """What a clause says, in its words up to `end`; `whole` if its pattern takes any words behind them."""

    says: Outcome | Says
    end: int
    whole: bool = False


def read_words(text: str, reading: ReadingRules) -> Mark | Unclear | None:
    """Return what a text says; None if it is the user's own."""
    clauses = _clauses(text, reading)
    if not clauses:
        return None
    parts = [part for clause in clauses for part in _parts(clause)]
    found = _understood(text, parts, reading.today)
    if isinstance(found, Mark) or (found is None and _is_own(text, clauses)):
        return found
    hints = (*(found.nearest if found is not None else ()), *_hints(clauses))
    return Unclear(text, nearest=tuple(dict.fromkeys(hints))) if found is not None or hints else None


def wished_in(note: str, reading: ReadingRules) -> DayTime | None:
    """Return the day for the next time that a note names behind a cue: "she asked for Friday", "back on Monday"."""
    return _wished(_clauses(note, reading), _Read(Says.SETTING, 0))


def _clauses(text: str, reading: ReadingRules) -> list[list[Word]]:
    return clauses_of(text, reading.names, reading.today, _vocabulary())


def _understood(text: str, parts: Sequence[Clause], today: date) -> Mark | Unclear | None:
    """Return what the clauses say together; Unclear if they contradict each other, None if nothing is understood."""
    read = [_read_clause(part) for part in parts]
    at = _head(parts, read)
    head = read[at] if at is not None else None
    if at is None or head is None:
        tried = {one.says for one in read if one is not None} >= {Says.ATTEMPT, Says.NOTHING_LEFT}
        return Mark(Outcome.NO_ANSWER, note=text.strip(EDGE)) if tried else None
    says, whole = head.says, at > 0
    for then, clause in zip(read[at + 1:], parts[at + 1:], strict=True):
        doubt = _doubted(text, says, then, parts[at], clause)
        if doubt is not None:
            return doubt
        if then is not None and (says, then.says) in _THEN:
            says, whole = _THEN[says, then.says], True
    if _asks(text, parts[at]):
        return Unclear(text)
    note = text.strip(EDGE) if whole else _note(text, parts[at:], head)
    return _said(text, parts[at:], head, says, note, today)


def _doubted(
    text: str, says: Outcome | Says, then: _Read | None, head: Clause, clause: Clause
) -> Mark | Unclear | None:
    """Return what a later clause leaves of what was said, if it takes it back or may do so; None if it may stand."""
    if says is Says.CONSENT:
        return Unclear(text)
    if then is None:
        doubtful = _may_take_back(says, head, clause) or (says in _FAILED and _hints_at_contact(clause))
        return Unclear(text) if doubtful else None
    if says in _FAILED and then.says in _IN_TOUCH:
        return Unclear(text, nearest=(Outcome.REACHED,))
    if (says, then.says) in _THEN or not _contradicts(says, then, clause):
        return None
    if says is Outcome.REACHED and then.says is Outcome.DECLINED:
        return Mark(Outcome.DECLINED, note=text.strip(EDGE))
    return Unclear(text)


def _head(parts: Sequence[Clause], read: Sequence[_Read | None]) -> int | None:
    """Return the index of the clause that says what happened; skip those that only name a try or set the scene."""
    setting = tried = False
    for n, one in enumerate(read):
        if one is None:
            if not (setting or tried) or _hints(parts[n:n + 1]) or len(parts[n]) > LONGEST_ASIDE:
                return None
        elif one.says not in _BESIDE:
            counts = one.says in english.AFTER_A_SETTING if setting else tried or one.says is not Says.PASSED_ON
            return n if counts else None
        else:
            setting |= one.says is not Says.ATTEMPT
            tried |= one.says is Says.ATTEMPT
    return None


def _contradicts(says: Outcome | Says, then: _Read, clause: Clause) -> bool:
    """Return whether a clause takes back that they were in touch: a whole clause, not one that goes on."""
    if says not in _IN_TOUCH:
        return False
    whole = all(word.said in english.TRIVIAL for word in clause[then.end:])
    return then.says is Says.TAKEN_BACK or (whole and then.says in (*_NOT_REACHED, *_CLOSED, Outcome.LEFT_MESSAGE))


def _may_take_back(says: Outcome | Says, head: Clause, clause: Clause) -> bool:
    """Return whether a clause that is not understood may say that they were not in touch: "she called, I missed it"."""
    if says not in _IN_TOUCH:
        return False
    words = [word.said for word in clause]
    denied = words[0] in english.DENIES and (not words[1:] or words[1] in english.DENIED)
    by_them = english.THEIR_CALL & {word.said for word in head} and words[0] in english.MY_SIDE
    return bool(denied or by_them or english.MISSED & set(words))


def _hints_at_contact(clause: Clause) -> bool:
    """Return whether a clause that is not understood may say that they were in touch after all."""
    return any(word.said in english.CONTACT for word in clause)


def _said(
    text: str, parts: Sequence[Clause], head: _Read, says: Outcome | Says, note: str, today: date,
) -> Mark | Unclear | None:
    """Return what the first of the parts says, with the day in them."""
    outcome, first = _AT_LAST.get(says, says), text[parts[0][0].start:parts[0][-1].end]
    if says in english.OF_HABIT and re.search(_HABIT, first):
        return None
    if not isinstance(outcome, Outcome):
        return _another_day(text, parts, outcome, note, today)
    clause, wished = parts[0], _wished(parts, head)
    a_story = outcome in english.OF_NOW and _is_a_story(text, clause, head)
    if a_story or (outcome in _UNTIL_A_DAY and wished is None and re.search(_SEASON, first)):
        return Unclear(text, nearest=(outcome,))
    if outcome is Outcome.CALL_BACK:
        asked = next((word.day for word in clause[:head.end + 1] if word.day), None)
        return Mark(outcome, note=note, asked=wished or asked)
    if outcome is Outcome.DONE and any(word.day is not None for word in clause):
        return Unclear(text)                 # "ok tomorrow" may put it off
    met = outcome is Outcome.REACHED and any(word.said in english.MET for word in clause[:head.end])
    return Mark(outcome, note=note, met=met, asked=wished)


def _another_day(text: str, parts: Sequence[Clause], says: Says, note: str, today: date) -> Mark | Unclear | None:
    """Return the day on which they meet, or to which it is put off."""
    days = [word.day for part in parts for word in part if word.day is not None]
    if says is Says.MEETING:                 # a plan or a topic as often as an agreement
        return Unclear(text, nearest=(Outcome.REACHED,)) if _is_short(parts) else None
    if not days:
        return Unclear(text, nearest=(Outcome.REACHED,))
    if says is Says.BOOKED:
        return Mark(Outcome.REACHED, days[0], note)
    later = next((day for day in days if day.day > today or day.time is not None), None)
    return Mark(None, later, note) if later is not None else Unclear(text)      # "not today" names no other day


def _is_short(parts: Sequence[Clause]) -> bool:
    """Return whether a meeting is said and nothing else: "lunch on Wednesday 12:30", "coffee with her on Friday"."""
    return all(word.said in english.OF_A_MEETING or word.day is not None for word in parts[0])


def _is_a_story(text: str, clause: Clause, head: _Read) -> bool:
    """Return whether a clause tells of another year or another month: "met her in 2019", "spoke to her in March"."""
    if re.search(_LONG_AGO, text[clause[0].start:clause[-1].end]):
        return True
    behind = clause[head.end:head.end + 1]
    days = [text[word.start:word.end].lower() for word in behind if word.day is not None]
    return any(re.search(MONTH, day) for day in days)


def _asks(text: str, clause: Clause) -> bool:
    """Return whether a question mark follows a clause: "spoke?"."""
    return text[clause[-1].end:].lstrip("!. )")[:1] == "?" or "?" in text[clause[0].start:clause[-1].end]


def _wished(parts: Sequence[Clause], head: _Read) -> DayTime | None:
    """Return the day behind a cue in what follows: asked for, back on, until, again, call on, not before."""
    for number, clause in enumerate(parts):
        for place, word in enumerate(clause):
            if word.said not in _DAYS or (number == 0 and place < head.end and isinstance(head.says, Outcome)):
                continue
            before = [one.said for one in clause[max(0, place - 3):place]]
            if word.said == UNTIL_WORD or before[-1:] == ["back"] or english.WISHING & {*before}:
                return word.day
    return None


def _note(text: str, parts: Sequence[Clause], head: _Read) -> str:
    """Return what follows the head, or the whole text if the head itself says more than its outcome."""
    words = [word for part in parts for word in part]
    said = {word.said for word in words[:head.end]}
    if said & english.TELLING or (head.says is Outcome.BUSY and said - english.ONLY_BUSY):
        return text.strip(EDGE)
    behind = words[head.end - 1 if head.whole and len(words) > head.end else head.end:]
    telling = [word for word in behind if word.said not in english.TRIVIAL]
    return text[behind[0].start:].strip(EDGE) if telling else ""


def _parts(clause: Clause) -> list[Clause]:
    """Split a clause that names both the try and its result without a comma: "called no answer"."""
    first = _read_clause(clause)
    if first is None or first.whole or first.says not in _THEN_SAID:
        return [clause]
    for at in range(first.end, len(clause)):
        found = _read_clause(clause[at:])
        wish = found is not None and found.says is Says.WISH
        if wish or (found is not None and first.says is Says.ATTEMPT and found.says not in _NOT_THEN):
            return [clause[:at], clause[at:]]
    return [clause]


# A clause.


def _read_clause(clause: Clause) -> _Read | None:
    words = [word.said for word in clause]
    for pattern in _patterns().at(words, 0):
        for end in pattern.ends(words):
            if end and _may_follow(pattern.says, pattern.behind, words[end:]):
                read = _Read(pattern.says, end, pattern.behind is Behind.ANYTHING)
                return _reported(clause, read) if read.says is Says.REPORT else read
    return None


def _reported(clause: Clause, report: _Read) -> _Read | None:
    """Return what somebody said, as far as it is about the call: "her husband said she's away until Monday"."""
    told = _read_clause(clause[report.end:])
    if told is None or told.says not in english.AFTER_A_SETTING:
        return _Read(Says.SETTING, report.end, True)
    return _Read(told.says, report.end + told.end, told.whole)


def _may_follow(says: Outcome | Says, behind: Behind, rest: Sequence[str]) -> bool:
    """Return whether a clause is understood with these words behind it."""
    if not rest or behind is Behind.ANYTHING:
        return True
    barred = english.NOT_BEHIND.get(says, ())
    if behind is Behind.NOTHING:
        return rest[0] not in barred and all(word in english.TRIVIAL for word in rest)
    if rest[0] == "for" and rest[1:2] in ([NAME_WORD], ["her"], ["him"], ["them"]):
        return False                         # "spoke for Dana"
    return rest[0] in english.CARRIES_ON and rest[0] not in barred


@cache
def _patterns() -> Patterns[Outcome | Says]:
    return Patterns(english.PATTERNS, english.CLASSES)


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset((
        *_patterns().words, *english.SPELT, *english.HINT_WORDS, *english.OWN_STARTS, *english.FILLERS,
        *english.CARRIES_ON, *english.ORDINARY,
    ))  # fmt: skip


# What is not understood.


def _is_own(text: str, clauses: Sequence[Clause]) -> bool:
    first = clauses[0]
    return first[0].said in english.OWN_STARTS or _asks(text, first) or _of_somebody_else(text, first)


def _of_somebody_else(text: str, clause: Clause) -> bool:
    """Return whether a clause is about a talk with another person: "spoke to Tom"."""
    return any(
        to.said in ("to", "with", "from") and spoke.said in english.HINT_WORDS and who.said not in _NO_NAME
        and text[who.start].isupper()
        for spoke, to, who in zip(clause, clause[1:], clause[2:], strict=False)
    )


def _hints(clauses: Sequence[Clause]) -> tuple[Outcome, ...]:
    """Return the outcomes that the words of a text may mean, in their order."""
    found: list[Outcome] = []
    for clause in clauses:
        if clause[0].said in english.OWN_STARTS:
            continue
        for n, word in enumerate(clause):
            found += english.HINT_WORDS.get(word.said, ())
            found += _hinted(clause, n)
    return tuple(dict.fromkeys(found))


def _hinted(clause: Sequence[Word], at: int) -> list[Outcome]:
    words = [word.said for word in clause]
    return [pattern.says for pattern in _hint_patterns().at(words, at) if pattern.ends(words, at)]


@cache
def _hint_patterns() -> Patterns[Outcome]:
    return Patterns(english.HINTS, english.CLASSES)
