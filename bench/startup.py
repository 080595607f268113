"""Goal 1: how soon the command line answers, as multiples of an empty click program.

    python -m bench.startup [--peers DIR] [--rounds 20]

Each command runs in a separate process, all of them once in each round; figures are medians of wall-clock time, and
ratios are taken round by round. `--peers` names a virtual environment with khal and todoman (README.md says how to make
one); without it, only followupd is measured. Byte code is written first, as an installation does it. 20 rounds take
half a minute, with peers a minute.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from bench.make_data import write_hit_list

PEOPLE = 100
BASE = "empty click program"
ROOT = Path(__file__).resolve().parents[1]
EMPTY = "import click\n\n@click.command()\ndef main():\n    pass\n\nmain()\n"
SCRIPT = "import sys\nfrom followupd.__main__ import main\nsys.exit(main())\n"   # as pip writes it
ASKED = "followupd next, beside a daemon"
AFRESH = "followupd next, no daemon"
SERVED = "followupd log, beside a daemon"
ALONE = "followupd log, no daemon"
GOALS = {"followupd --version": 1.15, ASKED: 1.4, SERVED: 1.4}
A_PASS = 1.0     # seconds after a log for the daemon's own pass, which is not part of any command's time
FASTER = {"khal list": 3.5, "todo list": 3.0}    # beside a daemon; without one, faster is enough
SETTLED = 0.5    # seconds after which a daemon believes what it reads
SETTINGS = "calendar: followup.ics\nstate: state.db\ntimezone: America/Denver\nblock: {every: Tuesday 10:00}\n"
EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench\r\nBEGIN:{kind}\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\n"
    "{when}SUMMARY:Call person {uid}\r\nEND:{kind}\r\nEND:VCALENDAR\r\n"
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--peers", type=Path)
    asked.add_argument("--rounds", type=int, default=20)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = ours(folder)
        if options.peers:
            commands |= peers(folder, options.peers)
        with subprocess.Popen(
            (sys.executable, str(folder / "ours.py"), "run", "-c", str(folder / "served" / "hitlist.yaml")),
            stdout=subprocess.PIPE, env=environment(folder), text=True,
        ) as daemon:
            try:
                if daemon.stdout is None or not any("Watching" in line for line in daemon.stdout):
                    raise SystemExit("The daemon did not come up.")
                report(measured(commands, folder, options.rounds))
            finally:
                daemon.terminate()


def ours(folder: Path) -> dict[str, Sequence[str]]:
    """The commands on a list of 100 people that has been in use: planned once, one try logged."""
    (folder / "empty.py").write_text(EMPTY)
    (folder / "ours.py").write_text(SCRIPT.replace("import sys\n", f"import sys\nsys.path[0] = {str(ROOT)!r}\n"))
    write_hit_list(folder, PEOPLE, SETTINGS)
    (folder / "bare.py").write_text("")
    python, script = sys.executable, str(folder / "ours.py")
    lists = {name: folder / name / "hitlist.yaml" for name in ("alone", "served")}
    for path in lists.values():
        path.parent.mkdir()
        write_hit_list(path.parent, PEOPLE, SETTINGS)
    log = (python, script, "log", "Dana Whitfield 0", "no answer", "-c")
    for path in (folder / "hitlist.yaml", *lists.values()):
        run((python, script, "sync", "-c", str(path)), folder)
    time.sleep(SETTLED)
    return {
        BASE: (python, str(folder / "empty.py")),
        "bare Python": (python, str(folder / "bare.py")),
        "followupd --version": (python, script, "--version"),
        ASKED: (python, script, "next", "-c", str(lists["served"])),
        AFRESH: (python, script, "next"),
        ALONE: (*log, str(lists["alone"])),
        SERVED: (*log, str(lists["served"])),
    }


def peers(folder: Path, environment: Path) -> dict[str, Sequence[str]]:
    """Khal and todoman on folders of 100 events and 100 tasks; their caches are warm after the first round."""
    for kind, when in (("VEVENT", "DTSTART:20261122T100000Z\r\nDTEND:20261122T101500Z\r\n"), ("VTODO", "")):
        (folder / kind).mkdir()
        for number in range(PEOPLE):
            text = EVENT.format(kind=kind, uid=f"{kind}-{number}", when=when)
            (folder / kind / f"{number}.ics").write_text(text, newline="")
    khal, todo = folder / "khal.conf", folder / "todo.py"
    khal.write_text(
        f"[calendars]\n[[one]]\npath = {folder / 'VEVENT'}\n[sqlite]\npath = {folder / 'khal.db'}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
        "timeformat = %H:%M\ndateformat = %d.%m.\nlongdateformat = %d.%m.%Y\n"
        "datetimeformat = %d.%m. %H:%M\nlongdatetimeformat = %d.%m.%Y %H:%M\n"
    )
    todo.write_text(f"path = {str(folder / 'VTODO')!r}\ncache_path = {str(folder / 'todo.db')!r}\n")
    programs = environment.absolute() / "bin"
    return {
        "khal list": (str(programs / "khal"), "-c", str(khal), "list", "22.11.2026", "7d"),
        "todo list": (str(programs / "todo"), "--config", str(todo), "list"),
    }


def measured(commands: Mapping[str, Sequence[str]], folder: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of each command in each round, all commands once a round; the first round only warms up."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            began = time.perf_counter()
            run(command, folder)
            if number:
                taken[name].append(time.perf_counter() - began)
            if name == SERVED:
                time.sleep(A_PASS)
    return taken


def run(command: Sequence[str], folder: Path) -> None:
    """Run one process in this folder, with a separate environment; stop the measurement if it fails."""
    subprocess.run(command, cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL, check=True)


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    home = {"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state"), "XDG_CACHE_HOME": str(folder / "cache")}
    return kept | home


def report(taken: Mapping[str, list[float]]) -> None:
    print(f"| {PEOPLE} people | median | x {BASE} | goal |\n|---|---|---|---|")
    for name, seconds in taken.items():
        most = f"at most {GOALS[name]}" if name in GOALS else ""
        print(f"| `{name}` | {median(seconds) * 1000:.0f} ms | {ratio(seconds, taken[BASE]):.2f} | {most} |")
    for peer, goal in FASTER.items():
        for name, least in ((ASKED, goal), (SERVED, goal), (AFRESH, 1.0), (ALONE, 1.0)):
            if peer in taken:
                times = ratio(taken[peer], taken[name])
                print(f"| `{peer}` against `{name}` | | {times:.2f} x as long | at least {least} |")


def ratio(seconds: Sequence[float], others: Sequence[float]) -> float:
    return median(mine / other for mine, other in zip(seconds, others, strict=True))


if __name__ == "__main__":
    main()
