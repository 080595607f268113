"""`followupd pause`: somebody is left alone for a while, or until `followupd resume`."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_who
from followupd.cli.editing import Answered, carry_out_on, dry_run_option
from followupd.core.people.timeline import day_of
from followupd.core.phrases.days import parse_day_or_month
from followupd.core.phrases.vocabulary import day_text
from followupd.desk.desk import Desk
from followupd.desk.edited_list import Telling
from followupd.desk.status_edits import paused
from followupd.desk.who import Match
from followupd.errors import UsageError


@click.command()
@click.argument("who", nargs=-1, required=True, shell_complete=complete_who)
@click.option("--until", metavar="DAY", help="The day on which the pause ends: 1 March, Monday, in 3 weeks, January.")
@dry_run_option
@with_call
def command(call: Call, who: tuple[str, ...], until: str | None, dry_run: bool) -> None:
    """Leave WHO alone for a while. What is to come for them is taken off the calendar.

    \b
      followupd pause Dana --until "1 March"
      followupd pause Dana
    """

    def make(desk: Desk, match: Match) -> Answered:
        today = day_of(desk.now, desk.hitlist.timezone)
        day, end = None, ""
        if until is not None:
            try:
                day = parse_day_or_month(until, today).day
            except ValueError as error:
                raise UsageError(f"--until {error}") from None
            if day <= today:
                raise UsageError(f"--until: {day_text(day, today)} is not to come", "Name a later day.")
            end = f" until {day_text(day, today)}"
        return paused(desk, match, day), Telling("pause", match.contact.name, f"paused{end} in", names_next=False)

    carry_out_on(call, who, make, dry_run=dry_run)
