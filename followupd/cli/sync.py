"""`followupd sync`: one pass, now.

Takes what the user allows after an accident (P10); prints what was written and what could not be.
"""

from __future__ import annotations

from contextlib import closing

import click

from followupd.cli import changes
from followupd.cli.call import Call, with_call
from followupd.cli.progress import ProgressBar
from followupd.errors import FollowupdError
from followupd.passes.gather import Allow
from followupd.passes.report import Report
from followupd.passes.sources import open_sources, with_cards_of
from followupd.passes.user_time import wait_for_busy
from followupd.rendering.json_form import emit
from followupd.rendering.text import complain, say
from followupd.run import run_pass


@click.command()
@click.option("--rebuild", is_flag=True, help="Our events vanished by accident: write them again.")
@click.option("--accept-deletions", is_flag=True, help="They were deleted on purpose: take it as meant.")
@with_call
def command(call: Call, rebuild: bool, accept_deletions: bool) -> None:
    """Write to the calendar what the plan says: one pass.

    Look at it first with `followupd plan`. The daemon (`followupd run`) does the same automatically.

    \b
      followupd sync
    """
    with ProgressBar("Reading and writing") as bar, closing(open_sources(call.config())) as sources:
        now = call.now(sources.hitlist.timezone)
        if sources.busy is not None:
            hitlist = with_cards_of(sources, now).hitlist     # their cards may say who takes part
            wait_for_busy(hitlist, sources.history, sources.busy, now, bar.reading)
        report = run_pass(sources, now, write=True, allow=Allow(rebuild, accept_deletions))
    tell(call, report.beside(sources.config))


def tell(call: Call, report: Report) -> None:
    """Print what the pass did; leave with the exit code of the first change that failed."""
    if call.as_json:
        emit(changes.report_form(report))
    else:
        lines = [text for text in report.lines() if text not in report.problems]
        say(*lines or ["Nothing to do."])
    tell_problems(report)
    leave(report)


def tell_problems(report: Report) -> None:
    """Print the problems on standard error."""
    for problem in report.problems:
        complain(problem)
    if report.refusals:
        complain(min(report.refusals, key=lambda error: error.again or report.now).hint)


def leave(report: Report) -> None:
    """Exit with the code of the first change that failed; events that the server refused one by one do not count."""
    codes = [r.error.exit_code if isinstance(r.error, FollowupdError) else 1 for r in report.failed]
    if failed := next(filter(None, codes), None):
        click.get_current_context().exit(failed)
