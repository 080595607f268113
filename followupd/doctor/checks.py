"""What was examined, as values: each check says how it stands, in a sentence, and what to do next.

Takes nothing and looks at nothing; the rooms beside this one make checks, the command line shows them. No sentence
ever holds a secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from followupd.errors import CalendarUnreachable, FollowupdError, UsageError

BAD_HITLIST, UNREACHABLE, OTHERWISE = UsageError.exit_code, CalendarUnreachable.exit_code, FollowupdError.exit_code


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"      # works, and is worth knowing
    PROBLEM = "problem"      # something that followupd is for does not work
    SKIPPED = "skipped"      # could not be examined; the sentence says why


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was examined. `advice` is the next thing to do; `exit_code` counts where it is a problem."""

    name: str
    state: State
    sentence: str
    advice: str = ""
    exit_code: int = OTHERWISE


def ok(name: str, sentence: str) -> Check:
    return Check(name, State.OK, sentence)


def warning(name: str, sentence: str, advice: str) -> Check:
    return Check(name, State.WARNING, sentence, advice)


def problem(name: str, sentence: str, advice: str, exit_code: int = OTHERWISE) -> Check:
    return Check(name, State.PROBLEM, sentence, advice, exit_code)


def skipped(name: str, reason: str) -> Check:
    return Check(name, State.SKIPPED, reason)


def failed(name: str, error: FollowupdError) -> Check:
    """A problem out of an error, which says the same to every command."""
    return problem(name, error.message, error.hint, error.exit_code)


def exit_code(checks: Iterable[Check]) -> int:
    """0 without a problem, else the most fitting of DESIGN.md 9: the hit list before the calendar before the rest."""
    codes = {check.exit_code for check in checks if check.state is State.PROBLEM}
    return next((code for code in (BAD_HITLIST, UNREACHABLE) if code in codes), OTHERWISE if codes else 0)
