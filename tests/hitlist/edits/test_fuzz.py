"""Edits of hit lists in every style of YAML: what is not part of the change stays, to the byte, and says the same.

`FOLLOWUPD_EXAMPLES=100000 pytest -s tests/hitlist/edits/test_fuzz.py` makes that many edits, and prints what became of
them; `FOLLOWUPD_SEED` chooses others. The expected reading is computed from what PyYAML's own loader gives, not by the
code that proves an edit.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from followupd.errors import UnsafeChange
from followupd.hitlist.edits.changes import (
    AddContact,
    Bare,
    Keys,
    ListEdit,
    RemoveContact,
    RemoveKey,
    SetKey,
    Value,
)
from followupd.hitlist.edits.edit import edited
from followupd.hitlist.edits.proposal import Draft, Proposal, propose
from followupd.hitlist.load import load
from followupd.hitlist.table import CONTACT
from tests.kit.branches import EXAMPLES
from tests.kit.hit_lists import WrittenText, written_list
from tests.kit.mutations import SEED

ORDER = tuple(key.name for key in CONTACT.keys)
EDITS = EXAMPLES * 3 if EXAMPLES <= 100 else EXAMPLES
BLANK = " \t\r\n\x85"
JOINING = f"{BLANK},"       # what goes with an entry, on either side
EDITS_OF_ONE = 5          # of each hit list
TEXTS = (
    "moved: Lyon #4", "no", "Zoë", "two\nlines: # x", "[x]", "'", '"', "- a", "2027-01-02", "+13035550199", "a, b", "#",
)
NEW: dict[str, tuple[Value, ...]] = {
    "phone": ("+1 303 555 0199", "+13035550198", ("+1 303 555 0199", "(303) 555-0198"), ("+1 303 555 0197",)),
    "email": ("new@example.com", ("a@example.com", "b@example.com", "c@example.com")),
    "every": ("2 months", "weekly"), "hours": ("15:00-16:00",), "like": (Bare("yes"), Bare("no")), "notes": TEXTS,
    "address": ("1 Elm St, #5\n80205 Denver", "x"), "timezone": ("Asia/Tokyo",), "category": ("friends",),
    "facts": (("likes: tea", "has #2"), "no"), "status": ("paused", "stop", "active"),
    "pause_until": (Bare("2027-01-02"),), "via": (("email", "phone"), "phone"), "switch_after": (Bare("3"),),
    "name": ("Mia: Chen #3", "no body", "Ünal Ö'Neill", "[Bo]"),
}


def change(chance: random.Random, text: WrittenText) -> ListEdit:
    """Return some change of a file, one that makes sense in it."""
    if not text.contacts or chance.random() < 0.25:
        keys = chance.sample([key for key in NEW if key not in ("name", "pause_until")], chance.randrange(4))
        pairs: list[tuple[str, Value]] = [("name", f"{chance.choice(NEW['name'])} new")]
        pairs += [(key, chance.choice(NEW[key])) for key in keys]
        if chance.random() < 0.2:
            pairs.append(("dates", Keys((("birthday", "14 May"),))))
        return AddContact(tuple(pairs))
    who = chance.randrange(len(text.contacts))
    own = [key for key in text.contacts[who] if key != "name"]
    match chance.randrange(8):
        case 0:
            return RemoveContact(who)
        case 1 | 2 if own:
            return RemoveKey(who, chance.choice(own))
        case 3:
            return SetKey(who, ("dates", chance.choice(("birthday", "first day"))), "3 May", ORDER)
        case _:
            key = chance.choice((*NEW, *(key for key in own if key in NEW)))
            return SetKey(who, (key,), chance.choice(NEW[key]), ORDER)


def test_what_is_not_part_of_an_edit_stays(tmp_path: Path) -> None:
    """Byte for byte, and value for value; the rest of what is refused is refused with the lines to paste."""
    chance, counted = random.Random(SEED), Counter[str]()
    for number in range(-(-EDITS // EDITS_OF_ONE)):
        files = written_list(chance)
        for name, text in files.items():
            (tmp_path / name).write_bytes(text.text.encode())
        main = tmp_path / "hitlist.yaml"
        before = load(main)
        assert before.hitlist is not None, (number, before.problems, [text.text for text in files.values()])
        for _ in range(EDITS_OF_ONE):
            name = chance.choice(list(files))
            draft = Draft(main, tmp_path / name, files[name].text.encode(), before)
            counted[_one_edit(chance, draft, files[name])] += 1
        for name in files:
            (tmp_path / name).unlink()
    total = sum(counted.values())
    print(dict(counted))
    assert counted["made"] > total * 0.8
    assert counted["refused"] < total * 0.12


def _one_edit(chance: random.Random, draft: Draft, text: WrittenText) -> str:
    asked = change(chance, text)
    if not isinstance(asked, AddContact):
        draft = Draft(draft.config, draft.file, draft.data, draft.loaded, _place(draft, asked.contact))
    try:
        proposal = propose(draft, [asked])
    except UnsafeChange:
        return "refused"
    if not proposal.changes_anything:
        return "nothing to do"
    try:
        _check_values(draft, proposal, asked)
        _check_bytes(text, proposal.new.decode(), asked)
    except BaseException:
        print(f"{asked}\n--- before\n{text.text!r}\n--- after\n{proposal.new.decode()!r}")
        raise
    if isinstance(asked, AddContact) and text.contacts:
        number = sum(place.file == draft.file for place in draft.loaded.contacts_at)
        assert edited(proposal.new, RemoveContact(number)) == draft.data
    return "made"


def _place(draft: Draft, number: int) -> int:
    here = [n for n, place in enumerate(draft.loaded.contacts_at) if place.file == draft.file]
    return here[number]


def _read(data: bytes) -> tuple[dict[str, Any], list[Any]]:
    """Return the settings and the contacts of a file as PyYAML reads them, every value a text."""
    read = yaml.load(data.decode().removeprefix("\ufeff"), Loader=yaml.CBaseLoader)
    rest = {"contacts": read} if isinstance(read, list) else dict(read or {})
    people = rest.pop("contacts", None) or []
    return rest, [{"name": one} if isinstance(one, str) else one for one in people if people != "~"]


def _check_values(draft: Draft, proposal: Proposal, asked: ListEdit) -> None:
    rest, people = _read(draft.data)
    if isinstance(asked, AddContact):
        people.append({key: _plain(value) for key, value in asked.pairs})
    elif isinstance(asked, RemoveContact):
        del people[asked.contact]
    elif isinstance(asked, RemoveKey):
        people[asked.contact] = {key: one for key, one in people[asked.contact].items() if key != asked.key}
    else:
        mine = people[asked.contact] = dict(people[asked.contact])      # not what shares it by an alias
        if len(asked.path) == 1:
            mine[asked.path[0]] = _plain(asked.value)
        else:
            mine[asked.path[0]] = {**mine.get(asked.path[0], {}), asked.path[1]: _plain(asked.value)}
    now_rest, now_people = _read(proposal.new)
    assert now_rest == rest
    assert _meant(now_people) == _meant(people)


def _meant(people: list[Any]) -> list[dict[str, Any]]:
    """Return what contacts say: with merged keys, yes as JSON has it, and no line break at the end of a text."""
    return [{key: _word(key, inner) for key, inner in _merged(one).items()} for one in people]


def _merged(one: dict[str, Any]) -> dict[str, Any]:
    own = {key: inner for key, inner in one.items() if key != "<<"}
    return {**_merged(one["<<"]), **own} if "<<" in one else own


def _word(key: str, value: Any) -> Any:
    if key == "like":
        return {"true": "yes", "false": "no"}.get(value, value)
    return value.removesuffix("\n") if isinstance(value, str) else value


def _plain(value: Value) -> Any:
    if isinstance(value, Keys):
        return {key: _plain(inner) for key, inner in value.pairs}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.text if isinstance(value, Bare) else value


def _check_bytes(text: WrittenText, new: str, asked: ListEdit) -> None:
    """Every part of the old text that the change is not about is there, in order, and nothing beside them."""
    if isinstance(asked, AddContact):
        assert _is_inside(re.sub(r'(contacts"?[ \t]*:[ \t]*)(?:\[\s*\]|~)', r"\1", text.text, count=1), new)
        return
    own = [n for n, (_, owner) in enumerate(text.parts) if owner is not None and owner[0] == asked.contact]
    first, last = own[0], own[-1] + 1
    above = "".join(part for part, _ in text.parts[:first])
    below = re.sub(r"^(?:[ \t]*(?:\r\n|[\n\r\x85]))+", "", "".join(part for part, _ in text.parts[last:]))
    if isinstance(asked, RemoveContact):
        same = next((n for n, pair in enumerate(zip(above, new, strict=False)) if len(set(pair)) > 1), len(above))
        assert above[same:].strip(JOINING) == ""
        rest = new[same:].lstrip()      # the blank lines behind a text in a block may stay
        assert below.endswith(rest)
        assert below[: len(below) - len(rest)].strip(JOINING) == ""
        return
    assert new.startswith(above)
    key = asked.key if isinstance(asked, RemoveKey) else asked.path[0]
    end = new[len(above):]
    if not end.endswith(below):     # a key of the last contact was removed, and the file had no last line break
        assert not below
    inside = end[: len(end) - len(below)]
    assert _is_inside("".join(
        part for part, owner in text.parts[first:last] if owner != (asked.contact, key)).replace(",", ""), inside)


def _is_inside(old: str, new: str) -> bool:
    """Return whether all characters of a text that say something are in another one, in the same order."""
    left = iter(new)
    return all(character in left for character in old if character not in BLANK)
