"""The people of a first hit list, as they are typed: a line for each.

Takes lines; gives people. What is not understood is asked again, and somebody who is named twice is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from followupd.cli.questions import Questions
from followupd.errors import UsageError
from followupd.hitlist.first import CATEGORIES, people_named
from followupd.hitlist.typed_people import TypedPerson, parse_person
from followupd.rendering.text import complain, name

ENOUGH, MANY = 5, 7
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


def ask_people(questions: Questions) -> tuple[TypedPerson, ...]:
    """Ask for one after another until an empty line; nobody if nobody is there to ask."""
    questions.say("", *ASKED)
    found: dict[str, TypedPerson] = {}
    while questions.there and (typed := questions.typed("Name")):
        try:
            person = parse_person(typed, CATEGORIES)
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


def _twice(person: TypedPerson, known: Mapping[str, TypedPerson]) -> str:
    before = known[person.slug].name
    called = "" if before == person.name else f" as {name(before)}"
    return f"{name(person.name)} is on the list already{called}; the second was left out"
