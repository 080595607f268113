"""Kill a pass at every step that changes something, and see that the next one heals it (P3, P4, P5).

strace counts the system calls that change a file or leave the machine, and kills the process as it enters one of them:
so that call is the first that did not happen. The program itself is unchanged. Needs strace and the right to trace a
child. crash.py runs any number of kills.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial

from followupd.calendars.ical import cutter
from followupd.core.values.facts import Attempt, Booked, Fact, Listed, Outcome, Promised, Retracted, Settled, Swept
from followupd.core.values.uid import parse_uid
from followupd.desk.withdraw import withdraw
from followupd.errors import FollowupdError
from followupd.passes.report import Report
from followupd.run import run_pass
from tests.kit.desks import HomeFolder
from tests.kit.places import CalendarPlace

NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)
CHANGING = (
    "write,pwrite64,writev,pwritev,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,ftruncate,"
    "chmod,fchmod,fchmodat,mkdir,mkdirat,utimensat,sendto,sendmsg"
)
DENTIST = "dentist@example.org"
HIT_LIST = """\
calendar: {calendar}
state: state.db
timezone: America/Denver
hours: Mon-Sun 0:00-24:00
block: {{every: Tuesday 10:00, ahead: 5 weeks}}
contacts:
  - {{name: Dana Whitfield, phone: +1 303 555 0142}}
  - {{name: Sam Okafor, email: sam@example.com}}
  - {{name: Robin Hale, phone: +1 303 555 0143, every: 1 month}}
"""
# A retry cannot come on a sheet near its day: it gets a reminder.
WITHOUT_A_BLOCK = HIT_LIST.replace("block: {{every: Tuesday 10:00, ahead: 5 weeks}}\n", "")

# A promise and a card that no sheet holds in time, a meeting to book, people who rest, and a month's first review.
BESIDE = """\
calendar: {calendar}
state: state.db
timezone: America/Denver
hours: Mon-Sun 8:00-20:00
block: {{every: Tuesday 10:00, ahead: 5 weeks}}
review: Monday 9:00
contacts:
  - name: Dana Whitfield
    phone: +1 303 555 0142
    promises: [{{what: send the list, by: 2026-12-06}}, call her sister]
  - {{name: Sam Okafor, email: sam@example.com, dates: {{birthday: 13 Dec 1980}}}}
  - {{name: Robin Hale, phone: +1 303 555 0143, book_ahead: 6 months, log: [2026-11-30 10:00 reached]}}
  - {{name: Cleo Lang, email: c@b.example, every: 6 months, log: [2026-08-01 10:00 reached, 2026-11-10 10:00 declined]}}
"""


@dataclass
class Victim(HomeFolder):
    """A hit list with its calendar and its history, changed only by real passes."""

    place: CalendarPlace

    def __post_init__(self) -> None:
        self.place.add_foreign(DENTIST)
        self.foreign = self.of_the_user()
        self.relist(HIT_LIST)

    def of_the_user(self) -> list[str]:
        """Return the user's own events as they are stored."""
        return [text for text in self.place.texts().values() if DENTIST in text]

    def relist(self, text: str) -> None:
        self.write(text.format(calendar=self.place.named))

    def withdrawn(self, now: datetime) -> Report:
        with self.opened() as sources:
            return withdraw(sources, now, write=True)

    def dana(self) -> str:
        return next(f.contact for f in self.facts() if isinstance(f, Listed) and f.slug == "dana-whitfield")

    def attempt(self, at: datetime) -> Attempt:
        return Attempt(self.dana(), at, Outcome.NO_ANSWER, "phone", note="asked for Thursday")

    def logged(self, at: datetime, acknowledge: Callable[[], None] = lambda: None) -> Report:
        """Do what `followupd log` does."""
        attempt = self.attempt(at)
        with self.opened() as sources:
            sources.history.append([attempt], at)
            acknowledge()
            return run_pass(sources, at, write=True)

    def promised(self, at: datetime, acknowledge: Callable[[], None] = lambda: None) -> Report:
        """Do what `followupd promise` does."""
        with self.opened() as sources:
            sources.history.append([Promised(self.dana(), at, "lend the red book")], at)
            acknowledge()
            return run_pass(sources, at, write=True)


Acknowledge = Callable[[], None]


@dataclass(frozen=True)
class Interrupted:
    """`before` prepares the victim, `act` is killed, `heal` is the undisturbed run afterwards."""

    before: Callable[[Victim], object]
    act: Callable[[Victim, Acknowledge], object]
    heal: Callable[[Victim], Report]


def _dragged(victim: Victim) -> None:
    """Let the user drag one block and delete another."""
    victim.a_pass(NOW)
    victim.logged(NOW + timedelta(hours=1))
    coming = [p for p in victim.events() if p.uid.startswith("block-")]
    victim.place.delete(coming[2].uid)
    later = {"T170000Z": "T190000Z", "T180000Z": "T200000Z"}
    victim.place.change(coming[1].uid, lambda text: re.sub("T1[78]0000Z", lambda found: later[found[0]], text))


def _answered_beside(victim: Victim) -> None:
    """Let the user answer one of each kind: the reminders of a promise and a card, a line on a sheet, a review."""
    victim.relist(BESIDE)
    victim.a_pass(DECEMBER)
    answers = {
        "promise": ("SUMMARY:", "SUMMARY:done "), "date": ("SUMMARY:", "SUMMARY:sent "),
        "book": ("SUMMARY:", "SUMMARY:booked 28 May 2027 "), "review": ("[ ] Cleo", "[x] Cleo"),
        "block": ("[ ] Promised", "[x] Promised"),
    }
    for present in victim.events():
        kind = present.uid.partition("-")[0]
        if kind in answers:
            victim.place.change(present.uid, partial(_once, *answers.pop(kind)))
    assert answers == {}, "every kind was there to be answered"


def _taken_up(victim: Victim) -> Report:
    """Run the undisturbed pass, and check what it must have understood."""
    report = victim.a_pass(IN_DECEMBER)
    facts = victim.facts()
    assert sorted(fact.what for fact in facts if isinstance(fact, Settled)) == ["call her sister", "send the list"]
    assert [fact.day for fact in facts if isinstance(fact, Booked)] == [date(2027, 5, 28)]
    assert [fact.day for fact in facts if isinstance(fact, Swept)] == [date(2026, 12, 4)]
    assert [fact.outcome for fact in facts if isinstance(fact, Attempt)] == [Outcome.SENT]
    return report


def _once(old: str, new: str, text: str) -> str:
    text = re.sub("\r?\n ", "", text)           # a fold may be in the middle of a word
    assert old in text
    return text.replace(old, new, 1)


DECEMBER = datetime(2026, 12, 4, 21, 10, tzinfo=UTC)     # before the first review of a month
IN_DECEMBER = DECEMBER + timedelta(hours=1)
LATER, A_WEEK_ON = NOW + timedelta(hours=1), NOW + timedelta(days=8)
SCENARIOS = {
    "the first pass": Interrupted(
        lambda w: None, lambda w, ack: w.a_pass(NOW), lambda w: w.a_pass(NOW)),
    "a logged try": Interrupted(
        lambda w: w.a_pass(NOW), lambda w, ack: w.logged(LATER, ack), lambda w: w.a_pass(LATER)),
    "a week later": Interrupted(
        lambda w: (w.a_pass(NOW), w.logged(LATER)), lambda w, ack: w.a_pass(A_WEEK_ON), lambda w: w.a_pass(A_WEEK_ON)),
    "the user's hand": Interrupted(
        _dragged, lambda w, ack: w.a_pass(LATER), lambda w: w.a_pass(LATER)),
    "withdrawing": Interrupted(
        lambda w: (w.a_pass(NOW), w.logged(LATER)), lambda w, ack: w.withdrawn(LATER), lambda w: w.withdrawn(LATER)),
    "answers beside, and a promise": Interrupted(
        _answered_beside, lambda w, ack: w.promised(IN_DECEMBER, ack), _taken_up),
}


@dataclass(frozen=True)
class EndState:
    """The state of a victim at the end, without what differs from run to run (ETags, hashes)."""

    events: tuple[tuple[object, ...], ...]
    facts: frozenset[Fact]


def ending(victim: Victim) -> EndState:
    facts = victim.facts()
    assert len(set(facts)) == len(facts), "a fact is recorded twice"
    return EndState(
        tuple(sorted((e.uid, e.start, e.end, e.summary, e.description) for e in (p.event for p in victim.events()))),
        frozenset(facts),
    )


EXPLAINED = 77   # the child's exit code if it stopped with one of our own errors
ERRORS = {   # the errors of a full or broken disk, a mount that became read-only, or a lost connection
    "write": "ENOSPC", "pwrite64": "ENOSPC", "writev": "ENOSPC", "fsync": "EIO", "fdatasync": "EIO", "rename": "EROFS",
    "link": "EPERM", "unlink": "EROFS", "ftruncate": "EIO", "chmod": "EPERM", "fchmod": "EPERM", "mkdir": "ENOSPC",
    "sendto": "ECONNRESET", "sendmsg": "ECONNRESET",
}
TOLD = (Attempt, Promised, Retracted)
Step = tuple[str, int]   # a system call, and its number: strace counts each of them separately


@dataclass
class Killing:
    """One scenario on one kind of calendar: `fresh` makes a new victim. `killed` counts."""

    scenario: Interrupted
    fresh: Callable[[], Victim]
    killed: int = 0
    steps: tuple[Step, ...] = ()
    with_attempt: EndState | None = field(default=None, repr=False)
    without: EndState | None = field(default=None, repr=False)

    def learn(self) -> None:
        """Find the steps, and the state in which it must end."""
        victim = self.fresh()
        self.scenario.before(victim)
        log = victim.folder / "steps"
        code, _ = traced(partial(self.scenario.act, victim), ["-o", str(log), "-e", f"trace={CHANGING}"])
        assert code == 0, "it failed without being killed"
        names = [line.partition("(")[0] for line in log.read_text().splitlines() if "(" in line]
        self.steps = tuple((name, names[:place + 1].count(name)) for place, name in enumerate(names))
        self.scenario.heal(victim)
        self.with_attempt = ending(victim)
        victim = self.fresh()
        self.scenario.before(victim)
        self.scenario.heal(victim)
        self.without = ending(victim)

    def kill(self, step: Step) -> bool:
        """Kill before this step, heal and check; return False if the run had ended before it."""
        victim = self.fresh()
        self.scenario.before(victim)
        name, time = step
        inject = ["-o", os.devnull, "-e", f"trace={name}", "-e", f"inject={name}:signal=KILL:when={time}"]
        code, acknowledged = traced(partial(self.scenario.act, victim), inject)
        if code == 0:
            return False
        assert code == -9, f"it ended with {code}"
        self.killed += 1
        self._healed(victim, step, acknowledged)
        return True

    def fail(self, step: Step) -> bool:
        """Let this call fail as on a full disk; return True if that was reported, False if it was overcome."""
        victim = self.fresh()
        self.scenario.before(victim)
        name, time = step
        inject = ["-o", os.devnull, "-e", f"trace={name}", "-e", f"inject={name}:error={ERRORS[name]}:when={time}"]
        code, acknowledged = traced(partial(self.scenario.act, victim), inject)
        assert code in (0, EXPLAINED), f"{ERRORS[name]} at {step} was not explained"
        self._healed(victim, step, acknowledged)
        return code == EXPLAINED

    def _healed(self, victim: Victim, step: Step, acknowledged: bool) -> None:
        """Check that nothing is cut off, lost or doubled, and that a pass ends in the same state as an undisturbed
        one."""
        for text in victim.place.stored().values():
            cutter.cut(text.encode())   # raises if a file is cut off
        assert victim.of_the_user() == victim.foreign
        report = self.scenario.heal(victim)
        assert report.failed == ()
        end = ending(victim)
        told = any(isinstance(fact, TOLD) and fact.source == "command" and fact.at in (LATER, IN_DECEMBER)
                   for fact in end.facts)
        assert told or not acknowledged, "an acknowledged try, promise or undo was lost"
        assert end == (self.with_attempt if told else self.without), f"disturbed at step {step}"
        bases = [parse_uid(str(uid), "hitlist") for uid, *_ in end.events]
        assert len({b.base for b in bases if b}) == len(bases), "an event is there twice"
        self.check_second_pass(victim)

    def check_second_pass(self, victim: Victim) -> None:
        before, facts = victim.place.stored(), len(victim.facts())
        assert victim.of_the_user() == victim.foreign
        again = self.scenario.heal(victim)
        assert again.changes == ()
        assert (victim.place.stored(), len(victim.facts())) == (before, facts)


def traced(act: Callable[[Acknowledge], object], options: list[str]) -> tuple[int, bool]:
    """Run `act` in a child under strace with these options: return its exit code (-9: killed), and whether it
    acknowledged."""
    # The thread of a closed connection may still be ending, and a process that forks must have one thread.
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(10)
    assert threading.active_count() == 1
    start, go = os.pipe()
    heard, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(go)
            os.close(heard)
            os.read(start, 1)
            act(partial(_said, tell))
            code = 0
        except FollowupdError:
            code = EXPLAINED
        except BaseException:   # noqa: BLE001 - the child of a fork must not go on into the tests
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(start)
    os.close(tell)
    strace = subprocess.Popen(["strace", "-p", str(pid), *options], stderr=subprocess.PIPE, text=True)
    assert strace.stderr is not None
    said = strace.stderr.readline()
    assert "attached" in said, said
    os.write(go, b"!")
    _, status = os.waitpid(pid, 0)
    strace.communicate(timeout=30)
    acknowledged = os.read(heard, 1) == b"!"
    os.close(go)
    os.close(heard)
    return os.waitstatus_to_exitcode(status), acknowledged


def _said(handle: int) -> None:
    with suppress(OSError):   # this step may be the one that fails
        os.write(handle, b"!")


def can_trace() -> bool:
    """Return whether strace is installed and may trace a child of ours."""
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return done.returncode == 0
