"""The one thing in a title that makes a call easy: what was last said, cut to a few words, or a day that is near.

Takes a contact, their timeline and the day of the event; returns a few words, or "". A title is on the lock screen, so
a note that may be somebody's secret, or holds a number or an address, stays in the text below. Words are cut, not
understood, except "back from Lisbon", which is also all that is used of the notes in the hit list, since those may hold
opinions.
"""

from __future__ import annotations

import re
from datetime import date

from followupd.core.people.noticed import NOTICED
from followupd.core.people.personal import fresh_reasons, one_line
from followupd.core.people.timeline import Timeline
from followupd.core.values.hitlist import ONE_WAY_CHANNELS, Contact

WORDS, LETTERS, SHORTEST = 7, 42, 2
_ENDS = r"[;\n]|[.!?](?:\s|$)|,\s|\s[-–—]\s"
# Private words: anybody may see the phone lying on a table. Part of a word is enough.
_PRIVATE = re.compile(
    r"\b(?:di(?:es|ed|ing)\b|death|dead\b|funeral|grie[fv]|mourn|passed away|widow|cancer|tumou?r|ill\b|illness|sick|"
    r"hospital|surger|operation|chemo|diagnos|disease|stroke|depress|anxiet|burn-?out|therap|rehab|clinic|pregnan|"
    r"miscarr|bab(?:y|ies)\b|divorc|separat|broke up|break-?up|affair|ex-?(?:wife|husband)|fired|laid off|lost\b|"
    r"redundan|debt|money|loan|salar|owes?\b|owed|bankrupt|court|lawsuit|lawyer|police|arrest|prison|secret|confiden|private|"
    r"password|code\b|pin\b|drunk|drink|alcohol|sober|suicid|don't|do not|never mention|between us)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[@/\\#$€£%=<>{}]|\d{4,}|\d[\d .-]{4,}\d|www\.")
_BACK = re.compile(r"(?:just )?back from (?P<where>(?:the )?[^\W\d_]+(?: [^\W\d_]+)?)", re.IGNORECASE)
# A clause of these words alone says that a talk went well: nothing to begin the next one with.
_SMALL_TALK = frozenset((
    "a", "all", "and", "are", "as", "at", "brief", "call", "catch-up", "chat", "doing", "ever", "everybody", "everyone",
    "everything", "fine", "good", "great", "had", "he", "he's", "is", "it", "long", "lovely", "much", "new", "news",
    "nice", "no", "nothing", "ok", "okay", "quick", "quite", "really", "same", "she", "she's", "short", "so", "talk",
    "they", "they're", "to", "report", "usual", "very", "was", "we", "well",
))
_TRAILING = frozenset((
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "her", "his", "in", "into", "my", "of", "on", "or", "our",
    "so", "that", "the", "their", "to", "with",
))


def topic_of(contact: Contact, timeline: Timeline, near: date) -> str:
    """Return a few words for a title: a day that is near, what was last said, or a journey that the notes end with."""
    fresh, last = fresh_reasons(contact, near, years=False), timeline.last_contact
    if fresh and not _stays_below(fresh[0]):
        return _cut(fresh[0])
    told = last is not None and last.source != NOTICED      # the title of a meeting is nobody's words
    said = _clauses(last.note) if last and told and last.channel not in ONE_WAY_CHANNELS and not last.asked else []
    if said:
        return _question(said[0]) or _cut(said[0])
    noted = _clauses(contact.notes)
    return _question(noted[-1]) if noted else ""


def _clauses(note: str) -> list[str]:
    """Return the parts of a note that may be a topic; none if the note does not belong on a lock screen."""
    if _stays_below(note):
        return []
    clauses = (one_line(text).strip(" :'\"()[]") for text in re.split(_ENDS, note))
    return [one for one in clauses if len(one) > SHORTEST and not _SMALL_TALK.issuperset(one.casefold().split())]


def _stays_below(text: str) -> bool:
    return bool(_PRIVATE.search(text) or _NUMBER.search(text))


def _question(clause: str) -> str:
    back = _BACK.fullmatch(clause)
    return f"how was {back['where']}?" if back is not None else ""


def _cut(text: str) -> str:
    words = text.split()
    kept = words[:WORDS]
    while kept and len(" ".join(kept)) > LETTERS:
        kept.pop()
    if len(kept) == len(words):
        return " ".join(words)
    while kept and kept[-1].casefold().strip(",:") in _TRAILING:
        kept.pop()
    return " ".join(kept) + "…" if kept else ""
