"""The sources of what may be noticed: whether each can be read, and what it shows.

Takes the hit list, returns a check for meetings, for each mailbox and for the call log. Reads them whole, as the first
pass does, and stores nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from followupd.core.answers.answered import LOOK_BACK
from followupd.core.values.hitlist import Hitlist, Mode
from followupd.core.values.sightings import MailSeen, MeetingOwner, MeetingSeen
from followupd.core.values.targets import CaldavTarget
from followupd.core.values.time import count
from followupd.doctor.checks import Check, ok, problem, skipped, warning
from followupd.errors import MOST_NAMED
from followupd.evidence.numbers import INSTALL, is_installed
from followupd.evidence.protocol import EvidenceKind
from followupd.passes.past_evidence import PastSeen, past_evidence, past_meetings
from followupd.passes.user_time import calendars_read

UNTIL_THEN = "Until then nothing in it is noticed."
FOLDERS_NAMED = 6
A_YEAR = timedelta(days=365)
ON_THE_LIST = "with people on your list"
NOBODY_KNOWN = "Not all of your own addresses are known, so an invitation that you declined is not known as that."
MODES = {Mode.YES: "what is sure counts", Mode.ASK: "nothing counts until you say so"}


def examine_evidence(hitlist: Hitlist, now: datetime) -> Iterator[Check]:
    """Return a check for meetings, if there are other calendars or meetings are noticed, and for each source."""
    if hitlist.noticed.meetings is not Mode.NO:
        yield _meetings(hitlist, now)
    elif hitlist.busy:
        yield skipped("meetings", "not noticed; `noticed: {meetings: ask}` in the hit list allows it")
    sources = past_evidence(hitlist, A_YEAR, now)
    mailboxes = [one for one in sources if one.kind is EvidenceKind.MAIL]
    for number, mailbox in enumerate(mailboxes):
        yield _mail(f"mail[{number}]" if len(mailboxes) > 1 else "mail", mailbox, hitlist, now)
    yield from (_calls(one) for one in sources if one.kind is EvidenceKind.CALLS)


def _meetings(hitlist: Hitlist, now: datetime) -> Check:
    """Return the check of all calendars; what is wrong with one under `busy:` has a check already."""
    calendars = past_meetings(hitlist, LOOK_BACK, now)
    meetings = [one for seen in calendars for one in seen.sightings if isinstance(one, MeetingSeen)]
    called_off = {one.evidence for one in meetings if one.cancelled}
    yours = {one.evidence for one in meetings if one.whose is not MeetingOwner.OTHERS} - called_off
    others = {one.evidence for one in meetings} - called_off - yours
    labels = ", ".join(seen.label for seen in calendars)
    many, days = f"{count(len(yours), 'meeting')} {ON_THE_LIST}", LOOK_BACK.days
    shown = f"{labels}: {many} in the last {days} days; {MODES[hitlist.noticed.meetings]}{_of_others(len(others))}"
    busy = {target.label for target in hitlist.busy}
    problems = [text for seen in calendars if seen.label not in busy for text in seen.problems]
    if problems:
        return warning("meetings", f"{shown}. {_named(problems)}", "Meetings on what cannot be read are not noticed.")
    if not _is_known(hitlist) or any(one.whose is MeetingOwner.PERHAPS for one in meetings):
        return warning("meetings", f"{shown}. {NOBODY_KNOWN}", "Write them under `me:` in the hit list.")
    if others and not yours:
        return warning("meetings", shown, "Else write the address that the calendar has of you under `me:`.")
    return ok("meetings", shown)


def _of_others(number: int) -> str:
    if number == 0:
        return ""
    rest = "names none of your addresses, so it is" if number == 1 else "name none of your addresses, so they are"
    return f". {count(number, 'more meeting')} of theirs {rest} not yours"


def _is_known(hitlist: Hitlist) -> bool:
    """Return whether the user's addresses are known, or those of all calendars are left to CalDAV servers."""
    return bool(hitlist.own_addresses) or all(isinstance(target, CaldavTarget) for target in calendars_read(hitlist))


def _mail(name: str, mailbox: PastSeen, hitlist: Hitlist, now: datetime) -> Check:
    mails = [one for one in mailbox.sightings if isinstance(one, MailSeen) and one.at >= now - A_YEAR]
    written = sum(one.from_user for one in mails)
    shown = (
        f"{mailbox.label}: {count(len(mails), 'mail')} {ON_THE_LIST} in the last year, {written} of them yours"
        f"{_folders(mailbox.folders)}; {MODES.get(hitlist.noticed.mail, 'nothing counts')}"
    )
    if mailbox.is_failure:
        return problem(name, _named(mailbox.problems), UNTIL_THEN)
    if mailbox.problems:
        said = _named(mailbox.problems)
        return warning(name, f"{shown}. {said}" if mailbox.folders else said, "What of it can be read counts.")
    if not any(contact.emails for contact in hitlist.contacts):
        return warning(name, shown, "Nobody on your list has an `email:`, so no mail is theirs.")
    return ok(name, shown)


def _folders(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - FOLDERS_NAMED} more" if len(names) > FOLDERS_NAMED else ""
    return f", read from {', '.join(names[:FOLDERS_NAMED])}{more}" if names else ""


def _calls(log: PastSeen) -> Check:
    shown = f"{log.label}: {count(len(log.sightings), 'call')} {ON_THE_LIST} in the last year"
    if log.is_failure:
        return problem("calls", _named(log.problems), UNTIL_THEN)
    if log.problems:
        return warning("calls", _named(log.problems), "What is sound in it counts.")
    if not is_installed():
        return warning("calls", f"{shown}, whose numbers are spelt alike", f"For any spelling: {INSTALL}")
    return ok("calls", shown)


def _named(problems: list[str] | tuple[str, ...]) -> str:
    more = len(problems) - MOST_NAMED
    return " ".join(problems[:MOST_NAMED]) + (f" And {more} more." if more > 0 else "")
