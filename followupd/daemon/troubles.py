"""Errors of the daemon, each reported once, and once more when it is over; and the pause before the next try.

Takes errors and reports of passes, says sentences and returns pauses. Never runs a pass.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from random import Random
from typing import Protocol

from followupd.core.values.event import Failed
from followupd.errors import CalendarUnreachable, EventRefused, Failure, FollowupdError, StateGone

log = logging.getLogger("followupd")

PAUSES = (5.0, 15.0, 60.0, 300.0, 900.0)   # seconds
LONGEST_ASKED = 3600.0                     # seconds: the longest Retry-After that is honoured
JITTER = 0.1


class PassProblems(Protocol):
    """The part of a finished pass's report that is needed here (passes/report.py)."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about what could not be done."""

    @property
    def questions(self) -> tuple[str, ...]:
        """Return the questions to the user, asked in each pass until they are answered."""

    @property
    def failed(self) -> Sequence[Failed]:
        """The changes that could not be written."""

    def lines(self) -> list[str]:
        """Return what to say about the pass, problems included."""


class Troubles:
    """One daemon's troubles. `say` takes a sentence or a few lines for the user."""

    def __init__(self, say: Callable[[str], None], random: Random) -> None:
        """`random` is for the jitter of pauses."""
        self._say = say
        self._random = random
        self._failures = 0          # failed passes in a row
        self._worked = False        # whether any pass succeeded
        self._over: list[str] = []  # for each error that was reported, what to say when it is over
        self._unsafe = ""
        self._bug = ""
        self._bad: tuple[str, object] | None = None
        self._problems: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Return whether anything is wrong at the moment."""
        return bool(self._failures or self._unsafe or self._bad)

    def bad_list(self, error: FollowupdError, stamp: object) -> None:
        """Report a bad hit list, again only when the problems or the files (`stamp`) have changed (P9)."""
        if self._bad != (error.message, stamp):
            self._bad = (error.message, stamp)
            self._say(f"{error.message}\nCarrying on with the last good hit list. {error.hint}".rstrip())

    def good_list(self, text: str) -> None:
        """Report that the hit list can be used, if it could not be before."""
        if self._bad is not None:
            self._bad = None
            self._say(text)

    def down(self, error: FollowupdError) -> float:
        """Report that the calendar or the state database cannot be used. Return the seconds until the next try.

        The first failure of a daemon that has worked is not reported, since most are over at the next try. A missing
        state database is: the next try makes a new one, and only the user knows where the old one is.
        """
        self._failures += 1
        over = "The calendar can be reached again."
        if isinstance(error, Failure):
            over = "The state database can be used again."
        first = self._worked and self._failures == 1 and not isinstance(error, StateGone)
        if not first and over not in self._over:
            self._over.append(over)
            self._say(f"{sentence(error)}\nTrying again until it works.")
        return pause_after(self._failures, asked_pause(error), self._random)

    def unsafe(self, error: FollowupdError) -> None:
        """Report an unsafe change once. Only the user knows what they meant (P10), so it is not tried again soon."""
        if self._unsafe != error.message:
            self._unsafe = error.message
            self._say(sentence(error))

    def bug(self, error: Exception) -> float:
        """Report a bug: log it once with its traceback, and keep the daemon alive."""
        self._failures += 1
        name = f"{type(error).__name__}: {error}"
        if self._bug != name:
            self._bug = name
            log.error("a pass failed", exc_info=error)
            self._say(
                f"A pass failed with a fault in followupd ({type(error).__name__}); it carries on. "
                "Please report the lines above."
            )
        return pause_after(self._failures, None, self._random)

    def well(self, report: PassProblems) -> float | None:
        """Report what a pass did. Return the seconds until the next try if some changes failed.

        Single events that the server refuses do not count: the pass says when it is to try them again (`wake`).
        """
        for over in self._over:
            self._say(over)
        self._over.clear()
        if self._unsafe:
            self._say("The calendar looks right again; followupd is writing to it again.")
        self._unsafe = self._bug = ""
        self._worked = True
        asked = (*report.problems, *report.questions)
        for line in report.lines():
            if line not in asked or line not in self._problems:
                self._say(line)
        self._problems = asked
        failed = any(not isinstance(one.error, EventRefused) for one in report.failed)
        self._failures = self._failures + 1 if failed else 0
        pause = next(filter(None, (asked_pause(one.error) for one in report.failed)), None)
        return pause_after(self._failures, pause, self._random) if failed else None


def sentence(error: FollowupdError) -> str:
    """Return what happened and what to do next, as running text."""
    return f"{error.message.rstrip('.')}. {error.hint}".rstrip()


def asked_pause(error: Exception) -> float | None:
    """Return the pause that a server asked for, in seconds; None if it did not."""
    return error.retry_after if isinstance(error, CalendarUnreachable) else None


def pause_after(failures: int, retry_after: float | None, random: Random) -> float:
    """Return the seconds until the next try after so many failures in a row, or longer if the server asked for it.

    A little is added at random, so that many daemons do not return to one server at the same moment.
    """
    pause = PAUSES[min(failures, len(PAUSES)) - 1]
    if retry_after is not None:
        pause = max(pause, min(retry_after, LONGEST_ASKED))
    return pause * (1 + random.random() * JITTER)
