"""The rules for mail: what the header of one mail shows.

Takes mails and the contacts; gives Noticed facts. Only mail among few counts, and none that a machine sent. A mail
of the user is a try, an answer is contact; what they write out of the blue is only to be answered. A mail answers
one of the user if it says so, or if it came within 30 days of one to its sender, which is in a mailbox or was logged.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta, tzinfo

from followupd.core.noticing.people_index import PeopleIndex
from followupd.core.people.timeline import channel_of
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome
from followupd.core.values.hitlist import Contact, Mode
from followupd.core.values.sightings import MailSeen, folded_address
from followupd.core.values.time import A_DAY, at_wall_clock

FEW = 3             # recipients, To and Cc: what goes to more is for a group
EMAIL = "email"
ANSWERED_WITHIN = timedelta(days=30)


def with_answers(mails: Sequence[MailSeen], logged: Iterable[tuple[str, datetime]] = ()) -> Iterator[MailSeen]:
    """Yield the mails, each with `in_reply` if it came within 30 days of one of the user's to them among few.

    `logged` are the addresses, folded, to which the user says to have written, and when.
    """
    written = defaultdict[str, list[datetime]](list)
    for address, at in logged:
        written[address].append(at)
    for mail in mails:
        if mail.from_user and not mail.machine and mail.count <= FEW:
            written[mail.address].append(mail.at)
    for times in written.values():
        times.sort()
    for mail in mails:
        times = written[mail.address]
        before = bisect_right(times, mail.at)
        mine = not mail.from_user and not mail.to_others
        answers = mine and before > 0 and mail.at - times[before - 1] <= ANSWERED_WITHIN
        yield replace(mail, in_reply=True) if answers else mail


def logged_mails(contact: Contact, attempts: Iterable[Attempt], zone: tzinfo) -> Iterator[tuple[str, datetime]]:
    """Yield the addresses of a contact, each with when the user says to have written to it.

    If only the day was said, what they wrote on that day may have come first. Without a channel, what was sent was sent
    by the first one by which the contact is written to.
    """
    usual = channel_of(Outcome.SENT, contact.via[0], contact)
    for said in (*attempts, *contact.log):
        if (said.channel, said.outcome) in ((EMAIL, Outcome.SENT), (EMAIL, Outcome.DONE)) or (
            usual == EMAIL and (said.channel, said.outcome) == (None, Outcome.SENT)
        ):
            day = said.at.astimezone(zone).date()
            at = said.at if said.timed else at_wall_clock(day + A_DAY, time(), zone)
            yield from ((folded_address(address), at) for address in contact.emails)


def shown_by(mail: MailSeen, named: PeopleIndex, mode: Mode) -> Iterator[Noticed]:
    """Yield what a mail shows of each person with this address. If it is that of several, each is asked about."""
    if mode is Mode.NO:
        return
    meaning = _meaning(mail)
    if meaning is None:
        return
    outcome, rule = meaning
    whose = named.with_address(mail.address)
    if outcome is None and len(whose) != 1:     # who of them wrote, nobody knows
        return
    # A mail to be answered counts as nothing, so there is nothing to ask about.
    sure = len(whose) == 1 and (outcome is None or mode is Mode.YES)
    what = mail.address if mail.failed else mail.subject        # which of their addresses is closed by it
    for key in whose:
        yield Noticed(key, mail.at, outcome, EMAIL, rule, mail.evidence, sure, mail.source, what)


def _meaning(mail: MailSeen) -> tuple[Outcome | None, EvidenceRule] | None:
    """Return the outcome and the rule; None if it shows nothing."""
    if mail.failed:
        return Outcome.BOUNCED, EvidenceRule.BOUNCED
    if mail.machine or not 1 <= mail.count <= FEW:
        return None
    if mail.from_user:
        return Outcome.SENT, EvidenceRule.SENT
    if mail.in_reply:
        return Outcome.REACHED, EvidenceRule.REPLIED
    return (None, EvidenceRule.WROTE) if not mail.to_others else None
