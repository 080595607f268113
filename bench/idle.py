"""Goal 8: what the daemon costs while nothing happens: memory, and how often it wakes.

    python -m bench.idle [--radicale PROGRAM] [--seconds 60] [--people 100]

Starts `followupd run` on an .ics calendar, and an idle Radicale beside it; waits until both are up and settled, then
counts for the given seconds. Memory is the resident set (VmRSS; and the part of it that is not a shared file, RssAnon).
A wake-up is a voluntary context switch of any of its threads, which Linux counts. Linux only.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.make_data import write_hit_list

ROOT = Path(__file__).resolve().parents[1]
SETTLED = 5.0    # seconds after the first sign of life
PATIENCE = 30.0
SETTINGS = "calendar: followup.ics\nstate: state.db\ntimezone: America/Denver\nblock: {every: Tuesday 10:00}\n"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--radicale", type=Path, default=Path(sys.executable).parent / "radicale")
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--people", type=int, default=100)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = {"followupd run": daemon(folder, options.people)}
        if options.radicale.exists():
            started["radicale"] = radicale(folder, options.radicale)
        try:
            time.sleep(SETTLED)
            before = {name: wakeups(process.pid) for name, process in started.items()}
            time.sleep(options.seconds)
            print("| idle | RSS | of it private | wake-ups a minute | goal |\n|---|---|---|---|---|")
            for name, process in started.items():
                times = (wakeups(process.pid) - before[name]) * 60 / options.seconds
                goal = "RSS at most 1.15x Radicale's; 2 wake-ups" if name.startswith("followupd") else ""
                rss, private = memory(process.pid, "VmRSS"), memory(process.pid, "RssAnon")
                print(f"| `{name}` | {rss:.1f} MiB | {private:.1f} MiB | {times:.1f} | {goal} |")
        finally:
            for process in started.values():
                process.terminate()
                process.wait(PATIENCE)


def daemon(folder: Path, people: int) -> subprocess.Popen[str]:
    write_hit_list(folder, people, SETTINGS)
    script = f"import sys; sys.path[0] = {str(ROOT)!r}\nfrom followupd.__main__ import main; main(['run'])"
    said = folder / "said.txt"
    with said.open("w") as out:
        process = subprocess.Popen((sys.executable, "-c", script), cwd=folder, env=environment(folder), stdout=out,
                                   text=True)
    return up(process, lambda: "Watching" in said.read_text())


def radicale(folder: Path, program: Path) -> subprocess.Popen[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    storage = folder / "collections"
    process = subprocess.Popen(
        (str(program), "--config", "", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none",
         "--storage-filesystem-folder", str(storage)),
        env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
    )

    def answers() -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", port)) == 0

    return up(process, answers)


def up(process: subprocess.Popen[str], alive: Callable[[], bool]) -> subprocess.Popen[str]:
    """The process once it is up. Raises TimeoutError if it does not come up."""
    until = time.monotonic() + PATIENCE
    while not alive():
        if time.monotonic() > until or process.poll() is not None:
            process.kill()
            raise TimeoutError(f"{process.args!r} did not start")
        time.sleep(0.1)
    return process


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state"), "PYTHONUNBUFFERED": "1"}


def memory(pid: int, what: str) -> float:
    """MiB of a process, as /proc tells it."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(what)


def wakeups(pid: int) -> int:
    """Return how often any of the process's threads has gone to sleep voluntarily, which is as often as it woke."""
    total = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for line in (thread / "status").read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches:"):
                total += int(line.split()[1])
    return total


if __name__ == "__main__":
    main()
