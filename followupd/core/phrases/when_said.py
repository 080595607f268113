"""The moment that words beside an outcome name: "called at 9, no answer", "spoke yesterday evening", "na 9:30".

Finds it and takes it out of the text. Whether it says when this try was is decided with what the text says with and
without it: a moment in a topic, a wish or a story is part of the note. The instant depends on the day on which the
words count, which whoever counts them knows (`moment_instant`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from followupd.core.phrases.days import ISO_DAY, WRITTEN_DAY, parse_moment
from followupd.core.phrases.said import Mark, Unclear
from followupd.core.phrases.words import DAY, NUMBER_WORD, SURE_CLOCK, number_of
from followupd.core.values.facts import Outcome
from followupd.core.values.time import A_DAY, at_wall_clock

_HINT = r"(?i)\d|\bat\b|noon|midday|half|ago\b|now\b|morning|afternoon|evening|night|day\b"
_CLOCK = (
    rf"(?:noon|midday|half (?:past )?(?:{NUMBER_WORD}|\d{{1,2}})"
    r"|\d{1,2}(?:[:.h]\d\d)?(?: ?[ap]\.?m\b\.?| ?o['’]?clock)?)(?![\w:]|\.\d)"
)
_AT = r"(?:(?:at|@)(?: (?:about|around))?|about|around) ?"
_PART = rf"(?:this|last|yesterday|(?:on )?{DAY}) (?:morning|afternoon|evening|night)\b"
_DATE = rf"(?:on )?(?:{ISO_DAY}|{WRITTEN_DAY})(?!\w)"
_MOMENT = (
    rf"(?P<part>{_PART})(?:,? {_AT}(?P<of_part>{_CLOCK}))?|{_AT}(?P<clock>{_CLOCK})(?: (?P<its_part>{_PART}))?"
    rf"|(?P<past>yesterday|(?:the )?day before yesterday|today(?= (?:at|@)))\b(?:,? {_AT}(?P<of_past>{_CLOCK}))?"
    rf"|(?P<day>{_DATE}|(?:on |last )?{DAY}\b\.?)(?:,? (?:{_AT}(?P<of_day>{_CLOCK})|(?P<of_day_too>{SURE_CLOCK})))?"
    rf"|(?P<sure>{SURE_CLOCK})"
    rf"|(?P<ago>(?:half an hour|(?:\d{{1,3}}|{NUMBER_WORD}) (?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?)) ago\b"
    r"|just now\b)"
)
_CLOCKS = ("clock", "of_part", "of_past", "of_day", "of_day_too", "sure")
_BEHIND = r"(?=\s*(?:$|,(?! ?\d)|[;:!(–—]|\.(?!\d)|\s-\s|\s(?:about|but|and(?! (?:again\b|then\b|at\b|\d)))\b))"
_FIRST_CLAUSE = r"[,;:!?()–—]|\.(?=\s)|\s-\s"
_EDGE = " \t:;,.-–—"
# Words of an outcome that add no topic, so that a moment after them is still that of the try.
_NO_TOPIC = (
    r"(?i)(?:(?:(?:on|over|by|via) (?:the |her |his |their |my )?(?:phone|mobile|cell|landline|video|zoom|skype|teams)"
    r"|for (?:her|him|them)|again|briefly|twice)\s*)*"
)
_MOST_OF_A_TRY = 5       # words
_LEADS_ELSEWHERE = (
    r"(?i)\b(?:the|an?|in|to|of|by|for|from|until|till?|after|before|next|back|since|than|it['’]s)$"
)
_HALF_A_DAY, _BEFORE_DAWN, _LATE = 12, range(1, 7), ("afternoon", "evening", "night")
_IN_TOUCH = (Outcome.REACHED, Outcome.DONE, Outcome.SENT)
ReadText = Mark | Unclear | None


class SaidMoment(NamedTuple):
    """A moment that was said, and the text around it.

    It is `sure` if it is past whatever was tried, as a weekday alone is not; `apart` if a sign sets it off from what is
    before it.
    """

    when: str
    before: str
    behind: str
    sure: bool
    apart: bool

    @property
    def rest(self) -> str:
        """The text without it."""
        return f"{self.before}{self.behind}" if self.before else self.behind.lstrip(_EDGE)


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return the last second of a day, from which the moments in a line that is about it are counted back."""
    return at_wall_clock(day + A_DAY, time(), zone) - timedelta(seconds=1)


def moment_instant(when: str, now: datetime, zone: tzinfo) -> tuple[datetime, bool]:
    """Return when a moment was, as somebody said it by `now`, and whether they said a time.

    Raises ValueError if it is still to come.
    """
    said = re.fullmatch(rf"(?i)(?:{_MOMENT})", when)
    return parse_moment(_spelt(said) if said is not None else when, now, zone)


def with_its_moment(text: str, read: Callable[[str], ReadText]) -> ReadText:
    """Return what a text says, with the moment at which it was, if it names one right behind or before the outcome."""
    found = _moment_and_mark(text, read)
    return replace(found[1], when=found[0].when) if found is not None else read(text)


def moment_of_try(text: str, read: Callable[[str], ReadText]) -> SaidMoment | None:
    """Return the moment at which what a text says was, with the rest of the text; None if it names none."""
    found = _moment_and_mark(text, read)
    return found[0] if found is not None else None


def _moment_and_mark(text: str, read: Callable[[str], ReadText]) -> tuple[SaidMoment, Mark] | None:
    """Return the moment of the try, and what the text says without it."""
    for moment in _moments_in(text):
        said, whole = read(moment.rest), read(text)
        if whole is not None and isinstance(said, Mark) and _is_of_the_try(moment, said, whole, read):
            return moment, said
    return None


def _moments_in(text: str) -> Iterator[SaidMoment]:
    """Yield the moments that a text may name in its first clause, or at its beginning."""
    if not re.search(_HINT, text):
        return
    first = re.compile(rf"(?i)(?:{_MOMENT})(?=[\s:,–—-])").match(text)
    later = re.compile(rf"(?i)(?<=[\s:–—])(?:{_MOMENT}){_BEHIND}").finditer(text)
    for found in (first, *later) if first is not None else later:
        before, behind = text[:found.start()].rstrip(), text[found.end():]
        bare = before.rstrip(_EDGE)
        if re.search(_FIRST_CLAUSE, bare):
            return
        if bare or behind.strip(_EDGE):
            yield SaidMoment(found[0], bare, behind, found["day"] is None, before != bare)


def moment_first(text: str, *, in_touch: bool) -> tuple[str, str] | None:
    """Return the moment with which words behind a tick begin, and the rest of them: "at 9:30, moved to Berlin".

    If they were in touch, a day alone is one as well: with more words, or an hour, it may be the day of a meeting.
    """
    found = re.compile(rf"(?i)(?:{_MOMENT}){_BEHIND}").match(text)
    if found is None or (found["day"] and (not in_touch or found["day"] != text.strip(_EDGE))):
        return None
    return found[0], text[found.end():].strip(_EDGE)


def _is_of_the_try(moment: SaidMoment, said: Mark, whole: Mark | Unclear, read: Callable[[str], ReadText]) -> bool:
    """Return whether a moment says when that happened which a text says without it."""
    if said.outcome in (None, Outcome.CALL_BACK) or said.later is not None:
        return False
    if not moment.sure and said.outcome not in _IN_TOUCH:
        return False                         # "na Friday" may be about the next try
    if isinstance(whole, Mark):
        if whole.outcome is not said.outcome or whole.asked not in (said.asked, None):
            return False
    elif said.outcome not in whole.nearest and not whole.why:
        return False
    if not moment.before:
        return moment.sure
    clock_alone = re.fullmatch(rf"(?i)(?:{_AT})?{_CLOCK}", moment.when)
    if moment.apart and (moment.behind.strip(_EDGE) or not moment.sure or clock_alone):
        return False                         # "na: 15:00", "lm: Friday"
    head = read(moment.before)
    if isinstance(head, Mark):
        return head.outcome is said.outcome and re.fullmatch(_NO_TOPIC, head.note) is not None
    short = len(moment.before.split()) <= _MOST_OF_A_TRY       # "called her", which says no outcome yet
    return moment.sure and short and not re.search(_LEADS_ELSEWHERE, moment.before)


def _spelt(found: re.Match[str]) -> str:
    """Return a moment as `parse_moment` reads it: "yesterday 20:00" for "yesterday evening at 8"."""
    said = {name: text.lower() for name, text in found.groupdict().items() if text}
    clock = next((said[name] for name in _CLOCKS if name in said), "")
    part = said.get("part") or said.get("its_part") or ""
    if clock:
        day, _, of_day = part.removeprefix("on ").rpartition(" ")
        named = {"this": "", "last": "yesterday"}.get(day, day) or said.get("past") or said.get("day", "")
        return f"{named.removeprefix('on ')} {_clock(clock, of_day)}".strip()
    return (part or said.get("past") or said.get("day") or said["ago"]).removeprefix("on ")


def _clock(said: str, part: str) -> str:
    """Return a clock as "17:00": a bare hour before dawn is in the afternoon, and "8" in the evening is 20:00."""
    if said in ("noon", "midday"):
        return "noon"
    if half := re.fullmatch(r"half (?:past )?(\w+)", said):
        said = f"{number_of(half[1])}:30"
    digits = re.match(r"(\d{1,2})(?:[:.h](\d\d))?", said)
    assert digits is not None
    hour, minute = int(digits[1]), digits[2] or "00"
    if re.search(r"[ap]\.?m\b", said):
        return f"{hour}:{minute} {'am' if 'a' in said else 'pm'}"
    late = hour < _HALF_A_DAY and part in _LATE
    if late or (hour in _BEFORE_DAWN and digits[1][0] != "0" and part != "morning"):
        hour += _HALF_A_DAY
    return f"{hour}:{minute}"
