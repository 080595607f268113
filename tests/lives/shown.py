"""Rules of the calendar: one item a person, no two at one minute, the user's hand, others' events (P2, P5, P6)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

from tests.lives.checker import Checker, Found, Morning, RulesByName
from tests.lives.seen import ANSWERED, TRIES, lines_of, person_of

RULES = RulesByName()


@RULES.named("P2 one open item a person")
def one_item(checker: Checker, morning: Morning) -> Found:
    for person, items in morning.items.items():
        if len(items) > 1:
            yield person, items[1].event, f"also {items[0].event.uid} {items[0].start:%d %b %H:%M}"


@RULES.named("two events at one minute")
def one_minute(checker: Checker, morning: Morning) -> Found:
    shown = [e for e in morning.coming if e.kind != "meeting"]
    for one, other in pairwise(shown):
        chosen = {one.kind, other.kind} & {"callback"} or checker.by_hand(one.uid) or checker.by_hand(other.uid)
        if one.start == other.start and not chosen:
            yield None, other, f"and {one.uid} {one.title!r}"


@RULES.named("a reminder within a block")
def within_a_block(checker: Checker, morning: Morning) -> Found:
    blocks = [e for e in morning.coming if e.kind == "block" and not checker.by_hand(e.uid)]
    for event in morning.coming:
        if event.kind not in ("block", "meeting", "callback") and not checker.by_hand(event.uid):
            for block in blocks:
                if block.start <= event.start < block.end:
                    yield None, event, f"within {block.uid}"


@RULES.named("pile-up: more reminders on a day than per_day")
def per_day(checker: Checker, morning: Morning) -> Found:
    limit = int(morning.hit_list.retry.get("per_day", 3))
    placed = [e for e in morning.coming if e.kind in TRIES and e.kind != "callback" and not checker.by_hand(e.uid)]
    days = Counter(morning.hit_list.day(e.start) for e in placed)
    for day, number in days.items():
        if number > limit:
            yield None, None, f"{number} reminders on {day}"


@RULES.named("P6 deleted and there again")
def deleted(checker: Checker, morning: Morning) -> Found:
    shown = {e.uid: e for e in morning.ours}
    for uid, was in checker.diary.deleted.items():
        if uid in shown:
            yield None, shown[uid], f"deleted at {was.at:%d %b %H:%M}"
        for item in morning.items.get(was.person or "", ()):
            if item.start == was.event.start and morning.now - was.at < timedelta(days=7):
                yield was.person, item.event, f"{uid} was deleted at this minute"


@RULES.named("P6 a drag stays")
def dragged(checker: Checker, morning: Morning) -> Found:
    shown = {e.uid: e for e in morning.ours}
    for uid, (told, start, _) in checker.diary.dragged.items():
        event = shown.get(uid)
        if event is not None and event.start != start and not event.title.startswith(ANSWERED):
            text = f"dragged to {start:%d %b %H:%M} at {told:%d %b %H:%M}"
            yield person_of(event, morning.hit_list.people), event, text
        if event is None and start > morning.now and uid not in checker.diary.deleted:
            key = next((k for k in sorted(morning.hit_list.people, key=len, reverse=True)
                        if uid.split("-", 1)[1].startswith(k + "-")), None)
            person = morning.hit_list.people.get(key or "")
            if key is None or person is None or key in checker.diary.touched:
                continue
            if not any(e.told >= told for e in checker.diary.of(key)):
                yield key, None, f"{uid} dragged to {start:%d %b %H:%M} is gone"


@RULES.named("P5 others' events")
def others(checker: Checker, morning: Morning) -> Found:
    shown = {e.raw for e in morning.foreign}
    if checker.foreign is not None and shown != checker.foreign:
        yield None, None, f"{len(checker.foreign - shown)} changed or gone, {len(shown - checker.foreign)} new"
    checker.foreign = shown


@RULES.named("13 two items for one person on one day")
def one_a_day(checker: Checker, morning: Morning) -> Found:
    for event in morning.coming:
        if event.kind == "block":
            lines = lines_of(event, morning.hit_list.people)
            cards = {line.person for line in lines if line.act.startswith("Card for") and line.box == " "}
            for line in lines:
                if not line.is_task and line.box == " " and line.person in cards:
                    yield line.person, event, f"a card and {line.act!r}"


@RULES.named("13 a review on a free day")
def review_day(checker: Checker, morning: Morning) -> Found:
    for event in morning.coming:
        day = morning.hit_list.day(event.start)
        if event.kind == "review" and day.weekday() not in morning.hit_list.hours.days:
            yield None, event, f"on {day:%A}"


@RULES.named("4 a booked meeting")
def meetings(checker: Checker, morning: Morning) -> Found:
    for event in morning.coming:
        if event.kind == "meeting" and not event.busy and not event.title.startswith(ANSWERED):
            yield person_of(event, morning.hit_list.people), event, "is not busy"
