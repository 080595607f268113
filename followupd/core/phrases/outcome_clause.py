"""The clause of a text that says what happened: the first that does, if those before it only set the scene.

Takes clauses as they were read one by one; gives the number of one of them, or None (P13).
"""

from __future__ import annotations

from collections.abc import Sequence

from followupd.core.phrases.english import beside
from followupd.core.phrases.english import words as english
from followupd.core.phrases.hints import hints_in
from followupd.core.phrases.one_clause import ClausePart
from followupd.core.phrases.patterns import Says
from followupd.core.phrases.sentence import Clause
from followupd.core.values.facts import Outcome

_BESIDE = frozenset({
    Says.ATTEMPT, Says.SETTING, Says.NOTHING_LEFT, Says.CONFIRMED, Says.TAKEN_BACK, Says.SOMEBODY_ELSE, Says.ABSENT,
    Says.ANOTHER, Says.NEWS, Says.PLAN,
})


def head_of(parts: Sequence[ClausePart]) -> int | None:
    """Return the index of the clause that says what happened; skip those that only name a try or set the scene.

    Before it may be one that is not understood, if it cannot turn it round and the head says it in so many words.
    """
    strange: list[tuple[ClausePart, bool]] = []      # and whether something that was tried is beside it
    put_off = _is_put_off(parts)
    for n, part in enumerate(parts):
        before = parts[:n]
        spoken = parts[n + 1:n + 2] if part.read is not None and part.read.says is Says.CONSENT else ()
        if any(then.read and then.read.says is Outcome.REACHED and is_explicit(then) for then in spoken):
            continue                         # "yes! reached her"
        again = part.words[0].said == "again" and part.read is not None and part.read.says is Says.AGAIN
        if part.read is None:
            strange.append((part, any(one.read is not None for one in before)))
        elif part.read.says not in _BESIDE and not (again and is_tried(before)):      # "tried at 9 and again at 2"
            counts = put_off or _counts_behind(part, part.read.says, strange)
            return n if counts and _counts_after(part.read.says, part, before) else None
    return None


def _counts_behind(part: ClausePart, says: Outcome | Says, strange: Sequence[tuple[ClausePart, bool]]) -> bool:
    """Return whether a clause counts after those that are not understood: they must turn nothing round.

    A refusal may follow its own reason: "doesn't want to take part, asked me to stop calling".
    """
    sure = all(beside for _, beside in strange) or is_explicit(part)
    hinted = {outcome for one, _ in strange for outcome in hints_in([one.words])}
    if says is Outcome.DECLINED:
        return sure and {Outcome.DECLINED}.issuperset(hinted) and not _is_conditional([one for one, _ in strange])
    if says is Says.LATER and not english.IN_ITS_PLACE.isdisjoint(word.said for word in part.words):
        strange = [(one, True) for one, _ in strange]      # "wait for her email first, then Thursday"
        sure = True
    talked = says is Outcome.REACHED and not english.TALKED.isdisjoint(word.said for word in part.head)
    return sure and not hinted and all(_harmless(one.words, beside=beside, talked=talked) for one, beside in strange)


def _is_conditional(parts: Sequence[ClausePart]) -> bool:
    """Return whether clauses hold a condition, or begin as a request to oneself does."""
    words = {word.said for part in parts for word in part.words}
    return bool(words & english.CONDITIONS) or any(_is_mine(part.words) for part in parts)


def _counts_after(says: Outcome | Says, part: ClausePart, before: Sequence[ClausePart]) -> bool:
    """Return whether a clause counts after those that name a try, set the scene or are about somebody else."""
    said = {one.read.says for one in before if one.read is not None}
    if says is Says.AGAIN and part.words[0].said in english.SAID_TO_IT and _met_a_machine(before):
        return False                         # "got voicemail, said I'd try again Friday"
    if says is Says.RINGS and Says.NEWS in said:
        return False                         # "updated her on the policy, she will revert by Monday"
    if Says.ANOTHER in said:
        return says in english.AFTER_ANOTHER
    if said <= {Says.ATTEMPT}:
        return Says.ATTEMPT in said or says is not Says.PASSED_ON
    if said == {Says.CONFIRMED}:             # "agreed with her, Mon 2pm"
        return any(word.said in english.THEM | beside.NOTED_DOWN for one in before for word in one.words)
    alone = not any(word.said in english.PERSONS for one in before for word in one.words)
    return says in english.AFTER_A_SETTING or (alone and says in english.CLEAR_AFTER_A_SETTING and is_explicit(part))


def _met_a_machine(parts: Sequence[ClausePart]) -> bool:
    return any(word.said in english.MACHINES for part in parts for word in part.words)


def _harmless(clause: Clause, *, beside: bool, talked: bool) -> bool:
    """Return whether a clause that is not understood turns nothing round: no condition, no negation.

    Not `beside` something that was tried, it must be no request, and be about no other talk. Nor of a letter, unless it
    was a talk: "payment promised, talked to her".
    """
    first = clause[0].said in english.OWN_STARTS
    other = english.TALKS if talked else english.OF_ANOTHER
    if not beside and (first or any(word.said in other for word in clause)):
        return False
    return not any(word.said in english.TURNS_ROUND for word in clause)


def _is_mine(clause: Clause) -> bool:
    """Return whether a clause opens like a note to self or a topic rather than a negated action."""
    first, then = clause[0].said, clause[1].said if len(clause) > 1 else ""
    return first in english.OWN_STARTS and "not" not in (first, then)


def is_explicit(part: ClausePart) -> bool:
    """Return whether the head names who it was about: "spoke to her", "I left a message", and not a topic: "met"."""
    says, words = part.read.says if part.read is not None else None, {word.said for word in part.head}
    if says in english.SAFE_BEHIND:
        return not words & english.ELSEWHERE and bool(words & english.DONE_BY_SOMEBODY)
    if says is Outcome.DECLINED:
        return bool(words & english.OF_CALLING)
    if says is Says.LATER:
        return part.head[0].day is None or bool(words & english.IN_ITS_PLACE)
    if says is Outcome.BUSY and {"could", "not"} <= words:
        return True
    return len(part.head) > 1 and bool(english.ABOUT_US & words) and says in english.CLEAR_IF_NAMED


def _is_put_off(parts: Sequence[ClausePart]) -> bool:
    """Return whether a reason and a day are said, and nothing else: "dentist today, Thursday"."""
    reason, *days = parts
    put_off = len(days) == 1 and days[0].read is not None and days[0].read.says is Says.LATER
    said = {word.said for word in reason.words}
    return put_off and bool(said & english.REASONS) and (len(reason.words) == 1 or bool(said & english.OF_TODAY))


def is_tried(parts: Sequence[ClausePart]) -> bool:
    """Return whether one of these clauses names a try."""
    return any(part.read is not None and part.read.says is Says.ATTEMPT for part in parts)
