"""What of an event's words is ours, told by the event itself.

A short note goes with every text that we write: how often we have written this event, and a digest of our title and of
each of our lines. So a pass without memory (a lost or an older database, another machine) still tells our words from
the user's (P6), and an event that has gone back to an older state (a calendar restored from a backup) shows it.
Pure; made of `[0-9a-f.-]`, which every server keeps (CALDAV.md 17).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import replace

from followupd.core.values.event import Event, Present, Written

UNKNOWN = "…"
MANY_WORDS = 60     # of a title that is longer the rest is no mark
EDGE = ":;,.-–—"
_NOTE = r"(?P<number>\d{1,9})-(?P<title>[0-9a-f]{6})(?P<lines>(?:\.[0-9a-f]{6})*)"


def witness(ours: Event, number: int) -> str:
    """The note for our `number`th writing of this event, in our own words alone."""
    lines = [line for line in ours.description.split("\n") if line.strip()]
    return ".".join([f"{number}-{_digest(ours.summary)}", *map(_digest, lines)])


def number_of(note: str) -> int:
    """How often we had written the event that carries this note; 0 without a note that can be read."""
    match = re.fullmatch(_NOTE, note)
    return int(match["number"]) if match else 0


def says(note: str, ours: Event) -> bool:
    """Whether the note was written with these words of ours."""
    return note.partition("-")[2] == witness(ours, 1).partition("-")[2]


def went_back(there: Present, row: Written) -> bool:
    """Whether we have written this event again since what stands there: it is an older copy of it."""
    return bool(there.witness) and not row.deleted and number_of(there.witness) < number_of(row.witness)


def is_our_title(text: str, note: str) -> bool:
    """Whether this was our title as the note tells it."""
    match = re.fullmatch(_NOTE, note)
    return match is not None and _digest(text) == match["title"]


def our_part(there: Event, note: str) -> Event:
    """The event as we wrote it: without the user's words in its title and without their lines.

    A title that holds nothing of ours is told as UNKNOWN, so that it stays the user's. Without a note (the server or a
    program dropped it) the title counts as ours, and of the lines nobody knows (`diff` guesses then).
    """
    match = re.fullmatch(_NOTE, note)
    if match is None:
        return replace(there, description="")
    left = Counter(match["lines"].split("."))
    lines: list[str] = []
    for line in there.description.split("\n"):
        if not line.strip():
            lines.append(line)
        elif left[digest := _digest(line)] > 0:
            left[digest] -= 1
            lines.append(line)
    return replace(there, summary=_title(there.summary, match["title"]), description="\n".join(lines).strip("\n"))


def _title(title: str, digest: str) -> str:
    """The longest stretch of words in the title that is ours."""
    if _digest(title) == digest:
        return title
    words = title.split()[:MANY_WORDS]
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            stretch = " ".join(words[start:start + size])
            for ours in (stretch, stretch.rstrip(EDGE)):   # a colon before a note stands at our last word
                if _digest(ours) == digest:
                    return ours
    return UNKNOWN


def _digest(text: str) -> str:
    """Six digits for a line, whatever a server does to its blanks and control characters."""
    kept = "".join(c if c >= " " and c != "\x7f" else " " for c in text)
    return f"{zlib.crc32(' '.join(kept.split()).encode('utf-8', 'replace')):08x}"[:6]
