"""The keys for what may be noticed, which the example and the first hit list offer as comments."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followupd.core.values.hitlist import Mode, Noticing
from followupd.hitlist.first import FirstAnswers, first_config
from followupd.hitlist.load import load

OFFERED = re.compile(r"^# (?=(?:noticed|me|mail|calls): )", re.MULTILINE)
FIRST = first_config(FirstAnswers())
EXAMPLE = Path(__file__).parents[2] / "config.example.yaml"


@pytest.mark.parametrize("text", [EXAMPLE.read_text(encoding="utf-8"), FIRST], ids=["example", "init"])
def test_the_keys_offered_as_comments_load(tmp_path: Path, text: str) -> None:
    """Each is a comment, and without its # a key with an effect and no problem."""
    path = tmp_path / "hitlist.yaml"
    path.write_text(text, encoding="utf-8")
    silent = load(path).hitlist
    assert silent is not None
    assert (silent.noticed, silent.mail, silent.calls) == (Noticing(), (), None)
    allowed, many = OFFERED.subn("", text)
    assert many == 4
    path.write_text(allowed, encoding="utf-8")
    loaded = load(path)
    assert loaded.problems == ()
    assert loaded.hitlist is not None
    assert loaded.hitlist.noticed == Noticing(Mode.YES, Mode.ASK, Mode.ASK)
    assert len(loaded.hitlist.mail) == 1
    assert loaded.hitlist.me == ("you@example.com",)
    assert loaded.hitlist.calls is not None
