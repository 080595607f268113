"""The parts of a text that are kept beside its outcome: the note, and the day that somebody wishes for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from followupd.core.phrases.another_time import FAILED
from followupd.core.phrases.english import words as english
from followupd.core.phrases.hints import vocabulary
from followupd.core.phrases.one_clause import ClausePart
from followupd.core.phrases.parts_of_periods import part_said
from followupd.core.phrases.patterns import DAY_WORD, TODAY_WORD, UNTIL_WORD, Says
from followupd.core.phrases.plain_days import in_its_part
from followupd.core.phrases.said import Mark
from followupd.core.phrases.sentence import EDGE, NAME_WORD, NAMES_WORD, NUMBER_WORD, Clause, Word
from followupd.core.phrases.wished_way import way_written
from followupd.core.values.facts import DayTime, Outcome

_BEFORE_THE_NOTE = rf"(?i).*[{re.escape(EDGE)}](?:(?:and|but|so|then|because)\s+)*(?=[a-z]+\s+$)"
_DAYS = (DAY_WORD, UNTIL_WORD)
_ASKED = (Says.BACK, Says.WISH, Outcome.CALL_BACK)      # "call back, Friday"
_NO_THING = {NAME_WORD, NAMES_WORD, NUMBER_WORD, *_DAYS}
_HOURS_ON = r"in (?:half an hour|(?:an|a few|a couple of|two|three|[1-6]) (?:hours?|hrs?))"
_PART_SAID = (      # `today` if it can only be today, `soon` if it is no part of a day that the plan knows
    rf"(?i)\b(?P<today>in the (?:afternoon|evening)|(?P<soon>after lunch|{_HOURS_ON}))\b(?! or )"
    r"|\b(?:in the |first thing in the |early |late )?(?:morning|afternoon|evening|lunch ?time)\b"
)
_THE_PHONE = ("the", "her", "his", "my", "by", "on", "over")


def wished(parts: Sequence[ClausePart]) -> DayTime | None:
    """Return the day after a cue in what follows: asked for, back on, until, again, call on, not before.

    When to call counts before how long they are `away`: "on nights till Fri, ring her Sat".
    """
    days = [*_days_wished(parts)]
    return next((day for day, when in days if when), days[0][0] if days else None)


def _days_wished(parts: Sequence[ClausePart]) -> Iterator[tuple[DayTime, bool]]:
    """Yield the days after a cue, and whether it is a word for the next call."""
    for number, part in enumerate(parts):
        happened = number == 0 and part.read is not None and isinstance(part.read.says, Outcome)
        of_head = len(part.head) if happened else 0
        for place, word in enumerate(part.words):
            if word.day is None:
                continue
            if number > 0 and _is_planned_today(word, part):
                yield word.day, True
            if word.said in _DAYS and place >= of_head:
                yield from _wish_at(parts, number, place, word.day)


def _wish_at(parts: Sequence[ClausePart], number: int, place: int, day: DayTime) -> Iterator[tuple[DayTime, bool]]:
    """Yield the day at this place of a clause as `_days_wished` does, if a cue is beside it."""
    words = parts[number].words
    before = _words_before(words, place)
    back = "back" in before[-1:] or _is_back(words[:place])
    again = [one.said for one in words[place + 1:place + 2]] == ["again"]
    for_next = _is_for_the_next(parts, number, place) or _wishes(before) or _is_to_write(parts, number, place)
    if words[place].said == UNTIL_WORD or back or again or for_next:
        away = not (for_next or again) and (back or words[place].until)
        yield absence(day) if away else day, for_next


def _is_planned_today(word: Word, part: ClausePart) -> bool:
    """Return whether a clause begins with what is planned for a part of today: "again tonight", "call this evening"."""
    planned = part.words[0].said == "again" or part.words[0].said in english.PLANS
    return word.said == TODAY_WORD and planned and word.day is not None and bool(word.day.part)


def day_named(part: ClausePart) -> DayTime | None:
    """Return the day in the head of a clause, or right after it, whatever leads to it: "she returns Friday"."""
    for place, word in enumerate((*part.head, *part.rest[:1])):
        if word.day is not None:
            away = word.until or (place > 0 and part.words[place - 1].said in english.BACK)
            return absence(word.day) if away and word.said != TODAY_WORD else word.day
    return None


def absence(day: DayTime) -> DayTime:
    """Return a day until which they are away; with an hour it is when to call, which somebody who says it asks for."""
    return day if day.time is not None else replace(day, away=True, part="")


def _is_for_the_next(parts: Sequence[ClausePart], number: int, place: int) -> bool:
    """Return whether a clause is about the next try: they will call, or, after a failed one, what is planned."""
    part, first = parts[number], parts[0].read
    if part.read is not None and part.read.says is Says.RINGS:
        return place < part.read.end
    failed = number > 0 and first is not None and first.says in FAILED
    undated = not any(word.day for one in parts[:number] for word in one.words)
    wish = number > 0 and first is not None and first.says in _ASKED and undated
    begins = [word.said for word in part.words if word.said not in english.MINE][:1]
    alone = all(word.said in english.ONLY_A_DAY for word in part.words)
    return (wish and alone) or (failed and (alone or not english.PLANS.isdisjoint(begins)))


def _is_to_write(parts: Sequence[ClausePart], number: int, place: int) -> bool:
    """Return whether a clause is about what is written to them next, and not about what was sent: "text me Friday"."""
    first = parts[0].read
    sent = number > 0 and first is not None and first.says is Outcome.SENT
    return way_written(parts[number].words, place, asked=sent or (number == 0 and place == 1)) != ""


def _words_before(clause: Clause, place: int) -> list[str]:
    """Return the three words before a day, without "wants" if it is of a thing: "wants the Tuesday slot"."""
    before = [one.said for one in clause[max(0, place - 3):place]]
    thing = before[-1:] != ["wants"] or clause[place + 1:place + 2]
    return [one for one in before if one != "wants"] if thing else before


def _wishes(before: Sequence[str]) -> bool:
    """Return whether one of the words before a day is a wish: "ring Friday", and not "over the phone Friday".

    Nor "call attempted 14:20".
    """
    last_past = max((place for place, word in enumerate(before) if word.endswith("ed") and word != "asked"), default=-1)
    at = [place for place, word in enumerate(before) if word in english.WISHING and place > last_past]
    return any(before[place] != "phone" or place == 0 or before[place - 1] not in _THE_PHONE for place in at)


def _is_back(clause: Clause) -> bool:
    """Return whether words end with where they are back: "she will be back in the office"."""
    words = [word.said for word in clause]
    return "back" in words and set(words[words.index("back") + 1:]) <= english.AT_A_PLACE


def note_of(text: str, parts: Sequence[ClausePart]) -> str:
    """Return what follows the head, or the whole text if the head itself says more than its outcome.

    Of "she can't talk now" a part, "now", is not kept alone.
    """
    head = parts[0]
    busy = head.read is not None and head.read.says is Outcome.BUSY
    if _says_more(head) or (busy and head.rest):
        return text.strip(EDGE)
    behind = _words_of_note(parts)
    has_more = any(word.said not in english.TRIVIAL for word in behind)
    return text[_beginning(text, parts[0], behind):].strip(EDGE) if has_more else ""


def _beginning(text: str, head: ClausePart, behind: Sequence[Word]) -> int:
    """Return where the note begins: with the words that say nothing ("already") right before the first that does."""
    start = min(word.start for word in behind)
    ends = [word.end for word in (*head.words, *head.aside, *behind) if word.end <= start]
    said = re.match(_BEFORE_THE_NOTE, text[max(ends, default=start):start])
    return max(ends, default=start) + said.end() if said is not None else start


def day_reported(text: str, parts: Sequence[ClausePart]) -> str:
    """Return what follows from the first day that nobody wishes for, so that no word is lost: "spoke Monday"."""
    days = [word.start for part in parts for word in (*part.words, *part.aside) if word.said in _DAYS]
    return text[min(days):].strip(EDGE) if days else ""


def _says_more(head: ClausePart) -> bool:
    """Return whether a head says more than its outcome: why it was put off, who answered, what they were busy with."""
    if head.words[0].start > head.words[-1].start:       # who said it comes after it
        return True
    said = {word.said for word in head.head}
    says = head.read.says if head.read is not None else None
    why = says is Says.LATER and (not any(word.day for word in head.head) or head.head[0].said in ("after", "before"))
    aside = any(word.said not in english.TRIVIAL for word in head.aside)
    thing = says is not Outcome.SENT and not (said - _NO_THING) <= vocabulary() - english.THINGS_TOLD
    more = says in english.ONLY and bool(said - english.ONLY[says])
    return why or aside or thing or more or bool(said & english.TELLING)


def _leads_on(word: Word) -> bool:
    """Return whether a word before the last of a head begins the note with it: "spoke about the ..."."""
    return word.day is None and word.said in english.CARRIES_ON and word.said not in english.OF_A_VERB


def _words_of_note(parts: Sequence[ClausePart]) -> list[Word]:
    """Return the words of the note: what was sent, and all that follows, without what belongs to the verb."""
    head, whole = parts[0], parts[0].read is not None and parts[0].read.whole
    sent = head.read is not None and head.read.says is Outcome.SENT
    things = [word for word in head.head if word.said not in english.SENDING]
    worth = any(word.said in english.SENT_THINGS or word.said not in vocabulary() for word in things)
    behind = things if sent and worth else []
    behind = [*behind, *head.rest, *(word for part in parts[1:] for word in (*part.words, *part.aside))]
    leads = head.head[-1].said in (english.CARRIES_ON if whole else english.OPEN_ENDS) if head.head else False
    if leads and behind and head.rest:       # "not in, try him tonight" has no "in" in its note
        led = next((n for n, word in enumerate(reversed(head.head[1:-1])) if not _leads_on(word)), len(head.head) - 2)
        behind = [*head.head[-1 - max(led, 0):], *behind]
    of_the_verb = english.OF_A_VERB if whole else english.PARTICLES
    while behind and behind[0].said in of_the_verb:
        behind = behind[1:]
    return behind


def with_its_part(mark: Mark, added: str, today: date) -> Mark:
    """Return a wish with the part of the day that it names; what the plan does not use of that stays in the note.

    "Call back in the afternoon" is today; "next week in the morning" names no day whose morning it could be.
    """
    mark = _with_its_period(mark, added)
    said = re.search(_PART_SAID, added)
    if said is None or (mark.outcome is not Outcome.CALL_BACK and mark.asked is None) or mark.later is not None:
        return mark
    asked = mark.asked
    if asked is None and said["today"]:
        asked = in_its_part(DayTime(today), re.sub(r"(?i)after lunch", "afternoon", said[0]))
    used = asked is not None and (asked.part or asked.time is not None) and not said["soon"]
    kept = used or said[0] in mark.note
    if used and mark.note == said[0]:
        mark = replace(mark, note="")
    return replace(mark, asked=asked, note=mark.note if kept else "; ".join(filter(None, (mark.note, said[0]))))


def _with_its_period(mark: Mark, added: str) -> Mark:
    """Return a wish for a part of a period with the words for it in its note, since the day is only one of its days."""
    said = part_said(added) if mark.asked is not None and mark.asked.vague and mark.later is None else ""
    kept = not said or said in mark.note
    return mark if kept else replace(mark, note="; ".join(filter(None, (mark.note, said))))
