"""Scenarios out of a YAML file: what a reader may say about a world. README.md beside this file has the keys.

Takes YAML text, gives Settings. Raises ValueError with the scenario, the key and what to write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from followupd.core.phrases.log import parse_channel
from followupd.core.phrases.times import parse_length, parse_span
from followupd.core.phrases.weeks import parse_slot
from followupd.core.values.hitlist import BlockRule, Cadence, RetryRule
from followupd.core.values.time import Span
from followupd.hitlist.rules import a_third_more

BUILT_IN = Path(__file__).with_name("scenarios.yaml")
AHEAD = Span(days=12 * 7)        # as far as any decision looks; more is only written, in each of thousands of passes
CADENCES = (Cadence(Span(days=42), Span(days=56)), Cadence(Span(months=3), Span(months=4)),
            Cadence(Span(months=6), Span(months=8)), Cadence(Span(months=12), Span(months=15)))
DEFAULT = RetryRule()
RETRY_KEYS = ("ladder", "rest", "min_gap", "switch_after")


@dataclass(frozen=True, slots=True)
class MeasuredScenario:
    """One scenario. `a_day` is how many tries a day the user makes besides the blocks.

    `meetings` is the share of blocks on which a meeting lands, `keep` the share of blocks and reminders that the user
    does, `silence` the share of weeks in which somebody answers nobody; with `drift` their habits change. `enough` says
    whether the time is meant to be enough.
    """

    name: str
    people: int
    blocks: tuple[BlockRule, ...]
    a_day: int
    days: int = 365
    away_weeks: int = 3
    meetings: float = 0.15
    keep: float = 0.9
    silence: float = 0.05
    drift: bool = True
    cadences: tuple[Cadence, ...] = CADENCES
    answer: Mapping[str, float] = field(default_factory=dict)
    retry: RetryRule = DEFAULT
    enough: bool = True


def read_scenarios(path: Path = BUILT_IN) -> tuple[MeasuredScenario, ...]:
    """Return the scenarios of a file."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ValueError(f"{path} must be a list of scenarios: - {{name: mine, people: 40, blocks: [...], a_day: 2}}.")
    return tuple(_setting(one) for one in found)


def _setting(given: Mapping[str, Any]) -> MeasuredScenario:
    name = str(given.get("name", "a scenario without a name"))
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key not in READERS:
            raise ValueError(f"{name}: {key} is not a key of a scenario. Write one of {', '.join(READERS)}.")
        try:
            values[key] = READERS[key](value)
        except (ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"{name}: {key}: {error}") from None
    missing = [one.name for one in fields(MeasuredScenario)[:4] if one.name not in values]
    if missing:
        raise ValueError(f"{name} does not say {', '.join(missing)}.")
    enough = values.pop("time", "enough") == "enough"
    retry = RetryRule(per_day=values["a_day"], **{key: values.pop(key) for key in RETRY_KEYS if key in values})
    return MeasuredScenario(**values, retry=retry, enough=enough)


def _block(text: str) -> BlockRule:
    slot, _, length = text.partition(" for ")
    days, clock = parse_slot(slot)
    return BlockRule(days, clock, parse_length(length) if length else timedelta(hours=1), AHEAD)


def _cadence(text: str) -> Cadence:
    every, _, most = text.partition(" at most ")
    return Cadence(parse_span(every), parse_span(most) if most else a_third_more(parse_span(every)))


def _share(value: Any) -> float:
    if not 0 <= float(value) <= 1:
        raise ValueError(f"{value} is not between 0 and 1.")
    return float(value)


def _count(value: Any) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"{value} is not a number. Write 40.")
    return value


def _time(value: str) -> str:
    if value not in ("enough", "short"):
        raise ValueError(f"{value} is neither enough nor short.")
    return value


READERS: Mapping[str, Callable[[Any], Any]] = {
    "name": str, "people": _count, "blocks": lambda value: tuple(_block(one) for one in value), "a_day": _count,
    "days": _count, "away_weeks": _count, "meetings": _share, "keep": _share, "silence": _share, "drift": bool,
    "cadences": lambda value: tuple(_cadence(one) for one in value),
    "answer": lambda value: {parse_channel(channel): _share(share) for channel, share in value.items()},
    "ladder": lambda value: tuple(parse_span(one) for one in value), "rest": parse_span, "min_gap": parse_span,
    "switch_after": _count, "time": _time,
}
