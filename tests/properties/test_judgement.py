"""What the judgement of followupd must never do, over random users and histories: leave out, push, or contradict."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.facts import Attempt, Outcome
from followupd.core.identity import identify
from followupd.core.model import Hitlist
from followupd.core.plan import Plan, make_plan
from followupd.core.wish import State
from tests.properties.worlds import EXAMPLES, NOWS, hitlists

# The list is kept for up to ten months already, so that months have passed which can be judged.
kept_for = st.integers(0, 300).map(lambda days: timedelta(days=days))
lives = NOWS.flatmap(lambda now: st.tuples(hitlists(now), st.just(now), kept_for))


def planned(hitlist: Hitlist, now: datetime, since: datetime, *news: Attempt) -> Plan:
    people = identify(hitlist.contacts, (), since)
    return make_plan(hitlist, people, (*people.listed, *news), {}, now)


@settings(max_examples=EXAMPLES, deadline=None)
@given(lives)
def test_starting_small_never_sends_anybody_back(life: tuple[Hitlist, datetime, timedelta]) -> None:
    """P8: who waits was not tried since the start; the number is never below the user's own; all others come back."""
    hitlist, now, kept = life
    plan = planned(hitlist, now, now - kept)
    for standing in plan.standings.values():
        if standing.state is State.WAITING:
            assert plan.pace is not None
            assert hitlist.start_small is not None
            assert plan.pace.people >= hitlist.start_small.first
            last = standing.timeline.last
            assert last is None or last.at < now - kept
            assert standing.item is None


@settings(max_examples=EXAMPLES, deadline=None)
@given(lives, st.sampled_from(list(Outcome)))
def test_a_try_keeps_its_person_in_and_lets_nobody_in(
    life: tuple[Hitlist, datetime, timedelta], outcome: Outcome
) -> None:
    """A try logged now never puts somebody else into the queue, and the number of this month stays."""
    hitlist, now, kept = life
    before = planned(hitlist, now, now - kept)
    for key, contact in identify(hitlist.contacts, (), now).by_key.items():
        after = planned(hitlist, now, now - kept, Attempt(key, now, outcome, contact.via[0]))
        waits = {k for k, s in after.standings.items() if s.state is State.WAITING}
        assert key not in waits
        assert waits <= {k for k, s in before.standings.items() if s.state is State.WAITING}
        assert after.pace is None or after.pace == before.pace
