"""The daemon answers from an outlook until its plan's wake: the answers are those that would be computed then.

Over random users, zones, DST changes, histories with lines dated ahead, drags, and what is on the calendar.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.people.identity import identify
from followupd.core.values.event import Written
from followupd.core.values.facts import Attempt, Fact, Moved, Outcome
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.targets import IcsTarget
from followupd.core.values.time import WeekHours
from followupd.core.values.uid import parse_uid
from followupd.core.values.user_time import ALL_FREE
from followupd.desk.asking import ListArguments, NextArguments, WhyArguments
from followupd.desk.list import list_answer
from followupd.desk.next import next_answer, reachable
from followupd.desk.why import why_answer
from followupd.passes.outlook import Outlook, outlook
from tests.kit.branches import Branches
from tests.properties.worlds import CHANNELS, EXAMPLES, NOWS, hitlists

VIAS = (None, *CHANNELS)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Hitlist, tuple[Fact, ...], dict[str, Written], datetime]:
    """Draw a list that was planned some weeks ago, with what was written then and dragged since."""
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


def told(view: Outlook, via: str | None) -> list[Any]:
    """Return everything that `next`, `list` and `why` would say, as text and as JSON."""
    whys = [WhyArguments(contact.slug) for contact in view.hitlist.contacts[:1]]
    return [
        answer
        for as_json in (False, True)
        for answer in (
            next_answer(view, NextArguments(None, via), as_json=as_json),
            next_answer(view, NextArguments(30, via), as_json=as_json),
            list_answer(view, ListArguments(None, None), as_json=as_json),
            *(why_answer(view, arguments, as_json=as_json) for arguments in whys),
        )
    ]


def before(wake: datetime, moment: datetime) -> datetime:
    """The moment, or the last one before the wake if a fraction was rounded up to it."""
    return min(moment, wake - timedelta(microseconds=1))


def count(seen: Branches, view: Outlook, facts: tuple[Fact, ...]) -> None:
    """Count the rare cases on the day of this outlook."""
    edges = {edge for event in view.plan.events for edge in (event.start, event.end)}
    seen.reached("an_event_ends_it" if view.plan.wake in edges else "something_else_ends_it")
    if any(isinstance(fact, Moved) and fact.start > view.now for fact in facts):
        seen.reached("dragged")
    if any(line.at > view.now for contact in view.hitlist.contacts for line in contact.log):
        seen.reached("dated_ahead")


ANSWERS = Branches(somebody=1, nobody=50, an_event_ends_it=10, something_else_ends_it=50, dragged=15, dated_ahead=20)
HOLDS = Branches(an_event_ends_it=10, something_else_ends_it=50, dragged=6, dated_ahead=20)


@ANSWERS
@settings(max_examples=EXAMPLES)
@given(situations(), st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=6), st.sampled_from(VIAS))
def test_an_outlook_answers_like_a_new_one(
    situation: tuple[Hitlist, tuple[Fact, ...], dict[str, Written], datetime], parts: list[float], via: str | None
) -> None:
    """At every moment until the wake, for each channel."""
    hitlist, facts, written, now = situation
    view = outlook(hitlist, facts, written, now, ALL_FREE)
    count(ANSWERS, view, facts)
    ANSWERS.reached("somebody" if reachable(view, via) else "nobody")
    edges = [now, view.plan.wake - timedelta(microseconds=1), view.plan.wake - timedelta(seconds=59)]
    for moment in (*edges, *(before(view.plan.wake, now + (view.plan.wake - now) * p) for p in parts)):
        if moment >= now:
            again = outlook(hitlist, facts, written, moment, ALL_FREE)
            assert told(replace(view, now=moment), via) == told(again, via), moment


@HOLDS
@settings(max_examples=EXAMPLES)
@given(situations(), st.floats(0, 1, exclude_max=True))
def test_a_plan_holds_until_its_wake(
    situation: tuple[Hitlist, tuple[Fact, ...], dict[str, Written], datetime], part: float
) -> None:
    """The daemon sleeps until then: nothing that it should write becomes due meanwhile."""
    hitlist, facts, written, now = situation
    view = outlook(hitlist, facts, written, now, ALL_FREE)
    count(HOLDS, view, facts)
    first = view.plan
    later = outlook(hitlist, facts, written, before(first.wake, now + (first.wake - now) * part), ALL_FREE).plan
    assert later.events == first.events
    assert later.sheets == first.sheets
    assert {key: s.item for key, s in later.statuses.items()} == {key: s.item for key, s in first.statuses.items()}
    assert later.wake == first.wake


def test_an_empty_list_has_an_answer_too() -> None:
    """Nobody, and nothing to come."""
    empty = Hitlist(IcsTarget(Path("followup.ics")), ZoneInfo("UTC"), WeekHours(()))
    view = outlook(empty, (), {}, datetime(2026, 11, 20, tzinfo=UTC), ALL_FREE)
    assert told(view, None)[0].text == "Nobody can be reached just now.\nNothing is planned."
