"""Measure a piece of Python in a separate process, beside others, round by round.

Seconds are CPU time, so that a busy machine disturbs less; MiB are the peak of memory above what was there when the
measured part began, imports included. Ratios are taken within a round, and the medians of the rounds are reported.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
METER = """
import contextlib, json, pathlib, re, sys, time
def _memory(key):
    return int(re.search(rf"^{key}:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text(), re.M)[1]) / 1024
@contextlib.contextmanager
def measured():
    pathlib.Path("/proc/self/clear_refs").write_text("5")   # the peak of the imports is not ours
    before, began, wall = _memory("VmRSS"), time.process_time(), time.perf_counter()
    yield
    print(json.dumps([time.process_time() - began, max(_memory("VmHWM") - before, 0.1), time.perf_counter() - wall]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu` and `wall` in seconds, `peak` in MiB."""

    cpu: float
    peak: float
    wall: float


def alone(code: str, *arguments: object, python: str = sys.executable) -> Cost:
    """Measure the `with measured():` of this code in a new process that knows the arguments as sys.argv[1:]."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [python, "-c", METER + code, *map(str, arguments)], capture_output=True, text=True,
        env=environment | {"PYTHONPATH": str(ROOT)},
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


def middle(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(c, name) for c in costs) for name in ("cpu", "peak", "wall")))


def beside(ours: Sequence[Cost], theirs: Sequence[Cost]) -> tuple[float, float]:
    """The median ratios of CPU time and of peak memory, round by round."""
    return (
        statistics.median(a.cpu / b.cpu for a, b in zip(ours, theirs, strict=True)),
        statistics.median(a.peak / b.peak for a, b in zip(ours, theirs, strict=True)),
    )


def table(rows: Mapping[str, Cost]) -> str:
    width = max(map(len, rows))
    lines = [f"{'':{width}}  CPU s   MiB  wall s"]
    lines += [f"{name:{width}}  {c.cpu:5.3f}  {c.peak:4.0f}  {c.wall:6.3f}" for name, c in rows.items()]
    return "\n".join(lines)


def fresh(code: str, *arguments: object) -> tuple[str, float, float]:
    """Run this code in a separate process: its last line, its CPU seconds and its peak in MiB, all included."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True,
        env=environment | {"PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}")
    return (said.splitlines() or [""])[-1], usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
