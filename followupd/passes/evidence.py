"""The evidence of one pass: what the sources show, and what to remember of each.

Takes the sources, the people and the history. A source that cannot be read stops nothing: it is reported once, and read
again in the next pass. What depends on it waits: what it shows counts from before that time on, and what they wrote may
be the answer to a mail in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from followupd.core.people.identity import People
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.sightings import LOOK_BACK, Sighting, folded_address
from followupd.core.values.time import A_DAY
from followupd.errors import FollowupdError, named_only
from followupd.evidence.protocol import (
    AskedAbout,
    DistantSource,
    EvidenceKind,
    EvidenceSeen,
    EvidenceSource,
    ReadingCut,
)
from followupd.history.evidence_rows import EvidenceRow
from followupd.history.store import History

BOOKS = "addressbook "       # how the names of address books in the state database begin
MAIL_MISSING, LOST = "mail missing since", "lost at"        # as meta
ANSWERS_WAIT = 3 * A_DAY    # for a mailbox; what they wrote becomes an answer later too, if it was one


@dataclass(frozen=True, slots=True)
class Evidence:
    """The result of reading. `problems` are those that were not there in the last pass; `rows` go by source.

    `look_back` is how old evidence may be that counts: longer after a time in which something could not be read.
    `mail_missing` is since when not all mail can be read, None if it can; `mail_waits` if it
    may soon. `is_read` unless nothing was looked at.
    """

    sightings: tuple[Sighting, ...] = ()
    problems: tuple[str, ...] = ()
    rows: Mapping[str, EvidenceRow] = field(default_factory=dict)
    look_back: timedelta = LOOK_BACK
    mail_missing: datetime | None = None
    mail_waits: bool = False
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class CardsSeen:
    """The result of looking at the address books. `problems` are those that were not there in the last pass.

    `rows` are what is to be remembered and has changed; `kept` are the sources of all that is, None if none was looked
    at.
    """

    problems: tuple[str, ...] = ()
    rows: Mapping[str, EvidenceRow] = field(default_factory=dict)
    kept: frozenset[str] | None = None


def remember_cards(history: History, seen: CardsSeen) -> None:
    """Store what a pass has read of address books, and forget those that the hit list no longer names."""
    for key, row in seen.rows.items():
        history.keep_evidence(key, row)
    if seen.kept is not None:
        history.forget_evidence(BOOKS, seen.kept)


def gather_evidence(
    sources: Iterable[EvidenceSource], history: History, people: People, hitlist: Hitlist, now: datetime,
    unread: Iterable[datetime] = (),
) -> Evidence:
    """Return what the sources show of the last two weeks; `unread` is since when calendars could not be read."""
    sightings: list[Sighting] = []
    problems: list[str] = []
    rows: dict[str, EvidenceRow] = {}
    stored = [(source, history.evidence(source.key) or EvidenceRow("")) for source in sources]
    missing = datetime.fromisoformat(text) if (text := history.get_meta(MAIL_MISSING)) else None
    failing = (*unread, *filter(None, (missing, *(row.since for _, row in stored))))
    look_back = LOOK_BACK + min(max((now - since for since in failing), default=LOOK_BACK * 0), LOOK_BACK)
    about = about_people(people.by_key.values(), hitlist, now - look_back)
    is_missing = False
    looks = look_side_by_side([(source, row.memory) for source, row in stored], about)
    for (source, before), seen in zip(stored, looks, strict=True):
        since = (before.since or now) if seen.is_failure else None
        rows[source.key] = EvidenceRow(seen.memory, since, "\n".join(seen.problems))
        known = before.problems.splitlines()
        problems += named_only([one for one in seen.problems if one not in known], source.label)
        sightings += seen.sightings
        is_missing |= source.kind is EvidenceKind.MAIL and bool(seen.problems)
    missing = (missing or now) if is_missing else None
    waits = missing is not None and now - missing < ANSWERS_WAIT
    return Evidence(tuple(sightings), tuple(problems), rows, look_back, missing, waits, is_read=True)


def about_people(contacts: Iterable[Contact], hitlist: Hitlist, since: datetime) -> AskedAbout:
    """Return whom the sources are asked about."""
    everybody = tuple(contacts)
    numbers = dict.fromkeys(number for contact in everybody for number in contact.phones)
    homes = ((number, contact.timezone.key) for contact in everybody for number in contact.phones
             if contact.timezone is not None and contact.timezone != hitlist.timezone)
    addresses = dict.fromkeys(folded_address(address) for contact in everybody for address in contact.emails)
    return AskedAbout(
        tuple(numbers), tuple(addresses), hitlist.own_addresses, hitlist.timezone, since, bool(hitlist.inboxes),
        tuple(dict.fromkeys(homes)),
    )


def look_side_by_side(sources: Sequence[tuple[EvidenceSource, str]], about: AskedAbout) -> list[EvidenceSeen]:
    """Return what each source shows, with what is remembered of it; those over the network are read side by side."""
    for source, memory in sources:
        if isinstance(source, DistantSource):
            source.begin(about, memory)
    return [look_at(source, about, memory) for source, memory in sources]


def look_at(source: EvidenceSource, about: AskedAbout, memory: str) -> EvidenceSeen:
    """Return what a source shows; if it cannot be read, or not to its end, nothing but that."""
    try:
        return source.look(about, memory)
    except FollowupdError as error:
        said = " ".join(filter(None, (f"{source.label}: {error.message.rstrip('.')}.", error.hint)))
        problems = (" ".join(said.split()),)
        if isinstance(error, ReadingCut):
            return EvidenceSeen(memory=error.memory, problems=problems)
        return EvidenceSeen(memory=memory, problems=problems, is_failure=True)


def remember_evidence(history: History, evidence: Evidence) -> None:
    """Store what a pass has read; writes nothing if nothing is new."""
    for key, row in evidence.rows.items():
        history.keep_evidence(key, row)
    missing = evidence.mail_missing.isoformat() if evidence.mail_missing is not None else ""
    if evidence.is_read and missing != (history.get_meta(MAIL_MISSING) or ""):
        history.set_meta(MAIL_MISSING, missing)


def lost_at(history: History) -> datetime | None:
    """Return when a pass found our events and no history; None if none did."""
    text = history.get_meta(LOST)
    return datetime.fromisoformat(text) if text else None


def keep_lost(history: History, lost: datetime | None) -> None:
    """Note when a pass found that the history was lost, before it stores any fact."""
    if lost is not None and lost != lost_at(history):
        history.set_meta(LOST, lost.isoformat())
