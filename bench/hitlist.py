"""Goal 2: reading and validating 10,000 contacts, beside PyYAML's C loader alone.

    python -m bench.hitlist [PEOPLE] [ROUNDS]

Both read the same file in separate processes, in turn in each round.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.make_data import write_hit_list
from bench.measuring import alone, beside, middle, table

FOLLOWUPD = """
import yaml._yaml, followupd.core.phrases
from followupd.hitlist.load import load
with measured():
    loaded = load(pathlib.Path(sys.argv[1]))
assert loaded.hitlist and len(loaded.hitlist.contacts) == int(sys.argv[2])
"""
CSAFE = """
import yaml
with measured():
    data = yaml.load(pathlib.Path(sys.argv[1]).read_bytes(), yaml.CSafeLoader)
assert len(data["contacts"]) == int(sys.argv[2])
"""


def main(people: int = 10_000, rounds: int = 7) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_hit_list(Path(folder), people)
        ours, theirs = [], []
        for _ in range(rounds):
            theirs.append(alone(CSAFE, path, people))
            ours.append(alone(FOLLOWUPD, path, people))
    print(table({"CSafeLoader, a dict": middle(theirs), "followupd, checked": middle(ours)}))
    time, memory = beside(ours, theirs)
    print(f"followupd : CSafeLoader = {time:.2f} in time, {memory:.2f} in memory (goal: at most 0.35 each)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
