"""Hit lists that are broken, cut off, half saved or hostile: a place and a sentence, quickly and in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from followupd.hitlist.load import load
from tests.faults import fuzz_hitlist
from tests.faults.conftest import HIT_LIST, NOW, ROOT, Bed
from tests.kit.people import DENVER
from tests.properties.worlds import EXAMPLES

LAUGHS = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%b]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in b"bcdefghijkl"
)
TOO_MANY = "more than 500,000 values"
HOSTILE = {
    "an alias bomb": (LAUGHS, TOO_MANY),
    "one person under a hundred thousand aliases": (
        b"contacts:\n- &a {name: x, log: [" + b"2026-01-01 reached," * 20 + b"]}\n" + b"- *a\n" * 120_000, TOO_MANY),
    "a merge into itself": (b"a: &x {<<: *x}\n", "*x is inside the very part"),
    "five thousand levels of lists": (b"[" * 5000, "more than 50 levels deep"),
    "three thousand levels of keys": (b"".join(b" " * i + b"a:\n" for i in range(3000)), "more than 50 levels deep"),
    "twenty megabytes of tiny values": (b"contacts: [" + b"a," * 9_900_000 + b"]", TOO_MANY),
    "half a million names": (b"contacts:\n" + b"".join(b"- n%d\n" % i for i in range(600_000)), TOO_MANY),
    "two hundred thousand unknown keys": (
        b"contacts:\n- name: x\n" + b"".join(b"  k%d: 1\n" % i for i in range(200_000)), "no such key"),
    "the same key a million times": (b"a: 1\n" * 1_000_000, "a is here twice, first on line 1"),
    "twenty thousand blocks": (b"block: [" + b"Tue 10:00," * 20_000 + b"]", "overlaps another block"),
    "every minute a block": (
        b"block: [" + b"".join(b"{every: Tue %d:%02d, length: 1 min}," % (m // 60, m % 60) for m in range(1440)) + b"]",
        "is more than 50 blocks"),
    "two hundred thousand files": (b"include: [" + b"nix.yaml," * 200_000 + b"]", "nix.yaml is not there"),
    "hours without end": (b"hours: " + b"Mon 9:00-17:00, " * 1_000_000, "is longer than 20,000 characters"),
    "fifty megabytes": (b"a: " + b"x" * 50_000_000, "larger than 20 MB"),
}


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Measure what each of them costs, all in one process."""
    folder = tmp_path_factory.mktemp("hostile")
    names = list(HOSTILE)
    files = [folder / f"{number}.yaml" for number in range(len(names))]
    for file, (data, _) in zip(files, HOSTILE.values(), strict=True):
        file.write_bytes(data)
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/faults/measured_load.py"), *map(str, files)], cwd=ROOT, capture_output=True,
        text=True, check=True, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return dict(zip(names, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little(costs: dict[str, dict[str, Any]], name: str) -> None:
    """At most two seconds of CPU time and 200 MB, and still a place in the file."""
    cost = costs[name]
    assert HOSTILE[name][1] in cost["sentence"]
    assert min(cost["place"]) >= 1
    assert cost["seconds"] < 2
    assert cost["megabytes"] < 200
    assert cost["problems"] <= 1000


BROKEN = {
    "a tab": (b"contacts:\n\t- name: Dana\n", 2, 1),
    "a NUL": (b"contacts:\n- Da\0na\n", 2, 5),
    "no UTF-8": ("contacts:\n- Zoë\n".encode("latin-1"), 2, 5),
    "UTF-16": ("contacts:\n- Zoë\n".encode("utf-16"), 1, 1),
    "a key twice": (b"contacts:\n- name: Dana\n  phone: 303 555 0142\n  phone: 303 555 0143\n", 4, 3),
    "nothing": (b"", 1, 1),
    "a list at the top": (b"- Dana\n- Sam\n", 1, 1),
    "a list where a mapping belongs": (b"calendar: [a.ics]\n", 1, 11),
    "a mapping where a list belongs": (b"contacts: {name: Dana}\n", 1, 11),
    "a Python object": (b"contacts: !!python/object/apply:os.system [touch hacked]\n", 1, 11),
    "a Python name": (b"list: !!python/name:os.system x\n", 1, 7),
    "a terminal's control sequence": (b"contacts:\n- name: \"Dana\\e[2J\"\n", 2, 9),
    "a quote that never ends": (b"contacts:\n- name: 'Dana\n- Sam\n", 2, 9),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_reported_with_its_place(tmp_path: Path, name: str) -> None:
    """Line and column of the mistake; nothing is executed, and there is no list."""
    data, line, column = BROKEN[name]
    file = tmp_path / "hitlist.yaml"
    file.write_bytes(data)
    loaded = load(file, lambda: DENVER)
    assert loaded.hitlist is None
    assert (loaded.problems[0].line, loaded.problems[0].column) == (line, column)
    assert list(tmp_path.iterdir()) == [file]


def test_a_byte_order_mark_at_the_start_is_accepted(tmp_path: Path) -> None:
    """Windows editors write one."""
    file = tmp_path / "hitlist.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + HIT_LIST.encode())
    assert load(file).problems == ()


def test_a_file_cut_off_at_every_byte(tmp_path: Path) -> None:
    """A half-saved hit list is a shorter list or has problems with a place; it never raises (the rest is up to P10)."""
    for data, step in ((HIT_LIST.encode(), 1), ((ROOT / "config.example.yaml").read_bytes(), max(1, 2500 // EXAMPLES))):
        lengths = (*range(0, len(data), step), len(data))
        accepted = [fuzz_hitlist.one_input(data[:length], tmp_path) for length in lengths]
        assert accepted[-1]
        assert 0 < sum(accepted) < len(accepted)


def test_inputs_that_nobody_would_write() -> None:
    """The quick form of fuzz_hitlist.py, which runs for any time."""

    def tell(data: bytes) -> None:
        print(data)

    tried, accepted = fuzz_hitlist.run_mutations(20_261_120, tell, count=EXAMPLES * 5)
    assert tried == EXAMPLES * 5
    assert 0 < accepted < tried


def test_a_pipe_cannot_be_included(tmp_path: Path) -> None:
    """Reading it would wait for ever; a device would never end."""
    os.mkfifo(tmp_path / "pipe.yaml")
    file = tmp_path / "hitlist.yaml"
    file.write_text("include: [pipe.yaml, /dev/zero]\ncontacts: [Dana]\n")
    assert [p.sentence for p in load(file).problems] == [
        "pipe.yaml cannot be read (a folder, a pipe or a device). Fix the path, or remove the line.".replace(
            "pipe.yaml", str(tmp_path / "pipe.yaml")),
        "/dev/zero cannot be read (a folder, a pipe or a device). Fix the path, or remove the line.",
    ]


def test_what_is_quoted_is_harmless(tmp_path: Path) -> None:
    """A name may reverse the direction of a line; the error about it does not."""
    file = tmp_path / "hitlist.yaml"
    file.write_text("calendar: ~/cal\u202egnp.exe\nlist: \u202eX\ncontacts: [{name: x, \u202ekey: 1}]\n")
    told = load(file, lambda: DENVER).problems
    assert len(told) == 3
    assert all(p.sentence.isprintable() and p.path.isprintable() for p in told)


@pytest.mark.parametrize("unseen", fuzz_hitlist.UNSEEN, ids=ascii)
def test_what_cannot_be_seen_is_shown(tmp_path: Path, unseen: str) -> None:
    """A key with something unseen in it is not the key that it looks like, and the sentence shows why."""
    file = tmp_path / "hitlist.yaml"
    data = f"list: x\nstart{unseen}_small: off\ncalendar: ~/work{unseen}ics\ncontacts: [Dana]\n".encode()
    assert not fuzz_hitlist.one_input(data, tmp_path)
    told = [(problem.path, problem.sentence) for problem in load(file, lambda: DENVER).problems]
    assert ("start?_small", "no such key. Did you mean start_small?") in told
    assert any('"~/work?ics" is neither' in sentence for _, sentence in told)


def test_the_calendar_is_untouched(bed: Bed) -> None:
    """P9: exit code 2, the problem on stderr with file, line and column, and the calendar as it was to the byte."""
    assert bed.run("sync").returncode == 0
    before = (bed.calendar.read_bytes(), bed.calendar.stat().st_mtime_ns, bed.calendar.stat().st_ino)
    for data in (LAUGHS, b"", b"- a\n", HIT_LIST.encode()[:-30] + b"\0", b"[" * 5000):
        bed.config.write_bytes(data)
        done = bed.run("sync", now=NOW)
        assert done.returncode == 2
        assert f"{bed.config}: 1 problem; the calendar was not touched" in done.stderr
        assert "Traceback" not in done.stderr
    assert (bed.calendar.read_bytes(), bed.calendar.stat().st_mtime_ns, bed.calendar.stat().st_ino) == before


def test_the_fuzzer_runs_as_a_script() -> None:
    """As its first lines say, with so many inputs that the machine's speed does not decide which."""
    with tempfile.TemporaryDirectory() as corpus:
        done = subprocess.run(
            [sys.executable, str(ROOT / "tests/faults/fuzz_hitlist.py"), "--mutations", "--seed", "7",
             "--inputs", "100", "--corpus", corpus], cwd="/", capture_output=True, text=True, check=False, timeout=60,
        )
    assert done.returncode == 0, done.stderr
    assert "100 inputs survived" in done.stdout
