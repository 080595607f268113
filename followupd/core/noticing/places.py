"""The places in titles of events: "at Nopa", "in room 4", "im Büro". They say nothing of whether people come together.

Precision before recall (P13): prepositions of seven languages also begin "in doubt", "at risk" and "en attente". So a
place is one of a known kind, or a name with capitals where capitals tell a name from other words: not in German, which
gives them to every noun, and not in a title that gives them to every word.
"""

from __future__ import annotations

import re

from followupd.core.noticing import meeting_words as words


def _one_of(alternatives: tuple[str, ...]) -> str:
    return "(?:" + "|".join(re.escape(one) for one in sorted(set(alternatives), key=len, reverse=True)) + r")(?!\w)"


_CAPITAL = r"[^\W\d_a-zæøłđðþœß]"
_NAME_WORD = rf"(?!(?i:{_one_of(words.NO_PLACE)}))(?-i:{_CAPITAL})\w*(?:['’&-]\w+)*"
_SMALL = rf"(?:{_one_of(words.WITHIN_NAMES)} )?"
_NAME = rf"{_SMALL}{_SMALL}{_NAME_WORD}(?: {_SMALL}{_SMALL}{_NAME_WORD}){{0,4}}"
_KIND = rf"(?:{_one_of(words.ARTICLES)} )?{_one_of(words.KINDS_OF_PLACE)}(?: \d{{1,4}}\w?(?!\w))?"
_TIME = r"(?=\d{1,2}(?:[:.h]\d\d)?\s?(?:[ap]m|h|uhr)?(?!\w))"
_OF_A_KIND = re.compile(rf"(?<![\w'’]){_one_of(words.PLACE)} {_KIND}(?: (?-i:{_NAME}))?", re.IGNORECASE)
_AT_A_TIME = re.compile(rf"(?<!\S){_one_of(words.AT_A_TIME)} {_TIME}", re.IGNORECASE)
_NAMED = re.compile(rf"(?<!\S){_one_of(words.BEFORE_NAMES)} {_NAME}")
_IN = re.compile(rf"(?<!\S)in {_NAME}")
_WITH = re.compile(rf"(?<!\w){_one_of(words.WITH)}", re.IGNORECASE)


def without_places(title: str) -> str:
    """Return a title without what is surely a place. It has its capitals, but no accents."""
    title = " ".join(re.sub(r"@(?=\w)", "@ ", title).split())
    title = _AT_A_TIME.sub("", _OF_A_KIND.sub(" ", title))
    joining = _WITH.findall(title)
    if any(one != one.lower() for one in joining):      # a title with a capital for every word
        return title
    title = _NAMED.sub(" ", title)
    # German has this word too, and a title without one of the others may be German.
    return _IN.sub(" ", title) if joining and "mit" not in joining else title
