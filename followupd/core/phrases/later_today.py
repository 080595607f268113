"""A time of today to which a try is put off: "in an hour", "this afternoon", "tonight", "after lunch", "at 5".

Reads no clock: a wait counts from when the words are read, and whoever places the try sees whether the time is over.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from followupd.core.phrases.plain_days import hour_today, in_its_part
from followupd.core.phrases.times import parse_length
from followupd.core.values.facts import DayTime

# texts, compiled when there is something to read (days.py)
_WAIT = r"in (?:about |around )?(?P<length>.{1,20}?)(?:(?: or so)|['’]?s?['’]? time)?"
_MAY_BE_MONTHS = r"in \d+ ?m"
_SPELT = {"an hour and a half": "1h30", "a couple of hours": "2 hours", "couple of hours": "2 hours"}
_PART = (
    r"(?:this|(?:later|late|early) this|in the|later in the) (?:afternoon|arvo|evening)"
    r"|(?:late )?(?:tonight|tonite|2nite)"
)
_AT_LUNCH = r"(?:at )?lunch ?time"        # "at lunch" may be where they are
_AFTER_LUNCH = r"(?:just |right |straight )?after lunch(?: ?time)?"
_AT = r"(?:today,? )?(?:(?:at|@|around|about|after)(?: (?:about|around))? ?(?=\d|half|noon)|at (?=[a-z]+$))"


def later_today(text: str, today: date) -> tuple[DayTime, timedelta | None] | None:
    """Return the time of today that a whole text names, and how long to wait for it, if that is what it says."""
    said = " ".join(text.casefold().split()).strip(" .!")
    if (wait := re.fullmatch(_WAIT, said)) and not re.fullmatch(_MAY_BE_MONTHS, said):
        try:
            return DayTime(today), parse_length(_SPELT.get(wait["length"], wait["length"]))
        except ValueError:      # "in 36 hours"
            return None
    if re.fullmatch(_PART, said):
        return in_its_part(DayTime(today), said), None
    if re.fullmatch(_AT_LUNCH, said):
        return DayTime(today, part="lunchtime"), None
    if re.fullmatch(_AFTER_LUNCH, said):
        return DayTime(today, part="afternoon"), None
    if (at := re.match(_AT, said)) and (found := hour_today(said[at.end():], today)) is not None:
        return (found[0], None) if found[1] == len(said[at.end():]) else None
    return None
