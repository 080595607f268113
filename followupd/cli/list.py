"""`followupd list`: everybody in a table, the most urgent first."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.responding import respond
from followupd.desk.asking import ListArguments

# The same as in core/schedule/status.py, which is not loaded to ask a daemon; a test compares them.
STATES = "open, scheduled, resting, in queue, waiting, paused, stopped"


@click.command()
@click.option("--state", metavar="STATE", help=f"Only these: {STATES}.")
@click.option("--category", metavar="NAME", help="Only this category.")
@with_call
def command(call: Call, state: str | None, category: str | None) -> None:
    """List everybody on the hit list, the most urgent first.

    \b
      followupd list
      followupd list --category clients --state open
    """
    respond(call, ListArguments(state, category))
