"""The user's own words for marks (`marks:`): in their language, beside the ones that are always known.

Takes a located mapping of word to outcome; gives words in small letters. Never reads an event.
"""

from __future__ import annotations

import re

from followupd.core.phrases.log import parse_outcome
from followupd.core.phrases.vocabulary import OUTCOME_WORDS
from followupd.core.values.facts import Outcome
from followupd.hitlist.fields import Scope, shown
from followupd.hitlist.located import Mapping, Node

LONGEST = 30
_WORD = re.compile(r"[^\s:;,\[\]\d–—-][^:;,\[\]–—]*")


def read_marks(scope: Scope, node: Node) -> tuple[tuple[str, Outcome], ...]:
    """`{erreicht: ok, niemand da: na}` as pairs; a word that already means something else is a problem."""
    if not isinstance(node, Mapping):
        scope.mapping(node, "marks", (), "marks: {erreicht: ok, niemand da: na}")
        return ()
    found = []
    for text, (key, value) in node.entries.items():
        path = f"marks.{shown(text)}"
        word = " ".join(text.lower().split())
        outcome = scope.value(value, path, parse_outcome)
        if len(word) > LONGEST or not _WORD.fullmatch(word):
            scope.problem(key, path, "is no word for a title. Write one or two words in letters.")
        elif outcome and OUTCOME_WORDS.get(word, outcome) is not outcome:
            scope.problem(key, path, f"already means {OUTCOME_WORDS[word].words}. Choose another word.")
        elif outcome:
            found.append((word, outcome))
    return tuple(found)
