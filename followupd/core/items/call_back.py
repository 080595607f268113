"""A call-back: the contact asked for a day, or to be called again. It overrides every rule (P7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from followupd.core.items.due import SEVEN_DAYS
from followupd.core.items.tries import Case, Step, TryItem
from followupd.core.people.channels import is_shut
from followupd.core.people.timeline import day_of
from followupd.core.reasons import AskedFor, CallBackSoon, Reason
from followupd.core.values.facts import WRITING, Attempt, Outcome
from followupd.core.values.hitlist import INVITING_CHANNELS, is_live
from followupd.core.values.uid import Kind

_WRITTEN = ("email", "text")


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
        """Return the channel that was named for it, else the current one; if they asked for a call, a live one."""
        pending = case.timeline.pending
        return next(_ways(pending, case), case.timeline.channel) if pending is not None else case.timeline.channel, ()


def _ways(pending: Attempt, case: Case) -> Iterator[str]:
    """Yield the channels that lead to them among those that the words mean."""
    said, planned = (pending.asked.channel, pending.asked.planned) if pending.asked is not None else ("", False)
    if said == "phone" or (not said and not planned and pending.outcome is Outcome.CALL_BACK):
        return (way for way in (pending.channel, "phone") if way is not None and _can_talk(way, case))
    own = (way for way in case.contact.via if way in _WRITTEN)
    ways = (*own, *_WRITTEN) if said == WRITING else (said,) if said else ()
    return (way for way in ways if _leads_there(way, case))


def _can_talk(channel: str, case: Case) -> bool:
    """Return whether they can be called by a channel: one of theirs, or one by which they asked for the call."""
    if not is_live(channel) or channel in INVITING_CHANNELS:
        return False
    return channel != "phone" or _leads_there(channel, case)


def _leads_there(channel: str, case: Case) -> bool:
    """Return whether the hit list has a number or an address for a channel, or names the channel, and it is open."""
    contact = case.contact
    has_address = contact.emails if channel == "email" else contact.phones
    return bool(has_address or channel in contact.via) and not is_shut(contact, channel, case.timeline.closed)
