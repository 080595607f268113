"""Store a reported fact, durably and first (P4), then write to the calendar.

Takes facts, gives an Ending. A problem with the calendar cannot lose the fact: the next pass writes what could not be
written; if a daemon is running, its pass does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from followupd.calendars.open import open_calendar
from followupd.core.answers.taking_back import telling
from followupd.core.values.facts import NO_FACTS, Fact, Facts, Retracted, key_of
from followupd.desk.asking import Reply
from followupd.desk.desk import Desk
from followupd.errors import AGAIN, EventRefused, Failure, FollowupdError
from followupd.passes.outlook import Outlook
from followupd.passes.sources import Sources, busy_calendars
from followupd.run import run_pass


@dataclass(frozen=True, slots=True)
class Ending:
    """The result of writing to the calendar: the text, the outlook now, and the error if there was one.

    `known` is the fact that was stored already in place of the reported one.
    """

    said: str
    view: Outlook
    written: bool
    error: FollowupdError | None = None
    known: Fact | None = None

    def answer(self, text: str, stored: str = "Stored") -> Reply:
        """Return the text; if the calendar could not be written, with an error that says that the fact is stored."""
        if self.error is None:
            return Reply(text)
        hint = self.error.hint if AGAIN in self.error.hint else f"{AGAIN} {self.error.hint}".rstrip()
        message = f"{stored}. The calendar could not be written: {self.error.message}"
        return Reply(text, message, hint, self.error.exit_code)


def record_facts(desk: Desk, *facts: Fact, reason: str, instead: Sequence[Fact] = ()) -> Ending:
    """Store the facts, then run a pass, or leave it to the daemon that is running.

    If one of `instead` is stored already, nothing is stored: the user reports the same thing again.
    """
    stored = desk.history.facts()
    history = Facts(stored) if any(isinstance(fact, Retracted) for fact in stored) else NO_FACTS
    counted = [fact for fact in instead if key_of(fact) not in history.taken_back]
    new = [made for fact in facts for made in _as_told(history, fact, desk)]
    known = desk.history.append_unless(counted, (*desk.before.people.listed, *new), desk.now)
    serving = desk.serving()
    if serving is not None:
        serving.ring()
        said = f"The running followupd (pid {serving.pid}) writes it."
        return Ending(said, desk.looked(), False, known=known)
    return replace(_written(desk, reason), known=known)


def _as_told(history: Facts, fact: Fact, desk: Desk) -> tuple[Fact, ...]:
    """Return what to store: for something that was told before and taken back, that it counts again."""
    return (fact,) if isinstance(fact, Retracted) else telling(history, fact, desk.now)


def _written(desk: Desk, reason: str) -> Ending:
    """Run a pass. The fact is stored already; whatever fails here heals in the next pass."""
    hitlist = desk.hitlist
    try:
        calendar = open_calendar(hitlist.calendar, hitlist.name, hitlist.timezone)
        key = hitlist.calendar.key
        busy = busy_calendars(hitlist, patient=False)   # logging an attempt must not wait for a server
        opened = Sources(
            desk.config, hitlist, desk.history, calendar, key, desk.files, desk.notes, busy, memo=desk.memo
        )
        report = run_pass(opened, desk.now, write=True, reason=reason)
    except FollowupdError as error:
        return Ending("", desk.looked(), False, error)
    # The calendar now shows the plan of the pass: planning again would give the same (P3).
    view, label = replace(desk.before, plan=report.plan), report.beside(desk.config).label
    errors = [failed.error for failed in report.failed]
    refused = [error for error in errors if isinstance(error, EventRefused)]
    if first := next((error for error in errors if not isinstance(error, EventRefused)), None):
        return Ending("", view, False, first if isinstance(first, FollowupdError) else Failure(str(first)))
    wrote = f"Written to {label}." if report.done else "" if refused else f"{label} needs no change."
    said = (wrote, *(f"{error}. {AGAIN}" for error in refused[:1]), *report.renamed)
    return Ending(" ".join(filter(None, said)), view, True)
