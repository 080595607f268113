"""The commands that a running daemon answers, in one table: from parsed arguments and a desk to what is printed.

The daemon's counter and the command line without a daemon use the same functions, so both give the same words. Reads
the hit list and the history, never a calendar; only `log` and `undo` write.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from followupd.desk.asking import (
    Arguments,
    ListArguments,
    LogArguments,
    NextArguments,
    Reply,
    StatusArguments,
    UndoArguments,
    WhyArguments,
)
from followupd.desk.desk import Desk, at_the_desk
from followupd.desk.list import list_answer
from followupd.desk.log import log_answer
from followupd.desk.next import next_answer
from followupd.desk.status import status_answer, status_without_hitlist
from followupd.desk.undo import undo_answer
from followupd.desk.why import why_answer
from followupd.errors import UsageError
from followupd.passes.current_list import HitlistError

# Each takes the arguments and `as_json`, and raises UsageError and Failure.
FROM_OUTLOOK: dict[type[Arguments], Callable[..., Reply]] = {
    NextArguments: next_answer, WhyArguments: why_answer, ListArguments: list_answer,
}
FROM_DESK: dict[type[Arguments], Callable[..., Reply]] = {
    LogArguments: log_answer, UndoArguments: undo_answer, StatusArguments: status_answer,
}


def answer(desk: Desk, arguments: Arguments, *, as_json: bool) -> Reply:
    """Answer a command. Raises Failure; a UsageError is part of the answer."""
    kind = type(arguments)
    try:
        if kind in FROM_OUTLOOK:
            return FROM_OUTLOOK[kind](desk.before, arguments, as_json=as_json)
        return FROM_DESK[kind](desk, arguments, as_json=as_json)
    except UsageError as error:
        return Reply("", error.message, error.hint, error.exit_code)


def answer_alone(
    config: Path, clock: Callable[[tzinfo], datetime], arguments: Arguments, *, as_json: bool,
    asked_before: bool = False,
) -> Reply:
    """Answer without a daemon; `clock` gives now, for the list's zone. Raises FollowupdError.

    `asked_before` if a daemon was asked the same, and may have stored it without an answer.
    """
    try:
        with at_the_desk(config, clock, asked_before=asked_before) as desk:
            return answer(desk, arguments, as_json=as_json)
    except HitlistError as error:
        if not isinstance(arguments, StatusArguments):
            raise
        return status_without_hitlist(config, clock(UTC), error.problems, as_json=as_json)
