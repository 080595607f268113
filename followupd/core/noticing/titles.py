"""The meaning of a title for the people whom it names: they are met, perhaps, or not at all.

Precision before recall (P13). Somebody is met if nothing is in the title beside names of the list and the user's own,
or only words that say that people come together. Words of tasks, absences, gifts and deadlines, and those that call it
off, say that nobody is met. Whatever is between is for the user to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from enum import Enum

from followupd.core.noticing import meeting_words as words
from followupd.core.noticing.people_index import NameFound
from followupd.core.noticing.places import without_places
from followupd.core.people.likeness import words_of

_NAME = "\ue000"       # stands for a name of the list


def _any_of(alternatives: Sequence[str]) -> str:
    """Return a pattern for one of these, as whole words; the longest first."""
    return "(?:" + "|".join(re.escape(one) for one in sorted(set(alternatives), key=len, reverse=True)) + r")(?!\S)"


_CALLED_OFF = re.compile(r"\W*" + _any_of([f"{one}:" for one in words.CALLED_OFF]))
_NO_MEETING = re.compile(r"(?<!\S)(?<!kick )" + _any_of(words.NO_MEETING))
_TASK_FIRST = re.compile(
    rf"{_any_of(words.TASK_FIRST)}|{_any_of(words.CALL_FIRST)}(?! (?:call )?{_any_of(words.WITH)})"
    rf"|{_any_of(words.TASK_OR_TOPIC)}(?! {_any_of(words.TOGETHER)})"
)
_NOT_WITH = re.compile(
    rf"(?<!\S){_any_of((*words.NOT_WITH, *words.TASK_FIRST, *words.TASK_OR_TOPIC, *words.CALL_FIRST))} ?$"
)
_TOGETHER = re.compile(r"(?<!\S)" + _any_of(words.TOGETHER))
_EMPTY = re.compile(rf"(?:(?:{_any_of((*words.JOINING, _NAME, '@'))})\s*)*")
_BESIDE = re.compile(rf"(?:(?:{_any_of((*words.JOINING, *words.BESIDE, _NAME))}|\d+h?(?:am|pm)?(?!\S))\s*)*")
_PLAIN = "<>+|&/-–—:,;.·•()[]!\"“”„'’*#@"
_UNSURE = re.compile(r"\?|^\s*[(\[]|->")
_DOUBT = re.compile(r"(?<!\S)" + _any_of(words.DOUBT))


class TitleSays(Enum):
    """The meanings of a title for somebody whom it names."""

    MET = "met"
    PERHAPS = "perhaps"
    NOT = "not"


def is_called_off(title: str) -> bool:
    """Return whether a title begins as programs and people call an event off: `Canceled: Lunch`."""
    return _CALLED_OFF.match(re.sub(r"\s*:", ":", _folded(title), count=1)) is not None


def said_of(found: NameFound, names: Sequence[NameFound], title: str, own: Collection[str]) -> TitleSays:
    """Return what a title says of one of the `names` in it. `own` are the words of the user's name, folded."""
    if _NOT_WITH.search(_words(found.before)):
        return TitleSays.NOT
    plain = _without_accents(_without(names, unicodedata.normalize("NFC", title)))
    rest = _words(plain)
    if _NO_MEETING.search(rest) or _TASK_FIRST.match(rest):
        return TitleSays.NOT
    rest = _other_words(rest, own)
    if _UNSURE.search(title) or _DOUBT.search(rest) or any(_is_strange(char) for char in title):
        return TitleSays.PERHAPS
    if _EMPTY.fullmatch(rest):
        return TitleSays.MET
    left, together = _TOGETHER.subn("", _other_words(_words(without_places(plain)), own))
    return TitleSays.MET if together and _BESIDE.fullmatch(" ".join(left.split())) else TitleSays.PERHAPS


def own_words(addresses: Collection[str]) -> frozenset[str]:
    """Return the words of the user's name, as their addresses have them: `alex.morgan@example.com`."""
    return frozenset(word for one in addresses for word in words_of(one.partition("@")[0].replace("_", " ")).plain)


def _without(names: Sequence[NameFound], title: str) -> str:
    """Return the title with a sign in place of each name that is one person's."""
    parts, at = [], 0
    for one in (one for one in names if len(one.keys) == 1):
        parts += [title[at : len(one.before)].replace(_NAME, " "), f" {_NAME} "]
        at = len(title) - len(one.after)
    return "".join((*parts, title[at:].replace(_NAME, " ")))


def _words(text: str) -> str:
    """Return the words of a text, folded, with blanks between them and without punctuation, but for our sign and @."""
    return " ".join(re.findall(rf"[^\W_]+|[{_NAME}@]", _folded(text)))


def _other_words(text: str, own: Collection[str]) -> str:
    """Return folded words without those of the user's name."""
    return " ".join(word for word in text.split() if word not in own)


def _folded(text: str) -> str:
    return _without_accents(text).casefold()


def _without_accents(text: str) -> str:
    """Return a text with the capitals that it has."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _is_strange(char: str) -> bool:
    """Return whether a sign is neither writing nor a picture of coming together."""
    return unicodedata.category(char) in {"So", "Sm", "Sk"} and char not in _PLAIN and char not in words.PICTURES
