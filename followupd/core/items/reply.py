"""Reply: somebody rang or wrote, and the user owes them an answer. It takes the place of whatever else was wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from followupd.core.items.tries import Case, Step, TryItem
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry
from followupd.core.phrases.vocabulary import calendar_day, day_text
from followupd.core.reasons import Reason
from followupd.core.values.facts import EvidenceRule
from followupd.core.values.uid import Kind


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

    def wants(self, case: Case) -> Step | None:
        """Return the day on which they came."""
        came = case.timeline.owed
        if came is None:
            return None
        day = day_of(came.at, case.hitlist.timezone)
        return Step(day, (TheyCame(day, came.rule is EvidenceRule.RANG),), asked=True)

    def next_try(self, case: Case, step: Step) -> NextTry:
        """Return the try, which no wait after an earlier one holds back."""
        made = super().next_try(case, step)
        return replace(made, not_before=min(made.not_before, step.anchor))

    def channel(self, case: Case, day: date) -> tuple[str | None, tuple[Reason, ...]]:  # noqa: ARG002 - whatever the day
        """Return the channel by which they came."""
        came = case.timeline.owed
        return (came.channel if came is not None else None) or case.timeline.channel, ()
