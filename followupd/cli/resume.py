"""`followupd resume`: somebody who was paused or stopped is planned again."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_who
from followupd.cli.editing import Answered, carry_out_on, dry_run_option
from followupd.desk.desk import Desk
from followupd.desk.edited_list import Telling
from followupd.desk.status_edits import resumed
from followupd.desk.who import Match


@click.command()
@click.argument("who", nargs=-1, required=True, shell_complete=complete_who)
@dry_run_option
@with_call
def command(call: Call, who: tuple[str, ...], dry_run: bool) -> None:
    """Plan WHO again after a pause or a stop.

    \b
      followupd resume Dana
    """

    def make(desk: Desk, match: Match) -> Answered:
        return resumed(desk, match), Telling("resume", match.contact.name, "active again in")

    carry_out_on(call, who, make, dry_run=dry_run)
