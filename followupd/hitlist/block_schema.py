"""The `block` of a hit list: when blocks come, how long they are, what happens when something lands on them.

Takes located nodes, gives BlockRules with all their problems. Never reads a file.
"""

from __future__ import annotations

from datetime import time, timedelta

from followupd.core.phrases.days import parse_date
from followupd.core.phrases.log import parse_channel
from followupd.core.phrases.times import parse_length, parse_span
from followupd.core.phrases.weeks import parse_block_slot
from followupd.core.phrases.words import suggest
from followupd.core.schedule.weeks import ever_together
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.time import FULL_DAY_NAMES, Span
from followupd.hitlist.fields import NO, Scope, shown
from followupd.hitlist.located import Mapping, Node, Scalar

BLOCK_KEYS = ("every", "length", "ahead", "protect", "per_person", "starting")
LONGEST_AHEAD = Span(months=24)
MOST_BLOCKS = 50
DEFAULT = "default"
_BLOCK_SHAPE = "Tuesday 10:00, or {every: Tuesday 10:00, length: 1 hour}"


def read_blocks(scope: Scope, node: Node) -> tuple[BlockRule, ...]:
    """One block, a list, or none ("off")."""
    if isinstance(node, Scalar) and node.text.strip().lower() in NO:
        return ()
    found: list[BlockRule] = []
    for item, path in scope.each(node, "block"):
        if len(found) >= MOST_BLOCKS:
            scope.problem(item, path, f"is more than {MOST_BLOCKS} blocks. Leave some out.")
            break
        block = _block(scope, item, path)
        if block is None:
            continue
        for other in found:
            if day := _shared_day(block, other):
                scope.problem(item, path, f"overlaps another block on {day}. Move one of them, or leave it out.")
        found.append(block)
    return tuple(found)


def _shared_day(one: BlockRule, other: BlockRule) -> str | None:
    def starts(block: BlockRule, day: int) -> timedelta:
        return timedelta(hours=block.time.hour, minutes=block.time.minute, days=day)

    if not ever_together(one, other):
        return None
    for day in sorted(set(one.days) & set(other.days)):
        if starts(one, day) < starts(other, day) + other.length and starts(other, day) < starts(one, day) + one.length:
            return FULL_DAY_NAMES[day]
    return None


def _block(scope: Scope, node: Node, path: str) -> BlockRule | None:
    if isinstance(node, Scalar):
        slot = scope.value(node, path, parse_block_slot)
        return BlockRule(slot.days, slot.time, weeks=slot.weeks, of_month=slot.of_month) if slot else None
    found = scope.mapping(node, path, BLOCK_KEYS, _BLOCK_SHAPE)
    if found is None:
        return None
    if "every" not in found:
        scope.problem(node, path, "does not say when. Write every: Tuesday 10:00.")
    slot = scope.value(found["every"], f"{path}.every", parse_block_slot) if "every" in found else None
    plain = BlockRule((0,), time(9))
    length = scope.value_or(found, path, "length", parse_length, plain.length)
    per_person, per_channel = _per_person(scope, found, path, length)
    protect = scope.value_or(found, path, "protect", parse_protect, plain.protect)
    ahead = scope.value_or(found, path, "ahead", parse_ahead, plain.ahead)
    starting = scope.value(found["starting"], f"{path}.starting", parse_date) if "starting" in found else None
    if slot is None:
        return None
    return BlockRule(
        slot.days, slot.time, length, ahead, protect, per_person, slot.weeks, slot.of_month, starting, per_channel
    )


def _per_person(
    scope: Scope, found: dict[str, Node], path: str, length: timedelta
) -> tuple[timedelta, tuple[tuple[str, timedelta], ...]]:
    """One length for everybody, or one for each channel, with `default` for the others."""
    usual, key = min(BlockRule((), time()).per_person, length), f"{path}.per_person"
    node = found.get("per_person")
    if not isinstance(node, Mapping):
        each = scope.value_or(found, path, "per_person", parse_length, usual)
        if node is not None and each > length:
            scope.problem(node, key, "is longer than the block itself. Write 8 minutes.")
        return each, ()
    channels: dict[str, timedelta] = {}
    for text, (at, value) in node.entries.items():
        minutes = scope.value(value, f"{key}.{shown(text)}", parse_length)
        channel = text.strip() if text.strip() == DEFAULT else scope.value(at, key, parse_channel)
        if minutes is None or channel is None:
            continue
        if channel in channels:
            scope.problem(at, f"{key}.{shown(text)}", f"says {channel} twice. Keep one.")
        elif minutes > length and channel == DEFAULT:
            scope.problem(value, f"{key}.default", "is longer than the block itself. Write 8 minutes.")
        elif minutes > length:
            said = f"is longer than the block itself, so nobody stands on its sheet by {channel}."
            scope.note(value, f"{key}.{shown(text)}", said)
        channels[channel] = minutes
    return channels.pop(DEFAULT, usual), tuple(sorted(channels.items()))


def parse_ahead(text: str) -> Span:
    ahead = parse_span(text)
    if ahead.about_days > LONGEST_AHEAD.about_days:
        raise ValueError(f'"{shown(text)}" is more than {LONGEST_AHEAD} of blocks. Write 26 weeks.')
    return ahead


def parse_protect(text: str) -> str:
    if text.lower() in ("move", "warn"):
        return text.lower()
    near = suggest(text, ("move", "warn"))
    raise ValueError(f'"{shown(text)}" is neither move nor warn. {f"Did you mean {near}?" if near else "Write move."}')
