"""When people pick up: the hours of the day to which a try leans, learned from the tries before.

Takes timelines; returns for one contact the hours in which they, else the people of their category, answered clearly
more often than at other times. Returns nothing if too little is known. It only ranks places that were already found,
so it never leads outside somebody's hours, or to the time of day of the failed try (slots.py, P7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from followupd.core.people.timeline import Timeline
from followupd.core.reasons import LeansTo
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Contact, is_live

WIDTH = 2                  # hours: a narrower stretch rarely has two tries, a wider one joins lunch and afternoon
# The weight, in tries, of what is known about somebody before any try at that hour (the weight of a Beta
# prior: the hour's from the person's own rate, the person's from their category's).
PRIOR = 6
# With fewer tries by this person the prior alone would weigh more than all of them together.
ENOUGH_TRIES = PRIOR
ENOUGH_OF_CATEGORY = 30    # tries: other people's habits say less than the person's, so five times as many
# The factor by which they must answer more often than in general. With a prior of six tries no single answer ever leans
# (at most 1/7); two of two do, if they answer less than four tries in ten.
CLEARLY = 0.15
SAMPLE = 500               # tries of a category: more would take time and say no more about an hour
LATEST_TRIES = 10          # tries of each person in it, so that former habits are forgotten
ANSWERED = frozenset({Outcome.REACHED, Outcome.CALL_BACK, Outcome.DECLINED})
SILENT = frozenset({Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY})


@dataclass(frozen=True, slots=True)
class Tally:
    """Tries by a ringing channel at a known time: `hours` has (answered, tries) for each stretch by its first hour."""

    answered: int = 0
    tries: int = 0
    hours: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def plus(self, attempts: Iterable[Attempt], zone: tzinfo) -> Tally:
        """Return the count with these tries too; `zone` is that of their contact."""
        hours, answered = dict(self.hours), self.answered
        for attempt in attempts:
            hour = stretch_of(attempt.at, zone)
            known, tries = hours.get(hour, (0, 0))
            answer = attempt.outcome in ANSWERED
            hours[hour] = (known + answer, tries + 1)
            answered += answer
        return Tally(answered, sum(tries for _, tries in hours.values()), hours)

    def rate(self, before: float) -> float:
        """Return how often they answer in general; `before` is the rate expected of anybody."""
        return (self.answered + PRIOR * before) / (self.tries + PRIOR)

    def favoured(self, rate: float) -> dict[int, float]:
        """Return the stretches in which they answer clearly more often than at their `rate`, and how often."""
        smoothed = {hour: (a + PRIOR * rate) / (n + PRIOR) for hour, (a, n) in self.hours.items()}
        return {hour: often for hour, often in smoothed.items() if often > rate + CLEARLY}


NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Lean:
    """The favoured stretches of one contact by the first hour, with how often they answer there, and why."""

    zone: tzinfo
    favoured: Mapping[int, float]
    reasons: Mapping[int, LeansTo]

    def weight(self, instant: datetime) -> float:
        """Return how often they answer in an hour; 0 for an hour that is not favoured."""
        return self.favoured.get(stretch_of(instant, self.zone), 0.0)

    def reasons_at(self, instant: datetime) -> tuple[LeansTo, ...]:
        """Return why that hour is favoured; nothing if it is not."""
        reason = self.reasons.get(stretch_of(instant, self.zone))
        return () if reason is None else (reason,)


@dataclass(frozen=True, slots=True)
class Learned:
    """The habits learned from the tries of all `people`. `zone` is the user's; `categories` are by name."""

    people: Mapping[str, Contact]
    timelines: Mapping[str, Timeline]
    zone: tzinfo
    categories: Mapping[str, Tally]

    @classmethod
    def of(cls, people: Mapping[str, Contact], timelines: Mapping[str, Timeline], zone: tzinfo) -> Learned:
        """Return what is learned from these people; each of them has a timeline."""
        return cls(people, timelines, zone, _tallies(people, timelines, zone))

    def lean(self, key: str) -> Lean | None:
        """Return the hours to which the tries of this contact lean; None if too little is known."""
        contact = self.people[key]
        zone = contact.timezone or self.zone
        personal = NOTHING.plus(calls(self.timelines[key]), zone)
        general = self.categories[contact.category] if contact.category is not None else NOTHING
        usual = (general.answered + 1) / (general.tries + 2)
        whose = ""
        if personal.tries >= ENOUGH_TRIES:
            favoured = personal.favoured(personal.rate(usual))
        elif general.tries >= ENOUGH_OF_CATEGORY:
            favoured, whose = general.favoured(usual), contact.category or ""
        else:
            return None
        if not favoured:
            return None
        counted, theirs = {} if whose else personal.hours, zone != self.zone
        reasons = {
            hour: LeansTo(hour, hour + WIDTH, whose, *counted.get(hour, (0, 0)), theirs) for hour in favoured
        }
        return Lean(zone, favoured, reasons)


def _tallies(
    people: Mapping[str, Contact], timelines: Mapping[str, Timeline], zone: tzinfo
) -> dict[str, Tally]:
    """Count the latest tries of each category, by its name: those of the first people, until there are enough."""
    tallies: dict[str, Tally] = {}
    for key, contact in people.items():
        if contact.category is not None and (known := tallies.get(contact.category, NOTHING)).tries < SAMPLE:
            latest = calls(timelines[key])[-LATEST_TRIES:]
            tallies[contact.category] = known.plus(latest, contact.timezone or zone)
    return tallies


def calls(timeline: Timeline) -> list[Attempt]:
    """Return the tries that show when somebody picks up: at a known time, by a channel that rings; not a coffee."""
    return [
        a for a in timeline.attempts
        if a.timed and a.channel is not None and is_live(a.channel) and a.channel != "coffee"
        and (a.outcome in ANSWERED or a.outcome in SILENT)
    ]


def stretch_of(instant: datetime, zone: tzinfo) -> int:
    """Return the first hour of the stretch that contains an instant, by the clock of the zone."""
    return instant.astimezone(zone).hour // WIDTH * WIDTH
