"""`followupd run`: the daemon, in the foreground.

Starts it with the path and the real clock; everything else is in daemon/.
"""

from __future__ import annotations

from datetime import UTC, datetime

import click

from followupd.cli.call import Call, with_call
from followupd.daemon.serve import serve
from followupd.errors import UsageError
from followupd.rendering.text import say


@click.command()
@with_call
def command(call: Call) -> None:
    """Keep the calendar up to date, until stopped with Ctrl-C.

    It notices each edit of the hit list, each drag and deletion on the calendar, and each logged try.
    `followupd service install` starts it with your session.

    \b
      followupd run
    """
    if call.pretended is not None:
        raise UsageError("`run` lives in real time", "Leave --now out, or look ahead: followupd plan --now ...")
    config = call.config()
    click.get_current_context().exit(serve(config.absolute(), say, lambda: datetime.now(UTC)))
