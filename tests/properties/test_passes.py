"""A state machine over months: passes, logged tries, drags, deletions, edits of the list, and commits cut off.

Whatever happens, after a pass the promises hold on the calendar itself: one open item for each person (P2), a second
pass writes nothing (P3), foreign events keep their bytes (P5), what the user dragged stays (P6).
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from followupd.calendars.memory import MemoryCalendar
from followupd.core.phrases.vocabulary import unasked
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.record import Facts
from followupd.core.values.uid import TRIES, Kind, parse_uid
from followupd.errors import CalendarUnreachable, UnsafeChange
from followupd.history.store import History
from followupd.passes.gather import Allow
from followupd.passes.report import Report
from followupd.passes.sources import Sources
from followupd.run import run_pass
from tests.kit.branches import Branches, fewer
from tests.properties.worlds import NOWS, contacts, hitlists, week_hours

FOREIGN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//somebody//else//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
    "DTSTAMP:20270101T000000Z\r\nDTSTART:20271001T100000Z\r\nDTEND:20271001T110000Z\r\nSUMMARY:Not ours\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
FOREIGN_UIDS = ("board-meeting@example.com", "block-2027w40-1-other@followupd", "retry-p0-20271001-2-hitlist@elsewhere")


A_MOMENT = timedelta(minutes=1)      # the user never does two things at one instant
WORDS = ("na", "ok", "what", "lm: note", "na", "ok", "what", "later 3d", "Friday", "bounced")
RARE = Branches(
    looks_like_an_accident=1, drag_kept=80, deleted=20, answered=5, asked_about=5, line_kept=10, cut_off=6, lost=6,
)


class Passes(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.history = History.open(Path(self.folder.name) / "state.db", "hitlist")
        self.calendar = MemoryCalendar("hitlist", UTC)
        for number, uid in enumerate(FOREIGN_UIDS):
            self.calendar.put(f"foreign{number}.ics", FOREIGN.format(uid=uid))
        self.dragged: dict[str, datetime] = {}

    def teardown(self) -> None:
        self.history.close()
        self.folder.cleanup()

    @initialize(data=st.data(), now=NOWS)
    def begin(self, data: st.DataObject, now: datetime) -> None:
        self.now = now
        self.hitlist = data.draw(hitlists(now, most=4))
        people = tuple(data.draw(contacts(10 + number, now)) for number in range(data.draw(st.integers(0, 3))))
        self.hitlist = replace(self.hitlist, contacts=(*self.hitlist.contacts, *people))
        if data.draw(st.booleans()):
            self.hitlist = replace(self.hitlist, blocks=())          # each has a reminder, which can be marked
        self.a_pass()

    @property
    def sources(self) -> Sources:
        return Sources(Path("hitlist.yaml"), self.hitlist, self.history, self.calendar, "memory", (), ())

    def ours(self) -> list[Present]:
        return list(self.calendar.read().events)

    @rule()
    def a_pass(self) -> None:
        self.checked_pass()

    def checked_pass(self) -> Report | None:
        try:
            report = run_pass(self.sources, self.now, write=True)
        except UnsafeChange:
            RARE.reached("looks_like_an_accident")
            # Half of a short calendar deleted by hand looks like an accident, and the user says that it was none.
            report = run_pass(self.sources, self.now, write=True, allow=Allow(deletions=True))
        assert not report.failed
        self.check_second_pass_changes_nothing()
        self.check_one_open_item()
        self.check_foreign_events()
        self.check_drags_are_kept()
        return report

    def check_second_pass_changes_nothing(self) -> None:
        before, writes = dict(self.calendar.texts), self.calendar.writes
        last_fact = self.history.last_seq()
        report = run_pass(self.sources, self.now, write=True)
        assert report.changes == (), report.changes
        assert (self.calendar.texts, self.calendar.writes) == (before, writes)
        assert self.history.last_seq() == last_fact

    def check_one_open_item(self) -> None:
        rows = self.history.written("memory")
        names: Counter[str] = Counter()
        for there in self.ours():
            row = rows[there.uid]
            assert row.event is not None
            if there.event.start > self.now:
                names.update(row.event.people)
        assert all(count == 1 for count in names.values()), names

    def check_foreign_events(self) -> None:
        for number, uid in enumerate(FOREIGN_UIDS):
            assert self.calendar.texts[f"foreign{number}.ics"] == FOREIGN.format(uid=uid)

    def check_drags_are_kept(self) -> None:
        for there in self.ours():
            if there.uid in self.dragged:
                RARE.reached("drag_kept")
                assert there.event.start == self.dragged[there.uid]

    @rule(minutes=st.integers(1, 20 * 24 * 60))
    def time_goes_by(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.checked_pass()

    @rule(data=st.data(), outcome=st.sampled_from(Outcome))
    def a_try_is_logged(self, data: st.DataObject, outcome: Outcome) -> None:
        self.now += A_MOMENT
        known = [f.contact for f in self.history.facts() if not isinstance(f, Attempt) and f.contact]
        if known:
            key = data.draw(st.sampled_from(sorted(set(known))))
            self.history.append([Attempt(key, self.now, outcome)], self.now)
            # The item that was dragged is done; what follows may mean the same day and be elsewhere.
            self.dragged = {uid: start for uid, start in self.dragged.items() if f"-{key}-" not in uid}
            self.checked_pass()

    @rule(data=st.data(), hours=st.integers(-72, 240).filter(bool))
    def the_user_drags_one(self, data: st.DataObject, hours: int) -> None:
        self.now += A_MOMENT
        coming = sorted((p for p in self.ours() if p.event.start > self.now), key=lambda p: p.uid)
        if coming:
            there = data.draw(st.sampled_from(coming))
            start = there.event.start + timedelta(hours=hours)
            self.calendar.drag(there.uid, start)
            self.dragged[there.uid] = start
            self.checked_pass()

    @rule(data=st.data())
    def the_user_deletes_one(self, data: st.DataObject) -> None:
        self.now += A_MOMENT
        coming = sorted((p for p in self.ours() if p.event.start > self.now), key=lambda p: p.uid)
        if coming:
            there = data.draw(st.sampled_from(coming))
            uid = parse_uid(there.uid, "hitlist")
            assert uid is not None
            self.calendar.delete(there.uid)
            self.checked_pass()
            again = [parse_uid(p.uid, "hitlist") for p in self.ours() if p.event.start > self.now]
            RARE.reached("deleted")
            assert uid.base not in {u.base for u in again if u}, "a deleted event was written again"

    @rule(data=st.data(), word=st.sampled_from(WORDS))
    def the_user_marks_one(self, data: st.DataObject, word: str) -> None:
        """A mark is recorded once, and its event stays; what is not a mark stays in the title."""
        self.now += A_MOMENT
        ours = sorted((p for p in self.ours() if not p.uid.startswith("block-")), key=lambda p: p.uid)
        if ours:
            tries = [one for one in ours if one.uid.startswith(tuple(TRIES))]       # as often as all the others
            there = data.draw(st.sampled_from(tries) | st.sampled_from(ours) if tries else st.sampled_from(ours))
            title = f"{there.event.summary} {word}"
            self.calendar.retitle(there.uid, title)
            self.dragged.pop(there.uid, None)
            told = sum(isinstance(f, Attempt) and f.event == there.uid for f in self.history.facts())
            self.checked_pass()
            now_told = sum(isinstance(f, Attempt) and f.event == there.uid for f in self.history.facts())
            assert now_told <= told + 1
            left = {p.uid: p for p in self.ours()}
            if word in ("na", "ok", "bounced") and now_told > told:
                assert left[there.uid].event.summary.startswith("✓ ")
            if there.uid in left and left[there.uid].event.summary.startswith("✓ ") and not title.startswith("✓ "):
                RARE.reached("answered")
            if word == "what" and there.uid in left:
                RARE.reached("asked_about")
                # Behind an answer it is its note, or is asked about if it may take that back.
                on_it = Facts(self.history.facts()).on(there.uid) if there.event.answer else ()
                noted = any(isinstance(fact, Attempt) and word in fact.note for fact in on_it)
                assert noted or unasked(left[there.uid].event.summary) == unasked(title)

    @rule(data=st.data())
    def the_user_adds_a_line(self, data: st.DataObject) -> None:
        self.now += A_MOMENT
        coming = sorted((p for p in self.ours() if p.event.start > self.now), key=lambda p: p.uid)
        if coming:
            there = data.draw(st.sampled_from(coming))
            if "my own words" not in there.event.description:
                self.calendar.rewrite(there.uid, there.event.description + "\nmy own words")
            self.checked_pass()
            left = {p.uid: p for p in self.ours()}
            if there.uid in left:
                RARE.reached("line_kept")
                assert "my own words" in left[there.uid].event.description

    @rule(data=st.data())
    def the_list_is_edited(self, data: st.DataObject) -> None:
        self.now += A_MOMENT
        hours = data.draw(st.none() | week_hours())
        one_less = data.draw(st.integers(0, 1)) == 1
        people = list(self.hitlist.contacts)
        if people and one_less:
            people.pop(data.draw(st.integers(0, len(people) - 1)))
        elif len(people) < 6:
            people.append(data.draw(contacts(20 + len(self.history.facts()), self.now)))
        self.hitlist = replace(self.hitlist, hours=hours or self.hitlist.hours, contacts=tuple(people))
        self.checked_pass()

    @precondition(lambda self: self.hitlist.contacts)
    @rule(after=st.integers(0, 2), days=st.integers(7, 21), lost=st.booleans())
    def a_commit_is_cut_off(self, after: int, days: int, lost: bool) -> None:
        """The calendar goes away after some writes; or our own notes of the last writes are lost."""
        self.now += timedelta(days=days)
        self.calendar.fail_writing(CalendarUnreachable("gone"), after)
        try:
            run_pass(self.sources, self.now, write=True)
        except CalendarUnreachable:
            RARE.reached("cut_off")
        except UnsafeChange:
            pass
        self.calendar.fail_writing(None)
        if lost:
            RARE.reached("lost")
            self.history.forget("memory")
        self.checked_pass()


Passes.TestCase.settings = settings(
    max_examples=max(1, fewer() // 4), stateful_step_count=20, suppress_health_check=list(HealthCheck)
)
TestPasses = RARE.of_machine(Passes)


def test_kinds_are_all_known() -> None:
    """The UIDs that the machine reads are those of every kind of event there is."""
    assert {parse_uid(f"{kind}-x-hitlist@followupd", "hitlist") is not None for kind in Kind} == {True}
