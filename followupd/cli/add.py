"""`followupd add`: somebody new on the hit list, as text at the end of its contacts.

Takes a name and keys; the answer says when their turn comes.
"""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.contact_options import contact_options
from followupd.cli.editing import Answered, carry_out, dry_run_option
from followupd.core.phrases.names import composed
from followupd.desk.desk import Desk
from followupd.desk.edited_list import Telling
from followupd.desk.editing import addition
from followupd.hitlist.edits.changes import Value


@click.command()
@click.argument("name", nargs=-1, required=True, type=composed)
@contact_options()
@click.option("--file", metavar="FILE", help="Which file of the list, if it includes others.")
@dry_run_option
@with_call
def command(call: Call, name: tuple[str, ...], values: dict[str, Value], file: str | None, dry_run: bool) -> None:
    """Add NAME to the hit list. A name alone is enough.

    Everything else in the file stays as it is, to the byte.

    \b
      followupd add "Mia Chen" --phone "+1 303 555 0177" --every "6 weeks" --like
      followupd add "Rosa Lind" --category friends --date "birthday=14 May"
    """

    def make(desk: Desk) -> Answered:
        known = " ".join(" ".join(name).split())
        return addition(desk, [("name", known), *values.items()], file), Telling("add", known, "added to")

    carry_out(call, make, dry_run=dry_run)
