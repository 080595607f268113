"""Reply: somebody rang or wrote, and the user owes them an answer. It takes the place of whatever else was wanted.

A call that they asked for on a day of the week after stays on that day, and says so as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from followupd.core.items.tries import Case, Step, TryItem
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry, ReminderName, with_reasons
from followupd.core.phrases.vocabulary import calendar_day, day_text
from followupd.core.reasons import Reason
from followupd.core.values.facts import EvidenceRule
from followupd.core.values.time import at_wall_clock
from followupd.core.values.uid import Kind

SOON = timedelta(days=7)    # a call on a day that they asked for is the answer, if it is that near


@dataclass(frozen=True, slots=True)
class TheyCame:
    """They wrote, or `rang`, on a day, and no attempt has followed."""

    on: date
    rang: bool

    def text(self, near: date) -> str:
        """Return the clause for `why`."""
        return f"they {'rang' if self.rang else 'wrote'} on {day_text(self.on, near)}"

    def spoken(self, near: date) -> str:
        """Return the sentence on its event."""
        said = "rang" if self.rang else "wrote"
        return f"They {said} on {calendar_day(self.on, near)}: you owe an answer."


class ReplyItem(TryItem):
    """Wanted from the day on which they came until an attempt follows, by the channel by which they came."""

    kind = Kind.REPLY

    def __init__(self, tries: Sequence[TryItem]) -> None:
        """Take the kinds that it replaces, in their order."""
        self._tries = tries

    def wants(self, case: Case) -> Step | None:
        """Return the day on which they came."""
        if not case.timeline.owed:
            return None
        came = case.timeline.owed[-1]
        day = day_of(came.at, case.hitlist.timezone)
        return Step(day, (TheyCame(day, came.rule is EvidenceRule.RANG),), asked=True)

    def wanted(self, case: Case) -> tuple[NextTry, ...]:
        """Return the answer, or the call that they asked for if that is soon."""
        step = self.wants(case)
        if step is None:
            return ()
        other = next(one for item in self._tries for one in item.wanted(case))      # everybody is due some day
        if _is_soon(other, case):
            return (with_reasons(other, *step.reasons),)
        return (replace(self.next_try(case, step), instead_of=(*_reminders_before(case), other.reminder)),)

    def next_try(self, case: Case, step: Step) -> NextTry:
        """Return the try, which no wait after an earlier one holds back."""
        made = super().next_try(case, step)
        return replace(made, not_before=min(made.not_before, step.anchor))

    def channel(self, case: Case, day: date) -> tuple[str | None, tuple[Reason, ...]]:  # noqa: ARG002 - whatever the day
        """Return the channel by which they came."""
        came = case.timeline.owed[-1:]
        return next((one.channel for one in came if one.channel is not None), case.timeline.channel), ()


def _is_soon(other: NextTry, case: Case) -> bool:
    """Return whether they asked for that very day, and it was soon to come when they rang or wrote."""
    came, zone = case.timeline.owed[-1].at, case.hitlist.timezone
    return other.exact and came < at_wall_clock(other.anchor, other.at or time(), zone) <= came + SOON


def _reminders_before(case: Case) -> Iterator[ReminderName]:
    """Yield what their reminders are called because of the times that they came before, the last one first."""
    for came in reversed(case.timeline.owed[:-1]):
        yield Kind.REPLY, f"{case.key}-{day_of(came.at, case.hitlist.timezone):%Y%m%d}"
