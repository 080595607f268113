"""Who may stand on a sheet before their day, where the sheet has room: most tries reach nobody, so a contact that is
to be made by its day needs a start before it.

Takes a wish and the retry rule; gives a day. Never puts anybody before people whose day has come, and never shortens
a rest, a pause or the gap after a try (P7).
"""

from __future__ import annotations

from datetime import date, timedelta

from followupd.core.people.wanted import NextTry
from followupd.core.values.hitlist import RetryRule
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind

# So much of the cadence, and no longer than the ladder's first two waits or a fortnight: time for two tries that fail.
# With time for one only (7 days) 0.8 points less were within `every`, 0.1 within `at_most`, for 3 tries in 100 less;
# three weeks were worse for both: who begins sooner rests sooner too (bench/follow_through, 3 scenarios, 4 seeds).
SHARE, MOST = 0.15, 14.0


def early_day(wish: NextTry, retry: RetryRule) -> date | None:
    """The first day on which they may stand on a sheet with room; None where that is not before their own day."""
    timeline = wish.timeline
    if wish.kind is not Kind.DUE or timeline.rest is not None or timeline.last_contact is None:
        return None
    ahead = days_early(wish.contact.cadence.every, retry)
    day = max(wish.due - timedelta(days=ahead), wish.not_before, wish.contact.pause_until or date.min)
    return day if day < wish.anchor else None


def days_early(every: Span, retry: RetryRule) -> int:
    """How many days before its day a cadence may begin."""
    waits = sum(wait.about_days for wait in retry.ladder[:2])
    return int(min(MOST, waits, every.about_days * SHARE))
