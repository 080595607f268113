"""`followupd import`: people of other programs as a stack, from which the user picks; never all of them.

Takes files; shows the stack at the terminal, or writes it as a sheet and takes what is ticked.
"""

from __future__ import annotations

import shlex
from contextlib import suppress
from pathlib import Path

import click

from followupd.cli.call import Call, with_call
from followupd.cli.keys import PressedKeys, is_interactive
from followupd.cli.progress import ProgressBar
from followupd.cli.responding import show
from followupd.desk.desk import at_the_desk
from followupd.desk.stack import Stack, lay_out
from followupd.desk.stack_answer import finished, overview, problem_lines, sheet_lines, summary
from followupd.desk.stack_session import WORDS, Session
from followupd.desk.stack_sheet import use_sheet
from followupd.errors import UsageError
from followupd.rendering.text import say


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE...]")
@click.option("--sheet", type=click.Path(path_type=Path), metavar="SHEET",
              help="Write the people into this file, to tick in any editor; if it exists, take what is ticked.")
@with_call
def command(call: Call, files: tuple[Path, ...], sheet: Path | None) -> None:
    """Choose people from FILE: vCards, or exports of Google, Outlook, LinkedIn, HubSpot, Thunderbird, Monica.

    Without FILE they come from the `addressbook:` of the hit list.

    Nobody is added whom you did not choose. Everybody is shown once, however many files they are in, those first who
    are likely to matter. What you decided is remembered: importing again asks only about people who are new.

    \b
      followupd import contacts.vcf Connections.csv
      followupd import contacts.vcf --sheet stack.md
    """
    for path in files:
        if not path.exists():
            raise UsageError(f"{path} does not exist", "Name the file that the other program exported.")
    with at_the_desk(call.config(), call.now) as desk, ProgressBar() as progress:
        if not (files or desk.hitlist.address_books):
            raise UsageError("No file to import", "followupd import contacts.vcf, or name an `addressbook:`.")
        stack = lay_out(desk, files, progress)
        progress.over()
        if sheet is not None:
            taken = use_sheet(stack, sheet, _typed(call, files, sheet))
            extra = {"sheet": str(sheet), "refused": taken.refused, "shown": taken.shown}
            reply = finished(stack, call.now, sheet_lines(stack, taken, str(sheet)), as_json=call.as_json, extra=extra)
        elif is_interactive() and stack.open and not call.as_json:
            say(summary(stack), *problem_lines(stack.problems))
            _go_through(stack)
            reply = finished(stack, call.now, iter(()), as_json=False)
        else:
            reply = finished(stack, call.now, overview(stack), as_json=call.as_json)
    show(reply)


def _go_through(stack: Stack) -> None:
    """Ask about one person after another until somebody stops."""
    session = Session(stack)
    with PressedKeys(WORDS) as keys, suppress(KeyboardInterrupt):
        say(*session.shown())
        for key in keys.pressed():
            say(*session.press(WORDS.get(key.lower(), key.lower())), *session.shown())
            if session.over:
                return


def _typed(call: Call, files: tuple[Path, ...], sheet: Path) -> str:
    """Return the command that takes the sheet, as it is typed."""
    named = f" -c {shlex.quote(call.named)}" if call.named else ""
    names = "".join(f" {shlex.quote(str(path))}" for path in files)
    return f"followupd{named} import{names} --sheet {shlex.quote(str(sheet))}"
