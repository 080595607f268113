"""Passes in which nothing is new: what is on the calendar neither moves nor goes because time passes."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from followupd.core.values.user_time import UserTime
from followupd.simulation.chances import Chances
from followupd.simulation.habits import Habits
from followupd.simulation.year import Moment, Year
from tests.kit.people import at, hit_list, person

NEW_YORK = ZoneInfo("America/New_York")
ZONES = ("Australia/Sydney", "Asia/Kolkata", "Europe/Zurich", "America/New_York", "Pacific/Auckland")
WAYS = (("phone",), ("phone", "email"), ("text",), ("video", "note"))
START = at("2027-02-20 12:00")
AWAY = {date(2027, 3, 8) + timedelta(days=n): "away" for n in range(5)}


def test_time_alone_moves_hardly_anything() -> None:
    """Over two changes of the clocks and a week away, with people whose hours hardly meet the user's: their channel and
    hours are decided again each day once they are due. One whose last hour for a call is over may be mailed instead."""
    people = [
        person(f"P{n}", every="4 weeks", at_most="6 weeks", zone=ZONES[n % 5], via=WAYS[n % 4],
               emails=(f"p{n}@example.com",))
        for n in range(15)
    ]
    known, still, changed = [0], [0], Counter[str]()

    def watch(moment: Moment) -> None:
        news, known[0] = len(moment.facts) - known[0], len(moment.facts)
        after = {event.uid: event.start for event in moment.plan.events}
        there = [row.event for row in moment.before.values() if row.event is not None and row.event.start > moment.now]
        still[0] += not news
        if not news:
            changed.update(one.uid for one in there if after.get(one.uid) != one.start)

    hitlist = hit_list(*people, hours="Mon-Fri 9:00-17:30", blocks=(), timezone=NEW_YORK)
    year = Year(
        lambda _: hitlist, Habits(1, NEW_YORK, 0.3), Chances(2, NEW_YORK), lambda _: UserTime(off=AWAY), watch, True,
    )
    year.run(START, START + timedelta(days=50))
    assert still[0] > 20
    assert len(changed) <= 1
    assert max(changed.values(), default=0) <= 1
