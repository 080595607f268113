"""One reader for every section: a key in the table is read, suggested, documented and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from followupd.hitlist.json_schema import ANY_TEXT, as_json, either, words
from followupd.hitlist.located import read_tree
from followupd.hitlist.problems import Findings
from followupd.hitlist.reference import markdown
from followupd.hitlist.scope import Scope
from followupd.hitlist.sections import Key, Section, SectionValues
from followupd.hitlist.shapes import Switch, Text, YesNo


def made(found: SectionValues) -> dict[str, Any]:
    return found.values


TEA = Section(
    "tea",
    made,
    "{leaf: oolong}",
    (
        Key("leaf", Text(str.upper, "oolong", ANY_TEXT), "which tea", required="has no leaf", also=("sort",)),
        Key("minutes", Switch(Text(int, "3")), "how long it steeps", default="3", field="steeps"),
        Key("milk", YesNo(), "whether there is milk in it", otherwise="none"),
    ),
)


def read(text: str) -> tuple[Any, list[str]]:
    """Return what the section makes of a text, and its problems with their places."""
    scope = Scope(Path("tea.yaml"), Path(), Findings())
    node = read_tree(text.encode()).root
    assert node is not None
    value = TEA.read(scope, node, "tea")
    return value, [f"{p.line}:{p.column} {p.path}: {p.sentence}" for p in scope.findings.problems]


def test_values_go_to_their_fields() -> None:
    """Those that are not given are left out; off is a value."""
    assert read("{leaf: oolong, minutes: '4', milk: yes}") == ({"leaf": "OOLONG", "steeps": 4, "milk": True}, [])
    assert read("{leaf: oolong}") == ({"leaf": "OOLONG"}, [])
    assert read("{leaf: oolong, minutes: off}") == ({"leaf": "OOLONG", "steeps": None}, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{milk: yes}", "1:1 tea: has no leaf. Write leaf: oolong."),
        ("{leaf: oolong, mlik: yes}", "1:16 tea.mlik: no such key. Did you mean milk?"),
        ("{leaf: oolong, zzz: yes}", "1:16 tea.zzz: no such key. Allowed here: leaf, minutes, milk."),
        ("{leaf: oolong, minutes: [3]}", "1:25 tea.minutes: must be one text, not a list. Write 3."),
        ("{leaf: oolong, milk: }", "1:22 tea.milk: is empty. Write yes. Or delete the line."),
        ("oolong", "1:1 tea: must be keys and values, not one text. Write {leaf: oolong}."),
        ("''", "1:1 tea: must be keys and values, not one text. Write {leaf: oolong}."),
        ("~", "1:1 tea: must be keys and values, not nothing. Write {leaf: oolong}."),
    ],
)
def test_a_problem_has_a_place_and_the_keys_own_example(text: str, problem: str) -> None:
    """Whatever the key: the reader knows it from the table only."""
    assert read(text)[1] == [problem]


def test_another_name_for_a_key_is_suggested_for_it() -> None:
    """Beside the one that is missing because of it."""
    assert read("{sort: oolong}")[1] == [
        "1:2 tea.sort: no such key. Did you mean leaf?", "1:1 tea: has no leaf. Write leaf: oolong.",
    ]


def test_every_problem_is_found_in_one_reading() -> None:
    value, problems = read("{minutes: [3], milk: perhaps, x: y}")
    assert value == {}
    assert len(problems) == 4


def test_the_same_keys_are_documented_and_checked() -> None:
    """As a table, and as JSON Schema."""
    assert markdown(TEA) == (
        "| key | meaning | default | example |\n|---|---|---|---|\n"
        "| `leaf` | which tea | needed | `oolong` |\n"
        "| `minutes` | how long it steeps | `3` | `3` |\n"
        "| `milk` | whether there is milk in it | none | `yes` |\n"
    )
    definitions: dict[str, dict[str, Any]] = {}
    assert TEA.schema(definitions) == {"$ref": "#/definitions/tea"}
    tea = definitions["tea"]
    assert tea["required"] == ["leaf"]
    assert tea["additionalProperties"] is False
    assert tea["properties"]["milk"]["description"] == "Whether there is milk in it. Without it: none."


@pytest.mark.parametrize("text", ["yes", "YES", "' On '", "true", "False", "1", "0", "n"])
def test_words_are_accepted_as_they_are_written(text: str) -> None:
    """In any case and with spaces, in quotes or not, and as YAML 1.2 types them."""
    assert Draft7Validator(YesNo().schema({})).is_valid(as_json(text))


@pytest.mark.parametrize("text", ["maybe", "yess", "2", "[yes]", "''", "~"])
def test_other_words_are_not(text: str) -> None:
    assert not Draft7Validator(YesNo().schema({})).is_valid(as_json(text))


def test_choices_are_laid_flat() -> None:
    """An editor shows one list of them."""
    one, two, three = {"type": "null"}, {"type": "string"}, {"type": "array"}
    assert either(one, either(two, three), two) == {"anyOf": [one, two, three]}
    assert either(one, one) == one
    assert words("move")["anyOf"][0] == {"enum": ["move"]}
