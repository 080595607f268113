"""Due by the cadence, or because somebody is expected on a day."""

from __future__ import annotations

from followupd.core.items.tries import CadenceDays, Case, Step, TryItem
from followupd.core.people.lateness import lateness_of
from followupd.core.people.timeline import Timeline
from followupd.core.reasons import CadenceComesRound, ComesBackAfterRest, NeverContacted, WeekToSay
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind

SEVEN_DAYS = Span(days=7)


class DueItem(TryItem):
    """Wanted by the cadence if nothing else is open, also after the last rung of a ladder (P8)."""

    kind = Kind.DUE

    def wants(self, case: Case) -> Step:
        """Return the day on which they are due. After a meeting the user has a week to say on its event how it was."""
        if case.meeting is not None:
            return Step(SEVEN_DAYS.after(case.meeting.day), (case.cadence.reason, WeekToSay()))
        return Step(case.cadence.due, (case.cadence.reason,))


def cadence_of(contact: Contact, timeline: Timeline, hitlist: Hitlist) -> CadenceDays:
    """Return the days by `every` and `at_most`, which count from the last real contact (P1).

    Somebody who was never reached is due at once.
    """
    lateness = lateness_of(contact, timeline, hitlist.timezone)
    due, late, every, at_most = lateness.due, lateness.late, contact.cadence.every, contact.cadence.at_most
    if timeline.appointed is not None:
        day = timeline.appointed.day
        most = late if timeline.last_contact is not None else at_most.after(day)
        return CadenceDays(day, max(most, SEVEN_DAYS.after(day)), timeline.appointed.reason, lateness)
    if (rest := timeline.rest) is not None:
        day = rest.length.after(rest.since)
        if timeline.last_contact is not None and due > day:          # tried, or skipped, before their day
            return CadenceDays(due, late, CadenceComesRound(lateness.since, every, due), lateness)
        back = ComesBackAfterRest(rest.since, rest.because, rest.length, day)
        return CadenceDays(day, at_most.after(rest.since), back, lateness)
    if timeline.last_contact is not None:
        return CadenceDays(due, late, CadenceComesRound(lateness.since, every, due), lateness)
    return CadenceDays(due, late, NeverContacted(due), lateness)
