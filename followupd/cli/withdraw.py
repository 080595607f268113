"""`followupd withdraw`: take all future followupd events off the calendar, after asking.

Says how many first. Refuses while a daemon runs, which would write them again at once.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from followupd.cli.call import Call, with_call
from followupd.cli.changes import report_form
from followupd.cli.sync import leave, tell_problems
from followupd.core.values.time import count
from followupd.desk.withdraw import withdraw
from followupd.errors import UsageError
from followupd.history.locks import holder
from followupd.passes.report import Report
from followupd.passes.sources import open_sources
from followupd.rendering.json_form import emit
from followupd.rendering.text import say


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_call
def command(call: Call, yes: bool) -> None:
    """Take every future event of followupd off the calendar. It asks first.

    The history stays, and so does the past. A later `sync` writes the events again.

    \b
      followupd withdraw
    """
    sources = open_sources(call.config())
    try:
        serving = holder(sources.history.path)
        if serving is not None:
            raise UsageError(
                f"A followupd (pid {serving.pid}) serves this hit list and would write the events again",
                "Stop it first, then withdraw again.",
            )
        now = call.now(sources.hitlist.timezone)
        preview = _named(withdraw(sources, now, write=False), sources.config)
        if preview.changes and not yes and not _agreed(preview):
            say("Nothing was taken off.")
            return
        report = _named(withdraw(sources, now, write=True), sources.config) if preview.changes else preview
    finally:
        sources.close()
    _tell(call, report)


def _named(report: Report, config: Path) -> Report:
    return report.beside(config)


def _agreed(preview: Report) -> bool:
    events = count(len(preview.changes), "event")
    if not sys.stdin.isatty():
        raise UsageError(f"{events} would be taken off {preview.label}", "To do it without being asked: --yes")
    return click.confirm(f"Take {events} off {preview.label}?", default=False, err=True)


def _tell(call: Call, report: Report) -> None:
    if call.as_json:
        emit(report_form(report))
    elif not report.changes:
        say(f"followupd has no coming events on {report.label}.")
    elif not report.deleted:
        say(f"Nothing was taken off {report.label}.")
    else:
        left = len(report.changes) - report.deleted
        rest = f"; {left} could not be" if left else ""
        again = call.typed("To write them again: followupd sync")
        say(f"{count(report.deleted, 'event')} taken off {report.label}{rest}. {again}")
    tell_problems(report)
    leave(report)
