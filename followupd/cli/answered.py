"""How a command is answered that a running daemon can answer too, and how an answer is printed.

Asks the daemon first, since it has everything loaded; if there is none, or it does not answer, the command works it out
itself with the same functions (desk/answering.py). With --now it always does.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

import click

from followupd.cli.call import Call
from followupd.desk.asking import Arguments, Reply, ask
from followupd.errors import FollowupdError


def respond(call: Call, arguments: Arguments) -> None:
    """Answer the command and print it."""
    now = datetime.now(UTC)    # one instant for both ways: the same attempt is the same fact
    found = None if call.pretended is not None else ask(call.config_name(), now, arguments, as_json=call.as_json)
    if found is None:
        from followupd.desk.answering import answer_alone  # the whole plan, which a daemon has loaded

        def clock(zone: tzinfo) -> datetime:
            return now if call.pretended is None else call.now(zone)

        found = answer_alone(call.config(), clock, arguments, as_json=call.as_json)
    show(found)


def show(answer: Reply) -> None:
    """Print the answer. Raises its error, which the way in (__main__.py) reports, with its exit code."""
    if answer.text:
        click.echo(answer.text)
    if answer.code:
        error = FollowupdError(answer.error, answer.hint)
        error.exit_code = answer.code
        raise error
