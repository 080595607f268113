"""Who is who: a contact keeps its key, and with it its history, when it is renamed.

Takes the contacts and the Listed facts, returns each contact's key and the facts that are new. A contact is
recognised by its slug (`id`, else its name), else by a phone number or mail address that it shares with someone
who is no longer on the list under their last slug. Never forgets a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from followupd.core.values.facts import Listed
from followupd.core.values.hitlist import Contact


@dataclass(frozen=True, slots=True)
class People:
    """Contacts by key, in list order; `listed` are the facts to append; `first_seen` says since when."""

    by_key: dict[str, Contact]
    key_of_slug: dict[str, str]
    listed: tuple[Listed, ...]
    first_seen: dict[str, datetime]


def identify(contacts: tuple[Contact, ...], known: Iterable[Listed], now: datetime) -> People:
    """Return who is who: each contact with the key of its history.

    `known` are in the order in which they were recorded.
    """
    latest: dict[str, Listed] = {}
    first_seen: dict[str, datetime] = {}
    former: dict[str, str] = {}                    # each slug of all time -> its key; the latest owner wins
    for fact in known:
        latest[fact.contact] = fact
        first_seen.setdefault(fact.contact, fact.at)
        former[fact.slug] = fact.contact
    key_of_slug = {fact.slug: key for key, fact in latest.items()}
    on_list = {contact.slug for contact in contacts}
    gone = {key for key, fact in latest.items() if fact.slug not in on_list}
    details = {key: _details(latest[key].phones, latest[key].emails) for key in gone}

    by_key: dict[str, Contact] = {}
    keys: dict[str, str] = {}
    new: list[Listed] = []
    for contact in contacts:
        key = key_of_slug.get(contact.slug)
        if key is None:
            renamed = _most_alike(_details(contact.phones, contact.emails), details, gone)
            back = former.get(contact.slug)
            if renamed is not None:                # renamed, but with a known phone number or address
                key = renamed
            elif back in gone:                     # renamed back
                key = back
            else:
                key = _free_key(contact.slug, latest, by_key)
            gone.discard(key)
        fact = Listed(key, now, contact.slug, contact.name, contact.phones, contact.emails)
        before = latest.get(key)
        if before is None or _without_time(before) != _without_time(fact):
            new.append(fact)
        first_seen.setdefault(key, now)
        by_key[key] = contact
        keys[contact.slug] = key
    return People(by_key, keys, tuple(new), first_seen)


def _most_alike(details: set[str], known: dict[str, set[str]], gone: set[str]) -> str | None:
    """Return who shares the most details; None if two people share equally many, such as one home phone."""
    shared = sorted(((len(details & known[key]), key) for key in gone), reverse=True)
    if not shared or shared[0][0] == 0 or (len(shared) > 1 and shared[0][0] == shared[1][0]):
        return None
    return shared[0][1]


def _free_key(slug: str, *taken: Iterable[str]) -> str:
    used = set().union(*taken)
    key, number = slug, 2
    while key in used:
        key, number = f"{slug}-{number}", number + 1
    return key


def _details(phones: tuple[str, ...], emails: tuple[str, ...]) -> set[str]:
    numbers = (re.sub(r"\D", "", phone) for phone in phones)
    return {number for number in numbers if len(number) >= 5} | {mail.strip().lower() for mail in emails}


def _without_time(fact: Listed) -> tuple[object, ...]:
    return (fact.slug, fact.name, fact.phones, fact.emails)
