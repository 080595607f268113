"""The memo changes no plan, whatever happens between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.answers.taking_back import is_report, making_count, taking_back
from followupd.core.people.closing import newly_closed
from followupd.core.people.identity import identify
from followupd.core.plan import Plan, make_plan
from followupd.core.values.event import Written
from followupd.core.values.facts import (
    Attempt,
    Booked,
    Fact,
    Listed,
    Moved,
    Outcome,
    Promised,
    Retracted,
    Skipped,
    Swept,
    key_of,
)
from followupd.core.values.hitlist import Contact, Feast, Hitlist, RetryRule
from followupd.core.values.memo import Memo
from followupd.core.values.record import Facts
from followupd.core.values.time import Interval, Span
from followupd.core.values.uid import parse_item
from followupd.core.values.user_time import Busy, UserTime
from followupd.hitlist.feasts import with_feasts
from followupd.simulation.year import after
from tests.kit.branches import Branches, fewer
from tests.properties.worlds import NOWS, ZONES, attempts, cadences, contacts, hitlists

MOST = 6
RARE = Branches(
    skipped=10, dragged=5, restored=5, clock_back=20, feasts=15, zone=20, order=10, dated_ahead=15, booked=1,
    swept=4, answered_on_an_event=30, somebody_leaves=15, taken_back=10, reported_again=1,
)


class Life:
    """One hit list over some plans. Each step changes something; then planning with and without a memo must agree."""

    def __init__(self, hitlist: Hitlist, now: datetime) -> None:
        self.hitlist, self.now = hitlist, now
        self.facts: list[Fact] = []
        self.written: dict[str, Written] = {}
        self.user_time = UserTime()
        self.memo = Memo()
        self.plan: Plan = self.look()

    def look(self) -> Plan:
        people = identify(self.hitlist.contacts, (f for f in self.facts if isinstance(f, Listed)), self.now)
        self.facts += people.listed
        self.facts += newly_closed(people, self.facts, self.hitlist.timezone, self.now)
        told = people, tuple(self.facts), self.written, self.now, self.user_time
        hitlist = with_feasts(self.hitlist, self.now)            # another value in each pass, as in a daemon
        plan = make_plan(hitlist, *told, self.memo)
        assert plan == make_plan(hitlist, *told)
        return plan

    def step(self, data: st.DataObject) -> None:  # noqa: C901 - a row for each thing that can change
        draw = data.draw
        kind = draw(st.sampled_from((
            "try", "try", "try", "ahead", "time", "time", "back", "stands", "stands", "act", "contact", "order", "rule",
            "off", "busy", "fact", "restored", "read again", "cadence", "taken back", "cadence", "busy", "zone",
            "feast",
        )))
        people = self.hitlist.contacts
        someone = draw(st.sampled_from(people)) if people else None
        match kind:
            case "time":
                self.now += draw(st.timedeltas(timedelta(minutes=1), timedelta(days=40)))
            case "back":
                RARE.reached("clock_back")
                self.now -= draw(st.timedeltas(timedelta(minutes=1), timedelta(days=2)))
            case "stands":
                self.written = after(self.written, self.plan, self.now)
            case "act" if self.plan.events:
                event = draw(st.sampled_from(self.plan.events))
                item = parse_item(event.uid)
                key = item[1] if item else None
                if draw(st.booleans()):
                    RARE.reached("skipped")
                    self.facts.append(Skipped(key, self.now, event.uid, event.start))
                    self.written[event.uid] = Written(event.uid, event, deleted=True)
                else:
                    RARE.reached("dragged")
                    start = event.start + draw(st.timedeltas(timedelta(days=-3), timedelta(days=20)))
                    self.facts.append(Moved(key, self.now, event.uid, start, start + (event.end - event.start)))
            case "order":
                mixed = tuple(draw(st.permutations(people)))
                if mixed != people:
                    RARE.reached("order")
                self.hitlist = replace(self.hitlist, contacts=mixed)
            case "zone":
                RARE.reached("zone")
                self.hitlist = replace(self.hitlist, timezone=draw(st.sampled_from(ZONES)))
            case "rule":
                self.hitlist = replace(self.hitlist, retry=RetryRule((Span(days=draw(st.integers(1, 9))),) * 2))
            case "off":
                first, days = (self.now + timedelta(days=draw(st.integers(0, 9)))).date(), draw(st.integers(1, 20))
                self.user_time = replace(
                    self.user_time, off={first + timedelta(days=number): "away" for number in range(days)}
                )
            case "busy":
                start = self.now.replace(minute=0) + timedelta(hours=draw(st.integers(0, 400)))
                stretch = Interval(start, start + timedelta(hours=draw(st.integers(1, 30))))
                self.user_time = replace(self.user_time, busy=(Busy(stretch, "Board meeting"),))
            case "restored" if self.facts:
                RARE.reached("restored")
                del self.facts[draw(st.integers(0, len(self.facts) - 1)) :]
                if someone is not None:
                    self.facts += [self._told(data, "try", someone) for _ in range(draw(st.integers(0, 3)))]
            case "taken back" if self.facts:
                self.facts += self._turned(data)
            case "contact":
                number = draw(st.integers(0, MOST))
                others = tuple(contact for contact in people if contact.slug != f"p{number}")
                if len(others) < len(people):
                    RARE.reached("somebody_leaves")
                new = (draw(contacts(number, self.now + timedelta(days=3))),) if draw(st.booleans()) else ()
                self.hitlist = replace(self.hitlist, contacts=(*others, *new))
            case "cadence" if someone is not None:
                self._edit(someone, replace(someone, cadence=draw(cadences())))
            case "feast" if someone is not None:
                RARE.reached("feasts")
                keeps = (Feast(draw(st.sampled_from(("Christmas", "Halloween", "New Year")))),)
                self._edit(someone, replace(someone, keeps=keeps))
            case "read again":
                self.hitlist = replace(self.hitlist, contacts=tuple(replace(contact) for contact in people))
            case "try" | "ahead" | "fact" if someone is not None:
                self.facts.append(self._told(data, kind, someone))
        self.plan = self.look()

    def _turned(self, data: st.DataObject) -> Sequence[Fact]:
        """Take one fact back, or count one again that was."""
        facts = Facts(self.facts)
        gone = [one for one in self.facts if not isinstance(one, Retracted) and key_of(one) in facts.taken_back]
        counts = [fact for fact in facts.counting if is_report(fact)]
        if gone and (not counts or data.draw(st.booleans())):
            RARE.reached("reported_again")
            return making_count(facts, data.draw(st.sampled_from(gone)), self.now)
        if not counts:
            return ()
        RARE.reached("taken_back")
        return taking_back(facts, [data.draw(st.sampled_from(counts))], self.now, "command")

    def _edit(self, someone: Contact, edited: Contact) -> None:
        contacts = tuple(edited if contact is someone else contact for contact in self.hitlist.contacts)
        self.hitlist = replace(self.hitlist, contacts=contacts)

    def _told(self, data: st.DataObject, kind: str, someone: Contact) -> Fact:
        draw = data.draw
        key = someone.slug
        if kind == "ahead":
            RARE.reached("dated_ahead")
            at = self.now + draw(st.timedeltas(timedelta(minutes=1), timedelta(days=30)))
            return Attempt(key, at, draw(st.sampled_from(Outcome)), "phone")
        if kind == "try":
            event = draw(st.sampled_from([*self.plan.events, None])) if draw(st.booleans()) else None
            if event is not None:
                RARE.reached("answered_on_an_event")
            return replace(
                draw(attempts(key, self.now)), event=event.uid if event else None,
                source="calendar" if event else "command",
            )
        day = (self.now + timedelta(days=draw(st.integers(-5, 60)))).date()
        booked, swept = Booked(key, self.now, day), Swept(key, self.now, day)
        choice: list[Fact] = [booked, swept, Promised(key, self.now, "send the list", day)]
        told = draw(st.sampled_from(choice))
        if not isinstance(told, Promised):
            RARE.reached("booked" if told is booked else "swept")
        return told


@RARE
@settings(max_examples=fewer())
@given(st.data(), NOWS)
def test_a_plan_with_a_memory_is_the_plan_without_one(data: st.DataObject, now: datetime) -> None:
    """Tries, also dated ahead, taken back and told again, edits of the hit list, drags, days off, busy time, clocks set
    back, a database from a backup: no remembered value outlives its parts."""
    life = Life(data.draw(hitlists(now, MOST)), now)
    for _ in range(data.draw(st.integers(6, 14))):
        life.step(data)
