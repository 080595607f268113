"""Texts that are not understood: whether one is the user's own, and what its words may mean if it is not.

A request to oneself, a topic, a question and a talk with somebody else are the user's own; any other text with a word
of outcome is asked about (P11), with the nearest readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from followupd.core.phrases.another_time import FAILED
from followupd.core.phrases.english import beside, telling
from followupd.core.phrases.english import words as english
from followupd.core.phrases.not_of_them import NO_NAME, is_of_a_thing, is_of_somebody_else
from followupd.core.phrases.one_clause import ClausePart, patterns
from followupd.core.phrases.patterns import Patterns, Says
from followupd.core.phrases.sentence import FIRST_TYPO, NUMBER_WORD, Clause, Word
from followupd.core.values.facts import Outcome

_BESIDE_NEWS = (Says.NEWS, Says.CONFIRMED, Says.SETTING)


def asks(text: str, start: int, end: int) -> bool:
    """Return whether a question mark is in a clause or follows it: "spoke?"."""
    return text[end:].lstrip("!. )")[:1] == "?" or "?" in text[start:end]


@cache
def vocabulary() -> frozenset[str]:
    """Return the words that are known, to which slips are near."""
    return frozenset((
        *patterns().words, *english.SPELT, *english.HINT_WORDS, *english.OWN_STARTS, *english.FILLERS,
        *english.CARRIES_ON, *english.ORDINARY,
    ))


def is_of_the_user(text: str, clauses: Sequence[Clause]) -> bool:
    """Return whether a text that is not understood is the user's own by how it begins, or asks something."""
    first = clauses[0]
    question = asks(text, first[0].start, first[-1].end) and first[0].said not in english.HINT_WORDS
    return question or begins_as_own(first) or is_of_somebody_else(text, first, vocabulary())


def is_of_the_contact(text: str, clauses: Sequence[Clause]) -> bool:
    """Return whether a text can only be what the contact said or does not want: "take me off your list, she says"."""
    words = [word.said for word in clauses[0]]
    done = words[3:4] == ["to"] and telling.TO_BE_CALLED.isdisjoint(words[4:5])
    unwanted = words[:2] == ["does", "not"] and not telling.WISHED.isdisjoint(words[2:3]) and not done
    return unwanted or any(
        text[:clause[0].start].rstrip(" '\"“‘").endswith((",", "!", "”", "’"))
        for clause in clauses if clause[0].start > clause[-1].start      # with who said it before it
    )


def is_labelled(text: str, first: Clause) -> bool:
    """Return whether a text begins with what it is about and a colon: "script: hi, it's Sam"."""
    label = first[0]
    return len(first) == 1 and text[label.end:label.end + 1] == ":" and label.said not in vocabulary()


def begins_as_own(clause: Clause) -> bool:
    """Return whether a clause begins as a request or a topic does: "call her mum", and not "call went to voicemail"."""
    first, then = clause[0].said, clause[1].said if len(clause) > 1 else ""
    if first == "be" and then not in telling.BACK_THEN:
        return True
    return first in english.OWN_STARTS and not _reports(clause, first, then) and not _is_a_noun(clause, first, then)


def _reports(clause: Clause, first: str, then: str) -> bool:
    """Return whether a clause reports something in its first words: "was told", "did not", "her husband says"."""
    if first in english.HAVING:
        return then in english.HINT_WORDS or (then == "not" and _has(clause[2:3], english.HAS_NOT))
    if first == "was" and (then.endswith("ing") or then in english.TOLD):
        return True
    if first in telling.DENIED_ONCE and then == "not":
        return not _inverted(clause)
    by_them = then in english.PERSONS and _has(clause[2:3], english.PERSON_ACTS)
    by_them = by_them or (first in english.WHOSE and _has(clause[2:5], english.PICKED))      # "her old man answered"
    return by_them or (first == "not" and then in english.NOT_OWN) or (first == "did" and then in english.RINGS_BACK)


def _is_a_noun(clause: Clause, first: str, then: str) -> bool:
    """Return whether a clause begins with a noun that is a verb as well: "call went dead", "visit booked"."""
    agreed = first in english.AGREED_ON and _has(clause[1:3], telling.FIXED)
    return agreed or (first in english.NOUNS and then in english.OF_A_NOUN)


def _has(clause: Clause, words: frozenset[str]) -> bool:
    return any(word.said in words for word in clause)


def _inverted(clause: Clause) -> bool:
    """Return whether a clause that begins with a negation is a question: "wouldn't it be quicker"."""
    return any(word.said in telling.ASKED_ABOUT for word in clause[2:3])


def may_report(clauses: Sequence[Clause]) -> bool:
    """Return whether a text that is not understood may report something that happened or was decided.

    It has a verb in the past, or says how the writer or the contact is: "postponed by me", "he was on the
    tools". A request, a topic, a thing ("finished the book") and another person by name are the user's own.
    """
    if any(_denies(clause) for clause in clauses):
        return True
    if begins_as_own(clauses[0]):
        return False
    if any(_is_request(clause) for clause in clauses[1:]):
        return False
    dated = any(word.day for clause in clauses for word in clause)
    more = len(clauses) > 1
    return any(_reports_at_all(clause, dated=dated, more=more) for clause in clauses if not begins_as_own(clause))


def _is_request(clause: Clause) -> bool:
    """Return whether a clause is advice to oneself on how to call: "be kind", "speak up"."""
    first, then = clause[0].said, clause[1].said if len(clause) > 1 else ""
    if first in telling.EVER:
        return then in telling.REQUESTS or then in english.RINGS_BACK
    return first in telling.REQUESTS and not any(word.day for word in clause)


def _denies(clause: Clause) -> bool:
    """Return whether a clause begins with what was not done: "couldn't hear a thing", "won't be giving"."""
    first, *then = (word.said for word in clause[:2])
    denied = first in telling.DENIED and then == ["not"] and not _inverted(clause)
    return denied or (first == "not" and not english.NOT_OWN.isdisjoint(then))


def _reports_at_all(clause: Clause, *, dated: bool, more: bool) -> bool:
    while len(clause) > 1 and (clause[0].said in english.FIRST_FILLERS or clause[0].day is not None):
        clause = clause[1:]
    words = [word.said for word in clause]
    if _of_somebody(words, dated=dated, more=more) or (dated and telling.SETTLED & {*words}):
        return True
    return any(_reports_at(clause, place) for place, word in enumerate(words) if _is_past(word))


def _of_somebody(words: Sequence[str], *, dated: bool, more: bool) -> bool:
    """Return whether words say how the writer or the contact is, or what they want: "I was stuck", "she wants it"."""
    first, then = words[0], words[1] if words[1:] else ""
    if first in telling.WANTING or (first in telling.THIRD and then in telling.WANTING):
        return dated or _wants_a_call(words, first, then)
    if first in telling.THIRD:
        return "who" not in words[2:5] and _is_theirs(words, then, dated=dated, more=more)
    spoken = first == "i" and then in telling.SPEAK and not english.THEM.isdisjoint(words[2:4])
    return spoken or (first == "i" and then in telling.OF_MINE) or (first in telling.DOING and bool(then))


def _wants_a_call(words: Sequence[str], first: str, then: str) -> bool:
    """Return whether what they want or say is of the contact: "wants a call", "she says cash ok", not "the book"."""
    wished = words[1 if first in telling.WANTING else 2:]
    if "says" in (first, then) and not telling.YES.isdisjoint(wished):
        return True
    a_thing = bool(wished) and wished[0] in telling.DETERMINERS and english.WISHING.isdisjoint(wished)
    return not a_thing and not english.WISHING.isdisjoint(words)


def _is_theirs(words: Sequence[str], then: str, *, dated: bool, more: bool) -> bool:
    """Return whether words say how the contact is now, or what they will do; "he was the one who fixed it" does not."""
    now = (more and then in telling.OF_THEIRS_NOW) or (then == "can" and "not" in words)
    return now or then in telling.OF_THEIRS or (dated and _will_do(words))


def _will_do(words: Sequence[str]) -> bool:
    """Return whether words say what somebody will do, not only where they will be: "she will be in Osaka"."""
    return words[1:2] in (["will"], ["would"]) and telling.TO_COME.isdisjoint(words[2:4])


def _is_past(word: str) -> bool:
    regular = word.endswith("ed") and len(word) >= FIRST_TYPO
    return (word in telling.PAST or regular) and word not in telling.NO_PAST


def _reports_at(clause: Clause, at: int) -> bool:
    """Return whether the verb in the past at a place is what a clause reports: not of a thing, nor of somebody else."""
    before, verb = [word.said for word in clause[:at]], clause[at].said
    behind = [word.said for word in clause[at + 1:] if word.said != NUMBER_WORD]
    if _is_long_ago(behind) or (not before and _is_attribute(verb, behind)):
        return False
    if is_of_a_thing(clause, at, vocabulary()):
        return False
    if telling.RELATIVE & {*before} or telling.SUBJECTS & {*before[1:]}:
        return False
    if len(before) > telling.MOST_BEFORE and before[0] not in telling.SUBJECTS:
        return False
    if any(word.named and word.said not in NO_NAME for word in (*clause[1:at], *clause[at + 1:at + 4])):
        return False
    if behind and behind[0] in telling.OF_PLACE:
        return False
    thing = behind[1:] and behind[0] in telling.DETERMINERS and behind[1] not in vocabulary()
    return not thing or verb in telling.OF_CONTACT


def _is_long_ago(words: Sequence[str]) -> bool:
    """Return whether words say that it was in another talk: "last time"."""
    return any(one == "last" and then in telling.A_WHILE for one, then in pairwise(words))


def _is_attribute(verb: str, behind: Sequence[str]) -> bool:
    """Return whether a noun follows a verb, which is then how that is: "expected salary", "lapsed policy"."""
    noun = behind[0] if behind else ""
    named = noun.isalpha() and noun.islower() and noun not in english.CARRIES_ON and not noun.endswith("ly")
    left = verb == "left" and noun not in vocabulary()       # "left knee operation"
    return named and (left or verb.endswith("ed")) and verb not in telling.OF_CONTACT


def hints_in(clauses: Sequence[Clause]) -> tuple[Outcome, ...]:
    """Return the outcomes that the words of a text may mean, in their order."""
    outcomes: list[Outcome] = []
    for clause in clauses:
        if begins_as_own(clause):
            continue
        for n, word in enumerate(clause):
            if word.said in english.HINT_WORDS and not is_of_a_thing(clause, n, vocabulary()):
                outcomes += english.HINT_WORDS[word.said]
            outcomes += hinted_at(clause, n)
    return tuple(dict.fromkeys(outcomes))


def hinted_at(clause: Sequence[Word], at: int) -> list[Outcome]:
    """Return the outcomes that the words of a clause from a place on may mean."""
    words = [word.said for word in clause]
    return [pattern.says for pattern in _hint_patterns().at(words, at) if pattern.ends(words, at)]


@cache
def _hint_patterns() -> Patterns[Outcome]:
    return Patterns(english.HINTS, english.CLASSES)


def surely_reported(text: str, clauses: Sequence[Clause]) -> tuple[Outcome, ...]:
    """Return what a text reports however it begins: "directory number is a pizza place", "mail id bounced"."""
    dated = any(word.day is not None for clause in clauses for word in clause)
    patterns = _sure_patterns(dated=dated)
    found: list[Outcome] = []
    for clause in clauses:
        if clause[0].said in telling.NOT_SURE or asks(text, clause[0].start, clause[-1].end) or _for_another(clause):
            continue
        words = [word.said for word in clause]
        found += [one.says for at in range(len(words)) for one in patterns.at(words, at) if one.ends(words, at)]
    meeting = (Outcome.REACHED,) if _is_a_timed_meeting(clauses) else ()
    return tuple(dict.fromkeys((*found, *meeting, *all_said(text, clauses))))


def all_said(text: str, clauses: Sequence[Clause]) -> tuple[Outcome, ...]:
    """Return the outcomes that a text may mean if each clause is a whole one of those: "she's out", "yup, all good"."""
    found: list[Outcome] = []
    for clause in clauses:
        words = [word.said for word in clause]
        meant = next((one.says for one in _whole_patterns().at(words, 0) if len(words) in one.ends(words)), ())
        if not meant or asks(text, clause[0].start, clause[-1].end):
            return ()
        found += meant
    return tuple(found)


def _for_another(clause: Clause) -> bool:
    """Return whether a clause is of another person by name: "offer letter went out to Tom"."""
    return any(
        to.said in telling.TO_SOMEBODY and who.named and who.said not in (*NO_NAME, *vocabulary())
        for to, who in pairwise(clause)
    )


def _is_a_timed_meeting(clauses: Sequence[Clause]) -> bool:
    """Return whether a text names a meeting and its hour, and is no request: "lunch at the club, 10 Dec, 12:30"."""
    if clauses[0][0].said in english.OWN_STARTS - english.WHOSE - telling.PLANNED:
        return False
    words = [word for clause in clauses for word in clause if clause[0].said not in telling.NOT_SURE]
    timed = any(word.day is not None and word.day.time is not None for word in words)
    return timed and any(word.said in english.MEETINGS for word in words)


@cache
def _whole_patterns() -> Patterns[tuple[Outcome, ...]]:
    return Patterns(telling.ALL_SAID, {**english.CLASSES, **telling.SURE_CLASSES})


@cache
def _sure_patterns(*, dated: bool) -> Patterns[Outcome]:
    rows = (*telling.SURE, *telling.SURE_OF_A_DAY) if dated else telling.SURE
    return Patterns(rows, {**english.CLASSES, **telling.SURE_CLASSES})


# Outcomes of several clauses that none says alone.


def reported_after_a_topic(parts: Sequence[ClausePart]) -> bool:
    """Return whether a report follows a clause about a thing: "her break is 1430, said to phone then"."""
    tried = parts[0].read is not None and parts[0].read.says is Says.ATTEMPT
    has_outcome = any(part.read is not None and part.read.says in (Says.WISH, *FAILED) for part in parts[1:])
    return (tried or has_outcome) and parts[0].words[0].said in english.TOPIC_STARTS


def called_and_heard(text: str, parts: Sequence[ClausePart]) -> bool:
    """Return whether somebody was called, and how they are is all that follows: "rang her, she's fine"."""
    (call, *then) = parts
    if not then:
        return False
    words = [word.said for word in call.words]
    tried = call.read is not None and call.read.says is Says.ATTEMPT and english.MACHINES.isdisjoint(words)
    about = next((n for n, word in enumerate(words) if word in beside.ABOUT), len(words))
    whom = words[1:about]
    called = words[0] in english.CALLED and english.CALLED_THEM.issuperset(whom) and bool(whom or about == len(words))
    called = called or (tried and words[0] == "gave" and not call.rest)
    news = all(part.read is not None and part.read.says in (Says.NEWS, Says.CONFIRMED) for part in then)
    return called and (news or _only_known_from_them(then)) and not asks(text, parts[0].start, parts[-1].end)


def _only_known_from_them(then: Sequence[ClausePart]) -> bool:
    """Return whether clauses begin with what they did, want or will do: "she already bought one", not "she moved"."""
    if any(part.read is not None and part.read.says not in _BESIDE_NEWS for part in then):
        return False
    who, *did = [word.said for word in then[0].words if word.said not in beside.BEFORE_NEWS]
    if who not in english.THEY or not did or not beside.DENIES.isdisjoint(did):
        return False
    will = did[0] in ("will", "would", "can") and beside.NO_NEWS.isdisjoint(did[1:2])
    return will or did[0] in beside.NEWS or (_is_past(did[0]) and did[0] not in beside.NO_NEWS)


def told_and_answered(text: str, parts: Sequence[ClausePart]) -> bool:
    """Return whether the writer told them something, and they answered: "told her 900 for it, she said go ahead"."""
    told = answered = False
    for part in parts:
        words = [word.said for word in part.words if word.said not in (*english.MINE, *english.HAVING)]
        if not english.NOT_ALOUD.isdisjoint(words):
            return False
        news = part.read is not None and part.read.says is Says.NEWS
        answered = answered or (told and (news or _is_answer(words)))
        told = told or (bool(words) and words[0] in english.TOLD and not english.THEM.isdisjoint(words[1:3]))
    return answered and not asks(text, parts[0].start, parts[-1].end)


def _is_answer(words: Sequence[str]) -> bool:
    """Return whether words begin with what they answered: "she laughed", and not "she asked me to call"."""
    return len(words) > 1 and words[0] in english.THEY and not english.ANSWERED.isdisjoint(words[1:2])


def told_a_machine(parts: Sequence[ClausePart]) -> bool:
    """Return whether a machine answered, and something was said to it: "beep went so I rambled"."""
    for n, part in enumerate(parts):
        machine = part.read is not None and part.read.says is Says.ATTEMPT
        if machine and any(word.said in english.MACHINES for word in part.head):
            words = [word.said for then in parts[n + 1:n + 2] for word in then.words if word.said not in english.MINE]
            return bool(words) and words[0] in english.SAID_TO_IT
    return False
