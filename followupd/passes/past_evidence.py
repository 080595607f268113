"""The evidence of a time that is past, read whole: what `doctor` and `noticed --try` look at.

Takes the hit list; gives sightings and problems. Knows no history: nothing is remembered, and nothing is stored.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from followupd.calendars.busy.refresh import BusyCalendars, Look
from followupd.calendars.busy.remembered_times import BusyQuery, busy_key
from followupd.core.noticing.people_index import WatchedPeople
from followupd.core.people.timeline import day_of
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.sightings import Sighting
from followupd.core.values.targets import CalendarTarget
from followupd.evidence.open import open_evidence
from followupd.evidence.protocol import EvidenceKind
from followupd.passes.evidence import about_people, look_side_by_side
from followupd.passes.sources import busy_calendars
from followupd.passes.user_time import calendars_read, is_to_be_made, named_after

PATIENCE = 60.0     # seconds: the user asked for it and can wait


@dataclass(frozen=True, slots=True)
class PastSeen:
    """The answer of one source: its `sightings`, what could not be read, and the folders of a mailbox.

    `kind` is None for a calendar. `is_failure` if nothing of it could be read.
    """

    label: str
    kind: EvidenceKind | None
    sightings: tuple[Sighting, ...] = ()
    problems: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    is_failure: bool = False


def past_meetings(hitlist: Hitlist, back: timedelta, now: datetime) -> list[PastSeen]:
    """Return the meetings with people of the list on each calendar, over the days before `now`.

    Calendars are those that a pass reads with the `noticed:` of this hit list.
    """
    calendars = busy_calendars(hitlist)
    if calendars is None:
        return []
    with closing(calendars):
        looks = _looks(calendars, hitlist, now - back, now)
    return [_calendar(target, looks[busy_key(target)], hitlist, now - back, now) for target in calendars_read(hitlist)]


def _looks(calendars: BusyCalendars, hitlist: Hitlist, first: datetime, last: datetime) -> dict[str, Look]:
    watched = WatchedPeople.of({one.slug: one for one in hitlist.contacts}, private=hitlist.noticed.private)
    begin, end = (day_of(at, hitlist.timezone).toordinal() for at in (first, last))
    need = BusyQuery(begin, end, hitlist.timezone, frozenset(hitlist.own_addresses), hitlist.name, watched, times=False)
    return calendars.look(lambda _: None, need, PATIENCE)


def _calendar(
    target: CalendarTarget, look: Look, hitlist: Hitlist, first: datetime, last: datetime
) -> PastSeen:
    if look.error is not None or look.memory is None:
        if look.error is None or is_to_be_made(target, hitlist):
            return PastSeen(target.label, None)
        return PastSeen(target.label, None, problems=(f"{look.error.message.rstrip('.')}. {look.error.hint}".strip(),))
    about = look.memory.about
    seen = named_after(target, (one for one in about.meetings if one.start >= first and one.end <= last))
    return PastSeen(target.label, None, tuple(seen), about.problems)


def past_evidence(hitlist: Hitlist, back: timedelta, now: datetime) -> list[PastSeen]:
    """Return what each mailbox and call log shows of the people of the list since then."""
    about = about_people(hitlist.contacts, hitlist, now - back)
    sources = open_evidence(hitlist, PATIENCE)
    looks = look_side_by_side([(source, "") for source in sources], about)
    return [
        PastSeen(source.label, source.kind, seen.sightings, seen.problems, seen.folders, seen.is_failure)
        for source, seen in zip(sources, looks, strict=True)
    ]
