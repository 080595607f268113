"""The contact that was typed, found forgivingly: "dana", "Whit", "jose" for José.

Takes text and the contacts by key; gives a key, or says who might be meant. Never guesses between two people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from followupd.core.phrases.names import folded
from followupd.core.phrases.words import quoted, suggest
from followupd.core.values.hitlist import Contact
from followupd.core.values.sightings import folded_address
from followupd.errors import UsageError
from followupd.hitlist.slug import slug
from followupd.rendering.text import listed, name

CONTACTS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Match:
    """A contact that was found."""

    key: str
    contact: Contact


def find_contact(text: str, contacts: Mapping[str, Contact]) -> Match:
    """Return the one contact that is meant: the exact name, id or address beats the beginning of words, then a part.

    Raises UsageError if nobody or more than one is: "sam" may be Sam O'Brien or Samira.
    """
    wanted = folded(text)
    if not wanted:
        raise UsageError("Whose name? Nothing was typed", "See everybody: followupd list")
    names = {key: folded(contact.name) for key, contact in contacts.items()}
    for fits in _ways(text, wanted):
        keys = [key for key, contact in contacts.items() if fits(key, contact, names[key])]
        if len(keys) == 1:
            return Match(keys[0], contacts[keys[0]])
        if keys:
            raise UsageError(
                f"{quoted(text)} may be {_name_or_name(keys, contacts)}", "Type more of the name, or the id of the one."
            )
    near = _nearest(text, contacts)
    raise UsageError(
        f"Nobody on the hit list is called {quoted(text)}." + (f" Did you mean {near}?" if near else ""),
        "See everybody: followupd list",
    )


def _ways(text: str, wanted: str) -> tuple[Callable[[str, Contact, str], bool], ...]:
    """Return the ways in which a contact can be meant, the surest first."""
    words, as_slug, typed = wanted.split(), slug(text), folded_address(text.strip())

    def exactly(key: str, contact: Contact, called: str) -> bool:
        known = {*map(folded_address, contact.emails), *contact.phones}
        return called == wanted or as_slug in (key, contact.slug) or typed in known

    def beginning(_: str, __: Contact, called: str) -> bool:
        return called.startswith(wanted) or all(any(w.startswith(word) for w in called.split()) for word in words)

    def part(_: str, contact: Contact, called: str) -> bool:
        return wanted in called or as_slug in contact.slug

    def unspaced(_: str, __: Contact, called: str) -> bool:
        """Hold also for a blank in place of a zero-width non-joiner, which joins two parts of a Persian name."""
        return called.replace(" ", "").startswith("".join(words))

    return exactly, beginning, part, unspaced


def _name_or_name(keys: list[str], contacts: Mapping[str, Contact]) -> str:
    """Return `Dana Whitfield or Dana Lee`, with ids if the names are equal."""
    called = [contacts[key].name for key in keys]
    shown = [
        f"{name(contacts[key].name)} ({contacts[key].slug})" if called.count(contacts[key].name) > 1
        else name(contacts[key].name)
        for key in keys
    ]
    if len(shown) > CONTACTS_SHOWN:
        return listed(shown, CONTACTS_SHOWN)
    return " or ".join([", ".join(shown[:-1]), shown[-1]])


def _nearest(text: str, contacts: Mapping[str, Contact]) -> str | None:
    whole = {contact.name: contact.name for contact in contacts.values()}
    first = {word: contact.name for contact in contacts.values() for word in contact.name.split()}
    for words in (whole, first):
        near = suggest(text, words)
        if near:
            return name(words[near])
    return None
