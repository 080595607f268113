"""Speed of planning in a daemon: 10,000 contacts, 26 weeks of blocks, 10,000 busy events.

It is planned once, again when nothing is new, and again after one logged attempt.

    python -m bench.replanning [PEOPLE] [BUSY] [ROUNDS]      # about a minute with 5 rounds

Each round is a process: the hit list, the history and the busy time are there already; CPU seconds of the plan alone.
The busy events are those of a team's calendars, many at the same few hours of a day; and, for the worst, so many that
no hour of the day or night is free. Goals: under 2 s when everything is new, and after one attempt within 5 % of that
or 0.1 s, whichever is more.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path

from bench.make_data import write_hit_list
from bench.measuring import fresh

CODE = """
import json, pathlib, random, sys, time
from datetime import timedelta
from bench.make_data import NOW, STARTED, facts
from followupd.core.values.event import Written
from followupd.core.values.facts import Attempt, Listed, Outcome
from followupd.core.people.identity import identify
from followupd.core.values.memo import Memo
from followupd.core.plan import make_plan
from followupd.core.values.time import Interval
from followupd.core.values.user_time import Busy, UserTime
from followupd.hitlist.load import load
hitlist = load(pathlib.Path(sys.argv[1])).hitlist
told = tuple(facts(hitlist.contacts))
people = identify(hitlist.contacts, (fact for fact in told if isinstance(fact, Listed)), NOW)
number, full = int(sys.argv[2]), sys.argv[3] == "full"
draw = random.Random(1)
def begins(n):
    if full:
        return NOW - timedelta(days=60) + timedelta(hours=n * 250 * 24 / number)
    day = NOW.replace(hour=0) + timedelta(days=n % 250 - 60)
    return day + timedelta(hours=draw.choice((16, 17.5, 21, 22.5)))
busy = sorted((Busy(Interval(start, start + timedelta(minutes=20 if full else 45)), "Meeting")
               for start in map(begins, range(number))), key=lambda b: b.interval.start)
busy = UserTime(tuple(busy))
taken, memo = [], Memo()
def timed(*arguments):
    began = time.process_time()
    plan = make_plan(*arguments, memo)
    taken.append(time.process_time() - began)
    return plan
first = timed(hitlist, people, told, {}, NOW, busy)
written = {event.uid: Written(event.uid, event) for event in first.events}
assert timed(hitlist, people, told, written, NOW, busy).events == first.events
later = NOW + timedelta(seconds=30)
told += (Attempt(hitlist.contacts[40].slug, later, Outcome.NO_ANSWER, "phone"),)
after = timed(hitlist, people, told, written, later, busy)
assert after == make_plan(hitlist, people, told, written, later, busy)
print(json.dumps(taken))
"""


def main(people: int = 10_000, busy: int = 10_000, rounds: int = 5) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = write_hit_list(Path(name), people)
        for kind, told in (("team", "a team's calendars"), ("full", "no hour is free")):
            taken = [json.loads(fresh(CODE, path, busy, kind)[0]) for _ in range(rounds)]
            print(f"{people:,} contacts, {busy:,} busy events: {told}")
            for what, seconds in zip(("everything is new", "nothing is new", "one attempt is new"),
                                     zip(*taken, strict=True), strict=True):
                print(f"  {what:20} {statistics.median(seconds):6.3f} s CPU")
            ratio = statistics.median(after / cold for cold, _, after in taken)
            print(f"  one attempt : new = {ratio:.2f} (goal: 0.05, or 0.1 s)", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
