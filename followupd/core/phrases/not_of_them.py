"""The subject of a text that is not understood, if it is not the contact: another person, a thing or another time.

Takes clauses; says whether one is the user's own text though a word of outcome is in it: "the bank rang", "reached 60".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from followupd.core.phrases.english import others
from followupd.core.phrases.english import words as english
from followupd.core.phrases.patterns import DAY_WORD, UNTIL_WORD
from followupd.core.phrases.sentence import NAME_WORD, NAMES_WORD, NUMBER_WORD, Clause
from followupd.core.phrases.words import MONTH, month_number
from followupd.core.values.facts import Outcome

NO_NAME = (DAY_WORD, UNTIL_WORD, NAME_WORD, NAMES_WORD, NUMBER_WORD)


def is_of_somebody_else(text: str, clause: Clause, known: frozenset[str]) -> bool:
    """Return whether a clause is about a talk with another person: "spoke to Tom", "the surveyor rang".

    `known` are the words of the grammar: what is not among them may be a name or a trade.
    """
    return _of_a_name(text, clause, known) or _by_another(text, clause, known) or _awaited_from_another(clause, known)


def _of_a_name(text: str, clause: Clause, known: frozenset[str]) -> bool:
    """Return whether a clause is about a talk with another person: "spoke to Tom"."""
    written = all(word.named for word in clause)         # "Left Message Again"
    if not written and any(
        spoke.said in english.HINT_WORDS and who.named and who.said not in known and who.said not in NO_NAME
        for spoke, who in pairwise(clause)
    ):
        return True
    if any(_is_a_thing(clause[n:], known) for n in range(len(clause) - 2)):
        return True
    return any(
        to.said in ("to", "with", "from") and spoke.said in english.HINT_WORDS and who.said not in NO_NAME
        and text[who.start].isupper()
        for spoke, to, who in zip(clause, clause[1:], clause[2:], strict=False)
    )


def _is_a_thing(clause: Clause, known: frozenset[str]) -> bool:
    """Return whether words are about a thing of theirs: "left her keys", "got the tickets"."""
    verb, whose, thing = (word.said for word in clause[:3])
    return verb in english.OF_A_THING and whose in english.WHOSE and thing not in known and thing.isalpha()


def _by_another(text: str, clause: Clause, known: frozenset[str]) -> bool:
    """Return whether somebody who is not of the contact called or wrote: "my landlord rang", "Peter texted that"."""
    subject = list(clause[1:] if clause[0].said in others.OF_MINE_OR_NOBODYS else clause)
    if len(subject) < 2:
        return False
    who, did, behind = subject[0], subject[1].said, [word.said for word in subject[2:]]
    if clause[0].said in others.MINE and who.said in others.OF_MY_HOUSE:
        return did in others.CALLED_OR_WROTE | others.SAID and english.THEM.isdisjoint(behind)
    name = who is clause[0] and text[who.start:who.end].istitle() and who.said.isalpha() and who.said not in known
    if not name and not _is_a_trade(who.said, known):
        return False
    if did in others.HAS and behind[:1] == ["not"]:
        return behind[1:2] != [] and behind[1] in others.REPLIED
    return did in others.CALLED_OR_WROTE and behind[:1] != ["back"]


def _awaited_from_another(clause: Clause, known: frozenset[str]) -> bool:
    """Return whether it is another's answer that did not come: "no answer from the lender yet"."""
    words = [word.said for word in clause]
    for at, (one, then) in enumerate(pairwise(words)):
        if one in english.REPLIES and then in ("from", "by"):
            who = [word for word in words[at + 2:at + 4] if word not in others.OF_MINE_OR_NOBODYS]
            return bool(who) and _is_a_trade(who[0], known)
    return False


def _is_a_trade(word: str, known: frozenset[str]) -> bool:
    """Return whether a word is a person by trade or an institution: "lender", "council", "electrician"."""
    agent = word not in known and len(word) > others.SHORT_TRADE and word.endswith(others.TRADE_ENDS)
    return word in others.TRADES or (agent and word.isalpha())


def names_another(clause: Clause, says: Outcome, known: frozenset[str]) -> bool:
    """Return whether what was done was for another person by name: "left a note for Tom", "stop calling her Di"."""
    led = others.BEFORE_WHOM.get(says, frozenset())
    return any(one.said in led and then.named and then.said not in (*NO_NAME, *known) for one, then in pairwise(clause))


def is_of_a_thing(clause: Clause, at: int, known: frozenset[str]) -> bool:
    """Return whether a verb does not hint at a try: "reached 60", "bounced cheque", "called her a genius"."""
    verb, before = clause[at].said, clause[at - 1].said if at else ""
    behind = [word.said for word in clause[at + 1:at + 3]]
    if before in others.OF_A_HABIT:
        return True
    first, then = (*behind, "", "")[:2]
    if verb in others.NAMES and behind and clause[at + 1].named and first not in known:
        return True                          # "a new baby, called Ivy"
    if verb in others.NAMES and first in others.NAMED:
        return then in others.ARTICLES or (bool(then) and clause[at + 2].named and then not in known)
    a_noun = then if first in others.BEFORE_A_THING else first if verb in others.OF_ATTRIBUTES else ""
    thing = a_noun.isalpha() and a_noun not in known and not a_noun.endswith("ly")
    return (thing and verb in others.OF_THINGS) or (verb == "reached" and first == NUMBER_WORD)


def is_long_over(text: str) -> bool:
    """Return whether a text says itself that all of it was long ago: "told me to ring, that was weeks back".

    Or that it is of no call at all: "spoke highly of us", "a long talk with her is overdue".
    """
    return re.search(others.THAT_WAS, text) is not None or re.match(others.NOT_OF_A_CALL, text) is not None


def is_an_old_story(text: str, clauses: Sequence[Clause], today: date) -> bool:
    """Return whether a text is of another year or of a month that is long over: "met her in 2019", "left it in May"."""
    words = {word.said for clause in clauses for word in clause}
    if words & others.OF_PLANS or not (words & others.TOLD_OF or any(word.endswith("ed") for word in words)):
        return False
    if re.search(others.LONG_OVER, text):
        return True
    years = [int(year) for year in re.findall(r"\bin ((?:19|20)\d\d)\b", text)]
    months = [month_number(one.lower()) for one in re.findall(rf"(?i)\bin (?:early |late )?({MONTH})", text)]
    over = [(today.month - month) % 12 for month in months]
    return any(year < today.year for year in years) or any(1 < since < others.A_YEAR_BUT for since in over)
