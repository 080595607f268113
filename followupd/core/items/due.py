"""Due: the cadence has come round, or the day on which somebody is expected."""

from __future__ import annotations

from followupd.core.items.tries import CadenceDays, Case, Step, TryItem
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.reasons import CadenceComesRound, ComesBackAfterRest, NeverContacted
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind

A_WEEK = Span(days=7)


class DueItem(TryItem):
    """The cadence decides if nothing else is open, also after the last rung of a ladder (P8)."""

    kind = Kind.DUE

    def wants(self, case: Case) -> Step:
        """Return the day on which they are due."""
        return Step(case.cadence.due, (case.cadence.reason,))


def cadence_of(contact: Contact, timeline: Timeline, hitlist: Hitlist) -> CadenceDays:
    """Return when `every` and `at_most` come round, counted from the last real contact (P1).

    Whoever was never reached is due at once.
    """
    every, at_most, zone = contact.cadence.every, contact.cadence.at_most, hitlist.timezone
    met = day_of(timeline.last_contact.at, zone) if timeline.last_contact else None
    owed = every.after(met) if met is not None else day_of(timeline.first_seen, zone)
    if timeline.appointed is not None:
        due = timeline.appointed.day
        return CadenceDays(due, max(at_most.after(met or due), A_WEEK.after(due)), timeline.appointed.reason, owed)
    if (rest := timeline.rest) is not None:
        due = rest.length.after(rest.since)
        back = ComesBackAfterRest(rest.since, rest.because, rest.length, due)
        return CadenceDays(due, at_most.after(rest.since), back, owed)
    if met is not None:
        return CadenceDays(owed, at_most.after(met), CadenceComesRound(met, every, owed), owed)
    return CadenceDays(owed, at_most.after(owed), NeverContacted(owed), owed)
