"""How often, and by which channels: a contact's own rule, else its category's, else the default, else 3 months.

Takes what each level says, gives a Cadence and channels. Never reads a file.
"""

from __future__ import annotations

from dataclasses import dataclass

from followupd.core.phrases.log import parse_channel
from followupd.core.phrases.times import parse_span
from followupd.core.values.hitlist import Cadence
from followupd.core.values.time import Span
from followupd.hitlist.fields import Scope
from followupd.hitlist.located import Node, Scalar

RULE_KEYS = ("every", "at_most", "via")
BUILT_IN = Span(months=3)
_SHAPE = "{every: 3 months, via: [phone, email]}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one level says about the cadence; None and () where it says nothing."""

    every: Span | None = None
    at_most: Span | None = None
    via: tuple[str, ...] = ()


SAYS_NOTHING = Rule()


def read_rule(scope: Scope, node: Node, path: str) -> Rule:
    """A category or the default: a mapping of every, at_most and via, or `every` alone as a text."""
    if isinstance(node, Scalar):
        return SAYS_NOTHING if node.is_empty else Rule(every=scope.value(node, path, parse_span))
    found = scope.mapping(node, path, RULE_KEYS, _SHAPE)
    return read_rule_keys(scope, found, path) if found is not None else SAYS_NOTHING


def read_rule_keys(scope: Scope, found: dict[str, Node], path: str) -> Rule:
    """The rule out of the keys that a contact, a category or the default has."""
    every = scope.value(found["every"], f"{path}.every", parse_span) if "every" in found else None
    at_most = scope.value(found["at_most"], f"{path}.at_most", parse_span) if "at_most" in found else None
    via = read_via(scope, found["via"], f"{path}.via") if "via" in found else ()
    if every and at_most and at_most.about_days < every.about_days:
        scope.problem(found["at_most"], f"{path}.at_most", f"{at_most} is shorter than every {every}. {_longer(every)}")
        at_most = None
    return Rule(every, at_most, via)


def read_via(scope: Scope, node: Node, path: str) -> tuple[str, ...]:
    channels = scope.words(node, path, parse_channel)
    return tuple(dict.fromkeys(channels))


def _longer(every: Span) -> str:
    return f"Write {a_third_more(every)}, or leave at_most out."


def cadence_of(levels: tuple[Rule, ...]) -> Cadence:
    """The first level that says `every` decides; `at_most` counts from that level or a nearer one.

    Raises ValueError where a nearer `at_most` is shorter than the `every` that it meets.
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
        raise ValueError(f"{at_most} is shorter than every {every}, which holds here. {_longer(every)}")
    return Cadence(every, at_most)


def a_third_more(every: Span) -> Span:
    """`at_most` where it is not given: 3 months become 4, 2 months 2 months and 20 days, 6 weeks 8 weeks."""
    months, thirds = divmod(every.months * 4, 3)
    return Span(months, -(-every.days * 4 // 3) + thirds * 10)
