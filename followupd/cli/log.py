"""`followupd log`: an attempt is stored first and durably (P4); then the next one goes on the calendar."""

from __future__ import annotations

import sys
from typing import Any

import click

from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_outcome, complete_who
from followupd.cli.responding import respond
from followupd.desk.asking import LogArguments
from followupd.errors import UsageError

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
      followupd log dana --fix 3 left message --via email
    """
)
@click.argument("who", required=False, shell_complete=complete_who)
@click.argument("outcome", nargs=-1, shell_complete=complete_outcome)
@click.option("--via", metavar="CHANNEL", help="phone, email, text, video, coffee, note, social or the contact's own.")
@click.option("--at", "at_text", metavar="WHEN", help="When it was, if not just now: 14:10, yesterday, 2 hours ago.")
@click.option("-m", "--note", default="", help="What was said.")
@click.option("--next", "next_day", metavar="DATE", help="The day that they asked for, or that you choose.")
@click.option("--fix", type=click.IntRange(0), metavar="NUMBER", help="Correct this try of `show WHO`; 0 is the last.")
@click.option("--whose", metavar="NAME", help="With --fix: it was somebody else.")
@with_call
def command(call: Call, who: str | None, outcome: tuple[str, ...], **options: Any) -> None:
    """Log a try; the help above is what users see."""
    who = who or _ask_at_terminal("Who did you try to reach?", "Dana", "who was it?")
    if options["fix"] is None and not outcome:
        _find(call, who)
        outcome = tuple(_ask_at_terminal("What came of it?", "no answer", "what came of it?").split())
    note, next_day = options["note"].strip(), options["next_day"]
    respond(call, LogArguments(
        who, outcome, options["via"], options["at_text"], note, next_day, options["fix"], options["whose"],
    ))


def _find(call: Call, who: str) -> None:
    """Raise UsageError unless one person is meant: before anything else is asked."""
    from followupd.desk.desk import at_the_desk  # loads the planner
    from followupd.desk.who import find_contact

    with at_the_desk(call.config(), call.now) as desk:
        find_contact(who, desk.before.people.by_key)


def _ask_at_terminal(question: str, example: str, missing: str) -> str:
    """Ask at a terminal; elsewhere it is an error that says what to type. `example` is shown with the question."""
    if not sys.stdin.isatty():
        raise UsageError(missing, "For instance: followupd log Dana no answer")
    said: str = click.prompt(f"{question} ({example})", prompt_suffix=" ")
    return said
