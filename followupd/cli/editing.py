"""The shared part of the commands that change the hit list: --dry-run, and how they are carried out."""

from __future__ import annotations

from collections.abc import Callable

import click

from followupd.cli.call import Call
from followupd.cli.responding import show
from followupd.desk.desk import Desk, at_the_desk
from followupd.desk.edited_list import Telling, told
from followupd.desk.editing import Edit
from followupd.desk.who import Match, find_contact

dry_run_option = click.option("--dry-run", is_flag=True, help="Only show what would change in the file, as a diff.")

Answered = tuple[Edit, Telling]


def carry_out(call: Call, make: Callable[[Desk], Answered], *, dry_run: bool) -> None:
    """Make a change, write it unless it is only shown, and print the answer."""
    with at_the_desk(call.config(), call.now) as desk:
        edit, telling = make(desk)
        reply = told(desk, edit, call.now, telling, dry_run=dry_run, as_json=call.as_json)
    show(reply)


def carry_out_on(
    call: Call, who: tuple[str, ...], make: Callable[[Desk, Match], Answered], *, dry_run: bool
) -> None:
    """Do the same to somebody on the list. Raises UsageError unless one person is meant."""
    carry_out(call, lambda desk: make(desk, find_contact(" ".join(who), desk.before.people.by_key)), dry_run=dry_run)
