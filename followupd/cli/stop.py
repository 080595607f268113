"""`followupd stop`: somebody stays on the hit list, and is not planned any more."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_who
from followupd.cli.editing import Answered, carry_out_on, dry_run_option
from followupd.desk.desk import Desk
from followupd.desk.edited_list import Telling
from followupd.desk.status_edits import stopped
from followupd.desk.who import Match


@click.command()
@click.argument("who", nargs=-1, required=True, shell_complete=complete_who)
@dry_run_option
@with_call
def command(call: Call, who: tuple[str, ...], dry_run: bool) -> None:
    """Stop planning WHO. Their entry and their history stay; what is to come is taken off the calendar.

    \b
      followupd stop Dana
    """

    def make(desk: Desk, match: Match) -> Answered:
        return stopped(desk, match), Telling("stop", match.contact.name, "stopped in", names_next=False)

    carry_out_on(call, who, make, dry_run=dry_run)
