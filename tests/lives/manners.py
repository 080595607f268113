"""Never pushy, never dropped: hours, gaps, ladders, times of day, and who is due and unseen (P1, P7, P8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.lives.checker import Checker, Found, Morning, RulesByName, ShownTry
from tests.lives.diary import SENT
from tests.lives.seen import ANSWERED, LIVE, TRIES, HitList, SeenPerson, channel_of, length, person_of

RULES = RulesByName()
LOOKING = ("text", "social", *LIVE)       # channels that keep the other one's hours


@RULES.named("P8 due and unseen")
def unseen(checker: Checker, morning: Morning) -> Found:
    """Yield who is due, neither resting nor paused, and has nothing on the calendar within a sensible time."""
    if not checker.life.plenty:
        return
    for key, person in morning.hit_list.people.items():
        if person.status != "active" or has_meeting(morning, key):
            continue
        due = checker.due(person, morning.now, morning.hit_list)
        rest = checker.rests_until(person, morning.now, morning.hit_list)
        row = checker.diary.row(key, morning.now)
        wanted = max(due, rest or due)
        if row and rest is None:
            wanted = max(due, morning.hit_list.day(row[-1].at) + timedelta(days=7))
        touched = checker.diary.touched.get(key)
        if touched is not None:
            wanted = max(wanted, morning.hit_list.day(touched))
        cut = max((morning.hit_list.day(max(d.at, d.event.start)) for d in checker.diary.deleted.values()
                   if d.person == key), default=None)
        if cut is not None and cut > wanted - timedelta(days=28):      # a skipped try: they come back with the cadence
            continue
        late = (morning.today - wanted).days
        items = morning.items.get(key)
        passed = checker.passed.get(key)
        just_now = passed and morning.now - passed[-1].end < timedelta(days=3)       # the next one is a month away
        if not items and not just_now and late > _patience(checker, morning, wanted):
            yield key, None, f"due {due}, wanted {wanted}; {late} days ago, tries since contact {len(row)}"
        first = next((i for i in items or () if not checker.by_hand(i.event.uid)), None)
        if first is not None and late >= 0 and (morning.hit_list.day(first.start) - morning.today).days > 42:
            yield key, first.event, f"due {due}, wanted {wanted}, and the item is on {first.start:%d %b}"


def _patience(checker: Checker, morning: Morning, wanted: date) -> int:
    """Return how many days somebody may wait for room: three weeks, or longer while the list starts small."""
    small = morning.hit_list.start_small
    if small is not None and (morning.today - min(checker.listed.values())).days < 240:
        return 1000
    return 21


def has_meeting(morning: Morning, key: str) -> bool:
    return any(e.kind == "meeting" and person_of(e, morning.hit_list.people) == key and not e.title.startswith(ANSWERED)
               for e in morning.ours)


def _met(morning: Morning, key: str) -> bool:
    """Return whether a meeting was booked: then the calendar asks about it, whenever it was."""
    return any(e.kind == "meeting" and person_of(e, morning.hit_list.people) == key for e in morning.ours)


@RULES.named("7 start_small: the first month happens")
def first_month(checker: Checker, morning: Morning) -> Found:
    small = morning.hit_list.start_small
    days = (morning.today - min(checker.listed.values())).days
    if small is None or days != 28 or checker.life.name == "travel":
        return
    people = morning.hit_list.people.values()
    due = [p for p in people if checker.due(p, morning.now, morning.hit_list) <= morning.today]
    wanted = min(int(small["first"]), len(due))
    if len(checker.asked_of) < wanted:
        yield None, None, f"{len(checker.asked_of)} people were on the calendar in the first month, {len(due)} are due"


def _last_minute(item: ShownTry) -> int:
    """In which minutes of its event an item may be done: a reminder at once, a line of a sheet within the block."""
    return int((item.event.end - item.start).total_seconds() // 60) if item.line is not None else 1


@RULES.named("P7 hours of the contact")
def their_hours(checker: Checker, morning: Morning) -> Found:
    for key, item in _chosen_by_us(checker, morning):
        person = morning.hit_list.people[key]
        if item.channel not in LOOKING:
            continue
        if not any(morning.hit_list.may_call(person, item.start + timedelta(minutes=m))
                   for m in range(0, _last_minute(item), 5)):
            local = item.start.astimezone(person.zone)
            yield key, item.event, f"{item.channel} at {local:%a %H:%M} of their clock ({person.zone.key})"


@RULES.named("P7 hours of the user")
def my_hours(checker: Checker, morning: Morning) -> Found:
    for event in morning.coming:
        if event.kind not in (*TRIES, "promise", "date", "book", "review") or checker.by_hand(event.uid):
            continue
        person = morning.hit_list.people.get(person_of(event, morning.hit_list.people) or "")
        if morning.hit_list.mine(event.start) or event.kind == "callback" or channel_of(event.title) == "meeting":
            continue
        if person is not None and event.kind in TRIES and not _common_hour(morning.hit_list, person):
            continue
        if event.kind == "review":
            continue        # the user named the hour
        local = event.start.astimezone(morning.hit_list.zone)
        yield person.key if person else None, event, f"{local:%a %H:%M} is in no hours of the user's"


def _common_hour(hit_list: HitList, person: SeenPerson) -> bool:
    start = datetime(2027, 3, 1, tzinfo=hit_list.zone).astimezone(UTC)
    instants = (start + timedelta(minutes=15 * n) for n in range(7 * 96))
    return any(hit_list.mine(at) and hit_list.may_call(person, at) for at in instants)


def _chosen_by_us(checker: Checker, morning: Morning) -> Iterator[tuple[str, ShownTry]]:
    """Items whose time followupd chose, and not what they said or did."""
    for key, items in morning.items.items():
        for item in items:
            answer = item.line is not None and item.line.act.startswith(("Answer ", "Call back "))
            theirs = item.event.kind in ("callback", "reply") or item.channel == "meeting" or answer
            if not theirs and not checker.by_hand(item.event.uid):
                yield key, item


@RULES.named("P7 min_gap")
def gap(checker: Checker, morning: Morning) -> Found:
    least = length(morning.hit_list.retry.get("min_gap", "3 days"))
    for key, item in _chosen_by_us(checker, morning):
        last = next((e for e in reversed(checker.diary.of(key, morning.now))), None)
        if last is not None and not last.asked:
            days = (morning.hit_list.day(item.start) - morning.hit_list.day(last.at)).days
            if days < least:
                yield key, item.event, f"{days} days after {last.outcome} on {last.at:%d %b %H:%M}"


@RULES.named("8 what they asked for")
def asked_for(checker: Checker, morning: Morning) -> Found:
    """Somebody who asked for a call at an hour must have it at that hour."""
    for key, person in morning.hit_list.people.items():
        last = next(iter(reversed(checker.diary.of(key, morning.now))), None)
        if last is None or last.asked is None or last.asked <= morning.now or person.status != "active":
            continue
        if person.pause_until is not None or key in checker.diary.touched or checker.diary.skipped(key, morning.now):
            continue
        if key in checker.diary.booked and checker.diary.booked[key] >= last.at:
            continue        # who booked a meeting with them since has talked with them
        items = morning.items.get(key, [])
        if not any(item.start == last.asked or checker.by_hand(item.event.uid) for item in items):
            yield key, items[0].event if items else None, f"they asked for {last.asked:%a %d %b %H:%M}"
        elif items[0].channel not in ("phone", "video"):
            yield key, items[0].event, "they asked to be called"


@RULES.named("P7 the ladder has an end")
def ladder(checker: Checker, morning: Morning) -> Found:
    for key, item in _chosen_by_us(checker, morning):
        rest = checker.rests_until(morning.hit_list.people[key], morning.now, morning.hit_list)
        if rest is not None and morning.hit_list.day(item.start) < rest:
            row = checker.diary.row(key, morning.now)
            yield key, item.event, f"{len(row)} tries without contact, rest until {rest}"


@RULES.named("P7 twice in a row at the same time of day")
def same_time(checker: Checker, morning: Morning) -> Found:
    for key, item in _chosen_by_us(checker, morning):
        person = morning.hit_list.people[key]
        row = checker.diary.row(key, morning.now)
        rungs = len(morning.hit_list.ladder) + 1
        row = row[len(row) // rungs * rungs:]     # a rest begins a new one
        row = [e for e in row if e.channel in LIVE and e.outcome != SENT]     # an invitation has no time of day
        if not row or not row[-1].timed or item.channel not in LIVE:
            continue
        moments = (item.start + timedelta(minutes=m) for m in range(0, _last_minute(item), 5))
        always = all(_alike(row[-1].at, moment, person.zone) for moment in moments)
        if always and _another(morning.hit_list, person, item, (row[-1].at, person.zone)):
            yield key, item.event, f"{row[-1].outcome} on {row[-1].at.astimezone(person.zone):%a %d %b %H:%M}"


def _alike(one: datetime, other: datetime, zone: ZoneInfo) -> bool:
    """By a clock: the same part of the day (noon, 14:00 and 17:00 part it), or hardly an hour apart."""
    x, y = (at.astimezone(zone) for at in (one, other))
    parts = [sum(local.hour >= edge for edge in (12, 14, 17)) for local in (x, y)]
    apart = abs(x.hour * 60 + x.minute - y.hour * 60 - y.minute)
    return parts[0] == parts[1] or min(apart, 1440 - apart) < 55


def _another(hit_list: HitList, person: SeenPerson, item: ShownTry, *before: tuple[datetime, ZoneInfo]) -> bool:
    """Return whether another time of day than those before, by each clock, would suit both in the week of the item."""
    start = datetime.combine(hit_list.day(item.start), time(), hit_list.zone).astimezone(UTC)
    for n in range(5 * 48):
        at = start + timedelta(minutes=30 * n)
        end = at + timedelta(minutes=14)
        decent = hit_list.may_call(person, at) and hit_list.may_call(person, end)
        if decent and hit_list.hours.hold(at.astimezone(hit_list.zone)) and hit_list.hours.hold(
            end.astimezone(hit_list.zone)
        ) and not any(_alike(one, at, zone) for one, zone in before):
            return True
    return False


@RULES.named("11 a repeat at the same hour")
def same_hour(checker: Checker, morning: Morning) -> Found:
    """By the user's clock: it is they who did not get to it at that hour."""
    for key, item in _chosen_by_us(checker, morning):
        passed = checker.passed.get(key)
        if item.line is not None or not passed:
            continue
        before = passed[-1]
        if not item.event.meaning.startswith(re.sub(r"-r\d+$", "", before.meaning)):
            continue        # another item
        if any(e.at >= before.start for e in checker.diary.of(key, morning.now)):
            continue
        person = morning.hit_list.people[key]
        mine = morning.hit_list.zone
        failed = [(e.at, person.zone) for e in checker.diary.row(key, morning.now) if e.channel in LIVE][-1:]
        if _alike(before.start, item.start, mine) and _another(
            morning.hit_list, person, item, (before.start, mine), *failed
        ):
            yield key, item.event, f"the reminder of {before.start.astimezone(mine):%a %d %b %H:%M} passed"


@RULES.named("P8 stopped, paused and named")
def stopped(checker: Checker, morning: Morning) -> Found:
    for key, items in morning.items.items():
        person = morning.hit_list.people[key]
        if person.status == "stop":
            yield key, items[0].event, "status: stop"
        begins = morning.hit_list.day(items[0].start)
        if person.pause_until is not None and begins < person.pause_until and not checker.by_hand(items[0].event.uid):
            yield key, items[0].event, f"paused until {person.pause_until}"


@RULES.named("P1 asked too early")
def early(checker: Checker, morning: Morning) -> Found:
    """After contact nobody is asked before the cadence comes round; a sheet may be a fortnight early, or 15 %."""
    for key, item in _chosen_by_us(checker, morning):
        person = morning.hit_list.people[key]
        last = checker.diary.last_contact(key, morning.now)
        if last is None or checker.diary.of(key, morning.now)[-1] is not last or _met(morning, key):
            continue
        due = checker.due(person, morning.now, morning.hit_list)
        little = min(14, round(length(person.every) * 0.15)) + 1 if item.line is not None else 0
        if morning.hit_list.day(item.start) < due - timedelta(days=little):
            yield key, item.event, f"last contact {last.at:%d %b %Y}, due {due}"
