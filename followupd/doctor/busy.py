"""The busy calendars: whether each can be read, and every event in it is understood.

Takes the hit list, returns a check for each. Reads them as a pass does, with what is remembered of them, and stores
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from followupd.calendars.busy.open import open_busy
from followupd.calendars.busy.refresh import BusyCalendars
from followupd.calendars.busy.remembered_times import busy_key
from followupd.core.values.hitlist import Hitlist
from followupd.doctor.checks import UNREACHABLE, Check, ok, problem, skipped, warning
from followupd.errors import FollowupdError
from followupd.passes.state_file import existing_history
from followupd.passes.user_time import look_at_all

DOCTOR_PATIENCE = 60.0  # seconds: the user asked for it and can wait
PROBLEMS_NAMED = 3  # problems to show


def examine_busy(config: Path, hitlist: Hitlist, now: datetime) -> Iterator[Check]:
    """Return a check for each calendar under `busy:`, in order."""
    history = existing_history(config, hitlist)     # another check reports problems with it
    try:
        with closing(BusyCalendars(open_busy(hitlist.busy))) as calendars:
            looks = look_at_all(hitlist, history, calendars, now, DOCTOR_PATIENCE)
    except FollowupdError as error:
        yield skipped("busy", error.message)
        return
    finally:
        if history is not None:
            history.close()
    for number, target in enumerate(hitlist.busy):
        name, label = f"busy[{number}]", target.label
        look, about = looks[busy_key(target)]
        if look.error is not None:
            known = "its last known times count" if about is not None else "nothing of it is known yet"
            advice = look.error.hint or "Look at it with a calendar program."
            yield problem(name, f"{look.error.message}; {known}", advice, UNREACHABLE)
        elif about is not None and about.problems:
            rest = len(about.problems) - PROBLEMS_NAMED
            more = f" And {rest} more." if rest > 0 else ""
            sentence = " ".join(f"{text}." for text in about.problems[:PROBLEMS_NAMED])
            yield warning(name, f"{label}: {sentence}{more}", "Correct them in a calendar program, or mark them free.")
        else:
            many = about.events if about is not None else 0
            yield ok(name, f"{label}: {many} {'event' if many == 1 else 'events'}, all understood")
