"""How a command ends that told a fact: what the calendar did not take is said, and is the exit code.

Takes an Ending of desk/recording.py. The fact itself is stored whatever stands here (P4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from followupd.errors import AGAIN, FollowupdError
from followupd.rendering.text import complain

if TYPE_CHECKING:
    from followupd.desk.recording import Ending


def complain_of(error: FollowupdError | None, stored: str) -> None:
    """What the calendar did not take, said after what is stored all the same."""
    if error is not None:
        hint = error.hint if AGAIN in error.hint else f"{AGAIN} {error.hint}".rstrip()
        complain(f"{stored}. The calendar could not be written: {error.message}", hint)


def leave(ending: Ending) -> None:
    if ending.error is not None:
        click.get_current_context().exit(ending.error.exit_code)
