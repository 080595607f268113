"""P4, P6: after an undo everything is as if it had not been told, over random lists and what else the user did."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from followupd.calendars.memory import MemoryCalendar
from followupd.core.answers.taking_back import reports_that_count, taking_back
from followupd.core.people.identity import identify
from followupd.core.plan import Plan, make_plan
from followupd.core.values.facts import Attempt, Booked, EvidenceRule, Fact, Noticed, Outcome, Promised
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.record import Facts
from followupd.core.values.sightings import evidence_of
from followupd.core.values.uid import TRIES, parse_uid
from followupd.history.store import History
from tests.kit.branches import Branches, fewer
from tests.kit.desks import UserDesk
from tests.properties.worlds import NOWS, hitlists

situations = NOWS.flatmap(lambda now: st.tuples(hitlists(now).filter(lambda one: bool(one.contacts)), st.just(now)))
A_MOMENT = timedelta(minutes=1)


@contextmanager
def a_desk(hitlist: Hitlist, now: datetime) -> Iterator[UserDesk[MemoryCalendar]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with History.open(folder / "state.db", "hitlist") as history:
            yield UserDesk(folder, hitlist, history, MemoryCalendar("hitlist", UTC), now)


def something_told(data: st.DataObject, hitlist: Hitlist, now: datetime) -> tuple[Fact, ...]:
    """A try, a promise, or a meeting that was agreed, which also is an answer."""
    key = data.draw(st.sampled_from([contact.slug for contact in hitlist.contacts]))
    channel = data.draw(st.sampled_from(("phone", "email", "coffee")))
    match data.draw(st.sampled_from(("try", "try", "try", "promise", "meeting", "noticed"))):
        case "promise":
            return (Promised(key, now, "water the plants", now.date() + timedelta(days=3)),)
        case "meeting":
            booked = Booked(key, now, now.date() + timedelta(days=data.draw(st.integers(1, 30))), channel=channel)
            return Attempt(key, now, Outcome.REACHED, channel), booked
        case "noticed":
            outcome = data.draw(st.sampled_from((Outcome.REACHED, Outcome.NO_ANSWER, Outcome.BOUNCED)))
            rule = EvidenceRule.MET if channel == "coffee" else EvidenceRule.SPOKE
            return (Noticed(key, now, outcome, channel, rule, evidence_of(str(now)), source="calls.xml"),)
        case _:
            return (Attempt(key, now, data.draw(st.sampled_from(Outcome)), channel),)


@settings(max_examples=fewer())
@given(st.data(), situations)
def test_the_plan_after_an_undo_is_the_plan_as_if_it_had_not_been_reported(
    data: st.DataObject, situation: tuple[Hitlist, datetime]
) -> None:
    """The whole value: events, texts, places, reasons; from the same calendar."""
    hitlist, now = situation
    people = identify(hitlist.contacts, (), now)
    before = (*people.listed, *something_told(data, hitlist, now - timedelta(days=2)))
    told = something_told(data, hitlist, now - A_MOMENT)
    facts = Facts([*before, *told])
    undone = facts.plus(taking_back(facts, next(reports_that_count(facts, told[0].contact)), now, "command"))

    def plan(known: Facts) -> Plan:
        return make_plan(hitlist, people, known, {}, now)

    assert set(undone.counting) == set(before)
    assert plan(undone) == plan(Facts(before))


def coming(desk: UserDesk[MemoryCalendar]) -> dict[str, tuple[datetime, str, str]]:
    """Our coming events by their meaning: when, title and text."""
    found = {}
    for uid, present in desk.present().items():
        parsed, event = parse_uid(uid, "hitlist"), present.event
        if parsed is not None and event.start > desk.now:
            found[parsed.base] = (event.start, event.summary, event.description)
    return found


SEEN = Branches(changed=20, dragged=5, by_mark=5)


@SEEN
@settings(max_examples=fewer() // 3)
@given(st.data(), situations)
def test_the_calendar_after_an_undo_is_as_if_nothing_had_been_reported(
    data: st.DataObject, situation: tuple[Hitlist, datetime]
) -> None:
    """Told by command or by a mark on a reminder, with reminders dragged before and after it: where the user put them
    they stay, and everything else is where it would be (P6)."""
    hitlist, now = situation
    if data.draw(st.booleans()):
        hitlist = replace(hitlist, blocks=())       # each has a reminder, which can be marked
    with a_desk(hitlist, now) as desk:
        desk()
        drag(data, desk)
        before = coming(desk)
        assume(all(start > desk.now + 3 * A_MOMENT for start, _, _ in before.values()))     # none begins meanwhile
        marks = [uid for uid in before if uid.startswith(tuple(TRIES)) and uid in desk.present()]
        if data.draw(st.booleans()) and marks:
            SEEN.reached("by_mark")
            uid = data.draw(st.sampled_from(marks))
            word = data.draw(st.sampled_from(("na", "ok", "lm", "bounced")))
            desk.calendar.retitle(uid, f"{desk.present()[uid].event.summary} {word}")
        else:
            desk.log(*something_told(data, hitlist, now))
        desk.now += A_MOMENT
        desk()
        if coming(desk) != before:
            SEEN.reached("changed")
        desk.now += A_MOMENT
        facts = Facts(desk.history.facts())
        told = next(reports_that_count(facts), None)
        if told is None:
            assert desk.reports[-1].questions       # "ok" behind a request to find new details
            return
        desk.log(*taking_back(facts, told, desk.now, "command"))
        desk.run()
        assert coming(desk) == {base: one for base, one in before.items() if one[0] > desk.now}


def drag(data: st.DataObject, desk: UserDesk[MemoryCalendar]) -> None:
    """Drag one reminder by some hours, or none."""
    reminders = [one for one in desk.present().values() if one.uid.startswith(tuple(TRIES))]
    if data.draw(st.booleans()) and reminders:
        SEEN.reached("dragged")
        one = data.draw(st.sampled_from(reminders))
        by = timedelta(hours=data.draw(st.integers(1, 40)))
        desk.now += A_MOMENT
        desk.calendar.drag(one.uid, one.event.start + by, one.event.end + by)
        desk()
