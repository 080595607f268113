"""`followupd status`: is a daemon running, did the last pass succeed, and what comes next."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.responding import respond
from followupd.desk.asking import StatusArguments


@click.command()
@with_call
def command(call: Call) -> None:
    """Return whether followupd runs, when the last pass succeeded, and what it could not do.

    \b
      followupd status
    """
    respond(call, StatusArguments())
