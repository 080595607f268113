"""The end of the program: exit codes, errors on stderr, no traceback, and a pipe that closes."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from followupd import __version__
from followupd.__main__ import exit_code
from followupd.cli.group import cli
from tests.cli.conftest import Shell

COMMANDS = ("init", "check", "plan", "sync", "run", "next", "log", "why", "show", "list", "status", "withdraw",
            "history", "completion")


def test_version_and_help_import_only_click(desk: Shell) -> None:
    """They load only click, and no part of followupd that decides or reads."""
    script = (
        "import sys\nfrom followupd.__main__ import exit_code\n"
        "code = exit_code([sys.argv[1]])\n"
        "print(*sorted(m for m in sys.modules if m.startswith('followupd')), file=sys.stderr)\nsys.exit(code)"
    )
    for option in ("--version", "--help"):
        done = subprocess.run(
            [sys.executable, "-c", script, option], env=desk.env(), capture_output=True, text=True, check=True
        )
        assert set(done.stderr.split()) == {
            "followupd", "followupd.__main__", "followupd.cli", "followupd.cli.call", "followupd.cli.group",
            "followupd.errors", "followupd.hitlist", "followupd.hitlist.place", "followupd.rendering",
            "followupd.rendering.text",
        }
        assert done.stdout


def test_next_loads_few_modules_and_no_calendar_library(desk: Shell) -> None:
    """`next` answers at once, so it must load nothing that costs tens of milliseconds."""
    script = (
        "import sys\nfrom followupd.__main__ import exit_code\nbefore = len(sys.modules)\n"
        "code = exit_code(sys.argv[1:])\nprint(*sys.modules, file=sys.stderr)\nsys.exit(code)"
    )
    forbidden = {
        "icalendar", "caldav", "niquests", "apscheduler", "watchdog", "tzlocal", "recurring_ical_events", "asyncio",
        "ssl", "http.client", "logging", "subprocess", "followupd.run", "followupd.daemon",
        "followupd.calendars.files.ics_file", "tempfile",
    }
    for command in (["next"], ["why", "dana"], ["show", "dana"], ["list"], ["status"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *command], cwd=desk.folder, env=desk.env(), capture_output=True, text=True,
            check=True,
        )
        loaded = done.stderr.split()
        assert not forbidden & set(loaded), command
        assert len(loaded) < 405, (command, len(loaded))


def test_check_loads_no_calendar_library(desk: Shell) -> None:
    script = (
        "import sys\nfrom followupd.__main__ import exit_code\ncode = exit_code(['check'])\n"
        "print(*sys.modules, file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=desk.folder, env=desk.env(), capture_output=True, text=True, check=True
    )
    assert not {"icalendar", "caldav", "sqlalchemy", "apscheduler"} & set(done.stderr.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_an_example(desk: Shell, name: str) -> None:
    """--help of each command has an example that begins with its own name."""
    told = desk(name, "--help")
    assert (told.code, told.err) == (0, "")
    assert "followupd " + name in told.out
    assert "\\b" not in told.out            # click's mark for lines that stay as they are, if it is not read as one


def test_help_tells_the_story_and_every_command(desk: Shell) -> None:
    told = desk("--help")
    assert told.code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in told.out
    assert "followupd log Dana no answer" in told.out
    assert desk().out == told.out
    assert desk("--version").out == f"followupd {__version__}\n"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["lgo"], '"lgo" is not a command. Did you mean log?'),
        (["plan", "--bogus"], "No such option"),
        (["next", "--minutes", "0"], "Invalid value for '--minutes'"),
        (["next", "--minutes", "half an hour"], "'half an hour' is not a whole number."),
        (["simulate", "--keep", "most"], "'most' is not a number."),
        (["list", "--now", "soon"], '--now "soon" is not an instant'),
        (["list", "--now", ""], '--now "" is not an instant'),       # an empty variable of a script
        (["list", "--now", "0001-01-01"], '--now "0001-01-01" is not an instant'),
        (["list", "-c", "nowhere.yaml"], "There is no hit list at nowhere.yaml"),
        (["history", "exprot"], "No such command"),
        (["run", "--now", "2026-11-20"], "`run` lives in real time"),
    ],
)
def test_a_wrong_call_is_exit_code_2(desk: Shell, args: list[str], told: str) -> None:
    """One sentence and the next thing to type, on stderr; nothing on stdout."""
    answer = desk.process(*args)
    assert (answer.code, answer.out) == (2, "")
    first, second = answer.err.splitlines()
    assert first.startswith("followupd: ")
    assert told in first
    assert second.startswith("  ")


def test_all_problems_of_a_bad_hit_list_are_reported(desk: Shell) -> None:
    """Every problem with its line, by every command, and the calendar is not touched (P9)."""
    desk.rewrite("every: 6 weeks", "every: 2 fortnights ago")
    desk.rewrite("like: true", "liek: true")
    for command in (["sync"], ["plan"], ["next"], ["list"], ["log", "dana", "na"]):
        told = desk(*command)
        assert (told.code, told.out) == (2, "")
        assert "problems; the calendar was not touched" in told.err
        assert "liek" in told.err
        assert "followupd check" in told.err
    assert not desk.calendar.exists()


def test_no_hit_list_says_where_it_was_looked_for(desk: Shell) -> None:
    desk.hitlist.unlink()
    told = desk.process("list")
    assert told.code == 2
    assert str(desk.hitlist) in told.err
    assert "followupd init" in told.err


def test_a_bug_is_one_calm_line_and_a_private_file(
    desk: Shell, state_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback on the terminal; it is saved for a report, readable by the user alone."""

    def broken(_: Path) -> None:
        raise KeyError("\x1b[2Jsurprise")

    monkeypatch.setattr("followupd.cli.check.load", broken)
    import followupd.cli.check  # noqa: F401 - patched above by its name

    told = desk("check")
    crash = state_folder / "crash.txt"
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith("followupd: This is a bug in followupd (KeyError: ")
    assert str(crash) in told.err
    assert "Traceback" not in told.err
    assert "\x1b" not in told.err
    assert "Traceback" in crash.read_text()
    assert stat.S_IMODE(crash.stat().st_mode) == 0o600


def test_a_reader_that_leaves_is_not_an_error(desk: Shell) -> None:
    """`followupd list | head -1` ends quietly, whatever is left to print."""
    desk.hitlist.write_text(desk.hitlist.read_text() + "".join(f"  - Person {n}\n" for n in range(2000)))
    with subprocess.Popen(
        [sys.executable, "-m", "followupd", "list"], cwd=desk.folder, env=desk.env(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""
        assert running.wait(timeout=30) == 0


@pytest.mark.parametrize("command", ["--version", "--help", "check"])
def test_a_full_output_is_no_bug(
    desk: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """A disk that is full where the answer goes: one line says so."""
    args = [command] if command.startswith("-") else ["-c", str(desk.hitlist), command]
    with Path("/dev/full").open("w", encoding="utf-8") as full, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", full)
        assert exit_code(args) == 1
    told = capsys.readouterr().err
    assert told.startswith("followupd: the answer could not be written (No space left on device)")
    assert "stored" not in told


def test_what_was_logged_with_a_full_output_is_stored(desk: Shell) -> None:
    """Only the answer is lost."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "followupd", "log", "sam", "na", "--now", desk.now], cwd=desk.folder,
            env=desk.env(), stdout=full, stderr=subprocess.PIPE, check=False,
        )
    assert (done.returncode, b"could not be written" in done.stderr) == (1, True)
    assert b"What you reported is stored: followupd status" in done.stderr
    assert "no answer by phone" in desk("show", "sam").out


def test_no_output_at_all_is_no_bug_either(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Python has no standard output for `followupd --version >&-`."""
    monkeypatch.setattr(sys, "stdout", None)
    assert exit_code(["--version"]) == 0
    assert capsys.readouterr().err == ""


def test_another_file_that_cannot_be_written_is_not_taken_for_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """An unexpected OSError elsewhere is still reported as the bug that it is."""
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(cli, "make_context", fail)
    assert exit_code(["check"]) == 1
    assert "This is a bug in followupd" in capsys.readouterr().err


def test_ctrl_c_is_quiet(desk: Shell) -> None:
    """Exit code 130, as shells expect, and nothing but a line break."""
    pipe = desk.folder / "facts"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [sys.executable, "-m", "followupd", "history", "import", str(pipe)], cwd=desk.folder,
        env=desk.env() | {"PYTHONWARNINGS": "default::DeprecationWarning"},   # a file cut off while it opens may warn
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running, pipe.open("wb"):   # opens when the other side reads, so the command is at work
        running.send_signal(signal.SIGINT)
        out, told = running.communicate(timeout=30)
    assert running.returncode == 130
    assert (out, told.strip()) == (b"", b"")


HOSTILE = "\\e[2J\\u202egnp.exe \\a"


def test_hostile_names_reach_no_terminal(desk: Shell) -> None:
    """Every command makes a name with control characters, reversed text and 10,000 letters harmless."""
    desk.rewrite("- name: Sam Okafor", f'- {{name: "Sam {HOSTILE}", id: sam, notes: "{HOSTILE}", category: friends}}')
    long = "x" * 10_000
    desk.rewrite("notes: Loves to travel; back from Lisbon.", f"notes: {long}")
    for command in (["check"], ["plan"], ["sync"], ["list"], ["next"], ["why", "sam"], ["show", "sam"],
                    ["show", "dana"], ["status"], ["log", "sam", "na", "-m", "\x1b[31m"], ["plan"]):
        told = desk(*command)
        assert not set(told.out + told.err) & set("\x1b\u202e\x07"), command
        assert told.code in (0, 2)


def test_json_is_ascii_whatever_the_names(desk: Shell) -> None:
    told = desk("list", "--json")
    assert told.out.isascii()
    assert "Mei 美玲" in {person["name"] for person in told.json["people"]}


def test_a_terminal_without_unicode_still_gets_an_answer(desk: Shell) -> None:
    desk.environment |= {"PYTHONIOENCODING": "latin-1"}
    told = desk.process("why", "mei")
    assert (told.code, told.err) == (0, "")
    assert "Mei \\u7f8e" in told.out


def parameters(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the command line up to the value of every option and argument of every command."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from parameters(inner, (*path, name))
        return
    yield path
    for one in command.params:
        if isinstance(one, click.Option) and not one.is_flag:
            yield *path, one.opts[0]


@pytest.mark.parametrize("long", ["x" * 10_000, "it's a word " * 900], ids=["one word", "many words"])
def test_no_error_repeats_a_very_long_value(desk: Shell, long: str) -> None:
    """Whatever is given 10,000 characters: the error says what is wrong in a few lines."""
    short = {"forecast": ("--weeks", "1"), "simulate": ("--days", "1")}      # they may run to the end before they fail
    calls = [(words[0], *short.get(words[0], ()), *words[1:]) for words in parameters(cli) if words[0] != "run"]
    assert len(calls) > 50
    for words in calls:
        answer = desk(*words, long)
        assert len(answer.err) < 1_500, (words, answer.err[:200])
        if not words[-1].startswith("-"):
            for tail in (("--nope" + long,), ("a" + long, "b" + long, "c" + long)):
                assert len(desk(*words, *tail).err) < 1_500, (words, tail[0][:10])
    answer = desk("simulate", "--days", long)
    assert answer.code == 2
    assert "--days" in answer.err
    assert "See how to write it: followupd simulate --help" in answer.err


def test_a_number_of_4000_digits_is_reported_with_what_is_allowed(desk: Shell) -> None:
    answer = desk("simulate", "--days=" + "9" * 4_000)
    assert answer.code == 2
    assert answer.err.splitlines()[0].endswith("9… is not in the range 1<=x<=3653.")
