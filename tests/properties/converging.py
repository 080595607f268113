"""A state machine for every kind of calendar: the user's edits, network and disk faults, killed processes, backups.

When the faults are over, two passes converge: the calendar equals the plan, no acknowledged fact is lost, no event
doubles, no foreign event has changed, and a third pass writes nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from followupd.calendars.protocol import Calendar
from followupd.core.answers.ownership import writing_number
from followupd.core.items.kinds import is_task_line
from followupd.core.phrases.vocabulary import BOX
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Fact, Outcome, Skipped
from followupd.core.values.hitlist import Anniversary, BlockRule, Cadence, Contact, Hitlist, Promise, ReviewRule
from followupd.core.values.time import Span, daily
from followupd.core.values.uid import parse_uid
from followupd.errors import CalendarUnreachable, UnsafeChange
from followupd.history.store import History
from followupd.passes.gather import Allow
from followupd.passes.report import Report
from followupd.passes.sources import Sources
from followupd.run import run_pass
from tests.kit.people import DENVER
from tests.kit.places import CalendarPlace, FolderPlace
from tests.properties.beside import TASKS, Beside, Hands, done_on
from tests.properties.dying import Dying, PowerCut

NOW = datetime(2027, 10, 20, 15, 0, tzinfo=UTC)               # before both ends of summer time
WORDS = "my own words"
WAYS = 384   # what `CalendarPlace.spoilt` tells apart


def number(found: tuple[str, Present]) -> int:
    return writing_number(found[1].note)


class Converging(Beside):
    """`new_place` makes the calendar's place in a folder. `steps` counts what all machines did, by rule."""

    new_place: Callable[[Path], CalendarPlace]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "state.db"
        self.place = self.new_place(Path(self.folder.name))
        self.history = History.open(self.path, "hitlist")
        self.now, self.logged, self.foreign = NOW, list[Fact](), dict[str, str]()
        self.hands = Hands()
        self.backup: Any = None
        self.copy: Path | None = None
        self.accident = False
        people = [Contact(f"p{n}", f"Person {n}", Cadence(Span(days=30), Span(days=40)), via=("phone", "email"),
                          phones=(f"+1 303 555 010{n}",), emails=(f"p{n}@example.com",)) for n in range(3)]
        people[0] = replace(people[0], promises=(Promise("send the list", date(2027, 10, 28)), Promise("call Hank")))
        people[1] = replace(people[1], dates=(Anniversary("birthday", 11, 8, 1990, Span(days=7)),))
        people[2] = replace(people[2], book_ahead=Span(months=3))
        talk = Attempt("p3", NOW - timedelta(days=45), Outcome.REACHED, "phone", source="hitlist")
        people.append(Contact("p3", "Person 3", Cadence(Span(days=180), Span(days=200)), log=(talk,)))   # who rests
        self.hitlist = Hitlist(
            self.place.target, DENVER, daily(time(8), time(18), frozenset(range(5))),
            blocks=(BlockRule((1,), time(10), ahead=Span(days=28)),), start_small=None, contacts=tuple(people),
            review=ReviewRule(0, time(9)),
        )
        self.calendar = self.place.open()

    def start(self) -> None:
        """Start another process, which knows the state database but has not read the calendar."""
        self.calendar.close()
        self.calendar = self.place.open()

    def teardown(self) -> None:
        self.calendar.close()
        self.history.close()
        self.place.close()
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        self.add_foreign(0)
        self.converges()

    def a_pass(self, calendar: Calendar | None = None) -> Report:
        """Run a pass; if it stops, answer as the user would: it was an accident, or they did it."""
        sources = Sources(Path("hitlist.yaml"), self.hitlist, self.history, calendar or self.calendar, "here", (), ())
        try:
            return run_pass(sources, self.now, write=True)
        except UnsafeChange:
            allow = Allow(rebuild=True) if self.accident else Allow(deletions=True)
            return run_pass(sources, self.now, write=True, allow=allow)

    # The user.

    @rule(data=st.data(), hours=st.integers(-20, 90).filter(bool), careful=st.booleans())
    def the_user_drags_one(self, data: st.DataObject, hours: int, careful: bool) -> None:
        self.step("drags")
        if coming := self.open_ones():
            uid = data.draw(st.sampled_from(coming))
            start = self.place.ours()[uid][1].event.start + timedelta(hours=hours)
            start = max(start, self.now.replace(minute=0) + timedelta(hours=2))
            self.place.drag(uid, start, at=self.now if careful else None)
            self.hands.touched[uid] = start
            self.hands.ever.add(uid)

    @rule(data=st.data())
    def the_user_deletes_one(self, data: st.DataObject) -> None:
        self.step("deletions")
        if coming := self.coming():
            uid = data.draw(st.sampled_from(coming))
            row = self.history.written("here").get(uid)
            self.place.delete(uid)
            self.forget(uid)
            self.hands.ever.add(uid)
            # If our writing was cut off before it was recorded, nobody can tell this from an event that never arrived.
            if row is not None and row.event is not None:
                self.hands.touched[uid] = None

    @rule(data=st.data(), days=st.integers(0, 3))
    def the_user_makes_one_a_whole_day(self, data: st.DataObject, days: int) -> None:
        """It means that day, at the hour at which a pass last saw it: where it was dragged since, nothing tells. On its
        own day it is not a drag, so an edit of the list moves it. So a pass goes by before."""
        self.step("whole days")
        self.converges()
        if coming := self.open_ones():
            uid = data.draw(st.sampled_from(coming))
            was = self.place.ours()[uid][1].event.start.astimezone(DENVER)
            self.hands.touched.pop(uid, None)
            self.place.make_whole(uid, f"DTSTART;VALUE=DATE:{was + timedelta(days=days):%Y%m%d}")
            self.hands.ever.add(uid)
            self.converges()
            there = self.place.ours()
            meant = was + timedelta(days=days)
            assert uid not in there or meant <= self.now or there[uid][1].event.start == meant

    @rule(data=st.data(), passes=st.integers(0, 2))
    def the_user_takes_a_deletion_back(self, data: st.DataObject, passes: int) -> None:
        """From a trash bin or by undo; perhaps a pass has run meanwhile, and time has gone by. A server that tells a
        running process nothing shows it in the next full listing only, which a new process makes."""
        self.step("deletions taken back")
        if coming := sorted(set(self.open_ones()) - self.skipped()):
            uid = data.draw(st.sampled_from(coming))
            name, there = self.place.ours()[uid]
            self.place.delete(uid)
            self.hands.ever.add(uid)
            for _ in range(passes):
                self.settle()
                self.a_pass()
                self.now += timedelta(minutes=10)
            self.place.put(name, there.raw)
            self.settle()
            if self.tells_nothing():
                self.start()
            self.a_pass()
            assert uid not in self.skipped(), "what was put back is still skipped"

    @rule(data=st.data())
    def the_user_cancels_one(self, data: st.DataObject) -> None:
        self.step("cancellations")
        if coming := self.open_ones():
            uid = data.draw(st.sampled_from(coming))
            self.place.edit(uid, STATUS="CANCELLED")
            self.forget(uid)
            self.hands.ever.add(uid)

    @rule(data=st.data())
    def the_user_adds_a_line(self, data: st.DataObject) -> None:
        self.step("lines of the user's own")
        # An event skipped by command goes at the next pass, whatever is written there now.
        if coming := sorted(set(self.open_ones()) - self.skipped()):
            uid = data.draw(st.sampled_from(coming))
            text = self.place.ours()[uid][1].event.description
            if WORDS not in text:
                self.place.rewrite(uid, f"{text}\n{WORDS}")
            self.hands.worded.add(uid)

    @rule(data=st.data(), word=st.sampled_from((" na", " lm: a note", " ok")))
    def the_user_marks_one(self, data: st.DataObject, word: str) -> None:
        self.step("marks")
        others = ("block-", "review-", *TASKS)
        reminders = [u for u in self.open_ones() if not u.startswith(others) and u not in self.hands.marked]
        if reminders:
            uid = data.draw(st.sampled_from(reminders))
            title = self.place.ours()[uid][1].event.summary
            self.place.retitle(uid, title + word)
            self.hands.marked[uid] = {"n": Outcome.NO_ANSWER, "l": Outcome.LEFT_MESSAGE, "o": done_on(title)}[word[1]]
            self.hands.touched.pop(uid, None)

    @rule(data=st.data(), tick=st.sampled_from(("[x]", "[-]", "[v]")))
    def the_user_ticks_one(self, data: st.DataObject, tick: str) -> None:
        self.step("ticks")
        blocks = [uid for uid in self.open_ones() if uid.startswith("block-")]
        sheets = [uid for uid in blocks if BOX in self.place.ours()[uid][1].event.description]
        if sheets:
            uid = data.draw(st.sampled_from(sheets))
            text = self.place.ours()[uid][1].event.description
            line = data.draw(st.sampled_from([line for line in text.split("\n") if line.startswith(BOX)]))
            if is_task_line(line.removeprefix(BOX)):
                self.place.rewrite(uid, text.replace(line, line.replace("[ ]", "[x]", 1)))
                self.hands.done.add(uid)
                return
            self.place.rewrite(uid, text.replace(line, line.replace("[ ]", tick, 1)))
            self.hands.marked[uid] = {"x": done_on(line), "-": Outcome.NO_ANSWER, "v": Outcome.LEFT_MESSAGE}[tick[1]]

    @rule(number=st.integers(1, 9))
    def add_foreign(self, number: int) -> None:
        self.step("events of the user's own")
        uid = (f"f{number}@example.org", f"block-2027w4{number}-1-other@followupd")[number % 2]
        if uid not in self.foreign:
            self.place.add_foreign(uid)
            (self.foreign[uid],) = [text for text in self.place.texts().values() if f"UID:{uid}" in text]

    @rule(number=st.integers(0, 2), outcome=st.sampled_from((Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.REACHED)))
    def a_try_is_logged(self, number: int, outcome: Outcome) -> None:
        self.step("logged tries")
        fact = Attempt(f"p{number}", self.now, outcome, "phone")
        self.history.append([fact], self.now)
        self.logged.append(fact)

    @rule(hours=st.integers(1, 240))
    def time_goes_by(self, hours: int) -> None:
        self.step("stretches of time")
        self.now += timedelta(hours=hours)

    @rule(hour=st.integers(9, 16))
    def the_list_is_edited(self, hour: int) -> None:
        self.step("edits of the list")
        (block,) = self.hitlist.blocks
        self.hitlist = replace(self.hitlist, blocks=(replace(block, time=time(hour)),))

    @rule()
    def a_pass_goes_by(self) -> None:
        self.step("single passes")
        self.a_pass()

    @precondition(lambda self: isinstance(self.place, FolderPlace))
    @rule(data=st.data())
    def a_copy_appears(self, data: st.DataObject) -> None:
        """A sync program could not decide, and puts a conflict copy beside ours."""
        self.step("copies")
        if coming := self.open_ones():
            self.place.put("conflict copy.ics", self.place.ours()[data.draw(st.sampled_from(coming))][1].raw)
            self.converges()

    # Faults.

    @rule(how=st.integers(0, WAYS - 1), passes=st.integers(1, 2))
    def things_go_wrong(self, how: int, passes: int) -> None:
        self.step("faults")
        with self.place.spoilt(how):
            for _ in range(passes):
                with suppress(CalendarUnreachable):
                    self.a_pass()

    @rule(after=st.booleans())
    def the_power_goes(self, after: bool) -> None:
        self.step("power cuts")
        with suppress(PowerCut, CalendarUnreachable):
            self.a_pass(Dying(self.calendar, after))
        self.history.close()
        self.history = History.open(self.path, "hitlist")
        self.start()

    @rule()
    def a_backup_of_the_calendar_is_made(self) -> None:
        self.step("backups")
        self.converges()
        self.backup = (self.place.save(), dict(self.foreign))

    @precondition(lambda self: self.backup is not None)
    @rule()
    def the_calendar_is_restored(self) -> None:
        """Forget what the user did on it since, unless a pass has picked it up."""
        self.step("restored calendars")
        self.converges()
        saved, foreign = self.backup
        self.foreign = dict(foreign)
        before = self.place.ours()
        self.place.restore(saved)
        after = self.place.ours()
        older = [u for u in after.keys() & before.keys() if number(after[u]) < number(before[u])]
        if not older and not after.keys() - before.keys() - self.hands.ever:
            # Only missing events show it: nobody can tell who deleted them.
            self.hands.ever |= before.keys() - after.keys()
        self.hands.worded.clear()
        self.hands.ever |= self.hands.touched.keys()
        # An event that comes back alone may as well have been taken out of a trash bin.
        self.hands.touched = {
            uid: None for uid, start in self.hands.touched.items() if start is None and uid not in after
        }
        self.accident = True
        self.converges()
        self.accident = False

    @rule()
    def the_database_is_copied(self) -> None:
        self.step("backups of the database")
        self.converges()
        self.history.close()
        self.copy = Path(shutil.copy(self.path, self.path.with_name("copy.db")))
        self.history = History.open(self.path, "hitlist")

    @rule(lost=st.booleans())
    def the_database_is_lost(self, lost: bool) -> None:
        """Begin with an empty one or an older copy. What was logged since then is lost."""
        self.step("lost databases")
        self.history.close()
        for path in self.path.parent.glob("state.db*"):
            path.unlink()
        if self.copy is not None and not lost:
            shutil.copy(self.copy, self.path)
        self.history = History.open(self.path, "hitlist")
        facts = set(self.history.facts())
        self.logged = [fact for fact in self.logged if fact in facts]
        self.hands.swept.clear()
        self.hands.done.clear()           # promises made by command are lost with it
        there, rows = self.place.ours(), self.history.written("here")
        self.hands.marked = {uid: outcome for uid, outcome in self.hands.marked.items() if uid in there}
        self.hands.ever |= there.keys()   # what an older copy does not know may have been dragged
        self.hands.touched.clear()
        if not any(uid not in rows or number(there[uid]) > writing_number(rows[uid].note) for uid in there):
            self.hands.ever |= rows.keys()   # nothing shows that the copy is older
        skipped = {fact.uid for fact in facts if isinstance(fact, Skipped)}
        self.accident = True
        self.converges()
        self.accident = False
        new = {fact.uid for fact in self.history.facts() if isinstance(fact, Skipped)} - skipped
        assert not new - self.hands.ever, "what an older copy does not know was deleted by nobody"

    @rule()
    def converges(self) -> None:
        """Converge once the faults are over and the server's index has caught up."""
        self.step("convergences")
        self.settle()
        self.start()
        for _ in range(2):
            self.a_pass()
            self.settle()
        texts, facts = self.place.texts(), self.history.last_seq()
        report = self.a_pass()
        assert (report.changes, report.problems) == ((), ())
        assert (self.place.texts(), self.history.last_seq()) == (texts, facts)
        self.check(report)

    def settle(self) -> None:
        """Wait until a server shows everything that was done."""

    def tells_nothing(self) -> bool:
        """Return whether the server tells a running process of no change."""
        return False

    def check(self, report: Report) -> None:
        there = self.place.ours()
        answered = {uid for uid, (_, p) in there.items() if p.event.summary.startswith("✓") or p.cancelled}
        coming = [uid for uid in self.coming() if uid not in answered]
        bases = Counter(uid.base for uid in (parse_uid(u, "hitlist") for u in coming) if uid)
        assert set(bases.values()) <= {1}, "one meaning is there twice"
        assert bases.keys() == {event.uid for event in report.plan.events}
        wanted = {event.uid: event for event in report.plan.events}
        for uid in coming:
            parsed, event = parse_uid(uid, "hitlist"), there[uid][1].event
            assert parsed is not None
            assert (event.start, event.end) == (wanted[parsed.base].start, wanted[parsed.base].end)
            assert uid not in self.hands.worded or WORDS in event.description, "the user's own words are gone"
            assert event.description.count("Why: ") <= 1, "an old text of ours stands beside the new one"
        self.check_facts()
        texts = self.place.texts().values()
        for uid, text in self.foreign.items():
            assert [t for t in texts if f"UID:{uid}" in t] == [text]
        for uid, start in self.hands.touched.items():
            if start is None:
                assert uid not in there or uid in answered   # a ✓ that a backup brought back
            elif uid in there and start > self.now and uid not in answered:
                assert there[uid][1].event.start == start
        self.hands.touched = {u: start for u, start in self.hands.touched.items() if start is None or start > self.now}
