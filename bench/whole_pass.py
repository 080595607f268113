"""A whole pass, cold: a new process reads the hit list, the history and the calendar, plans, and writes.

    python -m bench.whole_pass [PEOPLE ...]      # default: 100 1,000 10,000 100,000

Ten facts a contact in the history, and an .ics file that holds 1,000 events of the user's own. "first" writes the
calendar for the first time, "again" finds nothing to change, "changed" has one new attempt. Process start and imports
are included, and MiB is the whole process.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from bench.make_data import NOW, calendar, facts, foreign_events, write_hit_list
from bench.measuring import fresh
from followupd.core.values.facts import Attempt, Outcome
from followupd.history.store import History
from followupd.hitlist.load import load

PASS = """
import pathlib, sys
from datetime import datetime
from followupd.run import run_pass
from followupd.passes.sources import open_sources
sources = open_sources(pathlib.Path(sys.argv[1]))
report = run_pass(sources, datetime.fromisoformat(sys.argv[2]), write=True)
sources.close()
assert not report.problems, report.problems
print(report.created, report.updated, report.deleted)
"""
GOAL = "goal at 10,000: 3 s and 300 MiB"
OWN_EVENTS = 1_000


def main(sizes: tuple[int, ...]) -> None:
    print(f"{'contacts':>9}  {'pass':8} {'wall s':>7} {'CPU s':>7} {'MiB':>5}  written ({GOAL})")
    for people in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path = write_hit_list(folder, people)
            (folder / "followup.ics").write_bytes(calendar(foreign_events(OWN_EVENTS)).encode())
            hitlist = load(path).hitlist
            assert hitlist is not None
            with History.open(folder / "state.db", "hitlist") as history:
                history.append(facts(hitlist.contacts), NOW)
            for kind in ("first", "again", "changed"):
                if kind == "changed":
                    with History.open(folder / "state.db", "hitlist") as history:
                        history.append([Attempt(hitlist.contacts[1].slug, NOW, Outcome.NO_ANSWER, "phone")], NOW)
                began = time.perf_counter()
                written, cpu, peak = fresh(PASS, path, NOW.isoformat())
                wall = time.perf_counter() - began
                print(f"{people:>9,}  {kind:8} {wall:7.2f} {cpu:7.2f} {peak:5.0f}  {written}", flush=True)


if __name__ == "__main__":
    main(tuple(int(text) for text in sys.argv[1:]) or (100, 1_000, 10_000, 100_000))
