"""The fact that a matter which was done leaves behind.

Takes a matter and when it was done, gives the fact. Never decides whether it was.
"""

from __future__ import annotations

from datetime import datetime

from followupd.core.facts import Attempt, Settled
from followupd.core.matters.matter import Matter

Done = Attempt | Settled


def done_by(matter: Matter, at: datetime, source: str = "command", event: str | None = None) -> Done:
    return Settled(matter.key, at, matter.what, matter.by, True, source, event)
