"""The gain from learning when people pick up: how many retries are answered, with it and without it.

    python -m bench.learning [PEOPLE] [YEARS]        # 40 people, 3 years: some seconds

Each person answers seven calls in ten in one stretch of two hours that nobody knows, and 15 in 100 at any other time.
They are called when the plan says, every three weeks and again after each call that fails, in the same world with and
without what was learned. People whose habits are as clear as that are the best case: docs/judgement.md says how much
is needed before a retry leans at all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from followupd.core.people.identity import identify
from followupd.core.people.learning import Learned
from followupd.core.phrases.weeks import parse_hours
from followupd.core.plan import make_plan
from followupd.core.values.event import Written
from followupd.core.values.facts import Attempt, Fact, Outcome
from followupd.core.values.hitlist import Cadence, Contact, Hitlist
from followupd.core.values.targets import IcsTarget
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind
from tests.kit.people import DENVER

START = datetime(2026, 1, 5, 12, tzinfo=UTC)
STRETCHES = (8, 10, 12, 14, 16)
GOOD, OTHER = 0.7, 0.15


@contextmanager
def without_learning() -> Iterator[None]:
    """Let no retry lean to an hour while this is open."""
    lean = Learned.lean
    Learned.lean = lambda *_: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        Learned.lean = lean  # type: ignore[method-assign]


def retries(seed: int, years: int) -> list[bool]:
    """Return whether each retry of one person's years was answered."""
    random = Random(seed)
    best = random.choice(STRETCHES)
    dana = Contact("dana", "Dana", Cadence(Span(days=21), Span(days=35)), phones=("+1 303 555 0142",))
    hitlist = Hitlist(IcsTarget(Path("followup.ics")), DENVER, parse_hours("Mon-Fri 8:30-17:30"), contacts=(dana,))
    now, end = START, START + timedelta(days=365 * years)
    people = identify(hitlist.contacts, (), now)
    facts: list[Fact] = list(people.listed)
    written: dict[str, Written] = {}
    found = []
    while now < end:
        plan = make_plan(hitlist, people, tuple(facts), written, now)
        status = plan.statuses["dana"]
        if status.item is None or status.item.interval.start <= now:
            now = plan.wake
            continue
        event = next(event for event in plan.events if event.uid == status.item.uid)
        written[event.uid] = Written(event.uid, event, version="1")
        hour = event.start.astimezone(DENVER).hour // 2 * 2
        answered = random.random() < (GOOD if hour == best else OTHER)
        if status.next_try is not None and status.next_try.kind is Kind.RETRY:
            found.append(answered)
        facts.append(Attempt("dana", event.start, Outcome.REACHED if answered else Outcome.NO_ANSWER, "phone"))
        now = event.start + timedelta(minutes=30)
    return found


def main(people: int = 40, years: int = 3) -> None:
    for name, manner in (("with learning", nullcontext), ("without", without_learning)):
        with manner():
            told = [answer for seed in range(people) for answer in retries(seed, years)]
        print(f"{name}: {sum(told) / len(told):.1%} of {len(told)} retries answered")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
