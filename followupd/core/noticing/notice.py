"""The facts that new evidence shows, by the rules of each source.

Takes sightings; gives the Noticed facts to append. One evidence is recorded once for one contact, for ever: what was
taken back is never noticed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from followupd.core.noticing import calls, mail, meetings
from followupd.core.noticing.people_index import PeopleIndex
from followupd.core.values.facts import EvidenceRule, Noticed
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.record import Facts
from followupd.core.values.sightings import CallSeen, MailSeen, MeetingSeen, Sighting
from followupd.core.values.time import A_DAY

LOOK_BACK = 14 * A_DAY      # a call log or a mailbox may be that late; older evidence shows nothing new
SAME_CALL = timedelta(minutes=2)    # two logs of one phone differ by some seconds


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """The knowledge that rules need beside a sighting: contacts by key, since when each is on the list, settings.

    A contact without an entry in `since` was always there: after a lost database nobody knows since when they are.
    """

    by_key: Mapping[str, Contact]
    since: Mapping[str, datetime]
    hitlist: Hitlist
    now: datetime
    look_back: timedelta = LOOK_BACK

    def in_time(self, fact: Noticed) -> bool:
        """Return whether it happened since they came on the list, and lately enough."""
        first = self.since.get(fact.contact, fact.at)
        return max(first, self.now - self.look_back) <= fact.at <= self.now


def notice(sightings: Iterable[Sighting], facts: Facts, around: NoticeContext) -> tuple[Noticed, ...]:
    """Return what the sightings show that is not recorded yet, oldest first."""
    found = sorted((one for one in _shown(tuple(sightings), around) if around.in_time(one)), key=_oldest_first)
    if not found:
        return ()
    known = [fact for fact in facts.recorded if isinstance(fact, Noticed)]      # with what was taken back
    news: list[Noticed] = []
    for fact in sorted(found, key=lambda fact: not fact.sure):      # of two that are one, the one that is sure
        if not _is_recorded(fact, [*known, *news], around.hitlist.timezone):
            news.append(fact)
    return tuple(sorted(news, key=_oldest_first))


def _oldest_first(fact: Noticed) -> tuple[datetime, str, str, str]:
    return fact.at, fact.contact, fact.rule, fact.evidence


def _shown(sightings: Sequence[Sighting], around: NoticeContext) -> Iterator[Noticed]:
    """Yield what the sightings show."""
    named, noticing = PeopleIndex(around.by_key), around.hitlist.noticed
    for seen in sightings:
        if isinstance(seen, CallSeen):
            yield from calls.shown_by(seen, around.by_key, noticing.calls)
    for letter in mail.with_answers([one for one in sightings if isinstance(one, MailSeen)]):
        yield from mail.shown_by_mail(letter, around.by_key, noticing.mail)
    for meeting in meetings.whole(one for one in sightings if isinstance(one, MeetingSeen)):
        yield from meetings.shown_by(meeting, named, noticing, around.now)


def _is_recorded(fact: Noticed, known: Sequence[Noticed], zone: tzinfo) -> bool:
    """Return whether one of these has the same evidence, or is the same call or meeting as another source shows it."""
    theirs = [one for one in known if one.contact == fact.contact]
    if any(one.evidence == fact.evidence for one in theirs):
        return True
    # By another rule it is another call: whoever missed one rings back at once.
    alike = (one for one in theirs if one.rule == fact.rule)
    if fact.rule is EvidenceRule.MET:
        return any(meetings.is_same(one, fact, zone) for one in alike)
    return fact.rule in calls.RULES and any(abs(one.at - fact.at) <= SAME_CALL for one in alike)
