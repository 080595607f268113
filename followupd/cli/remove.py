"""`followupd remove`: a contact's lines are taken out of the hit list, and shown so that they can be pasted back."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_who
from followupd.cli.editing import Answered, carry_out_on, dry_run_option
from followupd.desk.desk import Desk
from followupd.desk.edited_list import Telling, to_come
from followupd.desk.editing import change_of
from followupd.desk.who import Match
from followupd.hitlist.edits.changes import RemoveContact


@click.command()
@click.argument("who", nargs=-1, required=True, shell_complete=complete_who)
@dry_run_option
@with_call
def command(call: Call, who: tuple[str, ...], dry_run: bool) -> None:
    """Take WHO off the hit list. What is to come for them is taken off the calendar; the history stays.

    The lines that are removed are printed, so that they can be pasted back. To keep the entry: `followupd stop`.

    \b
      followupd remove "Dana Whitfield" --dry-run
    """

    def make(desk: Desk, match: Match) -> Answered:
        goes = to_come(desk, desk.before.status(match.key))
        did = f"with {goes}, removed from" if goes else "removed from"
        return change_of(desk, match, [RemoveContact(0)]), Telling("remove", match.contact.name, did)

    carry_out_on(call, who, make, dry_run=dry_run)
