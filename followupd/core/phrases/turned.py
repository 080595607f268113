"""Notes that contradict an outcome: "reached: her son", "done: not yet", "na: she called back and we spoke"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from followupd.core.phrases.another_time import IN_TOUCH, NOT_REACHED
from followupd.core.phrases.clauses import clauses_in, read_words, wished_in
from followupd.core.phrases.english import words as english
from followupd.core.phrases.hints import vocabulary
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.sentence import EDGE, Clause
from followupd.core.phrases.vocabulary import READY_WORDS
from followupd.core.phrases.what_follows import CLOSED
from followupd.core.values.facts import Outcome

# A note that leaves it open whether it has happened: nothing but a day to come, a try, or "not yet".
_SOON = r"tomorrow|tmrw|tmr|next (?:week|month|year)|in (?:a|\w+) (?:days?|weeks?|months?)"
_TRIED = r"(?:but )?tried(?: (?:again|her|him|them|twice))?(?:, (?:will|again|try|no) .*)?"
_TO_COME = rf"(?:on |for )?(?:{_SOON})(?: (?:morning|afternoon|evening))?"
_NOT_YET = rf"(?i)\W*(?:{_TO_COME}|{_TRIED}|not (?:yet|really)|nope?)\W*$"
_NOT_MINE = r"(?i)\W*(?:but )?not (?:by )?me\b"
_A_NAME = r"[A-Z][a-z]+"
HEDGE = r"(?:maybe|perhaps|possibly|probably|might be|not sure|i think|i guess)"
_IN_DOUBT = (
    rf"(?i)\W*(?:(?:actually|but|hmm|or|well)\W+)*(?:{HEDGE}(?:\W+(?:not|so))?|(?:not|or not)(?: really| quite)?"
    r"|i (?:do not|don['’]?t) think so|i doubt it)\W*"
)
_OF_US = ("NAME", "NAMES", "i")


def only_doubts(text: str) -> bool:
    """Return whether words beside an answer say only that it is not sure: "maybe not", "I think"."""
    return re.fullmatch(_IN_DOUBT, text) is not None


def takes_back(note: str, reading: ReadingRules) -> bool:
    """Return whether the words after "reached" may say that it was somebody else or nobody: "her son", "voicemail"."""
    clauses = clauses_in(note, reading)
    every = [word.said for clause in clauses for word in clause]
    open_still = re.match(_NOT_YET, note) is not None and wished_in(note, reading) is None
    another = _by_another(note, clauses) or open_still
    denied = any(
        one == "not" and {*every[n + 1 : n + 3]} & english.THEM for n, one in enumerate(every)
    ) or "hung" in every or re.match(_NOT_MINE, note) is not None
    found = read_words(note, reading) if len(every) < english.A_FEW_WORDS else None
    failed = isinstance(found, Mark) and found.outcome in (*NOT_REACHED, *CLOSED, Outcome.LEFT_MESSAGE)
    return another or denied or failed


def _by_another(note: str, clauses: Sequence[Clause]) -> bool:
    """Return whether a note begins with somebody else: "her son", "spoke to her wife", "for an hour with Tom"."""
    return bool(clauses) and (_begins_with_another(clauses[0]) or _with_another(note, clauses))


def _begins_with_another(first: Clause) -> bool:
    """Return whether a clause names another person, or what they did: "her son", "it was his wife"."""
    begins = next((n for n, word in enumerate(first) if word.said not in english.BEFORE_ANOTHER), len(first))
    who, *behind = first[begins:] or (None,)
    return who is not None and who.said in english.ANOTHER_ONE and (
        not behind or behind[0].said in english.DONE_BY_ANOTHER
    )


def _with_another(note: str, clauses: Sequence[Clause]) -> bool:
    """Return whether the message went to somebody else, by name or not, or a note is a name alone."""
    words = [word for clause in clauses for word in clause]
    place = next((n for n, word in enumerate(words) if word.said not in english.TOLD_BEFORE_ANOTHER), None)
    if place is None:
        return False
    who, led = words[place], [word.said for word in words[max(0, place - 2):place]]
    to_them = "with" in led or (led[-1:] == ["to"] or (led[:1] == ["to"] and led[1] in english.WHOSE))
    name = note[who.start:who.start + 1].isupper() and who.said not in (*vocabulary(), *_OF_US) and who.day is None
    alone = place == 0 and len(words) == 1 and re.fullmatch(_A_NAME, note.strip(EDGE)) is not None
    alone = alone and who.said not in english.PLACES
    return (to_them and (who.said in english.ANOTHER_ONE or name)) or (name and alone)


def turned_round(outcome: Outcome, note: str, reading: ReadingRules) -> Mark | Unclear | None:
    """Return what the note after a failed try makes of it, as after a comma: "na: she called back and we spoke".

    None if it stays. That they are not to be called, or not by this number, is a doubt.
    """
    alone = read_words(note, reading)
    if isinstance(alone, Mark) and alone.outcome in CLOSED:
        return Unclear(note, nearest=(alone.outcome, outcome))
    said = read_words(f"{READY_WORDS[outcome][0]}, {note}", reading)
    if isinstance(said, Mark) and said.outcome in (Outcome.REACHED, Outcome.LEFT_MESSAGE) and said.outcome != outcome:
        return replace(said, note=note)
    doubtful = isinstance(said, Unclear) and not said.why and isinstance(alone, Mark) and alone.outcome in IN_TOUCH
    return said if doubtful else None
