"""Imports go one way: cli, daemon -> run -> hitlist, history, calendars -> core; siblings never meet (DESIGN.md 5)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "followupd"
BASE = {"errors", "core", "followupd"}          # `followupd` itself holds the version alone
SIBLINGS = ("hitlist", "history", "calendars")
# Each module at the top says what of followupd it may see; a new one has to take its place here.
TOP: dict[str, set[str]] = {
    "errors": set(),
    "hitlist_file": {"errors"},
    "config": {"errors", "core", "history", "hitlist_file"},
    "sources": {*BASE, *SIBLINGS, "config"},
    "report": {*BASE, "calendars"},
    "own_time": {*BASE, *SIBLINGS},
    "run": {*BASE, *SIBLINGS, "sources", "report", "config", "own_time"},
    "withdraw": {*BASE, "sources", "report", "run"},
    "foresight": {*BASE, *SIBLINGS, "sources", "config", "own_time"},
    "outlook": {*BASE, *SIBLINGS, "sources", "config", "own_time"},
}
# Whoever rings the pass, or tells of it, from below: each may see those before it, and all that is below them all.
ABOVE = ("rendering", "next", "desk", "doctor", "daemon", "cli", "__main__")
HEAVY = {"caldav", "icalendar", "apscheduler", "watchdog", "niquests", "recurring_ical_events", "tzlocal", "holidays"}
CORE_MAY = set(sys.stdlib_module_names)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def layer(path: Path) -> str:
    """The folder below followupd, or the module's own name at its top."""
    inside = path.relative_to(PACKAGE).parts
    return inside[0] if len(inside) > 1 else path.stem


def imported(path: Path) -> Iterator[str]:
    """The dotted names of what a module imports, late imports inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            if node.module == "followupd":
                yield from (f"followupd.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


def ours(path: Path) -> set[str]:
    """The layers of followupd that a module imports."""
    found = set()
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "followupd":
            is_layer = len(parts) > 1 and ((PACKAGE / parts[1]).is_dir() or (PACKAGE / f"{parts[1]}.py").exists())
            found.add(parts[1] if is_layer else "followupd")
    return found


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [p for p in modules() if layer(p) == "core"], ids=named)
def test_core_imports_nothing_but_itself(path: Path) -> None:
    """No I/O library and nothing above: the decision is pure."""
    assert ours(path) <= {"core", "errors"}
    outside = {name.split(".")[0] for name in imported(path)} - {"followupd"}
    assert outside <= CORE_MAY
    assert not outside & {"sqlite3", "socket", "subprocess", "urllib", "http", "random", "threading", "os", "logging"}


@pytest.mark.parametrize("path", [p for p in modules() if layer(p) in SIBLINGS], ids=named)
def test_siblings_never_meet_and_look_down_only(path: Path) -> None:
    assert ours(path) <= {layer(path), *BASE}


@pytest.mark.parametrize("path", [PACKAGE / f"{name}.py" for name in TOP], ids=named)
def test_the_modules_of_the_pass_look_down_only(path: Path) -> None:
    assert ours(path) <= TOP[path.stem]


@pytest.mark.parametrize("path", [p for p in modules() if layer(p) not in ABOVE], ids=named)
def test_nothing_imports_the_command_line_or_the_daemon(path: Path) -> None:
    assert not ours(path) & set(ABOVE)


@pytest.mark.parametrize("path", [p for p in modules() if layer(p) in ABOVE], ids=named)
def test_what_rings_the_pass_looks_down_only(path: Path) -> None:
    """The daemon knows no command line: what both say is in `rendering`, what both do in `desk`."""
    assert not ours(path) & set(ABOVE[ABOVE.index(layer(path)) + 1 :])


def test_every_module_at_the_top_has_its_place() -> None:
    """A new one says in TOP what it may see; what only the daemon needs lives in `daemon`."""
    assert {p.stem for p in PACKAGE.glob("*.py")} - {"__init__", "__main__"} == set(TOP)


@pytest.mark.parametrize("path", [p for p in modules() if layer(p) == "cli"], ids=named)
def test_the_command_line_never_loads_a_heavy_library(path: Path) -> None:
    """Start-up is part of the answer: caldav alone costs a third of a second."""
    assert not {name.split(".")[0] for name in imported(path)} & HEAVY


@pytest.mark.parametrize("path", modules(), ids=named)
def test_every_module_says_what_it_decides_and_stays_short(path: Path) -> None:
    """A docstring first, and a file that fits into a head (STYLE.md)."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), named(path)


def test_the_import_reader_sees_all_forms(tmp_path: Path) -> None:
    """The test's own eyes: an import counts wherever it stands."""
    path = tmp_path / "sample.py"
    path.write_text("import a.b\nfrom followupd import run\ndef f():\n    from d import e\nif a:\n    import g\n")
    assert set(imported(path)) == {"a.b", "followupd.run", "d", "g"}
