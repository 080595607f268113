"""People, hit lists and instants in few words, for the tables of the core."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from followupd.core.items.kinds import find_next_try
from followupd.core.people.closing import newly_closed
from followupd.core.people.identity import People, identify
from followupd.core.people.reach import everybodys_hours
from followupd.core.people.timeline import day_of
from followupd.core.people.understand import Everybody, understand
from followupd.core.phrases.times import parse_span
from followupd.core.phrases.weeks import parse_hours
from followupd.core.plan import Plan, make_plan
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Attempt, DayTime, Fact, Outcome
from followupd.core.values.hitlist import BlockRule, Cadence, Contact, Hitlist, RetryRule
from followupd.core.values.memo import Memo
from followupd.core.values.record import Facts
from followupd.core.values.targets import IcsTarget
from followupd.core.values.time import Span, at_wall_clock
from followupd.core.values.user_time import ALL_FREE, UserTime

DENVER = ZoneInfo("America/Denver")
TUESDAY = BlockRule((1,), time(10))
A_WEEK_APART = RetryRule(min_gap=Span(days=7))   # no block before a retry's day is far enough from the last try


def at(text: str, zone: ZoneInfo = DENVER) -> datetime:
    """`2026-11-20 14:10` by the clock of the zone, as an instant in UTC; a date alone is its midnight."""
    local = datetime.fromisoformat(text)
    return at_wall_clock(local.date(), local.time(), zone)


def person(name: str = "Dana", every: str = "3 months", at_most: str = "4 months", **values: Any) -> Contact:
    """A contact; `hours` and `zone` are texts, the slug is the name in small letters."""
    if "hours" in values:
        values["hours"] = parse_hours(values["hours"])
    if "zone" in values:
        values["timezone"] = ZoneInfo(values.pop("zone"))
    slug = values.pop("slug", name.lower().replace(" ", "-"))
    values.setdefault("phones", ("+1 303 555 0142",))
    return Contact(slug, name, Cadence(parse_span(every), parse_span(at_most)), **values)


def hit_list(
    *contacts: Contact, hours: str = "Mon-Fri 8:30-17:30", blocks: Sequence[BlockRule] = (TUESDAY,), **values: Any
) -> Hitlist:
    values.setdefault("start_small", None)
    values.setdefault("timezone", DENVER)
    return Hitlist(
        IcsTarget(Path("followup.ics")), hours=parse_hours(hours), blocks=tuple(blocks), contacts=contacts, **values
    )


def tried(
    when: str, outcome: Outcome = Outcome.NO_ANSWER, channel: str | None = "phone", contact: str = "dana",
    asked: tuple[str, str | None] | None = None, note: str = "", *, zone: ZoneInfo = DENVER, source: str = "command",
) -> Attempt:
    """An attempt; only a day where `when` holds no time."""
    wished = None
    if asked:
        wished = DayTime(date.fromisoformat(asked[0]), time.fromisoformat(asked[1]) if asked[1] else None)
    return Attempt(contact, at(when, zone), outcome, channel, note, wished, timed=" " in when, source=source)


def planned(
    hitlist: Hitlist, facts: Sequence[Fact], now: datetime, existing: Sequence[Event] = (),
    since: datetime = datetime(2026, 8, 1, tzinfo=UTC), user_time: UserTime = ALL_FREE, memo: Memo | None = None,
) -> Plan:
    """Return the plan as a pass makes it, of a list that began `since` then; `existing` are events as last written.

    Whoever plans the same list again and again gives the `memo` that a daemon has.
    """
    people = identify(hitlist.contacts, (), since)
    written = {event.uid: Written(event.uid, event, version="1") for event in existing}
    told = (*people.listed, *facts)
    told += tuple(newly_closed(people, told, hitlist.timezone, now))
    return make_plan(hitlist, people, told, written, now, user_time, memo)


def calendar_after(*plans: Plan) -> tuple[Event, ...]:
    """Return what is on a calendar after these plans were written in order: later ones win."""
    found: dict[str, Event] = {}
    for plan in plans:
        found |= {event.uid: event for event in plan.events}
    return tuple(found.values())


def understood(
    hitlist: Hitlist, people: People, facts: Iterable[Fact], now: datetime, memo: Memo | None = None
) -> Everybody:
    """Return what is known about everybody, with the hours that a plan would give them."""
    memo = memo or Memo()
    hours = everybodys_hours(hitlist, people.by_key, {}, day_of(now, hitlist.timezone), memo)
    return understand(hitlist, people, Facts(facts), hours, now, memo, find_next_try)


def reminders(plan: Plan) -> list[tuple[str, str]]:
    """Return whose reminders a plan has, and when; people on sheets have none."""
    return [(e.people[0], local(e.start)) for e in plan.events if e.people and not e.uid.startswith("block-")]


def passes(
    hitlist: Hitlist, facts: Sequence[Fact], start: datetime, until: datetime, step: timedelta
) -> list[Plan]:
    """Make a pass every `step`, each over what the passes before wrote; past events stay where they were."""
    plans: list[Plan] = []
    existing: dict[str, Event] = {}
    now = start
    while now < until:
        plan = planned(hitlist, [f for f in facts if f.at <= now], now, tuple(existing.values()), since=start)
        existing = {uid: event for uid, event in existing.items() if event.start <= now}
        existing |= {event.uid: event for event in plan.events}
        plans.append(plan)
        now += step
    return plans


def moved(event: Event, days: int) -> Event:
    return replace(event, start=event.start + timedelta(days=days), end=event.end + timedelta(days=days))


def local(instant: datetime, zone: ZoneInfo = DENVER) -> str:
    return f"{instant.astimezone(zone):%a %d %b %H:%M}"
