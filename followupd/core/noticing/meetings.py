"""The rules for meetings: which events on the user's calendars show that they met somebody, or are about to.

Takes MeetingSeen values and the people; gives Noticed facts of what is over, and for each person the next meeting to
come. A person is found by their address among those who take part, else by their full name in the title. Two or
three people have met; whether four to six have is asked; more show nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import Enum

from followupd.core.noticing.people_index import PeopleIndex
from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import day_text, moment_text
from followupd.core.reasons import OnlyInWhy
from followupd.core.values.facts import EvidenceRule, Noticed, Outcome, key_of
from followupd.core.values.hitlist import Contact, Hitlist, Mode, Noticing, Status
from followupd.core.values.record import Facts
from followupd.core.values.sightings import MeetingOwner, MeetingSeen

MOST_SURE = 3        # people, the user included
MOST_PEOPLE = 6
SAME_TITLE = timedelta(hours=12)
SAME_START = timedelta(minutes=30)  # who enters a meeting by hand counts the way to it, or does not


class _How(Enum):
    """The strength of what an event says of a person: sure, likely enough to wait for, or only asked about."""

    SURE = "sure"
    LIKELY = "likely"
    ASKED = "asked"


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


def shown_by(seen: MeetingSeen, named: PeopleIndex, hitlist: Hitlist, now: datetime) -> Iterator[Noticed]:
    """Yield that the user met each person of the list in a meeting that is over; not `sure` if they are to be asked."""
    noticing = hitlist.noticed
    if noticing.meetings is Mode.NO or seen.end > now or not _counts(seen, noticing):
        return
    for key, how in _whom(seen, named, hitlist.own_addresses).items():
        sure = how is _How.SURE and noticing.meetings is Mode.YES
        yield Noticed(
            key, seen.start, Outcome.REACHED, None, EvidenceRule.MET, seen.evidence, sure, seen.source, seen.title
        )


def meetings_to_come(
    seen: Iterable[MeetingSeen], people: Mapping[str, Contact], hitlist: Hitlist, now: datetime,
    off: Collection[Noticed] = (),
) -> dict[str, ComingMeeting]:
    """Return the next meeting with each person, by key, if it is likely and soon enough to wait for.

    `off` are those that were taken back: the user said that they do not take place. Likely is one of two or three
    people, or one whose title says so. Soon is within the rest that they would have after the last try: nobody is
    dropped for a meeting next year.
    """
    meetings, noticing = tuple(seen), hitlist.noticed
    if not meetings or noticing.meetings is Mode.NO:
        return {}
    named, found = PeopleIndex(people), dict[str, ComingMeeting]()
    for one in sorted(whole(meetings), key=lambda one: (one.start, one.evidence)):
        if one.end <= now or not _counts(one, noticing):
            continue
        for key in (key for key, how in _whom(one, named, hitlist.own_addresses).items() if how is not _How.ASKED):
            rest = hitlist.retry.rest_for(people[key].cadence)
            if any(fact.contact == key and is_one(one.start, one.title, fact) for fact in off):
                continue
            if day_of(one.start, hitlist.timezone) <= rest.after(day_of(now, hitlist.timezone)):
                found.setdefault(key, ComingMeeting(one.start, one.end, one.title, one.source, one.all_day))
    return found


def is_one(start: datetime, title: str, known: Noticed) -> bool:
    """Return whether a meeting is one that is known already: by its start, or within half a day by its title."""
    return abs(start - known.at) <= (SAME_TITLE if title == known.what else SAME_START)


def taken_back(facts: Facts) -> tuple[Noticed, ...]:
    """Return the noticed meetings that do not count."""
    gone = set(facts.taken_back.values())       # keys take time
    return tuple(
        fact for fact in (facts.recorded if gone else ()) if isinstance(fact, Noticed) and fact.contact in gone
        and fact.rule is EvidenceRule.MET and key_of(fact) in facts.taken_back
    )


def at_time(
    meetings: Iterable[MeetingSeen], key: str, start: datetime, people: Mapping[str, Contact], hitlist: Hitlist
) -> list[Noticed]:
    """Return what the meetings with a person that begin then show once they are over."""
    here = [one for one in whole(meetings) if abs(one.start - start) <= SAME_START]
    named = PeopleIndex(people) if here else None
    return [
        fact for one in here if named is not None for fact in shown_by(one, named, hitlist, one.end)
        if fact.contact == key
    ]


def whole(meetings: Iterable[MeetingSeen]) -> list[MeetingSeen]:
    """Return each meeting once, as the calendar has it that says most; what one of them calls off is off in all."""
    by_evidence: dict[str, list[MeetingSeen]] = {}
    for one in meetings:
        by_evidence.setdefault(one.evidence, []).append(one)
    return [
        max(same, key=lambda one: (
            one.cancelled or one.declined_by_user, one.whose is MeetingOwner.YOURS, len(one.declined), one.count
        ))
        for same in by_evidence.values()
    ]


def _counts(seen: MeetingSeen, noticing: Noticing) -> bool:
    """Return whether a meeting is one at which people see each other, whoever they are."""
    if seen.cancelled or seen.declined_by_user or seen.whose is MeetingOwner.OTHERS or (seen.all_day and seen.free):
        return False
    if seen.private and not noticing.private:
        return False
    few = seen.count != 1 and seen.count <= (MOST_SURE if seen.recurring else MOST_PEOPLE)
    return few and not calls_off(seen.title)


def calls_off(title: str) -> bool:
    """Return whether a title says that nothing takes place: "Cancelled: Lunch"."""
    if ":" not in title:
        return False
    from followupd.core.noticing.titles import is_called_off

    return is_called_off(title)


def _whom(seen: MeetingSeen, named: PeopleIndex, me: Collection[str]) -> dict[str, _How]:
    """Return the keys of the people of the list who are met. `me` are the user's addresses."""
    few = seen.count <= MOST_SURE and seen.whose is MeetingOwner.YOURS and not seen.tentative
    met: dict[str, _How] = {}
    for address in seen.addresses:
        keys = named.with_address(address)
        how = _How.ASKED if not few else _How.SURE if len(keys) == 1 else _How.LIKELY
        met.update((key, how) for key in keys)
    away = {key for address in seen.declined for key in named.with_address(address)}
    met |= {key: how for key, how in _named(seen, named, few, me) if key not in met and key not in away}
    return {key: how for key, how in met.items() if named.people[key].status is not Status.STOP}


def _named(seen: MeetingSeen, named: PeopleIndex, few: bool, me: Collection[str]) -> Iterator[tuple[str, _How]]:
    """Yield those whom the title alone says to be met."""
    names = [] if seen.all_day else named.in_title(seen.title)
    if not names:
        return
    from followupd.core.noticing.titles import TitleSays, own_words, said_of

    many, own = len({one.keys for one in names}) >= MOST_SURE, own_words(me)
    for one in (one for one in names if len(one.keys) == 1):
        key, says = one.keys[0], said_of(one, names, seen.title, own)
        # If others are invited and an address of theirs is known, they may come by another one, or be what it is about.
        alone = not (many or seen.free or seen.tentative) if seen.count == 0 else few and not named.people[key].emails
        if says is not TitleSays.NOT:
            yield key, _How.SURE if alone and says is TitleSays.MET else _How.ASKED
