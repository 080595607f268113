"""Imports go one way: down the list of rooms, and in the core up its own list (CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "followupd"
# From the top of the house down: a room may import those below it. `SIBLINGS` do not import each other.
ROOMS = (
    "__main__", "cli", "daemon", "desk", "doctor", "beginning", "rendering", "run", "simulation", "passes", "importing",
    "hitlist", "history", "evidence", "addressbook", "calendars", "dav", "credentials", "patience", "core", "errors",
    "__init__",
)
SIBLINGS = {"hitlist", "history", "evidence", "addressbook", "calendars"}
# From the bottom up, as CONTRIBUTING.md lists them.
CORE_ROOMS = (
    "values", "phrases", "reasons", "people", "noticing", "stack", "schedule", "texts", "items", "answers", "changes",
    "plan",
)
PAGES = ("followupd/run.py", "followupd/core/plan.py")
TABLES = {"items": "kinds.py", "calendars": "open.py"}
HEAVY = {
    "caldav", "icalendar", "apscheduler", "watchdog", "niquests", "recurring_ical_events", "tzlocal", "holidays",
    "phonenumbers",
}
IMPURE = {"sqlite3", "socket", "subprocess", "urllib", "http", "random", "threading", "os", "logging"}

TESTS_OF_NO_ROOM = {"bench", "contract", "costs", "faults", "properties", "readers", "lives", "scenarios"}
TESTS_OF_THE_HOUSE = {
    "conftest", "test_contributing", "test_credentials", "test_docs", "test_imports", "test_layers", "test_patience",
    "test_readme", "test_run",
}


def modules(room: str = "") -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


def room_of(parts: tuple[str, ...]) -> str:
    """The room of a module, given its path or dotted name below `followupd` in parts."""
    return parts[0].removesuffix(".py") if parts else "__init__"


@cache
def tree(path: Path) -> ast.Module:
    """Return what a module says, read once; nothing is changed in it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> frozenset[str]:
    """The dotted names of what a module imports, also inside functions; for `from a import b`, `a.b` if it is a module.
    """
    return frozenset(_imports_in(path))


def _imports_in(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            module = node.module or ""
            for alias in node.names:
                inner = Path(ROOT, *module.split("."), alias.name)
                yield f"{module}.{alias.name}" if inner.is_dir() or inner.with_suffix(".py").exists() else module


def ours(path: Path) -> Iterator[tuple[str, ...]]:
    """Return what a module imports of followupd, as the parts of the name below `followupd`."""
    for name in imported(path):
        parts = tuple(name.split("."))
        if parts[0] == "followupd":
            yield parts[1:]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", modules(), ids=named)
def test_imports_go_down_the_rooms(path: Path) -> None:
    own = room_of(path.relative_to(PACKAGE).parts)
    for parts in ours(path):
        other = room_of(parts)
        assert ROOMS.index(other) >= ROOMS.index(own), f"{named(path)} imports {'.'.join(parts)}"
        assert other == own or not {own, other} <= SIBLINGS, f"{named(path)} imports its sibling {'.'.join(parts)}"


@pytest.mark.parametrize("path", modules("core"), ids=named)
def test_the_core_imports_nothing_but_itself(path: Path) -> None:
    """No I/O library and nothing above: the decision is pure."""
    assert {room_of(parts) for parts in ours(path)} <= {"core", "errors"}
    outside = {name.split(".")[0] for name in imported(path)} - {"followupd"}
    assert outside <= set(sys.stdlib_module_names) - IMPURE


def test_the_rooms_of_the_core_import_only_upward_in_their_list() -> None:
    found = set()
    for path in modules("core"):
        own = path.relative_to(PACKAGE / "core").with_suffix("").parts
        for parts in ours(path):
            inside = len(parts) > 1 and parts[0] == "core" and own[0] != "__init__"
            if inside and CORE_ROOMS.index(parts[1]) > CORE_ROOMS.index(own[0]):
                found.add((".".join(own), ".".join(parts[1:])))
    assert not found


def test_every_room_is_in_the_list() -> None:
    """A new room takes its place above, and `plan.py` alone is at the root of the core."""
    assert {room_of(path.relative_to(PACKAGE).parts) for path in modules()} == set(ROOMS)
    roots = {path.relative_to(PACKAGE / "core").parts[0].removesuffix(".py") for path in modules("core")}
    assert roots - {"__init__"} == set(CORE_ROOMS)


@pytest.mark.parametrize("path", modules("cli"), ids=named)
def test_the_command_line_never_loads_a_heavy_library(path: Path) -> None:
    """Start-up is part of the answer: caldav alone costs a third of a second."""
    assert not {name.split(".")[0] for name in imported(path)} & HEAVY


@pytest.mark.parametrize("page", PAGES)
def test_a_pass_and_the_plan_read_as_one_page(page: str) -> None:
    assert (ROOT / page).read_text(encoding="utf-8").count("\n") <= 120


@pytest.mark.parametrize("path", modules(), ids=named)
def test_every_module_says_what_it_decides_and_stays_short(path: Path) -> None:
    """A docstring first, and a file that fits into a head."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    if text.strip():
        assert ast.get_docstring(tree(path)), named(path)


def classes_twice(paths: Iterable[Path]) -> dict[str, list[str]]:
    """The classes that more than one place defines, with these places; those inside functions and classes are local."""
    places: dict[str, list[str]] = {}
    for path in paths:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(named(path))
    return {name: where for name, where in places.items() if len(where) > 1}


def rooms() -> list[Path]:
    """Every folder of modules: the rooms of the house, those of the core, and those inside another room."""
    return sorted(path.parent for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)


def names_in(room: Path) -> set[str]:
    """Return the names that a room may use: rooms, commands, its modules and folders, and what they define or use."""
    names = {*ROOMS, *CORE_ROOMS, *(path.stem for path in modules("cli")), *(path.stem for path in room.rglob("*"))}
    return names.union(*map(names_of, room.rglob("*.py")))


@cache
def names_of(path: Path) -> frozenset[str]:
    """Return what a module defines or uses by a name."""
    nodes = list(ast.walk(tree(path)))
    defined = {node.name for node in nodes if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.alias)}
    return frozenset(defined | {node.arg for node in nodes if isinstance(node, ast.arg)})


def modules_of(room: Path) -> set[str]:
    """The modules and rooms of one room."""
    inner = {path.parent.name for path in room.glob("*/__init__.py")}
    return inner | {path.stem for path in room.glob("*.py")} - {"__init__"}


def said_of(room: Path) -> str:
    return ast.get_docstring(tree(room / "__init__.py")) or ""


def called(text: str) -> set[str]:
    """Return what a text calls by its name, of `files.atomic` the first part."""
    return {name.partition(".")[0] for name in re.findall(r"`([\w.]+)`", text)}


def used_from_outside(room: Path, paths: Iterable[Path]) -> set[str]:
    """The modules of a room that others import."""
    place = room.relative_to(PACKAGE).parts
    others = (path for path in paths if not path.is_relative_to(room))
    found = (parts for path in others for parts in ours(path) if parts[: len(place)] == place)
    return {parts[len(place)] for parts in found if len(parts) > len(place)}


@pytest.mark.parametrize("room", rooms(), ids=named)
def test_every_room_says_what_it_takes_and_never_does(room: Path) -> None:
    """In its `__init__`; and whatever is called by its name there exists."""
    text = said_of(room)
    said = " ".join(text.lower().split())
    assert "takes " in said
    assert "never " in said
    for name in re.findall(r"`([\w.]+)`", text):
        first, _, inner = name.removesuffix(".py").partition(".")
        assert {first, *([inner] if inner else [])} <= names_in(room), f"{named(room)}: {name}"


@pytest.mark.parametrize("room", [room for room in rooms() if room.name not in {"cli", "reasons"}], ids=named)
def test_every_room_says_what_each_module_of_it_does(room: Path) -> None:
    """But a command is a file of its name, and so is a rule with reasons; kinds and backends have a list."""
    table = room / TABLES.get(room.name, "__init__.py")
    listed = {name.rpartition(".")[2] for name in imported(table)} if table.exists() else set()
    assert modules_of(room) - listed <= called(said_of(room))


@pytest.mark.parametrize("room", rooms(), ids=named)
def test_others_use_what_a_room_names_for_them(room: Path) -> None:
    """The paragraph "Others may use" of its `__init__` names each module that is imported from outside, and no other.
    """
    (names,) = (part for part in said_of(room).split("\n\n") if part.startswith("Others may use"))
    named_there = called(names) & modules_of(room)
    assert used_from_outside(room, modules()) <= named_there
    assert named_there <= used_from_outside(room, [*modules(), *(ROOT / "bench").rglob("*.py")])


def test_no_class_name_means_two_things() -> None:
    """A name means one thing in the house, the tests and bench, so that it can be read without its module.

    There is one UserDesk, one CalendarPlace and one UserWorld, in tests/kit; what is another thing has another name.
    """
    everywhere = (path for folder in ("followupd", "tests", "bench") for path in (ROOT / folder).rglob("*.py"))
    assert classes_twice(everywhere) == {}


def imported_by_name() -> dict[str, set[str]]:
    """Functions, classes and type aliases that other modules import by their bare name, with where they are from."""
    homes: dict[str, set[str]] = {}
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("followupd."):
                module = Path(ROOT, *node.module.split("."))
                if module.with_suffix(".py").exists():
                    for alias in node.names:
                        if not alias.name.isupper():
                            homes.setdefault(alias.name, set()).add(node.module)
    return homes


def test_no_name_is_imported_from_two_modules() -> None:
    """Functions and type aliases as well: a reader of a bare name need not look where it came from."""
    assert {name: homes for name, homes in imported_by_name().items() if len(homes) > 1} == {}


def test_no_type_alias_means_two_things() -> None:
    """Nor for what is a class elsewhere, even if nobody imports it."""
    places: dict[str, list[str]] = {}
    for path in modules():
        for node in tree(path).body:
            names = [node.name] if isinstance(node, ast.ClassDef) else []
            if isinstance(node, ast.Assign):
                names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            for name in names:
                if re.fullmatch(r"[A-Z]\w*[a-z]\w*", name):
                    places.setdefault(name, []).append(named(path))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_tests_mirror_the_tree() -> None:
    """Tests of a room are in the folder of its name; those that belong to no room are in one of a few folders."""
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    assert {str(folder) for folder in folders if not (PACKAGE / folder).is_dir()} == TESTS_OF_NO_ROOM
    assert {path.stem for path in (ROOT / "tests").glob("*.py")} == TESTS_OF_THE_HOUSE
    rooms_of_core = {Path("core", room) for room in CORE_ROOMS if (PACKAGE / "core" / room).is_dir()}
    assert rooms_of_core <= folders, "each room of the core has its own tests"


def test_the_import_reader_sees_all_forms(tmp_path: Path) -> None:
    """The test's own eyes: an import counts wherever it is written."""
    path = tmp_path / "sample.py"
    path.write_text("import a.b\nfrom followupd import run\ndef f():\n    from d import e\nif a:\n    import g\n")
    assert set(imported(path)) == {"a.b", "followupd.run", "d", "g"}
