"""`followupd next`: who to reach now, in the time that you have."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.responding import respond
from followupd.desk.asking import NextArguments


@click.command()
@click.option("--minutes", type=click.IntRange(1, 24 * 60), metavar="N", help="How many minutes you have.")
@click.option("--via", metavar="CHANNEL", help="Only by this channel, as in --via email.")
@with_call
def command(call: Call, minutes: int | None, via: str | None) -> None:
    """List the people who can be reached now, the most urgent first.

    \b
      followupd next
      followupd next --minutes 20 --via phone
    """
    respond(call, NextArguments(minutes, via))
