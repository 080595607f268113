"""`followupd why`: the reasons for a date, the same as in the event on the calendar."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_who
from followupd.cli.responding import respond
from followupd.desk.asking import WhyArguments


@click.command()
@click.argument("who", nargs=-1, required=True, shell_complete=complete_who)
@with_call
def command(call: Call, who: tuple[str, ...]) -> None:
    """Say why WHO is on the calendar when they are, with the same reasons as the event.

    \b
      followupd why Dana
    """
    respond(call, WhyArguments(" ".join(who)))
