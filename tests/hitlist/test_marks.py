"""`marks:` adds words of the user's language, and never changes what a known word means."""

from __future__ import annotations

from pathlib import Path

import pytest

from followupd.core.values.facts import Outcome
from followupd.hitlist.load import load


def written(folder: Path, marks: str) -> Path:
    path = folder / "hitlist.yaml"
    path.write_text(f"timezone: America/Denver\nmarks: {marks}\ncontacts: [Dana]\n", encoding="utf-8")
    return path


def test_own_words_are_read(tmp_path: Path) -> None:
    loaded = load(written(tmp_path, "{Erreicht: ok, 'Niemand  da': na, mailbox: left message}"))
    assert loaded.hitlist is not None
    assert dict(loaded.hitlist.marks) == {
        "erreicht": Outcome.REACHED, "niemand da": Outcome.NO_ANSWER, "mailbox": Outcome.LEFT_MESSAGE,
    }


@pytest.mark.parametrize(("marks", "said"), [
    ("[ok]", "must be keys and values"),
    ("{erreicht: okk}", '"okk" is no outcome'),
    ("{ok: na}", "already means reached"),
    ("{'3': ok}", "cannot be a word in a title"),
    ("{'a: b': ok}", "cannot be a word in a title"),
])
def test_a_bad_word_is_named_with_its_place(tmp_path: Path, marks: str, said: str) -> None:
    loaded = load(written(tmp_path, marks))
    assert loaded.hitlist is None
    (problem,) = loaded.problems
    assert said in problem.sentence
    assert problem.line == 2
