"""The worlds that all planners meet: people, their answers, blocks, vacations, meetings. All drawn from a seed.

People are in the middle of things: most were reached within their last cadence, one in eight is new. Cadences, hours,
zones and channels vary; who answers when is drawn in simulation/chances.py by person, hour and channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.facts import Attempt, Fact, Listed, Outcome
from followupd.core.values.hitlist import BlockRule, Cadence, Contact, Hitlist, RetryRule
from followupd.core.values.targets import IcsTarget
from followupd.core.values.time import Interval, Span, at_wall_clock
from followupd.core.values.user_time import Busy, UserTime
from followupd.simulation.chances import Chances, drawn
from tests.kit.people import DENVER

START = datetime(2027, 1, 4, 7, 0, tzinfo=UTC)      # midnight of a Monday in Denver
CADENCES = ((Span(days=42), Span(days=56)), (Span(months=3), Span(months=4)), (Span(months=6), Span(months=8)),
            (Span(months=12), Span(months=15)))
VIA = (("phone", "email"),) * 5 + (("phone",),) * 2 + (("email", "phone"),) * 2 + (("text", "phone"),)
ZONES = (None,) * 14 + ("America/New_York",) * 3 + ("America/Los_Angeles",) * 2 + ("Europe/Zurich",)
HOURS = (None,) * 7 + ("Mon-Fri 9:00-17:00",) * 2 + ("12:00-14:00, 16:00-18:00",)
NEW = 8                      # one in so many was never reached
MEETING_KNOWN = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Setting:
    """One scenario. `blocks` are weekday and minutes; `a_day` is how many tries a day the user makes besides them."""

    name: str
    people: int
    blocks: tuple[tuple[int, int], ...]
    a_day: int
    away_weeks: int = 3
    meetings: float = 0.15   # the share of blocks on which a meeting lands
    keep: float = 0.9
    days: int = 365


SETTINGS = (
    Setting("20 people, half an hour a week", 20, ((1, 30),), 1),
    Setting("50 people, one block a week", 50, ((1, 60),), 2),
    Setting("100 people, two blocks a week", 100, ((1, 60), (3, 60)), 3),
    Setting("100 people, busy weeks", 100, ((1, 60), (3, 60)), 3, away_weeks=6, meetings=0.4, keep=0.75),
    Setting("200 people, two long blocks", 200, ((1, 150), (3, 150)), 5),
    Setting("200 people, too little time", 200, ((1, 60),), 2),
    Setting("500 people, far too little time", 500, ((1, 120), (3, 120)), 3),
)


@dataclass(frozen=True, slots=True)
class World:
    """One year that every planner lives through."""

    setting: Setting
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


def make_world(setting: Setting, seed: int) -> World:
    """Return the world of a setting that a seed draws."""
    random = Random(f"{setting.name}-{seed}")
    contacts = tuple(_contact(random, n) for n in range(setting.people))
    rules = tuple(BlockRule((day,), time(10) if day == 1 else time(15), timedelta(minutes=minutes))
                  for day, minutes in setting.blocks)
    hitlist = Hitlist(
        IcsTarget(Path("followup.ics")), DENVER, parse_hours("Mon-Fri 8:30-17:30"), blocks=rules, start_small=None,
        retry=RetryRule(per_day=setting.a_day),
        contacts=contacts,
    )
    off: dict[date, str] = {}
    for _ in range(setting.away_weeks):
        monday = START.astimezone(DENVER).date() + timedelta(days=7 * random.randrange(2, setting.days // 7 - 1))
        off |= {monday + timedelta(days=n): "away" for n in range(7)}
    meetings = []
    for week in range(setting.days // 7):
        for number, (weekday, minutes) in enumerate(setting.blocks):
            if drawn(seed, "meeting", week, number) < setting.meetings:
                day = START.astimezone(DENVER).date() + timedelta(days=7 * week + weekday)
                start = at_wall_clock(day, rules[number].time, DENVER)
                meetings.append(Busy(Interval(start, start + timedelta(minutes=minutes)), "Meeting"))
    chances = Chances(seed, DENVER, addresses_fail=False)
    return World(setting, seed, hitlist, tuple(_past(contacts, random)), chances, off, tuple(meetings))


def _contact(random: Random, number: int) -> Contact:
    zone, hours = random.choice(ZONES), random.choice(HOURS)
    every, at_most = random.choice(CADENCES)
    return Contact(
        f"p{number}", f"Person {number}", Cadence(every, at_most), random.choice(VIA),
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
