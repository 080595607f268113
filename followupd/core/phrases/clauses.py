"""Plain words after a title or a line: "left a message, she's in Lisbon until Friday" becomes a Mark.

A clause grammar that abstains (P13). A text is split into clauses; the first that says what happened must match one
pattern of english/clauses.py completely, and the rest is the note. If none does, frames may tell it (framed.py).
English is the only language so far. Whatever is not understood is the user's own text (a request to oneself, a topic, a
question, a talk with somebody else) or, if it holds a word of outcome, unclear (P11).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from followupd.core.phrases.another_time import (
    FAILED,
    HABIT,
    IN_TOUCH,
    NOT_REACHED,
    TWO_NUMBERS,
    WEEKLY,
    is_unsure_of_the_day,
    may_be_another_time,
)
from followupd.core.phrases.english import beside
from followupd.core.phrases.english import words as english
from followupd.core.phrases.framed import framed
from followupd.core.phrases.hints import (
    asks,
    called_and_heard,
    hinted_at,
    hints_in,
    is_labelled,
    is_of_the_contact,
    is_of_the_user,
    may_report,
    reported_after_a_topic,
    surely_reported,
    told_a_machine,
    told_and_answered,
    vocabulary,
)
from followupd.core.phrases.meeting_said import booked, is_short
from followupd.core.phrases.not_of_them import is_an_old_story, is_long_over, names_another
from followupd.core.phrases.noted import day_named, day_reported, note_of, wished
from followupd.core.phrases.one_clause import ClausePart, parts_of
from followupd.core.phrases.outcome_clause import head_of, is_explicit, is_tried
from followupd.core.phrases.patterns import Says
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.sentence import EDGE, TEXTS_REMEMBERED, Clause, clauses_of
from followupd.core.phrases.vocabulary import OWN
from followupd.core.phrases.what_follows import AT_LAST, CLOSED, IN_DOUBT, becomes, is_to_be_answered
from followupd.core.phrases.whose_wish import of_head
from followupd.core.phrases.words import DAY, quoted
from followupd.core.values.facts import DayTime, Outcome

_NO_DAY_TO_COME = r"(?i)\W*(?:x|before)\b"      # "x Friday" may be a tick; "before Friday" is not a day
_BUT = r"(?i)\bbut\b"
_TALKED = r"(?i)\b(?:spoke|talked|chatted)\b"
_WEEKDAY = rf"(?i)\b(?:{DAY}|tomorrow)\b"
_A_DAY_ALONE = 3        # words
_AT_LAST_REACHED = r"(?i)\b(?:then|but|finally|eventually|later|at last|second|2nd|3rd|third|back)\b"
# Outcomes of several clauses if none of them says one alone.
_TOGETHER = (frozenset({Says.ATTEMPT, Says.NOTHING_LEFT}), frozenset({Says.SOMEBODY_ELSE, Says.ABSENT}))


def read_words(text: str, reading: ReadingRules) -> Mark | Unclear | None:
    """Return what a text says; None if it is the user's own."""
    return _read(text, tuple(reading.names), reading.today)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _read(text: str, names: tuple[str, ...], today: date) -> Mark | Unclear | None:
    clauses = clauses_of(text, names, today, vocabulary())
    if not clauses:
        return None
    parts = [part for clause in clauses for part in parts_of(clause)]
    meaning = _meaning_of(text, clauses, parts, today)
    known = isinstance(meaning, Mark) or _ended(text, parts)
    if is_long_over(text) or (not known and is_an_old_story(text, clauses, today)):
        return None
    if isinstance(meaning, Mark):
        return meaning
    sure = surely_reported(text, clauses)
    reports_something = meaning is not None or bool(sure) or _is_report(text, clauses, parts)
    if not reports_something and is_of_the_user(text, clauses):
        return None
    nearest, why = (meaning.nearest, meaning.why) if meaning is not None else ((), "")
    hints = (*nearest, *sure, *hints_in(clauses), *_from_parts(parts))
    if not reports_something and not hints and (is_labelled(text, clauses[0]) or not may_report(clauses)):
        return None
    return Unclear(text, why, tuple(dict.fromkeys(hints)))


def _meaning_of(
    text: str, clauses: Sequence[Clause], parts: Sequence[ClausePart], today: date
) -> Mark | Unclear | None:
    """Return what patterns say, or, if they say nothing or only name a meeting, what frames say."""
    understood = _understood(text, parts, today)
    if isinstance(understood, Mark) or (understood is not None and not _is_a_meeting(parts)):
        return understood
    return framed(text, clauses, parts, today) or understood


def _is_a_meeting(parts: Sequence[ClausePart]) -> bool:
    """Return whether the clause that counts names a meeting of which it is not said that it is agreed."""
    at = head_of(parts)
    head = parts[at].read if at is not None else None
    return head is not None and head.says is Says.MEETING


def _is_report(text: str, clauses: Sequence[Clause], parts: Sequence[ClausePart]) -> bool:
    """Return whether a text that is not understood reports something, so that it is not the user's own."""
    if is_of_the_contact(text, clauses) or reported_after_a_topic(parts) or _waits(text, parts):
        return True
    return _ended(text, parts[1:]) or _left_or_busy(text, parts[1:])


def _from_parts(parts: Sequence[ClausePart]) -> tuple[Outcome, ...]:
    """Return what clauses may mean by what they are: one that names a day, and one that says that it was tried."""
    dated = tuple(Outcome.CALL_BACK for part in parts[1:] if _names_a_day(part))
    return (*dated, *NOT_REACHED[:1]) if is_tried(parts) else dated


def _waits(text: str, parts: Sequence[ClausePart]) -> bool:
    """Return whether the last of several clauses is a weekday alone, which may be another day: "bad day, Friday"."""
    last = parts[-1]
    alone = len(parts) > 1 and [word.day is not None for word in last.words] == [True]
    return alone and re.search(_WEEKDAY, text[last.start:last.end]) is not None


def _names_a_day(part: ClausePart) -> bool:
    """Return whether a whole clause names a day for the next try: "prefers evenings, try tomorrow at 7"."""
    later = part.read is not None and part.read.says in (Says.WISH, Says.BACK, Says.RINGS, Says.AGAIN, Says.PLAN)
    return later and any(word.day is not None for word in part.head)


def _ended(text: str, parts: Sequence[ClausePart]) -> bool:
    """Return whether one of these clauses alone says that nobody answered, or that they are not to be called."""
    for part in parts:
        says = part.read.says if part.read is not None and not asks(text, part.start, part.end) else None
        if says in CLOSED or (says is Outcome.NO_ANSWER and len(part.words) > 1 and not part.rest):
            return True
    return False


def _left_or_busy(text: str, parts: Sequence[ClausePart]) -> bool:
    """Return whether one of these clauses says that a message was left, or that they could not talk.

    "Text to speech thing, left a message"; "on the bus, unable to discuss, ring at 6".
    """
    said = [(part, part.read.says) for part in parts if part.read is not None]
    left = any(says is Outcome.LEFT_MESSAGE and part.words[0].said in ("left", "i") for part, says in said)
    return left or any(says is Outcome.BUSY and not asks(text, part.start, part.end) for part, says in said)


def wished_in(note: str, reading: ReadingRules) -> DayTime | None:
    """Return the day for the next time that a note names after a cue: "she asked for Friday", "back on Monday"."""
    return wished([ClausePart(clause, None) for clause in clauses_in(note, reading)])


def clauses_in(text: str, reading: ReadingRules) -> Sequence[Clause]:
    """Return the clauses of a text, in words."""
    return clauses_of(text, reading.names, reading.today, vocabulary())


def _understood(text: str, parts: Sequence[ClausePart], today: date) -> Mark | Unclear | None:
    """Return what the clauses say together; Unclear if they contradict each other, None if nothing is understood."""
    at = head_of(parts)
    head = parts[at].read if at is not None else None
    if at is None or head is None:
        return _together(text, parts)
    if head.says is Says.WROTE and is_to_be_answered(parts[at:]):
        return Unclear(text, nearest=(Outcome.REACHED,))
    says, whole = head.says, at > 0
    if _is_agreed_before(parts, at):
        says = Says.BOOKED
    for before, then in pairwise(parts[at:]):
        if says in FAILED and _reached_after_all(text, then):
            says, whole = Outcome.REACHED, True
            continue
        if says in NOT_REACHED and not is_tried(parts[:at]) and _may_be_mine(parts[at], then):
            if then.head[0].day is not None:     # "in meetings all day, tomorrow"
                return Unclear(text)
            says, whole = Says.LATER, True
            continue
        doubt = None if _contrasts(before, then) else _doubted(text, says, parts[at], then)
        if then is parts[-1] and _came_to_nothing(text, says, parts[at:]):
            doubt = Unclear(text, nearest=(Outcome.REACHED, Outcome.BUSY))
        if doubt is not None:
            return doubt
        if (made := becomes(says, parts[at], then)) is not None:
            says, whole = made, True
    if asks(text, parts[at].start, parts[at].end):
        return Unclear(text)
    note = text.strip(EDGE) if whole else note_of(text, parts[at:])
    return _first_reading(text, parts[at:], says, note, today)


def _is_agreed_before(parts: Sequence[ClausePart], at: int) -> bool:
    """Return whether the day or the meeting that a clause names was agreed before it: "agreed with her, Mon 2pm"."""
    agreed = [one for one in parts[:at] if one.read is not None and one.read.says is Says.CONFIRMED]
    day = all(word.said in english.TRIVIAL for word in parts[at].words)
    with_her = any(word.said in english.THEM | beside.NOTED_DOWN for one in agreed for word in one.words)
    read = parts[at].read
    meeting = read is not None and read.says is Says.MEETING
    return bool(agreed) and (meeting or (day and with_her))


def _together(text: str, parts: Sequence[ClausePart]) -> Mark | None:
    """Return what clauses say together if none of them says it alone."""
    said = {part.read.says for part in parts if part.read is not None}
    outcome = Outcome.NO_ANSWER if any(said >= both for both in _TOGETHER) else None
    if said in ({Says.ABSENT, Says.PLAN}, {Says.NEWS, Says.PLAN}):     # "on leave, call 7 Dec"
        days = [word.day for part in parts for word in part.words if word.day is not None]
        return Mark(Outcome.CALL_BACK, note=text.strip(EDGE), asked=days[-1]) if days else None
    if told_a_machine(parts):
        outcome = Outcome.LEFT_MESSAGE
    elif called_and_heard(text, parts) or told_and_answered(text, parts):
        outcome = Outcome.REACHED
    return Mark(outcome, note=text.strip(EDGE), asked=wished(parts)) if outcome is not None else None


def _may_be_mine(head: ClausePart, then: ClausePart) -> bool:
    """Return whether a state may be the writer's own, since they put it off: "in meetings all day, do it Friday"."""
    words = {word.said for word in head.head}
    put_off = then.read is not None and then.read.says is Says.LATER
    not_now = put_off and {word.said for word in then.words} == {"not", "today"}
    here = beside.NOT_HERE & words and not (english.WHOSE | english.THEY) & {word.said for word in head.words}
    mine = here or (not words & english.REPLIES and any(word.said in english.MY_END for word in head.words))
    return not_now or (put_off and (mine or not words & (english.ABOUT_US | english.OF_A_CALL)))


def _reached_after_all(text: str, then: ClausePart) -> bool:
    """Return whether a later clause says that another try went well: "no answer, then she called back and we spoke"."""
    if then.read is None or then.read.says is not Outcome.REACHED or not is_explicit(then):
        return False
    if any(word.said in english.WROTE for word in then.head):
        return False
    before = text[:then.head[-1].end]
    reached_before = re.search(_AT_LAST_REACHED, before) is not None
    return reached_before and not any(word.said in english.TURNS_ROUND or word.day for word in then.words)


def _doubted(text: str, says: Outcome | Says, head: ClausePart, then: ClausePart) -> Mark | Unclear | None:
    """Return what a later clause leaves of what was said, if it takes it back or may do so; None if it may stay."""
    cuts = frozenset() if re.search(_TALKED, text) else english.CUTS_OFF      # "picked up then cut off"
    if says is Says.PICKED_UP and any(word.said in english.RINGS_BACK | cuts for word in then.words):
        return Unclear(text)                 # "picked up, said she'd call back"
    unsure = says is Says.BOOKED and any(word.said in english.UNSURE for word in then.words)
    if says is Says.CONSENT or unsure:
        return Unclear(text)
    if then.read is None:
        doubtful = _may_take_back(says, head.words, then.words) or (says in FAILED and _hints_at_contact(then.words))
        return Unclear(text) if doubtful else None
    if _leaves_a_doubt(says, head, then):
        return Unclear(text)
    if says in (*FAILED, Outcome.BOUNCED, Outcome.WRONG_NUMBER) and then.read.says in IN_TOUCH:
        return Unclear(text, nearest=(Outcome.REACHED,))
    if becomes(says, head, then) is not None or not _contradicts(says, head, then):
        return None
    if says is Outcome.REACHED and then.read.says is Outcome.DECLINED:
        return Mark(Outcome.DECLINED, note=text.strip(EDGE))
    return Unclear(text)


def _came_to_nothing(text: str, says: Outcome | Says, parts: Sequence[ClausePart]) -> bool:
    """Return whether who was got may not have talked: "she answered but was at sea", "got her, she'll ring"."""
    *_, before, then = parts
    talked = any(word.said in english.SURELY_TALKED for word in parts[0].head)
    if says not in (Outcome.REACHED, Says.PICKED_UP) or talked:
        return False
    rings = then.read is not None and then.read.says is Says.RINGS
    rings = rings or (then.words[0].said in english.HANDS_OVER and any(word.said == "me" for word in then.words))
    unknown = then.read is None or then.read.says in (Says.SETTING, Says.ABSENT)
    return rings or (says is Says.PICKED_UP and unknown and re.search(_BUT, text[before.end:then.start]) is not None)


def _leaves_a_doubt(says: Outcome | Says, head: ClausePart, then: ClausePart) -> bool:
    """Return whether a later clause leaves it open: "she did not answer but texted to say Friday" is their text."""
    if then.read is None or (says, then.read.says) in IN_DOUBT:
        return then.read is not None
    theirs = any(word.said in ("not", "never") for word in head.head)
    letter = then.read.says is Outcome.SENT and then.words[0].said in english.WROTE
    return theirs and letter and not any(word.said in english.THEM | english.MINE for word in then.words)


def _contrasts(before: ClausePart, then: ClausePart) -> bool:
    """Return whether a clause says what another thing is not: "wants the large, not the small"."""
    other = english.THEM | english.ANOTHER_ONE
    more = before.read is None or (before.read.says is not Outcome.REACHED or bool(before.rest))
    denies = then.read is not None and then.read.says is Says.TAKEN_BACK and then.words[0].said == "not"
    thing = then.words[1:2] and then.words[1].said in english.OF_A_CONTRAST
    return bool(denies and more and thing) and not any(word.said in other for word in then.words)


def _contradicts(says: Outcome | Says, head: ClausePart, then: ClausePart) -> bool:
    """Return whether a clause takes back that they were in touch: a whole clause, not one that goes on.

    Unless they talked, "she was just going into a meeting" does so too.
    """
    if says not in IN_TOUCH or then.read is None:
        return False
    talked = any(word.said in english.TALKS | english.SPOKE for word in head.head)
    busy = not talked and then.read.whole and then.read.says is Outcome.BUSY
    whole = busy or all(word.said in english.TRIVIAL for word in then.rest)
    taken = then.read.says in (*NOT_REACHED, *CLOSED, Outcome.LEFT_MESSAGE)
    return then.read.says is Says.TAKEN_BACK or (whole and taken)


def _may_take_back(says: Outcome | Says, head: Clause, clause: Clause) -> bool:
    """Return whether a clause that is not understood may say that they were not in touch: "she called, I missed it"."""
    if says not in IN_TOUCH:
        return False
    words = [word.said for word in clause]
    denied = words[0] in english.DENIES and (not words[1:] or words[1] in english.DENIED)
    together = words[0] == "we" and words[1:2] not in (["were"], ["missed"], [])
    by_them = english.THEIR_CALL & {word.said for word in head} and words[0] in english.MY_SIDE and not together
    return bool(denied or by_them or english.MISSED & set(words))


def _hints_at_contact(clause: Clause) -> bool:
    """Return whether a clause that is not understood may say that they were in touch after all."""
    hinted = (found for n in range(len(clause)) for found in hinted_at(clause, n))
    return any(word.said in english.CONTACT for word in clause) or Outcome.REACHED in hinted


def _first_reading(
    text: str, parts: Sequence[ClausePart], says: Outcome | Says, note: str, today: date,
) -> Mark | Unclear | None:
    """Return what the first of the parts says, with the day in them."""
    head, outcome = parts[0], AT_LAST.get(says, says)
    first = text[head.start:head.end]
    if re.search(HABIT if says in english.OF_HABIT else WEEKLY, first) and says in (*english.OF_HABIT, Says.WISH):
        return None
    if not isinstance(outcome, Outcome):
        return _another_day(text, parts, outcome, note, today)
    asked = wished(parts)
    nearest = _in_doubt(text, head, says, outcome, asked)
    if nearest is not None:
        return Unclear(text, nearest=nearest)
    if names_another(head.words, outcome, vocabulary()):
        return Unclear(text, nearest=(outcome,))
    if outcome is Outcome.CALL_BACK:
        return Mark(outcome, note=note, asked=of_head(head, asked or day_named(head)))
    if outcome is Outcome.REACHED and asked is not None and asked.day == today:
        asked = None                         # "she returned my call at 4"
    of_meeting = {Outcome.REACHED: english.MET, Outcome.NO_ANSWER: english.NO_SHOW}.get(outcome, ())
    met = any(word.said in of_meeting for word in head.head)
    if asked is None:
        note = note or day_reported(text, parts)
    return Mark(outcome, note=note, met=met, asked=asked)


def _in_doubt(
    text: str, head: ClausePart, says: Outcome | Says, outcome: Outcome, asked: DayTime | None
) -> tuple[Outcome, ...] | None:
    """Return what may be meant if a clause is of another time, not for good or without its day; None if it is sure."""
    if says is Says.RINGS and not any(word.day for word in head.words):      # "she'll call me back"
        return Outcome.CALL_BACK, Outcome.LEFT_MESSAGE
    if may_be_another_time(text, head, outcome, asked):
        return (outcome,) if outcome is not Outcome.DONE else ()
    if outcome is Outcome.DECLINED and re.search(english.NOT_FOR_GOOD, text):
        return Outcome.CALL_BACK, Outcome.DECLINED
    return (outcome,) if outcome is Outcome.CALL_BACK and is_unsure_of_the_day(text, head, says) else None


def _another_day(text: str, parts: Sequence[ClausePart], says: Says, note: str, today: date) -> Mark | Unclear | None:
    """Return the day on which they meet, or to which it is put off."""
    if says is Says.MEETING:                 # a plan or a topic as often as an agreement
        return Unclear(text, nearest=(Outcome.REACHED,)) if is_short(parts[0].words) else None
    days = [word.day for part in parts for word in part.words if word.day is not None]
    later = _put_off_to(parts, says, days, today)
    if later is None and says is Says.LATER:     # "not today"; "no!" alone may mean anything
        why = f"{quoted(text)} names no other day. Write later 3d or a date, or {OWN} if this is just a note"
        return Unclear(text, "" if re.match(r"(?i)\W*no\s*(?:\W\s*\w|\W*$)", text) else why)
    if says is Says.BOOKED and not days and parts[0].words[-1].said == "yes":      # "she said yes"
        return Mark(Outcome.REACHED, note=note)
    doubtful = (word for word in parts[0].words if word.day is None)
    if not days or any(re.fullmatch(TWO_NUMBERS, text[word.start:word.end]) for word in doubtful):
        return Unclear(text, nearest=(Outcome.REACHED,))
    if says is Says.BOOKED:
        return booked(text, parts, days[0], note)
    sure = later is not None and re.match(_NO_DAY_TO_COME, text) is None
    return Mark(None, later, note) if sure else Unclear(text)


def _put_off_to(
    parts: Sequence[ClausePart], says: Says, days: Sequence[DayTime], today: date
) -> DayTime | None:
    """Return the day to which it is put off: "exam tomorrow, doing it Saturday"; None if none is to come."""
    named = [word.day for part in parts if part.read and part.read.says is says for word in part.words if word.day]
    last = named[-1:] if says is Says.LATER and len(parts) > 1 else []
    if says is Says.LATER and not named:     # "skip, 3 asks since Sept" is of no other day
        meant = [part for part in parts if part.read is not None or len(part.words) <= _A_DAY_ALONE]
        days = [word.day for part in meant for word in part.words if word.day is not None]
    return next((day for day in (*last, *days) if day.day > today or day.time is not None), None)
