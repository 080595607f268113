"""The identity of contacts: one that is renamed keeps its key, and with it its history.

Takes the contacts, the Listed facts and the list of the last pass; returns each contact's key and the facts that are
new. A contact is recognised by its slug (`id`, else its name), else by a phone number or mail address that it shares
with someone who is no longer on the list under their last slug, if the names are a little alike or two such details are
the same, else by its place on the list and a name that is clearly alike. Whoever has only the number of somebody who
left is not taken for whose name they have. Where two people may be one and it is not sure, neither is joined, and the
user is asked. Never forgets a key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from followupd.core.people.likeness import (
    Likeness,
    ListedBefore,
    about,
    details_of,
    likeness,
    words_of,
)
from followupd.core.people.matching import NOBODY, Found, Lists, match
from followupd.core.values.facts import (
    Attempt,
    Booked,
    Fact,
    Listed,
    Noticed,
    Promised,
    Retracted,
    Settled,
    Swept,
    key_of,
)
from followupd.core.values.hitlist import Contact
from followupd.core.values.record import Facts

_Report = Attempt | Promised | Settled | Booked | Swept | Noticed
MISSED_FOR = timedelta(days=1)      # so long somebody who left the list is looked for among those who come
ASKED_FOR = timedelta(days=30)      # how long it is asked whether two people are one
SURE_DETAILS = 2                    # numbers and addresses that two share under quite different names: one may pass on


class Renamed(NamedTuple):
    """Somebody has another name than in the last pass; `alike` if only place and likeness show that it is them."""

    key: str
    before: str
    now: str
    alike: bool


class Unsure(NamedTuple):
    """Somebody new may be one of those who left the list, by key: where they were, or with a name like theirs."""

    key: str
    maybe: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Contacts by key, in list order; `listed` are the facts to append; `first_seen` says since when.

    `renamed` since the last pass; `unsure` are those who may be somebody who left. `one` goes from the key of a person
    who was taken for somebody new to their real key, which the user named by an `id` or by changing the name back.
    `parted` are people whose `id` undoes a match, with the fact that made it.
    """

    by_key: dict[str, Contact]
    key_of_slug: dict[str, str]
    listed: tuple[Listed, ...]
    first_seen: dict[str, datetime]
    renamed: tuple[Renamed, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    one: Mapping[str, str] = field(default_factory=dict)
    parted: Mapping[str, Listed] = field(default_factory=dict)

    def today(self, key: str) -> str:
        """Return the key of somebody who may have been taken for another one."""
        return self.one.get(key, key)


def list_to_keep(people: People, before: Iterable[ListedBefore], now: datetime) -> Iterator[ListedBefore]:
    """Yield what the next pass has to know of this list, in its order.

    Somebody who left it stays at their place for a day: a name is often deleted first, and saved, and then typed again.
    """
    left: dict[str | None, list[ListedBefore]] = defaultdict(list)
    last = None
    for entry in before:
        since = entry.left or int(now.timestamp())
        if entry.key in people.by_key:
            last = entry.key
        elif now.timestamp() - since < MISSED_FOR.total_seconds():
            left[last].append(entry._replace(left=since))
    yield from left[None]
    for key, contact in people.by_key.items():
        yield ListedBefore(key, contact.name, about(contact))
        yield from left[key]


def identify(
    contacts: tuple[Contact, ...], known: Iterable[Listed], now: datetime, before: Sequence[ListedBefore] = ()
) -> People:
    """Return who is who: each contact with the key of its history.

    `known` are in the order in which they were recorded; `before` is the list of the last pass, in its order.
    """
    known = tuple(known)
    past = _Past.of(known)
    doubted = _doubted(contacts, past, before)
    freed = _freed(doubted, past, now)
    past = _Past.of((*known, *freed)) if freed else past
    on_list = {contact.slug for contact in contacts}
    gone = {key for key, fact in past.latest.items() if fact.slug not in on_list - doubted.keys()}
    sure = [contact for contact in contacts if contact.slug not in doubted]
    keys, unlike = _by_slug_and_details(sure, past, gone)
    new = [contact for contact in sure if contact.slug not in keys]
    vanished = [entry for entry in before if entry.key in gone]
    matches = NOBODY
    if new and vanished:
        lately = {key for key in gone if past.by_likeness(key) and now - past.latest[key].at <= ASKED_FOR}
        matches = match(Lists(contacts, keys, before, vanished, new, past.latest, lately))
        keys.update(matches.same)
    unlike = {slug: key for slug, key in unlike.items() if slug not in keys}
    matches = Found(matches.same, {**unlike, **matches.maybe, **doubted})
    taken = {*past.latest, *keys.values()}
    for contact in contacts:
        if contact.slug not in keys:
            keys[contact.slug] = _free_key(contact.slug, taken)
            taken.add(keys[contact.slug])
    back = tuple(_renamed_back(contacts, keys, past, before, now))
    past = _Past.of((*known, *freed, *back)) if back else past
    people = _people(contacts, keys, past, matches, now, before)
    return replace(people, listed=(*freed, *back, *people.listed))


def _doubted(contacts: Iterable[Contact], past: _Past, before: Iterable[ListedBefore]) -> dict[str, str]:
    """Return contacts with the name of one person and only the number of another, who left: both keys, by slug.

    Without those about whom the user was asked before: an `id` is the answer.
    """
    key_of_slug = {fact.slug: key for key, fact in past.latest.items()}
    on_list = {key: contact for contact in contacts if (key := key_of_slug.get(contact.slug)) is not None}
    details = {
        entry.key: known for entry in before
        if entry.key not in on_list and entry.key in past.latest and (known := details_of(past.latest[entry.key]))
    }
    asked = {key for fact in past.latest.values() for key in (fact.maybe or "").split()} if details else set()
    doubts: dict[str, str] = {}
    for key, contact in on_list.items() if details else ():
        last, now = past.latest[key], details_of(contact)
        if last.name == contact.name and key not in asked and details_of(last) and not details_of(last) & now:
            other = _most_alike(now, details, set(details))
            doubts |= {contact.slug: f"{other} {key}"} if other is not None else {}
    return doubts


def _freed(doubted: Mapping[str, str], past: _Past, now: datetime) -> tuple[Listed, ...]:
    """Return the people who may have taken over a name, each under the `id` that would settle it."""
    slugs = {*past.former, *past.latest}
    owners = (past.latest[keys.split()[1]] for keys in doubted.values())
    return tuple(replace(fact, at=now, slug=_free_key(f"{fact.slug}-before", slugs)) for fact in owners)


def _renamed_back(
    contacts: Iterable[Contact], keys: Mapping[str, str], past: _Past, before: Sequence[ListedBefore], now: datetime
) -> Iterator[Listed]:
    """Yield new names that left the list again while the old name came back: the user says they are two people."""
    there = {entry.key for entry in before if not entry.left}
    back = {keys[contact.slug]: contact.name for contact in contacts if before and keys[contact.slug] not in there}
    staying = set(keys.values()) if back else set()
    for entry in before if back else ():
        fact = past.latest.get(entry.key)
        if fact is not None and fact.maybe and fact.contact not in staying and now - fact.at <= ASKED_FOR:
            who = [key for key in fact.maybe.split() if key in back]
            if len(who) == 1 and fact.name != back[who[0]]:
                yield replace(fact, at=now, name=back[who[0]], maybe=who[0])


@dataclass(frozen=True, slots=True)
class _Past:
    """The record of each key: the `latest` fact, the last one with another name, and when it was first seen.

    `former` are all slugs of all time, each with its last owner; `alike` are, by name, those who got it by likeness.
    """

    latest: dict[str, Listed] = field(default_factory=dict)
    named_before: dict[str, Listed] = field(default_factory=dict)
    first_seen: dict[str, datetime] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    alike: dict[str, Listed] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[Listed]) -> _Past:
        past = cls()
        for fact in known:
            last = past.latest.get(fact.contact)
            if last is not None and last.name != fact.name:
                past.named_before[fact.contact] = last
                if last.slug != fact.slug and not details_of(last) & details_of(fact):
                    past.alike[fact.name] = fact
            past.latest[fact.contact] = fact
            past.first_seen.setdefault(fact.contact, fact.at)
            past.former[fact.slug] = fact.contact
        return past

    def by_likeness(self, key: str) -> bool:
        """Return whether the last renaming of a contact shows in nothing but place and likeness."""
        last, before = self.latest.get(key), self.named_before.get(key)
        if last is None or before is None or last.slug == before.slug:
            return False
        return not details_of(last) & details_of(before)


def _by_slug_and_details(
    contacts: Iterable[Contact], past: _Past, gone: set[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the keys of those who are known by their slug or by a shared number or address, by slug.

    And of those who share one with somebody of quite another name: a successor, or somebody in the same house. Whoever
    is found is taken out of `gone`.
    """
    key_of_slug = {fact.slug: key for key, fact in past.latest.items()}
    details = {key: details_of(past.latest[key]) for key in gone}
    keys: dict[str, str] = {}
    unlike: dict[str, str] = {}
    for contact in contacts:
        key = key_of_slug.get(contact.slug)
        if key is None and contact.slug in gone and contact.slug not in past.former:
            key = contact.slug                      # the key of somebody whose name was another's before
        if key is None:
            renamed = _most_alike(details_of(contact), details, gone)
            if renamed is not None and not _may_be_renamed(contact, past.latest[renamed]):
                unlike[contact.slug], renamed = renamed, None
            back = past.former.get(contact.slug)
            key = renamed if renamed is not None else back if back in gone else None      # renamed, or renamed back
        if key is not None:
            gone.discard(key)
            keys[contact.slug] = key
    return keys, unlike


def _may_be_renamed(contact: Contact, last: Listed) -> bool:
    """Return whether somebody with the number or address of another is surely them."""
    if len(details_of(contact) & details_of(last)) >= SURE_DETAILS:
        return True
    return likeness(words_of(contact.name), words_of(last.name)) is not Likeness.NONE


def _people(
    contacts: Iterable[Contact], keys: Mapping[str, str], past: _Past, matches: Found, now: datetime,
    before: Sequence[ListedBefore],
) -> People:
    """Return everybody, with what is new."""
    by_key = {keys[contact.slug]: contact for contact in contacts}
    facts = {key: _listed(key, contact, past.latest.get(key), matches, now) for key, contact in by_key.items()}
    return People(
        by_key, {contact.slug: key for key, contact in by_key.items()},
        tuple(fact for key, fact in facts.items() if fact is not past.latest.get(key)),
        past.first_seen | {key: now for key in by_key if key not in past.first_seen},
        tuple(_renamed(by_key, past, matches, before)),
        tuple(one for fact in facts.values() for one in _unsure(fact, past, by_key, now)),
        dict(_same_names(by_key, past)), dict(_split_by_id(by_key, past, now)),
    )


def _listed(key: str, contact: Contact, last: Listed | None, found: Found, now: datetime) -> Listed:
    """Return what is known of a contact on the list: the last fact, or a new one if something differs."""
    asked = found.maybe.get(contact.slug)
    if last is not None and (last.slug == contact.slug or last.name != contact.name):
        asked = last.maybe               # an `id` for somebody of the same name is the answer; another name is none
    fact = Listed(key, now, contact.slug, contact.name, contact.phones, contact.emails, asked)
    return last if last is not None and _without_time(last) == _without_time(fact) else fact


def _renamed(
    by_key: Mapping[str, Contact], past: _Past, matches: Found, before: Sequence[ListedBefore]
) -> Iterator[Renamed]:
    """Yield those whose name differs from the last pass, or from what was recorded."""
    names = {key: fact.name for key, fact in past.latest.items()} | {entry.key: entry.name for entry in before}
    there = {entry.key for entry in before if not entry.left}
    # A contact who has their former name again was on the list under another key.
    former = {key: names[other] for other, key in _same_names(by_key, past) if key not in there}
    names |= {key: name for key, name in former.items() if by_key[key].name != name}
    for key, contact in by_key.items():
        if names.get(key, contact.name) != contact.name:
            last = past.latest.get(key)
            recorded = last is not None and last.name == contact.name       # by a command, before any pass
            alike = past.by_likeness(key) if recorded else contact.slug in matches.same
            yield Renamed(key, names[key], contact.name, alike)


def _same_names(by_key: Mapping[str, Contact], past: _Past) -> Iterator[tuple[str, str]]:
    """Yield those who were taken for somebody new, each with who the user said they are: of the same name."""
    for fact in past.latest.values():
        if fact.maybe and fact.contact not in by_key:
            for key in fact.maybe.split():
                if key in by_key and by_key[key].name == fact.name:
                    yield fact.contact, key


def _split_by_id(by_key: Mapping[str, Contact], past: _Past, now: datetime) -> Iterator[tuple[str, Listed]]:
    """Yield people who got an `id` after they had been matched to somebody by name, with the fact that matched them."""
    for key, contact in by_key.items() if past.alike else ():
        fact, since = past.alike.get(contact.name), past.first_seen.get(key, now)
        if fact is None or contact.slug == fact.slug or now - since > MISSED_FOR:
            continue
        other = by_key.get(fact.contact)       # a namesake beside them is somebody else
        if (other is None or other.name != contact.name) and timedelta() <= since - fact.at <= ASKED_FOR:
            yield key, fact


def _unsure(fact: Listed, past: _Past, by_key: Mapping[str, Contact], now: datetime) -> list[Unsure]:
    """Return the question whether somebody is one of those who left, unless it was asked for long enough."""
    if fact.maybe is None or now - fact.at > ASKED_FOR:
        return []
    left = tuple(past.latest[key] for key in fact.maybe.split() if key in past.latest and key not in by_key)
    return [Unsure(fact.contact, left)] if left else []


def _most_alike(details: set[str], known: dict[str, set[str]], gone: set[str]) -> str | None:
    """Return who shares the most details; None if two people share equally many, such as one home phone."""
    shared = sorted(((len(details & known[key]), key) for key in gone), reverse=True)
    if not shared or shared[0][0] == 0 or (len(shared) > 1 and shared[0][0] == shared[1][0]):
        return None
    return shared[0][1]


def _free_key(slug: str, taken: Collection[str]) -> str:
    key, number = slug, 2
    while key in taken:
        key, number = f"{slug}-{number}", number + 1
    return key


def _without_time(fact: Listed) -> tuple[object, ...]:
    return (fact.slug, fact.name, fact.phones, fact.emails, fact.maybe)


def history_of_one(people: People, facts: Facts, now: datetime) -> list[Fact]:
    """Return the facts that move reports made for the wrong contact to the right one."""
    facts_to_add: list[Fact] = []
    for other, key in people.one.items():
        facts_to_add += _reported_instead(_reports_of(facts, other), key, _reports_of(facts, key), now)
    for key, fact in people.parted.items():
        since = facts.recorded[facts.recorded.index(fact):]         # until they had their own `id`
        own = [number for number, one in enumerate(since) if isinstance(one, Listed) and one.contact == key]
        meant = [one for one in _reports_of(facts, fact.contact) if one in since[:own[0] if own else None]]
        facts_to_add += _reported_instead(meant, key, (), now)
    return facts_to_add


def _reported_instead(
    reports: Iterable[_Report], key: str, known: Collection[_Report], now: datetime
) -> Iterator[Fact]:
    """Yield what takes these reports back, and the same for the contact with this key unless they are `known`."""
    for fact in reports:
        if (theirs := replace(fact, contact=key)) not in known:
            yield theirs
        yield Retracted(fact.contact, now, key_of(fact), "hitlist")


def _reports_of(facts: Facts, key: str) -> tuple[_Report, ...]:
    record = facts.of(key)
    return (*record.attempts, *record.promises, *record.booked, *record.swept, *record.noticed)
