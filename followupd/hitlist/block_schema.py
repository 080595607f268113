"""The `block` of a hit list: when blocks come, how long they are, what happens when something lands on them.

Takes located nodes, gives BlockRules with all their problems. Never reads a file.
"""

from __future__ import annotations

from datetime import time, timedelta

from followupd.core.blocks.weeks import ever_together
from followupd.core.model import BlockRule
from followupd.core.phrases.days import parse_date
from followupd.core.phrases.slots import parse_block_slot
from followupd.core.phrases.times import parse_length, parse_span
from followupd.core.phrases.words import suggest
from followupd.core.time import FULL_DAY_NAMES, Span
from followupd.hitlist.fields import NO, Scope, shown
from followupd.hitlist.located import Node, Scalar

BLOCK_KEYS = ("every", "length", "ahead", "protect", "per_person", "starting")
LONGEST_AHEAD = Span(months=24)
MOST_BLOCKS = 50
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
    per_person = scope.value_or(found, path, "per_person", parse_length, min(plain.per_person, length))
    if per_person > length:
        scope.problem(found["per_person"], f"{path}.per_person", "is longer than the block itself. Write 8 minutes.")
    protect = scope.value_or(found, path, "protect", parse_protect, plain.protect)
    ahead = scope.value_or(found, path, "ahead", parse_ahead, plain.ahead)
    starting = scope.value(found["starting"], f"{path}.starting", parse_date) if "starting" in found else None
    if slot is None:
        return None
    return BlockRule(slot.days, slot.time, length, ahead, protect, per_person, slot.weeks, slot.of_month, starting)


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
