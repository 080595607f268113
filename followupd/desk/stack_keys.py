"""The keys of a new contact, of what the rows of an import say of a person.

Takes somebody of the stack; gives keys and values, and sentences about what the hit list could not read. Never writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from followupd.core.phrases.phones import parse_number
from followupd.core.stack.people import StackPerson
from followupd.core.values.hitlist import Hitlist
from followupd.hitlist.contacts import parse_email, parse_name
from followupd.hitlist.edits.changes import Keys, Value
from followupd.hitlist.slug import slug
from followupd.passes.linking import same_uid

LONGEST_NOTES = 300     # characters: the texts of events have them


def contact_keys(
    person: StackPerson, category: str | None, hitlist: Hitlist, card_uids: frozenset[str], *, log: str
) -> tuple[list[tuple[str, Value]], tuple[str, ...]]:
    """Return the keys of a new contact, and what was left out because the hit list could not read it.

    For somebody of an address book of the hit list, the card is named instead of what is on it, so that it stays up to
    date; of several cards the one that says most. `card_uids` are those by which the hit list can name one.
    """
    left_out: list[str] = []

    def sound(texts: Iterable[str], parse: Callable[[str], str]) -> list[str]:
        kept = []
        for text in texts:
            try:
                kept.append(parse(text))
            except ValueError as error:
                left_out.append(f"{person.name}: left out, {error}")
        return kept

    name = parse_name(person.name)
    cards = [row.card for row in person.cluster.rows if same_uid(row.card.uid) in card_uids]
    if cards:
        named = max(cards, key=lambda card: len(card.phones) + len(card.emails))
        found: dict[str, Value | None] = {"card": named.uid}
        if len({same_uid(card.uid) for card in cards}) > 1:
            left_out.append(f"{person.name}: is on {len(cards)} cards; what only another one than {named.uid} says"
                            " is left out")
    else:
        found = _details(person, sound, left_out)
    if log:
        found["log"] = (log,)
    kept = {"name": name, "id": _free_id(name, hitlist), "category": category, **found}
    return [(key, value) for key, value in kept.items() if value], tuple(left_out)


def _details(
    person: StackPerson, sound: Callable[[Iterable[str], Callable[[str], str]], list[str]], left_out: list[str]
) -> dict[str, Value | None]:
    """Return what the rows say of a person, as keys."""
    found: dict[str, Value | None] = {
        "phone": _one_or_list(sound(person.phones, parse_number)),
        "email": _one_or_list(sound(person.emails, parse_email)),
    }
    rows = person.cluster.rows
    found["address"] = next((row.card.address for row in rows if row.card.address), None)
    notes = next((row.notes for row in rows if row.notes), "")
    if len(notes) > LONGEST_NOTES:
        left_out.append(f"{person.name}: left out, notes of {len(notes)} characters")
    else:
        found["notes"] = notes
    if person.birthday:
        found["dates"] = Keys((("birthday", person.birthday),))
    return found


def _one_or_list(texts: Sequence[str]) -> Value | None:
    return texts[0] if len(texts) == 1 else tuple(texts) or None


def _free_id(name: str, hitlist: Hitlist) -> str | None:
    """Return an id for somebody with the name of another; None if the name alone will do."""
    taken = {contact.slug for contact in hitlist.contacts}
    made = slug(name)
    if made not in taken:
        return None
    return next(one for number in range(2, len(taken) + 3) if (one := f"{made}-{number}") not in taken)
