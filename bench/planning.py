"""Goal 3: planning 10,000 contacts over 26 weeks beside remind(1), and how it grows up to 100,000.

    python -m bench.planning [ROUNDS]        # needs Debian's package `remind`

Ours is the plan alone: ten facts a contact are folded, a place is found for each, texts and reasons are made; the
list and the history are read before. `remind -s+26` is a process that reads its file, and is the whole of it: one
repeating line a contact, with a time and a length as our events have them, and bare (a date and a repeat alone).
"""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.make_data import remind_lines, write_hit_list
from bench.measuring import Cost, alone, middle, table
from followupd.hitlist.load import load

PLAN = """
from bench.make_data import NOW, facts
from followupd.core.values.facts import Listed
from followupd.core.people.identity import identify
from followupd.core.plan import make_plan
from followupd.hitlist.load import load
hitlist = load(pathlib.Path(sys.argv[1])).hitlist
told = tuple(facts(hitlist.contacts))
people = identify(hitlist.contacts, (fact for fact in told if isinstance(fact, Listed)), NOW)
with measured():
    plan = make_plan(hitlist, people, told, {}, NOW)
assert len(plan.statuses) == int(sys.argv[2]) and len(plan.blocks) > 26
"""


def remind(file: Path) -> Cost:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(["remind", "-s+26", str(file), "2026-11-21"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, float("nan"), time.perf_counter() - began)


def main(rounds: int = 5) -> None:
    sizes = (1_000, 10_000, 100_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lists = {}
        for people in sizes:
            (folder / str(people)).mkdir()
            lists[people] = write_hit_list(folder / str(people), people)
        hitlist = load(lists[10_000]).hitlist
        assert hitlist is not None
        timed, bare = folder / "timed.rem", folder / "bare.rem"
        timed.write_text(remind_lines(hitlist.contacts))
        bare.write_text(re.sub(r" AT \S+ DURATION \S+", "", timed.read_text()))
        ours: dict[int, list[Cost]] = {people: [] for people in sizes}
        theirs: dict[Path, list[Cost]] = {timed: [], bare: []}
        for turn in range(rounds):
            for file, costs in theirs.items():
                costs.append(remind(file))
            for people in sizes if turn < 3 else sizes[:2]:
                ours[people].append(alone(PLAN, lists[people], people))
    rows = {f"plan, {people:,} contacts": middle(ours[people]) for people in sizes}
    print(table(rows | {f"remind -s+26, 10,000 {file.stem}": middle(costs) for file, costs in theirs.items()}))
    for file, costs in theirs.items():
        ratio = statistics.median(a.cpu / b.cpu for a, b in zip(ours[10_000], costs, strict=True))
        print(f"plan : remind, {file.stem} = {ratio:.2f} (goal: at most 0.6)")
    growth = statistics.median(b.cpu / a.cpu for a, b in zip(ours[10_000], ours[100_000], strict=False))
    print(f"100,000 : 10,000 = {growth:.1f} (goal: 14)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
