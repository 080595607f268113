"""What the user wrote on our events to answer them: a mark in a title, a tick on a call sheet.

Takes texts as they are now and as we last wrote them; returns Marks and Ticks. What the words say is read in
additions.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from followupd.core.phrases.additions import EDGE, exact_mark, first_mark, is_own, read_addition
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.vocabulary import PUT_OFF, TICKS, outcome_of

# texts, compiled when there is something to read (phrases/days.py)
_TICK = r"^\s*(?:\d+\.\s*)?\[\s*(?P<tick>[^\[\]]{0,20}?)\s*\]\s*(?P<rest>.*)$"
_KNOWN_TICKS = frozenset({"", PUT_OFF, *TICKS})
_OPEN = r"^\[ \] (?P<act>.+)$"


@dataclass(frozen=True, slots=True)
class Tick:
    """A line that was ticked, or written on: `place` is its number among those that we wrote, None for any other line.

    `tick` is what is in the box, "" for an empty one; `text` is what follows the line that we wrote, or the whole line.
    """

    place: int | None
    tick: str
    text: str


def read_title(title: str, ours: str, reading: ReadingRules) -> Mark | Unclear | None:
    """Return what was written before or behind a title that we wrote as `ours`; None if nothing that could be a mark.

    A mark may be at either end, and the note at the other.
    """
    title, ours = _one_line(title), _one_line(ours)
    if title == ours or not title:
        return None
    before, found, behind = title.partition(ours)
    if found:
        return _either(before, behind, reading)
    added = _beside_ours(title, ours)
    mark = read_addition(added, reading) if added else None
    begins = first_mark(added, reading.words)
    if begins is None or (added == title and begins == first_mark(ours, reading.words)):
        # A title of the user's own, about anybody: only what is said clearly counts.
        return mark if isinstance(mark, Mark) else None
    return mark


def _either(before: str, behind: str, reading: ReadingRules) -> Mark | Unclear | None:
    """Return what the texts around our title say: a mark on one side, and a note on the other."""
    texts = [text.strip(EDGE) for text in (before, behind) if text.strip(EDGE)]
    if any(is_own(text) for text in texts):
        return None
    read = [read_addition(text, reading) for text in texts]
    if len(texts) < 2:
        return read[0] if read else None
    for one, other in ((0, 1), (1, 0)):
        mark, beside = read[one], read[other]
        agree = not isinstance(beside, Mark) or (isinstance(mark, Mark) and beside.outcome is mark.outcome)
        sure = exact_mark(texts[one], reading) is not None and not (isinstance(beside, Unclear) and beside.why)
        if isinstance(mark, Mark) and agree and (beside is None or sure):
            return replace(mark, note="; ".join(filter(None, (mark.note, texts[other]))))
    return Unclear(" ".join(texts)) if any(read) else None


def _beside_ours(title: str, ours: str) -> str:
    """Return what was added to a title that was shortened too: without its first or its last words that are ours.

    A title has words of the user's own notes: "Call Dana: said ok", shortened to "Call Dana: ok", is not an answer.
    """
    known = set(re.findall(r"\w+", ours.casefold()))
    tokens = title.split()
    of_ours = [all(word in known for word in re.findall(r"\w+", token.casefold())) for token in tokens]
    first = next((n for n, one in enumerate(of_ours) if not one), len(tokens))
    last = next((n for n, one in enumerate(reversed(of_ours)) if not one), len(tokens))
    return " ".join(tokens[first:] if first >= last else tokens[:len(tokens) - last])


def box_lines(ours: str) -> list[str]:
    """Return what follows the empty boxes of a text that we wrote, line by line."""
    return [match["act"] for line in ours.split("\n") if (match := re.match(_OPEN, line))]


def read_ticks(text: str, ours: str) -> tuple[Tick, ...]:
    """Return the ticked lines of a call sheet that we wrote as `ours`; text after a line is the note.

    Lines with an empty box are included if they are not as we wrote them, and lines of ours whatever is in their box.
    """
    acts = box_lines(ours)
    ticks = []
    for line in text.split("\n"):
        boxed = _boxed(line)
        if boxed is None or (boxed[0] == "" and boxed[1] in acts):
            continue
        tick, rest = boxed
        # The longest first: "Call Ann Lee" begins with "Call Ann" too.
        places = sorted(range(len(acts)), key=lambda n: -len(acts[n]))
        place = next((n for n in places if _starts(rest, acts[n])), None)
        if place is not None:
            ticks.append(Tick(place, tick, rest[len(acts[place]):]))
        elif rest and (tick in _KNOWN_TICKS or outcome_of(tick) is not None):      # "[1] a footnote" is the user's own
            ticks.append(Tick(None, tick, rest))
    return tuple(ticks)


def boxed_line(line: str) -> str | None:
    """Return what follows the box of a line, ticked or not; None for any other line."""
    boxed = _boxed(line)
    return boxed[1] if boxed is not None else None


def _boxed(line: str) -> tuple[str, str] | None:
    """Return what is in the box of a line, in small letters, and what follows it."""
    match = re.match(_TICK, line)
    if match is None:
        return None
    tick, rest = match["tick"].lower(), match["rest"].strip()
    return (tick, rest) if tick or rest else None


def _starts(text: str, act: str) -> bool:
    return text.startswith(act) and not text[len(act):len(act) + 1].isalnum()


def named_in(text: str, names: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
    """Return the key of the contact whose name (or slug) comes first in a text as whole words, and what follows.

    Case and accents do not matter. Of names that begin at the same word the longest counts, so that "Ann Lee" is not
    Ann. Names further on are part of the note. None if nobody is named, or two people may be meant: "Ann and Bo".
    """
    words = _bare(text).split()
    named = [
        (at, -len(name), key)
        for key, spelt in names.items()
        for name in {tuple(_bare(one).split()) for one in spelt} - {()}
        for at in range(len(words) - len(name) + 1)
        if tuple(words[at:at + len(name)]) == name
    ]
    if not named:
        return None
    at, size, key = min(named)
    end, said = at - size, re.findall(r"\S+", text)
    rivals = {other for place, length, other in named if (place, length) == (at, size)}
    if not said[end - 1].endswith(tuple(":-–—")):
        beside = (end, end + 1) if said[end:] and said[end] not in tuple("-–—") else (end,)
        rivals |= {other for place, _, other in named if place in beside}
    return (key, " ".join(said[end:])) if rivals == {key} else None


def longer_name(behind: str, name: str, names: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
    """Return who is meant if the words after a name make it a longer one: "Ann" and then " Lee".

    Returns their key and what follows the whole name.
    """
    if not behind.startswith(" "):
        return None
    start, text = _bare(name), f"{_bare(behind)} "
    longer = [
        (len(other), key, other.removeprefix(start).split())
        for key, spelt in names.items()
        for other in map(_bare, spelt)
        if other.startswith(f"{start} ") and text.startswith(other.removeprefix(start).strip() + " ")
    ]
    if not longer:
        return None
    _, key, words = max(longer)
    return key, " ".join(behind.split()[len(words):])


def _bare(text: str) -> str:
    """Return a text in small letters without accents, and without the punctuation around words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(word.strip(EDGE) or word for word in plain.split())


def _one_line(text: str) -> str:
    return " ".join(text.split())
