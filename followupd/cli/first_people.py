"""The people of a first hit list, as they are typed: a line for each.

Takes lines; gives people. What is not understood is asked again, somebody who is named twice is said, and who is in an
address book is shown with what their card says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from followupd.beginning.cards import CardsToLookUp
from followupd.cli.questions import Questions
from followupd.core.values.cards import Card
from followupd.errors import UsageError
from followupd.hitlist.first import CATEGORIES, people_named
from followupd.hitlist.slug import slug
from followupd.hitlist.typed_people import TypedPerson, parse_person
from followupd.rendering.text import complain, line, name

MANY = 7
MOST_OFFERED = 9        # cards for one name
ASKED = (
    "Who makes you laugh, who brings ideas, whom do you want to serve?",
    "Five to seven are enough to begin. A name on a line; more if you like: Mia Chen, +49 30 123456, every 6 weeks.",
    "An empty line ends.",
)


def given_people(names: Sequence[str], people: Sequence[str]) -> tuple[TypedPerson, ...]:
    """Return those of the flags: names as they are, and lines. Raises UsageError for a line that is not understood."""
    try:
        said = (*people_named(names), *(parse_person(text, CATEGORIES) for text in people))
    except ValueError as problem:
        raise UsageError(f"--person: {problem}") from None
    kept: dict[str, TypedPerson] = {}
    for person in said:
        if kept.setdefault(person.slug, person) is not person:
            complain(_twice(person, kept))
    return tuple(kept.values())


def ask_people(questions: Questions, cards: CardsToLookUp) -> tuple[TypedPerson, ...]:
    """Ask for one after another until an empty line; nobody if nobody is there to ask."""
    questions.say("", *ASKED)
    found: dict[str, TypedPerson] = {}
    while questions.there and (typed := questions.typed("Name")):
        try:
            person = _looked_up(questions, parse_person(typed, CATEGORIES), cards)
        except ValueError as problem:
            complain(str(problem))
            continue
        if person.slug in found:
            complain(_twice(person, found))
            continue
        found[person.slug] = person
        if len(found) == MANY:
            questions.say("Seven: that is enough to begin. Go on if you like; an empty line ends.")
    return tuple(found.values())


def _looked_up(questions: Questions, person: TypedPerson, cards: CardsToLookUp) -> TypedPerson:
    """Return somebody by the name on their card, if there is one that is meant, and say what it says."""
    exact = cards.named(person.name)
    if len(exact) == 1:
        questions.say(f"  {_shown(exact[0])}")
        return person
    if exact:
        questions.say(f"  {len(exact)} cards have that name; a number or an address behind it says which is meant.")
        return person
    alike = cards.alike(person.name)
    if not alike:
        return person
    if len(alike) > MOST_OFFERED:
        questions.say(f"  {len(alike)} cards have that name: type more of it, if you mean one of them.")
        return person
    questions.say(*(f"  {number}  {_shown(card)}" for number, card in enumerate(alike, 1)))
    card = questions.answer("Is it one of these? A number, or no", None, "1" if len(alike) == 1 else "no",
                            lambda text: _chosen(text, alike))
    return person if card is None else _renamed(person, card)


def _chosen(text: str, cards: Sequence[Card]) -> Card | None:
    if text.casefold() in ("n", "no", "none"):
        return None
    if not text.isdecimal() or not 1 <= int(text) <= len(cards):
        raise ValueError(f"Write a number from 1 to {len(cards)}, or no.")
    return cards[int(text) - 1]


def _renamed(person: TypedPerson, card: Card) -> TypedPerson:
    called = people_named([card.name])[0].name
    return TypedPerson((("name", called), *person.pairs[1:])) if slug(called) else person


def _shown(card: Card) -> str:
    details = (*card.phones[:1], *card.emails[:1])
    return line(f"{card.name} ({', '.join((*details, card.book))})", 110)


def _twice(person: TypedPerson, known: Mapping[str, TypedPerson]) -> str:
    before = known[person.slug].name
    called = "" if before == person.name else f" as {name(before)}"
    return f"{name(person.name)} is on the list already{called}; the second was left out"
