"""The systemd unit of this installation: followupd.service beside this module, with the program and hit list in use.

Takes the command that runs now, the path of a hit list and the environment; gives text. Escapes as systemd.service(5)
and systemd.exec(5) say. Never runs anything.
"""

from __future__ import annotations

import os
import pwd
import re
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from followupd.errors import UsageError
from followupd.hitlist.place import ENVIRONMENT, xdg

SERVICE = "followupd.service"
TEMPLATE = Path(__file__).with_name(SERVICE)
_PROGRAM = "followupd"
_PLAIN = re.compile(r"[A-Za-z0-9_@+./:,=-]+")
_CONFIG = re.compile(r'^Environment="?FOLLOWUPD_CONFIG=(.*?)"?$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ServiceUnit:
    """The unit of a hit list: where it belongs, its text, and the program that it runs."""

    path: Path
    text: str
    program: tuple[str, ...]
    config: Path


def unit_path() -> Path:
    """Return the unit's file: in the folder of the user's own units."""
    return Path(xdg("XDG_CONFIG_HOME", ".config"), "systemd/user", SERVICE)


def unit_for(config: Path, program: Sequence[str], environment: Mapping[str, str]) -> ServiceUnit:
    """Return the unit that runs this program on this hit list.

    `environment` says what decides state and time zone; `config` is absolute. Raises UsageError if a name cannot be
    written in a unit.
    """
    text = TEMPLATE.read_text(encoding="utf-8")
    variables = {"FOLLOWUPD_CONFIG": str(config), **_deciding(environment)}
    lines = [f'Environment="{_escaped(f"{name}={value}")}"' for name, value in variables.items()]
    text = _with(text, "Environment=FOLLOWUPD_CONFIG=", "\n".join(lines))
    text = _with(text, "ExecStart=", f"ExecStart={_exec([*program, 'run'])}")
    return ServiceUnit(unit_path(), text, tuple(program), config)


def this_program(called: str) -> tuple[str, ...]:
    """Return how to run this installation from anywhere, given the name by which it was called (`sys.argv[0]`).

    A link stays a link: what installs programs, such as pipx, keeps it, and may replace the file behind it.
    """
    if Path(called).name == _PROGRAM and (found := shutil.which(called)):
        return (str(Path(found).absolute()),)
    return (sys.executable, "-P", "-m", _PROGRAM)


def hit_list_of(text: str) -> str | None:
    """Return the hit list that the text of a unit names, unescaped; None if it names none."""
    found = _CONFIG.search(text)
    return None if found is None else re.sub(r"\\(.)", r"\1", found[1]).replace("%%", "%")


def typed(unit: ServiceUnit) -> str:
    """Return the unit's command as a shell takes it."""
    return shlex.join((*unit.program, "run", "-c", str(unit.config)))


def _deciding(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that the daemon must share with the commands, and that its user manager may lack."""
    home = pwd.getpwuid(os.geteuid()).pw_dir
    return {
        name: environment[name] for name in ENVIRONMENT
        if environment.get(name) and (name, environment[name]) != ("HOME", home)
    }


def _with(text: str, start: str, line: str) -> str:
    """Return the template with another line in place of the one that begins so."""
    new, count = re.subn(rf"^{re.escape(start)}.*$", lambda _: line, text, flags=re.MULTILINE)
    assert count == 1, start
    return new


def _exec(words: Sequence[str]) -> str:
    program = words[0]
    if set(program) & set("\"'\\"):
        raise UsageError(
            f"systemd runs no program whose path has quotes or backslashes in it: {program}",
            "Install followupd in a folder with a plainer name.",
        )
    text = " ".join(word if _PLAIN.fullmatch(word) else f'"{_escaped(word)}"' for word in words)
    return f":{text}" if "$" in text else text     # a colon: systemd replaces no variables


def _escaped(text: str) -> str:
    """Return the text as it is between quotes: systemd knows C's escapes, and specifiers with a percent sign."""
    if any(character < " " or character == "\x7f" or "\ud800" <= character <= "\udfff" for character in text):
        raise UsageError(
            f"A unit cannot hold this name, which is not text on one line: {text}", "Give the file a plainer name."
        )
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
