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
from tests.kit.strict_yaml import has_strict_yaml, strict_faults

ORDER = tuple(key.name for key in CONTACT.keys)
EDITS = EXAMPLES * 3 if EXAMPLES <= 100 else EXAMPLES
_LISTS = {"phone", "email", "facts", "interests", "people"}
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
    said = _read(text.text.encode())[1][who].items()
    lists = {key: one if isinstance(one, list) else [one] for key, one in said if key in _LISTS}
    match chance.randrange(11):
        case 0 | 10:
            return RemoveContact(who)
        case 8 | 9 if lists:
            return _another_list(chance, who, *chance.choice(list(lists.items())))
        case 1 | 2 if own:
            return RemoveKey(who, chance.choice(own))
        case 3:
            return SetKey(who, ("dates", chance.choice(("birthday", "first day"))), "3 May", ORDER)
        case _:
            key = chance.choice((*NEW, *(key for key in own if key in NEW)))
            return SetKey(who, (key,), chance.choice(NEW[key]), ORDER)


def _another_list(chance: random.Random, who: int, key: str, said: list[str]) -> SetKey:
    """Return a list of a contact in another order, with some left out, or with new ones."""
    left = chance.sample(said, chance.randrange(len(said) + 1))
    for number in range(chance.choice((0, 0, 1, 2)) if left else 1):
        new = f"new{number}@example.com" if key == "email" else f"+1 303 555 020{number}"
        left.insert(chance.randrange(len(left) + 1), new)
    return SetKey(who, (key,), tuple(left) if len(left) > 1 else left[0], ORDER)


def test_what_is_not_part_of_an_edit_stays(tmp_path: Path) -> None:
    """Byte for byte, and value for value; the rest of what is refused is refused with the lines to paste."""
    chance, counted, written = random.Random(SEED), Counter[str](), list[tuple[str, str]]()
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
            became, new = _one_edit(chance, draft, files[name], counted)
            counted[became] += 1
            if became == "made" and not re.search("\r(?!\n)|\x85", new):      # in YAML 1.2 these end no line
                written.append((files[name].text, new))
        for name in files:
            (tmp_path / name).unlink()
        if len(written) > 4000:
            _check_strictly(written, counted)
    _check_strictly(written, counted)
    total = counted["made"] + counted["nothing to do"] + counted["refused"]
    print(dict(counted))
    assert counted["made"] > total * 0.8
    assert counted["pasted"] > 2 * counted["not pasted"] > 0
    assert counted["refused"] < total * 0.12


def _check_strictly(written: list[tuple[str, str]], counted: Counter[str]) -> None:
    """Check that a stricter reader of YAML can still read all that it could read. Empties the list."""
    if written and has_strict_yaml():
        before, after = (strict_faults(texts) for texts in zip(*written, strict=True))
        for old, new, edited_text in zip(before, after, written, strict=True):
            assert old or not new, (new, edited_text)
        counted["read strictly"] += before.count("")
    written.clear()


def _one_edit(chance: random.Random, draft: Draft, text: WrittenText, counted: Counter[str]) -> tuple[str, str]:
    """Make one edit; return what became of it, and the new text."""
    asked = change(chance, text)
    if not isinstance(asked, AddContact):
        draft = Draft(draft.config, draft.file, draft.data, draft.loaded, _place(draft, asked.contact))
    try:
        proposal = propose(draft, [asked])
    except UnsafeChange:
        return "refused", ""
    if not proposal.changes_anything:
        return "nothing to do", ""
    try:
        _check_values(draft, proposal, asked)
        _check_bytes(text, proposal.new.decode(), asked)
        _check_comments(text, proposal, asked)
        pasted = _check_pasting(proposal) if isinstance(asked, RemoveContact) else ""
    except BaseException:
        print(f"{asked}\n--- before\n{text.text!r}\n--- after\n{proposal.new.decode()!r}")
        raise
    counted[pasted] += 1
    if isinstance(asked, AddContact) and text.contacts:
        number = sum(place.file == draft.file for place in draft.loaded.contacts_at)
        back = edited(proposal.new, RemoveContact(number)).data
        same = _same(draft.data.decode(), back.decode())        # but for a comma that the last one in brackets got
        assert back.decode()[same:].removeprefix(",") == draft.data.decode()[same:]
    return "made", proposal.new.decode()


def _place(draft: Draft, number: int) -> int:
    here = [n for n, place in enumerate(draft.loaded.contacts_at) if place.file == draft.file]
    return here[number]


def _read(data: bytes) -> tuple[dict[str, Any], list[Any]]:
    """Return the settings and the contacts of a file as PyYAML reads them, every value a text."""
    read = yaml.load(data.decode().removeprefix("\ufeff"), Loader=yaml.CBaseLoader)
    rest = {"contacts": read} if isinstance(read, list) else dict(read or {})
    people = rest.pop("contacts", None) or []
    return rest, [{"name": one} if isinstance(one, str) else one for one in people if people != "~"]


def _check_pasting(proposal: Proposal) -> str:
    """The lines that `remove` prints make the file what it was, but for a missing last line break: if it says so."""
    gone, (old, new) = proposal.removed, (one.decode() for one in (proposal.draft.data, proposal.new))
    at, was = gone.line - 1, old.removeprefix("\ufeff").splitlines(keepends=True)
    assert list(map(_bare, was[at : at + len(gone.lines)])) == list(gone.lines)
    now = new.removeprefix("\ufeff").splitlines(keepends=True)
    if not gone.pastes_back:
        below = len(was) - at - len(gone.lines)
        assert (was[:at], was[len(was) - below :]) == (now[:at], now[len(now) - below :])
        return "not pasted"
    assert [*map(_bare, now[:at]), *gone.lines, *map(_bare, now[at:])] == list(map(_bare, was))
    ends = [[one[len(_bare(one)) :] for one in lines[:-1]] for lines in (now, was)]
    assert len(set(ends[1])) > 1 or set(ends[0]) <= set(ends[1])
    return "pasted"


def _bare(line: str) -> str:
    return line.rstrip("\r\n\x85")


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
    if isinstance(asked, SetKey) and isinstance(asked.value, str):      # a list stays one
        was, now = (one[asked.contact].get(asked.path[0]) for one in (_read(draft.data)[1], now_people))
        if isinstance(was, list) and isinstance(now, list):
            people[asked.contact][asked.path[0]] = [asked.value]
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


def _check_comments(text: WrittenText, proposal: Proposal, asked: ListEdit) -> None:
    """A comment stays where it was and behind what it was; one that goes is named."""
    old, new = _comments(text.text), _comments(proposal.new.decode())
    said = " ".join([*proposal.notes, *(proposal.removed.lines if isinstance(asked, RemoveContact) else ())])
    assert set(new) <= set(old)
    for number in set(old) - set(new):
        assert number in said, number
        assert not _still_there(old[number], asked), number
    for number in set(new) - _of_the_key(text, asked):
        ends = [one[number].rstrip("]}") for one in (old, new)]
        of_whole = ends[0] != old[number] or re.search(r"[|>][+0-9]*$", old[number])    # a list, or a text in a block
        stays = of_whole or len({re.split(r"[,\[{]", one)[-1].strip(" \"'")[-5:] for one in ends}) == 1
        assert stays or (isinstance(asked, RemoveKey) and not new[number]), number


def _still_there(before: str, asked: ListEdit) -> bool:
    """Return whether a number or an address that a comment was behind is among the new ones."""
    if not isinstance(asked, SetKey) or asked.path[0] not in ("phone", "email"):
        return False
    values = asked.value if isinstance(asked.value, tuple) else (asked.value,)
    return any(before.endswith(str(value)) for value in values)


def _comments(text: str) -> dict[str, str]:
    """Return what is before each comment on its line, by the comment's number."""
    found = {}
    for line in re.split(r"[\r\n\x85]", text):
        if number := re.search(r"no\.\d+\.$", line):
            found[number[0]] = line[: line.rindex("#")].strip("\ufeff \t,-[{~:'\"")
    return found


def _of_the_key(text: WrittenText, asked: ListEdit) -> set[str]:
    """Return the comments that are behind a key which gets another value, and not inside the value."""
    found: set[str] = set()
    if not isinstance(asked, SetKey):
        return found
    alone = text.contacts[asked.contact] == ["name"]
    own = (asked.contact, "name" if alone else asked.path[0])
    for number, (_, owner) in enumerate(text.parts):
        behind = re.split(r"[\r\n\x85]", "".join(part for part, _ in text.parts[number + 1 :]))[0]
        if owner == own and behind.lstrip(" \t,]}").startswith("#"):
            found |= set(_comments(behind))
    return found


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
        same = _same(above, new)
        if above[same : same + 1] == ",":           # of the one before, with a comment behind it
            above = f"{above[:same]}{above[same + 1 :]}"
            same = _same(above, new)
        assert above[same:].strip(JOINING) == ""
        rest = new[same:].lstrip()      # the blank lines behind a text in a block may stay
        assert below.endswith(rest)
        assert below[: len(below) - len(rest)].strip(JOINING) == ""
        if rest == below.lstrip() and text.parts[first][0].lstrip(" ").startswith("-"):
            until = "".join(part for part, _ in text.parts)[: -len(below) or None]
            _check_blank_lines(text, asked.contact, above, until, new[: -len(rest) or None])
        return
    assert new.startswith(above)
    key = asked.key if isinstance(asked, RemoveKey) else asked.path[0]
    end = new[len(above):]
    if not end.endswith(below):     # a key of the last contact was removed, and the file had no last line break
        assert not below
    inside = end[: len(end) - len(below)]
    assert _is_inside("".join(
        part for part, owner in text.parts[first:last] if owner != (asked.contact, key)).replace(",", ""), inside)


def _check_blank_lines(text: WrittenText, who: int, above: str, until: str, new: str) -> None:
    """Between the neighbours of somebody who was removed is one group of blank lines, if there was any.

    A text above that keeps blank lines at its end would keep these.
    """
    before = "".join(part for part, owner in text.parts if owner is not None and owner[0] == who - 1)
    if 0 < who < len(text.contacts) - 1 and "|+" not in before:
        had, has = {_blank_at_end(above), _blank_at_end(until)}, _blank_at_end(new)
        assert has in had
        assert has > 0 or had == {0}


def _blank_at_end(text: str) -> int:
    """Return how many blank lines are at the end of a text, without what is on its last line."""
    lines = re.split(r"\r\n|[\n\r\x85]", text)[:-1]
    return next((number for number, line in enumerate(reversed(lines)) if line.strip(" \t")), len(lines))


def _same(old: str, new: str) -> int:
    """Return how many characters are the same at the beginning."""
    return next((n for n, pair in enumerate(zip(old, new, strict=False)) if len(set(pair)) > 1), len(old))


def _is_inside(old: str, new: str) -> bool:
    """Return whether all characters of a text that say something are in another one, in the same order."""
    left = iter(new)
    return all(character in left for character in old if character not in BLANK)
