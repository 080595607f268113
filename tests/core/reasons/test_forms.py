"""Each sentence that a reason can put on an event has one of the forms by which we know our lines again."""

from __future__ import annotations

import importlib
import pkgutil
import typing
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, time
from itertools import product
from typing import Any

import pytest

import followupd.core
from followupd.core.phrases.our_lines import lines_like_ours
from followupd.core.reasons import OnlyInWhy, Reason
from followupd.core.values.facts import Outcome
from followupd.core.values.time import Span

DAY = date(2026, 11, 27)
NEARS = (date(2026, 11, 20), DAY, date(2026, 12, 4), date(2029, 1, 31))
# One of each branch of `spoken`, by the type of a field; by its name if words of ours are in it.
BY_TYPE: dict[Any, tuple[object, ...]] = {
    date: (DAY, date(2026, 11, 25)), time: (time(15, 30),),
    datetime: (datetime(2026, 11, 27, 9, 30, tzinfo=UTC),),
    int: (0, 1, 2, 12), bool: (False, True), str: ("", "Board (all, day)"), type(None): (None,),
    Span: (Span(days=7), Span(months=3)), Outcome: tuple(Outcome),
}
CHANNELS = ("phone", "text", "email", "video", "coffee", "note", "social", "post", "pigeon post")
BY_NAME: dict[str, tuple[object, ...]] = {
    "who": ("They", "She", "He"), "channel": CHANNELS, "before": CHANNELS, "of": CHANNELS,
    "name": ("birthday", "Día (1)"), "what": ("Board", "Board (all, day)"),
}


def spoken_reasons() -> Iterator[type[Reason]]:
    """Yield each class of the core that has a sentence for events."""
    for found in pkgutil.walk_packages(followupd.core.__path__, "followupd.core."):
        module = importlib.import_module(found.name)
        for value in vars(module).values():
            if not isinstance(value, type) or value.__module__ != found.name or issubclass(value, OnlyInWhy):
                continue
            if hasattr(value, "spoken") and hasattr(value, "__dataclass_fields__"):
                yield typing.cast("type[Reason]", value)


def values_of(name: str, kind: Any) -> tuple[object, ...]:
    kinds = typing.get_args(kind) or (kind,)
    words = BY_NAME.get(name, ()) if str in kinds else ()
    return words + tuple(value for one in kinds if not (words and one is str) for value in BY_TYPE[one])


def sentences(reason: type[Any]) -> Iterator[str]:
    """Yield what it says for each combination of its values, read before, on and after the days that it names."""
    hints = typing.get_type_hints(reason)
    for values in product(*(values_of(field.name, hints[field.name]) for field in fields(reason))):
        made = reason(*values)
        yield from (made.spoken(near) for near in NEARS)
        if hasattr(made, "briefly"):
            yield made.briefly()
        if hasattr(made, "found_out"):
            yield from (made.found_out(near, several) for near in NEARS for several in (1, 2))
        if hasattr(made, "offering"):
            yield from (made.offering(datetime(2026, 11, 30, hour, tzinfo=UTC)) for hour in (9, 12, 15, 19))


REASONS = sorted(spoken_reasons(), key=lambda one: one.__name__)


@pytest.mark.parametrize("reason", REASONS, ids=lambda one: one.__name__)
def test_each_sentence_of_a_reason_has_the_form_of_ours(reason: type[Reason]) -> None:
    """One without a form is read as an answer once the history and our own properties are lost."""
    said = {sentence for sentence in sentences(reason) if sentence}
    assert said
    assert said - set(lines_like_ours("\n".join(said))) == set()


def test_the_reasons_are_found() -> None:
    """Those of the rules and those of a kind of item."""
    found = {one.__name__ for one in REASONS}
    assert {"AwayUntil", "AskedFor", "BookAhead", "GaveWord", "DayComes", "Overlaps"} <= found
