"""Days to remember: when each one comes round, and the card that is to be posted in time for it.

Takes a contact and what happened; gives days and matters. A card is no call: it is one-way, in nobody's hours but the
user's, and it resets a cadence only when it was sent (P1). Never decides where a card stands: that is placing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta, tzinfo

from followupd.core.items.promises import AHEAD
from followupd.core.people.remembering import next_day, told, years_by
from followupd.core.people.timeline import Timeline
from followupd.core.people.wanted import Ended, Task, number_of
from followupd.core.phrases.signs import sign
from followupd.core.phrases.vocabulary import Said
from followupd.core.reasons import DayComes
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import ONE_WAY_CHANNELS, Anniversary, Contact
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind

ABOUT_THAT_TIME = timedelta(days=7)
FARTHEST = 160                     # days: in view, two weeks of sheets, and the longest lead there is
IN_VIEW = timedelta(days=28)       # a card is thought of four weeks before its sheet may come


def cards_of(
    key: str, contact: Contact, timeline: Timeline, taken_off: Collection[str], today: date, zone: tzinfo
) -> Iterator[Task]:
    """The cards that are coming up. `taken_off` are the refs of those whose reminder the user deleted."""
    for one in contact.dates:
        if one.lead is None or contact.paused_on(today):
            continue
        day = next_day(one, today)
        if (day - today).days > FARTHEST:            # most dates, most of the year: looked at no further
            continue
        matter = card(key, contact, one, day)
        if matter.anchor - today <= IN_VIEW:
            yield replace(matter, ended=_ended(matter, timeline, taken_off, zone))


def card(key: str, contact: Contact, one: Anniversary, day: date) -> Task:
    lead = one.lead or Span()
    post = Span(-lead.months, -lead.days).after(day)
    number = number_of(one.name.casefold())
    return Task(
        kind=Kind.DATE, key=key, contact=contact, meaning=f"{key}-{day:%Y%m%d}-{number}",
        act=f"Card for {' '.join(contact.name.split())}: {told(one, day)}", what=one.name,
        anchor=AHEAD.after(post), by=post, reasons=(DayComes(one.name, day, years_by(one, day), post),), until=day,
        latest=True,
    )


def _ended(matter: Task, timeline: Timeline, taken_off: Collection[str], zone: tzinfo) -> Ended | None:
    """Sent since it came into view: a card that was logged and says so, or says nothing and was sent about then."""
    assert matter.by is not None
    for attempt in timeline.attempts:
        if attempt.outcome is not Outcome.SENT or attempt.channel not in ONE_WAY_CHANNELS:
            continue
        day, note = attempt.at.astimezone(zone).date(), attempt.note.casefold()
        first = matter.anchor if matter.what.casefold() in note else matter.by - ABOUT_THAT_TIME
        if day >= first and (not note or matter.what.casefold() in note):
            return Ended(sign(Outcome.SENT), attempt.at)
    return Ended(sign(Said.DROPPED)) if matter.ref in taken_off else None
