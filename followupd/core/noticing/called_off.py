"""Meetings that counted and did not take place: what the calendars say of them afterwards.

Takes the meetings as they are on the calendars now, those that were deleted, and the facts; gives the Noticed facts
that no longer count, and those that count again. What the user said wins: a meeting that they logged, answered or took
back stays as they left it. One that was moved stays as well: what happened on its day is not moved with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from followupd.core.noticing import meetings
from followupd.core.noticing.meetings import SAME_TITLE, calls_off, shown_by
from followupd.core.noticing.notice import NoticeContext
from followupd.core.noticing.people_index import PeopleIndex
from followupd.core.noticing.sameness import Recorded, is_recorded
from followupd.core.people.noticed import NOTICED, is_answer, same_attempt_told
from followupd.core.values.facts import EvidenceRule, Noticed, Retracted, Settled, key_of
from followupd.core.values.record import Facts
from followupd.core.values.sightings import MeetingOwner, MeetingSeen


@dataclass(frozen=True, slots=True)
class Turned:
    """Noticed meetings of which the calendars say something else now: `off` no longer count, `on` count again."""

    off: tuple[Noticed, ...] = ()
    on: tuple[Noticed, ...] = ()


def turned(
    there: Iterable[MeetingSeen], deleted: Iterable[MeetingSeen], facts: Facts, around: NoticeContext
) -> Turned:
    """Return what was called off after it counted, and what is on again after that.

    `there` are the meetings on the calendars, `deleted` those that were seen to go, as they were. No meeting is called
    off while an event shows it.
    """
    seen = meetings.whole(there)
    changed = [*filter(_is_doubted, seen)]
    called_off = [*map(_as_it_was, changed), *(one for one in deleted if not _is_off(one))]
    mine = [fact for fact in facts.all.noticed if fact.rule is EvidenceRule.MET] if called_off else []
    back = meetings.taken_back(facts)
    if not mine and not back:
        return Turned()
    on, off = _Shown.by(seen, around), _Shown.by(called_off, around)
    held = {one.evidence for one in seen} - {one.evidence for one in changed}     # perhaps on another day
    gone = (fact for fact in mine if off.has(fact) and not on.has(fact) and fact.evidence not in held)
    return Turned(
        _left_alone(facts, (fact for fact in gone if not _is_told(fact, facts, around))),
        _left_alone(facts, (fact for fact in back if on.has(fact, near=True))),
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """The facts that some meetings show."""

    facts: tuple[Noticed, ...]
    around: NoticeContext

    @classmethod
    def by(cls, some: Iterable[MeetingSeen], around: NoticeContext) -> _Shown:
        """Return them, of those that are over."""
        named = PeopleIndex(around.by_key)
        return cls(tuple(fact for one in some for fact in shown_by(one, named, around.hitlist, around.now)), around)

    def has(self, fact: Noticed, *, near: bool = False) -> bool:
        """Return whether this fact is among them, perhaps from another event; if it must be `near`, not moved away."""
        zone, known = self.around.hitlist.timezone, [Recorded(fact)]
        theirs = (one for one in self.facts if one.contact == fact.contact and is_recorded(one, known, zone))
        return any(not near or abs(one.at - fact.at) <= SAME_TITLE for one in theirs)


def _is_off(seen: MeetingSeen) -> bool:
    return seen.cancelled or seen.declined_by_user or seen.whose is MeetingOwner.OTHERS or calls_off(seen.title)


def _is_doubted(seen: MeetingSeen) -> bool:
    return bool(seen.declined) or _is_off(seen)


def _as_it_was(seen: MeetingSeen) -> MeetingSeen:
    """Return a meeting that was called off, or declined by some, as if it was not."""
    title = seen.title.partition(":")[2].strip() if calls_off(seen.title) else seen.title
    count = max(seen.count + len(seen.declined), 2) if seen.declined else seen.count
    return replace(
        seen, title=title, addresses=(*seen.addresses, *seen.declined), declined=(), count=count, cancelled=False,
        declined_by_user=False, whose=MeetingOwner.YOURS,
    )


def _is_told(fact: Noticed, facts: Facts, around: NoticeContext) -> bool:
    """Return whether the user has said themselves that they met, or has answered the question."""
    record, contact = facts.of(fact.contact), around.by_key.get(fact.contact)
    told = (*record.attempts, *(contact.log if contact is not None else ()))
    if same_attempt_told(told, fact, around.hitlist.timezone) is not None:
        return True
    return any(isinstance(one, Settled) and is_answer(one, fact, record.noticed) for one in record.promises)


def _left_alone(facts: Facts, some: Iterable[Noticed]) -> tuple[Noticed, ...]:
    """Return those that the user neither took back nor made count again."""
    found = tuple(some)
    about: dict[str, str] = {}      # by the key of a retraction, the fact that it is about in the end
    touched: set[str] = set()
    for one in facts.recorded if found else ():
        if isinstance(one, Retracted):
            about[key_of(one)] = fact = about.get(one.fact, one.fact)
            touched |= {fact} if one.source != NOTICED else set()
    return tuple(one for one in found if key_of(one) not in touched)
