"""`followupd noticed`: what was noticed by itself, and what would be."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.progress import ProgressBar
from followupd.cli.responding import show
from followupd.desk.desk import at_the_desk
from followupd.desk.noticed import noticed_answer
from followupd.desk.trial import trial_answer
from followupd.passes.current_list import read_hitlist


@click.command()
@click.option("--try", "trial", is_flag=True, help="Show what would be noticed of the last year, and write nothing.")
@with_call
def command(call: Call, trial: bool) -> None:
    """List what was noticed on calendars, in mailboxes and call logs, and how to take each back.

    \b
      followupd noticed
      followupd noticed --try
    """
    if trial:
        hitlist, _, _ = read_hitlist(call.config())
        with ProgressBar("Reading calendars, mailboxes and call logs"):
            reply = trial_answer(hitlist, call.now(hitlist.timezone), as_json=call.as_json)
        show(reply)
        return
    with at_the_desk(call.config(), call.now) as desk:
        show(noticed_answer(desk, as_json=call.as_json))
