"""The links of people to cards: from a hit list and the cards of the address books to people with their details.

Takes values, gives values; reads nothing. A card is linked by its UID if the hit list says it, else by a number or an
address that only it has, else by a full name that only it has. Two that may be meant are a doubt that names both: then
nothing is taken from either. What the hit list says of a person goes before their card, key by key.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from followupd.core.people.likeness import with_and_without_country
from followupd.core.phrases.birthdays import is_birthday
from followupd.core.phrases.names import folded
from followupd.core.phrases.phones import parse_number
from followupd.core.values.cards import Card
from followupd.core.values.hitlist import Anniversary, Contact, TakenFromCard
from followupd.core.values.sightings import folded_address
from followupd.evidence.numbers import KnownNumbers
from followupd.hitlist.contacts import USUAL_LEAD, channels_of, parse_email
from followupd.hitlist.zones import parse_zone

MOST_NAMED = 4          # cards or people in a sentence
_TAIL = 6               # digits that two spellings of one number share
_EXTENSION = re.compile(r"(?i)(?:;|,|ext|x|#).*")
# The keys of the hit list that a card may give, and the fields in which they are.
KEYS = {"phone": "phones", "email": "emails", "address": "address", "timezone": "timezone", "birthday": "dates"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence about the card of a contact; `slug` is the contact's."""

    slug: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Links:
    """The card of each contact who has one, by slug, and the doubts."""

    cards: Mapping[str, Card]
    doubts: tuple[Doubt, ...] = ()


def whose_cards(contacts: Sequence[Contact], cards: Iterable[Card], zone: ZoneInfo, *, complete: bool = True) -> Links:
    """Return whose card is whose. `zone` completes national numbers; without `complete` some book was never read."""
    index = _Index(people_on(cards), contacts, zone)
    linked: dict[str, Card] = {}
    doubts: list[Doubt] = []
    claims: dict[int, list[Contact]] = defaultdict(list)
    for contact in contacts:
        found = index.meant_by(contact)
        if len(found) == 1:
            claims[found[0]].append(contact)
        elif found or (contact.card and complete):
            doubts.append(_doubt(contact, [index.cards[number] for number in found]))
    for number, claiming in claims.items():
        card = index.cards[number]
        given = [one for one in claiming if one.card]       # before all others, who are told nothing: it was decided
        named = given or [one for one in claiming if number in index.named(one)] or claiming
        if len(named) == 1:
            linked[named[0].slug] = card
            doubts += [] if given else [_of_another(one, named[0], card) for one in claiming if one is not named[0]]
        else:
            doubts += _of_several(named, card)
    return Links(linked, tuple(doubts))


def people_on(cards: Iterable[Card]) -> list[Card]:
    """Return the cards with those of one UID joined, which are in two books; of another name they are two people."""
    joined: list[Card] = []
    by_uid: dict[str, list[int]] = defaultdict(list)
    for card in cards:
        uid = same_uid(card.uid)
        same = next((n for n in by_uid[uid] if _is_one_person(joined[n], card)), None) if uid else None
        if same is not None:
            joined[same] = _both(joined[same], card)
            continue
        if uid:
            by_uid[uid].append(len(joined))
        joined.append(card)
    return joined


def naming_uids(cards: Iterable[Card]) -> frozenset[str]:
    """Return the UIDs that name one person in the hit list, as `same_uid` returns them."""
    times = Counter(same_uid(card.uid) for card in people_on(cards) if card.uid)
    return frozenset(uid for uid, many in times.items() if many == 1)


def same_uid(uid: str) -> str:
    """Return what all spellings of a UID have in common."""
    return uid.strip().casefold().removeprefix("urn:uuid:")


def _is_one_person(one: Card, other: Card) -> bool:
    names, others = set(map(folded, one.names)), set(map(folded, other.names))
    return not names or not others or bool(names & others)


def _both(first: Card, second: Card) -> Card:
    """Return what either card says; the first one's goes before."""

    def all_of(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*ours, *theirs)))

    return replace(
        first, names=all_of(first.names, second.names), phones=all_of(first.phones, second.phones),
        emails=all_of(first.emails, second.emails), birthday=first.birthday or second.birthday,
        address=first.address or second.address, timezone=first.timezone or second.timezone,
        org=first.org or second.org, faults=all_of(first.faults, second.faults),
    )


class _Index:
    """The cards by what may name one: its UID, an address, a number, a name."""

    def __init__(self, cards: list[Card], contacts: Sequence[Contact], zone: ZoneInfo) -> None:
        self.cards = cards
        self._uids: dict[str, list[int]] = defaultdict(list)
        self._names: dict[str, list[int]] = defaultdict(list)
        self._emails: dict[str, list[int]] = defaultdict(list)
        self._phones: dict[str, list[tuple[str, int]]] = defaultdict(list)      # by their last digits
        tails = {_tail(phone) for contact in contacts for phone in contact.phones}
        for number, card in enumerate(cards):
            if card.uid:
                self._uids[same_uid(card.uid)].append(number)
            for name in dict.fromkeys(map(folded, card.names)):
                self._names[name].append(number)
            for mail in dict.fromkeys(map(folded_address, card.emails)):
                self._emails[mail].append(number)
            for phone in card.phones:
                if (tail := _tail(phone)) in tails:
                    self._phones[tail].append((phone, number))
        self._known = KnownNumbers((phone for found in self._phones.values() for phone, _ in found), zone)

    def named(self, contact: Contact) -> list[int]:
        """Return the cards with their full name."""
        return self._names.get(folded(contact.name), [])

    def meant_by(self, contact: Contact) -> list[int]:
        """Return the card that is theirs, or all that may be."""
        if contact.card:
            return self._uids.get(same_uid(contact.card), [])
        named, detailed = self.named(contact), self._with_details(contact)
        if not detailed:
            return named
        both = [number for number in detailed if number in named]
        if len(detailed) == 1 and (both or not named):
            return detailed
        return both if len(both) == 1 else sorted({*detailed, *named})

    def _with_details(self, contact: Contact) -> list[int]:
        """Return the cards with a number or an address of theirs; of these, those that have all that any card has."""
        having = [set(self._emails.get(folded_address(mail), ())) for mail in contact.emails]
        for phone in contact.phones:
            same = set(self._known.called(phone))
            having.append({
                number for other, number in self._phones.get(_tail(phone), ())
                if other in same or with_and_without_country(phone, other)
            })
        found = [numbers for numbers in having if numbers]
        return sorted(set.intersection(*found) or set.union(*found)) if found else []


def _tail(phone: str) -> str:
    return re.sub(r"\D", "", _EXTENSION.sub("", phone))[-_TAIL:]


def _doubt(contact: Contact, cards: Sequence[Card]) -> Doubt:
    if not cards:
        said = f"{contact.name}: no card has the UID {contact.card}. Correct card: or leave it out."
        return Doubt(contact.slug, said)
    named = " or ".join(f"{card.name} ({found_at(card)})" for card in cards[:MOST_NAMED])
    more = f" or {len(cards) - MOST_NAMED} more" if len(cards) > MOST_NAMED else ""
    name = folded(contact.name)
    uids = [card.uid for card in sorted(cards, key=lambda one: name not in map(folded, one.names)) if card.uid]
    if contact.card:
        write = "Give each person on the cards a UID of their own"
    elif uids:
        write = f"Write which one it is, as in card: {uids[0]}"
    else:
        write = "Write a number or an address that only one of them has, or delete the other card"
    said = f"{contact.name}: {len(cards)} cards may be theirs, {named}{more}, so nothing is taken. {write}."
    return Doubt(contact.slug, said)


def found_at(card: Card) -> str:
    """Return where a card is, and what names it in the hit list."""
    if card.place.startswith(card.book):       # a file of its own
        place = card.place
    else:
        place = f"{card.book}{card.place}" if card.book.endswith("/") else f"{card.book}, {card.place}"
    return f"{place}, card: {card.uid}" if card.uid else place


def _of_another(contact: Contact, theirs: Contact, card: Card) -> Doubt:
    """Return the doubt of somebody whose number or address is on the card that has the full name of another."""
    return Doubt(
        contact.slug, f"{contact.name}: the card of {card.name} ({found_at(card)}) has a number or an address of"
        f" theirs, and the name of {theirs.name}, so nothing is taken from it. Write card: with whoever it is.",
    )


def _of_several(contacts: Sequence[Contact], card: Card) -> Iterator[Doubt]:
    """Yield the doubt of each of several people who may be on one card, or who all have it by its UID."""
    write = "Leave card: with one of them only" if contacts[0].card else "Write card: with whoever it is"
    for contact in contacts:
        others = [one.name for one in contacts if one is not contact][:MOST_NAMED]
        yield Doubt(
            contact.slug, f"{contact.name}: the card of {card.name} ({found_at(card)}) may be theirs or that of"
            f" {' or '.join(others)}, so nothing is taken. {write}.",
        )


def with_cards(contacts: Sequence[Contact], cards: Mapping[str, Card]) -> tuple[Contact, ...]:
    """Return the contacts with what their cards say and the hit list does not."""
    return tuple(
        card_added(contact, cards[contact.slug])[0] if contact.slug in cards else contact for contact in contacts
    )


def card_added(contact: Contact, card: Card) -> tuple[Contact, tuple[str, ...]]:
    """Return a contact with their card, and sentences about what on it cannot be used."""
    faults = list(card.faults)
    phones = contact.phones or _usable(card.phones, parse_number, faults)
    emails = contact.emails or _usable(card.emails, parse_email, faults)
    zones = () if contact.timezone or not card.timezone else _usable((card.timezone,), parse_zone, faults)
    full = replace(
        contact, phones=phones, emails=emails, address=contact.address or card.address,
        timezone=next(iter(zones), contact.timezone), dates=_dates(contact, card),
        via=channels_of(phones, emails) if contact.via_by_details else contact.via,
    )
    keys = tuple(key for key, field in KEYS.items() if getattr(full, field) != getattr(contact, field))
    where = f"{contact.name}: on the card of {card.name} ({found_at(card)})"
    said = tuple(f"{where}, {fault.rstrip('.')}." for fault in faults)
    return replace(full, taken=TakenFromCard(card.name, card.book, keys)), said


def _usable(texts: Iterable[str], parse: Callable[[str], T], faults: list[str]) -> tuple[T, ...]:
    """Return what the hit list's own reader makes of these texts; add a fault for each that it refuses."""
    usable = []
    for text in texts:
        try:
            usable.append(parse(text))
        except ValueError as problem:
            faults.append(str(problem))
    return tuple(dict.fromkeys(usable))


def _dates(contact: Contact, card: Card) -> tuple[Anniversary, ...]:
    """Return their dates with the birthday of the card, unless the hit list has one, whatever it calls it."""
    day = card.birthday
    if day is None or any(
        is_birthday(one.name) or (one.month, one.day) == (day.month, day.day)
        for one in contact.dates
    ):
        return contact.dates
    return (*contact.dates, Anniversary("birthday", *day, lead=USUAL_LEAD))
