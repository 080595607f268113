"""The examples of docs/calendars.md are hit lists that work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followupd.calendars.open import open_calendar
from followupd.hitlist.load import load

PAGE = Path(__file__).parents[2] / "docs" / "calendars.md"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_page_has_examples() -> None:
    """A file, a folder, an account, and Google."""
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_accepted_unchanged(tmp_path: Path, example: str) -> None:
    """No problem, no warning, and its calendar can be opened."""
    path = tmp_path / "hitlist.yaml"
    path.write_text(example, encoding="utf-8")
    path.chmod(0o600)
    loaded = load(path)
    assert (loaded.problems, loaded.notes) == ((), ())
    assert loaded.hitlist is not None
    assert open_calendar(loaded.hitlist.calendar, loaded.hitlist.name, loaded.hitlist.timezone).label
