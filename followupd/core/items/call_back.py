"""A call-back: the contact asked for a day, or to be called again. It overrides every rule (P7)."""

from __future__ import annotations

from datetime import date

from followupd.core.items.due import SEVEN_DAYS
from followupd.core.items.tries import Case, Step, TryItem
from followupd.core.people.channels import is_shut
from followupd.core.people.timeline import day_of
from followupd.core.reasons import AskedFor, CallBackSoon, Reason
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import INVITING_CHANNELS, is_live
from followupd.core.values.uid import Kind


class CallBackItem(TryItem):
    """Wanted after an attempt that names a day, or after "call me again"."""

    kind = Kind.CALLBACK

    def wants(self, case: Case) -> Step | None:
        """Return the day that was asked for, unless a meeting on that day, or one booked since, has answered it."""
        pending, ladder = case.timeline.pending, case.hitlist.retry.ladder
        if pending is not None and case.meeting is not None and case.meeting.at > pending.at:
            return None
        if pending is None or (pending.asked is None and pending.outcome is not Outcome.CALL_BACK):
            return None
        if pending.asked is not None and pending.asked.away:      # nobody asked for that day
            return None
        day, asked = day_of(pending.at, case.hitlist.timezone), pending.asked
        if asked is not None and (case.meeting is None or case.meeting.named != asked.day):
            why = AskedFor(asked.day, asked.time, day, pending.outcome, asked.vague, asked.part, asked.planned)
            return Step(asked.day, (why,), asked.time, asked=True, exact=not asked.vague, part=asked.part)
        if pending.outcome is Outcome.CALL_BACK:
            wait = ladder[0] if ladder else SEVEN_DAYS
            return Step(wait.after(day), (CallBackSoon(day, wait),), asked=True)
        return None

    def follows_try(self, case: Case) -> bool:  # noqa: ARG002 - whatever the case
        """Return True: its UID means the attempt in which it was asked for."""
        return True

    def channel(self, case: Case, day: date) -> tuple[str | None, tuple[Reason, ...]]:  # noqa: ARG002 - the day is theirs
        """Return the current channel, since the contact asked for this hour; if they asked for a call, a live one."""
        timeline, pending = case.timeline, case.timeline.pending
        if pending is None or pending.outcome is not Outcome.CALL_BACK:
            return timeline.channel, ()
        ways = (pending.channel, "phone")
        called = (way for way in ways if way is not None and _can_talk(way, case))
        return next(called, timeline.channel), ()


def _can_talk(channel: str, case: Case) -> bool:
    """Return whether they can be called by a channel: one of theirs, or one by which they asked for the call."""
    if not is_live(channel) or channel in INVITING_CHANNELS:
        return False
    has_number = channel != "phone" or bool(case.contact.phones) or "phone" in case.contact.via
    return has_number and not is_shut(case.contact, channel, case.timeline.closed)
