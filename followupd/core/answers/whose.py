"""The contact of an event, a line or a name, and the words with which the user may answer there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from followupd.core.answers.ownership import channel_token
from followupd.core.items.kind import ItemKind
from followupd.core.people.identity import People
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import MARK, is_task, person_of, ref_of
from followupd.core.phrases.additions import EDGE, is_own
from followupd.core.phrases.marks import (
    ACT,
    longer_name,
    mentioned,
    named_at_start,
    named_each,
    named_in,
    named_spans,
    names_anybody,
    parts_of_names,
    spelt_at_start,
)
from followupd.core.phrases.names import folded, without_signs
from followupd.core.phrases.said import ReadingRules
from followupd.core.phrases.words import suggest
from followupd.core.values.event import NO_CHANNEL
from followupd.core.values.hitlist import INVITING_CHANNELS, Hitlist
from followupd.core.values.record import Facts
from followupd.core.values.uid import parse_item
from followupd.core.values.user_time import UserTime


class Surroundings(NamedTuple):
    """Everything that events are read with; `facts` include those from absorbing."""

    people: People
    facts: Facts
    hitlist: Hitlist
    now: datetime
    user_time: UserTime


NEAR_NAME = 0.8      # difflib's ratio: one typo or two
SHORT_LINE = 2       # words: a name and a mark
WORDS_OF_A_NAME = 3  # to be looked for before other words


class Whose:
    """The people and tasks that the user may mean. A ref is a task's, or the key of a person to be tried."""

    def __init__(self, people: People, facts: Facts, hitlist: Hitlist) -> None:
        self._people, self._facts, self._hitlist = people, facts, hitlist

    def item_of(self, uid: str) -> str | None:
        """Return the ref of the item whose reminder this is."""
        item = parse_item(uid)
        return ref_of(uid, self._hitlist.name) or (self._people.today(item[1]) if item is not None else None)

    def channel_as_written(self, ref: str | None, channel: str | None) -> str | None:
        """Return a channel as the hit list spells it, since the note on an event has it without blanks."""
        contact = self._people.by_key.get(person_of(ref)) if ref and channel else None
        own = {channel_token(one): one for one in contact.via} if contact is not None else {}
        return own.get(channel_token(channel), channel) if channel else None

    def rules(
        self, kind: ItemKind[Any, Any], ref: str | None, moment: datetime, channel: str | None,
    ) -> ReadingRules:
        """Return the rules for reading words about an item, given its channel and the moment they are read from."""
        contact = self._people.by_key.get(person_of(ref)) if ref else None
        return ReadingRules(
            {**kind.words, **dict(self._hitlist.marks)}, day_of(moment, self._hitlist.timezone),
            (contact.name,) if contact is not None else (), inviting=channel in INVITING_CHANNELS, channel=channel,
            via=contact.via if ref and contact is not None and channel != NO_CHANNEL and not is_task(ref) else (),
        )

    def item_and_words(self, ref: str, behind: str) -> tuple[str, str]:
        """Return the item of a line of ours and the words after it: "Call Ann" and then " Lee" is somebody else's."""
        if MARK in ref:
            return ref, behind
        ref = self._people.today(ref)
        contact = self._people.by_key.get(ref)
        return longer_name(behind, contact.name if contact is not None else "", self._names) or (ref, behind)

    def named_in(self, text: str) -> tuple[str, str] | None:
        """Return whom a line that is not ours names, and the words after the name; a part of it may begin it."""
        start = named_at_start(text, {}, self._parts)
        if start is None:
            return named_in(text, self._names)
        of_them = [part for part, key in self._parts.items() if key == start[0]]
        several = {key: [*spelt, *(of_them if key == start[0] else [])] for key, spelt in self._names.items()}
        found = named_in(text, several)
        return found if found is not None and found[0] == start[0] else None

    def named_at_start(self, text: str) -> tuple[str, str] | None:
        """Return the contact named at the start of a line without a tick, and the rest with its separator."""
        return named_at_start(text, self._names, self._parts)

    def is_note(self, text: str) -> bool:
        """Return whether a line ends in the word for a note; after a name and a colon nothing else may follow."""
        _, behind = self.named_at_start(text) or ("", "")
        return is_own(text.rpartition(" ")[2]) and (behind[:1] != ":" or is_own(behind))

    def spelt_at_start(self, text: str) -> tuple[str, str, str] | None:
        """Return with whose name a line begins in any spelling, what sets the rest apart, and the rest."""
        return spelt_at_start(text, self._names, self._parts)

    def named_each(self, text: str) -> list[tuple[str, str]]:
        """Return with whose names the parts of a line begin, and what follows each."""
        return named_each(text, self._names, self._parts)

    def names_anybody(self, text: str) -> bool:
        """Return whether a text names somebody."""
        return names_anybody(text, self._names, self._parts)

    def mentioned(self, text: str) -> tuple[str, str, str] | None:
        """Return the one person whom a line names anywhere, and the words before and after the name."""
        return mentioned(text, self._names, self._parts)

    def named_spans(self, text: str) -> list[tuple[int, int, str]]:
        """Return where people are named in a line, as numbers of words, in their order, and their keys."""
        return named_spans(text, self._names, self._parts)

    def short_name(self, text: str) -> tuple[str, str] | None:
        """Return whose name or part of one, in any capitals, is all of a text or set apart: "sam: moved"."""
        ref, apart, said = self.spelt_at_start(text) or ("", "", "")
        alone = bool(ref) and (not said or apart not in ("", "."))
        return (ref, f"{apart} {said}".strip()) if alone else None

    def near_name(self, text: str) -> str | None:
        """Return the whole name that is nearly the first words of a text, "Dana Whitfeld: lm", or has its one word."""
        words = re.split(r"\s*(?:[:;,=–—]|\s-\s)", re.sub(ACT, "", text, count=1), maxsplit=1)[0].split()
        for size in dict.fromkeys((len(words), *range(min(len(words), WORDS_OF_A_NAME), 1, -1))):
            if (near := suggest(" ".join(words[:size]), self.names.values(), NEAR_NAME)) is not None:
                return near
        names = list(self.names.values())
        parts = Counter(part for name in names for part in {*name.split()})
        several = {part: name for name in names for part in name.split() if parts[part] == 1}
        part = suggest(words[0], several, NEAR_NAME) if len(words) == 1 else None
        return several[part] if part is not None else None

    def in_capitals(self, text: str, among: Sequence[str]) -> tuple[str, str, str] | None:
        """Return the person of whose name a lower-case part occurs, the text with it capitalised, and the rest."""
        firsts = {part: key for part, key in self._parts.items() if key in among}
        words = text.split()
        places = [at for at, word in enumerate(words) if word.strip(EDGE) in firsts]
        if len(places) != 1:
            return None
        before, name, behind = words[:places[0]], words[places[0]], words[places[0] + 1:]
        return firsts[name.strip(EDGE)], " ".join([*before, name.title(), *behind]), " ".join([*before, *behind])

    def perhaps(self, text: str) -> tuple[Sequence[str], str, str] | None:
        """Return the people of whom a text has a part of the name, if that is not sure, and the words around it.

        In a capital letter, or with one word beside it: "sam na".
        """
        said = text.split()
        for at, word in enumerate(said):
            keys = self._parts_of_names[1].get(folded(word.strip(EDGE)), ())
            if keys and (word[:1].isupper() or len(said) == SHORT_LINE):
                return keys, " ".join(said[:at]), " ".join(said[at + 1:])
        return None

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The current names, by key."""
        return {key: contact.name for key, contact in self._people.by_key.items()}

    @cached_property
    def _names(self) -> Mapping[str, Sequence[str]]:
        """Current and former names and slugs by key, also of people who left the list.

        Lines outlive both, and "Call Ann Lee" is still not a call to Ann. A current name wins over a former one.
        """
        names = {
            key: [*dict.fromkeys(filter(None, (contact.name, without_signs(contact.name), contact.slug)))]
            for key, contact in self._people.by_key.items()
        }
        today = {name.casefold() for spelt in names.values() for name in spelt}
        for fact in self._facts.all.listed:
            if fact.name.casefold() not in today:
                names.setdefault(fact.contact, []).append(fact.name)
        return names

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        return self._parts_of_names[0]

    @cached_property
    def _parts_of_names(self) -> tuple[Mapping[str, str], Mapping[str, Sequence[str]]]:
        return parts_of_names(self.names)
