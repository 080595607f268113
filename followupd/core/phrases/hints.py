"""What is not understood: whether it is the user's own text, and what the words of it may mean if it is not.

A request to oneself, a topic, a question and a talk with somebody else are the user's own; any other text with a word
of outcome is asked about (P11), with the nearest readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from followupd.core.phrases.english import telling
from followupd.core.phrases.english import words as english
from followupd.core.phrases.one_clause import patterns
from followupd.core.phrases.patterns import DAY_WORD, UNTIL_WORD, Patterns
from followupd.core.phrases.sentence import FIRST_TYPO, NAME_WORD, NAMES_WORD, NUMBER_WORD, Clause, Word
from followupd.core.values.facts import Outcome

_NO_NAME = (DAY_WORD, UNTIL_WORD, NAME_WORD, NAMES_WORD, NUMBER_WORD)


def asks(text: str, start: int, end: int) -> bool:
    """Return whether a question mark is in a clause or follows it: "spoke?"."""
    return text[end:].lstrip("!. )")[:1] == "?" or "?" in text[start:end]


@cache
def vocabulary() -> frozenset[str]:
    """Return the words that are known, to which slips are near."""
    return frozenset((
        *patterns().words, *english.SPELT, *english.HINT_WORDS, *english.OWN_STARTS, *english.FILLERS,
        *english.CARRIES_ON, *english.ORDINARY,
    ))  # fmt: skip


def is_of_the_user(text: str, clauses: Sequence[Clause]) -> bool:
    """Return whether a text that is not understood is the user's own by how it begins, or asks something."""
    first = clauses[0]
    question = asks(text, first[0].start, first[-1].end)
    return question or _begins_as_own(first) or _of_somebody_else(text, first)


def _begins_as_own(clause: Clause) -> bool:
    """Return whether a clause begins as a request or a topic does: "call her mum", and not "call went to voicemail"."""
    first, then = clause[0].said, clause[1].said if len(clause) > 1 else ""
    told = first in english.HAVING and then in english.HINT_WORDS
    noun = first in english.NOUNS and then in english.OF_A_NOUN
    return first in english.OWN_STARTS and not told and not noun


def _of_somebody_else(text: str, clause: Clause) -> bool:
    """Return whether a clause is about a talk with another person: "spoke to Tom"."""
    written = all(word.named for word in clause)         # "Left Message Again"
    if not written and any(
        spoke.said in english.HINT_WORDS and who.named and who.said not in vocabulary() and who.said not in _NO_NAME
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
    return verb in english.OF_A_THING and whose in english.WHOSE and thing not in vocabulary() and thing.isalpha()


def tells(clauses: Sequence[Clause]) -> bool:
    """Return whether a text that is not understood may tell of something that happened or was decided.

    It has a verb in the past, or says how things stand, of the writer or the contact: "postponed by me", "he was on the
    tools". A request, a topic, a thing ("finished the book") and another person by name are the user's own.
    """
    if _begins_as_own(clauses[0]):
        return False
    dated = any(word.day for clause in clauses for word in clause)
    more = len(clauses) > 1
    return any(_tells(clause, dated=dated, more=more) for clause in clauses if not _begins_as_own(clause))


def _tells(clause: Clause, *, dated: bool, more: bool) -> bool:
    while len(clause) > 1 and (clause[0].said in english.FIRST_FILLERS or clause[0].day is not None):
        clause = clause[1:]
    words = [word.said for word in clause]
    first, then = words[0], words[1] if words[1:] else ""
    if first == "i" and then in telling.OF_MINE:
        return True
    if first in telling.THIRD and (then in telling.OF_THEIRS or (more and then in telling.OF_THEIRS_NOW)):
        return True
    if (first in telling.DENIED and then == "not") or (dated and telling.SETTLED & {*words}):
        return True
    if first in telling.WANTING and (dated or english.WISHING & {*words}):
        return True
    return any(_tells_at(clause, place) for place, word in enumerate(words) if _is_past(word))


def _is_past(word: str) -> bool:
    regular = word.endswith("ed") and len(word) >= FIRST_TYPO
    return (word in telling.PAST or regular) and word not in telling.NO_PAST


def _tells_at(clause: Clause, at: int) -> bool:
    """Return whether the verb in the past at a place is what a clause tells: not of a thing, nor of somebody else."""
    before, verb = [word.said for word in clause[:at]], clause[at].said
    behind = [word.said for word in clause[at + 1:]]
    if telling.RELATIVE & {*before} or telling.SUBJECTS & {*before[1:]}:
        return False
    if len(before) > telling.MOST_BEFORE and before[0] not in telling.SUBJECTS:
        return False
    if any(word.named and word.said not in _NO_NAME for word in (*clause[1:at], *clause[at + 1:at + 4])):
        return False
    if behind and behind[0] in telling.OF_PLACE:
        return False
    thing = behind[1:] and behind[0] in telling.DETERMINERS and behind[1] not in vocabulary()
    return not thing or verb in telling.OF_CONTACT


def hints_in(clauses: Sequence[Clause]) -> tuple[Outcome, ...]:
    """Return the outcomes that the words of a text may mean, in their order."""
    found: list[Outcome] = []
    for clause in clauses:
        if _begins_as_own(clause):
            continue
        for n, word in enumerate(clause):
            found += english.HINT_WORDS.get(word.said, ())
            found += hinted_at(clause, n)
    return tuple(dict.fromkeys(found))


def hinted_at(clause: Sequence[Word], at: int) -> list[Outcome]:
    """Return the outcomes that the words of a clause from a place on may mean."""
    words = [word.said for word in clause]
    return [pattern.says for pattern in _hint_patterns().at(words, at) if pattern.ends(words, at)]


@cache
def _hint_patterns() -> Patterns[Outcome]:
    return Patterns(english.HINTS, english.CLASSES)
