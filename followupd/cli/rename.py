"""`followupd rename`: another name for a contact, who keeps their history."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_who
from followupd.cli.editing import Answered, carry_out_on, dry_run_option
from followupd.core.phrases.names import composed
from followupd.desk.desk import Desk
from followupd.desk.edited_list import Telling
from followupd.desk.status_edits import renamed
from followupd.desk.who import Match
from followupd.rendering.text import name as shown


@click.command()
@click.argument("who", shell_complete=complete_who)
@click.argument("name", type=composed)
@dry_run_option
@with_call
def command(call: Call, who: str, name: str, dry_run: bool) -> None:
    """Give WHO another NAME. The history goes along; an `id` is written if it would be in doubt.

    \b
      followupd rename Dana "Dana Whitfield-Lee"
    """

    def make(desk: Desk, match: Match) -> Answered:
        known = " ".join(name.split())
        return renamed(desk, match, known), Telling("rename", known, f"renamed from {shown(match.contact.name)} in")

    carry_out_on(call, (who,), make, dry_run=dry_run)
