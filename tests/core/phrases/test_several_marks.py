"""Two marks beside one title: the more exact one counts, and those that contradict each other are asked about."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.marks import read_title
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import Outcome

READING = ReadingRules({"done deal": Outcome.REACHED}, date(2026, 11, 24), ("Dana Whitfield",))
TITLE = "Call Dana Whitfield"
SHAPES = ("{0} {title} {1}", "{0} Call Dana {1}", "{title} {0} {1}", "{title} {0}, {1}", "{title} {0}/{1}")


def read(shape: str, first: str, second: str) -> Mark | Unclear | None:
    return read_title(shape.format(first, second, title=TITLE), TITLE, READING)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("first", "second"), [("na", "lm"), ("lm", "na"), ("busy", "lm")])
def test_the_more_exact_one_counts(shape: str, first: str, second: str) -> None:
    """A message is left where nobody answers."""
    found = read(shape, first, second)
    assert isinstance(found, Mark)
    assert found.outcome is Outcome.LEFT_MESSAGE


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("first", "second"), [
    ("ok", "na"), ("na", "ok"), ("done", "na"), ("lm", "reached"), ("x", "na"), ("na", "answered"), ("reached", "busy"),
])
def test_those_that_contradict_each_other_are_asked_about(shape: str, first: str, second: str) -> None:
    """With both as ready words."""
    found = read(shape, first, second)
    assert isinstance(found, Unclear)
    assert len(found.nearest) == 2


@pytest.mark.parametrize("title", ["ok so Call Dana na", "Called Dana, na", "na, will call Dana again on Friday"])
def test_words_of_ours_between_others_are_no_shape_of_it(title: str) -> None:
    """As before: what is at both ends has to be a mark and nothing else."""
    found = read_title(title, TITLE, READING)
    assert not (isinstance(found, Mark) and found.outcome is Outcome.REACHED)
