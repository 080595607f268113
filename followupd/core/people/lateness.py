"""The time for which somebody has been due and late, counted from the last real contact; every room asks here.

Takes a contact and their timeline; returns days. Failed tries, rests and coming meetings do not count (P1). Never
decides when the next try comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo

from followupd.core.people.timeline import Timeline, day_of
from followupd.core.values.hitlist import Contact


@dataclass(frozen=True, slots=True)
class Lateness:
    """The days on which `every` and `at_most` come round after `since`.

    `since` is the day of the last real contact, else the day on which the contact was listed; `cadence` is `every` in
    days.
    """

    since: date
    due: date
    late: date
    cadence: float

    def overdue(self, day: date) -> int:
        """Return how many days they have been due; 0 up to the due day."""
        return max(0, (day - self.due).days)

    def beyond(self, day: date) -> int:
        """Return by how many days they are late, that is beyond `at_most`; 0 if they are not."""
        return max(0, (day - self.late).days)

    def urgency(self, day: date) -> float:
        """Return days overdue over the cadence: 0 on the day due, 1 a whole cadence later, negative before."""
        return (day - self.due).days / self.cadence


def lateness_of(contact: Contact, timeline: Timeline, zone: tzinfo) -> Lateness:
    """Return how late a contact is. Somebody who was never reached is due from the day on which they were listed."""
    every, at_most, last = contact.cadence.every, contact.cadence.at_most, timeline.last_contact
    since = day_of(last.at if last is not None else timeline.first_seen, zone)
    due = every.after(since) if last is not None else since
    return Lateness(since, due, at_most.after(since), max(every.about_days, 1.0))
