"""The facts that new evidence shows, by the rules of each source.

Takes sightings; gives the Noticed facts to append. One thing is recorded once for one contact, for ever: what was taken
back is not noticed again (`sameness`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from followupd.core.noticing import calls, mail, meetings
from followupd.core.noticing.people_index import PeopleIndex
from followupd.core.noticing.sameness import Recorded, is_recorded
from followupd.core.values.facts import EvidenceRule, Noticed, key_of
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.record import Facts
from followupd.core.values.sightings import LOOK_BACK, CallSeen, MailSeen, MeetingSeen, Sighting


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """The knowledge that rules need beside a sighting: contacts by key, since when each is on the list, settings.

    A contact without an entry in `since` was always there: after a lost database nobody knows since when they are.
    `mail_waits` while a mailbox cannot be read: what they wrote may be the answer to a mail in it.
    """

    by_key: Mapping[str, Contact]
    since: Mapping[str, datetime]
    hitlist: Hitlist
    now: datetime
    look_back: timedelta = LOOK_BACK
    mail_waits: bool = False

    def in_time(self, fact: Noticed) -> bool:
        """Return whether it happened since they came on the list, and lately enough, and does not wait."""
        if self.mail_waits and fact.rule is EvidenceRule.WROTE:
            return False
        first = self.since.get(fact.contact, fact.at)
        return max(first, self.now - self.look_back) <= fact.at <= self.now


def notice(sightings: Iterable[Sighting], facts: Facts, around: NoticeContext) -> tuple[Noticed, ...]:
    """Return what the sightings show that is not recorded yet, oldest first."""
    found = [fact for fact in _shown(tuple(sightings), facts, around) if around.in_time(fact)]
    if not found:
        return ()
    known = _known(facts)
    news: list[Noticed] = []
    for fact in sorted(found, key=_order):
        if not is_recorded(fact, known[fact.contact], around.hitlist.timezone):
            known[fact.contact].append(Recorded(fact))
            news.append(fact)
    return tuple(sorted(news, key=_oldest_first))


def _order(fact: Noticed) -> tuple[object, ...]:
    """Return the key by which facts are judged: calls before the meetings that may be the same, then the sure ones."""
    return fact.rule is EvidenceRule.MET, not fact.sure, *_oldest_first(fact)


def _oldest_first(fact: Noticed) -> tuple[datetime, str, str, str]:
    return fact.at, fact.contact, fact.rule, fact.evidence


def _known(facts: Facts) -> defaultdict[str, list[Recorded]]:
    """Return what is recorded by contact, with what was taken back."""
    gone, known = set(facts.taken_back.values()), defaultdict[str, list[Recorded]](list)
    for fact in facts.recorded:
        if isinstance(fact, Noticed):
            counts = fact.contact not in gone or key_of(fact) not in facts.taken_back      # keys take time
            known[fact.contact].append(Recorded(fact, counts))
    return known


def _shown(sightings: Sequence[Sighting], facts: Facts, around: NoticeContext) -> Iterator[Noticed]:
    """Yield what the sightings show."""
    named, noticing = PeopleIndex(around.by_key), around.hitlist.noticed
    for seen in sightings:
        if isinstance(seen, CallSeen):
            yield from calls.shown_by(seen, named, noticing.calls)
    letters = [one for one in sightings if isinstance(one, MailSeen)]
    for letter in mail.with_answers(letters, _logged(facts, around) if letters else ()):
        yield from mail.shown_by(letter, named, noticing.mail)
    for meeting in meetings.whole(one for one in sightings if isinstance(one, MeetingSeen)):
        yield from meetings.shown_by(meeting, named, around.hitlist, around.now)


def _logged(facts: Facts, around: NoticeContext) -> Iterator[tuple[str, datetime]]:
    for key, contact in around.by_key.items():
        yield from mail.logged_mails(contact, facts.of(key).attempts, around.hitlist.timezone)
