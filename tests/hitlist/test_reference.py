"""The table of keys is what is read, what the documents say, and what an editor checks."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from followupd.core.values.hitlist import BlockRule, Hitlist, Noticing, Promise, RetryRule, StartSmall
from followupd.core.values.targets import CaldavTarget
from followupd.hitlist.calendars import PASSWORD_KEYS, SECRET_KEYS
from followupd.hitlist.feasts import FEASTS
from followupd.hitlist.json_schema import as_json
from followupd.hitlist.load import Loaded
from followupd.hitlist.located import read_tree
from followupd.hitlist.problems import Findings
from followupd.hitlist.reference import json_schema, markdown
from followupd.hitlist.scope import Scope
from followupd.hitlist.sections import Key, Section
from followupd.hitlist.shapes import NO_VALUE, Later
from followupd.hitlist.table import (
    ADDRESSBOOK,
    AWAY,
    BLOCK,
    CALDAV,
    CONTACT,
    DATE,
    MAIL,
    NOTICED,
    PROMISE,
    RETRY,
    RULE,
    SECTIONS,
    SETTINGS,
    START_SMALL,
)

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "hit-list.md"
Editor = Callable[[str], list[str]]
LoadText = Callable[[str], Loaded]
KEYS = [(section, key) for section in SECTIONS for key in section.keys]
IDS = [f"{section.name}.{key.name}" for section, key in KEYS]


def value(key: Key, text: str, folder: Path) -> Any:
    """Return what the key makes of a text that must be without a problem."""
    scope = Scope(folder / "hitlist.yaml", folder, Findings())
    node = read_tree(text.encode()).root
    assert node is not None
    found = key.shape.read(scope, node, key.name)
    assert scope.findings.problems == []
    return found


@pytest.mark.parametrize(("section", "key"), KEYS, ids=IDS)
def test_an_example_is_read_by_its_own_key(tmp_path: Path, section: Section, key: Key) -> None:
    """So that an error, a document and an editor never advise what is refused."""
    if not isinstance(key.shape, Later):
        assert value(key, key.example, tmp_path) is not None


# The place of each section in a hit list; %s are its keys.
WHERE = {
    SETTINGS.name: "%s", CALDAV.name: "calendar: {%s}", BLOCK.name: "block: {%s}", RETRY.name: "retry: {%s}",
    START_SMALL.name: "start_small: {%s}", NOTICED.name: "noticed: {%s}",
    MAIL.name: "mail: {%s}", ADDRESSBOOK.name: "addressbook: {%s}",
    RULE.name: "default: {%s}", AWAY.name: "away: {%s}",
    CONTACT.name: "contacts: [{%s}]", DATE.name: "contacts: [{name: Dana, dates: {birthday: {%s}}}]",
    PROMISE.name: "contacts: [{name: Dana, promises: [{%s}]}]",
}


def quoted(key: Key) -> str:
    """The example as it may be written between braces."""
    return key.example if key.example[0] in "[{" else f"'{key.example}'"


@pytest.mark.parametrize(("section", "key"), KEYS, ids=IDS)
def test_an_example_loads_in_a_whole_list(
    load_text: LoadText, editor: Editor, tmp_path: Path, section: Section, key: Key
) -> None:
    """With the keys beside it that it needs; and an editor has no objection."""
    beside = {one.name: one for one in (*section.needed, key)}
    if key.name in PASSWORD_KEYS:
        beside["username"] = CALDAV.by_name["username"]
    if key.name == "username":
        beside["password_command"] = CALDAV.by_name["password_command"]
    beside |= {"to": AWAY.by_name["to"]} if section is AWAY else {}
    if section is MAIL and key.name not in {"maildir", "mbox"}:
        beside |= {name: MAIL.by_name[name] for name in ("imap", "username")}
        if key.name not in SECRET_KEYS:
            beside["password_command"] = MAIL.by_name["password_command"]
    written = ", ".join(f"{name}: {quoted(one)}" for name, one in beside.items())
    text = f"{WHERE[section.name] % written}\n"
    text += "categories: {clients: quarterly}\n" if key.name == "category" else ""
    (tmp_path / "friends.yaml").write_text("- A friend\n")
    assert [problem.sentence for problem in load_text(text).problems] == []
    assert editor(text) == []


def defaults() -> Iterator[tuple[Section, Key, Any]]:
    """The default of each field that a value of the core has, by the key that sets it."""
    made = (
        (SETTINGS, Hitlist), (BLOCK, BlockRule), (RETRY, RetryRule), (START_SMALL, StartSmall), (CALDAV, CaldavTarget),
        (PROMISE, Promise), (NOTICED, Noticing),
    )
    for section, kind in made:
        by_field: dict[str, Any] = {field.name: field.default for field in fields(kind)}
        for key in section.keys:
            if key.default and key.name not in ("calendar", "hours"):
                yield section, key, by_field[key.target]


def test_a_default_that_the_table_names_is_the_one_that_holds(tmp_path: Path) -> None:
    """The table's text, read by the key, is the default of the value's field."""
    found = list(defaults())
    assert len(found) >= 12
    for section, key, default in found:
        assert value(key, key.default, tmp_path) == default, f"{section.name}.{key.name}"


def test_the_table_types_no_default() -> None:
    """A default is the value's field alone, so that changing it is one line."""
    source = (ROOT / "followupd/hitlist/table.py").read_text(encoding="utf-8")
    given = [word.value for call in ast.walk(ast.parse(source)) if isinstance(call, ast.Call)
             for word in call.keywords if word.arg == "default"]
    assert len(given) >= 20
    assert [ast.unparse(default) for default in given if isinstance(default, ast.Constant)] == []


@pytest.mark.parametrize("section", SECTIONS, ids=[section.name for section in SECTIONS])
def test_the_document_has_the_table(section: Section) -> None:
    """docs/hit-list.md shows each section as `markdown` writes it. FOLLOWUPD_UPDATE_GOLDEN=1 writes it there."""
    page = PAGE.read_text(encoding="utf-8")
    shown = re.search(rf"<!-- keys: {section.name} -->\n((?:\|.*\n)*)", page)
    assert shown, f"<!-- keys: {section.name} --> is missing"
    if os.environ.get("FOLLOWUPD_UPDATE_GOLDEN"):
        PAGE.write_text(page[: shown.start(1)] + markdown(section) + page[shown.end(1) :], encoding="utf-8")
    else:
        assert shown[1] == markdown(section)


def test_the_document_lists_the_holidays_that_are_known() -> None:
    """Each by its name, in alphabetical order."""
    page = PAGE.read_text(encoding="utf-8")
    listed = re.search(r"`keeps` knows (.*?), by their usual spellings", page, re.DOTALL)
    assert listed
    names = " ".join(listed[1].split()).replace(" (both)", "").replace(" and ", ", ").split(", ")
    assert names == sorted(FEASTS)


def test_the_schema_is_a_schema() -> None:
    """Of draft 7; every reference leads somewhere, and no key comes without a description."""
    schema = json_schema()
    Draft7Validator.check_schema(schema)
    references = set(re.findall(r"'#/definitions/(\w+)'", str(schema)))
    assert references == set(schema["definitions"])
    for definition in (schema, *schema["definitions"].values()):
        assert definition["additionalProperties"] is False
        assert all(key["description"] for key in definition["properties"].values())


def test_the_example_list_passes(editor: Editor) -> None:
    """config.example.yaml, as an editor reads it."""
    assert editor((ROOT / "config.example.yaml").read_text(encoding="utf-8")) == []


MISTAKES = [
    ("calender: followup.ics", "calender"),
    ("calendar: {name: Outreach}", "url"),
    ("calendar: [followup.ics]", "calendar"),
    ("calendar: {url: 'https://x.example', password_env: X}", "username"),
    ("block: {every: Tuesday 10:00, protect: mov}", "block"),
    ("block: {length: 1 hour}", "block"),
    ("retry: {per_day: 0}", "per_day"),
    ("retry: {ladder: [1 week, 2]}", "ladder"),
    ("start_small: 7", "start_small"),
    ("start_small: {first: none}", "start_small"),
    ("default: {every: 14}", "default"),
    ("away: {from: 2026-12-22}", "away"),
    ("contacts: Dana", "contacts"),
    ("contacts: [{phone: 303 555 0142}]", "contacts"),
    ("contacts: [{name: Sam, catgory: clients}]", "contacts"),
    ("contacts: [{name: Sam, every: 14}]", "contacts"),
    ("contacts: [{name: Sam, like: maybe}]", "contacts"),
    ("contacts: [{name: Sam, status: pasued}]", "contacts"),
    ("contacts: [{name: Sam, email: nobody}]", "contacts"),
    ("contacts: [{name: Sam, phone: call me}]", "contacts"),
    ("contacts: [{name: Sam, pause_until: 24 Dec}]", "contacts"),
    ("contacts: [{name: Sam, promises: [{by: 2026-11-28}]}]", "contacts"),
    ("contacts: [{name: Sam, dates: {birthday: {lead: 1 week}}}]", "contacts"),
]


@pytest.mark.parametrize(("text", "where"), MISTAKES, ids=[text for text, _ in MISTAKES])
def test_an_editor_marks_what_followupd_refuses(load_text: LoadText, editor: Editor, text: str, where: str) -> None:
    """Both object, and the editor at the key in question."""
    assert load_text(text).problems
    assert any(where in sentence for sentence in editor(text)), editor(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", 7), ("-1", -1), ("007", 7), ("'7'", "7"), ("true", True), ("yes", "yes"), ("off", "off"), ("~", None),
        ("", None), ("Null", None), ("0x1f", 31), ("1.5", 1.5), ("1e3", 1000.0), ("2026-11-28", "2026-11-28"),
        ("9:30", "9:30"), ("+1 303", "+1 303"), ("[a, {b: 1}]", ["a", {"b": 1}]), ("{a: &x {b: 1}, c: {<<: *x}}",
         {"a": {"b": 1}, "c": {"b": 1}}),
    ],
)
def test_an_editor_reads_yaml_1_2(text: str, expected: Any) -> None:
    """Its core schema (10.3.2), with merge keys."""
    assert as_json(text) == expected


def test_off_is_not_the_same_as_a_mistake(tmp_path: Path) -> None:
    """"off" is a value and differs from None, which is returned after a problem."""
    assert value(SETTINGS.by_name["start_small"], "off", tmp_path) is NO_VALUE
