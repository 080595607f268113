"""The pages say what the commands do: each example is run, each key compared."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from followupd.cli.group import COMMANDS
from followupd.daemon import service
from tests.cli.conftest import ROOT, CommandAnswer, Shell

PAGE, FORMS = ROOT / "docs/commands.md", ROOT / "docs/json.md"
ANYTHING = "..."    # on a page: what comes here is long, or depends on the machine


def test_every_command_prints_what_the_page_shows(documented: Shell) -> None:
    """From top to bottom, as a reader would type them; the output word for word."""
    seen = set()
    for block in re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            typed, _, expected = step.partition("\n")
            program, *args = shlex.split(typed)
            assert program == "followupd"
            seen.add(args[0])
            if args == ["run"]:
                _runs_until_stopped(documented)
                continue
            told = _run(documented, args)
            assert told.code == 0, typed
            shown, cut, _ = expected.partition(f"{ANYTHING}\n")
            said = (told.out + told.err).replace("\r\n", "\n")
            assert (said[: len(shown)] if cut else said) == shown, typed
    assert seen == set(COMMANDS)


@pytest.fixture
def documented(desk: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A desk with the hit list of docs/commands.md, and the files that docs/json.md names."""
    monkeypatch.setattr(service, "LINGERING", desk.folder / "nobody lingers")
    found = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    desk.hitlist.write_text(found[1], encoding="utf-8")
    (desk.folder / "bad.yaml").write_text("calendar: followup.ics\ncontcats: []\n")
    fact = {"kind": "attempt", "contact": "sam-okafor", "at": "2026-10-01T16:00:00Z", "outcome": "reached"}
    (desk.folder / "people.csv").write_text(
        "Name,Email,Phone,Company,Last contact\nTom Lindqvist,,+46 8 555 010,,\nSam Okafor,sam@example.com,,,\n"
        "Priya Raman,priya@example.com,,Acme,2026-08-12\n"
    )
    (desk.folder / "backup.jsonl").write_text(json.dumps(fact) + "\n")
    return desk


def _run(desk: Shell, args: list[str]) -> CommandAnswer:
    if "--now" in args:
        at = args.index("--now")
        return desk(*args[:at], *args[at + 2 :], now=args[at + 1])
    return desk(*args)


def _runs_until_stopped(desk: Shell) -> None:
    """The daemon starts, says so, and stops when it is asked to. It has its own list, because it runs in real time."""
    home = desk.folder / "daemon"
    home.mkdir()
    (home / "hitlist.yaml").write_text(f"list: other\n{desk.hitlist.read_text(encoding='utf-8')}", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "followupd", "run"], cwd=home, env=desk.env() | {"PYTHONWARNINGS": "default"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, "Traceback" in out + err) == (0, False)


def _forms() -> list[tuple[str, Any]]:
    text = FORMS.read_text(encoding="utf-8")
    found = re.findall(r"`(followupd [^`]*? --json)`:\n\n```json\n(.*?)```", text, re.DOTALL)
    return [(typed, json.loads(form)) for typed, form in found]


def test_every_json_form_is_as_documented(documented: Shell) -> None:
    """Key by key, neither more nor less, and value by value where the page gives one."""
    names = set()
    for typed, form in _forms():
        args = shlex.split(typed)[1:]
        names.add(args[0])
        told = _run(documented, args)
        assert told.code == (2 if "bad.yaml" in args else 0), typed
        _compare(form, told.json, typed)
    assert names == set(COMMANDS) - {"run", "completion", "schema"}     # whose form is JSON Schema


def _compare(page: Any, real: Any, where: str) -> None:
    if page == ANYTHING:
        assert isinstance(real, str), where
    elif isinstance(page, dict):
        assert isinstance(real, dict), where
        assert list(page) == list(real), where
        for key, value in page.items():
            _compare(value, real[key], f"{where} > {key}")
    elif isinstance(page, list):
        assert isinstance(real, list), where
        assert bool(page) == bool(real), where     # the page cuts lists, but never empties one
        for number, value in enumerate(page):
            _compare(value, real[number], f"{where} > {number}")
    else:
        assert page == real, where


def test_the_pages_name_only_what_is_there() -> None:
    """Each relative link of the two pages leads to a file."""
    for page in (PAGE, FORMS):
        for target in re.findall(r"\]\(([a-z-]+\.md)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).is_file(), f"{page.name}: {target}"


def test_every_command_has_its_own_heading() -> None:
    headings = set(re.findall(r"^### (\S+)$", Path(PAGE).read_text(encoding="utf-8"), re.MULTILINE))
    assert headings == set(COMMANDS)
