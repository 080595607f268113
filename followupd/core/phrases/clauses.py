"""Plain words behind a title or a line: "left a message, she's in Lisbon until Friday" becomes a Mark.

A clause grammar that abstains (P13). A text is split into clauses; the first that says what happened must match one
pattern of english/clauses.py completely, and the rest is the note. English is the only language so far; what tells of a
habit, of long ago and of somebody else is here. Whatever is not understood is the user's own text
(a request to oneself, a topic, a question, a talk with somebody else) or, if it holds a word of outcome, unclear (P11).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

from followupd.core.phrases.english import words as english
from followupd.core.phrases.one_clause import ClausePart, parts_of, patterns
from followupd.core.phrases.patterns import DAY_WORD, UNTIL_WORD, Patterns, Says
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.sentence import EDGE, NAME_WORD, NAMES_WORD, NUMBER_WORD, Clause, Word, clauses_of
from followupd.core.phrases.words import MONTH
from followupd.core.values.facts import DayTime, Outcome

_LAST = "year|month|summer|winter|spring|autumn|fall|time|christmas"
_LONG_AGO = rf"(?i)\b(?:(?:19|20)\d\d|years? ago|ages ago|last (?:{_LAST}))\b"
_HABITS = r"\w+days|weekends|mornings|evenings|every(?! time)|always|usually|often|normally|mostly|at night"
_WEEKLY = r"(?i)\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekends|every (?!time))\b"
_HABIT = rf"(?i)\b(?:{_HABITS}|in {MONTH})\b"
_FEAST = "christmas|easter|diwali|eid|ramadan"
_SEASON = rf"(?i)\b(?:in|until|til|till|after|from) (?:the )?(?:new year|spring|summer|autumn|fall|winter|{_FEAST})\b"
_NO_DAY_TO_COME = r"(?i)\W*(?:x|before)\b"      # "x Friday" may be a tick; "before Friday" is no day
DAWN, HALF_A_DAY = range(5, 12), 12
_BEFORE_NOON = r"(?i)\d ?a\.?m\b"
_TWO_NUMBERS = r"\d{1,2}/\d{1,2}"      # the day first, or the month
_AT_LAST_REACHED = r"(?i)\b(?:then|but|finally|eventually|later|at last|second|2nd|3rd|third|back)\b"
_DAYS = (DAY_WORD, UNTIL_WORD)
_NO_NAME = (*_DAYS, NAME_WORD, NAMES_WORD, NUMBER_WORD)
_CLOSED = (Outcome.DECLINED, Outcome.BOUNCED, Outcome.WRONG_NUMBER)
_NOT_REACHED = (Outcome.NO_ANSWER, Outcome.BUSY)
_UNTIL_A_DAY = (Outcome.CALL_BACK, Outcome.BUSY)
_FAILED = (*_NOT_REACHED, Outcome.LEFT_MESSAGE, Outcome.SENT)
_IN_TOUCH = (Outcome.REACHED, Outcome.DONE, Says.PICKED_UP)
_BESIDE = frozenset({
    Says.ATTEMPT, Says.SETTING, Says.NOTHING_LEFT, Says.CONFIRMED, Says.TAKEN_BACK, Says.SOMEBODY_ELSE, Says.ABSENT,
    Says.ANOTHER,
})  # fmt: skip
# What clauses say together if none of them says it alone.
_TOGETHER = (frozenset({Says.ATTEMPT, Says.NOTHING_LEFT}), frozenset({Says.SOMEBODY_ELSE, Says.ABSENT}))
# What a later clause makes of what came before: nobody answered, and then a message was left.
_THEN: Mapping[tuple[Outcome | Says, Outcome | Says], Outcome | Says] = {
    **{(one, Outcome.LEFT_MESSAGE): Outcome.LEFT_MESSAGE for one in _NOT_REACHED},
    **{(one, Says.PASSED_ON): Outcome.LEFT_MESSAGE for one in (*_NOT_REACHED, Says.PICKED_UP)},
    **{(one, Says.WISH): Says.WISH for one in (*_NOT_REACHED, Says.PICKED_UP)},
    (Outcome.BUSY, Says.BACK): Says.BACK,
    (Says.PICKED_UP, Outcome.BUSY): Outcome.BUSY,
    (Outcome.LEFT_MESSAGE, Says.NOTHING_LEFT): Outcome.NO_ANSWER,
    (Outcome.REACHED, Says.BOOKED): Says.BOOKED,
    (Outcome.DONE, Says.BOOKED): Says.BOOKED,
    **dict.fromkeys(((Says.MEETING, Says.CONFIRMED), (Says.MEETING, Says.BOOKED)), Says.BOOKED),
    **dict.fromkeys(((Says.LATER, Says.CONFIRMED), (Says.LATER, Says.BOOKED)), Says.BOOKED),
    (Says.AGAIN, Says.LATER): Says.LATER,
}
# What a reading means if nothing else follows.
_AT_LAST: Mapping[Outcome | Says, Outcome] = {
    Says.PICKED_UP: Outcome.REACHED, **dict.fromkeys((Says.WISH, Says.BACK, Says.AGAIN), Outcome.CALL_BACK),
    Says.CONSENT: Outcome.DONE, Says.PASSED_ON: Outcome.LEFT_MESSAGE,
}


def read_words(text: str, reading: ReadingRules) -> Mark | Unclear | None:
    """Return what a text says; None if it is the user's own."""
    clauses = _clauses(text, reading)
    if not clauses:
        return None
    parts = [part for clause in clauses for part in parts_of(clause)]
    found = _understood(text, parts, reading.today)
    if isinstance(found, Mark) or (found is None and _is_own(text, clauses)):
        return found
    tried = any(part.read is not None and part.read.says is Says.ATTEMPT for part in parts)
    hints = (*(found.nearest if found is not None else ()), *_hints(clauses), *(_NOT_REACHED[:1] if tried else ()))
    return Unclear(text, nearest=tuple(dict.fromkeys(hints))) if found is not None or hints else None


def wished_in(note: str, reading: ReadingRules) -> DayTime | None:
    """Return the day for the next time that a note names behind a cue: "she asked for Friday", "back on Monday"."""
    return _wished([ClausePart(clause, None) for clause in _clauses(note, reading)])


def _clauses(text: str, reading: ReadingRules) -> list[list[Word]]:
    return clauses_of(text, reading.names, reading.today, _vocabulary())


def _understood(text: str, parts: Sequence[ClausePart], today: date) -> Mark | Unclear | None:
    """Return what the clauses say together; Unclear if they contradict each other, None if nothing is understood."""
    at = _head(parts)
    head = parts[at].read if at is not None else None
    if at is None or head is None:
        said = {part.read.says for part in parts if part.read is not None}
        return Mark(Outcome.NO_ANSWER, note=text.strip(EDGE)) if any(said >= both for both in _TOGETHER) else None
    says, whole = head.says, at > 0
    for then in parts[at + 1:]:
        if says in _FAILED and _reached_after_all(text, then):
            says, whole = Outcome.REACHED, True
            continue
        doubt = _doubted(text, says, parts[at], then)
        if doubt is not None:
            return doubt
        if then.read is not None and (says, then.read.says) in _THEN:
            says, whole = _THEN[says, then.read.says], True
    if _asks(text, parts[at].start, parts[at].end):
        return Unclear(text)
    note = text.strip(EDGE) if whole else _note(text, parts[at:])
    return _said(text, parts[at:], says, note, today)


def _reached_after_all(text: str, then: ClausePart) -> bool:
    """Return whether a later clause says that another try went well: "no answer, then she called back and we spoke"."""
    if then.read is None or then.read.says is not Outcome.REACHED or not _is_explicit(then):
        return False
    if any(word.said in english.WROTE for word in then.head):
        return False
    before = text[:then.head[-1].end]
    told = re.search(_AT_LAST_REACHED, before) is not None
    return told and not any(word.said in english.TURNS_ROUND or word.day for word in then.words)


def _doubted(text: str, says: Outcome | Says, head: ClausePart, then: ClausePart) -> Mark | Unclear | None:
    """Return what a later clause leaves of what was said, if it takes it back or may do so; None if it may stand."""
    unsure = says is Says.BOOKED and any(word.said in english.UNSURE for word in then.words)
    if says is Says.CONSENT or unsure:
        return Unclear(text)
    if then.read is None:
        doubtful = _may_take_back(says, head.words, then.words) or (says in _FAILED and _hints_at_contact(then.words))
        return Unclear(text) if doubtful else None
    if says is Outcome.REACHED and then.read.says is Says.NOTHING_LEFT:
        return Unclear(text)                 # "she called at 3, no message"
    if says is Outcome.SENT and then.read.says is Outcome.WRONG_NUMBER:
        return Unclear(text)
    if says in _FAILED and then.read.says in _IN_TOUCH:
        return Unclear(text, nearest=(Outcome.REACHED,))
    if (says, then.read.says) in _THEN or not _contradicts(says, then):
        return None
    if says is Outcome.REACHED and then.read.says is Outcome.DECLINED:
        return Mark(Outcome.DECLINED, note=text.strip(EDGE))
    return Unclear(text)


def _head(parts: Sequence[ClausePart]) -> int | None:
    """Return the index of the clause that says what happened; skip those that only name a try or set the scene.

    Before it may be one that is not understood, if it cannot turn it round and the head says it in so many words.
    """
    strange = False
    for n, part in enumerate(parts):
        before = parts[:n]
        if part.read is None:
            beside = any(one.read is not None for one in before)
            if _hints([part.words]) or not _harmless(part.words, beside=beside):
                return None
            strange |= not beside
        elif part.read.says not in _BESIDE:
            sure = not strange or _is_explicit(part) or _is_put_off(parts)
            return n if sure and _counts_after(part.read.says, part, before) else None
    return None


def _counts_after(says: Outcome | Says, part: ClausePart, before: Sequence[ClausePart]) -> bool:
    """Return whether a clause counts behind those that name a try, set the scene or tell of somebody else."""
    said = {one.read.says for one in before if one.read is not None}
    if Says.ANOTHER in said:
        return says in english.AFTER_ANOTHER
    if said <= {Says.ATTEMPT}:
        return Says.ATTEMPT in said or says is not Says.PASSED_ON
    alone = not any(word.said in english.PERSONS for one in before for word in one.words)
    return says in english.AFTER_A_SETTING or (alone and says in english.CLEAR_AFTER_A_SETTING and _is_explicit(part))


def _harmless(clause: Clause, *, beside: bool) -> bool:
    """Return whether a clause that is not understood turns nothing round: no condition, no negation.

    Not `beside` something that was tried, it must be no request, and tell of no other talk and no letter either.
    """
    first = clause[0].said in english.OWN_STARTS
    if not beside and (first or any(word.said in english.OF_ANOTHER for word in clause)):
        return False
    return not any(word.said in english.TURNS_ROUND for word in clause)


def _is_explicit(part: ClausePart) -> bool:
    """Return whether the head names who it was about: "spoke to her", "I left a message", and not a topic: "met"."""
    says, words = part.read.says if part.read is not None else None, {word.said for word in part.head}
    if says in english.SAFE_BEHIND:
        return not words & english.ELSEWHERE and bool(words & english.DONE_BY_SOMEBODY)
    if says is Says.LATER:
        return part.head[0].day is None
    return len(part.head) > 1 and bool(english.ABOUT_US & words) and says in english.CLEAR_IF_NAMED


def _is_put_off(parts: Sequence[ClausePart]) -> bool:
    """Return whether a reason and a day are said, and nothing else: "dentist today, Thursday"."""
    reason, *days = parts
    put_off = len(days) == 1 and days[0].read is not None and days[0].read.says is Says.LATER
    said = {word.said for word in reason.words}
    return put_off and bool(said & english.REASONS) and (len(reason.words) == 1 or bool(said & english.OF_TODAY))


def _contradicts(says: Outcome | Says, then: ClausePart) -> bool:
    """Return whether a clause takes back that they were in touch: a whole clause, not one that goes on."""
    if says not in _IN_TOUCH or then.read is None:
        return False
    whole = all(word.said in english.TRIVIAL for word in then.rest)
    taken = then.read.says in (*_NOT_REACHED, *_CLOSED, Outcome.LEFT_MESSAGE)
    return then.read.says is Says.TAKEN_BACK or (whole and taken)


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
    hinted = (found for n in range(len(clause)) for found in _hinted(clause, n))
    return any(word.said in english.CONTACT for word in clause) or Outcome.REACHED in hinted


def _said(
    text: str, parts: Sequence[ClausePart], says: Outcome | Says, note: str, today: date,
) -> Mark | Unclear | None:
    """Return what the first of the parts says, with the day in them."""
    head, outcome = parts[0], _AT_LAST.get(says, says)
    first = text[head.start:head.end]
    if re.search(_HABIT if says in english.OF_HABIT else _WEEKLY, first) and says in (*english.OF_HABIT, Says.WISH):
        return None
    if not isinstance(outcome, Outcome):
        return _another_day(text, parts, outcome, note, today)
    wished = _wished(parts)
    a_story = outcome in english.OF_NOW and _is_a_story(text, head)
    waits = re.search(_SEASON, first) or (len(head.head) == 1 and any(word.said == "until" for word in head.rest))
    if a_story or (outcome in _UNTIL_A_DAY and wished is None and waits):
        return Unclear(text, nearest=(outcome,))
    if outcome is Outcome.REACHED and wished is not None and wished.day == today:
        wished = None                        # "she returned my call at 4"
    if outcome is Outcome.CALL_BACK:
        asked = next((word.day for word in (*head.head, *head.rest[:1]) if word.day), None)
        return Mark(outcome, note=note, asked=wished or asked)
    if outcome is Outcome.DONE and any(word.day is not None for word in head.words):
        return Unclear(text)                 # "ok tomorrow" may put it off
    met = outcome is Outcome.REACHED and any(word.said in english.MET for word in head.head)
    return Mark(outcome, note=note, met=met, asked=wished)


def _another_day(text: str, parts: Sequence[ClausePart], says: Says, note: str, today: date) -> Mark | Unclear | None:
    """Return the day on which they meet, or to which it is put off."""
    days = [word.day for part in parts for word in part.words if word.day is not None]
    if says is Says.MEETING:                 # a plan or a topic as often as an agreement
        return Unclear(text, nearest=(Outcome.REACHED,)) if _is_short(parts[0].words) else None
    if not days or any(re.fullmatch(_TWO_NUMBERS, text[word.start:word.end]) for word in parts[0].words):
        return Unclear(text, nearest=(Outcome.REACHED,))
    if says is Says.BOOKED and days[0].time is None and parts[0].words[0].said == "yes":
        return Unclear(text)                 # "yes tomorrow" may put it off
    if says is Says.BOOKED:
        return Mark(Outcome.REACHED, _in_the_evening(text, parts[0], days[0]), note)
    if re.match(_NO_DAY_TO_COME, text):
        return Unclear(text)
    later = next((day for day in days if day.day > today or day.time is not None), None)
    return Mark(None, later, note) if later is not None else Unclear(text)      # "not today" names no other day


def _in_the_evening(text: str, part: ClausePart, day: DayTime) -> DayTime:
    """Return a day at the hour that is meant: dinner at 7 is not at dawn."""
    evening = any(word.said in english.IN_THE_EVENING for word in part.words)
    if not evening or day.time is None or day.time.hour not in DAWN or re.search(_BEFORE_NOON, text):
        return day
    return replace(day, time=day.time.replace(hour=day.time.hour + HALF_A_DAY))


def _is_short(clause: Clause) -> bool:
    """Return whether a meeting is said and nothing else: "lunch on Wednesday 12:30", "coffee with her on Friday"."""
    return all(word.said in english.OF_A_MEETING or word.day is not None for word in clause)


def _is_a_story(text: str, part: ClausePart) -> bool:
    """Return whether a clause tells of another year or another month: "met her in 2019", "spoke to her in March"."""
    if re.search(_LONG_AGO, text[part.start:part.end]):
        return True
    days = [text[word.start:word.end].lower() for word in part.rest[:1] if word.day is not None]
    return any(re.search(MONTH, day) for day in days)


def _asks(text: str, start: int, end: int) -> bool:
    """Return whether a question mark is in a clause or follows it: "spoke?"."""
    return text[end:].lstrip("!. )")[:1] == "?" or "?" in text[start:end]


def _wished(parts: Sequence[ClausePart]) -> DayTime | None:
    """Return the day behind a cue in what follows: asked for, back on, until, again, call on, not before."""
    for number, part in enumerate(parts):
        of_head = len(part.head) if number == 0 and part.read and isinstance(part.read.says, Outcome) else 0
        for place, word in enumerate(part.words):
            if word.said not in _DAYS or place < of_head:
                continue
            before = [one.said for one in part.words[max(0, place - 3):place]]
            back = "back" in before[-1:] or _is_back(part.words[:place])
            if word.said == UNTIL_WORD or back or english.WISHING & {*before}:
                return word.day
    return None


def _is_back(clause: Clause) -> bool:
    """Return whether words end with where they are back: "she will be back in the office"."""
    words = [word.said for word in clause]
    return "back" in words and set(words[words.index("back") + 1:]) <= english.AT_A_PLACE


def _note(text: str, parts: Sequence[ClausePart]) -> str:
    """Return what follows the head, or the whole text if the head itself says more than its outcome."""
    head = parts[0]
    said = {word.said for word in head.head}
    says = head.read.says if head.read is not None else None
    why = says is Says.LATER and not any(word.day for word in head.head)
    more = why or said & english.TELLING or any(word.said not in english.TRIVIAL for word in head.aside)
    if more or (says is Outcome.BUSY and said - english.ONLY_BUSY):
        return text.strip(EDGE)
    things = [word for word in head.head if word.said not in english.SENDING]
    sent = things if says is Outcome.SENT and said & english.SENT_THINGS else []
    behind = [*sent, *head.rest, *(word for part in parts[1:] for word in (*part.words, *part.aside))]
    if head.read and head.read.whole and behind and head.head[-1].said in english.CARRIES_ON:
        behind = [*head.head[-1:], *behind]
    of_the_verb = english.OF_A_VERB if head.read and head.read.whole else english.PARTICLES
    while behind and behind[0].said in of_the_verb:
        behind = behind[1:]
    telling = [word for word in behind if word.said not in english.TRIVIAL]
    return text[min(word.start for word in behind):].strip(EDGE) if telling else ""


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset((
        *patterns().words, *english.SPELT, *english.HINT_WORDS, *english.OWN_STARTS, *english.FILLERS,
        *english.CARRIES_ON, *english.ORDINARY,
    ))  # fmt: skip


# What is not understood.


def _is_own(text: str, clauses: Sequence[Clause]) -> bool:
    first = clauses[0]
    asks = _asks(text, first[0].start, first[-1].end)
    return asks or first[0].said in english.OWN_STARTS or _of_somebody_else(text, first)


def _of_somebody_else(text: str, clause: Clause) -> bool:
    """Return whether a clause is about a talk with another person: "spoke to Tom"."""
    written = all(word.named for word in clause)         # "Left Message Again"
    if not written and any(
        spoke.said in english.HINT_WORDS and who.named and who.said not in _vocabulary() and who.said not in _NO_NAME
        for spoke, who in pairwise(clause)
    ):
        return True
    if any(_is_a_thing(clause[n:]) for n in range(len(clause) - 2)):
        return True
    return any(
        to.said in ("to", "with", "from") and spoke.said in english.HINT_WORDS and who.said not in _NO_NAME
        and text[who.start].isupper()
        for spoke, to, who in zip(clause, clause[1:], clause[2:], strict=False)
    )


def _is_a_thing(clause: Clause) -> bool:
    """Return whether words tell of a thing of theirs: "left her keys", "got the tickets"."""
    verb, whose, thing = (word.said for word in clause[:3])
    return verb in english.OF_A_THING and whose in english.WHOSE and thing not in _vocabulary() and thing.isalpha()


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
