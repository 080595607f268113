"""Checks as values: each has a verdict, a sentence, and what to do next.

Examines nothing itself: the other modules make checks, the command line shows them. No sentence ever holds a secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from followupd.errors import CalendarUnreachable, FollowupdError, UsageError

BAD_HITLIST, UNREACHABLE, OTHERWISE = UsageError.exit_code, CalendarUnreachable.exit_code, FollowupdError.exit_code


class Verdict(StrEnum):
    """The verdict of a check."""

    OK = "ok"
    WARNING = "warning"      # works, but worth knowing
    PROBLEM = "problem"      # something that followupd needs does not work
    SKIPPED = "skipped"      # could not be examined; the sentence says why


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was examined. `advice` is the next thing to do; `exit_code` counts if it is a problem."""

    name: str
    state: Verdict
    sentence: str
    advice: str = ""
    exit_code: int = OTHERWISE


def ok(name: str, sentence: str) -> Check:
    """Return a check of something that is as it should be."""
    return Check(name, Verdict.OK, sentence)


def warning(name: str, sentence: str, advice: str) -> Check:
    """Return a check of something that works, with something worth knowing."""
    return Check(name, Verdict.WARNING, sentence, advice)


def problem(name: str, sentence: str, advice: str, exit_code: int = OTHERWISE) -> Check:
    """Return a check of something that does not work."""
    return Check(name, Verdict.PROBLEM, sentence, advice, exit_code)


def skipped(name: str, reason: str) -> Check:
    """Return a check of something that could not be examined."""
    return Check(name, Verdict.SKIPPED, reason)


def failed(name: str, error: FollowupdError) -> Check:
    """Return the problem for an error, with the words that every command has for it."""
    return problem(name, error.message, error.hint, error.exit_code)


def exit_code(checks: Iterable[Check]) -> int:
    """Return 0 without a problem, else the code of the first kind: the hit list, the calendar, anything else."""
    codes = {check.exit_code for check in checks if check.state is Verdict.PROBLEM}
    return next((code for code in (BAD_HITLIST, UNREACHABLE) if code in codes), OTHERWISE if codes else 0)
