"""The worlds that all planners meet: people, their answers, blocks, vacations, meetings. All drawn from a seed.

People are in the middle of things: most were reached within their last cadence, one in eight is new. Cadences, hours,
zones and channels vary; who answers when is drawn in simulation/chances.py by person, hour and channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bench.follow_through.scenarios import MeasuredScenario
from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.facts import Attempt, Fact, Listed, Outcome
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.targets import IcsTarget
from followupd.core.values.time import Interval, at_wall_clock
from followupd.core.values.user_time import Busy, UserTime
from followupd.simulation.chances import Chances, drawn
from tests.kit.people import DENVER

START = datetime(2027, 1, 4, 7, 0, tzinfo=UTC)      # midnight of a Monday in Denver
VIA = (("phone", "email"),) * 5 + (("phone",),) * 2 + (("email", "phone"),) * 2 + (("text", "phone"),)
ZONES = (None,) * 14 + ("America/New_York",) * 3 + ("America/Los_Angeles",) * 2 + ("Europe/Zurich",)
HOURS = (None,) * 7 + ("Mon-Fri 9:00-17:00",) * 2 + ("12:00-14:00, 16:00-18:00",)
NEW = 8                      # one in so many was never reached
MEETING_KNOWN = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class SharedWorld:
    """One year that every planner lives through."""

    setting: MeasuredScenario
    seed: int
    hitlist: Hitlist
    facts: tuple[Fact, ...]
    chances: Chances
    off: dict[date, str]
    meetings: tuple[Busy, ...]

    @property
    def end(self) -> datetime:
        return START + timedelta(days=self.setting.days)

    def user_time(self, now: datetime) -> UserTime:
        """Return what is known at `now`: a meeting is in the calendar a few days before."""
        near = (b for b in self.meetings if now - timedelta(days=70) < b.interval.start < now + MEETING_KNOWN)
        return UserTime(tuple(near), self.off)

    def days(self) -> Iterator[date]:
        first = START.astimezone(DENVER).date()
        return (first + timedelta(days=n) for n in range(self.setting.days))

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.off


def make_world(setting: MeasuredScenario, seed: int) -> SharedWorld:
    """Return the world of a setting that a seed draws."""
    random = Random(f"{setting.name}-{seed}")
    contacts = tuple(_contact(random, n, setting) for n in range(setting.people))
    hitlist = Hitlist(
        IcsTarget(Path("followup.ics")), DENVER, parse_hours("Mon-Fri 8:30-17:30"), blocks=setting.blocks,
        start_small=None, retry=setting.retry, contacts=contacts,
    )
    off: dict[date, str] = {}
    for _ in range(setting.away_weeks):
        monday = START.astimezone(DENVER).date() + timedelta(days=7 * random.randrange(2, setting.days // 7 - 1))
        off |= {monday + timedelta(days=n): "away" for n in range(7)}
    chances = Chances(seed, DENVER, setting.answer, addresses_fail=False, silence=setting.silence, drift=setting.drift)
    past = tuple(_past(contacts, random))
    return SharedWorld(setting, seed, hitlist, past, chances, off, tuple(_meetings(setting, seed)))


def _meetings(setting: MeasuredScenario, seed: int) -> Iterator[Busy]:
    """Yield the meetings that land on the blocks."""
    for week in range(setting.days // 7):
        for number, rule in enumerate(setting.blocks):
            if drawn(seed, "meeting", week, number) < setting.meetings:
                for weekday in rule.days:
                    day = START.astimezone(DENVER).date() + timedelta(days=7 * week + weekday)
                    start = at_wall_clock(day, rule.time, DENVER)
                    yield Busy(Interval(start, start + rule.length), "Meeting")


def _contact(random: Random, number: int, setting: MeasuredScenario) -> Contact:
    zone, hours = random.choice(ZONES), random.choice(HOURS)
    cadence = random.choice(setting.cadences)
    return Contact(
        f"p{number}", f"Person {number}", cadence, random.choice(VIA),
        phones=(f"+1 303 555 {number:04}",), emails=(f"p{number}@example.com",),
        timezone=ZoneInfo(zone) if zone else None, hours=parse_hours(hours) if hours else None, like=number % 10 == 0,
    )


def _past(contacts: tuple[Contact, ...], random: Random) -> Iterator[Fact]:
    listed = START - timedelta(days=400)
    for contact in contacts:
        new = random.randrange(NEW) == 0
        yield Listed(contact.slug, START if new else listed, contact.slug, contact.name, contact.phones, contact.emails)
        if not new:
            ago = random.uniform(0, contact.cadence.every.about_days)
            at = (START - timedelta(days=ago)).replace(hour=18, minute=0, second=0, microsecond=0)
            yield Attempt(contact.slug, min(at, START - timedelta(hours=13)), Outcome.REACHED, contact.via[0])
