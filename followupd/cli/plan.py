"""`followupd plan`: exactly what `sync` would do, without doing it.

The same pass without its commit (run.py), shown as a diff with the reasons.
"""

from __future__ import annotations

from contextlib import closing

import click

from followupd.cli.call import Call, with_call
from followupd.cli.changes import Changes, report_form, totals
from followupd.cli.progress import ProgressBar
from followupd.core.schedule.status import State
from followupd.hitlist.problems import render_notes
from followupd.passes.gather import Allow
from followupd.passes.report import Report
from followupd.passes.sources import Sources, open_sources
from followupd.rendering.json_form import day, emit
from followupd.rendering.plan_lines import pace_form, quiet_lines, waits
from followupd.rendering.text import complain, say
from followupd.run import run_pass


@click.command()
@click.option("--all", "everything", is_flag=True, help="Show each block on its own line, also those far ahead.")
@click.option("--rebuild", is_flag=True, help="As it would be with `sync --rebuild`.")
@click.option("--accept-deletions", is_flag=True, help="As it would be with `sync --accept-deletions`.")
@with_call
def command(call: Call, everything: bool, rebuild: bool, accept_deletions: bool) -> None:
    """Show what would be written on the calendar, and why. Nothing is written.

    + is new, ~ changes, - is taken off.

    \b
      followupd plan
      followupd plan --now 2026-12-24        as if it were Christmas Eve
    """
    with ProgressBar("Reading and planning"), closing(open_sources(call.config())) as sources:
        now = call.now(sources.hitlist.timezone)
        report = run_pass(sources, now, write=False, allow=Allow(rebuild, accept_deletions))
    report = report.beside(sources.config)
    if call.as_json:
        emit(_form(report, sources))
    else:
        _show(call, report, sources, everything=everything)
    for problem in report.problems:
        complain(problem)


def _show(call: Call, report: Report, sources: Sources, *, everything: bool) -> None:
    say(*(text for text in report.lines() if text not in report.problems))
    if report.changes:
        say(*Changes(report).lines(everything=everything))
        say("", call.typed(f"{totals(report)}. To write them to {report.label}: followupd sync"))
    else:
        say(f"Nothing to do: {report.label} is as it should be.")
    quiet = list(quiet_lines(report.plan, report.hitlist, report.now))
    if quiet:
        say("", *quiet)
    if sources.notes:
        say("", render_notes(sources.notes))


def _form(report: Report, sources: Sources) -> dict[str, object]:
    waiting, quiet = [], []
    for status in report.plan.statuses.values():
        place, until = waits(status)
        who = {"key": status.key, "name": status.contact.name}
        if place:
            waiting.append({**who, "place": place, "until": day(until)})
        elif status.state in (State.RESTING, State.PAUSED, State.IN_QUEUE, State.STOPPED):
            back = status.next_try.anchor if status.next_try and status.state is not State.STOPPED else None
            quiet.append({**who, "state": status.state.value, "until": day(back)})
    waiting.sort(key=lambda entry: int(str(entry["place"])))
    return {
        **report_form(report), "waiting": waiting, "quiet": quiet, "start_small": pace_form(report.plan),
        "notes": [note.as_dict() for note in sources.notes],
    }
