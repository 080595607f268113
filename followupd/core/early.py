"""Who may stand on a sheet before their day, where the sheet has room: most tries reach nobody, so a contact that is
to be made by its day needs a start before it.

Takes a wish and the retry rule; gives a day. Never puts anybody before people whose day has come, and never shortens
a rest, a pause or the gap after a try (P7).
"""

from __future__ import annotations

from datetime import date, timedelta

from followupd.core.event import Kind
from followupd.core.model import RetryRule
from followupd.core.wish import Wish

# So much of the cadence, and no longer than the ladder's first wait or a week: time for one try that fails. More
# brought a few days more within `every`, but fewer within `at_most`, and cost more tries (bench/follow_through).
SHARE, MOST = 0.15, 7.0


def early_day(wish: Wish, retry: RetryRule) -> date | None:
    """The first day on which they may stand on a sheet with room; None where that is not before their own day."""
    timeline = wish.timeline
    if wish.kind is not Kind.DUE or timeline.rest is not None or timeline.last_contact is None:
        return None
    first_wait = retry.ladder[0].about_days if retry.ladder else 0
    ahead = int(min(MOST, first_wait, wish.contact.cadence.every.about_days * SHARE))
    day = max(wish.due - timedelta(days=ahead), wish.not_before, wish.contact.pause_until or date.min)
    return day if day < wish.anchor else None
