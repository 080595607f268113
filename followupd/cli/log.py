"""`followupd log`: an attempt is stored first and durably (P4); then the next one goes on the calendar."""

from __future__ import annotations

import click

from followupd.cli.answered import respond
from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_outcome, complete_who
from followupd.desk.asking import LogArguments

# The same as in core/values/facts.py, which is not loaded to ask a daemon.
OUTCOMES = "reached, no answer, left message, sent, busy, call back, bounced, wrong number, declined"


@click.command(
    help=f"""Log a try to reach WHO, and what came of it.

    OUTCOME is one of: {OUTCOMES}; a short mark: ok, na, lm, cb; or what happened in plain words. WHO is a name, a part
    of one, or an id.

    \b
      followupd log Dana no answer
      followupd log Dana "left a message, she's in Lisbon until Friday"
      followupd log "Dana Whitfield" reached --via email -m "back from Lisbon"
      followupd log dana call back --next "Thursday 14:00"
      followupd log dana left message --at "yesterday 16:00"
      followupd log "walking six" booked 2027-05-21
    """
)
@click.argument("who", shell_complete=complete_who)
@click.argument("outcome", nargs=-1, required=True, shell_complete=complete_outcome)
@click.option("--via", metavar="CHANNEL", help="phone, email, text, video, coffee, note, social or one of your own.")
@click.option("--at", "at_text", metavar="WHEN", help="When it was, if not just now: 14:10, yesterday, 2 hours ago.")
@click.option("-m", "--note", default="", help="What was said.")
@click.option("--next", "next_day", metavar="DATE", help="The day that they asked for, or that you choose.")
@with_call
def command(
    call: Call, who: str, outcome: tuple[str, ...], via: str | None, at_text: str | None, note: str,
    next_day: str | None,
) -> None:
    """Log a try; the help above is what users see."""
    respond(call, LogArguments(who, outcome, via, at_text, note.strip(), next_day))
