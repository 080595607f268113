"""Goal 9: how long from saving a hit list of 1,000 contacts to the new calendar, in a real daemon; no save is missed.

    python -m bench.noticing [SAVES] [PEOPLE]

Each save gives one contact another note, half of them by writing the file and half as editors do, by moving a
new one over it. The clock runs from the end of the save until the note is in the .ics file. The daemon waits 0.2 s
after a save in case another follows. At the end as many saves come at once, 20 ms apart: the last must be there.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bench.make_data import SETTINGS, part
from bench.measuring import ROOT

PATIENCE = 20.0
POLL = 0.002


def main(saves: int = 200, people: int = 1_000) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, calendar = folder / "hitlist.yaml", folder / "followup.ics"
        # As by default: seven people to begin with. All thousand at once would fill every hour.
        settings, everyone = SETTINGS.replace("start_small: off\n", ""), part(0, people)
        yesterday = datetime.now().astimezone().date() - timedelta(days=1)

        def text(number: int) -> str:
            # Tried yesterday, so that a reminder is to come, which carries the number.
            new = (
                f"  - name: Nobody Known\n    phone: +1 303 555 0142\n    notes: save no. {number}.\n"
                f"    log: [{yesterday} no answer]\n"
            )
            return settings + everyone + new

        path.write_text(text(0))
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        with (folder / "log").open("wb") as log:
            daemon = subprocess.Popen(
                [sys.executable, "-m", "followupd", "run", "-c", str(path)], stdout=log, stderr=log,
                env=environment | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            )
        try:
            _until(lambda: b"Watching" in (folder / "log").read_bytes(), daemon)
            seconds, missed = [], 0
            for number in range(1, saves + 1):
                _save(path, text(number), by_moving=number % 2 == 0)
                began = time.perf_counter()
                if _until(lambda: _stands(calendar, number), daemon):   # noqa: B023 - called at once
                    seconds.append(time.perf_counter() - began)
                else:
                    missed += 1
            for number in range(saves + 1, 2 * saves + 1):
                _save(path, text(number), by_moving=number % 2 == 0)
                time.sleep(0.02)
            last = _until(lambda: _stands(calendar, 2 * saves), daemon)
        finally:
            daemon.terminate()
            daemon.wait()
    seconds.sort()
    print(f"{saves} saves of {people:,} contacts: {missed} missed")
    print("in a burst the last one " + ("is there" if last else "WAS MISSED"))
    worst, most = seconds[-1], seconds[int(len(seconds) * 0.95)]
    median = statistics.median(seconds)
    print(f"until written: median {median:.3f} s, 95 % {most:.3f} s, worst {worst:.3f} s (goal: median under 0.3)")


def _save(path: Path, text: str, *, by_moving: bool) -> None:
    if by_moving:
        new = path.with_suffix(".new")
        new.write_text(text)
        new.rename(path)
    else:
        path.write_text(text)


def _stands(calendar: Path, number: int) -> bool:
    return f"save no. {number}." in calendar.read_text().replace("\n ", "")


def _until(holds: Callable[[], bool], daemon: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if holds():
            return True
        assert daemon.poll() is None, "the daemon has ended"
        time.sleep(POLL)
    return False


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
