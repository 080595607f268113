"""Retry: the next try after one that failed, by the ladder's waits."""

from __future__ import annotations

from followupd.core.items.tries import Case, Step, TryItem
from followupd.core.people.timeline import day_of
from followupd.core.reasons import KeptApart, NextChannel, Reason, RetryWait
from followupd.core.values.facts import CLOSING
from followupd.core.values.uid import Kind


class RetryItem(TryItem):
    """Wanted while the ladder has another rung, soon after a wrong address, and when somebody is back."""

    kind = Kind.RETRY

    def wants(self, case: Case) -> Step | None:
        """Return the day of the next try."""
        timeline, retry, zone = case.timeline, case.hitlist.retry, case.hitlist.timezone
        if timeline.rest is not None:
            return None
        pending = timeline.pending
        if pending is not None and case.away is not None and case.meeting is None:
            return Step(case.away.day, (case.away,))
        if pending is not None and pending.outcome in CLOSING:
            day = day_of(pending.at, zone)
            if timeline.series or case.cadence.due <= day:
                # Only the address was wrong and nobody was bothered, so only `min_gap` counts.
                until = retry.min_gap.after(day)
                return Step(until, (case.cadence.reason, KeptApart(retry.min_gap, until)))
        if not timeline.series:
            return None
        tried, number = timeline.series[-1], len(timeline.series)
        day, wait = day_of(tried.at, zone), retry.ladder[number - 1]
        return Step(wait.after(day), (RetryWait(number, tried.outcome, day, wait, tried.channel),))

    def follows_try(self, case: Case) -> bool:  # noqa: ARG002 - whatever the case
        """Return True: its UID means the attempt that failed."""
        return True

    def changed_channel(self, case: Case, channel: str | None) -> tuple[Reason, ...]:
        """Return why the channel changed: how often the one before has failed, unless it is that one again."""
        timeline = case.timeline
        if not timeline.rotated_from or channel in (None, timeline.rotated_from):
            return ()
        failures = sum(attempt.channel == timeline.rotated_from for attempt in timeline.series)
        return (NextChannel(failures, timeline.rotated_from, channel),)
