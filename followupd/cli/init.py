"""`followupd init`: a first hit list from a few questions, each with an answer that is good enough.

Takes flags or answers, writes one new file, and beside it the JSON Schema for editors. Never overwrites a file that is
not ours, and writes nothing until every answer is sound.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import click

from followupd.calendars.files import atomic
from followupd.cli import schema
from followupd.cli.call import Call, with_call
from followupd.core.phrases.weeks import parse_block_slot, parse_hours
from followupd.core.values.time import count
from followupd.errors import Failure, UsageError
from followupd.hitlist.first import first_config
from followupd.hitlist.load import load
from followupd.hitlist.place import FILE_NAME
from followupd.hitlist.zones import parse_zone
from followupd.rendering.json_form import emit
from followupd.rendering.text import complain, line, say

CALENDAR, BLOCK, HOURS = "followup.ics", "Tuesday 10:00", "Mon-Fri 9:00-17:00"
# yaml-language-server reads a relative name from the folder of the file that has this line.
EDITOR_LINE = f"# yaml-language-server: $schema={schema.FILE}"
NO_BLOCK = ("none", "no", "off")


@click.command()
@click.option("--path", metavar="FILE", help=f"Where to write it, if not ./{FILE_NAME}.")
@click.option("--calendar", metavar="FILE", help=f"The calendar file. [{CALENDAR}]")
@click.option("--timezone", metavar="ZONE", help="Your time zone, as in America/Denver. [the system's]")
@click.option("--block", metavar="SLOT", help=f"Your weekly hour, or none. [{BLOCK}]")
@click.option("--hours", metavar="HOURS", help=f"When you are willing to reach out. [{HOURS}]")
@click.option("--name", "names", multiple=True, metavar="NAME", help="Somebody to stay in touch with; may be repeated.")
@click.option("--yes", is_flag=True, help="Ask nothing; take what is usual for all that was not said.")
@with_call
def command(call: Call, path: str | None, names: tuple[str, ...], yes: bool, **given: str | None) -> None:
    """Write a first hit list. It asks a few questions, or none with --yes.

    \b
      followupd init
      followupd init --yes --name "Dana Whitfield" --name "Sam Okafor"
    """
    target = Path(path or call.named or FILE_NAME).expanduser()
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target} already exists and was left unchanged", "Name another: followupd init --path FILE")
    ask = not yes and not call.as_json and sys.stdin.isatty()
    answers = {
        name: _answer(question, given[name], usual, sound, ask=ask)
        for name, (question, usual, sound) in QUESTIONS.items()
    }
    text = first_config(**answers, names=names or (_asked_names() if ask else ()))
    try:
        helped = schema.put_beside(target.parent)
        atomic.replace(target, (f"{EDITOR_LINE}\n{text}" if helped else text).encode(), None)
    except atomic.ChangedMeanwhile:
        raise UsageError(f"{target} already exists and was left unchanged", "Name another with --path.") from None
    except OSError as error:
        raise Failure(f"{target} could not be written: {error.strerror}", "Name another file with --path.") from None
    _tell(call, target, helped)


def _answer(question: str, given: str | None, usual: str, sound: Callable[[str], str], *, ask: bool) -> str:
    """Return the flag, or the answer to a question, which is repeated until the answer can be used, or the default."""
    if given is not None:
        try:
            return sound(given)
        except ValueError as error:
            raise UsageError(str(error)) from None
    while ask:
        try:
            return sound(click.prompt(question, default=usual, show_default=bool(usual), err=True))
        except ValueError as error:
            complain(str(error))
    return usual


def _calendar(text: str) -> str:
    name = text.strip()
    if not name or not name.isprintable():
        raise ValueError(f'"{line(text)}" is not a file name. Write followup.ics or a path.')
    if "://" in name:
        raise ValueError("An address needs a login. Take followup.ics for now, and see docs/hit-list.md.")
    return name


def _zone(text: str) -> str:
    if text.strip():
        parse_zone(text.strip())
    return text.strip()


def _block(text: str) -> str:
    if text.strip().lower() in ("", *NO_BLOCK):
        return ""
    parse_block_slot(text)
    return text.strip()


def _hours(text: str) -> str:
    parse_hours(text)
    return text.strip()


QUESTIONS: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "calendar": ("Calendar file", CALENDAR, _calendar),
    "timezone": ("Your time zone (empty: the system's)", "", _zone),
    "block": ("Your weekly hour for this (or none)", BLOCK, _block),
    "hours": ("When you are willing to reach out", HOURS, _hours),
}


def _asked_names() -> tuple[str, ...]:
    say("Who do you want to stay in touch with? One name on a line; an empty line ends.")
    found: list[str] = []
    while name := click.prompt("Name", default="", show_default=False, err=True).strip():
        found.append(name)
    return tuple(found)


def _tell(call: Call, target: Path, helped: bool) -> None:
    loaded = load(target)
    people = len(loaded.hitlist.contacts) if loaded.hitlist else 0
    if call.as_json:
        beside = str(target.absolute().parent / schema.FILE) if helped else None
        emit({"path": str(target.absolute()), "contacts": people, "schema": beside})
        return
    named = "" if target == Path(FILE_NAME) else f" -c {shlex.quote(str(target))}"
    say(f"Wrote {line(str(target))} with {count(people, 'person', 'people')}.")
    if helped:
        say(f"Beside it is {schema.FILE}, with which an editor completes and checks it.")
    else:
        say(f"{schema.FILE} is a file of yours and stays as it is; `followupd schema` prints what editors need.")
    if people == 0:
        say("Add a name or two below `contacts:`.")
    say(f"Next: followupd plan{named}")
