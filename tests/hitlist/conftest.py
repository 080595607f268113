"""A hit list out of a text, in a separate folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

from followupd.core.values.hitlist import Hitlist
from followupd.hitlist.json_schema import as_json
from followupd.hitlist.load import Loaded, load
from followupd.hitlist.reference import json_schema
from tests.kit.people import DENVER

LoadText = Callable[[str | bytes], Loaded]
Accept = Callable[[str], Hitlist]
Complain = Callable[[str], list[str]]
Editor = Callable[[str], list[str]]


@pytest.fixture(scope="session")
def editor() -> Editor:
    """Return what an editor that knows the JSON Schema finds wrong with a text, one sentence each."""
    validator = Draft7Validator(json_schema())

    def look(text: str) -> list[str]:
        nearest = (best_match([error]) for error in validator.iter_errors(as_json(text)))
        return [f"{error.json_path}: {error.message}" for error in nearest]

    return look


@pytest.fixture
def load_text(tmp_path: Path) -> LoadText:
    """Loads a text as hitlist.yaml of the test's own folder; the system's zone is Denver's."""

    def load_it(text: str | bytes) -> Loaded:
        file = tmp_path / "hitlist.yaml"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return load(file, lambda: DENVER)

    return load_it


@pytest.fixture
def accept(load_text: LoadText, editor: Editor) -> Accept:
    """The hit list of a text that must load without problems, and that no editor may mark either."""

    def accept_it(text: str) -> Hitlist:
        loaded = load_text(text)
        assert loaded.problems == ()
        assert loaded.hitlist is not None
        assert editor(text) == []
        return loaded.hitlist

    return accept_it


@pytest.fixture
def complain(load_text: LoadText) -> Complain:
    """The problems of a text as `line:column path: sentence`; there must be some, and then no list."""

    def complain_it(text: str) -> list[str]:
        loaded = load_text(text)
        assert loaded.problems
        assert loaded.hitlist is None
        return [f"{p.line}:{p.column} {p.path}: {p.sentence}" for p in loaded.problems]

    return complain_it
