"""A state machine against a CalDAV server of every kind: the user's hand, faults on the line, processes that die.

When the faults are over, two passes converge: the calendar equals the plan, no acknowledged fact is lost, no event
doubles, no foreign event has changed, and a third pass writes nothing.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from followupd.calendars import vevent
from followupd.calendars.caldav_calendar import CaldavCalendar
from followupd.calendars.protocol import Calendar, Snapshot
from followupd.core.event import Change, Present, Result, parse_uid
from followupd.core.facts import Attempt, Fact, Moved, Outcome, Skipped
from followupd.core.model import BlockRule, Cadence, CaldavTarget, Contact, Hitlist
from followupd.core.time import Span, daily
from followupd.errors import CalendarUnreachable, UnsafeChange
from followupd.history.store import History
from followupd.report import Report
from followupd.run import Allow, run_pass
from followupd.sources import Sources
from tests.fake_caldav import CUT_AFTER, CUT_BEFORE, HANG, FakeCalDAV, Fault, Quirks, Reply

EXAMPLES = int(os.environ.get("FOLLOWUPD_EXAMPLES", "100"))   # how hard a run looks for a broken promise
NOW = datetime(2027, 10, 20, 15, 0, tzinfo=UTC)               # before both ends of summer time
TIMEOUT = 0.25
FOREIGN = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20270101T000000Z\r\n"
           "DTSTART:20271026T160000Z\r\nSUMMARY:Not ours\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")

quirks = st.builds(
    Quirks, etags=st.sampled_from(("good", "none", "silent", "weak", "stale", "restless")),
    tokens=st.sampled_from(("good", "none", "seconds", "deaf", "forgetful")),
    clash=st.sampled_from((412, 409, 400, 403, None)), trash=st.booleans(), lag=st.sampled_from((0, 0, 1, 3)),
    rewrites=st.booleans(), whole_404=st.booleans(), leaves_out=st.booleans(),
)
WRITES, ALL = ("PUT", "DELETE"), ("PUT", "DELETE", "REPORT", "PROPFIND", "GET")
faults = st.tuples(
    st.sampled_from((CUT_BEFORE, CUT_AFTER, HANG, Reply(429, headers={"Retry-After": "1"}), Reply(503), Reply(500),
                     Reply(423), Reply(502, "<html>bad gateway</html>"))),
    st.sampled_from((WRITES, WRITES, ALL)), st.integers(1, 4), st.integers(0, 3),
)


class PowerCut(BaseException):
    """The process dies here."""


@dataclass
class Dying:
    """A calendar whose process dies before or after its next writes, so that they are not recorded."""

    inner: Calendar
    after: bool

    @property
    def label(self) -> str:
        return self.inner.label

    def read(self, expected: Collection[str] = ()) -> Snapshot:
        return self.inner.read(expected)

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        if self.after:
            with suppress(CalendarUnreachable):
                self.inner.apply(changes[:-1] or changes, stamp)
        raise PowerCut

    def close(self) -> None:
        self.inner.close()


class Convergence(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "state.db"
        self.server = FakeCalDAV().__enter__()
        self.history = History.open(self.path, "hitlist")
        self.now, self.logged, self.foreign = NOW, list[Fact](), dict[str, str]()
        self.touched: dict[str, datetime | None] = {}      # UIDs that the user dragged (to when) or deleted (None)
        self.hands: set[str] = set()                       # all that the user ever touched so
        denver = ZoneInfo("America/Denver")
        people = [Contact(f"p{n}", f"Person {n}", Cadence(Span(days=30), Span(days=40)), via=("phone", "email"),
                          phones=(f"+1 303 555 010{n}",), emails=(f"p{n}@example.com",)) for n in range(3)]
        self.hitlist = Hitlist(
            CaldavTarget(self.server.url, timeout=TIMEOUT), denver, daily(time(8), time(18), frozenset(range(5))),
            blocks=(BlockRule((1,), time(10), ahead=Span(days=28)),), start_small=None, contacts=tuple(people),
        )
        self.start()

    def start(self) -> None:
        """Another process: it knows what is in the state database, and nothing of the server."""
        assert isinstance(self.hitlist.calendar, CaldavTarget)
        self.calendar = CaldavCalendar(self.hitlist.calendar, "hitlist", UTC)

    def teardown(self) -> None:
        self.calendar.close()
        self.history.close()
        self.server.__exit__(None, None, None)
        self.folder.cleanup()

    @initialize(kind=quirks)
    def begin(self, kind: Quirks) -> None:
        self.server.quirks = kind
        self.add_foreign(0)
        self.converges()

    def a_pass(self, calendar: Calendar | None = None) -> Report:
        sources = Sources(
            Path("hitlist.yaml"), self.hitlist, self.history, calendar or self.calendar, "fake", (), ()
        )
        try:
            return run_pass(sources, self.now, write=True)
        except UnsafeChange:   # half of a short calendar deleted by hand: the user says that it was meant
            return run_pass(sources, self.now, write=True, allow=Allow(deletions=True))

    def ours(self) -> dict[str, tuple[str, Present]]:
        """What really stands there, by UID, with the resource's name. No UID of ours is there twice."""
        found: dict[str, tuple[str, Present]] = {}
        for name, text in self.server.texts.items():
            for there in vevent.read(text, "hitlist", UTC).found:
                assert there.event.uid not in found, "one event stands there twice"
                found[there.event.uid] = (name, Present(there.event, name, None, text))
        return found

    def coming(self) -> list[str]:
        return sorted(uid for uid, (_, p) in self.ours().items() if p.event.start > self.now)

    # The user.

    @rule(data=st.data(), hours=st.integers(-20, 90).filter(bool))
    def the_user_drags_one(self, data: st.DataObject, hours: int) -> None:
        coming = self.coming()
        if coming:
            uid = data.draw(st.sampled_from(coming))
            name, there = self.ours()[uid]
            start = max(there.event.start + timedelta(hours=hours), self.now + timedelta(hours=1))
            end = start + (there.event.end - there.event.start)
            self.server.edit(name, DTSTART=vevent.token(start), DTEND=vevent.token(end))
            self.touched[uid] = start
            self.hands.add(uid)

    @rule(data=st.data())
    def the_user_deletes_one(self, data: st.DataObject) -> None:
        coming = self.coming()
        if coming:
            uid = data.draw(st.sampled_from(coming))
            self.server.remove(self.ours()[uid][0])
            self.touched[uid] = None
            self.hands.add(uid)

    @rule(data=st.data())
    def the_user_adds_an_alarm(self, data: st.DataObject) -> None:
        coming = self.coming()
        if coming:
            self.server.edit(self.ours()[data.draw(st.sampled_from(coming))][0], LOCATION="my own words")

    @rule(number=st.integers(1, 9))
    def add_foreign(self, number: int) -> None:
        name = f"foreign{number}.ics"
        if name not in self.foreign:
            self.server.put(name, FOREIGN.format(uid=f"f{number}@example.org"))
            self.foreign[name] = self.server.texts[name]

    @rule(number=st.integers(0, 2), outcome=st.sampled_from((Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.REACHED)))
    def a_try_is_logged(self, number: int, outcome: Outcome) -> None:
        self.now += timedelta(minutes=1)
        fact = Attempt(f"p{number}", self.now, outcome, "phone")
        self.history.append([fact], self.now)
        self.logged.append(fact)

    @rule(hours=st.integers(1, 240))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(hour=st.integers(9, 16))
    def the_list_is_edited(self, hour: int) -> None:
        (block,) = self.hitlist.blocks
        self.hitlist = replace(self.hitlist, blocks=(replace(block, time=time(hour)),))

    # What goes wrong.

    @rule(fault=faults, passes=st.integers(1, 2))
    def the_line_is_bad(self, fault: tuple[Fault | Reply, tuple[str, ...], int, int], passes: int) -> None:
        what, methods, every, offset = fault
        start = len(self.server.seen)

        def spoil(method: str, path: str, count: int) -> Fault | Reply | None:
            hit = method in methods and (len(self.server.seen) - start) % every == offset % every
            return what if hit else None

        self.server.fault = spoil
        for _ in range(passes):
            with suppress(CalendarUnreachable):
                self.a_pass()
        self.server.fault = lambda method, path, count: None

    @rule(after=st.booleans())
    def the_power_goes(self, after: bool) -> None:
        with suppress(PowerCut, CalendarUnreachable):
            self.a_pass(Dying(self.calendar, after))
        self.calendar.close()
        self.history.close()
        self.history = History.open(self.path, "hitlist")
        self.start()

    @rule(kind=quirks)
    def the_server_is_replaced(self, kind: Quirks) -> None:
        """An update of the server, and another process of ours."""
        self.server.quirks = kind
        self.calendar.close()
        self.start()

    @rule()
    def converges(self) -> None:
        """The faults are over and the server's index has caught up."""
        self.server.catch_up()
        self.server.second += 2
        self.calendar.close()
        self.start()
        for _ in range(2):
            self.a_pass()
            self.server.catch_up()
        writes, facts = self.server.writes, self.history.last_seq()
        report = self.a_pass()
        assert (report.changes, report.problems) == ((), ())
        assert (self.server.writes, self.history.last_seq()) == (writes, facts)
        self.check(report)

    def check(self, report: Report) -> None:
        there = self.ours()
        bases = Counter(uid.base for uid in (parse_uid(u, "hitlist") for u in self.coming()) if uid)
        assert set(bases.values()) <= {1}, "one meaning stands there twice"
        assert bases.keys() == {event.uid for event in report.plan.events}
        wanted = {event.uid: event for event in report.plan.events}
        for uid in self.coming():
            parsed, event = parse_uid(uid, "hitlist"), there[uid][1].event
            assert parsed is not None
            assert (event.start, event.end) == (wanted[parsed.base].start, wanted[parsed.base].end)
        facts = self.history.facts()
        assert all(fact in facts for fact in self.logged)
        taken_for_hands = {fact.uid for fact in facts if isinstance(fact, Moved | Skipped)}
        assert taken_for_hands <= self.hands, "what the line or the server did is no instruction of the user's"
        for name, text in self.foreign.items():
            assert self.server.texts[name] == text
        for uid, start in self.touched.items():
            if start is None:
                assert uid not in there
            elif uid in there and start > self.now:
                assert there[uid][1].event.start == start
        self.touched = {uid: start for uid, start in self.touched.items() if start is None or start > self.now}


Convergence.TestCase.settings = settings(
    max_examples=max(2, EXAMPLES // 4), stateful_step_count=14, deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestConvergence = Convergence.TestCase
