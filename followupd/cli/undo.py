"""`followupd undo`: take back the last report, as a separate fact (P4); the calendar is then as without it."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_who
from followupd.cli.responding import respond
from followupd.desk.asking import UndoArguments

LISTED = 20


@click.command()
@click.argument("who", nargs=-1, shell_complete=complete_who)
@click.option("--list", "listed", is_flag=True, help=f"Show what could be taken back: the latest {LISTED}.")
@with_call
def command(call: Call, who: tuple[str, ...], listed: bool) -> None:
    """Take back your last report, made by command or on the calendar. The plan is then as if you had not made it.

    With WHO: the last thing about that person; with a number from --list: that one.

    \b
      followupd undo
      followupd undo Dana
      followupd undo Dana 2
      followupd undo --list
    """
    respond(call, UndoArguments(who, LISTED if listed else 0))
