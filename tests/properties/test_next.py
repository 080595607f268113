"""An answer of `next` may be remembered: until the plan's wake it is the answer that would be worked out anew.

Over random users, zones, DST changes, histories with lines dated ahead, drags, and what stands on the calendar.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.people.identity import identify
from followupd.core.values.event import Written
from followupd.core.values.facts import Attempt, Fact, Moved, Outcome
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.uid import parse_uid
from followupd.core.values.user_time import ALL_FREE
from followupd.desk.next_look import reachable
from followupd.desk.reachable import Reachable
from followupd.history.forms import to_micros
from followupd.passes.outlook import outlook
from tests.properties.worlds import CHANNELS, EXAMPLES, NOWS, hitlists

VIAS = (None, *CHANNELS)
Told = list[tuple[str, str, str, str, str]]


@st.composite
def situations(draw: st.DrawFn) -> tuple[Hitlist, tuple[Fact, ...], dict[str, Written], datetime]:
    """A list that has been planned some weeks ago, with what was written then, and events dragged since."""
    now = draw(NOWS)
    hitlist = draw(hitlists(now))
    slips = draw(st.booleans())
    if hitlist.contacts and slips:                                          # a slip of the hour
        first = hitlist.contacts[0]
        ahead = Attempt(first.slug, now + timedelta(minutes=draw(st.integers(1, 600))), draw(st.sampled_from(Outcome)))
        hitlist = replace(hitlist, contacts=(replace(first, log=(*first.log, ahead)), *hitlist.contacts[1:]))
    planned = now - timedelta(days=draw(st.integers(0, 40)), minutes=draw(st.integers(0, 600)))
    facts: tuple[Fact, ...] = identify(hitlist.contacts, (), planned).listed
    events = outlook(hitlist, facts, {}, planned, ALL_FREE).plan.events if draw(st.booleans()) else ()
    for event in draw(st.lists(st.sampled_from(events), max_size=2)) if events else ():
        parsed, start = parse_uid(event.uid, hitlist.name), now + timedelta(minutes=draw(st.integers(-300, 3000)))
        assert parsed is not None
        facts += (Moved(None, planned, event.uid, start, start + (event.end - event.start)),)
    return hitlist, facts, {e.uid: Written(e.uid, e) for e in events}, now


def told(answer: Reachable, moment: datetime, via: str | None) -> list[Any]:
    """Everything that `next` would say at this moment."""
    found = answer.at(to_micros(moment), via)
    people = [(person.why, person.form, tuple(way)[:3], way.minutes) for person, way in found]
    return [people, answer.later, answer.item]


def before(wake: datetime, moment: datetime) -> datetime:
    """The moment, or the last one before the wake where a fraction was rounded up to it."""
    return min(moment, wake - timedelta(microseconds=1))


@settings(max_examples=EXAMPLES)
@given(situations(), st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=6), st.sampled_from(VIAS))
def test_a_remembered_answer_is_the_one_worked_out_anew(
    situation: tuple[Hitlist, tuple[Fact, ...], dict[str, Written], datetime], parts: list[float], via: str | None
) -> None:
    """At every moment until the wake, through JSON and back, for each channel."""
    hitlist, facts, written, now = situation
    view = outlook(hitlist, facts, written, now, ALL_FREE)
    made = reachable(view)
    kept = Reachable.from_text(made.to_text())
    assert (made.since, made.until) == (to_micros(now), to_micros(view.plan.wake))
    edges = [now, view.plan.wake - timedelta(microseconds=1), view.plan.wake - timedelta(seconds=59)]
    for moment in (*edges, *(before(view.plan.wake, now + (view.plan.wake - now) * p) for p in parts)):
        if moment >= now:
            anew = reachable(outlook(hitlist, facts, written, moment, ALL_FREE))
            assert told(kept, moment, via) == told(Reachable.from_text(anew.to_text()), moment, via), moment


@settings(max_examples=EXAMPLES)
@given(situations(), st.floats(0, 1, exclude_max=True))
def test_a_plan_holds_until_its_wake(
    situation: tuple[Hitlist, tuple[Fact, ...], dict[str, Written], datetime], part: float
) -> None:
    """The daemon sleeps until then: nothing that it should write may become due meanwhile."""
    hitlist, facts, written, now = situation
    first = outlook(hitlist, facts, written, now, ALL_FREE).plan
    later = outlook(hitlist, facts, written, before(first.wake, now + (first.wake - now) * part), ALL_FREE).plan
    assert later.events == first.events
    assert later.sheets == first.sheets
    assert {key: s.item for key, s in later.standings.items()} == {key: s.item for key, s in first.standings.items()}
    assert later.wake == first.wake


def test_the_answer_without_people_is_an_answer_too() -> None:
    """An empty list can be asked and remembered."""
    empty = Reachable(0, 1, {}, [], "Nothing is planned.", None)
    assert Reachable.from_text(empty.to_text()) == empty
    assert empty.at(0) == []
