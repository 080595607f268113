"""One clause of what people type: the pattern that reads it, what follows that, and where a second one begins.

A clause is matched as it is; only if no pattern takes it, without its asides: at what time, from where, for how
long, how often (ASIDES). They turn nothing round, and nothing that was typed is lost: it is in the note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from followupd.core.phrases.english import beside
from followupd.core.phrases.english import words as english
from followupd.core.phrases.patterns import DAY_WORD, UNTIL_WORD, Behind, Pattern, Patterns, Says
from followupd.core.phrases.sentence import NAME_WORD, Clause, Word
from followupd.core.values.facts import Outcome

_THEN_SAID = (Says.ATTEMPT, Outcome.NO_ANSWER, Outcome.BUSY)
_NOT_THEN = frozenset({Says.ATTEMPT, Says.SETTING, Says.LATER, Says.MEETING})
# Words after which nothing runs on, and words that never follow without a comma: "done by Friday".
_CLOSED = frozenset({Says.REPORT, Says.LATER, Says.MEETING})
_DAYS = frozenset({DAY_WORD, UNTIL_WORD, "today", "tonight"})
_AROUND = (Says.SETTING, Says.ABSENT, Says.SOMEBODY_ELSE)
_NEVER_BEHIND = frozenset({
    Says.SETTING, Says.MEETING, Says.CONSENT, Says.ATTEMPT, Says.SOMEBODY_ELSE, Says.ABSENT, Says.NEWS,
})


@dataclass(frozen=True, slots=True)
class Understood:
    """The meaning of a clause, in its words up to `end`; `whole` if its pattern takes any words after them."""

    says: Outcome | Says
    end: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ClausePart:
    """A clause, or a part of one, without the `aside` that was in the way, and what it says; None if nothing known."""

    words: Clause
    read: Understood | None
    aside: Clause = ()

    @property
    def start(self) -> int:
        """Return where it begins in the text."""
        return min(word.start for word in (*self.words, *self.aside))

    @property
    def end(self) -> int:
        """Return where it ends in the text."""
        return max(word.end for word in (*self.words, *self.aside))

    @property
    def head(self) -> Clause:
        """The words that say what happened."""
        return self.words[:self.read.end] if self.read is not None else ()

    @property
    def rest(self) -> Clause:
        """The words after them."""
        return self.words[self.read.end:] if self.read is not None else self.words


def parts_of(clause: Clause) -> list[ClausePart]:
    """Return a clause as it is read: in two if it names the try and its result without a comma, "called no answer"."""
    part = _part(clause)
    first = part.read
    if first is None:
        return _run_on(clause) or _confirmed(part) or [_complete(clause)]
    if first.says is Says.MEETING:
        return _confirmed(part) or [part]
    if first.says in _AROUND:
        return _behind_a_setting(part) or [part]
    if first.says is Outcome.REACHED and not first.whole:
        return _booked_behind(part) or [part]
    return [part] if first.whole or first.says not in _THEN_SAID else _then_said(part, first)


def _then_said(part: ClausePart, first: Understood) -> list[ClausePart]:
    """Return the parts of a clause that names a try, and then what came of it: "called no answer"."""
    for at in range(first.end, len(part.words)):
        if at > first.end and first.says is Says.ATTEMPT and _is_of_a_thing(part.words[at - 1]):
            break                            # "tried the recipe without success"
        then = _part(part.words[at:])
        counts = then.read is not None and then.read.says in (Says.WISH, Outcome.LEFT_MESSAGE)
        if counts or (then.read is not None and first.says is Says.ATTEMPT and then.read.says not in _NOT_THEN):
            return [replace(part, words=part.words[:at]), then]
    return [part]


def _is_of_a_thing(word: Word) -> bool:
    """Return whether a word does not describe a try."""
    known = word.said in patterns().words or word.said in english.CARRIES_ON or word.said in beside.WAYS
    return word.said.isalpha() and not known


def _booked_behind(part: ClausePart) -> list[ClausePart]:
    """Return the parts of a clause that goes on with when they meet: "had a chat she is coming for tea Sunday at 4"."""
    for at in range(len(part.head), len(part.words)) if any(word.day for word in part.rest) else ():
        then = _part(part.words[at:])
        booked = then.read is not None and then.read.says is Says.BOOKED and any(word.day for word in then.head)
        if booked and all(word.said in english.TRIVIAL for word in then.rest):
            return [replace(part, words=part.words[:at]), then]
    return []


def _confirmed(part: ClausePart) -> list[ClausePart]:
    """Return the parts of a clause that proposes a day and says that it is agreed: "drinks Thursday 6 she's keen"."""
    days = [at for at, word in enumerate(part.words, 1) if word.day is not None]
    first = part.words[0].said
    own = first in english.OWN_STARTS or first in english.TOPIC_STARTS or first in english.WHOSE
    agreeing = part.words[days[0]:days[0] + 1] if days else ()
    in_the_book = part.words[-1].said in beside.BOOKS
    if part.read is None and (own or not (in_the_book or any(word.said in english.THEY for word in agreeing))):
        return []                            # "flat white Thursday 3pm she said yes", and not "roof Friday 3pm fixed"
    for at in range(days[0], len(part.words)) if days else ():
        then = _part(part.words[at:])
        agreed = then.read is not None and then.read.says in (Says.CONFIRMED, Says.BOOKED)
        if agreed and all(word.said in english.TRIVIAL for word in then.rest):
            return [replace(part, words=part.words[:at], read=Understood(Says.MEETING, at)), then]
    return []


def _behind_a_setting(part: ClausePart) -> list[ClausePart]:
    """Return the parts of a clause that sets the scene and says what came of it: "she was driving couldn't talk"."""
    other = part.read is not None and part.read.says is Says.SOMEBODY_ELSE      # "spoke to her son who will tell her"
    begins = english.BEGINS_A_CLAUSE | (english.THEY if other else frozenset())
    for at in range(2 if other else len(part.head) + 1, len(part.words) - 1):
        then = _part(part.words[at:]) if part.words[at].said in begins else None
        if then is not None and then.read is not None and then.read.says in english.AFTER_A_SETTING:
            return [replace(part, words=part.words[:at]), then]
    return []


def _run_on(clause: Clause) -> list[ClausePart]:
    """Return the parts of a clause that is two without a comma: "spoke to Dana will ring again Friday"."""
    words = [word.said for word in clause]
    ends = {end: pattern.says for pattern in reversed([*patterns().at(words, 0)]) for end in pattern.ends(words)}
    for end, says in sorted(ends.items(), reverse=True):
        if says is Says.ATTEMPT and (tried := _tried_without_result(clause, end)):
            return tried
        if not 0 < end < len(words) or words[end - 1] in english.OPEN_ENDS or clause[end].day:
            continue
        if _runs_on(says, clause[:end], clause[end:]):
            return [ClausePart(clause[:end], Understood(says, end)), *parts_of(clause[end:])]
    return []


def _tried_without_result(clause: Clause, end: int) -> list[ClausePart]:
    """Return the parts of a clause that says how somebody was tried, and then that it failed.

    "Tried calling whatsapp no response", "rang from the office twice no answer".
    """
    for at in range(end + 1, min(end + beside.WORDS_OF_A_WAY, len(clause) - 1)):
        words = [word.said for word in clause[end:at]]
        if clause[end - 1].said in english.OPEN_ENDS or not beside.WAYS.issuperset(words):
            return []
        then = _part(clause[at:])
        if clause[at].said in beside.FAILS and then.read is not None and then.read.says is Outcome.NO_ANSWER:
            return [ClausePart(clause[:at], Understood(Says.ATTEMPT, end)), then]
    return []


def _runs_on(says: Outcome | Says, first: Clause, rest: Clause) -> bool:
    """Return whether what follows a clause without a comma is another one that says something."""
    if says is Outcome.DECLINED and any(word.day for word in rest):
        return False                         # "do not call again before June"
    mine = says is Says.LATER and not any(word.day for word in first)        # "forgot ill do it tomorrow"
    then = _part(rest).read if mine or says not in _CLOSED else None
    if then is None or then.says in _NEVER_BEHIND:
        return False
    dayless = then.says is Says.LATER and says is not Says.CONSENT and not any(word.day for word in rest)
    return not dayless and (not mine or then.says is Says.LATER)


def _part(clause: Clause) -> ClausePart:
    read = _matched(clause)
    if read is not None and read.says not in _AROUND:
        return ClausePart(clause, read)
    bare, aside = _without_asides(clause)
    said = _matched(bare, bare=True) if bare and aside else None
    if read is None and said is None and clause[0].day is not None and len(clause) > 1:
        rest = _part(clause[1:])             # "Tuesday spoke to her": the day of what happened
        if rest.read is not None and rest.read.says in (*english.OF_NOW, Outcome.NO_ANSWER):
            return replace(rest, aside=(clause[0], *rest.aside))
    if said is None or (read and said.says in _AROUND):
        return ClausePart(clause, read)
    return ClausePart(bare, said, aside)


def _without_asides(clause: Clause) -> tuple[Clause, Clause]:
    words = [word.said for word in clause]
    bare: list[Word] = []
    aside: list[Word] = []
    at = 0
    while at < len(words):
        end = max((end for pattern in _asides().at(words, at) for end in pattern.ends(words, at)), default=at)
        (aside if end > at else bare).extend(clause[at:max(end, at + 1)])
        at = max(end, at + 1)
    return bare, aside


def _matched(clause: Clause, *, bare: bool = False) -> Understood | None:
    """Return what a clause says; without its asides it must still say it in so many words."""
    words = [word.said for word in clause]
    for pattern in patterns().at(words, 0):
        if bare and (pattern.behind is Behind.NOTHING or pattern.says in english.NARROWED):
            continue
        for end in pattern.ends(words):
            if pattern.says is Says.ANOTHER and words[end - 1] in english.ABOUT_US:
                continue
            if pattern.says is Says.NEWS and english.ANOTHER_ONE & {*words[end:end + 2]}:
                continue                     # "told her son"
            if pattern.says is Says.MEETING and not _is_meeting(clause[:end]):
                continue
            if end and may_follow(pattern, clause, end):
                read = Understood(pattern.says, end, pattern.behind is Behind.ANYTHING)
                return _reported(clause, read) if read.says is Says.REPORT else read
    return None


def _is_meeting(clause: Clause) -> bool:
    """Return whether a day is that of a meeting: "lunch Friday", "bringing the car at 8 on Friday", not "on Friday"."""
    timed = any(word.day is not None and word.day.time is not None for word in clause)
    return timed or any(word.said in english.OF_A_MEETING for word in clause)


def _reported(clause: Clause, report: Understood) -> Understood | None:
    """Return what somebody said, as far as it is about the call: "her husband said she's away until Monday"."""
    content = _matched(clause[report.end:])
    by_another = english.PERSONS & {word.said for word in clause[:report.end]}
    serious = not english.SERIOUS.isdisjoint(word.said for word in clause)
    if content is not None and content.says is Says.ABSENT and by_another and not serious:
        return Understood(Outcome.NO_ANSWER, report.end + content.end, True)
    if content is None or content.says not in (*english.AFTER_A_SETTING, Outcome.DECLINED):
        return Understood(Says.SETTING, report.end, True)
    return Understood(content.says, report.end + content.end, content.whole)


def may_follow(pattern: Pattern[Outcome | Says], clause: Clause, end: int) -> bool:
    """Return whether a clause is understood with the words after its pattern."""
    rest, says = [word.said for word in clause[end:]], pattern.says
    if _is_not_of_them(says, clause[end - 1].said, rest):
        return False
    if not rest or pattern.behind is Behind.ANYTHING:
        return True
    barred = rest[0] in _barred(says, clause[end])
    if says is Outcome.DECLINED and not _DAYS.isdisjoint(rest):
        return False
    if pattern.behind is Behind.NOTHING:
        return not barred and (english.TRIVIAL | english.IN_PAST).issuperset(rest)
    if not barred and english.TRIVIAL.issuperset(rest):
        return True
    if says is Outcome.REACHED and end == 1 and not _is_of_a_talk(rest):
        return False
    return _carries_on(says, rest, barred=barred)


def _carries_on(says: Outcome | Says, rest: Sequence[str], *, barred: bool) -> bool:
    """Return whether words after a pattern are no noun that makes another thing of it: "spoke to her brother"."""
    theirs = rest[1:2] in ([NAME_WORD], ["her"], ["him"], ["them"])
    if rest[0] == "for" and theirs and says is not Outcome.LEFT_MESSAGE:
        return False                         # "spoke for Dana"
    if says in beside.GUESSED_ABOUT and rest[0] in beside.GUESSES:
        return True
    adverb = rest[0].endswith("ly") and rest[0] not in english.NO_ADVERBS
    return (adverb or rest[0] in english.CARRIES_ON) and not barred


def _is_not_of_them(says: Outcome | Says, verb: str, rest: Sequence[str]) -> bool:
    """Return whether a try failed for another reason: "could not find the file", "no dial tone at my end"."""
    thing = verb in english.FINDING and rest[0] in english.WHOSE
    return says is Outcome.NO_ANSWER and (thing or rest[-2:] == ["my", "end"])


def _barred(says: Outcome | Says, behind: Word) -> frozenset[str]:
    """Return the words that must not follow: "busy until Christmas" is barred, "teaching till noon" is not."""
    an_hour = says is Outcome.BUSY and behind.day is not None and behind.day.time is not None
    return english.NOT_BEHIND.get(says, frozenset()) - ({UNTIL_WORD} if an_hour else set())


def _is_of_a_talk(rest: Sequence[str]) -> bool:
    """Return whether words after "spoke" are about a talk: not "on the panel", "over Tom" or "for already"."""
    if rest[-1] in english.OPEN_ENDS:
        return False
    return rest[0] not in ("on", "over", "through", "all") or bool(english.SPOKEN_ON & {*rest[1:4]})


def _complete(clause: Clause) -> ClausePart:
    """Return a clause whose head is so complete that any word may follow: "spoke to Dana boiler is fixed"."""
    words = [word.said for word in clause]
    meaning: Understood | None = None
    for pattern in patterns().at(words, 0):
        for end in pattern.ends(words) if pattern.behind is Behind.CARRYING_ON else ():
            longer = (meaning.end if meaning is not None else 0) < end < len(words)
            if longer and _is_complete(pattern.says, clause, end):
                meaning = Understood(pattern.says, end)
    return ClausePart(clause, meaning)


def _is_complete(says: Outcome | Says, clause: Clause, end: int) -> bool:
    head, behind, last = {word.said for word in clause[:end]}, clause[end], clause[end - 1].said
    if behind.said in english.REOPENS or behind.said in english.PERSONS or behind.named or behind.day:
        return False
    if says is Outcome.REACHED:
        of_them = last in english.CLOSING or (last == "her" and behind.said in english.NEVER_HERS)
        return bool(head & english.TALKED) and of_them
    rest = [word.said for word in clause[end:]]
    if behind.said in english.NOT_BEHIND.get(says, ()) or _is_not_of_them(says, last, rest):
        return False
    if says is Outcome.LEFT_MESSAGE:
        return last in english.MESSAGES
    return says in english.MAY_RUN_ON and (last in english.CLOSING or bool(head & english.DENIED_VERBS))


@cache
def patterns() -> Patterns[Outcome | Says]:
    """Return what clauses may say."""
    return Patterns(english.PATTERNS, english.CLASSES)


@cache
def _asides() -> Patterns[str]:
    return Patterns([("aside", english.ASIDES)], english.CLASSES)
