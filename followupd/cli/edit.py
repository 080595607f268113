"""`followupd edit`: keys of a contact on the hit list get other values, at their place in the file."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_who
from followupd.cli.contact_options import KEYS, contact_options
from followupd.cli.editing import Answered, carry_out_on, dry_run_option
from followupd.desk.desk import Desk
from followupd.desk.edited_list import Telling
from followupd.desk.editing import change_of, set_key
from followupd.desk.who import Match
from followupd.errors import UsageError
from followupd.hitlist.edits.changes import Keys, RemoveKey, SetKey, Value

_REMOVABLE = [key.name for key in KEYS if key.name != "id"]


@click.command()
@click.argument("who", nargs=-1, required=True, shell_complete=complete_who)
@contact_options(without=("id",))
@click.option("--without", multiple=True, metavar="KEY", type=click.Choice(_REMOVABLE),
              help="Remove this key, as in --without phone. May be repeated.")
@dry_run_option
@with_call
def command(
    call: Call, who: tuple[str, ...], values: dict[str, Value], without: tuple[str, ...], dry_run: bool
) -> None:
    """Change what the hit list says about WHO. A value takes the place of the old one.

    Everything else in the file stays as it is, to the byte. Another name: `followupd rename`.

    \b
      followupd edit Dana --phone "+1 303 555 0199" --notes "moved to Lyon"
      followupd edit Dana --without email --dry-run
    """
    if not values and not without:
        raise UsageError("what shall change?", 'For instance: followupd edit Dana --phone "+1 303 555 0199"')
    both = next((key for key in without if key in values), None)
    if both is not None:
        raise UsageError(f"--without {both} does not go with a new value", "Leave one of them out.")

    def make(desk: Desk, match: Match) -> Answered:
        changes: list[SetKey | RemoveKey] = [*_settings(values), *(RemoveKey(0, key) for key in without)]
        return change_of(desk, match, changes), Telling("edit", match.contact.name, "changed in", shows_old=True)

    carry_out_on(call, who, make, dry_run=dry_run)


def _settings(values: dict[str, Value]) -> list[SetKey]:
    """Return the changes; a day is set beside the other days."""
    found = []
    for key, value in values.items():
        if isinstance(value, Keys):
            found += [set_key(key, inner, name) for name, inner in value.pairs]
        else:
            found.append(set_key(key, value))
    return found
