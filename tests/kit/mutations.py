"""Mutations of bytes for fuzz tests: parts are taken out, doubled, moved, or replaced by others and by words."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence

SEED = int(os.environ.get("FOLLOWUPD_SEED", "0"))     # chooses what a run of the fuzz tests tries
SPANS = (1, 1, 2, 4, 20, 100)


def mutated(chance: random.Random, pool: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """Return a mutation of one of the pool: bytes or lines changed, moved, doubled, taken from another, or cut off."""
    data = bytearray(chance.choice(pool))
    for _ in range(chance.choice((1, 1, 2, 3, 6, 12))):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice(SPANS))
        match chance.randrange(8):
            case 0:
                data[at:to] = b""
            case 1:
                data[at:at] = chance.choice(words)
            case 2:
                data[at:to] = chance.choice(words)
            case 3:
                data[at:to] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 4)))
            case 4:
                data[at:at] = data[at:to] * chance.choice((1, 2, 30))
            case 5:
                other = chance.choice(pool)
                start = chance.randrange(len(other) + 1)
                data[at:to] = other[start:start + chance.choice((5, 50, 500))]
            case 6:
                data = _with_a_line(chance, data, words)
            case _:
                lines = bytes(data).split(b"\n")
                chance.shuffle(lines)
                data = bytearray(b"\n".join(lines))
    return bytes(data)


def _with_a_line(chance: random.Random, data: bytearray, words: Sequence[bytes]) -> bytearray:
    """Give one line another value, or take it away, or take away all that follow."""
    lines = bytes(data).split(b"\n")
    at = chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[at]
        case 1:
            del lines[at:]
        case 2:
            lines.insert(at, lines[chance.randrange(len(lines))])
        case _:
            name, colon, _ = lines[at].partition(b":")
            lines[at] = name + colon + chance.choice(words)
    return bytearray(b"\n".join(lines))
