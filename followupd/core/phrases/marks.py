"""What the user wrote on our events to answer them: a mark in a title, a tick on a call sheet.

Takes texts as they are now and as we last wrote them; returns Marks and Ticks. A word that is not a known mark is
returned as Unclear, never guessed (P13).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from followupd.core.phrases.days import NotADayError, parse_day
from followupd.core.phrases.log import leading_day, leading_word
from followupd.core.phrases.vocabulary import (
    AGREED,
    MET,
    OUTCOME_WORDS,
    POSTPONING,
    PUT_OFF,
    TICKS,
    by_form,
    outcome_of,
    word_form,
)
from followupd.core.phrases.words import quoted
from followupd.core.values.facts import DayTime, Outcome

LONGEST_MARK = 3                     # words; a longer addition to a title is the user's own text, not a mistyped mark
# texts, compiled when there is something to read (phrases/days.py)
_NOTE = r"\s*(?:(?<!\d):|:(?!\d\d)|\s[-–—]\s|[–—])\s*"   # no colon within a time: "Friday 15:30: call mum"
_CLAUSE = r"(?i)(?P<head>[^,;.]+)[,;.]\s+(?P<note>(?!(?:but|no|not|didn't|wasn't)\b).+)"
_NUMBERS = r"(?i)(?:(?:on|for|by|at) )?\d{1,4}[./:-]"       # "3.12. 15:00": meant as a day, or a time
EDGE = " \t:;,.-–—|/()[]"
_TICK = r"^\s*(?:\d+\.\s*)?\[\s*(?P<tick>[^\[\]]{0,20}?)\s*\]\s*(?P<rest>.*)$"
_KNOWN_TICKS = frozenset({"", PUT_OFF, *TICKS})
_OPEN = r"^\[ \] (?P<act>.+)$"


@dataclass(frozen=True, slots=True)
class Mark:
    """`outcome` for a try, or `later` for another day (with the event's own time if none is said).

    `met` if the word for the outcome was that one.
    """

    outcome: Outcome | None
    later: DayTime | None = None
    note: str = ""
    met: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """An addition to a title that is not a known mark; `why` says more if more can be said."""

    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line that was ticked, or written on: `place` is its number among those that we wrote, None for any other line.

    `tick` is what is in the box, "" for an empty one; `text` is what follows the line that we wrote, or the whole line.
    """

    place: int | None
    tick: str
    text: str


def read_title(title: str, ours: str, words: Mapping[str, Outcome], today: date) -> Mark | Unclear | None:
    """Return the mark at the start or end of a title that we wrote as `ours`; None if nothing was added.

    `words` are the user's own marks, in any case. `today` is the day from which "later Friday" is read.
    """
    title, ours = _one_line(title), _one_line(ours)
    if title == ours or not title:
        return None
    at = title.find(ours)
    if at >= 0:
        return _either(title[:at], title[at + len(ours):], words, today)
    found = _read(title, words, today) or _at_an_edge(title, ours, words, today)
    first = first_mark(title, words)
    return found or (_unclear(title, today) if first not in (None, first_mark(ours, words)) else None)


def read_agreed(title: str, ours: str, today: date) -> Mark | Unclear | None:
    """Return the day of a meeting that was written beside our title: `booked Thu 15:00`; None if none was.

    Unclear if more words than a day follow.
    """
    title, ours = _one_line(title), _one_line(ours)
    before, _, behind = title.partition(ours) if ours in title else ("", "", title)
    added = [text.strip(EDGE) for text in (before, behind) if text.strip(EDGE)]
    if title == ours or len(added) != 1:
        return None
    try:
        said = agreed_in(added[0], today)
    except ValueError as problem:
        return Unclear(added[0], str(problem))
    return Mark(Outcome.REACHED, said) if said is not None else None


def agreed_in(text: str, today: date) -> DayTime | None:
    """Return the day of `booked Thu 15:00`, `agreed Thu` or `yes, Thu 15:00`; None for any other text.

    Raises ValueError if a day follows and then more words, or what follows looks like a day and cannot be read: nothing
    that was written is passed over (P11).
    """
    match = re.fullmatch(rf"(?i)(?:{'|'.join(AGREED)})\b[\s,:;.–—-]*(?P<day>.+)", text.strip(EDGE))
    if match is None:
        return None
    day_and_rest = leading_day(match["day"], today)
    if day_and_rest is None:
        if re.match(_NUMBERS, match["day"]):
            parse_day(match["day"], today)
        return None
    said, rest = day_and_rest
    if rest.strip(EDGE):
        raise ValueError(f"{quoted(text)} says more than a day and a time. Write booked Thu 15:00.")
    return said


def _either(before: str, behind: str, words: Mapping[str, Outcome], today: date) -> Mark | Unclear | None:
    additions = [(text.strip(EDGE), _read(text, words, today)) for text in (before, behind) if text.strip(EDGE)]
    marks = [mark for _, mark in additions if mark is not None]
    rest = [text for text, mark in additions if mark is None]
    meant = any(first_mark(text, words) for text in rest)
    if len(marks) == 1 and not meant:
        return marks[0]
    if not additions or (not marks and not meant and max(len(text.split()) for text in rest) > LONGEST_MARK):
        return None
    return _unclear(" ".join(text for text, _ in additions), today)


def first_mark(text: str, words: Mapping[str, Outcome]) -> str | None:
    """Return the word with which a text begins, if it says what happened, or that something is put off."""
    return leading_word(text.strip(EDGE), (*OUTCOME_WORDS, *words, *AGREED, POSTPONING))


def _unclear(text: str, today: date) -> Unclear:
    """Return that a text is not understood, and what is wrong with the day in it if it has one."""
    try:
        parse_day(text.strip(EDGE).casefold().removeprefix(POSTPONING).strip(" :"), today)
    except NotADayError:
        return Unclear(text)
    except ValueError as problem:
        return Unclear(text, str(problem))
    return Unclear(text)


def _at_an_edge(title: str, ours: str, words: Mapping[str, Outcome], today: date) -> Mark | None:
    """Return a mark beside a title that was shortened too: what is left must be words of ours, the mark must not.

    A title has words of the user's own notes: "Call Dana: said ok", shortened to "Call Dana: ok", is not an answer.
    """
    left = {word.casefold() for word in re.findall(r"\w+", ours)}
    tokens, known = title.split(), {token.casefold().strip(EDGE) for token in ours.split()}
    for size in range(1, min(LONGEST_MARK, len(tokens) - 1) + 1):
        for mark, rest in ((tokens[:size], tokens[size:]), (tokens[-size:], tokens[:-size])):
            kept = re.findall(r"\w+", " ".join(rest).casefold())
            added = any(token.casefold().strip(EDGE) not in known for token in mark)
            if kept and added and all(word in left for word in kept):
                read = _read(" ".join(mark), words, today)
                if read is not None:
                    return read
    return None


def _read(text: str, words: Mapping[str, Outcome], today: date) -> Mark | None:
    """Return the mark that a text is, with the note after its first colon or dash.

    After a word that says what happened, a comma, semicolon or full stop is enough: "no answer, will try Monday".
    But "ok, tomorrow" may only be consent, and "spoke, but not to her" contradicts itself: these are asked about.
    """
    added = text.strip(EDGE)
    # "na: line busy", "lm - asked for Friday"; but "no-answer" is one word.
    head, *rest = re.split(_NOTE, added, maxsplit=1)
    note = rest[0].strip() if rest else ""
    if outcome := _outcome(head, words):
        return Mark(outcome, None, note, _says_met(head))
    clause = re.match(_CLAUSE, added)
    if clause is not None and (said := _outcome(clause["head"], words)) not in (None, Outcome.DONE):
        return Mark(said, None, clause["note"], _says_met(clause["head"]))
    day = head.strip(EDGE).casefold().removeprefix(POSTPONING).strip(" :")
    if not day:
        day, note = note, ""
    try:
        return Mark(None, parse_day(day, today), note)
    except ValueError:
        return None


def _outcome(text: str, words: Mapping[str, Outcome]) -> Outcome | None:
    """Return the outcome that a whole text names, by the user's own words first."""
    word = text.strip(EDGE)
    return by_form(words).get(word_form(word)) or outcome_of(word)


def _says_met(text: str) -> bool:
    return word_form(text.strip(EDGE)) == MET


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
