"""CONTRIBUTING.md says where each change goes: the files and names that it gives exist, and no change touches many."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from followupd.core.items.kinds import KINDS, TASK_KINDS, TRY_KINDS
from followupd.core.values.uid import TASKS, TRIES, Kind
from tests.kit.branches import EXAMPLES, LONG_RUN

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MOST_FILES = 3
WITH_A_TARGET = "a calendar backend with its own target"
CHANGES = (
    "another wait on the default ladder", "a reminder's text", "a mark word", "a phrase in plain words",
    "a tick on a sheet", "a YAML key",
    "a kind of item", "a kind of try", "a type of fact", "a calendar backend", WITH_A_TARGET,
    "a server's quirk in what it answers", "a server's quirk in what it stores",
)
_PATH = r"`((?:followupd|tests)/[\w/.<>]+)`"
_WITH_NAME = r"`(followupd/[\w/.]+\.py)` `(\w+)`"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: the change, the file that is new for it, and what it says of existing files."""

    change: str
    new: str
    existing: str
    pages: str


def rows() -> list[Row]:
    """Return the table's rows, without its head."""
    table = PAGE.partition("## Where a change goes")[2].partition("\n## ")[0]
    cells = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("|")][2:]
    return [Row(*(cell.strip() for cell in row)) for row in cells]


def defined(path: Path) -> set[str]:
    """Return every name that a module defines or imports at its top."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def test_every_change_has_a_row() -> None:
    assert set(CHANGES) <= {row.change.partition(" (")[0] for row in rows()}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.change)
def test_no_change_touches_more_than_three_files(row: Row) -> None:
    """At most three, a new one included."""
    touched = len(row.existing.split(";")) + bool(row.new)
    assert 1 <= touched <= MOST_FILES
    assert row.existing.count("`followupd/") >= 1


def test_another_wait_on_the_default_ladder_touches_three_files_at_most(tmp_path: Path) -> None:
    """Done in a copy: a wait more, and the command of the page that writes; then the docs are true again."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build"))
    before = _contents(copy)
    home = copy / "followupd/core/values/hitlist.py"
    text = home.read_text(encoding="utf-8")
    longer = re.sub(r"(?m)^(    ladder: .*)\)$", r"\1, Span(days=14))", text)
    assert longer != text
    home.write_text(longer, encoding="utf-8")
    section = PAGE.partition("## Where a change goes")[2]
    (command,) = re.findall(r"`FOLLOWUPD_UPDATE_GOLDEN=1 .venv/bin/pytest (tests/[^`]+)`", section)
    _pytest(copy, *command.split(), "tests/test_docs.py::test_only_the_table_of_keys_says_the_default_ladder",
            FOLLOWUPD_UPDATE_GOLDEN="1")
    if EXAMPLES >= LONG_RUN:
        _pytest(copy, *command.split(), "tests/test_docs.py", "tests/cli/test_docs.py", "tests/hitlist/test_docs.py")
    after = _contents(copy)
    touched = {name for name in before | after if before.get(name) != after.get(name) and not name.startswith("tests/")}
    (row,) = (row for row in rows() if row.change == "another wait on the default ladder")
    assert {"followupd/core/values/hitlist.py", "docs/hit-list.md"} <= touched
    assert len(touched) <= MOST_FILES
    assert all(name in f"{row.existing} {row.pages}" for name in touched)


def _contents(folder: Path) -> dict[str, bytes]:
    """Return what a newcomer's commit could hold, by path."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if ".pytest_cache" not in path.parts}


def _pytest(folder: Path, *tests: str, **env: str) -> None:
    """Run tests of the copy, with its modules instead of those that are installed."""
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *tests],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)} | env, capture_output=True, text=True, check=False,
    )
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.change)
def test_the_names_are_true(row: Row) -> None:
    """Each path exists, and each name behind a path is defined in it; a new file goes into a folder that exists."""
    for path in re.findall(_PATH, row.existing):
        assert (ROOT / path).exists(), path
    named = re.findall(_WITH_NAME, row.existing)
    for path, name in named:
        assert name in defined(ROOT / path), f"{path} has no {name}"
    for path in re.findall(_PATH, row.new):
        assert (ROOT / path).parent.is_dir(), path
    for path in re.findall(r"[\w./-]+\.(?:md|yaml)", row.pages):
        assert (ROOT / path).exists(), path


def test_other_paths_on_the_page_exist() -> None:
    """Every path on the page exists."""
    for path in re.findall(_PATH, PAGE):
        assert "<" in path or (ROOT / path).exists(), path


@pytest.mark.parametrize("page", [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"], ids=lambda p: p.name)
def test_the_modules_that_the_docs_name_exist(page: Path) -> None:
    """A page may call a module by its path from the root, from `followupd/`, or by its name where the room is clear."""
    paths = (path for room in ("followupd", "tests", "bench") for path in (ROOT / room).rglob("*.py"))
    names = {str(path.relative_to(ROOT)) for path in paths}
    for path in re.findall(r"`([\w/]+\.py)`|\(([\w/]+\.py)\)", page.read_text(encoding="utf-8")):
        wanted = next(filter(None, path))
        assert any(name == wanted or name.endswith(f"/{wanted}") for name in names), f"{page.name}: {wanted}"


def test_every_kind_of_item_has_its_file() -> None:
    """A kind that is only in uid.py would never be wanted, read or written."""
    assert set(KINDS) == set(Kind) - {Kind.BLOCK}
    assert set(TRY_KINDS) == TRIES
    assert set(TASK_KINDS) == TASKS
    for item in KINDS.values():
        assert type(item).__module__.startswith("followupd.core.items."), item
    homes = [type(item).__module__ for item in KINDS.values()]
    assert len(homes) == len(set(homes))


# Facts of one kind alone, which do not decide how its events are treated.
KNOWN_APART = {
    Kind.PROMISE: {"followupd/rendering/json_form.py"},       # the hit list's promises, with what became of them
    Kind.DATE: {"followupd/core/schedule/keep.py", "followupd/core/schedule/placing.py"},     # a call spares its day
    Kind.MEETING: {"followupd/core/people/appointed.py"},     # the day on which somebody is expected
}


@pytest.mark.parametrize("kind", sorted(TASKS))
def test_other_files_do_not_know_a_kind_of_task_apart(kind: Kind) -> None:
    """They ask its file, or for its `Manners` (items/kind.py): so a new kind is one file and the lines on the page."""
    own = {f"{type(KINDS[kind]).__module__.replace('.', '/')}.py", "followupd/core/values/uid.py"}
    paths = (ROOT / "followupd").rglob("*.py")
    naming = (path for path in paths if f"Kind.{kind.name}" in path.read_text(encoding="utf-8"))
    assert {str(path.relative_to(ROOT)) for path in naming} - own == KNOWN_APART.get(kind, set())


def test_only_the_files_that_the_page_names_know_the_targets_apart() -> None:
    """All others ask a target for what `CalendarTarget` has; a backend's own modules may name their target."""
    (row,) = (row for row in rows() if row.change == WITH_A_TARGET)
    named = {path for path, _ in re.findall(_WITH_NAME, row.existing)}
    own = (
        "followupd/calendars/caldav/", "followupd/calendars/busy/", "followupd/addressbook/", "followupd/doctor/",
        "followupd/hitlist/calendars.py",      # names under `busy:` are calendars of the same account
    )
    paths = (ROOT / "followupd").rglob("*.py")
    modules = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}
    apart = re.compile(r"isinstance\([^()]*\w+Target\b|case \w+Target\b")
    known = {name for name, text in modules.items() if apart.search(text)}
    assert {name for name in known if not name.startswith(own)} <= named


def test_a_job_runs_both_scripts_each_night() -> None:
    """The lowest and the newest version of each dependency are tried even when nothing has changed."""
    job = yaml.safe_load((ROOT / ".github/workflows/nightly.yml").read_text(encoding="utf-8"))
    assert job[True]["schedule"]                    # YAML 1.1 reads the key `on` as a yes
    scripts = job["jobs"]["suite"]["strategy"]["matrix"]["script"]
    assert scripts == [".ci/run", ".ci/deep"]
    for script in scripts:
        assert (ROOT / script).stat().st_mode & 0o100, script
    deep = (ROOT / ".ci/deep").read_text(encoding="utf-8")
    assert ".ci/lowest.py" in deep
    assert deep.count("\n.venv/bin/pytest") + deep.count(" .venv/bin/pytest") == 2
