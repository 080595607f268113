"""Answers to the commands that a running daemon can answer too.

The daemon is asked first, since it has everything loaded. Without a daemon or an answer, and always with --now, the
command finds the answer itself with the same functions (desk/answering.py).
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

import click

from followupd.cli.call import Call
from followupd.desk.asking import Arguments, Reply, ask
from followupd.errors import FollowupdError


def respond(call: Call, arguments: Arguments) -> None:
    """Answer the command and print it."""
    now = datetime.now(UTC)    # one instant for both: an attempt stored by either is the same fact
    reply = None if call.pretended is not None else ask(call.config_name(), now, arguments, as_json=call.as_json)
    if reply is None:
        from followupd.desk.answering import answer_alone  # loads the whole planner

        def clock(zone: tzinfo) -> datetime:
            return now if call.pretended is None else call.now(zone)

        asked_before = call.pretended is None
        reply = answer_alone(call.config(), clock, arguments, as_json=call.as_json, asked_before=asked_before)
    show(reply)


def show(answer: Reply) -> None:
    """Print the answer. Raises its error, which __main__.py reports with its exit code."""
    if answer.text:
        click.echo(answer.text)
    if answer.code:
        error = FollowupdError(answer.error, answer.hint)
        error.exit_code = answer.code
        raise error
