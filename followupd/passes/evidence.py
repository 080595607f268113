"""The evidence of one pass: what the sources show, and what to remember of each.

Takes the sources, the people and the history. A source that cannot be read stops nothing: it is reported once, and read
again in the next pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from followupd.core.people.identity import People
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.sightings import LOOK_BACK, Sighting, folded_address
from followupd.errors import FollowupdError
from followupd.evidence.protocol import AskedAbout, DistantSource, EvidenceSeen, EvidenceSource, ReadingCut
from followupd.history.evidence_rows import EvidenceRow
from followupd.history.store import History

BOOKS = "addressbook "       # how the names of address books in the state database begin


@dataclass(frozen=True, slots=True)
class Evidence:
    """The result of reading. `problems` are those that were not there in the last pass; `rows` go by source."""

    sightings: tuple[Sighting, ...] = ()
    problems: tuple[str, ...] = ()
    rows: Mapping[str, EvidenceRow] = field(default_factory=dict)


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
    sources: Iterable[EvidenceSource], history: History, people: People, hitlist: Hitlist, now: datetime
) -> Evidence:
    """Return what the sources show of the last two weeks."""
    about = about_people(people.by_key.values(), hitlist, now - LOOK_BACK)
    sightings: list[Sighting] = []
    problems: list[str] = []
    rows: dict[str, EvidenceRow] = {}
    stored = [(source, history.evidence(source.key) or EvidenceRow("")) for source in sources]
    looks = look_side_by_side([(source, row.memory) for source, row in stored], about)
    for (source, before), seen in zip(stored, looks, strict=True):
        since = (before.since or now) if seen.is_failure else None
        rows[source.key] = EvidenceRow(seen.memory, since, "\n".join(seen.problems))
        known = before.problems.splitlines()
        problems += [one for one in seen.problems if one not in known]
        sightings += seen.sightings
    return Evidence(tuple(sightings), tuple(problems), rows)


def about_people(contacts: Iterable[Contact], hitlist: Hitlist, since: datetime) -> AskedAbout:
    """Return whom the sources are asked about."""
    everybody = tuple(contacts)
    numbers = dict.fromkeys(number for contact in everybody for number in contact.phones)
    addresses = dict.fromkeys(folded_address(address) for contact in everybody for address in contact.emails)
    return AskedAbout(
        tuple(numbers), tuple(addresses), hitlist.own_addresses, hitlist.timezone, since, bool(hitlist.inboxes),
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
