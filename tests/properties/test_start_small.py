"""Start small over months: who starts, who joins, and that nobody is sent back without a reason."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.plan import Plan
from followupd.core.reasons import StartsNow
from followupd.core.schedule.status import State
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import BlockRule, Cadence, Contact, StartSmall
from followupd.core.values.time import Span
from tests.kit.branches import Branches, fewer
from tests.kit.people import DENVER, at, hit_list, planned

START, DAYS, STEP = at("2026-11-20 08:00"), 130, 5
EVERY = (Span(days=7), Span(months=1), Span(months=3), Span(months=12))
MONTH_EDGES = tuple(Span(months=number).after(date(2026, 11, 20)) for number in range(8))
REACHED = Branches(waits=60, joins=30, shrinks=5, not_due=60, starts_now=20)


@st.composite
def people(draw: st.DrawFn) -> tuple[list[Contact], list[Attempt]]:
    contacts, told = [], []
    for number in range(draw(st.integers(2, 12))):
        every, slug = draw(st.sampled_from(EVERY)), f"p{number}"
        contacts.append(Contact(
            slug, slug, Cadence(every, Span(every.months, every.days + 20)), phones=("+1",), like=draw(st.booleans()),
        ))
        ago = draw(st.none() | st.integers(1, 400))
        if ago is not None:
            told.append(Attempt(slug, START - timedelta(days=ago), Outcome.REACHED, "phone", timed=True))
    return contacts, told


def split(plan: Plan) -> tuple[set[str], set[str], set[str]]:
    """Return who has started, who waits, and who of those starts now because the next block is empty."""
    now_in = {key for key, one in plan.statuses.items() if one.state in (State.OPEN, State.IN_QUEUE)}
    starts = {key for key in now_in if any(isinstance(r, StartsNow) for r in plan.statuses[key].reasons)}
    waits = {key for key, one in plan.statuses.items() if one.state is State.WAITING}
    return now_in - starts, waits | starts, starts


def next_block(plan: Plan, now: datetime) -> str:
    return min((block for block in plan.blocks if block.interval.start > now), key=lambda b: b.interval.start).uid


def month_of(now: datetime) -> int:
    return sum(edge <= now.astimezone(DENVER).date() for edge in MONTH_EDGES) - 1


def comes_in_month(contact: Contact, told: list[Attempt], month: int) -> bool:
    """Return whether they are due before the month's end, as of its beginning."""
    zone, (begin, end) = DENVER, MONTH_EDGES[month : month + 2]
    real = [a.at.astimezone(zone).date() for a in told if a.contact == contact.slug and a.outcome is Outcome.REACHED]
    before = [day for day in real if day < begin]
    return not before or contact.cadence.every.after(max(before)) < end


@REACHED
@settings(max_examples=fewer() // 2, deadline=None)
@given(people(), st.integers(1, 4), st.integers(0, 3), st.data())
def test_places_go_to_people_who_are_due_and_stay_theirs(
    listed: tuple[list[Contact], list[Attempt]], first: int, then: int, data: st.DataObject,
) -> None:
    """People who have started stay unless the number shrinks; within a month nobody joins or leaves; while somebody
    waits, every place belongs to somebody who is due in the month; the first month has `first` places. Only a further
    block in a week that would be empty takes people who wait."""
    contacts, told = listed
    days = data.draw(st.sampled_from(((1,), (1, 3), (0, 1, 2, 3, 4))))
    hitlist = hit_list(*contacts, blocks=(BlockRule(days, time(10)),), start_small=StartSmall(first, then))
    keen = data.draw(st.lists(st.booleans(), min_size=8, max_size=8))
    were_in: set[str] = set()
    started: set[str] = set()
    waited: dict[int, set[str]] = {}
    for day in range(0, DAYS, STEP):
        now = START + timedelta(days=day)
        month, plan = month_of(now), planned(hitlist, told, now, since=START)
        now_in, waits, starts = split(plan)
        shrank = plan.pace is not None and plan.pace.before is not None and plan.pace.people < plan.pace.before
        if shrank:
            REACHED.reached("shrinks")
        else:
            assert not were_in & waits
        assert waited.setdefault(month, waits) - started == waits - started
        if waits:
            REACHED.reached("waits")
            assert plan.pace is not None
            coming = {c.slug for c in contacts if comes_in_month(c, told, month)}
            assert waits <= coming
            assert len(coming - waits) >= plan.pace.people
            if any(state.state is State.SCHEDULED for state in plan.statuses.values()):
                REACHED.reached("not_due")
        if starts:
            REACHED.reached("starts_now")
            assert len(days) > 1
            assert len(starts) <= then
            assert {one.key for one in plan.sheets[next_block(plan, now)]} == starts
        started |= starts
        if month == 0:
            assert len((were_in | now_in) - started) <= first or not waits
        elif now_in - were_in:
            REACHED.reached("joins")
        were_in = (were_in - waits) | now_in
        for key in sorted(now_in | starts):
            if data.draw(st.integers(0, 9)) < (7 if keen[month] else 0):
                outcome = data.draw(st.sampled_from((Outcome.REACHED, Outcome.NO_ANSWER, Outcome.NO_ANSWER)))
                told.append(Attempt(key, now + timedelta(hours=3), outcome, "phone", timed=True))
