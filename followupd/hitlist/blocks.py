"""The meaning of `block:` once its keys are read: when blocks come, and the check that no two overlap.

Takes what was found, gives BlockRules with all their problems. Never reads a file.
"""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from followupd.core.phrases.log import parse_channel
from followupd.core.phrases.times import parse_span
from followupd.core.phrases.weeks import parse_block_slot
from followupd.core.phrases.words import suggest
from followupd.core.schedule.weeks import ever_together
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.time import FULL_DAY_NAMES, Span
from followupd.hitlist.located import Node
from followupd.hitlist.scope import Scope, shown
from followupd.hitlist.sections import SectionValues
from followupd.hitlist.shapes import Entry

LONGEST_AHEAD = Span(months=24)
MOST_BLOCKS = 50
PROTECT = ("move", "warn")
DEFAULT = "default"
_PLAIN = BlockRule((0,), time(9))
_TOO_LONG = "is longer than the block itself. Write 8 minutes."


def parse_block(text: str) -> BlockRule:
    """A block with every default from its slot alone: "Tuesday 10:00"."""
    return BlockRule(**parse_every(text))


def parse_every(text: str) -> dict[str, Any]:
    """Read when a block comes, as fields of a BlockRule."""
    slot = parse_block_slot(text)
    return {"days": slot.days, "time": slot.time, "weeks": slot.weeks, "of_month": slot.of_month}


def parse_ahead(text: str) -> Span:
    """Read how far ahead blocks are placed; at most two years."""
    ahead = parse_span(text)
    if ahead.about_days > LONGEST_AHEAD.about_days:
        raise ValueError(f'"{shown(text)}" is more than {LONGEST_AHEAD} of blocks. Write 26 weeks.')
    return ahead


def parse_protect(text: str) -> str:
    """`move` or `warn`, in any case."""
    if text.lower() in PROTECT:
        return text.lower()
    near = suggest(text, PROTECT)
    raise ValueError(f'"{shown(text)}" is neither move nor warn. {f"Did you mean {near}?" if near else "Write move."}')


def per_channel(scope: Scope, _node: Node, path: str, entries: list[Entry]) -> dict[str, Entry]:
    """The minutes of each channel, and those of `default`."""
    lengths: dict[str, Entry] = {}
    for entry in entries:
        name = entry.name.strip()
        channel = DEFAULT if name == DEFAULT else scope.value(entry.at, path, parse_channel, "phone")
        if channel in lengths:
            scope.problem(entry.at, entry.path, f"says {channel} twice. Keep one.")
        elif channel is not None and entry.value is not None:
            lengths[channel] = entry
    return lengths


def block_of(section: SectionValues) -> BlockRule | None:
    """Return the rule; None if it does not say when its blocks are."""
    values = section.values
    length: timedelta = values.get("length", _PLAIN.length)
    values |= _minutes(section, values.pop("per_person", {}), length)
    slot = values.pop("every", None)
    return None if slot is None else BlockRule(**slot, **values)


def _minutes(section: SectionValues, each: timedelta | dict[str, Entry], length: timedelta) -> dict[str, Any]:
    """One length for everybody, or one for each channel, with `default` for the others."""
    if isinstance(each, timedelta):
        if each > length:
            section.problem("per_person", _TOO_LONG)
        return {"per_person": each}
    for channel, entry in each.items():
        if entry.value <= length:
            continue
        if channel == DEFAULT:
            section.scope.problem(entry.node, entry.path, _TOO_LONG)
        else:
            said = f"is longer than the block itself, so nobody is on its sheet for {channel}."
            section.scope.note(entry.node, entry.path, said)
    minutes = {channel: entry.value for channel, entry in each.items()}
    usual = minutes.pop(DEFAULT, min(_PLAIN.per_person, length))
    return {"per_person": usual, "per_channel": tuple(sorted(minutes.items()))}


def apart(scope: Scope, _node: Node, _path: str, entries: list[Entry]) -> tuple[BlockRule, ...]:
    """Return the blocks; if two overlap, the second gets a problem."""
    blocks: list[BlockRule] = []
    for entry in entries:
        if entry.value is None:
            continue
        for day in filter(None, (_shared_day(entry.value, other) for other in blocks)):
            sentence = f"overlaps another block on {day}. Move one of them, or leave it out."
            scope.problem(entry.node, entry.path, sentence)
        blocks.append(entry.value)
    return tuple(blocks)


def _shared_day(rule: BlockRule, other: BlockRule) -> str | None:
    def starts(block: BlockRule, day: int) -> timedelta:
        return timedelta(hours=block.time.hour, minutes=block.time.minute, days=day)

    if not ever_together(rule, other):
        return None
    for day in sorted(set(rule.days) & set(other.days)):
        first, second = starts(rule, day), starts(other, day)
        if first < second + other.length and second < first + rule.length:
            return FULL_DAY_NAMES[day]
    return None
