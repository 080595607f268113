"""The rules for meetings: which events on the user's calendars show that they met somebody, or are about to.

Takes MeetingSeen values and the people; gives Noticed facts of what is over, and for each person the next meeting to
come. A person is found by their address among those who take part, else by their full name in the title. Two or
three people have met; whether four to six have is asked; more show nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from followupd.core.noticing.people_index import NameFound, PeopleIndex
from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import day_text, moment_text
from followupd.core.reasons import OnlyInWhy
from followupd.core.values.facts import EvidenceRule, Noticed, Outcome
from followupd.core.values.hitlist import Contact, Hitlist, Mode, Noticing, Status
from followupd.core.values.sightings import MeetingSeen

MOST_SURE = 3        # people, the user included
MOST_PEOPLE = 6
# Before a name they say that it is not who is met; anywhere in a title, that it is no meeting.
_NOT_WITH = re.compile(
    r"\b(?:via|about|re|regarding|concerning|for|from|by|to|of|without|instead of|before|after|remind|ask|call|ring"
    r"|phone|e-?mail|text|write|message|thank|tell|pay|invoice|wegen|über|für|von|sans|pour|sobre|para)\W*$",
    re.IGNORECASE,
)
_NO_MEETING = re.compile(
    r"\b(?:birthday|b-?day|anniversary|geburtstag|anniversaire|cumpleaños|compleanno|prep|prepare|preparation|deadline"
    r"|travel|vacation|holidays?|leave|ooo|out of office|moved|cancell?ed|tentative|hold|reminder|todo|to-do)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ComingMeeting:
    """A meeting with somebody that is to come, or going on."""

    start: datetime
    end: datetime
    title: str
    source: str
    all_day: bool

    def when(self, zone: tzinfo, near: date) -> str:
        """Return `Thu 10 Dec 12:30`."""
        if self.all_day:
            return day_text(day_of(self.start, zone), near)
        return moment_text(self.start, zone, near)


@dataclass(frozen=True, slots=True)
class YouMeet(OnlyInWhy):
    """A meeting with them is to come, so nobody calls them before it."""

    meeting: ComingMeeting
    zone: tzinfo

    def text(self, near: date) -> str:
        """Return it as a part of a sentence."""
        about = f": {self.meeting.title}" if self.meeting.title else ""
        return f"you meet on {self.meeting.when(self.zone, near)}, from {self.meeting.source}{about}"


def shown_by(seen: MeetingSeen, named: PeopleIndex, noticing: Noticing, now: datetime) -> Iterator[Noticed]:
    """Yield that the user met each person of the list in a meeting that is over; not `sure` if they are to be asked."""
    if noticing.meetings is Mode.NO or seen.end > now or not _counts(seen, noticing):
        return
    for key, certain in _whom(seen, named).items():
        sure = certain and noticing.meetings is Mode.YES
        yield Noticed(
            key, seen.start, Outcome.REACHED, None, EvidenceRule.MET, seen.evidence, sure, seen.source, seen.title
        )


def meetings_to_come(
    seen: Iterable[MeetingSeen], people: Mapping[str, Contact], hitlist: Hitlist, now: datetime
) -> dict[str, ComingMeeting]:
    """Return the next meeting with each person, by key, if it is soon enough to wait for.

    That is within the rest that they would have after the last try: nobody is dropped for a meeting next year.
    """
    meetings, noticing = tuple(seen), hitlist.noticed
    if not meetings or noticing.meetings is Mode.NO:
        return {}
    named, found = PeopleIndex(people), dict[str, ComingMeeting]()
    for one in sorted(whole(meetings), key=lambda one: (one.start, one.evidence)):
        if one.end <= now or not _counts(one, noticing):
            continue
        for key in _whom(one, named):
            rest = hitlist.retry.rest_for(people[key].cadence)
            if day_of(one.start, hitlist.timezone) <= rest.after(day_of(now, hitlist.timezone)):
                found.setdefault(key, ComingMeeting(one.start, one.end, one.title, one.source, one.all_day))
    return found


def whole(meetings: Iterable[MeetingSeen]) -> list[MeetingSeen]:
    """Return each meeting once, as the calendar has it that says most; what one of them calls off is off in all."""
    by_evidence: dict[str, list[MeetingSeen]] = {}
    for one in meetings:
        by_evidence.setdefault(one.evidence, []).append(one)
    return [
        max(same, key=lambda one: (one.cancelled or one.declined_by_user, len(one.declined), one.count))
        for same in by_evidence.values()
    ]


def _counts(seen: MeetingSeen, noticing: Noticing) -> bool:
    """Return whether a meeting is one at which people see each other, whoever they are."""
    if seen.cancelled or seen.declined_by_user or (seen.all_day and seen.free):
        return False
    if seen.private and not noticing.private:
        return False
    return seen.count != 1 and seen.count <= (MOST_SURE if seen.recurring else MOST_PEOPLE)


def _whom(seen: MeetingSeen, named: PeopleIndex) -> dict[str, bool]:
    """Return the keys of the people of the list who are met, each with whether that is certain."""
    few = seen.count <= MOST_SURE
    met: dict[str, bool] = {}
    for address in seen.addresses:
        keys = named.with_address(address)
        met.update((key, few and len(keys) == 1) for key in keys)
    away = {key for address in seen.declined for key in named.with_address(address)}
    names = [one for one in named.in_title(seen.title) if _is_met(one, seen)]
    many = len({one.keys for one in names})
    for one in names:
        key = one.keys[0]
        # If others are invited and an address of theirs is known, they may come by another one, or be what it is about.
        certain = many < MOST_SURE if seen.count == 0 else few and not named.people[key].emails
        if key not in away:
            met.setdefault(key, certain)
    return {key: certain for key, certain in met.items() if named.people[key].status is not Status.STOP}


def _is_met(found: NameFound, seen: MeetingSeen) -> bool:
    """Return whether a title names one person of the list as somebody who is met."""
    alone = len(found.keys) == 1 and not seen.all_day
    return alone and not _NOT_WITH.search(found.before) and not _NO_MEETING.search(seen.title)
