"""Days as people mention them in a sentence: "thurs at 3", "half 4 tomorrow", "after 5 Jan", "Wednesday week".

Finds a day at the beginning of a text, looser than `parse_day` does where a day is all that is asked for. Reads no
clock: days are read from `today`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, time, timedelta

from followupd.core.phrases.days import NotADayError, parse_day
from followupd.core.phrases.parts_of_periods import is_at_the_end, part_of_period, past_the_part
from followupd.core.phrases.words import DAY, MONTH, NUMBERS, day_number, month_number
from followupd.core.values.facts import DayTime
from followupd.core.values.time import PARTS_OF_DAY, Span

MOST_WORDS = 7
MONTHS, A_YEAR = 12, 365
MORNING = range(5, 12)
_EVENING = r"(?i)\b(?:tonight|tonite|2nite|evening)\b"
AFTERNOON = range(1, 7)       # hours that nobody means before dawn: "Thursday at 3"
# texts, compiled when there is something to read (days.py)
_BEGINS = (
    r"(?i)(?:the )?(?:[0-9]|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|today|2day"
    r"|ton|tom|tm[rwo]|tday|2m|wen|tus|teu|thi|thr|mun|fir|nex|nxt|in |a |this|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|half|noon|midnight|day after|weekend|fortnight|couple|few|end of|mid|christmas|xmas"
    r"|early|new year)"
)
_ORDINALS = {
    word: number for number, word in enumerate((
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
        "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
        "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
    ), 1)
}
_BY_ORDINAL = rf"(?i)^the ({'|'.join(sorted(_ORDINALS, key=len, reverse=True))})(?= (?:of {MONTH}|at \w))"
_NUMBER = "|".join(NUMBERS)
_PARTS = (
    rf"first thing|first|early|late|(?:lunch|dinner|tea|bed|breakfast) ?time|after (?!\d|tomorrow\b|(?:{_NUMBER})\b)\w+"
    r"|(?:in the )?(?:morning|afternoon|arvo|evening|eve|night)"
)
# People's spellings, and those that `parse_day` reads, in this order.
_SPELT = (
    (r"\b(?:wensday|wendsday|wednsday|wedensday)\b", "wednesday"),
    (r"\b(?:tusday|teusday|tuseday)\b", "tuesday"),
    (r"\b(?:thirsday|thurday|thrusday|thursdy)\b", "thursday"),
    (r"\b(?:saterday|saturdy|satday)\b", "saturday"),
    (r"\b(?:munday|monady)\b", "monday"),
    (r"\b(?:firday|fridy|friady)\b", "friday"),
    (r"\b(?:tomoro|tomorro|tomorow|tomrw|tmoro?w?|tmro|2mrw|2mro|tommorow)\b", "tomorrow"),
    (r"\b(?:tmrw|tmr|tmw|2mor+o?w?|2moz|tomoz|tmoz|tmrow|tommorr?ow|tomorow)\b", "tomorrow"),
    (r"\btom(?= (?:morning|afternoon|arvo|evening|night|[ap]m)\b)", "tomorrow"),
    (_BY_ORDINAL, lambda match: f"the {_ORDINALS[match[1].lower()]}th"),
    (r"\b(?:tonite|tonight|2day|2nite|tday)\b", "today"),
    (r"^this (?:morning|afternoon|arvo|evening)\b", "today"),
    (r"\b(?:nxt|nex)\b", "next"),
    (r"\bwk(s?)\b", r"week\1"),
    (r"\b(?:a )?fortnight\b", "2 weeks"),
    (r"\b(?:a )?couple (?:of )?(?=days|weeks|months)", "2 "),
    (r"\b(?:a )?few (?=days|weeks|months)", "3 "),
    (r"^(?:this |the |next )?weekend$", "saturday"),
    (r"^(?:in )?(?:the )?new year$", "1 jan"),
    (r"^(?:christmas|xmas)(?: day)?$", "25 dec"),
    (r"(?<=[a-z]) [ap]m$", ""),
    (r"^(a (?:week|month)|\d+ \w+) from (?:today|now)$", r"in \1"),
    (r"\b(thur|weds)\b", lambda match: match[1][:3]),
    (rf"\b(?:{_PARTS})\b", ""),
    (r"\b(\d{1,2})-?ish\b", r"\1"),
    (r"\b(\d{1,2})h\b", r"\1:00"),
    (r"\b(\d{1,2})h(\d\d)\b", r"\1:\2"),
    (rf"\b({_NUMBER}) o'?clock\b", lambda match: str(_number(match[1]))),
    (r"\bo'?clock\b", ""),
    (rf"\bhalf (?:past )?({_NUMBER}|\d{{1,2}})\b", lambda match: f"{_number(match[1])}:30"),
    (rf"\b({_NUMBER}) thirty\b", lambda match: f"{_number(match[1])}:30"),
    (r"(?<=\S) ([01]\d|2[0-3])([0-5]\d)(?: ?(?:h|hrs|hours))?$", lambda match: _clock_of(match)),
    (r"^the (?=\S)", ""),
    (r",? (?:at|around|about|after(?! tomorrow)|before|by|from|@)(?: (?:at|around|about))? ", " at "),
    (rf"(?<=at )({_NUMBER})\b", lambda match: str(_number(match[1]))),
    (r"\s*@\s*", " at "),
)
_PART_WORDS = {
    "morning": r"(?i)\b(?:morning|first thing)\b|(?<=[a-z] )am$",
    "afternoon": r"(?i)\b(?:afternoon|arvo)\b|(?<=[a-z] )pm$",
    "evening": r"(?i)\b(?:evening|eve|tonight|tonite|2nite)\b", "lunchtime": r"(?i)\blunch ?time\b",
}
_LATER_WEEK = rf"^(?P<day>{DAY}) week$|^(?:a )?week on (?P<on>{DAY})$"
_WITH_NUMBERS = (             # "Wed 12/2"; "Fri 27.11.", and not "Fri 12.30", which is a time
    rf"^(?P<day>{DAY}),? (?:(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})"
    r"|(?P<first>\d{1,2}(?=\.\d{1,2}\.)|2[4-9]|3[01])\.(?P<then>\d{1,2})\b\.?)(?P<rest>(?!/).*)$"
)
_VAGUE = r"(?:in )?(?:the )?new year$"       # names a day only as we read it
# "30/11", "7.12."
_TWO_NUMBERS = r"^(?P<one>\d{1,2})(?P<sign>/|\.(?=\d{1,2}\.))(?P<two>\d{1,2})\b\.?(?P<rest>(?!/|%).*)$"
_DOTTED = r"\d{1,2}\.\d{1,2}\."
_SOON, _FAR = timedelta(days=60), timedelta(days=180)
_DAY_OF_MONTH = r"^(?P<number>\d{1,2})(?:st|nd|rd|th)(?P<rest>|,? (?:at )?\d.*| at .+)$"
_WITH_ONE_NUMBER = (          # "Mon 30th", "Mon 30": a number above 23 is not an hour
    rf"^(?P<day>{DAY}),? (?:the )?(?P<number>\d{{1,2}}(?=st|nd|rd|th)|2[4-9](?=$| )|3[01](?=$| ))"
    rf"(?:st|nd|rd|th|(?![a-z]))(?P<rest>(?! {MONTH}).*)$"
)
_CLOCK_FIRST = r"^(?:at )?(?P<clock>\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?|noon) (?:on )?(?P<day>[a-z].*)$"
_MONTH_ALONE = rf"^(?:(?:in|next|early) )*(?P<month>{MONTH})(?: (?P<year>20\d\d))?$"
_DISTANCE = rf"(?:\d+|{_NUMBER}|couple|few)\b.*(?:day|week|wk|month|year|fortnight)|fortnight"
_STRETCHES = {r".*\bweekend": 2, r"next (?:week|wk)": 7}      # from their first day to the one after them
_STORY = r"(?i)\s*ago\b|'s\b|\s+(?:before|last)\b"         # after what is not a day to come
_NO_MONTHS = ("may", "mar", "march")      # other words, unless something says that a month is meant


def part_of_day(text: str) -> tuple[time, time] | None:
    """Return from when to when the part of the day is that a text names: "Friday afternoon"; None if it names none."""
    part = _part_named(text)
    return PARTS_OF_DAY[part] if part else None


def _part_named(text: str) -> str:
    named = [part for part, pattern in _PART_WORDS.items() if re.search(pattern, text)]
    return named[0] if len(named) == 1 else ""


def in_its_part(day: DayTime, text: str) -> DayTime:
    """Return a day with the part of it that its words name, if they name no hour: "tomorrow evening", "tonight"."""
    return day if day.time is not None or day.vague else replace(day, part=_part_named(text))


def day_ahead(text: str, today: date, *, led: bool = False) -> tuple[DayTime, int] | None:
    """Return the day (from `today` on) that a text begins with, in as many words as it takes, and their length.

    `led` by a word such as "until", "may" and "march" are months, and `30/11` is a day.
    """
    if (part := part_of_period(text, today)) is not None:
        return part
    if not re.match(_BEGINS, text) and not re.match(_BY_ORDINAL, text):
        return None
    ends = [match.end() for match in re.finditer(r"[^\s,;)(]+,?", text[:80])][:MOST_WORDS]
    for end in reversed(ends):
        said = text[:end].rstrip(",!:?" if led and re.fullmatch(_DOTTED, text[:end]) else ",.!:?")
        try:
            day = _read(f"in {said}" if led and said.lower() in _NO_MONTHS else said, today, led=led)
            day = day or (_numbered(said, today) if led else None)
        except ValueError:      # a day that cannot be: a part of it is not meant
            return None
        if day is not None:
            return None if re.match(_STORY, text[len(said):]) else (in_its_part(day, said), len(said))
    return None


def day_past(day: DayTime, said: str, today: date) -> DayTime:
    """Return the first day after a day that was said, and it is vague: after "5 Dec" the 6th, after "March" 1 April.

    A time is meant as it is, and so is a distance: "after 2 days".
    """
    text = " ".join(said.lower().split())
    if (past := past_the_part(text, today)) is not None:
        return past
    if day.time is not None or re.match(_DISTANCE, text):
        return day
    if re.fullmatch(_MONTH_ALONE, text):
        return DayTime(Span(months=1).after(day.day), vague=True)
    further = next((days for pattern, days in _STRETCHES.items() if re.fullmatch(pattern, text)), 1)
    return DayTime(day.day + timedelta(days=further), vague=True)


def until(day: DayTime, said: str, today: date) -> DayTime:
    """Return the day on which somebody is back who is away until the day that was said: after the end of a month."""
    return day_past(day, said, today) if is_at_the_end(said) else day


def hour_today(text: str, today: date) -> tuple[DayTime, int] | None:
    """Return the time today that a text begins with: a bare hour, as it follows "call after"."""
    match = re.match(r"(?i)(?:half (?:past )?)?[a-z0-9:.]+(?: thirty)?(?: ?[ap]\.?m\b\.?)?", text)
    if match is None:
        return None
    if re.match(r"[/-]\d", text[match.end():]):
        return None             # "12/4" is a date, of one of two days
    hour = match[0].rstrip(".,")
    try:
        found = _read(f"today at {hour}", today)
    except ValueError:          # no hour of the clock
        return None
    return (found, len(hour)) if found is not None else None


def _read(said: str, today: date, *, led: bool = False) -> DayTime | None:
    text = said.lower()
    for pattern, instead in _SPELT:
        text = re.sub(pattern, instead, text)
    text = " ".join(text.split()).strip(" ,")
    for form, day_of in _FORMS.items():
        if match := re.match(form, text):
            return _in_the_afternoon(day_of(match, today), text)
    if (match := re.match(_MONTH_ALONE, text)) and (text != match["month"] or text not in _NO_MONTHS):
        return _month_to_come(match, today)
    if (led or said.lower().startswith("the ")) and (match := re.match(_DAY_OF_MONTH, text)):
        day = _day_of_month(int(match["number"]), today)
        if day is None or not match["rest"]:
            return day
        text = f"{day.day}{match['rest']}"
    return _as_it_is_meant(said, text, today)


def _month_to_come(match: re.Match[str], today: date) -> DayTime | None:
    """Return the first day of a month that is named alone; None if it has begun, in a year that is said."""
    month = month_number(match["month"])
    first = date(int(match["year"] or today.year + (month <= today.month)), month, 1)
    return DayTime(first, vague=True) if first > today else None


def _as_it_is_meant(said: str, text: str, today: date) -> DayTime | None:
    """Return the day of a text in the spelling that `parse_day` reads: vague, or in the evening, as it was said."""
    found = _parsed(text, today)
    if found is not None and re.match(_VAGUE, said.lower()):
        return replace(found, vague=True)
    if found is None and (match := re.match(_CLOCK_FIRST, text)):
        text = f"{match['day']} at {match['clock']}"
        found = _parsed(text, today)
    if found is not None and found.time is not None and found.time.hour in MORNING and re.search(_EVENING, said):
        return replace(found, time=found.time.replace(hour=found.time.hour + 12))      # "tonight at 8"
    return _in_the_afternoon(found, text)


def _clock_of(match: re.Match[str]) -> str:
    """Return "16:30" for "1630", unless it is the year of a date: "5 Jan 2027"."""
    date_before = re.search(rf"(?:{MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?,?)$", match.string[:match.start()])
    return match[0] if date_before and match[1] in ("19", "20") else f" {match[1]}:{match[2]}"


def _in_the_afternoon(day: DayTime | None, text: str) -> DayTime | None:
    """Return a day whose hour nobody means before dawn in the afternoon: "Thursday at 3"."""
    bare = re.search(r"(?:^| )(?:at )?(\d{1,2})(?:[:.]\d\d)?$", text)
    if day is None or day.time is None or bare is None or day.time.hour not in AFTERNOON:
        return day
    return replace(day, time=time(day.time.hour + 12, day.time.minute))


def _parsed(text: str, today: date) -> DayTime | None:
    try:
        return parse_day(text, today)
    except NotADayError:
        return None


def _a_week_later(match: re.Match[str], today: date) -> DayTime | None:
    """Return the day of "Thursday week": the one after the next."""
    found = _parsed(match["day"] or match["on"], today)
    return replace(found, day=found.day + timedelta(days=7)) if found is not None else None


def _of_two_numbers(match: re.Match[str], today: date) -> DayTime | None:
    """Return the day of "Wed 12/2": the month is first, or the day, whichever falls on that weekday."""
    one, two = int(match["one"] or match["then"]), int(match["two"] or match["first"])
    orders = {(one, two), (two, one)} if match["one"] else {(one, two)}
    found = [day for day in _dates(orders, today) if day.weekday() == day_number(match["day"])]
    return _parsed(f"{found[0]}{match['rest']}", today) if len(found) == 1 else None


def _numbered(said: str, today: date) -> DayTime | None:
    """Return the day of "30/11" or "7.12.", with its time; None if another day may be meant: "12/3"."""
    match = re.match(_TWO_NUMBERS, said)
    if match is None:
        return None
    one, two = int(match["one"]), int(match["two"])
    dates = sorted(_dates({(two, one), (one, two)} if match["sign"] == "/" else {(two, one)}, today))
    sure = dates and dates[0] <= today + _SOON and all(day > today + _FAR for day in dates[1:])
    return _read(f"{dates[0]}{match['rest']}", today) if sure else None


def _dates(orders: set[tuple[int, int]], today: date) -> list[date]:
    """Return the days in the year from `today` on that a month and a day may mean."""
    dates = [
        date(year, month, day)
        for year in (today.year, today.year + 1) for month, day in orders
        if 1 <= month <= MONTHS and 1 <= day <= monthrange(year, month)[1]
    ]
    return [day for day in dates if today <= day < today + timedelta(days=A_YEAR)]


def _of_one_number(match: re.Match[str], today: date) -> DayTime | None:
    """Return the day of "Mon 30th": the next with this number, if it is on that weekday."""
    day = _day_of_month(int(match["number"]), today)
    if day is None or day.day.weekday() != day_number(match["day"]):
        return None
    return _parsed(f"{day.day}{match['rest']}", today) if match["rest"].strip() else day


def _day_of_month(number: int, today: date) -> DayTime | None:
    """Return the next day with this number: "the 15th"."""
    months = (Span(months=ahead).after(today.replace(day=1)) for ahead in range(3))
    days = [month.replace(day=number) for month in months if 1 <= number <= monthrange(month.year, month.month)[1]]
    return next((DayTime(day) for day in days if day > today), None)


_FORMS = {_LATER_WEEK: _a_week_later, _WITH_NUMBERS: _of_two_numbers, _WITH_ONE_NUMBER: _of_one_number}


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]
