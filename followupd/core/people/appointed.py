"""The day on which somebody is expected next: that of a booked meeting, or the one that the user named on a review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.people.timeline import Appointed, Timeline
from followupd.core.reasons import BookedFor, BroughtBack
from followupd.core.values.facts import Booked, Swept

A_LITTLE_EARLY = timedelta(days=3)   # they met a few days before the day that was booked: that was the meeting


def appointed(
    timeline: Timeline, booked: Sequence[Booked], swept: Sequence[Swept], zone: tzinfo
) -> Appointed | None:
    """The day on which somebody is expected next: a meeting that was booked, or the day that a review named.

    What happened since goes before it: the meeting itself, a try after the review's word, a skip.
    """
    told: list[tuple[datetime, Appointed]] = []
    met = timeline.last_contact.at.astimezone(zone).date() if timeline.last_contact else date.min
    if booked and booked[-1].day > min(met, date.max - A_LITTLE_EARLY) + A_LITTLE_EARLY:
        said = booked[-1].at.astimezone(zone).date()
        told.append((booked[-1].at, Appointed(booked[-1].day, BookedFor(booked[-1].day, said))))
    if swept and swept[-1].day is not None and (timeline.last is None or timeline.last.at <= swept[-1].at):
        said = swept[-1].at.astimezone(zone).date()
        told.append((swept[-1].at, Appointed(swept[-1].day, BroughtBack(swept[-1].day, said))))
    if not told:
        return None
    at, found = max(told, key=lambda entry: entry[0])
    later_rest = timeline.rest is not None and timeline.rest.since > at.astimezone(zone).date()
    return None if later_rest else found
