"""Evidence in whole passes: what it shows counts once, is named, and can be taken back by each way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, Retracted
from followupd.core.values.hitlist import Mode, Noticing
from followupd.core.values.record import Facts
from followupd.core.values.sightings import CallSeen, evidence_of
from followupd.errors import Failure
from followupd.evidence.protocol import AskedAbout, EvidenceKind, EvidenceSeen
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.one_reminder import due
from tests.kit.phones import contact, desk_of

NUMBER = "+1 303 555 0142"


@dataclass
class PhoneInMemory:
    """A call log in memory, which may be out of reach."""

    calls: tuple[CallSeen, ...] = ()
    broken: str = ""
    key: str = "phone"
    label: str = "calls.xml"
    kind: EvidenceKind = EvidenceKind.CALLS

    def look(self, about: AskedAbout, memory: str) -> EvidenceSeen:
        if self.broken:
            raise Failure(self.broken, "Mend it.")
        assert about.numbers == (NUMBER,)
        return EvidenceSeen(self.calls, str(len(self.calls)))

    def call(self, at: datetime, seconds: int = 240) -> None:
        self.calls += (CallSeen(evidence_of(str(at)), at, self.label, (NUMBER,), incoming=False, seconds=seconds),)


@pytest.fixture
def phone() -> PhoneInMemory:
    return PhoneInMemory()


@pytest.fixture
def desk(tmp_path: Path, phone: PhoneInMemory) -> Iterator[UserDesk[MemoryCalendar]]:
    """Sam, who has a reminder, and a call log of which everything counts that is sure."""
    sam = replace(contact("Sam", "2026-07-01 reached, his new boat"), phones=(NUMBER,))
    made = desk_of(tmp_path, (sam,))
    made.hitlist = replace(made.hitlist, blocks=(), noticed=Noticing(calls=Mode.YES))
    made.evidence = (phone,)
    made.run()
    made.now += timedelta(hours=1)
    yield made
    made.history.close()


def call_at_reminder(desk: UserDesk[MemoryCalendar], phone: PhoneInMemory, seconds: int = 240) -> str:
    """Ring Sam when his reminder begins, and let it pass; return its UID."""
    was = due(desk)
    phone.call(was.event.start + timedelta(minutes=3), seconds)
    desk.now = was.event.end + timedelta(minutes=5)
    desk.run()
    return was.uid


def test_a_call_answers_the_open_reminder_and_says_so(desk: UserDesk[MemoryCalendar], phone: PhoneInMemory) -> None:
    """One ✓, and the report names the evidence; the next date counts from the call."""
    uid = call_at_reminder(desk, phone)
    assert desk.title(uid) == "✓ Call Sam: reached (call log)"
    (said,) = (line for line in desk.reports[-2].lines() if line.startswith("Noticed"))
    assert said == "Noticed: Sam, reached by phone, from calls.xml: 4 minutes, today 13:03."
    assert [present.event.summary[:1] for present in desk.ours("")].count("✓") == 1
    assert len(desk.facts(Noticed)) == 1


@pytest.mark.parametrize("by_hand", [
    "undo", "✓ Call Sam: reached (call log) undo", "{title}", "na", "✓ Call Sam: reached (call log) na",
    "[-] Call Sam: reached (call log)", "[-] ✓ Call Sam: reached (call log)", "✓ [-] Call Sam: reached (call log)",
    "[-]Call Sam: reached (call log)", "✓ Call Sam: reached (call log) [-]", "[-] Call Sam",
])
def test_it_is_taken_back_on_its_event(desk: UserDesk[MemoryCalendar], phone: PhoneInMemory, by_hand: str) -> None:
    """By `undo`, by a dash, by clearing our answer, or by another answer; the same evidence never counts again.

    `na` says that the call, at its time, was in vain; everything else, that there was none.
    """
    title = due(desk).event.summary
    uid = call_at_reminder(desk, phone)
    written = by_hand.format(title=title)
    in_vain, (call,) = by_hand.endswith("na"), desk.facts(Noticed)
    desk.calendar.retitle(uid, f"{desk.title(uid)} {written}" if by_hand in ("undo", "na") else written)
    desk.now += timedelta(minutes=1)
    desk.run()
    assert desk.title(uid) == ("✓ Call Sam: no answer" if in_vain else title)
    assert len(desk.facts(Noticed)) == 1
    assert len(desk.facts(Retracted)) == 1
    assert Facts(desk.history.facts()).all.noticed == ()
    tries = [(one.outcome, one.channel, one.at) for one in desk.facts(Attempt)]
    assert tries == ([(Outcome.NO_ANSWER, "phone", call.at)] if in_vain else [])
    desk.now += timedelta(days=1)
    desk.run()
    assert Facts(desk.history.facts()).all.noticed == ()


@pytest.mark.parametrize("by_hand", ["{} undo", "{} [-]", "[-] {}"])
def test_a_pass_that_was_cut_off_takes_it_back_once(
    desk: UserDesk[MemoryCalendar], phone: PhoneInMemory, by_hand: str
) -> None:
    """The fact is gone, and our answer is still on the event; nobody is asked about it."""
    title = due(desk).event.summary
    uid = call_at_reminder(desk, phone)
    desk.undo()
    desk.calendar.retitle(uid, by_hand.format(desk.title(uid)))
    desk.run()
    assert desk.title(uid) == title
    assert (len(desk.facts(Retracted)), desk.tries()) == (1, [])


def test_it_is_taken_back_by_command(desk: UserDesk[MemoryCalendar], phone: PhoneInMemory) -> None:
    before = desk.coming()
    phone.call(desk.now - timedelta(minutes=1))
    desk.run()
    assert desk.coming() != before
    desk.undo()
    desk.run()
    assert desk.coming() == before


def test_reported_and_noticed_counts_once_whichever_comes_first(
    desk: UserDesk[MemoryCalendar], phone: PhoneInMemory
) -> None:
    """The plan is the same as if only the user had said it."""
    told = Attempt("sam", desk.now, Outcome.NO_ANSWER, "phone")
    desk.log(told)
    desk.run()
    alone = desk.coming()
    phone.call(desk.now - timedelta(minutes=2), seconds=0)
    desk.now += timedelta(minutes=1)
    desk.run()
    assert len(desk.facts(Noticed)) == 1
    assert desk.coming() == alone


def test_a_lost_database_notices_the_same_again(
    desk: UserDesk[MemoryCalendar], phone: PhoneInMemory, tmp_path: Path
) -> None:
    """Though nobody knows any more since when they are on the list; and no event is doubled."""
    uid = call_at_reminder(desk, phone)
    noticed, events = desk.facts(Noticed), sorted(desk.present())
    desk.history.close()
    desk.history = History.open(tmp_path / "new.db", "hitlist")
    desk.now += timedelta(minutes=1)
    desk.run()
    assert desk.facts(Noticed) == noticed
    assert desk.tries() == []
    assert sorted(desk.present()) == events
    assert "✓" in desk.title(uid)


def test_a_source_that_cannot_be_read_is_reported_once_and_stops_nothing(
    desk: UserDesk[MemoryCalendar], phone: PhoneInMemory
) -> None:
    phone.call(desk.now - timedelta(minutes=1))
    phone.broken = "calls.xml is not readable"
    desk.now += timedelta(minutes=1)
    report = desk()
    assert report.problems == ("calls.xml: calls.xml is not readable. Mend it.",)
    assert report.succeeded
    assert desk.run().problems == ()
    phone.broken = ""
    desk.run()
    assert [fact.rule for fact in desk.facts(Noticed)] == [EvidenceRule.SPOKE]
