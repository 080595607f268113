"""The ownership note on an event, by which our words are known from the user's.

Every text that we write has a short note: how often we have written this event, a digest of our title and of each of
our lines, and for each line with a box its item and channel. So a pass without memory (a lost or an older
database, another machine) still tells our words from the user's (P6) and knows whose line was ticked, in whatever
language we wrote it; and sees whether an event has gone back to an older state (a calendar restored from a backup).
Pure; made of `[a-z0-9._=-]`, which every server keeps (docs/servers.md 17).
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from followupd.core.people.wanted import MARK, is_task, person_of
from followupd.core.phrases.html_text import plain_text
from followupd.core.phrases.names import folded
from followupd.core.phrases.sheet_lines import Tick, box_lines, boxed_line, read_ticks
from followupd.core.phrases.signs import OPEN, behind_resting_line, up_to_act, without_answer
from followupd.core.phrases.vocabulary import BOX, is_question, unasked
from followupd.core.values.event import Event, Present, Written

UNKNOWN = "…"
A_PART = 5          # words: the shortest part of our line that is recognised as ours, "No answer on 20 November"
MANY_WORDS = 60     # words after which a title or line is no longer read for marks
WORD_EDGE = ":;,.-–—"
_REF = r"[a-z0-9_-]+"
_DIGEST = r"[0-9a-f]{6}"
_TITLE = rf"(?P<number>\d{{1,9}})-(?P<title>{_DIGEST})(?:=(?P<channel>{_REF}))?"
_NOTE = rf"{_TITLE}(?P<lines>(?:\.=?{_DIGEST}(?:={_REF}){{0,2}})*)"
_LINE = rf"(?P<former>=?)(?P<digest>{_DIGEST})(?:=(?P<ref>{_REF})(?:=(?P<channel>{_REF}))?)?"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """The digest of a line, the ref of its item, and its channel; "" for a line without a box.

    A `former` line is one that we removed although the user's tick on it is still in the text.
    """

    digest: str
    ref: str = ""
    channel: str = ""
    former: bool = False

    def __str__(self) -> str:
        """Return it as it is written in a note."""
        ref = self.ref.replace("/", "_")                               # no key has an underscore
        ref = f"={ref}" if re.fullmatch(_REF, ref) else ""
        ref += f"={channel_token(self.channel)}" if ref and self.channel else ""
        return f"{'=' if self.former else ''}{self.digest}{ref}"


@dataclass(frozen=True, slots=True)
class Note:
    """The content of a note. `channel` is that of a reminder."""

    number: int
    title: str
    channel: str = ""
    lines: tuple[NoteLine, ...] = ()


@lru_cache(maxsize=1024)        # each pass reads those of all events
def read_note(text: str) -> Note | None:
    """Return what a note says; None if there is none or it cannot be read."""
    match = re.fullmatch(_NOTE, text)
    if match is None:
        return None
    lines = (
        NoteLine(one["digest"], (one["ref"] or "").replace("_", "/"), one["channel"] or "", bool(one["former"]))
        for one in re.finditer(_LINE, match["lines"])
    )
    return Note(int(match["number"]), match["title"], match["channel"] or "", tuple(lines))


def note_text(ours: Event, number: int, former: Collection[NoteLine] = ()) -> str:
    """Return the note for our `number`th writing of this event, which has only our words, and for `former` lines."""
    refs = iter(zip_longest(ours.people, ours.channels, fillvalue=""))
    lines = [
        NoteLine(_digest(line), *(next(refs, ("", "")) if line.startswith(BOX) else ()))
        for line in ours.description.split("\n") if line.strip()
    ]
    title = f"{number}-{_digest(ours.summary)}"
    if ours.channel_at(0) and not any(line.ref for line in lines):
        title += f"={channel_token(ours.channels[0])}"
    return ".".join([title, *map(str, (*lines, *former))])


def channel_token(channel: str) -> str:
    """Return a channel as a note spells it: without the blanks that a user's channel may have."""
    return re.sub(r"[^a-z0-9-]", "_", channel.casefold())


def former_lines(note: str, ours: Event, text: str) -> tuple[NoteLine, ...]:
    """Return the lines of a note that are no longer among `ours`, but whose ticks are still in the text."""
    known = read_note(note)
    if known is None:
        return ()
    now = {_digest(line) for line in ours.description.split("\n")}
    gone = {line.digest: line for line in known.lines if line.ref and line.digest not in now}
    return tuple(replace(line, former=True) for line in _ours_anywhere(text, gone).values())


def former_acts(text: str, note: Note | None) -> Mapping[str, NoteLine]:
    """Return our former lines that are still in a text, by what follows their boxes."""
    gone = {line.digest: line for line in note.lines if line.former} if note is not None else {}
    return _ours_anywhere(text, gone)


def _ours_anywhere(text: str, digests: Mapping[str, NoteLine]) -> dict[str, NoteLine]:
    """Return which of these lines are in a text, each after a box or after a few words, by what follows its box."""
    ours: dict[str, NoteLine] = {}
    for line in text.split("\n") if digests else ():
        ticked = boxed_line(line)
        starts = [line[word.start():] for word in re.finditer(r"\S+", line)][:A_PART]
        for start in (*([ticked] if ticked is not None else []), *starts):
            act = _ours_in(start, digests)
            if act is not None:
                ours.setdefault(act, digests[_digest(BOX + act)])
                break
    return ours


def line_of(ticked: str, note: Note | None) -> tuple[NoteLine, str] | None:
    """Return the line of ours that was ticked, and the words after our part; None if it is not ours."""
    known = {line.digest: line for line in reversed(note.lines) if line.ref} if note is not None else {}
    act = _ours_in(ticked, known) if known else None
    return (known[_digest(BOX + act)], ticked[len(act):]) if act is not None else None


def is_our_line(line: str, note: Note | None) -> bool:
    """Return whether a line is one of ours by the note, as an older sheet may have it."""
    return note is not None and _digest(line) in {one.digest for one in note.lines}


def ticked_line(tick: Tick, sheet: Event, note: Note | None) -> tuple[NoteLine, str] | None:
    """Return the line of ours that was ticked, by our memory or else by the note, and the words after it."""
    if tick.place is not None and tick.place < len(sheet.people):
        return NoteLine("", sheet.people[tick.place], sheet.channel_at(tick.place) or ""), tick.text
    return line_of(tick.text, note)


def channel_of_line(ref: str, sheet: Event, note: Note | None) -> str | None:
    """Return the original channel of a line that the user edited; None if its person had no line on this sheet."""
    if ref in sheet.people:
        return sheet.channel_at(sheet.people.index(ref))
    return next((line.channel for line in note.lines if line.ref == ref), None) if note is not None else None


def whose_resting_line(text: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """Return whose line of a review it is, by the name before the colon, and what is after it; `names` go by key."""
    spelt = ((" ".join(name.split()), key) for key, name in names.items())
    for name, key in sorted(spelt, reverse=True, key=lambda entry: len(entry[0])):
        before, colon, behind = text[: len(name)], text[len(name) : len(name) + 1], text[len(name) + 1 :]
        if before != name:
            before, colon, behind = text.partition(":")
        if colon == ":" and folded(before) == folded(name):
            return f"rest{MARK}{key}", behind_resting_line(behind)
    return None


def title_read_against(shown: Present, ours: Event) -> str:
    """Return our title that the user added to: a phone may not have seen yet that we asked, or that it passed.

    Of an answered one it is what is left of it: in "✓ Call Sam: not reached" the user replaced our whole answer.
    """
    title, whole = shown.event.summary, unasked(ours.summary)
    bare = without_answer(whole, ours.answer)
    if whole in title:
        return ours.summary if ours.summary in title else whole
    if ours.answer in OPEN:
        return bare
    ticked = up_to_act(whole, bare)
    topic = [f"{one}: {ours.topic}" for one in (ticked, bare) if ours.topic]
    return next((one for one in (*topic, ticked, bare) if one in title), ours.summary)


def writing_number(note: str) -> int:
    """Return how often we had written the event that carries this note; 0 if the note cannot be read."""
    match = re.fullmatch(_NOTE, note)
    return int(match["number"]) if match is not None else 0


def says(note: str, ours: Event) -> bool:
    """Return whether the note belongs to these words of ours."""
    known, wanted = read_note(note), read_note(note_text(ours, 1))
    if known is None or wanted is None:
        return False
    return known.title == wanted.title and [one.digest for one in known.lines if not one.former] == [
        one.digest for one in wanted.lines
    ]


def went_back(shown: Present, row: Written) -> bool:
    """Return whether this is an older copy: we have written the event again since."""
    return bool(shown.note) and not row.deleted and writing_number(shown.note) < writing_number(row.note)


def is_our_title(text: str, note: str) -> bool:
    """Return whether this was our title, by the note."""
    known = read_note(note)
    return known is not None and _digest(text) == known.title


def our_part(shown: Event, note: str) -> Event:
    """Return the event as we wrote it: without the user's words in the title, their lines and their ticks.

    `people` are the items of the lines with boxes, `channels` the channels of those lines, or that of a reminder. A
    title without any words of ours becomes UNKNOWN, so that it stays the user's. Without a note (the server or a
    program dropped it) the title counts as ours, and no line does.
    """
    known = read_note(note)
    if known is None:
        return replace(shown, description="")
    left = Counter(line.digest for line in known.lines if not line.former)
    boxes = {line.digest: line for line in known.lines if line.ref}
    lines: list[str] = []
    ticked: list[NoteLine] = []
    for line in _as_we_wrote(shown.description, boxes):
        digest = _digest(line)
        if not line.strip():
            lines.append(line)
        elif left[digest] > 0:
            left[digest] -= 1
            lines.append(line)
            ticked += [boxes[digest]] if digest in boxes else []
    channels = tuple(line.channel for line in ticked) or (known.channel,)
    return replace(
        shown, summary=_title(shown.summary, known.title), description="\n".join(lines).strip("\n"),
        people=tuple(line.ref for line in ticked), channels=channels if any(channels) else (),
    )


def added_words(text: str, ours: str) -> list[str]:
    """Return what the user wrote into a text of ours, one stretch of words after the other, never across lines.

    Programs break our lines, join them and put bullets before them, and some turn the text into HTML: words that follow
    each other as in one of our lines are ours wherever they are. So is a part of one, if it is long enough that nobody
    writes the same by chance.
    """
    text = plain_text(text)
    words = list(re.finditer(r"\w+", text))
    lines = {tuple(re.findall(r"\w+", line.casefold())) for line in ours.split("\n")} - {()}
    asked = {tuple(re.findall(r"\w+", line.casefold())) for line in ours.split("\n") if is_question(line)}
    parts = {line[at:at + A_PART] for line in lines - asked for at in range(len(line) - A_PART)}    # it quotes the user
    ours_at = _places_of(lines | parts, [word[0].casefold() for word in words])
    stretches: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        if at in ours_at:
            continue
        goes_on = at and at - 1 not in ours_at and "\n" not in text[words[at - 1].end():word.start()]
        begin = stretches.pop()[0] if goes_on else word.start()
        stretches.append((begin, word.end()))
    return [text[begin:end] for begin, end in stretches]


def _places_of(lines: Iterable[tuple[str, ...]], words: Sequence[str]) -> set[int]:
    """Return the places of the words that belong to one of these lines, which follow each other as there."""
    places: set[int] = set()
    for line in lines:
        for start in range(len(words) - len(line) + 1):
            if words[start] == line[0] and tuple(words[start:start + len(line)]) == line:
                places.update(range(start, start + len(line)))
    return places


def _as_we_wrote(text: str, digests: Collection[str]) -> Iterator[str]:
    """Yield the lines of a text, each of our ticked boxes empty again and without what follows our line."""
    for line in plain_text(text).split("\n"):
        ticked = boxed_line(line)
        act = _ours_in(ticked, digests) if ticked is not None else None
        yield BOX + act if act is not None else line


def _ours_in(ticked: str, digests: Collection[str]) -> str | None:
    """Return the longest beginning of a ticked line that is a whole line of ours."""
    ends = [word.end() for word in re.finditer(r"\S+", ticked)][:MANY_WORDS]
    for end in reversed(ends):
        whole = ticked[:end]
        for act in {whole: 0, whole.rstrip(WORD_EDGE): 0}:       # the colon before a note touches our last word
            if _digest(BOX + act) in digests:
                return act
    return None


def _title(title: str, digest: str) -> str:
    """Return the longest run of words in the title that is ours."""
    if _digest(title) == digest:
        return title
    words = title.split()[:MANY_WORDS]
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            stretch = " ".join(words[start:start + size])
            for ours in (stretch, stretch.rstrip(WORD_EDGE)):
                if _digest(ours) == digest:
                    return ours
    return UNKNOWN


def _digest(text: str) -> str:
    """Return six digits for a line, the same whatever a server does to blanks, accents and control characters."""
    kept = text if text.isprintable() and text.isascii() else "".join(
        c if c >= " " and c != "\x7f" else " " for c in unicodedata.normalize("NFC", text)
    )
    return f"{zlib.crc32(' '.join(kept.split()).encode('utf-8', 'replace')):08x}"[:6]


class Reworded(NamedTuple):
    """The task of a line of ours that a ticked line may be in other words. `open`: the line itself is not ticked."""

    ref: str
    line: str
    open: bool


def reworded(ticked: str, key: str, name: str, shown: Event, sheet: Event, note: Note | None) -> Reworded | None:
    """Return the task of somebody that a ticked line may be about; None if its words are the user's own.

    `sheet` is the event `shown` as we last wrote it. At least half of the words, besides the name, must be those of the
    task's line, in whatever language that is: then it must not be read as a call (P13).
    """
    words = _words(ticked) - _words(name)
    for ref, ours in _task_lines(shown, sheet, note):
        if person_of(ref) == key and words and 2 * len(words & _words(ours)) >= len(words):
            done = any(tick.tick and tick.place is not None for tick in read_ticks(shown.description, BOX + ours))
            return Reworded(ref, ours, ref in sheet.people and not done)
    return None


def _task_lines(shown: Event, sheet: Event, note: Note | None) -> Iterator[tuple[str, str]]:
    """Yield the lines of tasks with their refs: those of the sheet, and those that left it and are still ticked."""
    for ref, ours in zip(sheet.people, box_lines(sheet.description), strict=False):
        if is_task(ref):
            yield ref, ours
    for line in filter(None, map(boxed_line, shown.description.split("\n"))):
        known = line_of(line, note)
        if known is not None and is_task(known[0].ref):
            yield known[0].ref, line.removesuffix(known[1])


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
