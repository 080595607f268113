"""Imports of the commands that must answer at once (bench/startup.py): counted, so that nothing creeps in."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.waiting import until_believed

ROOT = Path(__file__).resolve().parents[1]
HITLIST = "calendar: followup.ics\nstate: state.db\ntimezone: America/Denver\ncontacts: [Dana Whitfield, Sam Okafor]\n"
# Prints what a command loads beyond an empty click program.
COUNTING = """\
import sys
import click
@click.command()
def empty(): pass
empty.main([], standalone_mode=False)
before = set(sys.modules)
from followupd.__main__ import exit_code
code = exit_code(sys.argv[1:])
print(*sorted(set(sys.modules) - before), file=sys.stderr)
sys.exit(code)
"""
# Each takes 2 to 300 ms and is loaded only if there is no other way.
SLOW = {
    "apscheduler", "asyncio", "caldav", "dateutil", "email", "icalendar", "niquests", "ssl",
    "tzlocal", "watchdog",
}


# Each import inside a function, by the file and what is imported, with what it keeps out of commands that can do
# without: a library that is heavy, or the planner, which a command beside a daemon and `--help` never load.
LATE = {
    ("calendars/busy/open.py", "followupd.calendars.busy.account"): "caldav",
    ("calendars/busy/open.py", "followupd.calendars.busy.feed"): "niquests",
    ("calendars/busy/series.py", "followupd.calendars.busy.recurring"): "recurring_ical_events",
    ("calendars/ical/moments.py", "followupd.calendars.ical.library"): "icalendar",
    ("calendars/ical/zones.py", "followupd.calendars.ical.library"): "icalendar",
    ("calendars/open.py", "followupd.calendars.caldav.calendar"): "caldav",
    ("cli/chart.py", "matplotlib.figure"): "matplotlib",
    ("core/answers/answered.py", "followupd.core.answers.shown"): "followupd.core.answers.shown",
    ("core/noticing/meetings.py", "followupd.core.noticing.titles"): "followupd.core.noticing.meeting_words",
    ("doctor/examine.py", "followupd.doctor.server"): "caldav",
    ("doctor/readers.py", "icalendar"): "icalendar",
    ("evidence/numbers.py", "phonenumbers"): "phonenumbers",
    ("evidence/open.py", "followupd.evidence.calls"): "xml.parsers.expat",
    ("hitlist/days_off.py", "holidays"): "holidays",
    ("hitlist/zones.py", "icalendar.timezone.windows_to_olson"): "icalendar",
    ("hitlist/zones.py", "tzlocal"): "tzlocal",
    ("addressbook/open.py", "followupd.addressbook.carddav"): "caldav",
    ("addressbook/files.py", "followupd.addressbook.cards"): "quopri",
    ("cli/first_calendars.py", "followupd.beginning.account"): "caldav",
    ("cli/first_calendars.py", "followupd.dav.network"): "niquests",
    ("cli/check.py", "followupd.passes.address_books"): "followupd.addressbook",
    ("cli/check.py", "followupd.passes.state_file"): "sqlite3",
    ("desk/desk.py", "followupd.passes.address_books"): "followupd.addressbook",
    ("desk/status.py", "followupd.desk.cards_status"): "followupd.addressbook",
    ("passes/gather.py", "followupd.core.noticing.called_off"): "followupd.core.noticing.mail",
    ("passes/gather.py", "followupd.core.noticing.notice"): "followupd.core.noticing.mail",
    ("passes/outlook.py", "followupd.passes.address_books"): "followupd.addressbook",
    ("passes/sources.py", "followupd.passes.address_books"): "followupd.addressbook",
    ("passes/sources.py", "followupd.calendars.busy.open"): "followupd.calendars.busy.units",
    ("passes/sources.py", "followupd.calendars.busy.refresh"): "followupd.patience",
    ("passes/user_time.py", "followupd.calendars.busy.deleted"): "followupd.calendars.busy.deleted",
    ("run.py", "followupd.core.changes.at_evidence"): "followupd.core.changes.at_evidence",
    ("desk/recording.py", "followupd.desk.writing_pass"): "followupd.run",
    ("cli/responding.py", "followupd.desk.answering"): "followupd.core.plan",
    ("cli/log.py", "followupd.desk.desk"): "followupd.core.plan",
    ("cli/log.py", "followupd.desk.who"): "followupd.core",
    ("cli/completing.py", "followupd.core.phrases.names"): "followupd.core",
    ("cli/completing.py", "followupd.hitlist.load"): "yaml",
    ("cli/completing.py", "followupd.core.values.facts"): "dataclasses",
    ("cli/call.py", "followupd.core.phrases.words"): "dataclasses",
    ("cli/group.py", "followupd.core.phrases.words"): "dataclasses",
    ("cli/call.py", "pathlib"): "pathlib",
    ("cli/call.py", "shlex"): "shlex",
    ("__main__.py", "followupd.cli.crash"): "traceback",
    ("evidence/open.py", "followupd.evidence.mail.imap"): "imaplib",
    ("evidence/open.py", "followupd.evidence.mail.maildir"): "email.header",
    ("evidence/open.py", "followupd.evidence.mail.mbox"): "email.header",
}


def late_imports() -> set[tuple[str, str]]:
    """The file and the module of each import inside a function."""
    found = set()
    for path in (ROOT / "followupd").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    file = path.relative_to(ROOT / "followupd").as_posix()
                    if isinstance(node, ast.ImportFrom):
                        found.add((file, str(node.module)))
                    elif isinstance(node, ast.Import):
                        found |= {(file, alias.name) for alias in node.names}
    return found


def test_an_import_inside_a_function_keeps_something_heavy_out() -> None:
    """Whoever needs another one names here what it keeps out; to spare milliseconds is not a reason."""
    assert late_imports() == set(LATE)


@pytest.mark.parametrize(("file", "late"), [case for case in LATE if case[1] != "matplotlib.figure"])   # an extra
def test_what_an_import_keeps_out_is_loaded_by_it_alone(file: str, late: str) -> None:
    """The module around it is loaded without that, and the imported one needs it."""
    kept, around = LATE[file, late], "followupd." + file.removesuffix(".py").replace("/", ".")
    loaded = f"print({kept!r} in sys.modules)"
    code = f"import sys, {around}; {loaded}; import {late}; {loaded}"
    done = subprocess.run([sys.executable, "-S", "-c", code], env=os.environ | {
        "PYTHONPATH": os.pathsep.join((str(ROOT), *sys.path)),
    }, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]


def planned_in(folder: Path) -> Path:
    (folder / "hitlist.yaml").write_text(HITLIST)
    loaded(folder, "sync")
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a hit list that has been planned once."""
    return planned_in(tmp_path)


def loaded(desk: Path, *command: str) -> set[str]:
    """The modules that this command loads in a separate process, beyond those of an empty click program."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("FOLLOWUPD")}
    done = subprocess.run(
        [sys.executable, "-c", COUNTING, *command], cwd=desk, env=env | {"PYTHONPATH": str(ROOT)}, check=True,
        capture_output=True, text=True,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(("command", "ours", "others"), [
    pytest.param(["--version"], 9, 2, id="version"),
    pytest.param(["--help"], 9, 2, id="help"),
    pytest.param(["next"], 231, 50, id="next"),
    pytest.param(["log", "Dana", "no", "answer"], 300, 56, id="log"),
])
def test_a_quick_command_loads_no_more_than_it_needs(desk: Path, command: list[str], ours: int, others: int) -> None:
    """The number of modules of followupd, and of others, is bounded; who adds one to `next` raises the number here
    and looks at bench/startup.py first. C modules and private ones are not counted, and a few of others are allowed
    for: they differ from one Python to the next.
    """
    found = loaded(desk, *command)
    names = {name for name in found if not name.split(".")[-1].startswith("_")}
    own = {name for name in names if name.partition(".")[0] == "followupd"}
    assert len(own) <= ours, sorted(own)
    assert len(names - own) <= others, sorted(names - own)


@pytest.mark.parametrize("command", [["next"], ["log", "Dana", "no", "answer"]])
def test_a_quick_command_does_without_what_is_slow(desk: Path, command: list[str]) -> None:
    """Also `log`, which runs its own pass if no daemon does: our own events are read without icalendar."""
    assert not SLOW & {name.partition(".")[0] for name in loaded(desk, *command)}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Such a folder with a daemon on it."""
    desk = planned_in(tmp_path_factory.mktemp("served"))
    until_believed(desk / "hitlist.yaml")
    with subprocess.Popen(
        [sys.executable, "-m", "followupd", "run"], cwd=desk, env=os.environ | {"PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE,
    ) as daemon:
        try:
            assert daemon.stdout is not None
            assert any("Watching" in line for line in daemon.stdout)
            yield desk
        finally:
            daemon.terminate()


@pytest.mark.parametrize("command", [
    ["log", "Dana", "no", "answer"], ["next"], ["why", "Sam"], ["list"], ["status", "--json"],
], ids=lambda command: command[0])
def test_a_question_to_the_daemon_loads_next_to_nothing(served: Path, command: list[str]) -> None:
    """It hands its words on and prints the answer: no YAML, no database, no plan."""
    found = loaded(served, *command)
    own = {name for name in found if name.partition(".")[0] == "followupd"} - {"followupd.cli.completing"}
    assert own == {
        "followupd", "followupd.__main__", "followupd.cli", "followupd.cli.responding", "followupd.cli.call",
        "followupd.cli.group", f"followupd.cli.{command[0]}", "followupd.desk", "followupd.desk.asking",
        "followupd.errors", "followupd.hitlist", "followupd.hitlist.place", "followupd.rendering",
        "followupd.rendering.text",
    }
    assert not found & {"yaml", "sqlite3", "hashlib", "zoneinfo", "dataclasses", "click.shell_completion"}
