"""Store a reported fact, durably and first (P4), then write to the calendar.

Takes facts, gives an Ending. A problem with the calendar cannot lose the fact: the next pass writes what could not be
written; if a daemon is running, its pass does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from followupd.core.answers.taking_back import making_count
from followupd.core.people.timeline import day_of
from followupd.core.values.facts import Fact, Retracted, key_of
from followupd.core.values.record import NO_FACTS, Facts
from followupd.desk.asking import Reply
from followupd.desk.desk import Desk
from followupd.desk.who import Match
from followupd.errors import AGAIN, EventRefused, Failure, FollowupdError
from followupd.passes.outlook import Outlook
from followupd.rendering import answer
from followupd.rendering.json_form import Json, error_form, person, printed
from followupd.rendering.text import clean


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
    new = [made for fact in facts for made in _made_to_count(history, fact, desk)]
    known = desk.history.append_unless(counted, (*desk.before.people.listed, *new), desk.now)
    serving = desk.serving()
    if serving is not None:
        serving.ring()
        said = f"The running followupd (pid {serving.pid}) writes it."
        return Ending(said, desk.looked(), False, known=known)
    return replace(_written(desk, reason), known=known)


def _made_to_count(history: Facts, fact: Fact, desk: Desk) -> tuple[Fact, ...]:
    """Return what to store: for something that was reported and taken back before, that it counts again."""
    return (fact,) if isinstance(fact, Retracted) else making_count(history, fact, desk.now)


def _written(desk: Desk, reason: str) -> Ending:
    """Run a pass. The fact is stored already; whatever fails here heals in the next pass."""
    from followupd.desk.writing_pass import (
        run_pass_of,  # loads the pass: calendars, and all that an answer on them may mean
    )

    try:
        report = run_pass_of(desk, reason)
    except FollowupdError as error:
        return Ending("", desk.looked(), False, error)
    # The calendar now shows the plan of the pass: planning again would give the same (P3).
    view, label = desk.planned(report.plan), report.beside(desk.config).label
    errors = [failed.error for failed in report.failed]
    if first := next((error for error in errors if not isinstance(error, EventRefused)), None):
        return Ending("", view, False, first if isinstance(first, FollowupdError) else Failure(str(first)))
    wrote = "" if report.refusals else f"Written to {label}." if report.done else f"{label} needs no change."
    refused = (f"{what}. {error.hint}" for what, error in zip(report.refused, report.refusals[:1], strict=False))
    said = (wrote, *refused, *report.renamed, *report.by_evidence())
    return Ending(" ".join(filter(None, said)), view, True)


def logged_reply(match: Match, ending: Ending, said: str, form: Json, *, as_json: bool) -> str:
    """Return what was stored and what comes next: `said`, or with `as_json` the keys of `form`, come first."""
    view = ending.view
    status = view.status(match.key)
    next_step = answer.coming(status, view.hitlist, view.now)
    if as_json:
        near = day_of(view.now, view.hitlist.timezone)
        return printed({
            **form, "person": person(status, near), "next": next_step, "written": ending.written,
            "error": error_form(ending.error),
        })
    return clean(f"{said}. {next_step}. {ending.said}".rstrip())
