"""Marks side by side and nothing else: "na/lm", "ok na". Says whether they contradict each other."""

from __future__ import annotations

import re

from followupd.core.phrases.said import ReadingRules, Unclear
from followupd.core.phrases.vocabulary import by_form, outcome_of, word_form
from followupd.core.values.facts import Outcome

SUCCEEDED = frozenset({Outcome.REACHED, Outcome.DONE})
_BETWEEN = r"[\s,;:.|/+&()\[\]–—-]+"


def outcome_named(word: str, reading: ReadingRules) -> Outcome | None:
    """Return the outcome that a word names, by the user's own words first."""
    return by_form(reading.words).get(word_form(word)) or outcome_of(word)


def marks_beside(added: str, reading: ReadingRules) -> str | Unclear:
    """Return a text with commas between its marks; the doubt if one says that it was done, and one not."""
    meant = [outcome_named(word, reading) for word in re.split(_BETWEEN, added) if word]
    if len(meant) < 2 or None in meant:
        return added
    outcomes = tuple(dict.fromkeys(one for one in meant if one is not None))
    if not SUCCEEDED.isdisjoint(outcomes) and not {*SUCCEEDED, Outcome.SENT}.issuperset(outcomes):
        return Unclear(added, nearest=outcomes)
    return re.sub(r"[/+&]", ", ", added)
