"""The cadence and channels of a contact: its own rule, else its category's, else the default, else 3 months.

Takes the rule of each level, gives a Cadence and channels. Never reads a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from followupd.core.phrases.vocabulary import every_span
from followupd.core.values.hitlist import Cadence
from followupd.core.values.time import Span
from followupd.hitlist.scope import Scope, shown
from followupd.hitlist.sections import SectionValues
from followupd.hitlist.shapes import Entry

BUILT_IN = Span(months=3)


@dataclass(frozen=True, slots=True)
class Rule:
    """The cadence and the channels of one level; None and () if it does not say."""

    every: Span | None = None
    at_most: Span | None = None
    via: tuple[str, ...] = ()
    switch_after: int | None = None


SAYS_NOTHING = Rule()


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that contacts inherit: the categories, the default, and the zone in which their log lines are read."""

    categories: dict[str, Rule]
    default: Rule
    zone: ZoneInfo


def rule_of(section: SectionValues) -> Rule:
    """Take the rule from the keys of a contact, a category or the default, and remove them from the values."""
    every, at_most = section.values.pop("every", None), section.values.pop("at_most", None)
    if every and at_most and at_most.about_days < every.about_days:
        section.problem("at_most", f"{at_most} is shorter than every {every_span(every)}. {_longer(every)}")
        at_most = None
    return Rule(every, at_most, section.values.pop("via", ()), section.values.pop("switch_after", None))


FAILURES = r"(?!0+\b)[0-9]{1,2}"


def parse_failures(text: str) -> int:
    """The number of failures by one channel after which it is the next channel's turn."""
    if not re.fullmatch(FAILURES, text):
        raise ValueError(f'"{shown(text)}" is not a number of failures. Write 2.')
    return int(text)


def add_categories(scope: Scope, entries: list[Entry], default: Rule, known: dict[str, Rule]) -> None:
    """Add the categories of one file to those already known; a name may be given once in all files."""
    for entry in entries:
        name, rule = entry.name.strip(), entry.value or SAYS_NOTHING
        if name in known:
            scope.problem(entry.at, entry.path, "is in another file too. Keep one.")
            continue
        try:
            cadence_from((rule, default))
        except ValueError as problem:
            scope.problem(entry.node, f"{entry.path}.at_most", str(problem))
            rule = replace(rule, every=None, at_most=None)
        known[name] = rule


def _longer(every: Span) -> str:
    return f"Write {a_third_more(every)}, or leave at_most out."


def cadence_from(levels: tuple[Rule, ...]) -> Cadence:
    """Return the cadence: `every` from the first level that has it, `at_most` from that level or a nearer one.

    Raises ValueError if a nearer `at_most` is shorter than that `every`.
    """
    at_most: Span | None = None
    every = BUILT_IN
    for level in levels:
        at_most = at_most or level.at_most
        if level.every:
            every = level.every
            break
    if at_most is None:
        return Cadence(every, a_third_more(every))
    if at_most.about_days < every.about_days:
        raise ValueError(f"{at_most} is shorter than every {every_span(every)}, which holds here. {_longer(every)}")
    return Cadence(every, at_most)


def a_third_more(every: Span) -> Span:
    """Return the default of `at_most`: 3 months become 4, 2 months 2 months and 20 days, 6 weeks 8 weeks."""
    months, thirds = divmod(every.months * 4, 3)
    return Span(months, -(-every.days * 4 // 3) + thirds * 10)
