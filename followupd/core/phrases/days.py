"""Days and moments the way people write them: "Thursday 14:00", "in 3 days", "28 Nov", "2 hours ago", "yesterday".

`parse_day` looks forward from `today`, `parse_moment` back from `now`; both are arguments. Raises ValueError with one
sentence that says what to write instead, and never anything else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from followupd.core.phrases.parts_of_periods import part_of_period
from followupd.core.phrases.times import parse_clock, parse_length, parse_span
from followupd.core.phrases.words import (
    CLOCK,
    DAY,
    FIRST_YEAR,
    LAST_YEAR,
    MONTH,
    NUMBER_WORD,
    SURE_CLOCK,
    day_number,
    month_number,
    plain,
    quoted,
)
from followupd.core.values.facts import DayTime
from followupd.core.values.hitlist import Anniversary
from followupd.core.values.time import FULL_DAY_NAMES, FULL_MONTH_NAMES, MONTH_NAMES, Span, at_wall_clock

SOON = timedelta(days=14)
SLACK = timedelta(minutes=5)   # a clock that is a little ahead of ours does not show the future
ISO_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])"
DAY_OF_MONTH = r"[0-9]{1,2}(?:st|nd|rd|th)?"
WRITTEN_DAY = (
    rf"(?:{DAY_OF_MONTH} (?:of )?{MONTH}(?:,? [0-9]{{4}}(?![0-9:]))?"
    rf"|{MONTH} {DAY_OF_MONTH}\b(?![:.][0-9])(?:,? [0-9]{{4}}(?![0-9:]))?)"
)
_UNIT = r"(?:days?|d|weeks?|wks?|w|months?|mths?|mos?|quarters?|years?|yrs?|y)\b"
_DISTANCE = rf"(?:in )?(?:[0-9]{{1,5}}|{NUMBER_WORD}) ?{_UNIT}(?: from now)?"
_DAY_WORDS = r"(?:today|tomorrow|(?:the )?day after tomorrow|next (?:week|month|quarter|year))"

# The patterns are texts, compiled when first used and then kept by `re`: importing this module cost 5 ms, a tenth
# of a click program, when it compiled them all (bench/startup.py).
_LEAD = r"^(?:on|for|by|until|till) (?=.)"
_CALENDAR_DAY = rf"(?:(?P<named>{DAY}),? (?:the )?)?(?:(?P<iso>{ISO_DAY})|(?P<written>{WRITTEN_DAY}))"
_FORWARD = (
    rf"(?:{_CALENDAR_DAY}"
    rf"|(?:(?:next|this|coming) )?(?P<day>{DAY})"
    rf"|(?P<word>{_DAY_WORDS}))"
    rf"(?:t|,? (?:at )?| ?, ?)?(?P<clock>(?<=[ t,]){CLOCK})?"
    rf"|(?P<distance>{_DISTANCE})(?:,? at (?P<clock2>{CLOCK})|,? (?P<clock3>{SURE_CLOCK}))?"
    rf"|(?:at )?(?P<clock4>{SURE_CLOCK})"
)
_SLASHED = r"([0-9]{1,4})([/.])([0-9]{1,2})\2([0-9]{1,4})(?![0-9])"
_DAY_ADVICE = "Write Thursday, 28 Nov, 2026-11-28 or in 3 days, with a time if there is one (Thursday 14:00)."
_WORD_SPANS = {
    "today": Span(), "tomorrow": Span(days=1), "day after tomorrow": Span(days=2),
    "the day after tomorrow": Span(days=2),
}
_LONGEST_DAY_WORDS = 7
_IN_DAYS = r"(?i)\bdays?\b|\dd\b"
_ENDING = r"^(?:(?:by|until|till) )?(?:in |(?:the )?end of (?:the )?)?"
_WEEK_WORDS = {"week": 0, "this week": 0, "next week": 7}      # days from this week's
_MONTHS_OF = {"next month": 1, "next quarter": 3, "next year": 12}


class NotADayError(ValueError):
    """The text does not name a day at all; other errors say what is wrong with the day that it names."""
# The form of a day with its year, and of one that comes round each year; see `hitlist/json_schema.py`.
_SHORT_DAY = r"(?:--)?([0-9]{2})-([0-9]{2})"
_REAL_ISO_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
FULL_DATE = rf"{_REAL_ISO_DAY}|(?=.*[0-9]{{4}}$){WRITTEN_DAY}"
YEARLY_DATE = rf"{_REAL_ISO_DAY}|{_SHORT_DAY}|{WRITTEN_DAY}"


def parse_day(text: str, today: date) -> DayTime:
    """Read a day from `today` on, with a time if one is said: "Thursday", "next Tue 14:00", "28 Nov", "in 3 days".

    A weekday is the first one after `today`; a day without a year is the next such day, `today` included. A weekday
    before a date has to be that of the date: "Thu 3 Dec". "Next week" and "in 2 weeks" are vague, without a time.
    """
    phrase = re.sub(_LEAD, "", plain(text), count=1)
    match = re.fullmatch(_FORWARD, phrase)
    if match is None:
        raise _no_day(text, phrase, _DAY_ADVICE)
    day = _day_ahead(text, match, today)
    if day.year > LAST_YEAR:
        raise ValueError(f"{quoted(text)} is too far away. {_DAY_ADVICE}")
    clock = match["clock"] or match["clock2"] or match["clock3"] or match["clock4"]
    vague = bool(match["distance"] or (match["word"] or "").startswith("next "))
    return DayTime(day, parse_clock(clock) if clock else None, vague=vague and not clock)


def leading_day(words: str, today: date) -> tuple[DayTime, str] | None:
    """Return the day (from `today` on) that the text begins with, in as many words as it takes, and what follows.

    Raises ValueError if they name a date that is wrong: "Wed 3 Dec" is not some Wednesday at three.
    """
    ends = [match.end() for match in re.finditer(r"\S+", words[:80])][:_LONGEST_DAY_WORDS]
    for end in reversed(ends):
        candidate = words[:end].rstrip(",;:.!)")
        try:
            return parse_day(candidate, today), words[len(candidate) :]
        except NotADayError:
            continue
    return None


def parse_day_or_month(text: str, today: date) -> DayTime:
    """Read a day as `parse_day` does, a month alone or a part of one: "in March", "March 2027", "mid March" (vague)."""
    part = part_of_period(plain(text), today)
    if part is not None and part[1] == len(plain(text)):
        return part[0]
    month = re.fullmatch(rf"(?:(?:in|next) )?(?P<month>{MONTH})(?P<year> [0-9]{{4}})?", plain(text))
    if month is None:
        return parse_day(text, today)
    return replace(parse_day(f"1 {month['month']}{month['year'] or ''}", today), vague=True)


def parse_meeting_day(text: str, today: date) -> DayTime:
    """Read the day of a meeting as `parse_day` does; ValueError asks for the day if only a week or a month is said."""
    day = parse_day(text, today)
    if is_a_stretch(text, day):
        raise ValueError(f"{quoted(text)} does not say on which day you meet. {_DAY_ADVICE}")
    return day


def is_a_stretch(text: str, day: DayTime) -> bool:
    """Return whether a day that was read from a text is only the first one of a week, a month or more."""
    return day.vague and re.search(_IN_DAYS, text) is None


def parse_deadline(text: str, today: date) -> date:
    """Read the day by which something is due: "Friday"; of "next week", "March", "end of the month" the last one."""
    phrase = re.sub(_ENDING, "", plain(text), count=1)
    first_of_month, names = today.replace(day=1), (FULL_MONTH_NAMES[today.month - 1], MONTH_NAMES[today.month - 1])
    if phrase in _WEEK_WORDS:
        return today + timedelta(days=_WEEK_WORDS[phrase] + 6 - today.weekday())
    if phrase in ("month", "this month", *(name.lower() for name in names)):
        return Span(months=1).after(first_of_month) - timedelta(days=1)
    day = parse_day_or_month(phrase, today)
    if day.vague and day.day.day == 1 and re.search(_DISTANCE, phrase) is None:
        return Span(months=_MONTHS_OF.get(phrase, 1)).after(day.day) - timedelta(days=1)
    return day.day


def _day_ahead(text: str, match: re.Match[str], today: date) -> date:
    """Return the day from today on that a match of `_FORWARD` names; today for a clock alone."""
    if written := match["iso"] or match["written"]:
        day = _dated(text, written, today, forward=True)
        if day < today:
            raise ValueError(f"{quoted(text)} has passed by {today}. {_DAY_ADVICE}")
        return _on_its_weekday(text, match, day)
    if match["day"]:
        return today + timedelta(days=(day_number(match["day"]) - today.weekday() - 1) % 7 + 1)
    if match["word"]:
        return _day_word(match["word"], today)
    if match["distance"]:
        return parse_span(match["distance"].removeprefix("in ").removesuffix(" from now")).after(today)
    return today


def _day_word(word: str, today: date) -> date:
    """Return tomorrow, or the first day of the next week (its Monday), month, quarter or year."""
    if word == "next week":
        return today + timedelta(days=7 - today.weekday())
    if word in _MONTHS_OF:
        months = _MONTHS_OF[word]
        return Span(months=months - (today.month - 1) % months).after(today.replace(day=1))
    return _WORD_SPANS[word].after(today)


def _on_its_weekday(text: str, match: re.Match[str], day: date) -> date:
    """Return the day of a match of `_CALENDAR_DAY`. Raises ValueError if the weekday before it is another one."""
    if match["named"] and day_number(match["named"]) != day.weekday():
        shown = f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
        raise ValueError(f"{quoted(text)}: {shown} is a {FULL_DAY_NAMES[day.weekday()]}. Write one of them.")
    return day


def parse_date(text: str) -> date:
    """Read a day that says its year: "2026-11-28", "28 November 2026", "Nov 28, 2026"."""
    phrase = plain(text)
    advice = "Write 2026-11-28 or 28 Nov 2026."
    if re.fullmatch(ISO_DAY, phrase):
        return _checked(text, int(phrase[:4]), int(phrase[5:7]), int(phrase[8:]))
    if re.fullmatch(WRITTEN_DAY, phrase):
        if not re.search(r"[0-9]{4}$", phrase):
            raise ValueError(f"{quoted(text)} has no year. {advice}")
        return _dated(text, phrase, date.min, forward=True)
    raise _no_day(text, phrase, advice)


def looks_like_a_day(text: str) -> bool:
    """Return whether a text is meant as a day, even one that cannot be read or is not in the calendar."""
    phrase = plain(text)
    if re.fullmatch(rf"{ISO_DAY}|{WRITTEN_DAY}|{_SLASHED}", phrase):
        return True
    match = re.fullmatch(_FORWARD, phrase)
    return match is not None and match["clock4"] is None


def _no_day(text: str, phrase: str, advice: str) -> ValueError:
    """Return the error for a text that does not have the form of a day."""
    match = re.match(_SLASHED, phrase)
    if match is None:
        return NotADayError(f"{quoted(text)} is not a day. {advice}")
    first, second, third = match[1], match[3], match[4]
    if len(first) <= 2 and len(third) == 4 and 1 <= int(first) <= 12 and 1 <= int(second) <= 12 and first != second:
        return ValueError(
            f"{quoted(text)} may be {int(first)} {MONTH_NAMES[int(second) - 1]} "
            f"or {int(second)} {MONTH_NAMES[int(first) - 1]}. Write {third}-{int(second):02}-{int(first):02}, "
            "year first, or the month as a word."
        )
    return ValueError(f"{quoted(text)} is not a date that everyone reads alike. Write 2026-11-28 or 28 Nov 2026.")


def _checked(text: str, year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{quoted(text)}: the year must be {FIRST_YEAR} to {LAST_YEAR}.")
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_such_day(text) from None


def _no_such_day(text: str) -> ValueError:
    return ValueError(f"{quoted(text)}: there is no such day in the calendar. Write 2026-11-28 or 28 Nov 2026.")


def _month_day(written: str) -> tuple[int, int, int | None]:
    """Return month, day and year (None if it is not there) of a text that `WRITTEN_DAY` matched."""
    month = re.search(MONTH, written)
    numbers = re.findall(r"[0-9]+", written)
    assert month is not None
    return month_number(month[0]), int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else None


def _dated(text: str, written: str, today: date, *, forward: bool) -> date:
    """Return the day of an ISO or written date; without a year the nearest one on that side of `today`, or today."""
    if written[4:5] == "-":
        return _checked(text, int(written[:4]), int(written[5:7]), int(written[8:10]))
    month, day, year = _month_day(written)
    if year is not None:
        return _checked(text, year, month, day)
    step = 1 if forward else -1
    for candidate in range(today.year, today.year + 9 * step, step):   # 29 February: 1896, then 1904
        try:
            day_found = date(candidate, month, day)
        except ValueError:
            continue
        if (day_found >= today) if forward else (day_found <= today):
            return _checked(text, day_found.year, month, day)
    raise _no_such_day(text)


_BACKWARD = (
    rf"(?:{_CALENDAR_DAY}|(?:(?:last|this) )?(?P<day>{DAY})"
    r"|(?P<word>today|yesterday|(?:the )?day before yesterday))"
    rf"(?:t|,? (?:at )?| ?, ?)?(?P<clock>(?<=[ t,])(?:[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]{{1,9}})?|{CLOCK}))?"
    r"(?: ?(?P<offset>z|[+-][0-9]{2}:?[0-9]{2}))?"
    rf"|(?P<distance>.{{1,30}}) ago|(?:at )?(?P<clock2>{SURE_CLOCK})|(?P<now>now|just now)"
)
_TO_COME = r"(?:in [0-9]|next |tomorrow )"
_PARTS = {       # when each begins, and the time that is meant by it
    "morning": (time(4), time(9)), "afternoon": (time(12), time(15)), "evening": (time(16), time(19)),
    "night": (time(18), time(21)),
}
_PART_OF_DAY = rf"(?:(?P<day>this|last|yesterday|{DAY}) )?(?P<part>{'|'.join(_PARTS)})"
_MOMENT_ADVICE = "Write 14:10, yesterday 14:10, 2 hours ago, Monday or 2026-11-20 14:10."
_WORDS_BACK = {"today": 0, "yesterday": 1, "day before yesterday": 2, "the day before yesterday": 2}


def parse_moment(text: str, now: datetime, zone: tzinfo) -> tuple[datetime, bool]:
    """Return when something happened, in UTC, and whether a time was said; a day alone is its first instant.

    `now` is aware. More than 5 minutes after it is an error.
    """
    phrase = re.sub(_LEAD, "", plain(text), count=1)
    if part := re.fullmatch(_PART_OF_DAY, phrase):
        return _in_part(text, part, now, zone)
    match = re.fullmatch(_BACKWARD, phrase)
    if match is None:
        if re.fullmatch(_FORWARD, phrase) or re.match(_TO_COME, phrase):
            raise ValueError(f"{quoted(text)} has not happened yet. {_MOMENT_ADVICE}")
        raise _no_day(text, phrase, _MOMENT_ADVICE)
    today = now.astimezone(zone).date()
    clock = match["clock"] or match["clock2"]
    if match["now"]:
        return now.astimezone(UTC), True
    if match["distance"]:
        return _ago(text, match["distance"], now, zone)
    if match["offset"] and not (clock and match["iso"]):
        raise ValueError(f"{quoted(text)}: an offset needs a date and a time. Write 2026-11-20T14:10-07:00.")
    day = _day_back(text, match, today)
    reading = _clock_with_seconds(text, clock) if clock else time(0)
    at = at_wall_clock(day, reading, _offset(text, match["offset"]) or zone)
    if at > now + SLACK:
        shown = now.astimezone(zone)
        raise ValueError(f"{quoted(text)} has not happened yet: it is {shown:%Y-%m-%d %H:%M}. {_MOMENT_ADVICE}")
    return at, clock is not None


def _day_back(text: str, match: re.Match[str], today: date) -> date:
    """Return the day up to today that a match of `_BACKWARD` names."""
    if written := match["iso"] or match["written"]:
        return _on_its_weekday(text, match, _dated_before(text, written, today))
    if match["day"]:
        return today - timedelta(days=(today.weekday() - day_number(match["day"]) - 1) % 7 + 1)
    return today - timedelta(days=_WORDS_BACK.get(match["word"] or "today", 0))


def _dated_before(text: str, written: str, today: date) -> date:
    """Return the day of a date that has been. One without a year that comes soon, and was long ago, is a slip."""
    day = _dated(text, written, today, forward=False)
    if re.search(r"[0-9]{4}", written) is None:
        ahead = _dated(text, written, today, forward=True)
        if ahead - today < min(SOON, today - day):
            raise ValueError(f"{quoted(text)} has not happened yet. If it was in {day.year}, write {day}.")
    return day


def _in_part(text: str, match: re.Match[str], now: datetime, zone: tzinfo) -> tuple[datetime, bool]:
    """Return an instant in a part of a day: "this morning", "last night", "Monday evening"; now if it is going on."""
    named = {"this": "today", "last": "yesterday", None: "today"}.get(match["day"], match["day"])
    day = parse_moment(named, now, zone)[0].astimezone(zone).date()
    begins, usual = (at_wall_clock(day, clock, zone) for clock in _PARTS[match["part"]])
    if begins > now:
        raise ValueError(f"{quoted(text)} has not happened yet. {_MOMENT_ADVICE}")
    return min(usual, now.astimezone(UTC)), True


def _ago(text: str, distance: str, now: datetime, zone: tzinfo) -> tuple[datetime, bool]:
    try:
        return now.astimezone(UTC) - parse_length(distance), True
    except ValueError:
        pass
    try:
        span = parse_span(distance)
    except ValueError:
        raise ValueError(f"{quoted(text)} is not a moment. {_MOMENT_ADVICE}") from None
    day = Span(-span.months, -span.days).after(now.astimezone(zone).date())
    if day.year < FIRST_YEAR or day == date.max:   # `after` answers the last day if it would leave the calendar
        raise ValueError(f"{quoted(text)} is too long ago. {_MOMENT_ADVICE}")
    return at_wall_clock(day, time(0), zone), False


def _clock_with_seconds(text: str, clock: str) -> time:
    if clock.count(":") < 2:
        return parse_clock(clock)
    hours, minutes, seconds = clock.split(":")
    if int(seconds[:2]) > 59:
        raise ValueError(f"{quoted(text)} is not a moment: seconds go to 59. {_MOMENT_ADVICE}")
    return parse_clock(f"{hours}:{minutes}").replace(second=int(seconds[:2]))


def _offset(text: str, offset: str | None) -> tzinfo | None:
    if not offset:
        return None
    if offset == "z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(f"{quoted(text)}: an offset goes from -14:00 to +14:00.")
    return timezone((1 if offset[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


_LONGEST_MEMORY = 1000


def parse_anniversary(name: str, text: str) -> Anniversary:
    """Read a date that comes round each year: "14 May", "14 May 1980", "1980-05-14", "05-14" (month first)."""
    phrase = plain(text)
    year: int | None = None
    if re.fullmatch(ISO_DAY, phrase):
        year, month, day = int(phrase[:4]), int(phrase[5:7]), int(phrase[8:])
    elif match := re.fullmatch(_SHORT_DAY, phrase):
        month, day = int(match[1]), int(match[2])
    elif re.fullmatch(WRITTEN_DAY, phrase):
        month, day, year = _month_day(phrase)
    else:
        raise _no_day(text, phrase, "Write 14 May, 14 May 1980 or 1980-05-14.")
    if year is not None and not _LONGEST_MEMORY <= year <= LAST_YEAR:
        raise ValueError(f"{quoted(text)}: the year must be {_LONGEST_MEMORY} to {LAST_YEAR}.")
    try:
        date(year if year is not None else 2000, month, day)   # 2000 has a 29 February
    except ValueError:
        raise ValueError(f"{quoted(text)}: there is no such day in the calendar. Write 14 May or 1980-05-14.") from None
    return Anniversary(name, month, day, year)
