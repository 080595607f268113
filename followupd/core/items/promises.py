"""A promise as an item: something the user said they would do for a contact, by a day or without one."""

from __future__ import annotations

from datetime import date, tzinfo

from followupd.core.people.promises import Given, alike
from followupd.core.people.wanted import Task, number_of
from followupd.core.reasons import GaveWord
from followupd.core.values.hitlist import Contact
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind

AHEAD = Span(days=-14)          # a promise for a day in half a year is no matter for this week's sheet
WITHOUT_A_DAY = date(1970, 1, 1)
LONGEST_ACT = 90


def promise_matter(key: str, contact: Contact, given: Given, zone: tzinfo) -> Task:
    made = given.made.astimezone(zone).date() if given.made else None
    since = given.by or made or WITHOUT_A_DAY
    number = number_of(alike(given.what))
    start = max(AHEAD.after(given.by), made or date.min) if given.by else made or date.min
    what = " ".join(given.what.split())
    short = what if len(what) <= LONGEST_ACT else what[: LONGEST_ACT - 1].rstrip() + "…"
    return Task(
        kind=Kind.PROMISE, key=key, contact=contact, meaning=f"{key}-{since:%Y%m%d}-{number}",
        act=f"Promised to {' '.join(contact.name.split())}: {short}", what=given.what, anchor=start, by=given.by,
        reasons=(GaveWord(made, given.by),), ended=given.ended,
    )
