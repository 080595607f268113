"""The user's words in a title of ours, and the people named in a line of theirs.

Takes texts as they are now and as we last wrote them; returns Marks, and keys of contacts. What the words say is read
in additions.py, the lines of a sheet in sheet_lines.py.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from followupd.core.phrases.additions import EDGE, exact_mark, first_mark, is_own, read_addition, trimmed
from followupd.core.phrases.english.words import GIVEN_NAMES, TITLES
from followupd.core.phrases.hints import vocabulary
from followupd.core.phrases.names import folded
from followupd.core.phrases.said import Mark, ReadingRules, Unclear, outcome_in
from followupd.core.phrases.sentence import near_word
from followupd.core.phrases.side_by_side import SUCCEEDED
from followupd.core.phrases.vocabulary import SHORTHAND

ACT = (
    r"(?i)^(?:call|phone|ring|e-?mail|mail|text|message|contact|meet|ask|write to|video call with|called|rang|met|"
    r"(?:spoke|talked) (?:to|with))\s+"
)
_APART = ":;,-–—"     # what sets words apart from the name before them
_BEHIND_NAME = r"\s*(?:[-=]+>|[→:=,;./–—-])\s*|\s+"
_BETWEEN_NAMES = r"(?i)\s*[,;/&+]\s*|\s+(?:and|und)\s+"
_OF_WHOM = r"(?i)\b(?:to|with|for|from|of|by)$"      # before a name that the user wrote for ours
_INITIAL = r"[^\W\d_]\."
_MOST_WORDS = 8       # in which a name is looked for
_NAME = r"(?P<name>[^\W\d_][\w'’.]*(?:[ -][^\W\d_][\w'’.]*){0,2})"
_NAME_APART = _NAME + r"(?:\s*(?:[-=]+>|[→:=–—])\s*|\s+-\s+)(?P<said>\S.*)"
_NAME_SHORT = rf"{_NAME}\s+(?P<said>{'|'.join(sorted(SHORTHAND))})"
_Said = tuple[str, Mark | Unclear | None]      # a text beside our title, and what it says


def read_title(title: str, ours: str, reading: ReadingRules) -> Mark | Unclear | None:
    """Return what was written before or after a title that we wrote as `ours`; None if nothing that could be a mark.

    A mark may be at either end, and the note at the other.
    """
    title, ours = _one_line(title), _one_line(ours)
    if title == ours or not title:
        return None
    before, found, behind = title.partition(ours)
    if found:
        return _around_title(before, behind, reading)
    if (ends := _marks_at_both_ends(title, ours, reading)) is not None:
        return _around_title(*ends, reading)
    title = _with_the_name(title, reading.names)
    added = _beside_ours(title, ours)
    mark = _of_whom(title, added, reading) or (read_addition(added, reading) if added else None)
    begins = first_mark(added, reading.words)
    if begins is None or (added == title and begins == first_mark(ours, reading.words)):
        # A title of the user's own, about anybody unless it names them ("Called Dana"): only what is clear counts.
        named = added != title and _names_all(title, reading.names)
        return mark if isinstance(mark, Mark) or named else None
    return mark


def _with_the_name(title: str, names: Sequence[str]) -> str:
    """Return a title with the contact's name as we spell it, for a slip or an initial: "D. Whitfeld"."""
    parts = {folded(part): part for name in names for part in name.split()}
    known = frozenset(parts)
    return " ".join(_as_spelt(word, parts, known) if word[:1].isupper() else word for word in title.split())


def _as_spelt(word: str, parts: Mapping[str, str], known: frozenset[str]) -> str:
    bare, initial = word.rstrip(EDGE), re.fullmatch(_INITIAL, word)
    meant = [part for part in parts if initial is not None and part.startswith(folded(word[0]))]
    spelt = meant[0] if len(meant) == 1 else near_word(folded(bare), known)
    return parts[spelt] + ("" if meant else word[len(bare):]) if spelt in parts and folded(bare) != spelt else word


def _of_whom(title: str, added: str, reading: ReadingRules) -> Mark | None:
    """Return what a title of the user's own says that ends with whom it was with: "Spoke to Dana Whitfield"."""
    if not re.search(_OF_WHOM, added) or not title.startswith(added):
        return None
    behind = _bare(title.removeprefix(added)).split()
    of_them = {part for name in reading.names for part in _bare(name).split()}
    mark = read_addition(title, reading) if behind and of_them.issuperset(behind) else None
    if not isinstance(mark, Mark) or mark.outcome is None:
        return None
    words = [word for word in _bare(mark.note).split() if word not in of_them]
    return replace(mark, note="") if words in ([], *([one] for one in ("for", "from", "to", "with"))) else mark


def _names_all(title: str, names: Sequence[str]) -> bool:
    words = _bare(title).split()
    return bool(names) and all(word in words for name in names for word in _bare(name).split())


def _around_title(before: str, behind: str, reading: ReadingRules) -> Mark | Unclear | None:
    """Return what the texts around our title say: a mark on one side, and a note on the other."""
    texts = [trimmed(text) for text in (before, behind) if text.strip(EDGE)]
    if any(is_own(text) for text in texts):
        return None
    read = [read_addition(text, reading) for text in texts]
    if len(texts) < 2:
        return read[0] if read else None
    before_it, behind_it = zip(texts, read, strict=True)
    return (
        _with_a_note(before_it, behind_it, reading) or _with_a_note(behind_it, before_it, reading)
        or _two_said(before_it, behind_it, reading)
    )


def _with_a_note(said: _Said, noted: _Said, reading: ReadingRules) -> Mark | None:
    """Return what one side of our title says, with the other as its note; None unless the other says nothing else."""
    (text, mark), (words, beside) = said, noted
    if not isinstance(mark, Mark) or (isinstance(beside, Mark) and beside.outcome is not mark.outcome):
        return None
    sure = exact_mark(text, reading) is not None and not (isinstance(beside, Unclear) and beside.why)
    if beside is not None and not sure:
        return None
    phrase = words if isinstance(beside, Unclear) else mark.phrase
    return replace(mark, note="; ".join(filter(None, (mark.note, words))), phrase=phrase)


def _two_said(one: _Said, other: _Said, reading: ReadingRules) -> Mark | Unclear | None:
    """Return what both sides of our title say together: "na Call Dana lm" is "no answer, left a message"."""
    if not (one[1] or other[1]):
        return None
    meant = [said.outcome for _, said in (one, other) if isinstance(said, Mark) and said.outcome is not None]
    days = [text for text, said in (one, other) if isinstance(said, Mark) and said.outcome is None]
    texts = [*(text for text, _ in (one, other) if text not in days), *days]
    contrary = len({*meant, *days}) < 2 or not SUCCEEDED.isdisjoint(meant)
    both = None if contrary else read_addition(", ".join(texts), reading)
    if isinstance(both, Mark) and both.outcome in meant:
        return both
    if isinstance(both, Unclear) and days and both.why:
        return both
    return Unclear(" ".join(texts), nearest=tuple(dict.fromkeys(meant)))


def _marks_at_both_ends(title: str, ours: str, reading: ReadingRules) -> tuple[str, str] | None:
    """Return the marks before and after a title of ours of which some words are left: "ok Call Dana na"."""
    known, tokens = set(_bare(ours).split()), title.split()
    places = [at for at, token in enumerate(tokens) if known.issuperset(_bare(token).split())]
    if not places or places != [*range(places[0], places[-1] + 1)]:
        return None
    before, behind = " ".join(tokens[:places[0]]), " ".join(tokens[places[-1] + 1:])
    marks = [outcome_in(exact_mark(text, reading)) for text in (before, behind) if text]
    return (before, behind) if len(marks) > 1 and None not in marks else None


def words_around(title: str, ours: str) -> str:
    """Return what was written around a title of ours, so that the same words around another one are the same."""
    title, ours = _one_line(title), _one_line(ours)
    before, found, behind = title.partition(ours)
    return f"{before.strip(EDGE)} | {behind.strip(EDGE)}" if found else title


def without_own(title: str, ours: str) -> str | None:
    """Return a title without the word that settles that the rest is just a note; None if it is at neither end.

    The word may also be before ours, or the whole of what is after it.
    """
    title, ours = _one_line(title), _one_line(ours)
    first, _, rest = title.partition(" ")
    if is_own(first):
        return rest.lstrip(EDGE)
    rest, _, last = title.rpartition(" ")
    return rest.rstrip(EDGE) if is_own(last) else None


def _beside_ours(title: str, ours: str) -> str:
    """Return what was added to a title that was shortened too: without its first or its last words that are ours.

    A title has words of the user's own notes: "Call Dana: said ok", shortened to "Call Dana: ok", is not an answer.
    """
    known = set(re.findall(r"\w+", folded(ours)))
    tokens = title.split()
    of_ours = [all(word in known for word in re.findall(r"\w+", folded(token))) for token in tokens]
    first = next((n for n, one in enumerate(of_ours) if not one), len(tokens))
    last = next((n for n, one in enumerate(reversed(of_ours)) if not one), len(tokens))
    return " ".join(tokens[first:] if first >= last else tokens[:len(tokens) - last])


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


def named_at_start(
    text: str, names: Mapping[str, Sequence[str]], parts: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return the key of the contact with whose name a line begins, and what follows, with what sets it apart.

    An act may come before it: "Call Sam: na". A part of a name that is nobody else's (`parts`: keys by part) counts in
    a capital letter, and if no surname follows.
    """
    text = re.sub(ACT, "", text, count=1)
    words, said = _bare(text).split(), text.split()
    matches = {
        (len(name), key) for key, spelt in names.items() for one in spelt
        if (name := _bare(one).split()) and words[:len(name)] == name
    }
    size = max((length for length, _ in matches), default=0)
    keys = {key for length, key in matches if length == size}
    if not matches:
        size, keys = 1, {key for at, _, key in _parts_in(text, parts) if at == 0}
    if len(keys) != 1:
        return None
    last = said[size - 1]
    apart = last[len(last.rstrip(_APART)):]
    return keys.pop(), f"{apart} {' '.join(said[size:])}".strip()


def spelt_at_start(
    text: str, names: Mapping[str, Sequence[str]], parts: Mapping[str, str]
) -> tuple[str, str, str] | None:
    """Return the key of the contact with whose name a line begins, what sets the rest apart, and the rest.

    That is "" if it is a blank. Any capitals, and no blank is needed: "sam:na". So it counts only before a mark.
    """
    text, known = re.sub(ACT, "", text, count=1), _by_spelling(names, parts)
    ends = [(match.start(), match.end()) for match in re.finditer(_BEHIND_NAME, text)][:_MOST_WORDS]
    for start, end in [(len(text), len(text)), *reversed(ends)]:
        keys = known.get(_bare(text[:start]), set())
        if len(keys) == 1:
            return next(iter(keys)), text[start:end].strip(), text[end:]
    return None


def named_each(
    text: str, names: Mapping[str, Sequence[str]], parts: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return the keys of the people with whose names the parts of a line begin, and what follows each: "Dana, Sam: na".

    A name alone counts only if there are no other words before it: of "Sam: na, Dana" only Sam's.
    """
    people: list[tuple[str, str]] = []
    for number, piece in enumerate(re.split(_BETWEEN_NAMES, text)):
        key, _, said = spelt_at_start(piece, names, parts) or ("", "", "")
        if key and (said or (len(people) == number and not any(rest for _, rest in people))):
            people.append((key, said))
    return people


def stranger_at_start(text: str) -> tuple[str, str] | None:
    """Return a line's first words if they look like a name, and the words set apart from them: "Zoe Park: na".

    In capital letters; one word in small letters, and a blank alone, count before an abbreviation: "zoe na".
    """
    text = re.sub(ACT, "", text, count=1)
    match = re.fullmatch(_NAME_APART, text) or re.fullmatch(_NAME_SHORT, text, re.IGNORECASE)
    if match is None:
        return None
    words = re.split(r"[ -]", match["name"])
    short = match["said"].strip(EDGE).casefold() in SHORTHAND
    like_name = all(word[:1].isupper() for word in words) or (short and len(words) == 1)
    return (match["name"], match["said"]) if like_name else None


def _by_spelling(names: Mapping[str, Sequence[str]], parts: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the keys of the contacts by each way in which they are called."""
    known: dict[str, set[str]] = {}
    for key, spelt in [*names.items(), *((key, [part]) for part, key in parts.items())]:
        for name in filter(None, map(_bare, spelt)):
            known.setdefault(name, set()).add(key)
    return known


def names_anybody(text: str, names: Mapping[str, Sequence[str]], parts: Mapping[str, str]) -> bool:
    """Return whether any contact is named in a text; by a part of their name only in a capital letter."""
    bare = f" {_bare(text)} "
    whole = any(f" {_bare(name)} " in bare for spelt in names.values() for name in spelt if name)
    return whole or any(word[:1].isupper() and _bare(word) in parts for word in text.split())


def mentioned(
    text: str, names: Mapping[str, Sequence[str]], parts: Mapping[str, str]
) -> tuple[str, str, str] | None:
    """Return the key of the one contact who is named in a text, and the words before and after the name.

    None if nobody is, or several are. A part of a name counts in a capital letter, and if it is not in a longer one.
    """
    said, spans = text.split(), named_spans(text, names, parts)
    if len({key for _, _, key in spans}) != 1:
        return None
    start, end, key = spans[0]
    return key, " ".join(said[:start]), " ".join(said[end:])


def named_spans(
    text: str, names: Mapping[str, Sequence[str]], parts: Mapping[str, str]
) -> list[tuple[int, int, str]]:
    """Return where people are named in a text, as numbers of words, in their order, and their keys.

    Of a name within a longer one only the longer counts.
    """
    spans = {*_whole_names(text, names), *_parts_in(text, parts)}
    return sorted(one for one in spans if not any(
        other[0] <= one[0] and one[1] <= other[1] and other[:2] != one[:2] for other in spans
    ))


def _whole_names(text: str, names: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield where whole names are in a text, as numbers of words, and whose they are."""
    words = _bare(text).split()
    for key, spelt in names.items():
        for name in filter(None, (_bare(one).split() for one in spelt)):
            places = (at for at in range(len(words)) if words[at:at + len(name)] == name)
            yield from ((at, at + len(name), key) for at in places)


def _parts_in(text: str, parts: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield where a part of a name is in a text without another name beside it: not "Tom Whitfield" for Dana's."""
    words, said = _bare(text).split(), text.split()
    for at, word in enumerate(words):
        if word in parts and said[at][:1].isupper() and not _in_a_name(said, at):
            yield at, at + 1, parts[word]


def _in_a_name(said: Sequence[str], at: int) -> bool:
    """Return whether a name follows a word, or is before it, or an initial: words in capital letters."""
    if said[at + 1:] and said[at + 1][:1].isupper() and said[at][-1:].isalnum():
        return True
    before = said[at - 1] if at else ""
    if not before[:1].isupper() or not (before[-1:].isalnum() or re.fullmatch(_INITIAL, before)):
        return False
    word = _bare(before)
    return word in GIVEN_NAMES or not (word in vocabulary() or word in TITLES or word in SHORTHAND)


def parts_of_names(names: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the keys by each part of a name that means one person, and by each that may mean several, or none.

    A first name counts before other parts, and a part that is a word of ours ("Park", "Young") is not sure.
    """
    firsts, every = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    spelt = {key: _bare(name).split() for key, name in names.items()}
    for key, words in spelt.items():
        firsts[words[0] if words else ""].append(key)
        for word in dict.fromkeys(words):
            every[word].append(key)
    known = {word for name in names.values() for word in map(_bare, filter(_is_of_a_name, name.split()[1:]))}
    sure = {part: keys[0] for part, keys in every.items() if len(keys) == 1 and part in known - vocabulary()}
    sure |= {part: keys[0] for part, keys in firsts.items() if len(keys) == 1 and len(spelt[keys[0]]) > 1}
    whole = {" ".join(words) for words in spelt.values()}
    return sure, {part: every[part] for part in {*known, *firsts} - {*sure, *whole, ""}}


def _is_of_a_name(word: str) -> bool:
    """Return whether a word in a name may stand for it: not "van", "and" or an initial."""
    return len(_bare(word)) > 1 and not word[:1].islower()


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
    """Return a text as names are compared, without the punctuation around words."""
    return " ".join(word.strip(EDGE) or word for word in folded(text).split())


def _one_line(text: str) -> str:
    return " ".join(text.split())
